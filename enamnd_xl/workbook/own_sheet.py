"""Sheets of our own in anybody's workbook, such as Avstämning: what stands on them, and how they are known again.

A sheet of ours carries a hidden name, local to it, that says which one it is. So it is known again when somebody has
renamed or moved it, and a sheet that a user happens to call the same is never taken for ours.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.snapshot import Snapshot, Value

OWN_NAME = "_enamnd_blad"
"""The hidden name, local to a sheet of ours, that refers to a text: the name the sheet was given at first."""

MAX_SHEET_NAME = 31  # Source: Excel specifications and limits
_FORBIDDEN = re.compile(r"[\\/?*\[\]:\x00-\x1f]")
_RESERVED = {"history", "historik"}  # Excel keeps this name for its own log of changes


class Look(StrEnum):
    """What a cell on a sheet of ours is for; a face shows it as APPEARANCES says."""

    TITLE = "titel"
    HEADING = "rubrik"
    TEXT = "text"
    FAINT = "dämpad"
    LINK = "länk"
    AMOUNT = "belopp"
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
    """

    bold: bool = False
    size: int = 11
    ink: str = "1F2937"
    fill: str = ""
    number_format: str = "General"
    wrap: bool = False
    underline: bool = False


# The locale tag makes Excel outside Sweden show Swedish separators too.
APPEARANCES = {
    Look.TITLE: Appearance(bold=True, size=16, ink="1F4E79"),
    Look.HEADING: Appearance(bold=True, ink="1F4E79", fill="DCE6F1", wrap=True),
    Look.TEXT: Appearance(wrap=True),
    Look.FAINT: Appearance(ink="5F6B7A"),
    Look.LINK: Appearance(ink="0563C1", underline=True),
    Look.AMOUNT: Appearance(number_format="[$-41D]#,##0.##;-#,##0.##"),
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
    """

    name: str
    rows: tuple[tuple[OwnCell, ...], ...]
    widths: tuple[float, ...] = ()
    frozen_rows: int = 0


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
