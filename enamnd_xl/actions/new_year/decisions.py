"""What a person must still decide before the new year's workbook can be used: a list, printed and as a sheet."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from enamnd_xl.money import format_number
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.edits import PutSheet
from enamnd_xl.workbook.own_sheet import Look, OwnCell, OwnSheet
from enamnd_xl.workbook.snapshot import Value

SHEET = "Att besluta"
_COLUMNS = {
    "Cell": (18.0, Look.HEADING, 0),
    "Gäller": (44.0, Look.HEADING, 0),
    "Står nu": (16.0, Look.HEADING_RIGHT, 0),
    "Att besluta": (64.0, Look.HEADING, 1),
    "Förra året": (56.0, Look.HEADING, 0),
    "Klart": (10.0, Look.HEADING, 0),
}
"""Heading -> width in characters, look, steps in."""


class Decision(NamedTuple):
    """Something to decide.

    Args:
        sheet: the sheet where it is typed.
        cell: the cell.
        about: what it is.
        now: what stands there as the workbook is made.
        todo: what is to be decided, a sentence.
        earlier: what was decided or said last year.
    """

    sheet: str
    cell: Cell
    about: str
    now: Value
    todo: str
    earlier: str = ""

    @property
    def place(self) -> str:
        """The cell as it is written in a formula, without quotes."""
        return f"{self.sheet}!{to_a1(self.cell)}"

    @property
    def shown(self) -> str:
        """What stands there, in words."""
        if isinstance(self.now, int | float) and not isinstance(self.now, bool):
            return format_number(self.now)
        return "tomt" if self.now is None else str(self.now)


def put_decisions(decisions: Sequence[Decision], year: int) -> PutSheet:
    """Put the sheet Att besluta, in place of the one of an earlier year.

    Args:
        decisions: in order.
        year: the new year.
    """
    rows = (
        (OwnCell(f"Att besluta inför {year}", Look.TITLE),),
        (OwnCell(f"{len(decisions)} beslut. Står nu = när boken gjordes. Markera raden som klar när beslutet är "
                 "fattat och inskrivet.", Look.FAINT),),
        (),
        tuple(OwnCell(heading, look, indent=indent) for heading, (_, look, indent) in _COLUMNS.items()),
        *_rows(decisions),
    )  # fmt: skip
    return PutSheet(OwnSheet(SHEET, rows, tuple(width for width, *_ in _COLUMNS.values()), frozen_rows=4))


def list_decisions(decisions: Sequence[Decision]) -> Iterator[str]:
    """Give the lines that tell a reader of the console what is to be decided.

    >>> print(*list_decisions([Decision("Tjänster", (5, 5), "E-arkiv, belopp", 1.25, "Besluta priset.")]), sep="\\n")
    Att besluta, 1 rad:
      Tjänster!E5  E-arkiv, belopp: 1,25
        Besluta priset.
    """
    yield f"Att besluta, {len(decisions)} {'rad' if len(decisions) == 1 else 'rader'}:"
    for decision in decisions:
        stands = "" if decision.about.startswith("»") else f": {decision.shown}"  # a text that is quoted says itself
        yield f"  {decision.place}  {decision.about}{stands}"
        yield f"    {decision.todo}"


def _rows(decisions: Sequence[Decision]) -> Iterator[tuple[OwnCell, ...]]:
    for each in decisions:
        yield (
            OwnCell(each.place, Look.LINK, (each.sheet, each.cell)),
            OwnCell(each.about),
            OwnCell(each.now if each.now is not None else "tomt", _look(each.now)),
            OwnCell(each.todo, indent=1),  # so that it does not run into the figures before it
            OwnCell(each.earlier or None),
            OwnCell(),
        )


def _look(value: Value) -> Look:
    if isinstance(value, date):
        return Look.DATE
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Look.AMOUNT if value == int(value) else Look.AMOUNT_ORE if value == round(value, 2) else Look.NUMBER
    return Look.TEXT
