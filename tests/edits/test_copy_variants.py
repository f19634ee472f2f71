"""Edits in workbooks as other programs write them: the same cells read back, whatever the file looks like."""

import re
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_xl.errors import InputError
from enamnd_xl.files.edit_copy import write_copy
from enamnd_xl.files.formats import plain_formula
from enamnd_xl.files.read import read
from enamnd_xl.files.xlsx_formulas import marked_formula
from enamnd_xl.workbook.address import Area
from enamnd_xl.workbook.changes import apply_edits, invert
from enamnd_xl.workbook.edits import Edit, Mark, PutSheet, SetFormula, SetValues, ShowMarks, set_value
from enamnd_xl.workbook.own_sheet import OwnCell, OwnSheet
from enamnd_xl.workbook.snapshot import CellError
from handmade import DOCUMENT, MAIN, STYLES, XML, prefixed, strict, worksheet, write_package
from referee import assert_same_snapshot
from rich_book import parts_of

PLAIN = worksheet(
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>10</v></c></row>'
    '<row r="3" spans="2:3"><c r="B3" s="1"><v>45000</v></c><c r="C3"><f>B1*2</f><v>20</v></c></row>'
)
SAME_CELLS = {
    "plain": PLAIN,
    "prefixed elements": prefixed(PLAIN),
    "single quotes": re.sub(r' ([rst])="([^"]*)"', r" \1='\2'", PLAIN),
    "no addresses": worksheet(
        '<row><c t="s"><v>0</v></c><c><v>10</v></c></row>'
        '<row r="3"><c/><c s="1"><v>45000</v></c><c><f>B1*2</f><v>20</v></c></row>'
    ),
    "comments with cells in them": PLAIN.replace("<row", '<!-- <row r="2"><c r="A2"/></row> --><row'),
    "character data": PLAIN.replace("<f>B1*2</f>", "<f><![CDATA[B1*2]]></f>"),
    "line breaks between": PLAIN.replace("><", ">\r\n<"),
    "blanks in tags": PLAIN.replace('r="C3">', 'r="C3" >').replace("</c>", "</c >"),
    "a byte order mark": "\ufeff" + PLAIN,
    "UTF-16": PLAIN.replace("UTF-8", "UTF-16").encode("utf-16"),
    "an extension list": PLAIN.replace("</worksheet>", '<extLst><ext uri="x"><c r="Z99"/></ext></extLst></worksheet>'),
    "greater than in an attribute": PLAIN.replace("<sheetData>", '<sheetPr codeName="a>b"/><sheetData>'),
}  # fmt: skip
EDITS: list[Edit] = [
    set_value("Blad1", (2, 2), "mellan"),
    set_value("Blad1", (1, 1), "Län & kommun <1>"),
    SetValues("Blad1", (3, 1), ((True, date(2025, 10, 31), None, -0.1),)),
    set_value("Blad1", (9, 4), 12),
    SetFormula("Blad1", (4, 1), 'IF(B1<>0,"a&b",1)', "a&b"),
    ShowMarks("summor", (Mark("Blad1", (3, 2), "FFEEAA", "Ingår i <B9> & C9."),)),
    PutSheet(OwnSheet("Summor", ((OwnCell("<&>"),),))),
]


@pytest.mark.parametrize("part", SAME_CELLS.values(), ids=SAME_CELLS.keys())
def test_the_same_edits_give_the_same_cells(part: str | bytes, tmp_path: Path) -> None:
    source = write_package(tmp_path / "bok.xlsx", {"Blad1": PLAIN}, {"xl/worksheets/sheet1.xml": part})
    before = read(source).snapshot
    write_copy(source, tmp_path / "kopia.xlsx", EDITS)
    assert assert_same_snapshot(tmp_path / "kopia.xlsx") == apply_edits(before, EDITS)
    write_copy(tmp_path / "kopia.xlsx", tmp_path / "åter.xlsx", invert(before, EDITS))
    assert assert_same_snapshot(tmp_path / "åter.xlsx") == before


def test_the_strict_dialect(tmp_path: Path) -> None:
    plain = parts_of(write_package(tmp_path / "plain.xlsx", {"Blad1": PLAIN}))
    parts: dict[str, str | bytes] = {name: strict(data.decode()) for name, data in plain.items()}
    source = write_package(tmp_path / "bok.xlsx", {"Blad1": PLAIN}, parts)
    write_copy(source, tmp_path / "kopia.xlsx", EDITS)
    assert read(tmp_path / "kopia.xlsx").snapshot == apply_edits(read(source).snapshot, EDITS)
    copied = parts_of(tmp_path / "kopia.xlsx")
    assert not any(MAIN.encode() in data or DOCUMENT.encode() in data for data in copied.values())


