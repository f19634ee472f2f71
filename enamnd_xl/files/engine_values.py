"""The values of a worksheet, out of the calculation engine that has loaded it."""

from typing import Any

from enamnd_xl.errors import ReadError
from enamnd_xl.files.engine import Engine, value_from_engine
from enamnd_xl.files.package import Package
from enamnd_xl.files.scan import SheetScan
from enamnd_xl.files.structure import SheetPart
from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.snapshot import Value

_AS_THEY_ARE = frozenset((float, bool, str, type(None)))
MAX_PLACES = 50_000_000
"""The places in a snapshot's rows that a sheet may take: 400 MB. Source: fifty times our largest benchmark."""


def read_values(
    package: Package, part: SheetPart, scan: SheetScan, sparse: list[Cell] | None, engine: Engine
) -> list[list[Value]]:
    """Take a sheet's values, row by row.

    Args:
        package: the workbook, for its name.
        part: the sheet.
        scan: what was found of it, for how far it reaches.
        sparse: its cells with content, where they are too few for it to be taken as one block.
        engine: what has loaded it.

    Raises:
        ReadError: the cells are too widely spread to be held.
    """
    return _sparse_rows(package, part, sparse, engine) if sparse is not None else _dense_rows(part, scan, engine)


def _dense_rows(part: SheetPart, scan: SheetScan, engine: Engine) -> list[list[Value]]:
    if not scan.height or not scan.width:
        return []
    block = engine.block(part.name, Area(1, 1, scan.height, scan.width))
    return [row if _is_as_it_is(row) else list(map(value_from_engine, row)) for row in block]


def _is_as_it_is(row: list[Any]) -> bool:
    """Tell whether the values that the engine gives of a row are those of the cells: an empty text is a blank cell."""
    return _AS_THEY_ARE.issuperset(map(type, row)) and "" not in row


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
