"""References to the parts of a table, such as Tabell1[[#This Row],[Belopp]], written as addresses.

The engine takes a table for one piece: that a column is reckoned from those beside it, or summed in the total row, is a
circle to it. Excel stores what it shows as [@Belopp] with #This Row.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from enamnd_xl.files.engine import quote_sheet
from enamnd_xl.files.sheet_part import SheetContent
from enamnd_xl.workbook.address import Area, Cell, from_a1
from enamnd_xl.workbook.formulas import tokenise
from enamnd_xl.workbook.snapshot import Table

_ITEM = re.compile(r"\[((?:'.|[^\[\]'])*)\]")
_ESCAPED = re.compile(r"'(.)")
_FORMULA = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*>\s*<f>([^<]*\[[^<]*)</f>')
_THIS_ROW = "#this row"


class Tables:
    """The tables of a workbook, for what their names stand for in formulas."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self._tables = tables
        self._by_name = {table.name.casefold(): table for table in tables}
        self._known: dict[tuple[str, str], _Meant | None] = {}

    def with_addresses(self, formula: str, sheet: str, cell: Cell) -> str:
        """Write the references to tables as addresses, and what is not understood as it is.

        Args:
            formula: as in Sheet.formulas.
            sheet: the sheet that it stands on.
            cell: the cell that it stands in.

        >>> tables = Tables([Table("T", "Blad 1", Area.from_a1("A1:C9"), ("Antal", "Pris", "Belopp"), has_totals=True)])
        >>> tables.with_addresses("T[[#This Row],[Antal]]*[@Pris]/T[[#Totals],[Pris]]", "Blad 1", (4, 3))
        "'Blad 1'!A4*'Blad 1'!B4/'Blad 1'!B9"
        >>> tables.with_addresses("SUM(T[Antal],T[[Antal]:[Pris]])", "Blad 1", (20, 1))
        "SUM('Blad 1'!A2:A8,'Blad 1'!A2:B8)"
        """
        if "[" not in formula or not self._tables:
            return formula
        pieces = []
        for token in tokenise(formula):
            name, _, inside = token.text.partition("[")
            table = self._named(name, sheet, cell) if token.kind == "structured" else None
            area = self._area(table, inside[:-1], cell[0]) if table else None
            pieces.append(f"{quote_sheet(table.sheet)}!{area}" if table and area else token.text)
        return "".join(pieces)

    def _named(self, name: str, sheet: str, cell: Cell) -> Table | None:
        """Find a table by its name; without one it is the table that the cell stands in."""
        if name:
            return self._by_name.get(name.casefold())
        return next((table for table in self._tables if table.sheet == sheet and table.area.covers(cell)), None)

    def _area(self, table: Table, inside: str, row: int) -> Area | None:
        """Give the area that what stands within the outer brackets means, seen from a row."""
        key = table.name, inside
        if key not in self._known:
            self._known[key] = _read(table, inside)
        meant = self._known[key]
        return meant and meant.area(table, row)

    def spell_out(self, data: bytes, content: SheetContent, sheet: str) -> Mapping[tuple[str, Cell], str]:
        """Let the engine see addresses for the references to tables in a worksheet part.

        Args:
            data: the part in its plain form.
            content: what was read out of it; what the engine is to see instead is entered there.
            sheet: the sheet's name.

        Returns:
            (sheet name, cell) -> the formula that the engine sees.
        """
        written: dict[tuple[str, Cell], str] = {}
        for found in _FORMULA.finditer(data):
            cell = from_a1(found[1].decode())
            formula = content.formulas.get(cell, "")
            spelled = self.with_addresses(formula, sheet, cell)
            if spelled != formula:
                written[sheet, cell] = spelled
                content.cut.append((*found.span(2), escape(spelled).encode()))
        return written


class _Meant(NamedTuple):
    """What stands within the outer brackets: parts of a table, such as "#data", and the first and last column."""

    parts: tuple[str, ...]
    left: int
    right: int

    def area(self, table: Table, row: int) -> Area | None:
        """Give the area that is meant, seen from a row; None when the table has no such part there."""
        lines = _rows(table, row)
        if not all(part in lines for part in self.parts):
            return None
        rows = [line for part in self.parts for line in lines[part]]
        return Area(min(rows), self.left, max(rows), self.right)


def _read(table: Table, inside: str) -> _Meant | None:
    """Read what stands within the outer brackets; None when it names a column that the table does not have."""
    items = _ITEM.findall(inside) if "[" in inside else [inside.removeprefix("@")]
    parts = [item.casefold() for item in items if item.startswith("#")]
    if inside.startswith("@"):
        parts.append(_THIS_ROW)
    columns = [_ESCAPED.sub(r"\1", item).casefold() for item in items if item and not item.startswith("#")]
    known = [name.casefold() for name in table.columns]
    if not all(name in known for name in columns):
        return None
    places = [known.index(name) for name in columns] or [0, len(known) - 1]
    return _Meant(tuple(parts) or ("#data",), table.area.left + min(places), table.area.left + max(places))


def _rows(table: Table, row: int) -> Mapping[str, tuple[int, int]]:
    """Give the first and last row of each part that a table has, seen from a row."""
    top, _, bottom, _ = table.area
    first, last = top + table.has_header, bottom - table.has_totals
    lines = {"#all": (top, bottom), "#data": (first, last)}
    if table.has_header:
        lines["#headers"] = (top, top)
    if table.has_totals:
        lines["#totals"] = (bottom, bottom)
    if first <= row <= last:
        lines[_THIS_ROW] = (row, row)
    return lines
