"""Every workbook that is built, opened and recalculated in LibreOffice, gives the values that stand in the file."""

import math
from datetime import datetime
from pathlib import Path

import pytest
from libreoffice import LibreOffice
from openpyxl import load_workbook

from enamnd_xl.books.spec import BookSpec, CellSpec, SheetSpec
from enamnd_xl.files.build import build_book

pytestmark = pytest.mark.e2e

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
BOOKS = sorted(WORKBOOKS.rglob("*.xlsx"))

Shown = bool | float | str | datetime


def values(book: Path) -> dict[tuple[str, str], Shown]:
    """Give every cell that shows something."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in load_workbook(book, data_only=True)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def alike(one: Shown | None, other: Shown | None) -> bool:
    """Tell whether two cells show the same; a number within what a double loses in a long sum."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-9)
    return one == other


def test_there_are_workbooks():
    assert BOOKS


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: str(book.relative_to(WORKBOOKS)))
def test_libreoffice_gives_the_values_in_the_file(book, libreoffice: LibreOffice):
    stored, recalculated = values(book), values(libreoffice.recalculate(book))
    differing = {
        where: (stored.get(where), recalculated.get(where))
        for where in stored.keys() | recalculated.keys()
        if not alike(stored.get(where), recalculated.get(where))
    }
    assert differing == {}


def test_a_stored_value_that_is_wrong_is_recalculated(tmp_path, libreoffice: LibreOffice):
    cells = {(1, 1): CellSpec(2), (2, 1): CellSpec(5, formula="A1+A1")}
    book = build_book(BookSpec("fel.xlsx", "Prov", "Nämnden", (SheetSpec("Blad1", cells, (20.0,)),)), tmp_path)
    assert values(book)["Blad1", "A2"] == 5
    assert values(libreoffice.recalculate(book))["Blad1", "A2"] == 4
