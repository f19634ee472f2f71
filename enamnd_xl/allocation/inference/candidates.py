"""The rules that reproduce a column, and how unlikely it is that chance alone would let them.

A rule that may be chosen freely among many always fits something. So each is held against a column of random amounts
as coarse as this one: of all such columns, what part can the rule produce, with all its parameters, the members left
out and the other rules that were tried? In bits (the minus logarithm of that part) it must be enough to be said.
Source: the two-part code of minimum description length, J. Rissanen, Modeling by shortest data description,
Automatica 14, 1978.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from enamnd_xl.allocation.inference.fitting import Fit, Strip, fit, solve_line, solve_proportion, solve_spread, strip
from enamnd_xl.allocation.inference.granularity import Reading
from enamnd_xl.allocation.inference.interval import Interval
from enamnd_xl.allocation.inference.model import Base, Rule
from enamnd_xl.money import Direction

ENOUGH_BITS = 12.0
"""Chance gives a rule to one random column in four thousand."""
_WAYS_TRIED = 8  # units, directions and numbers of parameters that are tried with each base
_ONE_IN = 7  # at most one member in seven may be left out, and at most four
_MOST_LEFT_OUT = 4
_FEWEST_TO_LEAVE_OUT = 5
_FEWEST = 3  # two amounts follow any rule


class Way(StrEnum):
    """How the column may have been rounded."""

    NEAREST = "närmast"
    UP = "uppåt"
    SPREAD = "utjämnat"  # the remainders spread so that the parts add up: largest remainder


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule that reproduces the amounts of all members but those left out.

    Args:
        reading: how the column was read.
        base: what it is measured against.
        parameters: 1, a factor; 2, an equal part besides.
        way: how it is rounded; with two parameters any way does, since the equal part takes up the difference.
        unit: what it is rounded to, kr.
        fits: the smallest sets of members that may be left out, with the factors that do for the rest.
        bits: how unlikely chance is.
    """

    reading: Reading
    base: Base
    parameters: int
    way: Way
    unit: Fraction
    fits: tuple[Fit, ...]
    bits: float

    @property
    def misfits(self) -> frozenset[int]:
        """The members it does not give, by position."""
        return self.fits[0].left_out

    @property
    def scale(self) -> int:
        """What the bases are multiplied by in counts."""
        return _whole_scale(self.base)

    def counts(self, direction: Direction) -> list[Strip]:
        """Give the strips of the members that it gives, in whole numbers: half units over scaled bases."""
        all_strips = _strips(_half_units(self.reading, self.unit), _whole(self.base), direction)
        return [s for s in all_strips if s.member not in self.misfits]

    def strips(self, direction: Direction) -> list[Strip]:
        """Give the strips of the members that it gives, in kr over the bases themselves."""
        half = self.unit / 2
        return [
            Strip(s.member, Fraction(s.x) / self.scale, s.low * half, s.high * half, s.low_open, s.high_open)
            for s in self.counts(direction)
        ]


