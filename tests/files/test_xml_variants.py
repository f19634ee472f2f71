# ruff: noqa: E501 -- XML and workbooks are written a line an item
"""The same cells in every way that programs write them; openpyxl is asked too, where it can read them."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from enamnd_xl.errors import ReadError
from enamnd_xl.files.read import read
from enamnd_xl.files.recalculate import recalculate
from enamnd_xl.workbook.address import Area, Cell, to_a1
from enamnd_xl.workbook.snapshot import CellError, Snapshot
from handmade import DOCUMENT, MAIN, XML, prefixed, strict, worksheet, write_package
from referee import assert_same_snapshot

PLAIN = worksheet(
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>10</v></c></row>'
    '<row r="3"><c r="B3" s="1"><v>45000</v></c><c r="C3"><f>B1*2</f><v>20</v></c></row>'
)
SAME_CELLS = {
    "prefixed elements": prefixed(PLAIN),
    "single quotes": re.sub(r' ([rst])="([^"]*)"', r" \1='\2'", PLAIN),
    "address last": PLAIN.replace('<c r="B3" s="1">', '<c s="1" r="B3">'),
    "no addresses": worksheet(
        '<row><c t="s"><v>0</v></c><c><v>10</v></c></row><row r="3"><c/><c s="1"><v>45000</v></c><c><f>B1*2</f><v>20</v></c></row>'
    ),
    "comments": PLAIN.replace("<row", "<!-- rad --><row"),
    "character data": PLAIN.replace("<f>B1*2</f>", "<f><![CDATA[B1*2]]></f>"),
    "line breaks between": PLAIN.replace("><", ">\r\n<"),
    "blanks in tags": PLAIN.replace('r="C3">', 'r="C3" >').replace("</c>", "</c >"),
    "declared to the last cell": PLAIN.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'),
    "declared as one cell": PLAIN.replace("<sheetData>", '<dimension ref="A1"/><sheetData>'),
    "formatted far down": PLAIN.replace("</sheetData>", '<row r="99999" ht="20"><c r="A99999" s="1"/></row></sheetData>'),
    "a byte order mark": "\ufeff" + PLAIN,
    "an extension list": PLAIN.replace("</worksheet>", '<extLst><ext uri="{x}"><c r="Z99"/></ext></extLst></worksheet>'),
}  # fmt: skip


def read_fast_only(path: Path) -> Snapshot:
    """The last row of a sheet takes openpyxl ten seconds to reach."""
    return read(path).snapshot


@pytest.mark.parametrize("part", SAME_CELLS.values(), ids=SAME_CELLS.keys())
def test_the_same_cells(part: str, tmp_path: Path) -> None:
    plain = read(write_package(tmp_path / "plain.xlsx", {"Blad1": PLAIN})).snapshot
    assert assert_same_snapshot(write_package(tmp_path / "variant.xlsx", {"Blad1": part})) == plain


@pytest.mark.parametrize("comparison", ["B1='Blad 2'!B1", "Moms='Blad 2'!B1", "IF(B1='Blad 2'!B1,1,0)"])
def test_a_comparison_with_a_sheet_in_quotes_is_no_attribute(comparison: str, tmp_path: Path) -> None:
    sheets = {"Blad1": PLAIN.replace("B1*2", comparison), "Blad 2": PLAIN}
    book = assert_same_snapshot(write_package(tmp_path / "bok.xlsx", sheets))
    assert book.sheets[0].value((1, 2)) == 10
    assert book.sheets[0].formulas == {(3, 3): comparison}


def test_other_encodings_and_dialects(tmp_path: Path) -> None:
    plain = read(write_package(tmp_path / "plain.xlsx", {"Blad1": PLAIN})).snapshot
    utf16 = {"xl/worksheets/sheet1.xml": PLAIN.replace("UTF-8", "UTF-16").encode("utf-16")}
    assert assert_same_snapshot(write_package(tmp_path / "utf16.xlsx", {"Blad1": PLAIN}, utf16)) == plain
    latin = {"xl/sharedStrings.xml": f'<?xml version="1.0" encoding="iso-8859-1"?><sst xmlns="{MAIN}"><si><t>Åre</t></si></sst>'.encode("latin-1")}  # fmt: skip
    book = assert_same_snapshot(write_package(tmp_path / "latin.xlsx", {"Blad1": PLAIN}, latin))
    assert book.sheets[0].value((1, 1)) == "Åre"


def test_strict_open_xml(tmp_path: Path) -> None:
    """openpyxl does not read this dialect, so the referee is the same book in the common one."""
    plain = write_package(tmp_path / "plain.xlsx", {"Blad1": PLAIN})
    with zipfile.ZipFile(plain) as archive:
        parts: dict[str, str | bytes] = {name: strict(archive.read(name).decode()) for name in archive.namelist()}
    path = write_package(tmp_path / "strict.xlsx", {"Blad1": PLAIN}, parts)
    assert read(path).snapshot == read(plain).snapshot
    with pytest.raises(ReadError, match="openpyxl ser inte alla blad"):
        read(path, "openpyxl")


def test_parts_packed_as_very_large_ones(tmp_path: Path) -> None:
    """The engine's loader refuses them; programs write so what they stream."""
    plain = write_package(tmp_path / "plain.xlsx", {"Blad1": PLAIN.replace("<v>20</v>", "<v>21</v>")})
    with zipfile.ZipFile(plain) as archive, zipfile.ZipFile(path := tmp_path / "large.xlsx", "w") as large:
        for name in archive.namelist():
            with large.open(name, "w", force_zip64=True) as part:
                part.write(archive.read(name))
    reading = read(path)
    assert reading.snapshot == read(plain).snapshot
    assert recalculate(path, reading.snapshot, {}, reading.engine).values == {"Blad1": {(3, 3): 20}}


