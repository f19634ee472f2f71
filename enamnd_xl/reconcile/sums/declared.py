"""The sums that formulas declare: what a cell adds by its own formula, whatever it comes to."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TypeAlias

from enamnd_xl.reconcile.figures import Figures, is_figure
from enamnd_xl.reconcile.sums.arithmetic import off_by
from enamnd_xl.reconcile.sums.model import Axis, Span, Sum
from enamnd_xl.workbook.addition import addends, skips_subtotals
from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.references import Reference
from enamnd_xl.workbook.snapshot import Number, Sheet, Value

_Term: TypeAlias = tuple[int, Area]
"""What is added (1) or taken away (-1), in one of the copies."""


def declared_sums(figures: Figures) -> tuple[Sum, ...]:
    """Give the sums that the formulas of a sheet declare over cells of the same sheet.

    A formula that takes cells away, adds cells of another sheet or does anything more than adding declares none.

    Args:
        figures: the sheet's numbers, with those that its formulas give.

    Returns:
        A sum for each such formula with a number in its cell; its operands are the cells that it adds and that are no
        text, each as many times as it is added.

    >>> sheet = Sheet("Blad1", ((1,), (2,), (4,)), {(3, 1): "SUM(A1:A2)"})
    >>> [(s.total, tuple(s.operands), s.difference) for s in declared_sums(Figures(sheet))]
    [((3, 1), ((1, 1), (2, 1)), 1)]
    """
    reader = _Reader(figures)
    found: list[Sum] = []
    for cells in figures.copies.cells.values():
        found += reader.read(cells)
    return tuple(found)


def goes_round(sheet: Sheet, found: Sum) -> bool:
    """Tell whether a part is reckoned from the total by a formula: then it is a difference, and the total no sum of it.

    >>> sheet = Sheet("Blad1", ((50, 30, 20),), {(1, 3): "A1-B1"})
    >>> goes_round(sheet, Sum((1, 1), ((1, 2), (1, 3)), "rad", "värde"))
    True
    """
    if not sheet.formulas:
        return False
    formulas = (sheet.formulas[cell] for cell in found.operands if cell in sheet.formulas)
    return any(one.reference.area.covers(found.total) for formula in formulas for one in addends(formula) or ())


class _Reader:
    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.sheet = figures.sheet
        self.used = Area(1, 1, len(self.sheet.rows), figures.width)
        self._known: dict[tuple[bool, int], Sequence[int]] = {}

    def read(self, cells: Sequence[Cell]) -> Iterator[Sum]:
        """Give the sums that a formula and its copies declare."""
        first, *_ = cells
        added = addends(self.sheet.formulas[first])
        if not added or not all(self._is_own(one.reference) for one in added):
            return
        skipping = skips_subtotals(self.sheet.formulas[first])
        one = added[0].reference if len(added) == 1 and added[0].sign > 0 else None
        for cell in cells:
            total = self.figures.at(cell)
            if total is None:
                continue
            area = one.moved(first, cell) if one else None
            found = None
            if area and not (skipping and self._has_subtotals(area)):
                found = self._read_line(cell, total, area)
            if not found:
                terms = [(sign, reference.moved(first, cell)) for sign, reference in added]
                skips = skipping and any(self._has_subtotals(area) for _, area in terms)
                found = self._read_cells(cell, total, terms, skips)
            if found and not (skipping and found.difference):  # rows are hidden, or EN409 says that the value is old
                yield found

    @cached_property
    def _subtotals(self) -> dict[int, list[int]]:
        """Column -> the rows, in order, whose formula there is a subtotal, which others of that kind leave out."""
        found: dict[int, list[int]] = {}
        for row, column in sorted(self.sheet.formulas):
            if skips_subtotals(self.sheet.formulas[row, column]):
                found.setdefault(column, []).append(row)
        return found

    def _has_subtotals(self, area: Area) -> bool:
        lines = (rows for column, rows in self._subtotals.items() if area.left <= column <= area.right)
        return any(bisect_left(rows, area.top) < bisect_right(rows, area.bottom) for rows in lines)

    def _is_own(self, reference: Reference) -> bool:
        """Tell whether a reference goes to cells of this sheet and to no more than it says."""
        own = reference.sheet is None or reference.sheet.casefold() == self.sheet.name.casefold()
        return own and not (reference.external or reference.last_sheet or reference.spilled)

    def _read_line(self, cell: Cell, total: Number, area: Area) -> Sum | None:
        """Read a sum over one line, which most are, without a look at each cell: it may begin or end with a text."""
        top, left, bottom, right = area
        is_column = left == right
        if not (is_column or top == bottom) or bottom > self.used.bottom or right > self.used.right:
            return None
        if area.covers(cell):
            return None
        line = self.figures.columns[left - 1] if is_column else self.figures.rows[top - 1]
        first, last = (top, bottom) if is_column else (left, right)
        try:
            difference, unit = off_by(total, line[first - 1 : last])  # type: ignore[arg-type]
        except TypeError:  # there are blanks, or texts
            first, last = self._without_texts(is_column, left if is_column else top, first, last)
            values = [value for value in line[first - 1 : last] if value is not None]
            if first > last:
                return None
            difference, unit = off_by(total, values)
            area = Area(first, left, last, right) if is_column else Area(top, first, bottom, last)
        along: Axis = "kolumn" if is_column else "rad"
        is_own = left == cell[1] if is_column else top == cell[0]
        return Sum(cell, Span(area), along if is_own else "blandad", "formel", difference, unit)

    def _without_texts(self, is_column: bool, at: int, first: int, last: int) -> tuple[int, int]:
        """Leave out the texts that a part of a line begins and ends with; nothing is left where there are others."""
        others = self._others(is_column, at)
        within = others[bisect_left(others, first) : bisect_right(others, last)]
        while within and within[0] == first and self._is_text(is_column, at, first):
            first, within = first + 1, within[1:]
        while within and within[-1] == last and self._is_text(is_column, at, last):
            last, within = last - 1, within[:-1]
        return (1, 0) if within else (first, last)

    def _is_text(self, is_column: bool, at: int, n: int) -> bool:
        return isinstance(self.sheet.value((n, at) if is_column else (at, n)), str)

    def _others(self, is_column: bool, at: int) -> Sequence[int]:
        """Give where in a column, or a row, something stands that is neither a figure nor nothing, in order."""
        known = self._known.get((is_column, at))
        if known is None:
            if is_column:
                line: Sequence[Value] = [row[at - 1] if at <= len(row) else None for row in self.sheet.rows]
            else:
                line = self.sheet.rows[at - 1]
            others = [n for n, value in enumerate(line, 1) if not (value is None or is_figure(value))]
            known = self._known[is_column, at] = others
        return known

    def _read_cells(self, cell: Cell, total: Number, added: Sequence[_Term], skips: bool) -> Sum | None:
        counts: Counter[Cell] = Counter()
        for sign, area in added:
            for part in self._cells(area):
                if not (skips and skips_subtotals(self.sheet.formulas.get(part, ""))):
                    counts[part] += sign
        if cell in counts or min(counts.values(), default=-1) < 0:
            return None
        operands = tuple(sorted(counts.elements()))
        if not operands:
            return None
        difference, unit = off_by(total, [v for v in map(self.sheet.value, operands) if is_figure(v)])
        return Sum(cell, operands, _axis(cell, operands), "formel", difference, unit)

    def _cells(self, area: Area) -> Iterator[Cell]:
        """Go through the cells of an area that are used and hold no text."""
        for r in range(area.top, min(area.bottom, self.used.bottom) + 1):
            row = self.sheet.rows[r - 1]
            for c in range(area.left, min(area.right, self.used.right) + 1):
                value = row[c - 1] if c <= len(row) else None
                if value is None or is_figure(value):
                    yield r, c


def _axis(total: Cell, operands: Sequence[Cell]) -> Axis:
    if all(c == total[1] for _, c in operands):
        return "kolumn"
    return "rad" if all(r == total[0] for r, _ in operands) else "blandad"
