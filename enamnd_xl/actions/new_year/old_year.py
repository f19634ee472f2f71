"""What still says last year: texts, and names of sheets and areas that no formula makes."""

import re
from collections.abc import Iterator

from enamnd_xl.actions.new_year.decisions import Decision
from enamnd_xl.books.living.words import Tab
from enamnd_xl.workbook.own_sheet import own_sheets
from enamnd_xl.workbook.snapshot import Snapshot

_ELSEWHERE = {Tab.MEMBERS, Tab.ITEMS, Tab.LISTS, Tab.OUTCOME, Tab.SURPLUS, Tab.PUBLISHED, Tab.CALCULATION}
"""Sheets that speak of several years by their nature, or that are renewed column by column."""


def find_old_year(snapshot: Snapshot, year: int) -> Iterator[Decision]:
    """Find what says last year and may have to say the new one.

    Args:
        snapshot: last year's workbook.
        year: the new year.
    """
    last = year - 1
    said = re.compile(rf"(?<!\d){last}(?!\d)")
    ours = set(own_sheets(snapshot).values())
    for sheet in snapshot.sheets:
        if sheet.name in ours:
            continue
        if said.search(sheet.name):
            yield Decision(sheet.name, (1, 1), "Bladets namn", sheet.name, f"Byt namn på bladet om det gäller {year}.")
        for cell, value in sheet.cells():
            if sheet.name not in _ELSEWHERE and cell not in sheet.formulas and isinstance(value, str):
                if said.search(value):
                    todo = f"Texten nämner {last}. Ändra den om den ska gälla {year}."
                    yield Decision(sheet.name, cell, "Text", value, todo)
    for name in snapshot.names:
        place = name.refers_to.rpartition("!")[0].strip("'").replace("''", "'")
        if said.search(name.name) and snapshot.sheet(place):
            todo = f"Byt namn i Namnhanteraren om det gäller {year}."
            yield Decision(place, (1, 1), "Definierat namn", name.name, todo)
