"""The reference reader: the same Snapshot through openpyxl, slowly and independently of the fast reader."""

import warnings
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from enamnd_xl.errors import ReadError
from enamnd_xl.files.formats import LAST_DAY, changes_meaning, plain_formula, unescape, whole_second
from enamnd_xl.files.reading import Reading
from enamnd_xl.files.scan import data_table_formula
from enamnd_xl.files.structure import name_order
from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.snapshot import CellError, DefinedName, Sheet, Snapshot, Table, Value


def read_reference(path: Path) -> Reading:
    """Read an Open XML workbook with openpyxl.

    Two loads give formulas and cached values. Cells are read through its read-only mode, because its normal mode drops
    what stands in the covered cells of a merged area, which Excel counts in sums.

    Raises:
        ReadError: openpyxl cannot read it.
    """
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(path)
            written = openpyxl.load_workbook(path, read_only=True)
            cached = openpyxl.load_workbook(path, read_only=True, data_only=True)
            # a day number that is no day is to stay one, so that openpyxl's own conversion is asked for in _number
            vars(cached).update(_date_formats=set(), _timedelta_formats=set())
            sheets = tuple(
                _sheet(sheet, written[sheet.title], cached[sheet.title], cached) for sheet in book.worksheets
            )
            names, tables = tuple(_names(book)), tuple(_tables(book))
            written.close()
            cached.close()
        except Exception as cause:  # openpyxl raises nearly anything on a damaged file
            raise ReadError(
                f"{path.name} går inte att läsa med openpyxl: den är skadad eller skriven på ett ovanligt sätt.",
                "Öppna den i Excel, låt Excel reparera den och spara en kopia.",
            ) from cause
    return Reading(
        Snapshot(sheets, tuple(sorted(names, key=name_order)), tuple(sorted(tables, key=lambda t: t.name.casefold())))
    )


def _sheet(sheet: Any, written: Any, cached: Any, book: Any) -> Sheet:
    values: dict[Cell, Value] = {}
    formats: dict[Cell, str] = {}
    formulas: dict[Cell, str] = {}
    arrays: dict[Cell, Area] = {}
    for cell in _cells(cached):
        value = _value(cell, book)
        if value is not None:
            values[cell.row, cell.column] = value
        if changes_meaning(cell.number_format):
            formats[cell.row, cell.column] = cell.number_format
    for cell in _cells(written):
        place = cell.row, cell.column
        formula, area = _formula(cell)
        if formula:
            formulas[place] = formula
        if area:
            arrays[place] = area
    return Sheet(
        name=sheet.title,
        formulas=formulas,
        arrays=arrays,
        number_formats={
            place: code
            for place, code in formats.items()
            if place in formulas
            or (isinstance(values.get(place), (int, float)) and not isinstance(values[place], bool))
        },
        hidden=sheet.sheet_state != "visible",
        merged=tuple(sorted(Area.from_a1(str(area)) for area in sheet.merged_cells.ranges)),
    ).with_values(values)


def _cells(sheet: Any) -> Iterator[Any]:
    sheet.reset_dimensions()  # a declared range may be any size
    for row in sheet.iter_rows():
        for cell in row:
            if getattr(cell, "column", None):
                yield cell


def _value(cell: Any, book: Any) -> Value:
    value = cell.value
    if cell.data_type == "e":
        return CellError(str(value))
    if isinstance(value, str):
        return unescape(value) or None
    if isinstance(value, (date, time, timedelta)):
        return whole_second(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number(value, cell.number_format, book.epoch)
    return value  # type: ignore[no-any-return]


def _number(number: float, code: str, epoch: Any) -> Value:
    from openpyxl.styles.numbers import is_date_format, is_timedelta_format
    from openpyxl.utils.datetime import from_excel

    is_duration = is_timedelta_format(code)
    shows = -LAST_DAY <= number <= LAST_DAY if is_duration else 0 <= number < LAST_DAY + 1
    if not is_date_format(code) or not shows:
        return number
    return whole_second(from_excel(number, epoch, timedelta=is_duration))


def _formula(cell: Any) -> tuple[str, Area | None]:
    from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

    value = cell.value
    if isinstance(value, DataTableFormula):
        return data_table_formula(dict(value)), Area.from_a1(value.ref)
    if isinstance(value, ArrayFormula):
        return plain_formula((value.text or "").removeprefix("=")), Area.from_a1(value.ref)
    if cell.data_type == "f":
        return plain_formula(str(value).removeprefix("=")), None
    return "", None


def _names(book: Any) -> Iterator[DefinedName]:
    for scope, sheet in ((book, None), *((sheet, sheet.title) for sheet in book.worksheets)):
        for name, item in scope.defined_names.items():
            if not name.startswith("_xlnm."):
                yield DefinedName(name, plain_formula(item.attr_text or ""), sheet)


def _tables(book: Any) -> Iterator[Table]:
    for sheet in book.worksheets:
        for item in sheet.tables.values():
            yield Table(
                item.displayName,
                sheet.title,
                Area.from_a1(item.ref),
                tuple(unescape(column.name) for column in item.tableColumns),
                has_header=item.headerRowCount != 0,
                has_totals=bool(item.totalsRowCount),
            )
