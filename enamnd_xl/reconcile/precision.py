"""How exactly figures are given, and how much rounding of their parts may explain."""

from collections.abc import Iterable
from math import sqrt

_MOST_DECIMALS = 6


def decimals_of(numbers: Iterable[int | float]) -> int:
    """Give how many decimals a group of figures is given with: the most that any of them has.

    Figures that come out of a division have as many as a double can hold; they count as six.

    >>> decimals_of([1, 2.5, 0.25]), decimals_of([100.0, 7]), decimals_of([1 / 3])
    (2, 0, 6)
    """
    places, scale = 0, 1
    for number in numbers:
        # multiplying and dividing is much faster than round(), and certain where the product is whole
        while (
            places < _MOST_DECIMALS
            and (number * scale % 1 or number * scale / scale != number)
            and round(number, places) != number
        ):
            places += 1
            scale *= 10
    return places


def rounding_allowance(terms: int, unit: float = 1) -> float:
    """Give the difference that rounding of the terms plausibly explains.

    Args:
        terms: how many rounded terms there are.
        unit: the step they are shown in.

    Returns:
        One unit, or two standard deviations of the sum of so many rounding errors where that is more; not the worst
        case, which would hide errors. Source: a rounding error is uniform within a unit, so its variance is unit²/12.

    >>> rounding_allowance(3), round(rounding_allowance(12), 6)
    (1.0, 2.0)
    """
    return max(1.0, 2 * sqrt(terms / 12)) * unit


def shown(number: int | float, decimals: int = _MOST_DECIMALS) -> int | float:
    """Give a number as a finding shows it: without binary noise, a whole one as int.

    >>> shown(0.1 + 0.2), shown(5.0)
    (0.3, 5)
    """
    rounded = round(number, decimals)
    return int(rounded) if isinstance(rounded, int) or rounded.is_integer() else rounded
