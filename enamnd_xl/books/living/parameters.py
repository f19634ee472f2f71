"""What a board types into its living workbook: members, populations, cost items, lists, costs and charges."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enamnd_xl.allocation.item import Basis, Key
from enamnd_xl.books.living.words import Ground
from enamnd_xl.books.living.year import FollowUp, PublishedYear
from enamnd_xl.money import Direction


@dataclass(frozen=True, slots=True)
class Member:
    """A municipality: its official code, its name, whether it is a member, its population by year."""

    code: int
    name: str
    populations: Mapping[int, int]
    is_member: bool = True


@dataclass(frozen=True, slots=True)
class Population:
    """A population that a key may rest on: its year, the date it is of, where it was published."""

    year: int
    day: date
    source: str


@dataclass(frozen=True, slots=True)
class ItemRule:
    """A row of Tjänster: a cost item and how it is shared.

    Args:
        name: the cost item.
        service: the service it belongs to, a row of the budget.
        key: what it is shared by.
        ground: what the rule rests on.
        decision: the decision and its source, in words.
        amount: kr to share, kr per inhabitant or unit, or a factor; None when a list gives the amounts.
        basis: what the amount is; None where a list is multiplied or stands as it is.
        equal_share: the equal part of a mix, 0 to 1.
        key_date: the date whose population is the key.
        list_name: the list that gives quantities or amounts.
        unit: what parts are rounded to, kr.
        direction: to nearest or upwards.
        outside: the names of the members that stand outside.
        uplift: indexation of the rounded parts for this year, 0.02 for two per cent.
        earlier_uplift: that of earlier years together, since the amount was decided.
    """

    name: str
    service: str
    key: Key
    ground: Ground
    decision: str
    amount: int | Decimal | None = None
    basis: Basis | None = None
    equal_share: Decimal | None = None
    key_date: date | None = None
    list_name: str | None = None
    unit: int = 1
    direction: Direction = Direction.NEAREST
    outside: tuple[str, ...] = ()
    uplift: Decimal = Decimal(0)
    earlier_uplift: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class AmountList:
    """Amounts by member that were decided or published: of an earlier year, or where no rule is known."""

    item: str
    year: int
    amounts: Mapping[str, int]
    source: str

    @property
    def name(self) -> str:
        """The heading by which the list is found."""
        return f"{self.item} {self.year}"


@dataclass(frozen=True, slots=True)
class Charge:
    """What is invoiced beside the budget."""

    name: str
    amount: int
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class AreaSheet:
    """A sheet that presents some cost items as the board publishes them."""

    sheet: str
    title: str
    items: tuple[str, ...]
    notes: tuple[str, ...]
    row_total: bool = False


@dataclass(frozen=True, slots=True)
class PublishedColumn:
    """A cost item's column as published: its amounts by member, its total, and why they differ or what is said."""

    item: str
    amounts: Mapping[str, int]
    total: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class PublishedService:
    """A service's row of the budget as published, or its total row; kr, and what is said of each amount."""

    service: str
    revenue: int
    cost: int
    why_revenue: str
    why_cost: str


@dataclass(frozen=True, slots=True)
class PublishedRowTotals:
    """A service's total by member as published, and why those in ``why`` differ."""

    service: str
    amounts: Mapping[str, int]
    why: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Published:
    """What was published of the year, to compare the computed amounts with."""

    columns: tuple[PublishedColumn, ...]
    budget: tuple[PublishedService, ...]
    row_totals: PublishedRowTotals
    year: PublishedYear
    source: str


@dataclass(frozen=True, slots=True)
class Board:
    """A joint board's year.

    Args:
        name: the board.
        year: the budget year.
        population_date: the date whose population amounts per inhabitant are shown with.
        members: in the order they are shown.
        populations: in order.
        items: in the order they are shown.
        lists: in order.
        costs: the cost budget of each service, kr, in the order of the budget.
        charges: the start fee and the price of storage, in that order.
        areas: the presentation sheets.
        follow_up: the year as it goes.
        published: what was published of the year.
        source: where the parameters come from.
    """

    name: str
    year: int
    population_date: date
    members: tuple[Member, ...]
    populations: tuple[Population, ...]
    items: tuple[ItemRule, ...]
    lists: tuple[AmountList, ...]
    costs: Mapping[str, int]
    charges: tuple[Charge, Charge]
    areas: tuple[AreaSheet, ...]
    follow_up: FollowUp
    published: Published
    source: str
