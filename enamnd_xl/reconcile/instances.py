"""The lines of a relation between columns or rows: what each should be, and how well they speak for it."""

from collections.abc import Collection, Mapping, Sequence
from math import isclose, log2
from typing import NamedTuple

from enamnd_xl.reconcile.fields import Field, Kind
from enamnd_xl.reconcile.labels import is_mean, is_order_statistic
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.snapshot import Number

_OF_A_FACTOR = 1e-10  # what a product may be off by, as a part of it: a factor is stored with some twelve digits
_OERE = 2  # decimals
_FEWEST = 5  # lines on which a relation has to hold when figures alone speak for it
_MOST = 0.8  # and the part of the lines
_OTHERWISE = 5  # telling lines at an end of a table, none of them near, that are of something else
_MANY = 0.4  # the part when the headings speak for it too
_FEWEST_NAMED: Mapping[Kind, int] = {"per styck": 3, "förändring": 4}  # lines where the heading names the kind
_ODD = 0.1  # the part of those that may be odd, or one of them
QUOTIENTS: Collection[Kind] = ("kvot", "per styck", "förändring")
STRICT: Collection[Kind] = ("per styck", "förändring")  # what must hold on nearly all lines to be believed
_FEWEST_LIMITED = 2  # lines with nothing that show a limit
_BITS = 8.0  # that the shares must give which are as they should be
_LARGE = 20  # a figure of so many units is told from its neighbour a unit away by no chance


class Instance(NamedTuple):
    """One line of a relation: where the result stands, from which cells it follows, and what it should be.

    A line is telling when the result is not one of its terms: 5 - 0 and 5 x 1 say nothing of what the column is. The
    slack is how far off a share may be because the amounts that it follows from are shown rounded themselves.
    """

    cell: Cell
    left: Cell
    right: Cell
    found: Number
    expected: float
    unit: float
    is_telling: bool = True
    slack: float = 0

    @property
    def difference(self) -> float:
        """Found - expected."""
        return self.found - self.expected

    @property
    def holds(self) -> bool:
        """Whether the result is the expected one, rounded as it is shown."""
        return abs(self.difference) <= self.unit * (0.5 + 1e-9)

    @property
    def is_near(self) -> bool:
        """Whether rounding may explain what differs."""
        return abs(self.difference) <= self.unit * (1 + 1e-9) + self.slack


def work_out(kind: Kind, result: Field, left: Field, right: Field, factor: int = 1) -> list[Instance]:
    """Work out a relation on all lines that have the three figures.

    Args:
        kind: what the result is of the others.
        result: the column, or the row, that follows; likewise left and right.
        factor: how many units of the result one unit of an amount for one of something is: 1000 for tkr in kr.
    """
    scaled, unit = result.scale(kind)
    factor *= scaled
    places = max(left.decimals, right.decimals)
    instances = []
    for line, found in result.figures.items():
        a, b = left.figures.get(line), right.figures.get(line)
        if a is None or b is None or _says_nothing(kind, found, a, b, result.is_total(line)):
            continue
        expected = reckon(kind, a, b, factor)
        if kind in ("differens", "summa"):
            expected = round(expected, places)
        elif kind in ("kvot", "produkt") and (
            found == round(expected, _OERE) or isclose(found, expected, rel_tol=_OF_A_FACTOR)
        ):
            expected = found  # it has been rounded to öre, or to the hundredth
        off = slack(kind, factor * a / b, left.step / abs(a), right.step / abs(b)) if kind in QUOTIENTS and a else 0.0
        is_telling = bool(expected and found) and expected not in (a, b)
        if kind in STRICT and abs(found - expected) <= unit + off:
            expected = found  # what it was rounded from, and when, is not known
        elif kind == "per styck" and result.is_total(line):
            continue  # it may as well be the mean of those above
        if abs(found - expected) > unit and _is_of_others(kind, result.line_name(line)):
            continue
        if kind == "differens":
            is_telling = is_telling and min(abs(a), abs(b)) >= unit  # an amount less a share is the amount
        elif kind == "produkt":
            is_telling = is_telling and max(abs(expected), abs(found)) >= unit  # what is not seen is no product
        instances.append(
            Instance(result.cell(line), left.cell(line), right.cell(line), found, expected, unit, is_telling, off)
        )
    return instances


