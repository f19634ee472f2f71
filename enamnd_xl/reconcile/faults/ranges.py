"""Sums whose own range is wrong: the sum itself in it, parts counted twice, or a line left out at its ends."""

from collections.abc import Iterator, Sequence

from enamnd_xl.reconcile.evaluate import add
from enamnd_xl.reconcile.faults.copies import gather_copies
from enamnd_xl.reconcile.faults.left_out import find_left_out, is_all_there_is, stands_beside_row
from enamnd_xl.reconcile.faults.proposal import rectangles, sum_of
from enamnd_xl.reconcile.faults.words import differ, make_finding
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.labels import is_total
from enamnd_xl.reconcile.of_which import may_be_parts
from enamnd_xl.reconcile.view import BookView, SheetView
from enamnd_xl.reconcile.wording import name_cells
from enamnd_xl.record import Record
from enamnd_xl.workbook.addition import Addend, addends, skips_subtotals
from enamnd_xl.workbook.address import Area, Cell, to_a1
from enamnd_xl.workbook.formulas import tokenise
from enamnd_xl.workbook.references import Reference, references
from enamnd_xl.workbook.snapshot import is_number
from enamnd_xl.workbook.swedish import in_swedish

_POSITION = {
    "ROW(",
    "ROWS(",
    "COLUMN(",
    "COLUMNS(",
    "CELL(",
    "OFFSET(",
    "INDEX(",
    "SHEET(",
    "FORMULATEXT(",
    "ISFORMULA(",
}
"""Functions that take a cell for where it stands, not for its value."""
_MOST_AREAS = 6  # a proposed formula with more areas than this is written as the old one less what is too much


def explain_ranges(book: BookView) -> Iterator[Finding]:
    """Give a finding for each sum whose own range is wrong, copies of one formula under the first."""
    for view in book.views.values():
        typed = [
            (found.total, found.operands)
            for found in view.sums
            if found.total not in view.sheet.formulas and not found.difference and is_total(view.label(found.total))
        ]
        yield from gather_copies(view, _on_sheet(view, typed))


def _on_sheet(view: SheetView, typed: Sequence[tuple[Cell, Sequence[Cell]]]) -> Iterator[Finding]:
    for cells in view.copies.values():
        first = addends(view.sheet.formulas[cells[0]])
        if not first or any(one.reference.sheet is not None for one in first):
            continue
        for cell in cells if typed else _not_plain(view, cells, first):
            formula = view.sheet.formulas[cell]
            terms = addends(formula) or ()
            twice = _counted_twice(view, cell, terms, typed)
            if twice:
                yield _double(view, cell, formula, terms, twice)
            elif all(one.sign > 0 for one in terms):
                yield from find_left_out(view, cell, [one.reference.area for one in terms])


def _not_plain(view: SheetView, cells: Sequence[Cell], terms: Sequence[Addend]) -> Sequence[Cell]:
    """Leave out the copies of a sum that leave no cell out and count none twice, as can be told at once of most.

    They stand right beside or below their range, with no other sum in it and no figure above it; or they are a
    difference of single cells that are no sums.

    Args:
        view: the sheet.
        cells: where a sum and its copies stand.
        terms: what the first of them adds.
    """
    reaches = [one.reference.reach(cells) for one in terms]
    if any(reach.covers(cell) for reach in reaches for cell in view.of_which):
        return cells
    over_sums = any(view.adding(reaches))
    if any(one.sign < 0 for one in terms) and all(one.reference.area.size == 1 for one in terms):
        return cells if over_sums else ()
    reference = terms[0].reference
    if len(terms) > 1 or any(reference.fixed):
        return cells
    if not over_sums and stands_beside_row(cells[0], reference.area):  # and so do all of its copies
        return ()
    areas = ((cell, reference.moved(cells[0], cell)) for cell in cells)
    return [
        cell
        for cell, area in areas
        if not is_all_there_is(view, cell, area) or (over_sums and any(view.adding([area])))
    ]


def explain_circles(book: BookView) -> Iterator[Finding]:
    """Give a finding for each formula that counts with its own cell."""
    for view in book.views.values():
        for cells in view.copies.values():
            formula = view.sheet.formulas[cells[0]]
            if not any(token.text.upper() in _POSITION for token in tokenise(formula)):
                for cell in _counting_themselves(cells, references(formula)):
                    yield _circular(view, cell, view.sheet.formulas[cell])


