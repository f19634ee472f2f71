"""The follow-up sheets: plain Excel formulas that give what the follow-up functions give, and what was published."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enamnd_xl.books.living import living_book
from enamnd_xl.books.living.norrbotten_2025 import BOARD
from enamnd_xl.books.living.parameters import Board
from enamnd_xl.books.living.words import Column, Tab, TableName
from enamnd_xl.books.living.year import FollowUp, ForecastRow, PublishedYear, SurplusRow
from enamnd_xl.books.published import year_2025
from enamnd_xl.books.published.table import column_of
from enamnd_xl.books.spec import BookSpec, SheetSpec, Tone
from enamnd_xl.books.spec import Kind as Kind_
from enamnd_xl.books.styles import HIGHLIGHTS
from enamnd_xl.errors import InputError
from enamnd_xl.files.build import calculate
from enamnd_xl.followup.deviation import Figures, deviate
from enamnd_xl.followup.forecast import Method, forecast
from enamnd_xl.followup.mapping import Kind, find_conflicts, read_mapping
from enamnd_xl.followup.outcome import Actual, sum_to_date
from enamnd_xl.followup.periods import TWELFTHS, Period, budget_to_date, parse_period
from enamnd_xl.followup.surplus import YearResult, carry_forward

EMPTY = FollowUp(1, BOARD.follow_up.accounts, (), {}, {}, {}, None, (SurplusRow(2025),))
SIDES = {Kind.REVENUE: TableName.REVENUE_FORECAST, Kind.COST: TableName.COST_FORECAST}


def sheet_of(book: BookSpec, tab: str) -> SheetSpec:
    return next(sheet for sheet in book.sheets if sheet.name == tab)


def read_table(book: BookSpec, name: str) -> list[dict[str, object]]:
    """Give the rows of an Excel table, found by its name, each by heading."""
    sheet, table = next((s, t) for s in book.sheets for t in s.tables if t.name == name)
    area = table.area
    return [
        {heading: sheet.cells[row, column].value for column, heading in enumerate(table.columns, area.left)}
        for row in range(area.top + 1, area.bottom + 1)
    ]


def by_service(book: BookSpec, name: str) -> dict[str, dict[str, object]]:
    return {str(row[Column.SERVICE]): row for row in read_table(book, name)}


def years_of(book: BookSpec) -> list[dict[str, object]]:
    """Give the rows of Överskott that have a year."""
    return [row for row in read_table(book, TableName.SURPLUS) if row[Column.YEAR] is not None]


def forecast_result(book: BookSpec) -> object:
    """Give what Överskott says that the year's result will be."""
    cells = sheet_of(book, Tab.SURPLUS).cells
    return next(cells[row, 3].value for (row, _), cell in cells.items() if cell.value == "Prognos för 2025")


def checks(book: BookSpec) -> dict[object, object]:
    """Give what Start says, by label."""
    cells = sheet_of(book, Tab.START).cells
    return {cells[row, 1].value: cells[row, 2].value for row, column in cells if column == 2 and (row, 1) in cells}


def small(costs: Mapping[str, int], year: FollowUp) -> Board:
    """Give a board with few services and one shared item, so that a case is quick to calculate."""
    row_totals = replace(BOARD.published.row_totals, amounts={}, why={})
    budget, published_year = BOARD.published.budget[-1:], PublishedYear((), ())
    published = replace(BOARD.published, columns=(), budget=budget, row_totals=row_totals, year=published_year)
    items = (replace(BOARD.items[0], service=next(iter(costs))),)
    return replace(BOARD, items=items, costs=costs, areas=(), published=published, follow_up=year)


def changed(**changes: object) -> BookSpec:
    """Calculate the workbook of two services with some of the year changed."""
    outcome = (
        Actual("Bok", Period(2025, 1, 6), "A", 600_000, 500),
        Actual("Bok", Period(2025, 1, 6), "B", 0, 250),
        Actual("Bok", Period(2025, 7, 7), "A", 100_000, 100),
    )
    year = replace(EMPTY, month=7, outcome=outcome)
    return calculate(living_book(small({"A": 1200, "B": 600}, replace(year, **changes))))


def test_the_published_outcome_stands_on_the_follow_up(living):
    rows = by_service(living, TableName.FOLLOW_UP)
    assert {name: row[Column.REVENUE] for name, row in rows.items()} == column_of(year_2025.OUTCOME, 1)
    assert {name: row[Column.EXPENSE] for name, row in rows.items()} == column_of(year_2025.OUTCOME, 2)
    differing = {
        name: (row[Column.RESULT], column_of(year_2025.OUTCOME, 3)[name])
        for name, row in rows.items()
        if row[Column.RESULT] != column_of(year_2025.OUTCOME, 3)[name]
    }
    assert differing == {"E-arkiv": (4_942, 4_943)}


