"""How much the numbers speak for a pattern: in bits, that is how unlikely it is that they agree by chance."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from enamnd_xl.reconcile.precision import rounding_allowance
from enamnd_xl.reconcile.sums.arithmetic import Number, granularity, unit_of
from enamnd_xl.reconcile.sums.grid import Grid

_NOISE = 1e-9  # binary noise, as a share of the largest term
CAP = 14.0  # bits that one lane can give: what more it says of its own numbers says nothing of the other lanes
_MISS = 5.0  # bits that a lane takes away where the pattern does not hold
_LIKE_MEAN = 0.7  # the same where the total lies among its parts, as shares and means do
_EMPTY = 0.02  # bits of a lane where all are zero
_COPY = 0.05  # bits of a lane where the total equals its only part


class Pattern(NamedTuple):
    """A total's position and its operands', in order."""

    total: int
    operands: tuple[int, ...]


@dataclass(slots=True)
class Outcome:
    """How a pattern fares over the lanes.

    Args:
        bits: what it is worth, over the groups of lanes where it holds.
        holds: the lanes where it adds up (within rounding).
        fails: lane -> total - sum, in the groups where it holds, where it does not add up.
        hits: in how many lanes it adds up with two parts or more that are not zero.
    """

    bits: float = 0.0
    holds: list[int] = field(default_factory=list)
    fails: dict[int, float] = field(default_factory=dict)
    hits: int = 0


def weigh(grid: Grid, pattern: Pattern) -> Outcome:
    """Weigh a pattern over all lanes, a group of lanes at a time."""
    groups: dict[int, _Group] = {}
    pick = itemgetter(*pattern.operands)
    single = len(pattern.operands) == 1
    for lane, (values, filled) in enumerate(zip(grid.lanes, grid.filled, strict=True)):
        total = values[pattern.total]
        if total is None:
            continue
        group = groups.get(grid.groups[lane])
        if group is None:
            group = groups[grid.groups[lane]] = _Group()
        group.add(lane, total, (pick(filled),) if single else pick(filled))
    whole = Outcome()
    for group in groups.values():
        bits = group.bits()
        if bits > 0 and len(group.holds) >= len(group.fails):
            whole.bits += bits
            whole.holds += group.holds
            whole.fails |= group.fails
            whole.hits += group.hits
    return whole


class _Group:
    """The lanes of one group, as a pattern is weighed on them."""

    def __init__(self) -> None:
        self.holds: list[int] = []
        self.fails: dict[int, float] = {}
        self.hits = 0
        self.sum = 0.0
        self.copies: Counter[int] = Counter()
        self.copy_bits: dict[int, float] = {}
        self.seen: set[tuple[Number, ...]] = set()

    def add(self, lane: int, total: Number, parts: tuple[Number, ...]) -> None:
        key = (total, *parts)
        known = key in self.seen
        self.seen.add(key)
        bits = agreement(total, parts)
        if bits is None:
            self.fails[lane] = total - math.fsum(parts)
            self.sum -= _LIKE_MEAN if min(parts) <= total <= max(parts) else _MISS
            return
        self.holds.append(lane)
        if known:
            return  # the same numbers once more say nothing new
        given = sum(map(bool, parts))
        if given == 0:
            self.sum += _EMPTY
        elif given == 1:
            only = next(i for i, v in enumerate(parts) if v)
            self.copies[only] += 1
            self.copy_bits[only] = self.copy_bits.get(only, 0) + bits
        else:
            self.hits += 1
            self.sum += bits

    def bits(self) -> float:
        """Give what the group is worth; that a total always equals the same part shows a copy, and no sum."""
        usual = max(self.copies, key=self.copies.__getitem__, default=-1)
        others = sum(bits for only, bits in self.copy_bits.items() if only != usual)
        return self.sum + others / 2 + _COPY * self.copies[usual]


def agreement(total: Number, parts: Sequence[Number]) -> float | None:
    """Give the bits a lane speaks for its parts adding up to its total; None when they do not, even if rounded."""
    difference = abs(total - sum(parts))
    largest = max(abs(total), max(parts), -min(parts))
    if difference > largest * _NOISE:
        terms = [v for v in parts if v]
        if difference > largest or len(terms) < 2:
            return None
        unit = unit_of([total, *terms])
        tolerance = rounding_allowance(len(terms), unit)
        if difference > tolerance * (1 + _NOISE):
            return None
        return min(CAP, math.log2(1 + largest / (2 * tolerance + unit)))
    if not largest:
        return 0.0
    return min(CAP, math.log2(1 + largest / granularity([v for v in parts if v])))
