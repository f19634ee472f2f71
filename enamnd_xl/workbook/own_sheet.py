"""Sheets of our own in anybody's workbook, such as Avstämning: what stands on them, and how they are known again.

A sheet of ours carries a hidden name, local to it, that says which one it is. So it is known again when somebody has
renamed or moved it, and a sheet that a user happens to call the same is never taken for ours.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from textwrap import wrap
from typing import NamedTuple

from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.own_chart import BarChart
from enamnd_xl.workbook.snapshot import Snapshot, Value

OWN_NAME = "_enamnd_blad"
"""The hidden name, local to a sheet of ours, that refers to a text: the name the sheet was given at first."""

MAX_SHEET_NAME = 31  # Source: Excel specifications and limits
MAX_LINE = 32_767  # characters in a cell, so that a text that is not wrapped is one line
_LINE_POINTS = 15.0  # the height of a line of 11 points
PAGE_POINTS = (770.0, 487.0)
"""The width and height that is printed on: A4 lying, within the margins of half and three quarters of an inch."""
_FULL = 0.95  # how much of a page is counted on: rows become somewhat higher as they are drawn
_CHARACTER_POINTS, _PADDING_POINTS = 5.25, 3.75  # the width of a character of 11 points, and what a column has besides
_STANDARD_WIDTH = 8.43  # characters, of a column that nobody has set
_FORBIDDEN = re.compile(r"[\\/?*\[\]:\x00-\x1f]")
_RESERVED = {"history", "historik"}  # Excel keeps this name for its own log of changes


class Look(StrEnum):
    """What a cell on a sheet of ours is for; a face shows it as APPEARANCES says."""

    TITLE = "titel"
    HEADING = "rubrik"
    HEADING_RIGHT = "rubrik över tal"
    TEXT = "text"
    FAINT = "dämpad"
    LINK = "länk"
    NUMBER = "tal"
    AMOUNT = "belopp"
    AMOUNT_ORE = "belopp med ören"
    PERCENT = "procenttal"
    DATE = "datum"
    FEL = "fel"
    VARNING = "varning"
    AVRUNDNING = "avrundning"
    INFO = "info"


class Appearance(NamedTuple):
    """How a look appears.

    Args:
        bold: whether the text is bold.
        size: the text's size in points.
        ink: the text's colour, RRGGBB.
        fill: the cell's colour, RRGGBB, or "" for none.
        number_format: Excel's format code.
        wrap: whether long text continues on a new line in the cell.
        underline: whether the text is underlined.
        right: whether it stands to the right in the cell; else texts to the left and numbers to the right.
    """

    bold: bool = False
    size: int = 11
    ink: str = "1F2937"
    fill: str = ""
    number_format: str = "General"
    wrap: bool = False
    underline: bool = False
    right: bool = False


# The locale tag makes Excel outside Sweden show Swedish separators too.
APPEARANCES = {
    Look.TITLE: Appearance(bold=True, size=16, ink="1F4E79"),
    Look.HEADING: Appearance(bold=True, ink="1F4E79", fill="DCE6F1", wrap=True),
    Look.HEADING_RIGHT: Appearance(bold=True, ink="1F4E79", fill="DCE6F1", wrap=True, right=True),
    Look.TEXT: Appearance(wrap=True),
    Look.FAINT: Appearance(ink="5F6B7A"),
    Look.LINK: Appearance(ink="0563C1", underline=True),
    Look.NUMBER: Appearance(),
    Look.AMOUNT: Appearance(number_format="[$-41D]#,##0;-#,##0"),
    Look.AMOUNT_ORE: Appearance(number_format="[$-41D]#,##0.00;-#,##0.00"),
    Look.PERCENT: Appearance(number_format="[$-41D]#,##0.0;-#,##0.0"),
    Look.DATE: Appearance(number_format="yyyy-mm-dd"),
    Look.FEL: Appearance(bold=True, fill="F8C9C4"),
    Look.VARNING: Appearance(fill="FCE4B0"),
    Look.AVRUNDNING: Appearance(fill="E3ECF6"),
    Look.INFO: Appearance(fill="EDEDED"),
}


class OwnCell(NamedTuple):
    """A cell on a sheet of ours.

    Args:
        value: what it shows.
        look: what it is for.
        link: the sheet and cell that a click leads to.
        indent: steps in from the left.
    """

    value: Value = None
    look: Look = Look.TEXT
    link: tuple[str, Cell] | None = None
    indent: int = 0


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """A whole sheet of ours.

    Args:
        name: its name when nothing else in the book has it; also what it is known again by.
        rows: ``rows[0]`` is row 1.
        widths: the columns' widths in characters, from column A.
        frozen_rows: how many rows stay in view above the rest.
        charts: those that lie on it.
    """

    name: str
    rows: tuple[tuple[OwnCell, ...], ...]
    widths: tuple[float, ...] = ()
    frozen_rows: int = 0
    charts: tuple[BarChart, ...] = ()

    def value(self, cell: Cell) -> Value:
        """Give what a cell shows; None outside its rows."""
        row, column = cell
        line = self.rows[row - 1] if row <= len(self.rows) else ()
        return line[column - 1].value if column <= len(line) else None


def row_height(row: Sequence[OwnCell], widths: Sequence[float]) -> float:
    """Estimate the height that a row needs, since a file cannot ask for one that fits.

    Args:
        row: its cells.
        widths: the columns' widths in characters.

    Returns:
        Points.

    >>> row_height([OwnCell("kort")], [20]), row_height([OwnCell("en text som blir två rader")], [20])
    (15.0, 30.0)
    """
    heights = [_LINE_POINTS]
    for cell, width in zip(row, (*widths, *[_STANDARD_WIDTH] * (len(row) - len(widths))), strict=False):
        appearance = APPEARANCES[cell.look]
        room = max(1, int(width - 2 * cell.indent)) if appearance.wrap else MAX_LINE
        lines = sum(len(wrap(line, room)) or 1 for line in str(cell.value or "").split("\n"))
        heights.append(lines * _LINE_POINTS * appearance.size / 11)
    return max(heights)


def page_breaks(content: OwnSheet) -> list[int]:
    """Find where a printed page is to end, so that no table that fits on a page is divided between two.

    Args:
        content: the sheet; each part of it begins with a title.

    Returns:
        The rows that begin a page, the first page left out.

    >>> table = ((OwnCell("Tabell", Look.TITLE),), *[(OwnCell("rad"),)] * 20)
    >>> page_breaks(OwnSheet("Blad", table * 3, (90.0,)))
    [22, 43]
    """
    width = sum(wide * _CHARACTER_POINTS + _PADDING_POINTS for wide in content.widths)
    room = PAGE_POINTS[1] * max(1.0, width / PAGE_POINTS[0]) * _FULL
    starts = [r for r, row in enumerate(content.rows, 1) if row and row[0].look is Look.TITLE] or [1]
    breaks, used = [], 0.0
    for start, after in zip(starts, (*starts[1:], len(content.rows) + 1), strict=True):
        height = sum(row_height(row, content.widths) for row in content.rows[start - 1 : after - 1])
        if used and used + height > room:
            breaks.append(start)
            used = 0.0
        used += height
    return breaks


def own_sheets(snapshot: Snapshot) -> dict[str, str]:
    """Find our sheets in a workbook.

    Returns:
        The name a sheet of ours was put with -> the name it has now.
    """
    return {
        name.refers_to.strip('"'): name.sheet
        for name in snapshot.names
        if name.name.casefold() == OWN_NAME and name.sheet is not None
    }


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """Give a sheet name that no other sheet has, as Excel would number it.

    >>> free_name("Avstämning", ["avstämning", "Blad1"]), free_name("Visa: jan/feb", [])
    ('Avstämning (2)', 'Visa_ jan_feb')
    """
    folded = {name.casefold() for name in taken} | _RESERVED
    base = _FORBIDDEN.sub("_", wanted).strip("' ") or "Blad"
    name, number = base[:MAX_SHEET_NAME].rstrip("' "), 2
    while name.casefold() in folded:
        tail = f" ({number})"
        name, number = base[: MAX_SHEET_NAME - len(tail)].rstrip("' ") + tail, number + 1
    return name


def link_target(sheet: str, cell: Cell) -> str:
    """Write where a link inside a workbook leads.

    >>> link_target("Kalle's", (7, 2))
    "'Kalle''s'!B7"
    """
    return "'" + sheet.replace("'", "''") + f"'!{to_a1(cell)}"
