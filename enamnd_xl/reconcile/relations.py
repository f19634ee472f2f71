"""Find how the columns of a table follow from each other: differences, quotients and products.

A relation is accepted when it holds on most lines, or when it holds on some and the headings say so too; then the
lines where it does not hold are the ones to look at. Amounts for one of something are looked for among rows too.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import permutations
from typing import NamedTuple, TypeAlias

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.fields import Field, Kind
from enamnd_xl.reconcile.instances import (
    STRICT,
    Instance,
    reckon,
    slack,
    without_limited,
    without_other_ends,
    work_out,
    worth,
)
from enamnd_xl.reconcile.labels import Measure, measures
from enamnd_xl.reconcile.rates import is_closing, is_growth, is_net, is_opening, is_per_cent, is_rate
from enamnd_xl.reconcile.wording import amount, without_repeats
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.references import references

_ALL_COMBINATIONS = 9  # up to so many columns every pair is tried; in wider tables only near neighbours
_REACH = 4  # how far away, in columns, the terms may stand in a wide table
_MOST_READ = 50  # columns of one area
_OF_A_RELATION = 2  # what a result follows from: an opening balance and one change
_MOST_ROWS = 40  # longer tables have no rows that follow from other rows as columns do
_THOUSANDS = (1, 1000, 1_000_000)  # what an amount may be multiplied by before it is shared
_PAIRS = (
    (Measure.REVENUE, Measure.COST),
    (Measure.BUDGET, Measure.ACTUAL),
    (Measure.BUDGET, Measure.FORECAST),
    (Measure.FORECAST, Measure.ACTUAL),
)


_Rank: TypeAlias = tuple[bool, bool, float, int]
_Ranked: TypeAlias = tuple[_Rank, "Relation"]


class Relation(NamedTuple):
    """How one column follows from two others: result = left - right, left + right, left / right or left x right.

    Args:
        kind: which of them.
        result: the column's heading (or the row's label, when rows follow from rows), likewise left and right.
        instances: its lines.
        factor: what a quotient is multiplied by: 100 for per cent, 1000 for tkr that become kr.
        is_settled: whether each line is known to have the sign that it should have.
    """

    kind: Kind
    result: str
    left: str
    right: str
    instances: tuple[Instance, ...]
    factor: int = 1
    is_settled: bool = False

    @property
    def is_named(self) -> bool:
        """Whether the result's heading says what it is."""
        return is_net(self.result) or bool(measures(self.result) & {Measure.DEVIATION, Measure.RESULT, Measure.SHARE})

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
        left, right = without_repeats(self.left) or "vänster", without_repeats(self.right) or "höger"
        if self.kind == "förändring":
            return f"ändringen från {right} till {left}"
        if self.kind == "per styck" and self.factor > 1:
            left = f"{left} × {amount(self.factor)}"
        sign = {"differens": "−", "summa": "+", "produkt": "×"}.get(self.kind, "/")
        return f"{left} {sign} {right}"


def find_relations(block: Block) -> tuple[Relation, ...]:
    """Find the relations between a table's columns, and the rows that are amounts for one of something.

    Of the ways to say the same thing (a = b - c, c = b - a) the one that the headings ask for is kept, else the one
    whose result stands last.
    """
    columns = _without_balances([Field(block, c, block.heading(c), across=False) for c in block.columns])
    found = _among(columns, columns)
    if len(block.rows) <= _MOST_ROWS and (results := _rows_of_quotients(block)):
        rows = [Field(block, row, block.label(row), across=True) for row in block.rows]
        found += _among(rows, [row for row in rows if row.position in results])
    return found


def _rows_of_quotients(block: Block) -> Collection[int]:
    """Give the rows that may be quotients of others: called amounts for one of something, or shown as per cent."""
    rates = {row for row, label in block.labels.items() if is_rate(label)}
    if not (formats := block.sheet.number_formats):
        return rates
    ends = block.columns[0], block.columns[-1]
    return rates.union(row for row in block.rows if all("%" in formats.get((row, column), "") for column in ends))


def _without_balances(fields: Sequence[Field]) -> Sequence[Field]:
    """Leave out closing balances that follow from more than two others; they are looked at in balances.py."""
    kept: list[Field] = []
    since = 0  # fields since the balance before; none to begin with
    for field in fields:
        is_balance = is_closing(field.name)
        if not (is_balance and since > _OF_A_RELATION):
            kept.append(field)
        begins = is_balance or is_opening(field.name)
        since = 1 if begins else since + (since > 0)
    return kept


