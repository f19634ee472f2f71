"""The rows of a worksheet part, read by their shape.

A row without what stands in its cells, and without its own number, is its shape: its columns, their styles and types.
The rows of a table share a few. The first row of a shape is taken apart cell by cell; those after it are compared with
it, byte for byte, and cost little more than it takes to find their values. A part with anything unusual in it, such as
an array formula or a text in several fonts, is left to scan.py.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import repeat
from math import isfinite
from typing import TypeAlias
from xml.parsers.expat import ExpatError, ParserCreate

from enamnd_xl.files.cell_values import decode_xml, read_number, read_value, style_number
from enamnd_xl.files.formats import plain_formula
from enamnd_xl.files.sheet_part import (
    ENGINE_ERRORS,
    MOST_PLACES,
    SharedFormulas,
    SheetContent,
    cells_span,
    has_plain_tags,
    merged_areas,
)
from enamnd_xl.files.structure import Structure
from enamnd_xl.workbook.address import MAX_COLUMN, MAX_ROW, Cell, column_number
from enamnd_xl.workbook.snapshot import CellError, Value

_ATTRIBUTES = rb'(?: [A-Za-z][A-Za-z0-9:.]*="[^"<>&]*")*'
_ROW = re.compile(rb"(?:<row" + _ATTRIBUTES + rb' ?/>)*<row r="([1-9][0-9]{0,6})"(' + _ATTRIBUTES + rb") ?>")
# These two begin with what is rare in a row, which makes them faster; the < before it is left standing.
_VALUE = re.compile(rb"v>([^<]*)</v>")
_FORMULA = re.compile(rb"f(?<=<f)(" + _ATTRIBUTES + rb") ?(?:/>|>([^<]*)</f>)")
_ROW_END = b"</row>"
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]+)"(' + _ATTRIBUTES + rb") ?(?:/>|>(<f>)?(?:(<v>)|<v ?/>)?</c>)")
_NO_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);)")
_SHARED = re.compile(rb'\st="shared"(?:\s|$)')
_INDEX = re.compile(rb'\ssi="([0-9]+)"')
_INLINE = re.compile(rb'<is><t(?: xml:space="preserve")?>([^<]*)</t></is>')

_Read: TypeAlias = Callable[[bytes], Value]


class _UnusualError(Exception):
    """There is something in the part that is not read here."""


class _Shape:
    """What rows have in common.

    Args:
        pieces: what is written between the places where the row's own number stands.
        columns: those with a value.
        reads: what reads the values up to the last that is no plain number; those after it are read all at once.
        formulas: the columns with a formula.
        formats: (column, number format code) where the format changes the meaning of a number.
    """

    def __init__(
        self,
        pieces: list[bytes],
        columns: list[int],
        reads: list[_Read],
        formulas: list[int],
        formats: list[tuple[int, str]],
    ) -> None:
        self.pieces, self.columns, self.reads = pieces, columns, reads
        self.formulas, self.formats = formulas, formats
        self.width = columns[-1] if columns else 0

    def line(self, values: list[bytes]) -> list[Value]:
        """Read the values of a row, and put them in their columns."""
        reads = self.reads
        if reads:
            found = [read(raw) for read, raw in zip(reads, values, strict=False)]
            found += _read_numbers(values[len(reads) :])
        else:
            found = _read_numbers(values)
        if len(found) == self.width:
            return found
        line: list[Value] = [None] * self.width
        for column, value in zip(self.columns, found, strict=True):
            line[column - 1] = value
        return line


def _read_numbers(values: list[bytes]) -> list[Value]:
    try:
        numbers: list[Value] = list(map(float, values))
        if isfinite(sum(numbers)):  # type: ignore[arg-type]
            return numbers
    except ValueError:
        pass
    return list(map(read_number, values))


class RowReader:
    """Reads the worksheet parts of a workbook whose rows are written as nearly all are.

    Args:
        structure: the workbook's.
        strings: gives the shared strings.
    """

    def __init__(self, structure: Structure, strings: Callable[[], Sequence[str]]) -> None:
        self.structure, self.strings = structure, strings
        self._reads: dict[bytes, _Read] = {}
        self._shapes: dict[bytes, _Shape] = {}

    def read(self, data: bytes) -> SheetContent | None:
        """Read a worksheet part; None where something in it is not read here, or it is damaged."""
        start, end = cells_span(data)
        first = data.find(b">", start, end) + 1
        if not (first and has_plain_tags(data)):
            return None
        last = data.rfind(b"</c>", first, end)  # of the cells with content: the rest are blank
        stop = data.find(_ROW_END, last, end) + len(_ROW_END) if last > 0 else first
        if stop < first or _NO_ENTITY.search(data, first, stop):  # the row does not end, or no XML
            return None
        try:
            ParserCreate().Parse(data[:first] + data[stop:], True)  # the rows are held against what they shall be
            content = self._read_rows(*_with_values(data, first, stop))
        except (_UnusualError, ExpatError):
            return None
        content.merged = merged_areas(data)
        return content

    def _read_rows(self, data: bytes, start: int, stop: int) -> SheetContent:
        content = SheetContent()
        rows, formats, formulas = content.rows, content.number_formats, _Formulas(data, start, stop)
        shape, places, more = _Shape([b""], [], [], [], []), 0, b""
        while start < stop:
            end = data.find(_ROW_END, start)
            parts = _VALUE.split(data[start:end])
            start = end + len(_ROW_END)
            number = len(rows) + 1
            digits = b"%d" % number
            head = b'<row r="%b"%b>' % (digits, more)
            if not parts[0].startswith(head):  # nearly all that follow on another do
                head, digits, more = _read_head(parts[0])
                if not number <= int(digits) <= MAX_ROW:
                    raise _UnusualError
                rows.extend(repeat([], int(digits) - number))
                number = int(digits)
            parts[0] = parts[0][len(head) :]
            found = _FORMULA.split(b"v>".join(parts[::2]))
            cells, options, texts = b"f>".join(found[::3]), found[1::3], found[2::3]
            if digits.join(shape.pieces) != cells:
                shape = self._find_shape(cells, digits)
            values = parts[1::2]
            places += shape.width
            if len(values) != len(shape.columns) or len(texts) != len(shape.formulas):
                raise _UnusualError  # something does not end, and looks as if it had been taken out
            if places > MOST_PLACES:
                raise _UnusualError
            rows.append(shape.line(values))
            for column, option, text in zip(shape.formulas, options, texts, strict=True):
                content.formulas[number, column] = formulas.read((number, column), option, text)
            for column, code in shape.formats:
                formats[number, column] = code
        return content

    def _find_shape(self, cells: bytes, digits: bytes) -> _Shape:
        """Give the shape of a row's cells, which is made when it is not known."""
        key = cells.replace(digits + b'"', b'"')  # two shapes may have the same, but seldom do
        shape = self._shapes.get(key)
        if shape is None or digits.join(shape.pieces) != cells:
            shape = self._shapes[key] = self._take_apart(cells, digits)
        return shape

    def _take_apart(self, cells: bytes, digits: bytes) -> _Shape:
        pieces, columns, reads, formulas, formats = [], [], [], [], []
        meaning = self.structure.meaning_styles
        end = at = last = 0
        for found in _CELL.finditer(cells):
            letters, own_digits, attributes, formula, value = found.groups()
            column = column_number(letters.decode())
            if found.start() != end or own_digits != digits or not last < column <= MAX_COLUMN:
                raise _UnusualError
            pieces.append(cells[at : found.start(2)])
            at, end, last = found.end(2), found.end(), column
            if formula:
                formulas.append(column)
            if value:
                columns.append(column)
                reads.append(self._read_by(attributes))
            if meaning and (formula or value) and (code := meaning.get(style_number(attributes))):
                formats.append((column, code))
        if end != len(cells):
            raise _UnusualError
        pieces.append(cells[at:])
        while reads and reads[-1] is read_number:
            reads.pop()
        return _Shape(pieces, columns, reads, formulas, formats)

    def _read_by(self, attributes: bytes) -> _Read:
        """Give what reads the value of a cell with attributes."""
        read = self._reads.get(attributes)
        if read is None:
            read = self._reads[attributes] = self._make_read(attributes)
        return read

    def _make_read(self, attributes: bytes) -> _Read:
        structure, strings = self.structure, self.strings
        is_moment = style_number(attributes) in structure.date_styles
        if not is_moment and b't="' not in attributes.replace(b' t="n"', b""):
            return read_number

        @lru_cache(maxsize=100_000)
        def read(raw: bytes) -> Value:
            value = read_value(attributes, raw, b"<t>%b</t>" % raw, structure, strings)
            if isinstance(value, CellError) and value.code.encode() not in ENGINE_ERRORS:
                raise _UnusualError
            return value

        return _reads_shared(strings(), read) if attributes.endswith(b' t="s"') else read


