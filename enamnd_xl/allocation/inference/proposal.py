"""The parameters to propose for a rule: of all that reproduce the column, those that a person would have decided.

Rounded amounts leave a range for each parameter. With an equal part and a factor the ranges depend on each other, so
one is chosen first and the other within what is then left. What was once decided (half equally; 35 000 kr each;
20 öre an inhabitant) is rounder than a range of that width has by chance, and that tells which was decided, and
whether amounts were rounded upwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from enamnd_xl.allocation.inference.candidates import Candidate, Way
from enamnd_xl.allocation.inference.fitting import Strip, equal_shares, intercepts, solve_proportion
from enamnd_xl.allocation.inference.interval import Interval
from enamnd_xl.allocation.inference.model import Rule
from enamnd_xl.money import Direction

CLEARLY = 1.0
"""Powers of ten by which parameters must be rounder than others, before that tells which were decided."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Parameters that reproduce the column, kr; see Inference for what each is."""

    factor: Interval
    proposed_factor: Fraction
    direction: Direction
    surprise: float
    equal_part_kr: Fraction | None = None
    equal_share: Interval | None = None
    proposed_share: Fraction | None = None
    total_kr: Fraction | None = None
    sum_exact: bool = False

    def amount(self, x: Fraction) -> Fraction:
        """Give the unrounded amount of a member with this base."""
        return (self.equal_part_kr or Fraction(0)) + self.proposed_factor * x


def propose(candidate: Candidate) -> Proposal | None:
    """Propose the parameters of a candidate; None when none go together.

    >>> from enamnd_xl.allocation.inference.candidates import candidates
    >>> from enamnd_xl.allocation.inference.granularity import plain_reading
    >>> from enamnd_xl.allocation.inference.model import Base
    >>> heads = tuple(map(Fraction, (2785, 6220, 28080, 17529, 9685, 4923, 15886, 22867, 78105, 6052, 42281, 8066)))
    >>> column = plain_reading([Fraction(-(-(35000 + 2 * h) // 100) * 100) for h in heads])
    >>> found = propose(candidates(column, [Base(Rule.PER_INHABITANT, "folkmängd", heads, 2019)], 2, 0)[0])
    >>> int(found.equal_part_kr), found.direction.value
    (35000, 'uppåt')
    """
    if candidate.parameters == 1:
        slope = candidate.fits[0].slope
        direction = Direction.UP if candidate.way is Way.UP else Direction.NEAREST
        total = None
        if candidate.way is Way.SPREAD and not candidate.misfits:
            total = sum(candidate.reading.amounts, Fraction(0))
        return Proposal(
            slope, slope.roundest(), direction, slope.surprise(), total_kr=total, sum_exact=candidate.way is Way.SPREAD
        )
    proposals = list(_of_lines(candidate))
    if not proposals:
        return None
    best = max(proposals, key=lambda p: p.surprise)
    nearest = [p for p in proposals if p.direction is Direction.NEAREST]
    plain = max(nearest, key=lambda p: p.surprise, default=best)
    return best if best.surprise > plain.surprise + CLEARLY else plain


def _of_lines(candidate: Candidate) -> Iterator[Proposal]:
    slope = candidate.fits[0].slope
    heads = [x for x in candidate.base.values if x is not None]  # all who share, also those whose amount is off
    for direction in Direction:
        strips = candidate.strips(direction)
        if candidate.base.rule is not Rule.PER_INHABITANT:
            yield from _factor_first(strips, slope, direction, None)
            continue
        shares = equal_shares(candidate.counts(direction), len(heads), sum(heads) * candidate.scale)
        if shares.is_empty:
            yield from _factor_first(strips, slope, direction, None)
            continue
        yield from _factor_first(strips, slope, direction, shares)
        yield _equal_part_first(strips, slope, direction, shares)
        yield _share_first(strips, heads, slope, direction, shares)
    if candidate.base.rule is Rule.PER_INHABITANT and not candidate.misfits:
        yield from _shares_of_the_sum(candidate, heads, slope)


def _factor_first(
    strips: list[Strip], slope: Interval, direction: Direction, shares: Interval | None
) -> Iterator[Proposal]:
    factor = slope.roundest()
    left = [Interval(s.low - factor * s.x, s.high - factor * s.x, s.low_open, s.high_open) for s in strips]
    equal = reduce(Interval.meet, left)
    if equal.is_empty:  # upwards is from zero, which amounts of both signs do not allow at every factor
        return
    yield Proposal(
        slope,
        factor,
        direction,
        slope.surprise() + equal.surprise(),
        equal.roundest(),
        shares,
        shares.roundest() if shares else None,
    )


def _equal_part_first(strips: list[Strip], slope: Interval, direction: Direction, shares: Interval) -> Proposal:
    equals = intercepts(strips)
    equal = equals.roundest()
    moved = [Strip(s.member, s.x, s.low - equal, s.high - equal, s.low_open, s.high_open) for s in strips]
    factor = _solved(moved)
    surprise = equals.surprise() + factor.surprise()
    return Proposal(slope, factor.roundest(), direction, surprise, equal, shares, shares.roundest())


def _share_first(
    strips: list[Strip], heads: list[Fraction], slope: Interval, direction: Direction, shares: Interval
) -> Proposal:
    share, n, whole = shares.roundest(), len(heads), sum(heads, Fraction(0))
    weighed = [
        Strip(s.member, share / n + (1 - share) * s.x / whole, s.low, s.high, s.low_open, s.high_open) for s in strips
    ]
    totals = _solved(weighed)
    total = totals.roundest()
    surprise = shares.surprise() + totals.surprise()
    factor = total * (1 - share) / whole
    return Proposal(slope, factor, direction, surprise, total * share / n, shares, share, total)


def _shares_of_the_sum(candidate: Candidate, heads: list[Fraction], slope: Interval) -> Iterator[Proposal]:
    """Read the column as shares of its own sum by largest remainder; every factor of the range then has a share."""
    total = sum(candidate.reading.amounts, Fraction(0))
    n, whole = len(heads), sum(heads, Fraction(0))
    if total <= 0:
        return
    shares = Interval(1 - slope.high * whole / total, 1 - slope.low * whole / total, True, True)
    shares = shares.meet(Interval(Fraction(0), Fraction(1)))
    if shares.is_empty:
        return
    share = shares.roundest()
    factor, equal = total * (1 - share) / whole, total * share / n
    yield Proposal(slope, factor, Direction.NEAREST, shares.surprise(), equal, shares, share, total, sum_exact=True)


def _solved(strips: list[Strip]) -> Interval:
    answer = solve_proportion(strips)
    if not isinstance(answer, Interval):
        raise TypeError("a parameter within its range left nothing for the other")
    return answer
