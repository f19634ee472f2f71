"""Sums within a sheet (3xx): closing balances that are not the opening balance and what has come and gone."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.labels import Measure, measures
from enamnd_xl.reconcile.precision import decimals_of, rounding_allowance, shown
from enamnd_xl.reconcile.rates import is_closing, is_opening, is_rate
from enamnd_xl.reconcile.registry import rule
from enamnd_xl.reconcile.wording import name_cells, sum_formula
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.snapshot import Number

_NO_CHANGE = frozenset((Measure.SHARE, Measure.DEVIATION))
_MOST_CHANGES = 5  # lines between the balances: as many pluses and minuses are tried
_MANY_ROWS = 40  # in a table with more of them, rows are not read across
_MOST = 0.5  # the part of the lines that have to hold
_TELLING = 20  # units; less may agree by chance


class _Step(NamedTuple):
    """An opening balance and what changes it, each with 1 or -1, and the closing balance beside them.

    Given are the columns of those that are not zero.
    """

    terms: tuple[tuple[int, Cell], ...]
    given: frozenset[int]
    cell: Cell
    found: Number
    expected: Number
    unit: float

    @property
    def difference(self) -> Number:
        return self.found - self.expected

    @property
    def holds(self) -> bool:
        return abs(self.difference) <= self.unit / 2


@rule(
    "EN307",
    "utgående-balans-avviker",
    checks="Att en utgående balans är den ingående plus och minus det som står mellan dem, på varje rad eller i varje "
    "kolumn.",
    why="En post som är fel bokförd eller fel avskriven syns inte i kolumnernas summor, och nästa år börjar fel.",
    example="Ingående balans 120 000, debet 35 000 och kredit 20 000 ger 135 000, men den utgående anges till 153 000.",
    remedy="Räkna den utgående balansen med en formel, likadan på alla rader.",
)
def check_balances(work: Workpaper) -> Iterator[Finding]:
    """Find closing balances that do not follow from what stands before them."""
    for name, blocks in work.blocks.items():
        known = {one.total for one in work.sums[name] if one.difference}.union(work.figures[name].sheet.formulas)
        wrong = (one for relation in work.relations[name] for one in relation.instances if not one.holds)
        known.update(cell for one in wrong for cell in (one.cell, one.left, one.right))
        for block in blocks:
            for way in _ways(block):
                for opening, changes, closing in _balances(way):
                    steps = _believed(way, opening, changes, closing)
                    yield from (_finding(way, one) for one in steps if not one.holds and one.cell not in known)


def _ways(block: Block) -> Iterator[Block]:
    """Give a table as it stands, and turned unless it is long, where something is called a closing balance."""
    if any(map(is_closing, block.headings.values())):
        yield block
    if len(block.rows) <= _MANY_ROWS and any(map(is_closing, block.labels.values())):
        yield block.turned()


def _balances(block: Block) -> Iterator[tuple[int, Sequence[int], int]]:
    """Give the columns that are an opening balance, what changes it and the closing balance."""
    opening: int | None = None
    changes: list[int] = []
    for column in block.columns:
        heading = block.heading(column)
        if is_closing(heading):
            if opening is not None and 0 < len(changes) <= _MOST_CHANGES:
                yield opening, changes, column
            opening = None
        elif is_opening(heading):
            opening, changes = column, []
        elif not (column in block.total_columns or is_rate(heading) or measures(heading) & _NO_CHANGE):
            changes = [*changes, column]


def _believed(block: Block, opening: int, changes: Sequence[int], closing: int) -> Sequence[_Step]:
    """Give the steps of all lines with the signs that most of them have; none when it is not to be believed."""
    changes = [column for column in changes if any(block.pick(block.rows, column))]
    best: Sequence[_Step] = ()
    most = 0
    for signs in product((1, -1), repeat=len(changes)):
        steps = _steps(block, [(1, opening), *zip(signs, changes, strict=True)], closing)
        held = sum(one.holds for one in steps)
        if held > most:
            best, most = steps, held
    telling = [one for one in best if one.holds and len(one.given) > 1 and abs(one.found) >= _TELLING * one.unit]
    known = frozenset().union(*(one.given for one in telling))
    return best if telling and most >= _MOST * len(best) and known.issuperset(changes) else ()


def _steps(block: Block, terms: Sequence[tuple[int, int]], closing: int) -> list[_Step]:
    """Work the closing balance out on each line that has one and an amount that leads to it."""
    columns = {column: block.pick(block.rows, column) for column in (*(one for _, one in terms), closing)}
    unit = 10.0 ** -decimals_of(number for line in columns.values() for number in line if number is not None)
    steps: list[_Step] = []
    for at, row in enumerate(block.rows):
        found = columns[closing][at]
        given = frozenset(column for _, column in terms if columns[column][at])
        if found is not None and given:
            expected = sum(sign * (columns[column][at] or 0) for sign, column in terms)
            cells = tuple((sign, block.cell(row, column)) for sign, column in terms)
            steps.append(_Step(cells, given, block.cell(row, closing), found, expected, unit))
    return steps


def _finding(block: Block, step: _Step) -> Finding:
    decimals = decimals_of([step.unit])
    expected, difference = shown(step.expected, decimals), shown(step.difference, decimals)
    is_rounding = abs(step.difference) <= rounding_allowance(len(step.terms), step.unit) * (1 + 1e-9)
    here = to_a1(step.cell)
    cells = [cell for _, cell in step.terms]
    formula = "=" + "".join(("+" if sign > 0 else "-") + to_a1(cell) for sign, cell in step.terms).removeprefix("+")
    if len(cells) > 2 and all(sign > 0 for sign, _ in step.terms):
        formula = sum_formula(cells)
    others = "i de andra kolumnerna" if block.is_turned else "på de andra raderna"
    notation = block.notation(step.cell)
    said, right = notation.two(step.found, expected)
    message = f"Den utgående balansen i {here} är {said}, men {name_cells(cells)} ger {right}. "
    message += f"Skillnaden är {notation.difference(difference)}."
    return Finding(
        code="EN307",
        severity=Severity.AVRUNDNING if is_rounding else Severity.FEL,
        sheet=block.sheet.name,
        cell=step.cell,
        message=message + (" Den kan bero på avrundning." if is_rounding else ""),
        hint=f"Skriv {formula} i {here}, som {others}, eller rätta den post som är fel.",
        found=shown(step.found),
        expected=expected,
        difference=difference,
        related=tuple(Place(block.sheet.name, cell) for cell in cells),
    )