def test_the_published_comments_stand_beside_their_deviations(living):
    comments = {name: row[Column.COMMENT] for name, row in by_service(living, TableName.FOLLOW_UP).items()}
    assert comments == {
        "Grundfinansiering": "Upplupna projektkostnader.",
        "E-tjänsteplattform Verksamhetssystem": None,
        "Räddningstjänsten Verksamhetssystem": "Upplupna intäkter gällande avrop av utökad funktionalitet.",
        "Socialtjänsten Verksamhetssystem": "Upplupna konsultkostnader.",
        "E-arkiv": None,
    }


def test_the_published_forecast_stands_with_the_budget_it_rests_on(living):
    rows = by_service(living, TableName.COST_FORECAST)
    assert {name: row[Column.FORECAST] for name, row in rows.items()} == column_of(year_2025.FORECAST, 2)
    revised = {name: row[Column.REVISED] for name, row in rows.items() if row[Column.REVISED] is not None}
    assert revised == {"Grundfinansiering": 1_708_800}
    assert all(rows[name][Column.REASON] for name in revised)
    deviations = {name: row[Column.DEVIATION] for name, row in rows.items()}
    assert deviations == {**column_of(year_2025.FORECAST, 3), "Socialtjänsten Verksamhetssystem": 33_270}


def test_a_revenue_without_a_published_forecast_has_none(living):
    rows = by_service(living, TableName.REVENUE_FORECAST).values()
    assert {(row[Column.METHOD], row[Column.FORECAST], row[Column.DEVIATION]) for row in rows} == {(None, "", "")}


def test_the_surplus_of_2022_is_carried_as_far_as_it_is_known(living):
    carried = [
        (row[Column.YEAR], row[Column.OPENING] or None, row[Column.RESULT] or None, row[Column.CLOSING] or None)
        for row in years_of(living)
    ]
    assert carried == [
        (2022, None, 266_745, 266_745),
        (2023, 266_745, None, None),
        (2024, None, None, None),
        (2025, None, None, None),
    ]


def test_the_outcome_is_read_back_as_it_was_put(living):
    rows = [row for row in read_table(living, TableName.OUTCOME) if row[Column.PERIOD]]
    read = tuple(
        Actual(
            str(row[Column.SOURCE]),
            parse_period(str(row[Column.PERIOD])),
            str(row[Column.POST]),
            row[Column.REVENUE],
            row[Column.EXPENSE],
        )
        for row in rows
    )
    assert read == BOARD.follow_up.outcome
    assert {row.period.label for row in read} == {"2022-01–2022-12", "2025-01–2025-10"}


def test_there_is_room_for_every_service_every_month(living):
    empty = [row for row in read_table(living, TableName.OUTCOME) if not row[Column.PERIOD]]
    assert len(empty) == 12 * len(BOARD.costs)


def test_the_example_accounts_are_rows_that_a_reading_understands(living):
    rows = read_table(living, TableName.ACCOUNTS)
    headings = (Column.ACCOUNT, Column.DIMENSION, Column.OBJECT, Column.POST, Column.KIND)
    mapping = read_mapping((line, *(row[heading] for heading in headings)) for line, row in enumerate(rows, 5))
    assert {row.item for row in mapping} == set(BOARD.costs)
    assert find_conflicts(mapping) == ()


def test_an_amount_for_several_months_is_not_divided():
    rows = by_service(changed(month=5), TableName.FOLLOW_UP)
    assert {(row[Column.REVENUE], row[Column.DEVIATION], row["Utfallet täcker"]) for row in rows.values()} == {
        ("", "", "kan inte delas")
    }


COVERAGE = {
    "each month once": ((), "alla månader"),
    "a month twice": ((Actual("Annan", Period(2025, 3, 3), "A", 1, 1),), "månader dubbelt"),
    "another year": ((Actual("Bok", Period(2024, 1, 12), "A", 1, 1),), "alla månader"),
}


@pytest.mark.parametrize(("more", "said"), COVERAGE.values(), ids=COVERAGE.keys())
def test_what_the_outcome_covers_is_said(more, said):
    outcome = (Actual("Bok", Period(2025, 1, 7), "A", 7, 7), *more)
    assert by_service(changed(outcome=outcome), TableName.FOLLOW_UP)["A"]["Utfallet täcker"] == said


def test_missing_months_are_counted():
    assert by_service(changed(), TableName.FOLLOW_UP)["B"]["Utfallet täcker"] == "6 av 7 månader"


def test_outcome_on_an_item_that_is_no_service_is_seen_on_the_first_sheet():
    outcome = (Actual("Bok", Period(2025, 1, 1), "Okänd", 70, 5),)
    assert checks(changed(outcome=outcome))["Utfall utan tjänst i budgeten, kr"] == 75
    assert checks(changed())["Utfall utan tjänst i budgeten, kr"] == 0


def test_every_year_known_is_carried_forward_as_the_function_carries_it():
    outcome = tuple(
        Actual("Bok", Period(year, 1, 12), "Hela nämnden", revenue_kr, 1000)
        for year, revenue_kr in ((2023, 1500), (2024, 900), (2025, 1000))
    )
    surplus = (SurplusRow(2023), SurplusRow(2024, used=150), SurplusRow(2025))
    rows = years_of(changed(outcome=outcome, surplus=surplus, opening=40))
    carried = carry_forward([YearResult(2023, 500), YearResult(2024, -100, 150), YearResult(2025, 0)], 40)
    assert [(row[Column.OPENING], row[Column.CLOSING]) for row in rows] == [
        (year.opening_kr, year.closing_kr) for year in carried
    ]


