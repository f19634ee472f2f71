"""Ranges of the engine that stands in for Excel: what cells hand over and take."""

import itertools
import re
from contextlib import suppress
from copy import copy
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula

from excel.engine_parts import Font, Formats, Note

ERROR_CODES = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
    "#SPILL!": -2146826243,
    "#CALC!": -2146826238,
}
_PREFIXES = re.compile(r'("[^"]*")|_xl(?:fn|ws|pm)\.')
_CURRENCY = re.compile(r'\[\$|"kr"')
_TIME_ONLY = re.compile(r"^[^dy]*[hs][^dy]*$", re.IGNORECASE)


class Range:
    sheet = row = column = None
    max_cells_per_read = max_cells_per_write = None

    def __init__(self, sheet: Any, areas: tuple[tuple[int, int, int, int], ...]) -> None:
        self.sheet, self.areas = sheet, areas
        self.row, self.column, self.bottom, self.right = areas[0]

    @property
    def shape(self) -> tuple[int, int]:
        return self.bottom - self.row + 1, self.right - self.column + 1

    @property
    def address(self) -> str:
        ends = (f"${get_column_letter(c)}${r}" for r, c in ((self.row, self.column), (self.bottom, self.right)))
        return ":".join(dict.fromkeys(ends))

    @property
    def api(self) -> Any:
        return NativeRange(self)

    left = property(lambda self: 48.0 * (self.column - 1))
    top = property(lambda self: 15.0 * (self.row - 1))
    width = property(lambda self: 48.0 * self.shape[1])
    height = property(lambda self: 15.0 * self.shape[0])

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int) -> "Range":
        place = self.row + row - 1, self.column + column - 1
        return Range(self.sheet, ((*place, *place),))

    def cells(self, shown: bool = False) -> Any:
        content = self.sheet.shown if shown else self.sheet.content
        for top, left, bottom, right in self.areas:
            yield from itertools.chain.from_iterable(content.iter_rows(top, bottom, left, right))

    def _block(self, one: Any, shown: bool, blank: Any = None) -> Any:
        known = (self.sheet.shown if shown else self.sheet.content)._cells
        columns = range(self.column, self.right + 1)
        block = tuple(
            tuple(one(known[row, column]) if (row, column) in known else blank for column in columns)
            for row in range(self.row, self.bottom + 1)
        )
        return block if len(self) > 1 else block[0][0]

    @property
    def raw_value(self) -> Any:
        self.sheet.count("values")
        return self._block(_hand_over, shown=True)

    @raw_value.setter
    def raw_value(self, rows: Any) -> None:
        self.sheet.count("write")
        rows = rows if isinstance(rows, tuple | list) else ((rows,),)
        for cell, value in zip(self.cells(), itertools.chain.from_iterable(rows), strict=True):
            self._put(cell, value)

    def _put(self, cell: Any, value: Any) -> None:
        taken = _take(value)
        shown, self.sheet.arrays = self.sheet.shown.cell(cell.row, cell.column), None
        is_formula = isinstance(value, str) and value[:1] == "="
        if cell.data_type == "f" and cell.coordinate not in self.sheet.calculated:
            self.sheet.calculated[cell.coordinate] = cell.value, shown.value
        formula, result = self.sheet.calculated.get(cell.coordinate, (None, None))
        cell.value, shown.value = taken, (result if taken == formula else None) if is_formula else taken
        if isinstance(taken, str) and not is_formula:
            for one in (cell, shown):
                one.data_type = "e" if taken in ERROR_CODES and value == taken else "s"

    @property
    def formula(self) -> Any:
        self.sheet.count("formulas")
        filled = self.arrays()
        return self._block(lambda cell: _formula_text(cell, filled.get(cell.coordinate)), shown=False, blank="")

    @formula.setter
    def formula(self, value: Any) -> None:
        self.raw_value = value

    formula2 = formula

    @property
    def formula_array(self) -> Any:
        return None

    @formula_array.setter
    def formula_array(self, text: str) -> None:
        for cell in self.cells():
            self._put(cell, "")
        first, self.sheet.arrays = next(self.cells()), None
        first.value = ArrayFormula(self.address.replace("$", ""), text)

    def arrays(self) -> dict[str, Any]:
        """Coordinate of each cell in an array formula's area -> the formula."""
        if self.sheet.arrays is None:
            found = {}
            for cell in list(self.sheet.content._cells.values()):
                if isinstance(cell.value, ArrayFormula):
                    for line in self.sheet.content[cell.value.ref] if ":" in cell.value.ref else ((cell,),):
                        found |= {one.coordinate: cell.value for one in line}
            self.sheet.arrays = found
        return self.sheet.arrays

    @property
    def number_format(self) -> str | None:
        self.sheet.count("formats")
        return _same(cell.number_format for cell in self.cells())

    @number_format.setter
    def number_format(self, code: str) -> None:
        for cell in self.cells():
            cell.number_format = code

    @property
    def merge_cells(self) -> bool | None:
        if not self.sheet.content.merged_cells.ranges:
            return False
        return _same(self._merged(cell) is not None for cell in self.cells())

    @property
    def merge_area(self) -> "Range":
        area = self._merged(next(self.cells()))
        return Range(self.sheet, ((area.min_row, area.min_col, area.max_row, area.max_col),)) if area else self

    def _merged(self, cell: Any) -> Any:
        if self.sheet.merged is None:
            ranges = self.sheet.content.merged_cells.ranges
            self.sheet.merged = {place: area for area in ranges for place in area.cells}
        return self.sheet.merged.get((cell.row, cell.column))

    def get_special_cells(self, cell_type: str, value_type: str | None) -> list["Range"]:
        wanted = {"constants": lambda cell: cell.data_type != "f", "formulas": lambda cell: cell.data_type == "f"}
        found = [cell for cell in self.sheet.content._cells.values() if cell.value is not None]
        places = [(cell.row, cell.column) for cell in found if wanted[cell_type](cell)]
        return [Range(self.sheet, ((*place, *place),)) for place in places]

    @property
    def note(self) -> Note | None:
        cell = next(self.cells())
        return Note(cell) if cell.comment else None

    def add_note(self, text: str) -> Note:
        return Note.add(next(self.cells()), text)

    @property
    def conditional_formats(self) -> Formats:
        return Formats(self)

    @property
    def font(self) -> Font:
        return Font(self)

    def add_hyperlink(self, address: str, text: str, tip: str) -> None:
        cell = next(self.cells())
        cell.hyperlink = address
        cell.value = text

    def autofill(self, destination: Any, type_: str) -> None:
        source = next(self.cells())
        for cell in destination.impl.cells():
            cell._style = copy(source._style)

    def adjust_indent(self, amount: int) -> None:
        for cell in self.cells():
            cell.alignment = openpyxl.styles.Alignment(indent=amount)

    def _remember(self, name: str, value: Any) -> None:
        self.sheet.count(name)

    color = property(fset=lambda self, value: self._remember("color", value))
    wrap_text = property(fset=lambda self, value: self._remember("wrap_text", value))
    vertical_alignment = property(fset=lambda self, value: self._remember("vertical_alignment", value))
    column_width = property(fset=lambda self, value: self._remember("column_width", value))


