"""Sharing by the parameters of a living workbook: what is said of every kind of bad input, at its cell."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from enamnd_xl.actions.allocate import allocate_items
from enamnd_xl.errors import WorkbookError
from enamnd_xl.files.read import read
from enamnd_xl.money import NBSP
from enamnd_xl.workbook.address import Cell, from_a1
from enamnd_xl.workbook.snapshot import CellError, Snapshot

LIVING = Path(__file__).parents[2] / "workbooks" / "enamnd_2025.xlsx"


@pytest.fixture(scope="module")
def living() -> Snapshot:
    return read(LIVING).snapshot


def typed_into(book: Snapshot, cells: dict[str, Any]) -> Snapshot:
    """Give a workbook with other values in cells that are named Blad!A1."""
    values: dict[str, dict[Cell, Any]] = {}
    for place, value in cells.items():
        sheet, _, cell = place.partition("!")
        values.setdefault(sheet, {})[from_a1(cell)] = value
    return book.with_values(values)


def test_the_formulas_of_the_book_give_what_the_functions_give(living: Snapshot) -> None:
    assert allocate_items(living).edits == ()


ZEROES: dict[str, Any] = {f"Kommuner!F{row}": 0 for row in range(5, 19)}
BAD: list[tuple[str, dict[str, Any], str]] = [
    ("a key that sums to zero", ZEROES | {"Tjänster!F8": 0},
     "Tjänster!C8 är texten »blandning«. Verksamhetsutvecklare e-tjänster: nyckeln summerar till noll."),
    ("a negative population", {"Kommuner!D6": -5}, "Kommuner!D6 är −5, men en folkmängd är ett helt antal, minst 0."),
    ("a missing population", {"Kommuner!D7": None},
     "Kommuner!D7 är tom. E-arkiv: folkmängden 2017-12-31 saknas för Boden."),
    ("a text for a population", {"Kommuner!D7": "ca 28 000"},
     "Kommuner!D7 är texten »ca 28 000«, men under Folkmängd 2017 ska det stå ett tal."),
    ("an unknown municipality outside", {"Tjänster!K7": "Arvidsjaur; Umeå"},
     "Tjänster!K7 är texten »Arvidsjaur; Umeå«, men »Umeå« är ingen av kommunerna på bladet Kommuner."),
    ("an unknown municipality in a list", {"Listor!A5": "Umeå"},
     "Listor!A5 är texten »Umeå«, men »Umeå« är ingen av kommunerna"),
    ("two rows for one code", {"Kommuner!A6": 2506}, "Kommuner!A6 är 2506, men det står redan på Kommuner, rad 5."),
    ("two rows for one name", {"Kommuner!B6": "Arjeplog"},
     "Kommuner!B6 är texten »Arjeplog«, men det står redan på Kommuner, rad 5."),
    ("a name that is gone", {"Kommuner!B6": None},
     "Kommuner!B6 är tom, men där ska radens kommun stå. Fyll i den, eller töm hela raden."),
    ("a row that was deleted", {"Listor!A10": CellError("#REF!")},
     "Listor!A10 är felvärdet #REF!, men under Kommun ska det stå en text. En rad eller kolumn som"),
    ("a code that is none", {"Kommuner!A6": 25}, "Kommuner!A6 är 25, men en kommunkod har fyra siffror."),
    ("a member or not", {"Kommuner!C6": "kanske"}, "Kommuner!C6 är texten »kanske«, men där ska det stå ja eller nej."),
    ("a text for an amount", {"Tjänster!E5": "1 199 800 kr"},
     "Tjänster!E5 är texten »1 199 800 kr«, men under Belopp ska det stå ett tal."),
    ("no amount", {"Tjänster!E5": None}, "Tjänster!E5 är tom. Grundfinansiering: beloppet saknas."),
    ("a rounding that cannot meet the total", {"Tjänster!E5": 1_199_850},
     "Tjänster!E5 är 1 199 850. Grundfinansiering:"),
    ("all upwards to a given total", {"Tjänster!J5": "uppåt"}, "Tjänster!J5 är texten »uppåt«. Grundfinansiering:"),
    ("no rounding", {"Tjänster!I5": 0}, "Tjänster!I5 är 0, men avrundningen ska vara större än 0."),
    ("an unknown key", {"Tjänster!C5": "per skalle"},
     "Tjänster!C5 är texten »per skalle«, men under Nyckel ska det stå något av rakt, invånare, blandning"),
    ("an unknown basis", {"Tjänster!D5": "allt"}, "Tjänster!D5 är texten »allt«, men under Beloppet är ska det stå"),
    ("an unknown direction", {"Tjänster!J5": None}, "Tjänster!J5 är tom, men under Riktning ska det stå något av"),
    ("a mix without its equal part", {"Tjänster!C7": "blandning", "Tjänster!F7": None},
     "Tjänster!F7 är tom, men nyckeln blandning behöver en andel som delas rakt."),
    ("an equal part above one", {"Tjänster!F8": 47.32}, "Tjänster!F8 är 47,32."),
    ("a key date without a population", {"Tjänster!G7": date(2018, 6, 30)},
     "Tjänster!G7 är 2018-06-30, men nyckeln invånare behöver ett datum som har en folkmängd på bladet Kommuner."),
    ("a list that is not there", {"Tjänster!H6": "Räddningstjänsten 2021"},
     "Tjänster!H6 är texten »Räddningstjänsten 2021«, men nyckeln faktor behöver en lista"),
    ("a text in a list", {"Listor!C5": "25 tkr"}, "Listor!C5 är texten »25 tkr«, men under Räddningstjänsten"),
    ("two items of one name", {"Tjänster!A6": "Grundfinansiering"},
     "Tjänster!A6 är texten »Grundfinansiering«, men det står redan på Tjänster, rad 5."),
    ("nobody inside", {f"Kommuner!C{row}": "nej" for row in range(5, 19)},
     "Tjänster!K5 är tom. Grundfinansiering: ingen medlem är med."),
    ("an amount without a place", {"Beräkning!E5": "Luleå"},
     "Bladet Beräkning har ingen plats för Grundfinansiering, Arjeplog. Har en rad eller en kolumn tagits bort: ångra"),
    ("a date that is a text", {"Kommuner!C23": "årsskiftet"}, "Kommuner!C23 är texten »årsskiftet«, men under Datum"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "typed", "said"), BAD, ids=[case[0] for case in BAD])
def test_bad_input_is_named_with_its_cell(name: str, typed: dict[str, Any], said: str, living: Snapshot) -> None:
    with pytest.raises(WorkbookError) as caught:
        allocate_items(typed_into(living, typed))
    assert str(caught.value).replace(NBSP, " ").startswith(said)
    assert caught.value.hint
