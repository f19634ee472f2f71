"""Find which figures on different sheets are the same thing, so that they can be expected to be the same amount.

A series is a row of named figures: a column of a table (named by the row labels), or a book's totals (named by the
heading or the sheet that each is the total of). Two series correspond when their names agree, nothing in their headings
says that they are different things (another year, budget against outcome), and most of their amounts are equal. Where
they then differ, one of them is wrong. What the names alone say is not enough: two months have the same names too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import combinations
from typing import NamedTuple

from enamnd_xl.reconcile.exchanges import TELLING_KR, displaced
from enamnd_xl.reconcile.finding import Place
from enamnd_xl.reconcile.labels import Measure, same_thing
from enamnd_xl.reconcile.series import Figure, Listing, Names, Roll, Series
from enamnd_xl.workbook.snapshot import Number

FEWEST_EQUAL = 2
_MOST_EQUAL = 0.65  # the part of the amounts; sheets of two departments have half of theirs in common
_FEWEST_MOVED = 6  # amounts that all stand under other names, as when a column is sorted and its names are not
_ALL_MOVED = 0.9  # the part of the amounts
_NUMBER = re.compile(r"\d+")
_AROUND_NUMBER = " ()-_."
_OF_NEW_SHEETS = frozenset(("", "ark", "bilaga", "blad", "sheet", "tabell", "tabelle", "table"))
START = 3  # letters that two names for one thing share at least
EDGE = 0.5 + 1e-9  # of the step that the coarser of two amounts is given in: within it they are equal


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

    def rounded(self) -> tuple[Number, Number]:
        """The two amounts in kronor, both as the coarser of them is given."""
        step = max(self.one.unit, self.other.unit)
        if step < 1:
            return self.one.kr, self.other.kr
        return round(self.one.kr / step) * step, round(self.other.kr / step) * step

    @property
    def is_equal(self) -> bool:
        """Whether the amounts are equal, as exactly as the coarser of them is given."""
        return abs(self.difference) <= max(self.one.unit, self.other.unit) * EDGE


class Alignment:
    """Which names of one roll are which of another's.

    Attributes:
        here: the numbers of the names in the one.
        there: the numbers of the same names in the other.
        loose: where, in here and there, the names are not the same to the letter.
        total: where, in here and there, the total is; None when it is not among them.
        is_whole: whether the two have the same names.
    """

    def __init__(self, one: Roll, other: Roll) -> None:
        self.is_whole = one.at.keys() == other.at.keys()
        self.here: Sequence[int] = range(len(one.names))
        self.there: Sequence[int] = self.here
        self.loose: frozenset[int] = frozenset()
        if one.names != other.names:
            pairs = [(number, other.at[name]) for number, name in enumerate(one.names) if name in other.at]
            loose = [] if self.is_whole else list(_alike(one, other))
            self.loose = frozenset(range(len(pairs), len(pairs) + len(loose)))
            self.here = [number for number, _ in (*pairs, *loose)]
            self.there = [number for _, number in (*pairs, *loose)]
        self.total = None if one.total is None or other.total is None else self.here.index(one.total)


def _alike(one: Roll, other: Roll) -> Iterator[tuple[int, int]]:
    """Give the names that only one has, and that begin as only one other does that the one has not."""
    starts: dict[str, list[str]] = {}
    for name in other.names:
        if name not in one.at:
            starts.setdefault(name[:START], []).append(name)
    for number, name in enumerate(one.names):
        if name not in other.at:
            alike = [likely for likely in starts.get(name[:START], ()) if same_thing(name, likely)]
            if len(alike) == 1:
                yield number, other.at[alike[0]]


class Match:
    """Two columns on different sheets, name by name.

    Args:
        one: a column.
        other: another.
        alignment: which of their names are the same.
    """

    def __init__(self, one: Series, other: Series, alignment: Alignment) -> None:
        self.one = one
        self.other = other
        self._alignment = alignment
        self._left_out: frozenset[int | None] = frozenset()
        if one.names.block.is_turned or other.names.block.is_turned:
            # many a heading begins as another does; and a total of more or other columns is another total
            self._left_out = alignment.loose if alignment.is_whole else alignment.loose | {alignment.total}
        here, there = one.amounts, other.amounts
        both = ((at, here[i], there[j]) for at, (i, j) in enumerate(zip(alignment.here, alignment.there, strict=True)))
        self._told = [(at, a, b) for at, a, b in both if a is not None and b is not None and at not in self._left_out]

    @cached_property
    def step(self) -> float:
        """The step that the coarser of them is given in, in kronor."""
        return max(self.one.unit, self.other.unit)

    def unequal(self) -> list[Pair]:
        """Give the pairs of figures that are not equal."""
        edge = self.step * EDGE
        return [self._pair(at, a, b) for at, a, b in self._told if a != b and abs(a - b) > edge]

    def telling(self, telling_kr: int) -> list[tuple[Number, Number]]:
        """Give the two amounts of what is large enough to tell something."""
        low = -telling_kr
        return [(a, b) for _, a, b in self._told if not (low < a < telling_kr and low < b < telling_kr)]

    def telling_parts(self, telling_kr: int) -> list[tuple[Number, Number]]:
        """Give the same and what is unequal, however small, without the total where there are parts.

        It differs as soon as one part does.
        """
        edge, low, total = self.step * EDGE, -telling_kr, self._alignment.total
        told = [
            (at, a, b)
            for at, a, b in self._told
            if not (low < a < telling_kr and low < b < telling_kr) or abs(a - b) > edge
        ]
        return [(a, b) for at, a, b in told if at != total] or [(a, b) for _, a, b in told]

    def sizes(self) -> list[Number]:
        """Give how large the equal amounts are."""
        edge = self.step * EDGE
        return [abs(a) for _, a, b in self._told if abs(a - b) <= edge]

    def _pair(self, at: int, a: Number, b: Number) -> Pair:
        here, there = self._alignment.here[at], self._alignment.there[at]
        one, other = self.one.figure(here, a), self.other.figure(there, b)
        same_measure = self.one.meaning.is_same_measure(self.other.meaning)
        about_deviation = Measure.DEVIATION in self.one.meaning.bases | self.other.meaning.bases
        is_same = at not in self._alignment.loose
        return Pair(self.one.names.label(here), one, other, is_same, same_measure, about_deviation)

    def equal_to(self, place: Place) -> Place | None:
        """Give the cell of the other column that is equal to a cell of either; None when there is none."""
        alignment = self._alignment
        for one, other, here, there in (
            (self.one, self.other, alignment.here, alignment.there),
            (self.other, self.one, alignment.there, alignment.here),
        ):
            number = one.number_of(place)
            if number is not None and number in here:
                at = here.index(number)
                a, b = one.amounts[number], other.amounts[there[at]]
                if a is not None and b is not None and abs(a - b) <= self.step * EDGE and at not in self._left_out:
                    return other.place(there[at])
        return None


class Aligner:
    """Aligns rolls, each two of them once."""

    def __init__(self) -> None:
        self._known: dict[tuple[Roll, Roll], Alignment] = {}

    def match(self, one: Series, other: Series) -> Match | None:
        """Put two columns side by side; None when their headings speak of different things."""
        turned = one.names.block.is_turned or other.names.block.is_turned
        if one.meaning.conflicts(other.meaning) or are_numbered(one.sheet, other.sheet):
            return None
        if turned and one.name != other.name:
            return None  # where a row is compared, the same amounts under the same names are too little to go by
        rolls = one.names.roll, other.names.roll
        alignment = self._known.get(rolls)
        if alignment is None:
            alignment = self._known[rolls] = Alignment(*rolls)
        return Match(one, other, alignment)


@lru_cache(maxsize=10_000)
def are_numbered(one: str, other: str) -> bool:
    """Tell whether two sheets are called the same with another number: as scenarios and departments are.

    What a program calls new sheets says nothing.

    >>> are_numbered("Alternativ 1", "Alternativ 2"), are_numbered("Blad1", "Blad2"), are_numbered("Bok 1", "Lån 2")
    (True, False, False)
    """
    first, second = _NUMBER.search(one), _NUMBER.search(other)
    if not (first and second) or first[0] == second[0]:
        return False
    names = {_NUMBER.sub("", name).strip(_AROUND_NUMBER).casefold() for name in (one, other)}
    return len(names) == 1 and names.isdisjoint(_OF_NEW_SHEETS)


def find_matches(listing: Listing) -> Iterator[Match]:
    """Find the columns, and the rows, that correspond to each other.

    Args:
        listing: the figures of a whole book.

    Yields:
        Each two on different sheets that correspond.
    """
    aligner = Aligner()
    for one, other in share_an_amount([*listing.tables, *listing.turned]):
        match = aligner.match(one, other)
        if match and are_mostly_equal(match.telling_parts(TELLING_KR), match.step):
            yield match


def share_an_amount(tables: Iterable[Names]) -> Iterator[tuple[Series, Series]]:
    """Give each two columns on different sheets that share a named amount, of those that they are looked up by."""
    tried: set[tuple[Series, Series]] = set()
    for lines in lines_by_probe(tables).values():
        seen: set[Number | None] = set()
        common: set[Number | None] = set()
        amounts = [_in_kronor(line, names.kr_each) for names, line in lines]
        for line in amounts:
            common |= seen.intersection(line)
            seen.update(line)
        common = {kr for kr in common if kr is not None and not -TELLING_KR < kr < TELLING_KR}
        if not common:
            continue
        shelves: dict[Number, list[Series]] = {}
        for (names, _), line in zip(lines, amounts, strict=True):
            for column, kr in zip(names.block.columns, line, strict=True):
                if kr in common and kr is not None:
                    shelves.setdefault(kr, []).append(names.series(column))
        for shelf in shelves.values():
            for two in combinations(shelf, 2):
                if two not in tried and two[0].sheet != two[1].sheet:
                    tried.add(two)
                    yield two


def _in_kronor(line: Sequence[Number | None], kr_each: int) -> Sequence[Number | None]:
    return line if kr_each == 1 else [None if number is None else number * kr_each for number in line]


def lines_by_probe(tables: Iterable[Names]) -> Mapping[str, list[tuple[Names, Sequence[Number | None]]]]:
    """Give the names on several sheets that tables are looked up by -> the tables, and what stands there."""
    found: dict[str, list[tuple[Names, Sequence[Number | None]]]] = {}
    for names in tables:
        for probe in names.roll.probes:
            found.setdefault(probe, []).append((names, names.across(probe)))
    return {name: lines for name, lines in found.items() if len({names.block.sheet.name for names, _ in lines}) > 1}


def are_mostly_equal(amounts: Sequence[tuple[Number, Number]], step: float) -> bool:
    """Tell whether two series are the same thing: most of their telling amounts are equal, and not by chance.

    Amounts that have changed places count as equal (see exchanges.py).

    Args:
        amounts: the two amounts of each name.
        step: the step that the coarser of them are given in.
    """
    edge = step * EDGE
    unequal = [(a, b) for a, b in amounts if a != b and abs(a - b) > edge]
    if len({a for a, b in amounts if a == b or abs(a - b) <= edge}) < FEWEST_EQUAL:
        return len(unequal) >= _FEWEST_MOVED and len(displaced(unequal)) >= _ALL_MOVED * len(amounts)
    missing = len(unequal) - (1 - _MOST_EQUAL) * len(amounts)
    return missing <= 0 or sum(abs(a - b) <= step for a, b in unequal) + len(displaced(unequal)) >= missing
