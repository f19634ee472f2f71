"""Find the opening balances that are not the closing ones of the period before: in the same table, or on its sheet.

Where the periods stand in order nothing says but the figures: it is believed when most of the balances are carried
over. A lone pair is believed when both are called by years, one after the other.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from enamnd_xl.reconcile.balances import Balance
from enamnd_xl.reconcile.finding import Place
from enamnd_xl.reconcile.labels import Measure, key, measures, years
from enamnd_xl.reconcile.precision import decimals_of
from enamnd_xl.record import Record
from enamnd_xl.workbook.snapshot import Number

_PLANNED = frozenset((Measure.BUDGET, Measure.FORECAST))  # made before the year before is closed
_TELLING = 20  # units; less may agree by chance
_FEWEST = 3  # balances that must be carried over from one sheet to another
_MOST = 0.8  # and the part of those that are on both


class Opening(Record):
    """An opening balance, and the closing one before it that it should be.

    Args:
        place: where the opening balance stands.
        before: where the closing balance stands.
        found: the opening balance.
        expected: the closing balance.
        is_telling: whether it could be the same by no chance: it is no small amount, and has changed since.
        is_sure: whether others of its table are carried over.
    """

    place: Place
    before: Place
    found: Number
    expected: Number
    is_telling: bool
    is_sure: bool = True

    @property
    def difference(self) -> Number:
        """Found - expected."""
        return self.found - self.expected

    @property
    def holds(self) -> bool:
        """Whether it is carried over."""
        return self.found == self.expected


def wrong_openings(balances: Mapping[str, Sequence[Balance]]) -> tuple[Opening, ...]:
    """Find the opening balances that do not carry on the closing ones, by the balances on each sheet.

    Where the closing one does not follow from its own line, it is the one that is wrong.
    """
    every = [one for found in balances.values() for one in found]
    wrong_closings = {Place(one.block.sheet.name, step.cell) for one in every for step in one.steps if not step.holds}
    carried = [*_in_tables(every), *_between_sheets([one for one in every if not one.block.is_turned])]
    return tuple(one for one in carried if not one.holds and one.before not in wrong_closings)


def _in_tables(balances: Iterable[Balance]) -> Iterator[Opening]:
    """Give the pairs within tables whose lines are periods."""
    for _, group in groupby(balances, key=lambda one: id(one.block)):
        of_table = list(group)
        lines = of_table[0].block.detail_rows
        ways = (list(pairwise(lines)), list(pairwise(lines[::-1])))
        best = max(([*_pairs(of_table, way)] for way in ways), key=_held)
        if any(one.holds and one.is_telling for one in best) and 2 * _held(best) >= len(best):
            yield from best
        elif len(lines) == 2:
            yield from (one.with_other(is_sure=False) for one in _pairs(of_table, _by_years(of_table[0], lines)))


def _held(pairs: Iterable[Opening]) -> int:
    return sum(one.holds for one in pairs)


def _pairs(balances: Iterable[Balance], lines: Iterable[tuple[int, int]]) -> Iterator[Opening]:
    """Pair the closing balance on one line with the opening one on the next, unless one of them is planned."""
    for one in balances:
        label, openings = one.block.label, set[Number | None]()
        for before, line in lines:
            openings.add(one.block.figure(before, one.opening))
            if measures(label(before)) & _PLANNED == measures(label(line)) & _PLANNED:
                yield from (pair for pair in _pair(one, before, one, line) if not _sums_up(pair, openings, one, line))


def _sums_up(pair: Opening, openings: Collection[Number | None], balance: Balance, line: int) -> bool:
    """Tell whether a line is the whole of those before it, as a year is of its quarters: from the first to the last."""
    return not pair.holds and pair.found in openings and balance.block.figure(line, balance.closing) == pair.expected


def _pair(closed: Balance, before: int, opened: Balance, line: int) -> Iterator[Opening]:
    expected, found = closed.block.figure(before, closed.closing), opened.block.figure(line, opened.opening)
    if found is None or expected is None:
        return
    unit = 10.0 ** -decimals_of((found, expected))
    has_changed = expected != (closed.block.figure(before, closed.opening) or 0)
    yield Opening(
        _place(opened, line, opened.opening),
        _place(closed, before, closed.closing),
        found,
        expected,
        has_changed and abs(expected) >= _TELLING * unit,
    )


def _place(balance: Balance, line: int, column: int) -> Place:
    return Place(balance.block.sheet.name, balance.block.cell(line, column))


def _by_years(balance: Balance, lines: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give two lines in order, the earlier year first, where each is called by one; both have to add up."""
    if len(balance.steps) != 2 or not all(one.holds for one in balance.steps):
        return
    named = {frozenset(years(balance.block.label(line))): line for line in lines}
    for found, line in named.items():
        if len(found) == 1 and (following := named.get(frozenset({max(found) + 1}))) is not None:
            yield line, following


def _between_sheets(balances: Sequence[Balance]) -> Iterator[Opening]:
    """Give the pairs between tables on sheets that follow each other, by the labels of their lines."""
    by_sheet = {name: [*group] for name, group in groupby(balances, key=lambda one: one.block.sheet.name)}
    tables = [found[0] for found in by_sheet.values() if len(found) == 1]
    if len(tables) < 2:
        return
    ways = (list(pairwise(tables)), list(pairwise(tables[::-1])))
    believed = [[pairs for one, other in way if _are_believed(pairs := _by_labels(one, other))] for way in ways]
    yield from (one for pairs in max(believed, key=len) for one in pairs)


def _by_labels(closed: Balance, opened: Balance) -> list[Opening]:
    lines = _lines(opened)
    return [
        pair
        for label, before in _lines(closed).items()
        if (line := lines.get(label)) is not None
        for pair in _pair(closed, before, opened, line)
    ]


def _lines(balance: Balance) -> Mapping[str, int]:
    """Give the lines of a table by label, without totals and without those that share one."""
    block = balance.block
    named = [(key(block.label(row)), row) for row in block.detail_rows if block.label(row)]
    times = Counter(label for label, _ in named)
    return {label: row for label, row in named if times[label] == 1}


def _are_believed(pairs: Sequence[Opening]) -> bool:
    telling = sum(one.holds and one.is_telling for one in pairs)
    return telling >= _FEWEST and _held(pairs) >= _MOST * len(pairs)
