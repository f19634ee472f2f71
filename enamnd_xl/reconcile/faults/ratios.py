"""Totals that add quotients, or take their mean, where the totals beside them give the quotient of the whole."""

import re
from collections.abc import Iterator

from enamnd_xl.reconcile.evaluate import evaluate
from enamnd_xl.reconcile.faults.copies import gather_copies
from enamnd_xl.reconcile.faults.words import make_finding, outcome
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.labels import is_total
from enamnd_xl.reconcile.view import BookView, SheetView
from enamnd_xl.workbook.address import Area, Cell, to_a1
from enamnd_xl.workbook.formulas import tokenise
from enamnd_xl.workbook.references import Reference, parse_reference, translate
from enamnd_xl.workbook.snapshot import is_number
from enamnd_xl.workbook.swedish import in_swedish

_OF_A_RANGE = re.compile(r"(SUM|AVERAGE)\((\$?[A-Z]{1,3}\$?[0-9]+:\$?[A-Z]{1,3}\$?[0-9]+)\)")
_AROUND = frozenset(("ROUND(", "IF(", "IFERROR("))  # what a quotient may stand in
_FEWEST = 3  # quotients


def explain_ratios(book: BookView) -> Iterator[Finding]:
    """Give a finding for each total of quotients of amounts that are added up beside it."""
    for view in book.views.values():
        quotients = {cell for form, cells in view.copies.items() if "/" in form for cell in cells}
        found: list[Finding] = []
        for cells in view.copies.values() if quotients else ():
            if said := _OF_A_RANGE.fullmatch(view.sheet.formulas[cells[0]]):
                reference = parse_reference(said[2])
                for cell, first in zip(cells, reference.cells_from(cells[0], cells), strict=True):
                    if first in quotients:
                        found += _explain(book, view, cell, said[1], reference.moved(cells[0], cell))
        yield from gather_copies(view, found)


def _explain(book: BookView, view: SheetView, cell: Cell, function: str, area: Area) -> Iterator[Finding]:
    parts = [part for part in view.used_cells(area) if view.sheet.value(part) is not None]
    forms = {view.forms.get(part) for part in parts}
    if len(parts) < _FEWEST or len(forms) != 1 or None in forms or (area.top < area.bottom and area.left < area.right):
        return
    if function == "AVERAGE" and not is_total(view.names(cell)[0 if area.left == area.right else 1]):
        return  # a line of means
    formula = view.sheet.formulas[parts[0]]
    terms = _quotient(formula)
    if not terms or not _are_added(view, cell, parts[0], terms):
        return
    right = translate(formula, parts[0], cell)
    value, expected = view.sheet.value(cell), evaluate(right, view.sheet, book.snapshot)
    found, here = value if is_number(value) else None, to_a1(cell)
    what = "lägger ihop" if function == "SUM" else "är medelvärdet av"
    why = "deras summa säger ingenting" if function == "SUM" else "då väger en liten post lika tungt som en stor"
    yield make_finding(
        "EN415",
        Severity.VARNING,
        Place(view.sheet.name, cell),
        f"Formeln i {here} {what} kvoterna i {area}, som är {in_swedish(formula)[1:]} och så vidare: {why}. "
        + outcome(found, expected, view.notation(cell), "kvoten av totalerna är"),
        f"Skriv {in_swedish(right)} i {here}.",
        found=found,
        expected=expected,
        related=parts,
    )


def _quotient(formula: str) -> tuple[Reference, Reference] | None:
    """Give the two cells of a formula that is their quotient, perhaps rounded, in per cent or guarded against zero.

    >>> [bool(_quotient(text)) for text in ("ROUND(B2/C2*100,1)", 'IF(C2=0,"",B2/C2)', "B2/C2-1", "A2*B2/C2")]
    [True, True, False, False]
    """
    tokens = [token for token in tokenise(formula) if token.kind != "space"]
    signs = [at for at, token in enumerate(tokens) if token.text == "/"]
    if len(signs) != 1 or any(token.text in ("+", "-", "^", "&") for token in tokens):
        return None
    if any(token.kind == "function" and token.text.upper() not in _AROUND for token in tokens):
        return None
    if any(
        token.text == "*" and "number" not in (a.kind, b.kind)
        for a, token, b in zip(tokens, tokens[1:], tokens[2:], strict=False)
    ):
        return None
    beside = tokens[max(0, signs[0] - 1) : signs[0] + 2 : 2]
    terms = [parse_reference(token.text) for token in beside if token.kind == "reference"]
    return (terms[0], terms[1]) if len(terms) == 2 and all(one.cell and one.sheet is None for one in terms) else None


def _are_added(view: SheetView, total: Cell, part: Cell, terms: tuple[Reference, Reference]) -> bool:
    """Tell whether the cells of a total's own line that make its quotient are sums over the same lines as it."""
    if any(one.moved(part, total) == one.area for one in terms):
        return False  # shares of one and the same amount are added with reason
    added = [view.forms.get(one.moved(part, total)[:2]) for one in terms]
    return added == [view.forms[total].replace("AVERAGE(", "SUM(")] * 2
