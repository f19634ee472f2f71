"""What the labels of a pattern's lines say for it and against it, in bits."""

from collections.abc import Sequence

from enamnd_xl.reconcile.labels import Measure, is_mean, is_total, measures
from enamnd_xl.reconcile.of_which import is_of_which
from enamnd_xl.reconcile.sums.grid import Grid, Pattern
from enamnd_xl.reconcile.terms import Terms

_LABEL = 4.0  # bits of a word for total, with the total or with a part
_NEVER = -1000.0
_SUM = Terms(
    "summa delsumma slutsumma totalsumma totalt total subtotal grandtotal sum summe gesamtsumme s:a",
    phrases=("sub total", "grand total"),
)
_CHANGE = Terms("change", pieces=("ändring", "endring"))
_TAKEN_AWAY = ("avgår", "less:", "minus")
_MINUS = ("-", "–", "−")
_NO_PARTS = frozenset({Measure.SHARE, Measure.DEVIATION, Measure.RESULT})


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


def is_stated(grid: Grid, lane: int, pattern: Pattern, confirmed: bool = False) -> bool:
    """Tell whether a label says that its line is the sum of these lines, and nothing in the lane says otherwise.

    All of a whole county may be a total of more than the table shows; a sum is one of what stands there. Where a part
    is not given the total may count it all the same, unless it is confirmed in another lane that these are its parts;
    and means do not add up.
    """
    label, parts = grid.labels[pattern.total], pattern.operands
    if not _SUM.begin(label):
        return False
    if is_mean(label) or is_mean(grid.lane_labels[lane]):
        return False
    if (not confirmed and any(grid.lanes[lane][p] is None for p in parts)) or counts_of_which(grid.labels, pattern):
        return False
    return not any(is_total(grid.labels[p]) or is_no_part(grid.labels[p]) for p in parts)


def is_no_part(label: str) -> bool:
    """Tell whether a line is called something that is seldom a part of a total: a share, a deviation or a result."""
    return bool(measures(label) & _NO_PARTS)


def is_difference(labels: Sequence[str], pattern: Pattern) -> bool:
    """Tell whether one of two parts is called a deviation: then it is a difference between the lines, and no sum.

    >>> is_difference(["Intäkt", "Kostnad", "Avvikelse"], Pattern(0, (1, 2)))
    True
    """
    if len(pattern.operands) != 2 or _is_deviation(labels[pattern.total]):
        return False
    first, second = pattern.operands
    return _is_deviation(labels[first]) != _is_deviation(labels[second])


def counts_changes(labels: Sequence[str], pattern: Pattern) -> bool:
    """Tell whether some of the parts, not all, are called deviations or changes: they are no parts of an amount.

    >>> counts_changes(["Prognos 1", "Prognos 2", "Ändring", "Avvikelse"], Pattern(0, (1, 2, 3)))
    True
    """
    named = [_is_deviation(label) or _CHANGE.are_in(label) for label in (labels[p] for p in pattern.operands)]
    return any(named) and not all(named) and not is_total(labels[pattern.total])


def counts_of_which(labels: Sequence[str], pattern: Pattern) -> bool:
    """Tell whether some parts, not all, are called parts of another line: they would be counted twice."""
    named = sum(is_of_which(labels[p]) for p in pattern.operands)
    return 0 < named < len(pattern.operands)


def counts_twice(grid: Grid, pattern: Pattern) -> bool:
    """Tell whether a part is called a part of another of them."""
    wholes = grid.wholes
    return bool(wholes) and any(wholes.get(p, -1) in pattern.operands for p in pattern.operands)


def takes_away(grid: Grid, pattern: Pattern, lanes: Sequence[int]) -> bool:
    """Tell whether a part is to be taken away, as its label says, and stands without a minus.

    A minus sign before a label says so where a plus stands before another: in other lists it is a dash.
    """
    labels = {p: grid.labels[p].strip().casefold() for p in pattern.operands}
    signs = any(label.startswith("+") for label in labels.values())
    taken = [p for p, label in labels.items() if label.startswith(_TAKEN_AWAY) or (signs and label.startswith(_MINUS))]
    return any(grid.filled[lane][p] > 0 for p in taken for lane in lanes)


def _is_deviation(label: str) -> bool:
    return Measure.DEVIATION in measures(label)
