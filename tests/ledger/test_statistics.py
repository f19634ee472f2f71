"""Populations as Statistics Sweden's database exports them.

Luleå and Arjeplog: population on 31 December 2019 and 2020, Statistics Sweden as published by Regionfakta Norrbotten.
The split by sex is made up.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from enamnd_xl.errors import ReadError
from enamnd_xl.files.statistics import Populations, read_populations

MEMBERS = {"2580": "Luleå", "2506": "Arjeplog"}
PEOPLE = {"2506": {2019: 2785, 2020: 2718}, "2580": {2019: 78105, 2020: 78549}}


def read(tmp_path: Path, data: Any, codec: str = "utf-8", members: dict[str, str] | None = MEMBERS) -> Populations:
    path = tmp_path / "folkmangd.dat"
    path.write_bytes((data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)).encode(codec))
    return read_populations(path, members)


CSV = [
    ("as the database gives it",
     '"region","Folkmängd 2019","Folkmängd 2020"\n"2506 Arjeplog",2785,2718\n"2580 Luleå",78105,78549\n'),
    ("with a title",
     '"Folkmängd efter region och år"\n\n"region","2019","2020"\n"25 Norrbottens län","1","2"\n'
     '"2506 Arjeplog","2785","2718"\n"2580 Luleå","78105","78549"\n\n"Källa: SCB"\n'
     '"Senast uppdaterad: 20210218 08:00"\n'),
    ("semicolon and spaces in the numbers",
     "region;Folkmängd 2019;Folkmängd 2020\n00 Riket;..;10\n"
     "2506 Arjeplog;2 785;2 718\n2580 Luleå;78 105;78\u00a0549\n"),
    ("a row a year",
     '"region","år","Folkmängd"\n"2506 Arjeplog","2019","2785"\n"2506 Arjeplog","2020","2718"\n'
     '"2580 Luleå","2019","78105"\n"2580 Luleå","2020","78549"\n'),
    ("codes only",
     '"Region","Tid","BE0101N1"\n"2506","2019","2785"\n"2506","2020","2718"\n"2580","2019","78105"\n"2580","2020","78549"\n'),
    ("names only", '"region","Folkmängd 2019","Folkmängd 2020"\n"Arjeplog",2785,2718\n"Luleå",78105,78549\n'),
    ("by sex", '"region","kön","Folkmängd 2019","Folkmängd 2020"\n"2506 Arjeplog","män",1500,1400\n'
     '"2506 Arjeplog","kvinnor",1285,1318\n"2580 Luleå","män",40105,40549\n"2580 Luleå","kvinnor",38000,38000\n'),
    ("by sex, with a total that noise has moved", '"region","kön","Folkmängd 2019","Folkmängd 2020"\n'
     '"2506 Arjeplog","män",1500,1400\n"2506 Arjeplog","totalt",2785,2718\n"2580 Luleå","män",5,5\n'
     '"2580 Luleå","totalt",78105,78549\n'),
    ("with another measure", '"region","Folkökning 2019","Folkökning 2020","Folkmängd 2019","Folkmängd 2020"\n'
     '"2506 Arjeplog",1,2,2785,2718\n"2580 Luleå",3,4,78105,78549\n'),
]  # fmt: skip


@pytest.mark.parametrize("codec", ["utf-8-sig", "cp1252"])
@pytest.mark.parametrize("text", [case[1] for case in CSV], ids=[case[0] for case in CSV])
def test_csv(tmp_path: Path, text: str, codec: str) -> None:
    assert read(tmp_path, text, codec).people == PEOPLE


def test_the_title_and_the_date_come_along(tmp_path: Path) -> None:
    found = read(tmp_path, CSV[1][1])
    assert (found.source, found.updated) == ("SCB: Folkmängd efter region och år", "2021-02-18")
    assert found.names == MEMBERS


def test_it_says_what_was_summed(tmp_path: Path) -> None:
    assert read(tmp_path, CSV[6][1]).notes == (
        "Summerat över kön: 2 värden, från »män« till »kvinnor«. Kontrollera att alla är med.",
    )
    assert read(tmp_path, CSV[7][1]).notes == ("Av kön är »totalt« läst.",)


def test_a_table_that_does_not_say_what_it_counts(tmp_path: Path) -> None:
    found = read(tmp_path, '"region","2019"\n"2506 Arjeplog",2785\n"2580 Luleå",78105\n')
    assert found.notes == ("Filen säger inte vad som är räknat; talen är lästa som folkmängd.",)


def jsonstat(**changes: Any) -> dict[str, Any]:
    """A response of the database: region by sex by measure by year."""
    table = {
        "version": "2.0",
        "class": "dataset",
        "label": "Folkmängd efter region, kön, tabellinnehåll och år",
        "source": "SCB",
        "updated": "2021-02-18T07:00:00Z",
        "id": ["Region", "Kon", "ContentsCode", "Tid"],
        "size": [2, 2, 1, 2],
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
        "dimension": {
            "Region": {
                "label": "region",
                "category": {"index": {"2506": 0, "2580": 1}, "label": {"2506": "Arjeplog", "2580": "Luleå"}},
            },
            "Kon": {"label": "kön", "category": {"index": {"1": 0, "2": 1}, "label": {"1": "män", "2": "kvinnor"}}},
            "ContentsCode": {"label": "tabellinnehåll", "category": {"label": {"BE0101N1": "Folkmängd"}}},
            "Tid": {"label": "år", "category": {"index": ["2019", "2020"]}},
        },
        "value": [1500, 1400, 1285, 1318, 40105, 40549, 38000, 38000],
    }  # fmt: skip
    return {**table, **changes}


def test_json_stat(tmp_path: Path) -> None:
    found = read(tmp_path, jsonstat())
    assert found.people == PEOPLE
    assert found.names == MEMBERS
    assert found.source == "SCB: Folkmängd efter region, kön, tabellinnehåll och år"
    assert found.updated == "2021-02-18"
    assert found.notes[0].startswith("Summerat över kön")


def test_json_stat_with_its_values_as_an_object(tmp_path: Path) -> None:
    values = {str(number): value for number, value in enumerate(jsonstat()["value"])}
    assert read(tmp_path, jsonstat(value=values)).people == PEOPLE


def test_json_stat_with_the_code_in_the_label(tmp_path: Path) -> None:
    table = jsonstat()
    table["dimension"]["Region"]["category"] = {"index": ["0", "1"], "label": {"0": "2506 Arjeplog", "1": "2580 Luleå"}}
    assert read(tmp_path, table).people == PEOPLE


def test_all_municipalities_of_a_file_are_given_where_no_members_are_named(tmp_path: Path) -> None:
    assert read(tmp_path, CSV[0][1], members=None).people == PEOPLE


REFUSALS = [
    ("a member is missing",
     '"region","Folkmängd 2019"\n"2580 Luleå",78105\n', "saknar 1 av 2 medlemmar: 2506 Arjeplog"),
    ("a member lacks a year", '"region","Folkmängd 2019","Folkmängd 2020"\n"2580 Luleå",1,2\n"2506 Arjeplog",3,..\n',
     "saknar folkmängd för 2506 Arjeplog år 2020"),
    ("not whole", '"region","Folkmängd 2019"\n"2580 Luleå",78105.5\n"2506 Arjeplog",3\n',
     "2580 Luleå år 2019 har folkmängden »78105.5«, som inte är ett helt antal"),
    ("thousands apart", '"region","Folkmängd 2019"\n"2580 Luleå",78.549\n',
     "folkmängden »78.549«, där skiljetecknet kan stå för tusental"),
    ("not a number", '"region","Folkmängd 2019"\n"2580 Luleå",många\n', "»många«, som inte är ett helt antal"),
    ("twice", '"region","Folkmängd 2019"\n"2580 Luleå",1\n"2580 Luleå",1\n', "har 2580 Luleå år 2019 två gånger"),
    ("something else is counted",
     '"region","Levande födda 2019"\n"2580 Luleå",1\n', "är ingen folkmängd utan Levande födda"),
    ("something else in the title",
     'Skördar efter region\n\nregion,2019\n2580 Luleå,1\n', "är ingen folkmängd utan skördar"),
    ("months", '"region","månad","Folkmängd"\n"2580 Luleå","2019M01",1\n', "ingen kolumn för något år"),
    ("months as the time",
     '"region","tid","Folkmängd"\n"2580 Luleå","2019M01",1\n', "har »2019M01« där det ska stå ett år"),
    ("counties only", '"region","Folkmängd 2019"\n"25 Norrbottens län",1\n', "ingen kommun med en kod på fyra siffror"),
    ("no table at all", "hej\n", "är ingen tabell från SCB: ingen rad har rubriken region"),
    ("another JSON", '{"columns": []}', "är inte en JSON-stat2-tabell med region och år"),
    ("a list", "[1]", "är inte en JSON-stat2-tabell med region och år"),
    ("cut off", json.dumps(jsonstat())[:-40], "är inte hel JSON"),
    ("too few values", jsonstat(value=[1, 2]), "ska ha 8 värden men har 2"),
]  # fmt: skip


@pytest.mark.parametrize("data, said", [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS])
def test_a_wrong_file_is_refused_in_swedish(tmp_path: Path, data: Any, said: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(tmp_path, data)
    assert said in caught.value.message
    assert "folkmangd.dat" in caught.value.message
    assert caught.value.hint
