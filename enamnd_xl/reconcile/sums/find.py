"""Find the sums of a sheet."""

from collections.abc import Iterator

from enamnd_xl.reconcile.sums.arithmetic import off_by
from enamnd_xl.reconcile.sums.declared import declared_sums
from enamnd_xl.reconcile.sums.grid import Grid, make_grids
from enamnd_xl.reconcile.sums.model import Sum
from enamnd_xl.reconcile.sums.score import Pattern
from enamnd_xl.reconcile.sums.search import Accepted, Search
from enamnd_xl.reconcile.sums.slips import is_plausible
from enamnd_xl.workbook.snapshot import Sheet


def find_sums(sheet: Sheet) -> tuple[Sum, ...]:
    """Find which cells of a sheet are sums of which.

    >>> [s.total for s in find_sums(Sheet("Blad1", ((1234,), (2345,), (4567,), (8146,))))]
    [(4, 1)]
    """
    declared = declared_sums(sheet)
    known = {s.total for s in declared}
    found = [
        _sum(grid, lane, accepted.pattern)
        for grid in make_grids(sheet)
        for accepted in Search(grid).run()
        for lane in _lanes(grid, accepted)
        if grid.cell(lane, accepted.pattern.total) not in known
    ]
    return tuple(sorted([*declared, *found], key=lambda s: (s.total, s.operands)))


def _lanes(grid: Grid, accepted: Accepted) -> Iterator[int]:
    """Go through the lanes where a pattern holds, and those where it should."""
    pattern, outcome = accepted
    yield from outcome.holds
    for lane, difference in outcome.fails.items():
        values = grid.filled[lane]
        parts = [values[p] for p in pattern.operands]
        if is_plausible(values[pattern.total], parts, difference, len(outcome.holds), len(outcome.fails)):
            yield lane


def _sum(grid: Grid, lane: int, pattern: Pattern) -> Sum:
    values = grid.filled[lane]
    difference, unit = off_by(values[pattern.total], [values[p] for p in pattern.operands])
    return Sum(
        grid.cell(lane, pattern.total),
        tuple(grid.cell(lane, p) for p in pattern.operands),
        "kolumn" if grid.down else "rad",
        "värde",
        difference,
        unit,
    )
