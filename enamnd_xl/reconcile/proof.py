"""Tell, without calculating anything anew, that a full recalculation would change nothing.

When no formula depends on itself, and each gives, of the values that stand in the file, the value that stands in its
own cell, then a recalculation gives all of them again: the first formulas to be calculated depend on figures alone,
and each that follows on values that are as they were. Only books whose every formula is the sum of one range or a link
to one cell are proved so; of others, the calculation engine tells.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import isclose
from typing import NamedTuple

from enamnd_xl.reconcile.figures import Figures, is_number
from enamnd_xl.reconcile.sums import Sum
from enamnd_xl.reconcile.sums.model import Span
from enamnd_xl.workbook.address import Area, Cell, around
from enamnd_xl.workbook.references import Reference, references
from enamnd_xl.workbook.snapshot import Sheet

_SURE = frozenset((int, float, str, type(None)))
"""The types of value that a sum of a range counts or leaves out, and nothing else: no dates, truth values or errors."""

_RELATIVE = 1e-9
"""What the values of a link may differ by, as after a recalculation: programs write doubles with 15 to 17 digits."""


class _Group(NamedTuple):
    """A formula and its copies: where they stand, and an area on a sheet that holds all that they read."""

    sheet: str
    cells: Area
    reads_sheet: str
    reads: Area


def is_as_recalculated(figures: Mapping[str, Figures], declared: Mapping[str, Sequence[Sum]]) -> bool:
    """Tell whether it is proved that a full recalculation gives the values that stand in the cells.

    Args:
        figures: sheet name -> its figures, of a book where each formula is the sum of one range or a link to one cell.
        declared: sheet name -> the sums that its formulas declare.

    >>> from enamnd_xl.reconcile.sums.declared import declared_sums
    >>> def proved(total: int) -> bool:
    ...     figures = Figures(Sheet("Blad1", ((1, 2, total),), {(1, 3): "SUM(A1:B1)"}))
    ...     return is_as_recalculated({"Blad1": figures}, {"Blad1": declared_sums(figures)})
    >>> proved(3), proved(4)
    (True, False)
    """
    sheets = {name.casefold(): one.sheet for name, one in figures.items()}
    groups: list[_Group] = []
    for name, one in figures.items():
        if any(not shape.kinds <= _SURE for shape in set(one.shapes)):
            return False
        left = len(one.sheet.formulas) - sum(
            not found.difference and isinstance(found.operands, Span) for found in declared[name]
        )
        for cells in one.copies.cells.values():
            formula = one.sheet.formulas[cells[0]]
            (reference,) = references(formula)
            target = one.sheet if reference.sheet is None else sheets.get(reference.sheet.casefold())
            if target is None:
                return False
            if "(" not in formula:  # a link
                left -= sum(_are_equal(one.sheet, target, cells, reference))
            groups.append(_Group(name, around(cells), target.name, reference.reach(cells)))
        if left:
            return False
    return not _go_round(groups)


def _are_equal(sheet: Sheet, target: Sheet, cells: Sequence[Cell], reference: Reference) -> Iterator[bool]:
    for cell, there in zip(cells, reference.cells_from(cells[0], cells), strict=True):
        value, source = sheet.value(cell), target.value(there)
        yield is_number(value) and is_number(source) and isclose(value, source, rel_tol=_RELATIVE)


def _go_round(groups: Sequence[_Group]) -> bool:
    """Tell whether formulas may depend on themselves: whether no order of the groups has each after those it reads."""
    left = list(groups)
    while left:
        ready = [one for one in left if not any(_may_read(one, other) for other in left)]
        if not ready:
            return True
        left = [one for one in left if one not in ready]
    return False


def _may_read(one: _Group, other: _Group) -> bool:
    return one.reads_sheet == other.sheet and one.reads.meets(other.cells)
