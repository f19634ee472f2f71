"""Find which figures on different sheets are the same thing, so that they can be expected to be the same amount.

A series is a row of named figures: a column of a table (named by the row labels), or a book's totals (named by the
heading or the sheet that each is the total of). Two series correspond when their names agree, nothing in their headings
says that they are different things (another year, budget against outcome), and most of their amounts are equal. Where
they then differ, one of them is wrong. What the names alone say is not enough: two months have the same names too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from typing import NamedTuple
from zlib import crc32

from enamnd_xl.reconcile.finding import Place
from enamnd_xl.reconcile.labels import TOTAL, Measure, key, measures, normalise, periods, same_thing, years
from enamnd_xl.reconcile.layout import Block, is_number
from enamnd_xl.reconcile.precision import decimals_of
from enamnd_xl.workbook.snapshot import Value

_BASES = frozenset({Measure.BUDGET, Measure.ACTUAL, Measure.FORECAST, Measure.DEVIATION, Measure.SHARE, Measure.RESULT})
_FLOWS = frozenset({Measure.REVENUE, Measure.COST})
_TELLING_KR = 100  # smaller amounts are equal by chance too often to be evidence
_FEWEST_EQUAL = 2
_MOST_EQUAL = 0.65  # the part of the amounts; sheets of two departments have half of theirs in common
_START = 3  # letters that two names for one thing share at least
_MOST_ROWS = 40  # rows of a table whose rows are compared with columns, and with rows, of other tables
_PROBES = 16  # names a series is looked up by


class Meaning(NamedTuple):
    """What a heading, a title and a sheet's name say of the figures under them."""

    bases: frozenset[Measure]
    flows: frozenset[Measure]
    years: frozenset[int]
    periods: frozenset[str]

    @classmethod
    def of(cls, heading: str, *around: str) -> "Meaning":
        """Read a heading; what it leaves out is looked for in the texts around it, nearest first.

        Revenue and cost are read in the heading alone: a title takes the reader's side, and one's fee is another's
        revenue.
        """
        found = measures(heading)
        wider = (measures(text) & _BASES for text in around)
        bases = found & _BASES or next((base for base in wider if len(base) == 1), frozenset())
        named_years = next((named for text in (heading, *around) if (named := years(text))), frozenset())
        parts_of_year = next((parts for text in (heading, *around) if (parts := periods(text))), frozenset())
        return cls(bases, found & _FLOWS, named_years, parts_of_year)

    def conflicts(self, other: "Meaning") -> bool:
        """Tell whether the two speak of different things."""
        pairs = (
            (self.bases, other.bases),
            (self.flows, other.flows),
            (self.years, other.years),
            (self.periods, other.periods),
        )
        return any(one and two and not one & two for one, two in pairs)

    def is_same_measure(self, other: "Meaning") -> bool:
        """Tell whether the two are said to be the same measure."""
        return bool(self.bases & other.bases or (not self.bases and not other.bases and self.flows & other.flows))


class Figure(NamedTuple):
    """A named amount: where it stands, how much it is in kronor, the step it is given in, and whether it is a total.

    kr_each is how many kronor one unit of it is where it stands.
    """

    place: Place
    kr: float
    unit: float
    is_total: bool = False
    kr_each: int = 1


class Names:
    """What the rows of a table are called, for looking figures up by name; names that occur twice are left out."""

    def __init__(self, block: Block) -> None:
        self.block = block
        keys = {row: key(label) for row, label in block.labels.items()}
        count = Counter(keys.values())
        self.rows: dict[str, int] = {name: row for row, name in keys.items() if count[name] == 1}
        self.probes = sorted(self.rows, key=_scatter)[:_PROBES]

    def probe(self, column: int) -> Iterator[tuple[str, int | float]]:
        """Give the numbers of a column by which it is looked up."""
        for name, line in zip(self.probes, self._probed, strict=True):
            number = line[column - 1] if column <= len(line) else None
            if is_number(number):
                yield name, number

    @cached_property
    def _probed(self) -> list[Sequence[Value]]:
        """The rows of the probes, as the columns go through them."""
        block, rows = self.block, [self.rows[name] for name in self.probes]
        if not block.is_turned:
            return [block.sheet.rows[row - 1] for row in rows]
        return [[line[row - 1] if row <= len(line) else None for line in block.sheet.rows] for row in rows]

    def label(self, name: str) -> str:
        """Give a name as it is written."""
        return self.block.label(self.rows[name])


