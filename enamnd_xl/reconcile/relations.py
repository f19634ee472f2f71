"""Find how the columns of a table follow from each other: differences, quotients and products.

A relation is accepted when it holds on most lines, or when it holds on some and the headings say so too; then the
lines where it does not hold are the ones to look at. The same is done with rows in place of columns.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import permutations
from math import isclose
from typing import NamedTuple

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.fields import Field, Kind
from enamnd_xl.reconcile.labels import Measure, measures
from enamnd_xl.workbook.addition import addends
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.references import references
from enamnd_xl.workbook.snapshot import Number

_ALL_COMBINATIONS = 9  # up to so many columns every pair is tried; in wider tables only near neighbours
_REACH = 4  # how far away, in columns, the terms may stand in a wide table
_MOST_READ = 50  # columns of one area
_OF_A_FACTOR = 1e-10  # what a product may be off by, as a part of it: a factor is stored with some twelve digits
_OERE = 2  # decimals
_FEWEST = 5  # lines on which a relation has to hold when figures alone speak for it
_MOST = 0.8  # and the part of the lines
_MANY = 0.4  # the part when the headings speak for it too
_LARGE = 20  # a figure of so many units is told from its neighbour a unit away by no chance
_PAIRS = (
    (Measure.REVENUE, Measure.COST),
    (Measure.BUDGET, Measure.ACTUAL),
    (Measure.BUDGET, Measure.FORECAST),
    (Measure.FORECAST, Measure.ACTUAL),
)


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


class Relation(NamedTuple):
    """How one column follows from two others: result = left - right, left + right, left / right or left x right.

    Args:
        kind: which of them.
        result: the column's heading (or the row's label, when rows follow from rows), likewise left and right.
        instances: its lines.
    """

    kind: Kind
    result: str
    left: str
    right: str
    instances: tuple[Instance, ...]

    @property
    def is_named(self) -> bool:
        """Whether the result's heading says what it is."""
        return bool(measures(self.result) & {Measure.DEVIATION, Measure.RESULT, Measure.SHARE})

    @property
    def is_additive(self) -> bool:
        """Whether its terms are added, or one is taken from the other."""
        return self.kind in ("differens", "summa")

    def triples(self) -> Iterator[frozenset[Cell]]:
        """Give the three cells of each line."""
        for one in self.instances:
            yield frozenset((one.cell, one.left, one.right))

    @property
    def formula(self) -> str:
        """The relation in words, as an accountant would write it."""
        sign = {"differens": "−", "summa": "+", "kvot": "/", "produkt": "×"}[self.kind]
        return f"{self.left or 'vänster'} {sign} {self.right or 'höger'}"


def find_relations(block: Block) -> tuple[Relation, ...]:
    """Find the relations between a table's columns.

    Of the ways to say the same thing (a = b - c, c = b - a) the one that the headings ask for is kept, else the one
    whose result stands last.
    """
    formulas = block.sheet.formulas
    fields = [Field(block, c, block.heading(c), across=False) for c in block.columns]
    kept: dict[frozenset[int], tuple[tuple[bool, float, int], Relation]] = {}
    reads = {field.position: _read_columns(formulas, field) for field in fields}
    for at, result in enumerate(fields):
        if _is_reckoned(result, formulas):
            continue  # its formulas say what it is, and the formula rules read them
        for left, right in permutations(_near(at, fields), 2):
            if result.position in reads[left.position] or result.position in reads[right.position]:
                continue  # what follows from it is no term of it
            for kind in _kinds(result):
                if kind == "produkt" and left.position > right.position:
                    continue  # the other way round it is the same
                if not _is_promising(kind, result, left, right):
                    continue
                words = _words_agree(kind, result, left, right)
                instances = _instances(kind, result, left, right)
                worth = _worth(kind, instances, words)
                if worth:
                    terms = frozenset((result.position, left.position, right.position))
                    rank = (words, worth, result.position)
                    if terms not in kept or rank > kept[terms][0]:
                        kept[terms] = rank, Relation(kind, result.name, left.name, right.name, tuple(instances))
    return _one_per_result(kept.values())


