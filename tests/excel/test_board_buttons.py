"""The buttons for the board's own books, in the living workbook."""

from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings as xw

from cli.test_las_utfall import write_book, write_sie
from enamnd_xl.excel import session
from enamnd_xl.excel.buttons import press_button
from enamnd_xl.excel.live import read_book
from enamnd_xl.files.read import read
from enamnd_xl.money import NBSP
from enamnd_xl.workbook.snapshot import Snapshot

LIVING = Path(__file__).resolve().parents[2] / "workbooks" / "enamnd_2025.xlsx"


@pytest.fixture
def book(tmp_path: Path, open_in_excel: Callable[[Path], xw.Book], monkeypatch: pytest.MonkeyPatch) -> xw.Book:
    monkeypatch.setattr(session, "_journals", {})
    path = tmp_path / LIVING.name
    path.write_bytes(LIVING.read_bytes())
    opened = open_in_excel(path)
    monkeypatch.setattr(xw.Book, "_mock_caller", opened, raising=False)
    return opened


def last(book: xw.Book) -> str:
    return str(book.app.impl.alerts[-1][0])


def amounts(snapshot: Snapshot) -> object:
    sheet = snapshot.sheet("Beräkning")
    assert sheet is not None
    return sheet.rows, dict(sheet.formulas)


def test_allocate_puts_a_formula_that_was_written_over_back_and_undo_the_amount(book: xw.Book) -> None:
    table = next(table for table in read_book(book).tables if table.name == "tblBerakning")
    column = table.area.left + table.columns.index("Fördelat")
    cell = book.sheets["Beräkning"].range((table.area.top + 1, column))
    formula = cell.formula
    right = amounts(read_book(book))
    cell.raw_value = 1.0
    wrong = amounts(read_book(book))
    book.app.impl.answers = ["yes", "yes"]
    press_button("Fordela")
    question, result = (prompt for prompt, _, _ in book.app.impl.alerts)
    assert question.startswith("Fördela skriver över")
    assert "Rättat" in result
    assert result.endswith("Alla belopp är de som parametrarna ger.")
    assert cell.formula == formula
    assert amounts(read_book(book)) == right
    press_button("AngraSenaste")
    assert amounts(read_book(book)) == wrong


def test_allocate_tells_a_formula_that_gives_another_amount_and_leaves_it(book: xw.Book) -> None:
    book.sheets["Kommuner"].range("D7").raw_value = 30_000.0  # the stand-in calculates nothing: the old amounts stay
    before = amounts(read_book(book))
    press_button("Fordela")
    said = last(book).replace(NBSP, " ")
    assert said.startswith("Stämmer inte: Beräkning!S35 är 36 000 enligt sin formel men 38 000 kr enligt parametrarna.")
    assert amounts(read_book(book)) == before


def test_load_populations_adds_the_year_to_the_tables(book: xw.Book, tmp_path: Path) -> None:
    file = tmp_path / "folkmängd.csv"
    before = {table.name: table for table in read_book(book).tables}
    members = book.sheets["Kommuner"]
    table = before["tblKommuner"]
    rows = range(table.area.top + 1, table.area.bottom + 1)
    code, name = (table.area.left + table.columns.index(heading) for heading in ("Kommunkod", "Kommun"))
    lines = [
        f'"{members.range((r, code)).raw_value:.0f} {members.range((r, name)).raw_value}",{1000 + r}' for r in rows
    ]
    file.write_text('"region","Folkmängd 2031"\n' + "\n".join(lines) + "\n", "utf-8")
    book.app.impl.chosen_file = str(file)
    book.app.impl.answers = ["yes"]
    press_button("LasInFolkmangd")
    assert "2031" in last(book)
    after = read_book(book)
    tables = {table.name: table for table in after.tables}
    assert set(tables["tblKommuner"].columns) - set(table.columns) == {"Folkmängd 2031"}
    sheet = after.sheet("Kommuner")
    assert sheet is not None
    column = table.area.left + tables["tblKommuner"].columns.index("Folkmängd 2031")
    assert [sheet.value((r, column)) for r in rows] == [1000 + r for r in rows]


