"""The sums that formulas declare: what a cell adds by its own formula, whatever it comes to."""

from collections import Counter
from collections.abc import Iterator, Sequence

from enamnd_xl.reconcile.sums.arithmetic import is_number, off_by
from enamnd_xl.reconcile.sums.model import Axis, Sum
from enamnd_xl.workbook.addition import Addend, addends
from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.snapshot import Sheet


def declared_sums(sheet: Sheet) -> tuple[Sum, ...]:
    """Give the sums that the formulas of a sheet declare over cells of the same sheet.

    A formula that takes cells away, adds cells of another sheet or does anything more than adding declares none.

    Args:
        sheet: the sheet, with the values its formulas give.

    Returns:
        A sum for each such formula with a number in its cell; its operands are the cells that it adds and that are no
        text, each as many times as it is added.

    >>> sheet = Sheet("Blad1", ((1,), (2,), (4,)), {(3, 1): "SUM(A1:A2)"})
    >>> [(s.total, s.operands, s.difference) for s in declared_sums(sheet)]
    [((3, 1), ((1, 1), (2, 1)), 1)]
    """
    reader = _Reader(sheet)
    found = (reader.read(cell, formula) for cell, formula in sheet.formulas.items())
    return tuple(s for s in found if s)


class _Reader:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.used = Area(1, 1, len(sheet.rows), sheet.width)

    def read(self, cell: Cell, formula: str) -> Sum | None:
        total = self.sheet.value(cell)
        added = addends(formula)
        if added is None or not is_number(total):
            return None
        operands = self._operands(cell, added)
        if not operands:
            return None
        parts = [v for v in map(self.sheet.value, operands) if is_number(v)]
        difference, unit = off_by(total, parts)
        return Sum(cell, operands, _axis(cell, operands), "formel", difference, unit)

    def _operands(self, cell: Cell, added: Sequence[Addend]) -> tuple[Cell, ...]:
        counts: Counter[Cell] = Counter()
        for sign, reference in added:
            own = reference.sheet is None or reference.sheet.casefold() == self.sheet.name.casefold()
            if not own or reference.external or reference.last_sheet or reference.spilled:
                return ()
            for part in self._cells(reference.area):
                counts[part] += sign
        if cell in counts or min(counts.values(), default=-1) < 0:
            return ()
        return tuple(sorted(counts.elements()))

    def _cells(self, area: Area) -> Iterator[Cell]:
        """Go through the cells of an area that are used and hold no text."""
        for r in range(area.top, min(area.bottom, self.used.bottom) + 1):
            row = self.sheet.rows[r - 1]
            for c in range(area.left, min(area.right, self.used.right) + 1):
                value = row[c - 1] if c <= len(row) else None
                if value is None or is_number(value):
                    yield r, c


def _axis(total: Cell, operands: Sequence[Cell]) -> Axis:
    if all(c == total[1] for _, c in operands):
        return "kolumn"
    return "rad" if all(r == total[0] for r, _ in operands) else "blandad"
