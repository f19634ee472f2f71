"""The marked copy of a book whose texts would be formulas or XML: what we write is text, and the copy opens."""

import xml.etree.ElementTree as ET
from pathlib import Path

import openpyxl
import pytest

from enamnd_xl.actions.mark import mark
from enamnd_xl.files.edit_copy import write_copy
from enamnd_xl.files.read import read
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.workbook.edits import reads_as_formula
from rich_book import parts_of

HOSTILE = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    '=HYPERLINK("http://x.se","klicka")',
    "=cmd|' /C calc'!A0",
    "]]><x/>",
    "<b>&amp;</b> & <!-- -->",
    "\x00\x07\x1b\x7f",
    "\ufffe\uffff",
    "\ud800",
    "_x000D_ _x0041_",
    "'=1+1",
    "å" * 40_000,
)


@pytest.mark.parametrize("text", HOSTILE, ids=[ascii(text)[:30] for text in HOSTILE])
def test_what_is_written_of_a_text_is_never_a_formula(text: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "=1+1"
    book.active["A1"] = "Post"
    book.active["B1"] = 7
    book.save(source := tmp_path / "bok.xlsx")
    finding = Finding(
        "EN301", Severity.FEL, "=1+1", (1, 2), text, text, text, text, None, (Place("=1+1", (1, 1)),), silenced=None
    )
    silenced = finding._replace(cell=None, silenced=text)
    snapshot = read(source).snapshot
    write_copy(source, target := tmp_path / "ut.xlsx", mark(snapshot, (finding, silenced)).edits)
    for name, part in parts_of(target).items():
        if name.endswith((".xml", ".rels", ".vml")):
            ET.fromstring(part)
    written = read(target).snapshot
    before, after = snapshot.sheets[0], written.sheets[0]
    assert (after.rows, after.formulas) == (before.rows, before.formulas)
    for row in openpyxl.load_workbook(target)["Avstämning"].iter_rows():
        for cell in row:
            assert cell.data_type != "f"
            assert cell.quotePrefix or not reads_as_formula(str(cell.value or "")), "or it becomes one when edited"
    note = openpyxl.load_workbook(target)["=1+1"]["B1"].comment
    assert note is not None
