"""The living workbook: its plain Excel formulas give what the allocation functions give, and what was published."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enamnd_xl.allocation.item import Basis, Item, Key
from enamnd_xl.allocation.item import Member as Payer
from enamnd_xl.allocation.share import share
from enamnd_xl.books.living import living_book
from enamnd_xl.books.living.norrbotten_2025 import BOARD
from enamnd_xl.books.living.parameters import AmountList, Board, ItemRule, Member
from enamnd_xl.books.living.words import Ground, Tab, TableName
from enamnd_xl.books.living.year import PublishedYear
from enamnd_xl.books.published import year_2025
from enamnd_xl.books.published.table import column_of
from enamnd_xl.books.spec import BookSpec, Role
from enamnd_xl.files.build import calculate
from enamnd_xl.money import Direction, exact

LAST_DAY = date(2020, 12, 31)


def rows_of(book: BookSpec, tab: str, first: int, width: int) -> list[list[object]]:
    """Give the rows of a sheet from a row to the first that is empty in column A."""
    cells = next(sheet.cells for sheet in book.sheets if sheet.name == tab)
    rows = []
    while (first + len(rows), 1) in cells:
        rows.append(
            [
                cells[first + len(rows), c].value if (first + len(rows), c) in cells else None
                for c in range(1, width + 1)
            ]
        )
    return rows


def allocated(book: BookSpec) -> dict[str, dict[str, Fraction]]:
    """Give the workbook's amounts: cost item -> member -> kr."""
    amounts: dict[str, dict[str, Fraction]] = {}
    for row in rows_of(book, Tab.CALCULATION, 5, 19):
        amounts.setdefault(str(row[2]), {})[str(row[4])] = exact(row[18])
    return amounts


def shared(board: Board, rule: ItemRule) -> dict[str, Fraction]:
    """Give the same amounts from the allocation functions; zero for one that stands outside."""
    codes = {member.name: f"{member.code:04d}" for member in board.members}
    days = {population.year: population.day for population in board.populations}
    members = [
        Payer(codes[m.name], m.name, {days[year]: count for year, count in m.populations.items()})
        for m in board.members
    ]
    listed = next((each.amounts for each in board.lists if each.name == rule.list_name), {})
    item = Item(
        rule.name,
        rule.key,
        rule.amount,
        rule.basis or Basis.TOTAL,
        equal_share=rule.equal_share or 0,
        key_date=rule.key_date,
        quantities={codes[name]: amount for name, amount in listed.items()},
        unit=rule.unit,
        direction=rule.direction,
        index=(1 + rule.earlier_uplift) * (1 + rule.uplift),
        outside=frozenset(codes[n] for n in rule.outside) | {codes[m.name] for m in board.members if not m.is_member},
    )
    return {m.name: Fraction(part or 0) for m, part in zip(board.members, share(item, members), strict=True)}


def agree(board: Board) -> BookSpec:
    """Assert that the workbook and the functions share every item alike; give the calculated workbook."""
    book = calculate(living_book(board))
    assert allocated(book) == {rule.name: shared(board, rule) for rule in board.items}
    return book


def test_every_item_is_shared_as_the_functions_share_it():
    agree(BOARD)


@pytest.mark.parametrize(
    ("item", "table", "column"),
    [
        ("Grundfinansiering", year_2025.BASE_FUNDING, 1),
        ("Räddningstjänsten verksamhetssystem", year_2025.RESCUE_AND_ARCHIVE, 1),
        ("E-arkiv", year_2025.RESCUE_AND_ARCHIVE, 2),
        ("Verksamhetsutvecklare e-tjänster", year_2025.E_SERVICES, 1),
        ("E-tjänsteplattform", year_2025.E_SERVICES, 2),
        ("Regional förvaltning", year_2025.SOCIAL_SERVICES, 1),
        ("Konsulting", year_2025.SOCIAL_SERVICES, 2),
        ("Pulsen Combine Nyttjandelicens", year_2025.SOCIAL_SERVICES, 3),
    ],
)
def test_a_column_equals_the_published_one_to_the_krona(living, item, table, column):
    computed = {name: amount for name, amount in allocated(living)[item].items() if amount}
    assert computed == column_of(table, column)


