"""The year as it goes: forecasts by their methods, comments, revised budgets, surpluses carried forward."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from enamnd_xl.reconcile.run import reconcile
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import to_a1
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, Value

Rows = Sequence[Sequence[Value]]
Told = tuple[str, str, str, Value]
CODES = {"EN607", "EN608", "EN609", "EN610"}


def told(rows: Rows) -> list[Told]:
    work = Workpaper(Snapshot((Sheet("Blad", tuple(map(tuple, rows))),)))
    all_found = [one for finding in reconcile(work) for one in (finding, *finding.consequences)]
    found = [finding for finding in all_found if finding.code in CODES]
    return [(f.code, to_a1(f.cell or (0, 0)), str(f.severity), f.expected) for f in found]


FORECAST = ["Tjänst", "Utgångspunkt", "Utfall", "Budget kvar", "Metod", "Känd ändring", "Angiven prognos", "Prognos"]
FOLLOW_UP = ["Tjänst", "Budgeterade kostnader", "Avvikelse", "Kommentar"]
REVISED = ["Tjänst", "Budgeterade kostnader", "Reviderad budget", "Utgångspunkt", "Skäl"]
SURPLUS = ["År", "Ingående", "Resultat", "Använt", "Utgående", "Kommentar"]


@dataclass(frozen=True)
class Case:
    name: str
    rows: Rows
    expected: list[Told] = field(default_factory=list)


CASES = [
    Case(
        "forecasts as their methods give",
        [
            FORECAST,
            ["A", 120000, 101000, 20000, "budget kvar", None, None, 121000],
            ["B", 120000, 101000, 20000, "budget kvar justerad", -3000, None, 118000],
            ["C", 120000, 101000, 20000, "angiven", None, 119500, 119500],
            ["D", 120000, 101000, 20000, "takt", None, None, 121200],
            ["E", 120000, 101000, 20000, None, None, None, None],
        ],
    ),
    Case(
        "forecasts that have been written over",
        [
            FORECAST,
            ["A", 120000, 101000, 20000, "budget kvar", None, None, 125000],
            ["B", 120000, 101000, 20000, "takt", None, None, 121000],
        ],
        [("EN607", "H2", "fel", 121000), ("EN607", "H3", "fel", 121200)],
    ),
    Case(
        "a material deviation without a comment, by kronor",
        [
            FOLLOW_UP,
            ["A", 900000, -91530, None],
            ["B", 700000, -164899, "Vakans"],
            ["C", 1000, 200, None],
            [],
            ["Mer än, kr", 50000],
        ],
        [("EN608", "D2", "varning", None)],
    ),
    Case(
        "a material deviation without a comment, by share of the budget",
        [
            FOLLOW_UP,
            ["A", 900000, -9153, None],
            ["B", 700000, -164899, None],
            ["C", 10000, 20, None],
            [],
            ["Mer än, andel", 0.1],
        ],
        [("EN608", "D3", "varning", None)],
    ),
    Case("no limit, no demand", [FOLLOW_UP, ["A", 900000, -91530, None], ["B", 700000, -164899, None]]),
    Case(
        "a revised budget with its reason",
        [REVISED, ["A", 1199800, 1708800, 1708800, "Beslut 2025-03-12"], ["B", 313000, None, 313000, None]],
    ),
    Case(
        "a revised budget without a reason, and a start from neither",
        [REVISED, ["A", 1199800, 1708800, 1708800, None], ["B", 313000, None, 331000, None]],
        [("EN609", "D3", "fel", 313000), ("EN609", "C2", "varning", None)],
    ),
    Case(
        "a surplus carried forward",
        [
            SURPLUS,
            [2022, None, 266745, None, 266745, "a"],
            [2023, 266745, -6745, 60000, 200000, "b"],
            [2024, 200000, None, None, None, "c"],
        ],
    ),
    Case(
        "a surplus that is not last year's, and a closing balance that is not its parts",
        [
            SURPLUS,
            [2022, None, 266745, None, 266745, "a"],
            [2023, 267645, 5000, None, 272645, "b"],
            [2024, 272645, 5000, None, 267645, "c"],
        ],
        [("EN610", "B3", "fel", 266745), ("EN610", "E4", "fel", 277645)],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_year(case: Case) -> None:
    assert told(case.rows) == case.expected


def test_a_declared_revision_is_no_disagreement_between_sheets() -> None:
    decided = [["Tjänst", "Budget"], ["A", 1199800], ["B", 313000], ["C", 767700], ["D", 2627172]]
    lines = [["B", 313000, None, 313000, None], ["C", 767700, None, 767700, None], ["D", 2627172, None, 2627172, None]]
    for reason, codes in (("Beslut 2025-03-12", []), (None, ["EN501", "EN609"])):
        followed = [REVISED, ["A", 1199800, 1708800, 1708800, reason], *lines]
        sheets = (("Budget", decided), ("Uppföljning", followed))
        work = Workpaper(Snapshot(tuple(Sheet(name, tuple(map(tuple, rows))) for name, rows in sheets)))
        assert sorted(f.code for f in reconcile(work) if f.code in CODES | {"EN501"})[:2] == codes
