"""Which parameters reproduce rounded amounts exactly, and which members must be left out when none do.

An amount that was rounded says that the unrounded one lay in a known range: a strip. One parameter: amount = b·x, so
each member gives a range for b. Two: amount = a + b·x, so each pair of members bounds b. No strip is ever widened.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from typing import NamedTuple, TypeAlias

from enamnd_xl.allocation.inference.interval import Interval
from enamnd_xl.money import Direction

Number: TypeAlias = int | Fraction


@dataclass(frozen=True, slots=True)
class Strip:
    """The range that one member's unrounded amount lay in, over its base x (its population, last year's amount)."""

    member: int
    x: Number
    low: Number
    high: Number
    low_open: bool
    high_open: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """The parameters that reproduce every amount except those of the members left out."""

    slope: Interval
    left_out: frozenset[int]


Solve: TypeAlias = Callable[[Sequence[Strip]], Interval | frozenset[int]]
"""Gives the range of b, or the members whose strips no b can meet together."""


def strip(member: int, x: int, amount: int, unit: int, direction: Direction) -> Strip:
    """Give the strip of an amount that is not zero, in a scale where half a unit is whole; rounded as money.round_to.

    >>> strip(0, 1, 100, 10, Direction.UP)
    Strip(member=0, x=1, low=90, high=100, low_open=True, high_open=False)
    """
    below, above = (unit // 2, unit // 2) if direction is Direction.NEAREST else (unit, 0)
    closed_low = direction is Direction.NEAREST
    if amount > 0:
        return Strip(member, x, amount - below, amount + above, not closed_low, closed_low)
    return Strip(member, x, amount - above, amount + below, closed_low, not closed_low)


def solve_proportion(strips: Sequence[Strip]) -> Interval | frozenset[int]:
    """Find every b with b·x in the strip of each member.

    >>> ranges = [strip(0, 4, 10, 2, Direction.NEAREST), strip(1, 8, 20, 2, Direction.NEAREST)]
    >>> solve_proportion(ranges).low
    Fraction(19, 8)
    """
    lowest: _Bound | None = None
    highest: _Bound | None = None
    for s in strips:
        if s.x == 0:  # a rounded amount that is not zero never came from a zero base
            return frozenset({s.member})
        x = s.x if s.x > 0 else -s.x
        low, high = _Bound(s.low, x, s.low_open, s.member), _Bound(s.high, x, s.high_open, s.member)
        if s.x < 0:
            low, high = high._replace(y=-high.y), low._replace(y=-low.y)
        if lowest is None or low.minus(lowest) > 0 or (low.is_open and low.minus(lowest) == 0):
            lowest = low
        if highest is None or high.minus(highest) < 0 or (high.is_open and high.minus(highest) == 0):
            highest = high
    if lowest is None or highest is None:
        return frozenset()
    found = Interval(lowest.quotient, highest.quotient, lowest.is_open, highest.is_open)
    return frozenset({lowest.member, highest.member}) if found.is_empty else found


class _Bound(NamedTuple):
    """A bound y/x, kept as two numbers: they are compared far more often than divided."""

    y: Number
    x: Number
    is_open: bool
    member: int

    def minus(self, other: "_Bound") -> Number:
        """Give a number with the sign of the difference."""
        return self.y * other.x - other.y * self.x

    @property
    def quotient(self) -> Fraction:
        return Fraction(self.y) / self.x


def solve_line(strips: Sequence[Strip]) -> Interval | frozenset[int]:
    """Find every b for which some a has a + b·x in the strip of each member.

    A line that lies above all lower ends and below all upper ends is bounded by the hulls of the two alone. The ends
    of the range do not belong to it: each strip has an open end.
    """
    floors, roofs = _hulls(strips)
    lowest: tuple[Number, Number, int, int] | None = None
    highest: tuple[Number, Number, int, int] | None = None
    for (x1, low, i), (x2, high, j) in product(floors, roofs):
        if x1 == x2:
            if low >= high:
                return frozenset({i, j})
        elif x1 > x2:
            rise, run = low - high, x1 - x2
            if lowest is None or rise * lowest[1] > lowest[0] * run:
                lowest = (rise, run, i, j)
        else:
            rise, run = high - low, x2 - x1
            if highest is None or rise * highest[1] < highest[0] * run:
                highest = (rise, run, i, j)
    if lowest is None or highest is None:  # all have the same x: nothing bounds the slope
        return frozenset()
    if lowest[0] * highest[1] >= highest[0] * lowest[1]:
        return frozenset({*lowest[2:], *highest[2:]})
    return Interval(Fraction(lowest[0]) / lowest[1], Fraction(highest[0]) / highest[1], True, True)


def solve_spread(strips: Sequence[Strip]) -> Interval | frozenset[int]:
    """Find every b with b·x in the strip of each member when all strips may be moved alike, by at most half a unit.

    Under largest remainder a threshold divides the shares that were rounded up from those rounded down, wherever in a
    unit it lies. So it is a line that passes within half a unit of zero; strips are to nearest, in half units.

    >>> parts = [strip(i, x, 2 * part, 2, Direction.NEAREST) for i, (x, part) in enumerate([(3, 1), (4, 2), (13, 7)])]
    >>> isinstance(solve_proportion(parts), Interval), isinstance(solve_spread(parts), Interval)
    (False, True)
    """
    near_zero = Strip(_NO_MEMBER, 0, -1, 1, low_open=True, high_open=True)
    answer = solve_line([*strips, near_zero])
    return answer if isinstance(answer, Interval) else answer - {_NO_MEMBER}


_NO_MEMBER = -1
_Point: TypeAlias = tuple[Number, Number, int]


def _hulls(strips: Sequence[Strip]) -> tuple[list[_Point], list[_Point]]:
    """Give the upper hull of the lower ends and the lower hull of the upper ends: all that bounds a line."""
    return _hull([(s.x, s.low, s.member) for s in strips], 1), _hull([(s.x, s.high, s.member) for s in strips], -1)


def _hull(points: Iterable[_Point], side: int) -> list[_Point]:
    """Give the upper (side 1) or lower (side -1) convex hull, by Andrew's monotone chain."""
    hull: list[_Point] = []
    for p in sorted(points, key=lambda p: (p[0], -side * p[1])):
        if hull and hull[-1][0] == p[0]:
            continue  # the outermost of those with the same x came first
        while len(hull) > 1 and _is_inside(hull[-2], hull[-1], p, side):
            hull.pop()
        hull.append(p)
    return hull


