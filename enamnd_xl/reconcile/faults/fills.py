"""Rows and columns of copied formulas, and the cells that break them.

A fill is a line of cells with the same formula as seen from each cell. A cell that stands between two of them and
holds something else breaks it: a number typed over a formula, or a formula of another form. See fill_lines.py.
"""

from collections.abc import Iterator, Mapping, Sequence

from enamnd_xl.reconcile.faults.fill_lines import Break, FillLine
from enamnd_xl.reconcile.faults.lines import Axis, adding_along, cell_at
from enamnd_xl.reconcile.faults.near_copies import shape
from enamnd_xl.reconcile.view import SheetView
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.references import translate

_FIELD = 6  # so many copies, in a field, show that its cells are meant to be alike


def find_breaks(view: SheetView) -> tuple[Break, ...]:
    """Find the cells of a sheet that break a fill, each once: along its row if it does, else along its column."""
    found: dict[Cell, Break] = {}
    sides: tuple[tuple[Axis, Mapping[int, Sequence[int]]], ...] = (
        ("rad", view.formulas.rows),
        ("kolumn", view.formulas.columns),
    )
    adding: Mapping[Axis, Mapping[Cell, bool]] = {axis: adding_along(view, axis) for axis, _ in sides}
    for axis, lines in sides:
        along, across = adding[axis], adding["kolumn" if axis == "rad" else "rad"]
        for number, positions in lines.items():
            if len(positions) == 1 and not across.get(cell_at(axis, number, positions[0])):
                continue  # nearly all: a lone formula that is no sum of the line across
            line = FillLine(view, axis, number, along, across)
            for one in line.breaks(positions):
                known = found.get(one.cell)
                if known is None or (known.at_end and not one.at_end):
                    found[one.cell] = one
    for one in _lone_in_fields(view):
        found.setdefault(one.cell, one)
    return tuple(found.values())


def _lone_in_fields(view: SheetView) -> Iterator[Break]:
    """Find the one formula of its form within, or at the edge of, a field of copies that are several wide and high.

    The lines of a small field are too short to show anything by themselves.
    """
    for (cell, *others), form in zip(view.copies.values(), view.copies, strict=True):
        row, column = cell
        beside = [(row, column - 1), (row, column + 1)]
        above = [(row - 1, column), (row + 1, column)]
        common = {view.forms[c] for c in beside if c in view.forms} & {view.forms[c] for c in above if c in view.forms}
        usual = min(common - {form}, default=None)
        if others or usual is None:
            continue
        like = tuple(sorted(c for c in (*beside, *above) if view.forms.get(c) == usual))
        expected = translate(view.sheet.formulas[like[0]], like[0], cell)
        copies = len(view.copies[usual])
        if copies >= _FIELD and shape(expected) == shape(view.sheet.formulas[cell]):
            yield Break(cell, expected, like, copies, at_end=False, sums=False)
