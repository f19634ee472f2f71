"""A workbook as data: what stands in each cell, how it looks and prints, with no trace of what writes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.snapshot import Value


class Role(StrEnum):
    """What a cell is for; decides font, fill and borders."""

    TITLE = "titel"
    UNIT = "enhet"
    SECTION = "avsnitt"
    HEADING = "rubrik"
    BODY = "brödtext"
    TOTAL = "summa"
    NOTE = "not"


class Kind(StrEnum):
    """What a cell's value is; decides number format and alignment."""

    TEXT = "text"
    KR = "kr"
    COUNT = "antal"
    PERCENT = "procent"
    DATE = "datum"
    YEAR = "år"


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks: what it is for, and what its value is."""

    role: Role = Role.BODY
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class CellSpec:
    """A cell.

    Args:
        value: what it shows; beside a formula, the value that is stored with it.
        style: how it looks.
        formula: the formula without ``=``; None for a constant.
    """

    value: Value
    style: Style = Style()
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """A worksheet.

    Args:
        name: the tab, at most 31 characters.
        cells: cell -> what stands there.
        widths: column widths in characters, from column A.
        heights: row -> height in points, where it is not the standard one.
        merged: areas shown as one cell; the text stands in the first.
        freeze: the first cell that scrolls.
        heading_rows: first and last row of the headings that every printed page repeats.
        landscape: whether it prints on a lying page.
    """

    name: str
    cells: Mapping[Cell, CellSpec]
    widths: tuple[float, ...]
    heights: Mapping[int, float] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    freeze: Cell = (1, 1)
    heading_rows: tuple[int, int] | None = None
    landscape: bool = False

    @property
    def area(self) -> Area:
        """The rectangle from A1 that holds every cell and every column with a width."""
        return Area(1, 1, max(row for row, _ in self.cells), max(len(self.widths), *(c for _, c in self.cells)))


@dataclass(frozen=True, slots=True)
class BookSpec:
    """A workbook.

    Args:
        path: where it is written, under workbooks/
        title: its title in the file's properties.
        owner: the body whose book it is; stands in the page header and in the properties.
        sheets: in tab order.
    """

    path: str
    title: str
    owner: str
    sheets: tuple[SheetSpec, ...]
