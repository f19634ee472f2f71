"""What plain formulas give here is what the calculation engine gives, or nothing at all."""

from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from enamnd_xl.files.read import read
from enamnd_xl.files.recalculate import recalculate
from enamnd_xl.reconcile.evaluate import evaluate_copies
from enamnd_xl.workbook import formulas as taken_apart
from enamnd_xl.workbook.formulas import are_plain, tokenise
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, Value
from referee import assert_same_snapshot

ROWS = 4
numbers = st.one_of(st.integers(-1000, 1000), st.integers(-100_000, 100_000).map(lambda n: n / 100), st.just(0))
cells = st.one_of(numbers, numbers, st.none(), st.sampled_from(["text", "12", "ÅÄÖ"]))
tables = st.lists(st.lists(cells, min_size=3, max_size=3), min_size=ROWS, max_size=ROWS)
single = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["", "", "'Blad 1'!"]),
    st.sampled_from(["", "$"]),
    st.sampled_from("ABC"),
    st.sampled_from(["", "$"]),
    st.integers(1, ROWS),
)
area = st.builds(
    "{}{}:{}{}".format, st.sampled_from("AB"), st.integers(1, 2), st.sampled_from("BC"), st.integers(2, ROWS)
)
literal = st.one_of(st.integers(0, 9).map(str), st.sampled_from(["0.5", "1.25", "100", "50%"]))
text = st.sampled_from(['"OK"', '"Över budget"', '""'])


def _larger(part: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    condition = st.builds(
        "{}{}{}".format, part, st.sampled_from(["=", "<>", "<", ">", "<=", ">="]), st.one_of(part, text)
    )
    return st.one_of(
        st.builds("{}{}{}".format, part, st.sampled_from(["+", "-", "*", "/", " + "]), part),
        st.builds("({})".format, part),
        st.builds("-{}".format, part),
        st.builds("{}({},{})".format, st.sampled_from(["SUM", "MIN", "MAX", "AVERAGE"]), area, part),
        st.builds("ROUND({},{})".format, part, st.integers(-1, 3)),
        st.builds("ABS({})".format, part),
        st.builds("IF({},{},{})".format, condition, st.one_of(part, text), st.one_of(part, text)),
    )


formulas = st.recursive(st.one_of(single, single, literal, st.builds("SUM({})".format, area)), _larger, max_leaves=5)


@settings(max_examples=60, deadline=None)
@given(table=tables, written=st.lists(formulas, min_size=1, max_size=6))
def test_as_the_engine(table: list[list[Value]], written: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("bok") / "bok.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Blad 1")
        for row, line in enumerate(table):
            sheet.write_row(row, 0, line)
        for number, formula in enumerate(written):
            sheet.write_formula(number, 5, f"={formula}", None, 987654)  # a value that none of them gives
    snapshot = assert_same_snapshot(path)
    engine = recalculate(path, snapshot).values.get("Blad 1", {})
    for number, formula in enumerate(written):
        cell = (number + 1, 6)
        assert are_plain([formula])
        (value,) = evaluate_copies(formula, [cell], snapshot.sheets[0], snapshot)
        if value is not None:
            given_by_engine = engine[cell]
            if isinstance(value, str):
                assert value == (given_by_engine or ""), formula
            else:
                assert value == pytest.approx(given_by_engine or 0, rel=1e-9, abs=1e-9), formula


@given(formulas)
def test_plain_formulas_are_taken_apart_as_others_are(formula: str) -> None:
    by_all = tuple((found.lastgroup, found.group()) for found in taken_apart._any_token().finditer(formula))
    assert tokenise(formula) == by_all


def test_copies_move_what_has_no_dollar_sign(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Blad 1").write_column(0, 0, [10, 20, 30])
    snapshot = read(path).snapshot
    copies = [(1, 2), (2, 2), (3, 2), (4, 2)]
    assert list(evaluate_copies("A1/SUM(A$1:A$3)", copies, snapshot.sheets[0], snapshot)) == [1 / 6, 1 / 3, 1 / 2, 0]


def test_a_number_of_thousands_of_digits_has_no_value() -> None:
    sheet = Sheet("Blad", ((1, 1),), {(1, 2): f"A1+{'9' * 5000}"})
    assert list(evaluate_copies(sheet.formulas[1, 2], [(1, 2)], sheet, Snapshot((sheet,)))) == [None]


@pytest.mark.parametrize(
    ("amount", "formula", "rounded"), [(720.41, "ROUND(1.25*A1,3)", 900.513), (-1829.1, "ROUND(A1*0.15,2)", -274.37)]
)
def test_a_half_that_binary_arithmetic_just_misses_is_rounded_as_a_half(
    amount: float, formula: str, rounded: float
) -> None:
    sheet = Sheet("Blad", ((amount,),), {(1, 2): formula})
    assert list(evaluate_copies(formula, [(1, 2)], sheet, Snapshot((sheet,)))) == [rounded]
