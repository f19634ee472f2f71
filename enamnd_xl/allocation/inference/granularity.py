"""How finely a column of amounts is rounded: the ordinary unit, and the step that an indexed list leaves behind.

A list rounded to whole hundreds and then multiplied by 1.02 has only multiples of 102 kr; times 1.034 and rounded to
whole kronor it has multiples of 103.40 kr, each off by at most 50 öre. Such a step is found here, because the rule
lies in the list before the multiplication.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from enamnd_xl.allocation.inference.interval import Interval

UNITS = tuple(Fraction(u) for u in ("0.01", "0.1", "1", "5", "10", "50", "100", "500", "1000", "5000", "10000"))
"""Units that amounts are rounded to, kr; each divides the next."""
UNROUNDED = Fraction(1, 10**6)
"""Amounts with more than two decimals were never rounded; they are compared to a millionth of a krona."""
_MONTHS = 12
_STEP_BITS = 14  # a step is believed when chance would give it to one column in sixteen thousand
_LEAST_STEP = 10  # times the last rounding: a finer step drowns in it
_MOST_STEPS = 10_000  # as many steps as are tried in the smallest amount


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a column: the amounts, or the list they were multiplied up from.

    Args:
        amounts: one a member, kr, none zero; of a list, before the multiplication.
        units: the units it may be rounded to, coarsest first, kr.
        index: what the list was multiplied by; None when the amounts stand as they were rounded.
        broken: members (positions) whose amount is no multiple of the step.
    """

    amounts: tuple[Fraction, ...]
    units: tuple[Fraction, ...]
    index: Interval | None = None
    broken: frozenset[int] = frozenset()


def finest_unit(amounts: Sequence[Fraction]) -> Fraction:
    """Give the unit that all amounts are whole in: 1 kr, 1 öre, or a millionth when they were not rounded.

    >>> finest_unit([Fraction(100), Fraction("7.5")]), finest_unit([Fraction(1, 3)])
    (Fraction(1, 100), Fraction(1, 1000000))
    """
    return next((u for u in (Fraction(1), UNITS[0]) if all(a % u == 0 for a in amounts)), UNROUNDED)


def coarsest_unit(amounts: Sequence[Fraction], exceptions: int = 0) -> Fraction:
    """Give the largest ordinary unit that divides all amounts but a few.

    >>> coarsest_unit([Fraction(4000), Fraction(36000), Fraction(13500)], exceptions=1)
    Fraction(1000, 1)
    """
    dividing = (u for u in reversed(UNITS) if sum(a % u != 0 for a in amounts) <= exceptions)
    return next(dividing, finest_unit(amounts))


def plain_reading(amounts: Sequence[Fraction], exceptions: int = 0) -> Reading:
    """Read a column as it stands.

    >>> [int(unit) for unit in plain_reading([Fraction(400), Fraction(3600), Fraction(2300)]).units]
    [100, 50, 10, 5, 1]
    """
    finest, coarsest = finest_unit(amounts), coarsest_unit(amounts, exceptions)
    units = (*(u for u in reversed(UNITS) if finest <= u <= coarsest), finest)
    return Reading(tuple(amounts), tuple(dict.fromkeys(units)))


def indexed_reading(amounts: Sequence[Fraction], exceptions: int = 0) -> Reading | None:
    """Read a column as a rounded list that was multiplied up; None when it has no step of its own.

    Args:
        amounts: one a member, kr, none zero.
        exceptions: how many members may lie outside the grid of the others, 0 or 1.

    >>> found = indexed_reading([Fraction(102 * k) for k in (411, 486, 963, 733, 562, 458)])
    >>> found.index.roundest(), found.units, found.amounts[0]
    (Fraction(51, 50), (Fraction(100, 1),), Fraction(41100, 1))
    """
    found = _find_step(amounts, finest_unit(amounts), coarsest_unit(amounts, exceptions), exceptions)
    if found is None:
        return None
    step, broken = found
    unit = _unit_before(step.roundest())
    index = step.times(1 / unit)
    times = index.roundest()
    listed = tuple(a / times if i in broken else unit * round(a / step.roundest()) for i, a in enumerate(amounts))
    return Reading(listed, (unit,), index, broken)


def _unit_before(step: Fraction) -> Fraction:
    """Give the unit that the list was rounded to: a month's amount when twelve do, else the unit nearest the step."""
    if step / _MONTHS in UNITS:
        return step / _MONTHS
    return min(UNITS, key=lambda u: abs(math.log(step / u)))


def _find_step(
    amounts: Sequence[Fraction], finest: Fraction, coarsest: Fraction, exceptions: int
) -> tuple[Interval, frozenset[int]] | None:
    """Find the largest step, above the coarsest ordinary unit, that all amounts but a few are rounded multiples of."""
    scale = 2 / finest  # whole numbers from here, and half the last rounding is 1
    sizes = [int(abs(a) * scale) for a in amounts]
    kept = len(sizes) - exceptions
    order = sorted(range(len(sizes)), key=lambda i: sizes[i])
    width = sizes[order[-1 - exceptions]] - sizes[order[exceptions]]
    if finest == UNROUNDED or not width:
        return None
    for seed in order[: exceptions + 1]:
        others = [i for i in order if i != seed]
        # the smaller the step, the more columns have it: beyond this count none is believed
        bits = (kept - 1) * math.log2(sizes[seed] / (coarsest * scale)) - _STEP_BITS
        # and a step that is wider than the amounts lie apart says nothing
        most = min(_MOST_STEPS, int(2 ** max(0.0, bits / kept)), sizes[seed] // (2 * _LEAST_STEP))
        for count in range(1 + 2 * sizes[seed] // width, most + 1):
            broken = _off_grid(sizes, others, sizes[seed], count, exceptions)
            if broken is None:
                continue
            step = _step_range(sizes, [i for i in (seed, *others) if i not in broken], sizes[seed], count)
            if not step.is_empty and step.times(1 / scale).roundest() not in UNITS:
                return step.times(1 / scale), frozenset(broken)
    return None


def _off_grid(sizes: list[int], others: list[int], seed: int, count: int, exceptions: int) -> list[int] | None:
    """Give the members whose amount is no multiple of seed/count, however they were rounded; None when too many.

    Each is held against the one before it, which knows the step better than the smaller ones do.
    """
    broken = []
    size, steps = seed, count
    for i in others:
        whole, rest = divmod(sizes[i] * steps, size)
        nearest = whole + (2 * rest > size)
        if min(rest, size - rest) > steps + nearest:
            broken.append(i)
            if len(broken) > exceptions:
                return None
        else:
            size, steps = sizes[i], nearest
    return broken


def _step_range(sizes: list[int], members: list[int], seed: int, count: int) -> Interval:
    counts = {i: round(Fraction(sizes[i] * count, seed)) for i in members}
    ranges = (Interval(Fraction(sizes[i] - 1, counts[i]), Fraction(sizes[i] + 1, counts[i])) for i in members)
    return reduce(Interval.meet, ranges)
