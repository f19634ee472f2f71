"""The numbers and the texts of a sheet, told apart once for all that look for either."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TypeAlias, TypeGuard, cast

from enamnd_xl.workbook.snapshot import Sheet, Value

Number: TypeAlias = int | float

_LARGEST = 1e18  # beyond this a cell holds no amount: 15 digits are all it keeps
_SMALLEST = 1e-12
_NUMBERS: frozenset[type] = frozenset((int, float))
_USUAL: frozenset[type] = frozenset((int, float, str, type(None)))


class Figures:
    """The numbers of a sheet, with None where there is none, and its texts.

    Attributes:
        kinds: the types of value that each row has.
        rows: the numbers row by row, all rows as wide as the sheet.
        texts: the rows that have texts, from 0 -> column, from 0 -> text.

    >>> figures = Figures(Sheet("Blad1", (("Skola", 5), (7,))))
    >>> figures.columns, figures.texts
    ([(None, 7), (5, None)], {0: {0: 'Skola'}})
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.width = sheet.width
        self.kinds: list[frozenset[type]] = []
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
        self.kinds.append(frozenset(kinds))
        if str in self.kinds[-1]:
            texts = self.texts[number] = {}
            at = -1
            for _ in range(kinds.count(str)):
                at = kinds.index(str, at + 1)
                texts[at], found[at] = str(found[at]), None
        if self.kinds[-1] <= _USUAL and are_in_range(found):  # type: ignore[arg-type]
            return found  # type: ignore[return-value]
        return [value if is_number(value) else None for value in found]


def is_number(value: Value) -> TypeGuard[Number]:
    """Tell whether a value can be summed: a number of a size that a figure can have, no date, truth value or text.

    >>> [is_number(v) for v in (5, 0.25, True, "5", 1e300, float("nan"))]
    [True, True, False, False, False, False]
    """
    if type(value) not in _NUMBERS:
        return False
    size = abs(cast(Number, value))
    return not size or _SMALLEST <= size <= _LARGEST


def are_in_range(numbers: Iterable[Number | None]) -> bool:
    """Tell at once whether numbers are of a size that figures can have; None and zero are.

    >>> are_in_range([5, None, 0]), are_in_range([5, 1e300]), are_in_range([1e-15])
    (True, False, False)
    """
    sizes = list(map(abs, filter(None, numbers)))
    return not sizes or (sum(sizes) <= _LARGEST and min(sizes) >= _SMALLEST)
