"""A line that is missing among the parts of all totals is told once."""

import pytest

from enamnd_xl.reconcile.finding import Finding
from enamnd_xl.reconcile.rules.members import check_members
from enamnd_xl.reconcile.rules.totals import check_totals
from enamnd_xl.workbook.snapshot import Value
from sheets import make_book, make_sheet

Rows = list[list[Value]]

LINES: Rows = [
    ["Arboga", 736_000, 402_000, 0.14, 1_153_600],
    ["Fagersta", 524_000, 462_000, 0.11, 906_400],
    ["Kungsör", 893_000, 642_000, 0.07, 576_800],
    ["Köping", 680_000, 466_000, 0.2, 1_648_000],
    ["Norberg", 816_000, 521_000, 0.05, 412_000],
    ["Sala", 771_000, 466_000, 0.43, 3_543_200],
]
HEADINGS: Rows = [["Kommun", "Halvår 1", "Halvår 2", "Nyckel", "Slutligt"]]
TOTALS: Rows = [["Summa", 4_420_000, 2_959_000, 1.0, 8_240_000]]


def without(name: str) -> Rows:
    return [line for line in LINES if line[0] != name]


def told(rows: Rows) -> list[Finding]:
    return list(check_totals(make_book(make_sheet("Avräkning", rows))))


def test_a_line_that_all_totals_lack_is_told_once() -> None:
    (finding,) = told(HEADINGS + without("Köping") + TOTALS)
    assert (finding.code, finding.cell, finding.difference) == ("EN301", (7, 2), 680_000)
    assert "C7:E7 skiljer sig också från sina delar: en rad verkar saknas bland dem." in finding.message
    assert finding.hint == "Lägg till raden som saknas, eller skriv =SUMMA(B2:B6) om ingen saknas."
    assert [one.cell for one in finding.consequences] == [(7, 3), (7, 4), (7, 5)]


@pytest.mark.parametrize(
    "totals",
    [
        ["Riket", 4_420_000, 2_959_000, 1.0, 8_240_000],  # says nothing of being the sum of these
        ["Summa", 9_420_000, 7_959_000, 2.0, 18_240_000],  # no line of these has so much: the list goes on elsewhere
    ],
    ids=["no sum by its label", "too much for a line"],
)
def test_a_total_of_more_than_the_table_lacks_no_line(totals: list[Value]) -> None:
    assert told([*HEADINGS, *without("Köping"), totals]) == []


def test_a_member_that_stands_twice_is_not_missing() -> None:
    doubled = make_sheet("Avräkning", HEADINGS + LINES[:4] + LINES[3:] + TOTALS)
    assert list(check_members(make_book(make_sheet("Nycklar", HEADINGS + LINES + TOTALS), doubled))) == []
