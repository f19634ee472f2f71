"""Totals that are wrong: how likely it is that a total with a difference is a slip, and no other figure altogether."""

import math
from collections.abc import Sequence

from enamnd_xl.reconcile.sums.arithmetic import Number, granularity, unit_of

_ERROR = 6.0  # bits that it costs to take a difference for an error in the table
_CERTAIN = 8.0  # bits that a lane with a difference can give at most
_SMALL = 0.02  # a difference of this part of the total is plausible where the pattern holds in other lanes
_STATED = 0.1  # and of this part where the label says that it is a sum of what stands beside it
_LARGE = 0.5  # and of this part where it holds in many others
_MANY = 2  # times as many lanes where it holds as where it does not
_FEWEST_STATED = 3  # parts that a total must have for its label to excuse more


def like_mean(total: Number, parts: Sequence[Number]) -> bool:
    """Tell whether a total lies among its parts, as means, shares and prices do.

    >>> like_mean(5, [4, 6]), like_mean(10, [4, 6])
    (True, False)
    """
    return min(parts) <= total <= max(parts)


def suspicion(total: Number, parts: Sequence[Number], difference: float) -> float:
    """Give the bits that a lane speaks for its total being these parts' sum but for an error.

    Args:
        total: what stands as the total.
        parts: the parts, blanks as zero.
        difference: total - sum of the parts, not zero.

    Returns:
        How much closer the total is than chance would bring it, less the cost of an error; more when one slip of the
        hand gives just this difference. Below zero when it speaks against.
    """
    largest = max(abs(total), max(parts), -min(parts))
    close = math.log2(largest / abs(difference))
    if is_slip(total, parts, difference):
        terms = [v for v in parts if v]
        tried = 2 * len(terms) + 20  # parts left out or doubled, digits swapped or changed
        close = max(close, math.log2(1 + largest / granularity(terms)) - math.log2(tried))
    return min(_CERTAIN, close - _ERROR)


def is_slip(total: Number, parts: Sequence[Number], difference: float) -> bool:
    """Tell whether one slip of the hand gives the difference.

    A part left out, counted twice or with the wrong sign; in the total two digits swapped, one digit changed.

    A total that equals one of its parts is no slip but a copy, and with one of two subtracted it is a difference.

    >>> [is_slip(t, [1200, 300, 45], t - 1545) for t in (1245, 1845, 1455, 1645, 1777)]
    [True, True, True, True, False]
    """
    unit = unit_of([total, *parts])
    off = round(difference / unit)
    units = [round(v / unit) for v in parts if v]
    if round(total / unit) in units:
        return False
    if off in units or -off in units or (len(units) > 2 and off % 2 == 0 and -off // 2 in units):
        return True
    stands = str(abs(round(total / unit)))
    meant = str(abs(round(total / unit) - off))
    if len(stands) != len(meant):
        return False
    unlike = [i for i, (a, b) in enumerate(zip(stands, meant, strict=True)) if a != b]
    return len(unlike) == 1 or (len(unlike) == 2 and [stands[i] for i in unlike] == [meant[i] for i in unlike[::-1]])


def is_plausible(
    total: Number, parts: Sequence[Number], difference: float, holds: int, fails: int, *, stated: bool = False
) -> bool:
    """Tell whether a total that does not add up may be taken for a wrong total.

    Args:
        total: what stands as the total.
        parts: its parts, blanks as zero.
        difference: total - sum of the parts, not zero.
        holds: in how many lanes the pattern adds up.
        fails: in how many it does not.
        stated: whether its label says that it is the sum of these parts.

    >>> [is_plausible(1085, [500, 300, 200], 85, 0, 1, stated=stated) for stated in (True, False)]
    [True, False]
    """
    if not total or sum(map(bool, parts)) < 2:
        return False
    if is_slip(total, parts, difference):
        return True
    if like_mean(total, parts):
        return False
    share = _share(total, parts, difference)
    if holds >= _MANY * fails:
        return share <= _LARGE
    return share <= _SMALL or (stated and is_close(total, parts, difference))


def is_close(total: Number, parts: Sequence[Number], difference: float) -> bool:
    """Tell whether a total is close enough to its parts to be meant as their sum, when its label says that it is.

    >>> is_close(1070, [500, 300, 200], 70), is_close(1200, [500, 300, 200], 200)
    (True, False)
    """
    return sum(map(bool, parts)) >= _FEWEST_STATED and _share(total, parts, difference) <= _STATED


def _share(total: Number, parts: Sequence[Number], difference: float) -> float:
    return abs(difference) / max(abs(total), max(parts), -min(parts))
