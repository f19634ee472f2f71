"""LibreOffice opens what was written: the values, the formulas, the sheet of ours, and the marks."""

import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from libreoffice import LibreOffice

sys.path.insert(0, str(Path(__file__).parents[1] / "edits"))

from enamnd_xl.actions.show_scenarios import show_scenarios
from enamnd_xl.files.edit_copy import write_copy
from enamnd_xl.files.read import read
from enamnd_xl.workbook.edits import Mark, PutSheet, SetFormula, SetValues, ShowMarks, note_text, set_value
from enamnd_xl.workbook.own_sheet import Look, OwnCell, OwnSheet
from rich_book import write_rich_book

LIVING = Path(__file__).parents[2] / "workbooks" / "enamnd_2025.xlsx"
BUDGET = "Budget 2025"
EDITS = [
    SetValues(BUDGET, (2, 1), (("Älvsbyn", 2500), ("=1+1",))),
    set_value(BUDGET, (30, 8), date(2025, 12, 24)),
    SetFormula(BUDGET, (7, 2), "IFNA(MATCH(2500,B2:B5,0),0)+SUM(C2:C5)", 0),
    ShowMarks("avstämning", (Mark(BUDGET, (6, 2), "F8C9C4", "Summan avviker."),)),
    PutSheet(OwnSheet("Avstämning", ((OwnCell("B6", Look.LINK, (BUDGET, (6, 2))), OwnCell(-35200, Look.AMOUNT)),))),
]


@pytest.mark.e2e
@pytest.mark.filterwarnings("ignore:.*will be removed:UserWarning")
def test_libreoffice_opens_and_recalculates_an_edited_copy(libreoffice: LibreOffice, tmp_path: Path) -> None:
    write_copy(write_rich_book(tmp_path / "rik.xlsx"), tmp_path / "kopia.xlsx", EDITS)
    book = openpyxl.load_workbook(libreoffice.recalculate(tmp_path / "kopia.xlsx"), data_only=True)
    assert book.sheetnames == [BUDGET, "Jämtland", "Dold", "Diagram", "Avstämning"]
    sheet = book[BUDGET]
    assert (sheet["A2"].value, sheet["A3"].value, sheet["A3"].data_type) == ("Älvsbyn", "=1+1", "s")
    assert (sheet["B6"].value, sheet["D2"].value, sheet["B7"].value) == (11_500, 2_100, 4_001)
    assert sheet["H30"].value.date() == date(2025, 12, 24)
    assert sheet["B6"].comment.text == note_text("avstämning", "Summan avviker.")
    assert sheet["B2"].comment.text == "Enligt beslut."
    looks = [rule.dxf for group in sheet.conditional_formatting for rule in group.rules if "B6" in group.sqref]
    assert [look.fill.bgColor.rgb for look in looks] == ["FFF8C9C4"]
    assert (book["Avstämning"]["B1"].value, book["Avstämning"]["A1"].value) == (-35200, "B6")
    assert "'Budget 2025'" in book["Avstämning"]["A1"].hyperlink.location.replace("$", "")


@pytest.mark.e2e
@pytest.mark.filterwarnings("ignore:.*will be removed:UserWarning")
def test_libreoffice_reads_the_chart_of_the_scenarios(libreoffice: LibreOffice, tmp_path: Path) -> None:
    write_copy(LIVING, tmp_path / "kopia.xlsx", show_scenarios(read(LIVING).snapshot).edits)
    sheet = openpyxl.load_workbook(libreoffice.recalculate(tmp_path / "kopia.xlsx"), data_only=True)["Scenario"]
    (chart,) = sheet._charts
    (series,) = chart.series
    shown = [cell.value for (cell,) in sheet[series.val.numRef.f.partition("!")[2].replace("$", "")]]
    assert (chart.barDir, len(shown), sum(shown)) == ("bar", 14, 0)
    assert [float(point.v) for point in series.val.numRef.numCache.pt] == shown
