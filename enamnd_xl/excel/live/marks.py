"""Marks in an open workbook: a conditional format of ours for the colour, a note of ours for the text."""

from collections.abc import Sequence

import xlwings as xw

from enamnd_xl.excel.live.areas import addresses
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.edits import (
    Mark,
    ShowMarks,
    by_sheet,
    highlight_condition,
    is_highlight,
    is_note,
    note_text,
    without_note,
)

_LINE = 45  # characters in a line of a note's box
_WIDTH, _LINE_HEIGHT = 260.0, 12.5  # points


def show_marks(book: xw.Book, edit: ShowMarks) -> None:
    """Let these be the marks of a layer in the whole workbook."""
    marks = by_sheet(edit.marks)
    for sheet in book.sheets:
        wanted = next((marks[name] for name in marks if name.casefold() == sheet.name.casefold()), [])
        _take_away(sheet, edit.layer)
        _colour(sheet, edit.layer, wanted)
        _write_notes(sheet, edit.layer, wanted)


def _take_away(sheet: xw.Sheet, layer: str) -> None:
    rules = sheet.cells.conditional_formats
    for index in range(len(rules) - 1, -1, -1):  # from the end, since those after one that goes move up
        rule = rules[index]
        if rule.type == "custom" and is_highlight(layer, rule.formula or ""):
            rule.delete()
    for note in list(sheet.notes):
        text = note.text
        if is_note(layer, text):
            rest = without_note(layer, text)
            if rest:
                note.text = rest
            else:
                note.delete()


def _colour(sheet: xw.Sheet, layer: str, marks: Sequence[Mark]) -> None:
    colours: dict[str, list[Cell]] = {}
    for mark in marks:
        if mark.colour:
            colours.setdefault(mark.colour, []).append(mark.cell)
    for colour, cells in colours.items():
        for address in addresses(cells):
            rules = sheet.range(address).conditional_formats
            rule = rules.add_custom(f"={highlight_condition(layer)}", fill_color=f"#{colour}")
            rule.impl.api.SetLastPriority()  # where another format colours the cell already, that colour shows


def _write_notes(sheet: xw.Sheet, layer: str, marks: Sequence[Mark]) -> None:
    for mark in marks:
        cell = sheet.range(mark.cell)
        if mark.note and cell.note is None:
            text = note_text(layer, mark.note)
            shape = cell.add_note(text).api.Shape
            shape.Width = _WIDTH
            shape.Height = _LINE_HEIGHT * (2 + sum(1 + len(line) // _LINE for line in text.splitlines()))
