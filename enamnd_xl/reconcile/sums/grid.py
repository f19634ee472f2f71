"""The numbers of a sheet along one axis: lanes, with positions along them.

To look for sums down the columns, a lane is a column and a position a row; to look for sums along the rows it is the
other way round. The rest of the search does not know which.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

from enamnd_xl.reconcile.figures import Figures
from enamnd_xl.reconcile.of_which import is_of_which
from enamnd_xl.reconcile.rates import is_per_cent, is_rate
from enamnd_xl.reconcile.sums.arithmetic import decimals, off_by
from enamnd_xl.reconcile.sums.model import Axis, Sum
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.snapshot import Number, Sheet, Value

Lane: TypeAlias = Sequence[Number | None]

_YEARS = frozenset(range(1900, 2101))
_YEAR_STEP = 10
_FEWEST_YEARS = 3
_FEWEST_NUMBERED = 5  # lines that are counted from 0 or 1
_WHOLE = 0.005  # what shares that are a hundred per cent together may differ from it, as a part of it
_MANY_TIMES = 100  # times as large as all that is called per cent are the amounts beside it

MOST_DECIMALS = 6
"""The decimals that are looked at in the search; more are the noise of a division."""


AXES: Mapping[bool, Axis] = {True: "kolumn", False: "rad"}
"""A grid's ``down`` -> the axis of its sums."""


class Pattern(NamedTuple):
    """A total's position and its operands', in order."""

    total: int
    operands: tuple[int, ...]


class Grid:
    """A sheet's numbers along one axis.

    Args:
        lanes: ``lanes[lane][position]``, both from 0, all equally long; None where there is no number.
        labels: a position's label: the first text on it; empty when there is none.
        lane_labels: a lane's label.
        bare: positions without a number that have a heading and nothing below it.
        down: whether the lanes are columns.
        computed: cells whose formula does something else than adding; they are no wrong totals.
        per_cent: cells that hold per cent.
    """

    def __init__(
        self,
        lanes: Sequence[Lane],
        labels: Sequence[str],
        lane_labels: Sequence[str],
        bare: frozenset[int],
        down: bool,
        computed: frozenset[Cell] = frozenset(),
        per_cent: frozenset[Cell] = frozenset(),
    ) -> None:
        self.lanes = lanes
        self.labels = labels
        self.lane_labels = lane_labels
        self.bare = bare
        self.down = down
        self.computed = computed
        self.per_cent = per_cent
        self._decimals: dict[int, Sequence[int]] = {}

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
        return _Filled(self.lanes)

    def decimals(self, lane: int) -> Sequence[int]:
        """Give how many decimals each of the numbers of a lane has."""
        if lane not in self._decimals:
            self._decimals[lane] = list(map(decimals, self.filled[lane]))
        return self._decimals[lane]

    @cached_property
    def groups(self) -> Sequence[int]:
        """A lane's group: lanes that stand together, with no lane without numbers between them."""
        groups: list[int] = []
        group = 0
        for lane in self.lanes:
            if not any(lane) and all(v is None for v in lane):
                group += 1
            groups.append(group)
        return groups

    @cached_property
    def sizes(self) -> Mapping[int, int]:
        """Group -> how many lanes it has."""
        return Counter(self.groups)

    @cached_property
    def active(self) -> dict[int, list[int]]:
        """Group -> the positions that can be parts there: where some lane has a number, and the bare ones."""
        active: dict[int, set[int]] = {}
        for lane, group in zip(self.lanes, self.groups, strict=True):
            active.setdefault(group, set()).update(p for p, v in enumerate(lane) if v is not None)
        return {group: sorted(positions | self.bare) for group, positions in active.items() if positions}

    @cached_property
    def breaks(self) -> dict[int, frozenset[int]]:
        """Group -> the positions that can be parts there and stand after one that cannot."""
        return {group: frozenset(active).difference(p + 1 for p in active) for group, active in self.active.items()}

    def is_computed(self, lane: int, position: int) -> bool:
        """Tell whether a formula that does something else than adding stands in a place."""
        return self.cell(lane, position) in self.computed

    @cached_property
    def repeats(self) -> Mapping[int, frozenset[int]]:
        """Group -> the positions with the numbers of the one before, as the only part of a total above it has."""
        lanes: dict[int, list[Sequence[Number]]] = {}
        for lane, group in enumerate(self.groups):
            lanes.setdefault(group, []).append(self.filled[lane])
        return {
            group: frozenset(
                position
                for position, (line, before) in enumerate(zip(lines[1:], lines, strict=False), 1)
                if _is_repeated(line, before)
            )
            for group, of in lanes.items()
            for lines in (list(zip(*of, strict=True)),)
        }

    @cached_property
    def shares(self) -> frozenset[int]:
        """The positions where most numbers are per cent."""
        counts = Counter(cell[0 if self.down else 1] - 1 for cell in self.per_cent)
        lanes = self.lanes
        return frozenset(p for p, n in counts.items() if 2 * n > sum(lane[p] is not None for lane in lanes))

    def mixes(self, pattern: Pattern) -> bool:
        """Tell whether a pattern adds per cent to amounts, beside which they are nothing."""
        shares = [p for p in pattern.operands if p in self.shares]
        if not shares or len(shares) == len(pattern.operands):
            return False
        amounts = (row for lane, row in enumerate(self.filled) if self.cell(lane, pattern.total) not in self.per_cent)
        totals = ((abs(row[pattern.total]), row) for row in amounts if row[pattern.total])
        return all(abs(row[p]) * _MANY_TIMES <= total for total, row in totals for p in shares)

    def is_weighted(self, lane: int, pattern: Pattern) -> bool:
        """Tell whether a total in per cent need not be the sum of its parts: it is unless they are a hundred together.

        A total of such a column is reckoned from the totals beside it.
        """
        if self.cell(lane, pattern.total) not in self.per_cent:
            return False
        values = self.filled[lane]
        return not (_is_whole(values[pattern.total]) or _is_whole(sum(values[p] for p in pattern.operands)))

    @cached_property
    def wholes(self) -> Mapping[int, int]:
        """A position whose label says that it is a part shown beside its whole -> that whole, where it has numbers."""
        found: dict[int, int] = {}
        named = [p for p, label in enumerate(self.labels) if is_of_which(label)]
        if named:
            given = {p for positions in self.active.values() for p in positions} - self.bare
            for p in named:
                before = next((q for q in range(p - 1, -1, -1) if q in given or self.labels[q]), None)
                whole = found.get(before, before) if before in named else before
                if whole is not None and whole in given and whole not in named and p in given:
                    found[p] = whole
        return found