def test_values_of_every_type(tmp_path: Path) -> None:
    values = (
        True, False, 0, -7, 2**53, 0.1, 1e-300, 1e300, "text", " blanksteg ", "rad 1\nrad 2", "_x000A_", "\x0b", "'=A1",
        date(2025, 10, 31), datetime(2025, 10, 31, 12, 30), time(7, 45), timedelta(hours=30), CellError("#N/A"), None,
    )  # fmt: skip
    source = write_package(tmp_path / "bok.xlsx", {"Blad1": PLAIN})
    write_copy(source, tmp_path / "kopia.xlsx", [SetValues("Blad1", (7, 1), (values,))])
    read_back = assert_same_snapshot(tmp_path / "kopia.xlsx").sheets[0].rows[6]
    assert list(map(repr, (float(v) if type(v) is int else v for v in read_back))) == list(
        map(repr, (float(v) if type(v) is int else v for v in values[:-1]))
    )


def test_days_counted_from_1904(tmp_path: Path) -> None:
    book = f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><workbookPr date1904="1"/><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>'  # fmt: skip # noqa: E501
    source = write_package(tmp_path / "bok.xlsx", {"Blad1": PLAIN}, {"xl/workbook.xml": book})
    write_copy(source, tmp_path / "kopia.xlsx", [set_value("Blad1", (9, 9), date(2025, 10, 31))])
    assert assert_same_snapshot(tmp_path / "kopia.xlsx").sheets[0].value((9, 9)) == date(2025, 10, 31)


SHARED = worksheet(
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B4" si="0">A1*2&amp;"A1"</f><v>2</v></c></row>'
    '<row r="2"><c r="B2"><f t="shared" si="0"/><v>4</v></c></row>'
    '<row r="3"><c r="B3"><f t="shared" si="0"/><v>6</v></c></row>'
    '<row r="4"><c r="B4"><f t="shared" si="0"></f><v>8</v></c></row>'
)  # fmt: skip


@pytest.mark.parametrize("cell", [(1, 2), (2, 2), (4, 2)], ids=["the first", "one between", "the last"])
def test_cells_that_share_a_formula_keep_it_when_one_loses_it(cell: tuple[int, int], tmp_path: Path) -> None:
    source = write_package(tmp_path / "bok.xlsx", {"Blad1": SHARED})
    edits = [set_value("Blad1", cell, 7)]
    values = {"Blad1": {(3, 2): 66}}
    write_copy(source, tmp_path / "kopia.xlsx", edits, values)
    expected = apply_edits(read(source).snapshot, edits).with_values(values)
    assert assert_same_snapshot(tmp_path / "kopia.xlsx") == expected
    assert expected.sheets[0].formulas[3, 2] == 'A3*2&"A1"'


def test_an_array_formula_is_changed_as_a_whole(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="array" ref="A1:B3">D1:E3*2</f><v>2</v></c><c r="B1"><v>4</v></c></row>'
        '<row r="2"><c r="A2"><v>6</v></c></row><row r="3"><c r="B3"><v>8</v></c></row>'
    )
    source = write_package(tmp_path / "bok.xlsx", {"Blad1": worksheet(rows)})
    with pytest.raises(InputError, match="Blad1!A1:B3 fylls av formeln i A1"):
        write_copy(source, tmp_path / "kopia.xlsx", [set_value("Blad1", (2, 1), 7)])
    write_copy(source, tmp_path / "kopia.xlsx", [set_value("Blad1", (1, 1), 7)])
    assert assert_same_snapshot(tmp_path / "kopia.xlsx").sheets[0].rows == ((7,),)
    frozen = SetValues("Blad1", (1, 1), ((2, 4), (6, None), (None, 8)))
    write_copy(source, tmp_path / "kopia.xlsx", [frozen])
    assert assert_same_snapshot(tmp_path / "kopia.xlsx").sheets[0].rows == ((2, 4), (6,), (None, 8))
    spilled = SetFormula("Blad1", (1, 1), "D1:D2", 1, Area(1, 1, 2, 1))
    write_copy(source, tmp_path / "kopia.xlsx", [spilled], {"Blad1": {(1, 1): 10, (2, 1): 20}})
    assert assert_same_snapshot(tmp_path / "kopia.xlsx").sheets[0].rows == ((10,), (20,))


def test_the_list_of_formula_cells_goes_when_it_would_be_wrong(tmp_path: Path) -> None:
    chain = f'{XML}<calcChain xmlns="{MAIN}"><c r="C3" i="1"/></calcChain>'
    base = parts_of(write_package(tmp_path / "bas.xlsx", {"Blad1": PLAIN}))
    types = base["[Content_Types].xml"].decode().replace(
        "</Types>", '<Override PartName="/xl/calcChain.xml" ContentType="application/x"/></Types>'
    )  # fmt: skip
    rels = base["xl/_rels/workbook.xml.rels"].decode().replace(
        "</Relationships>",
        f'<Relationship Id="rId7" Type="{DOCUMENT}/calcChain" Target="calcChain.xml"/></Relationships>',
    )  # fmt: skip
    extra: dict[str, str | bytes] = {
        "xl/calcChain.xml": chain, "[Content_Types].xml": types, "xl/_rels/workbook.xml.rels": rels,
    }  # fmt: skip
    source = write_package(tmp_path / "bok.xlsx", {"Blad1": PLAIN}, extra)
    write_copy(source, tmp_path / "tal.xlsx", [set_value("Blad1", (1, 2), 11)])
    assert "xl/calcChain.xml" in parts_of(tmp_path / "tal.xlsx")
    for edit in (set_value("Blad1", (3, 3), 20), SetFormula("Blad1", (9, 9), "1+1", 2)):
        write_copy(source, tmp_path / "formel.xlsx", [edit])
        parts = parts_of(tmp_path / "formel.xlsx")
        assert not any("calcChain" in name or b"calcChain" in data for name, data in parts.items())


