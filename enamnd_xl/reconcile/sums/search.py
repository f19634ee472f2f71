"""The search: seeds from every lane, weighed over all lanes, the strongest accepted first, until nothing more is found.

When a total is accepted its parts are taken away in the lanes where it holds, so that what is left are totals and
lines that no total has claimed yet: so a total of totals becomes a run of neighbours.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple, TypeAlias

from enamnd_xl.reconcile.sums.candidates import Seed, View, pairs, runs, strides
from enamnd_xl.reconcile.sums.grid import Grid
from enamnd_xl.reconcile.sums.score import Outcome, Pattern, weigh

_THRESHOLD = 6.0  # bits that must be left when the family's cost is paid: one find in 64 would be chance
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
    (_scattered, 8),
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
        return self.accepted

    def _round(self, family: Family, lanes: int) -> bool:
        ranked = sorted(self._candidates(family, lanes), key=lambda c: (-min(c[0], _PLENTY), len(c[1].operands), -c[0], c[1]))
        accepted = [pattern for _, pattern in ranked if self._accept(pattern)]
        return bool(accepted)

    def _candidates(self, family: Family, lanes: int) -> Iterator[tuple[float, Pattern]]:
        for pattern, bits, cost in self._seeds(family, lanes):
            if bits - cost >= _THRESHOLD:
                worth = self._outcome(pattern).bits - cost
                if worth >= _THRESHOLD:
                    yield worth, pattern

    def _seeds(self, family: Family, lanes: int) -> Iterable[Seed]:
        """Gather the seeds of lanes evenly spread by pattern, their bits added up."""
        gathered: dict[Pattern, Seed] = {}
        step = max(1, len(self._lanes) / lanes)
        for lane in {self._lanes[int(i * step)] for i in range(min(lanes, len(self._lanes)))}:
            totals = self._totals[lane]
            for seed in family(self._view(lane)):
                if not any(set(q.operands) & set(seed.pattern.operands) for q in totals.get(seed.pattern.total, ())):
                    old = gathered.get(seed.pattern)
                    if old:
                        seed = Seed(seed.pattern, old.bits + seed.bits, min(old.cost, seed.cost))
                    gathered[seed.pattern] = seed
        return gathered.values()

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
        self.accepted.append(Accepted(pattern, Outcome(outcome.bits, free, fails, outcome.hits)))
        for lane in free:
            self._totals[lane][pattern.total].append(pattern)
            self._parts[lane].update(pattern.operands)
        return True

    def _taken(self, lane: int, pattern: Pattern) -> bool:
        """Tell whether what is accepted in a lane leaves no room for the pattern."""
        totals = self._totals[lane]
        if self._rests_on_itself(totals, pattern):
            return True
        operands = set(pattern.operands)
        again = totals.get(pattern.total, ())
        if again or self._all:
            out = self._outcomes[pattern]
            if out.bits < 25 or out.hits < 3 or out.fails:
                return True
        if any(operands & set(q.operands) for q in again):
            return True
        if any(operands & set(q.operands) for o in pattern.operands for q in totals.get(o, ())):
            return True
        return any(
            pattern.total in q.operands and operands & set(q.operands)
            for qs in totals.values()
            for q in qs
        )

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