def _is_reckoned(field: Field, formulas: Mapping[Cell, str]) -> bool:
    """Tell whether all of a column's figures, two or more, are formulas."""
    if not all(field.cell(line) in formulas for line in field.sample[0]):
        return False
    return len(field.figures) > 1 and all(field.cell(line) in formulas for line in field.figures)


def _read_columns(formulas: Mapping[Cell, str], field: Field) -> set[int]:
    """Give the columns that a column's formulas read on their own line, on the lines that are tried first."""
    found: set[int] = set()
    for line in field.sample[0] if formulas else ():
        formula = formulas.get(field.cell(line))
        for one in references(formula) if formula else ():
            if one.sheet is None and one.area.top <= line <= one.area.bottom:
                found.update(range(one.area.left, min(one.area.right, one.area.left + _MOST_READ) + 1))
    return found


def _one_per_result(ranked: Iterable[tuple[tuple[bool, float, int], Relation]]) -> tuple[Relation, ...]:
    """Keep the best relation for each result."""
    best: dict[int, tuple[tuple[bool, float, int], Relation]] = {}
    for rank, relation in ranked:
        column = relation.instances[0].cell[1]
        if column not in best or rank > best[column][0]:
            best[column] = rank, relation
    return tuple(relation for _, relation in best.values())


def find_results(blocks: Sequence[Block]) -> tuple[Relation, ...]:
    """Find the row that is a sheet's result, revenue minus cost, where its labels name all three.

    Where the costs have a minus sign the two are added. It has to hold in half of the columns, or else to stand first
    after the totals and to begin with that word.
    """
    lines = [(row, label, block) for block in blocks for row, label in block.labels.items()]
    totals = {row for block in blocks for row in block.total_rows}
    revenue = [line for line in lines if line[0] in totals and Measure.REVENUE in measures(line[1])]
    cost = [line for line in lines if line[0] in totals and Measure.COST in measures(line[1])]
    if len(revenue) != 1 or len(cost) != 1 or revenue == cost:
        return ()
    left, right = _row_field(*revenue[0]), _row_field(*cost[0])
    kind: Kind = "summa" if _have_minus(right.figures.values()) else "differens"
    after = sorted((line for line in lines if line[0] > max(left.position, right.position)), key=lambda line: line[0])
    for line in after:
        if measures(line[1]) & {Measure.RESULT, Measure.DEVIATION}:
            result = _row_field(*line)
            instances = [
                one
                for one in _instances(kind, result, left, right)
                if not (_is_reckoned_otherwise(one, line) or _is_sum_of_deviations(one, line, (left, right)))
            ]
            held = sum(one.holds for one in instances)
            is_called_so = bool(measures(result.name.split()[0]) & {Measure.RESULT, Measure.DEVIATION})
            if instances and (2 * held >= len(instances) or (line is after[0] and is_called_so)):
                return (Relation(kind, result.name, left.name, right.name, tuple(instances)),)
    return ()


def _have_minus(figures: Iterable[Number]) -> bool:
    """Tell whether most figures are below zero."""
    signs = [figure < 0 for figure in figures if figure]
    return 2 * sum(signs) > len(signs)


def _row_field(row: int, label: str, block: Block) -> Field:
    return Field(block, row, label, across=True)


def _is_reckoned_otherwise(instance: Instance, line: tuple[int, str, Block]) -> bool:
    """Tell whether a result is a share, as in a column of per cent, by its heading or by its formula."""
    _, column = instance.cell
    block = line[2]
    formula = block.sheet.formulas.get(instance.cell)
    return Measure.SHARE in measures(block.heading(column)) or (formula is not None and addends(formula) is None)


def _is_sum_of_deviations(instance: Instance, line: tuple[int, str, Block], terms: Sequence[Field]) -> bool:
    """Tell whether a result adds its revenue and its cost in a column of deviations, where plus is good for both."""
    column, block = instance.cell[1], line[2]
    added = sum(field.figures[column] for field in terms)
    return Measure.DEVIATION in measures(block.heading(column)) and abs(instance.found - added) <= instance.unit


