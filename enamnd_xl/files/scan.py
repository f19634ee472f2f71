"""What the engine that loads the values leaves out of a worksheet part: formulas, their cached values, error codes.

A scan over the bytes that stops only at what it looks for, so that a sheet of plain numbers costs next to nothing.
The part is in its plain form (see plain.py).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from enamnd_xl.files.formats import moment, moment_from_iso, plain_formula, unescape
from enamnd_xl.files.structure import Structure
from enamnd_xl.workbook.address import Area, Cell, column_letters, column_number
from enamnd_xl.workbook.references import translate
from enamnd_xl.workbook.snapshot import CellError, Value

_FORMULA = re.compile(rb"<f[\s>/]")
_FORMULA_CELL = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)"([^>]*)><f([^>]*?)(?:/>|>([^<]*)</f>)(?:<v[^>]*?(?:/>|>([^<]*)</v>))?(.*?)</c>', re.DOTALL
)
_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_SPECIAL = re.compile(rb'<c r="[A-Z]+[0-9]+"[^>]*?\st="[ed]"')
_VALUE = re.compile(rb"<v[^>]*>([^<]*)</v>")
_TEXT = re.compile(rb"<t(?:\s[^>]*)?>([^<]*)</t>")
_PHONETIC = re.compile(rb"<rPh\s.*?</rPh>", re.DOTALL)
_ATTRIBUTE = re.compile(rb'([A-Za-z0-9]+)="([^"]*)"')
_STYLE = re.compile(rb'\ss="([0-9]+)"')
_TYPE = re.compile(rb'\st="([A-Za-z]+)"')
_MERGED = re.compile(rb'<mergeCell\s[^>]*?ref="([^"]+)"')
_ROW = re.compile(rb'<row r="([0-9]+)"')
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ROOT = re.compile(rb"<(?!\?)[^>]*>")
_ODD_CELL = re.compile(rb'<c(?! r="[A-Z]{1,3}[1-9][0-9]*")')
_ODD_ROW = re.compile(rb'<row(?! r="[1-9][0-9]*")')
_ENTITY = re.compile(r"&(?:#([0-9]+)|#x([0-9A-Fa-f]+)|(amp|lt|gt|quot|apos));")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}

ENGINE_ERRORS = frozenset((b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!"))
"""Error values that the engine's loader knows; it refuses a sheet that holds another, such as #SPILL!."""


@dataclass(slots=True)
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

    formulas: dict[Cell, str] = field(default_factory=dict)
    arrays: dict[Cell, Area] = field(default_factory=dict)
    values: dict[Cell, Value] = field(default_factory=dict)
    number_formats: dict[Cell, str] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    height: int = 0
    width: int = 0
    cut: list[tuple[int, int, bytes]] = field(default_factory=list)

    def mend(self, data: bytes) -> bytes:
        """Give the part without what the engine must not see."""
        pieces: list[bytes] = []
        position = 0
        for start, end, replacement in sorted(self.cut):
            pieces += (data[position:start], replacement)
            position = end
        return b"".join((*pieces, data[position:]))


def is_plain(data: bytes) -> bool:
    """Tell whether a worksheet part is in its plain form.

    >>> is_plain(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>')
    True
    """
    root = _ROOT.search(data)
    return (
        root is not None
        and root[0].startswith(b"<worksheet")
        and b'xmlns="' + _MAIN in root[0]
        and b"<sheetData" in data
        and b"<!" not in data
        and not _ODD_CELL.search(data, start := data.index(b"<sheetData"))
        and not _ODD_ROW.search(data, start)
    )


def scan_sheet(data: bytes, structure: Structure, strings: Sequence[str]) -> SheetScan:
    """Find what the engine leaves out of a worksheet part.

    Args:
        data: the part in its plain form.
        structure: the workbook's.
        strings: the shared strings; read only where a formula's cached value is one of them.
    """
    scanner = _Scanner(data, structure, strings)
    scanner.formulas()
    scanner.special_cells()
    scanner.array_members()
    scanner.number_formats()
    scanner.extent()
    merged = (Area.from_a1(found[1].decode()) for found in _MERGED.finditer(data, scanner.end))
    scanner.scan.merged = tuple(sorted(merged))
    return scanner.scan


