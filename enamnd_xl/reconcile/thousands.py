"""Find the series that correspond when one is in thousands of kronor and the other in kronor, said or not.

What is rounded to thousands is never equal to the krona, so these are looked for by their rounded amounts. A table that
does not say its unit is taken to be in thousands when its amounts are those of another table, rounded so.
"""

from collections.abc import Iterator, Sequence
from math import log

from enamnd_xl.reconcile.correspondence import EDGE, FEWEST_EQUAL, Aligner, Match, Pair, lines_by_probe
from enamnd_xl.reconcile.finding import Place
from enamnd_xl.reconcile.named_totals import Totals, pair_with_totals
from enamnd_xl.reconcile.series import Figure, Listing, Series
from enamnd_xl.workbook.snapshot import Number

THOUSAND = 1_000
_TELLING_KR = 100_000  # in thousands at least three digits: two such are equal by chance once in some hundred times
_FEWEST_ALONE = 3  # equal amounts that need no other sign
_TELLING_SLIP = 10  # units; smaller amounts are a thousandth of another by chance
_ALIKE = 3  # how many times a thousand two unequal amounts may differ, where all are said to be one thing


def find_matches_in_thousands(listing: Listing) -> Iterator[Match]:
    """Find columns in thousands of kronor and the columns in kronor that they are.

    Args:
        listing: the figures of a whole book.

    Yields:
        Each two on different sheets that correspond.
    """
    aligner = Aligner()
    for coarse, fine in _share_a_rounded_amount(listing):
        match = aligner.match(coarse, fine)
        if match and _correspond(match.telling(_TELLING_KR), match.step):
            yield match


def find_totals_in_thousands(listing: Listing, totals: Totals) -> Iterator[list[Pair]]:
    """Find columns whose items are totals elsewhere, where one of the two is in thousands of kronor.

    Args:
        listing: the figures of a whole book.
        totals: its totals that are not said to be in thousands.

    Yields:
        For each such column, its figures and those totals in pairs, equal and unequal.
    """
    for names in listing.tables:
        known = totals.known_of(names.roll)
        for column in names.block.columns if known and names.kr_each == 1 else ():
            for one, total_kr in ((names.series(column, THOUSAND), None), (names.series(column), THOUSAND)):
                pairs = pair_with_totals(one, known, totals, total_kr)
                told = [
                    (pair.one.kr, pair.other.kr)
                    for pair in pairs
                    if max(abs(pair.one.kr), abs(pair.other.kr)) >= _TELLING_KR
                ]
                if _correspond(told, max((max(pair.one.unit, pair.other.unit) for pair in pairs), default=0)):
                    yield pairs


def _share_a_rounded_amount(listing: Listing) -> Iterator[tuple[Series, Series]]:
    """Give each two columns, the first in thousands and the other not, that share a named amount when it is rounded."""
    tried: set[tuple[Series, Series]] = set()
    for lines in lines_by_probe(listing.tables).values():
        fine: dict[int, list[Series]] = {}
        for names, line in lines:
            least = _TELLING_KR / names.kr_each
            for column, number in zip(names.block.columns, line, strict=True):
                if number is not None and not -least < number < least:
                    fine.setdefault(round(number * names.kr_each / THOUSAND), []).append(names.series(column))
        for names, line in lines if fine else ():
            kr_each = max(names.kr_each, THOUSAND)
            for column, number in zip(names.block.columns, line, strict=True):
                if number:
                    for other in fine.get(round(number * kr_each / THOUSAND), ()):
                        one = names.series(column, kr_each)
                        if other.sheet != one.sheet and other.kr_each < kr_each and (one, other) not in tried:
                            tried.add((one, other))
                            yield one, other


def _correspond(told: Sequence[tuple[Number, Number]], step: float) -> bool:
    """Tell whether most telling amounts are equal when rounded, and not by chance.

    Two equal amounts are enough when also the others are of the same size, in thousands and in kronor.
    """
    equal = [a for a, b in told if abs(a - b) <= step * EDGE]
    alike = all(abs(b) / _ALIKE < abs(a) < abs(b) * _ALIKE for a, b in told)
    fewest = FEWEST_EQUAL if alike else _FEWEST_ALONE
    return len(set(map(round, equal))) >= fewest and 2 * len(equal) >= len(told)


def slipped(unequal: Sequence[Pair], sizes: Sequence[Number]) -> Iterator[Place]:
    """Give the cells that stand in another unit than their neighbours: off by a thousand, and of an unlike size.

    Args:
        unequal: the pairs of two series that are not equal.
        sizes: how large the equal ones are.
    """
    slips = [pair for pair in unequal if is_off_by_a_thousand(pair.one, pair.other)]
    if not slips or not sizes:
        return
    from statistics import median  # here, for it costs a start more than most books have use for

    if size := median(sizes):
        for pair in slips:
            yield max(pair.one, pair.other, key=lambda figure: abs(log(abs(figure.kr) / size))).place


def is_off_by_a_thousand(one: Figure, other: Figure) -> bool:
    """Tell whether one amount is the other in thousands, rounded.

    >>> place = Place("Blad", (2, 2))
    >>> is_off_by_a_thousand(Figure(place, 637, 1), Figure(place, 637032, 1))
    True
    """
    small, large = sorted((one, other), key=lambda figure: abs(figure.kr))
    near = abs(small.kr * THOUSAND - large.kr) <= max(small.unit * THOUSAND, large.unit) / 2
    return near and abs(small.kr) >= _TELLING_SLIP * small.kr_each
