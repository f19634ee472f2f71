"""The fast reader of Open XML workbooks: a scan of the parts, and the values of their cells.

The values of a large book, or of one that is to be recalculated, come from the calculation engine's loader. A small
book of which the engine is asked nothing else is read cell by cell, in a tenth of the time that it takes to load the
engine into a process.
"""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from itertools import starmap
from typing import TYPE_CHECKING, Any, TypeAlias
from xml.parsers.expat import ExpatError, ParserCreate

from enamnd_xl.errors import ReadError
from enamnd_xl.files.extent import cells_with_content, measure
from enamnd_xl.files.formats import unescape
from enamnd_xl.files.package import MENDS, Package
from enamnd_xl.files.reading import Reading
from enamnd_xl.files.scan import SheetScan, read_cells, scan_sheet
from enamnd_xl.files.structure import SheetPart, Structure, parse_xml
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.formulas import is_plain
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, Value, is_number

if TYPE_CHECKING:
    from enamnd_xl.files.structured import Tables

_SPARSE = 50
"""A sheet whose used rectangle has more than this many places for each cell with content is read cell by cell."""
_SMALL_BYTES = 200_000
"""Sheets of so many bytes together, some 4,000 cells, are read as fast without the engine as with it."""

Rows: TypeAlias = list[list[Value]]


def read_fast(package: Package, structure: Structure, spare_plain: bool = False) -> Reading:
    """Read an Open XML workbook.

    Args:
        package: the workbook.
        structure: what it is made of.
        spare_plain: see read().

    Raises:
        ReadError: it is damaged, or its cells are too widely spread to be held.
    """
    strings = _SharedStrings(package, structure.strings)
    scans: list[SheetScan] = []
    sparse: list[list[Cell] | None] = []
    mended: dict[str, bytes] = {}
    given: dict[tuple[str, Cell], str] = {}
    kept: list[bytes] = []
    left = _SMALL_BYTES
    tables_named = _tables_by_name(structure)
    for part in structure.sheets:
        data = package.part(part.part)
        size = measure(data)
        if size is None:
            from enamnd_xl.files.plain import make_plain

            data = mended[part.part] = make_plain(data, f"{package.path.name}, bladet {part.name}")
            size = measure(data)
            if size is None:
                raise _not_understood(package)
        left -= len(data)
        if left >= 0:
            kept.append(data)
        scan = scan_sheet(data, size, structure, strings)
        if tables_named and b"[" in data:
            given |= tables_named.spell_out(data, scan, part.name)
        if scan.cut:
            mended[part.part] = scan.mend(data)
        scans.append(scan)
        sparse.append(_sparse_cells(data, scan))
    plain = spare_plain and all(is_plain(text) for scan in scans for text in scan.formulas.values())
    engine = None
    if plain and left >= 0 and not any(sparse):
        for name in set(package.names).difference(part.part for part in structure.sheets):
            if name.endswith((".xml", ".rels")):
                package.part(name)  # as the engine's loader would have done: one that is damaged is told
        tables = [_read_small(package, *one, structure, strings) for one in zip(kept, scans, strict=True)]
    else:
        from enamnd_xl.files.engine_values import read_values
        from enamnd_xl.files.load import load_engine

        formulas = {part.name: scan.formulas for part, scan in zip(structure.sheets, scans, strict=True)}
        engine = load_engine(package, structure, mended, formulas, plain, given)
        tables = [
            read_values(package, part, scan, cells, engine)
            for part, scan, cells in zip(structure.sheets, scans, sparse, strict=True)
        ]
    sheets = tuple(starmap(_sheet, zip(structure.sheets, scans, tables, strict=True)))
    snapshot = Snapshot(sheets, structure.names, structure.tables)
    return Reading(snapshot, engine=None if plain else engine, is_plain=plain)


def _tables_by_name(structure: Structure) -> "Tables | None":
    """Give the tables that formulas may refer to by name; most books have none, and need not load what reads them."""
    if not structure.tables:
        return None
    from enamnd_xl.files.structured import Tables

    return Tables(structure.tables)


def _read_small(package: Package, data: bytes, scan: SheetScan, structure: Structure, strings: Sequence[str]) -> Rows:
    """Read the values of a sheet cell by cell into the scan, and give the blank rows that they are to stand in."""
    try:
        ParserCreate().Parse(data, True)  # a scan does not see that a part is cut off
    except ExpatError as cause:
        raise _not_understood(package) from cause
    read_cells(data, scan, structure, strings)
    return [[None] * scan.width for _ in range(scan.height)]


def _not_understood(package: Package) -> ReadError:
    return ReadError(f"{package.path.name} är skadad eller skriven på ett sätt som inte går att tolka.", MENDS)


class _SharedStrings(Sequence[str]):
    """The shared strings, read when the first is asked for."""

    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self._part = part
        self._texts: list[str] | None = None

    def _loaded(self) -> list[str]:
        if self._texts is None:
            items = parse_xml(self._package, self._part) if self._part else ()
            self._texts = [unescape("".join(_text_runs(item))) for item in items]
        return self._texts

    def __len__(self) -> int:
        return len(self._loaded())

    def __getitem__(self, index: Any) -> Any:
        return self._loaded()[index]


def _text_runs(item: ET.Element) -> list[str]:
    """Give the pieces of a rich text, phonetic ones left out."""
    return [text.text or "" for text in (*item.iterfind("{*}t"), *item.iterfind("{*}r/{*}t"))]


def _sparse_cells(data: bytes, scan: SheetScan) -> list[Cell] | None:
    """Give the cells with content of a sheet too sparse to be read as one block; None for another sheet."""
    places = scan.height * scan.width
    if places < 1_000_000 or places <= _SPARSE * data.count(b"</c>"):
        return None
    return list(cells_with_content(data))


def _sheet(part: SheetPart, scan: SheetScan, rows: Rows) -> Sheet:
    astray: dict[Cell, Value] = {}  # a cell may call itself one of another row than it stands in
    for cell, value in scan.values.items():
        row, column = cell
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = value
        else:
            astray[cell] = value
    sheet = Sheet(part.name, _trimmed(rows)).with_values(astray)
    return Sheet(
        name=part.name,
        rows=sheet.rows,
        formulas=scan.formulas,
        arrays=scan.arrays,
        number_formats={
            cell: code
            for cell, code in scan.number_formats.items()
            if cell in scan.formulas or is_number(sheet.value(cell))
        },
        hidden=part.hidden,
        merged=scan.merged,
    )


def _trimmed(rows: Rows) -> tuple[tuple[Value, ...], ...]:
    """Leave out the blanks that rows and the sheet end with."""
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return tuple(map(tuple, rows))
