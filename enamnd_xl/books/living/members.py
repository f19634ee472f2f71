"""The sheets Kommuner and Listor: who the members are, how many live there, and amounts that were decided by list."""

from enamnd_xl.books.canvas import FIRST_ROW, HEADING_ROW, Canvas
from enamnd_xl.books.living.grid import INPUT_TAB, Col, Names, lay_table, name_of, width_of
from enamnd_xl.books.living.parameters import Board
from enamnd_xl.books.living.words import NO, YES, Column, Tab, TableName
from enamnd_xl.books.spec import Bounds, Choice, Highlight, Kind, Role, SheetSpec
from enamnd_xl.workbook.address import Area, column_letters

_SPARE = 26  # columns and rows that a population or a list may be added in, without a change of any name
_SPARE_LISTS = 256  # columns that lists may be added in: some thirty years of a column for each item
_SPARE_SOURCES = 8  # lines for the sources of lists that are added
_MOST_PEOPLE = 100_000_000
_YEAR_ROW = HEADING_ROW - 1


def lay_members(board: Board, names: Names) -> SheetSpec:
    """Lay out Kommuner: code, name, membership, and population by year with its source."""
    years = [population.year for population in board.populations]
    sheet = Canvas(Tab.MEMBERS, (18.0, 36.0, 15.0, *(16.0 for _ in years)), INPUT_TAB)
    sheet.head("Kommuner och folkmängd", "Antal invånare 31 december. Gula celler är indata.")
    columns = [
        Col(Column.CODE, Kind.CODE, [member.code for member in board.members], typed=True),
        Col(Column.MEMBER, Kind.TEXT, [member.name for member in board.members], typed=True),
        Col(Column.IS_MEMBER, Kind.TEXT, [YES if member.is_member else NO for member in board.members], typed=True),
        *(
            Col(
                f"{Column.POPULATION} {year}",
                Kind.COUNT,
                [member.populations.get(year) for member in board.members],
                typed=True,
                total=True,
            )
            for year in years
        ),
    ]
    count, last = len(board.members), HEADING_ROW + len(board.members)
    after = lay_table(sheet, names, columns, count, table=TableName.MEMBERS, total="Summa")
    names.add(f"{Tab.MEMBERS}_rubriker", sheet.name, Area(HEADING_ROW, 1, HEADING_ROW, _SPARE))
    names.add(f"{Tab.MEMBERS}_tabell", sheet.name, Area(FIRST_ROW, 1, last, _SPARE))
    sheet.rules += [
        Choice(Area(FIRST_ROW, 3, last, 3), (YES, NO), f"Skriv {YES} eller {NO}."),
        Bounds(Area(FIRST_ROW, 4, last, 3 + len(years)), 0, _MOST_PEOPLE, True, "Skriv antalet invånare, minst 0."),
    ]
    sheet.highlights.append(
        Highlight(Area(FIRST_ROW, 4, last, 3 + len(years)), f'AND($B{FIRST_ROW}<>"",NOT(ISNUMBER(D{FIRST_ROW})))')
    )
    sheet.put((after + 1, 1), "Folkmängdens källor", Role.SECTION)
    sources = [
        Col(Column.POPULATION_COLUMN, values=[f"{Column.POPULATION} {year}" for year in years], typed=True),
        Col(Column.SOURCE, values=[population.source for population in board.populations], typed=True),
        Col(Column.DATE, Kind.DATE, [population.day for population in board.populations], typed=True),
    ]
    top = after + 2
    lay_table(sheet, names, sources, len(years), top=top, table=TableName.POPULATIONS, prefix=Column.POPULATION)
    for column, heading in ((1, Column.POPULATION_COLUMN), (3, Column.DATE)):
        names.add(name_of(Column.POPULATION, heading), sheet.name, Area(top + 1, column, top + _SPARE, column))
    return sheet.finish(frozen_columns=2, grows=True)


def lay_lists(board: Board, names: Names) -> SheetSpec:
    """Lay out Listor: amounts of earlier years, and published amounts whose rule is not known."""
    width = max(width_of(name) for name in (*(i.name for i in board.items), *(listed.name for listed in board.lists)))
    sheet = Canvas(Tab.LISTS, (24.0, *(width for _ in board.lists)), INPUT_TAB)
    sheet.head(
        "Beslutade och publicerade belopp",
        "kr. Tidigare års belopp, och belopp vars regel inte är känd. Gula celler är indata.",
    )
    columns = [
        Col(Column.MEMBER, formula='Kommuner!$B#&""'),
        *(
            Col(
                listed.name,
                Kind.KR,
                [listed.amounts.get(member.name) for member in board.members],
                typed=True,
                total=True,
            )
            for listed in board.lists
        ),
    ]
    count, last = len(board.members), HEADING_ROW + len(board.members)
    after = lay_table(sheet, names, columns, count, table=TableName.LISTS, total="Summa")
    sheet.put((_YEAR_ROW, 1), Column.YEAR, Role.UNIT)
    for column, listed in enumerate(board.lists, 2):
        sheet.put((_YEAR_ROW, column), listed.year, Role.INPUT, Kind.YEAR)
    names.add(f"{Tab.LISTS}_år", sheet.name, Area(_YEAR_ROW, 2, _YEAR_ROW, _SPARE_LISTS))
    names.add(f"{Tab.LISTS}_rubriker", sheet.name, Area(HEADING_ROW, 1, HEADING_ROW, _SPARE_LISTS))
    names.add(f"{Tab.LISTS}_tabell", sheet.name, Area(FIRST_ROW, 1, last, _SPARE_LISTS))
    sheet.rules.append(
        Bounds(Area(FIRST_ROW, 2, last, 1 + len(board.lists)), -(10**9), 10**9, False, "Skriv ett belopp i kronor.")
    )
    by_source: dict[str, list[str]] = {}
    for column, listed in enumerate(board.lists, 2):
        by_source.setdefault(listed.source, []).append(column_letters(column))
    for source, letters in by_source.items():
        sheet.note(after + 1, f"Källa, kolumn {', '.join(letters)}: {source}.")
        after += 1
    sheet.note(after + 1, "En tom cell betyder att kommunen står utanför.")
    for row in range(after + 2, after + 2 + _SPARE_SOURCES):
        sheet.note(row, "")
    return sheet.finish(landscape=True, pages_wide=3, grows=True)
