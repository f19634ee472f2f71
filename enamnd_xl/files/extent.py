"""How far a worksheet part reaches, and whether it is in its plain form, found with a few passes over its bytes."""

import re
from collections.abc import Iterator

from enamnd_xl.workbook.address import Cell, column_letters, column_number

_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_ROOT = re.compile(rb"<(?![?!])[^>]*>")
# The patterns begin with what is rare in a sheet of numbers, which makes a pass over it two to three times as fast.
_ROW = re.compile(rb'ow(?<=<row)(?: r="([1-9][0-9]*)")?')
_ODD_HABIT = re.compile(rb"<[^<>]*='|</[A-Za-z]+\s")  # how a program writes its tags shows in the first of them
_CELL = re.compile(rb'<c r="([A-Z]+)')
_CONTENT = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*(?<!/)>')


def measure(data: bytes) -> tuple[int, int] | None:
    """Give the last row with content, and the last column, of a worksheet part; None when it is not in its plain form.

    What a sheet declares as its range is not asked: it may be any size.

    Args:
        data: the part.

    Returns:
        The height and the width; the width may be that of a blank cell. None: see plain.py.

    >>> main = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    >>> rows = b'<row r="2"><c r="A2"><v>1</v></c><c r="AB2"/></row><row r="9"></row>'
    >>> measure(b"<worksheet " + main + b"><sheetData>" + rows + b"</sheetData></worksheet>")
    (2, 28)
    >>> measure(b'<x:worksheet xmlns:x="u"/>') is None
    True
    """
    if not _looks_plain(data):
        return None
    start, end = cells_span(data)
    numbers = _ROW.findall(data, start, end)
    if b"" in numbers:  # a row that does not begin with its number
        return None
    width = _find_width(data, start, end)
    last = data.rfind(b"</c>", start, end)
    if width is None or last < 0:
        return None if width is None else (0, 0)
    rows = list(map(int, numbers))
    if rows == sorted(rows):
        found = _ROW.match(data, data.rfind(b'<row r="', start, last) + 2)
        return int(found[1]) if found else 0, width
    return max(rows), width


def _looks_plain(data: bytes) -> bool:
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


def _find_width(data: bytes, start: int, end: int) -> int | None:
    """Give the last column of the cells; None when a cell does not begin with its address."""
    first_end = data.find(b"</row>", start, end)  # most sheets are no wider than their first row
    first = _CELL.match(data, data.rfind(b'<c r="', start, first_end)) if first_end > 0 else None
    width = column_number(first[1].decode()) if first else 1
    while other := _other_than_up_to(width).search(data, start, end):
        beyond = _CELL.match(data, other.start())
        if not beyond:
            return None
        start, width = other.end(), max(width, column_number(beyond[1].decode()))
    return width


def _other_than_up_to(column: int) -> re.Pattern[bytes]:
    """Match a cell that does not stand in one of the columns up to this one."""
    return re.compile(f'<c(?! r="(?:{_columns_up_to(column_letters(column))})[0-9])'.encode())


def _columns_up_to(letters: str) -> str:
    """Write what matches the columns up to one.

    >>> _columns_up_to("BJ")
    '[A-A][A-Z]{0,1}|B(?:[A-J])?|[C-Z][A-Z]{0,0}'
    """
    first, rest = letters[0], letters[1:]
    if not rest:
        return f"[A-{first}]"
    ways = [f"{first}(?:{_columns_up_to(rest)})?"]
    if first > "A":
        ways.insert(0, f"[A-{chr(ord(first) - 1)}][A-Z]{{0,{len(rest)}}}")
    if first < "Z":
        ways.append(f"[{chr(ord(first) + 1)}-Z][A-Z]{{0,{len(rest) - 1}}}")
    return "|".join(ways)


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


def cells_with_content(data: bytes) -> Iterator[Cell]:
    """Go through the addresses of the cells that are not empty elements, in a part in its plain form."""
    for letters, digits in _CONTENT.findall(data):
        yield int(digits), column_number(letters.decode())
