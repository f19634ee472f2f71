"""Writes a book specification as an .xlsx file, with XlsxWriter, which stores a value beside each formula."""

import io
import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from enamnd_xl.books.spec import BookSpec, CellSpec, SheetSpec, Style
from enamnd_xl.books.styles import HIGHLIGHTS, properties
from enamnd_xl.files.build_features import add_bars, add_chart, add_highlight, add_rule, add_table
from enamnd_xl.workbook.address import Cell, column_letters
from enamnd_xl.workbook.snapshot import Value

if TYPE_CHECKING:
    import formualizer

_A4 = 9
_CREATED = datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # fixed, so that the parts are the same each time


def build_book(spec: BookSpec, folder: Path) -> Path:
    """Write a workbook, each formula with its value; the same specification gives the same bytes.

    Args:
        spec: the workbook.
        folder: where ``spec.path`` begins.

    Returns:
        The file's path. It is put in place in one step, so that a reader never meets half a file.
    """
    path = folder / spec.path
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(_packed(calculate(spec)))
    return draft.replace(path)


def calculate(spec: BookSpec) -> BookSpec:
    """Give the same workbook with the value of each formula, from a full recalculation."""
    if not any(cell.formula for sheet in spec.sheets for cell in sheet.cells.values()):
        return spec
    import formualizer as fz

    book = fz.Workbook.from_bytes(_packed(_without_formulas(spec)))
    for sheet in spec.sheets:
        cells = book.sheet(sheet.name)
        for (row, column), cell in sheet.cells.items():
            if cell.formula is not None:
                cells.set_formula(row, column, f"={cell.formula}")
    book.evaluate_all()
    return spec.with_values({sheet.name: _formula_values(book, sheet) for sheet in spec.sheets})


def _without_formulas(spec: BookSpec) -> BookSpec:
    """Give what the engine reads before it is given the formulas, which take XlsxWriter long to write."""
    sheets = []
    for sheet in spec.sheets:
        cells = {place: CellSpec(None) if cell.formula is not None else cell for place, cell in sheet.cells.items()}
        sheets.append(replace(sheet, cells=cells, merged=(), rules=(), highlights=(), bars=(), charts=()))
    return replace(spec, sheets=tuple(sheets))


def _formula_values(book: "formualizer.Workbook", sheet: SheetSpec) -> dict[Cell, Value]:
    """Give the values of a sheet's formulas.

    Raises:
        ValueError: a formula gives an error value; no book of ours holds one.
    """
    values: dict[Cell, Value] = {}
    for (row, column), cell in sheet.cells.items():
        if cell.formula is not None:
            value = book.get_value(sheet.name, row, column)
            if isinstance(value, dict):
                raise ValueError(f"{sheet.name}!{column_letters(column)}{row}: ={cell.formula} gives {value}")
            values[row, column] = value
    return values


def _packed(spec: BookSpec) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": spec.title, "company": spec.owner, "created": _CREATED})
        formats: dict[Style, Format] = {}
        tones = {tone: book.add_format(look) for tone, look in HIGHLIGHTS.items()}
        for sheet in spec.sheets:
            worksheet = book.add_worksheet(sheet.name)
            for cell in sheet.cells.values():
                if cell.style not in formats:
                    formats[cell.style] = book.add_format(properties(cell.style))
            _write_cells(worksheet, sheet, formats)
            _set_page(worksheet, sheet, spec.owner)
            for rule in sheet.rules:
                add_rule(worksheet, rule)
            for item in sheet.highlights:
                add_highlight(worksheet, item, tones[item.tone])
            for bars in sheet.bars:
                add_bars(worksheet, bars)
            for chart in sheet.charts:
                add_chart(book, worksheet, sheet, chart)
        for name in spec.names:
            book.define_name(name.name, f"={name.refers_to}")
    return buffer.getvalue()


def _write_cells(worksheet: Worksheet, sheet: SheetSpec, formats: dict[Style, Format]) -> None:
    for column, width in enumerate(sheet.widths):
        worksheet.set_column(column, column, width)
    for row, height in sheet.heights.items():
        worksheet.set_row(row - 1, height)
    for area in sheet.merged:
        style = formats[sheet.cells[area.top, area.left].style]
        worksheet.merge_range(area.top - 1, area.left - 1, area.bottom - 1, area.right - 1, "", style)
    for table in sheet.tables:
        add_table(worksheet, table, filtered=table.name in sheet.filtered)
    for (row, column), cell in sheet.cells.items():
        _write_cell(worksheet, row - 1, column - 1, cell, formats[cell.style])


def _write_cell(worksheet: Worksheet, row: int, column: int, cell: CellSpec, style: Format) -> None:
    """Write by type, so that a text that begins with = stays a text."""
    match cell.value:
        case value if cell.formula is not None:
            worksheet.write_formula(row, column, f"={cell.formula}", style, "" if value is None else value)
        case value if cell.link is not None:
            worksheet.write_url(row, column, f"internal:'{cell.link}'!A1", style, str(value))
        case None:
            worksheet.write_blank(row, column, None, style)
        case bool(value):
            worksheet.write_boolean(row, column, value, style)
        case int(value) | float(value):
            worksheet.write_number(row, column, value, style)
        case date() as value:
            worksheet.write_datetime(row, column, datetime(value.year, value.month, value.day), style)
        case value:
            worksheet.write_string(row, column, str(value), style)


def _set_page(worksheet: Worksheet, sheet: SheetSpec, owner: str) -> None:
    area = sheet.area
    if sheet.landscape:
        worksheet.set_landscape()
    if sheet.tab:
        worksheet.set_tab_color(sheet.tab)
    worksheet.set_paper(_A4)
    worksheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
    worksheet.fit_to_pages(sheet.pages_wide, 0)
    if sheet.pages_wide > 1:
        worksheet.repeat_columns(0, sheet.freeze[1] - 2)
    if not sheet.grows:
        worksheet.print_area(f"A1:{column_letters(area.right)}{area.bottom}")
    if sheet.heading_rows:
        worksheet.repeat_rows(sheet.heading_rows[0] - 1, sheet.heading_rows[1] - 1)
    worksheet.set_header(f"&L{_escape(owner)}&R&A")
    worksheet.set_footer("&L&F&RSida &P av &N")
    worksheet.freeze_panes(sheet.freeze[0] - 1, sheet.freeze[1] - 1)
    worksheet.hide_gridlines(2)


def _escape(text: str) -> str:
    return text.replace("&", "&&")