def test_a_book_without_formats_or_rows(tmp_path: Path) -> None:
    for name, part in {
        "tom": worksheet(""),
        "sluten": worksheet("").replace("<sheetData></sheetData>", "<sheetData/>"),
    }.items():
        source = write_package(tmp_path / f"{name}.xlsx", {"Blad1": part}, {"xl/styles.xml": ""})
        with zipfile.ZipFile(source) as archive:
            rels = re.sub(r"<Relationship Id=\"rId9.*?/>", "", archive.read("xl/_rels/workbook.xml.rels").decode())
        write_package(source, {"Blad1": part}, {"xl/styles.xml": "", "xl/_rels/workbook.xml.rels": rels})
        edits = [set_value("Blad1", (5, 5), date(2025, 10, 31)), set_value("Blad1", (2, 1), 1)]
        write_copy(source, tmp_path / "kopia.xlsx", edits)
        assert read(tmp_path / "kopia.xlsx").snapshot == apply_edits(read(source).snapshot, edits)


def test_what_says_how_far_a_sheet_and_a_row_reach_follows(tmp_path: Path) -> None:
    part = PLAIN.replace("<sheetData>", '<dimension ref="A1:C3"/><sheetData>')
    source = write_package(tmp_path / "bok.xlsx", {"Blad1": part})
    write_copy(source, tmp_path / "kopia.xlsx", [set_value("Blad1", (3, 5), 7)])
    sheet = parts_of(tmp_path / "kopia.xlsx")["xl/worksheets/sheet1.xml"]
    assert b'<dimension ref="A1:E3"/>' in sheet
    assert b'<row r="3" spans="2:5">' in sheet


def test_an_extension_in_a_cell_stays(tmp_path: Path) -> None:
    part = PLAIN.replace("<v>20</v>", '<v>20</v><extLst><ext uri="x"/></extLst>')
    source = write_package(tmp_path / "bok.xlsx", {"Blad1": part})
    write_copy(source, tmp_path / "kopia.xlsx", [set_value("Blad1", (3, 3), 7)])
    changed = part.replace("<f>B1*2</f><v>20</v>", "<v>7</v>")
    assert parts_of(tmp_path / "kopia.xlsx")["xl/worksheets/sheet1.xml"] == changed.encode()


def test_a_format_is_added_once(tmp_path: Path) -> None:
    source = write_package(tmp_path / "bok.xlsx", {"Blad1": PLAIN})
    days = SetValues("Blad1", (10, 1), ((date(2025, 1, 1),),) * 50)
    write_copy(source, tmp_path / "kopia.xlsx", [days])
    styles = parts_of(tmp_path / "kopia.xlsx")["xl/styles.xml"].decode()
    assert styles == STYLES.replace('<cellXfs count="4">', '<cellXfs count="5">').replace(
        '<xf numFmtId="46"/>', '<xf numFmtId="46"/><xf applyNumberFormat="1" numFmtId="164"/>'
    )


FORMULAS = (
    "LET(x,A1,y,x+1,SORT(x)*y)",
    "LAMBDA(a,b,a+b)(1,2)",
    'IFNA(A1#,"IFS(A1)")',
    "SUM(STDEV.S(A:A),EN_NYCKEL(B1))",
)


@given(st.sampled_from(FORMULAS), st.sampled_from(FORMULAS))
def test_function_marks_go_on_and_off(first: str, second: str) -> None:
    formula = f"{first}+{second}"
    assert plain_formula(marked_formula(formula)) == formula


def test_functions_are_marked_as_another_writer_marks_them() -> None:
    """The referee is XlsxWriter, whose list was made from the same specification."""
    import inspect

    from xlsxwriter.worksheet import Worksheet

    names = re.findall(r'r"\\b([A-Z0-9_.\\]+)\\\(', inspect.getsource(Worksheet._prepare_formula))
    plain = [name.replace("\\", "") for name in names if name != "ANCHORARRAY"]
    assert len(plain) > 100
    for name in plain:
        marked = "_xlfn._xlws." if name in ("FILTER", "SORT") else "_xlfn."
        assert marked_formula(f"{name}(A1)") == f"{marked}{name}(A1)"
