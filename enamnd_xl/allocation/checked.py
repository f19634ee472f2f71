"""Exact numbers from a caller, checked: what is no exact number gives an error in Swedish, never a wrong amount."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm

from enamnd_xl.errors import InputError
from enamnd_xl.money import Exact, format_number


def ratio(number: Exact, what: str) -> tuple[int, int]:
    """Give an exact number as numerator and denominator.

    Args:
        number: the number.
        what: what it is, to begin a Swedish sentence with.

    Raises:
        InputError: it is no exact number, or not a finite one.

    >>> ratio(Decimal("1.25"), "Vikten")
    (5, 4)
    """
    if isinstance(number, bool) or not isinstance(number, (int, Decimal, Fraction)):
        raise InputError(
            f"{what} är {number!r} ({type(number).__name__}), inte ett exakt tal.", "Ange int, Decimal eller Fraction."
        )
    if isinstance(number, Decimal) and not number.is_finite():
        raise InputError(f"{what} är {number}, inte ett tal.")
    return number.as_integer_ratio()


def unit_ratio(unit: Exact) -> tuple[int, int]:
    """Give a rounding unit, kr, as numerator and denominator.

    Raises:
        InputError: it is not an amount of money above zero.

    >>> unit_ratio(Decimal("0.01"))
    (1, 100)
    """
    numerator, denominator = ratio(unit, "Avrundningen")
    if numerator <= 0:
        raise InputError(
            f"Avrundningen {format_number(unit)} är inte större än noll.", "Ange till exempel 1 eller 100."
        )
    if 10 ** denominator.bit_length() % denominator:
        raise InputError(f"Avrundningen {unit} går inte att skriva med decimaler.", "Ange till exempel 0,01 eller 1.")
    return numerator, denominator


def whole_weights(weights: Sequence[Exact]) -> list[int]:
    """Give weights as whole numbers in the same proportions.

    Raises:
        InputError: one is no exact number, or below zero.

    >>> whole_weights([Decimal("0.5"), 2, Fraction(1, 3)])
    [3, 12, 2]
    """
    if all(type(weight) is int for weight in weights):  # as mix() gives them, and populations are
        scaled = [int(weight) for weight in weights]
    else:
        ratios = [ratio(weight, f"Vikt {i}") for i, weight in enumerate(weights, 1)]
        scale = lcm(*{denominator for _, denominator in ratios})
        scaled = [numerator * (scale // denominator) for numerator, denominator in ratios]
    if min(scaled, default=0) < 0:
        i = next(i for i, weight in enumerate(scaled) if weight < 0)
        raise InputError(f"Vikt {i + 1} är {format_number(weights[i])}.", "En vikt får inte vara negativ.")
    return scaled
