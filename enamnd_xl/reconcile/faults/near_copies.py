"""Formulas that are nearly copies of another: but for one sign, for one cell a step away, or for all parts but one."""

from enamnd_xl.reconcile.view import SheetView
from enamnd_xl.workbook.addition import addends
from enamnd_xl.workbook.formulas import tokenise
from enamnd_xl.workbook.references import references
from enamnd_xl.workbook.snapshot import is_number


def shape(formula: str) -> list[str]:
    """Give a formula without what its references say.

    >>> shape("B2*sum( C2:C4 )")
    ['', '*', 'SUM(', '', ')']
    """
    tokens = (token for token in tokenise(formula) if token.kind != "space")
    return [token.text.upper() if token.kind != "reference" else "" for token in tokens]


def differs_in_sign(one: str, other: str) -> bool:
    """Tell whether two formulas, or forms, are alike but for a plus or a minus.

    >>> differs_in_sign("B2-C2", "B2+C2"), differs_in_sign("B2-C2", "B2-C2")
    (True, False)
    """
    return one != other and one.replace("+", "-") == other.replace("+", "-")


def is_one_of_parts(formula: str, expected: str) -> bool:
    """Tell whether a formula is no more than one of the cells that the expected one adds.

    >>> is_one_of_parts("D4", "D4+D7"), is_one_of_parts("D5", "D4+D7")
    (True, False)
    """
    read = references(formula)
    parts = [one.reference.area for one in addends(expected) or ()]
    return len(read) == 1 and read[0].cell is not None and shape(formula) == [""] and read[0].area in parts


def is_a_step_away(view: SheetView, formula: str, expected: str, axis: int) -> bool:
    """Tell whether a formula is the expected one but for one cell, which is the next one along its line.

    The first of a line often has no cell before it, and the last none after it: then it is no slip.

    Args:
        view: the sheet.
        formula: the formula, at the end of a line.
        expected: what it would be as a copy of its neighbour.
        axis: 0 when the line is a column, so that the next cell is in another row; 1 when it is a row.
    """
    read, meant = references(formula), references(expected)
    if shape(formula) != shape(expected) or any(one.sheet is not None for one in (*read, *meant)):
        return False
    odd = [(one.cell, other.cell) for one, other in zip(read, meant, strict=True) if one.area != other.area]
    if len(odd) != 1:
        return False
    ((mine, theirs),) = odd
    if mine is None or theirs is None:
        return False
    is_next = abs(mine[axis] - theirs[axis]) == 1 and mine[1 - axis] == theirs[1 - axis]
    return is_next and all(is_number(view.sheet.value(cell)) for cell in (mine, theirs))
