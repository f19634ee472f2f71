"""Reading an open workbook: a block of values and a block of formulas a sheet, the same Snapshot as from its file.

What Excel gives no block of, number formats, array formulas and merged cells, is found by asking about whole sheets and
halving where the answer is mixed; a question about a block takes as long as one about a cell.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Literal, cast

import xlwings as xw

from enamnd_xl.excel.live.areas import areas_where, bounding, cells_of, uniform_areas
from enamnd_xl.excel.live.obstacles import is_unknown_property
from enamnd_xl.excel.live.values import Raw, as_formatted, is_shortened, read_value
from enamnd_xl.files.formats import changes_meaning, plain_formula
from enamnd_xl.files.structure import name_order
from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.snapshot import DefinedName, Sheet, Snapshot, Table, Value, is_number

_MANY_CELLS = 2_000_000
"""A used area beyond this mostly holds formats far below the figures; then only cells with content are read."""

# Names that Excel keeps for itself; a file marks them with _xlnm. Source: ECMA-376 part 1, 18.2.5 (definedName)
_BUILT_IN = {"print_area", "print_titles", "_filterdatabase", "criteria", "extract", "consolidate_area", "database"}


def read_book(book: xw.Book) -> Snapshot:
    """Read an open workbook.

    Args:
        book: the workbook, as it stands in Excel, saved or not.

    Returns:
        The Snapshot that the file reader gives of the same book when it is saved.
    """
    epoch_1904 = bool(book.api.Date1904)
    sheets = tuple(_SheetReader(sheet, epoch_1904).read() for sheet in book.sheets)
    tables = (table for sheet, read in zip(book.sheets, sheets, strict=True) for table in _tables(sheet, read))
    return Snapshot(sheets, _names(book), tuple(sorted(tables, key=lambda table: table.name.casefold())))


class _SheetReader:
    """One reading of one sheet."""

    def __init__(self, sheet: xw.Sheet, epoch_1904: bool) -> None:
        self._sheet = sheet
        self._epoch_1904 = epoch_1904
        self._area = _used_area(sheet)

    def read(self) -> Sheet:
        area = self._area
        name, hidden = self._sheet.name, self._sheet.visible not in (True, -1)  # 0 hidden, 2 hidden from the user too
        if area is None:
            return Sheet(name, hidden=hidden)
        block = self._range(area)
        values = self._values(area, block)
        formulas = self._formulas(area, block, values)
        arrays = self._arrays(area) if formulas else {}
        for anchor, filled in arrays.items():
            for cell in [cell for cell in formulas if filled.covers(cell) and cell != anchor]:
                del formulas[cell]
        formats = self._formats({cell for cell, value in values.items() if is_number(value)} | formulas.keys())
        shown = {cell: as_formatted(v, formats.get(cell, ""), self._epoch_1904) for cell, v in values.items()}
        return Sheet(
            name=name,
            rows=Sheet(name).with_values(shown).rows,
            formulas=formulas,
            arrays=arrays,
            number_formats={
                cell: code
                for cell, code in formats.items()
                if changes_meaning(code) and (cell in formulas or is_number(shown.get(cell)))
            },
            hidden=hidden,
            merged=self._merged(area),
        )

    def _range(self, area: Area) -> xw.Range:
        return self._sheet.range((area.top, area.left), (area.bottom, area.right))

    def _values(self, area: Area, block: xw.Range) -> dict[Cell, Value]:
        raw = dict(_cells(area, block.raw_value))
        if any(is_shortened(value) for value in raw.values()):
            raw = dict(_cells(area, block.api.Value2))  # all decimals, and the same in every other respect
        values = {cell: read_value(value, self._epoch_1904) for cell, value in raw.items()}
        return {cell: value for cell, value in values.items() if value is not None}

    def _formulas(self, area: Area, block: xw.Range, values: Mapping[Cell, Value]) -> dict[Cell, str]:
        texts = _cells(area, block.formula)
        # A text that begins with an equals sign is its own formula text, and no formula.
        found = {cell: text for cell, text in texts if text[:1] == "=" and values.get(cell) != text}
        return {cell: plain_formula(text[1:]) for cell, text in found.items()}

    def _arrays(self, area: Area) -> dict[Cell, Area]:
        """Find the cells whose formulas fill areas, and the areas."""
        arrays: dict[Cell, Area] = {}
        for property_name, filled in (("HasArray", "CurrentArray"), ("HasSpill", "SpillingToRange")):
            for part in areas_where(area, partial(self._ask, property_name)):
                for cell in cells_of(part):
                    if not any(known.covers(cell) for known in arrays.values()):
                        arrays[cell] = _native_area(getattr(self._sheet.range(cell).api, filled))
        return arrays

    def _ask(self, property_name: str, area: Area) -> bool | None:
        """Ask whether the whole of an area has a property; None when a part of it has."""
        try:
            answer = getattr(self._range(area).api, property_name)
        except Exception as error:
            if is_unknown_property(error):  # Excel before 2021 knows no formulas that spill
                return False
            raise
        return None if answer is None else bool(answer)

    def _formats(self, cells: set[Cell]) -> dict[Cell, str]:
        found = uniform_areas(cells, lambda area: self._range(area).number_format)
        return {cell: code for _, alike, code in found for cell in alike}

    def _merged(self, area: Area) -> tuple[Area, ...]:
        merged: set[Area] = set()
        for part in areas_where(area, lambda block: self._range(block).merge_cells):
            for cell in cells_of(part):
                if not any(known.covers(cell) for known in merged):
                    merged.add(_area(self._sheet.range(cell).merge_area))
        return tuple(sorted(merged))


def _cells(area: Area, block: Raw) -> Iterator[tuple[Cell, Raw]]:
    """Give the cells of a block as Excel hands it over: rows, or a single value where it is one cell."""
    rows = block if isinstance(block, tuple | list) else ((block,),)
    for r, line in enumerate(rows, area.top):
        for c, value in enumerate(line, area.left):
            yield (r, c), value


def _used_area(sheet: xw.Sheet) -> Area | None:
    """Give the area that holds all content; None for an empty sheet."""
    used = sheet.used_range
    area = _area(used)
    if area.size <= _MANY_CELLS:
        return area
    kinds: tuple[Literal["constants", "formulas"], ...] = ("constants", "formulas")
    found = [part for kind in kinds for part in cast(list[xw.Range], used.get_special_cells(kind))]
    parts = [_area(part) for part in found]
    return bounding(corner for part in parts for corner in (part[:2], part[2:])) if parts else None


def _area(found: xw.Range) -> Area:
    height, width = found.shape
    return Area(found.row, found.column, found.row + height - 1, found.column + width - 1)


def _native_area(found: Any) -> Area:
    """Give the area of a Range of Excel's own."""
    return Area(found.Row, found.Column, found.Row + found.Rows.Count - 1, found.Column + found.Columns.Count - 1)


def _names(book: xw.Book) -> tuple[DefinedName, ...]:
    names = []
    for known in book.names:
        scope, _, name = known.name.rpartition("!")
        sheet = scope[1:-1].replace("''", "'") if scope[:1] == "'" else scope
        if name.casefold() not in _BUILT_IN and not name.startswith("_xlnm."):
            refers_to = (known.refers_to or "").removeprefix("=")
            names.append(DefinedName(name, plain_formula(refers_to), sheet or None))
    return tuple(sorted(names, key=name_order))


def _tables(sheet: xw.Sheet, read: Sheet) -> Iterator[Table]:
    for table in sheet.tables:
        area = _area(table.range)
        has_header = bool(table.show_headers)
        if has_header:  # the headings stand in the block that has been read
            columns = [read.value((area.top, column)) for column in range(area.left, area.right + 1)]
        else:
            columns = [column.name for column in table.columns]
        yield Table(table.display_name, sheet.name, area, tuple(map(str, columns)), has_header, bool(table.show_totals))
