"""The copies that commands make, from end to end on files."""

from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from enamnd_xl.api import check_file
from enamnd_xl.errors import InputError
from enamnd_xl.files.copies import write_marked_copy, write_recalculated_copy
from enamnd_xl.files.read import read
from enamnd_xl.workbook.edits import SetFormula, set_value
from referee import assert_same_snapshot


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A budget whose total is off by 100 kr, and a formula on another sheet that rests on it."""
    made = xlsxwriter.Workbook(tmp_path / "bok.xlsx")
    budget, summary = made.add_worksheet("Budget"), made.add_worksheet("Sammandrag")
    for row, (name, kr) in enumerate([("Post", "Kr"), ("Drift", 1200), ("Lön", 3400), ("Resor", 550), ("Summa", 5250)]):
        budget.write_row(row, 0, [name, kr])
    summary.write_formula("A1", "=Budget!B2*2", None, 2400)
    summary.write_formula("A2", "=EN_DUBBLA(Budget!B3)", None, 6800)
    made.close()
    return tmp_path / "bok.xlsx"


def test_a_marked_copy_shows_what_was_found_and_stays_silent_about_itself(book: Path, tmp_path: Path) -> None:
    found = check_file(str(book)).findings
    assert ("Budget", (5, 2)) in {(finding.sheet, finding.cell) for finding in found}
    sentence = write_marked_copy(book, tmp_path / "ut.xlsx", read(book).snapshot, found, datetime(2025, 10, 31, 9, 0))
    assert "bladet Avstämning" in sentence
    marked = assert_same_snapshot(tmp_path / "ut.xlsx")
    assert marked.sheets[:2] == read(book).snapshot.sheets
    rows = marked.sheets[2].rows
    assert rows[4][:4] == ("Allvar", "Regel", "Blad", "Cell")
    assert any(row[0] == "fel" and row[2:7] == ("Budget", "B5", 5250, 5150, 100) for row in rows[5:])


def test_a_recalculated_copy_has_the_values_that_its_formulas_give(book: Path, tmp_path: Path) -> None:
    edits = [set_value("Budget", (2, 2), 2000), SetFormula("Budget", (5, 2), "SUM(B2:B4)")]
    double = {"EN_DUBBLA": lambda amount: 2 * amount}
    result = write_recalculated_copy(book, tmp_path / "ut.xlsx", edits, double)
    after = assert_same_snapshot(tmp_path / "ut.xlsx")
    assert (after.sheets[0].value((5, 2)), after.sheets[1].value((1, 1)), after.sheets[1].value((2, 1))) == (
        5950,
        4000,
        6800,
    )
    assert after.sheets[1].formulas == {(1, 1): "Budget!B2*2", (2, 1): "EN_DUBBLA(Budget!B3)"}
    assert not result.unchecked


def test_no_copy_over_the_original(book: Path) -> None:
    with pytest.raises(InputError, match="samma fil"):
        write_recalculated_copy(book, book, [])
