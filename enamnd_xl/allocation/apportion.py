"""Share a total so that the parts add up to it exactly: the largest-remainder method (Hamilton's).

Source: M. L. Balinski and H. P. Young, Fair Representation, 2nd ed. 2001, chapter 3. The method keeps quota (each
part is the floor or ceiling of its exact share) and the sum; it does not keep population monotonicity, and nothing
that is both does.
"""

from collections.abc import Sequence
from decimal import Decimal

from enamnd_xl.allocation.checked import ratio, unit_ratio, whole_weights
from enamnd_xl.errors import InputError
from enamnd_xl.money import Exact, format_kr, from_units


def allocate(total: Exact, weights: Sequence[Exact], unit: Exact = 1) -> tuple[int | Decimal, ...]:
    """Share a total by weights, in whole units, so that the parts add up to the total exactly.

    Each part is the floor or ceiling, in units, of its exact share. What is left when all shares are rounded down
    goes, a unit at a time, by largest fraction and then largest weight, so that the order decides only between
    identical weights. A zero weight gets zero. A credit is shared as its charge is.

    Args:
        total: the amount to share, kr; a whole number of units, of either sign.
        weights: one a member, none below zero, not all zero.
        unit: the smallest amount that is paid, kr: 1, 100, 1000, or Decimal("0.01") for öre.

    Returns:
        One part a weight, in the same order, kr: int when the unit is whole, else Decimal.

    Raises:
        InputError: the weights cannot share anything, the total is not a whole number of units, or something is no
            exact number.

    >>> allocate(100, [1, 1, 1])
    (34, 33, 33)
    >>> allocate(Decimal("-10.00"), [2, 0, 1], Decimal("0.01"))
    (Decimal('-6.67'), Decimal('0.00'), Decimal('-3.33'))
    """
    count = _whole_units(total, unit)
    scaled = whole_weights(tuple(weights))
    whole, size = sum(scaled), abs(count)
    if whole == 0:
        raise InputError("Vikterna summerar till noll.", "Minst en medlem måste ha en vikt som är större än noll.")
    shares = [divmod(size * weight, whole) for weight in scaled]
    parts = [floor for floor, _ in shares]
    by_claim = sorted(range(len(parts)), key=lambda i: (shares[i][1], scaled[i]), reverse=True)
    for i in by_claim[: size - sum(parts)]:
        parts[i] += 1
    sign = -1 if count < 0 else 1
    if isinstance(unit, int):
        step = sign * unit
        return tuple([step * part for part in parts])
    return tuple(from_units(sign * part, unit) for part in parts)


def _whole_units(total: Exact, unit: Exact) -> int:
    unit_numerator, unit_denominator = unit_ratio(unit)
    numerator, denominator = ratio(total, "Beloppet")
    count, rest = divmod(numerator * unit_denominator, denominator * unit_numerator)
    if rest:
        raise InputError(
            f"Beloppet {format_kr(total)} går inte jämnt upp i {format_kr(unit)}, så avrundade delar kan inte summera "
            "till det.",
            "Avrunda beloppet först, eller välj en finare avrundning.",
        )
    return count
