"""A balance sheet whose two sides are not equal."""

import pytest

from enamnd_xl.reconcile.rules.balance_sheet import check_balance_sheets
from enamnd_xl.workbook.address import to_a1
from enamnd_xl.workbook.snapshot import Value
from sheets import Rows, make_book, make_sheet

WORDS = [
    ("Summa anläggningstillgångar", "SUMMA TILLGÅNGAR", "SUMMA EGET KAPITAL, AVSÄTTNINGAR OCH SKULDER"),
    ("Sum anleggsmidler", "SUM EIENDELER", "SUM EGENKAPITAL OG GJELD"),
    ("Total current assets", "Total assets", "Total liabilities and net assets"),
    ("Anlæg i alt", "Aktiver i alt", "Passiver i alt"),
]


def sheet(words: tuple[str, str, str], debts: int, *, beside: bool = False) -> Rows:
    """Assets and what they are paid with: below them, or beside them."""
    left: list[list[Value]] = [["Hus", 740, 702], ["Maskiner", 61, 70], [words[0], 801, 772], ["Kassa", 93, 88]]
    left.append([words[1], 894, 860])
    right: list[list[Value]] = [
        ["Fonder", 300, 311],
        ["Resultat", 11, 14],
        ["Lån", 500, 460],
        ["Moms", 83, debts - 785],
    ]
    right.append([words[2], 894, debts])
    heading: list[Value] = ["tkr", "2024", "2023"]
    if beside:
        return [[*heading, None, *heading], *([*one, None, *other] for one, other in zip(left, right, strict=True))]
    return [heading, *left, [], *right]


def told(rows: Rows) -> list[tuple[str, str, Value]]:
    found = check_balance_sheets(make_book(make_sheet("Balans", rows)))
    return [(to_a1(one.cell or (0, 0)), str(one.severity), one.difference) for one in found]


@pytest.mark.parametrize("words", WORDS)
def test_the_two_sides_are_equal(words: tuple[str, str, str]) -> None:
    assert told(sheet(words, 860)) == told(sheet(words, 860, beside=True)) == []
    assert told(sheet(words, 880)) == [("C12", "fel", 20)]
    assert told(sheet(words, 880, beside=True)) == [("G6", "fel", 20)]


def test_there_may_be_several_on_a_sheet() -> None:
    group = [[value * 3 if isinstance(value, int) else value for value in line] for line in sheet(WORDS[0], 860)]
    assert told([*sheet(WORDS[0], 860), [], *group]) == []
    assert told([*sheet(WORDS[0], 880), [], *group]) == [("C12", "fel", 20)]


def test_a_krona_is_rounding() -> None:
    assert told(sheet(WORDS[0], 861)) == [("C12", "avrundning", 1)]


def test_what_is_told_of_the_total_is_not_told_again() -> None:
    rows = [list(row) for row in sheet(WORDS[0], 860)]
    rows[11][2] = 859
    assert told(rows) == []


def test_debts_are_no_side_of_their_own() -> None:
    rows = [["tkr", "2024"], ["Hus", 740], ["Kassa", 93], ["Summa tillgångar", 833], ["Lån", 500], ["Moms", 83]]
    assert told([*rows, ["Summa skulder", 583]]) == []


@pytest.mark.parametrize("debts", [(-870, -820), (870, 820)], ids=["with a minus sign", "in every column"])
def test_a_list_of_balances_parts_by_the_result_of_the_year(debts: tuple[int, int]) -> None:
    rows = [list(row) for row in sheet(WORDS[0], 860)]
    change = 894 - debts[0], 860 - debts[1]
    rows[9] = ["Lån", 500 - change[0], 460 - change[1]]
    rows[11] = [WORDS[0][2], *debts]
    assert told(rows) == []