def _counting_themselves(cells: Sequence[Cell], read: Sequence[Reference]) -> Sequence[Cell]:
    """Give the copies that read their own cell.

    Args:
        cells: where a formula and its copies stand.
        read: what the first of them refers to.
    """
    own = [one for one in read if one.sheet is None]
    if not any(any(one.fixed) for one in own):  # then all read the same, seen from where they stand
        return cells if any(one.area.covers(cells[0]) for one in own) else ()
    return [cell for cell in cells if any(one.moved(cells[0], cell).covers(cell) for one in own)]


def _counts_itself(view: SheetView, cell: Cell) -> bool:
    return bool(_counting_themselves([cell], references(view.sheet.formulas[cell])))


def _circular(view: SheetView, cell: Cell, formula: str) -> Finding:
    at = to_a1(cell)
    terms = addends(formula)
    if all(one.area.size == 1 for one in references(formula) if one.sheet is None and one.area.covers(cell)):
        hint = f"Byt {at} i formeln mot den cell som är menad."
    elif terms and all(one.sign > 0 for one in terms):
        meant = _covered(view, terms) - {cell}
        if len(terms) == 1:  # what stands on its other side came along as the range was drawn over it
            before = {one for one in meant if one < cell}
            meant = max(before, meant - before, key=len)
        hint = f"Skriv {in_swedish(sum_of(meant))} i {at}."
    else:
        hint = f"Ändra området så att {at} inte är med."
    message = f"Formeln i {at}, {in_swedish(formula)}, räknar med sin egen cell. Då får den inget bestämt värde."
    return make_finding("EN404", Severity.FEL, Place(view.sheet.name, cell), message, hint)


class _Twice(Record):
    """The cells that a sum should count once less.

    They are the overlaps of its ranges; or subtotals that it counts with all their parts; or those parts of the
    subtotals within which it counts beside them. Where there is no subtotal, they may be named as parts of others.
    """

    cells: set[Cell]
    is_overlap: bool = False
    within: frozenset[Cell] = frozenset()
    are_named_so: bool = False

    def __str__(self) -> str:
        one = len(self.cells) == 1
        if self.is_overlap:
            return f"{'den' if one else 'de'} ingår i två av områdena"
        if self.are_named_so:
            return f"av etiketten att döma ingår {'den' if one else 'de'} i {name_cells(self.within)}"
        if self.within:
            return f"{'den' if one else 'de'} ingår redan i {name_cells(self.within)}"
        return (
            "den är redan en summa av celler i samma område" if one else "de är redan summor av celler i samma område"
        )


def _counted_twice(
    view: SheetView, cell: Cell, terms: Sequence[Addend], typed: Sequence[tuple[Cell, Sequence[Cell]]]
) -> _Twice | None:
    """Give the cells that a sum counts twice."""
    if overlaps := _overlaps(view, terms):
        return _Twice(overlaps, is_overlap=True)
    whole = [one.reference.area for one in terms]
    counted: dict[Cell, set[Cell]] = {}  # a subtotal -> its parts that are counted too
    partly: set[Cell] = set()  # those that have other parts besides
    for inner in view.adding(whole):
        if inner != cell and _adds_within(view, cell, inner, terms):
            parts = _parts(view, inner)
            counted[inner] = {part for part in parts if _weight(part, terms) > 0}
            if counted[inner] < parts:
                partly.add(inner)
    if counted and 2 * len(counted) > sum(len(view.used_cells(area)) for area in whole) and not partly:
        return None  # a running total adds the cell before it; that is no subtotal
    subtotals = counted.keys() - partly
    for total, operands in typed:
        if _weight(total, terms) > 0 and any(_weight(part, terms) > 0 for part in operands):
            subtotals.add(total)
    parts_again = {part for inner in partly for part in counted[inner]}
    if subtotals or parts_again:
        return _Twice(subtotals | parts_again, within=frozenset(partly))
    return _named_as_parts(view, whole)


