"""Marks lie over a workbook: they come, they go, and what users have written and coloured stays."""

import re
import warnings
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule
from openpyxl.styles import PatternFill

from enamnd_xl.files.edit_copy import write_copy
from enamnd_xl.files.read import read
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.edits import Edit, Mark, ShowMarks, highlight_condition, note_text
from rich_book import parts_of, write_rich_book

RED, YELLOW = "F8C9C4", "FCE4B0"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book with a note, a colour and conditional formats of a user's."""
    made = openpyxl.Workbook()
    sheet = made.active
    for row in range(1, 11):
        sheet.append([row, row * 2, f"rad {row}"])
    sheet["A1"].comment = Comment("Fråga ekonomi.", "Controller")
    sheet["A2"].fill = PatternFill("solid", fgColor="FFCCEEFF")
    sheet.conditional_formatting.add("A1:A5", CellIsRule(operator="lessThan", formula=["0"], fill=PatternFill("solid")))
    sheet.conditional_formatting.add("B1:B5", ColorScaleRule("min", None, "FF0000", "max", None, "00FF00"))
    made.create_sheet("Tomt")
    made.save(tmp_path / "bok.xlsx")
    return tmp_path / "bok.xlsx"


def marked(source: Path, *edits: Edit) -> Path:
    target = source.with_name(f"{source.stem}+.xlsx")
    write_copy(source, target, edits)
    return target


def notes(path: Path, sheet: str = "Sheet") -> dict[str, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {
            cell.coordinate: cell.comment.text
            for row in openpyxl.load_workbook(path)[sheet].iter_rows()
            for cell in row
            if cell.comment
        }


def colours(path: Path, layer: str, sheet: str = "Sheet") -> dict[str, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        formats = openpyxl.load_workbook(path)[sheet].conditional_formatting
    return {
        str(area): rule.dxf.fill.bgColor.rgb
        for group in formats
        for rule in group.rules
        if rule.type == "expression" and rule.formula == [highlight_condition(layer)]
        for area in str(group.sqref).split()
    }


def marks(*cells: Cell, colour: str = RED, note: str = "Avviker.") -> tuple[Mark, ...]:
    return tuple(Mark("Sheet", cell, colour, note) for cell in cells)


def test_marks_colour_and_tell(book: Path) -> None:
    new = marked(book, ShowMarks("avstämning", (*marks((1, 1), (2, 1), (3, 1)), *marks((9, 3), colour=YELLOW))))
    assert colours(new, "avstämning") == {"A1:A3": "FFF8C9C4", "C9": "FFFCE4B0"}
    ours = note_text("avstämning", "Avviker.")
    assert notes(new) == {"A1": "Fråga ekonomi.", "A2": ours, "A3": ours, "C9": ours}
    assert openpyxl.load_workbook(new)["Sheet"]["A2"].fill.fgColor.rgb == "FFCCEEFF"
    assert read(new).snapshot == read(book).snapshot


def test_marks_come_after_the_users_own_conditional_formats(book: Path) -> None:
    sheet = parts_of(marked(book, ShowMarks("avstämning", marks((1, 1)))))["xl/worksheets/sheet1.xml"]
    priorities = [int(n) for n in re.findall(rb'priority="(\d+)"', sheet)]
    assert priorities == sorted(set(priorities))
    assert sheet.index(b"avst\xc3\xa4mning") > sheet.index(b"colorScale")


def test_taking_marks_away_leaves_the_book_as_it_was(book: Path) -> None:
    new = marked(marked(book, ShowMarks("avstämning", marks((1, 1), (2, 1)))), ShowMarks("avstämning"))
    before, after = parts_of(book), parts_of(new)
    assert {name for name in before if before[name] != after.get(name)} <= {"xl/styles.xml", "xl/comments/comment1.xml"}
    assert after.keys() == before.keys()
    assert notes(new) == {"A1": "Fråga ekonomi."}


def test_a_sheet_without_notes_gets_and_loses_the_parts_for_them(book: Path) -> None:
    once = marked(book, ShowMarks("avstämning", (Mark("Tomt", (3, 3), RED, "Här."),)))
    assert notes(once, "Tomt") == {"C3": note_text("avstämning", "Här.")}
    assert len(parts_of(once)) > len(parts_of(book))
    again = marked(once, ShowMarks("avstämning"))
    before, after = parts_of(book), parts_of(again)
    assert {name for name in before if before[name] != after.get(name)} <= {"xl/styles.xml"}
    assert after.keys() == before.keys()


def test_marking_twice_is_marking_once(book: Path) -> None:
    edit = ShowMarks("avstämning", (*marks((1, 1), (4, 2)), Mark("Tomt", (1, 1), YELLOW, "x")))
    once = marked(book, edit)
    twice = marked(once, edit)
    assert notes(twice) == notes(once)
    assert colours(twice, "avstämning") == colours(once, "avstämning")
    assert parts_of(twice)["xl/styles.xml"] == parts_of(once)["xl/styles.xml"]
    assert parts_of(twice).keys() == parts_of(once).keys()


def test_other_marks_replace_the_old_and_leave_other_layers(book: Path) -> None:
    first = marked(book, ShowMarks("avstämning", marks((2, 1))), ShowMarks("summor", marks((3, 1), colour=YELLOW)))
    new = marked(first, ShowMarks("avstämning", marks((5, 1), note="Ny.")))
    assert (colours(new, "avstämning"), colours(new, "summor")) == ({"A5": "FFF8C9C4"}, {"A3": "FFFCE4B0"})
    assert notes(new) == {
        "A1": "Fråga ekonomi.",
        "A3": note_text("summor", "Avviker."),
        "A5": note_text("avstämning", "Ny."),
    }


def test_what_a_user_wrote_in_our_note_stays(book: Path, tmp_path: Path) -> None:
    new = openpyxl.load_workbook(marked(book, ShowMarks("avstämning", marks((2, 1)))))
    comment = new["Sheet"]["A2"].comment
    new["Sheet"]["A2"].comment = Comment(f"{comment.text}\nRättat i ny version.", comment.author)
    new.save(tmp_path / "ifylld.xlsx")
    for edit in (ShowMarks("avstämning"), ShowMarks("avstämning", marks((2, 1)))):
        assert notes(marked(tmp_path / "ifylld.xlsx", edit))["A2"] == "Rättat i ny version."


def test_buttons_and_threaded_comments_beside_the_notes_stay(tmp_path: Path) -> None:
    source = write_rich_book(tmp_path / "rik.xlsx")
    new = marked(source, ShowMarks("avstämning", (Mark("Budget 2025", (3, 2), RED, "Avviker."),)))
    drawing = parts_of(new)["xl/drawings/vmlDrawing1.vml"]
    assert drawing.startswith(parts_of(source)["xl/drawings/vmlDrawing1.vml"].removesuffix(b"</xml>"))
    ids = re.findall(rb'<v:shape id="([^"]+)"|id="(_x0000_s\d+)"', drawing)
    assert len(ids) == len(set(ids)) == 3
    back = marked(new, ShowMarks("avstämning"))
    assert parts_of(back)["xl/drawings/vmlDrawing1.vml"] == parts_of(source)["xl/drawings/vmlDrawing1.vml"]


def test_many_marks(book: Path) -> None:
    many = [(row, column) for row in range(1, 301) for column in range(1, 5)]
    new = marked(book, ShowMarks("summor", tuple(Mark("Sheet", cell, RED, to_a1(cell)) for cell in many)))
    assert colours(new, "summor") == {f"{letter}1:{letter}300": "FFF8C9C4" for letter in "ABCD"}
    assert len(notes(new)) == len(many)
