"""The living workbook blanked for a new year: members, services and keys stay, the year's amounts are to be typed."""

from collections.abc import Iterator
from dataclasses import replace

from enamnd_xl.books.living.words import BUDGET_YEAR, Column, Tab
from enamnd_xl.books.spec import BookSpec, CellSpec, Kind, Role, SheetSpec
from enamnd_xl.followup.periods import MONTHS
from enamnd_xl.workbook.address import Area, Cell

_YEARS_OWN = {Column.AMOUNT, Column.COST, Column.DECISION}
"""The columns of the sheet Tjänster that are decided anew each year."""
_REPORTED = {Tab.OUTCOME, Tab.FOLLOW_UP, Tab.FORECAST, Tab.SURPLUS}
"""The sheets on which a year's course is typed."""


def blank_book(book: BookSpec, path: str) -> BookSpec:
    """Blank a living workbook for the year after its own.

    Args:
        book: the living workbook of a year, as it is laid out.
        path: the template's path.
    """
    place = next(name.refers_to for name in book.names if name.name == BUDGET_YEAR)
    year = Area.from_a1(place.rpartition("!")[2])[:2]
    sheets = tuple(_blank(sheet, year) for sheet in book.sheets if sheet.name != Tab.PUBLISHED)
    names = tuple(name for name in book.names if str(Tab.PUBLISHED) not in name.refers_to)
    return replace(book, path=path, title=f"{book.owner}, mall för ett nytt år", sheets=sheets, names=names)


def _blank(sheet: SheetSpec, year: Cell) -> SheetSpec:
    if sheet.name == Tab.START:
        return replace(sheet, cells=dict(_start_cells(sheet, year)))
    if sheet.name == Tab.ITEMS:
        typed = set(_typed_cells(sheet))
        cells = {cell: replace(spec, value=None) if cell in typed else spec for cell, spec in sheet.cells.items()}
        return replace(sheet, cells=cells)
    if sheet.name in _REPORTED:
        return replace(sheet, cells={cell: _unreported(spec) for cell, spec in sheet.cells.items()})
    return sheet


def _unreported(spec: CellSpec) -> CellSpec:
    """A cell before the year has begun: its month is the first, its years go on, and nothing else is typed."""
    if spec.style.role is not Role.INPUT or spec.formula is not None:
        return spec
    if spec.style.kind is Kind.YEAR and isinstance(spec.value, int):
        return replace(spec, value=spec.value + 1)
    return replace(spec, value=MONTHS[0] if spec.value in MONTHS else None)


def _typed_cells(sheet: SheetSpec) -> Iterator[Cell]:
    for table in sheet.tables:
        for column, heading in enumerate(table.columns, table.area.left):
            if heading in _YEARS_OWN:
                for row in range(table.area.top + 1, table.area.bottom + 1):
                    if sheet.cells[row, column].formula is None:
                        yield row, column


def _start_cells(sheet: SheetSpec, year: Cell) -> Iterator[tuple[Cell, CellSpec]]:
    this_year = int(str(sheet.cells[year].value))
    gone = next((row for (row, _), spec in sheet.cells.items() if spec.link == Tab.PUBLISHED), None)
    for cell, spec in sheet.cells.items():
        if cell == year:
            yield cell, replace(spec, value=this_year + 1)
        elif cell[0] != gone:
            yield cell, spec
