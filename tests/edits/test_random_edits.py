"""Any edits in any small book: openpyxl reads what was written, and everything else as before."""

import random
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from enamnd_xl.files.edit_copy import write_copy
from enamnd_xl.workbook.edits import Edit, Mark, SetFormula, SetValues, ShowMarks, note_text

text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=6) | st.sampled_from(
    ["=1+1", "@x", "-"]
)
value = st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats(-1e9, 1e9) | text
cell = st.tuples(st.integers(1, 12), st.integers(1, 7))
sheet = st.sampled_from(["Blad1", "Blad två"])
block = st.lists(st.lists(value, max_size=4).map(tuple), max_size=4).map(tuple)
formula = st.sampled_from(["A1+1", 'IF(B2="=",1,2)', 'SUM(A1:C3)&"<"'])
mark = st.builds(Mark, sheet, cell, st.sampled_from(["", "FFEEAA"]), text)
marks = st.lists(mark, max_size=3, unique_by=lambda mark: (mark.sheet, mark.cell)).map(tuple)
edit = st.one_of(
    st.builds(SetValues, sheet, cell, block),
    st.builds(SetFormula, sheet, cell, formula, value),
    st.builds(ShowMarks, st.sampled_from(["summor", "avstämning"]), marks),
)


def a_book(seed: int) -> openpyxl.Workbook:
    """A book with values, formulas, formats and notes here and there."""
    chance = random.Random(seed)
    book = openpyxl.Workbook()
    book.active.title = "Blad1"
    book.create_sheet("Blad två")
    for page in book:
        for _ in range(chance.randrange(25)):
            place = page.cell(chance.randint(1, 12), chance.randint(1, 7))
            place.value = chance.choice([chance.randint(-9, 9), "text", "=A1*2", True, 0.5, None])
            place.font = Font(bold=chance.random() < 0.3)
            if chance.random() < 0.1:
                place.comment = Comment("Användarens.", "Ekonomi")
    return book


def contents(page: Worksheet) -> dict[tuple[int, int], tuple[Any, ...]]:
    """Cell -> type, value, whether it is bold, number format and note."""
    return {
        (place.row, place.column): (
            place.data_type,
            place.value,
            place.font.b,
            place.number_format,
            place.comment.text if place.comment else None,
        )
        for row in page.iter_rows(1, 20, 1, 14)
        for place in row
    }


def expected(book: openpyxl.Workbook, edits: list[Edit]) -> dict[str, dict[tuple[int, int], tuple[Any, ...]]]:
    """What openpyxl should read, worked out cell by cell; of a layer's marks, the last say."""
    pages = {page.title: contents(page) for page in book}
    layers: dict[str, tuple[Mark, ...]] = {}
    for each in edits:
        if isinstance(each, ShowMarks):
            layers.pop(each.layer, None)
            layers[each.layer] = each.marks
            continue
        for place, written in each.cells.items():
            _, _, bold, number_format, note = pages[each.sheet][place]
            if isinstance(each, SetFormula):
                kind, shown = "f", f"={each.formula}"
            else:
                kind = "b" if isinstance(written, bool) else "s" if isinstance(written, str) else "n"
                shown = written
            pages[each.sheet][place] = (kind, shown, bold, number_format, note)
    for layer, marks in layers.items():
        for mark in marks:
            kind, shown, bold, number_format, note = pages[mark.sheet][mark.cell]
            if note is None:
                pages[mark.sheet][mark.cell] = (kind, shown, bold, number_format, note_text(layer, mark.note))
    return pages


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6), st.lists(edit, max_size=6))
def test_any_edits_in_any_book(tmp_path: Path, seed: int, edits: list[Edit]) -> None:
    book, stream = a_book(seed), BytesIO()
    book.save(stream)
    (tmp_path / "bok.xlsx").write_bytes(stream.getvalue())
    write_copy(tmp_path / "bok.xlsx", tmp_path / "kopia.xlsx", edits)
    copy = openpyxl.load_workbook(tmp_path / "kopia.xlsx")
    assert {page.title: contents(page) for page in copy} == expected(
        openpyxl.load_workbook(tmp_path / "bok.xlsx"), edits
    )
    assert (tmp_path / "bok.xlsx").read_bytes() == stream.getvalue()
