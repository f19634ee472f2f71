"""A published table, and how a board lays it out on a sheet."""

from dataclasses import dataclass

from enamnd_xl.books.canvas import HEADING_ROW, Canvas
from enamnd_xl.books.spec import Kind, Role, SheetSpec
from enamnd_xl.workbook.snapshot import Value


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
        widths: column widths in characters.
        source: document, its part and its date.
        notes: what was published with the table.
    """

    sheet: str
    title: str
    unit: str
    kinds: tuple[Kind, ...]
    blocks: tuple[Block, ...]
    widths: tuple[float, ...]
    source: str
    notes: tuple[str, ...] = ()


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
    sheet = Canvas(table.sheet, table.widths)
    sheet.head(table.title, table.unit)
    row = HEADING_ROW
    for block in table.blocks:
        for line in block.headings:
            sheet.line(row, line, table.kinds, Role.HEADING)
            row += 1
        for values in block.rows:
            sheet.line(row, values, table.kinds, Role.BODY)
            row += 1
        if block.total:
            sheet.line(row, block.total, table.kinds, Role.TOTAL)
            row += 1
        row += 1
    for note in (*table.notes, f"Källa: {table.source}"):
        sheet.note(row, note)
        row += 1
    return sheet.finish(headings=len(table.blocks[0].headings))


def column_of(table: PublishedTable, column: int, block: int = 0) -> dict[str, int]:
    """Give a column's published amounts by label; rows that were empty are left out.

    >>> from enamnd_xl.books.published.year_2025 import RESCUE_AND_ARCHIVE
    >>> archive = column_of(RESCUE_AND_ARCHIVE, 2)
    >>> archive["Luleå"], "Arvidsjaur" in archive
    (97000, False)
    """
    return {str(row[0]): amount for row in table.blocks[block].rows if isinstance(amount := row[column], int)}


def total_of(table: PublishedTable, column: int, block: int = 0) -> int:
    """Give a column's published total.

    Raises:
        ValueError: none was published.
    """
    total = table.blocks[block].total
    if not total or not isinstance(amount := total[column], int):
        raise ValueError(f"{table.title}: no total in column {column}")
    return amount