def test_absolute_targets_and_capitals_in_part_names(tmp_path: Path) -> None:
    plain = read(write_package(tmp_path / "plain.xlsx", {"Blad1": PLAIN})).snapshot
    relationships = (
        f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{DOCUMENT}/worksheet" Target="/xl/worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{DOCUMENT}/styles" Target="/xl/styles.xml"/>'
        f'<Relationship Id="rId3" Type="{DOCUMENT}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>'
    )
    parts: dict[str, str | bytes] = {"xl/_rels/workbook.xml.rels": relationships}
    assert assert_same_snapshot(write_package(tmp_path / "absolute.xlsx", {"Blad1": PLAIN}, parts)) == plain


def test_values_of_every_type(tmp_path: Path) -> None:
    cells = (
        '<c r="A1" t="inlineStr"><is><t>in &amp; ut</t></is></c><c r="B1" t="inlineStr"><is><r><t xml:space="preserve">a '
        '</t></r><r><rPr><color rgb="FF000000"/></rPr><t>b</t></r></is></c><c r="C1" t="str"><v>x</v></c><c r="D1" t="b"><v>1</v></c>'
        '<c r="E1" t="e"><v>#N/A</v></c><c r="F1" t="e"><v>#SPILL!</v></c><c r="G1" t="d"><v>2025-01-31</v></c>'
        '<c r="H1" t="d"><v>2025-01-31T12:30:00</v></c><c r="I1"><v>1E3</v></c><c r="J1" t="str"><v></v></c><c r="K1" s="2"><v>0.5</v></c>'
        '<c r="L1" s="3"><v>1.5</v></c><c r="M1" t="e"><f>X()</f><v>#FIELD!</v></c><c r="N1" t="inlineStr"><f>"a"</f><is><t>a</t></is></c>'
        '<c r="O1" t="s"><f>A1</f><v>0</v></c><c r="P1" s="1"><f>A1</f><v>45000.5</v></c><c r="Q1"><f>A1</f></c><c r="R1"><f></f><v>4</v></c>'
    )  # fmt: skip
    book = assert_same_snapshot(
        write_package(tmp_path / "bok.xlsx", {"A &amp; Ö": worksheet(f'<row r="1">{cells}</row>')})
    )
    assert book.sheets[0].name == "A & Ö"
    assert [str(value) for value in book.sheets[0].rows[0]] == [
        "in & ut", "a b", "x", "True", "#N/A", "#SPILL!", "2025-01-31", "2025-01-31 12:30:00", "1000.0", "None", "0.5",
        "1 day, 12:00:00", "#FIELD!", "a", "Kommun", "2023-03-15 12:00:00", "None", "4.0",
    ]  # fmt: skip
    assert book.sheets[0].value((1, 6)) == CellError("#SPILL!")
    assert book.sheets[0].number_formats == {(1, 11): "0%"}
    assert (1, 18) not in book.sheets[0].formulas


