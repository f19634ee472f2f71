"""A table on a sheet: where its figures stand, and what its headings and labels say."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from enamnd_xl.reconcile.labels import is_quantity, scale, unit_of
from enamnd_xl.reconcile.rates import is_rate
from enamnd_xl.reconcile.wording import Notation
from enamnd_xl.record import Record
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.snapshot import NUMBERS, Sheet, is_number

_NONE: Mapping[int, str] = {}


class Block(Record):
    """A table on a sheet.

    Args:
        sheet: the sheet it stands on.
        title: the text above it.
        rows: the rows that hold figures, in order.
        columns: the columns that hold figures, in order (columns of codes left out).
        labels: row -> what the row is called; rows without a label are left out.
        corner: the heading of the column of labels.
        left: the table's first column.
        headings: column -> what the column is called; columns without a heading are left out.
        unfilled: row -> what it is called, for rows among the others that hold no figures.
        total_rows: rows that hold column totals.
        total_columns: columns that hold row totals.
        is_turned: whether its rows are the sheet's columns, and its columns the sheet's rows.
    """

    sheet: Sheet
    title: str
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    labels: Mapping[int, str]
    headings: Mapping[int, str]
    corner: str = ""
    left: int = 1
    unfilled: Mapping[int, str] = _NONE
    total_rows: frozenset[int] = frozenset()
    total_columns: frozenset[int] = frozenset()
    is_turned: bool = False

    def turned(self) -> "Block":
        """Give the same table with its columns as rows."""
        return self.with_other(
            rows=self.columns,
            columns=self.rows,
            labels={column: self.headings[column] for column in self.columns if column in self.headings},
            headings=self.labels,
            corner="",
            unfilled={},
            total_rows=self.total_columns,
            total_columns=self.total_rows,
            is_turned=not self.is_turned,
        )

    def cell(self, row: int, column: int) -> Cell:
        """Give the cell on the sheet where a row and a column meet."""
        return (column, row) if self.is_turned else (row, column)

    def figure(self, row: int, column: int) -> int | float | None:
        """Give the number in a cell, None when there is none."""
        value = self.sheet.value(self.cell(row, column))
        return value if is_number(value) else None

    def pick(self, rows: Sequence[int], column: int) -> Sequence[int | float | None]:
        """Give the numbers in some rows of a column, None where there is none."""
        if self.is_turned:
            return [self.figure(row, column) for row in rows]
        lines = [self.sheet.rows[row - 1] for row in rows]
        values = [line[column - 1] if column <= len(line) else None for line in lines]
        return [value if is_number(value) else None for value in values]

    @property
    def detail_rows(self) -> tuple[int, ...]:
        """The rows that hold no totals."""
        return tuple(row for row in self.rows if row not in self.total_rows)

    @cached_property
    def figures(self) -> Mapping[int, Mapping[int, int | float]]:
        """Column -> row -> number."""
        return _FiguresByColumn(self)

    @cached_property
    def kr(self) -> int:
        """How many kronor one unit of its figures is, as far as its title and headings say; else 1."""
        texts = [self.title, *self.headings.values()]
        return next((kr for text in texts if (kr := scale(text))), 1)

    def notation(self, cell: Cell) -> Notation:
        """Tell how the figures of a cell on the sheet are written."""
        if "%" in self.sheet.number_formats.get(cell, ""):
            return Notation(in_per_cent=True)
        row, column = reversed(cell) if self.is_turned else cell
        names = self.heading(column), self.label(row)
        says_itself = next((name for name in names if is_rate(name) or is_quantity(name)), None)
        texts = (*names, self.title, self.corner) if says_itself is None else (says_itself,)
        return Notation(unit=next(filter(None, map(unit_of, texts)), ""))

    def heading(self, column: int) -> str:
        """What a column is called; an empty text when it has no heading."""
        return self.headings.get(column, "")

    def label_cell(self, row: int) -> Cell:
        """Give the cell where a row's label begins; the row's first cell when it has none."""
        filled = (c for c in range(self.left, self.columns[0]) if self.sheet.value((row, c)) is not None)
        return row, next(filled, self.left)

    def label(self, row: int) -> str:
        """What a row is called; an empty text when it has no label."""
        return self.labels.get(row, "")


class _FiguresByColumn(dict[int, Mapping[int, int | float]]):
    """Column -> row -> number; a column is gone through when it is asked for, which few are in a large table."""

    def __init__(self, block: Block) -> None:
        self._block = block
        self._lines = [] if block.is_turned else [block.sheet.rows[row - 1] for row in block.rows]

    def __missing__(self, column: int) -> Mapping[int, int | float]:
        rows = self._block.rows
        if self._block.is_turned:
            values = [self._block.sheet.value((column, row)) for row in rows]
        else:
            values = [line[column - 1] if column <= len(line) else None for line in self._lines]
        found = dict(zip(rows, values, strict=True))
        if not NUMBERS.issuperset(map(type, values)):
            found = {row: value for row, value in found.items() if is_number(value)}
        self[column] = found  # type: ignore[assignment]  # there are only numbers left
        return self[column]
