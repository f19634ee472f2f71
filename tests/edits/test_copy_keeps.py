"""A copy keeps everything that the edits do not name: every other part to the byte, and the original untouched."""

import re
import shutil
import warnings
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from enamnd_xl.files.edit_copy import write_copy
from enamnd_xl.files.read import read
from enamnd_xl.workbook.address import Area
from enamnd_xl.workbook.changes import apply_edits, invert
from enamnd_xl.workbook.edits import DropSheet, Edit, Mark, PutSheet, SetFormula, SetValues, ShowMarks, set_value
from enamnd_xl.workbook.own_sheet import Look, OwnCell, OwnSheet
from referee import assert_same_snapshot
from rich_book import parts_of, write_rich_book

BUDGET = "Budget 2025"
SHEET = "xl/worksheets/sheet1.xml"
DAY = date(2025, 10, 31)
OWN = OwnSheet(
    "Avstämning",
    (
        (OwnCell("Avstämning", Look.TITLE),),
        (OwnCell("Cell", Look.HEADING), OwnCell("Skillnad", Look.HEADING), OwnCell("Dag", Look.HEADING)),
        (OwnCell("B6", Look.LINK, (BUDGET, (6, 2))), OwnCell(-35200, Look.AMOUNT), OwnCell(DAY, Look.DATE)),
        (OwnCell("=HYPERLINK()", Look.FEL, indent=1),),
    ),
    widths=(20, 15),
    frozen_rows=2,
)  # fmt: skip
MARKS = ShowMarks(
    "avstämning",
    (
        Mark(BUDGET, (2, 2), "F8C9C4", "Cellen har en användares anteckning."),
        Mark(BUDGET, (6, 2), "F8C9C4", "Summan avviker."),
        Mark("Dold", (1, 1), "", "Bladet hade inga anteckningar."),
    ),
)
EDITS: dict[str, list[Edit]] = {
    "a number": [set_value(BUDGET, (2, 2), 1234)],
    "a number for a text": [set_value(BUDGET, (2, 1), 17.5)],
    "a text for a formula": [set_value(BUDGET, (6, 2), "saknas")],
    "a text that looks like a formula": [set_value(BUDGET, (2, 1), "=1+1"), set_value(BUDGET, (40, 1), "@Luleå")],
    "a rich text emptied": [set_value(BUDGET, (8, 1), None)],
    "a cell beyond all others": [set_value(BUDGET, (100, 30), True)],
    "a cell in a row with a format": [set_value(BUDGET, (21, 3), 7)],
    "a day": [set_value(BUDGET, (30, 8), date(2025, 12, 24))],
    "a block": [SetValues(BUDGET, (2, 1), (("Luleå", 1, 2, None), (), ("Boden", 5)))],
    "a formula": [SetFormula(BUDGET, (6, 2), "IFNA(XLOOKUP(A2,A2:A5,B2:B5),0)", 1000)],
    "an array formula": [SetFormula(BUDGET, (30, 1), "B2:B4*2", 2000, Area(30, 1, 32, 1), ((2000,), (4000,), (6000,)))],
    "an array formula emptied": [set_value(BUDGET, (8, 2), None)],
    "a spilled formula for a value": [set_value(BUDGET, (4, 5), 3)],
    "marks": [MARKS],
    "a sheet of ours": [PutSheet(OWN)],
    "all at once": [set_value(BUDGET, (2, 2), 1), MARKS, PutSheet(OWN), set_value("Jämtland", (2, 2), 78_100)],
}  # fmt: skip


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_rich_book(tmp_path_factory.mktemp("rik") / "bok.xlsx")


@pytest.mark.parametrize("edits", EDITS.values(), ids=EDITS.keys())
@pytest.mark.filterwarnings("ignore:.*will be removed:UserWarning")
def test_a_copy_reads_as_the_edits_say(edits: list[Edit], rich: Path, tmp_path: Path) -> None:
    original = rich.read_bytes()
    before = read(rich).snapshot
    write_copy(rich, tmp_path / "kopia.xlsx", edits)
    assert assert_same_snapshot(tmp_path / "kopia.xlsx") == apply_edits(before, edits)
    write_copy(tmp_path / "kopia.xlsx", tmp_path / "åter.xlsx", invert(before, edits))
    assert assert_same_snapshot(tmp_path / "åter.xlsx") == before
    assert rich.read_bytes() == original


def test_one_cell_changes_one_cell(rich: Path, tmp_path: Path) -> None:
    write_copy(rich, tmp_path / "kopia.xlsx", [set_value(BUDGET, (2, 2), 1234)])
    before, after = parts_of(rich), parts_of(tmp_path / "kopia.xlsx")
    assert list(after) == list(before)
    assert [name for name in before if before[name] != after[name]] == [SHEET]
    expected, count = re.subn(rb'(<c r="B2" s="\d+"><v>)1000(</v></c>)', rb"\g<1>1234\2", before[SHEET])
    assert (after[SHEET], count) == (expected, 1)


def test_a_new_cell_looks_as_its_row_or_column_does(rich: Path, tmp_path: Path) -> None:
    write_copy(rich, tmp_path / "kopia.xlsx", [set_value(BUDGET, (12, 6), 0.5), set_value(BUDGET, (21, 6), 7)])
    assert read(tmp_path / "kopia.xlsx").snapshot.sheets[0].number_formats[12, 6] == "0.0%", "as column F"
    assert (21, 6) not in read(tmp_path / "kopia.xlsx").snapshot.sheets[0].number_formats, "as row 21"


