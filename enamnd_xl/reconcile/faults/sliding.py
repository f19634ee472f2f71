"""Ranges to look something up in that move along where the formula is copied, past the end of their table."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from enamnd_xl.reconcile.faults.proposal import fix_reference
from enamnd_xl.reconcile.faults.words import make_finding
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.view import BookView, SheetView
from enamnd_xl.reconcile.wording import name_cells
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.calls import Call, calls_in, read_calls
from enamnd_xl.workbook.formulas import NotReadError, may_call, tokenise
from enamnd_xl.workbook.references import Reference, parse_reference, translate
from enamnd_xl.workbook.swedish import in_swedish

_TABLES: Mapping[str, Sequence[int]] = {
    **dict.fromkeys(("HLOOKUP", "MATCH", "RANK", "RANK.AVG", "RANK.EQ", "VLOOKUP", "XMATCH"), (1,)),
    **dict.fromkeys(("LOOKUP", "XLOOKUP"), (1, 2)),
    **dict.fromkeys(("AVERAGEIF", "SUMIF"), (0, 2)),
    **dict.fromkeys(("AVERAGEIFS", "SUMIFS"), (0, 1, 3, 5, 7)),
    **dict.fromkeys(("COUNTIF", "INDEX"), (0,)),
    "COUNTIFS": (0, 2, 4, 6),
}
"""Function -> which of its arguments, from 0, are the tables it looks in.

Source: the descriptions of the functions in ECMA-376 part 1, 18.17.7.
"""
_NAMES = tuple(_TABLES)


def explain_sliding(book: BookView) -> Iterator[Finding]:
    """Give a finding for each formula that is copied down without the dollar signs that its table needs."""
    for view in book.views.values():
        for cells in view.copies.values():
            if len(cells) > 1 and may_call(view.sheet.formulas[cells[0]], _NAMES):
                yield from _explain(book, view, cells)


def _explain(book: BookView, view: SheetView, cells: Sequence[Cell]) -> Iterator[Finding]:
    first, *others = sorted(cells, key=lambda cell: (cell[1], cell[0]))
    copies = [cell for cell in others if cell[1] == first[1]]
    if (first[0] + 1, first[1]) not in copies:
        return
    formula = view.sheet.formulas[first]
    sliding = [text for text in _tables(formula) if _slides(book, view, parse_reference(text))]
    if not sliding:
        return
    here, where = to_a1(first), name_cells(copies)
    yield make_finding(
        "EN414",
        Severity.VARNING,
        Place(view.sheet.name, first),
        f"Formeln i {here} letar i {sliding[0]}, men kopian under letar i {translate(sliding[0], first, copies[0])}: "
        f"området följer med nedåt, förbi tabellens slut, och missar dess första rader i {where}.",
        f"Skriv {in_swedish(_with_dollars(formula, sliding))} i {here} och kopiera formeln till {where}.",
        related=copies,
    )


def _tables(formula: str) -> Iterator[str]:
    """Give the ranges that a formula looks something up in, as they are written."""
    try:
        whole = Call("(", (read_calls(formula),))
    except NotReadError:
        return
    for call in calls_in(whole):
        for at in _TABLES.get(call.name, ()):
            argument = call.arguments[at] if at < len(call.arguments) else ()
            if len(argument) == 1 and not isinstance(argument[0], Call) and argument[0].kind == "reference":
                yield argument[0].text


def _slides(book: BookView, view: SheetView, reference: Reference) -> bool:
    """Tell whether a range moves down as it is copied, from where its table ends."""
    top, left, bottom, right = reference.area
    target = book.target(reference, view)
    if target is None or bottom == top or reference.fixed[0] or reference.fixed[2]:
        return False
    if all(target.sheet.value((bottom + 1, column)) is None for column in range(left, right + 1)):
        return True
    block = target.block_at((bottom, right)) or target.block_at((bottom, left))
    return block is not None and block.detail_rows[-1:] == (bottom,)


def _with_dollars(formula: str, areas: Collection[str]) -> str:
    """Write a formula with dollar signs before the rows of some areas.

    >>> _with_dollars("VLOOKUP(B4,Taxa1!A4:$B6,2)", ["Taxa1!A4:$B6"])
    'VLOOKUP(B4,Taxa1!A$4:$B$6,2)'
    """
    for number, token in enumerate(tokenise(formula)):
        if token.text in areas:
            formula = fix_reference(formula, number, rows=True)
    return formula
