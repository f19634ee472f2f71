"""The families of sets that a total may be the sum of, looked for one lane at a time.

A seed is a pattern that fits the numbers of one lane. Only what many lanes say, or one lane says loudly, becomes a sum.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

from enamnd_xl.reconcile.sums.arithmetic import granularity
from enamnd_xl.reconcile.sums.grid import MOST_DECIMALS, Pattern
from enamnd_xl.reconcile.sums.score import CAP
from enamnd_xl.workbook.snapshot import Number

# What a family costs, in bits: the logarithm of how many sets like it could have been tried in its place.
_NATURAL = 0.5
_ADJACENT = 5.0
_APART = 9.0
_STRIDE = 12.0
_PAIR = 16.0

_WIDEST_STRIDE = 12
_LONGEST = 120  # in longer tables every k-th line is not looked for
_STRIDE_BEGINS = 3  # a stride may begin so many lines later than one step from the total
_PAIR_REACH = 24
_LONGEST_PAIRED = 1000  # nor pairs in tables that are so much longer: they are lists, and totals of lists are of runs
_LEAST_PAIR = 3.0  # bits of a total that two lines may make: of a few units at most any two do


class Seed(NamedTuple):
    """A pattern that fits in a lane, with the bits the lane gives and the bits its family costs."""

    pattern: Pattern
    bits: float
    cost: float


class _Edges:
    """Where runs may begin, or end, by the running sum there."""

    def __init__(self, edges: Iterable[int], sums: Sequence[int]) -> None:
        self._order = sorted(edges, key=sums.__getitem__)
        self._sums = [sums[edge] for edge in self._order]

    def near(self, sum_: int, slack: int) -> Sequence[int]:
        """Give the edges whose running sum is this, within the slack."""
        at = bisect_left(self._sums, sum_ - slack)
        if at == len(self._sums) or self._sums[at] > sum_ + slack:
            return ()
        return self._order[at : bisect_right(self._sums, sum_ + slack, at)]


class View:
    """One lane as it is seen when the parts of the totals found so far are taken away.

    Args:
        values: the lane, zero where there is no number.
        decimals: how many decimals each of them has.
        positions: the positions that are left, in order, also those without a number in this lane.
        breaks: positions where something new begins: after a gap, at a total or after it.
        is_computed: tells whether a formula that does something else than adding stands in a position: there no totals
            of scattered lines are looked for.
    """

    def __init__(
        self,
        values: Sequence[Number],
        decimals: Sequence[int],
        positions: Sequence[int],
        breaks: frozenset[int],
        is_computed: Callable[[int], bool],
    ) -> None:
        self.positions = positions
        self.breaks = breaks
        self._is_computed = is_computed
        self.decimals = decimals
        self.places = min(MOST_DECIMALS, max(decimals))
        self.numbers = [values[p] for p in positions]
        scale = 10**self.places
        self.scaled = [round(v * scale) for v in self.numbers]
        self.sums = [0, *accumulate(self.scaled)]
        # a run takes in the zeros around it, but for those beyond a break
        last = len(positions)
        self.starts = _Edges([i for i in range(last + 1) if not i or self.scaled[i - 1] or self._breaks(i)], self.sums)
        self.stops = _Edges([i for i in range(last + 1) if i == last or self.scaled[i] or self._breaks(i)], self.sums)
        self.first = next((i for i, v in enumerate(self.numbers) if v), 0)

    @cached_property
    def step(self) -> float:
        """What the scaled numbers are multiples of."""
        return 1 if self.places else granularity(list(filter(None, self.numbers)))

    @cached_property
    def typed(self) -> Sequence[int]:
        """The indices, into the positions, where totals of scattered lines are looked for."""
        return [i for i, p in enumerate(self.positions) if not self._is_computed(p)]

    @cached_property
    def is_numbering(self) -> bool:
        """Whether the numbers count the lines, once or again and again; any two such are the sum of others."""
        given = [value for value in self.scaled if value]
        one = 10**self.places
        steps: int = sum(b - a == one for a, b in pairwise(given))
        return 2 * steps > len(given)

    def bits(self, index: int, slack: int) -> float:
        """Give the bits that a fit with the total at this index is worth."""
        return min(CAP, math.log2(1 + abs(self.scaled[index]) / self.step / (1 + 2 * slack)))

    def slack(self, index: int) -> int:
        """Give the rounding to allow for, in the lane's own steps."""
        if not self.places:
            return 1
        return (1, 10, 100)[min(2, max(0, self.places - self.decimals[self.positions[index]]))]

    def _breaks(self, edge: int) -> bool:
        return edge < len(self.positions) and self.positions[edge] in self.breaks

    def seed(self, total: int, indices: Sequence[int], slack: int, cost: float) -> Seed:
        """Make a seed of indices into the positions."""
        pattern = Pattern(self.positions[total], tuple(self.positions[i] for i in indices))
        return Seed(pattern, self.bits(total, slack), cost)


