"""Kronor and öre: rounding, and numbers as Swedes write them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_xl.money import (
    NBSP,
    Direction,
    Exact,
    exact,
    format_kr,
    format_number,
    from_units,
    parse_number,
    round_to,
    to_amount,
)

ROUNDED = [
    ("half a unit goes away from zero", "1050", 100, Direction.NEAREST, 1100),
    ("... for a credit too", "-1050", 100, Direction.NEAREST, -1100),
    ("just under half", "1049.99", 100, Direction.NEAREST, 1000),
    ("upwards", "1001", 1000, Direction.UP, 2000),
    ("upwards is away from zero for a credit", "-1001", 1000, Direction.UP, -2000),
    ("a whole number of units stays, upwards too", "2000", 1000, Direction.UP, 2000),
    ("öre", "0.125", Decimal("0.01"), Direction.NEAREST, Decimal("0.13")),
    ("nothing", "0", 100, Direction.UP, 0),
    ("e-arkiv 2025, Älvsbyn: 1,25 kr for each of 8 274, up to 1 000 kr", "10342.5", 1000, Direction.UP, 11000),
]


@pytest.mark.parametrize("name, amount, unit, direction, rounded", ROUNDED, ids=[case[0] for case in ROUNDED])
def test_rounding(name: str, amount: str, unit: Exact, direction: Direction, rounded: Exact) -> None:
    assert round_to(Decimal(amount), unit, direction) == rounded


@given(st.integers(-(10**40), 10**40), st.sampled_from([Decimal("0.01"), Decimal("0.125"), Fraction(1, 4), 1, 100]))
def test_units_are_exact_at_any_size(count: int, unit: Exact) -> None:
    amount = from_units(count, unit)
    assert Fraction(amount) == count * Fraction(unit)
    assert type(amount) is (int if Fraction(unit).denominator == 1 else Decimal)


@pytest.mark.parametrize("fraction", [Fraction(1, 3), Fraction(-1, 7)])
def test_what_has_no_decimal_form_is_refused(fraction: Fraction) -> None:
    with pytest.raises(ValueError, match="no finite decimal form"):
        to_amount(fraction)
    with pytest.raises(ValueError, match="no finite decimal form"):
        from_units(1, fraction)


@pytest.mark.parametrize("unit", [0, -1])
def test_a_unit_is_above_zero(unit: int) -> None:
    with pytest.raises(ValueError, match="above zero"):
        round_to(1, unit)


READ = [
    ("spaces", "1 234 567", Decimal(1234567)),
    ("no-break spaces, as Excel shows them", "1\u00a0234\u00a0567,50", Decimal("1234567.50")),
    ("narrow no-break spaces", "1\u202f234", Decimal(1234)),
    ("thin spaces", "1\u2009234", Decimal(1234)),
    ("apostrophes", "1'234", Decimal(1234)),
    ("no groups", "1234567", Decimal(1234567)),
    ("a typographic minus", "−35 200", Decimal(-35200)),
    ("a minus with a space after", "- 35 200", Decimal(-35200)),
    ("a plus", "+3", Decimal(3)),
    ("a decimal comma", "0,25", Decimal("0.25")),
    ("a decimal point", "0.25", Decimal("0.25")),
    ("kronor", "1 234 kr", Decimal(1234)),
    ("space around", " 12 ", Decimal(12)),
    ("two years are no number", "2024 2025", None),
    ("groups are of three", "12 34", None),
    ("two decimal signs", "1,234.50", None),
    ("a date", "2025-10-31", None),
    ("words", "ca 12", None),
    ("thousands of kronor", "12 tkr", None),
    ("nothing", "", None),
    ("only a unit", "kr", None),
    ("only a sign", "-", None),
    ("a superscript", "²", None),
]


@pytest.mark.parametrize("name, text, number", READ, ids=[case[0] for case in READ])
def test_reading_a_number(name: str, text: str, number: Decimal | None) -> None:
    assert parse_number(text) == number


@given(st.decimals(-(10**15), 10**15, places=2))
def test_what_is_written_reads_back(number: Decimal) -> None:
    assert parse_number(format_number(number)) == number
    assert parse_number(format_kr(number)) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_the_shortest_decimal_that_means_it(number: float) -> None:
    assert float(exact(number)) == number


WRITTEN = [
    ("a credit", format_kr(-35200), "−35 200 kr"),
    ("öre", format_kr(Decimal("1.5")), "1,50 kr"),
    ("no minus before nothing", format_number(-0.001, 2), "0,00"),
    ("the decimals it has", format_number(1.25), "1,25"),
    ("at most ten", format_number(Fraction(1, 3)), "0,3333333333"),
]


@pytest.mark.parametrize("name, written, text", WRITTEN, ids=[case[0] for case in WRITTEN])
def test_writing_a_number(name: str, written: str, text: str) -> None:
    assert written.replace(NBSP, " ") == text
