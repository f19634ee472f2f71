"""Members that join or leave within the year: how much of it is theirs, and what a new one pays at the start."""

from calendar import isleap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from enamnd_xl.errors import InputError
from enamnd_xl.money import Exact


class Proration(StrEnum):
    """What part of a year is counted in; the values are what stands in a workbook."""

    MONTHS = "månader"
    DAYS = "dagar"


@dataclass(frozen=True, slots=True)
class Membership:
    """From when until when a member takes part: first and last day, both included; None is without end."""

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise InputError(f"Medlemskapet slutar {self.end} men börjar {self.start}.", "Byt plats på datumen.")


def time_share(membership: Membership, year: int, proration: Proration = Proration.MONTHS) -> Fraction:
    """Give the part of a year that a member takes part in.

    Args:
        membership: its first and last day.
        year: the year.
        proration: by calendar months, of which one that has begun counts whole, or by days.

    Returns:
        0 (not at all) to 1 (the whole year).

    >>> summer = Membership(date(2025, 6, 15), date(2025, 8, 31))
    >>> time_share(summer, 2025), time_share(summer, 2025, Proration.DAYS), time_share(summer, 2026)
    (Fraction(1, 4), Fraction(78, 365), Fraction(0, 1))
    """
    first = max(membership.start or date.min, date(year, 1, 1))
    last = min(membership.end or date.max, date(year, 12, 31))
    if last < first:
        return Fraction(0)
    if proration is Proration.MONTHS:
        return Fraction(last.month - first.month + 1, 12)
    return Fraction((last - first).days + 1, 366 if isleap(year) else 365)


def start_fees(fee: Exact, memberships: Mapping[str, Membership], year: int) -> dict[str, Exact]:
    """Give the one-off fee to each member whose membership starts within the year.

    Args:
        fee: kr a new member; not a part of the yearly amount.
        memberships: member code -> from when until when.
        year: the year that is invoiced.

    Returns:
        Member code -> kr, for the new members alone.

    >>> start_fees(40000, {"2505": Membership(date(2025, 3, 1)), "2582": Membership(date(2019, 1, 1))}, 2025)
    {'2505': 40000}
    """
    return {code: fee for code, stay in memberships.items() if stay.start and stay.start.year == year}
