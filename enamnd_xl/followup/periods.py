"""Months of a year, and how a year's budget is spread over them."""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from enamnd_xl.errors import InputError
from enamnd_xl.money import Exact, exact, round_to, to_amount

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
Kr: TypeAlias = int | Decimal
"""An amount in kronor; a Decimal when it has öre."""

TWELFTHS = (1,) * 12
"""The profile of a year that is spread evenly."""

_SPAN = re.compile(r"(\d{4})-?(\d{2})(?:\s*(?:--|[-–—]|till|t\.?o\.?m\.?)\s*(\d{4})-?(\d{2}))?")


class Period(NamedTuple):
    """One month, or months in a row of one year whose amounts are one figure.

    >>> Period(2025, 1, 10).label, Period(2025, 10, 10).label
    ('2025-01–2025-10', '2025-10')
    """

    year: int
    first: int
    last: int

    @property
    def label(self) -> str:
        """As it stands in a workbook: 2025-10, or 2025-01–2025-10."""
        start = f"{self.year}-{self.first:02d}"
        return start if self.first == self.last else f"{start}–{self.year}-{self.last:02d}"

    @property
    def words(self) -> str:
        """As it is said: oktober 2025, or januari–oktober 2025."""
        start = "" if self.first == self.last else f"{MONTHS[self.first - 1]}–"
        return f"{start}{MONTHS[self.last - 1]} {self.year}"

    def overlaps(self, other: "Period") -> bool:
        """Whether the two have a month in common."""
        return self.year == other.year and self.first <= other.last and other.first <= self.last


def parse_period(text: str) -> Period:
    """Read a month or a span of months.

    Args:
        text: "2025-10", "202510", or two of them with a dash between.

    Raises:
        InputError: it is no month, or the span runs backwards or over the turn of a year.

    >>> parse_period("2025-10"), parse_period("2025-01–2025-10")
    (Period(year=2025, first=10, last=10), Period(year=2025, first=1, last=10))
    """
    match = _SPAN.fullmatch(text.strip())
    if not match:
        raise InputError(f"Perioden »{text}« går inte att tolka.", "Skriv en månad som 2025-10.")
    year, first = int(match[1]), int(match[2])
    last_year, last = (int(match[3]), int(match[4])) if match[3] else (year, first)
    check_month(first)
    check_month(last)
    if (last_year, last) < (year, first) or last_year != year:
        raise InputError(f"Perioden »{text}« måste gå framåt i tiden inom ett och samma år.")
    return Period(year, first, last)


def check_month(month: int) -> None:
    """Make sure that a month is one of the twelve.

    Raises:
        InputError: it is not.
    """
    if isinstance(month, bool) or month != int(month) or not 1 <= month <= 12:
        raise InputError(f"Månaden måste vara ett heltal från 1 till 12, inte {month}.")


def budget_to_date(budget: Exact, month: int, profile: Sequence[Exact] = TWELFTHS, unit: Exact = 1) -> Kr:
    """Give the part of a year's budget that belongs to January up to and including a month.

    The sum to date is what is rounded, and a month is the difference between two sums. Dividing the year with largest
    remainders would favour the months that stand first: ten twelfths of 1 199 800 would be 999 834 and not 999 833.

    Args:
        budget: the year's budget, kr.
        month: 1 to 12.
        profile: twelve weights, January first; only their proportions matter.
        unit: what to round to, kr.

    Returns:
        Kr. December gives the whole budget, rounded to nothing.

    Raises:
        InputError: the month is none of the twelve, or the profile is not twelve weights with a sum above zero.

    Source: the outcome for January to October 2025 reports the base funding's revenue as ten twelfths, in whole kronor.

    >>> budget_to_date(1199800, 10), budget_to_date(1199800, 12)
    (999833, 1199800)
    >>> budget_to_date(1000, 6, (0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 3))
    250
    """
    share = share_to_date(month, profile)
    return to_amount(exact(budget)) if month == 12 else to_amount(exact(round_to(exact(budget) * share, unit)))


def phase_budget(budget: Exact, profile: Sequence[Exact] = TWELFTHS, unit: Exact = 1) -> tuple[Kr, ...]:
    """Spread a year's budget over its twelve months, so that they sum exactly to it.

    Args and Raises: as for budget_to_date.

    Returns:
        Twelve amounts in kr, January first.

    >>> phase_budget(100)
    (8, 9, 8, 8, 9, 8, 8, 9, 8, 8, 9, 8)
    """
    to_date = [Fraction(0), *(exact(budget_to_date(budget, month, profile, unit)) for month in range(1, 13))]
    return tuple(to_amount(after - before) for before, after in pairwise(to_date))


def share_to_date(month: int, profile: Sequence[Exact] = TWELFTHS) -> Fraction:
    """Give how much of the year a profile has behind it when a month ends.

    Raises:
        InputError: as for budget_to_date.

    >>> share_to_date(10)
    Fraction(5, 6)
    """
    check_month(month)
    weights = [exact(weight) for weight in profile]
    if len(weights) != 12:
        raise InputError(
            f"Profilen har {len(weights)} vikter men ska ha 12, en för varje månad.",
            "En månad utan budget har vikten 0.",
        )
    if sum(weights) <= 0:
        raise InputError("Profilens vikter måste tillsammans bli mer än 0.")
    return Fraction(sum(weights[:month])) / sum(weights)
