"""The surplus carried into the new year: a row for it on Överskott, and what is not known of the balance."""

from collections.abc import Iterator
from typing import NamedTuple

from enamnd_xl.actions.living_tables import LivingTable, open_table
from enamnd_xl.actions.new_year.decisions import Decision
from enamnd_xl.books.living.words import Column, Tab, TableName
from enamnd_xl.errors import WorkbookError
from enamnd_xl.money import format_kr
from enamnd_xl.workbook.edits import Edit, set_value
from enamnd_xl.workbook.snapshot import Snapshot, Value


class Carried(NamedTuple):
    """The balance on its way into the new year.

    Args:
        edits: what to write on Överskott.
        sentence: what is carried, or why nothing is.
        decisions: what is to be decided.
    """

    edits: tuple[Edit, ...]
    sentence: str
    decisions: tuple[Decision, ...]


def carry_surplus(snapshot: Snapshot, year: int, is_whole: bool) -> Carried:
    """Give Överskott a row for the new year; its own formulas carry the balance there, where it is known.

    Args:
        snapshot: last year's workbook, calculated.
        year: the new year.
        is_whole: whether the outcome of last year is whole.

    Raises:
        WorkbookError: there is no row left for the year.
    """
    table = open_table(snapshot, TableName.SURPLUS)
    rows = {table.value(row, Column.YEAR): row for row in table.rows if table.value(row, Column.YEAR) is not None}
    last = year - 1
    edits: list[Edit] = []
    if year not in rows:
        rows[year] = _free_row(table, max(rows.values(), default=table.table.area.top), year)
        edits.append(set_value(table.sheet.name, table.cell(rows[year], Column.YEAR), year))
    if last in rows:
        said = "Utfallet för hela året, en rad per post på Utfall." if is_whole else "Resultatet är inte känt än."
        edits.append(set_value(table.sheet.name, table.cell(rows[last], Column.COMMENT), said))
    closing = table.value(rows[last], Column.CLOSING) if last in rows else None
    if is_whole and isinstance(closing, int | float):
        cell = table.cell(rows[year], Column.USED)
        todo = f"Ingående saldo {year} är {format_kr(closing)}. Besluta hur mycket av det som används {year}."
        decision = Decision(table.sheet.name, cell, f"Överskott, använt {year}", None, todo)
        return Carried(tuple(edits), f"Överskottet {format_kr(closing)} förs vidare till {year}.", (decision,))
    unknown = _unknown_years(table, rows, last, is_whole)
    return Carried(
        tuple(edits),
        f"Inget överskott förs vidare: resultatet för {_list(unknown)} är inte känt.",
        tuple(_decide(snapshot, table, rows, unknown)),
    )


def _free_row(table: LivingTable, after: int, year: int) -> int:
    row = after + 1
    if row > table.table.area.bottom:
        raise WorkbookError(
            f"Tabellen {table.table.name} på bladet {table.sheet.name} har ingen tom rad för {year}.",
            "Infoga rader i tabellen i Excel, ovanför det som står under den, och försök igen.",
        )
    return row


def _unknown_years(table: LivingTable, rows: dict[Value, int], last: int, is_whole: bool) -> list[int]:
    years = [int(year) for year in rows if isinstance(year, int | float) and year <= last]
    unknown = [y for y in years if not isinstance(table.value(rows[y], Column.RESULT), int | float)]
    return sorted({*unknown, *([] if is_whole else [last])}) or [last]


def _decide(snapshot: Snapshot, table: LivingTable, rows: dict[Value, int], unknown: list[int]) -> Iterator[Decision]:
    outcome = open_table(snapshot, TableName.OUTCOME)
    for year in unknown:
        if year not in rows:
            continue
        cell = table.cell(rows[year], Column.RESULT)
        todo = (
            f"Skriv bokslutet {year} på {outcome.sheet.name}, en rad per post för {year}-01–{year}-12; då räknas "
            "resultatet och förs vidare."
        )
        earlier = table.text(rows[year], Column.COMMENT)
        yield Decision(table.sheet.name, cell, f"{Tab.SURPLUS}, resultat {year}", None, todo, earlier)


def _list(years: list[int]) -> str:
    *first, last = map(str, years)
    return f"{', '.join(first)} och {last}" if first else last
