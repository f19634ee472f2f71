"""Accumulated amounts, line by line."""

from collections.abc import Sequence

import pytest

from enamnd_xl.reconcile.run import reconcile
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import to_a1
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, Value

Rows = Sequence[Sequence[Value]]
MONTHS = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug"]
AMOUNTS = [103100, 98450, 108250, 95300, 99870, 101140, 61025, 97410]


def table(running: Sequence[int | float], amounts: Sequence[int | float] = AMOUNTS, heading: str = "Ack.") -> Rows:
    rows = zip(MONTHS, amounts, running, strict=True)
    return [["Månad", "Utfall", heading], *map(list, rows), ["Summa", sum(amounts), None]]


def accumulated(amounts: Sequence[int | float] = AMOUNTS, opening: float = 0, sign: int = 1) -> list[int | float]:
    return [opening + sign * sum(amounts[: n + 1]) for n in range(len(amounts))]


def told(rows: Rows, **formulas: str) -> list[tuple[str, str, str, Value]]:
    at = {
        (row, column): text
        for row in range(1, 30)
        for column in range(1, 9)
        if (text := formulas.get(to_a1((row, column))))
    }
    work = Workpaper(Snapshot((Sheet("Blad", tuple(map(tuple, rows)), at),)))
    return [(f.code, to_a1(f.cell or (0, 0)), str(f.severity), f.expected) for f in reconcile(work)]


def turned(rows: Rows) -> Rows:
    return [list(line) for line in zip(*rows, strict=True)]


@pytest.mark.parametrize("heading", ["Ack.", "Hittills"])
@pytest.mark.parametrize(("opening", "sign"), [(0, 1), (250000, 1), (900000, -1)])
def test_what_accumulates_is_right(heading: str, opening: int, sign: int) -> None:
    assert not told(table(accumulated(opening=opening, sign=sign), heading=heading))


@pytest.mark.parametrize("turn", [False, True])
@pytest.mark.parametrize("sign", [1, -1])
def test_one_accumulated_amount_that_is_wrong_is_told_once(turn: bool, sign: int) -> None:
    running = accumulated(opening=900000, sign=sign)
    right, running[3] = running[3], running[3] + 9000
    rows = table(running)
    assert told(turned(rows) if turn else rows) == [("EN306", "E3" if turn else "C5", "fel", right)]


def test_an_error_that_is_carried_on_is_told_where_it_begins() -> None:
    running = [kr + 900 * (n >= 4) for n, kr in enumerate(accumulated())]
    assert told(table(running)) == [("EN306", "C6", "fel", running[4] - 900)]


@pytest.mark.parametrize("at", [6, 7])
def test_the_last_ones(at: int) -> None:
    running = accumulated()
    running[at] -= 2000
    assert told(table(running)) == [("EN306", f"C{at + 2}", "fel", running[at] + 2000)]


def ledger(balances: Sequence[int], with_amount: bool) -> Rows:
    """A ledger: debit on some lines, credit on the others, and perhaps both as one amount with its sign."""
    amounts = [kr if n % 3 else -kr for n, kr in enumerate(AMOUNTS)]
    head = ["Ver", "Debet", "Kredit", *(["Belopp"] if with_amount else []), "Saldo"]
    lines = zip(amounts, balances, strict=True)
    return [
        head,
        *(
            [f"A{n}", max(kr, 0) or None, max(-kr, 0) or None, *([kr] if with_amount else []), balance]
            for n, (kr, balance) in enumerate(lines)
        ),
    ]


@pytest.mark.parametrize("with_amount", [False, True])
def test_a_balance_of_debit_and_credit(with_amount: bool) -> None:
    balances = accumulated([kr if n % 3 else -kr for n, kr in enumerate(AMOUNTS)], opening=500000)
    assert not told(ledger(balances, with_amount))
    right, balances[4] = balances[4], balances[4] + 27000
    assert told(ledger(balances, with_amount)) == [("EN306", "E6" if with_amount else "D6", "fel", right)]


def test_other_figures_at_the_end() -> None:
    running = [*accumulated(AMOUNTS[:6]), 118000, 97000]
    assert not told(table(running))


def test_a_new_year_begins_again() -> None:
    assert not told(table([*accumulated(AMOUNTS[:4]), *accumulated(AMOUNTS[4:])]))


def test_a_krona_is_rounding() -> None:
    running = accumulated()
    running[5] += 1
    assert told(table(running)) == [("EN306", "C7", "avrundning", running[5] - 1)]


def test_numbers_that_do_not_accumulate_and_lines_that_are_counted() -> None:
    assert not told(table([4010, 5120, 4800, 6000, 5500, 4700, 4900, 5100]))
    assert not told(table([1, 2, 3, 4, 5, 6, 7, 8], [1] * 8, "Nr"))
    assert not told(table([1, 2, 3, 4, 5, 6, 7, 9], [1] * 8, "Antal"))


def test_a_formula_says_what_it_is() -> None:
    running = accumulated()
    running[3] += 9000
    assert "EN306" not in {code for code, *_ in told(table(running), C5="C4+B5+9000")}
