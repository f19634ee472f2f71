"""Closing balances: the opening ones, and what has come and gone."""

from collections.abc import Sequence

import pytest

from enamnd_xl.reconcile.run import reconcile
from enamnd_xl.workbook.address import to_a1
from enamnd_xl.workbook.snapshot import Value
from sheets import make_book, make_sheet

Rows = list[list[Value]]
ACCOUNTS = (  # opening balance, debit, credit
    ("1510 Kundfordringar", 412_300.5, 96_120.25, 101_800),
    ("1930 Bank", 1_870_244, 655_080.75, 702_345.25),
    ("2440 Leverantörsskulder", -240_112, 188_400, 166_930.5),
    ("3010 Avgifter", 0, 12_500, 910_200),
    ("4010 Tjänster", 0, 388_075.5, 4_200),
    ("5010 Hyra", 0, 88_000, 0),
    ("7010 Löner", 0, 640_300.25, 1_125),
)
NOTE = (
    ("Ingående anskaffningsvärde", 4_120, 4_870),
    ("Årets anskaffningar", 900, 455),
    ("Försäljningar och utrangeringar", -150, -38),
    ("Utgående anskaffningsvärde", 4_870, 5_287),
)


def trial_balance(headings: Sequence[str]) -> Rows:
    lines = [[name, ib, debit, credit, ib + debit - credit] for name, ib, debit, credit in ACCOUNTS]
    totals = [sum(column) for column in list(zip(*lines, strict=True))[1:]]
    return [list(headings), *lines, ["Summa", *totals]]


SWEDISH = ("Konto", "Ing balans", "Debet", "Kredit", "Utg balans")
ENGLISH = ("Account", "Opening balance", "Debit", "Credit", "Closing balance")


def told(rows: Rows) -> list[tuple[str, str, str, Value]]:
    work = make_book(make_sheet("Saldo", rows))
    return [(f.code, to_a1(f.cell or (0, 0)), f.hint.split(",")[0], f.expected) for f in reconcile(work)]


@pytest.mark.parametrize("headings", [SWEDISH, ENGLISH])
def test_a_trial_balance_is_right(headings: Sequence[str]) -> None:
    assert told(trial_balance(headings)) == []


@pytest.mark.parametrize("headings", [SWEDISH, ENGLISH])
@pytest.mark.parametrize("line, off", [(2, 81_000), (6, -900.0)])
def test_a_wrong_closing_balance(headings: Sequence[str], line: int, off: float) -> None:
    rows = trial_balance(headings)
    right = rows[line][4]
    assert isinstance(right, float | int)
    rows[line][4] = right + off
    found = [one for one in told(rows) if one[0] == "EN307"]
    cell = line + 1
    assert found == [("EN307", f"E{cell}", f"Skriv =B{cell}+C{cell}-D{cell} i E{cell}", right)]


def test_a_note_of_two_years() -> None:
    rows: Rows = [["Not 3", 2024, 2025], *map(list, NOTE)]
    assert told(rows) == []
    rows[3][2] = 38
    assert told(rows) == [("EN307", "C5", "Skriv =SUMMA(C2:C4) i C5", 5_363)]


def test_amounts_beside_balances_that_are_none_of_them() -> None:
    rows: Rows = [
        ["Fond", "Ingående", "Insatt", "Budget", "Utgående"],
        *([f"Fond {n}", 1_000 * n, 37 * n * n, 450 + n, 1_210 * n - 3 * n * n] for n in range(1, 9)),
    ]
    assert told(rows) == []


def opening(*sheets: tuple[str, Rows]) -> list[tuple[str, str, str, Value]]:
    work = make_book(*(make_sheet(name, rows) for name, rows in sheets))
    return [(f.code, f"{f.sheet}!{to_a1(f.cell or (0, 0))}", str(f.severity), f.expected) for f in reconcile(work)]


def years_of_a_note(first: int, *openings: int) -> Rows:
    """Give a note of several years, each with its opening balance."""
    changes = [(900, -150), (455, -38), (1_210, 0)]
    columns = [[first + n, ib, *changes[n], ib + sum(changes[n])] for n, ib in enumerate(openings)]
    labels = ["Not 3", *(line[0] for line in NOTE)]
    return [[label, *line] for label, *line in zip(labels, *columns, strict=True)]


@pytest.mark.parametrize(
    "openings, expected",
    [
        ((4_120, 4_870), []),
        ((4_120, 4_780), [("EN308", "Not!C2", "varning", 4_870)]),
        ((4_120, 4_870, 5_287), []),
        ((4_120, 4_870, 5_278), [("EN308", "Not!D2", "fel", 5_287)]),
        ((4_120, 4_780, 5_197), [("EN308", "Not!C2", "fel", 4_870)]),
    ],
)
def test_the_opening_balance_of_a_year(openings: Sequence[int], expected: list[tuple[str, str, str, Value]]) -> None:
    rows = years_of_a_note(2023, *openings)
    assert opening(("Not", rows)) == expected
    latest_first = [row[:1] + row[:0:-1] for row in rows]
    cells = str.maketrans("BCD", "DCB" if len(openings) == 3 else "CB?")
    turned = [(code, place.translate(cells), *rest) for code, place, *rest in expected]
    assert opening(("Not", latest_first)) == turned


def test_a_wrong_opening_balance_is_told_once_where_the_closing_one_is_right() -> None:
    rows = years_of_a_note(2023, 4_120, 4_870, 5_287)
    rows[1][3] = 5_827
    assert opening(("Not", rows)) == [("EN308", "Not!D2", "fel", 5_287)]


def test_a_budget_begins_with_what_was_expected_of_the_year_before() -> None:
    rows = years_of_a_note(2023, 4_120, 4_870, 5_200)
    rows[0] = ["Not 3", "Bokslut 2023", "Bokslut 2024", "Budget 2025"]
    assert opening(("Not", rows)) == []


@pytest.mark.parametrize("latest_first", [False, True])
def test_opening_balances_on_the_sheet_of_the_next_year(latest_first: bool) -> None:
    before = trial_balance(SWEDISH)
    closings = [(row[0], row[4]) for row in before[1:-1]]
    lines: list[list[Value]] = [
        [name, ib, 1_000 * n, 700.5, ib + 1_000 * n - 700.5]
        for n, (name, ib) in enumerate(closings, 1)
        if isinstance(ib, int | float)
    ]
    after = [list(SWEDISH), *lines]
    sheets = [("2024", before), ("2025", after)]
    sheets = sheets[::-1] if latest_first else sheets
    assert opening(*sheets) == []
    wrong = lines[2][1]
    assert isinstance(wrong, int | float)
    lines[2][1], lines[2][4] = wrong + 900, wrong + 900 + 3_000 - 700.5
    assert opening(*sheets) == [("EN308", "2025!B4", "fel", wrong)]
