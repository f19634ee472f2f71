"""Functions that the engine has but does not give Excel's answers for; these take their place."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from math import ceil, floor
from typing import Any

_WILDCARD = re.compile(r"~[?*~]|.", re.DOTALL)
_DAY_0 = date(1899, 12, 31)
_NO_DAY = 60  # 29 February 1900, which there never was but which has a number
_WHOLE = 1e-9  # a quotient so near a whole number is that number: 1.1 / 0.1 is 11


def _of_text(change: Callable[[str], str]) -> Callable[..., Any]:
    """Make a function of a text; of a number it gives #VALUE!, which is no answer."""

    def function(value: Any) -> Any:
        if value is None:
            return ""
        if not isinstance(value, str):
            raise TypeError(value)
        return change(value)

    return function


def _error(kind: str) -> Mapping[str, str]:
    """Give an error value as the engine takes it: one that a formula may ask for, as what is raised is not."""
    return {"type": "Error", "kind": kind}


def _search(wanted: Any, within: Any, start: Any = 1) -> Any:
    """Give where a text with wildcards begins in another, from 1, in large letters or small."""
    at = int(start) - 1
    found = _with_wildcards(_as_text(wanted)).search(_as_text(within), at) if at >= 0 else None
    return found.start() + 1 if found else _error("Value")


def _look_up(wanted: Any, keys: Any, values: Any = None) -> Any:
    """Give what stands beside the last key that is not beyond what is wanted; errors among the keys are passed over.

    That is how LOOKUP(2,1/(A2:A9="ja"),B2:B9) gives the last one.

    Raises:
        ValueError: the keys are in no order, in which case the answer depends on the program.
    """
    lines = _as_rows(keys)
    if len(lines) < len(lines[0]):  # a wide one is looked up along its first row
        lines = list(zip(*lines, strict=True))
    answers = [line[-1] for line in lines] if values is None else [one for row in _as_rows(values) for one in row]
    known = [(_order(line[0]), at) for at, line in enumerate(lines) if _is_like(line[0], wanted)]
    found = [(key, at) for key, at in known if key <= _order(wanted)]
    if len(found) < len(known) and known != sorted(known):
        raise ValueError(wanted)
    return answers[found[-1][1]] if found else _error("Na")


def _as_rows(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [[values]]


def _is_like(value: Any, other: Any) -> bool:
    """Tell whether two values are both numbers or both texts."""
    kinds = [str if isinstance(one, str) else float if type(one) in (int, float) else None for one in (value, other)]
    return kinds[0] is not None and kinds[0] is kinds[1]


def _order(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _with_wildcards(text: str) -> re.Pattern[str]:
    """Read ? as any character and * as any number of them; ~ before one of these makes it mean itself."""
    ways = {"?": ".", "*": ".*?"}
    pattern = "".join(ways.get(one) or re.escape(one[-1:]) for one in _WILDCARD.findall(text))
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


def _as_text(value: Any) -> str:
    """Give a value as the text that it is to a text function; how a number with decimals is written is not known."""
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        raise TypeError(value)
    return f"{value:.0f}" if isinstance(value, float) else str("" if value is None else value)


def _in_steps(to_whole: Callable[[float], int]) -> Callable[..., Any]:
    """Make a function that takes a number to a multiple of a step, which may be negative only as the number is."""

    def function(number: Any, step: Any) -> Any:
        number, step = number or 0, step or 0
        if not isinstance(number, int | float) or not isinstance(step, int | float) or number > 0 > step:
            raise ValueError(number, step)
        if not step:
            return 0 if to_whole is ceil or not number else number / step  # what cannot be done is an error value
        times, near = number / step, round(number / step)
        return step * (near if abs(times - near) <= _WHOLE * max(1, abs(times)) else to_whole(times))

    return function


def _of_day(part: Callable[[date], int], of_zero: int) -> Callable[..., Any]:
    """Make a function of a day, given by its number in the 1900 system or as a text such as 2025-10-31."""

    def function(value: Any) -> Any:
        if isinstance(value, str):
            return part(date.fromisoformat(value))
        number = int(value or 0)
        if number < 0 or number == _NO_DAY:
            raise ValueError(value)
        return part(_DAY_0 + timedelta(number - (number > _NO_DAY))) if number else of_zero

    return function


BETTER: Mapping[str, Callable[..., Any]] = {
    "UPPER": _of_text(str.upper),
    "LOWER": _of_text(str.lower),
    "CEILING": _in_steps(ceil),
    "FLOOR": _in_steps(floor),
    "LOOKUP": _look_up,
    "SEARCH": _search,
}
"""The engine's own UPPER, LOWER and SEARCH do not know that Å is å; its CEILING and FLOOR take a negative number with a
negative step the wrong way; its LOOKUP does not pass over errors."""

BETTER_OF_DAYS: Mapping[str, Callable[..., Any]] = {
    "YEAR": _of_day(lambda day: day.year, 1900),
    "MONTH": _of_day(lambda day: day.month, 1),
    "DAY": _of_day(lambda day: day.day, 0),
}
"""The engine's own take no text such as 2025-10-31. Only for the 1900 system."""
