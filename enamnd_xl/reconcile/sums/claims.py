"""What the totals found so far have claimed, and whether it leaves room for one more."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from enamnd_xl.reconcile.sums.grid import Grid, Pattern
from enamnd_xl.reconcile.sums.score import agreement


class Claims:
    """The patterns accepted so far, lane by lane.

    Args:
        grid: the numbers along one axis.

    Attributes:
        totals: lane -> position of a total -> its patterns.
        parts: lane -> the positions that are parts of a total.
    """

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.totals: list[dict[int, list[Pattern]]] = [defaultdict(list) for _ in grid.lanes]
        self.parts: list[frozenset[int]] = [frozenset() for _ in grid.lanes]
        self._told: dict[int, dict[tuple[int, ...], list[int]]] = {}  # lane, once asked for -> parts -> totals

    def add(self, pattern: Pattern, lanes: Iterable[int]) -> None:
        """Enter a pattern in some lanes."""
        operands = frozenset(pattern.operands)
        for lane in lanes:
            self.totals[lane][pattern.total].append(pattern)
            if lane in self._told:
                self._told[lane].setdefault(self._given(lane, pattern), []).append(pattern.total)
            claimed = self.parts[lane]
            self.parts[lane] = claimed | operands if claimed else operands  # most lanes share one set

    def take(self, positions: Iterable[int]) -> None:
        """Take positions away in all lanes: they are parts of a line, whether they make it up or not."""
        taken = frozenset(positions)
        known: dict[frozenset[int], frozenset[int]] = {}
        for lane, claimed in enumerate(self.parts):  # most lanes share one set
            self.parts[lane] = known.setdefault(claimed, claimed | taken)

    def state(self, lane: int) -> tuple[int, int]:
        """Give what changes whenever a lane is claimed further."""
        return len(self.totals[lane]), len(self.parts[lane])

    def overlap(self, lane: int, pattern: Pattern) -> bool:
        """Tell whether a total has a pattern in a lane that shares parts with this one."""
        known = self.totals[lane].get(pattern.total)
        return bool(known) and any(not set(q.operands).isdisjoint(pattern.operands) for q in known or ())

    def leave_room(self, lane: int, pattern: Pattern) -> bool:
        """Tell whether a pattern can be true in a lane beside those accepted.

        It cannot rest on itself, nor count a figure twice: a total and its parts are never added, neither by this
        pattern nor by one that its total is a part of. Blank and zero lines may be shared.
        """
        totals, filled = self.totals[lane], self.grid.filled[lane]
        operands = {p for p in pattern.operands if filled[p]}
        if self._rests_on_itself(lane, pattern) or self.overlap(lane, pattern):
            return False
        for operand in pattern.operands:
            if any(not operands.isdisjoint(q.operands) for q in totals.get(operand, ())):
                return False
        if pattern.total not in self.parts[lane]:
            return True
        above = (q for patterns in totals.values() for q in patterns if pattern.total in q.operands)
        return all(operands.isdisjoint(q.operands) for q in above)

    def is_copy(self, lane: int, pattern: Pattern) -> bool:
        """Tell whether another total is the sum of the same parts, as at the foot of the other half of a balance.

        A line beside that total, or one of its name, is the same total once more.
        """
        if lane not in self._told:
            told = self._told[lane] = {}
            for one in (one for patterns in self.totals[lane].values() for one in patterns):
                told.setdefault(self._given(lane, one), []).append(one.total)
        parts = self._given(lane, pattern)
        known = self._told[lane].get(parts, ())
        name = self.grid.labels[pattern.total]
        return (
            len(parts) > 1
            and bool(known)
            and not any(
                abs(total - pattern.total) <= 1 or (name and self.grid.labels[total] == name) for total in known
            )
        )

    def _given(self, lane: int, pattern: Pattern) -> tuple[int, ...]:
        filled = self.grid.filled[lane]
        return tuple(p for p in pattern.operands if filled[p])

    def without_spare(self, pattern: Pattern, lanes: Collection[int]) -> Pattern:
        """Leave out empty lines at the ends of a pattern that another total has claimed."""

        def spare(position: int) -> bool:
            return all(not self.grid.filled[lane][position] and position in self.parts[lane] for lane in lanes)

        left, right = 0, len(pattern.operands)
        while right - left > 2 and spare(pattern.operands[left]):
            left += 1
        while right - left > 2 and spare(pattern.operands[right - 1]):
            right -= 1
        return Pattern(pattern.total, pattern.operands[left:right])

    def by_subtotals(self, pattern: Pattern, lanes: Sequence[int]) -> Pattern:
        """Give a total by its subtotals, where some of its parts make up other totals that are found in these lanes.

        A run of neighbours is left as it is, unless the subtotals stand within it.
        """
        operands = set(pattern.operands)
        first, last = pattern.operands[0], pattern.operands[-1]
        is_run = last - first == len(operands) - 1
        subtotals = [q for patterns in self.totals[lanes[0]].values() for q in patterns if q.total not in operands]
        for subtotal in sorted(subtotals, key=lambda q: (-len(q.operands), q.total)):
            below = set(subtotal.operands)
            within = not is_run or first < subtotal.total < last
            if within and below < operands and subtotal.total != pattern.total and self._is_in(subtotal, lanes):
                operands = operands - below | {subtotal.total}
        return Pattern(pattern.total, tuple(sorted(operands)))

    def _is_in(self, pattern: Pattern, lanes: Sequence[int]) -> bool:
        rows = (self.grid.filled[lane] for lane in lanes)
        return all(agreement(row[pattern.total], [row[p] for p in pattern.operands])[0] is not None for row in rows)

    def _rests_on_itself(self, lane: int, pattern: Pattern) -> bool:
        totals = self.totals[lane]
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
