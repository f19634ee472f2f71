"""How much the numbers speak for a pattern: in bits, that is how unlikely it is that they agree by chance."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from operator import itemgetter

from enamnd_xl.reconcile.precision import rounding_allowance
from enamnd_xl.reconcile.sums.arithmetic import granularity, rounding_step, unit_of
from enamnd_xl.reconcile.sums.grid import Grid, Pattern
from enamnd_xl.reconcile.sums.slips import like_mean, suspicion
from enamnd_xl.workbook.snapshot import Number

_NOISE = 1e-9  # binary noise, as a share of the largest term
CAP = 14.0  # bits that one lane can give: what more it says of its own numbers says nothing of the other lanes
_MISS = 5.0  # bits that a lane takes away where the pattern does not hold
_LIKE_MEAN = 0.7  # the same where the total lies among its parts, as shares and means do
_NEARLY = 2.0  # bits that a lane can give which nearly adds up
_EMPTY = 0.02  # bits of a lane where all are zero
_FEW_STEPS = 10  # times what rounding explains: of figures that are smaller it explains nothing, for it explains all
_FEW_PARTS = 4  # so many rounded parts add up exactly in most lanes
_MANY = 5  # lanes after which a difference that always has the same sign is no rounding
_STEPS_ALIKE = 2  # parts that differ by so many steps when they are scaled stand in the same proportions
_ALIKE = 0.015  # or whose shares of the total differ by so little, when the figures are small
_MANY_PROFILES = 12  # after so many different proportions nothing more need be said
_COPY = 0.05  # bits of a lane where the total equals its only part


class Outcome:
    """How a pattern fares over the lanes.

    Args:
        bits: what it is worth, over the groups of lanes where it holds.
        holds: the lanes where it adds up (within rounding).
        fails: lane -> total - sum, in the groups where it holds, where it does not add up.
        hits: in how many lanes it adds up with two parts or more that are not zero.
        lacks_line: whether it fails by what a line that is missing among the parts could hold.
    """

    __slots__ = ("bits", "fails", "hits", "holds", "lacks_line")

    def __init__(
        self, bits: float = 0, holds: Sequence[int] = (), fails: Mapping[int, float] | None = None, hits: int = 0
    ) -> None:
        self.lacks_line = False
        self.bits = bits
        self.holds = list(holds)
        self.fails = dict(fails or {})
        self.hits = hits


def weigh(grid: Grid, pattern: Pattern) -> Outcome:
    """Weigh a pattern over all lanes, a group of lanes at a time.

    A group where it fails in most lanes is worth nothing, and is looked at no further than to know that.
    """
    groups: dict[int, _Group] = {}
    pick = itemgetter(*pattern.operands)
    single = len(pattern.operands) == 1
    for lane, (values, filled) in enumerate(zip(grid.lanes, grid.filled, strict=True)):
        total = values[pattern.total]
        if total is None:
            continue
        group = groups.get(grid.groups[lane])
        if group is None:
            group = groups[grid.groups[lane]] = _Group(len(pattern.operands))
        elif 2 * len(group.fails) > grid.sizes[grid.groups[lane]]:
            continue
        group.add(lane, total, (pick(filled),) if single else pick(filled))
    whole = Outcome()
    profiles = _Profiles()
    for group in groups.values():
        if len(group.holds) < len(group.fails):
            continue
        bits = group.other_bits()
        if bits + group.profiles.bits() > 0:
            whole.bits += bits
            profiles.merge(group.profiles)
            whole.holds += group.holds
            whole.fails |= group.fails
            whole.hits += group.hits
    whole.bits += profiles.bits()
    return whole


def exact_without_an_end(grid: Grid, pattern: Pattern, lanes: Sequence[int]) -> Pattern | None:
    """Give a pattern without its first or its last part, where only that adds up to the last unit in some lanes.

    What is left out is no part that is rounded, but a small figure beside the parts: for how many years they are.
    """
    first = next((lane for lane in lanes if grid.filled[lane][pattern.total]), None)
    if first is None or _is_exact(grid.filled[first], pattern.total, pattern.operands):
        return None  # as nearly always
    for operands in (pattern.operands[1:], pattern.operands[:-1]):
        if len(operands) > 1 and all(_is_exact(grid.filled[lane], pattern.total, operands) for lane in lanes):
            return Pattern(pattern.total, operands)
    return None


def _is_exact(values: Sequence[Number], total: int, operands: Sequence[int]) -> bool:
    return abs(values[total] - sum(values[p] for p in operands)) <= _NOISE * abs(values[total])


class _Profiles:
    """In which proportions the parts stood where they added up; the same proportions once more say little new.

    Each is (shares of the total, how near others must be to be the same, bits of its lanes added up, how many lanes).
    """

    def __init__(self) -> None:
        self.found: list[tuple[list[float], float, float, int]] = []

    def add(self, shares: list[float], near: float, bits: float, count: int = 1) -> None:
        for i, (known, of_known, sum_of_bits, lanes) in enumerate(self.found):
            nearest = max(near, of_known)  # the smaller figures tell the proportions less well
            if all(abs(a - b) <= nearest for a, b in zip(known, shares, strict=True)):
                self.found[i] = known, of_known, sum_of_bits + bits, lanes + count
                return
        if len(self.found) < _MANY_PROFILES:
            self.found.append((shares, near, bits, count))

    def merge(self, other: "_Profiles") -> None:
        for shares, near, bits, count in other.found:
            self.add(shares, near, bits, count)

    def bits(self) -> float:
        """Add up the mean bits of each kind of lane, and a little for how many they are."""
        return sum(bits / count * (1 + math.log2(count) / 16) for *_, bits, count in self.found)


class _Group:
    """The lanes of one group, as a pattern is weighed on them."""

    def __init__(self, operands: int) -> None:
        self.operands = operands
        self.holds: list[int] = []
        self.fails: dict[int, float] = {}
        self.hits = 0
        self.empty = 0
        self.missed: list[tuple[Number, tuple[Number, ...], float]] = []  # (total, parts, difference) where it fails
        self.copies: Counter[int] = Counter()
        self.copy_bits: dict[int, float] = {}
        self.profiles = _Profiles()
        self.differences: list[float] = []

    def add(self, lane: int, total: Number, parts: tuple[Number, ...]) -> None:
        bits, difference = agreement(total, parts)
        if bits is None:
            self.fails[lane] = difference
            self.missed.append((total, parts, difference))
            return
        self.holds.append(lane)
        self.differences.append(difference)
        small = abs(difference)  # a part no larger than what rounding is let to explain says nothing
        given = sum(abs(v) > small for v in parts)
        if given == 0:
            self.empty += 1
        elif given == 1 or total in parts:  # when the total is one of its parts the others cancel, as two limits do
            only = parts.index(total) if total in parts else next(i for i, v in enumerate(parts) if abs(v) > small)
            self.copies[only] += 1
            self.copy_bits[only] = max(self.copy_bits.get(only, 0), bits)
        else:
            self.hits += 1
            scale = total or max(parts)
            near = min(_ALIKE, _STEPS_ALIKE * unit_of(parts) / abs(scale))
            self.profiles.add([v / scale for v in parts], near, bits)

    def other_bits(self) -> float:
        """Give what it is worth but for the lanes with two parts or more.

        That a total always equals the same part shows a copy, and no sum.
        """
        if is_no_rounding(self.differences, self.operands):
            return -math.inf
        usual = max(self.copies, key=self.copies.__getitem__, default=-1)
        others = sum(bits for only, bits in self.copy_bits.items() if only != usual)
        missed = sum(_miss_bits(*one) for one in self.missed)
        return missed + _EMPTY * self.empty + others / 2 + _COPY * self.copies[usual]


def _miss_bits(total: Number, parts: tuple[Number, ...], difference: float) -> float:
    """Give the bits of a lane that does not add up: against the pattern, but for it when it may be a slip."""
    if like_mean(total, parts):
        return -_LIKE_MEAN
    return min(_NEARLY, max(-_MISS, suspicion(total, parts, difference)))


def is_no_rounding(differences: Sequence[float], operands: int) -> bool:
    """Tell whether small differences are no rounding: rounding goes both ways, and of few parts it is often nothing.

    Args:
        differences: lane by lane, zero where it adds up.
        operands: how many parts there are.

    >>> is_no_rounding([1, 1, 1, 1, 1, 1], 9), is_no_rounding([1, -1, 1, 0, -1, 1], 2), is_no_rounding([1, 1], 2)
    (True, True, False)
    """
    off = [d for d in differences if d]
    if len(off) < _MANY or 2 * len(off) <= len(differences):
        return False
    return operands <= _FEW_PARTS or min(off) > 0 or max(off) < 0


def agreement(total: Number, parts: Sequence[Number]) -> tuple[float | None, float]:
    """Give the bits a lane speaks for its parts adding up to its total, and what they differ by.

    No bits (None) when they do not add up, even if rounded.
    """
    difference = total - sum(parts)
    largest = max(abs(total), max(parts), -min(parts))
    if abs(difference) > largest * _NOISE:
        terms = [v for v in parts if v]
        if abs(difference) > largest or len(terms) < 2:
            return None, difference
        if abs(difference) > rounding_allowance(len(terms), min(map(abs, terms))):  # whatever their step: it is no more
            return None, difference
        unit = rounding_step([total, *terms])
        tolerance = rounding_allowance(len(terms), unit)
        if abs(difference) > tolerance * (1 + _NOISE) or largest < _FEW_STEPS * tolerance:
            return None, difference
        return min(CAP, math.log2(1 + largest / (2 * tolerance + unit))), difference
    if not largest:
        return 0.0, 0.0
    return min(CAP, math.log2(1 + largest / granularity([v for v in parts if v]))), 0.0
