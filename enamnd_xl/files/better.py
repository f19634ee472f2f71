"""Functions that the engine has but does not give Excel's answers for; these take their place."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from math import ceil, floor
from typing import Any

_DAY_0 = date(1899, 12, 31)
_NO_DAY = 60  # 29 February 1900, which there never was but which has a number
_WHOLE = 1e-9  # a quotient so near a whole number is that number: 1.1 / 0.1 is 11


def _of_each(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function take a range for its first argument, and give an answer for each of its cells."""

    def spread(value: Any, *rest: Any) -> Any:
        if isinstance(value, list):
            return [[function(item, *rest) for item in row] for row in value]
        return function(value, *rest)

    return spread


def _of_text(change: Callable[[str], str]) -> Callable[..., Any]:
    """Make a function of a text; of a number it gives #VALUE!, which is no answer."""

    def function(value: Any) -> Any:
        if value is None:
            return ""
        if not isinstance(value, str):
            raise TypeError(value)
        return change(value)

    return _of_each(function)


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

    return _of_each(function)


def _of_day(part: Callable[[date], int], of_zero: int) -> Callable[..., Any]:
    """Make a function of a day, given by its number in the 1900 system or as a text such as 2025-10-31."""

    def function(value: Any) -> Any:
        if isinstance(value, str):
            return part(date.fromisoformat(value))
        number = int(value or 0)
        if number < 0 or number == _NO_DAY:
            raise ValueError(value)
        return part(_DAY_0 + timedelta(number - (number > _NO_DAY))) if number else of_zero

    return _of_each(function)


BETTER: Mapping[str, Callable[..., Any]] = {
    "UPPER": _of_text(str.upper),
    "LOWER": _of_text(str.lower),
    "CEILING": _in_steps(ceil),
    "FLOOR": _in_steps(floor),
}
"""The engine's own UPPER and LOWER leave å, ä and ö as they are; its CEILING and FLOOR take a negative number with a
negative step the wrong way."""

BETTER_OF_DAYS: Mapping[str, Callable[..., Any]] = {
    "YEAR": _of_day(lambda day: day.year, 1900),
    "MONTH": _of_day(lambda day: day.month, 1),
    "DAY": _of_day(lambda day: day.day, 0),
}
"""The engine's own take no range, as in SUMPRODUCT((MONTH(A2:A99)=3)*B2:B99). Only for the 1900 system."""
