"""Find the series that correspond when one is in thousands of kronor and the other in kronor, said or not.

What is rounded to thousands is never equal to the krona, so these are looked for by their rounded amounts. A table that
does not say its unit is taken to be in thousands when its amounts are those of another table, rounded so.
"""

from collections.abc import Iterator, Sequence
from math import log

from enamnd_xl.reconcile.correspondence import (
    Figure,
    Listing,
    Pair,
    Series,
    Totals,
    pair_columns,
    pair_with_totals,
)
from enamnd_xl.reconcile.finding import Place
from enamnd_xl.reconcile.labels import TOTAL

THOUSAND = 1_000
_TELLING_KR = 100_000  # in thousands at least three digits: two such are equal by chance once in some hundred times
_FEWEST_EQUAL = 2
_FEWEST_ALONE = 3  # equal amounts that need no other sign
_TELLING_SLIP = 10  # units; smaller amounts are a thousandth of another by chance
_ALIKE = 3  # how many times a thousand two unequal amounts may differ, where all are said to be one thing


def find_pairs_in_thousands(listing: Listing) -> Iterator[list[Pair]]:
    """Find columns in thousands of kronor and the columns, or the totals, in kronor that they are; or the reverse.

    Args:
        listing: the figures of a whole book.

    Yields:
        For each two series that correspond, their figures in pairs, equal and unequal.
    """
    yield from _between_columns([one for series in listing.tables.values() for one in series])
    plain = [total for total in listing.totals if total[2].kr_each == 1]
    totals, coarse_totals = Totals(plain), Totals((name, of, _in_thousands(figure)) for name, of, figure in plain)
    for names, series in listing.tables.items():
        known = [name for name in names.rows if name != TOTAL and totals.named(name)]
        for one in series if known and names.block.kr == 1 else ():
            for pairs in (
                pair_with_totals(one.given_in(THOUSAND), known, totals),
                pair_with_totals(one, known, coarse_totals),
            ):
                if _correspond(pairs):
                    yield pairs


def _in_thousands(figure: Figure) -> Figure:
    return figure._replace(kr=figure.kr * THOUSAND, unit=figure.unit * THOUSAND, kr_each=THOUSAND)


def _between_columns(series: Sequence[Series]) -> Iterator[list[Pair]]:
    fine: dict[tuple[str, int], list[Series]] = {}
    for one in series:
        for name, kr in _telling(one):
            fine.setdefault((name, round(kr / THOUSAND)), []).append(one)
    for one in series:
        coarse = one.given_in(THOUSAND) if one.kr_each == 1 else one
        shelves = [fine.get((name, round(kr / THOUSAND)), ()) for name, kr in _telling(coarse)]
        for other in dict.fromkeys(other for shelf in shelves for other in shelf):
            if other.sheet != one.sheet and other.kr_each < coarse.kr_each:
                pairs = pair_columns(coarse, other)
                if _correspond(pairs):
                    yield pairs


def _telling(series: Series) -> Iterator[tuple[str, float]]:
    """Give the amounts a column is looked up by."""
    return ((name, kr) for name, kr in series.probes if abs(kr) >= _TELLING_KR)


def _correspond(pairs: Sequence[Pair]) -> bool:
    """Tell whether most telling amounts are equal when rounded, and not by chance.

    Two equal amounts are enough when also the others are of the same size, in thousands and in kronor.
    """
    told = [pair for pair in pairs if max(abs(pair.one.kr), abs(pair.other.kr)) >= _TELLING_KR]
    equal = [pair for pair in told if pair.is_equal]
    distinct = len({round(pair.one.kr) for pair in equal})
    alike = all(abs(pair.other.kr) / _ALIKE < abs(pair.one.kr) < abs(pair.other.kr) * _ALIKE for pair in told)
    return distinct >= (_FEWEST_EQUAL if alike else _FEWEST_ALONE) and 2 * len(equal) >= len(told)


def slipped(pairs: Sequence[Pair]) -> Iterator[Place]:
    """Give the cells that stand in another unit than their neighbours: off by a thousand, and of an unlike size."""
    from statistics import median  # here, for it costs a start more than most books have use for

    size = median([abs(pair.one.kr) for pair in pairs if pair.is_equal] or [0])
    for pair in pairs:
        if size and is_off_by_a_thousand(pair.one, pair.other):
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
