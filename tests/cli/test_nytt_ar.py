"""The command `enamnd nytt-ar` on the living workbook: what the new year's book holds, what is left to decide."""

from argparse import ArgumentParser
from collections.abc import Mapping
from contextlib import redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from cli.living_copies import LIVING, edits_of, living, typed_into
from cli.test_las_folkmangd import write_csv
from enamnd_xl.actions.compare_keys import compare_keys
from enamnd_xl.actions.mark import mark
from enamnd_xl.actions.read_scenarios import parse_scenario
from enamnd_xl.actions.scenario_sheet import put_comparison
from enamnd_xl.api import check_file
from enamnd_xl.cli import main, nytt_ar
from enamnd_xl.errors import EnamndError
from enamnd_xl.files.draft import Draft, draft
from enamnd_xl.files.read import read
from enamnd_xl.money import NBSP
from enamnd_xl.reconcile.finding import Finding, Severity
from enamnd_xl.reconcile.report import Report
from enamnd_xl.reconcile.run import reconcile
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import from_a1, to_a1
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, Value
from referee import assert_same_snapshot

Capture = pytest.CaptureFixture[str]


def renew(book: Path, capture: Capture, *words: str | Path, year: int = 2026) -> tuple[int, str, Path]:
    target = book.with_name(f"nytt {year}.xlsx") if book != LIVING else Path(words[0])
    rest = words if book != LIVING else words[1:]
    code = main(["nytt-ar", str(book), "--ar", str(year), "--ut", str(target), *map(str, rest)])
    printed = capture.readouterr()
    return code, (printed.out + printed.err).replace(NBSP, " "), target


def renewed(*words: str, before: Draft | None = None, year: int = 2026) -> tuple[Draft, str]:
    """Do what the command does before it writes and checks the new book, which takes most of its time."""
    parser = ArgumentParser()
    nytt_ar.add_arguments(parser)
    options = parser.parse_args([str(LIVING), "--ar", str(year), "--ut", "", *words])
    new = nytt_ar.renew(before or living(), nytt_ar.read_wishes(options), options.people)
    return new.book, "\n".join([*new.said, *new.decisions]).replace(NBSP, " ")


def living_with(cells: Mapping[str, Any]) -> Draft:
    """The living workbook with other cells."""
    return draft(LIVING, edits_of(cells)) if cells else living()


def gives_no_error(book: Draft) -> bool:
    return all(found.severity is not Severity.FEL for found in reconcile(Workpaper(book.snapshot)))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return typed_into(tmp_path / "enamnd_2025.xlsx", {})


class Plain(NamedTuple):
    """The living workbook and what becomes of it without any wishes; made once, and only read."""

    book: Path
    said: str
    new: Path


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Plain:
    book = typed_into(tmp_path_factory.mktemp("utan önskemål") / "enamnd_2025.xlsx", {})
    new = book.with_name("nytt 2026.xlsx")
    with redirect_stdout(StringIO()) as printed:
        assert main(["nytt-ar", str(book), "--ar", "2026", "--ut", str(new)]) == 0
    return Plain(book, printed.getvalue().replace(NBSP, " "), new)


def sheet_of(snapshot: Snapshot, name: str) -> Sheet:
    sheet = snapshot.sheet(name)
    assert sheet
    return sheet


def cells(book: Path | Snapshot, *places: str) -> list[Value]:
    """Give what stands in cells named Blad!A1."""
    snapshot = book if isinstance(book, Snapshot) else read(book).snapshot
    pairs = [place.split("!") for place in places]
    return [sheet_of(snapshot, sheet).value(from_a1(cell)) for sheet, cell in pairs]


def amounts(book: Path | Snapshot, item: str, tab: str = "Fördelning") -> dict[str, Value]:
    """Give a column of Fördelning or Listor: member -> kr, None for a blank or a dash."""
    snapshot = book if isinstance(book, Snapshot) else read(book).snapshot
    rows = sheet_of(snapshot, tab).rows
    column = rows[3].index(item)
    return {str(row[0]): (row[column] if column < len(row) else None) for row in rows[4:18]}


def decided(said: str) -> dict[str, str]:
    """Give the lines of what is to be decided: cell -> what it is."""
    lines = said.partition("Att besluta,")[2].splitlines()
    places = (line.strip().partition("  ") for line in lines if line.startswith("  ") and line[2] != " ")
    return {place: about for place, _, about in places}


