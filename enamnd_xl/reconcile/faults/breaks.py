"""Say what is wrong with a cell that breaks a fill: typed over, another range, another form."""

from collections.abc import Iterator
from itertools import zip_longest

from enamnd_xl.reconcile.faults.evaluate import add, evaluate, numbers_of
from enamnd_xl.reconcile.faults.fills import Break, find_breaks
from enamnd_xl.reconcile.faults.view import BookView, SheetView
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.labels import Measure, measures
from enamnd_xl.reconcile.layout import is_number
from enamnd_xl.reconcile.precision import shown
from enamnd_xl.reconcile.wording import amount, name_cells
from enamnd_xl.workbook.addition import addends
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.formulas import tokenise
from enamnd_xl.workbook.references import Reference, references
from enamnd_xl.workbook.snapshot import Value
from enamnd_xl.workbook.swedish import in_swedish

_NEAR = 2  # a total at the end of a row is typed over when it is within this factor of its sum
_MIDDLE = 0.25  # a figure so near the mean of the parts, as a part of their spread, is an average of them
_CLOSE = 0.1  # with one formula beside it, when it is off by less than this part


def explain_breaks(book: BookView) -> Iterator[Finding]:
    """Give a finding for each cell that breaks a fill for no visible reason."""
    for view in book.views.values():
        for one in find_breaks(view):
            value = view.sheet.value(one.cell)
            if one.cell in view.sheet.formulas:
                yield from _formula(book, view, one, value)
            elif is_number(value):
                yield from _number(book, view, one, value)


def _number(book: BookView, view: SheetView, one: Break, found: int | float) -> Iterator[Finding]:
    expected = evaluate(one.expected, view.sheet, book.snapshot)
    parts = [n for reference in references(one.expected) for n in _parts(book, view, reference)]
    if expected is None or not parts or view.block_at(one.cell) is None:
        return
    if one.sums:
        if len(parts) > 1 and _is_typed_total(one, found, expected, parts, view.is_grand_total(one.cell)):
            yield _typed_total(view, one, found, expected)
    elif found:
        yield _typed_number(view, one, found, expected)


def _parts(book: BookView, view: SheetView, reference: Reference) -> list[int | float]:
    target = book.target(reference, view)
    return numbers_of(target.sheet, reference) if target else []


def _is_typed_total(
    one: Break, found: int | float, expected: int | float, parts: list[int | float], crossing: bool
) -> bool:
    """Tell a total typed over from an average, a price or another figure that happens to stand in the row."""
    if shown(found) == shown(expected):
        return True
    if abs(found - add(parts) / len(parts)) <= (max(parts) - min(parts)) * _MIDDLE:
        return False
    if not one.at_end or crossing:
        return True
    if one.copies == 1:
        return abs(found - expected) < _CLOSE * abs(expected)
    return expected != 0 and 1 / _NEAR <= found / expected <= _NEAR


def _typed_total(view: SheetView, one: Break, found: int | float, expected: int | float) -> Finding:
    differs = shown(found) != shown(expected)
    at, formula = to_a1(one.cell), in_swedish(one.expected)
    message = f"I {at} står {amount(found)} inskrivet där {name_cells(one.like)} har en summaformel. "
    message += (
        f"{formula} ger {amount(expected)}; skillnaden är {amount(found - expected)}."
        if differs
        else "Beloppet stämmer i dag men följer inte med när en post ändras."
    )
    return _finding(view, one, "EN401", Severity.FEL if differs else Severity.VARNING, message, found, expected)


def _typed_number(view: SheetView, one: Break, found: int | float, expected: int | float) -> Finding:
    differs = shown(found) != shown(expected)
    at, formula = to_a1(one.cell), in_swedish(one.expected)
    message = f"I {at} står {amount(found)} inskrivet mitt bland formler. "
    message += (
        f"Samma formel som i {name_cells(one.like)}, {formula}, ger {amount(expected)}."
        if differs
        else f"Det är vad formeln {formula} ger i dag, men talet följer inte med när underlaget ändras."
    )
    return _finding(view, one, "EN405", Severity.VARNING, message, found, expected)


def _formula(book: BookView, view: SheetView, one: Break, found: Value) -> Iterator[Finding]:
    actual = view.sheet.formulas[one.cell]
    expected = evaluate(one.expected, view.sheet, book.snapshot)
    stands = found if is_number(found) else None
    if one.sums and addends(actual):
        yield from _other_range(view, one, stands, expected)
    elif not _is_revenue_among_costs(view, one):
        yield _other_form(view, one, stands, expected)


