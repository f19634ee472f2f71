"""What the engine that loads the values leaves out of a worksheet part: formulas, their cached values, error codes.

A scan over the bytes that stops only at what it looks for, so that a sheet of plain numbers costs next to nothing.
The part is in its plain form (see plain.py).
"""

import re
from collections.abc import Sequence

from enamnd_xl.files.cell_values import decode_xml, read_value
from enamnd_xl.files.extent import cells_span, row_starts
from enamnd_xl.files.formats import plain_formula
from enamnd_xl.files.structure import Structure
from enamnd_xl.workbook.address import Area, Cell, column_number
from enamnd_xl.workbook.references import translate
from enamnd_xl.workbook.snapshot import Value

_NUMBER = rb"-?[0-9]{1,20}(?:\.[0-9]+)?(?:E[+-]?[0-9]{1,2})?"
_FORMULA = re.compile(rb"f(?<=<f)(?:>([^<&_\r]+)</f><v>(" + _NUMBER + rb")</v></c>|[\s>/])")
_PLAIN_ATTRIBUTES = re.compile(rb'(?: s="([0-9]+)")?>')
_FORMULA_CELL = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)"([^>]*)>\s*(<f([^>]*?)(?:/>|>([^<]*)</f>))(?:\s*<v[^>]*?(?:/>|>([^<]*)</v>))?'
)
_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_SPECIAL = re.compile(rb't="[ed]"')
_VALUE = re.compile(rb"<v[^>]*>([^<]*)</v>")
_ATTRIBUTE = re.compile(rb'([A-Za-z0-9]+)="([^"]*)"')
_MERGED = re.compile(rb'<mergeCell\s[^>]*?ref="([^"]+)"')