ITEMS = [
    "Grundfinansiering", "Räddningstjänsten verksamhetssystem", "E-arkiv", "Verksamhetsutvecklare e-tjänster",
    "E-tjänsteplattform", "Regional förvaltning", "Konsulting", "Pulsen Combine Nyttjandelicens",
]  # fmt: skip


def test_last_years_amounts_stand_as_values_beside_the_new_ones(plain: Plain) -> None:
    _, said, new = plain
    snapshot = assert_same_snapshot(new)
    for item in ITEMS:
        old = amounts(living().snapshot, item)
        assert amounts(snapshot, f"{item} 2025", "Listor") == {name: kr or None for name, kr in old.items()}
    listed = sheet_of(snapshot, "Listor")
    assert {listed.value((3, column)) for column in range(7, 15)} == {2025}
    assert not {(row, column) for row, column in listed.formulas if 5 <= row <= 18 and column > 1}
    change = sheet_of(snapshot, "Förändring")
    assert change.rows[0] == ("Förändring från 2025 till 2026",)
    # Luleå: 80 321 inhabitants in 2025, 77 470 to 78 549 in the years that were the keys before
    lulea = next(row for row in change.rows if row[:2] == ("Luleå", "Alla delposter"))
    assert lulea[2:6] == (3_295_652, 3_353_272, 3_353_272, 57_620)
    assert round(float(lulea[6]), 4) == 0.0175  # type: ignore[arg-type]
    page = sheet_of(snapshot, "Kommunblad")
    assert page.rows[3][1:3] == ("År 2025", "År 2026")
    assert said.startswith("Fördelat 2025: 17 749 489 kr. Fördelat 2026: 17 745 183 kr (−4 306 kr, −0,02 %).\n")


def test_the_year_is_the_new_one_wherever_it_stands(plain: Plain) -> None:
    new = plain.new
    snapshot = read(new).snapshot
    titles = [row[0] for sheet in snapshot.sheets for row in sheet.rows[:2] if row and sheet.name != "Publicerat"]
    assert [title for title in titles if "2025" in str(title)] == ["Förändring från 2025 till 2026"]
    assert {"Budget 2026", "Fördelning 2026", "Budget och fördelning 2026"} <= set(titles)
    assert cells(new, "Start!B5", "Start!B6", "Start!B7") == [2026, 2025, date(2025, 12, 31)]
    assert cells(new, "Publicerat!A1") == ["Publicerat och beräknat 2025"]


def test_what_belongs_to_last_year_alone_is_gone() -> None:
    typed = {"Fakturaunderlag!H5": 12, "Fakturaunderlag!J6": 1, "Fakturaunderlag!L5": 2_300, "Uppföljning!L6": "Sen."}
    new = renewed(before=living_with(typed))[0].snapshot
    assert cells(new, *typed) == [None] * 4
    rows = [row for row in sheet_of(new, "Utfall").rows[4:] if row and row[0]]
    assert {row[1] for row in rows} == {"2022-01–2022-12"}
    assert cells(new, "Uppföljning!B3", "Uppföljning!L5", "Prognos!C5", "Prognos!G5", "Prognos!M5", "Prognos!N5") == [
        "januari", None, None, None, None, None
    ]  # fmt: skip
    assert cells(new, "Uppföljning!E10", "Prognos!J10") == [0, None]


def test_the_new_book_checks_green_and_says_what_is_left(plain: Plain) -> None:
    _, said, new = plain
    assert Report((check_file(str(new)),)).exit_code == 0
    assert "Avstämningen av den nya boken ger inga fel." in said
    found = decided(said)
    assert found["Tjänster!E5"] == "Grundfinansiering, belopp: 1 199 800"
    assert found["Tjänster!G7"] == "E-arkiv, nyckeldatum: 2025-12-31"
    assert found["Tjänster!B24"] == "E-arkiv, kostnadsbudget: 313 000"
    assert found["Överskott!C8"] == "Överskott, resultat 2025: tomt"
    listed = sheet_of(read(new).snapshot, "Att besluta").rows[4:]
    assert [row[0] for row in listed] == list(found)
    links = openpyxl.load_workbook(new)["Att besluta"]
    assert all(links.cell(row, 1).hyperlink for row in range(5, 5 + len(listed)))


