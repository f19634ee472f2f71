"""A workbook with edits made in it and every formula recalculated, before it is written anywhere."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from enamnd_xl.files.edit_copy import write_copy
from enamnd_xl.files.read import read
from enamnd_xl.files.recalculate import Recalculation, recalculate
from enamnd_xl.functions import CELL_FUNCTIONS
from enamnd_xl.money import format_number
from enamnd_xl.workbook.address import to_a1
from enamnd_xl.workbook.edits import Edit
from enamnd_xl.workbook.snapshot import Snapshot

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Draft:
    """A workbook with edits made in it and every formula recalculated, before it is written anywhere.

    Args:
        source: the workbook; it is only read.
        edits: what was written in it.
        stored: what it says with the values that stood in the file.
        snapshot: what it says with the values that its formulas give.
        result: what the recalculation gave.
    """

    source: Path
    edits: tuple[Edit, ...]
    stored: Snapshot
    snapshot: Snapshot
    result: Recalculation

    def save(self, target: Path) -> None:
        """Write it as a copy.

        Raises:
            EnamndError: it cannot be written; see write_copy.
        """
        write_copy(self.source, target, self.edits, self.result.values)

    def with_edits(self, edits: Sequence[Edit]) -> "Draft":
        """Give the same workbook with more edits made in it."""
        return draft(self.source, (*self.edits, *edits))

    @property
    def unchecked(self) -> str:
        """Say which formulas could not be recalculated; "" when all were."""
        cells = [f"{sheet}!{to_a1(cell)}" for sheet, reasons in self.result.unchecked.items() for cell in reasons]
        if not cells:
            return ""
        more = f" och {format_number(len(cells) - _SHOWN)} till" if len(cells) > _SHOWN else ""
        return (
            f"Kunde inte räkna om {', '.join(cells[:_SHOWN])}{more}: där står det gamla värdet tills Excel räknar om "
            "kopian."
        )


def draft(source: Path, edits: Sequence[Edit] = ()) -> Draft:
    """Make edits in a workbook and recalculate it, in a folder of its own that is gone afterwards.

    Raises:
        EnamndError: it cannot be read, or an edit cannot be made.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"bok{source.suffix}") if edits else source
        if edits:
            write_copy(source, path, edits)
        reading = read(path)
        result = recalculate(path, reading.snapshot, CELL_FUNCTIONS, reading.engine, after_edits=bool(edits))
    return Draft(source, tuple(edits), reading.snapshot, reading.snapshot.with_values(result.values), result)