def _near(at: int, fields: Sequence[Field]) -> Sequence[Field]:
    """Pick the columns a column may follow from: all in a small table, in a wide one those beside it."""
    result = fields[at]
    if len(fields) <= _ALL_COMBINATIONS:
        return [field for field in fields if field is not result]
    before, after = (_REACH, _REACH) if measures(result.name) else (2, 0)
    window = fields[max(0, at - before) : at + after + 1]
    return [field for field in window if field is not result and -before <= field.position - result.position <= after]


def _is_promising(kind: Kind, result: Field, left: Field, right: Field) -> bool:
    """Try a relation on a few lines, so that the hopeless ones cost little."""
    factor, near_enough = result.sample_scale(kind)
    lines = near = 0
    for found, a, b in zip(result.sample[1], left.beside(result), right.beside(result), strict=True):
        if a is None or b is None or (kind == "kvot" and not b):
            continue
        lines += 1
        expected = a - b if kind == "differens" else a * b if kind == "produkt" else factor * a / b
        if -near_enough <= found - expected <= near_enough:
            near += 1
        elif 2 * (lines - near) > len(result.sample[1]):
            return False
    return 2 * near >= lines > 0


def _kinds(result: Field) -> tuple[Kind, ...]:
    if result.says(Measure.DEVIATION, Measure.RESULT):
        return ("differens",)
    return ("kvot",) if result.says(Measure.SHARE) else ("differens", "produkt")


def _words_agree(kind: Kind, result: Field, left: Field, right: Field) -> bool:
    if kind == "differens":
        pair = any(
            (left.says(one) and right.says(other)) or (left.says(other) and right.says(one)) for one, other in _PAIRS
        )
        return pair and result.says(Measure.DEVIATION, Measure.RESULT)
    if kind == "kvot":
        return result.says(Measure.SHARE)
    return any(word in result.name.casefold() for word in ("risk", "belopp", "amount", "kostnad"))


def _instances(kind: Kind, result: Field, left: Field, right: Field) -> list[Instance]:
    """Work out a relation on all lines that have the three figures."""
    factor, unit = result.scale(kind)
    instances = []
    for line, found in result.figures.items():
        a, b = left.figures.get(line), right.figures.get(line)
        if a is None or b is None:
            continue
        if kind in ("differens", "summa"):
            expected = round(a - b if kind == "differens" else a + b, max(left.decimals, right.decimals))
        elif kind == "produkt":
            expected = a * b
        elif b:
            expected = factor * a / b
        else:
            continue
        if kind in ("kvot", "produkt") and (
            found == round(expected, _OERE) or isclose(found, expected, rel_tol=_OF_A_FACTOR)
        ):
            expected = found  # it has been rounded to öre, or to the hundredth
        is_telling = bool(expected and found) and expected not in (a, b)
        if kind == "differens":
            is_telling = is_telling and min(abs(a), abs(b)) >= unit  # an amount less a share is the amount
        slack = abs(expected) * (left.step / abs(a) + right.step / abs(b)) / 2 if kind == "kvot" and a and b else 0
        instances.append(
            Instance(result.cell(line), left.cell(line), right.cell(line), found, expected, unit, is_telling, slack)
        )
    return instances


def _worth(kind: Kind, instances: Sequence[Instance], words: bool) -> float:
    """Tell how well a relation explains its lines: 0 when it is not to be believed."""
    told = [i for i in instances if i.is_telling]
    large = [i for i in told if abs(i.expected) > _LARGE * i.unit]  # and small figures little
    exact = sum(i.holds for i in told)
    near = sum(abs(i.difference) <= i.unit * (1 + 1e-9) for i in large)
    held = max(exact, near if exact else 0)
    fewest = (2 if kind == "kvot" else 1) if words else _FEWEST
    enough = held >= fewest and held >= (_MANY if words else _MOST) * len(told)
    if not enough or (not words and near < _FEWEST) or (kind == "produkt" and _is_trivial(instances)):
        return 0
    return held / len(told) + exact / len(told) + words


def _is_trivial(instances: Sequence[Instance]) -> bool:
    """Tell whether a product only repeats one of its factors."""
    return len({i.expected for i in instances}) < 2
