"""The year's course: outcome, comments, forecasts and what was invoiced beside the budget, cleared for the new year."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from enamnd_xl.actions.living_tables import LivingTable, open_sheet, open_table
from enamnd_xl.actions.named_cells import find_named_cell
from enamnd_xl.actions.store_outcome import read_rows, write_rows
from enamnd_xl.books.living.words import CHOSEN_MONTH, Column, Tab, TableName
from enamnd_xl.followup.outcome import Actual
from enamnd_xl.followup.periods import MONTHS, Period
from enamnd_xl.money import exact, to_amount
from enamnd_xl.workbook.edits import Edit, set_value
from enamnd_xl.workbook.snapshot import Snapshot

_TYPED_FORECASTS = (Column.REVISED, Column.METHOD, Column.CHANGE, Column.TYPED, Column.REASON, Column.COMMENT)
_TYPED = {
    TableName.FOLLOW_UP: (Column.COMMENT,),
    TableName.COST_FORECAST: _TYPED_FORECASTS,
    TableName.REVENUE_FORECAST: _TYPED_FORECASTS,
}
"""What is typed of a year's course, by table."""


def clear_course(snapshot: Snapshot) -> Iterator[Edit]:
    """Take away comments, forecasts and what is invoiced beside the budget, and let the follow-up begin in January."""
    for name, headings in _TYPED.items():
        table = open_table(snapshot, name)
        for row in table.rows:
            for heading in headings:
                cell = table.cell(row, heading)
                if table.sheet.value(cell) is not None and cell not in table.sheet.formulas:
                    yield set_value(table.sheet.name, cell, None)
    yield set_value(*find_named_cell(snapshot, CHOSEN_MONTH), MONTHS[0])
    invoicing = open_sheet(snapshot, Tab.INVOICING)
    for cell, value in invoicing.cells():
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and cell not in invoicing.formulas:
            yield set_value(invoicing.name, cell, None)


def freeze_published(snapshot: Snapshot) -> Iterator[Edit]:
    """Keep the comparison with what was published last year as the values that it had."""
    sheet = snapshot.sheet(Tab.PUBLISHED)
    for cell in sheet.formulas if sheet else ():
        if sheet:
            yield set_value(sheet.name, cell, sheet.value(cell))


def is_whole_year(rows: Sequence[Actual], services: Sequence[str], year: int) -> bool:
    """Tell whether the outcome covers every month of a year once for every service.

    A month in which nothing is booked on a service counts when the same source has others booked month by month in it.

    >>> from enamnd_xl.followup.periods import Period
    >>> is_whole_year([Actual("Bok", Period(2025, 1, 10), "A", 1, 1)], ["A"], 2025)
    False
    """
    own = [row for row in rows if row.period.year == year]
    for service in services:
        months = [month for row in own if row.item == service for month in _months(row.period)]
        sources = {row.source for row in own if row.item == service}
        booked = {row.period.last for row in own if row.source in sources and row.period.first == row.period.last}
        if len(months) != len(set(months)) or booked.union(months) != set(range(1, 13)):
            return False
    return bool(services)


def clear_outcome(snapshot: Snapshot, year: int, is_whole: bool) -> Iterator[Edit]:
    """Take a year's outcome away; of a whole year one row stays for each item, on which the surplus rests.

    Args:
        snapshot: the workbook.
        year: the year that has passed.
        is_whole: whether its outcome is whole.
    """
    table = open_table(snapshot, TableName.OUTCOME)
    standing = dict(read_rows(table))
    old = [row for row in standing.values() if row.period.year == year]
    kept = [row for row in standing.values() if row.period.year != year]
    whole = Period(year, 1, 12)
    if is_whole and all(row.period == whole for row in old):
        return
    source = f"Utfall {year}, hela året"
    items = dict.fromkeys(row.item for row in old) if is_whole else {}
    for item in items:
        own = [row for row in old if row.item == item]
        revenue_kr, cost_kr = (
            to_amount(sum((exact(amount) for amount in amounts), Fraction(0)))
            for amounts in ((row.revenue_kr for row in own), (row.cost_kr for row in own))
        )
        kept.append(Actual(source, whole, item, revenue_kr, cost_kr))
    yield from write_rows(table, standing, kept)


def read_outcome(snapshot: Snapshot) -> tuple[Actual, ...]:
    """Give the rows of Utfall.

    Raises:
        WorkbookError: one cannot be read.
    """
    table: LivingTable = open_table(snapshot, TableName.OUTCOME)
    return tuple(dict(read_rows(table)).values())


def _months(period: Period) -> range:
    return range(period.first, period.last + 1)
