"""What still says how it was last year: texts, and names of sheets and areas, that no formula makes."""

import re
from collections.abc import Iterable, Iterator

from enamnd_xl.actions.new_year.decisions import Decision
from enamnd_xl.books.living.words import Tab
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.own_sheet import own_sheets
from enamnd_xl.workbook.snapshot import Snapshot

_ELSEWHERE = {Tab.MEMBERS, Tab.ITEMS, Tab.LISTS, Tab.OUTCOME, Tab.SURPLUS, Tab.PUBLISHED, Tab.CALCULATION}
"""Sheets that speak of several years by their nature, or that are renewed column by column."""


def find_old_year(snapshot: Snapshot, year: int) -> Iterator[Decision]:
    """Find what says last year and may have to say the new one.

    Args:
        snapshot: the new year's workbook, its formulas not yet calculated.
        year: the new year.
    """
    last = year - 1
    said = re.compile(rf"(?<!\d){last}(?!\d)")
    for sheet in snapshot.sheets:
        if said.search(sheet.name):
            yield Decision(sheet.name, (1, 1), "Bladets namn", sheet.name, f"Byt namn på bladet om det gäller {year}.")
    for tab, cell, text in _texts(snapshot):
        if said.search(text):
            todo = f"Texten nämner {last}. Ändra den om den ska säga {year}."
            yield Decision(tab, cell, f"»{text}«", str(last), todo)
    for name in snapshot.names:
        place = name.refers_to.rpartition("!")[0].strip("'").replace("''", "'")
        if said.search(name.name) and snapshot.sheet(place):
            todo = f"Byt namn i Namnhanteraren om det gäller {year}."
            yield Decision(place, (1, 1), "Definierat namn", name.name, todo)


def find_mentions(snapshot: Snapshot, members: Iterable[str]) -> Iterator[Decision]:
    """Find texts that speak of members that join or leave.

    Args:
        snapshot: the new year's workbook, its formulas not yet calculated.
        members: their names.
    """
    for member in members:
        for name, cell, text in _texts(snapshot):
            if text != member and re.search(rf"\b{re.escape(member)}\b", text):
                todo = f"Texten nämner {member}, som ansluter till eller lämnar något. Ändra den om den inte stämmer."
                yield Decision(name, cell, f"»{text}«", member, todo)


def _texts(snapshot: Snapshot) -> Iterator[tuple[str, Cell, str]]:
    """Give the texts that somebody has typed: sheet, cell, text."""
    ours = set(own_sheets(snapshot).values())
    for sheet in snapshot.sheets:
        if sheet.name not in ours and sheet.name not in _ELSEWHERE:
            for cell, value in sheet.cells():
                if isinstance(value, str) and cell not in sheet.formulas:
                    yield sheet.name, cell, value