def test_the_given_book_is_not_touched_and_the_same_words_give_the_same_book(plain: Plain, tmp_path: Path) -> None:
    assert plain.book.read_bytes() == LIVING.read_bytes()
    again, said = renewed()
    again.save(tmp_path / "igen.xlsx")
    *lines, _verdict, _written = filter(None, plain.said.splitlines())
    assert lines == said.splitlines()
    assert (tmp_path / "igen.xlsx").read_bytes() == plain.new.read_bytes()


# What is said, and what some municipalities then pay of items, kr, worked out by hand from Tjänster and Kommuner.
WISHES: list[tuple[str, list[str], dict[str, dict[str, Value]]]] = [
    ("each part by the percentage, and some by another",
     ["--upprakning", "3 %", "Räddningstjänsten Verksamhetssystem=3 %", "Konsulting=-10 %",
      "--belopp", "E-tjänsteplattform=1"],
     {"Grundfinansiering": {"Luleå": 88_271},  # 85 700 x 1.03
      "Räddningstjänsten verksamhetssystem": {"Arjeplog": 28_000, "Luleå": 161_500},  # up: 27 913 and 161 401
      "Konsulting": {"Arjeplog": 30_414},  # 33 793 x 0.9
      "E-tjänsteplattform": {"Kalix": 108_000}}),  # a factor: as it was
    ("on top of last year's", ["--upprakning", "3,5 %", "--behall-nyckeldatum"],
     {"Verksamhetsutvecklare e-tjänster": {"Arjeplog": 43_389}}),  # 41 100 x 1.02 x 1.035
    ("amounts, and another key year", ["--belopp", "Grundfinansiering=1 400 000", "--nyckelar", "2020"],
     {"Grundfinansiering": {"Luleå": 100_000}, "E-arkiv": {"Luleå": 99_000}}),  # 78 549 x 1.25
    ("amounts while the others are indexed",
     ["--belopp", "Grundfinansiering=1 400 000", "E-arkiv=2", "--upprakning", "9 %", "--nyckelar", "2017"],
     {"Grundfinansiering": {"Luleå": 100_000}, "E-arkiv": {"Arjeplog": 6_000}}),  # 2 821 x 2, up to thousands
    ("who joins and who leaves",
     ["--ansluter", "E-arkiv: Arvidsjaur", "--lamnar", "Grundfinansiering: Luleå, Boden"],
     {"E-arkiv": {"Arvidsjaur": 8_000},  # 6 029 x 1.25
      "Grundfinansiering": {"Luleå": 0, "Boden": 0, "Arvidsjaur": 100_000, "Arjeplog": 100_000,
                            "Kiruna": 99_900}}),  # 1 199 800 / 12
    ("who leaves the board", ["--lamnar", "alla: Pajala"],
     {"E-tjänsteplattform": {"Pajala": 0, "Kalix": 108_000}}),
]  # fmt: skip


@pytest.mark.parametrize("name, words, expected", WISHES, ids=[case[0] for case in WISHES])
def test_what_is_decided_already(name: str, words: list[str], expected: dict[str, dict[str, Value]]) -> None:
    new = renewed(*words)[0].snapshot
    for item, parts in expected.items():
        found = amounts(new, item)
        assert {member: found[member] for member in parts} == parts


def test_what_is_decided_is_not_asked_again() -> None:
    new, said = renewed("--upprakning", "2 %", "--kostnad", "E-arkiv=320 000", "--nyckelar", "2025")
    assert gives_no_error(new)
    assert not [place for place in decided(said) if place[:10] in ("Tjänster!E", "Tjänster!G", "Tjänster!M")]
    assert "Tjänster!B24" not in decided(said)
    assert cells(new.snapshot, "Tjänster!B24", "Budget!C9") == [320_000, 320_000]


def test_a_member_that_joins_a_list_has_its_amount_to_be_typed() -> None:
    out, _ = renewed("--lamnar", "Konsulting: Boden")
    back, said = renewed("--ansluter", "Konsulting: Boden", "E-arkiv: Arvidsjaur", before=out, year=2027)
    places = decided(said)
    assert places["Listor!U7"] == "Konsulting 2026, Boden: tomt"
    assert places["Fakturaunderlag!J6"] == "E-arkiv, ny anslutning: tomt"
    assert places["Räddningstjänsten och e-arkiv!A22"].endswith("Arvidsjaur står utanför.«")
    assert amounts(back.snapshot, "Konsulting")["Boden"] == 0
    assert gives_no_error(back)


