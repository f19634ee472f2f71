"""Sums within a sheet (3xx): a balance sheet whose two sides are not equal."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.faults.words import make_finding
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.precision import decimals_of, rounding_allowance
from enamnd_xl.reconcile.registry import rule
from enamnd_xl.reconcile.terms import Terms
from enamnd_xl.reconcile.wording import without_repeats
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.snapshot import Number

_ASSETS = Terms("tillgångar tillgångarna aktiva aktiver assets eiendeler")
_DEBTS = Terms("skulder skulderna skuld gjeld gæld liabilities")
_EQUITY = Terms("eget equity egenkapital", phrases=("net assets", "net position", "fund balance", "fund balances"))
_OTHER_SIDE = Terms("passiva passiver")
_NOISE = 1e-9  # binary noise, as a part of the total


class _Side(NamedTuple):
    """The total of one side: the table and the row where it stands."""

    block: Block
    row: int


@rule(
    "EN310",
    "balansräkning-går-inte-ihop",
    checks="Att summan av tillgångarna är summan av eget kapital, avsättningar och skulder, i varje kolumn.",
    why="De två sidorna är samma pengar; skiljer de sig saknas en post eller är ett belopp fel, fast summorna stämmer.",
    example="Summa tillgångar är 364 203 tkr, men summa eget kapital och skulder 364 302 tkr.",
    remedy="Sök den post som saknas eller har fel belopp; skillnaden är ofta just den.",
)
def check_balance_sheets(work: Workpaper) -> Iterator[Finding]:
    """Find balance sheets whose two sides are not equal."""
    for name, blocks in work.blocks.items():
        assets, others = _sides(blocks)
        known = {one.total for one in work.sums[name] if one.difference} if others else set()
        for other in others:
            pairs = list(_pairs(_beside(other, assets, others), other))
            if not _is_to_be_equal(pairs):
                continue
            for cells, found, expected in pairs:
                if known.isdisjoint(cells) and _differ(found, expected):
                    yield _finding(work, name, cells, found, expected)


def _pairs(assets: Sequence[_Side], other: _Side) -> Iterator[tuple[tuple[Cell, Cell], Number, Number]]:
    """Give, column by column, where the two totals stand, and the totals."""
    for column, whole in _compared(assets, other):
        found, expected = (side.block.figure(side.row, at) for side, at in ((other, column), whole))
        if found and expected:
            yield ((other.row, column), (whole[0].row, whole[1])), found, expected


def _is_to_be_equal(pairs: Sequence[tuple[object, Number, Number]]) -> bool:
    """Tell whether the sides are those of a balance sheet; those of a trial balance part by the result of the year."""
    if any(found * expected < 0 for _, found, expected in pairs):
        return False
    return len(pairs) == 1 or not all(_differ(found, expected) for _, found, expected in pairs)


def _differ(found: Number, expected: Number) -> bool:
    return abs(found - expected) > _NOISE * abs(expected)


def _compared(assets: Sequence[_Side], other: _Side) -> Iterator[tuple[int, tuple[_Side, int]]]:
    """Give each column of the one side with what it should be as much as: the largest total of the assets.

    Tables that stand side by side are compared column by column. Some assets have totals of their own.
    """
    for at, column in enumerate(other.block.columns if assets else ()):
        cells = [(one, one.block.columns[at]) for one in assets]
        yield column, max(cells, key=lambda cell: abs(cell[0].block.figure(cell[0].row, cell[1]) or 0))


def _beside(other: _Side, assets: Sequence[_Side], others: Sequence[_Side]) -> list[_Side]:
    """Give the totals of assets that belong with one of the other side, of several balance sheets on a sheet.

    They stand above it or beside it, after the balance sheet before.
    """
    before = max((one.row for one in others if one.row < other.row), default=0)
    alike = (one for one in assets if len(one.block.columns) == len(other.block.columns))
    return [one for one in alike if before < one.row <= other.row]


def _sides(blocks: Sequence[Block]) -> tuple[list[_Side], list[_Side]]:
    """Give the totals that are called those of the assets, and those of what the assets are paid with."""
    assets: list[_Side] = []
    others: list[_Side] = []
    for block in blocks:
        for row in sorted(block.total_rows):
            label = block.label(row)
            if _OTHER_SIDE.are_in(label) or (_DEBTS.are_in(label) and _EQUITY.are_in(label)):
                others.append(_Side(block, row))
            elif _ASSETS.are_in(label) and not _DEBTS.are_in(label) and not _EQUITY.are_in(label):
                assets.append(_Side(block, row))
    return assets, others


def _finding(work: Workpaper, name: str, cells: tuple[Cell, Cell], found: Number, expected: Number) -> Finding:
    view = work.book.views[name]
    notation = view.notation(cells[0])
    said, right = notation.two(found, expected)
    allowed = rounding_allowance(2, 10.0 ** -decimals_of([found, expected]))
    here, there = (without_repeats(view.label(cell)) for cell in cells)
    return make_finding(
        "EN310",
        Severity.FEL if abs(found - expected) > allowed * (1 + 1e-9) else Severity.AVRUNDNING,
        Place(name, cells[0]),
        f"{here} i {to_a1(cells[0])} är {said}, men {there} i {to_a1(cells[1])} är {right}. "
        f"Skillnaden är {notation.difference(found - expected, found)}.",
        "De två sidorna ska vara lika stora: sök den post som saknas eller har fel belopp.",
        found=found,
        expected=expected,
        related=cells[1:],
    )
