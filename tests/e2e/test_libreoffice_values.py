"""Every workbook that is built, opened and recalculated in LibreOffice, gives the values that stand in the file."""

import math
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook

from enamnd_xl.allocation.item import Basis, Key
from enamnd_xl.books.living import living_book
from enamnd_xl.books.living.norrbotten_2025 import BOARD
from enamnd_xl.cli import main
from enamnd_xl.files.build import build_book
from enamnd_xl.money import Direction
from libreoffice import LibreOffice

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


def test_a_changed_parameter_gives_the_same_in_libreoffice(tmp_path, libreoffice: LibreOffice):
    given = {
        "basis": Basis.TOTAL,
        "direction": Direction.NEAREST,
        "equal_share": Decimal("0.37"),
        "outside": ("Kalix",),
    }
    items = tuple(replace(item, **given) if item.key is Key.MIX else item for item in BOARD.items)
    book = build_book(living_book(replace(BOARD, items=items)), tmp_path)
    stored = values(book)
    assert (stored["Tjänster", "Q12"], stored["Fördelning", "I11"], stored["Fördelning", "I19"]) == (
        "stämmer",
        0,
        8902400,
    )
    recalculated = values(libreoffice.recalculate(book))
    assert [where for where, value in stored.items() if not alike(value, recalculated.get(where))] == []


def test_libreoffice_gives_the_values_of_a_new_year_and_of_the_one_after(tmp_path, libreoffice: LibreOffice):
    book = WORKBOOKS / "enamnd_2025.xlsx"
    for year, words in ((2026, ["--lamnar", "Konsulting: Boden"]), (2027, ["--upprakning", "2,5 %"])):
        new = tmp_path / f"enamnd_{year}.xlsx"
        assert main(["nytt-ar", str(book), "--ar", str(year), "--ut", str(new), *words]) == 0
        stored, recalculated = values(new), values(libreoffice.recalculate(new))
        assert [where for where, value in stored.items() if not alike(value, recalculated.get(where))] == []
        assert [where for where, value in recalculated.items() if str(value).startswith(("#", "Err:"))] == []
        assert stored["Förändring", "A1"] == f"Förändring från {year - 1} till {year}"
        assert stored["Beräkning", "S103"] == recalculated["Beräkning", "S103"]
        book = new


def test_a_stored_value_that_is_wrong_is_recalculated(tmp_path, libreoffice: LibreOffice):
    book = tmp_path / "fel.xlsx"
    with xlsxwriter.Workbook(book) as writer:
        sheet = writer.add_worksheet("Blad1")
        sheet.write("A1", 2)
        sheet.write_formula("A2", "=A1+A1", None, 5)
    assert values(book)["Blad1", "A2"] == 5
    assert values(libreoffice.recalculate(book))["Blad1", "A2"] == 4