def test_a_member_that_joins_the_board() -> None:
    outside = living_with({"Kommuner!C14": "nej", "Tjänster!E5": 1_199_900})
    new, said = renewed("--ansluter", "alla: Pajala", before=outside)
    assert gives_no_error(new)
    assert cells(new.snapshot, "Kommuner!C14") == ["ja"]
    assert amounts(new.snapshot, "Grundfinansiering")["Pajala"] == 85_700
    lists = [about for place, about in decided(said).items() if place.startswith("Listor!")]
    assert lists == [
        "Räddningstjänsten verksamhetssystem 2025, Pajala: tomt", "E-tjänsteplattform 2025, Pajala: tomt"
    ]  # fmt: skip


def test_the_population_of_the_year_before_is_read_with_the_new_year(plain: Plain, tmp_path: Path) -> None:
    first = draft(plain.new)
    alone, said = renewed(before=first, year=2027)
    assert decided(said)["Start!B7"] == "Folkmängd: 2025-12-31"
    assert "efter folkmängden 2025-12-31; 2026-12-31 finns inte i boken." in said
    assert cells(alone.snapshot, "Tjänster!G7") == [date(2025, 12, 31)]
    people = write_csv(tmp_path / "scb.csv", {2026: 1})
    new, said = renewed("--folkmangd", str(people), before=first, year=2027)
    assert said.startswith("Folkmängd 2026 är ny: 14 kommuner")
    assert cells(new.snapshot, "Start!B7", "Tjänster!G7") == [date(2026, 12, 31)] * 2
    assert "Start!B7" not in decided(said)


def year_of(year: int, row: int, revenue: int, cost: int, item: str = "Hela nämnden") -> dict[str, Any]:
    values = ("Bokslut", f"{year}-01–{year}-12", item, revenue, cost)
    return {f"Utfall!{to_a1((row, column))}": value for column, value in enumerate(values, 1)}


KNOWN = year_of(2023, 19, 500, 400) | year_of(2024, 20, 900, 1000)


def whole_2025() -> dict[str, Any]:
    """Let the rows of January to October be those of the whole year."""
    return {f"Utfall!B{row}": "2025-01–2025-12" for row in range(14, 19)}


SURPLUS: list[tuple[str, Mapping[str, Any], list[Value], str]] = [
    # 266 745 + 100 - 100 + 148 640
    ("a whole year", KNOWN | whole_2025(), [148_640, 415_385, 2026, 415_385],
     "Överskottet 415 385 kr förs vidare till 2026."),
    ("and something used", KNOWN | whole_2025() | {"Överskott!D7": 200_000}, [148_640, 215_385, 2026, 215_385],
     "Överskottet 215 385 kr förs vidare till 2026."),
    ("ten months", KNOWN, [None, None, 2026, None],
     "Inget överskott förs vidare: resultatet för 2025 är inte känt."),
    ("one service lacks a month", KNOWN | whole_2025() | {"Utfall!B15": "2025-01–2025-11"}, [None, None, 2026, None],
     "Inget överskott förs vidare: resultatet för 2025 är inte känt."),
    ("an earlier year is not known", whole_2025(), [148_640, None, 2026, None],
     "Inget överskott förs vidare: resultatet för 2023 och 2024 är inte känt."),
]  # fmt: skip


@pytest.mark.parametrize("name, typed, expected, sentence", SURPLUS, ids=[case[0] for case in SURPLUS])
def test_the_surplus_is_carried_when_it_is_known(
    name: str, typed: Mapping[str, Any], expected: list[Value], sentence: str
) -> None:
    new, said = renewed(before=living_with(typed))
    assert sentence in said
    assert cells(new.snapshot, "Överskott!C8", "Överskott!E8", "Överskott!A9", "Överskott!B9") == expected


def test_months_become_one_row_an_item() -> None:
    typed = KNOWN | whole_2025()
    typed |= {"Utfall!B14": "2025-01–2025-11", "Utfall!A21": "Ekonomisk rapport oktober 2025"}
    typed |= {"Utfall!B21": "2025-12", "Utfall!C21": "Grundfinansiering", "Utfall!D21": 10.25, "Utfall!E21": 4}
    new, _ = renewed(before=living_with(typed))
    rows = [row[:5] for row in sheet_of(new.snapshot, "Utfall").rows[4:] if "2025" in str(row[1:2])]
    assert {row[:2] for row in rows} == {("Utfall 2025, hela året", "2025-01–2025-12")}
    assert {str(row[2]): row[3] for row in rows}["Grundfinansiering"] == 999_843.25
    assert len(rows) == 5


