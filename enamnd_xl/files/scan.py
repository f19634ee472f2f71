"""A worksheet part read cell by cell, whatever is in it, and what the engine must not see of it.

The part is in its plain form (see plain.py). Most parts are read faster by row_shapes.py, and never come here.
"""

import re
from collections.abc import Callable, Sequence

from enamnd_xl.errors import ReadError
from enamnd_xl.files.cell_values import decode_xml, read_value, style_number
from enamnd_xl.files.formats import plain_formula
from enamnd_xl.files.sheet_part import (
    ENGINE_ERRORS,
    MOST_PLACES,
    SharedFormulas,
    SheetContent,
    cells_span,
    merged_areas,
    row_starts,
)
from enamnd_xl.files.structure import Structure
from enamnd_xl.workbook.address import Area, Cell, column_number
from enamnd_xl.workbook.snapshot import Value

_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_FORMULA = re.compile(rb"<f(?=[\s/>])([^>]*?)(?:/>|>([^<]*)</f>)")
_VALUE = re.compile(rb"<v[^>]*>([^<]*)</v>")
_ATTRIBUTE = re.compile(rb'([A-Za-z0-9]+)="([^"]*)"')


def scan_sheet(data: bytes, name: str, structure: Structure, strings: Callable[[], Sequence[str]]) -> SheetContent:
    """Read a worksheet part cell by cell.

    Args:
        data: the part in its plain form.
        name: the file's and the sheet's name, for the error.
        structure: the workbook's.
        strings: gives the shared strings.

    Raises:
        ReadError: its cells are too widely spread to be held.
    """
    scanner = _Scanner(data, name, structure, strings)
    for found in _CELL.finditer(data, *cells_span(data)):
        scanner.read_cell(found)
    scanner.take_array_members()
    scanner.content.merged = merged_areas(data)
    return scanner.content


class _Scanner:
    """One scan of one part."""

    def __init__(self, data: bytes, name: str, structure: Structure, strings: Callable[[], Sequence[str]]) -> None:
        self.content = SheetContent()
        self._data, self._name = data, name
        self._structure, self._strings = structure, strings
        self._filled: list[tuple[Cell, Area]] = []
        self._shared = SharedFormulas()
        self._places = 0

    def read_cell(self, found: re.Match[bytes]) -> None:
        """Read a cell: its value, its formula, and its number format where that changes what a number means."""
        letters, digits, attributes, inside = found.groups()
        cell = int(digits), column_number(letters.decode())
        if not inside:
            return
        codes = self._structure.meaning_styles
        if codes and (code := codes.get(style_number(attributes))):
            self.content.number_formats[cell] = code
        raw = _VALUE.search(inside)
        self._put(cell, read_value(attributes, raw and raw[1], inside, self._structure, self._strings))
        if raw and b't="e"' in attributes and raw[1] not in ENGINE_ERRORS:
            at = found.start(4)
            self.content.cut.append((at + raw.start(1), at + raw.end(1), b"#VALUE!"))
        formula = _FORMULA.search(inside)
        if formula:
            self._read_formula(cell, formula, found.start(4))

    def _put(self, cell: Cell, value: Value) -> None:
        if value is None:
            return
        row, column = cell
        rows = self.content.rows
        rows.extend([] for _ in range(row - len(rows)))
        line = rows[row - 1]
        self._places += max(column - len(line), 0)
        if self._places > MOST_PLACES:
            raise ReadError(
                f"{self._name}: cellerna är utspridda över en orimligt stor yta.",
                "Ta bort det som står långt utanför tabellerna (Ctrl+End visar var) och spara en kopia.",
            )
        line.extend([None] * (column - len(line)))
        line[column - 1] = value

    def _read_formula(self, cell: Cell, found: re.Match[bytes], at: int) -> None:
        """Read a formula, found in what stands from a place in the part."""
        span = at + found.start(), at + found.end()
        options = {key.decode(): decode_xml(value) for key, value in _ATTRIBUTE.findall(found[1])}
        text = decode_xml(found[2] or b"")
        kind = options.get("t")
        if kind == "shared":
            text = self._shared.formula(cell, options.get("si", ""), text)
        elif kind in ("array", "dataTable"):
            self.content.arrays[cell] = area = Area.from_a1(options.get("ref", "A1"))
            if kind == "dataTable":
                self.content.cut.append((*span, b""))  # the engine takes its values as they stand
                text = data_table_formula(options)
            elif area.size > 1:
                self._filled.append((cell, area))
        if text:
            self.content.formulas[cell] = plain_formula(text)
        else:
            self.content.cut.append((*span, b""))

    def take_array_members(self) -> None:
        """Take the cells that array formulas have filled with values from the engine's sight."""
        starts = row_starts(self._data) if self._filled else {}
        end = cells_span(self._data)[1]
        for anchor, area in self._filled:
            for row in starts.keys() & range(area.top, area.bottom + 1):
                row_end = max(self._data.find(b"</row>", starts[row], end), starts[row])
                for found in _CELL.finditer(self._data, starts[row], row_end):
                    column = column_number(found[1].decode())
                    is_member = area.left <= column <= area.right and (row, column) != anchor
                    if is_member and found[4] and not _FORMULA.search(found[4]):
                        self.content.cut.append((*found.span(), b""))


def data_table_formula(options: dict[str, str]) -> str:
    """Write the formula of a what-if data table as Excel shows it.

    Args:
        options: the attributes of the formula element.

    >>> data_table_formula({"r1": "B1", "dtr": "1"}), data_table_formula({"r1": "B1", "r2": "B2", "dt2D": "1"})
    ('TABLE(B1,)', 'TABLE(B1,B2)')
    """
    first, second = options.get("r1") or "", options.get("r2") or ""
    if options.get("dt2D") in ("1", "true"):
        return f"TABLE({first},{second})"
    return f"TABLE({first},)" if options.get("dtr") in ("1", "true") else f"TABLE(,{first})"
