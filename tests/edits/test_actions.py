"""Stäm av, Rensa markeringar, Visa summor, Kopia för utskick and Ångra senaste, on snapshots."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_xl.actions.freeze import freeze
from enamnd_xl.actions.mark import mark, unmark
from enamnd_xl.actions.show_sums import show_sums
from enamnd_xl.actions.undo import journal_from_text, journal_to_text, record, undo
from enamnd_xl.errors import InputError
from enamnd_xl.reconcile.finding import Finding, Severity
from enamnd_xl.reconcile.sums import Sum
from enamnd_xl.workbook.address import Area
from enamnd_xl.workbook.changes import apply_edits
from enamnd_xl.workbook.edits import DropSheet, Edit, Mark, PutSheet, SetFormula, SetValues, ShowMarks, set_value
from enamnd_xl.workbook.edits_json import edits_from_json, edits_to_json
from enamnd_xl.workbook.own_sheet import APPEARANCES, Look, OwnCell, OwnSheet
from enamnd_xl.workbook.snapshot import CellError, Sheet, Snapshot, Value
from test_changes import writing

BOOK = Snapshot((Sheet("Budget", (("Post", "Kr"), ("A", 10), ("B", 20), ("Summa", 31))), Sheet("Utfall", ((1,),))))
CONSEQUENCE = Finding("EN501", Severity.VARNING, "Utfall", (1, 1), "Här står 1.", "Hämta beloppet.", 1, 30, -29)
SUM = Finding(
    "EN301", Severity.FEL, "Budget", (4, 2), "B4 är 31, men B2:B3 blir 30.", "Skriv =SUMMA(B2:B3).", 31, 30, 1,
    consequences=(CONSEQUENCE,),
)  # fmt: skip
SAME_CELL = Finding("EN302", Severity.AVRUNDNING, "Budget", (4, 2), "Avrundning.", "", 31.5, 0.123, None)
WHOLE_SHEET = Finding("EN901", Severity.INFO, "Utfall", None, "Bladet är inte kontrollerat.")
WHOLE_FILE = Finding("EN101", Severity.INFO, "", None, "Filen har makron.")
SILENCED = Finding("EN202", Severity.FEL, "Budget", (2, 2), "Skiljer.", silenced="Känt sedan 2022")


def test_findings_are_marked_and_listed() -> None:
    outcome = mark(BOOK, [SUM, SAME_CELL, WHOLE_SHEET, WHOLE_FILE, SILENCED], datetime(2025, 10, 31, 14, 5))
    marks, put = outcome.edits
    assert isinstance(marks, ShowMarks)
    assert isinstance(put, PutSheet)
    assert marks.marks == (
        Mark(
            "Budget", (4, 2), APPEARANCES[Look.FEL].fill,
            "Fel (EN301): B4 är 31, men B2:B3 blir 30.\nSå rättar du: Skriv =SUMMA(B2:B3).\n\n"
            "Avrundning (EN302): Avrundning.",
        ),
        Mark(
            "Utfall", (1, 1), APPEARANCES[Look.VARNING].fill,
            "Varning (EN501): Här står 1.\nDet följer av Budget!B4; rätta det först.",
        ),
    )  # fmt: skip
    rows = put.content.rows
    assert [cell.value for cell in rows[1]] == ["1 fel, 1 avrundning, 2 upplysningar."]
    assert str(rows[2][0].value).startswith("Kontrollerat 2025-10-31 kl. 14.05: 2 blad med ")
    table = {str(row[0].value): row for row in rows[5:]}
    assert [str(cell.value).split()[0] for row in rows[5:] for cell in row[:2]] == [
        "fel", "EN301", "följd", "EN501", "avrundning", "EN302", "info", "EN901", "info", "EN101", "tystad", "EN202",
    ]  # fmt: skip
    assert table["fel"][2:7] == (
        OwnCell("Budget"), OwnCell("B4", Look.LINK, ("Budget", (4, 2))),
        OwnCell(31, Look.AMOUNT), OwnCell(30, Look.AMOUNT), OwnCell(1, Look.AMOUNT),
    )  # fmt: skip
    assert (table["följd"][0].indent, table["fel"][0].look) == (1, Look.FEL)
    assert (table["avrundning"][4].look, table["avrundning"][5].look) == (Look.AMOUNT_ORE, Look.NUMBER)
    assert table["tystad"][7].value == "Skiljer. Tystad: Känt sedan 2022"
    assert table["info"][2:4] == (OwnCell("hela filen"), OwnCell(None))
    assert outcome.sentence.startswith("1 fel, 1 avrundning, 2 upplysningar: cellerna är märkta")


def test_a_book_that_adds_up_gets_a_sheet_that_says_so() -> None:
    marks, put = mark(BOOK, []).edits
    assert marks == ShowMarks("avstämning")
    assert isinstance(put, PutSheet)
    assert put.content.rows[1][0].value == "Allt som kontrollerades stämmer: inga anmärkningar."


def test_our_own_sheet_is_no_part_of_what_was_checked() -> None:
    first = mark(BOOK, [SUM])
    book = apply_edits(BOOK, first.edits)
    assert mark(book, [SUM, Finding("EN301", Severity.FEL, "Avstämning", (6, 5), "Skiljer.")]) == first


def test_marks_and_sheet_go_together() -> None:
    book = apply_edits(BOOK, mark(BOOK, [SUM]).edits)
    outcome = unmark(book)
    assert outcome.sentence == "Markeringarna och bladet Avstämning är borttagna."
    assert apply_edits(book, outcome.edits) == BOOK
    assert {edit.layer for edit in outcome.edits if isinstance(edit, ShowMarks)} == {"avstämning", "summor"}


def test_sums_are_shown_with_a_colour_each() -> None:
    sums = [
        Sum((4, 2), ((2, 2), (3, 2)), "kolumn", "värde", 1),
        Sum((9, 2), ((4, 2), (8, 2)), "kolumn", "formel"),
    ]
    (edit,) = show_sums(BOOK, {"Budget": sums}).edits
    assert isinstance(edit, ShowMarks)
    shown = {mark.cell: (mark.colour, mark.note) for mark in edit.marks}
    assert shown[4, 2] == ("F8C9C4", "Summan av B2:B3, men skiljer 1.")
    assert shown[9, 2] == ("F4B183", "Summan av B4 och B8. Den stämmer.")
    assert shown[2, 2] == shown[3, 2] != shown[8, 2]
    assert show_sums(BOOK, {}).edits == (ShowMarks("summor"),)


def test_a_copy_to_send_has_values_for_our_functions() -> None:
    sheet = Sheet(
        "Fördelning",
        ((10, 20, 30), (1, 2), (3, 4)),
        formulas={(1, 1): "SUM(A2:A3)*2", (1, 2): "ROUND(en_nyckel(A2),0)", (2, 1): "EN_AVRUNDA_TABELL(D1:E2)"},
        arrays={(2, 1): Area.from_a1("A2:B3")},
    )
    book = Snapshot((sheet,))
    after = apply_edits(book, freeze(book).edits).sheets[0]
    assert (after.formulas, after.arrays, after.rows) == ({(1, 1): "SUM(A2:A3)*2"}, {}, sheet.rows)
    assert apply_edits(book, freeze(book, all_formulas=True).edits).sheets[0].formulas == {}


def test_undo_puts_back_what_was_there() -> None:
    edits = [SetValues("Budget", (2, 2), ((11,), (21,))), SetFormula("Budget", (4, 2), "SUM(B2:B3)", 32)]
    journal = record((), "Fördela", BOOK, edits)
    after = apply_edits(BOOK, edits)
    outcome, rest = undo(journal_from_text(journal_to_text(journal)), after)
    assert apply_edits(after, outcome.edits) == BOOK
    assert (outcome.sentence, rest) == ("Fördela är ångrad.", ())
    assert undo(rest, BOOK)[0].sentence == "Det finns inget att ångra."


def test_undo_leaves_what_was_changed_since() -> None:
    edits = [SetValues("Budget", (2, 2), ((11,), (21,))), SetFormula("Budget", (4, 2), "SUM(B2:B3)", 32)]
    journal = record((), "Fördela", BOOK, edits)
    now = apply_edits(BOOK, [*edits, set_value("Budget", (3, 2), 99)])
    now = now.with_values({"Budget": {(4, 2): 110}})  # recalculated
    outcome, _ = undo(journal, now)
    after = apply_edits(now, outcome.edits).sheets[0]
    assert [after.value((row, 2)) for row in (2, 3, 4)] == [10, 99, 31]
    assert outcome.sentence == "Fördela är ångrad. Det som har ändrats sedan dess är orört: Budget B3."


def test_undo_of_marking_again_shows_the_earlier_marks() -> None:
    first, second = mark(BOOK, [SUM]), mark(BOOK, [WHOLE_SHEET])
    journal = record((), "Stäm av", BOOK, first.edits)
    book = apply_edits(BOOK, first.edits)
    journal = record(journal, "Stäm av", book, second.edits)
    outcome, rest = undo(journal, apply_edits(book, second.edits))
    assert set(map(repr, outcome.edits)) == set(map(repr, first.edits))
    assert undo(rest, book)[0].edits == (DropSheet("Avstämning"), ShowMarks("avstämning"))


def test_undo_on_a_sheet_that_is_gone_says_so() -> None:
    journal = record((), "Fördela", BOOK, [set_value("Utfall", (1, 1), 5)])
    with pytest.raises(InputError, match="inget blad som heter Utfall"):
        undo(journal, Snapshot(BOOK.sheets[:1]))


@given(st.lists(writing, min_size=1, max_size=3), st.lists(writing, min_size=1, max_size=3))
def test_undo_undone_twice_is_the_first_book(one: list[Edit], two: list[Edit]) -> None:
    start = Snapshot((Sheet("Blad1"),))
    try:
        journal = record((), "Ett", start, one)
        middle = apply_edits(start, one)
        journal = record(journal, "Två", middle, two)
        end = apply_edits(middle, two)
    except InputError:  # a part of an array formula
        return
    outcome, journal = undo(journal, end)
    assert apply_edits(end, outcome.edits) == middle
    outcome, journal = undo(journal, middle)
    assert apply_edits(middle, outcome.edits) == start


MOMENTS: tuple[Value, ...] = (date(2025, 1, 1), datetime(2025, 1, 1, 2), time(3), timedelta(4))
EVERY_EDIT: list[Edit] = [
    SetValues("A", (1, 2), ((None, True, 1, 0.1, "x"), (CellError("#N/A"),), MOMENTS)),
    SetFormula("A", (1, 1), "B1:B2*2", 2, Area(1, 1, 2, 1), ((2,), (date(2025, 1, 1),))),
    SetFormula("A", (1, 1), "B1"),
    ShowMarks("summor", (Mark("A", (1, 1), "FFFFFF", "x"),)),
    PutSheet(OwnSheet("B", ((OwnCell("y", Look.LINK, ("A", (1, 1)), 2), OwnCell(time(1))), ()), (1.5,), 1)),
    DropSheet("B"),
]  # fmt: skip


@pytest.mark.parametrize("edit", EVERY_EDIT, ids=lambda edit: type(edit).__name__)
def test_edits_survive_being_written_down(edit: Edit) -> None:
    assert repr(edits_from_json(edits_to_json([edit]))) == repr((edit,))


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '[{"do": "values"}]', '[{"do": "annat"}]', '[{"do": "drop", "x": 1}]']
)
def test_what_is_no_journal_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        edits_from_json(text) or journal_from_text("5")
