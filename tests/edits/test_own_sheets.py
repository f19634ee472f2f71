"""Sheets of our own in a file: put, put again, and taken away with nothing left of them."""

import re
from pathlib import Path

import openpyxl
import pytest

from enamnd_xl.files.edit_copy import write_copy
from enamnd_xl.files.read import read
from enamnd_xl.workbook.edits import DropSheet, PutSheet
from enamnd_xl.workbook.own_sheet import OwnCell, OwnSheet, own_sheets
from referee import assert_same_snapshot
from rich_book import parts_of


def own(text: str, name: str = "Avstämning") -> PutSheet:
    return PutSheet(OwnSheet(name, ((OwnCell(text),),)))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    made = openpyxl.Workbook()
    made.active.title = "Avstämning"
    made.active["A1"] = "användarens eget"
    made.create_sheet("Budget")["A1"] = 5
    made.save(tmp_path / "bok.xlsx")
    return tmp_path / "bok.xlsx"


def test_a_users_sheet_of_the_same_name_stays(book: Path, tmp_path: Path) -> None:
    write_copy(book, tmp_path / "ut.xlsx", [own("vår")])
    sheets = assert_same_snapshot(tmp_path / "ut.xlsx").sheets
    assert [(sheet.name, sheet.value((1, 1))) for sheet in sheets] == [
        ("Avstämning", "användarens eget"), ("Budget", 5), ("Avstämning (2)", "vår"),
    ]  # fmt: skip


def test_a_sheet_of_ours_is_replaced_where_it_stands(book: Path, tmp_path: Path) -> None:
    write_copy(book, tmp_path / "ett.xlsx", [own("första"), own("annan", "Summor")])
    moved = openpyxl.load_workbook(tmp_path / "ett.xlsx")
    moved["Avstämning (2)"].title = "Vår koll"
    moved.move_sheet("Vår koll", -1)
    moved.save(tmp_path / "flyttad.xlsx")
    write_copy(tmp_path / "flyttad.xlsx", tmp_path / "två.xlsx", [own("andra")])
    snapshot = assert_same_snapshot(tmp_path / "två.xlsx")
    assert [sheet.name for sheet in snapshot.sheets] == ["Avstämning", "Vår koll", "Budget", "Summor"]
    assert own_sheets(snapshot) == {"Avstämning": "Vår koll", "Summor": "Summor"}
    assert snapshot.sheets[1].rows == (("andra",),)


def test_a_dropped_sheet_leaves_nothing(book: Path, tmp_path: Path) -> None:
    write_copy(book, tmp_path / "ut.xlsx", [own("vår")])
    write_copy(tmp_path / "ut.xlsx", tmp_path / "åter.xlsx", [DropSheet("Avstämning")])
    before, after = parts_of(book), parts_of(tmp_path / "åter.xlsx")
    assert after.keys() == before.keys()
    assert {name for name in before if before[name] != after[name]} <= {"xl/styles.xml", "xl/workbook.xml"}
    assert read(tmp_path / "åter.xlsx").snapshot == read(book).snapshot


def test_names_and_the_open_tab_follow_when_a_sheet_between_goes(book: Path, tmp_path: Path) -> None:
    write_copy(book, tmp_path / "ut.xlsx", [own("vår")])
    made = openpyxl.load_workbook(tmp_path / "ut.xlsx")
    made.create_sheet("Sist")["A1"] = 7
    made["Sist"].defined_names["Lokalt"] = openpyxl.workbook.defined_name.DefinedName("Lokalt", attr_text="Sist!$A$1")
    made["Sist"].print_area = "A1:B2"
    made.active = 3
    made.save(tmp_path / "mer.xlsx")
    write_copy(tmp_path / "mer.xlsx", tmp_path / "åter.xlsx", [DropSheet("Avstämning")])
    snapshot = assert_same_snapshot(tmp_path / "åter.xlsx")
    assert [sheet.name for sheet in snapshot.sheets] == ["Avstämning", "Budget", "Sist"]
    assert [(name.name, name.sheet) for name in snapshot.names] == [("Lokalt", "Sist")]
    workbook = parts_of(tmp_path / "åter.xlsx")["xl/workbook.xml"]
    assert re.search(rb'<workbookView[^>]*activeTab="2"', workbook)
    assert openpyxl.load_workbook(tmp_path / "åter.xlsx")["Sist"].print_area == "'Sist'!$A$1:$B$2"
