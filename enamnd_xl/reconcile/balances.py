"""Find the balances of a table: which columns are the opening one, what changes it, and the closing one."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import product

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.labels import Measure, measures
from enamnd_xl.reconcile.precision import decimals_of
from enamnd_xl.reconcile.rates import is_closing, is_opening, is_rate
from enamnd_xl.record import Record
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.snapshot import Number

_NO_CHANGE = frozenset((Measure.SHARE, Measure.DEVIATION))
_MOST_CHANGES = 5  # lines between the balances: as many pluses and minuses are tried
_MANY_ROWS = 40  # in a table with more of them, rows are not read across
_MOST = 0.5  # the part of the lines that have to hold
_TELLING = 20  # units; less may agree by chance


class Step(Record):
    """An opening balance and what changes it, each with 1 or -1, and the closing balance beside them.

    Given are the columns of those that are not zero.
    """

    terms: tuple[tuple[int, Cell], ...]
    given: frozenset[int]
    cell: Cell
    found: Number
    expected: Number
    unit: float

    @property
    def opening(self) -> Cell:
        """Where the opening balance stands."""
        return self.terms[0][1]

    @property
    def difference(self) -> Number:
        """Found - expected."""
        return self.found - self.expected

    @property
    def holds(self) -> bool:
        """Whether the closing balance follows, rounded as it is shown."""
        return self.holds_but_for(0)

    def holds_but_for(self, off: Number) -> bool:
        """Tell whether it follows when the opening balance is so much less."""
        return abs(self.difference + off) <= self.unit / 2


class Balance(Record):
    """An opening balance, what changes it and the closing balance: columns of a table, which may be turned."""

    block: Block
    opening: int
    changes: tuple[int, ...]
    closing: int

    @cached_property
    def steps(self) -> Sequence[Step]:
        """The steps of all lines with the signs that most of them have; none when it is not to be believed."""
        changes = [column for column in self.changes if any(self.block.pick(self.block.rows, column))]
        best: Sequence[Step] = ()
        most = 0
        for signs in product((1, -1), repeat=len(changes)):
            steps = _steps(self.block, [(1, self.opening), *zip(signs, changes, strict=True)], self.closing)
            held = sum(one.holds for one in steps)
            if held > most:
                best, most = steps, held
        telling = [one for one in best if one.holds and len(one.given) > 1 and abs(one.found) >= _TELLING * one.unit]
        known = frozenset().union(*(one.given for one in telling))
        return best if telling and most >= _MOST * len(best) and known.issuperset(changes) else ()


def find_balances(blocks: Iterable[Block]) -> tuple[Balance, ...]:
    """Find the balances of some tables, in columns and, unless they are long, in rows."""
    return tuple(one for block in blocks for way in _ways(block) for one in _of(way))


def _ways(block: Block) -> Iterator[Block]:
    """Give a table as it stands, and turned unless it is long, where something is called a closing balance."""
    if any(map(is_closing, block.headings.values())):
        yield block
    if len(block.rows) <= _MANY_ROWS and any(map(is_closing, block.labels.values())):
        yield block.turned()


def _of(block: Block) -> Iterator[Balance]:
    opening: int | None = None
    changes: list[int] = []
    for column in block.columns:
        heading = block.heading(column)
        if is_closing(heading):
            if opening is not None and 0 < len(changes) <= _MOST_CHANGES:
                yield Balance(block, opening, tuple(changes), column)
            opening = None
        elif is_opening(heading):
            opening, changes = column, []
        elif not (column in block.total_columns or is_rate(heading) or measures(heading) & _NO_CHANGE):
            changes = [*changes, column]


def _steps(block: Block, terms: Sequence[tuple[int, int]], closing: int) -> list[Step]:
    """Work the closing balance out on each line that has one and an amount that leads to it."""
    columns = {column: block.pick(block.rows, column) for column in (*(one for _, one in terms), closing)}
    unit = 10.0 ** -decimals_of(number for line in columns.values() for number in line if number is not None)
    steps: list[Step] = []
    for at, row in enumerate(block.rows):
        found = columns[closing][at]
        given = frozenset(column for _, column in terms if columns[column][at])
        if found is not None and given:
            expected = sum(sign * (columns[column][at] or 0) for sign, column in terms)
            cells = tuple((sign, block.cell(row, column)) for sign, column in terms)
            steps.append(Step(cells, given, block.cell(row, closing), found, expected, unit))
    return steps
