"""What is told of the parameters of a living workbook: what cannot be used, and what is hardly meant."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cli.living_copies import LIVING, typed_into
from enamnd_xl.actions.check_book import LIVING_TABLES, check_book
from enamnd_xl.actions.check_parameters import find_doubts, find_faults
from enamnd_xl.api import check_file
from enamnd_xl.books.living.words import TableName
from enamnd_xl.cli import main
from enamnd_xl.files.read import read
from enamnd_xl.money import NBSP
from enamnd_xl.reconcile.finding import Finding, Severity
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import Cell, from_a1, to_a1
from enamnd_xl.workbook.snapshot import Snapshot

Told = list[tuple[str, str, str]]
FEL, VARNING = Severity.FEL, Severity.VARNING


@pytest.fixture(scope="module")
def living() -> Snapshot:
    return read(LIVING).snapshot


def changed(book: Snapshot, cells: dict[str, Any]) -> Snapshot:
    """Give a workbook with other values in cells that are named Blad!A1."""
    values: dict[str, dict[Cell, Any]] = {}
    for place, value in cells.items():
        sheet, _, cell = place.partition("!")
        values.setdefault(sheet, {})[from_a1(cell)] = value
    return book.with_values(values)


def told(findings: list[Finding]) -> Told:
    return [(one.code, one.severity, f"{one.sheet}!{to_a1(one.cell)}" if one.cell else "") for one in findings]


FAULTS: list[tuple[str, dict[str, Any], list[str], str]] = [
    ("a misspelt name outside", {"Tjänster!K7": "Arvidsjaurs"}, ["Tjänster!K7"],
     "Tjänster!K7 är texten »Arvidsjaurs«, men »Arvidsjaurs« är ingen av kommunerna på bladet Kommuner."),
    ("no inhabitants stated, for two cost items", {"Kommuner!F7": None, "Tjänster!G7": date(2019, 12, 31)},
     ["Kommuner!F7"], "Kommuner!F7 är tom. E-arkiv: folkmängden 2019-12-31 saknas för Boden."),
    ("two cost items and a third", {"Tjänster!C5": "rak", "Tjänster!F8": 40, "Tjänster!K7": "Umeå"},
     ["Tjänster!C5", "Tjänster!K7", "Tjänster!F8"], "Tjänster!C5 är texten »rak«"),
    ("two rows for one code", {"Kommuner!A6": 2506}, ["Kommuner!A6"], "Kommuner!A6 är 2506, men det står redan på"),
    ("no member or not", {"Kommuner!C6": "x"}, ["Kommuner!C6"], "Kommuner!C6 är texten »x«, men där ska det stå ja"),
]  # fmt: skip


@pytest.mark.parametrize("name, cells, places, said", FAULTS, ids=[case[0] for case in FAULTS])
def test_what_cannot_be_used_is_told_cell_by_cell(
    name: str, cells: dict[str, Any], places: list[str], said: str, living: Snapshot
) -> None:
    findings = find_faults(changed(living, cells))
    assert told(findings) == [("EN611", FEL, place) for place in places]
    assert findings[0].message.replace(NBSP, " ").startswith(said)


DOUBTS: list[tuple[str, dict[str, Any], Told, str]] = [
    ("a member without inhabitants", {"Kommuner!D7": 0}, [("EN612", VARNING, "Kommuner!D7")],
     "Kommuner!D7 är 0: Boden har inga invånare under Folkmängd 2017, och får ingen del av det som fördelas per "
     "invånare (E-arkiv)."),
    ("one that stands outside", {"Kommuner!D6": 0}, [], ""),
    ("inhabitants that no key uses", {"Kommuner!E7": 0}, [], ""),
    ("a year with a figure too many", {"Start!B5": 20_266}, [("EN612", VARNING, "Start!B5")],
     "Start!B5 är 20 266, men Budgetår är ett årtal mellan 2000 och 2100."),
    ("a year as a text", {"Start!B5": "2025"}, [("EN612", FEL, "Start!B5")],
     "Start!B5 är texten »2025«, men Budgetår ska vara ett årtal, som tal"),
    ("no year", {"Start!B5": None}, [("EN612", FEL, "Start!B5")], "Start!B5 är tom, men Budgetår ska vara ett årtal"),
    ("three typed for three per cent", {"Tjänster!M6": 3}, [("EN612", VARNING, "Tjänster!M6")],
     "Tjänster!M6 är 3, alltså 300 %: Uppräkning för"),
    ("a large indexation that prices may give", {"Tjänster!M6": 0.25}, [], ""),
    ("one that takes a third away", {"Tjänster!M6": -0.33}, [("EN612", VARNING, "Tjänster!M6")],
     "Tjänster!M6 är −0,33, alltså −33 %"),
    ("many years' indexations", {"Tjänster!L6": 0.9}, [], ""),
    ("a factor for an indexation", {"Tjänster!L6": 1.03}, [("EN612", VARNING, "Tjänster!L6")],
     "Tjänster!L6 är 1,03, alltså 103 %: Tidigare uppräkning för"),
]  # fmt: skip


@pytest.mark.parametrize("name, cells, places, said", DOUBTS, ids=[case[0] for case in DOUBTS])
def test_what_is_hardly_meant_is_told(
    name: str, cells: dict[str, Any], places: Told, said: str, living: Snapshot
) -> None:
    findings = find_doubts(changed(living, cells))
    assert told(findings) == places
    assert "".join(one.message for one in findings).replace(NBSP, " ").startswith(said)


def test_the_living_book_and_the_blank_template_are_free_of_them(living: Snapshot) -> None:
    template = read(LIVING.parents[1] / "templates" / "enamnd_mall.xlsm").snapshot
    assert [told([*find_faults(book), *find_doubts(book)]) for book in (living, template)] == [[], []]


def test_the_check_tells_them_and_sharing_warns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = typed_into(tmp_path / "bok.xlsx", {"Kommuner!D7": 0, "Start!B5": 20_266, "Tjänster!M8": 3})
    findings = [one for one in check_file(str(book)).findings if one.code in ("EN611", "EN612")]
    assert {place for _, _, place in told(findings)} == {"Start!B5", "Kommuner!D7", "Tjänster!M8"}
    assert main(["fordela", str(book), "--ut", str(tmp_path / "kopia.xlsx")]) == 0
    said = capsys.readouterr().out.replace(NBSP, " ")
    assert said.count("Kontrollera: ") == 3
    assert "Kontrollera: Kommuner!D7 är 0: Boden har inga invånare under Folkmängd 2017" in said


def test_a_misspelt_name_outside_is_an_error_of_the_check(living: Snapshot) -> None:
    book = Workpaper(changed(living, {"Tjänster!K7": "Arvidsjaurs"}))
    (finding,) = (one for one in check_book(book) if one.code == "EN611")
    assert told([finding]) == [("EN611", FEL, "Tjänster!K7")]


def test_a_book_of_another_kind_has_no_parameters_to_check(living: Snapshot) -> None:
    bad = changed(living, {"Kommuner!C6": "x"})
    codes = {one.code for one in check_book(Workpaper(bad._replace(tables=())))}
    assert not codes & {"EN611", "EN612", "EN903"}
    assert {TableName.MEMBERS, TableName.POPULATIONS, TableName.ITEMS, TableName.LISTS} == LIVING_TABLES