def test_three_years_in_a_row() -> None:
    second = renewed("--upprakning", "2 %")[0]
    new, said = renewed("--upprakning", "2,5 %", before=second, year=2027)
    third = new.snapshot
    assert gives_no_error(new)
    assert "Inte beslutat ens för 2026, enligt kolumnen Grund: Grundfinansiering, " in said
    for item in ITEMS:
        listed = amounts(third, f"{item} 2026", "Listor")
        assert listed == {name: kr or None for name, kr in amounts(second.snapshot, item).items()}
    assert amounts(third, "Grundfinansiering")["Luleå"] == 89_599  # 85 700 x 1.02 x 1.025 = 89 599.35
    assert cells(third, "Start!B6", "Överskott!A10", "Förändring!A1") == [2026, 2027, "Förändring från 2026 till 2027"]
    assert [sheet.name for sheet in third.sheets].count("Att besluta") == 1


def test_marks_and_the_sheet_with_scenarios_do_not_come_along() -> None:
    book = living().snapshot
    marked = mark(book, [Finding("EN101", Severity.FEL, "Budget", (6, 3), "Fel.", "Rätta.")]).edits
    scenarios = put_comparison(compare_keys(book, [parse_scenario(["X", "E-arkiv: nyckel=rakt"])])).edits
    both = living().with_edits([*marked, *scenarios])
    assert {"Scenario", "Avstämning"} <= {sheet.name for sheet in both.snapshot.sheets}
    new, said = renewed(before=both)
    assert not {"Scenario", "Avstämning"} & {sheet.name for sheet in new.snapshot.sheets}
    assert "Bladet Scenario räknade på 2025 års nycklar och är borttaget." in said


WRONG: list[tuple[str, dict[str, Any], list[str], int, str]] = [
    ("the same year", {}, [], 2025, "Boken är redan för 2025. Det nya året är 2026."),
    ("two years on", {}, [], 2027, "Boken är för 2025, och nästa år är 2026, inte 2027. Gör ett år i taget."),
    ("no year", {"Start!B5": "i år"}, [], 2026, "Budgetår är »i år«, men ska vara ett årtal."),
    ("a missing amount", {"Tjänster!E5": None}, [], 2026, "Tjänster!E5 är tom. Grundfinansiering: beloppet saknas."),
    ("an amount that is written over", {"Beräkning!S5": 1}, [], 2026,
     "Beloppen i boken är inte de som parametrarna ger"),
    ("a population that is not there", {}, ["--nyckelar", "2024"], 2026, "Boken har ingen folkmängd för 2024-12-31."),
    ("no percentage", {}, ["--upprakning", "3"], 2026, "»3« är ingen uppräkning. Skriv den i procent"),
    ("no such item", {}, ["--belopp", "Skola=3"], 2026, "Skola är ingen delpost på bladet Tjänster."),
    ("an amount for a list", {}, ["--belopp", "Konsulting=900 000"], 2026,
     "Konsulting har nyckeln lista, och inget belopp att ändra. Ange en uppräkning"),
    ("an amount and a percentage", {}, ["--belopp", "E-arkiv=2", "--upprakning", "e-arkiv=1 %"], 2026,
     "E-arkiv har fått både ett belopp för 2026 och en uppräkning från 2025. Ange det ena"),
    ("no such service", {}, ["--kostnad", "Skola=3"], 2026, "Skola är ingen tjänst på bladet Tjänster."),
    ("no amount", {}, ["--belopp", "E-arkiv"], 2026, "»E-arkiv« säger inte vad som har vilket belopp."),
    ("an amount that could be two", {}, ["--belopp", "E-arkiv=1.225"], 2026,
     "E-arkiv: »1.225« kan vara både 1 225 och 1,225. Skriv med komma som decimaltecken"),
    ("a cost that could be two", {}, ["--kostnad", "Konsulting=-320.000 kr"], 2026,
     "Konsulting: »-320.000 kr« kan vara både 320 000 och 320,000. Skriv med komma som decimaltecken"),
    ("points between thousands", {}, ["--belopp", "E-arkiv=1.225.000"], 2026,
     "E-arkiv: »1.225.000« är inget belopp. Skriv med komma som decimaltecken"),
    ("the same twice", {}, ["--belopp", "E-arkiv=3", "e-arkiv=4"], 2026, "»e-arkiv« är angivet två gånger."),
    ("an amount that does not go up in its rounding", {}, ["--belopp", "Grundfinansiering=1 199 850"], 2026,
     "Tjänster!E5 är 1 199 850. Grundfinansiering:"),
    ("no such member", {}, ["--ansluter", "E-arkiv: Lund"], 2026, "Lund är ingen av kommunerna på bladet Kommuner."),
    ("in already", {}, ["--ansluter", "E-arkiv: Luleå"], 2026, "Luleå är redan med i E-arkiv."),
    ("not in", {}, ["--lamnar", "E-arkiv: Arvidsjaur"], 2026, "Arvidsjaur är inte med i E-arkiv."),
    ("nobody", {}, ["--ansluter", "E-arkiv"], 2026, "»E-arkiv« säger inte vilka kommuner"),
    ("something beside Listor", {"Listor!H7": "obs"}, [], 2026,
     "Listor!H7 är texten »obs«, men där behövs plats för Grundfinansiering 2025."),
]  # fmt: skip


