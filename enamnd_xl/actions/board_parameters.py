"""The parameters of a living workbook as what the allocation functions take: members, and cost items with rules."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from enamnd_xl.actions.living_tables import LivingTable, describe_cell, open_table
from enamnd_xl.actions.outside import split_names, squeeze
from enamnd_xl.allocation.item import Basis, Item, Key, Member, ShareError
from enamnd_xl.allocation.share import Kr, share
from enamnd_xl.books.living.words import NO, YES, Column, Tab, TableName
from enamnd_xl.errors import WorkbookError
from enamnd_xl.money import Direction
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.snapshot import Sheet, Snapshot

_Word = TypeVar("_Word", bound=StrEnum)
_BY_LIST = (Key.QUANTITY, Key.FACTOR, Key.LIST)
_BY_POPULATION = (Key.POPULATION, Key.MIX)
UPLIFTS = (Column.EARLIER_UPLIFT, Column.UPLIFT)
"""The columns that an item's parts are indexed by, one after the other."""
_FIELDS = {
    "amount": Column.AMOUNT,
    "unit": Column.UNIT,
    "index": Column.UPLIFT,
    "equal_share": Column.EQUAL_SHARE,
    "basis": Column.BASIS,
    "direction": Column.DIRECTION,
    "key_date": Column.KEY_DATE,
    "quantities": Column.LIST,
    "outside": Column.OUTSIDE,
}
"""Field of an item -> the column of Tjänster that it stands in; whatever else is wrong, the key is."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a board has typed into its living workbook.

    Args:
        members: the municipalities, in the order of Kommuner.
        items: the cost items, in the order of Tjänster.
        member_rows: code -> row of Kommuner.
        list_rows: code -> row of Listor.
        tables: Kommuner, Tjänster and Listor, by the tables' names.
        population_columns: date -> heading of its column on Kommuner.
        lists: item -> the heading of its list.
    """

    members: tuple[Member, ...]
    items: tuple[Item, ...]
    member_rows: Mapping[str, int]
    list_rows: Mapping[str, int]
    tables: Mapping[TableName, LivingTable]
    population_columns: Mapping[date, str]
    lists: Mapping[str, str]

    def share_items(self) -> dict[str, dict[str, Kr | None]]:
        """Share every cost item.

        Returns:
            Item -> member -> kr, None for a member that stands outside.

        Raises:
            WorkbookError: an item cannot be shared; it says which cell is wrong.
        """
        return {item.name: self._share(item) for item in self.items}

    def item_row(self, item: Item) -> int:
        """Give a cost item's row of Tjänster."""
        table = self.tables[TableName.ITEMS]
        return next(row for row in table.rows if table.value(row, Column.ITEM) == item.name)

    def _share(self, item: Item) -> dict[str, Kr | None]:
        try:
            parts = share(item, self.members)
        except ShareError as error:
            sheet, cell = self._blame(item, error)
            raise WorkbookError(f"{describe_cell(sheet, cell)}. {error.message}", error.hint) from error
        return {member.name: part for member, part in zip(self.members, parts, strict=True)}

    def _blame(self, item: Item, error: ShareError) -> tuple[Sheet, Cell]:
        """Give the sheet and the cell that an error comes from."""
        if error.field == "population" and item.key_date:
            table, row = self.tables[TableName.MEMBERS], self.member_rows[error.member]
            return table.sheet, table.cell(row, self.population_columns[item.key_date])
        if error.field == "quantities" and error.member in self.list_rows:
            table, row = self.tables[TableName.LISTS], self.list_rows[error.member]
            return table.sheet, table.cell(row, self.lists[item.name])
        table = self.tables[TableName.ITEMS]
        return table.sheet, table.cell(self.item_row(item), _FIELDS.get(error.field, Column.KEY))


def read_parameters(snapshot: Snapshot) -> Parameters:
    """Read the parameters of a living workbook.

    Args:
        snapshot: the workbook, with the values that its formulas give.

    Raises:
        WorkbookError: a sheet, a table or a column is missing, or a cell holds what it should not.
    """
    members, items, lists = (
        open_table(snapshot, name) for name in (TableName.MEMBERS, TableName.ITEMS, TableName.LISTS)
    )
    columns = _population_columns(open_table(snapshot, TableName.POPULATIONS), members)
    rows = find_members(members)
    names = _unique_rows(members, Column.MEMBER, ((row, _name(members, row)) for row in members.rows))
    codes = dict(zip(names, rows, strict=True))
    board = tuple(
        Member(code, members.text(row, Column.MEMBER), _populations(members, row, columns))
        for code, row in rows.items()
    )
    list_rows = {
        _find_code(lists, row, Column.MEMBER, lists.text(row, Column.MEMBER), codes): row
        for row in _unique_rows(
            lists, Column.MEMBER, ((row, lists.text(row, Column.MEMBER).casefold()) for row in lists.rows)
        ).values()
        if lists.text(row, Column.MEMBER).casefold() != "summa"
    }
    left_out = frozenset(code for code, row in rows.items() if not is_member(members, row))
    item_rows = _unique_rows(
        items, Column.ITEM, ((row, items.text(row, Column.ITEM).casefold()) for row in items.rows)
    ).values()
    reader = _Items(items, lists, list_rows, codes, columns, left_out)
    return Parameters(
        members=board,
        items=tuple(reader.read(row) for row in item_rows),
        member_rows=rows,
        list_rows=list_rows,
        tables={TableName.MEMBERS: members, TableName.ITEMS: items, TableName.LISTS: lists},
        population_columns=columns,
        lists={items.text(row, Column.ITEM): items.text(row, Column.LIST) for row in item_rows},
    )