def _is_repeated(line: Sequence[Number], before: Sequence[Number]) -> bool:
    """Tell whether a line has the numbers of another where both have one; one of them may lack an account's number."""
    both = [(a, b) for a, b in zip(line, before, strict=True) if a and b]
    return bool(both) and all(a == b for a, b in both)


def _is_whole(number: Number) -> bool:
    return any(abs(number - whole) <= whole * _WHOLE for whole in (1, 100))


class _Filled(Sequence[Sequence[Number]]):
    """Lanes with zero where there is no number, each made when it is asked for: formulas leave few to look at."""

    def __init__(self, lanes: Sequence[Lane]) -> None:
        self._lanes = lanes
        self._known: dict[int, Sequence[Number]] = {}

    def __len__(self) -> int:
        return len(self._lanes)

    def __getitem__(self, lane: Any) -> Any:
        if lane not in self._known:
            self._known[lane] = [v or 0 for v in self._lanes[lane]]
        return self._known[lane]


def make_sum(grid: Grid, lane: int, pattern: Pattern) -> Sum:
    """Give a pattern in a lane as a sum found from values."""
    values = grid.filled[lane]
    difference, unit = off_by(values[pattern.total], [values[p] for p in pattern.operands])
    operands = tuple(grid.cell(lane, p) for p in pattern.operands)
    return Sum(grid.cell(lane, pattern.total), operands, AXES[grid.down], "värde", difference, unit)


def make_grids(figures: Figures, adding: Collection[Cell] = ()) -> tuple[Grid, Grid]:
    """Give a sheet's numbers down its columns and along its rows.

    Args:
        figures: the sheet's numbers.
        adding: the cells whose formulas add.
    """
    sheet = figures.sheet
    computed = frozenset(sheet.formulas).difference(adding)
    rows = _without_years(figures.rows)
    columns = figures.columns if rows is figures.rows else list(zip(*rows, strict=True))
    if (numbering := _numbering(columns)) is not None:
        rows = [[None if c == numbering else v for c, v in enumerate(row)] for row in rows]
        columns = list(zip(*rows, strict=True))
    texts = figures.texts
    row_labels = [_row_label(row, texts[r]) if r in texts else "" for r, row in enumerate(rows)]
    headings, bare = _headings(sheet, columns, texts)
    if any(map(is_rate, headings)) or any(map(is_rate, row_labels)):
        rates = frozenset(c for c, heading in enumerate(headings) if is_rate(heading))
        rows = [
            [None] * len(row) if is_rate(label) else [None if c in rates else v for c, v in enumerate(row)]
            for row, label in zip(rows, row_labels, strict=True)
        ]
        columns = list(zip(*rows, strict=True))
    per_cent = _per_cent(sheet, rows, columns, row_labels, headings)
    return (
        Grid(columns, row_labels, headings, frozenset(), True, computed, per_cent),
        Grid(rows, headings, row_labels, bare, False, computed, per_cent),
    )