class _Scanner:
    """One scan of one part."""

    def __init__(self, data: bytes, structure: Structure, strings: Sequence[str]) -> None:
        self.data = data
        self.structure = structure
        self.strings = strings
        self.start = max(data.find(b"<sheetData"), 0)
        self.end = max(data.rfind(b"</sheetData>"), self.start)
        self.scan = SheetScan()
        self._filled: list[tuple[Cell, Area]] = []
        self._shared: dict[str, tuple[str, Cell]] = {}

    def formulas(self) -> None:
        """Read the formula cells, with their cached values."""
        position = self.start
        while found := _FORMULA.search(self.data, position, self.end):
            at = self.data.rfind(b'<c r="', self.start, found.start())
            cell = _FORMULA_CELL.match(self.data, at, self.end)
            if cell is None:  # not well-formed; the engine says so when it loads the part
                position = found.end()
                continue
            position = cell.end()
            letters, digits, attributes, options, text, value, rest = cell.groups()
            place = int(digits), column_number(letters.decode())
            self.scan.values[place] = self._value(attributes, value, rest)
            self._check_error(attributes, cell, 6)
            self._formula(place, options, _decode(text or b""), found.start(), cell)

    def _formula(self, place: Cell, options: bytes, text: str, start: int, cell: re.Match[bytes]) -> None:
        if not options:
            formula = text
        else:
            given = {key: value.decode() for key, value in _ATTRIBUTE.findall(options)}
            kind = given.get(b"t")
            if kind == "shared":
                formula = self._shared_formula(place, given.get(b"si", ""), text)
            elif kind == "dataTable":
                formula = data_table_formula({key.decode(): value for key, value in given.items()})
                self.scan.cut.append((start, cell.end(5) + 4 if text else cell.end(4) + 2, b""))
            else:
                formula = text
            if kind in ("array", "dataTable") and b"ref" in given:
                self.scan.arrays[place] = area = Area.from_a1(given[b"ref"])
                if kind == "array" and area.size > 1:
                    self._filled.append((place, area))
        if formula:
            self.scan.formulas[place] = plain_formula(formula)

    def _shared_formula(self, place: Cell, key: str, text: str) -> str:
        if text:
            self._shared[key] = text, place
            return text
        formula, origin = self._shared.get(key, ("", place))
        return translate(formula, origin, place)

    def _check_error(self, attributes: bytes, cell: re.Match[bytes], group: int) -> None:
        if b't="e"' in attributes and cell[group] and cell[group] not in ENGINE_ERRORS:
            self.scan.cut.append((*cell.span(group), b"#VALUE!"))

    def special_cells(self) -> None:
        """Read the error cells and the cells with ISO moments that hold no formula."""
        for found in _SPECIAL.finditer(self.data, self.start, self.end):
            cell = _CELL.match(self.data, found.start(), self.end)
            if cell and cell[4] and not _FORMULA.search(cell[4]):
                letters, digits, attributes, body = cell.groups()
                value = _VALUE.search(body)
                self.scan.values[int(digits), column_number(letters.decode())] = self._value(
                    attributes, value and value[1], b""
                )
                if value and b't="e"' in attributes and value[1] not in ENGINE_ERRORS:
                    offset = cell.start(4)
                    self.scan.cut.append((offset + value.start(1), offset + value.end(1), b"#VALUE!"))

    def array_members(self) -> None:
        """Read the values that array formulas have filled their areas with, and take them from the engine's sight."""
        for anchor, area in self._filled:
            self._members(anchor, area)

    def _members(self, anchor: Cell, area: Area) -> None:
        for row in self._row_starts.keys() & range(area.top, area.bottom + 1):
            start = self._row_starts[row]
            position = max(self.data.find(b"</row>", start, self.end), start)
            for cell in _CELL.finditer(self.data, start, position):
                place = int(cell[2]), column_number(cell[1].decode())
                body = cell[4] or b""
                if place == anchor or not area.left <= place[1] <= area.right or _FORMULA.search(body):
                    continue
                value = _VALUE.search(body)
                self.scan.values[place] = self._value(cell[3], value and value[1], body)
                self.scan.cut.append((*cell.span(), b""))

    @cached_property
    def _row_starts(self) -> dict[int, int]:
        return {int(found[1]): found.start() for found in _ROW.finditer(self.data, self.start, self.end)}

    def number_formats(self) -> None:
        """Find the cells whose number format changes what a number means."""
        codes = self.structure.meaning_styles
        if codes:
            styles = b"|".join(b"%d" % style for style in codes)
            pattern = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*?\ss="(' + styles + rb')"')
            self.scan.number_formats = {
                (int(digits), column_number(letters.decode())): codes[int(style)]
                for letters, digits, style in pattern.findall(self.data, self.start, self.end)
            }

    def extent(self) -> None:
        """Find the last row and column that hold something."""
        rows = [int(row) for row in _ROW.findall(self.data, self.start, self.end)]
        last = self.data.rfind(b"</c>", self.start, self.end)
        if last < 0:
            return
        if rows == sorted(rows):
            at = self.data.rfind(b'<row r="', self.start, last)
            found = _ROW.match(self.data, at)
            self.scan.height = int(found[1]) if found else 0
        else:
            self.scan.height = max(rows)
        position, width = self.start, 0
        while found := _beyond(width).search(self.data, position, self.end):
            position, width = found.end(), column_number(found[1].decode())
        self.scan.width = width

    def _value(self, attributes: bytes, raw: bytes | None, rest: bytes) -> Value:
        """Read a cell's value from its attributes, its <v> and what else stands in it."""
        found = _TYPE.search(attributes)
        kind = found[1] if found else b"n"
        if kind == b"inlineStr":
            return unescape("".join(map(_decode, _TEXT.findall(_PHONETIC.sub(b"", rest))))) or None
        if not raw:
            return None
        text = _decode(raw)
        if kind == b"n":
            style = _STYLE.search(attributes)
            return self._number(text, self.structure.date_styles.get(int(style[1]), "") if style else "")
        if kind == b"str":
            return unescape(text) or None
        if kind == b"b":
            return text.strip() in ("1", "true")
        if kind == b"e":
            return CellError(text)
        if kind == b"s":
            return self.strings[int(text)] or None
        return moment_from_iso(text)

    def _number(self, text: str, moment_kind: str) -> Value:
        try:
            number = float(text)
        except ValueError:
            return text
        if number - number != 0:  # NaN and the infinities, which Excel has no cells for
            return CellError("#NUM!")
        return moment(number, moment_kind, self.structure.epoch_1904) if moment_kind else number


