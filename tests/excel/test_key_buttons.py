"""The buttons Härled and Jämför nycklar: which rule made the amounts, and who would pay more."""

from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings as xw

from enamnd_xl.excel import session
from enamnd_xl.excel.buttons import press_button
from enamnd_xl.excel.live import read_book
from enamnd_xl.money import NBSP
from enamnd_xl.workbook.own_chart import BAR_COLOURS, chart_name
from enamnd_xl.workbook.snapshot import Value

WORKBOOKS = Path(__file__).resolve().parents[2] / "workbooks"
Open = Callable[[str], xw.Book]


@pytest.fixture
def open_copy(tmp_path: Path, open_in_excel: Callable[[Path], xw.Book], monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a copy of one of the project's books, and let the buttons be pressed in it."""
    monkeypatch.setattr(session, "_journals", {})

    def opened(name: str) -> xw.Book:
        path = tmp_path / Path(name).name
        path.write_bytes((WORKBOOKS / name).read_bytes())
        book = open_in_excel(path)
        monkeypatch.setattr(xw.Book, "_mock_caller", book, raising=False)
        return book

    return opened


def last(book: xw.Book) -> str:
    return str(book.app.impl.alerts[-1][0]).replace(NBSP, " ")


def rows(book: xw.Book, sheet: str) -> tuple[tuple[Value, ...], ...]:
    found = read_book(book).sheet(sheet)
    return () if found is None else found.rows


def test_the_first_press_makes_a_scenario_to_change_and_undo_takes_it_away(open_copy: Open) -> None:
    book = open_copy("enamnd_2025.xlsx")
    before = read_book(book)
    press_button("JamforNycklar")
    assert last(book).startswith("Bladet Scenario har fått ett exempel: Grundfinansiering med en annan nyckel.")
    assert rows(book, "Scenario")[4][:4] == ("Hälften rakt", "Grundfinansiering", "blandning", 0.5)
    press_button("AngraSenaste")
    assert read_book(book) == before


def test_the_chart_shows_the_changes_and_there_is_one_however_often_the_button_is_pressed(open_copy: Open) -> None:
    book = open_copy("enamnd_2025.xlsx")
    press_button("JamforNycklar")
    once = rows(book, "Scenario")
    press_button("JamforNycklar")
    assert last(book).startswith("Bladet Scenario visar Hälften rakt bredvid dagens nycklar;")
    assert rows(book, "Scenario") == once
    (chart,) = book.sheets["Scenario"].impl.charts
    names, *members = [row[:2] for row in book.sheets["Scenario"].range(chart.source).raw_value]
    assert names == ("Kommun", "Hälften rakt")
    assert (len(members), sum(change for _, change in members)) == (14, 0)
    assert (chart.name, chart.title) == (chart_name(1), "Förändring jämfört med nu, alla delposter tillsammans, kr")
    assert chart.value_axis.settings["title"] == "Förändring, kr per år (minus: betalar mindre)"
    assert chart.value_axis.settings["number_format"] == "[$-41D]#,##0;-#,##0"
    assert chart.category_axis.settings["reverse_order"]  # as in the table, from the top
    (series,) = chart.series
    assert series.settings["fill_color"] == tuple(bytes.fromhex(BAR_COLOURS[0]))
    assert not series.api.InvertIfNegative


def test_a_users_own_chart_on_the_sheet_stays(open_copy: Open) -> None:
    book = open_copy("enamnd_2025.xlsx")
    press_button("JamforNycklar")
    charts = book.sheets["Scenario"].impl.charts
    charts.add(0, 0, 100, 100, chart_type="bar_clustered", plot_by="columns", name="Mitt",
               source=book.sheets["Scenario"].range("A1:B3").impl)  # fmt: skip
    press_button("JamforNycklar")
    assert sorted(chart.name for chart in charts) == [chart_name(1), "Mitt"]


def test_undo_gives_back_the_rows_that_the_user_had_written(open_copy: Open) -> None:
    book = open_copy("enamnd_2025.xlsx")
    press_button("JamforNycklar")
    sheet = book.sheets["Scenario"]
    sheet.range((6, 1), (6, 3)).raw_value = (("Rakt", "E-arkiv", "rakt"),)
    written = rows(book, "Scenario")
    press_button("JamforNycklar")
    assert last(book).startswith("Bladet Scenario visar Hälften rakt, Rakt bredvid dagens nycklar;")
    assert rows(book, "Scenario") != written
    press_button("AngraSenaste")
    assert rows(book, "Scenario") == written


def test_a_scenario_that_cannot_be_worked_out_is_told_with_its_cell_and_changes_nothing(open_copy: Open) -> None:
    book = open_copy("enamnd_2025.xlsx")
    press_button("JamforNycklar")
    book.sheets["Scenario"].range("C5").raw_value = "rak"
    before = read_book(book)
    press_button("JamforNycklar")
    assert last(book).startswith("Scenario!B5: Scenariot Hälften rakt: »rak« är ingen nyckel.")
    assert read_book(book) == before


def test_harled_lists_the_rules_with_other_open_books_as_evidence(open_copy: Open) -> None:
    open_copy("publicerat/2022.xlsx")
    book = open_copy("publicerat/2025.xlsx")
    before = read_book(book)
    book.app.impl.answers = ["yes"]
    press_button("Harled")
    question = book.app.impl.alerts[0][0]
    assert question == "Ska också 2022.xlsx användas som underlag (folkmängd och tidigare belopp)?"
    assert last(book).endswith("Bladet Härledda regler säger hur.")
    told = {str(row[1]): row[2:] for row in rows(book, "Härledda regler")[4:]}
    assert [how for heading, (how, _) in told.items() if "tjänsteplattform" in heading.casefold()] == ["helt"]
    press_button("AngraSenaste")
    assert read_book(book) == before


def test_harled_twice_gives_the_same_and_clear_marks_takes_its_sheet_away(open_copy: Open) -> None:
    book = open_copy("enamnd_2025.xlsx")
    for sheet in book.sheets:
        if sheet.name not in ("Start", "Kommuner", "Tjänster", "Listor", "Grundfinansiering", "Beräkning"):
            sheet.delete()
    before = read_book(book)
    press_button("JamforNycklar")
    with_scenario = read_book(book)
    press_button("Harled")
    once = rows(book, "Härledda regler")
    assert {row[0] for row in once[4:]} == {"Grundfinansiering", "Listor"}
    press_button("Harled")
    assert rows(book, "Härledda regler") == once
    press_button("RensaMarkeringar")
    assert last(book) == "Markeringarna och bladet Härledda regler är borttagna."
    assert read_book(book) == with_scenario != before


def test_harled_in_a_book_without_amounts_says_what_it_looks_for(open_copy: Open) -> None:
    book = open_copy("publicerat/2022.xlsx")
    for sheet in book.sheets:
        sheet.clear()
    press_button("Harled")
    assert last(book).startswith("2022.xlsx har ingen tabell med belopp per kommun eller medlem.")
