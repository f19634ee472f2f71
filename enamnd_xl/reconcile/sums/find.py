"""Find the sums of a sheet: which cells are, or should be, the sums of which.

The idea in short:

1. What formulas add is declared (declared.py). Where a line's totals are formulas there is no more to look for, and a
   figure typed between them should be what its neighbours are.
2. Everything else is found from the figures. A *pattern* is a total's position and its operands', such as "row 16 is
   rows 2 to 15"; a *lane* is a column (or a row) on which it can hold. Families of patterns that a total may follow
   (candidates.py: the run before or after it, every k-th line, two lines) are tried on some lanes, and what fits is
   weighed on all of them (score.py): in bits, how unlikely it is that so many lanes agree by chance.
3. The strongest pattern is accepted, its parts are taken away, and the search begins again on what is left, so that
   totals of totals become neighbours (search.py, claims.py).
4. A lane on which an accepted pattern fails by a plausible slip has a wrong total (slips.py). A total that no lane
   confirms is presumed from its label or its place (presumed.py).

Labels are evidence, worth some bits; nothing rests on them alone.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from enamnd_xl.reconcile.figures import Figures, is_figure
from enamnd_xl.reconcile.labels import is_order_statistic
from enamnd_xl.reconcile.sums.claims import Claims
from enamnd_xl.reconcile.sums.declared import declared_sums, goes_round
from enamnd_xl.reconcile.sums.formula_patterns import between_formulas, declared_patterns
from enamnd_xl.reconcile.sums.grid import AXES, Grid, make_grids, make_sum
from enamnd_xl.reconcile.sums.model import Sum
from enamnd_xl.reconcile.sums.search import Accepted, Search
from enamnd_xl.reconcile.sums.slips import is_plausible
from enamnd_xl.reconcile.sums.words import counts_changes, is_stated
from enamnd_xl.workbook.snapshot import Sheet

_SURE = 35.0  # bits that show a total of lines whose names say that they are no parts, as in a cash flow statement


def find_sums(sheet: Sheet, figures: Figures | None = None, declared: Sequence[Sum] | None = None) -> tuple[Sum, ...]:
    """Find which cells of a sheet are, or should be, sums of which.

    Args:
        sheet: the sheet, with the values its formulas give.
        figures: its numbers, where they have been told apart before.
        declared: the sums that its formulas declare, where they have been gathered before.

    Returns:
        The sums in the order of their totals. A total is listed more than once when it is a sum in more than one way.
        One that does not add up has a difference.

    >>> [s.total for s in find_sums(Sheet("Blad1", ((1234,), (2345,), (4567,), (8146,))))]
    [(4, 1)]
    """
    figures = figures or Figures(sheet)
    declared = declared_sums(figures) if declared is None else declared
    found = list(declared)
    if any(any(map(is_figure, row)) for row in sheet.rows):
        presumed: list[Sum] = []  # a total that is right along one axis is not presumed wrong along the other
        totals = {s.total for s in declared}
        for grid in make_grids(figures, totals):
            claims = Claims(grid)
            by_pattern = declared_patterns(grid, declared)
            for pattern, lanes in by_pattern.items():
                claims.add(pattern, lanes)
            found += between_formulas(grid, by_pattern, claims, totals)
            known = {s.total for s in declared if s.axis == AXES[grid.down]}
            for accepted in Search(grid, claims).run():
                sums = list(_sums(sheet, grid, accepted))
                if not any(goes_round(sheet, one) for one in sums):
                    (presumed if accepted.presumed else found).extend(s for s in sums if s.total not in known)
        right = {s.total for s in found if not s.difference}
        found += (s for s in presumed if not s.difference or s.total not in right)
    return tuple(sorted(found, key=_order(found)))


def _order(found: Sequence[Sum]) -> Callable[[Sum], Any]:
    """Give the key that puts sums in the order of their totals; the parts are only asked where a total has several."""
    ways = Counter(one.total for one in found)
    return lambda s: (s.total, (s.operands[0], len(s.operands), s.axis) if ways[s.total] > 1 else ())


def _sums(sheet: Sheet, grid: Grid, accepted: Accepted) -> Iterator[Sum]:
    """Give the sums of a pattern: where it holds, and where it should.

    A formula makes no slips, so one that reckons something else is a sum only where it adds up to the last unit.
    """
    pattern, outcome = accepted.pattern, accepted.outcome
    exactly = counts_changes(grid.labels, pattern) and outcome.bits < _SURE  # then nothing in it is wrong
    for one in (make_sum(grid, lane, pattern) for lane in outcome.holds):
        if not one.difference or not (exactly or one.total in grid.computed):
            yield one
    if exactly:
        return
    holds, fails = len(outcome.holds), len(outcome.fails)
    for lane, difference in outcome.fails.items():
        if grid.is_weighted(lane, pattern) or is_order_statistic(grid.lane_labels[lane]):
            continue
        values = grid.filled[lane]
        parts = [values[p] for p in pattern.operands]
        stated = is_stated(grid, lane, pattern, confirmed=bool(holds))
        typed = grid.cell(lane, pattern.total) not in sheet.formulas
        if outcome.lacks_line:
            yield make_sum(grid, lane, pattern)._replace(lacks_line=True)
        elif typed and is_plausible(values[pattern.total], parts, difference, holds, fails, stated=stated):
            yield make_sum(grid, lane, pattern)
