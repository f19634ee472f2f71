"""Making edits in an open workbook, in blocks."""

from collections.abc import Iterator, Sequence

import xlwings as xw

from enamnd_xl.errors import WorkbookError
from enamnd_xl.excel.live.marks import show_marks
from enamnd_xl.excel.live.obstacles import check_writable
from enamnd_xl.excel.live.sheets import drop_sheet, put_sheet
from enamnd_xl.excel.live.values import needs_date_format, write_value
from enamnd_xl.files.formats import date_kind
from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.changes import apply_edits, invert
from enamnd_xl.workbook.edits import DropSheet, Edit, PutSheet, ResizeTable, SetFormula, SetValues, ShowMarks
from enamnd_xl.workbook.snapshot import Snapshot, Value

_LONGEST_ARRAY_FORMULA = 255  # Source: Range.FormulaArray, Excel's object model


def write_edits(book: xw.Book, snapshot: Snapshot, edits: Sequence[Edit], overlays: Sequence[Edit] = ()) -> None:
    """Make edits in an open workbook: all of them, or none.

    Args:
        book: the workbook.
        snapshot: what it says now.
        edits: what to write, in order.
        overlays: the marks and sheets of ours that are in force, to put back should an edit fail.

    Raises:
        EnamndError: the edits cannot be made; nothing was changed.
    """
    apply_edits(snapshot, edits)  # says what cannot be done, before anything is done
    check_writable(book, snapshot, edits)
    # Calculated once at the end; and a cell function called by Excel in the middle would have to wait for us.
    with book.app.properties(screen_updating=False, enable_events=False, calculation="manual", display_alerts=False):
        for number, edit in enumerate(edits, 1):
            try:
                _write(book, edit)
            except Exception as error:
                _take_back(book, invert(snapshot, edits[:number], overlays), error)
                raise


def _take_back(book: xw.Book, edits: Sequence[Edit], error: Exception) -> None:
    """Put back what was written before an error.

    Raises:
        WorkbookError: part of it could not be put back.
    """
    left = 0
    for edit in edits:
        try:
            _write(book, edit)
        except Exception:  # the others are still put back
            left += 1
    if left:
        raise WorkbookError(
            "Ett fel inträffade medan boken ändrades, och allt kunde inte läggas tillbaka.",
            "Stäng boken utan att spara och öppna den igen.",
        ) from error


def _write(book: xw.Book, edit: Edit) -> None:
    match edit:
        case SetValues():
            _write_values(book, edit)
        case SetFormula():
            _write_formula(book, edit)
        case ShowMarks():
            show_marks(book, edit)
        case PutSheet(content):
            put_sheet(book, content)
        case DropSheet(name):
            drop_sheet(book, name)
        case ResizeTable():
            _resize_table(book, edit)
        case ResizeTable(name, area):
            sheet = next(sheet for sheet in book.sheets if name in [table.name for table in sheet.tables])
            sheet.tables[name].resize(sheet.range(area[:2], area[2:]))


def _write_values(book: xw.Book, edit: SetValues) -> None:
    sheet, epoch_1904 = book.sheets[edit.sheet], bool(book.api.Date1904)
    for (top, left), rows in _blocks(edit):
        block = sheet.range((top, left), (top + len(rows) - 1, left + len(rows[0]) - 1))
        block.raw_value = tuple(tuple(write_value(value, epoch_1904) for value in row) for row in rows)
    for cell, value in edit.cells.items():
        wanted = needs_date_format(value)
        if wanted and not date_kind(sheet.range(cell).number_format):
            sheet.range(cell).number_format = wanted


def _blocks(edit: SetValues) -> Iterator[tuple[Cell, list[tuple[Value, ...]]]]:
    """Divide the rows into blocks of equally long rows, each with its upper left cell."""
    top, left = edit.cell
    block: list[tuple[Value, ...]] = []
    for number, row in enumerate((*edit.rows, ())):
        if block and len(row) != len(block[0]):
            yield (top + number - len(block), left), block
            block = []
        if row:
            block.append(row)


def _write_formula(book: xw.Book, edit: SetFormula) -> None:
    sheet, text = book.sheets[edit.sheet], f"={edit.formula}"
    if edit.array is None:
        sheet.range(edit.cell).formula = text
        return
    area: Area = edit.array
    if len(text) <= _LONGEST_ARRAY_FORMULA:
        sheet.range(edit.cell, (area.bottom, area.right)).formula_array = text
    else:
        sheet.range(edit.cell).formula2 = text


def _resize_table(book: xw.Book, edit: ResizeTable) -> None:
    """Let a table reach an area; what it grows by looks like its last row and column."""
    table = next(t for sheet in book.sheets for t in sheet.tables if t.display_name.casefold() == edit.table.casefold())
    sheet, area = table.parent, edit.area
    rows, columns = table.range.shape
    bottom, right = area.top + rows - 1, area.left + columns - 1
    if area.right > right:
        last = sheet.range((area.top, right), (bottom, right))
        last.autofill(sheet.range((area.top, right), (bottom, area.right)), "fill_formats")
    if area.bottom > bottom:
        last = sheet.range((bottom, area.left), (bottom, area.right))
        last.autofill(sheet.range((bottom, area.left), (area.bottom, area.right)), "fill_formats")
    if table.show_headers:  # Excel takes what stands above a column for its heading, and makes one up where it is blank
        heading = sheet.range((area.top, area.left), (area.top, area.right))
        heading.raw_value = (tuple(write_value(text) for text in edit.columns),)
    table.resize(sheet.range((area.top, area.left), (area.bottom, area.right)))