ENGINE_ERRORS = frozenset((b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!"))
"""Error values that the engine's loader knows; it refuses a sheet that holds another, such as #SPILL!."""


class SheetScan:
    """What a scan found.

    Args:
        formulas: cell -> formula as Sheet.formulas has it.
        arrays: cell of an array formula or a data table -> the area it fills.
        values: cell -> value as the file has it, for the cells whose value the engine does not give:
            formula cells, error cells, cells with an ISO moment, members of array formulas.
        number_formats: cell -> format code that changes the meaning of a number.
        merged: merged areas, in order.
        height: the last row.
        width: the last column, or a column beyond it.
        cut: (start, end, replacement) in the part, of what the engine must not see.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self.formulas: dict[Cell, str] = {}
        self.arrays: dict[Cell, Area] = {}
        self.values: dict[Cell, Value] = {}
        self.number_formats: dict[Cell, str] = {}
        self.merged: tuple[Area, ...] = ()
        self.height, self.width = size
        self.cut: list[tuple[int, int, bytes]] = []

    def mend(self, data: bytes) -> bytes:
        """Give the part without what the engine must not see."""
        pieces: list[bytes] = []
        position = 0
        for start, end, replacement in sorted(self.cut):
            if start < position:  # inside what is cut already
                continue
            pieces += (data[position:start], replacement)
            position = end
        return b"".join((*pieces, data[position:]))


def scan_sheet(data: bytes, size: tuple[int, int], structure: Structure, strings: Sequence[str]) -> SheetScan:
    """Find what the engine leaves out of a worksheet part.

    Args:
        data: the part in its plain form.
        size: how far it reaches: its height and width.
        structure: the workbook's.
        strings: the shared strings; read only where a formula's cached value is one of them.
    """
    scanner = _Scanner(data, size, structure, strings)
    scanner.formulas()
    scanner.special_cells()
    scanner.array_members()
    scanner.number_formats()
    scan = scanner.scan
    scan.merged = tuple(sorted(Area.from_a1(found[1].decode()) for found in _MERGED.finditer(data, scanner.end)))
    return scan


def read_cells(data: bytes, scan: SheetScan, structure: Structure, strings: Sequence[str]) -> None:
    """Read the values of all other cells of a worksheet part too, one by one, into what a scan of it found.

    Args:
        data: the part in its plain form.
        scan: what scan_sheet found.
        structure: the workbook's.
        strings: the shared strings.
    """
    for letters, digits, attributes, content in _CELL.findall(data, *cells_span(data)):
        place = int(digits), column_number(letters.decode())
        if content and place not in scan.values:
            value = _VALUE.search(content)
            scan.values[place] = read_value(attributes, value and value[1], content, structure, strings)


class _Scanner:
    """One scan of one part."""

    def __init__(self, data: bytes, size: tuple[int, int], structure: Structure, strings: Sequence[str]) -> None:
        self.data = data
        self.start, self.end = cells_span(data)
        self.scan = SheetScan(size)
        self._structure = structure
        self._strings = strings
        self._filled: list[tuple[Cell, Area]] = []
        self._shared: dict[str, tuple[str, Cell]] = {}
        self._plain: dict[bytes, bool] = {}

    def formulas(self) -> None:
        """Read the formula cells, with their cached values."""
        position = self.start
        for found in _FORMULA.finditer(self.data, self.start, self.end):
            at = self.data.rfind(b'<c r="', position, found.start())
            if at >= 0 and self._read_plain(at, found):
                position = found.end()
                continue
            cell = _FORMULA_CELL.match(self.data, at, self.end) if at >= 0 else None
            position = cell.end() if cell else found.end()
            if cell:  # else not as the standard has it; what stands there is a value without a formula
                self._read_cell(cell)

    def _read_plain(self, at: int, found: re.Match[bytes]) -> bool:
        """Read a formula cell that is written as nearly all are, a number with a style; tell whether it is."""
        text, raw = found.groups()
        if not raw:
            return False
        address, _, attributes = self.data[at + 6 : found.start() - 1].partition(b'"')
        plain = self._plain.get(attributes)
        if plain is None:
            plain = self._plain[attributes] = self._is_plain(attributes)
        letters = address.rstrip(b"0123456789")
        if not plain or not letters.isalpha() or len(letters) == len(address):
            return False
        place = int(address[len(letters) :]), column_number(letters.decode())
        self.scan.values[place] = float(raw)
        self.scan.formulas[place] = text.decode(errors="replace")
        return True

    def _is_plain(self, attributes: bytes) -> bool:
        """Tell whether a start tag, from the address on, says that the cell's value is no more than a number."""
        found = _PLAIN_ATTRIBUTES.fullmatch(attributes)
        return found is not None and int(found[1] or 0) not in self._structure.date_styles

    def _read_cell(self, cell: re.Match[bytes]) -> None:
        """Read a formula cell of any kind."""
        letters, digits, attributes, _, options, text, value = cell.groups()
        place = int(digits), column_number(letters.decode())
        inline = self.data[cell.end() : self.data.find(b"</c>", cell.end())] if b"inlineStr" in attributes else b""
        self.scan.values[place] = read_value(attributes, value, inline, self._structure, self._strings)
        if b't="e"' in attributes:
            self._hide_error(value, cell.start(7))
        formula = decode_xml(text) if text else ""
        if options:
            formula = self._read_options(place, options, formula, cell.span(4))
        if formula:
            self.scan.formulas[place] = plain_formula(formula)
        else:
            self.scan.cut.append((*cell.span(4), b""))

    def _read_options(self, place: Cell, options: bytes, text: str, span: tuple[int, int]) -> str:
        """Give the formula of a cell whose formula element has attributes."""
        given = {key.decode(): decode_xml(value) for key, value in _ATTRIBUTE.findall(options)}
        kind = given.get("t")
        if kind == "shared":
            return self._shared_formula(place, given.get("si", ""), text)
        if kind not in ("array", "dataTable"):
            return text
        self.scan.arrays[place] = area = Area.from_a1(given.get("ref", "A1"))
        if kind == "dataTable":
            self.scan.cut.append((*span, b""))  # the engine takes its values as they stand
            return data_table_formula(given)
        if area.size > 1:
            self._filled.append((place, area))
        return text

    def _shared_formula(self, place: Cell, key: str, text: str) -> str:
        if text:
            self._shared[key] = text, place
            return text
        formula, origin = self._shared.get(key, ("", place))
        return translate(formula, origin, place)

    def _hide_error(self, code: bytes | None, at: int) -> None:
        if code and code not in ENGINE_ERRORS:
            self.scan.cut.append((at, at + len(code), b"#VALUE!"))

    def special_cells(self) -> None:
        """Read the error cells and the cells with ISO moments that hold no formula."""
        for found in _SPECIAL.finditer(self.data, self.start, self.end):
            at = self.data.rfind(b'<c r="', self.start, found.start())
            cell = _CELL.match(self.data, at, self.end) if at >= 0 else None
            value = _VALUE.search(cell[4]) if cell and cell[4] and not _FORMULA.search(cell[4]) else None
            if cell and value:
                self._keep_value(cell, value[1])
                if b't="e"' in cell[3]:
                    self._hide_error(value[1], cell.start(4) + value.start(1))

    def _keep_value(self, cell: re.Match[bytes], raw: bytes | None) -> None:
        place = int(cell[2]), column_number(cell[1].decode())
        self.scan.values[place] = read_value(cell[3], raw, cell[4] or b"", self._structure, self._strings)

    def array_members(self) -> None:
        """Read the values that array formulas have filled their areas with, and take them from the engine's sight."""
        starts = row_starts(self.data) if self._filled else {}
        for anchor, area in self._filled:
            for row in starts.keys() & range(area.top, area.bottom + 1):
                end = max(self.data.find(b"</row>", starts[row], self.end), starts[row])
                for cell in _CELL.finditer(self.data, starts[row], end):
                    column = column_number(cell[1].decode())
                    if area.left <= column <= area.right and (row, column) != anchor and cell[4]:
                        self._take_member(cell)

    def _take_member(self, cell: re.Match[bytes]) -> None:
        if not _FORMULA.search(cell[4]):
            value = _VALUE.search(cell[4])
            self._keep_value(cell, value and value[1])
            self.scan.cut.append((*cell.span(), b""))

    def number_formats(self) -> None:
        """Find the cells whose number format changes what a number means."""
        codes = self._structure.meaning_styles
        if codes:
            styles = b"|".join(b"%d" % style for style in codes)
            pattern = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*?\ss="(' + styles + rb')"')
            self.scan.number_formats = {
                (int(digits), column_number(letters.decode())): codes[int(style)]
                for letters, digits, style in pattern.findall(self.data, self.start, self.end)
            }


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
