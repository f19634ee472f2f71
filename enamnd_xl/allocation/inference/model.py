"""What is known about a column of amounts, and what was found about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from enamnd_xl.allocation.inference.interval import Interval
from enamnd_xl.money import Direction, Exact, exact

Amounts: TypeAlias = Mapping[str, float | Exact | None]
"""An amount a member; None for a blank cell. Floats, as a cell gives them, are read as the decimals they show."""


class Rule(StrEnum):
    """The families of rules, simplest first; the values are what the command `enamnd harled` says."""

    EQUAL = "rakt"
    PER_INHABITANT = "invånare"
    FACTOR = "faktor"
    MIX = "blandning"
    OTHER = "annan"
    UNKNOWN = "okänd"


@dataclass(frozen=True, slots=True)
class Column:
    """Another column that the amounts may come from: last year's, a list, a number of users.

    Args:
        name: its heading.
        amounts: by member.
        year: the year it is for, when known.
        beside: whether it was made at the same time, as one of the same book, rather than before. Such a column is
            often made by the same key, and then neither comes from the other.
    """

    name: str
    amounts: Amounts
    year: int | None = None
    beside: bool = False

    def __str__(self) -> str:
        """Give the heading with its year, unless the heading says it already."""
        return self.name if self.year is None or str(self.year) in self.name else f"{self.name} {self.year}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the books hold besides the column itself.

    Args:
        populations: by year (31 December), inhabitants by member.
        columns: other columns, by member.
    """

    populations: Mapping[int, Amounts] = field(default_factory=dict)
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Inference:
    """The rule behind a column: amount = index × round(equal part + factor × base).

    Args:
        rule: the family.
        exact: whether it reproduces every amount.
        members: the members that have an amount, in the order of the column.
        factor: kr an inhabitant (invånare, blandning), what the other column is multiplied by (faktor, annan) or kr a
            member (rakt): all values that reproduce the column.
        proposed_factor: the roundest of them that goes with the other proposed parameters.
        equal_part_kr: kr a member besides (blandning, annan).
        equal_share: the share of the whole that is equal (blandning), a fraction of 1: all values, and the roundest.
        proposed_share: see above.
        total_kr: the amount that is shared, when the rule is a share of a total.
        year: of the population, 31 December.
        source: the base in words: a population or another column.
        unit: what amounts are rounded to, kr; of an indexed list, before the multiplication.
        direction: which way.
        sum_exact: whether the remainders were spread so that the parts add up to the total.
        index: what a rounded list was multiplied by to become this column; None when it was not.
        outside: members without an amount.
        misfits: members whose amount the rule does not give.
        largest_residual: the largest of their deviations, kr; zero when there are none, None when no rule was found.
        alternatives: other rules that do as well, in words.
        notes: what more a reader must know, Swedish sentences.
    """

    rule: Rule
    exact: bool = False
    members: tuple[str, ...] = ()
    factor: Interval | None = None
    proposed_factor: Fraction | None = None
    equal_part_kr: Fraction | None = None
    equal_share: Interval | None = None
    proposed_share: Fraction | None = None
    total_kr: Fraction | None = None
    year: int | None = None
    source: str | None = None
    unit: int | Decimal | None = None
    direction: Direction | None = None
    sum_exact: bool = False
    index: Interval | None = None
    outside: tuple[str, ...] = ()
    misfits: tuple[str, ...] = ()
    largest_residual: int | Decimal | None = None
    alternatives: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Base:
    """What amounts are measured against, one value a member that has an amount; None where it is missing."""

    rule: Rule
    name: str
    values: tuple[Fraction | None, ...]
    year: int | None = None
    beside: bool = False

    @property
    def is_constant(self) -> bool:
        """Say whether all members have the same value, so that it tells members no more apart than equal shares do."""
        return len({v for v in self.values if v is not None}) < 2


def as_fraction(amount: float | Exact | None) -> Fraction | None:
    """Read an amount exactly; a float with more decimals than money has, to a millionth.

    >>> as_fraction(0.1), as_fraction(None)
    (Fraction(1, 10), None)
    """
    if amount is None:
        return None
    value = exact(amount)
    return value if 10**6 % value.denominator == 0 else Fraction(round(value * 10**6), 10**6)
