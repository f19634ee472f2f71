"""Closing balances: the opening ones, and what has come and gone."""

from collections.abc import Sequence

import pytest

from enamnd_xl.reconcile.report import reconcile
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
