"""Uppdatera uppföljning: the sheet Uppföljning for as many months as there is outcome for, by its own formulas."""

from collections.abc import Iterator
from datetime import date

from enamnd_xl.actions.living_tables import LivingTable, open_table
from enamnd_xl.actions.named_cells import find_named_cell
from enamnd_xl.actions.outcome import Outcome
from enamnd_xl.actions.restore import restore_formulas
from enamnd_xl.books.living.words import BUDGET_YEAR, CHOSEN_MONTH, Column, TableName
from enamnd_xl.errors import InputError, WorkbookError
from enamnd_xl.followup.periods import MONTHS, Period, parse_period
from enamnd_xl.workbook.edits import Edit, set_value
from enamnd_xl.workbook.snapshot import Snapshot


def update_follow_up(snapshot: Snapshot) -> Outcome:
    """Let Uppföljning reach the last month of the budget year that Utfall has, and put its formulas back.

    Raises:
        WorkbookError: it is no living workbook, or a period on Utfall cannot be read.
    """
    outcome, follow_up = (open_table(snapshot, name) for name in (TableName.OUTCOME, TableName.FOLLOW_UP))
    year, (sheet, cell) = _year(snapshot), find_named_cell(snapshot, CHOSEN_MONTH)
    months = [period.last for period in _periods(outcome) if period.year == year]
    if not months:
        return Outcome((), f"Utfall har inga belopp för {year}, så uppföljningen är som den var.")
    month = MONTHS[max(months) - 1]
    columns = [column for heading, column in follow_up.headings().items() if heading != Column.COMMENT]
    restored: list[Edit] = list(restore_formulas(follow_up.sheet, follow_up.rows, columns))
    edits = [set_value(sheet, cell, month)] if _value(snapshot, CHOSEN_MONTH) != month else []
    back = f" Formler som var överskrivna är tillbaka: {len(restored)} celler." if restored else ""
    return Outcome((*edits, *restored), f"Uppföljningen gäller till och med {month} {year}.{back}")


def _year(snapshot: Snapshot) -> int:
    year = _value(snapshot, BUDGET_YEAR)
    if not isinstance(year, int | float):
        raise WorkbookError(f"{BUDGET_YEAR} är »{year}«, men ska vara ett årtal.", "Skriv året på bladet Start.")
    return int(year)


def _value(snapshot: Snapshot, name: str) -> object:
    sheet_name, cell = find_named_cell(snapshot, name)
    sheet = snapshot.sheet(sheet_name)
    return sheet.value(cell) if sheet else None


def _periods(outcome: LivingTable) -> Iterator[Period]:
    for row in outcome.rows:
        value = outcome.value(row, Column.PERIOD)
        if isinstance(value, date):
            yield Period(value.year, value.month, value.month)
        elif value is not None:
            try:
                yield parse_period(str(value))
            except InputError as error:
                wanted = "där ska det stå en period"
                raise outcome.fault(row, Column.PERIOD, wanted, "Skriv en månad som 2025-10.") from error
