"""Sums that leave out a line at one end of their range, as happens when a row is inserted there."""

import re
from collections.abc import Iterator, Sequence

from enamnd_xl.reconcile.faults.evaluate import add
from enamnd_xl.reconcile.faults.view import SheetView
from enamnd_xl.reconcile.faults.words import figure, make_finding
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.labels import is_of_which, is_total, measures
from enamnd_xl.reconcile.layout import Block, is_number
from enamnd_xl.reconcile.wording import name_cells, sum_formula
from enamnd_xl.workbook.addition import addends
from enamnd_xl.workbook.address import Area, Cell, to_a1
from enamnd_xl.workbook.references import references

_NO_PART = re.compile(
    r"\b(?:ib|ingående\w*|opening|brought forward|vortrag|anfangs\w*|saldo\w*|balance|antal\w*|invånar\w*|folkmängd\w*|"
    r"number of|headcount|population|inhabitants|einwohner\w*|anzahl|år|year|jahr|pris\w*|prices?|preis\w*)\b"
)
"""Labels of figures that begin a column without being parts of its sum: opening balances, quantities, prices."""
_ALIKE = 50  # a figure so many times larger or smaller than those in the range is of another kind


def find_left_out(view: SheetView, cell: Cell, area: Area) -> Iterator[Finding]:
    """Find the figures just outside a sum's range that belong in it.

    Between the range and the sum every figure that is a part belongs in it. At the far end, one figure does that
    begins the table and is like the others, in a column; a row often begins with a figure of another kind.

    Args:
        view: the sheet.
        cell: the sum.
        area: the one range that it adds.
    """
    down = area.left == area.right == cell[1]
    if not down and not area.top == area.bottom == cell[0]:
        return
    block = view.block_at(cell)
    if block is None or area.size < 2 or area.covers(cell):
        return
    line = _Line(view, block, cell, area, down)
    near = line.near_end()
    if near:
        yield line.finding(near, Severity.FEL if down else Severity.VARNING)
    elif down and (far := line.far_end()):
        yield line.finding(far, Severity.FEL)


class _Line:
    """The row or column in which a sum stands with its parts."""

    def __init__(self, view: SheetView, block: Block, cell: Cell, area: Area, down: bool) -> None:
        self.view = view
        self.block = block
        self.total = cell
        self.down = down
        self.first, self.last = (area.top, area.bottom) if down else (area.left, area.right)
        self.own = cell[0] if down else cell[1]

    def cell(self, position: int) -> Cell:
        return (position, self.total[1]) if self.down else (self.total[0], position)

    def near_end(self) -> list[Cell]:
        """Give the parts that stand between the range and the sum, when nothing else does."""
        between = range(self.last + 1, self.own) if self.own > self.last else range(self.own + 1, self.first)
        missed = [self.cell(position) for position in between]
        fits = 0 < len(missed) < self.last - self.first + 1 and all(map(self.is_part, missed))
        return missed if fits and not self.is_used_otherwise(missed) else []

    def far_end(self) -> list[Cell]:
        """Give the one part that begins (or ends) the table just beyond the range."""
        position, beyond = (self.first - 1, self.first - 2) if self.own > self.last else (self.last + 1, self.last + 2)
        if position < 1 or not self.is_part(self.cell(position)) or self.view.sheet.value(self.cell(position)) == 0:
            return []
        begins = beyond not in self.block.rows and not (beyond > 0 and self.holds_number(beyond))
        label = self.block.label(self.total[0])
        fits = begins and self.own > self.last and (is_total(label) or not label)
        missed = [self.cell(position)]
        return missed if fits and not self.is_used_otherwise(missed) else []

    def holds_number(self, position: int) -> bool:
        return is_number(self.view.sheet.value(self.cell(position)))

    def is_part(self, cell: Cell) -> bool:
        """Tell whether a cell holds a figure of the same kind as those in the range, and no total."""
        value = self.view.sheet.value(cell)
        if not is_number(value) or self.view.is_total(cell) != self.view.is_total(self.cell(self.first)):
            return False
        formula = self.view.sheet.formulas.get(cell)
        if formula is not None and self.depends_on_line(formula):
            return False
        name = self.name(cell)
        inside = [self.cell(position) for position in range(self.first, self.last + 1)]
        if is_of_which(name) or _NO_PART.search(name.casefold()) or measures(name) - self.measures_of(inside):
            return False
        sizes = [abs(n) for one in inside if is_number(n := self.view.sheet.value(one)) and n]
        alike = not sizes or not value or min(sizes) / _ALIKE <= abs(value) <= max(sizes) * _ALIKE
        return cell[0] in self.block.rows and cell[1] in self.block.columns and alike

    def name(self, cell: Cell) -> str:
        return self.block.label(cell[0]) if self.down else self.block.heading(cell[1])

    def measures_of(self, cells: Sequence[Cell]) -> frozenset[object]:
        return frozenset(measure for cell in cells for measure in measures(self.name(cell)))

    def depends_on_line(self, formula: str) -> bool:
        """Tell whether a formula counts with the sum's parts: then it is no part beside them."""
        inside = [self.total, *(self.cell(position) for position in range(self.first, self.last + 1))]
        return any(r.sheet is None and any(map(r.area.covers, inside)) for r in references(formula))

    def is_used_otherwise(self, missed: Sequence[Cell]) -> bool:
        """Tell whether another formula adds the sum and what it leaves out: then that is meant."""
        for formula in self.view.sheet.formulas.values():
            found = [one.reference.area for one in addends(formula) or () if one.reference.sheet is None]
            if any(area.covers(self.total) for area in found) and any(area.covers(missed[0]) for area in found):
                return True
        return False

    def finding(self, missed: Sequence[Cell], severity: Severity) -> Finding:
        sheet = self.view.sheet
        value = sheet.value(self.total)
        left_out = add([n for cell in missed if is_number(n := sheet.value(cell))])
        found = value if is_number(value) else None
        expected = None if found is None else found + left_out
        parts = [self.cell(position) for position in range(self.first, self.last + 1)]
        at, formula = to_a1(self.total), sum_formula([*parts, *missed])
        message = f"Summan i {at} tar inte med {name_cells(missed)}{self.described(missed)}, som står intill området."
        if found is not None and expected is not None and left_out:
            message += f" Här står {figure(found)}; med {name_cells(missed)} blir det {figure(expected)}."
        return make_finding(
            "EN402",
            severity if left_out else Severity.VARNING,
            Place(sheet.name, self.total),
            message,
            f"Skriv {formula} i {at}, om inte {name_cells(missed)} ska stå utanför.",
            found=found,
            expected=expected,
            related=missed,
        )

    def described(self, missed: Sequence[Cell]) -> str:
        name = self.name(missed[0])
        return f" ({name})" if name else ""
