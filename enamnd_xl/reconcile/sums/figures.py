"""The numbers and the texts of a sheet, told apart once for the whole search for sums."""

from collections.abc import Sequence
from functools import cached_property

from enamnd_xl.reconcile.sums.arithmetic import Number, are_in_range, is_number
from enamnd_xl.workbook.snapshot import Sheet, Value

_USUAL: frozenset[type] = frozenset((int, float, str, type(None)))


class Figures:
    """The numbers of a sheet, with None where there is none, and its texts.

    Attributes:
        rows: the numbers row by row, all rows as wide as the sheet.
        texts: the rows that have texts, from 0 -> column, from 0 -> text.

    >>> figures = Figures(Sheet("Blad1", (("Skola", 5), (7,))))
    >>> figures.columns, figures.texts
    ([(None, 7), (5, None)], {0: {0: 'Skola'}})
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.width = sheet.width
        self.texts: dict[int, dict[int, str]] = {}
        self.rows: Sequence[Sequence[Number | None]] = [self._read(r, row) for r, row in enumerate(sheet.rows)]

    @cached_property
    def columns(self) -> Sequence[Sequence[Number | None]]:
        """The numbers column by column, all columns as long as the sheet."""
        return list(zip(*self.rows, strict=True))

    def _read(self, number: int, row: Sequence[Value]) -> Sequence[Number | None]:
        """Give the numbers of a row, and keep its texts."""
        found: list[Value] = list(row)
        found.extend([None] * (self.width - len(row)))
        kinds = list(map(type, row))
        if str in kinds:
            texts = self.texts[number] = {}
            at = -1
            for _ in range(kinds.count(str)):
                at = kinds.index(str, at + 1)
                texts[at], found[at] = str(found[at]), None
        if _USUAL.issuperset(kinds) and are_in_range(found):  # type: ignore[arg-type]
            return found  # type: ignore[return-value]
        return [value if is_number(value) else None for value in found]
