"""Functions that the engine has but does not give Excel's answers for; these take their place."""

from collections.abc import Callable, Mapping
from typing import Any


def _of_text(change: Callable[[str], str]) -> Callable[[Any], Any]:
    """Make a function of one text, or of each text in a range; of a number it gives #VALUE!, which is no answer."""

    def function(value: Any) -> Any:
        if isinstance(value, list):
            return [[function(item) for item in row] for row in value]
        if value is None:
            return ""
        if not isinstance(value, str):
            raise TypeError(value)
        return change(value)

    return function


BETTER: Mapping[str, Callable[..., Any]] = {"UPPER": _of_text(str.upper), "LOWER": _of_text(str.lower)}
"""The engine's own UPPER and LOWER leave å, ä and ö as they are."""
