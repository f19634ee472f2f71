"""Figures that add up, or nearly do, in tables where nobody has added them: nothing is said about them.

Source: layouts of workbooks that are published with other programs (power systems, water treatment, life cycles).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from enamnd_xl.reconcile.run import reconcile
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, Value

Rows = list[list[Value]]


@dataclass(frozen=True)
class Case:
    name: str
    rows: Rows
    expected: list[str] = field(default_factory=list)
    formulas: Mapping[Cell, str] = field(default_factory=dict)


def limits() -> Rows:
    """Give a table where two limits cancel, so that a time constant is the sum of what stands before it."""
    rows: Rows = [["Namn", "TR", "VMAX", "VMIN", "TC", "TB", "KA"]]
    for number, (constant, gain) in enumerate(
        zip([0, 1, *[0] * 7, 0.02, *[0] * 5, 1, *[0] * 32], range(40, 88), strict=True)
    ):
        rows.append([f"AVR {number}", 0.02, 99, -99, constant, 10 if constant == 1 else 0.02, gain])
    return rows


def numbered() -> Rows:
    """Give lines of a network, numbered: from a node to another whose number is often one more."""
    nodes = [1, 2, 3, 4, 5, 6, 2, 8, 9, 10, 11, 12, 13, 13, 15, 16, 17, 18, 14, 20, 21, 22, 23, 24]
    lines = [[number, f"Line {number}", 1, node, 100] for number, node in enumerate(nodes)]
    return [["uid", "namn", "u", "nod", "Sn"], *lines]


def pivot(of: str = "", *, cost: int = 56_808, revenue: int = 68_366) -> Rows:
    """Give a pivot table with two values a year below each other, and a total of each."""
    return [
        ["År", "Data", "Totalt"],
        [2005, f"{of}Kostnad", 15_355],
        [None, f"{of}Intäkt", 18_474],
        [2006, f"{of}Kostnad", 18_593],
        [None, f"{of}Intäkt", 22_402],
        [2007, f"{of}Kostnad", 22_860],
        [None, f"{of}Intäkt", 27_490],
        [f"Totalt {of}Kostnad", None, cost],
        [f"Totalt {of}Intäkt", None, revenue],
    ]


CASES = [
    Case("parts that cancel leave a copy", limits()),
    Case("a column that numbers the lines is no part", numbered()),
    Case(
        "a numbered first column in front of a few small amounts",
        [["", "O", "N", "NH", "NO"], *([n, 2, a, 20, 10] for n, a in enumerate((17, 16, 16, 15, 15, 15)))],
    ),
    Case(
        "a grand total over details and their small subtotals",
        [
            ["Konto", "Ort", "Belopp"],
            ["1", None, 3],
            [None, "a", 1],
            [None, "s", 2],
            ["2", None, 3],
            [None, "a", 2],
            [None, "s", 1],
            ["Totalsumma", None, 6],
        ],
    ),
    Case(
        "the same payment now and then",
        [["År", "Strand"], *([str(2012 + n), 6315616.8075 * k] for n, k in enumerate((4, 0, 0, 1, 0, 0, 1, 0, 0, 1)))],
    ),
    Case(
        "one of a product, and what goes into it",
        [
            ["namn", "mängd", "enhet"],
            ["salt", 1, "kg"],
            ["lake", 0.62924190386724, "kg"],
            ["värme", 0.24100927288085, "MJ"],
            ["soda", 0.06179301602212, "kg"],
            ["vatten", 0.30896508011063, "kg"],
        ],
    ),
    Case(
        "areas that a matrix formula adds cell by cell",
        [["Plan", 1, None, 1, None, 2], ["Mer", 2, None, 2, None, 4]],
        formulas={(1, 6): "B1:B2+D1:D2"},
    ),
    Case(
        "the rows that a filter shows",
        [["Index", "Belopp"], ["a", 1], ["b", 4], ["a", 2], ["b", 5], ["a", 3], [None, 6]],
        formulas={(7, 2): "SUBTOTAL(9,B2:B6)"},
    ),
    Case(
        "a grand total of the table beside it",
        [
            ["Fält 1", "Fält 2", "Belopp", None, "Fält 1", "Total"],
            [1, 1, 22, None, 2, 12],
            [2, 2, 12, None, 3, 32],
            [3, 3, 32, None, "Totalsumma", 44],
        ],
    ),
    Case("a pivot table with a total of each value", pivot()),
    Case("and where its values are called sums", pivot("Summa av ")),
    Case("and where one of the totals is wrong", pivot(revenue=68_636), ["C9"]),
]


def test_figures_too_small_to_be_seen_are_no_products() -> None:
    inputs = [(3.437, 5), (0.345, 5), *((n * 1.1e-11, 5) for n in range(2, 14))]
    rows: Rows = [["namn", "belopp", "typ", "läge"], *([f"post {n}", a, t, a] for n, (a, t) in enumerate(inputs))]
    found = reconcile(Workpaper(Snapshot((Sheet("Blad", tuple(map(tuple, rows))),))))
    assert [one.code for one in found if one.code == "EN604"] == []


def test_shares_are_no_growth_of_each_other() -> None:
    first, second = [0.5, 0.63, 0.72, 0.81, 0.9, 0.45, 0.36, 0.56], [0.4, 0.5, 0.6, 0.6, 0.5, 0.3, 0.2, 0.5]
    third = [round(a / b - 1, 2) for a, b in zip(first, second, strict=True)]
    rows: Rows = [["Modell", *map(str, "ABCDEFGH")], ["Flex", *first], ["Mustang", *second], ["Edge", 0.99, *third[1:]]]
    formats = {(row, column): "0%" for row in range(2, 5) for column in range(2, 10)}
    sheet = Sheet("Blad", tuple(map(tuple, rows)), number_formats=formats)
    assert [one.code for one in reconcile(Workpaper(Snapshot((sheet,)))) if one.code == "EN603"] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_only_wrong_sums_are_told(case: Case) -> None:
    sheet = Sheet("Blad", tuple(map(tuple, case.rows)), dict(case.formulas))
    found = reconcile(Workpaper(Snapshot((sheet,))))
    assert [to_a1(one.cell or (0, 0)) for one in found if one.code.startswith("EN3")] == case.expected