def test_shared_formulas_are_spelled_out(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:C3" si="0">SUM(D1:$E2,F$1,$G:$G,H1:H1,\'Bo&apos;&apos;s\'!A1)&amp;"A1"</f><v>1</v></c>'
        '<c r="B1"><f t="shared" si="0"/><v>2</v></c></row><row r="3"><c r="A3"><f t="shared" si="0"></f><v>3</v></c>'
        '<c r="C3"><f t="shared" si="0"/><v>4</v></c><c r="D3"><f t="shared" ref="D3:D4" si="1">A:A+1:1+LOG10(A1)</f><v>1</v></c></row>'
        '<row r="4"><c r="D4"><f t="shared" si="1"/><v>1</v></c><c r="E4"><f t="shared" si="9"/><v>1</v></c></row>'
    )  # fmt: skip
    book = assert_same_snapshot(write_package(tmp_path / "bok.xlsx", {"Blad1": worksheet(rows)}))
    formulas = book.sheets[0].formulas
    assert formulas[3, 3] == "SUM(F3:$E4,H$1,$G:$G,J3:J3,'Bo''s'!C3)&\"A1\""
    assert formulas[4, 4] == "A:A+2:2+LOG10(A2)"
    assert (4, 5) not in formulas


def test_arrays_and_data_tables(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="array" ref="A1:A3">B1:B3*2</f><v>2</v></c><c r="B1"><v>1</v></c>'
        '<c r="C1" cm="1"><f t="array" ref="C1:D2">_xlfn._xlws.SORT(A1:B2)</f><v>1</v></c><c r="D1"><v>2</v></c></row>'
        '<row r="2"><c r="A2"><v>4</v></c><c r="B2"><v>2</v></c><c r="C2"><v>3</v></c><c r="D2" t="str"><v>x</v></c></row>'
        '<row r="3"><c r="A3" t="e"><v>#SPILL!</v></c><c r="B3"><v>3</v></c></row>'
        '<row r="5"><c r="B5"><f t="dataTable" ref="B5:B6" dt2D="0" dtr="0" r1="A1"/><v>7</v></c></row><row r="6"><c r="B6"><v>8</v></c></row>'
    )  # fmt: skip
    sheet = assert_same_snapshot(write_package(tmp_path / "bok.xlsx", {"Blad1": worksheet(rows)})).sheets[0]
    assert sheet.arrays == {
        (1, 1): Area.from_a1("A1:A3"), (1, 3): Area.from_a1("C1:D2"), (5, 2): Area.from_a1("B5:B6"),
    }  # fmt: skip
    assert sheet.formulas == {(1, 1): "B1:B3*2", (1, 3): "SORT(A1:B2)", (5, 2): "TABLE(,A1)"}
    assert sheet.rows[1] == (4, 2, 3, "x")
    assert sheet.value((6, 2)) == 8


@pytest.mark.parametrize(
    "corner, check", [((1_048_576, 16_384), read_fast_only), ((9_999, 16_384), assert_same_snapshot)]
)
def test_cells_in_the_far_corner(corner: Cell, check: Callable[[Path], Snapshot], tmp_path: Path) -> None:
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{corner[0]}"><c r="{to_a1(corner)}"><v>2</v></c></row>'
    book = check(write_package(tmp_path / "bok.xlsx", {"Blad1": worksheet(rows)}))
    assert book.sheets[0].value(corner) == 2
    assert book.sheets[0].rows[1:3] == ((), ())


def test_cells_spread_beyond_reason_are_refused(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(1, 4000))
    path = write_package(tmp_path / "bok.xlsx", {"Blad1": worksheet(rows)})
    with pytest.raises(ReadError, match="utspridda"):
        read(path)


def test_rows_and_cells_out_of_order(tmp_path: Path) -> None:
    """Excel refuses such a file and openpyxl loses rows; nothing is lost here."""
    rows = '<row r="3"><c r="C3"><v>1</v></c><c r="A3"><v>2</v></c></row><row r="1"><c r="B1"><v>3</v></c></row>'
    book = read(write_package(tmp_path / "bok.xlsx", {"Blad1": worksheet(rows)})).snapshot
    assert book.sheets[0].rows == ((None, 3), (), (2, None, 1))
