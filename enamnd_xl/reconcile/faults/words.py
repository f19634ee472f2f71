"""How findings about formulas are put: the amount that stands, the amount that the right formula gives."""

from collections.abc import Iterable

from enamnd_xl.reconcile.finding import Finding, Place, Severity, Shown
from enamnd_xl.reconcile.precision import shown
from enamnd_xl.reconcile.wording import PLAIN, Notation
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.snapshot import is_number

_MOST_RELATED = 50
_SMALL = 1e3  # smaller figures may be what is left when figures of this size are taken from each other


def differ(found: int | float | None, expected: int | float | None) -> bool:
    """Tell whether two known figures differ by more than binary noise; what is left of large figures may be noise too.

    >>> differ(0.1 + 0.2, 0.3), differ(1, 2), differ(None, 2)
    (False, True, False)
    """
    if found is None or expected is None:
        return False
    return abs(found - expected) > 1e-9 * max(abs(found), abs(expected), _SMALL)


def outcome(
    found: int | float | None,
    expected: int | float | None,
    notation: Notation = PLAIN,
    otherwise: str = "rätt formel ger",
) -> str:
    """Say what stands in a cell and what should.

    >>> outcome(100, 110).replace(chr(160), " ")
    'Här står 100; rätt formel ger 110, skillnaden är −10.'
    """
    if found is None or expected is None:
        return "Vad det betyder för beloppet går inte att säga säkert."
    if not differ(found, expected):
        return "Beloppet blir detsamma i dag, men inte när underlaget ändras."
    stands, right = notation.two(found, expected)
    return f"Här står {stands}; {otherwise} {right}, skillnaden är {notation.difference(found - expected, expected)}."


def make_finding(
    code: str,
    severity: Severity,
    place: Place,
    message: str,
    hint: str,
    *,
    found: Shown = None,
    expected: Shown = None,
    related: Iterable[Cell | Place] = (),
) -> Finding:
    """Make a finding about a formula; related cells without a sheet are on its own."""
    places = [one if isinstance(one, Place) else Place(place.sheet, one) for one in related]
    return Finding(
        code=code,
        severity=severity,
        sheet=place.sheet,
        cell=place.cell,
        message=message,
        hint=hint,
        found=shown(found) if is_number(found) else found,
        expected=shown(expected) if is_number(expected) else expected,
        difference=shown(found - expected) if is_number(found) and is_number(expected) else None,
        related=tuple(places[:_MOST_RELATED]),
    )
