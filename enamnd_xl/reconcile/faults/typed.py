"""Numbers typed where a line of formulas goes on: totals typed over, and single figures."""

from enamnd_xl.reconcile.evaluate import add
from enamnd_xl.reconcile.faults.case import Case
from enamnd_xl.reconcile.faults.fill_lines import Break
from enamnd_xl.reconcile.faults.words import differ
from enamnd_xl.reconcile.finding import Finding, Severity
from enamnd_xl.reconcile.precision import rounding_allowance
from enamnd_xl.workbook.references import Reference, references
from enamnd_xl.workbook.snapshot import is_number

_NEAR = 2  # a total at the end of a row is typed over when it is within this factor of its sum
_MIDDLE = 0.25  # a figure so near the mean of the parts, as a part of their spread, is an average of them
_OF_SHARES = 0.005  # what rounded shares may be off by together, as a part of them all
_MANY_COPIES = 3  # copies that tell a total with a single part from a figure
_AT_END = 0.2  # the same of a figure at the end of a line of other formulas: there it may well be given
_CLOSE = 0.1  # with one formula beside it, a total is typed over when it is off by less than this part


def explain_number(case: Case) -> Finding | None:
    """Give a finding for a number that breaks a line of formulas; None when it may well stand there."""
    one, found, expected = case.one, case.found, case.expected
    if found is None or case.view.block_at(one.cell) is None:
        return None
    parts = [n for reference in references(one.expected) for n in _parts(case, reference)]
    if one.sums and expected is not None:
        crossing = case.view.is_grand_total(one.cell)
        typed = (
            (len(parts) > 1 or (parts and one.copies >= _MANY_COPIES))
            and not _are_all_shares(found, expected)
            and _is_typed_total(one, found, expected, parts, crossing)
        )
        if typed and _is_shared_out(case):
            return _shared_out(case, found, expected, len(parts))
        return _typed_total(case, found, expected) if typed else None
    if not parts or not found or (one.at_end and not _is_near(found, expected)):
        return None
    return _typed_number(case, found, expected)


def _is_near(found: int | float, expected: int | float | None) -> bool:
    """Tell whether a number at the end of a line of formulas is about what they would give there."""
    return expected is not None and abs(found - expected) <= _AT_END * abs(expected)


def _parts(case: Case, reference: Reference) -> list[int | float]:
    """Give the numbers that a reference covers."""
    target = case.book.target(reference, case.view)
    top, left, bottom, right = reference.area
    rows = target.sheet.rows[top - 1 : bottom] if target else ()
    return [value for line in rows for value in line[left - 1 : right] if is_number(value)]


def _is_shared_out(case: Case) -> bool:
    """Tell whether the parts are reckoned from what stands as their total: then it is given, and shared by them."""
    areas = [one.area for one in references(case.one.expected) if one.sheet is None]
    formulas = (case.view.sheet.formulas[cell] for area in areas for cell in case.view.formulas.within(area))
    return any(one.sheet is None and one.area.covers(case.one.cell) for f in formulas for one in references(f))


def _shared_out(case: Case, found: int | float, expected: int | float, parts: int) -> Finding | None:
    if abs(found - expected) <= rounding_allowance(parts):
        return None
    stands, right = case.notation.two(found, expected)
    message = f"I {case.at} står {stands}, som posterna räknas ur, men tillsammans blir de {right}. "
    message += f"Skillnaden är {case.notation.difference(found - expected, expected)}."
    finding = case.finding("EN401", Severity.FEL, message)
    return finding._replace(hint="Kontrollera de andelar som beloppet fördelas med: de ska vara hundra procent ihop.")


def _are_all_shares(found: int | float, expected: int | float) -> bool:
    """Tell a hundred per cent under its shares: it is what they are together, whatever their rounding comes to."""
    return found in (1, 100) and abs(found - expected) <= found * _OF_SHARES


def _is_typed_total(
    one: Break, found: int | float, expected: int | float, parts: list[int | float], crossing: bool
) -> bool:
    """Tell a total typed over from an average, a price or another figure that happens to stand in the row."""
    if not differ(found, expected):
        return True
    same_sign = min(parts) >= 0 or max(parts) <= 0
    if same_sign and abs(found - add(parts) / len(parts)) <= (max(parts) - min(parts)) * _MIDDLE:
        return False
    if not one.at_end or crossing:
        return True
    if one.copies == 1:
        return abs(found - expected) < _CLOSE * abs(expected)
    return expected != 0 and 1 / _NEAR <= found / expected <= _NEAR


def _typed_total(case: Case, found: int | float, expected: int | float) -> Finding:
    stands, right = case.notation.two(found, expected)
    message = f"I {case.at} står {stands} inskrivet där {case.like} har en summaformel. "
    if not case.differs:
        message += "Beloppet stämmer i dag men följer inte med när en post ändras."
        return case.finding("EN401", Severity.VARNING, message)
    message += f"{case.formula} ger {right}; skillnaden är {case.notation.difference(found - expected, expected)}."
    return case.finding("EN401", Severity.FEL, message)


def _typed_number(case: Case, found: int | float, expected: int | float | None) -> Finding:
    if expected is None:  # the formula does more than what is worked out here
        message = f"I {case.at} står {case.notation.one(found)} inskrivet mitt bland formler. "
        message += f"Med samma formel som i {case.like} vore det {case.formula}."
        return case.finding("EN405", Severity.VARNING, message)
    stands, right = case.notation.two(found, expected)
    where = "intill likadana" if case.one.at_end else "mitt bland"
    message = f"I {case.at} står {stands} inskrivet {where} formler. "
    message += (
        f"Samma formel som i {case.like}, {case.formula}, ger {right}."
        if case.differs
        else f"Det är vad formeln {case.formula} ger i dag, men talet följer inte med när underlaget ändras."
    )
    return case.finding("EN405", Severity.VARNING, message)
