"""The command `enamnd harled`: the rules behind the published columns, any layout, and plain answers to bad input."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from enamnd_xl.cli import main
from enamnd_xl.money import NBSP

Capture = pytest.CaptureFixture[str]
Run = Callable[..., dict[str, dict[str, Any]]]
BOOKS = Path(__file__).parents[2] / "workbooks"
KEYS = ["sheet", "heading", "rule", "exact", "parameters", "outside", "largest_residual", "misfits", "alternatives"]
PARAMETERS = ["andel_rakt", "folkmangd_ar", "faktor", "underlag", "avrundning", "riktning"]

# Inhabitants on 31 December of two years. Source: Statistics Sweden.
HEADS = {
    "Arjeplog": (2821, 2785), "Arvidsjaur": (6440, 6220), "Boden": (28181, 28080), "Gällivare": (17825, 17529),
    "Haparanda": (9805, 9685), "Jokkmokk": (5081, 4923), "Kalix": (16169, 15886), "Kiruna": (23116, 22867),
    "Luleå": (77470, 78105), "Pajala": (6101, 6052), "Piteå": (42184, 42281), "Älvsbyn": (8274, 8066),
}  # fmt: skip
E_ARKIV = [4000, None, 36000, 23000, 13000, 7000, 21000, 29000, 97000, 8000, 53000, 11000]  # published 2025
LAST_YEAR = [25800, 30200, 67700, 44400, 45200, 39300, 67500, 50900, 149600, 40600, 74000, 32300]  # and 2022
THIS_YEAR = [27100, 31700, 70900, 46500, 47400, 41200, 70700, 53300, 156700, 42600, 77500, 33900]  # 4,7 % more


def make(path: Path, **sheets: list[list[Any]]) -> str:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return str(path)


def column(heading: str, amounts: list[Any]) -> list[list[Any]]:
    return [["Kommun", heading], *([m, a] for m, a in zip(HEADS, amounts, strict=False))]


POPULATION = [["Kommun", "Folkmängd 2017", "Folkmängd 2019"], *([m, *people] for m, people in HEADS.items())]


@pytest.fixture
def harled(capsys: Capture) -> Run:
    """Run the command; give its columns by heading."""

    def run(*words: str) -> dict[str, dict[str, Any]]:
        assert main(["harled", *words, "--format", "json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert list(told) == ["version", "columns"]
        for one in told["columns"]:
            assert list(one) == KEYS
            assert list(one["parameters"])[: len(PARAMETERS)] == PARAMETERS
        return {one["heading"]: one for one in told["columns"]}

    return run


# Heading, rule, year or source, rounding, outside. Source: the tables of 2025 and 2022, and the rules found by hand.
PUBLISHED = [
    ("Grundfinansiering", "rakt", None, 1, []),
    ("Räddningstjänsten verksamhetssystem", "faktor", "Räddningstjänsten verksamhetssystem 2022", 100, []),
    ("E-arkiv", "invånare", 2017, 1000, ["Arvidsjaur"]),
    ("Verksamhetsutvecklare e-tjänster", "blandning", 2019, 100, []),
    ("E-tjänsteplattform", "faktor", "E-tjänsteplattform 2022", 1, []),
    ("Regional förvaltning", "blandning", 2020, 100, []),
    ("Pulsen Combine Nyttjandelicens", "blandning", 2020, 100, []),
]


def test_the_published_columns_of_2025(harled: Run) -> None:
    earlier, living = BOOKS / "publicerat" / "2022.xlsx", BOOKS / "enamnd_2025.xlsx"
    found = harled(str(BOOKS / "publicerat" / "2025.xlsx"), "--underlag", str(earlier), str(living))
    for heading, rule, source, unit, outside in PUBLISHED:
        one = found[heading]
        told = one["parameters"]
        assert (one["rule"], one["exact"], one["misfits"]) == (rule, True, []), heading
        assert source in (told["folkmangd_ar"], told["underlag"], None), heading
        assert (told["avrundning"], one["outside"]) == (unit, outside), heading
    low, high = found["E-tjänsteplattform"]["parameters"]["faktor"]
    assert low <= 1.5 <= high
    low, high = found["E-arkiv"]["parameters"]["faktor"]
    assert low <= 1.25 <= high
    assert found["E-arkiv"]["parameters"]["riktning"] == "uppåt"
    assert found["Regional förvaltning"]["parameters"]["andel_rakt"] == 0.5
    assert found["Konsulting"]["rule"] == "okänd"


def test_the_published_columns_of_2022(harled: Run) -> None:
    found = harled(str(BOOKS / "publicerat" / "2022.xlsx"), "--underlag", str(BOOKS / "enamnd_2025.xlsx"))
    told = {
        heading: (one["rule"], one["exact"], one["parameters"]["folkmangd_ar"], one["alternatives"])
        for heading, one in found.items()
    }
    assert told == {
        "Grundfinansiering": ("rakt", True, None, 0),
        "Verksamhetsutvecklare e-tjänster": ("blandning", True, 2019, 0),
        "E-tjänsteplattform": ("okänd", False, None, 0),
        "Räddningstjänsten verksamhetssystem": ("okänd", False, None, 0),
        "E-arkiv": ("invånare", True, 2017, 0),
        "Datacenter Grundfunktion": ("blandning", True, 2019, 1),  # 2018 does as well; its total has no name
    }


def test_without_populations_columns_that_go_together_are_said_to_perhaps_have_one_key(capsys: Capture) -> None:
    assert main(["harled", str(BOOKS / "publicerat" / "2025.xlsx")]) == 0
    said = next(line for line in capsys.readouterr().out.splitlines() if "Regional förvaltning:" in line)
    assert said.endswith("följer samma nyckel, till exempel folkmängden, som saknas i underlaget.")


ROWS = list(zip(HEADS, E_ARKIV, strict=True))
LAYOUTS = [
    ("populations on another sheet, in another order",
     {"Avgifter": column("E-arkiv", E_ARKIV), "Folk": [POPULATION[0], *POPULATION[:0:-1]]}),
    ("populations beside the amounts, under a title, with codes and totals",
     {"Budget": [["Årskostnader 2025, kr"], [], ["Kod", "Kommun", "Invånare 31 dec 2017", "E-arkiv"],
                 *([2500 + i, m, HEADS[m][0], a] for i, (m, a) in enumerate(ROWS)),
                 [None, "Summa", sum(h[0] for h in HEADS.values()), sum(filter(None, E_ARKIV))]]}),
    ("years as headings on a sheet that says what they are",
     {"Avgifter": column("E-arkiv", E_ARKIV), "Folkmängd": [["Kommun", 2017, 2019], *POPULATION[1:]]}),
    ("names written in other ways",
     {"Avgifter": column("E-arkiv", E_ARKIV),
      "SCB": [["Region", "Folkmängd 2017"], *([f"25{i:02} {m} kommun", HEADS[m][0]] for i, m in enumerate(HEADS))]}),
    ("amounts in thousands",
     {"Avgifter": [["Belopp i tkr"], [], *column("E-arkiv", [a and a / 1000 for a in E_ARKIV])], "Folk": POPULATION}),
    ("a dash for who stands outside", {"Avgifter": column("E-arkiv", [a or "–" for a in E_ARKIV]), "Folk": POPULATION}),
    ("zero for who stands outside", {"Avgifter": column("E-arkiv", [a or 0 for a in E_ARKIV]), "Folk": POPULATION}),
    ("names as the municipalities call themselves",
     {"Avgifter": column("E-arkiv", E_ARKIV),
      "Folk": [["", "Folkmängd 2017"], *([f"{m}s kommun".replace("ås", "å"), HEADS[m][0]] for m in HEADS)]}),
    ("a sum without a name",
     {"Avgifter": [*column("E-arkiv", E_ARKIV), [None, sum(filter(None, E_ARKIV))]], "Folk": POPULATION}),
    ("years as numbers in a row above the headings",
     {"Avgifter": [["År", 2025], *column("E-arkiv", E_ARKIV)], "Folk": POPULATION}),
    ("who stands outside has no row",
     {"Avgifter": [["Kommun", "E-arkiv"], *([m, a] for m, a in ROWS if a)], "Bas": column("Bas", [76100] * 12),
      "Folk": POPULATION}),
]  # fmt: skip


@pytest.mark.parametrize("name, sheets", LAYOUTS, ids=[case[0] for case in LAYOUTS])
def test_the_rule_is_found_whatever_the_layout(
    name: str, sheets: dict[str, list[list[Any]]], tmp_path: Path, harled: Run
) -> None:
    found = harled(make(tmp_path / "bok.xlsx", **sheets))["E-arkiv"]
    assert (found["rule"], found["exact"], found["outside"]) == ("invånare", True, ["Arvidsjaur"])
    told = found["parameters"]
    assert (told["folkmangd_ar"], told["avrundning"], told["riktning"]) == (2017, 1000, "uppåt")
    assert told["faktor"][0] <= 1.25 <= told["faktor"][1]


def test_populations_without_a_year(tmp_path: Path, harled: Run, capsys: Capture) -> None:
    people = [["Kommun", "Invånare"], *([m, h[0]] for m, h in HEADS.items())]
    book = make(tmp_path / "bok.xlsx", Avgifter=column("E-arkiv", E_ARKIV), Folk=people)
    found = harled(book)["E-arkiv"]
    assert (found["rule"], found["parameters"]["folkmangd_ar"]) == ("invånare", None)
    assert main(["harled", book]) == 0
    assert "1,25 kr per invånare, avrundat uppåt till hela tusental" in capsys.readouterr().out.replace(NBSP, " ")


def test_last_year_in_another_book_under_the_same_heading(tmp_path: Path, harled: Run) -> None:
    old = make(tmp_path / "fjol.xlsx", Avgifter=column("Avgift", LAST_YEAR))
    new = make(tmp_path / "ny.xlsx", Avgifter=column("Avgift", THIS_YEAR))
    found = harled(new, "--underlag", old)["Avgift"]
    assert (found["rule"], found["parameters"]["avrundning"], found["exact"]) == ("faktor", 100, True)
    low, high = found["parameters"]["faktor"]
    assert low <= 1.047 <= high


def test_last_year_is_not_made_from_a_column_that_was_made_from_it(tmp_path: Path, harled: Run) -> None:
    rows = [[m, old, new] for m, old, new in zip(HEADS, LAST_YEAR, THIS_YEAR, strict=True)]
    found = harled(make(tmp_path / "bok.xlsx", Avgifter=[["Kommun", "Avgift 2024", "Ny avgift"], *rows]))
    assert (found["Avgift 2024"]["rule"], found["Ny avgift"]["parameters"]["underlag"]) == ("okänd", "Avgift 2024")


def test_an_amount_that_does_not_fit_is_pointed_at(tmp_path: Path, harled: Run) -> None:
    wrong = [a and a + 9000 * (m == "Kalix") for m, a in ROWS]
    found = harled(make(tmp_path / "bok.xlsx", Avgifter=column("E-arkiv", wrong), Folk=POPULATION))["E-arkiv"]
    assert (found["rule"], found["exact"], found["misfits"]) == ("invånare", False, ["Kalix"])
    assert found["largest_residual"] == 9000


# A year, a share, a change and a code are no amounts; the sum of the two others is none either.
def test_only_amounts_are_asked_about(tmp_path: Path, harled: Run) -> None:
    heading = ["Kommun", "Knr", "Ansluten år", "Andel", "Förändring", "Antal användare", "Drift", "Licens", "Summa"]
    rows = [[m, 100 + i, 2019, i / 78, 5, 7 + i, 1000 + 7 * i, 300, 1300 + 7 * i] for i, m in enumerate(HEADS, 1)]
    assert list(harled(make(tmp_path / "bok.xlsx", Blad=[heading, *rows]))) == ["Drift", "Licens"]


PLAIN_ANSWERS = [
    ("too few members", {"Avgifter": column("Avgift", [100, 200])},
     "Bara 2 medlemmar av 2 har belopp. Det behövs minst 3"),
    ("all amounts equal", {"Avgifter": column("Avgift", [500] * 12)},
     "500 kr per kommun, lika för alla. Stämmer för alla 12 kommuner. Det går inte att skilja från"),
    ("a text for an amount",
     {"Avgifter": column("E-arkiv", [a if a != 21000 else "se avtal" for a in E_ARKIV]), "Folk": POPULATION},
     "Stämmer för alla 10 kommuner."),
    ("a text for an amount, named",
     {"Avgifter": column("E-arkiv", [a if a != 21000 else "se avtal" for a in E_ARKIV]), "Folk": POPULATION},
     "Avgifter!B8 är texten »se avtal« och räknas som tom."),
    ("populations stored as text",
     {"Avgifter": column("E-arkiv", E_ARKIV),
      "Folk": [["Kommun", "Folkmängd"], *([m, str(h[0])] for m, h in HEADS.items())]},
     "Talen i Folk!B2 med flera står som text och räknas inte: gör om dem till tal."),
    ("nothing but zeros", {"Avgifter": column("Avgift", [0] * 12)}, "Alla belopp är noll eller tomma"),
    ("nothing to try against", {"Avgifter": column("Avgift", LAST_YEAR)},
     "öppna en bok som har den, eller ange den med --underlag"),
    ("population missing for some",
     {"Avgifter": column("E-arkiv", E_ARKIV), "Folk": POPULATION[:6] + POPULATION[7:]},
     "Folkmängd 31 december 2017 saknas för Jokkmokk."),
]  # fmt: skip


@pytest.mark.parametrize("name, sheets, said", PLAIN_ANSWERS, ids=[case[0] for case in PLAIN_ANSWERS])
def test_bad_input_gets_a_plain_answer(
    name: str, sheets: dict[str, list[list[Any]]], said: str, tmp_path: Path, capsys: Capture
) -> None:
    assert main(["harled", make(tmp_path / "bok.xlsx", **sheets)]) == 0
    assert said in capsys.readouterr().out.replace(NBSP, " ")


def test_codes_that_are_kept_as_text_are_left_so(tmp_path: Path, capsys: Capture) -> None:
    coding = [["Konto", "Objekt", "Personnr"], *([str(3010 + i), str(100 * i), str(7001 + i)] for i in range(5))]
    book = make(tmp_path / "bok.xlsx", Avgifter=column("E-arkiv", E_ARKIV), Folk=POPULATION, Kontering=coding)
    assert main(["harled", book]) == 0
    assert "gör om dem till tal" not in capsys.readouterr().out


NOTHING = [
    ("no table", {"Blad": [["Hej"], [None, 5]]}, "bok.xlsx har ingen tabell med belopp per kommun eller medlem."),
    ("populations alone", {"Folk": POPULATION}, "bok.xlsx har ingen tabell med belopp per kommun eller medlem."),
]


@pytest.mark.parametrize("name, sheets, said", NOTHING, ids=[case[0] for case in NOTHING])
def test_a_book_without_amounts_is_told_so(
    name: str, sheets: dict[str, list[list[Any]]], said: str, tmp_path: Path, capsys: Capture
) -> None:
    assert main(["harled", make(tmp_path / "bok.xlsx", **sheets)]) == 2
    assert capsys.readouterr().err.startswith(said)


def test_a_book_that_cannot_be_read_is_named(tmp_path: Path, capsys: Capture) -> None:
    book = make(tmp_path / "bok.xlsx", Avgifter=column("E-arkiv", E_ARKIV))
    assert main(["harled", book, "--underlag", str(tmp_path / "saknas.xlsx")]) == 2
    assert "saknas.xlsx" in capsys.readouterr().err
