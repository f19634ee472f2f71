"""Rows and columns of formulas: where their cells stand, and which of them only add along their own line."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from enamnd_xl.reconcile.view import SheetView
from enamnd_xl.workbook.addition import addends
from enamnd_xl.workbook.address import Cell

Axis: TypeAlias = Literal["rad", "kolumn"]


def cell_at(axis: Axis, number: int, position: int) -> Cell:
    """Give the cell at a position of a row or a column, each by its number."""
    return (number, position) if axis == "rad" else (position, number)


def adding_along(view: SheetView, axis: Axis) -> Mapping[Cell, bool]:
    """Give the formulas that only add cells of their own row (or column), or take them away; False when they do."""
    first, last = (0, 2) if axis == "rad" else (1, 3)
    found: dict[Cell, bool] = {}
    for cells in view.copies.values():
        terms = addends(view.sheet.formulas[cells[0]]) or ()
        if not terms or any(one.reference.sheet is not None for one in terms):
            continue
        adds = all(one.sign > 0 for one in terms)
        if not any(any(one.reference.fixed) for one in terms):  # then all are alike, seen from where they stand
            own = cells[0][first]
            if all(one.reference.area[first] == one.reference.area[last] == own for one in terms):
                found |= dict.fromkeys(cells, adds)
            continue
        for cell in cells:
            areas = [one.reference.moved(cells[0], cell) for one in terms]
            if all(area[first] == area[last] == cell[first] for area in areas):
                found[cell] = adds
    return found
