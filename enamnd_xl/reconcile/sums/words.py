"""What the labels of a pattern's lines say for it and against it, in bits."""

from collections.abc import Sequence

from enamnd_xl.reconcile.labels import Measure, is_of_which, is_total, measures
from enamnd_xl.reconcile.sums.grid import Pattern

_LABEL = 4.0  # bits of a word for total, with the total or with a part
_NEVER = -1000.0


def label_bits(labels: Sequence[str], pattern: Pattern) -> float:
    """Give what the labels say: that the total is called one, or that a part is one instead, or no part of it.

    >>> labels = ["Lön", "Hyra", "varav lokal", "Avvikelse", "Summa"]
    >>> [label_bits(labels, Pattern(*p)) for p in ((4, (0, 1)), (0, (1, 3)), (0, (1, 2)))]
    [4.0, -1000.0, -4.0]
    """
    if is_difference(labels, pattern):
        return _NEVER
    if is_total(labels[pattern.total]):
        return _LABEL - (_LABEL if counts_of_which(labels, pattern) else 0.0)
    against = any(is_total(labels[p]) for p in pattern.operands) or counts_of_which(labels, pattern)
    return -_LABEL if against else 0.0


def is_difference(labels: Sequence[str], pattern: Pattern) -> bool:
    """Tell whether one of two parts is called a deviation: then it is a difference between the lines, and no sum.

    >>> is_difference(["Intäkt", "Kostnad", "Avvikelse"], Pattern(0, (1, 2)))
    True
    """
    if len(pattern.operands) != 2 or _is_deviation(labels[pattern.total]):
        return False
    first, second = pattern.operands
    return _is_deviation(labels[first]) != _is_deviation(labels[second])


def counts_of_which(labels: Sequence[str], pattern: Pattern) -> bool:
    """Tell whether some parts, not all, are called parts of another line: they would be counted twice."""
    named = sum(is_of_which(labels[p]) for p in pattern.operands)
    return 0 < named < len(pattern.operands)


def _is_deviation(label: str) -> bool:
    return Measure.DEVIATION in measures(label)
