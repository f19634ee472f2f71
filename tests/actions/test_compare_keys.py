"""Scenarios on the living workbook: whatever is changed, all share the same total, to the krona."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from enamnd_xl.actions.compare_keys import compare_keys
from enamnd_xl.actions.read_scenarios import read_scenarios
from enamnd_xl.actions.scenario_sheet import put_comparison
from enamnd_xl.actions.scenarios import Change, Scenario
from enamnd_xl.actions.show_scenarios import show_scenarios
from enamnd_xl.books.living.words import Column
from enamnd_xl.errors import InputError
from enamnd_xl.files.read import read
from enamnd_xl.workbook.changes import apply_edits
from enamnd_xl.workbook.snapshot import Sheet, Value

BOOK = read(Path(__file__).parents[2] / "workbooks" / "enamnd_2025.xlsx").snapshot
ITEMS = (
    "Grundfinansiering", "E-arkiv", "E-tjänsteplattform", "Konsulting", "Verksamhetsutvecklare e-tjänster",
)  # fmt: skip
MEMBERS = ("Arjeplog", "Luleå", "Piteå", "Övertorneå")
SHARE = st.integers(0, 100).map(lambda percent: f"{percent} %")
SETTINGS = st.one_of(
    st.just({Column.KEY: "rakt"}),
    st.just({Column.KEY: "invånare"}),
    st.builds(lambda share: {Column.KEY: "blandning", Column.EQUAL_SHARE: share}, SHARE),
    st.builds(
        lambda share, column: {Column.KEY: "mängd", Column.LIST: column, Column.EQUAL_SHARE: share},
        SHARE, st.just("Konsulting 2025"),
    ),
)  # fmt: skip
OUTSIDE = st.sets(st.sampled_from(MEMBERS), max_size=3).map(lambda names: ", ".join(sorted(names)) or "ingen")
CHANGE = st.builds(
    lambda item, changed, outside, unit: Change(item, {**changed, Column.OUTSIDE: outside, Column.UNIT: unit}),
    st.sampled_from(ITEMS), SETTINGS, OUTSIDE, st.sampled_from(["1", "0,01"]),
)  # fmt: skip
CHANGES = st.lists(CHANGE, min_size=1, max_size=3, unique_by=lambda change: change.item)


@given(st.lists(CHANGES, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_all_scenarios_sum_to_the_same_total_and_so_does_each_item(changes: list[list[Change]]) -> None:
    scenarios = [Scenario(f"S{number}", tuple(each)) for number, each in enumerate(changes)]
    outlooks = compare_keys(BOOK, scenarios).outlooks
    today = outlooks[0]
    for outlook in outlooks:
        assert outlook.total == today.total
        assert sum(Fraction(payment.amount) for payment in outlook.payments) == today.total
        assert sum(Fraction(payment.change) for payment in outlook.payments) == 0
        for item, parts in outlook.items.items():
            assert sum(map(Fraction, filter(None, parts.values()))) == sum(
                map(Fraction, filter(None, today.items[item].values()))
            )


NOTHING_EQUAL = Change(
    "Verksamhetsutvecklare e-tjänster", {Column.KEY: "blandning", Column.EQUAL_SHARE: "0 %", Column.UNIT: "1"}
)


@given(st.lists(CHANGES, min_size=1, max_size=4))
@example([[NOTHING_EQUAL]])
@settings(max_examples=20, deadline=None)
def test_the_sheet_says_the_scenarios_that_it_was_made_of(changes: list[list[Change]]) -> None:
    scenarios = [Scenario(f"S{number}", tuple(each)) for number, each in enumerate(changes)]
    first = put_comparison(compare_keys(BOOK, scenarios)).edits
    assert show_scenarios(apply_edits(BOOK, first)).edits == first


def scenario_sheet(*rows: tuple[Value, ...]) -> list[tuple[str, list[str]]]:
    """Read scenarios from a sheet that somebody has made; give their names and items."""
    headings = ("Scenario", "Delpost", "Nyckel")
    book = BOOK.__class__((*BOOK.sheets, Sheet("Scenario", (headings, *rows))), BOOK.names, BOOK.tables)
    return [(found.name, [change.item for change in found.changes]) for found in read_scenarios(book)]


def test_a_name_is_written_once_and_blank_rows_do_not_end_the_list() -> None:
    rows = (("A", "E-arkiv", "rakt"), (None, "Konsulting", "rakt"), (), ("B", "E-arkiv", "rakt"), (), ("Slut", None))
    assert scenario_sheet(*rows) == [("A", ["E-arkiv", "Konsulting"]), ("B", ["E-arkiv"])]


def test_a_name_is_the_same_however_its_case_and_a_number_is_a_name() -> None:
    rows = (("A", "E-arkiv", "rakt"), (2.0, "E-arkiv", "rakt"), ("a", "Konsulting", "rakt"))
    assert scenario_sheet(*rows) == [("A", ["E-arkiv", "Konsulting"]), ("2", ["E-arkiv"])]


WRONG_ROWS: list[tuple[tuple[Value, ...], str]] = [
    (("A", None, "rakt"), "Scenario!B2 är tom: raden säger inte vilken delpost den gäller."),
    ((None, "E-arkiv", "rakt"), "Scenario!A2 är tom: raden säger inte vilket scenario den gäller."),
]


@pytest.mark.parametrize("row, said", WRONG_ROWS)
def test_a_row_that_lacks_something_is_told_with_its_cell(row: tuple[Value, ...], said: str) -> None:
    with pytest.raises(InputError, match=said):
        scenario_sheet(row)
