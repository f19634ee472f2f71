"""The numbers of a sheet, by rows and by columns: what the whole search for sums looks at, told from the rest once."""

from collections.abc import Sequence
from functools import cached_property

from enamnd_xl.reconcile.sums.arithmetic import Number, numbers_in
from enamnd_xl.workbook.snapshot import Sheet


class Figures:
    """The numbers of a sheet, with None where there is none.

    >>> Figures(Sheet("Blad1", (("Skola", 5), (7,)))).columns
    [(None, 7), (5, None)]
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.width = sheet.width

    @cached_property
    def rows(self) -> Sequence[Sequence[Number | None]]:
        """The rows, all as wide as the sheet."""
        rows = list(map(numbers_in, self.sheet.rows))
        for row in rows:
            row.extend([None] * (self.width - len(row)))
        return rows

    @cached_property
    def columns(self) -> Sequence[Sequence[Number | None]]:
        """The columns, all as long as the sheet."""
        return list(zip(*self.rows, strict=True))
