"""The command `enamnd fordela` on the living workbook: new amounts on every sheet, and what it says of bad input."""

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from cli.living_copies import LIVING, edits_of, living, typed_into, with_openpyxl
from enamnd_xl.api import check_file
from enamnd_xl.cli import main
from enamnd_xl.cli.fordela import share_anew
from enamnd_xl.files.draft import draft
from enamnd_xl.files.edit_copy import write_copy
from enamnd_xl.files.read import read
from enamnd_xl.money import NBSP
from enamnd_xl.reconcile.report import Report
from enamnd_xl.workbook.edits import SetFormula
from enamnd_xl.workbook.snapshot import Snapshot, Value
from referee import assert_same_snapshot

Capture = pytest.CaptureFixture[str]


def fordela(book: Path, capture: Capture, *words: str) -> tuple[int, str, Path]:
    """Run the command; give its exit code, what it said and where the copy went."""
    target = book.with_name("kopia.xlsx")
    code = main(["fordela", str(book), "--ut", str(target), *words])
    printed = capture.readouterr()
    return code, (printed.out + printed.err).replace(NBSP, " "), target


def amount(book: Snapshot, tab: str, member: str, heading: str) -> Value:
    """Give what a sheet has for a member under a heading."""
    sheet = book.sheet(tab)
    assert sheet
    top = next(number for number, line in enumerate(sheet.rows, 1) if line[:1] == ("Kommun",))
    row = next(number for number, line in enumerate(sheet.rows, 1) if line[:1] == (member,))
    return sheet.value((row, sheet.rows[top - 1].index(heading) + 1))


# Worked out by hand from the rules that stand on Tjänster.
CHANGES: list[tuple[str, dict[str, Any], dict[tuple[str, str, str], int], str]] = [
    # 30 000 x 1,25 kr = 37 500 kr, upwards to whole thousands
    ("a population", {"Kommuner!D7": 30_000},
     {("Fördelning", "Boden", "E-arkiv"): 38_000, ("Räddningstjänsten och e-arkiv", "Boden", "E-arkiv"): 38_000,
      ("Fakturaunderlag", "Boden", "E-arkiv"): 38_000, ("Räddningstjänsten och e-arkiv", "Summa", "E-arkiv"): 315_000},
     "1 av 111 belopp ändrades (E-arkiv 1); fördelat är 17 751 489 kr, 2 000 kr mer."),
    # 1 035 400 kr / 14 = 73 957 kr, upwards to 74 000 kr, and 2 % more
    ("an equal part", {"Tjänster!F8": 1},
     {("Fördelning", "Luleå", "Verksamhetsutvecklare e-tjänster"): 75_480,
      ("E-tjänsteplattformen", "Arjeplog", "Verksamhetsutvecklare e-tjänster"): 75_480},
     "14 av 111 belopp ändrades (Verksamhetsutvecklare e-tjänster 14); fördelat är 17 749 387 kr, 102 kr mindre."),
    # 11 998 hundreds among 13: twelve get 923 and the highest code, Kiruna's, gets 922
    ("a member outside", {"Tjänster!K5": "Arjeplog"},
     {("Fördelning", "Arjeplog", "Grundfinansiering"): 0, ("Grundfinansiering", "Luleå", "Grundfinansiering"): 92_300,
      ("Fördelning", "Kiruna", "Grundfinansiering"): 92_200,
      ("Grundfinansiering", "Summa", "Grundfinansiering"): 1_199_800},
     "14 av 111 belopp ändrades (Grundfinansiering 14); fördelat är 17 749 489 kr, lika mycket som förut."),
    ("a member outside, in capitals", {"Tjänster!K5": "arjeplog; ÖVERTORNEÅ"},
     # 11 998 hundreds among 12: ten get 1 000 and the two highest codes get 999
     {("Fördelning", "Arjeplog", "Grundfinansiering"): 0, ("Fördelning", "Övertorneå", "Grundfinansiering"): 0,
      ("Fördelning", "Luleå", "Grundfinansiering"): 100_000, ("Fördelning", "Kiruna", "Grundfinansiering"): 99_900,
      ("Grundfinansiering", "Summa", "Grundfinansiering"): 1_199_800},
     "14 av 111 belopp ändrades (Grundfinansiering 14); fördelat är 17 749 489 kr, lika mycket som förut."),
    ("members outside, with a comma and spaces", {"Tjänster!K5": " Över torneå ,arjeplog;"},
     {("Fördelning", "Arjeplog", "Grundfinansiering"): 0, ("Fördelning", "Övertorneå", "Grundfinansiering"): 0,
      ("Fördelning", "Luleå", "Grundfinansiering"): 100_000, ("Fördelning", "Kiruna", "Grundfinansiering"): 99_900},
     "14 av 111 belopp ändrades (Grundfinansiering 14); fördelat är 17 749 489 kr, lika mycket som förut."),
    ("a member outside whose name has a comma",
     {"Kommuner!B18": "Övertorneå, Norr", "Tjänster!K5": "Övertorneå, Norr; Arjeplog"},
     {("Fördelning", "Arjeplog", "Grundfinansiering"): 0, ("Fördelning", "Övertorneå, Norr", "Grundfinansiering"): 0,
      ("Fördelning", "Luleå", "Grundfinansiering"): 100_000, ("Fördelning", "Kiruna", "Grundfinansiering"): 99_900},
     "14 av 111 belopp ändrades (Grundfinansiering 14); fördelat är 17 749 489 kr, lika mycket som förut."),
    ("words in capitals", {"Tjänster!C7": "INVÅNARE", "Tjänster!J7": "UPPÅT"},
     {("Fördelning", "Boden", "E-arkiv"): 36_000}, "Inget av 111 belopp ändrades; fördelat är 17 749 489 kr."),
    ("names that begin as a comparison", {"Tjänster!A7": ">E-arkiv", "Tjänster!A9": "<>", "Kommuner!B7": "=Boden"},
     {("Fördelning", "=Boden", ">E-arkiv"): 36_000, ("Räddningstjänsten och e-arkiv", "Summa", ">E-arkiv"): 313_000,
      ("E-tjänsteplattformen", "Luleå", "<>"): 267_900, ("Fördelning", "Summa", "Summa"): 17_749_489},
     "Inget av 111 belopp ändrades; fördelat är 17 749 489 kr."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "typed", "amounts", "said"), CHANGES, ids=[case[0] for case in CHANGES])
