"""Conditional sums that look in one area and add another that is not of its size: some lines are then others."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from enamnd_xl.reconcile.faults.copies import gather_copies
from enamnd_xl.reconcile.faults.words import make_finding
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.view import BookView
from enamnd_xl.reconcile.wording import bare
from enamnd_xl.workbook.address import to_a1
from enamnd_xl.workbook.calls import Call, calls_in, read_calls
from enamnd_xl.workbook.formulas import NotReadError, may_call
from enamnd_xl.workbook.references import parse_reference, translate

_AREAS: Mapping[str, Sequence[int]] = {
    **dict.fromkeys(("AVERAGEIF", "SUMIF"), (0, 2)),
    **dict.fromkeys(("AVERAGEIFS", "SUMIFS"), (0, 1, 3, 5, 7)),
    "COUNTIFS": (0, 2, 4, 6),
}
"""Function -> which of its arguments, from 0, are areas that are to be of one size.

Source: ECMA-376 part 1, 18.17.7. SUMIF takes as many cells of the area it adds as there are in the one it looks in; the
others give an error value.
"""
_FORGIVING = ("AVERAGEIF", "SUMIF")


def explain_unequal(book: BookView) -> Iterator[Finding]:
    """Give a finding for each conditional sum that looks in one area and adds another that is not of its size."""
    for view in book.views.values():
        found = []
        for first, *others in view.copies.values():
            formula = view.sheet.formulas[first]
            if may_call(formula, _FORGIVING) and (two := unequal_areas(formula, _FORGIVING)):
                for cell in (first, *others):
                    one, other = (bare(translate(text, first, cell)) for text in two)
                    found.append(_finding(Place(view.sheet.name, cell), one, other))
        yield from gather_copies(view, found)


def unequal_areas(formula: str, functions: Collection[str] = _AREAS.keys()) -> tuple[str, str] | None:
    """Give two areas of a conditional sum or count that are to be of one size and are not, as they are written.

    >>> unequal_areas("SUMIF($A$2:$A$9,D2,B$2:B$8)"), unequal_areas("SUMIF($A$2:$A$9,D2,B$2:B$9)")
    (('$A$2:$A$9', 'B$2:B$8'), None)
    """
    try:
        whole = Call("(", (read_calls(formula),))
    except NotReadError:
        return None
    for call in calls_in(whole):
        if call.name not in functions:
            continue
        written = [call.arguments[at] for at in _AREAS[call.name] if at < len(call.arguments)]
        texts = [
            one[0].text for one in written if len(one) == 1 and not isinstance(one[0], Call) and ":" in one[0].text
        ]
        odd = next((text for text in texts if _size(text) != _size(texts[0])), None)
        if odd:
            return texts[0], odd
    return None


def _size(text: str) -> tuple[int, int]:
    top, left, bottom, right = parse_reference(text).area
    return bottom - top, right - left


def _finding(place: Place, one: str, other: str) -> Finding:
    at = to_a1(place.cell)
    return make_finding(
        "EN402",
        Severity.VARNING,
        place,
        f"Formeln i {at} letar i {one} men räknar med {other}. Områdena är inte lika stora: av det andra tas lika "
        "många celler som det första har.",
        f"Låt båda områdena i {at} börja och sluta på samma rader.",
    )