def _other_range(
    view: SheetView, one: Break, found: int | float | None, expected: int | float | None
) -> Iterator[Finding]:
    mine, theirs = _covered(view, view.sheet.formulas[one.cell]), _covered(view, one.expected)
    missing, extra = sorted(theirs - mine), sorted(mine - theirs)
    if one.copies == 1 and (extra or not any(is_number(view.sheet.value(cell)) for cell in missing)):
        return  # of two different sums, only the one that leaves figures out is the odd one
    differs = found is None or expected is None or shown(found) != shown(expected)
    severity = Severity.FEL if differs and found is not None and expected is not None else Severity.VARNING
    at = to_a1(one.cell)
    like = name_cells(one.like)
    if missing and not extra:
        code, what = "EN402", f"Summan i {at} tar inte med {name_cells(missing)}, som {like} gör för sina kolumner"
        if one.like[0][1] == one.cell[1]:
            what = f"Summan i {at} tar inte med {name_cells(missing)}, som {like} gör för sina rader"
    elif extra and not missing:
        code, what = "EN403", f"Summan i {at} tar även med {name_cells(extra)}, vilket {like} inte gör"
    else:
        code, what = "EN406", f"Summan i {at} räknar andra celler än {like} gör"
    yield _finding(view, one, code, severity, f"{what}. {_outcome(found, expected)}", found, expected, missing or extra)


def _covered(view: SheetView, formula: str) -> set[Cell]:
    """Give the cells a sum covers, as far as the sheet is used."""
    covered: set[Cell] = set()
    for one in addends(formula) or ():
        top, left, bottom, right = one.reference.area
        for row in range(top, min(bottom, len(view.sheet.rows)) + 1):
            covered.update((row, column) for column in range(left, min(right, view.sheet.width) + 1))
    return covered


def _other_form(view: SheetView, one: Break, found: int | float | None, expected: int | float | None) -> Finding:
    actual = view.sheet.formulas[one.cell]
    differs = found is not None and expected is not None and shown(found) != shown(expected)
    constant = _added_constant(actual, one.expected)
    at, like = to_a1(one.cell), name_cells(one.like)
    if constant:
        message = f"Formeln i {at} är som den i {like} men med {constant} inskrivet i sig. "
        return _finding(view, one, "EN413", Severity.VARNING, message + _outcome(found, expected), found, expected)
    severity = Severity.FEL if differs and _is_slip(actual, one.expected) else Severity.VARNING
    message = f"Formeln i {at} är {in_swedish(actual)}, men {like} intill räknar på ett annat sätt: "
    message += f"här vore det {in_swedish(one.expected)}. {_outcome(found, expected)}"
    return _finding(view, one, "EN406", severity, message, found, expected)


def _outcome(found: int | float | None, expected: int | float | None) -> str:
    if found is None or expected is None:
        return "Vad det betyder för beloppet går inte att säga säkert."
    if shown(found) == shown(expected):
        return "Beloppet blir detsamma i dag, men inte när underlaget ändras."
    return f"Här står {amount(found)}; rätt formel ger {amount(expected)}, skillnaden är {amount(found - expected)}."


def _added_constant(actual: str, expected: str) -> str:
    """Give the constant, with its sign, when the formula is the expected one and a constant added."""
    mine, theirs = tokenise(actual), tokenise(expected)
    rest = mine[len(theirs) :]
    if mine[: len(theirs)] == theirs and [t.kind for t in rest] == ["operator", "number"] and rest[0].text in "+-":
        return rest[0].text + rest[1].text
    return ""


def _is_slip(actual: str, expected: str) -> bool:
    """Tell a slip of the hand from another way to calculate: a sign, or a reference that moved.

    A reference with dollar signs that goes elsewhere may be another key chosen on purpose.
    """
    for mine, theirs in zip_longest(tokenise(actual), tokenise(expected)):
        if mine == theirs:
            continue
        if mine is None or theirs is None or mine.kind != theirs.kind or mine.kind not in ("operator", "reference"):
            return False
        if mine.kind == "reference" and (mine.text.count("$") > 1 or theirs.text.count("$") > 1):
            return False
    return True


def _is_revenue_among_costs(view: SheetView, one: Break) -> bool:
    """A deviation is turned round for a revenue among costs, and for a cost among revenues."""
    own = measures(view.label(one.cell)) & {Measure.REVENUE, Measure.COST}
    theirs = [measures(view.label(cell)) & {Measure.REVENUE, Measure.COST} for cell in one.like]
    return bool(own) and own not in theirs


def _finding(
    view: SheetView,
    one: Break,
    code: str,
    severity: Severity,
    message: str,
    found: int | float | None,
    expected: int | float | None,
    more: list[Cell] | None = None,
) -> Finding:
    differs = found is not None and expected is not None
    return Finding(
        code=code,
        severity=severity,
        sheet=view.sheet.name,
        cell=one.cell,
        message=message,
        hint=f"Skriv {in_swedish(one.expected)} i {to_a1(one.cell)}.",
        found=None if found is None else shown(found),
        expected=None if expected is None else shown(expected),
        difference=shown(found - expected) if differs and found is not None and expected is not None else None,
        related=tuple(Place(view.sheet.name, cell) for cell in (*one.like, *(more or ())[:50])),
    )
