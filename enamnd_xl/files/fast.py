"""The fast reader of Open XML workbooks: values from the engine's loader, the rest from a scan of the parts."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import Any

from enamnd_xl.errors import ReadError
from enamnd_xl.files.engine import Engine, value_from_engine
from enamnd_xl.files.extent import cells_with_content, measure
from enamnd_xl.files.formats import unescape
from enamnd_xl.files.load import load_engine
from enamnd_xl.files.package import Package
from enamnd_xl.files.reading import Reading
from enamnd_xl.files.scan import SheetScan, scan_sheet
from enamnd_xl.files.structure import SheetPart, Structure, parse_xml
from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.formulas import is_plain
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, Value

_SPARSE = 50
"""A sheet whose used rectangle has more than this many places for each cell with content is read cell by cell."""

_AS_THEY_ARE = frozenset((float, bool, str, type(None)))
MAX_PLACES = 50_000_000
"""The places in a snapshot's rows that a sheet may take: 400 MB. Source: fifty times our largest benchmark."""


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
    for part in structure.sheets:
        data = package.part(part.part)
        size = measure(data)
        if size is None:
            from enamnd_xl.files.plain import make_plain

            data = mended[part.part] = make_plain(data, f"{package.path.name}, bladet {part.name}")
            size = measure(data) or (0, 0)
        scan = scan_sheet(data, size, structure, strings)
        if scan.cut:
            mended[part.part] = scan.mend(data)
        scans.append(scan)
        sparse.append(_sparse_cells(data, scan))
    formulas = {part.name: scan.formulas for part, scan in zip(structure.sheets, scans, strict=True)}
    plain = spare_plain and all(is_plain(text) for scan in scans for text in scan.formulas.values())
    engine = load_engine(package, structure, mended, formulas, values_only=plain)
    sheets = tuple(
        _sheet(package, part, scan, cells, engine)
        for part, scan, cells in zip(structure.sheets, scans, sparse, strict=True)
    )
    snapshot = Snapshot(sheets, structure.names, structure.tables)
    return Reading(snapshot, engine=None if plain else engine, is_plain=plain)


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


def _sheet(package: Package, part: SheetPart, scan: SheetScan, cells: list[Cell] | None, engine: Engine) -> Sheet:
    rows = _sparse_rows(package, part, cells, engine) if cells is not None else _dense_rows(part, scan, engine)
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
            if cell in scan.formulas or _is_number(sheet.value(cell))
        },
        hidden=part.hidden,
        merged=scan.merged,
    )


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _dense_rows(part: SheetPart, scan: SheetScan, engine: Engine) -> list[list[Value]]:
    if not scan.height or not scan.width:
        return []
    block = engine.block(part.name, Area(1, 1, scan.height, scan.width))
    return [row if _is_as_it_is(row) else list(map(value_from_engine, row)) for row in block]


def _is_as_it_is(row: list[Any]) -> bool:
    """Tell whether the values that the engine gives of a row are those of the cells: an empty text is a blank cell."""
    kinds = set(map(type, row))
    return kinds <= _AS_THEY_ARE and (str not in kinds or "" not in [v for v in row if type(v) is str])


def _sparse_rows(package: Package, part: SheetPart, cells: list[Cell], engine: Engine) -> list[list[Value]]:
    widths: dict[int, int] = {}
    for row, column in cells:
        widths[row] = max(column, widths.get(row, 0))
    if sum(widths.values()) > MAX_PLACES:
        raise ReadError(
            f"{package.path.name}: bladet {part.name} har celler utspridda över en orimligt stor yta.",
            "Ta bort det som står långt utanför tabellerna (Ctrl+End visar var) och spara en kopia.",
        )
    rows: list[list[Value]] = [[]] * max(widths, default=0)
    for row, width in widths.items():
        rows[row - 1] = [None] * width
    for row, column in cells:
        rows[row - 1][column - 1] = engine.value(part.name, (row, column))
    return rows


def _trimmed(rows: list[list[Value]]) -> tuple[tuple[Value, ...], ...]:
    """Leave out the blanks that rows and the sheet end with."""
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return tuple(map(tuple, rows))
