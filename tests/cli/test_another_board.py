"""Another board set up from the template, step by step as the guide says: 5 members, 4 items, right to the krona."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cli.living_copies import with_openpyxl
from enamnd_xl.api import check_file
from enamnd_xl.cli import main
from enamnd_xl.files.read import read
from enamnd_xl.money import NBSP
from enamnd_xl.reconcile.finding import Severity
from enamnd_xl.workbook.address import column_letters
from enamnd_xl.workbook.snapshot import Snapshot, Value

TEMPLATE = Path(__file__).parents[2] / "templates" / "enamnd_mall.xlsm"
Cells = dict[str, Any]

MEMBERS = [
    (1862, "Degerfors", 9_500), (1861, "Hallsberg", 16_100), (1863, "Hällefors", 6_800), (1864, "Ljusnarsberg", 4_500),
    (1885, "Lindesberg", 23_400),
]  # fmt: skip
DAY = date(2025, 12, 31)
ITEMS: list[tuple[Value, ...]] = [
    # Delpost to Beslut och källa, columns A to O
    ("Grundavgift", "Grundavgift", "rakt", "totalen", 1_000_000, None, None, None, 1, "närmast", None),
    ("Lönesystem", "Lönesystem", "invånare", "totalen", 2_500_001, None, DAY, None, 1, "närmast", None),
    ("Konsultstöd", "Konsultstöd", "blandning", "totalen", 777_777, 0.4, DAY, None, 1, "närmast",
     "Ljusnarsberg; Hällefors"),
    ("Arkivdrift", "Arkivdrift", "lista", None, None, None, None, "Arkivdrift 2026", 1, "närmast", None),
]  # fmt: skip
COSTS = {"Grundavgift": 1_000_000, "Lönesystem": 2_500_001, "Konsultstöd": 777_777, "Arkivdrift": 300_000}
ARCHIVE = [None, 120_000, 60_000, 40_000, 80_000]

# Worked out by hand: 2 500 001 x 9 500 / 60 300 = 393 864,3; what is left over goes to the largest rest.
# Konsultstöd: 0,4 x 777 777 / 3 = 103 703,6 each, and 0,6 x 777 777 = 466 666,2 by 9 500, 16 100 and 23 400 of 49 000.
AMOUNTS = {
    "Degerfors": (200_000, 393_864, 194_180, 0),
    "Hallsberg": (200_000, 667_496, 257_037, 120_000),
    "Hällefors": (200_000, 281_924, 0, 60_000),
    "Ljusnarsberg": (200_000, 186_567, 0, 40_000),
    "Lindesberg": (200_000, 970_150, 326_560, 80_000),
}


def lines(sheet: str, first: int, rows: Iterable[Iterable[Value]], last: int, width: int) -> Cells:
    """Type rows into a sheet from column A, and blank the rows of the table that are left."""
    typed = [list(row) for row in rows]
    typed += [[None] * width] * (last - first + 1 - len(typed))
    return {
        f"{sheet}!{column_letters(column)}{row}": value
        for row, line in enumerate(typed, first)
        for column, value in enumerate(line, 1)
    }


def board() -> Cells:
    """The steps of the guide, as cells and what is typed there."""
    members = [(code, name, "ja", None, None, None, None, people) for code, name, people in MEMBERS]
    items = [(*item, 0, 0, "beslutad", "Nämnden 2025-11-20") for item in ITEMS]
    accounts = [
        (account, None, name, name, kind)
        for name in COSTS
        for account, kind in (("3000-3999", "intäkt"), ("4000-7999", "kostnad"))
    ]
    return {
        "Start!A1": "Bergslagens lönenämnd",
        "Start!B5": 2026,
        "Kommunblad!B3": "Degerfors",
        **lines("Kommuner", 5, members, 18, 8),
        **lines("Tjänster", 5, items, 12, 15),
        **lines("Tjänster", 20, COSTS.items(), 24, 2),
        **lines("Tjänster", 29, [], 30, 4),
        **{f"Listor!{letter}{row}": None for letter in "BCDEFG" for row in range(3, 19)},
        "Listor!B3": 2026,
        "Listor!B4": "Arkivdrift 2026",
        **{f"Listor!B{row}": listed for row, listed in enumerate(ARCHIVE, 5)},
        **lines("Kontering", 5, accounts, 14, 5),
        "Överskott!A5": 2026,
        **lines("Överskott", 6, [], 8, 1),
        **lines("Start", 20, [], 23, 3),
        "Start!A40": "Källor: nämndens budget 2026.",
        "Kommuner!B27": "SCB, folkmängd efter region och år",
        "Listor!A21": "Källa: nämnden 2025-11-20.",
        "Listor!A22": None,
    }


AREAS = ("Grundfinansiering", "Räddningstjänsten och e-arkiv", "E-tjänsteplattformen", "Socialtjänsten")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The board's book, set up as the guide says and shared."""
    folder = tmp_path_factory.mktemp("bok")
    book = with_openpyxl(folder / "bok.xlsx", board(), TEMPLATE, without=AREAS)
    assert main(["fordela", str(book), "--ut", str(folder / "delad.xlsx")]) == 0
    return folder / "delad.xlsx"


