"""What a workbook says, frozen: values, formulas, names and tables, with no trace of where it came from.

Both file readers and the live face make the same Snapshot of the same book. Everything that thinks works on it.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple, TypeAlias, TypeGuard

from enamnd_xl.workbook.address import Area, Cell


class CellError(NamedTuple):
    """An error value in a cell, such as ``#DIV/0!``; never to be taken for a text or for zero."""

    code: str

    def __str__(self) -> str:
        return self.code


Value: TypeAlias = bool | int | float | str | datetime | date | time | timedelta | CellError | None
"""What a cell shows: None when blank (an empty text too). A whole number may come as int or float: 5 == 5.0.

A date-formatted number is a date, or a datetime when it carries a time of day.
"""
Number: TypeAlias = int | float
NUMBERS: frozenset[type] = frozenset((int, float))
"""The types of a value that is a number."""


def is_number(value: Value) -> TypeGuard[int | float]:
    """Tell whether a value is a number; a truth value is none.

    >>> is_number(1.5), is_number(True)
    (True, False)
    """
    return type(value) in NUMBERS


_NONE: Mapping[Cell, Any] = {}


class Sheet(NamedTuple):
    """A worksheet.

    Args:
        name: its name as shown on the tab.
        rows: ``rows[0]`` is row 1; a row ends at its last non-blank cell, so rows differ in length.
            For a formula cell this is the cached value, None where the file holds none.
        formulas: cell -> formula without the leading ``=``, as written in the cell (shared formulas spelled out,
            an array formula at its first cell only), functions without the file format's ``_xlfn.`` prefixes.
        arrays: cell of an array formula -> the area it fills.
        number_formats: cell -> format code, only where the format changes what a number means
            (a per cent sign, or thousands left out by a trailing comma).
        hidden: whether the tab is hidden.
        merged: merged areas, in order.
    """

    name: str
    rows: tuple[tuple[Value, ...], ...] = ()
    formulas: Mapping[Cell, str] = _NONE
    arrays: Mapping[Cell, Area] = _NONE
    number_formats: Mapping[Cell, str] = _NONE
    hidden: bool = False
    merged: tuple[Area, ...] = ()

    def value(self, cell: Cell) -> Value:
        """Give a cell's value; None outside the used area.

        >>> Sheet("Blad1", ((1, 2), ("x",))).value((2, 1))
        'x'
        """
        row, column = cell
        if 1 <= row <= len(self.rows):
            line = self.rows[row - 1]
            if 1 <= column <= len(line):
                return line[column - 1]
        return None

    def cells(self) -> Iterator[tuple[Cell, Value]]:
        """Go through the non-blank cells, row by row."""
        for r, line in enumerate(self.rows, 1):
            for c, value in enumerate(line, 1):
                if value is not None:
                    yield (r, c), value

    @property
    def width(self) -> int:
        """The number of the last used column."""
        return max(map(len, self.rows), default=0)

    def with_values(self, values: Mapping[Cell, Value]) -> "Sheet":
        """Give the same sheet with other values in some cells.

        >>> Sheet("Blad1", ((1,),)).with_values({(2, 2): 5}).rows
        ((1,), (None, 5))
        """
        if not values:
            return self
        rows: list[tuple[Value, ...]] = list(self.rows)
        by_row: dict[int, list[tuple[int, Value]]] = {}
        for (row, column), value in values.items():
            by_row.setdefault(row, []).append((column, value))
        for row, changes in by_row.items():
            rows.extend([()] * (row - len(rows)))
            line = list(rows[row - 1])
            line.extend([None] * (max(column for column, _ in changes) - len(line)))
            for column, value in changes:
                line[column - 1] = value
            while line and line[-1] is None:
                line.pop()
            rows[row - 1] = tuple(line)
        while rows and not rows[-1]:
            rows.pop()
        return self._replace(rows=tuple(rows))


class DefinedName(NamedTuple):
    """A name in the workbook: what it refers to, without ``=``, and the sheet it is local to (None: the whole book)."""

    name: str
    refers_to: str
    sheet: str | None = None


class Table(NamedTuple):
    """An Excel table (a list object): its area with headings and total row, and its column headings."""

    name: str
    sheet: str
    area: Area
    columns: tuple[str, ...]
    has_header: bool = True
    has_totals: bool = False


class Snapshot(NamedTuple):
    """A whole workbook: worksheets in tab order (chart sheets left out), defined names and tables sorted by name."""

    sheets: tuple[Sheet, ...]
    names: tuple[DefinedName, ...] = ()
    tables: tuple[Table, ...] = ()

    def sheet(self, name: str) -> Sheet | None:
        """Find a sheet by its name; Excel does not tell upper case from lower in it."""
        folded = name.casefold()
        return next((sheet for sheet in self.sheets if sheet.name.casefold() == folded), None)

    def with_values(self, values: Mapping[str, Mapping[Cell, Value]]) -> "Snapshot":
        """Give the same workbook with other values in some cells, by sheet name."""
        return self._replace(sheets=tuple(sheet.with_values(values.get(sheet.name, {})) for sheet in self.sheets))