class NativeRange:
    """What Excel's own Range object knows and xlwings' does not."""

    def __init__(self, block: Range) -> None:
        self._block = block

    @property
    def HasArray(self) -> bool | None:  # noqa: N802
        return self._has(lambda cell, formula: cell not in self._block.sheet.spills)

    @property
    def HasSpill(self) -> bool | None:  # noqa: N802
        return self._has(lambda cell, formula: cell in self._block.sheet.spills)

    def _has(self, is_of_kind: Any) -> bool | None:
        found = self._block.arrays()
        if not found:
            return False
        return _same(
            cell.coordinate in found and is_of_kind(found[cell.coordinate].ref, found) for cell in self._block.cells()
        )

    @property
    def CurrentArray(self) -> Any:  # noqa: N802
        c1, r1, c2, r2 = openpyxl.utils.range_boundaries(self._block.arrays()[next(self._block.cells()).coordinate].ref)
        return SimpleNamespace(
            Row=r1, Column=c1, Rows=SimpleNamespace(Count=r2 - r1 + 1), Columns=SimpleNamespace(Count=c2 - c1 + 1)
        )

    SpillingToRange = CurrentArray

    @property
    def Value2(self) -> Any:  # noqa: N802
        self._block.sheet.count("values2")
        return self._block._block(lambda cell: _hand_over(cell, plain=True), shown=True)


def _same(answers: Any) -> Any:
    first = next(answers)
    return first if all(answer == first for answer in answers) else None


def _hand_over(cell: Any, plain: bool = False) -> Any:
    value, epoch = cell.value, cell.parent.parent.epoch
    if isinstance(value, str):
        return ERROR_CODES[value] if cell.data_type == "e" else value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, date | time | timedelta):
        if plain or not isinstance(value, date) or _TIME_ONLY.match(cell.number_format):
            return float(to_excel(value, epoch))
        full = value if isinstance(value, datetime) else datetime.combine(value, time())
        return full.replace(tzinfo=UTC)
    if not plain and _CURRENCY.search(cell.number_format):
        return Decimal(repr(float(value))).quantize(Decimal("0.0001"))
    return float(value)


def _formula_text(cell: Any, array: Any) -> str:
    text = array.text if array else cell.value
    if text is None:
        return ""
    if array or cell.data_type == "f":
        return _PREFIXES.sub(lambda found: found[1] or "", text)
    return text if isinstance(text, str) else str(text)


def _take(value: Any) -> Any:
    """Take a value as if it had been typed."""
    if not isinstance(value, str):
        return value
    if value == "":
        return None
    if value[0] == "'":
        return value[1:]
    if value[0] == "=":
        return value
    with suppress(ValueError):
        return float(value.replace(" ", "").replace(",", "."))
    with suppress(ValueError):
        return datetime.fromisoformat(value if len(value) > 7 else f"{value}-01")
    return {"true": True, "false": False}.get(value.casefold(), value)