class Series:
    """A column of named figures, what its heading says of them, and how many kronor one unit of them is."""

    def __init__(self, names: Names, column: int, meaning: Meaning, kr_each: int) -> None:
        self.names = names
        self.column = column
        self.meaning = meaning
        self.kr_each = kr_each
        self.sheet = names.block.sheet.name

    def given_in(self, kr_each: int) -> "Series":
        """The same column, if one unit of it is so many kronor."""
        return Series(self.names, self.column, self.meaning, kr_each)

    @cached_property
    def probes(self) -> list[tuple[str, float]]:
        """The amounts it is looked up by, in kronor."""
        return [(name, number * self.kr_each) for name, number in self.names.probe(self.column)]

    @property
    def name(self) -> str:
        """What it is called."""
        return key(self.names.block.heading(self.column))

    @cached_property
    def unit(self) -> float:
        """The step its figures are given in, in kronor."""
        return self.kr_each * 10.0 ** -decimals_of(self.names.block.figures[self.column].values())

    def kr(self, name: str) -> float | None:
        """Give a figure's amount in kronor."""
        number = self.names.block.figure(self.names.rows[name], self.column)
        return None if number is None else number * self.kr_each

    def figure(self, name: str) -> Figure | None:
        """Give a figure by its name."""
        block, row, kr = self.names.block, self.names.rows[name], self.kr(name)
        if kr is None:
            return None
        place = Place(block.sheet.name, block.cell(row, self.column))
        return Figure(place, kr, self.unit, row in block.total_rows, self.kr_each)


class Pair(NamedTuple):
    """Two figures that are the same thing: by which name, and whether name and measure are the same to the letter."""

    name: str
    one: Figure
    other: Figure
    same_name: bool
    same_measure: bool
    about_deviation: bool = False

    def turned(self) -> "Pair":
        """The same two, the other way round."""
        return self._replace(one=self.other, other=self.one)

    @property
    def difference(self) -> float:
        """One - other, in kronor."""
        return self.one.kr - self.other.kr

    @property
    def is_equal(self) -> bool:
        """Whether the amounts are equal, as exactly as the coarser of them is given."""
        return abs(self.difference) <= max(self.one.unit, self.other.unit) * (0.5 + 1e-9)


class Listing(NamedTuple):
    """The named figures of a book.

    Args:
        tables: each table that has names, with its columns.
        turned: the rows of the tables that are not too long, as the columns that they would be in a table laid down.
        totals: the totals by what they are totals of.
    """

    tables: Mapping[Names, Sequence[Series]]
    turned: Sequence[Series]
    totals: Sequence[tuple[str, Meaning, Figure]]

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> "Listing":
        """Make it of the tables of a whole book."""
        tables = [names for block in blocks if (names := Names(block)).rows]
        return cls(
            tables={names: list(_columns(names)) for names in tables},
            turned=[
                one for block in blocks if len(block.rows) <= _MOST_ROWS for one in _columns(Names(block.turned()))
            ],
            totals=list(_named_totals(blocks)),
        )


def _columns(names: Names) -> Iterator[Series]:
    block = names.block
    for column in block.columns:
        heading = f"{block.corner} {block.heading(column)}"
        yield Series(names, column, Meaning.of(heading, block.sheet.name, block.title), block.kr)


def _rows(block: Block) -> Iterator[Series]:
    return _columns(Names(block.turned()))


def _named_totals(blocks: Iterable[Block]) -> Iterator[tuple[str, Meaning, Figure]]:
    """Give a book's totals by what they are totals of: (name, meaning, figure).

    A column's total is named by the column's heading; when that only says what is measured, or when the table has one
    column, by the sheet too. The sum of a table's column totals is named by the sheet.
    """
    for block in blocks:
        sheet = block.sheet.name
        for row in block.total_rows:
            numbers = {c: number for c in block.columns if (number := block.figure(row, c)) is not None}
            unit = block.kr * 10.0 ** -decimals_of(numbers.values())
            totals = {
                c: Figure(Place(sheet, (row, c)), number * block.kr, unit, is_total=True, kr_each=block.kr)
                for c, number in numbers.items()
            }
            for column, figure in totals.items():
                heading = block.heading(column)
                meaning = Meaning.of(f"{block.corner} {heading}", sheet, block.title)
                name = _without_measure(heading)
                if name and column not in block.total_columns:
                    yield name, meaning, figure
                if not name or column in block.total_columns or len(totals) == 1:
                    yield normalise(sheet), meaning, figure
            parts = [figure for column, figure in totals.items() if column not in block.total_columns]
            if len(parts) > 1 and not any(_without_measure(block.heading(c)) == "" for c in totals):
                together = parts[0]._replace(kr=sum(part.kr for part in parts))
                yield normalise(sheet), Meaning.of(block.corner, sheet, block.title), together


def _without_measure(heading: str) -> str:
    """Give what a heading names besides a measure, a year and a total: "Budget 2025" names nothing."""
    words = [word for word in normalise(heading).split() if not (measures(word) or years(word) or key(word) == TOTAL)]
    return " ".join(words)


