"""Checks that the workbook makes itself, in its own cells (7xx): what they show when something is wrong."""

from collections.abc import Iterator, Mapping, Sequence

from enamnd_xl.reconcile.finding import Finding, Severity
from enamnd_xl.reconcile.precision import shown
from enamnd_xl.reconcile.registry import rule
from enamnd_xl.reconcile.terms import Terms
from enamnd_xl.reconcile.view import SheetView
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.snapshot import is_number

_CHECK = Terms("kontroll kontrollsumma kontrollrad check checksum kontrolle control")
_BEGINNINGS = frozenset(("kontr", "check", "contr"))  # theirs, to tell at once that nearly no label is one
_NOT_RIGHT = frozenset(
    ("fel", "fel!", "stämmer ej", "stämmer inte", "ej ok", "inte ok", "not ok", "error", "fail", "fehler", "falsch")
)
_NOISE = 1e-6  # binary noise in sums of doubles is far below an öre
_ROUNDING = 1  # unit; less than this is what rounded amounts may leave
_ZERO = 0.5  # of the line's checks so many must be zero: then zero is what they should be


@rule(
    "EN703",
    "bokens-kontroll-slår-ut",
    checks="Att bokens egna kontroller är noll eller visar att allt stämmer: rader och kolumner som heter Kontroll och "
    "räknar en skillnad, och formler som svarar FEL eller Stämmer inte.",
    why="Den som byggde boken visste vad som ska gå jämnt upp; en kontroll på rad 90 ser ingen.",
    example="Raden Kontroll är tillgångar minus skulder: 0 för 2024, men 10 000 för 2025.",
    remedy="Leta upp skillnaden som kontrollen visar, och rätta den.",
)
def check_own_checks(work: Workpaper) -> Iterator[Finding]:
    """Find the cells that say that something in the book is wrong."""
    for name, view in work.book.views.items():
        if view.sheet.formulas:
            texts = work.figures[name].texts
            yield from _answers(view, texts)
            for line in _lines_of_checks(view, texts):
                yield from _not_zero(view, line)


def _answers(view: SheetView, texts: Mapping[int, Mapping[int, str]]) -> Iterator[Finding]:
    """Give the formulas that answer that something is wrong."""
    for row, line in texts.items():
        for column, text in line.items():
            cell = row + 1, column + 1
            if text.strip().casefold() in _NOT_RIGHT and cell in view.sheet.formulas:
                finding = _finding(view.sheet.name, cell, f"visar ”{text.strip()}”", Severity.FEL)
                yield finding._replace(found=text)


def _lines_of_checks(view: SheetView, texts: Mapping[int, Mapping[int, str]]) -> Iterator[Sequence[Cell]]:
    """Give the formulas of each row and each column that is called a check, and that take something away."""
    formulas = view.sheet.formulas
    for row, names in texts.items():
        if _is_check(next(iter(names.values()))):
            columns = view.formulas.rows.get(row + 1, ())
            yield [(row + 1, column) for column in columns if "-" in formulas[row + 1, column]]
    for block in view.blocks:
        for column, heading in block.headings.items():
            if _is_check(heading):
                rows = view.formulas.columns.get(column, ())
                yield [(row, column) for row in rows if row in block.rows and "-" in formulas[row, column]]


def _is_check(label: str) -> bool:
    return label[:5].casefold() in _BEGINNINGS and _CHECK.begin(label)


def _not_zero(view: SheetView, line: Sequence[Cell]) -> Iterator[Finding]:
    values = {cell: value for cell in line if is_number(value := view.sheet.value(cell))}
    off = {cell: value for cell, value in values.items() if abs(value) > _NOISE}
    if len(values) - len(off) < _ZERO * len(values):
        return
    for cell, value in off.items():
        severity = Severity.AVRUNDNING if abs(value) < _ROUNDING else Severity.VARNING
        finding = _finding(view.sheet.name, cell, f"är {view.notation(cell).one(value)}, inte 0", severity)
        yield finding._replace(found=shown(value), expected=0, difference=shown(value))


def _finding(sheet: str, cell: Cell, said: str, severity: Severity) -> Finding:
    return Finding(
        code="EN703",
        severity=severity,
        sheet=sheet,
        cell=cell,
        message=f"Bokens egen kontroll i {to_a1(cell)} {said}.",
        hint="Leta upp skillnaden som kontrollen visar, och rätta den.",
    )
