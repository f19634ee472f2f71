"""Worksheet parts read by the shape of their rows: the same as read cell by cell, or left to that."""

from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_xl.files.row_shapes import RowReader
from enamnd_xl.files.scan import scan_sheet
from enamnd_xl.files.sheet_part import Rows, SheetContent, is_in_plain_form
from enamnd_xl.files.structure import Structure
from enamnd_xl.workbook.address import column_letters
from handmade import MAIN

STRUCTURE = Structure((), (), (), False, False, False, {1: "date", 12: "duration"}, {2: "0%", 11: "0,"}, "", False)
STRINGS = ["Skola", "", "Vård & omsorg"]

attributes = st.sampled_from(["", ' s="1"', ' s="2"', ' s="3"', ' s="11"', ' s="12"', ' t="n"', ' s="2" t="n"'])
numbers = st.one_of(
    st.integers(-(10**6), 10**6).map(str),
    st.floats(allow_nan=False).map(repr),
    st.sampled_from(["NaN", "1E999", "-INF", "1,5", "", "1 000", "&lt;1"]),
)
number_cells = st.tuples(attributes, st.just(""), numbers)
other_cells = st.one_of(
    st.tuples(st.just(' t="s"'), st.just(""), st.sampled_from(["0", "1", "2", "9", "x"])),
    st.tuples(st.just(' s="2" t="str"'), st.sampled_from(["", "<f>A1&amp;B1</f>"]), st.sampled_from(["", "a&amp;b"])),
    st.tuples(st.just(' t="inlineStr"'), st.just(""), st.sampled_from(["", "a&amp;b", "x_x000a_y"])),
    st.tuples(st.just(' t="b"'), st.just(""), st.sampled_from(["0", "1"])),
    st.tuples(st.just(' t="e"'), st.sampled_from(["", "<f>1/0</f>"]), st.sampled_from(["#DIV/0!", "#N/A"])),
    st.tuples(attributes, st.sampled_from(["<f>SUM(A1:A9)</f>", '<f ca="1">NOW()</f>', "<f>_xlfn.X(1)</f>"]), numbers),
    st.tuples(attributes, st.just('<f t="shared" ref="A1:Z9" si="0">$A1+B$1</f>'), numbers),
    st.tuples(attributes, st.just('<f t="shared" si="0"/>'), numbers),
    st.tuples(attributes, st.just(""), st.none()),
)
kinds = st.lists(
    st.tuples(st.integers(1, 40), st.one_of(number_cells, other_cells)), max_size=8, unique_by=lambda c: c[0]
)
tables = st.lists(st.tuples(st.integers(1, 20), st.integers(0, 2)), max_size=12, unique_by=lambda row: row[0])


def cell(column: int, row: int, kind: tuple[str, str, str | None]) -> str:
    attributes, formula, value = kind
    start = f'<c r="{column_letters(column)}{row}"{attributes}'
    if "inline" in attributes:
        return f'{start}><is><t xml:space="preserve">{value}</t></is></c>'
    return f"{start}/>" if value is None else f"{start}>{formula}<v>{value}</v></c>"


def part(rows: str) -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def by_shape(data: bytes) -> SheetContent | None:
    return RowReader(STRUCTURE, lambda: STRINGS).read(data)


def trimmed(rows: Rows) -> list[Any]:
    kept: list[Any] = [[*row] for row in rows]
    for row in (*kept, kept):
        while row and row[-1] in (None, []):
            row.pop()
    return kept


@given(shapes=st.tuples(kinds, kinds, kinds), table=tables)
def test_the_same_as_cell_by_cell(
    shapes: tuple[list[tuple[int, tuple[str, str, str | None]]], ...], table: list[tuple[int, int]]
) -> None:
    rows = (
        f'<row r="{row}" spans="1:9">{"".join(cell(column, row, kind) for column, kind in sorted(shapes[shape]))}</row>'
        for row, shape in sorted(table)
    )
    data = part('<row r="1" ht="9"/>' * (not any(row == 1 for row, _ in table)) + "".join(rows))
    content = by_shape(data)
    scanned = scan_sheet(data, "Bok.xlsx, bladet Blad1", STRUCTURE, lambda: STRINGS)
    if content is None:  # a shared formula that nothing has said what it is
        assert scanned.cut
        return
    assert repr(trimmed(content.rows)) == repr(trimmed(scanned.rows))
    assert content.formulas == scanned.formulas
    assert content.number_formats == scanned.number_formats
    assert not scanned.cut


def test_a_style_with_the_number_of_the_row_is_no_address() -> None:
    """Where the row's number is taken out of row 2, its style 12 looks like style 1."""
    rows = "".join(
        f'<row r="{r}"><c r="A{r}" s="{s}"><v>0.5</v></c></row>' for r, s in ((2, 12), (3, 1), (12, 2), (13, 3))
    )
    content = by_shape(part(rows))
    assert content is not None
    assert [row[0] for row in content.rows if row] == [timedelta(hours=12), time(12), 0.5, 0.5]
    assert content.number_formats == {(12, 1): "0%"}


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>x</t></r></is></c></row>',
        '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c></row>',
        '<row r="1"><c r="A1"><f/><v>1</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c>x</row>',
        '<row r="1"><c r="A1"><v>1</v></c></row>x<row r="2"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet><row r="2"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c>',
        '<row r="1"><c r="A1" t="sv>1</v></c></row>',
        '<row r="1"><c r="A1"><f><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</vc><c r="B1"><v>2</v></c></row>',
        '<row r="1"><c r="A1" s=2><v>1</v></c></row>',
        '<row r="1" ht><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>&nbsp;</v></c></row>',
        '<row r="1"><c r="A1"><f ca>1</f><v>1</v></c></row>',
        '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
        '<row r="1"><c r="ZZZ1"><v>1</v></c></row>',
    ],
)
def test_what_is_unusual_is_left(rows: str) -> None:
    assert by_shape(part(rows)) is None


@pytest.mark.parametrize(
    ("rows", "is_plain"),
    [
        ("", True),
        ('<row r="3"><c r="B3"><v>1</v></c></row>', True),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row><c r="A2"/></row>', False),
        ('<row r="1"><c r="A1"><v>1</v></c><c><v>2</v></c></row>', False),
        ('<row r="1"><c s="1" r="A1"><v>1</v></c></row>', False),
    ],
)
def test_the_plain_form(rows: str, is_plain: bool) -> None:
    assert is_in_plain_form(part(rows)) is is_plain
