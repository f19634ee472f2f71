"""Functions that the engine has but does not give Excel's answers for; these take their place."""

from collections.abc import Callable, Mapping
from math import ceil, floor
from typing import Any

_WHOLE = 1e-9  # a quotient so near a whole number is that number: 1.1 / 0.1 is 11


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


def _in_steps(to_whole: Callable[[float], int]) -> Callable[[Any, Any], Any]:
    """Make a function that takes a number to a multiple of a step, which may be negative only as the number is."""

    def function(number: Any, step: Any) -> Any:
        if isinstance(number, list):
            return [[function(item, step) for item in row] for row in number]
        number, step = number or 0, step or 0
        if not isinstance(number, int | float) or not isinstance(step, int | float) or number > 0 > step:
            raise ValueError(number, step)
        if not step:
            return 0 if to_whole is ceil or not number else number / step  # what cannot be done is an error value
        times, near = number / step, round(number / step)
        return step * (near if abs(times - near) <= _WHOLE * max(1, abs(times)) else to_whole(times))

    return function


BETTER: Mapping[str, Callable[..., Any]] = {
    "UPPER": _of_text(str.upper),
    "LOWER": _of_text(str.lower),
    "CEILING": _in_steps(ceil),
    "FLOOR": _in_steps(floor),
}
"""The engine's own UPPER and LOWER leave å, ä and ö as they are; its CEILING and FLOOR take a negative number with a
negative step the wrong way."""
