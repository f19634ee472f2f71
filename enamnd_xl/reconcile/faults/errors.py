"""Why a cell shows an error value, as far as its own formula tells."""

from itertools import pairwise

from enamnd_xl.reconcile.faults.unequal import unequal_areas
from enamnd_xl.reconcile.faults.words import make_finding
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.view import BookView, SheetView
from enamnd_xl.reconcile.wording import bare, quote
from enamnd_xl.workbook.address import to_a1
from enamnd_xl.workbook.formulas import tokenise
from enamnd_xl.workbook.references import parse_reference
from enamnd_xl.workbook.snapshot import CellError, Value
from enamnd_xl.workbook.swedish import in_swedish, swedish_error, swedish_function

_REASONS = {
    "#REF!": "formeln hänvisar till celler som har tagits bort",
    "#N/A": "det som söks finns inte där formeln letar",
    "#NUM!": "talet går inte att räkna ut",
    "#NULL!": "områdena i formeln har inga gemensamma celler",
    "#SPILL!": "det står något i vägen för resultatet",
}
_ROW_GONE = "Togs en rad eller kolumn nyss bort: ångra det. Låt annars formeln hänvisa till rätt celler igen."
_LOOKUPS = ("VLOOKUP(", "HLOOKUP(", "LOOKUP(", "XLOOKUP(", "MATCH(", "INDEX(")


def is_on_purpose(formula: str) -> bool:
    """Tell whether a formula is there to show ``#N/A``, as one does to leave a gap in a chart.

    >>> is_on_purpose("NA()"), is_on_purpose("IF(B2=0,NA(),B2)"), is_on_purpose("B2/C2")
    (True, True, False)
    """
    return "NA(" in (token.text.upper() for token in tokenise(formula))


def explain_error(book: BookView, place: Place) -> Finding:
    """Give the finding for a cell where an error value begins.

    Args:
        book: the workbook.
        place: a cell that shows an error value.
    """
    view = book.views[place.sheet]
    value = view.sheet.value(place.cell)
    code = value.code if isinstance(value, CellError) else ""
    formula = view.sheet.formulas.get(place.cell)
    at = to_a1(place.cell)
    if formula is None:
        message = f"I {at} står felvärdet {swedish_error(code)} inskrivet i stället för ett tal."
        hint = f"Skriv det rätta beloppet i {at}."
        culprits: list[Place] = []
    else:
        reason, culprits, hint = _reason(book, view, code, formula)
        message = f"{at} visar {swedish_error(code)}: {reason}."
        hint = hint or f"Rätta formeln {in_swedish(formula)} i {at}."
    return make_finding("EN410", Severity.FEL, place, message, hint, found=code, related=culprits)


def _reason(book: BookView, view: SheetView, code: str, formula: str) -> tuple[str, list[Place], str]:
    if code == "#DIV/0!":
        zero = _divisor(book, view, formula)
        if zero:
            text, place = zero
            empty = book.views[place.sheet].sheet.value(place.cell) is None
            return (
                f"den delar med {bare(text)}, som är {'tom' if empty else '0'}",
                [place],
                f"{'Fyll i' if empty else 'Kontrollera'} {bare(text)}, eller skriv "
                f"{in_swedish(f'IF({text}=0,0,{formula})')}.",
            )
        return "den delar med noll", [], f"Skriv {in_swedish(f'IFERROR({formula},0)')}, om 0 är rätt då."
    if code == "#VALUE!":
        if two := unequal_areas(formula):
            one, other = map(bare, two)
            return f"{one} och {other} är inte lika stora", [], "Låt områdena börja och sluta på samma rader."
        texts = _cells_with_text(book, view, formula)
        if texts:
            text, place, value = texts
            at = bare(text)
            hint = f"Skriv ett tal i {at}, eller låt formeln hänvisa till rätt cell."
            return f"{at} är en text ({quote(str(value))}), inte ett tal", [place], hint
        return "något i formeln är av fel sort, till exempel en text där ett tal behövs", [], ""
    if code == "#NAME?":
        unknown = _unknown_names(book, formula)
        reason = f"namnet {unknown} finns inte" if unknown else "den använder ett namn eller en funktion som inte finns"
        return reason, [], ""
    if code == "#N/A" and any(token.text.upper() in _LOOKUPS for token in tokenise(formula)):
        return _REASONS[code], [], "Kontrollera stavning och mellanslag i det som söks, och att listan är fullständig."
    hint = _ROW_GONE if code == "#REF!" else ""
    return _REASONS.get(code, "formeln går inte att räkna ut"), [], hint


def _divisor(book: BookView, view: SheetView, formula: str) -> tuple[str, Place] | None:
    tokens = tokenise(formula)
    for before, token in pairwise(tokens):
        if before.text == "/" and token.kind == "reference":
            place = _place(book, view, token.text)
            if place and not book.views[place.sheet].sheet.value(place.cell):
                return token.text, place
    return None


def _cells_with_text(book: BookView, view: SheetView, formula: str) -> tuple[str, Place, Value] | None:
    for token in tokenise(formula):
        place = _place(book, view, token.text) if token.kind == "reference" else None
        if place:
            value = book.views[place.sheet].sheet.value(place.cell)
            if isinstance(value, str):
                return token.text, place, value
    return None


def _place(book: BookView, view: SheetView, text: str) -> Place | None:
    reference = parse_reference(text)
    target = book.target(reference, view)
    return Place(target.sheet.name, reference.cell) if target and reference.cell else None


def _unknown_names(book: BookView, formula: str) -> str:
    names = {name.name.casefold() for name in book.snapshot.names}
    unknown = [t.text for t in tokenise(formula) if t.kind == "name" and t.text.casefold() not in names]
    functions = [t.text[:-1] for t in tokenise(formula) if t.kind == "function"]
    strange = [name for name in functions if swedish_function(name) == name and "." in name]
    return ", ".join([*unknown, *strange])
