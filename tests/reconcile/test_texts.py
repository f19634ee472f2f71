"""Amounts that a text below a table states are the table's, rounded."""

import pytest

from enamnd_xl.reconcile.run import reconcile
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, Value

TABLE: list[tuple[Value, ...]] = [
    ("Tjänst", "Intäkter", "Kostnader", "Avvikelse"),
    ("Plattform", 1753102, 1688440, 64662),
    ("Räddning", 639750, 731280, -91530),
    ("Social", 10348611, 10173102, 175509),
    ("Summa", 12741463, 12592822, 148641),
    (),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nämnden visar ett överskott på 149 tkr.", None),
        ("Nämnden visar ett överskott med 148 tkr per sista oktober.", ("avrundning", 148, 149)),
        ("Överskottet blir 100 tkr.", None),
        ("Överskottet blir 200 tkr.", ("varning", 200, 149)),
        ("Resultatet är 148 641 kr.", None),
        ("Resultatet är 148 614 kr.", ("varning", 148614, 148641)),
        ("Resultatet är 0,1 mkr.", None),
        ("Räddning visar en avvikelse på -92 tkr.", None),
        ("Räddning visar en avvikelse på 82 tkr.", ("varning", 82, 92)),
        ("Intäkterna är 12 tkr.", None),
        ("Avvikelsen var 10 tkr i maj och 20 tkr i juni.", None),
    ],
)
def test_texts(text: str, expected: tuple[str, int, int] | None) -> None:
    work = Workpaper(Snapshot((Sheet("Utfall", (*TABLE, (text,))),)))
    told = [(str(f.severity), f.found, f.expected) for f in reconcile(work) if f.code == "EN606"]
    assert told == ([expected] if expected else [])
