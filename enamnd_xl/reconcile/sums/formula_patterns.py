"""What formulas say of the lines they stand in: the patterns they follow, and the figures typed between them."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from enamnd_xl.reconcile.sums.arithmetic import off_by
from enamnd_xl.reconcile.sums.claims import Claims
from enamnd_xl.reconcile.sums.grid import AXES, Grid, Pattern, make_sum
from enamnd_xl.reconcile.sums.model import Span, Sum
from enamnd_xl.reconcile.sums.slips import like_mean, slips_tried
from enamnd_xl.workbook.address import Cell

_FEWEST = 2  # formulas alike in a line that tell what stands between them


def declared_patterns(grid: Grid, declared: Sequence[Sum]) -> dict[Pattern, list[int]]:
    """Gather the declared sums along a grid's axis: pattern -> the lanes where a formula says so."""
    known: dict[tuple[int, int, int], Pattern] = {}
    lanes: dict[Pattern, list[int]] = {}
    across = 0 if grid.down else 1  # which of a cell's numbers is the position
    for one in declared:
        if one.axis != AXES[grid.down]:
            continue
        total = one.total[across] - 1
        if isinstance(one.operands, Span):
            area = one.operands.area
            key = (total, area[across] - 1, area[across + 2])
            pattern = known.get(key)
            if pattern is None:
                pattern = known[key] = Pattern(total, tuple(range(*key[1:])))
        else:
            pattern = Pattern(total, tuple(sorted({c[across] - 1 for c in one.operands})))
        lanes.setdefault(pattern, []).append(one.total[1 - across] - 1)
    return lanes


def between_formulas(
    grid: Grid, by_pattern: Mapping[Pattern, Sequence[int]], claims: Claims, totals: Collection[Cell]
) -> Iterator[Sum]:
    """Find the totals that stand between formulas: typed where the neighbours add, or adding something else.

    They are entered among the claims too.

    Args:
        grid: the numbers along one axis.
        by_pattern: the declared patterns along that axis, with their lanes.
        claims: what is known.
        totals: all cells whose formulas add, along any axis.
    """
    lines: dict[int, list[Pattern]] = {}
    for pattern in by_pattern:
        lines.setdefault(pattern.total, []).append(pattern)
    for patterns in lines.values():
        usual = max(patterns, key=lambda p: len(by_pattern[p]))
        lanes = by_pattern[usual]
        if len(lanes) < _FEWEST or 2 * len(lanes) <= sum(len(by_pattern[p]) for p in patterns):
            continue
        groups = {grid.groups[lane] for lane in lanes}
        for lane in sorted(set(range(len(grid.lanes))).difference(lanes)):
            cell = grid.cell(lane, usual.total)
            if grid.groups[lane] in groups and cell not in grid.computed and _should_follow(grid, lane, usual, claims):
                found = make_sum(grid, lane, usual)
                crossing = cell in totals and usual.total not in claims.totals[lane]
                if usual.total not in claims.totals[lane]:
                    claims.add(usual, [lane])
                if not (crossing and found.difference):  # by its formula it is right along the other axis
                    yield found


def _should_follow(grid: Grid, lane: int, pattern: Pattern, claims: Claims) -> bool:
    """Tell whether a lane's total should be what the neighbours' formulas add."""
    filled = grid.filled[lane]
    total, parts = grid.lanes[lane][pattern.total], [filled[p] for p in pattern.operands]
    if total is None or sum(map(bool, parts)) < _FEWEST:
        return False
    difference, _ = off_by(total, parts)
    if pattern.total in claims.totals[lane]:  # by its own formula, which adds something else along this axis
        return bool(difference)
    return not difference or slips_tried(total, parts, difference) > 0 or not like_mean(total, parts)
