"""Finding where on a sheet something holds, by asking Excel about ever smaller blocks instead of cell by cell."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TypeVar

from enamnd_xl.workbook.address import Area, Cell

_Answer = TypeVar("_Answer")

MAX_ADDRESS = 250
"""The characters that Excel takes in an address of many areas, less a few. Source: 255, as Range() documents it."""


def uniform_areas(
    cells: Collection[Cell], ask: Callable[[Area], _Answer | None]
) -> Iterator[tuple[Area, list[Cell], _Answer]]:
    """Divide cells into blocks about which Excel gives one answer.

    Args:
        cells: the cells of interest; blocks without any are never asked about.
        ask: what Excel answers about a block, None when the answer is not the same for the whole of it.

    Returns:
        Blocks, the cells in each, and the answer; a single cell without an answer is left out.
    """
    if not cells:
        return
    area = bounding(cells)
    answer = ask(area)
    if answer is not None:
        yield area, list(cells), answer
    elif area.left < area.right:  # a column mostly has one answer, so columns are asked about first
        columns: dict[int, list[Cell]] = {}
        for cell in cells:
            columns.setdefault(cell[1], []).append(cell)
        for column in columns.values():
            yield from uniform_areas(column, ask)
    elif area.size > 1:
        for half in _halves(area):
            yield from uniform_areas([cell for cell in cells if half.covers(cell)], ask)


def areas_where(area: Area, ask: Callable[[Area], bool | None]) -> Iterator[Area]:
    """Find the blocks of an area for the whole of which Excel says yes.

    Args:
        area: where to look.
        ask: what Excel answers about a block, None when it is so for a part of it only.
    """
    answer = ask(area)
    if answer:
        yield area
    elif answer is None and area.size > 1:
        for half in _halves(area):
            yield from areas_where(half, ask)


def cells_of(area: Area) -> Iterator[Cell]:
    """Go through the cells of an area, row by row."""
    return ((row, column) for row in range(area.top, area.bottom + 1) for column in range(area.left, area.right + 1))


def bounding(cells: Iterable[Cell]) -> Area:
    """Give the smallest area that covers cells.

    >>> str(bounding([(2, 5), (7, 3)]))
    'C2:E7'
    """
    rows, columns = zip(*cells, strict=True)
    return Area(min(rows), min(columns), max(rows), max(columns))


def addresses(cells: Iterable[Cell]) -> Iterator[str]:
    """Write cells as addresses that Excel takes, runs below each other gathered.

    >>> list(addresses([(1, 1), (2, 1), (5, 3)]))
    ['A1:A2,C5']
    """
    address = ""
    for run in map(str, _runs(cells)):
        if len(address) + len(run) >= MAX_ADDRESS:
            yield address
            address = ""
        address = f"{address},{run}" if address else run
    if address:
        yield address


def _halves(area: Area) -> tuple[Area, Area]:
    height, width = area.bottom - area.top + 1, area.right - area.left + 1
    if height >= width:
        middle = area.top + height // 2
        return Area(area.top, area.left, middle - 1, area.right), Area(middle, area.left, area.bottom, area.right)
    middle = area.left + width // 2
    return Area(area.top, area.left, area.bottom, middle - 1), Area(area.top, middle, area.bottom, area.right)


def _runs(cells: Iterable[Cell]) -> Iterator[Area]:
    top = bottom = left = 0
    for column, row in sorted((column, row) for row, column in cells):
        if (column, row) == (left, bottom + 1):
            bottom = row
            continue
        if left:
            yield Area(top, left, bottom, left)
        top, bottom, left = row, row, column
    if left:
        yield Area(top, left, bottom, left)