def published_sections(book: BookSpec) -> dict[str, list[list[object]]]:
    """Give the rows of each section of Publicerat, by its title."""
    cells = next(sheet.cells for sheet in book.sheets if sheet.name == Tab.PUBLISHED)
    titles = {row: str(cell.value) for (row, _), cell in cells.items() if cell.style.role is Role.SECTION}
    return {title: rows_of(book, Tab.PUBLISHED, row + 2, 6) for row, title in titles.items()}


# Source: the sums, done by hand on the published papers
DIFFERENCES = {
    ("Hela budgeten", "SUMMA", "Intäkter"): -35_201,
    ("Hela budgeten", "SUMMA", "Kostnader"): -35_200,
    ("Hela budgeten", "SUMMA", "Resultat"): -1,
    ("Delposternas summor", "Regional förvaltning", "Alla kommuner"): 1,
    ("Delposternas summor", "Konsulting", "Alla kommuner"): -1,
    ("Tjänstens summa per kommun", "Socialtjänsten Verksamhetssystem", "Haparanda"): -1,
    ("Budgeten tjänst för tjänst", "Socialtjänsten Verksamhetssystem", "Intäkter"): -1,
    ("Utfall januari–oktober 2025", "E-arkiv", "Resultat"): 1,
    ("Utfall januari–oktober 2025", "SUMMA", "Resultat"): 1,
    ("Belopp i texten om utfallet 2025", "SUMMA", "Resultat"): -640,
    ("Belopp i kommentarerna till bokslutet 2022", "Projekt DCBD", "Resultat"): 19,
    ("Prognos helår 2025", "Grundfinansiering", "Budgeterade kostnader"): 509_000,
    ("Prognos helår 2025", "Socialtjänsten Verksamhetssystem", "Budgeterade kostnader"): 1,
    ("Prognos helår 2025", "SUMMA", "Budgeterade kostnader"): 509_001,
    ("Prognos helår 2025", "SUMMA", "Prognos"): -1,
    ("Prognos helår 2025", "Socialtjänsten Verksamhetssystem", "Avvikelse"): 1,
    ("Prognos helår 2025", "SUMMA", "Avvikelse"): 2,
    ("Belopp i texten om prognosen 2025", "SUMMA", "Avvikelse"): -6_655,
}


def test_the_published_amounts_differ_where_the_papers_do_not_add_up(living):
    differing = {
        (title, item, about): difference
        for title, rows in published_sections(living).items()
        for item, about, _, _, difference, _ in rows
        if difference
    }
    assert differing == DIFFERENCES


def test_a_difference_is_explained_where_it_stands(living):
    for rows in published_sections(living).values():
        assert all(why for *_, difference, why in rows if difference)


def of_one(rule: ItemRule, **changes: object) -> Board:
    """Give a board that shares one item, so that a case is quick to calculate."""
    row_totals = replace(BOARD.published.row_totals, service=rule.service, amounts={}, why={})
    budget, year = BOARD.published.budget[-1:], PublishedYear((), ())
    published = replace(BOARD.published, columns=(), budget=budget, row_totals=row_totals, year=year)
    follow_up = replace(BOARD.follow_up, outcome=())
    board = replace(BOARD, items=(rule,), costs={rule.service: 0}, areas=(), published=published, follow_up=follow_up)
    return replace(board, **changes)


def changed_item(number: int, **changes: object) -> Board:
    return of_one(replace(BOARD.items[number], **changes))


def changed_member(number: int, item: int, **changes: object) -> Board:
    members = list(BOARD.members)
    members[number] = replace(members[number], **changes)
    return of_one(BOARD.items[item], members=tuple(members))


ARVIDSJAUR = BOARD.members[1]
CHANGES = {
    "a population": changed_member(1, 3, populations={**ARVIDSJAUR.populations, 2019: 9_999}),
    "a member that leaves": changed_member(1, 5, is_member=False),
    "an equal part": changed_item(3, equal_share=Decimal("0.3")),
    "two members outside, one whose name ends another's": changed_item(7, outside=("Kalix", "Luleå")),
    "a total that is given": changed_item(7, basis=Basis.TOTAL, direction=Direction.NEAREST),
    "a total that equal shares cannot meet without a rule": changed_item(0, amount=1_200_000),
    "a credit": changed_item(0, amount=-1_200_100, uplift=Decimal("0.015")),
    "indexed this year and in earlier ones": changed_item(
        3, earlier_uplift=Decimal("0.0506"), uplift=Decimal("-0.003")
    ),
    "a credit rounded upwards": changed_item(5, amount=-3_015_100),
    "quantities from a list": changed_item(
        0, key=Key.QUANTITY, list_name="E-arkiv 2022", equal_share=Decimal("0.25"), unit=1
    ),
    "kronor and öre": changed_item(0, key=Key.MIX, equal_share=Decimal("0.5"), key_date=LAST_DAY, unit=Decimal("0.01")),
    "per inhabitant": changed_item(0, key=Key.POPULATION, key_date=LAST_DAY, unit=1),
}