def _among(fields: Sequence[Field], results: Sequence[Field]) -> tuple[Relation, ...]:
    """Find the relations among some columns, or rows, that have certain of them as results."""
    kept: dict[frozenset[int], _Ranked] = {}
    reads = cache(_read_columns)
    for result in results:
        if _is_reckoned(result):
            continue  # its formulas say what it is, and the formula rules read them
        kinds = _kinds(result)
        for left, right in permutations(_near(result, fields), 2):
            for kind in kinds:
                ranked = _tried(kind, result, left, right, reads)
                if ranked and _is_given(ranked[1]) and any(result.position in reads(field) for field in fields):
                    continue  # what others are reckoned with, which equals a quotient by chance
                terms = frozenset((result.position, left.position, right.position))
                if ranked and (terms not in kept or ranked[0] > kept[terms][0]):
                    kept[terms] = ranked
    return _one_per_result(kept.values())


def _is_given(relation: Relation) -> bool:
    """Tell whether shares are not all what they seem to be: then they may be what something is reckoned with."""
    return relation.kind == "kvot" and not all(one.is_near for one in relation.instances)


def _tried(kind: Kind, result: Field, left: Field, right: Field, reads: Callable[[Field], set[int]]) -> _Ranked | None:
    """Try a relation between three columns; reads gives the columns that the formulas of one read."""
    if kind == "produkt" and left.position > right.position:
        return None  # the other way round it is the same
    factor = _factor(result, left, right) if kind == "per styck" else 1
    if not factor or not _is_promising(kind, result, left, right, factor):
        return None
    if result.position in reads(left) or result.position in reads(right):
        return None  # what follows from it is no term of it
    words = _words_agree(kind, result, left, right)
    if not words and (right.position in reads(left) or left.position in reads(right)):
        return None  # their formulas say what they are of each other; that the rest is the same is chance
    ranked = _ranked(kind, result, left, right, words, factor)
    if ranked and kind == "produkt":
        ranked = _as_quotient(ranked, result, left, right)
    if ranked and kind == "per styck" and _is_product(ranked[1], work_out("produkt", left, result, right)):
        return None
    return ranked


def _ranked(kind: Kind, result: Field, left: Field, right: Field, words: bool, factor: int = 1) -> _Ranked | None:
    """Give a relation with how well it fares against others; None when it is not to be believed."""
    is_named = result.says(Measure.DEVIATION, Measure.SHARE) or is_growth(result.name)
    instances = tuple(without_other_ends(kind, work_out(kind, result, left, right, factor)))
    if not is_named:
        instances = tuple(without_limited(kind, instances))
    value = worth(kind, instances, words)
    if not value:
        return None
    relation = Relation(kind, result.name, left.name, right.name, instances, factor * result.scale(kind)[0])
    return (words, is_named, value, result.position), relation


def _as_quotient(product: _Ranked, result: Field, left: Field, right: Field) -> _Ranked:
    """Turn a product round where one of its factors is rather the rounded quotient: what is written off in a year."""
    for quotient, divisor in ((left, right), (right, left)):
        turned = _ranked("per styck", quotient, result, divisor, words=is_rate(quotient.name))
        if turned and not _is_product(turned[1], product[1].instances):
            return turned
    return product


def _is_product(quotient: Relation, products: Sequence[Instance]) -> bool:
    """Tell whether what could be a quotient is rather the factor of a product.

    A rounded quotient holds on more lines than the product, which is off by as much as the rounding comes to.
    """
    held = {frozenset((one.cell, one.left, one.right)): one.holds for one in products}
    alike = [one for one in quotient.instances if frozenset((one.cell, one.left, one.right)) in held]
    return sum(one.holds for one in alike) <= sum(held.values())


def _is_reckoned(field: Field) -> bool:
    """Tell whether all of a column's figures, two or more, are formulas."""
    formulas = field.block.sheet.formulas
    if not all(field.cell(line) in formulas for line in field.sample[0]):
        return False
    return len(field.figures) > 1 and all(field.cell(line) in formulas for line in field.figures)


def _read_columns(field: Field) -> set[int]:
    """Give the columns that a column's formulas read on their own line, on the lines that are tried first."""
    formulas = field.block.sheet.formulas
    found: set[int] = set()
    for line in field.sample[0] if formulas else ():
        formula = formulas.get(field.cell(line))
        for one in references(formula) if formula else ():
            top, left, bottom, right = one.area
            if field.across:
                top, left, bottom, right = left, top, right, bottom
            if one.sheet is None and top <= line <= bottom:
                found.update(range(left, min(right, left + _MOST_READ) + 1))
    return found