@pytest.mark.parametrize("name, typed, words, year, sentence", WRONG, ids=[case[0] for case in WRONG])
def test_what_will_not_do_is_told(name: str, typed: dict[str, Any], words: list[str], year: int, sentence: str) -> None:
    with pytest.raises(EnamndError) as told:
        renewed(*words, before=living_with(typed), year=year)
    assert str(told.value).replace(NBSP, " ").startswith(sentence)


def test_nothing_is_written_then(book: Path, capsys: Capture) -> None:
    code, said, target = renew(book, capsys, "--belopp", "Skola=3")
    assert said.startswith("Skola är ingen delpost på bladet Tjänster.")
    assert (code, target.exists()) == (2, False)


def test_a_list_that_has_last_years_name_and_other_amounts_is_in_the_way(tmp_path: Path, capsys: Capture) -> None:
    book = openpyxl.load_workbook(LIVING)
    book["Listor"]["B4"] = "Grundfinansiering 2025"
    book["Listor"].tables["tblListor"].tableColumns[1].name = "Grundfinansiering 2025"
    book.save(tmp_path / "bok.xlsx")
    code, said, _ = renew(tmp_path / "bok.xlsx", capsys)
    assert code == 2
    assert said.startswith(
        "Listor!B5 är 76 100, men fördelningen 2025 är 85 700 kr, och ska stå i kolumnen Grundfinansiering 2025."
    )


def test_a_book_of_another_kind_is_told_so(tmp_path: Path, capsys: Capture) -> None:
    other = tmp_path / "publicerad.xlsx"
    other.write_bytes((LIVING.parent / "publicerat" / "2025.xlsx").read_bytes())
    code, said, target = renew(other, capsys)
    assert (code, target.exists()) == (2, False)
    assert said.startswith("Arbetsboken har ingen tabell som heter tblKommuner.")


def test_the_blank_template_says_what_is_missing_and_a_filled_one_will_do(tmp_path: Path, capsys: Capture) -> None:
    template = LIVING.parents[1] / "templates" / "enamnd_mall.xlsm"
    words = ["--ar", "2027", "--ut", str(tmp_path / "ny.xlsm")]
    assert main(["nytt-ar", str(template), *words]) == 2
    assert capsys.readouterr().err.startswith("Tjänster!E5 är tom. Grundfinansiering: beloppet saknas.")
    rows = {5: 1_199_800, 6: 1.047, 7: 1.25, 8: 1_035_400, 9: 1.5, 10: 3_015_100, 12: 8_902_400}
    filled = typed_into(tmp_path / "mall.xlsm", {f"Tjänster!E{row}": amount for row, amount in rows.items()}, template)
    assert main(["nytt-ar", str(filled), *words]) == 0
    said = capsys.readouterr().out.replace(NBSP, " ")
    assert said.startswith("Fördelat 2026: 17 749 489 kr. Fördelat 2027: 17 745 183 kr")
    assert cells(tmp_path / "ny.xlsm", "Start!B5", "Fördelning!A1") == [2027, "Fördelning 2027"]
