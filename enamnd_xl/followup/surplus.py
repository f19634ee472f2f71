"""Surplus and deficit, carried forward from year to year."""

from collections.abc import Iterable
from typing import NamedTuple

from enamnd_xl.errors import InputError
from enamnd_xl.followup.periods import Kr


class YearResult(NamedTuple):
    """The result of a year, and how much of the balance was given back or used in it, kr."""

    year: int
    result_kr: Kr
    used_kr: Kr = 0


class CarriedYear(NamedTuple):
    """A year's balance, kr: opening + result - used = closing."""

    year: int
    opening_kr: Kr
    result_kr: Kr
    used_kr: Kr
    closing_kr: Kr


def carry_forward(results: Iterable[YearResult], opening_kr: Kr = 0) -> tuple[CarriedYear, ...]:
    """Carry the balance forward through the years.

    Args:
        results: one a year, in order, none left out.
        opening_kr: the balance that the first year opens with.

    Raises:
        InputError: a year is missing, comes twice or stands in the wrong order.

    Source: the annual report of 2022: the surplus of 266 745 kr is balanced against coming years.

    >>> [year.closing_kr for year in carry_forward([YearResult(2022, 266745), YearResult(2023, -1000, used_kr=200000)])]
    [266745, 65745]
    """
    years: list[CarriedYear] = []
    for year, result_kr, used_kr in results:
        if years and year != years[-1].year + 1:
            raise InputError(
                f"Efter år {years[-1].year} ska {years[-1].year + 1} komma, men där står {year}.",
                "Ta med varje år en gång och i ordning, annars går saldot inte att föra vidare.",
            )
        closing_kr = opening_kr + result_kr - used_kr
        years.append(CarriedYear(year, opening_kr, result_kr, used_kr, closing_kr))
        opening_kr = closing_kr
    return tuple(years)