@pytest.mark.parametrize("board", CHANGES.values(), ids=CHANGES.keys())
def test_a_changed_parameter_gives_what_the_functions_give(board):
    agree(board)


def small_board(people: list[int], amount: int, equal_percent: int, unit: int) -> Board:
    """Give a board whose one item has a given total, a whole number of units."""
    members = tuple(Member(2500 + i, f"Kommun {i}", {2020: count}) for i, count in enumerate(people))
    rule = ItemRule(
        "Delad",
        "Tjänst",
        Key.MIX,
        Ground.DECIDED,
        "",
        amount=amount * unit,
        basis=Basis.TOTAL,
        equal_share=Decimal(equal_percent) / 100,
        key_date=LAST_DAY,
        unit=unit,
    )
    earlier = AmountList("Delad", 2024, {member.name: 1 for member in members}, "")
    return of_one(rule, members=members, lists=(earlier,))


@settings(max_examples=10, deadline=None)
@given(
    people=st.lists(st.integers(1, 90_000), min_size=2, max_size=12),
    amount=st.integers(-200_000, 200_000),
    equal_percent=st.integers(0, 100),
    unit=st.sampled_from([1, 100, 1000]),
)
def test_the_parts_sum_to_a_given_total_whatever_the_parameters(people, amount, equal_percent, unit):
    board = small_board(people, amount, equal_percent, unit)
    book = agree(board)
    assert sum(allocated(book)["Delad"].values()) == amount * unit


def test_ties_go_to_the_lowest_code_not_to_the_first_row():
    board = small_board([10, 10, 10], 4, 0, 1)
    board = replace(board, members=tuple(reversed(board.members)))
    assert allocated(calculate(living_book(board)))["Delad"] == {"Kommun 2": 1, "Kommun 1": 1, "Kommun 0": 2}


def test_a_total_that_the_rounding_cannot_meet_is_seen_on_the_sheet():
    board = changed_item(0, amount=1_199_850)
    cells = next(sheet.cells for sheet in calculate(living_book(board)).sheets if sheet.name == Tab.ITEMS)
    assert (cells[5, 1].value, cells[5, 17].value) == ("Grundfinansiering", "stämmer inte")


def test_the_start_sheet_says_that_all_adds_up(living):
    cells = next(sheet.cells for sheet in living.sheets if sheet.name == Tab.START)
    checks = {cells[row, 1].value: cells[row, 2].value for row, column in cells if column == 2 and (row, 1) in cells}
    assert checks["Fördelningar som inte når sin summa"] == 0
    assert checks["Fördelat minus budgeterade intäkter, kr"] == 0
    assert checks["Jämförelseår"] == 2022


def test_readers_find_every_parameter_by_table_and_heading(living):
    tables = {table.name: table.columns for sheet in living.sheets for table in sheet.tables}
    assert set(tables) == set(TableName)
    assert tables[TableName.ITEMS][:4] == ("Delpost", "Tjänst", "Nyckel", "Beloppet är")
    assert tables[TableName.MEMBERS][3] == "Folkmängd 2017"


def test_every_name_is_used_and_refers_to_a_sheet(living):
    formulas = " ".join(cell.formula or "" for sheet in living.sheets for cell in sheet.cells.values())
    formulas += " ".join(highlight.formula for sheet in living.sheets for highlight in sheet.highlights)
    tabs = {sheet.name for sheet in living.sheets}
    for name in living.names:
        assert name.refers_to.split("!")[0].strip("'") in tabs
        assert name.name in formulas


def test_only_whole_base_funding_has_a_given_total(living):
    cells = next(sheet.cells for sheet in living.sheets if sheet.name == Tab.ITEMS)
    controls = [cells[row, 17].value for row in range(5, 13)]
    assert controls == ["stämmer"] + ["summan följer"] * 7