def _row_label(row: Lane, texts: Mapping[int, str]) -> str:
    """Give the first text of a row, unless it stands after the numbers and a blank: then it is another table's."""
    at, label = next(iter(texts.items()))
    after = at > 1 and row[at - 1] is None and any(value is not None for value in row[: at - 1])
    return "" if after else label


def _per_cent(
    sheet: Sheet, rows: Sequence[Lane], columns: Sequence[Lane], row_labels: Sequence[str], headings: Sequence[str]
) -> frozenset[Cell]:
    """Find the cells that hold per cent: by their format, or where words say so and amounts stand beside them.

    A heading over several columns of per cent stands over the first; there the others are as small.
    """
    found = {cell for cell, code in sheet.number_formats.items() if "%" in code}
    for lines, labels, across, down in ((rows, row_labels, columns, False), (columns, headings, rows, True)):
        for at in (at for at, label in enumerate(labels) if is_per_cent(label)):
            given = {n: abs(value) for n, value in enumerate(lines[at]) if value is not None}
            beside = max((max(map(abs, filter(None, across[n])), default=0) for n in given), default=0)
            if given and max(given.values()) * _MANY_TIMES <= beside:
                found.update((n + 1, at + 1) if down else (at + 1, n + 1) for n in given)
    return frozenset(found)


def _headings(
    sheet: Sheet, columns: Sequence[Lane], texts: Mapping[int, Mapping[int, str]]
) -> tuple[list[str], frozenset[int]]:
    """Give each column's heading, and the columns with a heading and nothing below it."""
    below = len(sheet.rows)
    first = [next((r for r, v in enumerate(column) if v is not None), below) for column in columns]
    top = min(first, default=0)
    headings = [""] * len(columns)
    for r, row in texts.items():
        for c, value in row.items():
            if r < (first[c] if first[c] < below else top):
                headings[c] = f"{headings[c]} {value}".strip()
    empty = (c for c in range(len(columns)) if first[c] == below and headings[c])
    return headings, frozenset(c for c in empty if all(_blank(row, c) for row in sheet.rows[top:]))


def _blank(row: Sequence[Value], column: int) -> bool:
    return column >= len(row) or row[column] is None


def _numbering(columns: Sequence[Lane]) -> int | None:
    """Find the first column with numbers, where they only count the lines: 0 or 1 and so on, perhaps table by table."""
    first = next((c for c, column in enumerate(columns) if column.count(None) < len(column)), None)
    if first is None:
        return None
    numbers = [number for number in columns[first] if number is not None]
    begin = numbers[0]
    if len(numbers) < _FEWEST_NUMBERED or begin not in (0, 1):
        return None
    return first if all(b - a == 1 or b == begin for a, b in pairwise(numbers)) else None


def _without_years(rows: Sequence[Lane]) -> Sequence[Lane]:
    """Take away years that run along a row or down a column: they name things."""
    with_years = [r for r, row in enumerate(rows) if not _YEARS.isdisjoint(row)]
    if not with_years:
        return rows
    left = list(map(list, rows))
    for r in with_years:
        for c in _years(rows[r], rows[r - 1] if r else ()):
            left[r][c] = None
    standing = Counter(c for r in with_years for c, value in enumerate(left[r]) if value in _YEARS)
    for c in (c for c, years in standing.items() if years >= _FEWEST_YEARS):
        for r in _years([row[c] for row in left], [row[c - 1] for row in rows] if c else ()):
            left[r][c] = None
    return left


def _years(line: Lane, before: Lane) -> list[int]:
    """Find where three years or more stand in order: one after another, or at the head of what they name.

    Amounts may lie as near each other, under other amounts.

    Args:
        line: a row or a column.
        before: the one before it, empty when there is none.
    """
    found: list[int] = []
    run: list[int] = []
    for at, value in enumerate((*line, 0)):
        if value is None:
            continue
        year = value in _YEARS
        if year and run and 0 < abs(value - (line[run[-1]] or 0)) <= _YEAR_STEP:
            run.append(at)
            continue
        if len(run) >= _FEWEST_YEARS and (_are_counted([line[p] or 0 for p in run]) or _are_first(run, before)):
            found += run
        run = [at] if year else []
    return found


def _are_counted(years: Sequence[Number]) -> bool:
    return {b - a for a, b in pairwise(years)} in ({1}, {-1})


def _are_first(run: Sequence[int], before: Lane) -> bool:
    return not before or all(before[p] is None for p in run)
