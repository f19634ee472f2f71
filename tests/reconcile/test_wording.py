"""How the figures of findings are written: öre at most in hundreds and more, and never two that look the same."""

import pytest

from enamnd_xl.money import NBSP
from enamnd_xl.reconcile.report import reconcile
from enamnd_xl.workbook.snapshot import Value
from sheets import make_book, make_sheet

Rows = list[list[Value]]

THIRDS: list[Value] = [100_000 / 3, 200_000 / 3, 123_456.789012, 77.0]


def table(*rows: list[Value]) -> Rows:
    return [["Tjänst", "Kostnad, kr"], *([f"Post {n}", *row] for n, row in enumerate(rows, 1))]


CASES: list[tuple[str, Rows, str]] = [
    ("a sum of figures that were divided", [*table(*([figure] for figure in THIRDS)), ["Summa", 223_633.789012]],
     "Kolumnsumman i B6 är 223 633,79, men B2:B5 blir 223 533,79. Skillnaden är 100."),
    ("a difference below an öre", [*table([1_400.0], [2_000.001], [3_700.0]), ["Summa", 7_100.004]],
     "Kolumnsumman i B5 är 7 100,004, men B2:B4 blir 7 100,001. Skillnaden är 0,003."),
    ("a text that is to be typed as a number", [*table([1_000.0], ["2 000,125"], [3_000.0]), ["Summa", "=SUM(B2:B4)"]],
     "Skriv in 2 000,125 som tal i B3."),
]  # fmt: skip


@pytest.mark.parametrize("name, rows, said", CASES, ids=[case[0] for case in CASES])
def test_figures_have_the_decimals_that_say_something(name: str, rows: Rows, said: str) -> None:
    findings = reconcile(make_book(make_sheet("Blad", rows)))
    texts = [text.replace(NBSP, " ") for one in findings for text in (one.message, one.hint)]
    assert any(text.startswith(said) for text in texts), texts
