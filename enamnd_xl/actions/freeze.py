"""Kopia för utskick: formulas turned into the values they show, so that the copy needs no add-in."""

from collections.abc import Iterator

from enamnd_xl.actions.outcome import Outcome
from enamnd_xl.workbook.address import Area
from enamnd_xl.workbook.changes import block
from enamnd_xl.workbook.edits import SetValues
from enamnd_xl.workbook.formulas import tokenise
from enamnd_xl.workbook.snapshot import Sheet, Snapshot

_OURS = "EN_"  # how the names of our cell functions begin


def freeze(snapshot: Snapshot, all_formulas: bool = False) -> Outcome:
    """Turn formulas into the values they show.

    Args:
        snapshot: the workbook, with the values that shall stand in the copy.
        all_formulas: whether ordinary formulas go too, and not only those that use our functions.

    >>> book = Snapshot((Sheet("Budget", ((7, 14),), formulas={(1, 1): "EN_PROGNOS(B2:B9,9,C2)", (1, 2): "A1*2"}),))
    >>> freeze(book).edits
    (SetValues(sheet='Budget', cell=(1, 1), rows=((7,),)),)
    """
    edits = tuple(
        SetValues(sheet.name, area[:2], block(sheet, area))
        for sheet in snapshot.sheets
        for area in _areas(sheet, all_formulas)
    )
    what = "formler" if all_formulas else "formler med tilläggets funktioner"
    return Outcome(edits, f"{len(edits)} {what} är ersatta av sina värden." if edits else f"Boken har inga {what}.")


def _areas(sheet: Sheet, all_formulas: bool) -> Iterator[Area]:
    """Give the cells and areas that the formulas to be turned into values fill."""
    for cell, formula in sorted(sheet.formulas.items()):
        if all_formulas or uses_our_functions(formula):
            yield sheet.arrays.get(cell) or Area(*cell, *cell)


def uses_our_functions(formula: str) -> bool:
    """Tell whether a formula uses a cell function of ours.

    >>> uses_our_functions("1+en_nyckel(A1:A3)"), uses_our_functions('"EN_NYCKEL(" & A1')
    (True, False)
    """
    return any(token.kind == "function" and token.text.upper().startswith(_OURS) for token in tokenise(formula))