def _is_inside(p: _Point, q: _Point, r: _Point, side: int) -> bool:
    return side * ((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])) >= 0


def fit(strips: Sequence[Strip], solve: Solve, budget: int) -> list[Fit]:
    """Fit all members, or all but as few as possible within the budget: every smallest set that can be left out.

    Among members that no parameter meets together, one must be left out; so each is tried, and nothing is missed.

    >>> ranges = [strip(i, x, 2 * x, 2, Direction.NEAREST) for i, x in enumerate((10, 20, 30))]
    >>> wrong = strip(3, 40, 99, 2, Direction.NEAREST)
    >>> [sorted(f.left_out) for f in fit([*ranges, wrong], solve_proportion, 1)]
    [[3]]
    """
    if _is_beyond(strips, solve, budget):
        return []
    tried = {frozenset[int]()}
    for _ in range(budget + 1):
        found: list[Fit] = []
        following: set[frozenset[int]] = set()
        for left_out in tried:
            answer = solve([s for s in strips if s.member not in left_out])
            if isinstance(answer, Interval):
                found.append(Fit(answer, left_out))
            else:
                following.update(left_out | {member} for member in answer)
        if found:
            return sorted(found, key=lambda f: sorted(f.left_out))
        tried = following
    return []


def _is_beyond(strips: Sequence[Strip], solve: Solve, budget: int) -> bool:
    """Say whether there are more groups of members that contradict each other than members may be left out.

    The groups have no member in common, so each costs one: most columns that follow no rule end here.
    """
    left = list(strips)
    for _ in range(budget + 1):
        answer = solve(left)
        if isinstance(answer, Interval) or not answer:
            return False
        left = [s for s in left if s.member not in answer]
    return True


def intercepts(strips: Sequence[Strip]) -> Interval:
    """Find every a for which some b has a + b·x in the strip of each member, when some b has; every x above zero.

    Divided by x the question is the same, with the two parameters in each other's place.
    """
    turned = [
        Strip(s.member, 1 / Fraction(s.x), Fraction(s.low) / s.x, Fraction(s.high) / s.x, s.low_open, s.high_open)
        for s in strips
    ]
    answer = solve_line(turned)
    if not isinstance(answer, Interval):
        raise TypeError("no line meets the strips")
    return answer


def equal_shares(strips: Sequence[Strip], n: int, whole: Number) -> Interval:
    """Find every share s for which some total reproduces all amounts: s equally, the rest by x; every x above zero.

    A member's weight is s/n + (1 - s)·x/whole, straight in s, so each pair of members bounds s. All n members who
    share count, and the whole of their bases, also those that are left out.
    """
    least: tuple[Number, Number, bool] = (0, 1, False)
    most: tuple[Number, Number, bool] = (1, 1, False)
    floors, roofs = _hulls(strips)
    for (x1, low, _), (x2, high, _) in product(floors, roofs):
        # n·whole times a weight is n·x + s·(whole - n·x), and low·weight(x2) < high·weight(x1)
        slope = low * (whole - n * x2) - high * (whole - n * x1)
        rest = n * (high * x1 - low * x2)
        if slope > 0 and rest * most[1] <= most[0] * slope:
            most = (rest, slope, True)
        elif slope < 0 and -rest * least[1] >= least[0] * -slope:
            least = (-rest, -slope, True)
    return Interval(Fraction(least[0]) / least[1], Fraction(most[0]) / most[1], least[2], most[2])


def smallest_deviation(points: Sequence[tuple[Number, Number]]) -> tuple[Fraction, Fraction]:
    """Give the line a + b·x that comes nearest to all points: its largest deviation from any of them, and b.

    The nearest line in Chebyshev's sense runs along an edge of the points' convex hull, halfway to the other side.

    >>> smallest_deviation([(0, 0), (1, 4), (2, 4)])
    (Fraction(1, 1), Fraction(2, 1))
    """
    named = [(x, y, i) for i, (x, y) in enumerate(points)]
    hulls = _hull(named, 1), _hull(named, -1)
    slopes = {Fraction(q[1] - p[1]) / (q[0] - p[0]) for hull in hulls for p, q in pairwise(hull)} or {Fraction(0)}
    return min((_width(points, slope) / 2, slope) for slope in slopes)


def _width(points: Sequence[tuple[Number, Number]], slope: Fraction) -> Fraction:
    rise, run = slope.numerator, slope.denominator
    heights = [y * run - rise * x for x, y in points]
    return Fraction(max(heights) - min(heights)) / run
