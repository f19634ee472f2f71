"""A column of a table, or a row, whose figures may follow from those of others."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Literal, TypeAlias

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.labels import Measure, measures
from enamnd_xl.reconcile.precision import decimals_of
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.snapshot import Number

Kind: TypeAlias = Literal["differens", "summa", "kvot", "produkt", "per styck", "förändring"]
"""What follows from two others, left and right: a share is their quotient, and so is an amount for one of something; a
change is their quotient less one."""
SHARES: Collection[Kind] = ("kvot", "förändring")

_SAMPLE = 8  # lines that a relation is tried on first


class Field:
    """A column, or a row when rows are compared: its name and its figures by line.

    Args:
        block: the table.
        position: the column's number, or the row's.
        name: its heading or label.
        across: whether it is a row.
    """

    def __init__(self, block: Block, position: int, name: str, across: bool) -> None:
        self.block = block
        self.position = position
        self.name = name
        self.across = across
        self._beside: dict[int, Sequence[Number | None]] = {}
        self._scales: dict[Kind, tuple[int, float]] = {}

    @cached_property
    def figures(self) -> Mapping[int, Number]:
        """Line -> figure; lines without one are left out."""
        if not self.across:
            return self.block.figures[self.position]
        figures = ((line, self.block.figure(*self.cell(line))) for line in self.block.columns)
        return {line: number for line, number in figures if number is not None}

    @cached_property
    def decimals(self) -> int:
        """How many decimals its figures are given with."""
        return decimals_of(self.figures.values())

    @cached_property
    def step(self) -> float:
        """The step that its figures are rounded to; 0 when nothing says that they are."""
        are_whole = 2 * sum(number % 1 == 0 for number in self.figures.values()) > len(self.figures)
        if are_whole:
            return 1 if self.block.kr > 1 else 0
        return 10.0**-self.decimals

    @cached_property
    def sample(self) -> tuple[Sequence[int], Sequence[Number]]:
        """A few of its lines, spread over all of them, and the figures there."""
        lines = self.block.columns if self.across else self.block.rows
        some = lines[:: max(1, len(lines) // _SAMPLE)]
        found = [n for n in self.figures_on(some) if n is not None]
        if len(found) == len(some):
            return some, found
        every = list(self.figures.items())
        picked = every[:: max(1, len(every) // _SAMPLE)]
        return tuple(line for line, _ in picked), [number for _, number in picked]

    def figures_on(self, lines: Sequence[int]) -> Sequence[Number | None]:
        """Its figures on some lines, None where there is none."""
        if self.across:
            return [self.block.figure(*self.cell(line)) for line in lines]
        return self.block.pick(lines, self.position)

    def beside(self, other: "Field") -> Sequence[Number | None]:
        """Its figures on the lines that another of its table is sampled on; most are sampled on the same."""
        if other.position not in self._beside:
            lines = other.sample[0]
            self._beside[other.position] = self.sample[1] if self.sample[0] == lines else self.figures_on(lines)
        return self._beside[other.position]

    @cached_property
    def sample_decimals(self) -> int:
        """The decimals of the sample: those of the whole, or fewer."""
        return decimals_of(self.sample[1])

    def scale(self, kind: Kind) -> tuple[int, float]:
        """By what a quotient is multiplied, and the step in which the result of a relation is read."""
        return self._scale(kind, self.decimals)

    def sample_scale(self, kind: Kind) -> tuple[int, float]:
        """The same for the sample, the step a trifle wider: how near the result must come."""
        if kind not in self._scales:
            factor, unit = self._scale(kind, self.sample_decimals)
            self._scales[kind] = factor, unit * (1 + 1e-6)
        return self._scales[kind]

    def _scale(self, kind: Kind, decimals: int) -> tuple[int, float]:
        unit = 10.0**-decimals
        if kind not in SHARES:
            return 1, unit
        factor = 100 if self.is_per_cent and not self.is_shown_per_cent else 1
        return factor, max(unit, factor / 10_000)  # a share is read to the hundredth of a per cent at most

    @cached_property
    def is_per_cent(self) -> bool:
        """Whether its figures read as shares in per cent: 64 means 64 %."""
        return any(abs(number) > 2 for number in self.figures.values())

    def cell(self, line: int) -> Cell:
        """Give the cell where it meets a line."""
        return (self.position, line) if self.across else (line, self.position)

    @cached_property
    def is_shown_per_cent(self) -> bool:
        """Whether its figures are shown as per cent, as far as the sample tells: 0.64 as 64 %."""
        formats = self.block.sheet.number_formats
        lines = self.sample[0] if formats else ()
        return bool(lines) and all("%" in formats.get(self.cell(line), "") for line in lines)

    def line_name(self, line: int) -> str:
        """What a line is called: the label of a row, or the heading of a column when rows are compared."""
        return self.block.heading(line) if self.across else self.block.label(line)

    def is_total(self, line: int) -> bool:
        """Tell whether a line holds totals."""
        return line in (self.block.total_columns if self.across else self.block.total_rows)

    def says(self, *wanted: Measure) -> bool:
        """Tell whether its name speaks of any of some measures."""
        return bool(measures(self.name) & set(wanted))