def _with_values(data: bytes, start: int, stop: int) -> tuple[bytes, int, int]:
    """Write texts that stand in their cells as other values are written; give where the rows then begin and end."""
    letter = data.find(b"l", start, stop)  # one that few sheets have, and that is found ten times as fast as the word
    if letter < 0 or data.find(b"inlineStr", start, stop) < 0:
        return data, start, stop
    rows = _INLINE.sub(rb"<v>\1</v>", data[start:stop])
    return rows, 0, len(rows)


def _reads_shared(strings: Sequence[str], otherwise: _Read) -> _Read:
    """Give what reads a text by its number among the shared strings at once, and leaves what is no such number."""
    count = len(strings)

    def read(raw: bytes) -> Value:
        return strings[int(raw)] or None if raw.isdigit() and int(raw) < count else otherwise(raw)

    return read


def _read_head(row: bytes) -> tuple[bytes, bytes, bytes]:
    """Give the start tag of a row, with the blank rows before it; its number; and its other attributes."""
    head = _ROW.match(row)
    if head is None:
        raise _UnusualError
    return head[0], head[1], head[2]


class _Formulas:
    """Reads the formulas of one part.

    Args:
        data: the part.
        start: where its rows begin.
        stop: where they end.
    """

    def __init__(self, data: bytes, start: int, stop: int) -> None:
        escapes = (b"&", b"\r", b"_")  # the last as in _xlfn.
        self._as_written = all(data.find(one, start, stop) < 0 for one in escapes)
        self._shared = SharedFormulas()

    def read(self, cell: Cell, options: bytes, text: bytes | None) -> str:
        """Give the formula of a cell as Sheet.formulas has it."""
        if text and self._as_written and not options:
            return str(text, "utf-8", "replace")
        formula = plain_formula(decode_xml(text)) if text else ""
        if b't="' in options:
            index = _INDEX.search(options)
            if not (index and _SHARED.search(options)):
                raise _UnusualError
            formula = self._shared.formula(cell, index[1].decode(), formula)
        if not formula:
            raise _UnusualError
        return formula