def left_out_at_most(members: int) -> int:
    """Say how many members a rule may leave out and still be called a rule.

    >>> [left_out_at_most(n) for n in (4, 5, 14, 290)]
    [0, 1, 2, 4]
    """
    return min(max(1, members // _ONE_IN), _MOST_LEFT_OUT) if members >= _FEWEST_TO_LEAVE_OUT else 0


def candidates(reading: Reading, bases: Sequence[Base], parameters: int, budget: int) -> list[Candidate]:
    """Find every base that gives the column, with the fewest members left out and the finest rounding that does.

    Args:
        reading: the column.
        bases: what to measure it against.
        parameters: 1, a factor; 2, an equal part besides.
        budget: how many members may be left out.

    Returns:
        Those that chance does not explain, at most one a base and way of rounding.
    """
    found: list[Candidate] = []
    grids = [_half_units(reading, unit) for unit in reading.units]
    for base in bases:
        if parameters == 2 and base.is_constant:
            continue
        choice = math.log2(_WAYS_TRIED * (1 if base.rule is Rule.EQUAL else len(bases)))
        for way in _ways(base, parameters):
            best = _best(reading, grids, base, parameters, way, budget)
            if best is not None and (best.bits - choice >= ENOUGH_BITS or _is_plain_to_see(best)):
                found.append(best)
    return found


def _is_plain_to_see(found: Candidate) -> bool:
    """Say whether it only says that all amounts are the same, which is no guess, however coarse they are."""
    return found.base.rule is Rule.EQUAL and not found.misfits and len(set(found.reading.amounts)) == 1


def _ways(base: Base, parameters: int) -> tuple[Way, ...]:
    if parameters == 2:
        return (Way.NEAREST,)
    return (Way.NEAREST, Way.SPREAD) if base.rule is Rule.EQUAL else tuple(Way)


_Grid: TypeAlias = list[int | None]
"""The amounts in half units; None for one that is no whole number of units."""


def _half_units(reading: Reading, unit: Fraction) -> _Grid:
    counts = (2 * amount / unit for amount in reading.amounts)
    return [
        None if i in reading.broken or count.denominator > 1 or count.numerator % 2 else count.numerator
        for i, count in enumerate(counts)
    ]


def _best(reading: Reading, grids: list[_Grid], base: Base, parameters: int, way: Way, budget: int) -> Candidate | None:
    best: Candidate | None = None
    xs, scale = _whole(base), _whole_scale(base)
    for unit, grid in zip(reading.units, grids, strict=True):
        strips = _strips(grid, xs, Direction.UP if way is Way.UP else Direction.NEAREST)
        fits = [
            Fit(f.slope.times(scale * unit / 2), f.left_out)
            for f in _fit(strips, len(grid), base, unit, parameters, way, budget)
        ]
        if fits and (best is None or len(fits[0].left_out) <= len(best.misfits)):
            bits = _bits(reading, base, unit, fits[0], parameters, way)
            best = Candidate(reading, base, parameters, way, unit, tuple(fits), bits)
        if not fits and None not in grid:
            break  # what a coarse unit cannot give, a finer one that divides it cannot
    return best


def _fit(
    strips: list[Strip], members: int, base: Base, unit: Fraction, parameters: int, way: Way, budget: int
) -> list[Fit]:
    forced = frozenset(range(members)) - {s.member for s in strips}  # no base, or no whole number of units
    rest = budget - len(forced)
    if rest < 0 or len(strips) < _FEWEST:
        return []
    if parameters == 2:
        fits = fit(strips, solve_line, rest)
    elif way is not Way.SPREAD:
        fits = fit(strips, solve_proportion, rest)
    elif base.rule is Rule.EQUAL:
        fits = [f for f in fit(_floors_or_ceilings(strips), solve_proportion, rest) if _is_spread(strips, f, unit)]
    else:
        fits = fit(strips, solve_spread, rest)
        if fits and not fits[0].left_out and not forced:
            fits = _of_own_total(strips, fits[0].slope)
    return [Fit(f.slope, f.left_out | forced) for f in fits]


def _of_own_total(nearest: list[Strip], slope: Interval) -> list[Fit]:
    """Give the factor by which the column's own sum was shared; none when that is not among those that fit."""
    whole = sum(s.x for s in nearest)
    own = sum((s.low + s.high) for s in nearest) / Fraction(2 * whole)  # a nearest strip's middle is the amount
    return [Fit(Interval(own, own), frozenset())] if own in slope else []


def _floors_or_ceilings(nearest: list[Strip]) -> list[Strip]:
    """Widen strips to a unit each way: of equal shares any may have got the unit that was left."""
    return [Strip(s.member, s.x, s.low - 1, s.high + 1, True, True) for s in nearest]


def _is_spread(strips: list[Strip], found: Fit, unit: Fraction) -> bool:
    """Say whether units more were spread over equal shares, rather than one amount being off by a unit.

    A krona or an öre that is left goes to one of them; hundreds that are left go in order, from the first or the last.
    """
    lows = [s.low for s in strips if s.member not in found.left_out]
    odd = [i for i, low in enumerate(lows) if lows.count(low) == 1]
    return unit <= 1 or not odd or odd[0] in (0, len(lows) - 1)


def _strips(grid: _Grid, xs: list[int | None], direction: Direction) -> list[Strip]:
    """Give the strips, in half units, of those members that have a base and a whole number of units."""
    both = enumerate(zip(grid, xs, strict=True))
    return [strip(i, x, count, 2, direction) for i, (count, x) in both if count is not None and x is not None]


def _whole(base: Base) -> list[int | None]:
    scale = _whole_scale(base)
    return [None if x is None else int(x * scale) for x in base.values]


def _whole_scale(base: Base) -> int:
    return math.lcm(*(x.denominator for x in base.values if x is not None))


def _bits(reading: Reading, base: Base, unit: Fraction, found: Fit, parameters: int, way: Way) -> float:
    kept = [abs(a) for i, a in enumerate(reading.amounts) if i not in found.left_out]
    is_equal = base.rule is Rule.EQUAL
    # equal amounts to the krona say more than the round number that they are
    grid = unit if is_equal and not found.left_out else max(unit, reading.units[0])
    levels = list(_levels(kept, grid, within_range=not is_equal))
    produced = parameters * math.log2(max(levels) if is_equal else sum(levels))
    if way is Way.SPREAD:  # which of the members got a unit more
        produced += math.log2(math.comb(len(kept), kept.count(max(kept))) if is_equal else len(kept))
    left_out = math.log2(math.comb(len(reading.amounts), len(kept)))
    return sum(map(math.log2, levels)) - produced - left_out


def _levels(amounts: list[Fraction], grid: Fraction, *, within_range: bool) -> Iterator[float]:
    """Say how many amounts a member could have had: as large as its own, in a column no wider than this one."""
    width = (max(amounts) - min(amounts)) / grid + 1
    for amount in amounts:
        own = amount / grid + 1
        yield float(min(own, width) if within_range else own)
