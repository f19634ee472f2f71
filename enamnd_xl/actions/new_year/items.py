"""The parameters of each cost item for the new year: the amount or the list, indexation, key date, who is in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from enamnd_xl.actions.board_parameters import Parameters
from enamnd_xl.actions.living_tables import LivingTable
from enamnd_xl.actions.new_year.decisions import Decision
from enamnd_xl.actions.new_year.last_year import name_list
from enamnd_xl.actions.new_year.wishes import ALL, Wishes
from enamnd_xl.allocation.item import Item, Key
from enamnd_xl.books.living.words import Column, Ground, TableName
from enamnd_xl.money import format_number, to_amount, to_cell
from enamnd_xl.workbook.edits import Edit, set_value
from enamnd_xl.workbook.snapshot import Value

_BY_POPULATION = (Key.POPULATION, Key.MIX)


@dataclass(frozen=True, slots=True)
class ItemRenewal:
    """A cost item on its way into the new year.

    Args:
        item: as it was last year.
        parameters: last year's.
        wishes: what is decided for the new year.
        key_date: the date whose population is the new key.
        outside: what stands under Utanför; None when that stays as it is.
    """

    item: Item
    parameters: Parameters
    wishes: Wishes
    key_date: date
    outside: str | None

    @property
    def table(self) -> LivingTable:
        """Tjänster."""
        return self.parameters.tables[TableName.ITEMS]

    @property
    def row(self) -> int:
        """Its row there."""
        return self.parameters.item_row(self.item)

    @property
    def uplift(self) -> Fraction | None:
        """The indexation that is decided for it, None when none is: a decided amount is not indexed."""
        if self.amount is not None:
            return None
        said = {name.casefold(): percent for name, percent in self.wishes.uplifts.items()}
        names = (self.item.name, self.table.text(self.row, Column.SERVICE), ALL)
        return next((said[name.casefold()] for name in names if name.casefold() in said), None)

    @property
    def amount(self) -> Fraction | None:
        """The amount that is decided for it, None when none is."""
        said = {name.casefold(): amount for name, amount in self.wishes.amounts.items()}
        return said.get(self.item.name.casefold())

    @property
    def ground(self) -> str:
        """What its rule rested on last year."""
        return self.table.text(self.row, Column.GROUND)

    def settings(self) -> dict[Column, Value]:
        """Give what stands under its headings in the new year."""
        uplift, key = self.uplift or Fraction(0), self.item.key
        last = name_list(self.item.name, self.wishes.year - 1)
        new: dict[Column, Value] = {Column.EARLIER_UPLIFT: 0, Column.UPLIFT: _cell(uplift)}
        if self._rests_on_last_year:  # the uplift is in the factor, so that its rounding is the rule's own
            new |= {Column.LIST: last, Column.AMOUNT: _cell(1 + uplift), Column.UPLIFT: 0}
        elif key is Key.LIST:
            new[Column.LIST] = last
        elif self.amount is None:
            new[Column.EARLIER_UPLIFT] = _cell(Fraction(self.item.index) - 1)
        if self.amount is not None:
            new[Column.AMOUNT] = _cell(self.amount)
        if key in _BY_POPULATION and not self.wishes.keeps_key_dates:
            new[Column.KEY_DATE] = self.key_date
        if self.outside is not None:
            new[Column.OUTSIDE] = self.outside or None
        return new | {Column.GROUND: Ground.PROPOSED.value, Column.DECISION: self._say()}

    @property
    def list(self) -> str:
        """The heading of its list in the new year, "" where it has none."""
        return str(self.settings().get(Column.LIST) or self.table.text(self.row, Column.LIST))

    def edits(self) -> Iterator[Edit]:
        """Give what to write on Tjänster."""
        for heading, value in self.settings().items():
            if self.table.value(self.row, heading) != value:
                yield set_value(self.table.sheet.name, self.table.cell(self.row, heading), value)

    def decisions(self) -> Iterator[Decision]:
        """Give what is to be decided of it."""
        yield from self._decide_amount()
        new = self.settings()
        said = self.item.key_date
        moved = new.get(Column.KEY_DATE, said) != said
        if moved and self.wishes.key_year is None:
            yield self._decision(
                Column.KEY_DATE,
                "nyckeldatum",
                new[Column.KEY_DATE],
                f"Besluta om {self.wishes.year} ska fördelas efter folkmängden {self.key_date} i stället för {said}.",
                str(said),
            )

    def _decide_amount(self) -> Iterator[Decision]:
        new, year, key = self.settings(), self.wishes.year, self.item.key
        earlier = self.table.text(self.row, Column.DECISION)
        if key is Key.QUANTITY:
            yield self._decision(
                Column.LIST, "mängder", self.table.text(self.row, Column.LIST),
                f"Listan står kvar. Skriv {year} års mängder på Listor.", earlier,
            )  # fmt: skip
        if self.amount is not None or self.uplift is not None:
            return
        if self._rests_on_last_year:
            todo = f"{year - 1} års belopp gånger 1. Besluta faktorn: 1,02 är en uppräkning med 2 %."
            yield self._decision(Column.AMOUNT, "faktor", new[Column.AMOUNT], todo, earlier)
        elif key is Key.LIST:
            todo = (
                f"{year - 1} års belopp står kvar. Besluta uppräkningen, eller skriv {year} års belopp i en ny kolumn "
                "på Listor och dess rubrik under Lista."
            )
            yield self._decision(Column.UPLIFT, "uppräkning i procent", 0, todo, earlier)
        else:
            basis = self.table.value(self.row, Column.BASIS)
            todo = f"{year - 1} års belopp ({basis}) står kvar. Besluta {year} års, eller uppräkningen bredvid."
            yield self._decision(Column.AMOUNT, "belopp", self.table.value(self.row, Column.AMOUNT), todo, earlier)

    @property
    def _rests_on_last_year(self) -> bool:
        """Whether last year's amounts times a factor give the new ones; indexed ones are no whole units any more."""
        return self.item.key is Key.FACTOR and self.item.index == 1

    def _say(self) -> str:
        """Say how the proposal came about, as it stands under Beslut och källa until there is a decision."""
        year = self.wishes.year
        if self.amount is not None:
            how = f"belopp angivet för {year}"
        elif self._rests_on_last_year:
            how = f"{year - 1} års belopp gånger {format_number(1 + (self.uplift or 0))}"
        else:
            how = f"{year - 1} års belopp och regel"
        percent = (
            f", uppräkning {format_number(100 * self.uplift)} %" if self.uplift and not self._rests_on_last_year else ""
        )
        return f"Förslag {year}, inte beslutat: {how}{percent}."

    def _decision(self, heading: str, what: str, now: Value, todo: str, earlier: str = "") -> Decision:
        cell = self.table.cell(self.row, heading)
        return Decision(self.table.sheet.name, cell, f"{self.item.name}, {what}", now, todo, earlier)


def _cell(value: Fraction) -> int | float:
    return to_cell(to_amount(value))
