"""Both faces keep one contract: the same book gives the same Snapshot, and the same edits give the same book."""

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwings as xw

from edits.rich_book import write_rich_book
from enamnd_xl.excel.live import read_book, write_edits
from enamnd_xl.files.edit_copy import write_copy
from enamnd_xl.files.read import read
from enamnd_xl.workbook.address import Area, to_a1
from enamnd_xl.workbook.edits import DropSheet, Edit, Mark, PutSheet, SetFormula, SetValues, ShowMarks
from enamnd_xl.workbook.own_sheet import Look, OwnCell, OwnSheet
from enamnd_xl.workbook.snapshot import Snapshot
from files.feature_books import FORMATS, days_counted_from_1904, formulas_of_all_kinds, texts_and_truths

WORKBOOKS = Path(__file__).resolve().parents[2] / "workbooks"
BOOKS = [*sorted(WORKBOOKS.glob("publicerat/*.xlsx")), WORKBOOKS / "enamnd_2025.xlsx"]

REPORT = OwnSheet(
    "Avstämning",
    (
        (OwnCell("Avstämning", Look.TITLE),),
        (OwnCell("Var", Look.HEADING), OwnCell("Skillnad", Look.HEADING)),
        (OwnCell("Budget 2025!B6", Look.LINK, ("Budget 2025", (6, 2))), OwnCell(-35200, Look.AMOUNT, indent=1)),
        (OwnCell("=rubrik"), OwnCell(date(2025, 10, 31), Look.DATE)),
    ),
    widths=(30.0, 12.0),
    frozen_rows=2,
)
MARKS = (
    Mark("Budget 2025", (6, 2), "F8C9C4", "Summan är 35 200 för låg."),
    Mark("Budget 2025", (2, 2), "FCE4B0", "Ingår i B6."),  # has a user's note, which stays
    Mark("Jämtland", (2, 1), "FCE4B0"),
)
EDITS: dict[str, list[Edit]] = {
    "values of every kind": [
        SetValues(
            "Budget 2025",
            (20, 2),
            (
                (1, 2.5, "Luleå", True, None),
                ("=1+1", "2025-10", "'Kalle", "007"),
                (date(2025, 10, 31), datetime(2025, 10, 31, 8, 30), time(8, 30)),
            ),
        )
    ],
    "over a formula": [SetValues("Budget 2025", (6, 2), ((10001,),))],
    "empties": [SetValues("Budget 2025", (2, 1), ((None, None),))],
    "a formula": [SetFormula("Budget 2025", (30, 2), "SUM(B2:B5)", 10000)],
    "an array formula": [
        SetFormula(
            "Budget 2025", (30, 2), "TRANSPOSE(B2:C3)", 1000, Area.from_a1("B30:C31"), ((1000, 2000), (400, 800))
        )
    ],
    "marks": [ShowMarks("avstämning", MARKS)],
    "marks twice": [ShowMarks("avstämning", MARKS), ShowMarks("avstämning", MARKS[:1])],
    "two layers": [ShowMarks("avstämning", MARKS), ShowMarks("summor", (Mark("Jämtland", (3, 2), "E3ECF6", "Del."),))],
    "marks away": [ShowMarks("avstämning", MARKS), ShowMarks("avstämning")],
    "a sheet": [PutSheet(REPORT)],
    "a sheet twice": [PutSheet(REPORT), PutSheet(OwnSheet("Avstämning", ((OwnCell("Inga fel."),),)))],
    "a sheet away": [PutSheet(REPORT), DropSheet("Avstämning")],
}


@pytest.fixture
def rich_book(tmp_path: Path) -> Path:
    return write_rich_book(tmp_path / "rik.xlsx")


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_our_own_books_read_the_same_from_excel_as_from_the_file(
    path: Path, open_in_excel: Callable[[Path], xw.Book]
) -> None:
    assert _comparable(read_book(open_in_excel(path))) == _comparable(read(path).snapshot)


def test_a_book_with_everything_reads_the_same_from_excel_as_from_the_file(
    rich_book: Path, open_in_excel: Callable[[Path], xw.Book]
) -> None:
    assert _comparable(read_book(open_in_excel(rich_book))) == _comparable(read(rich_book).snapshot)


