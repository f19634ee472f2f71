"""A book's totals by what they are totals of, and the items elsewhere in the book that are those totals."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.correspondence import START, Pair, are_mostly_equal
from enamnd_xl.reconcile.exchanges import TELLING_KR
from enamnd_xl.reconcile.figures import Figures
from enamnd_xl.reconcile.finding import Place
from enamnd_xl.reconcile.labels import TOTAL, key, measures, normalise, same_thing, years
from enamnd_xl.reconcile.meaning import Meaning
from enamnd_xl.reconcile.precision import decimals_of
from enamnd_xl.reconcile.series import Figure, Listing, Roll, Series


class NamedTotal:
    """A total by what it is the total of: a column's, or that of all columns of a table together.

    Args:
        name: what it is the total of.
        block: the table.
        row: its row.
        columns: its column; several when they are added.
        context: what stands over it.
        numbers: the totals of the row by column.
    """

    def __init__(
        self, name: str, block: Block, row: int, columns: Sequence[int], context: str, numbers: Mapping[int, float]
    ) -> None:
        self.name = name
        self.sheet = block.sheet.name
        self.kr_each = block.kr
        self._block = block
        self._cell = row, columns[0]
        self._context = context
        self._columns = columns
        self._numbers = numbers

    @cached_property
    def meaning(self) -> Meaning:
        """What is said of it."""
        return Meaning.of(self._context, self.sheet, self._block.title)

    @cached_property
    def figure(self) -> Figure:
        """The amount."""
        kr_each = self.kr_each
        unit = kr_each * 10.0 ** -decimals_of(self._numbers.values())
        kr = sum(self._numbers[column] for column in self._columns) * kr_each
        return Figure(Place(self.sheet, self._cell), kr, unit, is_total=True, kr_each=kr_each)


def name_totals(blocks: Iterable[Block], figures: Mapping[str, Figures]) -> Iterator[NamedTotal]:
    """Give a book's totals by what they are totals of.

    A column's total is named by the column's heading; when that only says what is measured, or when the table has one
    column, by the sheet too. The sum of a table's column totals is named by the sheet.
    """
    for block in blocks:
        sheet = normalise(block.sheet.name)
        for row in block.total_rows:
            line = figures[block.sheet.name].rows[row - 1]
            numbers = {c: number for c in block.columns if (number := line[c - 1]) is not None}
            unnamed = False
            for column in numbers:
                heading = block.headings.get(column, "")
                context = f"{block.corner} {heading}"
                name = _without_measure(heading)
                unnamed = unnamed or not name
                is_sum = column in block.total_columns
                if name and not is_sum:
                    yield NamedTotal(name, block, row, (column,), context, numbers)
                if not name or is_sum or len(numbers) == 1:
                    yield NamedTotal(sheet, block, row, (column,), context, numbers)
            parts = tuple(column for column in numbers if column not in block.total_columns)
            if len(parts) > 1 and not unnamed:
                yield NamedTotal(sheet, block, row, parts, block.corner, numbers)


@lru_cache(maxsize=50_000)
def _without_measure(heading: str) -> str:
    """Give what a heading names besides a measure, a year and a total: "Budget 2025" names nothing."""
    words = [word for word in normalise(heading).split() if not (measures(word) or years(word) or key(word) == TOTAL)]
    return " ".join(words)


class Totals:
    """A book's totals, looked up by name."""

    def __init__(self, totals: Iterable[NamedTotal]) -> None:
        self._by_start: dict[str, list[NamedTotal]] = {}
        for total in totals:
            self._by_start.setdefault(total.name[:START], []).append(total)
        self._known: dict[str, list[NamedTotal]] = {}
        self._known_of: dict[Roll, list[str]] = {}

    def named(self, name: str) -> list[NamedTotal]:
        """Give the totals that may go by a name."""
        if name not in self._known:
            likely = self._by_start.get(name[:START], ())
            self._known[name] = [total for total in likely if same_thing(name, total.name)]
        return self._known[name]

    def known_of(self, roll: Roll) -> list[str]:
        """Give the names that totals may go by."""
        if roll not in self._known_of:
            likely = [name for name in roll.names if name[:START] in self._by_start]
            self._known_of[roll] = [name for name in likely if name != TOTAL and self.named(name)]
        return self._known_of[roll]


def find_totals_of_items(listing: Listing, totals: Totals) -> Iterator[list[Pair]]:
    """Find the columns whose items are totals elsewhere in the book.

    Args:
        listing: the figures of a whole book.
        totals: its totals.

    Yields:
        For each such column, its figures and those totals in pairs, equal and unequal.
    """
    for names in listing.tables:
        known = totals.known_of(names.roll)
        for column in names.block.columns if known else ():
            pairs = pair_with_totals(names.series(column), known, totals)
            if _correspond(pairs):
                yield pairs


def pair_with_totals(one: Series, known: Sequence[str], totals: Totals, kr_each: int | None = None) -> list[Pair]:
    """Pair a column's figures with the totals elsewhere in the book that go by their names.

    Where several totals go by a name, it is the equal one; else that on the sheet where most of the others are equal.

    Args:
        one: the column.
        known: those of its names that totals go by.
        totals: the totals.
        kr_each: how many kronor one unit of a total that is given in kronor is taken to be.
    """
    candidates = [found for name in known if (found := _candidates(one, name, totals, kr_each))]
    equal = [[pair for pair in pairs if pair.is_equal] for pairs in candidates]
    where = Counter(pair.other.place.sheet for pairs in equal for pair in pairs)
    chosen = []
    for pairs, same in zip(candidates, equal, strict=True):
        likely = same or [pair for pair in pairs if pair.same_name] or pairs
        best = max(where[pair.other.place.sheet] for pair in likely)
        likely = [pair for pair in likely if where[pair.other.place.sheet] == best]
        if same or len({pair.other.place for pair in likely}) == 1:
            chosen.append(likely[0])
    return chosen


def _candidates(one: Series, name: str, totals: Totals, kr_each: int | None) -> list[Pair]:
    number = one.names.roll.at[name]
    kr = one.amounts[number]
    if kr is None:
        return []
    figure = one.figure(number, kr)
    found = []
    for total in totals.named(name):
        if total.sheet != one.sheet and not one.meaning.conflicts(total.meaning):
            amount = total.figure
            if kr_each:
                amount = amount._replace(kr=amount.kr * kr_each, unit=amount.unit * kr_each, kr_each=kr_each)
            same_measure = one.meaning.is_same_measure(total.meaning)
            found.append(Pair(one.names.label(number), figure, amount, name == total.name, same_measure))
    return found


def _correspond(pairs: Sequence[Pair]) -> bool:
    """Tell whether most of the telling amounts are equal, and not by chance."""
    told = [(pair.one.kr, pair.other.kr) for pair in pairs if max(abs(pair.one.kr), abs(pair.other.kr)) >= TELLING_KR]
    return are_mostly_equal(told, max((max(pair.one.unit, pair.other.unit) for pair in pairs), default=0))
