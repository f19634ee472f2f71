"""What to write in a workbook, as values: cells, marks and sheets of our own.

An edit says what shall stand there afterwards, not what to do to get there; so applying it twice gives the same book
as applying it once. The face in Excel and the face that writes a copy of a file both apply the same edits.

Marks lie over the workbook and change nothing in it: the colour is a conditional format and the text is a note, both
recognisable as ours. So taking them away needs no memory of what the cells looked like before, also after
rows were inserted or sorted since.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from enamnd_xl.money import NBSP
from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.own_sheet import OwnSheet
from enamnd_xl.workbook.snapshot import Value

AUTHOR = "E-nämnd"


@dataclass(frozen=True, slots=True)
class SetValues:
    """Put a block of values; a text stays a text whatever it begins with, and None empties the cell.

    Where a formula stood, it goes. Formats stay, except that a date in a cell without a date format gets one.

    Args:
        sheet: the sheet's name.
        cell: the block's upper left cell.
        rows: the values, row by row; rows may differ in length, and what is not given stays as it is.
    """

    sheet: str
    cell: Cell
    rows: tuple[tuple[Value, ...], ...]

    @property
    def cells(self) -> dict[Cell, Value]:
        """Cell -> value.

        >>> SetValues("Blad1", (2, 2), ((1, 2), (3,))).cells
        {(2, 2): 1, (2, 3): 2, (3, 2): 3}
        """
        top, left = self.cell
        return {(top + r, left + c): value for r, line in enumerate(self.rows) for c, value in enumerate(line)}


@dataclass(frozen=True, slots=True)
class SetFormula:
    """Put a formula.

    Args:
        sheet: the sheet's name.
        cell: the cell; for an array formula, the upper left cell of the area it fills.
        formula: without the leading ``=``, as a Snapshot has it.
        value: what it shows until it is recalculated.
        array: the area that an array formula fills; its values come with ``values``.
        values: what the other cells of the area show, row by row, the formula's own cell included.
    """

    sheet: str
    cell: Cell
    formula: str
    value: Value = None
    array: Area | None = None
    values: tuple[tuple[Value, ...], ...] = ()

    @property
    def cells(self) -> dict[Cell, Value]:
        """Cell -> the value it shows, for every cell of the area."""
        if self.array is None:
            return {self.cell: self.value}
        shown = SetValues(self.sheet, self.cell, self.values).cells
        area = self.array
        blank: dict[Cell, Value] = {
            (row, column): None
            for row in range(area.top, area.bottom + 1)
            for column in range(area.left, area.right + 1)
        }
        return blank | {self.cell: self.value} | {cell: value for cell, value in shown.items() if cell in blank}


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on a cell: a light colour, a note, or both.

    Args:
        sheet: the sheet's name.
        cell: the cell.
        colour: RRGGBB, or "" for none.
        note: the text, or "" for none. A cell that has a note already, a user's or another layer's, keeps that one and
            gets the colour only.
    """

    sheet: str
    cell: Cell
    colour: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShowMarks:
    """Let these be the marks of a layer in the whole workbook; those of the layer that stood there before go.

    Args:
        layer: what the marks are for, a Swedish word, such as "avstämning".
        marks: at most one a cell; none takes the layer away.
    """

    layer: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class PutSheet:
    """Put a sheet of our own last in the workbook, or in place of the one that was put with the same name."""

    content: OwnSheet


@dataclass(frozen=True, slots=True)
class DropSheet:
    """Take away the sheet of our own that was put with this name, if there is one."""

    name: str


@dataclass(frozen=True, slots=True)
class ResizeTable:
    """Let a table reach further down or to the right than before, or less far.

    What is written in its new rows and columns looks like its last row and column, as when a table grows in Excel.

    Args:
        table: the table's name.
        area: its area afterwards, headings and total row included; the upper left cell is the same.
        columns: its headings afterwards.
    """

    table: str
    area: Area
    columns: tuple[str, ...]


Edit: TypeAlias = SetValues | SetFormula | ShowMarks | PutSheet | DropSheet | ResizeTable


def set_value(sheet: str, cell: Cell, value: Value) -> SetValues:
    """Put one value; None empties the cell.

    >>> set_value("Blad1", (7, 2), 5)
    SetValues(sheet='Blad1', cell=(7, 2), rows=((5,),))
    """
    return SetValues(sheet, cell, ((value,),))


def reads_as_formula(text: str) -> bool:
    """Tell whether a text would become a formula if it were typed into a cell.

    Source: OWASP, CSV Injection: the characters by which a spreadsheet takes a text for a formula.

    >>> [reads_as_formula(text) for text in ("=1+1", "- utgår", "@Luleå", "Luleå", "")]
    [True, True, True, False, False]
    """
    return text.lstrip("\t\r\n ").startswith(("=", "+", "-", "@"))


# Nobody types a non-breaking space here by hand, so no text of a user's is taken for ours.
_END = NBSP * 2


def signature(layer: str) -> str:
    """Give the text by which a layer's marks are known as ours."""
    return f"{AUTHOR}{NBSP}·{NBSP}{layer}"


def highlight_condition(layer: str) -> str:
    """Give the condition of the conditional format that colours a layer's marks.

    It is always true and names the layer. It has no function and no separator, since Excel wants those in
    its user's language when a format is added in an open book.

    >>> highlight_condition("summor").replace(NBSP, " ")
    '"E-nämnd · summor"<>""'
    """
    return f'"{signature(layer)}"<>""'


def note_text(layer: str, text: str) -> str:
    """Write the text of a note of ours: a heading that names the layer, the text, and a blank end that nobody sees.

    >>> without_note("summor", note_text("summor", "Ingår i B7."))
    ''
    """
    return f"{signature(layer)}\n{text}{_END}"


def is_note(layer: str, text: str) -> bool:
    """Tell whether a note is one of a layer's."""
    return text.startswith(f"{signature(layer)}\n")


def without_note(layer: str, text: str) -> str:
    """Take our text out of a note, and leave what a user has written after it.

    >>> without_note("summor", note_text("summor", "Ingår i B7.") + "\\nRättat 2025-10-31.")
    'Rättat 2025-10-31.'
    >>> without_note("summor", "Fråga ekonomi.")
    'Fråga ekonomi.'
    """
    return text.partition(_END)[2].strip() if is_note(layer, text) and _END in text else text


def is_highlight(layer: str, condition: str) -> bool:
    """Tell whether a conditional format's condition, with or without a leading ``=``, is that of a layer's marks."""
    return condition.removeprefix("=") == highlight_condition(layer)


def by_sheet(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
    """Gather marks by sheet, in reading order."""
    gathered: dict[str, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: mark.cell):
        gathered.setdefault(mark.sheet, []).append(mark)
    return gathered
