"""Between sheets (5xx): a sheet that adds up others laid out as it is."""

from collections.abc import Iterator, Sequence
from itertools import islice

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.labels import key
from enamnd_xl.reconcile.precision import decimals_of, rounding_allowance, shown
from enamnd_xl.reconcile.registry import rule
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import Cell, to_a1

_FEWEST_SHEETS = 3  # the one that adds, and two that it adds
_FEWEST_HELD = 3  # cells that have to add up before the others are expected to
_SAMPLE = 12
_MOST = 0.6


@rule(
    "EN506",
    "sammanställning-avviker",
    checks="Att ett blad som lägger ihop andra blad, cell för cell, är deras summa.",
    why="Sammanställningen är det som läses; bladen bakom den är det som har ändrats.",
    example="Bladet Totalt har 152 000 för Boden, men de fyra tjänsternas blad blir 125 000.",
    remedy="Låt sammanställningen hämta beloppen med formler, till exempel =SUMMA(Första:Sista!B5).",
)
def check_consolidations(work: Workpaper) -> Iterator[Finding]:
    """Find cells on a consolidating sheet that are not the sum of the sheets it adds."""
    shapes: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Block]] = {}
    for blocks in work.blocks.values():
        for block in blocks:
            shape = tuple(key(block.label(r)) for r in block.rows), tuple(key(block.heading(c)) for c in block.columns)
            shapes.setdefault(shape, []).append(block)
    for alike in shapes.values():
        if len({block.sheet.name for block in alike}) == len(alike) >= _FEWEST_SHEETS:
            yield from _consolidation(alike)


def _consolidation(alike: Sequence[Block]) -> Iterator[Finding]:
    """Find the block that is the sum of all the others, and the cells where it is not."""
    for total in alike:
        parts = [block for block in alike if block is not total]
        sample = list(islice(_cells(total, parts), _SAMPLE))
        if _hold(sample):
            told = list(_cells(total, parts))
            if _hold(told):
                yield from (_finding(total, parts, *one) for one in told if abs(one[1] - one[2]) > one[3] / 2)
            return


def _hold(told: Sequence[tuple[Cell, float, float, float]]) -> bool:
    held = sum(abs(found - expected) <= unit / 2 for _, found, expected, unit in told)
    return held >= _FEWEST_HELD and held >= _MOST * len(told)


def _cells(total: Block, parts: Sequence[Block]) -> Iterator[tuple[Cell, float, float, float]]:
    """Give each typed cell of a block with the sum of the same cell on the others: (cell, found, expected, unit)."""
    for c, column in enumerate(total.columns):
        numbers = total.figures[column]
        unit = 10.0 ** -decimals_of(numbers.values())
        for r, row in enumerate(total.rows):
            terms = [block.figure(block.rows[r], block.columns[c]) for block in parts]
            known = [term for term in terms if term is not None]
            if row in numbers and sum(term != 0 for term in known) > 1 and (row, column) not in total.sheet.formulas:
                yield (row, column), numbers[row], sum(known), unit


def _finding(total: Block, parts: Sequence[Block], cell: Cell, found: float, expected: float, unit: float) -> Finding:
    r, c = total.rows.index(cell[0]), total.columns.index(cell[1])
    places = tuple(Place(block.sheet.name, (block.rows[r], block.columns[c])) for block in parts)
    is_rounding = abs(found - expected) <= rounding_allowance(len(parts), unit) * (1 + 1e-9)
    notation = total.notation(cell)
    said, right = notation.two(found, expected)
    return Finding(
        code="EN506",
        severity=Severity.AVRUNDNING if is_rounding else Severity.FEL,
        sheet=total.sheet.name,
        cell=cell,
        message=(
            f"I {to_a1(cell)} står {said}, men samma cell på bladen {parts[0].sheet.name} till "
            f"{parts[-1].sheet.name} blir {right}. Skillnaden är {notation.difference(found - expected, expected)}."
        ),
        hint="Låt sammanställningen hämta beloppen från bladen med formler, eller rätta det blad som är fel.",
        found=shown(found),
        expected=shown(expected),
        difference=shown(found - expected),
        related=places,
    )
