"""The cell function that finds the rule behind amounts: EN_HARLED."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from enamnd_xl.allocation.inference import Column, Evidence, explain, infer
from enamnd_xl.errors import InputError
from enamnd_xl.functions import convert
from enamnd_xl.functions.convert import Raw
from enamnd_xl.functions.registry import Argument, CellFunction, Example
from enamnd_xl.money import Exact

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PEOPLE = re.compile(r"folkmängd|befolkning|invånar|invanar|\binv\b")
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class _Ground:
    """The columns to try against: headings, "" where there are none, and numbers."""

    headings: tuple[str, ...]
    columns: tuple[tuple[Exact | None, ...], ...]


def _read_amounts(raw: Raw) -> list[Exact | None]:
    rows = convert.rows_of(raw)
    if len(rows) > 1 and len(rows[0]) > 1:
        raise InputError("ska vara en kolumn, med ett belopp för varje kommun.")
    return convert.read_numbers(raw)


def _read_ground(raw: Raw) -> _Ground:
    """Read columns of numbers, with a first row of headings if it has texts or only years."""
    rows = convert.rows_of(raw)
    headings = ("",) * len(rows[0])
    if len(rows) > 1 and all(_is_heading(cell) for cell in rows[0]) and any(cell is not None for cell in rows[0]):
        headings, rows = tuple(_show(cell) for cell in rows[0]), rows[1:]
    lines = [convert.read_numbers([row]) for row in rows]
    return _Ground(headings, tuple(zip(*lines, strict=True)))


def _is_heading(cell: Raw) -> bool:
    return cell is None or isinstance(cell, str) or (isinstance(cell, int | float) and cell in _YEARS)


def _show(cell: Raw) -> str:
    return "" if cell is None else str(int(cell)) if isinstance(cell, int | float) else " ".join(cell.split())


def _infer(amounts: Sequence[Exact | None], ground: _Ground) -> str:
    if len(ground.columns[0]) != len(amounts):
        raise InputError(
            f"underlag: ska ha en rad för varje belopp, {len(amounts)} rader och en rad med rubriker, "
            f"men har {len(ground.columns[0])} rader med tal."
        )
    places = [f"plats {place}" for place in range(1, len(amounts) + 1)]
    populations: dict[int, dict[str, Exact | None]] = {}
    columns: list[Column] = []
    for number, (heading, values) in enumerate(zip(ground.headings, ground.columns, strict=True), 1):
        year = _YEAR.search(heading)
        figures = dict(zip(places, values, strict=True))
        if year and (_PEOPLE.search(heading.casefold()) or heading == year[0]):
            populations[int(year[0])] = figures
        else:
            columns.append(Column(heading or f"kolumn {number} i underlag", figures))
    return explain(infer(dict(zip(places, amounts, strict=True)), Evidence(populations, tuple(columns))))


FUNCTIONS = (
    CellFunction(
        "EN_HARLED",
        "Fördelning",
        "Härleder vilken regel som gav beloppen: lika, per invånare, en blandning eller en annan kolumn gånger en "
        "faktor.",
        "En text som säger regeln, avrundningen, vilka som står utanför och vilka värden som går. Den säger också "
        "om flera regler passar, eller ingen.",
        (
            Argument(
                "belopp",
                "En kolumn med ett belopp för varje kommun, kr. En tom cell eller 0 står utanför.",
                _read_amounts,
                is_range=True,
            ),
            Argument(
                "underlag",
                "Kolumner att pröva mot, lika många rader och överst en rad med rubriker: ett årtal eller Folkmängd "
                "och ett årtal för folkmängd, annars till exempel fjolårets belopp.",
                _read_ground,
                is_range=True,
            ),
        ),
        _infer,
        Example(
            "=EN_HARLED(B2:B7; A1:A7)",
            (
                [[72300.0], [81900.0], [139200.0], [113100.0], [90900.0], [None]],
                [["Avgift 2022"], [48200.0], [54600.0], [92800.0], [75400.0], [60600.0], [52100.0]],
            ),
            "”Avgift 2022” gånger 1,5, avrundat närmast till hela kronor; plats 6 står utanför. Stämmer för alla 5 "
            "kommuner. Faktorn kan vara mellan 1,4999947 och 1,5000053.",
        ),
    ),
)
"""In the order that they are documented in."""
