"""The numbers of a sheet along one axis: lanes, with positions along them.

To look for sums down the columns, a lane is a column and a position a row; to look for sums along the rows it is the
other way round. The rest of the search does not know which.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

from enamnd_xl.reconcile.sums.arithmetic import Number, are_numbers, decimals, is_number, off_by
from enamnd_xl.reconcile.sums.model import Axis, Sum
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.snapshot import Sheet, Value

Lane: TypeAlias = Sequence[Number | None]

_PLAIN: frozenset[type] = frozenset((int, float, type(None)))
_YEARS = frozenset(range(1900, 2101))
_YEAR_STEP = 10
_FEWEST_YEARS = 3


_MOST_DECIMALS = 6


AXES: Mapping[bool, Axis] = {True: "kolumn", False: "rad"}
"""A grid's ``down`` -> the axis of its sums."""


class Pattern(NamedTuple):
    """A total's position and its operands', in order."""

    total: int
    operands: tuple[int, ...]


@dataclass(frozen=True)
class Grid:
    """A sheet's numbers along one axis.

    Args:
        lanes: ``lanes[lane][position]``, both from 0, all equally long; None where there is no number.
        labels: a position's label: the first text on it; empty when there is none.
        lane_labels: a lane's label.
        bare: positions without a number that have a heading and nothing below it.
        down: whether the lanes are columns.
        computed: cells whose formula does something else than adding; they are no wrong totals.
    """

    lanes: Sequence[Lane]
    labels: Sequence[str]
    lane_labels: Sequence[str]
    bare: frozenset[int]
    down: bool
    computed: frozenset[Cell] = frozenset()

    @property
    def length(self) -> int:
        """How many positions there are."""
        return len(self.labels)

    def cell(self, lane: int, position: int) -> Cell:
        """Give the cell at a place."""
        return (position + 1, lane + 1) if self.down else (lane + 1, position + 1)

    @cached_property
    def filled(self) -> Sequence[Sequence[Number]]:
        """The lanes with zero where there is no number."""
        return [[0 if v is None else v for v in lane] for lane in self.lanes]

    def places(self, lane: int) -> int:
        """Give how many decimals the numbers of a lane have, six at most."""
        if lane not in self._places:
            given = [v for v in self.lanes[lane] if v]
            self._places[lane] = min(_MOST_DECIMALS, max(map(decimals, given), default=0))
        return self._places[lane]

    @cached_property
    def _places(self) -> dict[int, int]:
        return {}

    @cached_property
    def groups(self) -> Sequence[int]:
        """A lane's group: lanes that stand together, with no lane without numbers between them."""
        groups: list[int] = []
        group = 0
        for lane in self.lanes:
            if all(v is None for v in lane):
                group += 1
            groups.append(group)
        return groups

    @cached_property
    def active(self) -> dict[int, list[int]]:
        """Group -> the positions that can be parts there: where some lane has a number, and the bare ones."""
        active: dict[int, set[int]] = {}
        for lane, group in zip(self.lanes, self.groups, strict=True):
            active.setdefault(group, set()).update(p for p, v in enumerate(lane) if v is not None)
        return {group: sorted(positions | self.bare) for group, positions in active.items() if positions}


def make_sum(grid: Grid, lane: int, pattern: Pattern) -> Sum:
    """Give a pattern in a lane as a sum found from values."""
    values = grid.filled[lane]
    difference, unit = off_by(values[pattern.total], [values[p] for p in pattern.operands])
    operands = tuple(grid.cell(lane, p) for p in pattern.operands)
    return Sum(grid.cell(lane, pattern.total), operands, AXES[grid.down], "värde", difference, unit)


def make_grids(sheet: Sheet, adding: Collection[Cell] = ()) -> tuple[Grid, Grid]:
    """Give a sheet's numbers down its columns and along its rows.

    Args:
        sheet: the sheet.
        adding: the cells whose formulas add.
    """
    computed = frozenset(sheet.formulas).difference(adding)
    width = sheet.width
    rows = [_numbers(row, width) for row in sheet.rows]
    _drop_years(rows)
    columns = [list(column) for column in zip(*rows, strict=True)]
    texts = {r: row for r, row in enumerate(sheet.rows) if str in set(map(type, row))}
    row_labels = [next((v for v in texts.get(r, ()) if isinstance(v, str)), "") for r in range(len(rows))]
    headings, bare = _headings(sheet, columns, texts)
    return (
        Grid(columns, row_labels, headings, frozenset(), True, computed),
        Grid(rows, headings, row_labels, bare, False, computed),
    )


def _numbers(row: Sequence[Value], width: int) -> list[Number | None]:
    """Give a row with None where there is no number, filled up to a width."""
    line = list(row) if are_numbers(row, _PLAIN) else [v if is_number(v) else None for v in row]
    line.extend([None] * (width - len(row)))
    return line  # type: ignore[return-value]


def _headings(
    sheet: Sheet, columns: Sequence[Lane], texts: Mapping[int, Sequence[Value]]
) -> tuple[list[str], frozenset[int]]:
    """Give each column's heading, and the columns with a heading and nothing below it."""
    below = len(sheet.rows)
    first = [next((r for r, v in enumerate(column) if v is not None), below) for column in columns]
    top = min(first, default=0)
    headings = [""] * len(columns)
    for r, row in texts.items():
        for c, value in enumerate(row):
            if isinstance(value, str) and r < (first[c] if first[c] < below else top):
                headings[c] = f"{headings[c]} {value}".strip()
    empty = (c for c in range(len(columns)) if first[c] == below and headings[c])
    return headings, frozenset(c for c in empty if all(_blank(row, c) for row in sheet.rows[top:]))


def _blank(row: Sequence[Value], column: int) -> bool:
    return column >= len(row) or row[column] is None


def _drop_years(rows: list[list[Number | None]]) -> None:
    """Take away years that run along a row or down a column: they name things."""
    for line in rows:
        for at in _years(line):
            line[at] = None
    for c, column in enumerate(zip(*rows, strict=True)):
        for r in _years(column):
            rows[r][c] = None


def _years(line: Sequence[Number | None]) -> list[int]:
    """Find where three years or more stand in order, one after another."""
    if _YEARS.isdisjoint(line):
        return []
    found: list[int] = []
    run: list[int] = []
    for at, value in enumerate(line):
        if value is None:
            continue
        year = value in _YEARS
        if year and run and 0 < abs(value - (line[run[-1]] or 0)) <= _YEAR_STEP:
            run.append(at)
            continue
        if len(run) >= _FEWEST_YEARS:
            found += run
        run = [at] if year else []
    return found + (run if len(run) >= _FEWEST_YEARS else [])
