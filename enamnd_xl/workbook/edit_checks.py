"""Whether edits can be made in a workbook; checked before any is made, so that none is made when one cannot be."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from enamnd_xl.errors import InputError
from enamnd_xl.workbook.address import MAX_COLUMN, MAX_ROW, Area, Cell, to_a1
from enamnd_xl.workbook.edits import Edit, ResizeTable, SetFormula, SetValues, ShowMarks
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, Table, Value

MAX_TEXT = 32_767  # Source: Excel specifications and limits: characters in a cell
MAX_NUMBER = 9.99999999999999e307  # Source: the same
FIRST_YEAR = 1900  # Source: the same
MAX_FORMULA = 8_192  # Source: the same: characters in a formula


def check_edit(snapshot: Snapshot, edit: Edit) -> None:
    """Make sure that an edit can be made in a workbook.

    Raises:
        InputError: a sheet is not there, a cell is none, a text is too long, or a cell is part of something
            that can only be changed as a whole.

    >>> check_edit(Snapshot((Sheet("Blad1"),)), SetValues("Blad2", (1, 1), ((5,),)))
    Traceback (most recent call last):
    enamnd_xl.errors.InputError: Arbetsboken har inget blad som heter Blad2. Kontrollera bladets namn; bladen är: Blad1.
    """
    match edit:
        case SetValues() | SetFormula():
            sheet = find_sheet(snapshot, edit.sheet)
            if isinstance(edit, SetFormula):
                _check_formula(edit)
            _check_cells(sheet, edit.cells, [t for t in snapshot.tables if t.sheet == sheet.name and t.has_header])
        case ShowMarks(_, marks):
            for name in {mark.sheet for mark in marks}:
                find_sheet(snapshot, name)
        case ResizeTable():
            _check_reach(snapshot, edit)
        case _:
            pass


def find_sheet(snapshot: Snapshot, name: str) -> Sheet:
    """Find a sheet that an edit names.

    Raises:
        InputError: it is not there.
    """
    sheet = snapshot.sheet(name)
    if sheet is None:
        there = ", ".join(sheet.name for sheet in snapshot.sheets)
        raise InputError(
            f"Arbetsboken har inget blad som heter {name}.", f"Kontrollera bladets namn; bladen är: {there}."
        )
    return sheet


def find_table(snapshot: Snapshot, name: str) -> Table:
    """Find a table that an edit names.

    Raises:
        InputError: it is not there.
    """
    for table in snapshot.tables:
        if table.name.casefold() == name.casefold():
            return table
    raise InputError(f"Arbetsboken har ingen tabell som heter {name}.", "Kontrollera tabellens namn.")


def _check_reach(snapshot: Snapshot, edit: ResizeTable) -> None:
    table, area = find_table(snapshot, edit.table), edit.area
    if area[:2] != table.area[:2] or area.right - area.left + 1 != len(edit.columns) or area.bottom <= area.top:
        raise InputError(
            f"Tabellen {table.name} kan inte nå {area}: den börjar i {to_a1(table.area[:2])}, och har en rubrik för "
            "varje kolumn.",
            "Låt den växa nedåt eller åt höger.",
        )
    others = [other for other in snapshot.tables if other.sheet == table.sheet and other.name != table.name]
    for other in others:
        if any(_meeting([other.area], area)):
            raise InputError(
                f"Tabellen {table.name} på bladet {table.sheet} kan inte nå {area}, för där står {other.name}.",
                "Flytta den tabellen längre ned.",
            )


def _check_formula(edit: SetFormula) -> None:
    if not 0 < len(edit.formula) < MAX_FORMULA:
        raise InputError(
            f"{edit.sheet}!{to_a1(edit.cell)}: en formel har mellan 1 och {MAX_FORMULA} tecken, inte "
            f"{len(edit.formula)}.",
            "Dela upp den i flera celler.",
        )


def _check_cells(sheet: Sheet, cells: dict[Cell, Value], tables: Sequence[Table]) -> None:
    rows, columns = [row for row, _ in cells], [column for _, column in cells]
    if not cells:
        return
    reach = Area(min(rows), min(columns), max(rows), max(columns))
    if reach.top < 1 or reach.left < 1 or reach.bottom > MAX_ROW or reach.right > MAX_COLUMN:
        raise InputError(
            f"{sheet.name}: ett blad har {MAX_ROW} rader och {MAX_COLUMN} kolumner, och det som ska skrivas ryms inte.",
            "Skriv till ett område längre upp eller till vänster.",
        )
    for cell, value in cells.items():
        _check_value(f"{sheet.name}!{to_a1(cell)}", value)
    for area in _meeting(sheet.merged, reach):
        for cell in cells:
            if cells[cell] is not None and area.covers(cell) and cell != area[:2]:
                raise InputError(
                    f"{sheet.name}!{to_a1(cell)} ingår i de sammanfogade cellerna {area}, så det som skrivs där syns "
                    "inte.",
                    f"Skriv i {to_a1(area[:2])}, eller dela upp cellerna.",
                )
    for start, area in sheet.arrays.items():
        if start not in cells and any(_meeting([area], reach)) and any(area.covers(cell) for cell in cells):
            raise InputError(
                f"{sheet.name}!{area} fylls av formeln i {to_a1(start)}, så en del av området kan inte ändras för sig.",
                f"Ändra formeln i {to_a1(start)}, eller skriv över hela området.",
            )
    for table in tables:
        for column, heading in enumerate(table.columns, table.area.left):
            cell = (table.area.top, column)
            if cell in cells and cells[cell] != heading:
                raise InputError(
                    f"{sheet.name}!{to_a1(cell)} är rubriken {heading} i tabellen {table.name}, som formler kan "
                    "hänvisa till.",
                    "Byt rubrik i Excel, som då ändrar formlerna också.",
                )


def _check_value(place: str, value: Value) -> None:
    if isinstance(value, str) and len(value) > MAX_TEXT:
        raise InputError(f"{place}: texten har {len(value)} tecken, och en cell rymmer {MAX_TEXT}.", "Korta den.")
    if isinstance(value, int | float) and not -MAX_NUMBER <= value <= MAX_NUMBER:
        shown = value if isinstance(value, float) else "ett heltal med hundratals siffror"
        raise InputError(f"{place}: {shown} är inget tal som en cell kan visa.", "Kontrollera beräkningen.")
    if isinstance(value, date) and value.year < FIRST_YEAR:
        raise InputError(
            f"{place}: {value} ligger före {FIRST_YEAR}, då Excels kalender börjar.", "Skriv den som text."
        )


def _meeting(areas: Iterable[Area], reach: Area) -> Iterator[Area]:
    for area in areas:
        if (
            area.top <= reach.bottom
            and area.bottom >= reach.top
            and area.left <= reach.right
            and area.right >= reach.left
        ):
            yield area
