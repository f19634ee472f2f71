"""Find the tables of a sheet: where the figures stand, and what their headings and labels say."""

from collections.abc import Sequence
from dataclasses import dataclass

from enamnd_xl.reconcile.sums import Sum
from enamnd_xl.workbook.address import Area
from enamnd_xl.workbook.snapshot import Sheet


@dataclass(frozen=True, slots=True)
class Block:
    """A table on a sheet."""

    area: Area


def find_blocks(sheet: Sheet, sums: Sequence[Sum]) -> tuple[Block, ...]:
    """Find the tables of a sheet."""
    return ()