def _named_as_parts(view: SheetView, areas: Sequence[Area]) -> _Twice | None:
    """Give the cells that a sum counts beside what they are a part of by their names: of which pensions."""
    parts: dict[Cell, list[Cell]] = {}
    for cell, whole in view.of_which.items():
        if all(any(area.covers(one) for area in areas) for one in (cell, whole)):
            parts.setdefault(whole, []).append(cell)
    value = view.sheet.value
    twice = {whole: cells for whole, cells in parts.items() if may_be_parts(value(whole), list(map(value, cells)))}
    found = {cell for cells in twice.values() for cell in cells if value(cell)}
    return _Twice(found, within=frozenset(twice), are_named_so=True) if found else None


def _parts(view: SheetView, inner: Cell) -> set[Cell]:
    """Give the cells on its own sheet, with an amount, that a formula adds."""
    terms = [one for one in addends(view.sheet.formulas[inner]) or () if one.reference.sheet is None]
    return {part for part in _covered(view, terms) if view.sheet.value(part)}


def _overlaps(view: SheetView, terms: Sequence[Addend]) -> set[Cell]:
    if len(terms) == 1:
        return set()
    again: set[Cell] = set()  # single cells that are named twice
    for number, one in enumerate(terms):
        for other in terms[number + 1 :]:
            common = _common(one.reference.area, other.reference.area)
            if common and one.sign == other.sign:
                if one.reference.area.size > 1 or other.reference.area.size > 1:
                    return set(view.used_cells(common))
                again.add((common.top, common.left))
    return again if 2 * len(again) < len(terms) else set()  # where all are doubled that is meant, as all round a room


def _adds_within(view: SheetView, cell: Cell, inner: Cell, terms: Sequence[Addend]) -> bool:
    """Tell whether a formula in a sum's range adds cells that the sum counts as well."""
    formula = view.sheet.formulas[inner]
    shared = [
        common
        for sign, reference in addends(formula) or ()
        if sign > 0 and reference.sheet is None
        for one in terms
        if (common := _common(reference.area, one.reference.area))
    ]
    if not shared or _weight(inner, terms) <= 0:
        return False
    if skips_subtotals(view.sheet.formulas[cell]) and skips_subtotals(formula):
        return False  # SUBTOTAL leaves other SUBTOTALs out by itself
    return any(_weight(at, terms) > 0 for common in shared for at in view.used_cells(common))


def _weight(cell: Cell, terms: Sequence[Addend]) -> int:
    """How many times a sum counts a cell."""
    return sum(one.sign for one in terms if one.reference.area.covers(cell))


def _common(one: Area, other: Area) -> Area | None:
    if not one.meets(other):
        return None
    top, left = max(one.top, other.top), max(one.left, other.left)
    return Area(top, left, min(one.bottom, other.bottom), min(one.right, other.right))


def _covered(view: SheetView, terms: Sequence[Addend]) -> set[Cell]:
    return {cell for one in terms if one.sign > 0 for cell in view.used_cells(one.reference.area)}


def _double(view: SheetView, cell: Cell, formula: str, terms: Sequence[Addend], twice: _Twice) -> Finding:
    value = view.sheet.value(cell)
    found = value if is_number(value) else None
    too_much = add([number for one in twice.cells if is_number(number := view.sheet.value(one))])
    expected = None if found is None else found - too_much
    at, names = to_a1(cell), name_cells(twice.cells)
    kept = _covered(view, terms) if twice.is_overlap else _covered(view, terms) - twice.cells
    left = rectangles(kept)
    better = f"SUM({','.join(map(str, left))})" if len(left) <= _MOST_AREAS else f"{formula}-{sum_of(twice.cells)}"
    hint = f"Skriv {in_swedish(better)} i {at}." if left else f"Kontrollera vilka celler {at} ska summera."
    message = f"Summan i {at}, {in_swedish(formula)}, räknar {names} dubbelt: {twice}."
    if circular := {one for one in twice.cells & twice.within if _counts_itself(view, one)}:
        names = name_cells(circular)
        message = f"Summan i {at}, {in_swedish(formula)}, räknar med {names}, som räknar med sin egen cell."
        hint = f"Rätta först {names}."
    elif differ(found, expected) and found is not None and expected is not None:
        stands, right = view.notation(cell).two(found, expected)
        message += f" Här står {stands}; utan dubbelräkning blir det {right}."
    return make_finding(
        "EN403",
        Severity.FEL if differ(found, expected) else Severity.VARNING,
        Place(view.sheet.name, cell),
        message,
        hint,
        found=found,
        expected=expected,
        related=sorted(twice.cells),
    )
