"""The search: seeds from some lanes, weighed over all lanes, the strongest accepted first, until nothing more is found.

When a total is accepted its parts are taken away in the lanes where it holds, so that what is left are totals and
lines that no total has claimed yet: so a total of totals becomes a run of neighbours.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from enamnd_xl.reconcile.sums.balances import is_of_a_balance
from enamnd_xl.reconcile.sums.candidates import Seed, View, pairs, runs, strides
from enamnd_xl.reconcile.sums.claims import Claims
from enamnd_xl.reconcile.sums.grid import MOST_DECIMALS, Grid, Pattern
from enamnd_xl.reconcile.sums.presumed import presumed
from enamnd_xl.reconcile.sums.score import CAP, Outcome, agreement, exact_without_an_end, weigh
from enamnd_xl.reconcile.sums.words import counts_twice, label_bits
from enamnd_xl.record import Record

_THRESHOLD = 8.0  # bits that must be left when the family's cost is paid: one find in 256 would be chance
_NAMED = 4.0  # bits that the lanes must give where the labels say which line is the whole and which are its parts
_PLENTY = 30.0  # bits beyond which more evidence decides nothing
_SURE = 25.0  # bits that a second sum of a total needs, and a sum of lines that other totals have claimed
_SURE_LANES = 3  # and in how many lanes it must add up
_FAIL = 3.0  # bits that decide between patterns, for each lane where one fails
_FEWEST_FAILS = 2  # lanes where a pattern fails that tell that another line is meant
_ROUNDS = 20
_NEAR = 4  # fewer lines than so many may stand between a total and its run
_NOISE = 1e-9  # binary noise, as a part of the total
_FEWEST = 3  # numbers that a lane must have to show a sum

Family: TypeAlias = Callable[[View], Iterator[Seed]]


def _scattered(view: View) -> Iterator[Seed]:
    yield from strides(view)
    yield from pairs(view)


# A family, and in how many lanes at most it looks.
_FAMILIES: tuple[tuple[Family, int], ...] = (
    (partial(runs, gaps=range(1)), 24),
    (partial(runs, gaps=range(1, _NEAR)), 12),
    (_scattered, 4),
)


_State: TypeAlias = tuple[int, int, bool, bool]
"""What changes whenever a lane is seen otherwise: how much is claimed in it, whether that is looked at too, and
whether something is left out."""


class Accepted(Record):
    """A pattern that is taken for true, with how it fares, and whether it is presumed from a label or a place."""

    pattern: Pattern
    outcome: Outcome
    presumed: bool = False


class Search:
    """A search for the sums along one axis.

    Args:
        grid: the numbers along the axis.
        claims: what is known from formulas; what is found is entered there too.
    """

    def __init__(self, grid: Grid, claims: Claims) -> None:
        self.grid = grid
        self.claims = claims
        self.accepted: list[Accepted] = []
        self._outcomes: dict[Pattern, Outcome] = {}
        self._adjacent = True  # whether the family tried is that of neighbours
        self._aside: Mapping[int, frozenset[int]] = {}  # group of lanes -> what is left out for a while
        self._again = False  # whether claimed lines are looked at too
        self._views: dict[int, tuple[_State, View]] = {}
        self._samples: dict[int, list[int]] = {}  # how many lanes -> those that are chosen
        self._memory: dict[tuple[int, Family], tuple[_State, tuple[Seed, ...]]] = {}
        self._take_parts_from_wholes()
        self._lanes = [lane for lane in range(len(grid.lanes)) if self._left(lane) >= _FEWEST]

    def run(self) -> list[Accepted]:
        """Try the families in order; when one finds something, begin again with the first.

        Where totals stand above their parts, as in a pivot table, look once more without what may be an only part.
        After that look among the lines that are claimed, and last for totals that no lane confirms.
        """
        if not self._lanes:
            return []
        self._go_round()
        if any(one.pattern.total + 1 == one.pattern.operands[0] for one in self.accepted):
            self._aside = self.grid.repeats
            self._go_round()
            self._aside = {}
        if any(self.claims.parts[lane] for lane in self._lanes):
            self._again = True
            for other, lanes in _FAMILIES:
                self._round(other, lanes)
        self._write_by_subtotals()
        groups = {self.grid.groups[lane] for lane in self._lanes}
        presumptions = presumed(self.grid, groups, self.claims)
        return [*self.accepted, *(Accepted(pattern, outcome, presumed=True) for pattern, outcome in presumptions)]

    def _go_round(self) -> None:
        family = 0
        for _ in range(_ROUNDS):
            family = 0 if self._round(*_FAMILIES[family]) else family + 1
            if family == len(_FAMILIES):
                break

    def _take_parts_from_wholes(self) -> None:
        """Take away the lines that are called parts of the line before them, which they may make up or not."""
        parts: dict[int, list[int]] = {}
        for part, whole in self.grid.wholes.items():
            parts.setdefault(whole, []).append(part)
        for whole, operands in parts.items():
            pattern = Pattern(whole, tuple(operands))
            if len(operands) > 1 and self._outcome(pattern).bits >= _NAMED:
                self._accept(pattern)
            self.claims.take(operands)

    def _write_by_subtotals(self) -> None:
        """Give each total by its subtotals where it has some; the same sum is not told twice."""
        told: set[tuple[int, int, int]] = set()  # total, part, lane
        accepted: list[Accepted] = []
        for one in self.accepted:
            written = self.claims.by_subtotals(one.pattern, one.outcome.holds)
            lane = one.outcome.holds[0]
            shares = {(written.total, p, lane) for p in written.operands}
            if told.isdisjoint(shares):
                told |= shares
                accepted.append(Accepted(written, one.outcome))
        self.accepted = accepted

    def _left(self, lane: int) -> int:
        """Count a lane's numbers that no total has claimed."""
        values, claimed = self.grid.lanes[lane], self.claims.parts[lane]
        at_most = len(values) - len(claimed)
        if at_most < _FEWEST:
            return at_most
        if not claimed:
            return at_most - values.count(None)
        return sum(v is not None and p not in claimed for p, v in enumerate(values))

    def _round(self, family: Family, lanes: int) -> bool:
        self._adjacent = family is _FAMILIES[0][0]
        ranked = sorted(self._candidates(family, lanes), key=self._rank)
        sure: dict[int, Pattern] = {}
        for worth, pattern in ranked:
            if worth >= _PLENTY:
                sure.setdefault(pattern.total, pattern)
        waiting = dict.fromkeys(pattern for _, pattern in ranked)
        accepted = False
        while waiting:
            accepted |= self._accept_after_parts(next(iter(waiting)), sure, waiting)
        return accepted

    def _rank(self, candidate: tuple[float, Pattern]) -> tuple[float, ...]:
        worth, pattern = candidate
        outcome = self._outcomes[pattern]
        fails, holds = len(outcome.fails), len(outcome.holds)
        near = min(abs(pattern.total - p) for p in (pattern.operands[0], pattern.operands[-1]))
        above = pattern.total < pattern.operands[0]
        return _FAIL * fails - min(worth, _PLENTY), -holds, len(pattern.operands), near, above, -worth

    def _accept_after_parts(self, pattern: Pattern, sure: dict[int, Pattern], waiting: dict[Pattern, None]) -> bool:
        """Accept a pattern when it has room, after those of its operands' own patterns that are beyond doubt."""
        waiting.pop(pattern)
        accepted = False
        for operand in pattern.operands:
            below = sure.get(operand)
            if below in waiting:
                accepted |= self._accept_after_parts(below, sure, waiting)
        return self._accept(pattern) or accepted

    def _accept(self, pattern: Pattern) -> bool:
        outcome = self._outcome(pattern)
        if self._aside and not self._counts_what_is_repeated(pattern, outcome.holds):
            return False
        if outcome.fails and is_of_a_balance(self.grid, pattern, outcome):
            return False
        if len(pattern.operands) == 2 and not self._is_mostly_exact(pattern, outcome.holds):
            return False
        if fewer := exact_without_an_end(self.grid, pattern, (*outcome.holds, *outcome.fails)):
            return self._accept(fewer)
        if len(outcome.fails) >= _FEWEST_FAILS and (right := next(self._never_failing(pattern, outcome), None)):
            return self._accept(right)  # the line that was taken for a part is only often like the one that is
        free = [lane for lane in outcome.holds if self._has_room(lane, pattern, outcome)]
        if 2 * len(free) <= len(outcome.holds):
            return False
        fails = {lane: d for lane, d in outcome.fails.items() if self._has_room(lane, pattern, outcome)}
        if not (self._adjacent or outcome.bits >= _PLENTY):
            fails = {}  # lines that are not neighbours must be surer to tell a total that it is wrong
        pattern = self.claims.without_spare(pattern, free)
        self.accepted.append(Accepted(pattern, Outcome(outcome.bits, free, fails, outcome.hits)))
        self.claims.add(pattern, free)
        return True

    def _is_mostly_exact(self, pattern: Pattern, lanes: Sequence[int]) -> bool:
        """Tell whether two lines that are not neighbours make the total without any rounding, in most of some lanes.

        Where the figures of one year are nearly those of the next, what nearly adds up once does so every time.
        """
        first, second = pattern.operands
        if second - first == 1 and min(abs(pattern.total - first), abs(pattern.total - second)) == 1:
            return True
        filled = (self.grid.filled[lane] for lane in lanes)
        exact = sum(
            abs(line[pattern.total] - line[first] - line[second]) <= _NOISE * abs(line[pattern.total])
            for line in filled
        )
        return 2 * exact > len(lanes)

    def _counts_what_is_repeated(self, pattern: Pattern, lanes: Sequence[int]) -> bool:
        groups = {self.grid.groups[lane] for lane in lanes}
        return any(p + 1 in self._aside.get(group, ()) for group in groups for p in pattern.operands)

    def _never_failing(self, pattern: Pattern, outcome: Outcome) -> Iterator[Pattern]:
        """Give the pattern with one part left out, or another line in its place, where that adds up in every lane."""
        lane, difference = next(iter(outcome.fails.items()))
        values, parts = self.grid.filled[lane], pattern.operands
        lines = [p for p in self.grid.active[self.grid.groups[lane]] if p != pattern.total and p not in parts]
        for part in parts:
            others = [p for p in parts if p != part]
            left = round(values[part] + difference, MOST_DECIMALS)
            for more in [[p] for p in lines if values[p] == left] if left else [[]]:
                other = Pattern(pattern.total, tuple(sorted(others + more)))
                if len(others) + len(more) > 1 and all(
                    self._adds_up(one, other) for one in (*outcome.fails, *outcome.holds)
                ):
                    yield other

    def _adds_up(self, lane: int, pattern: Pattern) -> bool:
        filled = self.grid.filled[lane]
        return agreement(filled[pattern.total], [filled[p] for p in pattern.operands])[0] is not None

    def _has_room(self, lane: int, pattern: Pattern, outcome: Outcome) -> bool:
        second = pattern.total in self.claims.totals[lane]
        if (second or self._again) and (outcome.bits < _SURE or outcome.hits < _SURE_LANES or outcome.fails):
            return False
        return self.claims.leave_room(lane, pattern) and not self.claims.is_copy(lane, pattern)

    def _outcome(self, pattern: Pattern) -> Outcome:
        if pattern not in self._outcomes:
            self._outcomes[pattern] = weigh(self.grid, pattern)
        return self._outcomes[pattern]

    def _candidates(self, family: Family, lanes: int) -> Iterator[tuple[float, Pattern]]:
        for pattern, bits, cost in self._seeds(family, lanes):
            if counts_twice(self.grid, pattern) or self.grid.mixes(pattern):
                continue
            price = cost - label_bits(self.grid.labels, pattern)
            if bits - price >= _THRESHOLD or (cost > CAP - _THRESHOLD and bits - price > -_THRESHOLD):
                worth = self._outcome(pattern).bits - price
                if worth >= _THRESHOLD:
                    yield worth, pattern

    def _seeds(self, family: Family, lanes: int) -> Iterable[Seed]:
        """Gather the seeds of some lanes by pattern, their bits added up."""
        gathered: dict[Pattern, Seed] = {}
        for lane in self._sample(lanes):
            for seed in self._lane_seeds(lane, family):
                if not self.claims.overlap(lane, seed.pattern):
                    old = gathered.get(seed.pattern)
                    gathered[seed.pattern] = (
                        Seed(seed.pattern, old.bits + seed.bits, min(old.cost, seed.cost)) if old else seed
                    )
        return gathered.values()

    def _sample(self, count: int) -> list[int]:
        """Choose lanes evenly, in each stretch the one with the most different numbers."""
        if len(self._lanes) <= count:
            return self._lanes
        if count not in self._samples:
            step = len(self._lanes) / count
            stretches = (self._lanes[int(i * step) : int((i + 1) * step)] for i in range(count))
            self._samples[count] = [max(one, key=lambda lane: len(set(self.grid.lanes[lane]))) for one in stretches]
        return self._samples[count]

    def _lane_seeds(self, lane: int, family: Family) -> Sequence[Seed]:
        """Give a lane's seeds, found anew only when something in the lane was claimed since."""
        aside = bool(self._aside.get(self.grid.groups[lane]))
        state = (*self.claims.state(lane), self._again and bool(self.claims.parts[lane]), aside)
        known = self._memory.get((lane, family))
        if known is None or known[0] != state:
            seeds = family(self._view(lane, state))
            if family is _scattered:
                seeds = self._seconded(lane, seeds)
            known = self._memory[lane, family] = state, tuple(seeds)
        return known[1]

    def _view(self, lane: int, state: _State) -> View:
        """Give a lane as it is now, which the families share."""
        known = self._views.get(lane)
        if known is None or known[0] != state:
            known = self._views[lane] = state, self._make_view(lane)
        return known[1]

    def _make_view(self, lane: int) -> View:
        claimed, totals = self.claims.parts[lane], self.claims.totals[lane]
        group = self.grid.groups[lane]
        active, breaks = self.grid.active[group], self.grid.breaks[group]
        aside = self._aside.get(group, frozenset())
        left = active if self._again else [p for p in active if p not in claimed and p not in aside]
        if totals:
            breaks = breaks.union(p for p in left if p in totals or p - 1 in totals)
        return View(
            self.grid.filled[lane], self.grid.decimals(lane), left, breaks, partial(self.grid.is_computed, lane)
        )

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
