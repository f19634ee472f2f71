"""Reading populations exported from Statistics Sweden: PxWeb CSV and JSON-stat2."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from enamnd_xl.errors import ReadError
from enamnd_xl.files.codepage import read_text
from enamnd_xl.files.pxweb import MEASURE, Table, read_csv_table, read_json_table
from enamnd_xl.money import parse_number

_CODE = re.compile(r"(\d{4})(?:\s+(.*))?")
_AREA = re.compile(r"\d{2}(?:\s.*)?")  # the country and the counties, which have two digits
_YEAR = re.compile(r"(?:19|20)\d{2}")
_TOTALS = ("totalt", "samtliga", "båda könen", "män och kvinnor", "1+2")
_MEASURES = ("folkmängd", "befolkning", "antal invånare", "population", "be0101n1")
_GROUPED = re.compile(r"[.,]\d{3}$")
_HINT = "Exportera tabellen Folkmängd efter region och år ur SCB:s statistikdatabas, som CSV eller JSON-stat2."


@dataclass(frozen=True, slots=True)
class Populations:
    """Populations by municipality and year.

    Args:
        people: the number of inhabitants, by code of four digits and year.
        names: the municipalities' names by code, where the file has them.
        source: where the figures come from, Swedish.
        updated: when the table was last updated, such as 2025-02-21; empty when the file does not say.
        notes: how the file was read, Swedish.
    """

    people: Mapping[str, Mapping[int, int]]
    names: Mapping[str, str]
    source: str
    updated: str
    notes: tuple[str, ...]


def read_populations(path: Path, members: Mapping[str, str] | None = None) -> Populations:
    """Read a population table.

    Figures by sex, age or the like are summed, unless the table has their total.

    Args:
        path: a CSV file or a JSON-stat2 file, told by what is in it.
        members: the municipalities that must be there: names by code of four digits. They also tell the codes in a
            table that has names only.

    Raises:
        ReadError: it is no such table, a member is missing, or a population is no whole number above zero.
    """
    members = members or {}
    text = read_text(path).text
    is_json = text.lstrip().startswith(("{", "["))
    table = read_json_table(path.name, text) if is_json else read_csv_table(path.name, text)
    notes: list[str] = []
    chosen = _choose(path.name, table, notes)
    codes = {name.casefold(): code for code, name in members.items()}
    names: dict[str, str] = {}
    people: defaultdict[str, dict[int, int]] = defaultdict(dict)
    seen: set[tuple[str, str, tuple[str, ...]]] = set()
    for cell in table.cells:
        if any(value not in chosen[name] for name, value in zip(table.dimensions, cell.others, strict=True)):
            continue
        code, name = _read_region(cell.region, codes)
        if code is None:
            continue
        if (place := (code, cell.year, cell.others)) in seen:
            raise ReadError(f"{path.name} har {cell.region} år {cell.year} två gånger.", _HINT)
        seen.add(place)
        names.setdefault(code, name)
        if (number := _read_number(path.name, cell.region, cell.year, cell.value)) is not None:
            year = _read_year(path.name, cell.year)
            people[code][year] = people[code].get(year, 0) + number
    _check_members(path.name, people, members)
    return Populations(dict(people), names, table.source, table.updated, tuple(notes))


def _choose(name: str, table: Table, notes: list[str]) -> dict[str, set[str]]:
    """Choose which values of each further dimension to sum: its total if it has one, else all of them."""
    chosen: dict[str, set[str]] = {}
    for at, dimension in enumerate(table.dimensions):
        values = list(dict.fromkeys(cell.others[at] for cell in table.cells))
        if dimension == MEASURE:
            chosen[dimension] = {_choose_measure(name, table.source, values, notes)}
            continue
        totals = [value for value in values if value.casefold().startswith(_TOTALS)]
        chosen[dimension] = set(totals[:1] or values)
        if totals:
            notes.append(f"Av {dimension} är »{totals[0]}« läst.")
        elif len(values) > 1:
            notes.append(
                f"Summerat över {dimension}: {len(values)} värden, från »{values[0]}« till »{values[-1]}«. "
                "Kontrollera att alla är med."
            )
    return chosen


def _choose_measure(name: str, source: str, values: list[str], notes: list[str]) -> str:
    """Choose the measure that is a population; a file that names none is believed, and a note says so."""
    wanted = [value for value in values if value.casefold().startswith(_MEASURES)]
    title = source.partition(": ")[2].casefold()
    if wanted:
        return wanted[0]
    if len(values) == 1 and title.startswith(_MEASURES):
        return values[0]
    if values == [""] and not title:
        notes.append("Filen säger inte vad som är räknat; talen är lästa som folkmängd.")
        return ""
    raise ReadError(f"{name} är ingen folkmängd utan {', '.join(filter(None, values)) or title}.", _HINT)


def _read_region(region: str, codes: Mapping[str, str]) -> tuple[str | None, str]:
    if match := _CODE.fullmatch(region):
        return match[1], (match[2] or "").strip()
    return (None, "") if _AREA.fullmatch(region) else (codes.get(region.casefold()), region)


def _read_year(name: str, year: str) -> int:
    if not _YEAR.fullmatch(year):
        raise ReadError(f"{name} har »{year}« där det ska stå ett år.", _HINT)
    return int(year)


def _read_number(name: str, region: str, year: str, value: object) -> int | None:
    """Read a number of people; None where the table has none, which it writes as two points or nothing."""
    text = "" if value is None else str(value).strip()
    if text in ("", "..", ".", "-"):
        return None
    if _GROUPED.search(text):
        raise ReadError(
            f"{name}: {region} år {year} har folkmängden »{text}«, där skiljetecknet kan stå för tusental.",
            "Exportera tabellen utan skiljetecken i talen.",
        )
    number = parse_number(text)
    if number is None or number != int(number) or number < 0:
        raise ReadError(f"{name}: {region} år {year} har folkmängden »{text}«, som inte är ett helt antal.", _HINT)
    return int(number)


def _check_members(name: str, people: Mapping[str, Mapping[int, int]], members: Mapping[str, str]) -> None:
    if not people:
        raise ReadError(f"{name} har ingen kommun med en kod på fyra siffror.", _HINT)
    missing = [code for code in members if code not in people]
    if missing:
        listed = ", ".join(f"{code} {members[code]}" for code in missing)
        raise ReadError(
            f"{name} saknar {len(missing)} av {len(members)} medlemmar: {listed}.",
            "Ingenting är inläst. Exportera tabellen med alla medlemmar.",
        )
    years = sorted({year for counts in people.values() for year in counts})
    holes = [f"{code} {members[code]} år {year}" for code in members for year in years if not people[code].get(year)]
    if holes:
        raise ReadError(
            f"{name} saknar folkmängd för {', '.join(holes)}.", "Ingenting är inläst. Exportera tabellen på nytt."
        )
