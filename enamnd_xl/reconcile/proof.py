"""Tell, without the calculation engine, that a full recalculation would change nothing.

When no formula depends on itself, and each gives, of the values that stand in the file, the value that stands in its
own cell, then a recalculation gives all of them again: the first formulas to be calculated depend on figures alone,
and each that follows on values that are as they were. Only what evaluate.py takes is proved so; of a book with other
formulas, or with one that gives something else, the engine tells.
"""

from collections.abc import Mapping, Sequence
from math import isclose

from enamnd_xl.reconcile.evaluate import evaluate_copies
from enamnd_xl.reconcile.figures import Figures
from enamnd_xl.reconcile.sums import Sum
from enamnd_xl.reconcile.sums.model import Span
from enamnd_xl.record import Record
from enamnd_xl.workbook.address import Area, around
from enamnd_xl.workbook.references import references
from enamnd_xl.workbook.snapshot import Snapshot, Value

_RELATIVE = 1e-9
"""What two values may differ by, as after a recalculation: programs write doubles with 15 to 17 digits."""


class _Group(Record):
    """A formula and its copies: where they stand, and areas, each on a sheet, that hold all that they read."""

    sheet: str
    cells: Area
    reads: tuple[tuple[str, Area], ...]


def is_as_recalculated(
    snapshot: Snapshot, figures: Mapping[str, Figures], declared: Mapping[str, Sequence[Sum]]
) -> bool:
    """Tell whether it is proved that a full recalculation gives the values that stand in the cells.

    Args:
        snapshot: the workbook.
        figures: sheet name -> its figures.
        declared: sheet name -> the sums that its formulas declare.

    >>> from enamnd_xl.reconcile.sums.declared import declared_sums
    >>> from enamnd_xl.workbook.snapshot import Sheet
    >>> def proved(total: int) -> bool:
    ...     sheet = Sheet("Blad1", ((1, 2, total),), {(1, 3): "SUM(A1:B1)"})
    ...     figures = Figures(sheet)
    ...     return is_as_recalculated(Snapshot((sheet,)), {"Blad1": figures}, {"Blad1": declared_sums(figures)})
    >>> proved(3), proved(4)
    (True, False)
    """
    groups: list[_Group] = []
    for sheet in snapshot.sheets:
        if sheet.arrays:
            return False
        right = {one.total for one in declared[sheet.name] if not one.difference and isinstance(one.operands, Span)}
        for cells in figures[sheet.name].copies.cells.values():
            formula = sheet.formulas[cells[0]]
            if not right.issuperset(cells):
                values = evaluate_copies(formula, cells, sheet, snapshot)
                if not all(_is_same(value, sheet.value(cell)) for value, cell in zip(values, cells, strict=True)):
                    return False
            reads = ((one.sheet or sheet.name, one.reach(cells)) for one in references(formula))
            groups.append(_Group(sheet.name.casefold(), around(cells), tuple((n.casefold(), a) for n, a in reads)))
    return not _go_round(groups)


def _is_same(given: int | float | str | None, stored: Value) -> bool:
    """Tell whether what a formula gives is what stands in its cell; an empty text leaves nothing there."""
    if isinstance(given, str):
        return given == (stored or "")
    if given is None or isinstance(stored, bool) or not isinstance(stored, (int, float)):
        return False
    return isclose(given, stored, rel_tol=_RELATIVE)


def _go_round(groups: Sequence[_Group]) -> bool:
    """Tell whether formulas may depend on themselves: whether no order of the groups has each after those it reads."""
    on_sheet: dict[str, list[int]] = {}
    for number, group in enumerate(groups):
        on_sheet.setdefault(group.sheet, []).append(number)
    waits_for = {
        number: {
            other for sheet, area in group.reads for other in on_sheet.get(sheet, ()) if area.meets(groups[other].cells)
        }
        for number, group in enumerate(groups)
    }
    while waits_for:
        ready = {number for number, others in waits_for.items() if not others}
        if not ready:
            return True
        waits_for = {number: others - ready for number, others in waits_for.items() if number not in ready}
    return False
