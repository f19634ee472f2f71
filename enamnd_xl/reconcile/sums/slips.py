"""Totals that are wrong: how likely it is that a total with a difference is a slip, and no other figure altogether."""

import math
from collections.abc import Sequence

from enamnd_xl.reconcile.sums.arithmetic import common_step, unit_of
from enamnd_xl.workbook.snapshot import Number

_ERROR = 6.0  # bits that it costs to take a difference for an error in the table
_CERTAIN = 8.0  # bits that a lane with a difference can give at most
_SMALL = 0.02  # a difference of this part of the total is plausible where the pattern holds in other lanes
_STATED = 0.1  # and of this part where the label says that it is a sum of what stands beside it
_LARGE = 0.5  # and of this part where it holds in many others
_OF_DIGITS = 20  # ways to swap or change digits in a total
_THOUSAND = 1_000
_MANY = 2  # times as many lanes where it holds as where it does not
_FEWEST_LISTED = 8  # parts that tell the total of a list by one more lane that holds
_NOISE = 1e-9  # binary noise, as a part of a total
_FEWEST_STATED = 3  # parts that a total must have for its label to excuse more


def like_mean(total: Number, parts: Sequence[Number]) -> bool:
    """Tell whether a total lies among its parts, as means, shares and prices do.

    >>> like_mean(5, [4, 6]), like_mean(10, [4, 6])
    (True, False)
    """
    return min(parts) <= total <= max(parts)


def is_apart(total: Number, parts: Sequence[Number]) -> bool:
    """Tell whether a total is nothing that the parts make together: it lies among them, or is nearer to one alone.

    >>> is_apart(5, [4, 6]), is_apart(61_250_000, [61_249_999, 40.5]), is_apart(1545, [1200, 300, 40])
    (True, True, False)
    """
    return like_mean(total, parts) or min(abs(total - part) for part in parts) < abs(total - sum(parts))


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
    if tried := slips_tried(total, parts, difference):
        terms = [v for v in parts if v]
        close = max(close, math.log2(1 + largest / common_step(terms)) - math.log2(tried))
    return min(_CERTAIN, close - _ERROR)


def slips_tried(total: Number, parts: Sequence[Number], difference: float) -> int:
    """Tell whether one slip of the hand gives the difference: how many had been tried when it was found; 0 if none.

    A part left out, counted twice or with the wrong sign; the total with the wrong sign, with two digits swapped or one
    changed. Then, as there are more ways to do it: in a part two digits swapped, or a part or the total in thousands
    unlike the others.

    A total that equals one of its parts is no slip but a copy, and with one of two subtracted it is a difference.

    >>> [slips_tried(t, [1200, 300, 45], t - 1545) for t in (1245, 1845, 1455, 1645, 1777)]
    [26, 26, 26, 26, 0]
    >>> slips_tried(1545, [1020, 300, 45], 180), slips_tried(1545, [1200, 300_000, 45], -299_700)
    (44, 44)
    """
    unit = unit_of([total, *parts])
    off = round(difference / unit)
    stands = round(total / unit)
    units = [round(v / unit) for v in parts if v]
    if stands in units or not units:
        return 0
    if off == 2 * stands or off in units or -off in units or (len(units) > 2 and off % 2 == 0 and -off // 2 in units):
        return 2 * len(units) + _OF_DIGITS
    unlike = _unlike_digits(stands, stands - off)
    if len(unlike) == 1 or (len(unlike) == 2 and unlike[0] == unlike[1][::-1]):
        return 2 * len(units) + _OF_DIGITS
    if len(units) > 2 and (_in_thousands(stands, off, units) or _swapped_in_a_part(off, units)):
        return 8 * len(units) + _OF_DIGITS
    return 0


def _unlike_digits(one: int, other: int) -> list[tuple[str, str]]:
    """Give the digits in which two numbers differ, in pairs; none when they are not equally long."""
    a, b = str(abs(one)), str(abs(other))
    return [pair for pair in zip(a, b, strict=True) if pair[0] != pair[1]] if len(a) == len(b) else []


def _in_thousands(total: int, off: int, parts: Sequence[int]) -> bool:
    """Tell whether it adds up when the total or one of the parts is multiplied or divided by a thousand."""
    others = _THOUSAND - 1
    return any(off * _THOUSAND == -others * part or off == others * part for part in parts) or (
        off * _THOUSAND == others * total or off == -others * total
    )


def _swapped_in_a_part(off: int, parts: Sequence[int]) -> bool:
    """Tell whether it adds up when two digits of one of the parts change places; that changes it by some nines."""
    if off % 9:
        return False
    pairs = ((part, _unlike_digits(part, part + off)) for part in parts)
    return any(len(unlike) == 2 and unlike[0] == unlike[1][::-1] for part, unlike in pairs)


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
    if not total or sum(map(bool, parts)) < 2 or _is_counted_twice(total, difference):
        return False
    if slips_tried(total, parts, difference):
        return True
    share = _share(total, parts, difference)
    if like_mean(total, parts):  # as what revenues and costs with their signs come to nearly always does
        return min(parts) < 0 < max(parts) and holds >= _MANY * fails and share <= _STATED
    if stated and holds >= fails:
        return True
    if holds >= _MANY * fails:
        return share <= _LARGE
    if holds >= fails and len(parts) >= _FEWEST_LISTED and share <= _STATED:
        return True
    return share <= _SMALL or (stated and is_close(total, parts, difference))


def _is_counted_twice(total: Number, difference: float) -> bool:
    """Tell whether the parts come to just twice the total: subtotals stand among them, and the total is right."""
    return abs(total + difference) <= abs(total) * _NOISE


def is_close(total: Number, parts: Sequence[Number], difference: float) -> bool:
    """Tell whether a total is close enough to its parts to be meant as their sum, when its label says that it is.

    >>> is_close(1070, [500, 300, 200], 70), is_close(1200, [500, 300, 200], 200)
    (True, False)
    """
    return sum(map(bool, parts)) >= _FEWEST_STATED and _share(total, parts, difference) <= _STATED


def _share(total: Number, parts: Sequence[Number], difference: float) -> float:
    return abs(difference) / max(abs(total), max(parts), -min(parts))