@pytest.mark.parametrize("edits", EDITS.values(), ids=EDITS.keys())
def test_all_else_survives(edits: list[Edit], rich: Path, tmp_path: Path) -> None:
    write_copy(rich, tmp_path / "kopia.xlsx", edits)
    before, after = parts_of(rich), parts_of(tmp_path / "kopia.xlsx")
    assert before.keys() <= after.keys()
    touched = {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml", SHEET, "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml",
    }  # fmt: skip
    assert {name for name in before if before[name] != after[name]} <= touched
    for name in ("sheet1", "sheet2"):
        assert _frame(before[f"xl/worksheets/{name}.xml"]) == _frame(after[f"xl/worksheets/{name}.xml"])
    styles = after["xl/styles.xml"]
    for piece in re.findall(rb"<(?:xf|font|fill|border|dxf|numFmt)\b.*?>", before["xl/styles.xml"]):
        assert piece in styles


def _frame(sheet: bytes) -> bytes:
    """A sheet without its rows, and without what marks add."""
    bare = re.sub(rb"<sheetData>.*</sheetData>|<dimension [^>]*/>", b"", sheet, flags=re.DOTALL)
    return re.sub(rb"<conditionalFormatting [^>]*><cfRule type=\"expression\".*?</conditionalFormatting>", b"", bare)


def test_macros_and_add_ins_are_copied_too(tmp_path: Path) -> None:
    project = tmp_path / "vbaProject.bin"
    project.write_bytes(bytes(range(256)) * 40)
    book = write_rich_book(tmp_path / "makro.xlsm", project)
    for suffix in (".xlsm", ".xlam"):
        source = shutil.copy(book, tmp_path / f"källa{suffix}")
        write_copy(Path(source), tmp_path / f"kopia{suffix}", EDITS["all at once"])
        assert parts_of(tmp_path / f"kopia{suffix}")["xl/vbaProject.bin"] == project.read_bytes()


def test_other_readers_see_what_was_written(rich: Path, tmp_path: Path) -> None:
    edits = [*EDITS["all at once"], set_value(BUDGET, (3, 1), "=1+1"), set_value(BUDGET, (30, 8), date(2025, 12, 24))]
    write_copy(rich, tmp_path / "kopia.xlsx", edits)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(tmp_path / "kopia.xlsx")
    sheet, own = book[BUDGET], book["Avstämning"]
    assert (sheet["A3"].value, sheet["A3"].data_type, sheet["A3"].quotePrefix) == ("=1+1", "s", True)
    assert (sheet["H30"].value.date(), sheet["H30"].number_format) == (date(2025, 12, 24), "yyyy-mm-dd")
    assert sheet["B2"].font.i, "the cell's own format stays"
    assert sheet["B2"].comment.text == "Enligt beslut."
    assert sheet["B6"].comment.author == "E-nämnd"
    assert sheet["B6"].comment.text.endswith("Summan avviker.\xa0\xa0")
    assert own["A3"].hyperlink.location == "'Budget 2025'!B6"
    assert (own["B3"].number_format, own["C3"].number_format) == ("[$-41D]#,##0;-#,##0", "yyyy-mm-dd")
    assert (own["A4"].value, own["A4"].data_type, own["A4"].alignment.indent) == ("=HYPERLINK()", "s", 1)
    assert (own.freeze_panes, own.column_dimensions["A"].width) == ("A3", 20)
    cells = CalamineWorkbook.from_path(tmp_path / "kopia.xlsx").get_sheet_by_name(BUDGET).to_python()
    assert (cells[1][1], cells[2][0], cells[5][1]) == (1, "=1+1", 10000)


def test_formulas_that_stay_can_be_given_the_values_they_have_now(rich: Path, tmp_path: Path) -> None:
    values = {BUDGET: {(2, 4): 834, (6, 2): 10_234, (6, 4): 6_234, (4, 5): 1234}}
    write_copy(rich, tmp_path / "kopia.xlsx", [set_value(BUDGET, (2, 2), 1234)], values)
    before, after = read(rich).snapshot, assert_same_snapshot(tmp_path / "kopia.xlsx")
    assert after == apply_edits(before, [set_value(BUDGET, (2, 2), 1234)]).with_values(values)
    assert b'<c r="E4" cm="1">' in parts_of(tmp_path / "kopia.xlsx")[SHEET], "a spilled formula stays one"


def test_excel_is_told_to_recalculate_when_cells_changed(rich: Path, tmp_path: Path) -> None:
    plain = tmp_path / "bok.xlsx"
    openpyxl.Workbook().save(plain)
    write_copy(plain, tmp_path / "cell.xlsx", [set_value("Sheet", (1, 1), 5)])
    write_copy(plain, tmp_path / "märkt.xlsx", [ShowMarks("summor", (Mark("Sheet", (1, 1), "FFEEAA"),))])
    assert b'fullCalcOnLoad="1"' in parts_of(tmp_path / "cell.xlsx")["xl/workbook.xml"]
    assert parts_of(tmp_path / "märkt.xlsx")["xl/workbook.xml"] == parts_of(plain)["xl/workbook.xml"]


def test_no_edits_give_the_same_parts(rich: Path, tmp_path: Path) -> None:
    write_copy(rich, tmp_path / "kopia.xlsx", [ShowMarks("avstämning"), DropSheet("Avstämning")])
    assert parts_of(tmp_path / "kopia.xlsx") == parts_of(rich)
