"""The numbers, the texts and the formulas of a sheet, told apart once for all that look for any of them."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, TypeGuard, cast

from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.copies import Copies
from enamnd_xl.workbook.snapshot import NUMBERS, Number, Sheet, Value

_LARGEST = 1e18  # beyond this a cell holds no amount: 15 digits are all it keeps
_SMALLEST = 1e-12
_USUAL: frozenset[type] = frozenset((int, float, str, type(None)))


class Shape:
    """The types of value along a row, which most rows of a table share.

    Attributes:
        types: the type of each value, None as well.
        kinds: the types that there are.
        texts: where the texts stand, from 0.
        labels: how many texts it begins with, when all the rest are numbers; else None.
    """

    def __init__(self, types: tuple[type, ...]) -> None:
        self.types = types
        self.kinds = frozenset(types)
        self.texts = tuple(at for at, kind in enumerate(types) if kind is str)
        labels = len(self.texts)
        is_labelled = labels < len(types) and NUMBERS.issuperset(types[labels:])
        self.labels = labels if is_labelled else None


class Figures:
    """The numbers of a sheet, with None where there is none, its texts, and its formulas by their copies.

    Attributes:
        shapes: the shape of each row; rows alike have the same one.
        rows: the numbers row by row, all rows as wide as the sheet.
        texts: the rows that have texts, from 0 -> column, from 0 -> text.

    >>> figures = Figures(Sheet("Blad1", (("Skola", 5), (7,))))
    >>> figures.columns, figures.texts
    ([(None, 7), (5, None)], {0: {0: 'Skola'}})
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.width = sheet.width
        self.shapes: list[Shape] = []
        self.texts: dict[int, dict[int, str]] = {}
        self._known: dict[tuple[type, ...], Shape] = {}
        self.rows: Sequence[Sequence[Number | None]] = [self._read(r, row) for r, row in enumerate(sheet.rows)]

    @cached_property
    def columns(self) -> Sequence[Sequence[Number | None]]:
        """The numbers column by column, all columns as long as the sheet."""
        return list(zip(*self.rows, strict=True))

    @cached_property
    def copies(self) -> Copies:
        """The sheet's formulas by what they are copies of."""
        return Copies(self.sheet.formulas)

    def at(self, cell: Cell) -> Number | None:
        """Give the number in a cell; None where there is none, outside the used area too."""
        row, column = cell
        return self.rows[row - 1][column - 1] if row <= len(self.rows) and column <= self.width else None

    def _read(self, number: int, row: Sequence[Value]) -> Sequence[Number | None]:
        """Give the numbers of a row, and keep its shape and its texts."""
        types = tuple(map(type, row))
        shape = self._known.get(types)
        if shape is None:
            shape = self._known[types] = Shape(types)
        self.shapes.append(shape)
        found: list[Value] = list(row)
        if len(row) < self.width:
            found.extend([None] * (self.width - len(row)))
        if shape.texts:
            self.texts[number] = {at: str(row[at]) for at in shape.texts}
            for at in shape.texts:
                found[at] = None
        if shape.labels is not None and _are_amounts(row[shape.labels :]):
            return found  # type: ignore[return-value]
        if shape.kinds <= _USUAL and are_in_range(found):  # type: ignore[arg-type]
            return found  # type: ignore[return-value]
        return [value if is_figure(value) else None for value in found]


def _are_amounts(numbers: Sequence[Any]) -> bool:
    """Tell at once that numbers are above zero and of a size that figures can have, as those of most rows are."""
    return bool(min(numbers) >= _SMALLEST and sum(numbers) <= _LARGEST)


def is_figure(value: Value) -> TypeGuard[Number]:
    """Tell whether a value can be summed: a number of a size that a figure can have, no date, truth value or text.

    >>> [is_figure(v) for v in (5, 0.25, True, "5", 1e300, float("nan"))]
    [True, True, False, False, False, False]
    """
    if type(value) not in NUMBERS:
        return False
    size = abs(cast(Number, value))
    return not size or _SMALLEST <= size <= _LARGEST


def are_in_range(numbers: Iterable[Number | None]) -> bool:
    """Tell at once whether numbers are of a size that figures can have; None and zero are.

    >>> are_in_range([5, None, 0]), are_in_range([5, 1e300]), are_in_range([1e-15])
    (True, False, False)
    """
    sizes = list(map(abs, filter(None, numbers)))
    return not sizes or _are_amounts(sizes)
