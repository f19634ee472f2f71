"""Läs folkmängd: populations of one or more years into Kommuner, with their date and where they come from."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from enamnd_xl.actions.added_columns import add_columns
from enamnd_xl.actions.board_parameters import find_members, is_member
from enamnd_xl.actions.living_tables import LivingTable, describe_cell, open_table
from enamnd_xl.actions.outcome import Outcome
from enamnd_xl.books.living.words import Column, TableName
from enamnd_xl.errors import WorkbookError
from enamnd_xl.money import format_number
from enamnd_xl.workbook.edits import Edit, ResizeTable, SetValues, set_value
from enamnd_xl.workbook.snapshot import Snapshot, Value

_SHOWN = 5
_LAST_DAY = (12, 31)  # Source: Statistics Sweden, population by region and year, is of 31 December


def list_members(snapshot: Snapshot) -> dict[str, str]:
    """Give the members that a population is needed for: names by code.

    Raises:
        WorkbookError: Kommuner is not there, or a code or a membership is wrong.
    """
    table = open_table(snapshot, TableName.MEMBERS)
    rows = find_members(table)
    return {code: table.text(row, Column.MEMBER) for code, row in rows.items() if is_member(table, row)}


def store_populations(snapshot: Snapshot, people: Mapping[str, Mapping[int, int]], source: str) -> Outcome:
    """Put populations on Kommuner: a new year in a column of its own, a known year where it differs.

    Args:
        snapshot: a living workbook.
        people: inhabitants on 31 December, by code and year; municipalities that are not on Kommuner are left out.
        source: where they come from.

    Raises:
        WorkbookError: there is no room, or a code on Kommuner is wrong.
    """
    members, sources = (open_table(snapshot, name) for name in (TableName.MEMBERS, TableName.POPULATIONS))
    rows = find_members(members)
    edits: list[Edit] = []
    said: list[str] = []
    added: dict[str, dict[int, int]] = {}
    for year in sorted({year for code in rows for year in people.get(code, {})}):
        heading = f"{Column.POPULATION} {year}"
        counts = {row: people[code][year] for code, row in rows.items() if year in people.get(code, {})}
        if heading in members.headings():
            changes = [(row, count) for row, count in counts.items() if members.value(row, heading) != count]
            edits += [set_value(members.sheet.name, members.cell(row, heading), count) for row, count in changes]
            said.append(_say_changes(members, heading, changes))
            if changes:
                edits += _cite(sources, heading, source)
        else:
            edits += _add_source(sources, heading, date(year, *_LAST_DAY), source, len(added))
            added[heading] = counts
            total = format_number(sum(counts.values()))
            said.append(f"{heading} är ny: {len(counts)} kommuner med tillsammans {total} invånare.")
    if added:
        edits += [*add_columns(members, added), _lengthen(sources, len(added))]
    return Outcome(tuple(edits), " ".join(said))


def _say_changes(members: LivingTable, heading: str, changes: Sequence[tuple[int, int]]) -> str:
    if not changes:
        return f"{heading} är oförändrad."
    listed = [
        f"{members.text(row, Column.MEMBER)}, där {describe_cell(members.sheet, members.cell(row, heading))}, "
        f"blir {format_number(count)}"
        for row, count in changes[:_SHOWN]
    ]
    more = f"; och {format_number(len(changes) - _SHOWN)} till" if len(changes) > _SHOWN else ""
    count = f"{format_number(len(changes))} {'kommun' if len(changes) == 1 else 'kommuner'}"
    return f"{heading} är ändrad för {count}: {'; '.join(listed)}{more}."


def _add_source(sources: LivingTable, heading: str, day: date, source: str, place: int) -> Iterator[SetValues]:
    """Say in the row below all others which date a year is of and where it comes from."""
    row = sources.table.area.bottom + 1 + place
    values: dict[str, Value] = {Column.POPULATION_COLUMN: heading, Column.SOURCE: source, Column.DATE: day}
    for column, value in values.items():
        cell = sources.cell(row, column)
        if sources.sheet.value(cell) is not None:
            raise WorkbookError(
                f"{describe_cell(sources.sheet, cell)}, men där behövs plats för källan till {heading}.",
                f"Flytta det som står under tabellen {sources.table.name}.",
            )
        yield set_value(sources.sheet.name, cell, value)


def _cite(sources: LivingTable, heading: str, source: str) -> Iterator[SetValues]:
    """Say where a year that was changed comes from now."""
    for row in sources.rows:
        if sources.value(row, Column.POPULATION_COLUMN) == heading:
            yield set_value(sources.sheet.name, sources.cell(row, Column.SOURCE), source)


def _lengthen(sources: LivingTable, rows: int) -> ResizeTable:
    area = sources.table.area
    return ResizeTable(sources.table.name, area._replace(bottom=area.bottom + rows), sources.table.columns)
