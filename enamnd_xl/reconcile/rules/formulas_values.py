"""Formulas (4xx): what they show. Values that a recalculation does not give, and error values."""

from collections.abc import Iterator, Mapping, Sequence

from enamnd_xl.reconcile.faults.copies import gather_copies
from enamnd_xl.reconcile.faults.errors import explain_error, is_on_purpose
from enamnd_xl.reconcile.faults.habits import is_volatile
from enamnd_xl.reconcile.faults.roots import find_roots
from enamnd_xl.reconcile.faults.words import differ, make_finding
from enamnd_xl.reconcile.figures import Shape
from enamnd_xl.reconcile.finding import Finding, Place, Severity, Shown
from enamnd_xl.reconcile.registry import rule
from enamnd_xl.reconcile.wording import Notation, in_full, quote
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.snapshot import CellError, Value, is_number
from enamnd_xl.workbook.swedish import in_swedish, swedish_error, swedish_logical

_RECALCULATE = "Räkna om boken i Excel (Ctrl+Alt+F9) och spara den."


@rule(
    "EN409",
    "sparat-värde-är-gammalt",
    checks="Att det sparade värdet i varje formelcell är det som en full omräkning ger.",
    why="Den som läser filen utan att räkna om den, till exempel i en förhandsvisning, ser det gamla beloppet.",
    example="B16 visar 17 714 288, men =SUMMA(B2:B15) ger 17 749 488 när boken räknas om.",
    remedy="Räkna om boken i Excel (Ctrl+Alt+F9) och spara den; kontrollera att automatisk omräkning är på.",
)
def check_cached_values(work: Workpaper) -> Iterator[Finding]:
    """Find formula cells whose stored value is not the recalculated one; what follows from one stands under it."""
    stale = {name: found for name, cells in work.cached.items() if (found := _stale(work, name, cells))}
    if not stale:
        return
    missing = _nothing_stored(work, stale)
    if missing:
        yield missing
        return
    book = work.book
    findings: dict[str, list[Finding]] = {}
    for root, followers in find_roots(book, stale).items():
        if not is_volatile(book.views[root.sheet].sheet.formulas.get(root.cell, "")):
            finding = _stale_finding(work, root, stale)
            consequences = [_stale_finding(work, place, stale) for place in followers]
            findings.setdefault(root.sheet, []).append(finding.with_consequences(*consequences))
    for name, found_there in findings.items():
        yield from gather_copies(book.views[name], found_there)


def _stale(work: Workpaper, name: str, cells: Mapping[Cell, Value]) -> dict[Cell, Value]:
    sheet = work.snapshot.sheet(name)
    if sheet is None:
        return {}
    return {cell: stored for cell, stored in cells.items() if _differs(stored, sheet.value(cell))}


def _differs(stored: Value, value: Value) -> bool:
    if is_number(stored) and is_number(value):
        return differ(stored, value)
    return stored != value


def _nothing_stored(work: Workpaper, stale: Mapping[str, Mapping[Cell, Value]]) -> Finding | None:
    """Tell a book that was saved without calculating from one where single values are old."""
    stored = [value for cells in stale.values() for value in cells.values()]
    fresh = (
        sheet.value(cell)
        for sheet in work.snapshot.sheets
        for cell in sheet.formulas
        if cell not in stale.get(sheet.name, {})
    )
    empty = all(value is None for value in stored)
    if (len(stored) < 2 and not empty) or any(stored) or any(is_number(value) and value for value in fresh):
        return None
    what = "saknar sparade värden" if empty else "har 0 som sparat värde"
    return Finding(
        code="EN409",
        severity=Severity.INFO if empty else Severity.VARNING,  # a zero that is shown is worse than a blank
        sheet="",
        cell=None,
        message=(
            f"Bokens formler ({in_full(len(stored))} st) {what}; boken har sparats av ett program som inte räknar om. "
            "Avstämningen har gjorts på omräknade värden."
        ),
        hint=_RECALCULATE,
    )


def _stale_finding(work: Workpaper, place: Place, stale: Mapping[str, Mapping[Cell, Value]]) -> Finding:
    sheet = work.snapshot.sheet(place.sheet)
    value = sheet.value(place.cell) if sheet else None
    formula = sheet.formulas.get(place.cell, "") if sheet else ""
    stored = stale[place.sheet][place.cell]
    notation = work.book.views[place.sheet].notation(place.cell)
    numbers = notation.two(stored, value) if is_number(stored) and is_number(value) else None
    was, gives = numbers or (_text(stored, notation), _text(value, notation))
    message = f"I {to_a1(place.cell)} är {was} sparat, men {in_swedish(formula)} ger {gives} när boken räknas om."
    return make_finding(
        "EN409", Severity.FEL, place, message, _RECALCULATE, found=_shown(stored), expected=_shown(value)
    )


def _text(value: Value, notation: Notation) -> str:
    if value is None:
        return "inget värde"
    if isinstance(value, CellError):
        return swedish_error(value.code)
    if isinstance(value, bool):
        return swedish_logical(value)
    return notation.one(value) if is_number(value) else quote(str(value))


def _shown(value: Value) -> Shown:
    return value if value is None or isinstance(value, str) or is_number(value) else str(value)


@rule(
    "EN410",
    "felvärde-i-cell",
    checks="Att ingen cell visar ett felvärde som #DIVISION/0! eller #REFERENS!.",
    why="Ett felvärde sprider sig till allt som räknar med cellen, och totalen går inte att läsa.",
    example="F7 är =C7/B7 och B7 är tom, så F7 visar #DIVISION/0! och summan i F16 likaså.",
    remedy="Rätta cellen där felet börjar; de andra följer med.",
)
def check_error_values(work: Workpaper) -> Iterator[Finding]:
    """Find cells that show an error value; those that only pass it on stand under the cell where it begins."""
    wrong = {
        sheet.name: cells
        for sheet in work.snapshot.sheets
        if (cells := _errors(sheet.rows, work.figures[sheet.name].shapes))
    }
    if not wrong:
        return
    book = work.book
    findings: dict[str, list[Finding]] = {}
    for root, followers in find_roots(book, wrong).items():
        if is_on_purpose(book.views[root.sheet].sheet.formulas.get(root.cell, "")):
            continue
        consequences = [_passed_on(work, place, root) for place in followers]
        finding = explain_error(book, root).with_consequences(*consequences)
        findings.setdefault(root.sheet, []).append(finding)
    for name, found in findings.items():
        yield from gather_copies(book.views[name], found)


def _errors(rows: Sequence[Sequence[Value]], shapes: Sequence[Shape]) -> list[Cell]:
    return [
        (r, c)
        for r, line in enumerate(rows, 1)
        if CellError in shapes[r - 1].kinds
        for c, value in enumerate(line, 1)
        if isinstance(value, CellError)
    ]


def _passed_on(work: Workpaper, place: Place, root: Place) -> Finding:
    sheet = work.snapshot.sheet(place.sheet)
    value = sheet.value(place.cell) if sheet else None
    message = (
        f"{to_a1(place.cell)} visar {swedish_error(str(value))} för att den räknar med {root.seen_from(place.sheet)}."
    )
    return make_finding(
        "EN410", Severity.FEL, place, message, f"Rätta {root.seen_from(place.sheet)}.", found=str(value), related=[root]
    )