def find_pairs(listing: Listing) -> Iterator[list[Pair]]:
    """Find the series that correspond, each as the list of its pairs of figures.

    Args:
        listing: the figures of a whole book.

    Yields:
        For each two series that correspond, their figures in pairs, equal and unequal.
    """
    yield from _between_columns([one for series in (*listing.tables.values(), listing.turned) for one in series])
    totals = Totals(listing.totals)
    for names, series in listing.tables.items():
        known = [name for name in names.rows if name != TOTAL and totals.named(name)]
        for one in series if known else ():
            pairs = pair_with_totals(one, known, totals)
            if _correspond(pairs):
                yield pairs


def _between_columns(series: Sequence[Series]) -> Iterator[list[Pair]]:
    """Pair columns on different sheets; only those that share a named amount are compared."""
    shelves: dict[tuple[str, float], list[int]] = {}
    for number, one in enumerate(series):
        for name, kr in one.probes:
            if abs(kr) >= _TELLING_KR:
                shelves.setdefault((name, kr), []).append(number)
    tried: set[tuple[int, int]] = set()
    for shelf in shelves.values():
        for first, second in combinations(shelf, 2):
            if (first, second) not in tried and series[first].sheet != series[second].sheet:
                tried.add((first, second))
                pairs = pair_columns(series[first], series[second])
                if _correspond(pairs):
                    yield pairs


def _scatter(name: str) -> int:
    """Order names in a way that is the same for all series and has nothing to do with their spelling."""
    return crc32(name.encode())


def pair_columns(one: Series, other: Series) -> list[Pair]:
    """Pair the figures of two columns by their names; none when their headings speak of different things."""
    turned = one.names.block.is_turned or other.names.block.is_turned
    if one.meaning.conflicts(other.meaning) or (turned and one.name != other.name):
        return []  # where a row is compared, the same amounts under the same names are too little to go by
    same_measure = one.meaning.is_same_measure(other.meaning)
    about_deviation = Measure.DEVIATION in one.meaning.bases | other.meaning.bases
    pairs = []
    others = one.names.rows.keys() ^ other.names.rows.keys()  # a total of more or other columns is another total
    for name in one.names.rows:
        if turned and others and name == TOTAL:
            continue
        match = name if name in other.names.rows else None if turned else _alike(name, other.names)
        figure = one.figure(name)
        opposite = other.figure(match) if match else None
        if figure and opposite:
            label = one.names.label(name)
            pairs.append(Pair(label, figure, opposite, name == match, same_measure, about_deviation))
    return pairs


def _alike(name: str, names: Names) -> str | None:
    """Find the only name among others that begins alike."""
    alike = [other for other in names.rows if same_thing(name, other)]
    return alike[0] if len(alike) == 1 else None


class Totals:
    """A book's totals, looked up by name."""

    def __init__(self, totals: Iterable[tuple[str, Meaning, Figure]]) -> None:
        self._by_start: dict[str, list[tuple[str, Meaning, Figure]]] = {}
        for total in totals:
            self._by_start.setdefault(total[0][:_START], []).append(total)
        self._known: dict[str, list[tuple[str, Meaning, Figure]]] = {}

    def named(self, name: str) -> list[tuple[str, Meaning, Figure]]:
        """Give the totals that may go by a name."""
        if name not in self._known:
            likely = self._by_start.get(name[:_START], ())
            self._known[name] = [total for total in likely if same_thing(name, total[0])]
        return self._known[name]


def pair_with_totals(one: Series, known: Sequence[str], totals: Totals) -> list[Pair]:
    """Pair a column's figures with the totals elsewhere in the book that go by their names.

    Where several totals go by a name, it is the equal one; else that on the sheet where most of the others are equal.
    """
    candidates = [found for name in known if (found := _candidates(one, name, totals))]
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


def _candidates(one: Series, name: str, totals: Totals) -> list[Pair]:
    figure = one.figure(name)
    if figure is None:
        return []
    return [
        Pair(one.names.label(name), figure, total, name == other, one.meaning.is_same_measure(meaning))
        for other, meaning, total in totals.named(name)
        if total.place.sheet != one.sheet and not one.meaning.conflicts(meaning)
    ]


def _correspond(pairs: Sequence[Pair]) -> bool:
    """Tell whether two series are the same thing: most of their telling amounts are equal, and not by chance.

    Totals are left out where there are parts: they differ as soon as one part does. Amounts that have changed places
    count as equal.
    """
    told = [pair for pair in pairs if max(abs(pair.one.kr), abs(pair.other.kr)) >= _TELLING_KR]
    told = [pair for pair in told if key(pair.name) != TOTAL] or told
    equal = {pair.one.kr for pair in told if pair.is_equal}
    crossed = {(pair.other.kr, pair.one.kr) for pair in told}
    near = sum(
        abs(pair.difference) <= max(pair.one.unit, pair.other.unit) or (pair.one.kr, pair.other.kr) in crossed
        for pair in told
    )
    return len(equal) >= _FEWEST_EQUAL and near >= _MOST_EQUAL * len(told)