def runs(view: View, gaps: range) -> Iterator[Seed]:
    """Find totals that are the sum of the run before or after them, so many lines away."""
    last = len(view.positions)
    for i, total in enumerate(view.scaled):
        if not total:
            continue
        slack = view.slack(i)
        for gap in gaps:
            if i - gap >= 2 and (starts := view.starts.near(view.sums[i - gap] - total, slack)):
                yield from _runs_before(view, i, i - gap, starts)
            begin = i + 1 + gap
            if begin <= last - 2 and (stops := view.stops.near(view.sums[begin] + total, slack)):
                yield from _runs_after(view, i, begin, stops)


def _runs_before(view: View, i: int, end: int, starts: Iterable[int]) -> Iterator[Seed]:
    target = view.sums[end] - view.scaled[i]
    for start in starts:
        if start > end - 2:
            continue
        natural = start <= view.first or view.positions[start] in view.breaks
        rounded = view.slack(i) if view.sums[start] != target else 0
        yield view.seed(i, range(start, end), rounded, _run_cost(i - end, natural))


def _runs_after(view: View, i: int, begin: int, stops: Iterable[int]) -> Iterator[Seed]:
    target, last = view.sums[begin] + view.scaled[i], len(view.positions)
    for stop in stops:
        if stop < begin + 2:
            continue
        natural = stop == last or view.positions[stop] in view.breaks
        rounded = view.slack(i) if view.sums[stop] != target else 0
        yield view.seed(i, range(begin, stop), rounded, _run_cost(begin - i - 1, natural))


def _run_cost(gap: int, natural: bool) -> float:
    return (_NATURAL if natural else _ADJACENT) + (_APART + math.log2(gap) if gap else 0)


def strides(view: View) -> Iterator[Seed]:
    """Find totals that are the sum of every k-th line before or after them, three lines or more."""
    n = len(view.scaled)
    if n > _LONGEST or view.is_numbering:
        return
    totals = [(i, view.scaled[i], min(1, view.slack(i))) for i in view.typed if view.scaled[i]]
    for k in range(2, min(_WIDEST_STRIDE, n // 3) + 1):
        chains = [_Chain(view.scaled, residue, k) for residue in range(k)]
        least = _sums_of_three(view.scaled, k)
        for i, total, slack in totals:
            for first in range(i + 1, min(n, i + k + _STRIDE_BEGINS + 1)):
                if least[first] <= total + slack:
                    for indices in chains[first % k].forwards(first, total, slack):
                        yield view.seed(i, indices, slack, _STRIDE + math.log2(k))
            for last in range(max(2 * k, i - k - _STRIDE_BEGINS), i):
                if least[last - 2 * k] <= total + slack:
                    for indices in chains[last % k].backwards(last, total, slack):
                        yield view.seed(i, indices, slack, _STRIDE + math.log2(k))


def _sums_of_three(numbers: Sequence[int], step: int) -> Sequence[float]:
    """Give the least that every k-th number, three or more, comes to from each on: more than that is not looked up.

    >>> _sums_of_three([1, 2, 3, 4, 5, 6], 2), _sums_of_three([1, -2, 3], 1)
    ([9, 12, inf, inf, inf, inf], [-inf, -inf, -inf])
    """
    if min(numbers) < 0:
        return [-math.inf] * len(numbers)
    sums = (a + b + c for a, b, c in zip(numbers, numbers[step:], numbers[2 * step :], strict=False))
    return [*sums, *[math.inf] * (2 * step)][: len(numbers)]


class _Chain:
    """Every k-th number, with its running sums."""

    def __init__(self, numbers: Sequence[int], residue: int, step: int) -> None:
        self.residue = residue
        self.step = step
        self.running = [0, *accumulate(numbers[residue::step])]
        self.ends: dict[int, list[int]] = {}
        for end, value in enumerate(self.running):
            self.ends.setdefault(value, []).append(end)

    def forwards(self, first: int, total: int, slack: int) -> Iterator[range]:
        """Give the indices of three numbers or more from the first on that make the total."""
        begin = first // self.step
        target = self.running[begin] + total
        for value in range(target - slack, target + slack + 1):
            for end in self.ends.get(value, ()):
                if end >= begin + 3:
                    yield range(first, self.residue + end * self.step, self.step)

    def backwards(self, last: int, total: int, slack: int) -> Iterator[range]:
        """Give the indices of three numbers or more up to the last that make the total."""
        end = last // self.step + 1
        target = self.running[end] - total
        for value in range(target - slack, target + slack + 1):
            for begin in self.ends.get(value, ()):
                if begin <= end - 3:
                    yield range(self.residue + begin * self.step, last + 1, self.step)


def pairs(view: View) -> Iterator[Seed]:
    """Find totals that are the sum of two lines not far away."""
    numbers = view.scaled
    if view.is_numbering or len(numbers) > _LONGEST_PAIRED:
        return
    for i in view.typed:
        total = numbers[i]
        if not total or view.bits(i, 0) < _LEAST_PAIR:
            continue
        slack = min(view.slack(i), 2)
        seen: dict[int, list[int]] = {}
        for j in range(max(0, i - _PAIR_REACH), min(len(numbers), i + _PAIR_REACH + 1)):
            if j == i or not numbers[j]:
                continue
            rest = total - numbers[j]
            for other in range(rest - slack, rest + slack + 1):
                for first in seen.get(other, ()):
                    yield view.seed(i, (first, j), 0, _PAIR)
            seen.setdefault(numbers[j], []).append(j)
