"""A cost item as a row of a workbook states it, and the members that share it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from enamnd_xl.allocation.membership import Membership, Proration
from enamnd_xl.errors import InputError
from enamnd_xl.money import Direction, Exact


class Key(StrEnum):
    """What a cost is shared by; the values are what stands in a workbook."""

    EQUAL = "rakt"
    POPULATION = "invånare"
    MIX = "blandning"
    QUANTITY = "mängd"
    FACTOR = "faktor"
    LIST = "lista"


class Basis(StrEnum):
    """What the amount of an item is, and so what is exact when parts are rounded; the values stand in a workbook."""

    TOTAL = "totalen"
    PARTS = "delarna"
    PRICE = "pris"


@dataclass(frozen=True, slots=True)
class Member:
    """A municipality: its official code, its name, and its inhabitants on stated dates."""

    code: str
    name: str
    population: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """A cost item and how it is shared.

    Args:
        name: as in the workbook; errors begin with it.
        key: what it is shared by.
        amount: kr in all, kr per member, inhabitant or unit (basis PRICE), or the factor (key FACTOR); of either sign.
            A LIST needs none.
        basis: what the amount is. A FACTOR and a LIST have none: their parts are given.
        equal_share: for MIX and QUANTITY, the part that is shared equally, 0 to 1.
        key_date: for POPULATION and MIX, the date whose inhabitants count.
        quantities: for QUANTITY, FACTOR and LIST, member code -> units, earlier kr or decided kr. Who has none
            stands outside.
        unit: what parts are rounded to, kr. A LIST stands as it is.
        direction: to nearest or upwards. A given total allows nearest only.
        minimum: the least that a member pays in a year, kr, a whole number of units; a credit is no less either.
        index: what each rounded part is multiplied by, and rounded to whole kronor.
        outside: codes of the members that stand outside.
        year: the year that is shared; needed with memberships.
        memberships: member code -> from when until when, for those that are not in all the year.
        proration: how a part of a year is counted.
    """

    name: str
    key: Key
    amount: Exact | None = None
    basis: Basis = Basis.TOTAL
    equal_share: Exact = 0
    key_date: date | None = None
    quantities: Mapping[str, Exact] = field(default_factory=dict)
    unit: Exact = 1
    direction: Direction = Direction.NEAREST
    minimum: Exact = 0
    index: Exact = 1
    outside: frozenset[str] = frozenset()
    year: int | None = None
    memberships: Mapping[str, Membership] = field(default_factory=dict)
    proration: Proration = Proration.MONTHS


class ShareError(InputError):
    """An item cannot be shared as it stands.

    Args:
        message: what is wrong, beginning with the item's name.
        hint: what to do.
        field: the field of Item that is wrong, or "population": whoever read it knows its cell.
        member: code of the member that it is wrong for; empty when it is none in particular.
    """

    def __init__(self, message: str, hint: str = "", field: str = "", member: str = "") -> None:
        super().__init__(message, hint)
        self.field = field
        self.member = member
