"""Cell addresses: (row, column) counted from 1, as Excel counts, and their A1 text."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

MAX_ROW = 1_048_576  # Source: ECMA-376, the size of a worksheet in Excel 2007 and later
MAX_COLUMN = 16_384

Cell: TypeAlias = tuple[int, int]
"""A cell's (row, column), both from 1."""

_A1 = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


@lru_cache(maxsize=20_000)
def column_letters(column: int) -> str:
    """Name a column.

    >>> [column_letters(c) for c in (1, 26, 27, 16_384)]
    ['A', 'Z', 'AA', 'XFD']
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=20_000)
def column_number(letters: str) -> int:
    """Number a column by its letters.

    >>> [column_number(x) for x in ("A", "z", "AA", "XFD")]
    [1, 26, 27, 16384]
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def to_a1(cell: Cell) -> str:
    """Write a cell's address.

    >>> to_a1((7, 2))
    'B7'
    """
    return f"{column_letters(cell[1])}{cell[0]}"


def from_a1(text: str) -> Cell:
    """Read a cell's address, with or without dollar signs.

    Raises:
        ValueError: the text is no address within a worksheet.

    >>> from_a1("$B$7")
    (7, 2)
    """
    match = _A1.fullmatch(text)
    row, column = (int(match[2]), column_number(match[1])) if match else (0, 0)
    if not match or row > MAX_ROW or column > MAX_COLUMN:
        raise ValueError(text)
    return row, column


class Area(NamedTuple):
    """A rectangle of cells, both corners included, counted from 1.

    >>> Area.from_a1("B2:C4")
    Area(top=2, left=2, bottom=4, right=3)
    >>> str(Area.from_a1("$B$2"))
    'B2'
    """

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def from_a1(cls, text: str) -> "Area":
        """Read ``B2`` or ``B2:C4``, in any order of the corners.

        Raises:
            ValueError: the text is no rectangle.
        """
        first, _, last = text.partition(":")
        (r1, c1), (r2, c2) = from_a1(first), from_a1(last or first)
        return cls(min(r1, r2), min(c1, c2), max(r1, r2), max(c1, c2))

    def __str__(self) -> str:
        first, last = to_a1((self.top, self.left)), to_a1((self.bottom, self.right))
        return first if first == last else f"{first}:{last}"

    def covers(self, cell: Cell) -> bool:
        """Tell whether a cell lies in it.

        >>> Area.from_a1("B2:C4").covers((4, 3))
        True
        """
        return self.top <= cell[0] <= self.bottom and self.left <= cell[1] <= self.right

    def meets(self, other: "Area") -> bool:
        """Tell whether the two have a cell in common.

        >>> Area.from_a1("B2:C4").meets(Area.from_a1("C4:D9"))
        True
        """
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    @property
    def size(self) -> int:
        """How many cells it covers."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)


def around(cells: Sequence[Cell]) -> Area:
    """Give the smallest area that covers all of some cells.

    >>> str(around([(7, 2), (3, 4)]))
    'B3:D7'
    """
    rows, columns = zip(*cells, strict=True)
    return Area(min(rows), min(columns), max(rows), max(columns))


def surround(areas: Sequence[Area]) -> Area:
    """Give the smallest area that covers all of some areas.

    >>> str(surround([Area.from_a1("B2"), Area.from_a1("C4:D9")]))
    'B2:D9'
    """
    tops, lefts, bottoms, rights = zip(*areas, strict=True)
    return Area(min(tops), min(lefts), max(bottoms), max(rights))
