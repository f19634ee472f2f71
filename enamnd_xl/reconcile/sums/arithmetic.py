"""Arithmetic on figures as they stand in cells: their decimals, their step, what a sum is off by."""

import math
import sys
from collections.abc import Iterable, Sequence
from itertools import islice

from enamnd_xl.workbook.snapshot import Number

_SIGNIFICANT = 12  # digits of a double that survive a few additions
_NOISE = 10.0**-_SIGNIFICANT
_FINEST_TYPED = 1e-4  # figures with more decimals come out of a calculation
_NOISE_OF_COMPUTED = 1e-9  # what is no difference between such figures, as a part of them
_UNSEEN = 5e-7  # what six decimals, the most that a figure is shown with, do not show
_EPSILON = sys.float_info.epsilon
_STEPS = (1, *(float(f"1e-{places}") for places in range(1, 20)))  # one more decimal each
_SAMPLE = 4  # figures that tell what step a long line is given in, as long as it adds up


def decimals(number: Number) -> int:
    """Count the decimals a number is given with, the noise of binary arithmetic left out.

    >>> [decimals(n) for n in (12, 12.0, 0.25, 0.1 + 0.2, 1e-7, 1 / 3)]
    [0, 0, 2, 1, 7, 12]
    """
    if isinstance(number, int) or number.is_integer():
        return 0
    for places, scale in ((1, 10), (2, 100)):  # nearly all there are, and much faster so than by writing them out
        scaled = number * scale
        if abs(scaled - round(scaled)) <= abs(scaled) * _NOISE:
            return places
    mantissa, _, exponent = f"{number:.{_SIGNIFICANT}g}".partition("e")
    return max(0, len(mantissa.partition(".")[2]) - int(exponent or 0))


def unit_of(numbers: Iterable[Number]) -> float:
    """Give the step that numbers are given in.

    >>> unit_of([1, 2.5]), unit_of([100])
    (0.1, 1)
    """
    return _step(max(map(decimals, numbers)))


def _step(places: int) -> float:
    return _STEPS[places] if places < len(_STEPS) else float(f"1e-{places}")


def granularity(numbers: Sequence[Number]) -> float:
    """Give the step that all the numbers are multiples of: the coarser it is, the less it means that a sum agrees.

    >>> granularity([85700, 171400]), granularity([0.5, 2])
    (85700, 0.1)
    """
    if all(isinstance(v, int) or v.is_integer() for v in numbers):
        return math.gcd(*map(int, numbers)) or 1
    return unit_of(islice(numbers, _SAMPLE))


def common_step(numbers: Sequence[Number]) -> float:
    """Give the step that all the numbers are multiples of, those with decimals too.

    It takes longer than granularity, and tells more of the same amount over and over.

    >>> common_step([85700, 171400]), common_step([6315616.8075, 6315616.8075]), common_step([0.5, 2])
    (85700, 6315616.8075, 0.5)
    """
    scale = round(1 / unit_of(numbers))
    whole = math.gcd(*(round(number * scale) for number in numbers)) or 1
    return whole if scale == 1 else whole / scale


def rounding_step(numbers: Sequence[Number]) -> float:
    """Give what numbers look rounded to: their unit, or the largest 5, 10, 50, 100 ... that all are multiples of.

    >>> rounding_step([85700, 171400]), rounding_step([15, 20]), rounding_step([0.5, 2])
    (100, 5, 0.1)
    """
    if not all(isinstance(v, int) or v.is_integer() for v in numbers):
        return unit_of(numbers)
    whole, power = math.gcd(*map(int, numbers)) or 1, 1
    while whole % (power * 10) == 0:
        power *= 10
    return power * 5 if whole % (power * 5) == 0 else power


def off_by(total: Number, parts: Sequence[Number]) -> tuple[int | float, float]:
    """Give what a total is more than its parts, and the step the figures are given in.

    Of a sum that adds up only the total is asked for its step.

    Raises:
        TypeError: a part is no number.

    >>> off_by(5, [2, 2]), off_by(0.3, [0.1, 0.2]), off_by(1.5, [0.25, 1])
    ((1, 1), (0, 0.1), (0.25, 0.01))
    >>> off_by(2.9e-11, [70000.1, -70000.1])[0], off_by(5.0, [])
    (0, (5, 1))
    """
    if type(total) is int and set(map(type, parts)) <= {int}:
        return total - sum(parts), 1
    noise = abs(total) * len(parts) * _EPSILON  # no more than adding them one by one may lose
    if abs(total - sum(parts)) <= noise:  # as nearly always, and three times as fast as adding them without loss
        return 0, _step(decimals(total))
    difference = total - math.fsum(parts)
    if abs(difference) <= noise:
        return 0, _step(decimals(total))
    unit = unit_of((total, *parts))
    largest = max(map(abs, (total, *parts)))
    noise = _NOISE_OF_COMPUTED if unit < _FINEST_TYPED else _NOISE
    if abs(difference) < max(unit / 2, _UNSEEN, largest * noise):
        return 0, unit
    return (round(difference) if unit == 1 else round(difference, decimals(unit))), unit
