"""Balances that look like sums: where the opening balance is zero, debit is credit and the closing balance."""

from math import isclose

from enamnd_xl.reconcile.labels import is_total
from enamnd_xl.reconcile.sums.grid import Grid, Pattern
from enamnd_xl.reconcile.sums.score import Outcome

_FEWEST = 2  # lanes where one other line explains what the total is off by
_REACH = 3  # how far away it stands
_SAME = 1e-6  # what binary arithmetic leaves of a difference, as a part of it


def is_of_a_balance(grid: Grid, pattern: Pattern, outcome: Outcome) -> bool:
    """Tell whether a total is no sum of its parts, for what it is off by stands as a line on its other side.

    Where the total is right that line is zero in most lanes. A line that was left out of a total stands among its
    parts.
    """
    total, first, last = pattern.total, pattern.operands[0], pattern.operands[-1]
    if len(outcome.fails) < _FEWEST or is_total(grid.labels[total]):
        return False
    if total < first:
        beyond = range(max(0, total - _REACH), total)
    else:
        beyond = range(total + 1, min(grid.length, total + 1 + _REACH)) if total > last else range(0)
    return any(_explains(grid, position, outcome) for position in beyond)


def _explains(grid: Grid, position: int, outcome: Outcome) -> bool:
    lines = grid.filled
    given = sum(bool(lines[lane][position]) for lane in outcome.holds)
    return 2 * given < len(outcome.holds) and all(
        isclose(abs(difference), abs(lines[lane][position]), rel_tol=_SAME)
        for lane, difference in outcome.fails.items()
    )
