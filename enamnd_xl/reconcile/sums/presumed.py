"""Totals that stand where a total would, and that no lane confirms: presumed, when they are off by no more than a slip.

The last line of a run, or the first, is presumed to be its total when its label says so and the figures are close, or
when, without a label, they are so close that chance would hardly bring it. What is found here is a wrong total, or a
total of figures too small to be sure of by themselves.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise, takewhile

from enamnd_xl.reconcile.labels import is_total
from enamnd_xl.reconcile.sums.claims import Claims
from enamnd_xl.reconcile.sums.grid import Grid, Pattern
from enamnd_xl.reconcile.sums.score import Outcome, agreement, is_no_rounding
from enamnd_xl.reconcile.sums.slips import is_plausible, like_mean, suspicion

_ENOUGH = 7.0  # bits that the lanes and the label must give together
_LABEL = 8.0  # bits of a label that says that the line is a total
_COPY = 2.0  # bits of a lane where the total equals its only part
_LIKE_MEAN = -0.7
_AGAINST = -5.0


def presumed(grid: Grid, groups: Collection[int], claims: Claims) -> Iterator[tuple[Pattern, Outcome]]:
    """Find totals by where they stand.

    Args:
        grid: the numbers along one axis.
        groups: the groups of lanes to look in.
        claims: what is found so far.

    Returns:
        Patterns with how they fare, a group of lanes at a time.
    """
    for group in sorted(groups):
        active = grid.active[group]
        lanes = [lane for lane, of in enumerate(grid.groups) if of == group]
        taken = {p for p in active if _in_most(lanes, p, claims.totals, grid)}
        left = [p for p in active if not _in_most(lanes, p, claims.parts, grid)]
        for position in left:
            if position not in taken:
                patterns = [Pattern(position, tuple(sorted(run))) for run in _runs(grid, position, left, active, taken)]
                bonus = _LABEL if is_total(grid.labels[position]) else 0.0
                outcomes = [(pattern, _weigh(grid, pattern, lanes, bonus)) for pattern in patterns]
                best = max(outcomes, key=lambda one: one[1].bits, default=None)
                if best and best[1].bits >= _ENOUGH:
                    yield best


def _in_most(lanes: Sequence[int], position: int, marked: Sequence[Collection[int]], grid: Grid) -> bool:
    """Tell whether a position is marked in most of the lanes that have a number there."""
    given = [lane for lane in lanes if grid.lanes[lane][position] is not None]
    return 2 * sum(position in marked[lane] for lane in given) > len(given)


def _runs(
    grid: Grid, position: int, left: Sequence[int], active: Sequence[int], taken: Collection[int]
) -> set[tuple[int, ...]]:
    """Give the runs that a position could be the total of, on either side of it.

    With a label: the nearest lines up to a gap or a total, or over gaps up to a total, or the totals alone. Without:
    the nearest lines, when nothing but a gap stands on its other side.
    """
    at = left.index(position)
    sides = left[:at][::-1], left[at + 1 :]
    neighbours = {position - 1, position + 1} & set(active)
    runs: set[tuple[int, ...]] = set()
    for lines, step in zip(sides, (-1, 1), strict=True):
        details = tuple(takewhile(lambda p: p not in taken, lines))
        if is_total(grid.labels[position]):
            runs |= {
                details,
                _unbroken(details, active),
                tuple(p for p in lines if p in taken),
                _unbroken(lines, active),
            }
        elif neighbours == {position + step}:
            runs.add(_unbroken(details, active))
    return {run for run in runs if len(run) >= 2}


def _unbroken(line: Sequence[int], active: Sequence[int]) -> tuple[int, ...]:
    """Take the lines up to the first gap."""
    present = set(active)
    run = list(line[:1])
    for before, p in pairwise(line):
        if any(between not in present for between in range(min(before, p) + 1, max(before, p))):
            break
        run.append(p)
    return tuple(run)


def _weigh(grid: Grid, pattern: Pattern, lanes: Sequence[int], bonus: float) -> Outcome:
    """Weigh a presumed total on a group of lanes; worth nothing when more lanes speak against it than for it."""
    outcome = Outcome(bits=bonus)
    seen: set[tuple[float, ...]] = set()
    off: list[float] = []
    against = 0
    for lane in lanes:
        total = grid.lanes[lane][pattern.total]
        parts = [grid.filled[lane][p] for p in pattern.operands]
        if not total or not any(parts) or grid.cell(lane, pattern.total) in grid.computed:
            continue
        bits, difference = agreement(total, parts)
        if bits is not None and sum(map(bool, parts)) == 1:
            if any(is_total(grid.labels[p]) for p in pattern.operands):
                continue  # one total is a copy of the other
            bits = min(bits, _COPY)
        if bits is not None:
            outcome.holds.append(lane)
            off.append(difference)
        elif is_plausible(total, parts, difference, 0, 1):
            outcome.fails[lane] = difference
            bits = suspicion(total, parts, difference)
        else:
            against += 1
            bits = _LIKE_MEAN if like_mean(total, parts) else max(_AGAINST, suspicion(total, parts, difference))
        if (key := (total, *parts)) not in seen:
            seen.add(key)
            outcome.bits += bits
    speaking = len(outcome.holds) + len(outcome.fails)
    return Outcome() if against > (speaking if bonus else 0) or not speaking or is_no_rounding(off, len(pattern.operands)) else outcome