def test_a_changed_parameter_gives_new_amounts_on_every_sheet(
    name: str, typed: dict[str, Any], amounts: dict[tuple[str, str, str], int], said: str
) -> None:
    shared = share_anew(draft(LIVING, edits_of(typed)))
    assert (shared.disagrees, shared.said[0].replace(NBSP, " ")) == (False, said)
    assert {place: amount(shared.book.snapshot, *place) for place in amounts} == amounts


def test_only_who_takes_part_is_counted(tmp_path: Path) -> None:
    # 14 members and 8 cost items, of which Arvidsjaur stands outside E-arkiv; with Luleå no member, 13 x 8 - 1
    first = share_anew(draft(LIVING, edits_of({"Kommuner!C13": "nej"})))
    assert "av 111 belopp ändrades" in first.said[0].replace(NBSP, " ")  # Luleå's eight were there before
    first.book.save(tmp_path / "utan.xlsx")
    again = share_anew(draft(tmp_path / "utan.xlsx"))
    assert again.said[0].replace(NBSP, " ").startswith("Inget av 103 belopp ändrades;")


def test_the_checks_still_pass(tmp_path: Path, capsys: Capture) -> None:
    every = {place: value for _, typed, _, _ in CHANGES for place, value in typed.items()}
    book = typed_into(tmp_path / "bok.xlsx", every)
    source = book.read_bytes()
    code, _, target = fordela(book, capsys)
    assert (code, book.read_bytes()) == (0, source)
    assert_same_snapshot(target)
    assert Report((check_file(str(target)),)).exit_code == 0


def test_a_book_saved_without_values_gets_them(tmp_path: Path, capsys: Capture) -> None:
    code, printed, target = fordela(with_openpyxl(tmp_path / "bok.xlsx", {"Kommuner!D7": 30_000}), capsys)
    assert code == 0
    assert printed.startswith(
        "Räknade fram 111 belopp, som boken inte hade några värden för; fördelat är 17 751 489 kr"
    )
    copy = read(target).snapshot
    assert amount(copy, "Fakturaunderlag", "Boden", "E-arkiv") == 38_000
    assert all(sheet.value(cell) is not None for sheet in copy.sheets[4:9] for cell in sheet.formulas)


def test_the_copy_has_the_new_amounts_and_keeps_everything_else(tmp_path: Path, capsys: Capture) -> None:
    _, typed, amounts, said = CHANGES[0]
    book = typed_into(tmp_path / "bok.xlsx", typed)
    code, printed, target = fordela(book, capsys)
    assert (code, printed.splitlines()) == (0, [said, f"Kopian är skriven till {target}."])
    before, after = read(book).snapshot, read(target).snapshot
    assert {place: amount(after, *place) for place in amounts} == amounts
    with ZipFile(book) as old, ZipFile(target) as new:
        assert old.namelist() == new.namelist()
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert all(name.startswith("xl/worksheets/sheet") for name in changed)
    assert after.names == before.names
    assert [sheet.formulas for sheet in before.sheets] == [sheet.formulas for sheet in after.sheets]


