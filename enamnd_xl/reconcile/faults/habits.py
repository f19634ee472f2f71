"""Formulas that are right today and hard to trust: volatile functions, other workbooks, amounts typed in a formula."""

from collections.abc import Iterator

from enamnd_xl.reconcile.faults.copies import gather_copies
from enamnd_xl.reconcile.faults.words import make_finding
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.view import BookView, SheetView
from enamnd_xl.reconcile.wording import name_cells, signed
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.formulas import Token, may_call, tokenise
from enamnd_xl.workbook.references import references
from enamnd_xl.workbook.snapshot import is_number
from enamnd_xl.workbook.swedish import in_swedish, swedish_function

# Source: Microsoft, "Excel recalculation": the functions that are worked out again at every change.
_RANDOM = {"RAND", "RANDBETWEEN", "RANDARRAY"}
_VOLATILE = _RANDOM | {"NOW", "TODAY", "OFFSET", "INDIRECT", "INFO"}
_NAMES = tuple(_VOLATILE)
_ORDINARY = {0, 1, 100, 1000, 360, 365}  # numbers that belong to a calculation, not to a budget
_SMALLEST = 50  # smaller terms are counters, months and percentages
_RULE = 3  # a term that so many copies have is a rule of the calculation, such as a fixed fee


def is_volatile(formula: str) -> bool:
    """Tell whether a formula gives another value each time the book is recalculated.

    >>> is_volatile("B2+TODAY()"), is_volatile("SUM(B2:B5)")
    (True, False)
    """
    return may_call(formula, _NAMES) and any(_function(token) in _VOLATILE for token in tokenise(formula))


def _function(token: Token) -> str:
    return token.text[:-1].upper() if token.kind == "function" else ""


def explain_volatile(book: BookView) -> Iterator[Finding]:
    """Give one finding for each volatile function on each sheet."""
    for view in book.views.values():
        cells: dict[str, list[Cell]] = {}
        for copies in view.copies.values():
            formula = view.sheet.formulas[copies[0]]
            if is_volatile(formula):
                for name in {_function(token) for token in tokenise(formula)} & _VOLATILE:
                    cells.setdefault(name, []).extend(copies)
        for name, where in sorted(cells.items()):
            random = name in _RANDOM
            why = "ger ett nytt slumptal" if random else "kan ge ett annat värde"
            yield make_finding(
                "EN411",
                Severity.VARNING if random else Severity.INFO,
                Place(view.sheet.name, min(where)),
                f"Funktionen {swedish_function(name)} i {name_cells(where)} {why} varje gång boken räknas om.",
                "Skriv in värdet, eller använd en vanlig referens, om bladet ska gå att stämma av i efterhand.",
                related=sorted(where),
            )


def explain_external(book: BookView) -> Iterator[Finding]:
    """Give one finding for each other workbook that this one takes figures from."""
    cells: dict[str, list[Place]] = {}
    for name, view in book.views.items():
        for cell, formula in view.sheet.formulas.items():
            if "[" in formula:
                for reference in references(formula):
                    if reference.book is not None:
                        cells.setdefault(reference.book, []).append(Place(name, cell))
    for number, places in cells.items():
        which = f"den länkade arbetsboken nr {number}" if number.isdigit() else f"arbetsboken {number}"
        more = len(places) - 1
        count = f" och {more} {'cell' if more == 1 else 'celler'} till" if more else ""
        yield make_finding(
            "EN412",
            Severity.VARNING,
            places[0],
            f"{places[0]}{count} hämtar värden från {which}, som inte är kontrollerad här och kan ha ändrats.",
            "Klistra in värdena med källa och datum, eller lägg underlaget som ett blad i boken.",
            related=places,
        )


def explain_constants(book: BookView) -> Iterator[Finding]:
    """Give a finding for each amount that is added in a formula."""
    for view in book.views.values():
        lone = (cell for cells in view.copies.values() if len(cells) < _RULE for cell in cells)
        found = (_constant(view, cell, view.sheet.formulas[cell]) for cell in lone)
        yield from gather_copies(view, (finding for finding in found if finding))


def _constant(view: SheetView, cell: Cell, formula: str) -> Finding | None:
    value = view.sheet.value(cell)
    if not is_number(value) or not any(character.isdigit() for character in formula):
        return None
    tokens = [token for token in tokenise(formula) if token.kind != "space"]
    if not any(token.kind == "reference" for token in tokens):
        return None
    term = _added_term(tokens)
    if not term:
        return None
    at = to_a1(cell)
    sign, number = term
    without = value - number if sign == "+" else value + number
    return make_finding(
        "EN413",
        Severity.VARNING,
        Place(view.sheet.name, cell),
        f"I formeln {in_swedish(formula)} i {at} är {signed(sign, number)} inskrivet. Beloppet syns inte i tabellen.",
        "Lägg beloppet på en egen rad med en etikett, och låt formeln hämta det därifrån.",
        found=value,
        expected=without,
    )


def _added_term(tokens: list[Token]) -> tuple[str, int | float] | None:
    """Find a number that is a term of its own in a sum: not a factor, and no argument but of SUM."""
    around: list[bool] = []  # whether what stands around a token only adds, from the outermost inwards
    for i, token in enumerate(tokens):
        if token.kind in ("function", "open"):
            around.append(token.text.upper() in ("SUM(", "(") and (not around or around[-1]))
        elif token.kind == "close" and around:
            around.pop()
        elif token.kind == "number" and (not around or around[-1]):
            before = tokens[i - 1].text if i else ""
            after = tokens[i + 1].text if i + 1 < len(tokens) else ""
            number = float(token.text)
            alone = before in ("+", "-", ",", "SUM(", "") and after in ("+", "-", ",", ")", "")
            if alone and number >= _SMALLEST and number not in _ORDINARY and not 1900 <= number <= 2100:
                return ("-" if before == "-" else "+"), (int(number) if number.is_integer() else number)
    return None
