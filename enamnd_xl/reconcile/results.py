"""Find the rows that set revenue and cost against each other: a sheet's result, and each service's net."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.fields import Field, Kind
from enamnd_xl.reconcile.instances import Instance, work_out
from enamnd_xl.reconcile.labels import Measure, is_total, measures
from enamnd_xl.reconcile.rates import is_net
from enamnd_xl.reconcile.relations import Relation
from enamnd_xl.reconcile.terms import words_of
from enamnd_xl.workbook.addition import addends
from enamnd_xl.workbook.snapshot import Number

_LEFT = frozenset((Measure.RESULT, Measure.DEVIATION))  # what is left of revenue and cost may be called
_OTHERWISE = frozenset((Measure.SHARE, Measure.DEVIATION))  # columns where it is reckoned otherwise


class _Row(NamedTuple):
    """A row of a table with its label."""

    row: int
    label: str
    block: Block

    @property
    def field(self) -> Field:
        return Field(self.block, self.row, self.label, across=True)

    @property
    def is_left(self) -> bool:
        """Whether it is called what is left of revenue and cost."""
        return is_net(self.label) or bool(measures(self.label) & _LEFT)

    def is_of(self, measure: Measure) -> bool:
        """Tell whether it is called revenue, or cost."""
        return measure in measures(self.label) and not is_net(self.label)

    @property
    def is_plain(self) -> bool:
        """Whether it is called all of its kind, as Kostnader is, and not one kind of them."""
        return is_total(self.label) or len(words_of(self.label)) == 1


def find_results(blocks: Sequence[Block]) -> tuple[Relation, ...]:
    """Find the row that is a sheet's result, where its labels name revenue and cost too, and each service's net.

    Where the costs have a minus sign the two are added; a net may be what is left to pay. It has to hold in half of
    the columns, or else to stand first after the totals and to begin with a word for result.
    """
    totals = {row for block in blocks for row in block.total_rows}
    of_totals = [_Row(row, block.label(row), block) for block in blocks for row in sorted(totals & block.labels.keys())]
    revenue = [row for row in of_totals if row.is_of(Measure.REVENUE)]
    cost = [row for row in of_totals if row.is_of(Measure.COST)]
    nets = tuple(_nets(blocks))
    if len(revenue) != 1 or len(cost) != 1 or revenue == cost:
        return nets
    rows = [_Row(row, label, block) for block in blocks for row, label in block.labels.items()]
    results = _result(rows, revenue[0], cost[0])
    told = {one.instances[0].cell for one in nets}
    return (*nets, *(one for one in results if one.instances[0].cell not in told))


def _result(rows: Sequence[_Row], revenue: _Row, cost: _Row) -> Iterator[Relation]:
    """Give the first row after the totals that is what is left of them."""
    after = sorted((row for row in rows if row.row > max(revenue.row, cost.row)), key=lambda row: row.row)
    for row in filter(lambda row: row.is_left, after):
        relation = _work_out(row, revenue, cost)
        is_called_so = bool(measures(row.label.split()[0]) & _LEFT)
        if relation.instances and (_holds_in_half(relation) or (row is after[0] and is_called_so)):
            yield relation
            return


def _nets(blocks: Iterable[Block]) -> Iterator[Relation]:
    """Find the nets that stand right below a revenue and a cost, as they do for service after service."""
    for block in blocks:
        if any(map(is_net, block.labels.values())):
            rows = [_Row(row, block.label(row), block) for row in block.rows]
            for first, second, net in zip(rows, rows[1:], rows[2:], strict=False):
                if is_net(net.label) and net.row - first.row == 2 and first.is_plain and second.is_plain:
                    yield from _net(net, first, second)


def _net(row: _Row, first: _Row, second: _Row) -> Iterator[Relation]:
    for revenue, cost in ((first, second), (second, first)):
        if revenue.is_of(Measure.REVENUE) and cost.is_of(Measure.COST):
            relation = _work_out(row, revenue, cost)
            if _holds_in_half(relation):
                yield relation


def _holds_in_half(relation: Relation) -> bool:
    held = sum(one.holds for one in relation.instances)
    return bool(held) and 2 * held >= len(relation.instances)


def _work_out(row: _Row, revenue: _Row, cost: _Row) -> Relation:
    """Work out a row as what is left of a revenue and a cost, by the signs that they have."""
    result, left, right = row.field, revenue.field, cost.field
    kind: Kind = "summa" if _have_minus(right.figures.values()) else "differens"
    ways = [(kind, left, right)]
    if is_net(row.label) and kind == "differens":
        ways.append((kind, right, left))
    found = [Relation(how, result.name, a.name, b.name, tuple(_instances(row, how, a, b))) for how, a, b in ways]
    return max(found, key=lambda one: sum(instance.holds for instance in one.instances))


def _instances(row: _Row, kind: Kind, left: Field, right: Field) -> Iterator[Instance]:
    return (one for one in work_out(kind, row.field, left, right) if not _is_reckoned_otherwise(one, row.block))


def _have_minus(figures: Iterable[Number]) -> bool:
    """Tell whether most figures are below zero."""
    signs = [figure < 0 for figure in figures if figure]
    return 2 * sum(signs) > len(signs)


def _is_reckoned_otherwise(instance: Instance, block: Block) -> bool:
    """Tell whether a result is a share or a deviation, by its column's heading or by its formula.

    Where plus is good for both, the deviations of revenue and cost are added; what they deviate from tells their signs.
    """
    _, column = instance.cell
    formula = block.sheet.formulas.get(instance.cell)
    of_its_own = measures(block.heading(column)) & _OTHERWISE
    return bool(of_its_own) or (formula is not None and addends(formula) is None)
