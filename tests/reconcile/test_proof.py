"""A recalculation that is proved to change nothing does change nothing, and what it would change is never proved."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from enamnd_xl import check
from enamnd_xl.files.read import read
from enamnd_xl.files.recalculate import recalculate
from enamnd_xl.reconcile.proof import is_as_recalculated
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import Area, from_a1
from enamnd_xl.workbook.snapshot import CellError, Sheet, Snapshot, Value

Rows = Sequence[Sequence[Value]]


def is_proved(*sheets: tuple[str, Rows, dict[str, str]]) -> bool:
    made = (
        Sheet(name, tuple(map(tuple, rows)), {from_a1(at): f for at, f in given.items()})
        for name, rows, given in sheets
    )
    work = Workpaper(Snapshot(tuple(made)))
    return is_as_recalculated(work.snapshot, work.figures, work.declared)


DETAILS = ("Detaljer", ((100, 20, 120), (7, 3, 10), (107, 23, 130)), {"C1": "SUM(A1:B1)", "C2": "SUM(A2:B2)",
    "A3": "SUM(A1:A2)", "B3": "SUM(B1:B2)", "C3": "SUM(C1:C2)"})  # fmt: skip


def test_sums_of_sums_and_links_that_hold_are_proved() -> None:
    assert is_proved(DETAILS, ("Total", ((130,), (130,)), {"A1": "Detaljer!C3", "A2": "SUM(A1:A1)"}))


@pytest.mark.parametrize(
    ("rows", "formulas"),
    [
        (((1, "text", None, 1),), {"D1": "SUM(A1:C1)"}),
        (((5, 3, 2), (4, 6, -2)), {"C1": "A1-B1", "C2": "A2-B2"}),
        (((2, 3, 0.67),), {"C1": "ROUND(A1/B1,2)"}),
        (((2, 8, 0.13),), {"C1": "ROUND(A1/B1*50%,2)"}),
        (((2, 3, "Under"),), {"C1": 'IF(A1<B1,"Under","OK")'}),
        (((3, 3, None),), {"C1": 'IF(A1=B1,"",A1-B1)'}),
        (((None, "x", 0, 5),), {"C1": 'IF(A1="",0,A1)', "D1": "MAX(A1:C1,5)"}),
        (((2, 4, 3),), {"C1": "AVERAGE(A1:B1)"}),
        (((-2, 4, 6),), {"C1": "ABS(A1-B1)"}),
        (((1, "namn", "namn"),), {"C1": "B1"}),
        (((130, 131),), {"A1": "Detaljer!C3", "B1": "Detaljer!$C$3+1"}),
    ],
)
def test_plain_arithmetic_that_holds_is_proved(rows: Rows, formulas: dict[str, str]) -> None:
    assert is_proved(DETAILS, ("Total", rows, formulas))


def test_an_array_formula_is_not_proved() -> None:
    sheet = Sheet("Blad", ((1, 2, 3),), {(1, 3): "SUM(A1:B1)"}, arrays={(1, 3): Area(1, 3, 1, 3)})
    work = Workpaper(Snapshot((sheet,)))
    assert not is_as_recalculated(work.snapshot, work.figures, work.declared)


@pytest.mark.parametrize(
    ("why", "rows", "formulas"),
    [
        ("a sum is old", ((1, 2, 4),), {"C1": "SUM(A1:B1)"}),
        ("a link is old", ((129,),), {"A1": "Detaljer!C3"}),
        ("a link goes to no sheet", ((130,),), {"A1": "Saknas!C3"}),
        ("a link shows nothing", ((None, 1),), {"A1": "Detaljer!C3"}),
        ("two sums read each other", ((0, 0),), {"A1": "SUM(B1:B1)", "B1": "SUM(A1:A1)"}),
        ("a sum reads itself", ((0, 0),), {"B1": "SUM(A1:B1)"}),
        ("a number in the range is a text", ((1, "2", 3),), {"C1": "SUM(A1:B1)"}),
        ("a date stands in the range", ((1, date(2025, 1, 1), 1),), {"C1": "SUM(A1:B1)"}),
        ("an error stands in the range", ((1, CellError("#REF!"), 1),), {"C1": "SUM(A1:B1)"}),
        ("a truth value stands in the range", ((1, True, 1),), {"C1": "SUM(A1:B1)"}),
        ("a text is counted with", ((1, "2", 3),), {"C1": "A1+B1"}),
        ("an empty text is counted with", ((1, None, 1),), {"B1": 'IF(A1>0,"","x")', "C1": "A1+B1"}),
        ("a difference is old", ((5, 3, 1),), {"C1": "A1-B1"}),
        ("a rounding is old", ((2, 3, 0.66),), {"C1": "ROUND(A1/B1,2)"}),
        ("a judgement is old", ((2, 3, "OK"),), {"C1": 'IF(A1<B1,"Under","OK")'}),
        ("it is not sure which is larger", ((0.1 + 0.2, 0.3, "Över"),), {"C1": 'IF(A1>B1,"Över","OK")'}),
        ("a function is not known here", ((4, 2),), {"B1": "SQRT(A1)"}),
        ("a part of it is divided by nothing", ((4, 0, 0),), {"C1": "A1/B1"}),
        ("three formulas go round", ((1, 1, 1),), {"A1": "B1*1", "B1": "C1*1", "C1": "A1*1"}),
    ],
)
def test_not_proved(why: str, rows: Rows, formulas: dict[str, str]) -> None:
    assert not is_proved(DETAILS, ("Total", rows, formulas)), why


@settings(max_examples=30, deadline=None)
@given(
    numbers=st.lists(st.lists(st.integers(-(10**6), 10**6), min_size=3, max_size=3), min_size=2, max_size=4),
    wrong=st.integers(0, 9),
)
def test_it_says_what_the_engine_says(
    numbers: list[list[int]], wrong: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A table with its sums and a sheet that links to them, one of the stored values wrong or none."""
    path = tmp_path_factory.mktemp("bok") / "bok.xlsx"
    last = len(numbers)
    with xlsxwriter.Workbook(path) as book:
        sheet, total = book.add_worksheet("Blad"), book.add_worksheet("Total")
        for row, line in enumerate(numbers):
            sheet.write_row(row, 0, line)
            sheet.write_formula(row, 3, f"=SUM(A{row + 1}:C{row + 1})", None, sum(line) + (row == wrong))
            total.write_formula(row, 0, f"=Blad!D{row + 1}", None, sum(line) + (row + 5 == wrong))
        sheet.write_formula(last, 3, f"=SUM(D1:D{last})", None, sum(map(sum, numbers)) + (wrong == last))
    reading = read(path, spare_plain=True)
    assert reading.is_plain
    work = Workpaper(reading.snapshot)
    assert is_as_recalculated(work.snapshot, work.figures, work.declared) == (
        not recalculate(path, reading.snapshot).values
    )


def test_an_old_value_in_a_book_of_plain_formulas_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Blad")
        sheet.write_column(0, 0, [100, 250, 400])
        sheet.write_formula(3, 0, "=SUM(A1:A3)", None, 700)
    assert [(one.code, one.cell) for one in check(path).files[0].findings] == [("EN409", (4, 1))]
