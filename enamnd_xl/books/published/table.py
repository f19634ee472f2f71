"""A published table, and how a board lays it out on a sheet."""

from dataclasses import dataclass

from enamnd_xl.books.spec import CellSpec, Kind, Role, SheetSpec, Style
from enamnd_xl.books.styles import row_height
from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.snapshot import Value

_LABEL_WIDTH = 34.0
_WIDTHS = {Kind.TEXT: 30.0, Kind.DATE: 14.0, Kind.YEAR: 14.0, Kind.COUNT: 14.0, Kind.PERCENT: 14.0, Kind.KR: 19.0}
_WIDEST_UPRIGHT = 92.0  # characters that stay readable on an upright A4 page


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under one set of headings.

    Args:
        headings: the heading rows, each as wide as the table; an empty text where nothing was published.
        rows: the rows as published; None where a cell was empty.
        total: the published total row, or None when there was none.
    """

    headings: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] | None = None


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A table as a board published it, figures untouched.

    Args:
        sheet: the tab's name.
        title: the table's title.
        unit: the line under the title: what is shown, in which unit.
        kinds: what each column holds.
        blocks: one or more blocks, one above the other.
        source: document, its part and its date.
        notes: what was published with the table.
        widths: column widths where the usual ones do not fit.
    """

    sheet: str
    title: str
    unit: str
    kinds: tuple[Kind, ...]
    blocks: tuple[Block, ...]
    source: str
    notes: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()


def lay_out(table: PublishedTable) -> SheetSpec:
    """Lay a published table out: title, unit, headings, rows, total, and the notes under them.

    Args:
        table: the table.

    Returns:
        The sheet; the table begins in A4.

    >>> from enamnd_xl.books.published.year_2025 import TABLES
    >>> sheet = lay_out(TABLES[0])
    >>> sheet.cells[1, 1].value, sheet.cells[5, 1].value, sheet.cells[5, 2].value
    ('Budget 2025', 'Grundfinansiering', 1199800)
    """
    widths = table.widths or (_LABEL_WIDTH, *(_WIDTHS[kind] for kind in table.kinds[1:]))
    cells: dict[Cell, CellSpec] = {
        (1, 1): CellSpec(table.title, Style(Role.TITLE)),
        (2, 1): CellSpec(table.unit, Style(Role.UNIT)),
    }
    heights: dict[int, float] = {1: row_height(Role.TITLE, ())}
    row = 4
    for block in table.blocks:
        lines: list[tuple[Role, tuple[Value, ...]]] = [(Role.HEADING, line) for line in block.headings]
        lines += [(Role.BODY, line) for line in block.rows]
        lines += [(Role.TOTAL, block.total)] if block.total else []
        for role, line in lines:
            cells.update(
                ((row, column), CellSpec(None if value == "" else value, Style(role, kind)))
                for column, (value, kind) in enumerate(zip(line, table.kinds, strict=True), 1)
            )
            texts = [(text, width) for text, width in zip(line, widths, strict=True) if isinstance(text, str)]
            heights[row] = row_height(role, texts)
            row += 1
        row += 1
    merged = []
    for note in (*table.notes, f"Källa: {table.source}"):
        cells[row, 1] = CellSpec(note, Style(Role.NOTE))
        heights[row] = row_height(Role.NOTE, [(note, sum(widths))])
        merged.append(Area(row, 1, row, len(widths)))
        row += 1
    last_heading = 3 + len(table.blocks[0].headings)
    return SheetSpec(
        name=table.sheet,
        cells=cells,
        widths=widths,
        heights=heights,
        merged=tuple(merged),
        freeze=(last_heading + 1, 2),
        heading_rows=(4, last_heading),
        landscape=sum(widths) > _WIDEST_UPRIGHT,
    )
