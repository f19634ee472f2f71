"""Sums that leave out a line at one end of their range, as happens when a row is inserted there."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.evaluate import add
from enamnd_xl.reconcile.faults.words import make_finding
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.labels import is_total, measures, normalise
from enamnd_xl.reconcile.of_which import is_of_which
from enamnd_xl.reconcile.terms import Terms
from enamnd_xl.reconcile.view import SheetView
from enamnd_xl.reconcile.wording import name_cells, sum_formula
from enamnd_xl.workbook.addition import addends
from enamnd_xl.workbook.address import Area, Cell, to_a1
from enamnd_xl.workbook.references import references
from enamnd_xl.workbook.snapshot import is_number

_NO_PART = Terms(
    "ib opening vortrag balance headcount population inhabitants anzahl år year jahr price prices",
    beginnings=("ingående", "anfangs", "saldo", "antal", "invånar", "folkmängd", "einwohner", "pris", "preis"),
    phrases=("brought forward", "number of"),
)
"""Labels of figures that begin a column without being parts of its sum: opening balances, quantities, prices."""
_FEWEST = 4  # so many parts show that a sum means all of them
_NOISE = 1e-9  # binary noise, as a part of the total
_ALIKE = 50  # a figure so many times larger or smaller than those in the range is of another kind


def find_left_out(view: SheetView, cell: Cell, areas: Sequence[Area]) -> Iterator[Finding]:
    """Find the figures beside what a sum adds that belong with it.

    Between its range and the sum every figure that is a part belongs in it, and so does the one left out in the
    middle. At the far end, one figure does that begins the table and is like the others, in a column; a row often
    begins with a figure of another kind.

    Args:
        view: the sheet.
        cell: the sum.
        areas: what it adds, on its own sheet.
    """
    if len(areas) == 1 and is_all_there_is(view, cell, areas[0]):
        return
    down = all(area.left == area.right == cell[1] for area in areas)
    if not down and not all(area.top == area.bottom == cell[0] for area in areas):
        return
    block = view.block_at(cell)
    spans = [(area.top, min(area.bottom, len(view.sheet.rows))) if down else (area.left, area.right) for area in areas]
    inside = _positions(spans)
    if block is None or len(inside) < 2 or inside[0] <= cell[0 if down else 1] <= inside[-1]:
        return
    line = _Line(view, block, cell, inside, down)
    if hole := line.hole():
        if down:
            yield line.finding(hole, Severity.FEL if line.is_plain_total() else Severity.VARNING)
    elif near := line.near_end():
        yield line.finding(near, Severity.FEL if down else Severity.VARNING)
    elif down and (far := line.far_end()):
        yield line.finding(far, Severity.FEL)


def is_all_there_is(view: SheetView, cell: Cell, area: Area) -> bool:
    """Tell at once that a sum stands beside a range that nothing is left out of, as nearly all sums do."""
    if stands_beside_row(cell, area):
        return True
    if not (area.left == area.right == cell[1] and cell[0] == area.bottom + 1):
        return False
    return not is_number(view.sheet.value((area.top - 1, cell[1])))


def stands_beside_row(cell: Cell, area: Area) -> bool:
    """Tell whether a sum stands right before or after an area of cells in its own row."""
    return area.top == area.bottom == cell[0] and cell[1] in (area.left - 1, area.right + 1)


def _positions(spans: Sequence[tuple[int, int]]) -> Sequence[int]:
    """Give the positions that spans cover, in order."""
    if len(spans) == 1:
        return range(spans[0][0], spans[0][1] + 1)
    return sorted({position for first, last in spans for position in range(first, last + 1)})


class _Line:
    """The row or column in which a sum stands with its parts."""

    def __init__(self, view: SheetView, block: Block, cell: Cell, inside: Sequence[int], down: bool) -> None:
        self.view = view
        self.block = block
        self.total = cell
        self.down = down
        self.inside = inside
        self.first, self.last = inside[0], inside[-1]
        self.own = cell[0] if down else cell[1]

    def cell(self, position: int) -> Cell:
        return (position, self.total[1]) if self.down else (self.total[0], position)

    def hole(self) -> list[Cell]:
        """Give the one part in the middle that a sum of all the others leaves out."""
        if len(self.inside) == self.last - self.first + 1:
            return []
        covered = set(self.inside)
        between = [self.cell(position) for position in range(self.first, self.last + 1) if position not in covered]
        missed = [cell for cell in between if self.view.sheet.value(cell) is not None]
        fits = len(missed) == 1 and len(self.inside) >= _FEWEST and self.is_part(missed[0])
        return missed if fits and not self.is_used_otherwise(missed) else []

    def is_plain_total(self) -> bool:
        """Tell whether the sum is called a total and nothing more, such as a total without something."""
        name = normalise(self.name(self.total))
        return is_total(name) and " " not in name

    def near_end(self) -> list[Cell]:
        """Give the parts that stand between the range and the sum, when nothing else does."""
        between = range(self.last + 1, self.own) if self.own > self.last else range(self.own + 1, self.first)
        missed = [cell for cell in map(self.cell, between) if self.view.sheet.value(cell) is not None]
        fits = 0 < len(missed) < len(self.inside) and all(map(self.is_part, missed))
        if not fits or self.repeats(missed) or self.are_in_the_last(missed):
            return []
        return missed if not self.is_used_otherwise(missed) else []

    def repeats(self, missed: Sequence[Cell]) -> bool:
        """Tell whether what the sum leaves out is as much as the sum: then it is the same total, reckoned otherwise."""
        return self.come_to(missed, self.total)

    def are_in_the_last(self, missed: Sequence[Cell]) -> bool:
        """Tell whether what the sum leaves out comes to the part beside it: then that is their subtotal, on top."""
        return len(missed) > 1 and self.come_to(missed, self.cell(self.last if self.own > self.last else self.first))

    def come_to(self, cells: Sequence[Cell], whole: Cell) -> bool:
        """Tell whether cells together are as much as another that is not zero."""
        amount = self.view.sheet.value(whole)
        return is_number(amount) and bool(amount) and abs(amount - add(self.numbers(cells))) <= _NOISE * abs(amount)

    def numbers(self, cells: Sequence[Cell]) -> list[int | float]:
        return [number for cell in cells if is_number(number := self.view.sheet.value(cell))]

    def far_end(self) -> list[Cell]:
        """Give the one part that begins the table just above the range."""
        position, beyond = self.first - 1, self.first - 2
        if position < 1 or self.own < self.last or not self.is_part(self.cell(position)) or self.counts(position):
            return []
        begins = beyond not in self.block.rows and not (beyond > 0 and self.holds_number(beyond))
        label = self.block.label(self.total[0])
        missed = [self.cell(position)]
        fits = begins and (is_total(label) or not label) and self.view.sheet.value(missed[0]) != 0
        return missed if fits and not self.is_used_otherwise(missed) else []

    def counts(self, position: int) -> bool:
        """Tell whether a row numbers the columns, as weeks and questions are numbered: then it is a heading."""
        numbers = [self.view.sheet.value((position, column)) for column in self.block.columns if self.down]
        whole = [number for number in numbers if is_number(number) and number == int(number)]
        return len(whole) >= _FEWEST and all(after - one == 1 for one, after in pairwise(whole))

    def holds_number(self, position: int) -> bool:
        return is_number(self.view.sheet.value(self.cell(position)))

    def is_part(self, cell: Cell) -> bool:
        """Tell whether a cell holds a figure like those in the range: no total, and nothing that they read."""
        if cell[0] not in self.block.rows or cell[1] not in self.block.columns:
            return False
        value = self.view.sheet.value(cell)
        if not is_number(value) or self.view.is_total(cell) != self.view.is_total(self.cell(self.first)):
            return False
        formula = self.view.sheet.formulas.get(cell)
        if (formula is not None and self.depends_on_line(formula)) or self.is_read_by_parts(cell):
            return False
        name = self.name(cell)
        inside = [self.cell(position) for position in self.inside]
        if is_of_which(name) or _NO_PART.are_in(name) or measures(name) - self.measures_of(inside):
            return False
        sizes = [abs(number) for number in self.numbers(inside) if number]
        return not sizes or not value or min(sizes) / _ALIKE <= abs(value) <= max(sizes) * _ALIKE

    def name(self, cell: Cell) -> str:
        return self.block.label(cell[0]) if self.down else self.block.heading(cell[1])

    def measures_of(self, cells: Sequence[Cell]) -> frozenset[object]:
        return frozenset(measure for cell in cells for measure in measures(self.name(cell)))

    def depends_on_line(self, formula: str) -> bool:
        """Tell whether a formula counts with the sum's parts: then it is no part beside them."""
        inside = [self.total, *map(self.cell, self.inside)]
        return any(r.sheet is None and any(map(r.area.covers, inside)) for r in references(formula))

    def is_read_by_parts(self, cell: Cell) -> bool:
        """Tell whether the parts' own formulas read a cell: then it is a rate to them, or counted through them."""
        formulas = (self.view.sheet.formulas.get(self.cell(position)) for position in self.inside)
        return any(
            r.sheet is None and r.area.covers(cell) for formula in formulas if formula for r in references(formula)
        )

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
        left_out = add(self.numbers(missed))
        found = value if is_number(value) else None
        expected = None if found is None else found + left_out
        parts = [self.cell(position) for position in self.inside]
        at, formula = to_a1(self.total), sum_formula([*parts, *missed])
        message = f"Summan i {at} tar inte med {name_cells(missed)}{self.described(missed)}, som står bland posterna."
        if found is not None and expected is not None and left_out:
            stands, right = self.view.notation(self.total).two(found, expected)
            message += f" Här står {stands}; med {name_cells(missed)} blir det {right}."
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
