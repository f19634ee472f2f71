"""Whole kronor and öre: rounding rules, and Swedish number text in and out.

Exact arithmetic only: int, Decimal and Fraction. Floats are taken where a cell gives one, and read as the shortest
decimal that means the same double, which is what a person sees in the cell.
"""

import re
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

Exact: TypeAlias = int | Decimal | Fraction
"""A number without binary rounding."""

NBSP = "\u00a0"
WRITE_CLEARLY = (
    "Skriv med komma som decimaltecken, och mellanrum eller ingenting mellan tusentalen: 320 000 eller 1,25."
)
"""What to do where a number cannot be read, or could be two."""
MINUS = "\u2212"  # the typographic minus sign, as Swedish tables are set
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009'"), " ") | {ord(MINUS): "-"}  # group separators in Swedish files
_GROUPED = re.compile(r"[-+]?(\d+|\d{1,3}( \d{3})+)?([.,]\d*)?", re.ASCII)
_UNCLEAR = re.compile(r"[-+]? ?([1-9]\d{0,2})\.(\d{3})( ?kr)?", re.ASCII)
_WIDE = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)  # the default context would round to 28 digits


class Direction(StrEnum):
    """Which way amounts are rounded; the values are what stands in a workbook."""

    NEAREST = "närmast"
    UP = "uppåt"


def exact(number: float | Exact) -> Fraction:
    """Give a number as a fraction; a float as the shortest decimal that means it.

    >>> exact(0.1)
    Fraction(1, 10)
    """
    return Fraction(repr(number)) if isinstance(number, float) else Fraction(number)


def round_to(amount: Exact, unit: Exact = 1, direction: Direction = Direction.NEAREST) -> int | Decimal:
    """Round an amount to a whole number of units.

    Half a unit goes away from zero, and "uppåt" means away from zero, so that a credit rounds as its charge does.

    Args:
        amount: kr (or any one unit of money).
        unit: what to round to, same unit of money, above zero: 1, 100, 1000, or Decimal("0.01") for öre.
        direction: to nearest, or upwards.

    Returns:
        The rounded amount: int when the unit is whole, else Decimal.

    Raises:
        ValueError: the unit is not above zero.

    >>> round_to(Decimal("1049.50"), 100), round_to(-1050, 100), round_to(1001, 1000, Direction.UP)
    (1000, -1100, 2000)
    >>> round_to(Fraction(1, 3), Decimal("0.01"))
    Decimal('0.33')
    """
    step = Fraction(unit)
    if step <= 0:
        raise ValueError(f"unit must be above zero, not {unit}")
    count = abs(Fraction(amount)) / step
    whole = -(-count.numerator // count.denominator) if direction is Direction.UP else int(count + Fraction(1, 2))
    return from_units(-whole if amount < 0 else whole, step)


def from_units(count: int, unit: Exact) -> int | Decimal:
    """Give what a number of units amounts to: int when the unit is whole, else Decimal with the unit's decimals.

    Raises:
        ValueError: the unit has no finite decimal form.

    >>> from_units(3, 100), from_units(-150, Decimal("0.01"))
    (300, Decimal('-1.50'))
    """
    numerator, denominator = unit.as_integer_ratio()
    return numerator * count if denominator == 1 else _as_decimal(numerator * count, denominator)


def to_amount(number: Fraction) -> int | Decimal:
    """Give a fraction as an int when it is whole, else as the Decimal that equals it.

    Raises:
        ValueError: it has no finite decimal form.

    >>> to_amount(Fraction(4, 2)), to_amount(Fraction(1, 8))
    (2, Decimal('0.125'))
    """
    if number.denominator == 1:
        return number.numerator
    return _as_decimal(number.numerator, number.denominator)


def to_cell(number: Exact) -> int | float:
    """Give a number as a cell holds it: an int when it is whole.

    >>> to_cell(Decimal("5.00")), to_cell(Fraction(1, 8))
    (5, 0.125)
    """
    value = exact(number)
    return value.numerator if value.denominator == 1 else float(value)


def _as_decimal(numerator: int, denominator: int) -> Decimal:
    places = _decimals(denominator)
    if places is None:
        raise ValueError(f"{numerator}/{denominator} has no finite decimal form")
    return Decimal(numerator * 10**places // denominator).scaleb(-places, _WIDE)


@lru_cache(maxsize=64)
def _decimals(denominator: int) -> int | None:
    """Give how many decimals a fraction with this denominator has; None when they never end."""
    twos = (denominator & -denominator).bit_length() - 1
    rest, fives = denominator >> twos, 0
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    return max(twos, fives) if rest == 1 else None


def format_number(number: float | Exact, decimals: int | None = None) -> str:
    """Write a number as Swedish text: groups of three with a non-breaking space, decimal comma, a real minus sign.

    Args:
        number: the number.
        decimals: how many decimals to show; None shows those it has, at most ten.

    >>> format_number(-1234567.5).replace(NBSP, " ")
    '−1 234 567,5'
    >>> format_number(17714288).replace(NBSP, " "), format_number(0.25, 3)
    ('17 714 288', '0,250')
    """
    value = exact(number)
    places = 10 if decimals is None else decimals
    scaled = int(abs(value) * 10**places + Fraction(1, 2))
    whole, part = divmod(scaled, 10**places)
    text = f"{whole:,}".replace(",", NBSP)
    tail = f"{part:0{places}d}" if places else ""
    if decimals is None:
        tail = tail.rstrip("0")
    sign = MINUS if value < 0 and scaled else ""
    return f"{sign}{text},{tail}" if tail else f"{sign}{text}"


def format_kr(amount: float | Exact) -> str:
    """Write an amount in kronor: whole kronor without decimals, öre with two.

    >>> format_kr(-35200).replace(NBSP, " "), format_kr(Decimal("1.5")).replace(NBSP, " ")
    ('−35 200 kr', '1,50 kr')
    """
    value = exact(amount)
    return f"{format_number(value, 0 if value.denominator == 1 else 2)}{NBSP}kr"


def parse_number(text: str) -> Decimal | None:
    """Read a number as Swedes type it; None when the text is no number.

    Spaces of any kind group thousands by three, comma or point is the decimal sign, any minus sign may stand first,
    and "kr" last.

    >>> [parse_number(t) for t in ("1 234,50", "− 35 200", "12.5", "", "ca 12", "1 234 kr", "2024 2025")]
    [Decimal('1234.50'), Decimal('-35200'), Decimal('12.5'), None, None, Decimal('1234'), None]
    """
    plain = text.translate(_SPACES).strip().removesuffix("kr").rstrip()
    if plain[:1] in ("-", "+"):
        plain = plain[0] + plain[1:].lstrip()
    if not _GROUPED.fullmatch(plain) or not any(map(str.isdigit, plain)):
        return None
    return Decimal(plain.replace(" ", "").replace(",", "."))


def explain_two_readings(text: str) -> str:
    """Say which two numbers a text could be whose only point stands before three digits; "" when it is clear.

    In Swedish the comma is the decimal sign, and spaces group thousands; a point is typed for either.

    >>> explain_two_readings("1.225").replace(NBSP, " ")
    '»1.225« kan vara både 1 225 och 1,225.'
    >>> [explain_two_readings(text) for text in ("1,225", "1.25", "0.125", "1 225")]
    ['', '', '', '']
    """
    match = _UNCLEAR.fullmatch(text.translate(_SPACES).strip())
    if match is None:
        return ""
    large, small = format_number(int(match[1] + match[2])), f"{match[1]},{match[2]}"
    return f"»{text.strip()}« kan vara både {large} och {small}."
