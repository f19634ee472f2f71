"""Functions of one value that are given many, in SUMPRODUCT, in array formulas and with arrays of constants."""

from pathlib import Path

import pytest

from enamnd_xl.files.read import read
from enamnd_xl.files.recalculate import Recalculation, recalculate
from enamnd_xl.workbook.snapshot import Value
from idioms import IDIOMS, write_idioms


def with_formula(path: Path, formula: str, value: Value) -> Recalculation:
    write_idioms(path, {formula: value})
    reading = read(path)
    return recalculate(path, reading.snapshot, None, reading.engine)


@pytest.mark.parametrize("formula, value", IDIOMS, ids=[formula for formula, _ in IDIOMS])
def test_what_is_answered_for_each_cell(formula: str, value: Value, tmp_path: Path) -> None:
    result = with_formula(tmp_path / "bok.xlsx", formula, value)
    assert (result.values, result.unchecked) == ({}, {})


@pytest.mark.parametrize("formula, value", [one for one in IDIOMS if isinstance(one[1], int | float)])
def test_what_is_stale_is_told(formula: str, value: float, tmp_path: Path) -> None:
    result = with_formula(tmp_path / "bok.xlsx", formula, value + 3)
    assert result.values["Data"] == {(1, 7): pytest.approx(value)}


@pytest.mark.parametrize(
    "formula",
    [
        "SUMPRODUCT(LEN(INDIRECT(\"A1:A4\")))",  # may be one value or many
        "SUMPRODUCT(--(MONTH(D:D)=6))",  # more cells than are worked out
    ],
)  # fmt: skip
def test_what_is_not_understood_is_left_unchecked(formula: str, tmp_path: Path) -> None:
    result = with_formula(tmp_path / "bok.xlsx", formula, 12345)
    assert result.values == {}
    assert result.unchecked["Data"].keys() == {(1, 7)}


def test_a_lookup_among_keys_in_no_order_depends_on_the_program(tmp_path: Path) -> None:
    assert with_formula(tmp_path / "bok.xlsx", "LOOKUP(50,B1:B4)", 5).values == {}