def find_members(members: LivingTable) -> dict[str, int]:
    """Give code -> row of Kommuner.

    Raises:
        WorkbookError: a code is none, or stands in two rows.
    """
    return _unique_rows(members, Column.CODE, ((row, _code(members, row)) for row in members.rows))


def _unique_rows(table: LivingTable, heading: str, keys: Iterable[tuple[int, str]]) -> dict[str, int]:
    """Give key -> row; a row without a key, or with another's, is wrong."""
    rows: dict[str, int] = {}
    for row, key in keys:
        if not key:
            raise table.fault(
                row, heading, f"där ska radens {heading.lower()} stå", "Fyll i den, eller töm hela raden."
            )
        if key in rows:
            cell = f"{table.sheet.name}, rad {rows[key]}"
            raise table.fault(row, heading, f"det står redan på {cell}", "Töm den ena raden.")
        rows[key] = row
    return rows


def _code(table: LivingTable, row: int) -> str:
    value = table.value(row, Column.CODE)
    text = value.strip() if isinstance(value, str) else ""
    if isinstance(value, int | float) and not isinstance(value, bool) and value == int(value):
        text = f"{int(value):04d}"
    if len(text) != 4 or not text.isdecimal() or text < "0100":
        raise table.fault(row, Column.CODE, "en kommunkod har fyra siffror", "Skriv SCB:s kod, till exempel 2580.")
    return text


def _name(table: LivingTable, row: int) -> str:
    return table.text(row, Column.MEMBER).casefold()


def is_member(members: LivingTable, row: int) -> bool:
    """Tell whether a row of Kommuner is of a member.

    Raises:
        WorkbookError: the cell holds something else.
    """
    said = members.value(row, Column.IS_MEMBER)
    if not isinstance(said, str) or said.casefold() not in (YES, NO):
        raise members.fault(row, Column.IS_MEMBER, f"där ska det stå {YES} eller {NO}", f"Skriv {YES} eller {NO}.")
    return said.casefold() == YES


def _population_columns(sources: LivingTable, members: LivingTable) -> dict[date, str]:
    """Give date -> the heading of its population on Kommuner."""
    columns: dict[date, str] = {}
    for row in sources.rows:
        heading, day = sources.text(row, Column.POPULATION_COLUMN), sources.day(row, Column.DATE)
        if day is None:
            raise sources.fault(row, Column.DATE, f"{heading} måste ha ett datum", "Skriv det som 2024-12-31.")
        if heading not in members.headings():
            raise sources.fault(
                row,
                Column.POPULATION_COLUMN,
                "tabellen med kommuner har ingen kolumn med den rubriken",
                "Rätta rubriken så att de två är lika.",
            )
        if day in columns:
            raise sources.fault(row, Column.DATE, f"det datumet har redan {columns[day]}", "Ta bort den ena raden.")
        columns[day] = heading
    return columns


def _populations(members: LivingTable, row: int, columns: Mapping[date, str]) -> dict[date, int]:
    people: dict[date, int] = {}
    for day, heading in columns.items():
        number = members.number(row, heading)
        if number is None:
            continue
        if number < 0 or number.denominator != 1:
            raise members.fault(
                row, heading, "en folkmängd är ett helt antal, minst 0", "Rätta talet, eller läs in folkmängden igen."
            )
        people[day] = int(number)
    return people


def _find_code(table: LivingTable, row: int, heading: str, name: str, codes: Mapping[str, str]) -> str:
    code = codes.get(name.casefold())
    if code is None:
        raise table.fault(
            row, heading, f"»{name}« är ingen av kommunerna på bladet {Tab.MEMBERS}", "Skriv namnet som det står där."
        )
    return code


@dataclass(frozen=True, slots=True)
class _Items:
    """What a row of Tjänster is read with: the other tables, codes by name, and who is no member at all."""

    table: LivingTable
    lists: LivingTable
    list_rows: Mapping[str, int]
    codes: Mapping[str, str]
    days: Mapping[date, str]
    left_out: frozenset[str]

    def read(self, row: int) -> Item:
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
