"""The sheet Härledda regler: the rule behind each column of amounts in a workbook, in words."""

from collections.abc import Iterator

from enamnd_xl.actions.infer_rules import Inferred, InferredColumn
from enamnd_xl.actions.outcome import Outcome
from enamnd_xl.allocation.inference import Rule
from enamnd_xl.workbook.edits import PutSheet
from enamnd_xl.workbook.own_sheet import Look, OwnCell, OwnSheet

SHEET = "Härledda regler"
_COLUMNS = {"Blad": 32.0, "Kolumn": 40.0, "Förklaras": 16.0, "Regel": 90.0}
"""Heading -> width in characters."""


def put_rules(inferred: Inferred) -> Outcome:
    """Put the sheet Härledda regler in the workbook, or in place of the one that stands there.

    Args:
        inferred: what was inferred from the workbook.
    """
    rows = (
        (OwnCell(SHEET, Look.TITLE),),
        (OwnCell(inferred.sentence, Look.FAINT),),
        (),
        tuple(OwnCell(heading, Look.HEADING) for heading in _COLUMNS),
        *_rows(inferred),
    )
    sheet = OwnSheet(SHEET, rows, tuple(_COLUMNS.values()), frozen_rows=4)
    return Outcome((PutSheet(sheet),), f"{inferred.sentence} Bladet {SHEET} säger hur.")


def _rows(inferred: Inferred) -> Iterator[tuple[OwnCell, ...]]:
    for column in inferred.columns:
        link = (column.sheet, column.cell)
        yield (
            OwnCell(column.sheet),
            OwnCell(column.heading, Look.LINK, link),
            OwnCell(_how_well(column)),
            OwnCell(column.explain()),
        )


def _how_well(column: InferredColumn) -> str:
    if column.found.exact:
        return "helt"
    return "inte" if column.found.rule is Rule.UNKNOWN else "nästan"