def _one_per_result(ranked: Iterable[_Ranked]) -> tuple[Relation, ...]:
    """Keep the best relation for each result."""
    best: dict[int, _Ranked] = {}
    for rank, relation in ranked:
        result = rank[-1]
        if result not in best or rank > best[result][0]:
            best[result] = rank, relation
    return tuple(relation for _, relation in best.values())


def _near(result: Field, fields: Sequence[Field]) -> Sequence[Field]:
    """Pick the columns a column may follow from: all in a small table, in a wide one those beside it."""
    if len(fields) <= _ALL_COMBINATIONS or result.across:
        return [field for field in fields if field is not result]
    before, after = (_REACH, _REACH) if measures(result.name) else (2, 0)
    at = fields.index(result)
    window = fields[max(0, at - before) : at + after + 1]
    return [field for field in window if field is not result and -before <= field.position - result.position <= after]


def _factor(result: Field, left: Field, right: Field) -> int:
    """Tell by what an amount is multiplied before it is shared, by the size of the figures; 0 when by nothing usual."""
    for found, a, b in zip(result.sample[1], left.beside(result), right.beside(result), strict=True):
        if found and a and b:
            return next((factor for factor in _THOUSANDS if 0.5 < factor * a / b / found < 2), 0)
    return 0


def _is_promising(kind: Kind, result: Field, left: Field, right: Field, factor: int) -> bool:
    """Try a relation on a few lines, so that the hopeless ones cost little."""
    if kind in STRICT:
        return _is_strictly_promising(kind, result, left, right, factor)
    scaled, near_enough = result.sample_scale(kind)
    half = len(result.sample[1]) / 2
    lines = near = 0
    for found, a, b in zip(result.sample[1], left.beside(result), right.beside(result), strict=True):
        if a is None or b is None:
            continue
        if kind == "differens":
            expected = a - b
        elif not (a and b):
            continue  # nothing times something, or of it, says nothing
        else:
            expected = a * b if kind == "produkt" else scaled * a / b
        lines += 1
        if -near_enough <= found - expected <= near_enough:
            near += 1
        elif lines - near > half:
            return False
    return 2 * near >= lines > 0


def _is_strictly_promising(kind: Kind, result: Field, left: Field, right: Field, factor: int) -> bool:
    """Try a relation whose terms may be rounded themselves; shares are no growth of each other unless called so."""
    if kind == "förändring" and left.is_shown_per_cent and not is_growth(result.name):
        return False
    scaled, near_enough = result.sample_scale(kind)
    factor *= scaled
    near = []
    for found, a, b in zip(result.sample[1], left.beside(result), right.beside(result), strict=True):
        if a and b:
            off = slack(kind, factor * a / b, left.step / abs(a), right.step / abs(b))
            near.append(abs(found - reckon(kind, a, b, factor)) <= near_enough + off)
    return 2 * sum(near) >= len(near) > 0


def _kinds(result: Field) -> tuple[Kind, ...]:
    if result.says(Measure.DEVIATION, Measure.RESULT):
        return ("kvot", "differens") if is_per_cent(result.name) or result.is_shown_per_cent else ("differens",)
    if result.says(Measure.SHARE):
        return ("förändring", "kvot") if is_growth(result.name) else ("kvot",)
    usual: tuple[Kind, ...] = ("per styck", "differens") if is_rate(result.name) else ("differens", "produkt")
    return ("förändring", "kvot", *usual) if result.is_shown_per_cent else usual


def _words_agree(kind: Kind, result: Field, left: Field, right: Field) -> bool:
    if kind == "differens":
        pair = any(
            (left.says(one) and right.says(other)) or (left.says(other) and right.says(one)) for one, other in _PAIRS
        )
        return (pair and result.says(Measure.DEVIATION, Measure.RESULT)) or _is_net_of(result, left, right)
    if kind == "kvot":
        named = result.says(Measure.SHARE)
        return named and (not is_growth(result.name) or left.says(Measure.DEVIATION) or is_growth(left.name))
    if kind in ("förändring", "per styck"):
        return kind == "per styck" or is_growth(result.name)
    return any(word in result.name.casefold() for word in ("risk", "belopp", "amount", "kostnad"))


def _is_net_of(result: Field, left: Field, right: Field) -> bool:
    """Tell whether a column is called the net of a cost and a revenue."""
    if not is_net(result.name) or is_net(left.name) or is_net(right.name):
        return False
    return any(a.says(Measure.COST) and b.says(Measure.REVENUE) for a, b in ((left, right), (right, left)))
