"""The named figures of a book: columns of tables by the names of their rows, rows by the headings over them.

Most tables of a book list the same names. A list of names is worked out once, and the figures under it are taken from
the sheet a whole column at a time.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple
from zlib import crc32

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.figures import Figures
from enamnd_xl.reconcile.finding import Place
from enamnd_xl.reconcile.labels import TOTAL, key, scale
from enamnd_xl.reconcile.meaning import Meaning
from enamnd_xl.reconcile.precision import decimals_of
from enamnd_xl.record import Record
from enamnd_xl.workbook.snapshot import Number

_MOST_ROWS = 40  # rows of a table whose rows are compared with columns, and with rows, of other tables
_PROBES = 16  # names that the figures of a long table are looked up by
_SHORT = 48  # a table with no more names is looked up by all of them


class Figure(NamedTuple):
    """A named amount: where it stands, how much it is in kronor, the step it is given in, and whether it is a total.

    kr_each is how many kronor one unit of it is where it stands.
    """

    place: Place
    kr: float
    unit: float
    is_total: bool = False
    kr_each: int = 1


class Roll:
    """The names that the lines of a table go by, in order; names that occur twice are left out.

    Attributes:
        names: the names.
        picked: which of the labels have them, from 0.
        at: name -> its number among the names, from 0.
        total: the number of the total, None when there is none or more than one.
        probes: some of the names, the same ones of any two rolls that have them: what figures are looked up by.
    """

    def __init__(self, labels: Sequence[str]) -> None:
        keys = [key(label) for label in labels]
        count = Counter(keys)
        self.picked = [number for number, name in enumerate(keys) if name and count[name] == 1]
        self.names = [keys[number] for number in self.picked]
        self.at = {name: number for number, name in enumerate(self.names)}
        self.total = self.at.get(TOTAL)
        self.probes = sorted(self.names, key=_scatter)[: _SHORT if len(self.names) <= _SHORT else _PROBES]


def _scatter(name: str) -> int:
    """Order names in a way that is the same for all rolls and has nothing to do with their spelling."""
    return crc32(name.encode())


class Names:
    """A table whose lines have names.

    Args:
        block: the table.
        roll: the names of its lines.
        figures: the numbers of its sheet.
        kr_each: how many kronor one unit of its figures is, unless a heading says otherwise.
    """

    def __init__(self, block: Block, roll: Roll, figures: Figures, kr_each: int) -> None:
        self.block = block
        self.roll = roll
        lines = list(block.labels)
        self.lines = lines if len(roll.names) == len(lines) else [lines[number] for number in roll.picked]
        self.kr_each = kr_each
        self._figures = figures
        self._known: dict[tuple[int, int | None], Series] = {}

    def series(self, column: int, kr_each: int | None = None) -> "Series":
        """Give a column, as it says itself or as if one unit of it is so many kronor."""
        known = self._known.get((column, kr_each))
        if known is None:
            unit = kr_each or scale(self.block.heading(column)) or self.kr_each
            known = self._known[column, kr_each] = Series(self, column, unit)
        return known

    def down(self, column: int) -> Sequence[Number | None]:
        """Give the numbers of a column by the names, None where there is none."""
        return _pick(self._figures.rows if self.block.is_turned else self._figures.columns, column, self.lines)

    def across(self, name: str) -> Sequence[Number | None]:
        """Give the numbers of the columns by a name, None where there is none."""
        line = self.lines[self.roll.at[name]]
        return _pick(self._figures.columns if self.block.is_turned else self._figures.rows, line, self.block.columns)

    @cached_property
    def number_of(self) -> Mapping[int, int]:
        """Line -> its number among the names."""
        return {line: number for number, line in enumerate(self.lines)}

    def label(self, number: int) -> str:
        """Give a name as it is written."""
        return self.block.label(self.lines[number])


def _pick(lines: Sequence[Sequence[Number | None]], line: int, at: Sequence[int]) -> Sequence[Number | None]:
    """Give what stands at some places, from 1, on a line, from 1."""
    values = lines[line - 1]
    if at[-1] - at[0] + 1 == len(at):
        return values[at[0] - 1 : at[-1]]
    return [values[place - 1] for place in at]


class Series:
    """A column of named figures, what its heading says of them, and how many kronor one unit of them is."""

    def __init__(self, names: Names, column: int, kr_each: int) -> None:
        self.names = names
        self.column = column
        self.kr_each = kr_each
        self.sheet = names.block.sheet.name

    @cached_property
    def meaning(self) -> Meaning:
        """What is said of its figures."""
        block = self.names.block
        return Meaning.of(f"{block.corner} {block.heading(self.column)}", block.sheet.name, block.title)

    @cached_property
    def amounts(self) -> Sequence[Number | None]:
        """Its figures in kronor by the names, None where there is none."""
        numbers = self.names.down(self.column)
        if self.kr_each == 1:
            return numbers
        return [None if number is None else number * self.kr_each for number in numbers]

    @property
    def name(self) -> str:
        """What it is called."""
        return key(self.names.block.heading(self.column))

    @cached_property
    def unit(self) -> float:
        """The step its figures are given in, in kronor."""
        return self.kr_each * 10.0 ** -decimals_of(filter(None, self.names.down(self.column)))

    def place(self, number: int) -> Place:
        """Give the cell of a figure, by the number of its name."""
        return Place(self.sheet, self.names.block.cell(self.names.lines[number], self.column))

    def number_of(self, place: Place) -> int | None:
        """Give the number of the name of a cell; None when the cell is not one of the column's."""
        line, column = place.cell[::-1] if self.names.block.is_turned else place.cell
        return self.names.number_of.get(line) if place.sheet == self.sheet and column == self.column else None

    def figure(self, number: int, kr: Number) -> Figure:
        """Give a figure by the number of its name, and its amount."""
        is_total = self.names.lines[number] in self.names.block.total_rows
        return Figure(self.place(number), kr, self.unit, is_total, self.kr_each)


class Listing(Record):
    """The named figures of a book.

    Args:
        tables: the tables that have names.
        turned: those that are not too long, with their columns as lines.
    """

    tables: Sequence[Names]
    turned: Sequence[Names]

    @classmethod
    def of(cls, blocks: Iterable[Block], figures: Mapping[str, Figures]) -> "Listing":
        """Make it of the tables of a whole book.

        Args:
            blocks: the tables.
            figures: sheet name -> its numbers.
        """
        rolls: dict[tuple[str, ...], Roll] = {}

        def name(block: Block, kr_each: int) -> Names:
            labels = tuple(block.labels.values())
            roll = rolls.get(labels)
            if roll is None:
                roll = rolls[labels] = Roll(labels)
            return Names(block, roll, figures[block.sheet.name], kr_each)

        blocks = list(blocks)
        tables = [name(block, block.kr) for block in blocks]
        turned = [name(block.turned(), block.kr) for block in blocks if len(block.rows) <= _MOST_ROWS]
        return cls([names for names in tables if names.lines], [names for names in turned if names.lines])
