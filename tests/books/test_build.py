"""Building gives the same parts each time, the parts that are checked in, and safe, printable sheets."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from books.as_read import as_read
from enamnd_xl.books.catalogue import all_books
from enamnd_xl.books.spec import BookSpec, CellSpec, SheetSpec
from enamnd_xl.files.build import build_book, calculate
from enamnd_xl.files.read import read

BOOKS = all_books()
WORKBOOKS = Path(__file__).parents[2] / "workbooks"


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.path)
def test_the_book_in_the_project_is_the_one_that_is_built(book, built):
    assert parts(built / book.path) == parts(WORKBOOKS / book.path)


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.path)
def test_what_is_read_is_what_was_to_be_written(book, built):
    assert read(built / book.path).snapshot == as_read(calculate(book))


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.path)
def test_no_person_is_named_in_the_properties(book, built):
    properties = load_workbook(built / book.path).properties
    assert (properties.creator or "", properties.lastModifiedBy or "") == ("", "")
    assert properties.title == book.title


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.path)
def test_every_sheet_is_set_up_to_print(book, built):
    for sheet in load_workbook(built / book.path):
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.page_setup.paperSize == 9
        if sheet.title != "Start":
            assert sheet.print_title_rows
            assert sheet.freeze_panes
        assert sheet.oddFooter.right.text == "Sida &P av &N"


def test_a_text_never_becomes_a_formula(tmp_path):
    texts = ["=1+1", "+46", "-", "@namn", "=HYPERLINK(1)"]
    cells = {(row, 1): CellSpec(text) for row, text in enumerate(texts, 1)}
    path = build_book(BookSpec("bok.xlsx", "Prov", "Nämnden", (SheetSpec("Blad1", cells, (20.0,)),)), tmp_path)
    sheet = load_workbook(path)["Blad1"]
    assert [(cell.value, cell.data_type) for (cell,) in sheet["A1:A5"]] == [(text, "s") for text in texts]


def test_no_draft_is_left_behind(built):
    assert [path for path in built.rglob("*") if path.name.startswith(".")] == []
