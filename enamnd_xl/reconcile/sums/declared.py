"""The sums that formulas declare: what a cell adds by its own formula, whatever it comes to."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from enamnd_xl.reconcile.figures import Figures, is_figure
from enamnd_xl.reconcile.sums.arithmetic import off_by
from enamnd_xl.reconcile.sums.model import Axis, Span, Sum
from enamnd_xl.workbook.addition import addends
from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.references import Reference
from enamnd_xl.workbook.snapshot import Number, Sheet

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

    def read(self, cells: Sequence[Cell]) -> Iterator[Sum]:
        """Give the sums that a formula and its copies declare."""
        first, *_ = cells
        added = addends(self.sheet.formulas[first])
        if not added or not all(self._is_own(one.reference) for one in added):
            return
        for cell in cells:
            total = self.sheet.value(cell)
            if is_figure(total):
                terms = [(sign, reference.moved(first, cell)) for sign, reference in added]
                found = self._read_line(cell, total, terms) or self._read_cells(cell, total, terms)
                if found:
                    yield found

    def _is_own(self, reference: Reference) -> bool:
        """Tell whether a reference goes to cells of this sheet and to no more than it says."""
        own = reference.sheet is None or reference.sheet.casefold() == self.sheet.name.casefold()
        return own and not (reference.external or reference.last_sheet or reference.spilled)

    def _read_line(self, cell: Cell, total: Number, added: Sequence[_Term]) -> Sum | None:
        """Read a sum over one line that is full of figures, which most are, without a look at each cell."""
        sign, area = added[0]
        if len(added) > 1 or sign < 0:
            return None
        top, left, bottom, right = area
        if bottom > self.used.bottom or right > self.used.right or area.covers(cell):
            return None
        values: Sequence[Number | None]
        axis: Axis
        if left == right:
            values, axis = self.figures.columns[left - 1][top - 1 : bottom], "kolumn" if left == cell[1] else "blandad"
        elif top == bottom:
            values, axis = self.figures.rows[top - 1][left - 1 : right], "rad" if top == cell[0] else "blandad"
        else:
            return None
        try:
            difference, unit = off_by(total, values)  # type: ignore[arg-type]
        except TypeError:  # something in the line is no number
            return None
        return Sum(cell, Span(area), axis, "formel", difference, unit)

    def _read_cells(self, cell: Cell, total: Number, added: Sequence[_Term]) -> Sum | None:
        counts: Counter[Cell] = Counter()
        for sign, area in added:
            for part in self._cells(area):
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
