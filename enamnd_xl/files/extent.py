"""How far a worksheet part reaches, and whether it is in its plain form, found with a few passes over its bytes."""

import re
from collections.abc import Iterator

from enamnd_xl.workbook.address import Cell, column_letters, column_number

_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_ROOT = re.compile(rb"<(?![?!])[^>]*>")
# The patterns begin with what is rare in a sheet of numbers, which makes a pass over it two to three times as fast.
_ODD_CELL = re.compile(rb'<c(?! r="[A-Z])')
_ODD_ROW = re.compile(rb'ow(?<=<row)(?! r="[1-9])')
_ROW = re.compile(rb'ow(?<=<row) r="([0-9]+)"')
_ODD_HABIT = re.compile(rb"='|</[A-Za-z]+\s")  # how a program writes its tags shows in the first of them
_CELL = re.compile(rb'<c r="([A-Z]+)')
_CONTENT = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*(?<!/)>')


def is_plain(data: bytes) -> bool:
    """Tell whether a worksheet part is in its plain form (see plain.py).

    >>> main = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    >>> is_plain(b"<worksheet " + main + b"><sheetData/></worksheet>"), is_plain(b'<x:worksheet xmlns:x="u"/>')
    (True, False)
    """
    root = _ROOT.search(data)
    start, end = cells_span(data)
    return (
        root is not None
        and root[0].startswith(b"<worksheet")
        and _MAIN in root[0]
        and start > 0
        and (data.find(b"!", start, end) < 0 or data.find(b"<!", start, end) < 0)
        and not _ODD_HABIT.search(data, start, min(end, start + 4096))
        and not _ODD_CELL.search(data, start, end)
        and not _ODD_ROW.search(data, start, end)
    )


def cells_span(data: bytes) -> tuple[int, int]:
    """Give where in a worksheet part the cells begin and end.

    >>> cells_span(b"<worksheet><sheetData><row/></sheetData></worksheet>")
    (11, 28)
    """
    start = max(data.find(b"<sheetData"), 0)
    return start, max(data.rfind(b"</sheetData>"), start)


def find_extent(data: bytes) -> tuple[int, int]:
    """Give the last row with content, and the last column (or one beyond it), of a part in its plain form.

    What a sheet declares as its range is not asked: it may be any size.

    >>> find_extent(b'<sheetData><row r="2"><c r="A2"><v>1</v></c><c r="AB2"/></row><row r="9"></row></sheetData>')
    (2, 28)
    """
    start, end = cells_span(data)
    last = data.rfind(b"</c>", start, end)
    if last < 0:
        return 0, 0
    rows = [int(row) for row in _ROW.findall(data, start, end)]
    if rows == sorted(rows):
        found = _ROW.search(data, data.rfind(b'<row r="', start, last))
        height = int(found[1]) if found else 0
    else:
        height = max(rows)
    first_end = data.find(b"</row>", start, end)  # most sheets are no wider than their first row
    first = _CELL.match(data, data.rfind(b'<c r="', start, first_end)) if first_end > 0 else None
    width = column_number(first[1].decode()) if first else 0
    while beyond := _later_than(width).search(data, start, end):
        start, width = beyond.end(), column_number(beyond[1].decode())
    return height, width


def _later_than(column: int) -> re.Pattern[bytes]:
    """Match a cell that stands in a later column."""
    letters = column_letters(column)
    later = [f"[A-Z]{{{len(letters) + 1},}}"]
    for index, letter in enumerate(letters):
        if letter != "Z":
            rest = "[A-Z]" * (len(letters) - index - 1)
            later.append(f"{letters[:index]}[{chr(ord(letter) + 1)}-Z]{rest}")
    return re.compile(f' r="({"|".join(later)})[0-9]'.encode())


def row_starts(data: bytes) -> dict[int, int]:
    """Give where each row begins, in a part in its plain form."""
    return {int(found[1]): found.start() - 2 for found in _ROW.finditer(data, *cells_span(data))}


def cells_with_content(data: bytes) -> Iterator[Cell]:
    """Go through the addresses of the cells that are not empty elements, in a part in its plain form."""
    for letters, digits in _CONTENT.findall(data):
        yield int(digits), column_number(letters.decode())
