"""A found sum."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias, overload

from enamnd_xl.workbook.address import Area, Cell

Axis: TypeAlias = Literal["kolumn", "rad", "blandad"]
Source: TypeAlias = Literal["formel", "värde"]


class Span(Sequence[Cell]):
    """The cells of an area, row by row, as a sequence that takes no room: a book may sum a million of them.

    >>> span = Span(Area.from_a1("B2:B4"))
    >>> len(span), span[0], span[-1], (3, 2) in span, tuple(span) == span
    (3, (2, 2), (4, 2), True, True)
    """

    __slots__ = ("area",)

    def __init__(self, area: Area) -> None:
        self.area = area

    def __len__(self) -> int:
        return self.area.size

    @overload
    def __getitem__(self, index: int) -> Cell: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Cell, ...]: ...
    def __getitem__(self, index: int | slice) -> Cell | tuple[Cell, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(len(self))[index])
        at = range(len(self))[index]
        row, column = divmod(at, self.area.right - self.area.left + 1)
        return self.area.top + row, self.area.left + column

    def __iter__(self) -> Iterator[Cell]:
        columns = range(self.area.left, self.area.right + 1)
        return ((row, column) for row in range(self.area.top, self.area.bottom + 1) for column in columns)

    def __contains__(self, cell: object) -> bool:
        if not (isinstance(cell, tuple) and len(cell) == 2):
            return False
        return self.area.covers((cell[0], cell[1]))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Span):
            return self.area == other.area
        return (
            isinstance(other, tuple)
            and len(other) == len(self)
            and all(a == b for a, b in zip(self, other, strict=True))
        )

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Span({self.area})"


class Sum(NamedTuple):
    """A cell that is, or should be, the sum of other cells on its sheet.

    Args:
        total: the cell that holds the sum.
        operands: its parts, in reading order; a cell that a formula adds twice stands twice.
        axis: "kolumn" when the parts stand in the total's column, "rad" in its row, else "blandad".
        source: "formel" when a formula in the total says so, "värde" when it was found from values and labels.
        difference: total - sum of the operands; 0 when it adds up.
        unit: the step its figures are given in: 1 for whole numbers, 0.01 for öre.
        lacks_line: whether all totals of its line are off by what one more line among the parts could hold.
    """

    total: Cell
    operands: Sequence[Cell]
    axis: Axis
    source: Source
    difference: int | float = 0
    unit: float = 1
    lacks_line: bool = False
