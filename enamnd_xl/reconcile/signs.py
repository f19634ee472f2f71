"""Deviations that take one sign among revenue and the other among costs, so that plus is good on every line."""

from collections.abc import Sequence

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.instances import Instance
from enamnd_xl.reconcile.labels import Measure, measures
from enamnd_xl.reconcile.relations import Relation

_FLOWS = frozenset({Measure.REVENUE, Measure.COST})  # of columns that are called so no section is turned
_FEWEST = 2  # lines that have to have the other sign in a section of it


def by_section(relation: Relation, block: Block) -> tuple[Relation, ...]:
    """Split a column of deviations in two where it is turned round in some sections of its table.

    A section ends with its total. It takes the sign that most of its lines have, so that the one line that has the
    other is told, and not all those that are right. The result at the end follows the revenue.
    """
    of_flows = measures(relation.left) | measures(relation.right)
    if relation.kind != "differens" or Measure.DEVIATION not in measures(relation.result) or of_flows & _FLOWS:
        return (relation,)
    sections = _sections(relation.instances, block)
    turned = [_is_turned(section) for section in sections]
    if not any(turned):
        return (relation,)
    revenue = next(
        (is_turned for is_turned, one in zip(turned, sections, strict=True) if _is_of_revenue(one, block)), None
    )
    kept: list[Instance] = []
    others: list[Instance] = []
    for section, is_turned in zip(sections, turned, strict=True):
        for one in section:
            label = measures(block.label(one.cell[0]))
            is_result = Measure.RESULT in label and Measure.COST not in label
            is_other = revenue if is_result and revenue is not None else is_turned
            (others if is_other else kept).append(one)
    turned_round = tuple(one._replace(left=one.right, right=one.left, expected=-one.expected) for one in others)
    reversed_ = relation._replace(left=relation.right, right=relation.left, instances=turned_round, is_settled=True)
    return (relation._replace(instances=tuple(kept), is_settled=True), reversed_) if kept else (reversed_,)


def _sections(lines: Sequence[Instance], block: Block) -> list[list[Instance]]:
    """Divide the lines of a table after its totals."""
    sections: list[list[Instance]] = [[]]
    for one in sorted(lines, key=lambda one: one.cell):
        sections[-1].append(one)
        if one.cell[0] in block.total_rows:
            sections.append([])
    return [section for section in sections if section]


def _is_turned(section: Sequence[Instance]) -> bool:
    """Tell whether most lines of a section have the other sign."""
    told = [one for one in section if one.is_telling]
    turned = sum(one._replace(expected=-one.expected).holds for one in told)
    return turned >= _FEWEST and turned > sum(one.holds for one in told)


def _is_of_revenue(section: Sequence[Instance], block: Block) -> bool:
    return any(Measure.REVENUE in measures(block.label(one.cell[0])) for one in section)
