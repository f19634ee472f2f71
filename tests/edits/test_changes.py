"""What edits do to a snapshot, and that they can be taken back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_xl.errors import InputError
from enamnd_xl.workbook.address import Area
from enamnd_xl.workbook.changes import apply_edits, invert, list_changes
from enamnd_xl.workbook.edits import (
    DropSheet,
    Edit,
    Mark,
    PutSheet,
    SetFormula,
    SetValues,
    ShowMarks,
    is_note,
    note_text,
    set_value,
    without_note,
)
from enamnd_xl.workbook.own_sheet import OwnCell, OwnSheet, own_sheets
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, Table

BOOK = Snapshot(
    (
        Sheet(
            "Budget",
            (("Kommun", "Belopp", None), ("Luleå", 10, 1), ("Piteå", 20, 2), ("Summa", 30, 3)),
            formulas={(4, 2): "SUM(B2:B3)", (2, 3): "SEQUENCE(3)"},
            arrays={(2, 3): Area.from_a1("C2:C4")},
            merged=(Area.from_a1("A6:C6"),),
        ),
        Sheet("Avstämning", (("egen",),)),
    ),
    tables=(Table("Belopp", "Budget", Area.from_a1("A1:B4"), ("Kommun", "Belopp")),),
)
OWN = OwnSheet("Avstämning", ((OwnCell("Kod"), OwnCell("Skillnad")), (OwnCell("EN301"), OwnCell(-35200))))

IMPOSSIBLE = {
    "a sheet that is not there": (set_value("Utfall", (1, 1), 5), "Arbetsboken har inget blad som heter Utfall"),
    "a mark on a sheet that is not there": (
        ShowMarks("summor", (Mark("Utfall", (1, 1), "FFFFFF"),)),
        "inget blad som heter Utfall",
    ),
    "a cell below the last row": (set_value("Budget", (1_048_577, 1), 5), "Budget: ett blad har 1048576 rader"),
    "a hidden cell of merged cells": (set_value("Budget", (6, 2), 5), "Budget!B6 ingår i .* A6:C6"),
    "a part of an array formula": (set_value("Budget", (3, 3), 5), r"Budget!C2:C4 fylls av formeln i C2"),
    "a table's heading": (set_value("Budget", (1, 2), "Kronor"), r"Budget!B1 är rubriken Belopp i tabellen Belopp"),
    "a text too long": (set_value("Budget", (9, 1), "x" * 32_768), r"Budget!A9: texten har 32768 tecken"),
    "no number": (set_value("Budget", (9, 1), float("nan")), r"Budget!A9: nan är inget tal"),
    "a number beyond Excel": (set_value("Budget", (9, 1), 10**400), "Budget!A9: ett heltal med hundratals siffror"),
    "a day before Excel's first": (set_value("Budget", (9, 1), date(1899, 12, 31)), r"Budget!A9: 1899-12-31"),
    "an empty formula": (SetFormula("Budget", (9, 1), ""), r"Budget!A9: en formel har mellan 1 och 8192 tecken"),
}  # fmt: skip


@pytest.mark.parametrize("edit, message", IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_edits_that_cannot_be_made_say_where_and_why(edit: Edit, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        apply_edits(BOOK, [edit])
    assert caught.value.hint


def test_an_array_formula_goes_as_a_whole() -> None:
    after = apply_edits(BOOK, [set_value("Budget", (2, 3), 7)]).sheets[0]
    assert [after.value((row, 3)) for row in (2, 3, 4)] == [7, None, None]
    assert after.arrays == {}


def test_changes_are_listed_before_they_are_made() -> None:
    edits = [
        SetValues("Budget", (2, 2), ((10,), (25,), (35,))),
        ShowMarks("summor", (Mark("Budget", (2, 1), "FFFFFF"),)),
    ]
    listed = list_changes(BOOK, edits)
    assert [(c.cell, c.before, c.after, c.formula_before) for c in listed] == [
        ((3, 2), 20, 25, None),
        ((4, 2), 30, 35, "SUM(B2:B3)"),
    ]


def test_a_sheet_of_ours_never_takes_the_place_of_a_users() -> None:
    once = apply_edits(BOOK, [PutSheet(OWN)])
    assert [sheet.name for sheet in once.sheets] == ["Budget", "Avstämning", "Avstämning (2)"]
    assert own_sheets(once) == {"Avstämning": "Avstämning (2)"}
    assert apply_edits(once, [PutSheet(OWN)]) == once
    assert apply_edits(once, [DropSheet("Avstämning")]) == BOOK
    assert apply_edits(BOOK, [DropSheet("Avstämning")]) == BOOK


def test_taking_back_knows_earlier_marks_and_sheets() -> None:
    first, second = ShowMarks("summor", (Mark("Budget", (2, 1), "FFFFFF"),)), ShowMarks("summor")
    book = apply_edits(BOOK, [PutSheet(OWN)])
    assert invert(book, [second, DropSheet("Avstämning")], [first, PutSheet(OWN)]) == (PutSheet(OWN), first)
    assert invert(BOOK, [first, PutSheet(OWN)]) == (DropSheet("Avstämning"), ShowMarks("summor"))


def test_notes_keep_what_a_user_wrote_after_ours() -> None:
    ours = note_text("avstämning", "Summan avviker med −35 200 kr.")
    assert is_note("avstämning", ours)
    assert not is_note("summor", ours)
    assert not is_note("avstämning", "E-nämnd · avstämning\nskrivet för hand")
    assert without_note("avstämning", ours) == ""
    assert without_note("avstämning", f"{ours}\nRättat.") == "Rättat."


cells = st.tuples(st.integers(1, 5), st.integers(1, 4))
values = st.one_of(st.none(), st.integers(-99, 99), st.text(max_size=3), st.booleans())
blocks = st.lists(st.lists(values, max_size=3).map(tuple), max_size=3).map(tuple)
areas = st.builds(
    lambda cell, size: Area(*cell, cell[0] + size[0], cell[1] + size[1]), cells, st.tuples(*[st.integers(0, 2)] * 2)
)
writing = st.one_of(
    st.builds(SetValues, st.just("Blad1"), cells, blocks),
    st.builds(SetFormula, st.just("Blad1"), cells, st.sampled_from(["A1", "SUM(A1:B2)"]), values),
    areas.map(lambda area: SetFormula("Blad1", area[:2], "SEQUENCE(2)", 1, area, ((1, 2), (3,)))),
)  # fmt: skip


@given(st.lists(writing, max_size=4), st.lists(writing, min_size=1, max_size=4))
def test_what_is_taken_back_is_as_before(earlier: list[SetValues], edits: list[SetValues]) -> None:
    try:
        before = apply_edits(Snapshot((Sheet("Blad1"),)), earlier)
        after = apply_edits(before, edits)
    except InputError:  # a part of an array formula
        return
    assert apply_edits(after, invert(before, edits)) == before
    changed = {change.cell for change in list_changes(before, edits)}
    old, new = before.sheets[0], after.sheets[0]
    every = {cell for cell, _ in (*old.cells(), *new.cells())} | old.formulas.keys() | new.formulas.keys()
    assert changed == {
        cell for cell in every if (old.value(cell), old.formulas.get(cell)) != (new.value(cell), new.formulas.get(cell))
    }


@given(st.lists(writing, min_size=1, max_size=1))
def test_once_is_as_good_as_twice(edits: list[SetValues]) -> None:
    once = apply_edits(Snapshot((Sheet("Blad1"),)), edits)
    assert apply_edits(once, edits) == once
