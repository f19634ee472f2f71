"""Tables that reach further: their own part, and what Excel takes along when a table grows."""

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from enamnd_xl.errors import InputError
from enamnd_xl.files.edit_copy import write_copy
from enamnd_xl.files.read import read
from enamnd_xl.workbook.address import Area
from enamnd_xl.workbook.changes import apply_edits, invert
from enamnd_xl.workbook.edits import Edit, ResizeTable, SetValues
from enamnd_xl.workbook.edits_json import edits_from_json, edits_to_json
from referee import assert_same_snapshot

GROWN = ResizeTable("tblKr", Area.from_a1("A2:C4"), ("Post", "2024", "2025"))
EDITS: list[Edit] = [SetValues("Budget", (2, 3), (("2025",), (150,))), SetValues("Budget", (4, 1), (("Hyra", 5, 6),))]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A table in A2:B3 with a filter, a typing rule, a highlight and a width; another table to the right."""
    made = xlsxwriter.Workbook(tmp_path / "bok.xlsx")
    sheet = made.add_worksheet("Budget")
    yellow = made.add_format({"bg_color": "#FFF2CC", "num_format": "# ##0"})
    sheet.set_column(1, 1, 20)
    columns = [{"header": "Post"}, {"header": "2024"}]
    sheet.add_table("A2:B3", {"name": "tblKr", "columns": columns, "data": [["Lön", 1000]]})
    sheet.write_number("B3", 1000, yellow)
    sheet.data_validation("B3:B3", {"validate": "decimal", "criteria": ">=", "value": 0})
    sheet.conditional_format("B3:B3", {"type": "cell", "criteria": "<", "value": 0, "format": yellow})
    sheet.add_table("E2:F3", {"name": "tblAnnan", "columns": columns})
    made.close()
    return tmp_path / "bok.xlsx"


def test_a_table_grows_with_looks_rules_and_width(book: Path, tmp_path: Path) -> None:
    write_copy(book, tmp_path / "ut.xlsx", [*EDITS, GROWN])
    after = assert_same_snapshot(tmp_path / "ut.xlsx")
    table = next(table for table in after.tables if table.name == "tblKr")
    assert (table.area, table.columns) == (GROWN.area, GROWN.columns)
    sheet = openpyxl.load_workbook(tmp_path / "ut.xlsx")["Budget"]
    assert sheet.tables["tblKr"].autoFilter.ref == "A2:C4"
    assert [sheet[cell].fill.start_color.rgb for cell in ("C3", "B4", "C4")] == ["FFFFF2CC"] * 3
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == ["B3:C4"]
    assert [str(found.sqref) for found in sheet.conditional_formatting] == ["B3:C4"]
    assert sheet.column_dimensions["C"].width == sheet.column_dimensions["B"].width


def test_the_snapshot_grows_as_the_file_does_and_it_can_be_taken_back(book: Path, tmp_path: Path) -> None:
    before = read(book).snapshot
    edits = [*EDITS, GROWN]
    write_copy(book, tmp_path / "ut.xlsx", edits)
    after = apply_edits(before, edits)
    assert after.tables == read(tmp_path / "ut.xlsx").snapshot.tables
    assert apply_edits(after, invert(before, edits)) == before
    assert edits_from_json(edits_to_json(edits)) == tuple(edits)


def test_a_table_that_grows_twice_is_as_large_as_the_last_time(book: Path, tmp_path: Path) -> None:
    wider = ResizeTable("TblKr", Area.from_a1("A2:C3"), ("Post", "2024", "2025"))
    once, twice = tmp_path / "en gång.xlsx", tmp_path / "två gånger.xlsx"
    write_copy(book, once, [*EDITS, GROWN])
    write_copy(book, twice, [*EDITS, wider, GROWN])
    assert once.read_bytes() == twice.read_bytes()


WRONG = [
    ("another table in the way", ResizeTable("tblKr", Area.from_a1("A2:E3"), tuple("abcde")), "för där står tblAnnan"),
    ("another corner", ResizeTable("tblKr", Area.from_a1("A1:B3"), ("Post", "2024")), "den börjar i A2"),
    ("no such table", ResizeTable("tblSaknas", Area.from_a1("A2:B3"), ("Post", "2024")), "ingen tabell som heter"),
]


@pytest.mark.parametrize(("name", "edit", "said"), WRONG, ids=[case[0] for case in WRONG])
def test_a_table_that_cannot_grow_so_is_refused(name: str, edit: ResizeTable, said: str, book: Path) -> None:
    with pytest.raises(InputError, match=said):
        write_copy(book, book.with_name("ut.xlsx"), [edit])
    assert not book.with_name("ut.xlsx").exists()
