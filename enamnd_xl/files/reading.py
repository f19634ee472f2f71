"""What comes of reading a file: the snapshot, and what could not be read."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from enamnd_xl.record import Record
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.snapshot import Snapshot

if TYPE_CHECKING:
    from enamnd_xl.files.engine import Engine


class Gap(Record):
    """Something that could not be read, and therefore not be checked.

    Args:
        sheet: the sheet's name; None when it is about the whole file.
        cell: the cell; None when it is about a whole sheet or file.
        reason: what and why, one Swedish sentence.
    """

    sheet: str | None
    cell: Cell | None
    reason: str


class Reading:
    """A workbook as it was read.

    Args:
        snapshot: what it says.
        gaps: what could not be read.
        engine: the workbook loaded for recalculation, or what loads it, where the reader has either; recalculate() uses
            it up.
        is_plain: whether the engine is not loaded, for all formulas are nothing but sums and plain arithmetic.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        gaps: tuple[Gap, ...] = (),
        engine: "Engine | Callable[[], Engine] | None" = None,
        is_plain: bool = False,
    ) -> None:
        self.snapshot = snapshot
        self.gaps = gaps
        self.engine = engine
        self.is_plain = is_plain
