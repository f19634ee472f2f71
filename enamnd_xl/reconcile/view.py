"""A workbook as the formula rules look at it: where the formulas stand, which are copies, and what is beside them."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.labels import is_total
from enamnd_xl.reconcile.of_which import find_of_which
from enamnd_xl.reconcile.sums import Sum
from enamnd_xl.reconcile.sums.model import Span
from enamnd_xl.reconcile.wording import Notation
from enamnd_xl.record import Record
from enamnd_xl.workbook.addition import addends
from enamnd_xl.workbook.address import Area, Cell, surround
from enamnd_xl.workbook.copies import Copies
from enamnd_xl.workbook.formulas import tokenise
from enamnd_xl.workbook.references import Reference, parse_reference
from enamnd_xl.workbook.snapshot import Sheet, Snapshot

_MOST_CELLS = 200_000


class SheetView:
    """A sheet with its tables.

    Args:
        sheet: the sheet.
        blocks: the tables on it.
        copies: its formulas by what they are copies of.
        sums: the sums on it.
    """

    def __init__(self, sheet: Sheet, blocks: Sequence[Block], copies: Copies, sums: Sequence[Sum]) -> None:
        self.sheet = sheet
        self.blocks = blocks
        self.sums = sums
        self.forms = copies.forms
        self.copies = copies.cells

    @cached_property
    def formulas(self) -> "CellsByLine":
        """Where its formulas stand."""
        return CellsByLine(self.forms)

    def adding(self, areas: Sequence[Area]) -> Iterator[Cell]:
        """Go through the formulas in some areas that may add cells of the same areas, as a subtotal among its parts."""
        for group in self._adding:
            if any(map(group.reach.meets, areas)):
                for area in areas:
                    yield from group.cells.within(area)

    @cached_property
    def _adding(self) -> Sequence["_Adding"]:
        found: list[_Adding] = []
        for cells in self.copies.values():
            terms = addends(self.sheet.formulas[cells[0]]) or ()
            added = [one.reference for one in terms if one.sign > 0 and one.reference.sheet is None]
            if added:
                found.append(_Adding(CellsByLine(cells), surround([one.reach(cells) for one in added])))
        return found

    @cached_property
    def of_which(self) -> Mapping[Cell, Cell]:
        """The cells that by their name are a part of the one before them, as of which pensions -> that one."""
        found: dict[Cell, Cell] = {}
        for block in self.blocks:
            rows = range(block.rows[0], block.rows[-1] + 1)  # one without figures has no parts that are counted
            columns = range(block.columns[0], block.columns[-1] + 1)
            for at, whole in find_of_which([block.label(row) for row in rows]).items():
                found |= {(rows[at], column): (rows[whole], column) for column in columns}
            for at, whole in find_of_which([block.heading(column) for column in columns]).items():
                found |= {(row, columns[at]): (row, columns[whole]) for row in rows}
        return found

    def used_cells(self, area: Area) -> Sequence[Cell]:
        """Give the cells of an area, as far as the sheet is used; none when they are too many to go through."""
        used = Area(area.top, area.left, min(area.bottom, len(self.sheet.rows)), min(area.right, self.width))
        if used.bottom < used.top or used.right < used.left or used.size > _MOST_CELLS:
            return ()
        return Span(used)

    @cached_property
    def width(self) -> int:
        """The number of the last used column."""
        return self.sheet.width

    def block_at(self, cell: Cell) -> Block | None:
        """Find the table a cell belongs to; a cell in one of its rows and columns does."""
        for columns, block in self._in_row.get(cell[0], ()):
            if cell[1] in columns:
                return block
        return None

    @cached_property
    def _in_row(self) -> Mapping[int, list[tuple[frozenset[int], Block]]]:
        """Row -> the tables that have it, each with its columns."""
        found: dict[int, list[tuple[frozenset[int], Block]]] = {}
        for block in self.blocks:
            columns = frozenset(block.columns)
            for row in block.rows:
                found.setdefault(row, []).append((columns, block))
        return found

    def names(self, cell: Cell) -> tuple[str, str]:
        """Give what the row and the column of a cell are called; empty texts where they have no name."""
        found = self._named.get(cell)
        if found is None:
            block = self.block_at(cell)
            found = self._named[cell] = (block.label(cell[0]), block.heading(cell[1])) if block else ("", "")
        return found

    @cached_property
    def _named(self) -> dict[Cell, tuple[str, str]]:
        """What has been asked for before: the same cells are looked at by rule after rule."""
        return {}

    def notation(self, cell: Cell) -> Notation:
        """Tell how the figures of a cell are written."""
        block = self.block_at(cell)
        return block.notation(cell) if block else Notation("%" in self.sheet.number_formats.get(cell, ""))

    def label(self, cell: Cell) -> str:
        """Give what the row of a cell is called; an empty text when it has no label."""
        return self.names(cell)[0]

    def heading(self, cell: Cell) -> str:
        """Give what the column of a cell is called; an empty text when it has no heading."""
        return self.names(cell)[1]

    def is_total(self, cell: Cell) -> bool:
        """Tell whether a cell stands in a total row or a total column, or is labelled so."""
        block = self.block_at(cell)
        if block is None:
            return False
        return cell[0] in block.total_rows or cell[1] in block.total_columns or is_total(block.label(cell[0]))

    def is_grand_total(self, cell: Cell) -> bool:
        """Tell whether a cell stands where a total row and a total column meet."""
        block = self.block_at(cell)
        return block is not None and cell[0] in block.total_rows and cell[1] in block.total_columns


class CellsByLine:
    """Cells by row and by column, to be found in an area without a walk over the others."""

    def __init__(self, cells: Collection[Cell]) -> None:
        self._cells = cells

    @cached_property
    def rows(self) -> Mapping[int, Sequence[int]]:
        """Row -> the columns of its cells, in order."""
        return _lines(self._cells)

    @cached_property
    def columns(self) -> Mapping[int, Sequence[int]]:
        """Column -> the rows of its cells, in order."""
        return _lines((column, row) for row, column in self._cells)

    @cached_property
    def _last_row(self) -> int:
        return max(self.rows, default=0)

    @cached_property
    def _last_column(self) -> int:
        return max(self.columns, default=0)

    def within(self, area: Area) -> Iterator[Cell]:
        """Go through the cells of an area."""
        if area.bottom - area.top < area.right - area.left:
            for row in range(area.top, min(area.bottom, self._last_row) + 1):
                for column in _between(self.rows.get(row, ()), area.left, area.right):
                    yield row, column
        else:
            for column in range(area.left, min(area.right, self._last_column) + 1):
                for row in _between(self.columns.get(column, ()), area.top, area.bottom):
                    yield row, column


class _Adding(Record):
    """A formula that only adds and its copies: where they stand, and an area that holds all that they add."""

    cells: CellsByLine
    reach: Area


def _lines(pairs: Iterable[Cell]) -> dict[int, list[int]]:
    lines: dict[int, list[int]] = defaultdict(list)
    for line, position in pairs:
        lines[line].append(position)
    for positions in lines.values():
        positions.sort()
    return lines


def _between(positions: Sequence[int], first: int, last: int) -> Sequence[int]:
    return positions[bisect_left(positions, first) : bisect_right(positions, last)]


class BookView:
    """A workbook, sheet by sheet.

    Args:
        snapshot: the workbook.
        views: sheet name -> its view.
    """

    def __init__(self, snapshot: Snapshot, views: Mapping[str, SheetView]) -> None:
        self.snapshot = snapshot
        self.views = views
        self._names = {name.name.casefold(): name.refers_to for name in snapshot.names}
        self._tables = {table.name.casefold(): table for table in snapshot.tables}
        self._by_name = {name.casefold(): view for name, view in self.views.items()}

    def precedents(self, view: SheetView, formula: str) -> Iterator[tuple[SheetView, Area]]:
        """Go through the areas a formula reads: by address, through several sheets, by name and by table."""
        for token in tokenise(formula):
            if token.kind == "reference":
                yield from self._areas(view, token.text)
            elif token.kind == "name" and (refers_to := self._names.get(token.text.casefold())):
                for inner in tokenise(refers_to):
                    if inner.kind == "reference":
                        yield from self._areas(view, inner.text)
            elif token.kind == "structured" and (table := self._tables.get(token.text.partition("[")[0].casefold())):
                yield self.views[table.sheet], table.area

    def _areas(self, view: SheetView, text: str) -> Iterator[tuple[SheetView, Area]]:
        reference = parse_reference(text)
        if reference.last_sheet and not reference.external:
            names = [name.casefold() for name in self.views]
            ends = [name.casefold() for name in (reference.sheet or "", reference.last_sheet)]
            if all(end in names for end in ends):
                for name in names[names.index(ends[0]) : names.index(ends[1]) + 1]:
                    yield self._by_name[name], reference.area
        elif target := self.target(reference, view):
            yield target, reference.area

    def target(self, reference: Reference, own: SheetView) -> SheetView | None:
        """Find the sheet a reference goes to; None when it is not in this workbook."""
        if reference.external or reference.last_sheet:
            return None
        return own if reference.sheet is None else self._by_name.get(reference.sheet.casefold())
