"""Amounts that stand under each other's names: two that have changed places, or several, as when a row slipped in."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeVar

from enamnd_xl.workbook.snapshot import Number

_FEWEST_MOVED = 3  # amounts that show that names and amounts have slipped out of step
TELLING_KR = 100  # smaller amounts are equal by chance too often to be evidence

Pair = TypeVar("Pair")


def displaced(unequal: Sequence[tuple[Number, Number]]) -> list[int]:
    """Tell which of some unequal amounts stand in the other series all the same, under another name.

    Args:
        unequal: the two amounts of each name.

    Returns:
        Their numbers, from 0. Amounts that occur twice in a series, and small ones, do not tell.

    >>> displaced([(700, 900), (900, 700), (500, 512)]), displaced([(700, 650), (900, 700), (800, 900)])
    ([0, 1], [0, 1, 2])
    """
    ones, others = Counter(one for one, _ in unequal), Counter(other for _, other in unequal)
    known = {kr for kr in ones.keys() & others.keys() if ones[kr] == others[kr] == 1 and abs(kr) >= TELLING_KR}
    return [number for number, (one, other) in enumerate(unequal) if one in known or other in known]


def group_displaced(pairs: Sequence[Pair], amounts: Sequence[tuple[Number, Number]]) -> Iterator[list[Pair]]:
    """Give the pairs whose amounts have changed places: first two and two, then the others together.

    Args:
        pairs: pairs that are not equal.
        amounts: the two amounts of each.

    >>> list(group_displaced("abcde", [(700, 900), (900, 700), (1, 500), (500, 600), (600, 1)]))
    [['a', 'b'], ['c', 'd', 'e']]
    """
    left = displaced(amounts)
    crosswise = {amounts[number]: number for number in left}
    for number in list(left):
        back = crosswise.get(amounts[number][::-1])
        if back is not None and number < back:
            yield [pairs[number], pairs[back]]
            left.remove(number)
            left.remove(back)
    if len(left) >= _FEWEST_MOVED:
        yield [pairs[number] for number in left]
