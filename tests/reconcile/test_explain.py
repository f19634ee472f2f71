"""A wrong total is explained when exactly one slip of the hand gives its difference."""

from dataclasses import dataclass, field

import pytest

from enamnd_xl.money import NBSP
from enamnd_xl.reconcile.explain import Term, explain
from enamnd_xl.reconcile.finding import Place


def term(cell: str, units: int, label: str = "", heading: str = "", sheet: str = "Blad") -> Term:
    return Term(Place(sheet, (int(cell[1:]), ord(cell[0]) - 64)), units, label, heading)


PARTS = [term("B2", 41230, "Lön"), term("B3", 12875, "Hyra"), term("B4", 30310, "Server")]  # 84 415 in all


@dataclass(frozen=True)
class Case:
    name: str
    total: int
    expected: str | None
    neighbours: list[Term] = field(default_factory=list)
    elsewhere: list[Term] = field(default_factory=list)


CASES = [
    Case("left out", 71540, "Det är precis B3 (Hyra, 12 875), som inte verkar ha räknats med."),
    Case("twice", 97290, "Det är precis B3 (Hyra, 12 875), som verkar ha räknats två gånger."),
    Case("wrong sign", 58665, "Det är två gånger B3 (Hyra, 12 875), som verkar ha räknats med fel tecken."),
    Case("digits swapped in the total", 84451, None),  # 36 off is too little to tell
    Case(
        "digits of thousands swapped in the total",
        48415,
        "Två siffror verkar ha kastats om i summan: 48 415 i stället för 84 415.",
    ),
    Case(
        "digits swapped in a part",
        57415,
        "Med två siffror omkastade i B2 (14 230 i stället för 41 230) hade summan stämt.",
    ),
    Case(
        "a neighbour taken in",
        90000,
        "Det är precis B5 (Not, 5 585), som inte hör till delarna men verkar ha räknats med.",
        neighbours=[term("B5", 5585, "Not")],
    ),
    Case(
        "another version of a part",
        86540,
        "Summan stämmer med Förra!B3 (Budget 2024, 15 000) i stället för B3 (Hyra, 12 875).",
        elsewhere=[term("B3", 15000, "hyra", "Budget 2024", "Förra")],
    ),
    Case(
        "a part in thousands",
        41230 + 12875_310 + 30310 - 75,
        "Summan stämmer om B3 (Hyra, 12 875) står i tusental kronor och de andra i kronor; då ska B3 vara 12 875 235.",
    ),
    Case("nothing fits", 99999, None),
    Case("rounding", 84416, None),
    Case(
        "two explanations are none",
        71540,
        None,
        elsewhere=[term("B4", 17435, "Server", "Budget 2024", "Förra")],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_explanations(case: Case) -> None:
    told = explain(case.total, PARTS, case.neighbours, case.elsewhere)
    assert (told.replace(NBSP, " ") if told else None) == case.expected


def test_a_quantity_is_not_in_kronor() -> None:
    parts = [term(cell, number, "", "Folkmängd") for cell, number in (("B2", 33460), ("B3", 15295), ("B4", 26450000))]
    told = explain(33460 + 15295 + 26450, parts, (), ())
    assert told
    assert told.replace(NBSP, " ") == (
        "Summan stämmer om B4 (26 450 000) är tusen gånger för stort; då ska B4 vara 26 450."
    )