def reckon(kind: Kind, a: Number, b: Number, factor: int) -> float:
    """Reckon a result from its two terms.

    >>> reckon("förändring", 110, 100, 100), reckon("per styck", 38_514, 42, 1000)
    (10.0, 917000.0)
    """
    if kind == "differens":
        return a - b
    if kind == "summa":
        return a + b
    if kind == "produkt":
        return a * b
    return factor * (a - b) / b if kind == "förändring" else factor * a / b


def slack(kind: Kind, quotient: float, left: float, right: float) -> float:
    """Give how far off a quotient may be by the rounding of its terms, given as parts of them; a number is exact."""
    return abs(quotient) * (left if kind == "per styck" else left + right) / 2


def _is_of_others(kind: Kind, name: str) -> bool:
    """Tell whether a line sums up others so that it does not follow the relation: a mean of quotients, a median."""
    return is_order_statistic(name) or (kind not in ("differens", "summa") and is_mean(name))


def _says_nothing(kind: Kind, found: Number, a: Number, b: Number, in_total: bool) -> bool:
    """Tell whether a line cannot follow the relation: a total of products is a sum, what is written off is none."""
    if kind == "produkt":
        return in_total or not a or not b
    if kind == "per styck":
        return not found or not b
    return kind in QUOTIENTS and not b


def without_other_ends(kind: Kind, instances: Sequence[Instance]) -> Sequence[Instance]:
    """Leave out the lines at either end of a table that are many and all of something else than those between.

    A column of shares may be shares of one thing in some sections and of another in the rest.
    """
    held = [number for number, one in enumerate(instances) if one.is_telling and one.is_near]
    if kind != "kvot" or not held:
        return instances
    first, last = held[0], held[-1] + 1
    ends = [sum(one.is_telling for one in end) >= _OTHERWISE for end in (instances[:first], instances[last:])]
    return instances[first if ends[0] else 0 : last if ends[1] else len(instances)]


def without_limited(kind: Kind, instances: Sequence[Instance]) -> Sequence[Instance]:
    """Leave out the lines where a difference would have the other sign and is nothing instead.

    What is above a ceiling, or is left to pay, is never less than nothing.
    """
    held = [one for one in instances if one.holds]
    missed = [one for one in instances if not one.holds]
    if kind != "differens" or len(missed) < _FEWEST_LIMITED or any(one.found for one in missed):
        return instances
    ways = {one.expected > 0 for one in held if one.expected}, {one.expected > 0 for one in missed}
    return held if ways in (({True}, {False}), ({False}, {True})) else instances


def worth(kind: Kind, instances: Sequence[Instance], words: bool) -> float:
    """Tell how well a relation explains its lines: 0 when it is not to be believed."""
    told = [i for i in instances if i.is_telling]
    if kind in STRICT:
        return _strict_worth(kind, told, words)
    large = [i for i in told if abs(i.expected) > _LARGE * i.unit]  # and small figures little
    exact = sum(i.holds for i in told)
    near = sum(abs(i.difference) <= i.unit * (1 + 1e-9) for i in large)
    held = max(exact, near if exact else 0)
    fewest = (2 if kind == "kvot" else 1) if words else _FEWEST
    enough = held >= fewest and held >= (_MANY if words else _MOST) * len(told)
    if kind == "kvot" and sum(log2(1 + size) for size in {abs(i.expected) / i.unit for i in told if i.holds}) < _BITS:
        return 0  # shares of few steps are near each other by chance
    if not enough or (not words and near < _FEWEST) or (kind == "produkt" and _is_trivial(instances)):
        return 0
    return held / len(told) + exact / len(told) + words


def _strict_worth(kind: Kind, told: Sequence[Instance], words: bool) -> float:
    """Tell the worth of a relation that must hold on nearly all lines: the heading does not say of what it is one."""
    held = sum(i.holds for i in told)
    fewest = _FEWEST_NAMED[kind] if words else _FEWEST
    if held < fewest or len(told) - held > max(1, _ODD * len(told)) or (not words and _is_trivial(told)):
        return 0
    return 2 * held / len(told) + words


def _is_trivial(instances: Sequence[Instance]) -> bool:
    """Tell whether a product only repeats one of its factors."""
    return len({i.expected for i in instances}) < 2
