"""Lists as long as ledgers are: the work grows with their length, not with its square."""

import time
from collections.abc import Callable
from itertools import accumulate

import pytest

from enamnd_xl.reconcile.run import reconcile
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.snapshot import Sheet, Snapshot

ROWS = 12_000
SECONDS = 20  # ten times what it takes; when each row is looked through for each other, it takes some minutes


def ledger() -> Workpaper:
    rows = [("Konto", "Text", "Belopp"), *((4010, f"Faktura {n}", n * 7919 % 99_991 / 100) for n in range(ROWS))]
    return Workpaper(Snapshot((Sheet("Verifikat", tuple(rows)),)))


def stale_chain() -> Workpaper:
    cells = [(row, 1) for row in range(2, ROWS)]
    formulas = {(row, column): f"A{row - 1}+1" for row, column in cells}
    sheet = Sheet("Kedja", tuple((n,) for n in range(1, ROWS)), formulas)
    return Workpaper(Snapshot((sheet,)), {"Kedja": dict.fromkeys(cells, 1.5)})


def running_totals() -> Workpaper:
    """A sum from the heading down to each line, with a blank now and then."""
    amounts = [None if n % 50 == 0 else n * 7919 % 9973 for n in range(1, ROWS // 4)]
    sums = list(accumulate(n or 0 for n in amounts))
    rows = [("Konto", "Belopp", "Hittills"), *((4010, *pair) for pair in zip(amounts, sums, strict=True))]
    formulas = {(row, 3): f"SUM(B$1:B{row})" for row in range(2, len(rows) + 1)}
    return Workpaper(Snapshot((Sheet("Journal", tuple(rows), formulas),)))


@pytest.mark.parametrize(("make", "told"), [(ledger, []), (running_totals, []), (stale_chain, [("EN409", (2, 1))])])
def test_a_long_list_is_read_in_seconds(make: Callable[[], Workpaper], told: list[tuple[str, tuple[int, int]]]) -> None:
    start = time.process_time()
    found = [(finding.code, finding.cell) for finding in reconcile(make())]
    assert found == told
    assert time.process_time() - start < SECONDS
