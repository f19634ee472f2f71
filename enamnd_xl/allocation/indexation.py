"""Amounts that follow an agreed percentage or a price index from one year to the next."""

from decimal import Decimal
from fractions import Fraction

from enamnd_xl.allocation.checked import ratio, unit_ratio
from enamnd_xl.errors import InputError
from enamnd_xl.money import Direction, Exact, round_to


def index_amount(
    amount: Exact, factor: Exact, unit: Exact = 1, direction: Direction = Direction.NEAREST
) -> int | Decimal:
    """Multiply an amount by a factor and round it.

    Args:
        amount: kr, of either sign.
        factor: 1.02 for an increase of two per cent.
        unit: what to round to, kr.
        direction: to nearest, or upwards (away from zero).

    Returns:
        Kr: int when the unit is whole, else Decimal.

    Raises:
        InputError: something is no exact number, or the unit is not above zero.

    Source: räddningstjänstens verksamhetssystem 2025 is the amounts of 2022 times 1.047, each up to 100 kr.

    >>> index_amount(25800, Decimal("1.047"), 100, Direction.UP)
    27100
    """
    unit_ratio(unit)
    return round_to(Fraction(*ratio(amount, "Beloppet")) * Fraction(*ratio(factor, "Faktorn")), unit, direction)


def index_factor(base: Exact, current: Exact) -> Fraction:
    """Give the factor between two values of a price index.

    Args:
        base: the index of the time that the amount was set for.
        current: the index of the time that it is wanted for.

    Raises:
        InputError: an index is not above zero.

    >>> index_factor(Decimal("250.0"), Decimal("260.0"))
    Fraction(26, 25)
    """
    base_ratio, current_ratio = Fraction(*ratio(base, "Basindex")), Fraction(*ratio(current, "Index"))
    if base_ratio <= 0 or current_ratio <= 0:
        raise InputError("Ett index måste vara större än noll.", "Kontrollera indexserien.")
    return current_ratio / base_ratio
