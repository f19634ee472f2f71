"""The rows of Tjänster: what each cost item is, and by which rule it is shared."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from enamnd_xl.actions.living_tables import LivingTable
from enamnd_xl.actions.outside import split_names, squeeze
from enamnd_xl.allocation.item import Basis, Item, Key
from enamnd_xl.books.living.words import Column, Tab
from enamnd_xl.money import Direction

_Word = TypeVar("_Word", bound=StrEnum)
_BY_LIST = (Key.QUANTITY, Key.FACTOR, Key.LIST)
_BY_POPULATION = (Key.POPULATION, Key.MIX)
UPLIFTS = (Column.EARLIER_UPLIFT, Column.UPLIFT)
"""The columns that an item's parts are indexed by, one after the other."""


@dataclass(frozen=True, slots=True)
class ItemReader:
    """Reads the rows of Tjänster.

    Args:
        table: Tjänster.
        lists: Listor.
        list_rows: code -> row of Listor.
        codes: a member's name, folded -> its code.
        days: date -> heading of its population on Kommuner.
        left_out: codes of those that are no members at all.
    """

    table: LivingTable
    lists: LivingTable
    list_rows: Mapping[str, int]
    codes: Mapping[str, str]
    days: Mapping[date, str]
    left_out: frozenset[str]

    def read(self, row: int) -> Item:
        """Read a cost item.

        Raises:
            WorkbookError: a cell of the row, or of the item's list, holds what it should not.
        """
        key = self._word(row, Column.KEY, Key)
        amounts = self._listed(row, key)
        listed_out = frozenset(self.list_rows) - frozenset(amounts) if self._list(row) else frozenset()
        return Item(
            name=self.table.text(row, Column.ITEM),
            key=key,
            amount=self.table.number(row, Column.AMOUNT),
            basis=Basis.TOTAL if key in (Key.FACTOR, Key.LIST) else self._word(row, Column.BASIS, Basis),
            equal_share=self._equal_share(row, key),
            key_date=self._key_date(row, key),
            quantities=amounts if key in _BY_LIST else {},
            unit=self._unit(row),
            direction=self._word(row, Column.DIRECTION, Direction),
            index=math.prod(1 + (self.table.number(row, heading) or 0) for heading in UPLIFTS),
            outside=self._outside(row) | self.left_out | listed_out,
        )

    def _word(self, row: int, heading: str, words: type[_Word]) -> _Word:
        value = self.table.value(row, heading)
        for word in words:
            if isinstance(value, str) and value.casefold() == word:
                return word
        known = ", ".join(words)
        raise self.table.fault(row, heading, f"under {heading} ska det stå något av {known}", "Välj i cellens lista.")

    def _equal_share(self, row: int, key: Key) -> Fraction:
        share = self.table.number(row, Column.EQUAL_SHARE)
        if share is None and key is Key.MIX:
            raise self.table.fault(
                row, Column.EQUAL_SHARE, f"nyckeln {key} behöver en andel som delas rakt", "Skriv den: 0, 30 % eller 1."
            )
        return share or Fraction(0)

    def _unit(self, row: int) -> Fraction:
        unit = self.table.number(row, Column.UNIT)
        if unit is None or unit <= 0:
            raise self.table.fault(
                row, Column.UNIT, "avrundningen ska vara större än 0", "Skriv till exempel 0,01, 1, 100 eller 1000."
            )
        return unit

    def _key_date(self, row: int, key: Key) -> date | None:
        day = self.table.day(row, Column.KEY_DATE)
        if key in _BY_POPULATION and day not in self.days:
            raise self.table.fault(
                row,
                Column.KEY_DATE,
                f"nyckeln {key} behöver ett datum som har en folkmängd på bladet {Tab.MEMBERS}",
                f"Välj bland {', '.join(map(str, sorted(self.days)))}, eller läs in folkmängden för datumet.",
            )
        return day

    def _outside(self, row: int) -> frozenset[str]:
        """Give the codes of who stands outside; names are parted just as the workbook's formulas part them."""
        codes = {squeeze(name): code for name, code in self.codes.items()}
        said = self.table.text(row, Column.OUTSIDE)
        unknown = next((name for name in split_names(said, self.codes) if squeeze(name) not in codes), None)
        if unknown is not None:
            raise self.table.fault(
                row,
                Column.OUTSIDE,
                f"»{unknown}« är ingen av kommunerna på bladet {Tab.MEMBERS}",
                "Skriv namnet som det står där, flera med semikolon emellan.",
            )
        return frozenset(codes[squeeze(name)] for name in split_names(said, self.codes))

    def _list(self, row: int) -> str:
        return self.table.text(row, Column.LIST)

    def _listed(self, row: int, key: Key) -> dict[str, Fraction]:
        """Give code -> what the item's list has for a member; whoever it has nothing for stands outside."""
        heading = self._list(row)
        if not heading and key not in _BY_LIST:
            return {}
        if heading not in self.lists.headings():
            raise self.table.fault(
                row,
                Column.LIST,
                f"nyckeln {key} behöver en lista som har en kolumn på bladet {Tab.LISTS}",
                "Skriv kolumnens rubrik som den står där.",
            )
        numbers = {code: self.lists.number(at, heading) for code, at in self.list_rows.items()}
        return {code: number for code, number in numbers.items() if number is not None}
