"""Uppdatera uppföljning: the sheet Uppföljning for as many months as there is outcome for, by its own formulas."""

from collections.abc import Iterable, Iterator
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
    follow_up = open_table(snapshot, TableName.FOLLOW_UP)
    reached = reach_last_month(snapshot)
    if reached is None:
        return Outcome((), f"Utfall har inga belopp för {_year(snapshot)}, så uppföljningen är som den var.")
    columns = [column for heading, column in follow_up.headings().items() if heading != Column.COMMENT]
    restored: list[Edit] = list(restore_formulas(follow_up.sheet, follow_up.rows, columns))
    back = f" Formler som var överskrivna är tillbaka: {len(restored)} celler." if restored else ""
    return Outcome((*reached.edits, *restored), f"{reached.sentence}{back}")


def reach_last_month(snapshot: Snapshot) -> Outcome | None:
    """Let Uppföljning reach the last month of the budget year that Utfall has; None where it has none.

    Raises:
        WorkbookError: as for update_follow_up.
    """
    year, (sheet, cell) = _year(snapshot), find_named_cell(snapshot, CHOSEN_MONTH)
    periods = _periods(open_table(snapshot, TableName.OUTCOME))
    last = max((period.last for period in periods if period.year == year), default=None)
    if last is None:
        return None
    month = MONTHS[last - 1]
    edits = (set_value(sheet, cell, month),) if _value(snapshot, CHOSEN_MONTH) != month else ()
    return Outcome(edits, f"Uppföljningen gäller till och med {month} {year}.")


def follow_reading(snapshot: Snapshot, covered: Iterable[Period]) -> Outcome:
    """Let Uppföljning go along with what was read into Utfall, and say what of it is of another year than the book's.

    Args:
        snapshot: the workbook with what was read; one without Uppföljning is left as it is.
        covered: the months that were read.

    Raises:
        WorkbookError: as for update_follow_up.
    """
    if TableName.FOLLOW_UP not in {table.name for table in snapshot.tables}:
        return Outcome((), "")
    year, reached = _year(snapshot), reach_last_month(snapshot)
    others = sorted({period.year for period in covered} - {year})
    said = [reached.sentence] if reached else []
    if others:
        said.append(
            f"Obs: boken är för {year} och bokningar för {' och '.join(map(str, others))} räknas inte i uppföljningen. "
            "Ska de följas upp: läs in filen i boken för det året."
        )
    return Outcome(reached.edits if reached else (), "\n".join(said))


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
