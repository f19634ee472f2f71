"""Which cell is at fault where a line of a relation does not hold: the result, or a term that it follows from.

The line itself cannot tell. What the totals of its columns say, and other relations on the same line, can: a cell that
is off by the same amount in two of them is the one.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from enamnd_xl.reconcile.fields import Kind
from enamnd_xl.reconcile.instances import QUOTIENTS, Instance, reckon
from enamnd_xl.reconcile.precision import rounding_allowance, shown
from enamnd_xl.reconcile.relations import Relation
from enamnd_xl.reconcile.sums import Sum
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.snapshot import Number, Sheet, is_number


class Miss(NamedTuple):
    """A line that does not hold: the relation, and the line as it is told."""

    relation: Relation
    instance: Instance


def blame(misses: Sequence[Miss], sums: Iterable[Sum], sheet: Sheet) -> dict[Miss, Miss | None]:
    """Tell of each line how it is best told.

    Args:
        misses: the lines that do not hold, of all relations on a sheet.
        sums: the sums on the sheet.
        sheet: the sheet.

    Returns:
        Each line as it stands, or turned round so that the cell at fault is its result; None where what is at fault
        is told already: by another line, or by a total that the cell makes wrong.
    """
    if not misses:
        return {}
    wrong = [found for found in sums if found.difference]
    by_lines = Counter(error for miss in misses if miss.relation.is_additive for error in _errors(miss))
    by_totals = {axis: _errors_of_sums(found for found in wrong if found.axis == axis) for axis in ("rad", "kolumn")}
    told: dict[Miss, Miss | None] = {}
    turned: set[Cell] = set()
    results = {miss.instance.cell for miss in misses}
    for miss in misses:
        if not miss.relation.is_additive:
            known = by_lines.keys() | by_totals["rad"].keys() | by_totals["kolumn"].keys()
            told[miss] = None if miss.relation.kind in QUOTIENTS and _follows(miss, known, sheet) else miss
            continue
        across = by_totals["kolumn" if miss.instance.cell[0] == miss.instance.left[0] else "rad"]
        own, *others = [(by_lines[error] + across[error], error[0]) for error in _errors(miss)]
        votes, cell = max(others)
        is_rounding = abs(miss.instance.difference) <= rounding_allowance(2, miss.instance.unit) * (1 + 1e-9)
        if is_rounding or votes <= own[0] or cell in sheet.formulas:
            told[miss] = miss
        elif cell in results or cell in turned:
            told[miss] = None
        else:
            turned.add(cell)
            told[miss] = _turned(miss, cell, _number(sheet, cell))
    return told


def _errors(miss: Miss) -> Iterator[tuple[Cell, Number]]:
    """Give by how much each of the three cells would be off if it were the one: the result first."""
    _, one = miss
    off = shown(one.difference)
    yield one.cell, off
    yield one.left, -off
    yield one.right, off if miss.relation.kind == "differens" else -off


def _errors_of_sums(wrong: Iterable[Sum]) -> Counter[tuple[Cell, Number]]:
    """Give by how much each cell would be off if it were the one that makes a total wrong."""
    found: set[tuple[Cell, Number]] = set()
    for one in wrong:
        off = shown(one.difference)
        found.add((one.total, off))
        found.update((cell, -off) for cell in one.operands)
    return Counter(found)


def _follows(miss: Miss, errors: Collection[tuple[Cell, Number]], sheet: Sheet) -> bool:
    """Tell whether a quotient is right as it stands, and one of its terms is known to be off."""
    relation, one = miss
    terms = one.left, one.right
    for cell, off in errors:
        if cell in terms:
            a, b = (_number(sheet, term) - (off if term == cell else 0) for term in terms)
            if b and abs(one.found - reckon(relation.kind, a, b, relation.factor)) <= one.unit + one.slack:
                return True
    return False


def _number(sheet: Sheet, cell: Cell) -> Number:
    value = sheet.value(cell)
    return value if is_number(value) else 0


def _turned(miss: Miss, cell: Cell, stands: Number) -> Miss:
    """Turn a line round so that one of its terms is the result: a = b - c says that b = a + c and c = b - a."""
    relation, one = miss
    named = {one.cell: relation.result, one.left: relation.left, one.right: relation.right}
    at_left = cell == one.left
    if relation.kind == "differens":
        left, right = sorted((one.cell, one.right)) if at_left else (one.left, one.cell)
    else:
        left, right = one.cell, one.right if at_left else one.left
    is_sum = relation.kind == "differens" and at_left
    off = next(off for at, off in _errors(miss) if at == cell)
    instance = one._replace(cell=cell, left=left, right=right, found=stands, expected=stands - off)
    kind: Kind = "summa" if is_sum else "differens"
    return Miss(Relation(kind, named[cell], named[left], named[right], relation.instances), instance)
