"""What the finance staff declare on the sheet Kontroller: controls that are evaluated, rules that are silenced."""

from dataclasses import dataclass

import pytest

from enamnd_xl.money import NBSP
from enamnd_xl.reconcile.finding import Finding
from enamnd_xl.reconcile.run import reconcile
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.snapshot import DefinedName, Sheet, Snapshot, Value

BUDGET = Sheet("Budget", ((None, "Intäkter", "Kostnader"), ("Grund", 1200, 1100), ("Arkiv", 300, 350)))
HEADINGS = ("Namn", "Vänster", "Relation", "Höger", "Tolerans", "Kommentar")


def findings(*lines: tuple[Value, ...], headings: tuple[str, ...] = HEADINGS, budget: Sheet = BUDGET) -> list[Finding]:
    sheet = Sheet("Kontroller", (("Egna kontroller",), (), headings, *lines))
    names = (DefinedName("Intakter", "Budget!$B$2:$B$3"),)
    return list(reconcile(Workpaper(Snapshot((budget, sheet), names))))


@dataclass(frozen=True)
class Case:
    left: Value
    relation: str
    right: Value
    tolerance: Value
    code: str | None


CASES = [
    Case("Budget!B2", "=", 1200, None, None),
    Case("Budget!B2:B3", "=", "1 500", None, None),
    Case("=SUMMA(Budget!B2:B3)", "=", "Intakter", None, None),
    Case("SUM(Budget!B2;Budget!B3)", ">", "SUMMA(Budget!C2:C3)", None, None),
    Case("Budget!B2+Budget!B3-Budget!C3", "=", 1150, None, None),
    Case("Budget!B2", "=", "Budget!C2", 50, "EN701"),
    Case("Budget!B2", "=", "Budget!C2", 100, None),
    Case("Budget!B2", "<=", "Budget!C2", None, "EN701"),
    Case("Budget!B2", "≠", "Budget!C2", None, None),
    Case("Budgt!B2", "=", 1, None, "EN702"),
    Case("B2", "=", 1, None, "EN702"),
    Case("Budget!A2", "=", 1, None, "EN702"),
    Case("HELLO", "=", 1, None, "EN702"),
    Case(None, "=", 1, None, "EN702"),
    Case("Budget!B2", "ungefär", 1200, None, "EN702"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_controls(case: Case) -> None:
    found = findings(("K", case.left, case.relation, case.right, case.tolerance, None))
    assert [f.code for f in found if f.code.startswith("EN7")] == ([case.code] if case.code else [])


def test_a_broken_control_says_both_sides() -> None:
    (found,) = findings(("Balans", "Budget!B2", "=", "Budget!C2", None, "Ska gå jämnt ut"))
    assert (found.sheet, found.cell, found.found, found.expected, found.difference) == (
        "Kontroller",
        (4, 1),
        1200,
        1100,
        100,
    )
    assert found.message.replace(NBSP, " ") == (
        "Kontrollen Balans bryts: Budget!B2 är 1 200, men ska vara = Budget!C2, som är 1 100. "
        "Skillnaden är 100. Ska gå jämnt ut."
    )


WRONG = Sheet(
    "Budget", ((None, "Kr", "Förra"), ("Grund", 41230, 40100), ("Arkiv", 12875, 12500), ("Summa", 54105, 56200))
)
SILENCES = ("Tysta regel", "Blad", "Cell", "Skäl")


@pytest.mark.parametrize(
    ("line", "silenced"),
    [
        (("EN301", None, None, "Beslutat så"), True),
        (("en301", "budget", "C4", "Beslutat så"), True),
        (("EN301", "Budget", "B4", "Beslutat så"), False),
        (("EN301", "Prognos", None, "Beslutat så"), False),
        (("EN301", None, None, None), False),
    ],
)
def test_a_rule_is_silenced_in_the_book_with_a_reason(line: tuple[Value, ...], silenced: bool) -> None:
    (found,) = findings(line, headings=SILENCES, budget=WRONG)
    assert found.code == "EN301"
    assert found.silenced == ("Beslutat så" if silenced else None)
