"""Charts on sheets of ours in a file: drawn once, read by openpyxl, beside what a user has drawn, and gone with it."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart as UsersChart
from openpyxl.chart import Reference

from enamnd_xl.files.edit_copy import write_copy
from enamnd_xl.workbook.address import Area
from enamnd_xl.workbook.edits import DropSheet, Mark, PutSheet, ShowMarks
from enamnd_xl.workbook.edits_json import edits_from_json, edits_to_json
from enamnd_xl.workbook.own_chart import BAR_COLOURS, BarChart, chart_name
from enamnd_xl.workbook.own_sheet import OwnCell, OwnSheet
from referee import assert_same_snapshot
from rich_book import parts_of, write_rich_book

ROWS = (("Kommun", "Mer rakt", "R & D <ny>"), ("Luleå", -70_827, 301_413), ("Övertorneå", 16_187, -66_441))
CHART = BarChart("Förändring, kr", Area(1, 1, 3, 3), "Kommun", "kr (minus: mindre)", Area(5, 1, 20, 6))
PUT = PutSheet(OwnSheet("Scenario's", tuple(tuple(map(OwnCell, row)) for row in ROWS), charts=(CHART,)))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_rich_book(tmp_path / "rik.xlsx")


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    openpyxl.Workbook().save(tmp_path / "bok.xlsx")
    return tmp_path / "bok.xlsx"


def charts(path: Path) -> list[UsersChart]:
    return list(openpyxl.load_workbook(path)["Scenario's"]._charts)


def said(title: object) -> str:
    return "".join(run.t for paragraph in title.tx.rich.p for run in paragraph.r)  # type: ignore[attr-defined]


def test_openpyxl_reads_the_chart_as_it_was_asked_for(plain: Path, tmp_path: Path) -> None:
    write_copy(plain, tmp_path / "ut.xlsx", [PUT])
    (chart,) = charts(tmp_path / "ut.xlsx")
    assert (said(chart.title), said(chart.x_axis.title), said(chart.y_axis.title)) == (
        "Förändring, kr", "Kommun", "kr (minus: mindre)",
    )  # fmt: skip
    assert (chart.barDir, chart.x_axis.scaling.orientation, chart.x_axis.tickLblPos) == ("bar", "maxMin", "low")
    assert (chart.y_axis.number_format.formatCode, chart.legend.position) == ("[$-41D]#,##0;-#,##0", "b")
    assert [
        (s.tx.strRef.f, s.cat.strRef.f, s.val.numRef.f, s.spPr.solidFill.srgbClr, s.invertIfNegative)
        for s in chart.series
    ] == [
        ("'Scenario''s'!$B$1", "'Scenario''s'!$A$2:$A$3", "'Scenario''s'!$B$2:$B$3", BAR_COLOURS[0], False),
        ("'Scenario''s'!$C$1", "'Scenario''s'!$A$2:$A$3", "'Scenario''s'!$C$2:$C$3", BAR_COLOURS[1], False),
    ]
    assert chart.series[1].tx.strRef.strCache.pt[0].v == "R & D <ny>"
    assert [float(point.v) for point in chart.series[0].val.numRef.numCache.pt] == [-70_827, 16_187]
    start, end = chart.anchor._from, chart.anchor.to
    assert (start.row, start.col, end.row, end.col) == (4, 0, 20, 6)


def test_put_twice_it_is_one_chart_and_everything_else_stays(book: Path, tmp_path: Path) -> None:
    write_copy(book, tmp_path / "ett.xlsx", [PUT])
    write_copy(tmp_path / "ett.xlsx", tmp_path / "två.xlsx", [PUT])
    once, twice = parts_of(tmp_path / "ett.xlsx"), parts_of(tmp_path / "två.xlsx")
    assert len(once) == len(twice)
    assert sum(b"<c:barDir" in data and b"Scenario" in data for data in twice.values()) == 1
    before = parts_of(book)
    drawn = [name for name in before if "drawing" in name or "chart" in name or "media" in name or "comments" in name]
    assert drawn
    assert {name: twice[name] for name in drawn} == {name: before[name] for name in drawn}
    assert_same_snapshot(tmp_path / "två.xlsx")


def test_a_dropped_sheet_takes_its_chart_with_it(book: Path, tmp_path: Path) -> None:
    write_copy(book, tmp_path / "ut.xlsx", [PUT])
    write_copy(tmp_path / "ut.xlsx", tmp_path / "åter.xlsx", [DropSheet("Scenario's")])
    assert parts_of(tmp_path / "åter.xlsx").keys() == parts_of(book).keys()


def test_a_users_chart_on_the_sheet_stays_and_a_note_lies_beside_it(plain: Path, tmp_path: Path) -> None:
    write_copy(plain, tmp_path / "ett.xlsx", [PUT])
    write_copy(add_users_chart(tmp_path / "ett.xlsx", tmp_path / "med.xlsx"), tmp_path / "två.xlsx", [PUT])
    marks = ShowMarks("avstämning", (Mark("Scenario's", (2, 2), "F8C9C4", "Kontrollera."),))
    write_copy(tmp_path / "två.xlsx", tmp_path / "tre.xlsx", [marks])
    assert sorted(said(chart.title) for chart in charts(tmp_path / "tre.xlsx")) == ["Användarens", "Förändring, kr"]
    sheet = next(data for data in parts_of(tmp_path / "tre.xlsx").values() if b"<legacyDrawing" in data)
    assert 0 < sheet.index(b"<drawing") < sheet.index(b"<legacyDrawing")
    assert openpyxl.load_workbook(tmp_path / "tre.xlsx")["Scenario's"]["B2"].comment is not None


def add_users_chart(book: Path, target: Path) -> Path:
    """Draw a chart beside ours, as a user does; openpyxl, unlike Excel, names all charts anew."""
    opened = openpyxl.load_workbook(book)
    sheet = opened["Scenario's"]
    users = UsersChart()
    users.title = "Användarens"
    users.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3))
    sheet.add_chart(users, "K2")
    opened.save(target)
    parts = parts_of(target)
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(b'name="Chart 1"', f'name="{chart_name(1)}"'.encode()))
    return target


def test_a_chart_survives_json() -> None:
    assert edits_from_json(edits_to_json([PUT])) == (PUT,)
