"""The two file forms of PxWeb, the statistical database of Statistics Sweden, as one kind of table.

Source: JSON-stat 2.0 (json-stat.org/format). PxWeb's CSV has a title and an empty line, or neither, and then headings:
the variables, and one column a year ("2024", or "Folkmängd 2024"), or the year as a variable of its own.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

from enamnd_xl.errors import ReadError

MEASURE = "tabellinnehåll"
"""The name we give to the dimension that says what is counted."""

_REGION = ("region", "regionkod", "kommun", "kommunkod")
_TIME = ("år", "tid", "year")
_YEAR_COLUMN = re.compile(r"(?:(.*)\s)?((?:19|20)\d{2})")
_UPDATED = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_HINT = "Exportera tabellen Folkmängd efter region och år ur SCB:s statistikdatabas, som CSV eller JSON-stat2."


class Cell(NamedTuple):
    """A value of a table.

    Args:
        region: the region as it stands: a code, a name or both.
        year: the year as it stands.
        others: the values of the table's further dimensions.
        value: what stands in the cell.
    """

    region: str
    year: str
    others: tuple[str, ...]
    value: object


@dataclass(frozen=True, slots=True)
class Table:
    """A table of values by region, year and further dimensions.

    Args:
        dimensions: names of the further dimensions, among them MEASURE.
        cells: the values.
        source: who publishes it, and its title, Swedish.
        updated: the date of its last update, or empty.
    """

    dimensions: tuple[str, ...]
    cells: tuple[Cell, ...]
    source: str
    updated: str


def read_json_table(name: str, text: str) -> Table:
    """Read a JSON-stat2 data set.

    Raises:
        ReadError: it is none, or it is damaged.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        raise ReadError(f"{name} är inte hel JSON ({error}).", "Filen kan vara avklippt. Hämta den på nytt.") from error
    try:
        ids: list[str] = data["id"]
        categories = [_list_categories(data["dimension"][one]["category"]) for one in ids]
        values = data["value"]
        time, *_ = data.get("role", {}).get("time", []) or [one for one in ids if one.casefold() in _TIME]
        region, *_ = data.get("role", {}).get("geo", []) or [one for one in ids if one.casefold() in _REGION]
        metric = data.get("role", {}).get("metric", ["ContentsCode"])
        labels = [data["dimension"][one].get("label", one) for one in ids]
        at_region, at_time = ids.index(region), ids.index(time)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ReadError(f"{name} är inte en JSON-stat2-tabell med region och år.", _HINT) from error
    others = [at for at in range(len(ids)) if at not in (at_region, at_time)]
    cells = tuple(
        Cell(place[at_region].both, place[at_time].code, tuple(place[at].label for at in others), _take(values, number))
        for number, place in enumerate(product(*categories))
    )
    if isinstance(values, list) and len(values) != len(cells):
        raise ReadError(
            f"{name} ska ha {len(cells)} värden men har {len(values)}.", "Filen kan vara avklippt. Hämta den på nytt."
        )
    return Table(
        dimensions=tuple(MEASURE if ids[at] in metric else labels[at] for at in others),
        cells=cells,
        source=": ".join(part for part in (data.get("source"), data.get("label")) if part),
        updated=_find_date(str(data.get("updated", ""))),
    )


class _Category(NamedTuple):
    code: str
    label: str

    @property
    def both(self) -> str:
        """Code and name; in some tables the code stands in the label, and what should be the code is a position."""
        return self.label if re.match(r"\d{2,4}\b", self.label) else f"{self.code} {self.label}"


def _list_categories(category: dict[str, Any]) -> list[_Category]:
    """Give a dimension's categories in order; JSON-stat has them as a list, as positions, or as one label."""
    labels = category.get("label", {})
    index = category.get("index", list(labels))
    codes = index if isinstance(index, list) else sorted(index, key=index.__getitem__)
    return [_Category(str(code), str(labels.get(code, code))) for code in codes]


def _take(values: Any, number: int) -> object:
    """Give a value out of a list, or out of an object that leaves out the empty ones."""
    if isinstance(values, dict):
        return values.get(str(number))
    return values[number] if number < len(values) else None


def read_csv_table(name: str, text: str) -> Table:
    """Read a PxWeb CSV, with or without its title.

    Raises:
        ReadError: no row has headings for region and year.
    """
    for delimiter in ",;\t":
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
        for at, row in enumerate(rows):
            headings = [cell.strip() for cell in row]
            if len(row) > 1 and any(heading.casefold() in _REGION for heading in headings):
                return _read_rows(name, headings, rows[at + 1 :], _describe(rows[:at]), text)
    raise ReadError(f"{name} är ingen tabell från SCB: ingen rad har rubriken region.", _HINT)


def _describe(above: Iterable[Sequence[str]]) -> str:
    title = next((cell.strip() for row in above for cell in row if cell.strip()), "")
    return ": ".join(part for part in ("SCB", title) if part)


def _read_rows(name: str, headings: list[str], rows: list[list[str]], source: str, text: str) -> Table:
    plain = [heading.casefold() for heading in headings]
    at_region = next(at for at, heading in enumerate(plain) if heading in _REGION)
    at_time = next((at for at, heading in enumerate(plain) if heading in _TIME), None)
    years = {at: match for at, heading in enumerate(headings) if (match := _YEAR_COLUMN.fullmatch(heading))}
    if at_time is None and not years:
        raise ReadError(f"{name} har ingen kolumn för något år, bara: {', '.join(headings)}.", _HINT)
    values = {at: (match[1] or "", match[2]) for at, match in years.items()}
    if at_time is not None:  # one row a year, and the number last
        values = {len(headings) - 1: (headings[-1], "")}
    others = [at for at in range(len(headings)) if at not in (at_region, at_time, *values)]
    cells = tuple(
        Cell(
            row[at_region].strip(),
            year or row[at_time or 0].strip(),
            (*(row[other].strip() for other in others), measure),
            row[at],
        )
        for row in rows
        if len(row) == len(headings)  # an empty line and footnotes are shorter
        for at, (measure, year) in values.items()
    )
    stamp = re.search(r"senast uppdaterad\W*(.{8,10})", text, re.IGNORECASE)
    return Table(
        (*(headings[other] for other in others), MEASURE), cells, source, _find_date(stamp[1] if stamp else "")
    )


def _find_date(text: str) -> str:
    match = _UPDATED.match(text)
    return "-".join(match.groups()) if match else ""