OVERWRITTEN = [
    ("an amount on Beräkning", {"Beräkning!S5": 5},
     "Rättat: Beräkning!S5 är 5 i stället för kolumnens formel, som är tillbaka."),
    ("steps before it", {"Beräkning!N5": 7, "Beräkning!R6": 7},
     "Rättat: Beräkning!N5 är 7 i stället för kolumnens formel, som är tillbaka; Beräkning!R6 är 7 i stället för"),
    ("an amount on Fördelning", {"Fördelning!C5": 99},
     "Rättat: Fördelning!C5 är 99 i stället för kolumnens formel, som är tillbaka."),
    ("both", {"Fördelning!C5": 99, "Beräkning!S5": 5}, "Rättat: Fördelning!C5 är 99 i stället för"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "typed", "said"), OVERWRITTEN, ids=[case[0] for case in OVERWRITTEN])
def test_a_formula_that_somebody_wrote_over_comes_back_and_is_told(name: str, typed: dict[str, Any], said: str) -> None:
    shared = share_anew(draft(LIVING, edits_of(typed)))
    assert not shared.disagrees
    assert said in "\n".join(shared.said)
    assert shared.book.snapshot == living().snapshot


def test_an_amount_that_no_formula_gives_is_written() -> None:
    steps = {f"Beräkning!S{row}": 1 for row in range(5, 117)}
    shared = share_anew(draft(LIVING, edits_of(steps)))
    said = "\n".join(shared.said).replace(NBSP, " ")
    assert not shared.disagrees
    assert "Beräkning!S5 är 1 enligt boken men 85 700 kr enligt parametrarna, och det står där nu;" in said
    assert amount(shared.book.snapshot, "Fördelning", "Summa", "Summa") == 17_749_489


def test_a_formula_that_gives_another_amount_stays_and_is_told(tmp_path: Path, capsys: Capture) -> None:
    book = tmp_path / "bok.xlsx"
    everybody_in = [SetFormula("Beräkning", (row, 8), "1") for row in range(5, 117)]
    write_copy(LIVING, book, everybody_in)
    code, printed, target = fordela(book, capsys)
    assert code == 1
    assert "Stämmer inte: Beräkning!S34 är 9 000 enligt sin formel men 0 kr enligt parametrarna." in printed
    assert "Fördelning!" not in printed
    before, after = read(book).snapshot, read(target).snapshot
    assert [sheet.formulas for sheet in before.sheets] == [sheet.formulas for sheet in after.sheets]


def test_bad_input_is_named_with_its_cell_and_nothing_is_written(tmp_path: Path, capsys: Capture) -> None:
    code, printed, _ = fordela(typed_into(tmp_path / "bok.xlsx", {"Kommuner!D6": -5}), capsys)
    assert code == 2
    assert printed.startswith("Kommuner!D6 är −5, men en folkmängd är ett helt antal, minst 0.")
    assert [path.name for path in tmp_path.iterdir()] == ["bok.xlsx"]


def test_a_book_of_another_kind_is_told_so(tmp_path: Path, capsys: Capture) -> None:
    book = tmp_path / "annan.xlsx"
    write_copy(LIVING.parent / "publicerat" / "2025.xlsx", book, ())
    code, printed, _ = fordela(book, capsys)
    assert code == 2
    assert printed.startswith("Arbetsboken har ingen tabell som heter tblKommuner.")


def test_never_over_the_original(tmp_path: Path, capsys: Capture) -> None:
    book = typed_into(tmp_path / "bok.xlsx", {})
    source = book.read_bytes()
    assert main(["fordela", str(book), "--ut", str(book)]) == 2
    assert "samma fil som originalet, som aldrig skrivs över" in capsys.readouterr().err
    assert book.read_bytes() == source
    code, printed, _ = fordela(tmp_path / "finns inte.xlsx", capsys)
    assert (code, "finns inte" in printed) == (2, True)


def test_an_untouched_book_stays_as_it_is_and_an_old_copy_is_replaced_when_asked(
    tmp_path: Path, capsys: Capture
) -> None:
    book = typed_into(tmp_path / "bok.xlsx", {})
    old = book.with_name("kopia.xlsx")
    old.write_text("gammal")
    code, printed, target = fordela(book, capsys)
    assert (code, target, old.read_text()) == (2, old, "gammal")
    assert "kopia.xlsx finns redan och har inte ändrats." in printed
    assert "lägg till --skriv-over" in printed
    code, printed, target = fordela(book, capsys, "--skriv-over")
    assert code == 0
    assert printed.startswith("Inget av 111 belopp ändrades; fördelat är 17 749 489 kr.")
    assert read(target).snapshot == living().snapshot
