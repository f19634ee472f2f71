"""A worksheet part: whether it is in its plain form, where its cells stand, and what is read out of it."""

import re
from typing import TypeAlias

from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.references import translate
from enamnd_xl.workbook.snapshot import Value

_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_ROOT = re.compile(rb"<(?![?!])[^>]*>")
_ODD_HABIT = re.compile(rb"<[^<>]*='|</[A-Za-z]+\s")  # how a program writes its tags shows in the first of them
# The patterns begin with what is rare in a sheet of numbers, which makes a pass over it two to three times as fast.
_ROW = re.compile(rb'ow(?<=<row)(?: r="([1-9][0-9]*)")?')
_NO_ADDRESS = re.compile(rb'<c(?=[\s/>])(?! r="[A-Z]+[1-9])')
_MERGED = re.compile(rb'<mergeCell\s[^>]*?ref="([^"]+)"')

Rows: TypeAlias = list[list[Value]]

MOST_PLACES = 50_000_000
"""The places in a snapshot's rows that a sheet may take: 400 MB. Source: fifty times our largest benchmark."""
ENGINE_ERRORS = frozenset((b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!"))
"""Error values that the engine's loader knows; it refuses a sheet that holds another, such as #SPILL!."""


class SheetContent:
    """What is read out of a worksheet part.

    Attributes:
        rows: the values as the file has them, row by row; None where there is none.
        formulas: cell -> formula as Sheet.formulas has it.
        arrays: cell of an array formula or a data table -> the area it fills.
        number_formats: cell -> format code that changes the meaning of a number.
        merged: merged areas, in order.
        cut: (start, end, replacement) in the part, of what the engine must not see.
    """

    def __init__(self) -> None:
        self.rows: Rows = []
        self.formulas: dict[Cell, str] = {}
        self.arrays: dict[Cell, Area] = {}
        self.number_formats: dict[Cell, str] = {}
        self.merged: tuple[Area, ...] = ()
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


class SharedFormulas:
    """The formulas of a part that are written once, in the first of the cells that share them."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, Cell]] = {}

    def formula(self, cell: Cell, key: str, text: str) -> str:
        """Give the formula of a cell; an empty text where no cell before it has said what it is.

        Args:
            cell: where it stands.
            key: the number that the cells have in common.
            text: what is written in this one.
        """
        if text:
            self._known[key] = text, cell
            return text
        formula, origin = self._known.get(key, ("", cell))
        return translate(formula, origin, cell)


def is_in_plain_form(data: bytes) -> bool:
    """Tell whether every row and cell begins with its address, and nothing is written in an odd way; see plain.py.

    >>> main = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    >>> is_in_plain_form(main + b'<row r="2"><c r="A2"><v>1</v></c></row></sheetData></worksheet>')
    True
    >>> is_in_plain_form(b'<x:worksheet xmlns:x="u"/>')
    False
    """
    start, end = cells_span(data)
    return (
        has_plain_tags(data)
        and all(_ROW.findall(data, start, end))  # each with its number
        and not _NO_ADDRESS.search(data, start, end)
    )


def has_plain_tags(data: bytes) -> bool:
    """Tell whether the root, the comments and the first tags are as in the plain form."""
    root = _ROOT.search(data)
    start, end = cells_span(data)
    return (
        root is not None
        and root[0].startswith(b"<worksheet")
        and _MAIN in root[0]
        and start > 0
        and (data.find(b"!", start, end) < 0 or data.find(b"<!", start, end) < 0)
        and not _ODD_HABIT.search(data, start, min(end, start + 4096))
    )


def cells_span(data: bytes) -> tuple[int, int]:
    """Give where in a worksheet part the cells begin and end.

    >>> cells_span(b"<worksheet><sheetData><row/></sheetData></worksheet>")
    (11, 28)
    """
    start = max(data.find(b"<sheetData"), 0)
    return start, max(data.rfind(b"</sheetData>"), start)


def row_starts(data: bytes) -> dict[int, int]:
    """Give where each row begins, in a part in its plain form."""
    return {int(found[1]): found.start() - 2 for found in _ROW.finditer(data, *cells_span(data))}


def merged_areas(data: bytes) -> tuple[Area, ...]:
    """Give the merged areas of a part in its plain form, in order."""
    return tuple(sorted(Area.from_a1(found[1].decode()) for found in _MERGED.finditer(data, cells_span(data)[1])))
