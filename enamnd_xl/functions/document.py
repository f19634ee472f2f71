"""docs/funktioner.md: the cell functions as a page, made from the registry."""

import re
from itertools import groupby

from enamnd_xl.functions import CELL_FUNCTIONS
from enamnd_xl.functions.convert import Raw, rows_of
from enamnd_xl.functions.registry import CellFunction, Example
from enamnd_xl.money import format_number

_REFERENCE = re.compile(r"[A-Z]+\d+(:[A-Z]+\d+)?")

_INTRODUCTION = """\
# Funktioner i celler

Funktionerna skrivs i en cell som vilken formel som helst, med semikolon mellan argumenten. Argument inom [ ] får
utelämnas. Den som ger flera värden fyller lika många celler som området den räknar på, åt samma håll. Ett argument som
är fel ger en kort text som nämner argumentet, till exempel »vikter: plats 3 är negativ.«; ingenting räknas då ut.
Beloppen är exakta: funktionerna läser de femton siffror som Excel visar och räknar utan binära decimaltal.
"""


def document() -> str:
    """Write the page.

    Returns:
        Markdown.

    >>> document().splitlines()[0]
    '# Funktioner i celler'
    """
    parts = [_INTRODUCTION]
    for category, functions in groupby(CELL_FUNCTIONS.values(), key=lambda each: each.category):
        parts.append(f"## {category}\n")
        parts.extend(map(_describe, functions))
    return "\n".join(parts)


def _describe(function: CellFunction) -> str:
    arguments = "\n".join(f"| {each.name} | {each.help} |" for each in function.arguments)
    return (
        f"### {function.name}\n\n{function.description}\n\n    {function.signature}\n\n"
        f"| Argument | Vad det är |\n| --- | --- |\n{arguments}\n\n"
        f"Ger: {function.returns}\n\nExempel: {_show_example(function.example)}\n"
    )


def _show_example(example: Example) -> str:
    arguments = example.formula.partition("(")[2].removesuffix(")").split("; ")
    cells = [
        f"{_show(given)} i {written}"
        for written, given in zip(arguments, example.given, strict=True)
        if _REFERENCE.fullmatch(written)
    ]
    given = f" med {' och '.join(cells)}" if cells else ""
    result = f"»{example.result}«" if isinstance(example.result, str) else _show(example.result)
    return f"`{example.formula}`{given} ger {result}."


def _show(raw: Raw) -> str:
    """Write cells: a space between columns, a semicolon between rows."""
    return "; ".join(" ".join(map(_show_cell, row)) for row in rows_of(raw))


def _show_cell(cell: Raw) -> str:
    if cell is None:
        return "tom"
    return cell if isinstance(cell, str) else format_number(cell)
