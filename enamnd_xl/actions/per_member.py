"""A copy for each municipality: what makes the sheet Kommunblad show one member after the other."""

from enamnd_xl.actions.named_cells import find_named_cell
from enamnd_xl.books.living.words import CHOSEN_MEMBER, YES, Column, TableName
from enamnd_xl.workbook.edits import SetValues, set_value
from enamnd_xl.workbook.snapshot import Snapshot, Table


def member_choices(snapshot: Snapshot) -> dict[str, SetValues]:
    """Give for each member the edit that makes the book show it; none for a book without Kommunblad.

    >>> member_choices(Snapshot(()))
    {}
    """
    table = next((table for table in snapshot.tables if table.name == TableName.MEMBERS), None)
    if table is None or all(name.name != CHOSEN_MEMBER for name in snapshot.names):
        return {}
    sheet, cell = find_named_cell(snapshot, CHOSEN_MEMBER)
    return {member: set_value(sheet, cell, member) for member in _members(snapshot, table)}


def _members(snapshot: Snapshot, table: Table) -> list[str]:
    sheet = snapshot.sheet(table.sheet)
    if sheet is None or not {Column.MEMBER, Column.IS_MEMBER} <= set(table.columns):
        return []
    names, flags = (table.area.left + table.columns.index(heading) for heading in (Column.MEMBER, Column.IS_MEMBER))
    rows = range(table.area.top + table.has_header, table.area.bottom + 1 - table.has_totals)
    return [str(sheet.value((row, names))) for row in rows if sheet.value((row, flags)) == YES]
