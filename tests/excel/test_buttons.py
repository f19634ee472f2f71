"""Buttons as a user meets them: what is said, what is changed, and that nothing is when something is in the way."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import xlwings as xw

from enamnd_xl.actions.outcome import Outcome
from enamnd_xl.excel import session as session_module
from enamnd_xl.excel.buttons import press_button
from enamnd_xl.excel.live import read_book
from enamnd_xl.excel.session import Session, press
from enamnd_xl.files.read import read
from enamnd_xl.workbook.edits import SetValues
from enamnd_xl.workbook.own_sheet import own_sheets
from excel.engine import open_book

WORKBOOKS = Path(__file__).resolve().parents[2] / "workbooks"


class FakeComError(Exception):
    """As pywin32 raises it: a code of its own, and one from Excel inside."""

    def __init__(self, hresult: int, inner: int | None = None) -> None:
        super().__init__(hresult, "fel", None, None)
        self.hresult, self.excepinfo = hresult, (0, "Excel", "fel", None, 0, inner) if inner else None


@pytest.fixture(autouse=True)
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "lokalt"))
    monkeypatch.setattr(session_module, "_journals", {})
    yield tmp_path
    if hasattr(xw.Book, "_mock_caller"):
        del xw.Book._mock_caller


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A book whose total is wrong by 10, with a cell coloured by its user."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Budget"
    for row in (("Kommun", "Belopp"), ("Luleå", 100), ("Piteå", 200), ("Boden", 300), ("Summa", 610)):
        sheet.append(row)
    path = tmp_path / "bok.xlsx"
    book.save(path)
    return path


@pytest.fixture
def members(tmp_path: Path) -> Path:
    """A book with Kommunblad, which shows one member at a time."""
    book = xlsxwriter.Workbook(tmp_path / "nämnd.xlsx")
    page, sheet = book.add_worksheet("Kommunblad"), book.add_worksheet("Kommuner")
    page.write_row("A3", ["Kommun", "Piteå"])
    rows = [["Luleå", "ja"], ["Boden", "ja"], ["Övertorneå", "nej"]]
    columns = [{"header": "Kommun"}, {"header": "Medlem"}]
    sheet.add_table("A1:B4", {"name": "tblKommuner", "data": rows, "columns": columns})
    book.define_name("Vald_kommun", "=Kommunblad!$B$3")
    book.close()
    return tmp_path / "nämnd.xlsx"


@pytest.fixture
def pressed(small: Path, excel: xw.App) -> xw.Book:
    book = open_book(excel, small)
    book.set_mock_caller()
    return book


def said(book: xw.Book) -> str:
    """The last thing that was told to the user."""
    return book.app.impl.alerts[-1][0]


def test_reconcile_marks_the_wrong_total_and_lists_it(pressed: xw.Book) -> None:
    press_button("StamAv")
    assert said(pressed).startswith("1 fel")
    assert [note.cell.coordinate for note in pressed.sheets["Budget"].impl.notes] == ["B5"]
    assert [str(rule.sqref) for rule in pressed.sheets["Budget"].impl.rules] == ["B5"]
    listed = [row[:4] for row in read_book(pressed).sheets[1].rows[5:]]
    assert listed == [("fel", "EN301 kolumnsumma-avviker", "Budget", "B5")]
    assert pressed.app.status_bar is False
    assert any("stämmer av" in status for status in pressed.app.impl.statuses)


@pytest.mark.parametrize("button", ["StamAv", "VisaSummor", "RensaMarkeringar", "KopiaForUtskick"])
def test_a_button_pressed_twice_gives_what_pressing_once_gives(button: str, pressed: xw.Book, tmp_path: Path) -> None:
    pressed.app.impl.answers = ["yes", "yes"]
    press_button(button)
    once = _state(pressed)
    press_button(button)
    assert _state(pressed) == once
    assert [prompt for prompt, _, mode in pressed.app.impl.alerts if mode == "critical"] == []


def test_clear_marks_leaves_the_book_as_it_was(pressed: xw.Book) -> None:
    before = _state(pressed)
    for button in ("StamAv", "VisaSummor", "RensaMarkeringar"):
        press_button(button)
    assert _state(pressed) == before


@pytest.mark.parametrize("button", ["StamAv", "VisaSummor"])
def test_undo_puts_back_what_the_button_changed(button: str, pressed: xw.Book) -> None:
    before = _state(pressed)
    press_button(button)
    press_button("AngraSenaste")
    assert _state(pressed) == before
    press_button("AngraSenaste")
    assert said(pressed) == "Det finns inget att ångra."


def test_undo_of_a_clearing_shows_the_marks_again(pressed: xw.Book) -> None:
    press_button("StamAv")
    marked = _state(pressed)
    press_button("RensaMarkeringar")
    press_button("AngraSenaste")
    assert _state(pressed) == marked


@pytest.mark.parametrize("button", ["StamAv", "VisaSummor", "RensaMarkeringar", "AngraSenaste", "KopiaForUtskick"])
def test_a_button_reads_one_block_of_values_and_one_of_formulas_a_sheet(
    button: str, excel: xw.App, tmp_path: Path
) -> None:
    copy = tmp_path / "2022.xlsx"
    copy.write_bytes((WORKBOOKS / "publicerat" / "2022.xlsx").read_bytes())
    book = open_book(excel, copy)
    book.set_mock_caller()
    excel.impl.answers = ["no"]
    press_button(button)
    for kind in ("values", "formulas", "values2"):
        counted = {sheet: n for (k, sheet), n in excel.impl.calls.items() if k == kind}
        assert set(counted.values()) <= {1}, kind
        assert kind == "values2" or set(counted) == {sheet.name for sheet in book.sheets if sheet.name != "Avstämning"}


def test_questions_about_formats_do_not_grow_with_the_rows(excel: xw.App, tmp_path: Path) -> None:
    asked = {}
    for rows in (100, 3_000):
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Data")
        for row in range(rows):
            sheet.append([row, row / 7])
        book.save(tmp_path / f"{rows}.xlsx")
        excel.impl.calls.clear()
        read_book(open_book(excel, tmp_path / f"{rows}.xlsx"))
        asked[rows] = sum(excel.impl.calls.values())
    assert asked[100] == asked[3_000]


def test_a_table_costs_a_question_for_each_column_that_has_a_format_of_its_own(excel: xw.App, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "tabell.xlsx")
    sheet = book.add_worksheet("Data")
    for column, code in enumerate(("0", "0.0", "0%", "yyyy-mm-dd", "#,##0")):
        sheet.write(0, column, "Rubrik")
        sheet.write_column(1, column, range(1, 200), book.add_format({"num_format": code}))
    book.close()
    read_book(open_book(excel, tmp_path / "tabell.xlsx"))
    assert excel.impl.calls["formats", "Data"] == 1 + 5


OBSTACLES: dict[str, tuple[Callable[[xw.Book], None], str]] = {
    "a protected sheet": (
        lambda book: setattr(book.sheets["Budget"].api, "ProtectContents", True),
        "Bladet Budget är skyddat",
    ),
    "a read-only file": (lambda book: setattr(book.api, "ReadOnly", True), "bok.xlsx är öppnad skrivskyddad"),
    "a shared file": (lambda book: setattr(book.api, "MultiUserEditing", True), "bok.xlsx är delad"),
    "a protected structure": (lambda book: setattr(book.api, "ProtectStructure", True), "har skyddad struktur"),
}


@pytest.mark.parametrize("put, sentence", OBSTACLES.values(), ids=OBSTACLES.keys())
def test_an_obstacle_is_told_and_nothing_is_changed(
    put: Callable[[xw.Book], None], sentence: str, pressed: xw.Book
) -> None:
    before = _state(pressed)
    put(pressed)
    press_button("StamAv")
    assert sentence in said(pressed)
    assert "Teknisk beskrivning" not in said(pressed)
    assert _state(pressed) == before


@pytest.mark.parametrize("button", ["Fordela", "LasInFolkmangd", "LasInUtfall", "NyttAr", "UppdateraUppfoljning"])
def test_a_button_for_the_boards_book_says_that_this_is_none(button: str, pressed: xw.Book) -> None:
    before = _state(pressed)
    press_button(button)
    assert said(pressed).startswith("Arbetsboken har ingen tabell som heter tbl")
    assert _state(pressed) == before


def _overwrite(session: Session) -> str | None:
    snapshot = session.read()
    outcome = Outcome((SetValues("Budget", (2, 2), ((111,), (222,))),), "Två belopp är ändrade.")
    return outcome.sentence if session.carry_out(snapshot, outcome) else None


def test_a_button_shows_what_it_writes_over_before_it_does(pressed: xw.Book) -> None:
    pressed.app.impl.answers = ["yes"]
    press("Fördela", _overwrite)
    question, result = (prompt for prompt, _, _ in pressed.app.impl.alerts)
    assert "Fördela skriver över 2 celler" in question
    assert "Budget!B2: 100 blir 111\nBudget!B3: 200 blir 222" in question
    assert result == "Två belopp är ändrade."
    assert pressed.sheets["Budget"].range("B2").raw_value == 111


def test_no_means_no(pressed: xw.Book) -> None:
    before = _state(pressed)
    pressed.app.impl.answers = ["no"]
    press("Fördela", _overwrite)
    assert _state(pressed) == before
    assert len(pressed.app.impl.alerts) == 1


def test_a_filtered_sheet_is_not_written_to(pressed: xw.Book) -> None:
    before = _state(pressed)
    pressed.sheets["Budget"].api.FilterMode = True
    pressed.app.impl.answers = ["yes"]
    press("Fördela", _overwrite)
    assert "Bladet Budget är filtrerat" in said(pressed)
    assert _state(pressed) == before


@pytest.mark.parametrize(
    "broken, sentence",
    [
        ("column_width", "Stäm av kunde inte slutföras på grund av ett fel i programmet. Boken är återställd."),
        ("conditional_formats", "Ett fel inträffade medan boken ändrades, och allt kunde inte läggas tillbaka."),
    ],
)
def test_what_was_written_is_taken_back_when_the_rest_fails(
    broken: str, sentence: str, pressed: xw.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _state(pressed)
    native = type(pressed.sheets["Budget"].range("A1").impl)
    monkeypatch.setattr(native, broken, property(_raise(RuntimeError("trasig")), _raise(RuntimeError("trasig"))))
    press_button("StamAv")
    monkeypatch.undo()
    assert said(pressed).startswith(sentence)
    assert _state(pressed) == before


def _raise(error: Exception) -> Callable[..., Any]:
    def fail(*given: Any) -> Any:
        raise error

    return fail


@pytest.mark.parametrize(
    "error, sentence",
    [
        (FakeComError(-2147418111), "Excel är upptaget"),
        (FakeComError(-2147352567, -2146777998), "Excel är upptaget"),
        (FakeComError(-2147417848), "Kontakten med Excel bröts"),
        (ZeroDivisionError("division by zero"), "Visa summor kunde inte slutföras"),
    ],
    ids=["rejected", "cell in edit mode", "gone", "a bug"],
)
def test_the_technical_part_goes_to_the_log(error: Exception, sentence: str, pressed: xw.Book, profile: Path) -> None:
    press("Visa summor", _raise(error))
    log = profile / "lokalt" / "enamnd_xl" / "enamnd.log"
    assert said(pressed).startswith(sentence)
    assert said(pressed).endswith(f"Teknisk beskrivning: {log}")
    assert type(error).__name__ in log.read_text("utf-8")
    assert "Traceback" not in said(pressed)
    assert pressed.app.status_bar is False


def test_no_book_open_is_told(excel: xw.App) -> None:
    press_button("StamAv")
    assert excel.impl.alerts[-1][0] == "Ingen arbetsbok är öppen. Öppna en arbetsbok och tryck på knappen igen."


def test_send_out_saves_a_copy_without_marks(pressed: xw.Book, tmp_path: Path) -> None:
    press_button("StamAv")
    press_button("KopiaForUtskick")
    copy = read(tmp_path / "bok utskick.xlsx").snapshot
    assert said(pressed).startswith(f"Sparat i {tmp_path}: bok utskick.xlsx")
    assert [sheet.name for sheet in copy.sheets] == ["Budget"]


def test_send_out_asks_before_it_replaces_a_copy(pressed: xw.Book, tmp_path: Path) -> None:
    (tmp_path / "bok utskick.xlsx").write_bytes(b"min egen")
    pressed.app.impl.answers = ["no"]
    press_button("KopiaForUtskick")
    assert "Finns redan: bok utskick.xlsx" in said(pressed)
    assert (tmp_path / "bok utskick.xlsx").read_bytes() == b"min egen"


def test_a_book_that_was_never_saved_has_no_place_for_a_copy(pressed: xw.Book) -> None:
    pressed.api.Path = ""
    press_button("KopiaForUtskick")
    assert said(pressed).startswith("Boken är inte sparad än")


def test_send_out_for_each_municipality_shows_each_and_leaves_the_book_as_it_was(
    members: Path, excel: xw.App, tmp_path: Path
) -> None:
    book = open_book(excel, members)
    book.set_mock_caller()
    before = _state(book)
    excel.impl.answers = ["yes"]
    press_button("KopiaForUtskick")
    shown = {
        name: read(tmp_path / f"nämnd {name}.xlsx").snapshot.sheets[0].value((3, 2)) for name in ("Luleå", "Boden")
    }
    assert shown == {"Luleå": "Luleå", "Boden": "Boden"}
    assert not (tmp_path / "nämnd Övertorneå.xlsx").exists()  # no member
    assert said(book) == f"Sparat i {tmp_path}: 2 kopior, utan makron, markeringar och tilläggets funktioner."
    assert _state(book) == before


def _state(book: xw.Book) -> tuple[Any, ...]:
    """All that a user sees of a book: contents, notes and colours; the time of the check left out."""
    snapshot = read_book(book)
    ours = own_sheets(snapshot).values()
    contents = tuple(
        (sheet.name, sheet.rows[:2] + sheet.rows[3:] if sheet.name in ours else sheet.rows, dict(sheet.formulas))
        for sheet in snapshot.sheets
    )
    marks = [
        (sheet.name, [(n.cell.coordinate, n.text) for n in sheet.impl.notes], [str(r.sqref) for r in sheet.impl.rules])
        for sheet in book.sheets
    ]
    return contents, marks
