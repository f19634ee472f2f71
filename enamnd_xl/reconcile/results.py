"""Find the row that is a sheet's result, revenue minus cost, where its labels name all three."""

from collections.abc import Iterable, Sequence

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.fields import Field, Kind
from enamnd_xl.reconcile.instances import Instance, work_out
from enamnd_xl.reconcile.labels import Measure, measures
from enamnd_xl.reconcile.relations import Relation
from enamnd_xl.workbook.addition import addends
from enamnd_xl.workbook.snapshot import Number


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
            instances = [one for one in work_out(kind, result, left, right) if not _is_reckoned_otherwise(one, line)]
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
    """Tell whether a result is a share or a deviation, by its column's heading or by its formula.

    Where plus is good for both, the deviations of revenue and cost are added; what they deviate from tells their signs.
    """
    _, column = instance.cell
    block = line[2]
    formula = block.sheet.formulas.get(instance.cell)
    of_its_own = measures(block.heading(column)) & {Measure.SHARE, Measure.DEVIATION}
    return bool(of_its_own) or (formula is not None and addends(formula) is None)
