"""The search: seeds from every lane, weighed over all lanes, the strongest accepted first, until nothing more is found.

When a total is accepted its parts are taken away in the lanes where it holds, so that what is left are totals and
lines that no total has claimed yet: so a total of totals becomes a run of neighbours.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple, TypeAlias

from enamnd_xl.reconcile.labels import is_total
from enamnd_xl.reconcile.sums.candidates import Seed, View, pairs, runs, strides
from enamnd_xl.reconcile.sums.grid import Grid
from enamnd_xl.reconcile.sums.presumed import presumed
from enamnd_xl.reconcile.sums.score import CAP, Outcome, Pattern, agreement, weigh

_THRESHOLD = 6.0  # bits that must be left when the family's cost is paid: one find in 64 would be chance
_LABEL = 4.0  # bits of a word for total, with the total or with a part
_ROUNDS = 20
_NEAR = 4  # how many lines may stand between a total and its run

_PLENTY = 30.0  # bits beyond which more evidence decides nothing

Family: TypeAlias = Callable[[View], Iterator[Seed]]


def _scattered(view: View) -> Iterator[Seed]:
    yield from strides(view)
    yield from pairs(view)


# A family, and in how many lanes at most it looks: what is no run of neighbours needs more lanes than one anyway.
_FAMILIES: tuple[tuple[Family, int], ...] = (
    (partial(runs, reach=1), 40),
    (partial(runs, reach=_NEAR), 20),
    (_scattered, 4),
)


class Accepted(NamedTuple):
    """A pattern that is taken for true, with how it fares."""

    pattern: Pattern
    outcome: Outcome


class Search:
    """A search for the sums along one axis.

    Args:
        grid: the numbers along the axis.
    """

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.accepted: list[Accepted] = []
        self._parts: list[set[int]] = [set() for _ in grid.lanes]  # lane -> positions that a total has claimed
        self._totals: list[dict[int, list[Pattern]]] = [defaultdict(list) for _ in grid.lanes]
        self._outcomes: dict[Pattern, Outcome] = {}
        self._all = False
        self._memory: dict[tuple[int, Family], tuple[tuple[int, int, bool], tuple[Seed, ...]]] = {}
        self._lanes = [lane for lane, values in enumerate(grid.lanes) if len(values) - values.count(None) >= 3]

    def run(self) -> list[Accepted]:
        """Try the families in order; when a later one finds something, begin again with the first.

        At last look for totals of lines that other totals have claimed.
        """
        family = 0
        for _ in range(_ROUNDS):
            if self._round(*_FAMILIES[family]):
                family = 0
            else:
                family += 1
                if family == len(_FAMILIES):
                    break
        self._all = True
        for fam in _FAMILIES:
            self._round(*fam)
        for pattern, outcome in presumed(self.grid, self._totals, self._parts):
            self.accepted.append(Accepted(pattern, outcome))
        return self.accepted

    def _round(self, family: Family, lanes: int) -> bool:
        ranked = sorted(self._candidates(family, lanes), key=self._rank)
        sure: dict[int, Pattern] = {}
        for worth, pattern in ranked:
            if worth >= _PLENTY:
                sure.setdefault(pattern.total, pattern)
        waiting = dict.fromkeys(pattern for _, pattern in ranked)
        accepted = 0
        while waiting:
            accepted += self._accept_with_parts(next(iter(waiting)), sure, waiting)
        return accepted > 0

    def _accept_with_parts(self, pattern: Pattern, sure: dict[int, Pattern], waiting: dict[Pattern, None]) -> int:
        """Accept a pattern when it has room, after those of its operands' own patterns that are beyond doubt."""
        waiting.pop(pattern)
        accepted = 0
        for operand in pattern.operands:
            below = sure.get(operand)
            if below in waiting:
                accepted += self._accept_with_parts(below, sure, waiting)
        return accepted + self._accept(pattern)

    def _rank(self, candidate: tuple[float, Pattern]) -> tuple[float, ...]:
        worth, pattern = candidate
        outcome = self._outcomes[pattern]
        fails, holds = len(outcome.fails), len(outcome.holds)
        return 3 * fails - min(worth, _PLENTY), -holds, len(pattern.operands), -worth

    def _candidates(self, family: Family, lanes: int) -> Iterator[tuple[float, Pattern]]:
        for pattern, bits, cost in self._seeds(family, lanes):
            price = cost - self._label_bits(pattern)
            if bits - price >= _THRESHOLD or (cost > CAP - _THRESHOLD and bits - cost > -_THRESHOLD):
                worth = self._outcome(pattern).bits - price
                if worth >= _THRESHOLD:
                    yield worth, pattern

    def _label_bits(self, pattern: Pattern) -> float:
        """Give what the labels say for a pattern: that its total is called one, and not a part of it instead."""
        labels = self.grid.labels
        if is_total(labels[pattern.total]):
            return _LABEL
        return -_LABEL if any(is_total(labels[p]) for p in pattern.operands) else 0.0

    def _seeds(self, family: Family, lanes: int) -> Iterable[Seed]:
        """Gather the seeds of some lanes by pattern, their bits added up."""
        gathered: dict[Pattern, Seed] = {}
        for lane in self._sample(lanes):
            totals = self._totals[lane]
            for seed in self._lane_seeds(lane, family):
                claimed = [q.operands for q in totals.get(seed.pattern.total, ())]
                if claimed and any(set(operands) & set(seed.pattern.operands) for operands in claimed):
                    continue
                old = gathered.get(seed.pattern)
                gathered[seed.pattern] = (
                    Seed(seed.pattern, old.bits + seed.bits, min(old.cost, seed.cost)) if old else seed
                )
        return gathered.values()

    def _sample(self, count: int) -> list[int]:
        """Choose lanes evenly, in each stretch the one with the most different numbers."""
        if len(self._lanes) <= count:
            return self._lanes
        step = len(self._lanes) / count
        stretches = (self._lanes[int(i * step) : int((i + 1) * step)] for i in range(count))
        return [max(stretch, key=lambda lane: len(set(self.grid.lanes[lane]))) for stretch in stretches]

    def _lane_seeds(self, lane: int, family: Family) -> Sequence[Seed]:
        """Give a lane's seeds, found anew only when something in the lane was claimed since."""
        state = (len(self._totals[lane]), len(self._parts[lane]), self._all)
        known = self._memory.get((lane, family))
        if known is None or known[0] != state:
            seeds = family(self._view(lane))
            if family is _scattered:
                seeds = self._seconded(lane, seeds)
            known = self._memory[lane, family] = state, tuple(seeds)
        return known[1]

    def _seconded(self, lane: int, seeds: Iterator[Seed]) -> Iterator[Seed]:
        """Keep the seeds that the lanes beside agree with more than they disagree."""
        at = bisect_left(self._lanes, lane)
        group = self.grid.groups[lane]
        beside = [o for o in self._lanes[max(0, at - 2) : at + 3] if o != lane and self.grid.groups[o] == group]
        for seed in seeds if beside else ():
            votes = 0
            for other in beside:
                filled = self.grid.filled[other]
                if filled[seed.pattern.total]:
                    bits, _ = agreement(filled[seed.pattern.total], [filled[p] for p in seed.pattern.operands])
                    votes += 1 if bits is not None else -1
            if votes > 0:
                yield seed

    def _view(self, lane: int) -> View:
        claimed, totals = self._parts[lane], self._totals[lane]
        active = self.grid.active[self.grid.groups[lane]]
        left = active if self._all else [p for p in active if p not in claimed]
        present = set(active)
        breaks = frozenset(p for p in left if p - 1 not in present or p - 1 in totals)
        return View(self.grid.lanes[lane], left, breaks)

    def _outcome(self, pattern: Pattern) -> Outcome:
        if pattern not in self._outcomes:
            self._outcomes[pattern] = weigh(self.grid, pattern)
        return self._outcomes[pattern]

    def _accept(self, pattern: Pattern) -> bool:
        outcome = self._outcome(pattern)
        free = [lane for lane in outcome.holds if not self._taken(lane, pattern)]
        if 2 * len(free) <= len(outcome.holds):
            return False
        fails = {lane: d for lane, d in outcome.fails.items() if not self._taken(lane, pattern)}
        pattern = self._trimmed(pattern, free)
        self.accepted.append(Accepted(pattern, Outcome(outcome.bits, free, fails, outcome.hits)))
        for lane in free:
            self._totals[lane][pattern.total].append(pattern)
            self._parts[lane].update(pattern.operands)
        return True

    def _trimmed(self, pattern: Pattern, lanes: list[int]) -> Pattern:
        """Leave out empty lines at the ends of a pattern that another total has claimed."""

        def spare(position: int) -> bool:
            return all(not self.grid.filled[lane][position] and position in self._parts[lane] for lane in lanes)

        left, right = 0, len(pattern.operands)
        while right - left > 2 and spare(pattern.operands[left]):
            left += 1
        while right - left > 2 and spare(pattern.operands[right - 1]):
            right -= 1
        return Pattern(pattern.total, pattern.operands[left:right])

    def _taken(self, lane: int, pattern: Pattern) -> bool:
        """Tell whether what is accepted in a lane leaves no room for the pattern."""
        totals = self._totals[lane]
        if self._rests_on_itself(totals, pattern):
            return True
        filled = self.grid.filled[lane]
        operands = {p for p in pattern.operands if filled[p]}
        again = totals.get(pattern.total, ())
        if again or self._all:
            out = self._outcomes[pattern]
            if out.bits < 25 or out.hits < 3 or out.fails:
                return True
        if any(operands & set(q.operands) for q in again):
            return True
        if again and any(q.operands == pattern.operands for qs in totals.values() for q in qs):
            return True
        if any(operands & set(q.operands) for o in pattern.operands for q in totals.get(o, ())):
            return True
        return any(pattern.total in q.operands and operands & set(q.operands) for qs in totals.values() for q in qs)

    @staticmethod
    def _rests_on_itself(totals: dict[int, list[Pattern]], pattern: Pattern) -> bool:
        waiting, seen = list(pattern.operands), set[int]()
        while waiting:
            position = waiting.pop()
            if position == pattern.total:
                return True
            if position not in seen:
                seen.add(position)
                for below in totals.get(position, ()):
                    waiting.extend(below.operands)
        return False
