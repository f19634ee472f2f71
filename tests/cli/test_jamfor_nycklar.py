"""The command `enamnd jamfor-nycklar`: other keys, the same total, on the living workbook; and its sheet Scenario."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.living_copies import LIVING, living, typed_into
from enamnd_xl.api import check
from enamnd_xl.cli import main
from enamnd_xl.files.read import read
from enamnd_xl.money import NBSP

Capture = pytest.CaptureFixture[str]
TOTAL = 17_749_489  # kr in all, budget 2025 by its rules


def compare(capture: Capture, *words: str | Path) -> list[dict[str, Any]]:
    assert main(["jamfor-nycklar", str(words[0]), *map(str, words[1:]), "--format", "json"]) == 0
    told = json.loads(capture.readouterr().out)
    assert (told["version"], told["people_date"]) == (1, "2025-12-31")
    return list(told["scenarios"])


def amounts(scenario: dict[str, Any], item: str) -> dict[str, int | None]:
    return next(each["amounts"] for each in scenario["items"] if each["item"] == item)


# What is changed, and what two municipalities then pay of the item, kr, worked out by hand from Tjänster and Kommuner.
CHANGES = [
    # 1 570 350 kr / 14 = 112 167,86 kr: twelve get one krona more, and the two highest codes do not
    ("equal", "E-tjänsteplattform: nyckel=rakt", "E-tjänsteplattform", {"Arjeplog": 112_168, "Kiruna": 112_167}),
    # 313 thousands: 77 470 / 244 855 inhabitants x 313 = 99,03
    ("rounded as today", "E-arkiv: nyckel=invånare", "E-arkiv", {"Luleå": 99_000, "Arvidsjaur": None}),
    # 313 000 x (0,3 / 13 + 0,7 x 77 470 / 244 855) = 76 544,4
    ("a part equal, and in kronor", "E-arkiv: andel_rakt=30 %; avrundning=1", "E-arkiv", {"Luleå": 76_544}),
    # 1 199 800 x 80 321 / 248 943 = 387 113,3
    ("inhabitants on the workbook's own date", "Grundfinansiering: nyckel=invånare; avrundning=1",
     "Grundfinansiering", {"Luleå": 387_113}),
    ("a member outside and another in", "E-arkiv: nyckel=rakt; utanför=Luleå; avrundning=1",
     "E-arkiv", {"Luleå": None, "Arvidsjaur": 24_077}),
    # the list as weights: 820 384 x 33 793 / (820 384 - 158 253) = 41 869,8
    ("a list", "Konsulting: utanför=Luleå", "Konsulting", {"Luleå": None, "Arjeplog": 41_870}),
]  # fmt: skip


@pytest.mark.parametrize("name, change, item, expected", CHANGES, ids=[case[0] for case in CHANGES])
def test_a_changed_key_moves_the_same_total(
    name: str, change: str, item: str, expected: dict[str, int | None], capsys: Capture
) -> None:
    today, other = compare(capsys, LIVING, "--scenario", "Ny", change)
    found = amounts(other, item)
    assert {member: found[member] for member in expected} == expected
    assert (today["total"], other["total"]) == (TOTAL, TOTAL)
    assert sum(filter(None, found.values())) == sum(filter(None, amounts(today, item).values()))
    for before, after in zip(today["members"], other["members"], strict=True):
        assert after["change"] == after["amount"] - before["amount"]
        moved = (found[after["name"]] or 0) - (amounts(today, item)[after["name"]] or 0)
        assert after["change"] == moved
    assert sum(member["change"] for member in other["members"]) == 0


def test_changes_per_cent_and_per_inhabitant(capsys: Capture) -> None:
    other = compare(capsys, LIVING, "--scenario", "Ny", "E-tjänsteplattform: nyckel=rakt")[1]
    arjeplog = next(member for member in other["members"] if member["name"] == "Arjeplog")
    # 112 168 - 72 300 = 39 868 kr, of 759 634 kr, among 2 578 inhabitants
    assert (arjeplog["change"], arjeplog["percent"], arjeplog["per_inhabitant"]) == (39_868, 5.2, 15.46)


def test_the_text_is_a_table(capsys: Capture) -> None:
    assert main(["jamfor-nycklar", str(LIVING), "--scenario", "Ny", "E-tjänsteplattform: nyckel=rakt"]) == 0
    lines = capsys.readouterr().out.replace(NBSP, " ").splitlines()
    assert lines[0] == "Alla scenarier fördelar samma summa, 17 749 489 kr."
    assert lines[1] == "Ny: E-tjänsteplattform – nyckel rakt, avrundning 1, utanför ingen."
    assert "  Summa       17 749 489  17 749 489" in lines
    assert "  Arjeplog           +39 868  +5,2           +15,46            │▇▇▇" in lines
    assert "  Luleå             −155 732  −4,7            −1,94  ▇▇▇▇▇▇▇▇▇▇│" in lines


def test_the_sheet_scenario_is_read_again(tmp_path: Path, capsys: Capture) -> None:
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    words = ["--scenario", "Rakt", "E-arkiv: nyckel=rakt; utanför=ingen; avrundning=1", "--scenario", "Mer rakt",
             "Konsulting: andel rakt=0,5", "Grundfinansiering: nyckel=blandning; andel rakt=70 %"]  # fmt: skip
    told = compare(capsys, LIVING, *words, "--ut", first)
    assert compare(capsys, first, "--ut", second) == told
    assert read(first).snapshot.sheet("Scenario") == read(second).snapshot.sheet("Scenario")
    assert check(second).exit_code == 0
    assert read(second).snapshot.sheets[:-1] == living().snapshot.sheets


def test_names_with_commas_and_colons_stay_whole(tmp_path: Path, capsys: Capture) -> None:
    book = typed_into(
        tmp_path / "bok.xlsx",
        {"Kommuner!B7": "Boden, Norr", "Tjänster!A7": "E-arkiv: drift, lagring", "Tjänster!K7": "Boden, Norr; Luleå"},
    )
    name, sheet = "Mer rakt, 30 %; resten: invånare", tmp_path / "kopia.xlsx"
    change = "E-arkiv: drift, lagring: nyckel=blandning; andel rakt=30 %; utanför=Boden, Norr; Kalix; avrundning=1"
    told = compare(capsys, book, "--scenario", name, change, "--ut", sheet)
    assert [scenario["name"] for scenario in told] == ["Nu", name]
    (item,) = told[1]["changes"]
    assert (item["item"], item["Utanför"]) == ("E-arkiv: drift, lagring", "Boden, Norr; Kalix")
    before, after = (amounts(scenario, "E-arkiv: drift, lagring") for scenario in told)
    assert [member for member, kr in before.items() if kr is None] == ["Boden, Norr", "Luleå"]
    assert [member for member, kr in after.items() if kr is None] == ["Boden, Norr", "Kalix"]
    assert compare(capsys, sheet) == told
    assert main(["jamfor-nycklar", str(sheet)]) == 0
    assert f"{name} jämfört med nu" in capsys.readouterr().out


def test_a_sheet_scenario_that_somebody_made(tmp_path: Path, capsys: Capture) -> None:
    book = openpyxl.load_workbook(LIVING)
    sheet = book.create_sheet("Scenario")
    sheet.append(["Nycklar att pröva"])
    sheet.append(["Scenario", "Delpost", "Nyckel", "Andel rakt"])
    sheet.append(["Mer rakt", "Konsulting", None, 0.5])
    sheet.append(["Mer rakt", "E-arkiv", "blandning", 0.3])
    sheet.append(["Rakt", "E-arkiv", "rakt", None])
    book.save(tmp_path / "bok.xlsx")
    told = compare(capsys, tmp_path / "bok.xlsx")
    assert [(each["name"], len(each["changes"])) for each in told] == [("Nu", 0), ("Mer rakt", 2), ("Rakt", 1)]
    assert {each["total"] for each in told} == {TOTAL}


WRONG = [
    ("nothing to compare with", [], "Det finns inget scenario att jämföra med"),
    ("nothing changed", ["X"], "Scenariot X ändrar ingenting."),
    ("no setting", ["X", "E-arkiv"], "»E-arkiv« säger inte vilken delpost som ändras och hur."),
    ("no value", ["X", "E-arkiv: nyckel"], "»nyckel« säger inte vad som ska ändras till vad."),
    ("no such item", ["X", "Skola: nyckel=rakt"], "Scenariot X: Skola är ingen delpost på bladet Tjänster."),
    ("no such key", ["X", "E-arkiv: nyckel=rak"], "Scenariot X: »rak« är ingen nyckel."),
    ("a mix without its equal part", ["X", "E-arkiv: nyckel=blandning"],
     "Scenariot X: E-arkiv: nyckeln blandning behöver en andel som delas rakt."),
    ("another amount", ["X", "E-arkiv: belopp=3"], "Beloppet kan inte ändras: alla scenarier fördelar samma summa."),
    ("no such setting", ["X", "E-arkiv: färg=röd"], "»färg« kan inte ändras i ett scenario."),
    ("a share as a whole number", ["X", "E-arkiv: andel rakt=30"],
     "Scenariot X: E-arkiv: andelen rakt kan inte vara »30«."),
    ("no population", ["X", "E-arkiv: nyckeldatum=2016-12-31"], "Scenariot X: E-arkiv: nyckeldatumet har ingen"),
    ("no list", ["X", "E-arkiv: nyckel=mängd"], "Scenariot X: E-arkiv: nyckeln behöver en lista, en av kolumnerna"),
    ("no such member", ["X", "E-arkiv: utanför=Lund"], "Scenariot X: E-arkiv: Lund är ingen av kommunerna"),
    ("no rounding", ["X", "E-arkiv: avrundning=0"],
     "Scenariot X: E-arkiv: avrundningen kan inte vara »0«; den ska vara ett tal större än 0."),
    ("a rounding that the total does not go up in", ["X", "E-arkiv: avrundning=7"],
     "Scenariot X: E-arkiv: avrundningen kan inte vara »7«, för då går summan 313 000 kr inte jämnt upp."),
    ("a rounding that could be two", ["X", "E-arkiv: avrundning=1.000"],
     "Scenariot X: E-arkiv, avrundningen: »1.000« kan vara både 1 000 och 1,000."),
    ("the same item twice", ["X", "E-arkiv: nyckel=rakt", "E-arkiv: avrundning=1"],
     "Scenariot X: E-arkiv ändras två gånger."),
    ("the name of today", ["nu", "E-arkiv: nyckel=rakt"], "Två scenarier kan inte heta »nu«."),
]  # fmt: skip


@pytest.mark.parametrize("name, words, said", WRONG, ids=[case[0] for case in WRONG])
def test_bad_input_is_told_in_a_sentence(name: str, words: list[str], said: str, capsys: Capture) -> None:
    assert main(["jamfor-nycklar", str(LIVING), *(["--scenario", *words] if words else [])]) == 2
    assert capsys.readouterr().err.replace(NBSP, " ").startswith(said)


def test_a_book_of_another_kind_is_told_so(capsys: Capture) -> None:
    book = LIVING.parent / "publicerat" / "2025.xlsx"
    assert main(["jamfor-nycklar", str(book), "--scenario", "X", "E-arkiv: nyckel=rakt"]) == 2
    assert capsys.readouterr().err.startswith("Arbetsboken har ingen tabell som heter tblKommuner.")


def test_the_sheet_prints_on_lying_pages_that_part_no_table(tmp_path: Path, capsys: Capture) -> None:
    change = "E-arkiv: nyckel=rakt; avrundning=1"
    compare(capsys, LIVING, "--scenario", "Rakt", change, "--ut", tmp_path / "ut.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "ut.xlsx")["Scenario"]
    assert (sheet.page_setup.orientation, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("landscape", True)
    first = [sheet.cell(one.id + 1, 1).value for one in sheet.row_breaks.brk]
    assert first == [
        "Förändring jämfört med nu, alla delposter tillsammans, kr",
        "Förändring jämfört med nu, alla delposter tillsammans, kr per invånare 2025-12-31",
        "E-arkiv, kr",
    ]
    assert "Sida" in str(sheet.oddFooter.right.text)