def test_a_result_is_forecast_when_both_sides_are():
    methods = {(service, side): ForecastRow(Method.TYPED, 300) for service in "AB" for side in Kind}
    methods["A", Kind.REVENUE] = ForecastRow(Method.TYPED, 900)
    book = changed(forecasts=methods)
    assert forecast_result(book) == 600
    assert forecast_result(changed()) == ""


WEIGHTS = st.one_of(
    st.none(), st.lists(st.integers(0, 90), min_size=12, max_size=12).filter(lambda weights: sum(weights) > 0)
)
AMOUNTS = st.integers(-50_000, 20_000_000)
ROWS = st.builds(
    ForecastRow,
    st.one_of(st.none(), st.sampled_from(Method)),
    typed=st.one_of(st.none(), AMOUNTS),
    change=st.one_of(st.none(), AMOUNTS),
    revised=st.one_of(st.none(), AMOUNTS),
)


@settings(max_examples=8, deadline=None)
@given(
    month=st.integers(1, 12),
    costs=st.lists(AMOUNTS, min_size=1, max_size=4),
    data=st.data(),
)
def test_the_sheets_give_what_the_functions_give(month, costs, data):
    services = {f"Tjänst {i}": cost for i, cost in enumerate(costs)}
    pairs = [(service, side) for service in services for side in Kind]
    profiles = {pair: weights for pair in pairs if (weights := data.draw(WEIGHTS)) is not None}
    rows = {pair: data.draw(ROWS) for pair in pairs}
    outcome = [
        Actual("Bok", Period(2025, 1, month), service, data.draw(AMOUNTS), data.draw(AMOUNTS)) for service in services
    ]
    book = calculate(
        living_book(small(services, replace(EMPTY, month=month, outcome=outcome, profiles=profiles, forecasts=rows)))
    )
    booked = sum_to_date(outcome, 2025, month)
    followed = by_service(book, TableName.FOLLOW_UP)
    for number, (service, cost) in enumerate(services.items()):
        budget = Figures(BOARD.items[0].amount if number == 0 else 0, cost)
        so_far = Figures(
            *(
                budget_to_date(amount, month, profiles.get((service, side), TWELFTHS))
                for amount, side in zip(budget, Kind, strict=True)
            )
        )
        row, deviation = followed[service], deviate(so_far, booked[service])
        assert (row[Column.REVENUE], row[Column.EXPENSE]) == booked[service]
        assert (row[Column.BUDGETED_REVENUE], row[Column.BUDGETED_EXPENSE]) == so_far
        assert (row["Avvikelse intäkter"], row["Avvikelse kostnader"], row[Column.DEVIATION]) == deviation
        for side, amount, booked_kr in zip(Kind, budget, booked[service], strict=True):
            typed = rows[service, side]
            shown = by_service(book, SIDES[side])[service][Column.FORECAST]
            start = typed.revised if typed.revised is not None else amount
            assert shown == expected(typed, booked_kr, month, start, profiles.get((service, side), TWELFTHS))


def expected(row: ForecastRow, outcome: int, month: int, budget: int, profile: list[int]) -> object:
    """Give the forecast, or an empty text where the function says that something is lacking."""
    if row.method is None:
        return ""
    try:
        return forecast(row.method, outcome, month, budget, profile=profile, change=row.change, typed=row.typed)
    except InputError:
        return ""


def test_a_deviation_of_less_than_half_a_krona_is_shown_as_zero_without_a_sign(living):
    shown = {
        (sheet.name, row, column)
        for sheet in living.sheets
        for look in sheet.highlights
        if look.tone is Tone.ZERO
        for row in range(look.area.top, look.area.bottom + 1)
        for column in range(look.area.left, look.area.right + 1)
    }
    deviations = {
        (sheet.name, *cell)
        for sheet in living.sheets
        for cell, spec in sheet.cells.items()
        if spec.style.kind is Kind_.DEVIATION and spec.formula
    }
    assert deviations
    assert deviations <= shown
    assert HIGHLIGHTS[Tone.ZERO]["num_format"] == '"0";"0";"0"'


def test_binary_noise_of_ores_is_no_outcome_without_a_service():
    booked = (("A", 0.1), ("B", 0.1), ("A", 0.4))
    rows = [Actual("Bok", Period(2025, 1, 3), service, 0, kr) for service, kr in booked]
    book = changed(month=3, outcome=rows)
    assert checks(book)["Utfall utan tjänst i budgeten, kr"] == 0
    sheet = sheet_of(book, Tab.FOLLOW_UP)
    homeless = next(row for (row, _), cell in sheet.cells.items() if cell.value == "Utfall utan tjänst i budgeten")
    assert (sheet.cells[homeless, 2].value, sheet.cells[homeless, 5].value) == (0, 0)
