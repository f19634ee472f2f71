"""The checks that a workbook makes in its own cells."""

from collections.abc import Mapping, Sequence

import pytest

from enamnd_xl.reconcile.rules.own_checks import check_own_checks
from enamnd_xl.workbook.address import to_a1
from enamnd_xl.workbook.snapshot import Value
from sheets import make_book, make_sheet


def told(rows: Sequence[Sequence[Value]], values: Mapping[str, Value] | None = None) -> list[tuple[str, str, Value]]:
    findings = check_own_checks(make_book(make_sheet("Blad", rows, values)))
    return [(to_a1(one.cell or (0, 0)), str(one.severity), one.found) for one in findings]


def balance(label: str, *liabilities: float) -> list[list[Value]]:
    columns = "BCDE"[: len(liabilities)]
    return [
        [None, *range(2022, 2022 + len(liabilities))],
        ["Tillgångar", *(500 + n for n in range(len(liabilities)))],
        ["Skulder", *liabilities],
        [label, *(f"={column}2-{column}3" for column in columns)],
    ]


@pytest.mark.parametrize("label", ["Kontroll", "Check", "Kontrolle (soll 0)", "Kontrollsumma"])
def test_a_check_that_is_not_zero(label: str) -> None:
    assert told(balance(label, 500, 491, 502)) == [("C4", "varning", 10)]
    assert told(balance(label, 500, 500.5, 502)) == [("C4", "avrundning", 0.5)]


def test_a_column_of_checks() -> None:
    rows = [["Kommun", "Bok", "Faktura", "Kontroll"], *([f"K{r}", 90 + r, 90 + r, f"=B{r}-C{r}"] for r in range(2, 7))]
    assert told(rows) == []
    rows[3][2] = 50
    assert told(rows) == [("D4", "varning", 44)]


@pytest.mark.parametrize("label", ["Kontroll av livsmedel", "Resultat", "Kontant"])
def test_what_is_hardly_ever_zero_is_no_check(label: str) -> None:
    assert told(balance(label, 480, 491, 470)) == []


def test_a_formula_that_answers_that_something_is_wrong() -> None:
    rows = [["Summa", 100], ["Budget", 90], ["Stämmer?", '=IF(B1=B2,"OK","Stämmer inte")'], ["Not", "Stämmer inte"]]
    assert told(rows, {"B3": "Stämmer inte"}) == [("B3", "fel", "Stämmer inte")]
    assert told(rows, {"B3": "OK"}) == []
