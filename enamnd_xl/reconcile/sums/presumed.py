"""Totals that stand where a total would, and that no lane confirms: presumed, when they are off by no more than a slip.

The last line of a run, or the first, is presumed to be its total when its label says so and the figures are close, or
when, without a label, they are so close that chance would hardly bring it. What is found here is a wrong total, or a
total of figures too small to be sure of by themselves.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, takewhile

from enamnd_xl.reconcile.labels import is_total
from enamnd_xl.reconcile.sums.claims import Claims
from enamnd_xl.reconcile.sums.grid import Grid, Pattern
from enamnd_xl.reconcile.sums.lost_lines import lost_line
from enamnd_xl.reconcile.sums.score import Outcome, agreement, exact_without_an_end, is_no_rounding
from enamnd_xl.reconcile.sums.slips import is_apart, is_close, is_plausible, like_mean, slips_tried, suspicion
from enamnd_xl.reconcile.sums.words import counts_changes, is_difference, is_no_part, is_stated, takes_away

_ENOUGH = 7.0  # bits that the lanes and the label must give together
_LABEL = 8.0  # bits of a label that says that the line is a total
_STATED = -1.0  # least bits of a lane that is close where the label says that it is the sum: one such lane passes
_COPY = 2.0  # bits of a lane where the total equals its only part
_LIKE_MEAN = -0.7
_AGAINST = -5.0
_MOST_REACHED = 1_000_000  # lines that are looked through for all the totals of a group together
_FEWEST_REACHED = 500  # and for each of them, however many they are


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
        yield from _Presumption(grid, group, claims).run()


class _Presumption:
    """The lines of one group of lanes, as presumed totals claim them in order."""

    def __init__(self, grid: Grid, group: int, claims: Claims) -> None:
        self.grid = grid
        self.lanes = [lane for lane, of in enumerate(grid.groups) if of == group]
        self.active = frozenset(grid.active[group])
        self.taken = {p for p in self.active if _in_most(self.lanes, p, claims.totals, grid)}
        self.left = [p for p in grid.active[group] if not _in_most(self.lanes, p, claims.parts, grid)]
        self.labelled = frozenset(p for p in self.left if is_total(grid.labels[p]))
        self.reach = max(_FEWEST_REACHED, _MOST_REACHED // (len(self.labelled) or 1))
        self.repeats = grid.repeats[group] if self.labelled else frozenset()
        self.left = [p for p in self.left if p + 1 not in self.repeats or p + 1 in self.left]  # its copy is a part
        self.wrong: dict[int, tuple[int, ...]] = {}  # a presumed total that is wrong -> its parts

    def run(self) -> Iterator[tuple[Pattern, Outcome]]:
        """Go through the lines that are no totals yet."""
        for position in [p for p in self.left if p not in self.taken]:
            bonus = _LABEL if position in self.labelled else 0.0
            best, outcome = None, Outcome()
            for run in sorted(self._runs(position)):
                pattern = Pattern(position, run)
                if not bonus:
                    pattern = exact_without_an_end(self.grid, pattern, self.lanes) or pattern
                weighed = _weigh(self.grid, pattern, self.lanes, bonus)
                if weighed.bits > outcome.bits and not self._is_no_sum(pattern):
                    best, outcome = pattern, weighed
            if outcome.bits < _ENOUGH and position in self.labelled:
                best, outcome = self._lacking_a_line(position)
            if best and outcome.bits >= _ENOUGH:
                self.taken.add(position)
                self.left = [p for p in self.left if p not in best.operands]
                if outcome.fails:
                    self.wrong[position] = best.operands
                yield best, outcome

    def _lacking_a_line(self, position: int) -> tuple[Pattern, Outcome]:
        """Weigh a total as that of the lines before it and one more, which is missing."""
        before = (p for p in reversed(self.left) if p < position)
        pattern = Pattern(position, tuple(sorted(self._unbroken(takewhile(lambda p: p not in self.taken, before)))))
        outcome = lost_line(self.grid, pattern, self.lanes)
        outcome.bits = _ENOUGH if outcome.lacks_line else 0
        return pattern, outcome

    def _is_no_sum(self, pattern: Pattern) -> bool:
        labels = self.grid.labels
        return (
            is_difference(labels, pattern)
            or counts_changes(labels, pattern)
            or self.grid.mixes(pattern)
            or takes_away(self.grid, pattern, self.lanes)
        )

    @cached_property
    def _no_parts(self) -> frozenset[int]:
        """The lines that are called no parts, looked up once for all the totals."""
        return frozenset(p for p in self.active if is_no_part(self.grid.labels[p]))

    def _runs(self, position: int) -> set[tuple[int, ...]]:
        """Give the runs that a position could be the total of, on either side of it.

        With a label: the nearest lines up to a gap or a total, or over gaps up to a total, or the totals alone, also
        with the parts of a wrong total in its place, and without what may be the only part of the line above. Without:
        the nearest lines, when nothing but a gap stands on the other side.
        """
        labelled = position in self.labelled
        neighbours = {position - 1, position + 1} & self.active
        if (not labelled and len(neighbours) != 1) or position not in self.left:
            return set()  # most lines of a long list: nothing in it is looked through for them
        at = self.left.index(position)
        runs: set[tuple[int, ...]] = set()
        before = self.left[max(0, at - self.reach) : at][::-1]
        for lines, step in ((before, -1), (self.left[at + 1 : at + 1 + self.reach], 1)):
            nearest = takewhile(lambda p: p not in self.taken, lines)
            if labelled:
                details = tuple(nearest)
                totals = tuple(p for p in lines if p in self.taken)
                amounts = tuple(p for p in details if p not in self._no_parts)
                runs |= {details, self._unbroken(details), amounts, totals, self._unbroken(lines)}
                several = [run for run in runs if len(run) >= 2]  # what one total comes to is a copy of it
                runs |= {tuple(chain.from_iterable(self.wrong.get(p, (p,)) for p in run)) for run in several}
                runs |= {tuple(p for p in run if p not in self.repeats) for run in runs} if self.repeats else set()
            elif neighbours == {position + step}:
                runs.add(self._unbroken(nearest))
        if labelled:
            runs.add(self._by_turns(at))
        return {tuple(sorted(run)) for run in runs if len(run) >= 2}

    def _by_turns(self, at: int) -> tuple[int, ...]:
        """Give the lines before some totals below each other that this one counts, when each counts its own in turn.

        So a pivot table with several values stands. The last counts what the others have left.
        """
        first = at
        while first and self.left[first - 1] in self.labelled:
            first -= 1
        waiting = [p for p in takewhile(self.labelled.__contains__, self.left[first:]) if p not in self.taken]
        between = takewhile(lambda p: p not in self.taken and p not in self.labelled, reversed(self.left[:first]))
        lines = tuple(between)[::-1]
        turn, turns = waiting.index(self.left[at]), len(waiting)
        if turns == 1:
            return lines if first < at else ()
        run = lines[turn::turns] if len(lines) % turns == 0 else ()
        given = [lane for lane in self.lanes if self.grid.lanes[lane][self.left[at]]]
        rows = (self.grid.filled[lane] for lane in given)
        total = self.left[at]
        return run if run and all(agreement(row[total], [row[p] for p in run])[0] is not None for row in rows) else ()

    def _unbroken(self, line: Iterable[int]) -> tuple[int, ...]:
        """Take the lines up to the first gap."""
        run: list[int] = []
        for p in line:
            if run and not self.active.issuperset(range(min(run[-1], p) + 1, max(run[-1], p))):
                break
            run.append(p)
        return tuple(run)


def _in_most(lanes: Sequence[int], position: int, marked: Sequence[Collection[int]], grid: Grid) -> bool:
    """Tell whether a position is marked in most of the lanes that have a number there."""
    there = [lane for lane in lanes if position in marked[lane]]
    if not there:  # as most often
        return False
    given = [lane for lane in lanes if grid.lanes[lane][position] is not None]
    return 2 * sum(position in marked[lane] for lane in given) > len(given)


def _weigh(grid: Grid, pattern: Pattern, lanes: Sequence[int], bonus: float) -> Outcome:
    """Weigh a presumed total on a group of lanes.

    It is worth nothing when more lanes speak against it than for it, or any at all where no label is a bonus.
    """
    outcome = Outcome(bits=bonus)
    seen: set[tuple[float, ...]] = set()
    off: list[float] = []
    against = 0
    for lane in lanes:
        total, filled = grid.lanes[lane][pattern.total], grid.filled[lane]
        parts = [filled[p] for p in pattern.operands]
        if not total or not any(parts) or (cell := grid.cell(lane, pattern.total)) in grid.computed:
            continue
        if total == 1 and not bonus and cell not in grid.per_cent:
            continue  # one of something, made of what stands beside it
        bits, difference = agreement(total, parts)
        if bits is None and grid.is_weighted(lane, pattern):
            continue
        stated = bits is None and is_stated(grid, lane, pattern)
        if bits is not None and sum(abs(v) > abs(difference) for v in parts) <= 1:  # the others are lost in rounding
            if any(is_total(grid.labels[p]) for p in pattern.operands):
                continue  # one total is a copy of the other
            bits = min(bits, _COPY)
        if bits is not None:
            outcome.holds.append(lane)
            off.append(difference)
        elif is_plausible(total, parts, difference, 0, 1, stated=stated) and (bonus or not is_apart(total, parts)):
            outcome.fails[lane] = difference
            bits = suspicion(total, parts, difference)
            if stated and (is_close(total, parts, difference) or slips_tried(total, parts, difference)):
                bits = max(_STATED, bits)
        elif not bonus:
            return Outcome()
        else:
            against += 1
            bits = _LIKE_MEAN if like_mean(total, parts) else max(_AGAINST, suspicion(total, parts, difference))
        if (key := (total, *parts)) not in seen:
            seen.add(key)
            outcome.bits += bits
    speaking = len(outcome.holds) + len(outcome.fails)
    return Outcome() if against > speaking or not speaking or is_no_rounding(off, len(pattern.operands)) else outcome