def cells_with_content(data: bytes) -> Iterator[Cell]:
    """Go through the addresses of the cells that are not empty elements, in a part in its plain form."""
    for letters, digits in re.findall(rb'<c r="([A-Z]+)([0-9]+)"[^>]*(?<!/)>', data):
        yield int(digits), column_number(letters.decode())


def data_table_formula(options: dict[str, str]) -> str:
    """Write the formula of a what-if data table as Excel shows it.

    Args:
        options: the attributes of the formula element.

    >>> data_table_formula({"r1": "B1", "dtr": "1"}), data_table_formula({"r1": "B1", "r2": "B2", "dt2D": "1"})
    ('TABLE(B1,)', 'TABLE(B1,B2)')
    """
    first, second = options.get("r1") or "", options.get("r2") or ""
    if options.get("dt2D") in ("1", "true", True):
        return f"TABLE({first},{second})"
    return f"TABLE({first},)" if options.get("dtr") in ("1", "true", True) else f"TABLE(,{first})"


def _decode(raw: bytes) -> str:
    text = raw.decode(errors="replace")
    if "\r" in text:  # XML 1.0, 2.11: a line ends with one line feed
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ENTITY.sub(_entity, text) if "&" in text else text


def _entity(found: re.Match[str]) -> str:
    if found[3]:
        return _ENTITIES[found[3]]
    code = int(found[1]) if found[1] else int(found[2], 16)
    return chr(code) if code < 0x110000 else "\ufffd"


def _beyond(column: int) -> re.Pattern[bytes]:
    """Match a cell that stands in a later column."""
    letters = column_letters(column)
    longer = f"[A-Z]{{{len(letters) + 1},}}"
    later = [
        f"{letters[:i]}[{chr(ord(letter) + 1)}-Z]" + "[A-Z]" * (len(letters) - i - 1)
        for i, letter in enumerate(letters)
        if letter != "Z"
    ]
    return re.compile(f'<c r="({"|".join([longer, *later])})[0-9]'.encode())