def rows_of(book: Snapshot, tab: str) -> dict[str, tuple[Value, ...]]:
    """Give what stands to the right of each text in column A."""
    sheet = book.sheet(tab)
    assert sheet
    return {line[0]: line[1:] for line in sheet.rows if line and isinstance(line[0], str)}


def test_every_amount_is_right_to_the_krona(shared: Path) -> None:
    book = read(shared).snapshot
    table = rows_of(book, "Fördelning")
    assert {name: table[name][: len(ITEMS)] for name in AMOUNTS} == AMOUNTS
    totals = tuple(map(sum, zip(*AMOUNTS.values(), strict=True)))
    assert table["Summa"] == (*totals, 0, 0, 0, 0, sum(totals))
    invoices = rows_of(book, "Fakturaunderlag")
    assert {name: invoices[name][-1] for name in AMOUNTS} == {name: sum(parts) for name, parts in AMOUNTS.items()}
    budget = rows_of(book, "Budget")
    assert {name: budget[name] for name in COSTS} == {name: (cost, cost, 0) for name, cost in COSTS.items()}


UNUSED = {
    "Fördelning": range(10, 19), "Fakturaunderlag": range(10, 19), "Kommunblad": range(9, 13), "Budget": range(9, 10),
    "Uppföljning": range(9, 10), "Prognos": range(9, 10),
}  # fmt: skip


def test_nothing_is_wrong_and_what_is_not_used_has_no_name(shared: Path) -> None:
    assert [f for f in check_file(str(shared)).findings if f.severity in (Severity.FEL, Severity.VARNING)] == []
    sheets = {sheet.name: sheet for sheet in read(shared).snapshot.sheets}
    assert not any(sheets[tab].value((row, 1)) for tab, rows in UNUSED.items() for row in rows)
    assert sheets["Kommunblad"].value((4, 2)) == "Tidigare år"
    assert sheets["Förändring"].value((1, 1)) == "Förändring till 2026"
    assert [sheets["Tjänster"].value((row, 17)) or None for row in range(5, 13)] == [
        "stämmer", "stämmer", "stämmer", "summan följer", None, None, None, None,
    ]  # fmt: skip


def test_its_next_year_is_made_and_asks_nothing_of_the_rows_that_are_not_used(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = shared.with_name("nasta.xlsx")
    assert main(["nytt-ar", str(shared), "--ar", "2027", "--ut", str(target)]) == 0
    printed = capsys.readouterr().out.replace(NBSP, " ")
    assert "Tjänster!B24" not in printed
    assert "Tjänster!B29" not in printed
    assert "resultatet för 2026 är inte känt" in printed
    assert {name: parts for name, parts in rows_of(read(target).snapshot, "Fördelning").items() if name in AMOUNTS} == {
        name: (*parts, 0, 0, 0, 0, sum(parts)) for name, parts in AMOUNTS.items()
    }


def test_last_years_amounts_stand_beside_the_new_ones(tmp_path: Path) -> None:
    last_year = {f"Listor!C{row}": 500_000 for row in range(5, 10)}
    cells = board() | {"Listor!C3": 2025, "Listor!C4": "Lönesystem 2025"} | last_year
    book = with_openpyxl(tmp_path / "bok.xlsx", cells, TEMPLATE, without=AREAS)
    assert main(["fordela", str(book), "--ut", str(tmp_path / "delad.xlsx")]) == 0
    page = rows_of(read(tmp_path / "delad.xlsx").snapshot, "Kommunblad")
    assert page["Delpost"][:2] == ("År 2025", "År 2026")
    assert page["Lönesystem"][:4] == (500_000, 393_864, 393_864, -106_136)