def numbers_in_all_formats(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for row, code in enumerate(FORMATS):
        style = book.add_format({"num_format": code})
        for column, number in enumerate((45000, 45000.5, 0.25, 0, 1, 1 / 3, 123.456789, 59, 61)):
            sheet.write_number(row, column, number, style)
        sheet.write_formula(row, 9, "=A1/3", style, 15000.25)
        sheet.write_formula(row, 10, "=A1", style, "text")
    book.close()


@pytest.mark.parametrize(
    "write",
    [numbers_in_all_formats, days_counted_from_1904, texts_and_truths, formulas_of_all_kinds],
    ids=lambda write: write.__name__,
)
def test_books_full_of_features_read_the_same_from_excel_as_from_the_file(
    write: Callable[[Path], None], tmp_path: Path, open_in_excel: Callable[[Path], xw.Book]
) -> None:
    write(tmp_path / "bok.xlsx")
    assert _comparable(read_book(open_in_excel(tmp_path / "bok.xlsx"))) == _comparable(
        read(tmp_path / "bok.xlsx").snapshot
    )


@pytest.mark.parametrize("edits", EDITS.values(), ids=EDITS.keys())
def test_the_same_edits_give_the_same_book(
    edits: list[Edit], rich_book: Path, tmp_path: Path, open_in_excel: Callable[[Path], xw.Book]
) -> None:
    book, copy = open_in_excel(rich_book), tmp_path / "kopia.xlsx"
    write_edits(book, read_book(book), edits)
    write_copy(rich_book, copy, edits)
    assert _uncalculated(read_book(book)) == _uncalculated(read(copy).snapshot)
    assert _live_marks(book) == _file_marks(copy)


def _comparable(snapshot: Snapshot) -> Snapshot:
    """The snapshot as plain values; an int and a float of the same size are the same."""
    return snapshot._replace(
        sheets=tuple(s._replace(formulas=dict(s.formulas), arrays=dict(s.arrays)) for s in snapshot.sheets),
    )


def _uncalculated(snapshot: Snapshot) -> Snapshot:
    """Leave out what formulas show: Excel calculates it, and a copy has what the edit says until Excel opens it."""
    blank = {
        sheet.name: dict.fromkeys(
            [
                *sheet.formulas,
                *(
                    (r, c)
                    for area in sheet.arrays.values()
                    for r in range(area.top, area.bottom + 1)
                    for c in range(area.left, area.right + 1)
                ),
            ]
        )
        for sheet in snapshot.sheets
    }
    return _comparable(snapshot.with_values(blank))


def _live_marks(book: xw.Book) -> dict[str, object]:
    found: dict[str, object] = {}
    for sheet in book.sheets:
        native = sheet.impl
        rules = [(str(rule.sqref), rule.rule) for rule in native.rules]
        found |= {f"{sheet.name}!{where}": (rule.type, rule.formula, _colour(rule)) for where, rule in rules}
        found |= {f"{sheet.name}!{n.cell.coordinate}": n.text for n in native.notes}
        found |= {f"{sheet.name}!{a} länk": to for a, to in _links(native.content).items()}
    return found


def _file_marks(copy: Path) -> dict[str, object]:
    found: dict[str, object] = {}
    for sheet in openpyxl.load_workbook(copy).worksheets:
        for group in sheet.conditional_formatting:
            for rule in group.rules:
                found[f"{sheet.title}!{group.sqref}"] = (rule.type, rule.formula, _colour(rule))
        for row in sheet.iter_rows():
            found |= {f"{sheet.title}!{cell.coordinate}": cell.comment.text for cell in row if cell.comment}
        found |= {f"{sheet.title}!{a} länk": to for a, to in _links(sheet).items()}
    return found


def _colour(rule: object) -> str | None:
    style = getattr(rule, "dxf", None)
    return style.fill.bgColor.rgb[-6:] if style is not None and style.fill is not None else None


def _links(sheet: object) -> dict[str, str]:
    cells = (cell for row in sheet.iter_rows() for cell in row if cell.hyperlink)  # type: ignore[attr-defined]
    return {
        to_a1((cell.row, cell.column)): (cell.hyperlink.target or f"#{cell.hyperlink.location}").removeprefix("#")
        for cell in cells
    }