def test_a_user_who_chooses_no_file_changes_nothing(book: xw.Book) -> None:
    press_button("LasInFolkmangd")
    assert book.app.impl.alerts == []


def test_load_outcome_puts_what_was_booked_on_utfall_and_undo_takes_it_away(
    tmp_path: Path, open_in_excel: Callable[[Path], xw.Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "_journals", {})
    opened = open_in_excel(write_book(tmp_path / "bok.xlsx", []))
    monkeypatch.setattr(xw.Book, "_mock_caller", opened, raising=False)
    before = read_book(opened)
    vouchers = [("20250115", "3010", "P1", "-1000.00"), ("20250120", "4010", "P1", "400.00")]
    opened.app.impl.chosen_file = str(write_sie(tmp_path / "bok.se", vouchers))
    opened.app.impl.answers = ["yes", "yes"]
    press_button("LasInUtfall")
    utfall = read_book(opened).sheet("Utfall")
    assert utfall is not None
    assert utfall.rows[4][:5] == ("Luleå kommun", "2025-01", "E-arkiv", 1000, 400)
    press_button("AngraSenaste")
    assert read_book(opened) == before


def test_follow_up_reaches_the_last_month_with_outcome(book: xw.Book) -> None:
    sheet = book.sheets["Uppföljning"]
    assert sheet.range("B3").raw_value == "oktober"
    sheet.range("B3").raw_value = "mars"
    book.app.impl.answers = ["yes"]
    press_button("UppdateraUppfoljning")
    assert last(book) == "Uppföljningen gäller till och med oktober 2025."
    assert sheet.range("B3").raw_value == "oktober"


def test_the_next_year_is_a_book_of_its_own_beside_this_one(book: xw.Book, tmp_path: Path) -> None:
    before = read_book(book)
    book.app.impl.answers = ["yes"]
    press_button("NyttAr")
    question, told = (prompt for prompt, _, _ in book.app.impl.alerts)
    assert "Fördelat 2025: 17\xa0749\xa0489\xa0kr. Fördelat 2026: 17\xa0745\xa0183\xa0kr" in question
    assert "enamnd_2026.xlsx sparas bredvid den här, och öppnas. Den här boken ändras inte." in question
    assert told == "enamnd_2026.xlsx är sparad och öppen. Bladet Att besluta har 24 rader att gå igenom."
    assert read_book(book) == before
    opened = book.app.books["enamnd_2026.xlsx"]
    assert (opened.sheets["Start"].range("B5").raw_value, opened.sheets["Budget"].range("A1").formula) == (
        2026, '="Budget "&Budgetår'
    )  # fmt: skip
    assert read(tmp_path / "enamnd_2026.xlsx").snapshot.sheet("Att besluta")
    press_button("AngraSenaste")
    assert last(book) == "Det finns inget att ångra."


@pytest.mark.parametrize("stands", [False, True], ids=["a new file", "a file that stands there"])
def test_a_user_who_says_no_gets_no_new_year(stands: bool, book: xw.Book, tmp_path: Path) -> None:
    target = tmp_path / "enamnd_2026.xlsx"
    if stands:
        target.write_bytes(b"mitt")
    book.app.impl.answers = ["no"]
    press_button("NyttAr")
    assert ("enamnd_2026.xlsx finns redan och ersätts" in last(book)) is stands
    assert target.exists() is stands
    assert not stands or target.read_bytes() == b"mitt"
    assert len(book.app.impl.alerts) == 1


def test_a_book_that_is_not_saved_has_no_place_beside_it(book: xw.Book) -> None:
    book.api.Path = ""
    press_button("NyttAr")
    assert last(book).startswith("Boken är inte sparad än")
