"""The parameters of a living workbook as what the allocation functions take: members, and cost items with rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from enamnd_xl.actions.item_rows import ItemReader
from enamnd_xl.actions.living_tables import LivingTable, ParameterError, describe_cell, open_table
from enamnd_xl.allocation.item import Item, Member, ShareError
from enamnd_xl.allocation.share import Kr, share
from enamnd_xl.books.living.words import NO, YES, Column, Tab, TableName
from enamnd_xl.errors import WorkbookError
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.snapshot import Sheet, Snapshot

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
        return {item.name: self.share_item(item) for item in self.items}

    def item_row(self, item: Item) -> int:
        """Give a cost item's row of Tjänster."""
        table = self.tables[TableName.ITEMS]
        return next(row for row in table.rows if table.value(row, Column.ITEM) == item.name)

    def share_item(self, item: Item) -> dict[str, Kr | None]:
        """Share a cost item; as share_items."""
        try:
            parts = share(item, self.members)
        except ShareError as error:
            sheet, cell = self._blame(item, error)
            raise ParameterError(f"{describe_cell(sheet, cell)}. {error.message}", error.hint, sheet, cell) from error
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
    reader, without_items = _read_board(snapshot)
    rows = _item_rows(reader.table)
    return replace(without_items, items=tuple(map(reader.read, rows)))


def read_what_can_be_used(snapshot: Snapshot) -> tuple[Parameters | None, list[WorkbookError]]:
    """Read the parameters of a living workbook, as far as they can be used.

    Args:
        snapshot: the workbook, with the values that its formulas give.

    Returns:
        The parameters with the cost items that can be shared, None where not even the members can be read; and what
        stops the others, each cell once.
    """
    try:
        reader, parameters = _read_board(snapshot)
        rows = _item_rows(reader.table)
    except WorkbookError as error:
        return None, [error]
    items: list[Item] = []
    errors: dict[object, WorkbookError] = {}
    for row in rows:
        try:
            item = reader.read(row)
            parameters.share_item(item)
        except WorkbookError as error:
            cell = (error.sheet.name, error.cell) if isinstance(error, ParameterError) else str(error)
            errors.setdefault(cell, error)
        else:
            items.append(item)
    return replace(parameters, items=tuple(items)), list(errors.values())


def _read_board(snapshot: Snapshot) -> tuple[ItemReader, Parameters]:
    """Read all but the cost items, and give what they are read with."""
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
    parameters = Parameters(
        members=board,
        items=(),
        member_rows=rows,
        list_rows=list_rows,
        tables={TableName.MEMBERS: members, TableName.ITEMS: items, TableName.LISTS: lists},
        population_columns=columns,
        lists={items.text(row, Column.ITEM): items.text(row, Column.LIST) for row in _item_rows(items)},
    )
    return ItemReader(items, lists, list_rows, codes, columns, left_out), parameters


def _item_rows(items: LivingTable) -> list[int]:
    names = ((row, items.text(row, Column.ITEM).casefold()) for row in items.rows)
    return list(_unique_rows(items, Column.ITEM, names).values())


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
