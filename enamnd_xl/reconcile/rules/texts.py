"""The board's own rules (6xx): amounts that are stated in a text beside a table."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.labels import Measure, measures, normalise, scale
from enamnd_xl.reconcile.precision import shown
from enamnd_xl.reconcile.registry import rule
from enamnd_xl.reconcile.wording import Notation, amount
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.snapshot import Sheet

if TYPE_CHECKING:
    from decimal import Decimal

_AMOUNT = (
    r"(?i)(?<![\d,.])([-−]?\d{1,3}(?:[   ]\d{3})+(?:,\d+)?|[-−]?\d+(?:,\d+)?)[   ]?(tkr|kkr|mkr|mnkr|kr|kronor|SEK)\b"
)
_SCALES = {"tkr": 1_000, "kkr": 1_000, "mkr": 1_000_000, "mnkr": 1_000_000}
_COARSEST = 3  # an amount is rounded to thousands of its own unit at the most: 100 tkr may be 106 tkr, not 40


@rule(
    "EN606",
    "belopp-i-text-avviker",
    checks="Att ett överskott, ett underskott, en avvikelse eller ett resultat i en text under en tabell är tabellens "
    "belopp, avrundat.",
    why="Texten är det som läses upp på sammanträdet; den skrivs ofta före den sista ändringen i tabellen.",
    example="Texten anger ett överskott på 148 tkr, men tabellens avvikelse är 148 641 kr, alltså 149 tkr.",
    remedy="Avrunda tabellens belopp på nytt och skriv in det i texten.",
)
def check_amounts_in_texts(work: Workpaper) -> Iterator[Finding]:
    """Compare results and deviations that texts state with the table on the same sheet."""
    for sheet in work.snapshot.sheets:
        columns = [
            (block, column)
            for block in work.blocks[sheet.name]
            for column in block.columns
            if measures(block.heading(column)) & {Measure.DEVIATION, Measure.RESULT}
        ]
        if len(columns) == 1:
            block, column = columns[0]
            for cell, text in _sentences(sheet, block):
                yield from _compare(sheet, block, column, cell, text)


def _sentences(sheet: Sheet, block: Block) -> Iterator[tuple[Cell, str]]:
    """Give the texts below a table that speak of a result or a deviation."""
    for cell, value in sheet.cells():
        if isinstance(value, str) and cell[0] > block.rows[-1]:
            for sentence in re.split(r"(?<=[.!?])\s+", value):
                if measures(sentence) & {Measure.DEVIATION, Measure.RESULT}:
                    yield cell, sentence


def _compare(sheet: Sheet, block: Block, column: int, cell: Cell, text: str) -> Iterator[Finding]:
    from decimal import Decimal

    from enamnd_xl.money import parse_number  # see wording.py

    stated = [(number, match[2].lower()) for match in re.finditer(_AMOUNT, text) if (number := parse_number(match[1]))]
    row = _row_meant(block, text)
    figure = block.figure(row, column) if row else None
    if len(stated) != 1 or row is None or figure is None:
        return  # several amounts, or nobody knows of what: nothing to hold the text to
    number, unit = stated[0]
    kr = Decimal(repr(abs(figure))) * block.kr
    kr_each = _SCALES.get(unit, 1)
    if _is_rounded(abs(number), kr / kr_each):
        return
    expected = round(kr / kr_each, -min(0, int(number.as_tuple().exponent)))
    difference = abs(number) - expected
    notation = block.notation((row, column))
    if (scale(notation.unit) or 1) != block.kr:
        notation = Notation(unit="kr")
    stands = notation.one(float(kr) if notation.unit == "kr" else abs(figure))
    meant = f"{amount(float(expected))}\N{NO-BREAK SPACE}{unit}"
    yield Finding(
        code="EN606",
        severity=Severity.AVRUNDNING if abs(difference) <= 1 else Severity.VARNING,
        sheet=sheet.name,
        cell=cell,
        message=(
            f"Texten anger {amount(float(abs(number)))}\N{NO-BREAK SPACE}{unit}, men i {to_a1((row, column))} står "
            f"{stands}{'' if stands == meant else f', alltså {meant}'}."
        ),
        hint="Avrunda tabellens belopp på nytt och skriv in det i texten.",
        found=shown(float(abs(number))),
        expected=shown(float(expected)),
        difference=shown(float(difference)),
        related=(Place(sheet.name, (row, column)),),
    )


def _row_meant(block: Block, text: str) -> int | None:
    """Find the row that a sentence is about: the one it names, else the table's total."""
    words = normalise(text)
    named = [row for row, label in block.labels.items() if row not in block.total_rows and normalise(label) in words]
    rows: Sequence[int] = named or sorted(block.total_rows)
    return rows[0] if len(rows) == 1 else None


def _is_rounded(number: "Decimal", exact: "Decimal") -> bool:
    """Tell whether a number is another, rounded to one of the steps that its own zeros allow.

    >>> from decimal import Decimal
    >>> [_is_rounded(Decimal(n), Decimal("106.657")) for n in ("100", "107", "106.7", "106", "110")]
    [True, True, True, False, True]
    """
    exponent = int(number.as_tuple().exponent)
    zeros = len(str(int(number))) - len(str(int(number)).rstrip("0")) if not exponent else 0
    steps = range(exponent, min(zeros, _COARSEST) + 1)
    return any(round(exact.scaleb(-step)) == number.scaleb(-step) for step in steps)
