"""A range of values that all do, and the roundest value in it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from enamnd_xl.money import to_amount

_SHOWN_PARTS = 100  # an end is shown so finely that at most a hundredth of the range is cut off


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of numbers; an open end does not belong to it.

    >>> Fraction(1, 2) in Interval(Fraction(1, 2), Fraction(1)), Fraction(1) in Interval(Fraction(0), Fraction(1))
    (True, True)
    >>> Fraction(1) in Interval(Fraction(0), Fraction(1), high_open=True)
    False
    """

    low: Fraction
    high: Fraction
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, value: Fraction | int) -> bool:
        above = value > self.low or (value == self.low and not self.low_open)
        return above and (value < self.high or (value == self.high and not self.high_open))

    @property
    def is_empty(self) -> bool:
        """Say whether no value belongs to it."""
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def meet(self, other: "Interval") -> "Interval":
        """Give what two ranges have in common; it may be empty.

        >>> Interval(Fraction(0), Fraction(2)).meet(Interval(Fraction(1), Fraction(3))).low
        Fraction(1, 1)
        """
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        high, high_closed = min((self.high, not self.high_open), (other.high, not other.high_open))
        return Interval(low, high, low_open, not high_closed)

    def times(self, factor: Fraction) -> "Interval":
        """Multiply both ends by a factor above zero."""
        return Interval(self.low * factor, self.high * factor, self.low_open, self.high_open)

    def roundest(self) -> Fraction:
        """Give the value that a person would have written: the one on the coarsest decimal grid that has any.

        The grids are …, 10, 5, 1, 0.5, 0.1, 0.05, …; of several values on that grid the one nearest the middle.

        Raises:
            ValueError: no value belongs to the range.

        >>> Interval(Fraction("1.2420"), Fraction("1.2520")).roundest()
        Fraction(5, 4)
        """
        return self._on_grid()[0]

    def surprise(self) -> float:
        """Say how much rounder the roundest value is than a range of this width has by chance, in powers of ten.

        >>> Interval(Fraction("34996"), Fraction("35014")).surprise() > 2
        True
        """
        width = self.high - self.low
        step = self._on_grid()[1]
        return max(0.0, math.log10(step / width)) if width and step else 0.0

    def shown(self) -> tuple[Decimal, Decimal]:
        """Give both ends as decimals rounded inwards, so that what is shown belongs to the range.

        >>> Interval(Fraction(1, 3), Fraction(2, 3)).shown()
        (Decimal('0.334'), Decimal('0.666'))
        """
        step = _ten_at_most((self.high - self.low) / _SHOWN_PARTS) if self.high > self.low else Fraction(1, 10**9)
        low = math.ceil(self.low / step) + (self.low_open and (self.low / step).denominator == 1)
        high = math.floor(self.high / step) - (self.high_open and (self.high / step).denominator == 1)
        if low > high:  # a single value without a finite decimal form
            low = high = round(self.low / step)
        return Decimal(to_amount(low * step)), Decimal(to_amount(high * step))

    def _on_grid(self) -> tuple[Fraction, Fraction]:
        if self.is_empty:
            raise ValueError("an empty range has no value")
        if 0 in self or self.low == self.high:
            value = Fraction(0) if 0 in self else self.low
            return value, Fraction(0)
        middle = (self.low + self.high) / 2
        for step in _grids(max(abs(self.low), abs(self.high))):
            nearest = round(middle / step)
            for count in (nearest, nearest - 1, nearest + 1):
                if count * step in self:
                    return count * step, step
        raise AssertionError("an interval with a width has a decimal in it")


def _grids(size: Fraction) -> Iterator[Fraction]:
    ten = _ten_at_most(size) * 10
    while True:
        yield ten
        yield ten / 2
        ten /= 10


def _ten_at_most(size: Fraction) -> Fraction:
    """Give the largest power of ten that is at most the size."""
    power = Fraction(10) ** (len(str(size.numerator)) - len(str(size.denominator)))
    return power if power <= size else power / 10
