"""Totals that lack a line: a row of totals that are all off by what one more row could hold.

Where a row is deleted among pasted values every total is wrong at once, so that none confirms the others. What is
missing then looks like the rows that are left: in most columns it is no smaller than the least figure there and no
larger than the largest.
"""

from collections.abc import Sequence
from itertools import pairwise

from enamnd_xl.reconcile.sums.grid import Grid, Pattern
from enamnd_xl.reconcile.sums.score import Outcome, agreement
from enamnd_xl.reconcile.sums.slips import like_mean
from enamnd_xl.reconcile.sums.words import is_stated
from enamnd_xl.workbook.snapshot import Number

_FEWEST_PARTS = 3  # lines that show what a line is like
_FEWEST_LANES = 2  # totals that are off by what such a line would have
_FEWEST_FIGURES = 12  # in those lines and lanes together
_TIMES = 2  # how many times as large as the others, or as small, a figure of the missing line may be


def lost_line(grid: Grid, pattern: Pattern, lanes: Sequence[int]) -> Outcome:
    """Tell whether a line is missing among the parts of a total.

    Args:
        grid: the numbers along one axis.
        pattern: a total with all the lines next to it that it could be of.
        lanes: the lanes to look at together.

    Returns:
        The lanes where the total is off by what a line could be; no lanes when any other lane says otherwise.
    """
    parts = pattern.operands
    if len(parts) < _FEWEST_PARTS or any(b - a != 1 for a, b in pairwise((*parts, pattern.total))):
        return Outcome()
    outcome = Outcome()
    beyond = 0
    for lane in lanes:
        total, filled = grid.lanes[lane][pattern.total], grid.filled[lane]
        figures = [filled[p] for p in parts]
        if not total or not any(figures) or like_mean(total, figures):
            continue
        bits, difference = agreement(total, figures)
        if bits is not None:
            outcome.holds.append(lane)
            continue
        if grid.cell(lane, pattern.total) in grid.computed or not is_stated(grid, lane, pattern):
            return Outcome()
        least, largest = min(figures), max(figures)
        if not _further(least, -1) <= difference <= _further(largest, 1):
            return Outcome()
        beyond += not least <= difference <= largest
        outcome.fails[lane] = difference
    fails = len(outcome.fails)
    by_chance = 2 * fails / (len(parts) + 1)  # in how many lanes one line of so many is the least or the largest
    is_line = fails >= _FEWEST_LANES and fails * len(parts) >= _FEWEST_FIGURES and beyond <= by_chance
    outcome.lacks_line = is_line
    return outcome if is_line else Outcome()


def _further(figure: Number, way: int) -> float:
    """Give the end of what may stand beside a figure that is the least (way -1) or the largest (way 1).

    >>> _further(10, 1), _further(-10, 1), _further(10, -1), _further(-10, -1)
    (20, -5.0, 5.0, -20)
    """
    return figure * _TIMES if figure * way > 0 else figure / _TIMES
