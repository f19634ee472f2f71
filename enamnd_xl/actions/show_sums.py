"""Visa summor: colours that show which cells are summed where."""

from collections.abc import Iterator, Mapping, Sequence

from enamnd_xl.actions.outcome import Outcome
from enamnd_xl.reconcile.sums import Sum
from enamnd_xl.reconcile.wording import amount, name_cells
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.edits import Mark, ShowMarks
from enamnd_xl.workbook.snapshot import Snapshot

LAYER = "summor"
_TOTAL, _WRONG = "F4B183", "F8C9C4"
_PARTS = ("DDEBF7", "E2EFDA", "FFF2CC", "EDE0F2", "D9F0EE", "FBE5D6")
"""Light colours that differ for the colour-blind too, one after the other, so that sums side by side are told apart."""


def show_sums(snapshot: Snapshot, sums: Mapping[str, Sequence[Sum]]) -> Outcome:
    """Colour the cells that are summed, a colour a sum, and the totals, with a note that says what they sum.

    Args:
        snapshot: the workbook.
        sums: sheet name -> the sums on it.

    >>> from enamnd_xl.workbook.snapshot import Sheet
    >>> book = Snapshot((Sheet("Budget", ((1,), (2,), (3,))),))
    >>> outcome = show_sums(book, {"Budget": [Sum((3, 1), ((1, 1), (2, 1)), "kolumn", "värde")]})
    >>> outcome.sentence, [mark.colour for mark in outcome.edits[0].marks]
    ('1 summa är färglagd; totalerna har anteckningar som säger vad de summerar.', ['DDEBF7', 'DDEBF7', 'F4B183'])
    """
    marks = tuple(mark for sheet in snapshot.sheets for mark in _marks(sheet.name, sums.get(sheet.name, ())))
    count = sum(map(len, sums.values()))
    if not count:
        return Outcome((ShowMarks(LAYER),), "Boken har inga summor att visa.")
    coloured = "1 summa är färglagd" if count == 1 else f"{count} summor är färglagda"
    return Outcome((ShowMarks(LAYER, marks),), f"{coloured}; totalerna har anteckningar som säger vad de summerar.")


def _marks(sheet: str, sums: Sequence[Sum]) -> Iterator[Mark]:
    totals: dict[Cell, list[Sum]] = {}
    for found in sums:
        totals.setdefault(found.total, []).append(found)
    parts: dict[Cell, str] = {}
    for number, found in enumerate(sums):
        for cell in found.operands:
            if cell not in totals:
                parts.setdefault(cell, _PARTS[number % len(_PARTS)])
    for cell, colour in sorted(parts.items()):
        yield Mark(sheet, cell, colour)
    for cell, found_here in totals.items():
        wrong = any(found.difference for found in found_here)
        yield Mark(sheet, cell, _WRONG if wrong else _TOTAL, "\n".join(map(_tell, found_here)))


def _tell(found: Sum) -> str:
    parts = f"Summan av {name_cells(found.operands)}"
    return f"{parts}, men skiljer {amount(found.difference)}." if found.difference else f"{parts}. Den stämmer."
