"""One workbook, in the process that works on it: read, recalculated, reconciled.

What starts that process does not load this: forking copies what has been loaded page by page, as it is used.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from enamnd_xl.actions.check_book import check_book
from enamnd_xl.errors import ReadError
from enamnd_xl.files.read import Reader, read
from enamnd_xl.files.reading import Gap, Reading
from enamnd_xl.reconcile.finding import Finding, Severity
from enamnd_xl.reconcile.proof import is_as_recalculated
from enamnd_xl.reconcile.registry import checks, named
from enamnd_xl.reconcile.report import FileReport
from enamnd_xl.reconcile.silence import Silence
from enamnd_xl.reconcile.sums import Sum
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import to_a1
from enamnd_xl.workbook.snapshot import Snapshot

MOST_CELLS = 50_000_000
"""Source: our own limit on a sheet's rows times its columns, fifty times our largest benchmark. A sheet that is larger
holds a stray cell far outside its tables."""


def load_rules() -> None:
    """Load what the first check would load, so that many processes can have it from the one that starts them."""
    from enamnd_xl.reconcile.faults import detectors as _detectors  # noqa: F401

    checks()


def check(path: str, reader: Reader = "snabb", silences: Sequence[Silence] = ()) -> FileReport:
    """Reconcile a workbook; see api.check_file."""
    reading = read(path, reader, spare_plain=True)
    if not any(sheet.rows or sheet.formulas for sheet in reading.snapshot.sheets):
        name = Path(path).name
        raise ReadError(f"{name} är tom: det står ingenting på något blad.", "Kontrollera att det är rätt fil.")
    findings = check_book(workpaper(path, reading), silences)
    return FileReport(path, tuple(_unread(gap) for gap in reading.gaps) + findings)


def check_and_keep(path: str) -> tuple[Workpaper, tuple[Finding, ...]]:
    """Reconcile a workbook, and give what was worked out about it as well.

    Raises:
        ReadError: it cannot be read.
    """
    work = workpaper(path, read(path, spare_plain=True))
    return work, check_book(work)


def find_sums(path: str, reader: Reader) -> Mapping[str, tuple[Sum, ...]]:
    """Find which cells of a workbook are sums of which, sheet by sheet.

    Raises:
        ReadError: it cannot be read.
    """
    return workpaper(path, read(path, reader, spare_plain=True)).sums


def workpaper(path: str, reading: Reading) -> Workpaper:
    """Recalculate a workbook that has been read, and lay it out for reconciliation.

    Raises:
        ReadError: a sheet reaches too far.
    """
    for sheet in reading.snapshot.sheets:
        if len(sheet.rows) * sheet.width > MOST_CELLS:
            raise ReadError(
                f"{Path(path).name}: bladet {sheet.name} når till {to_a1((len(sheet.rows), sheet.width))}, "
                "vilket är för långt för att det ska gå att stämma av.",
                "Ta bort det som står långt utanför tabellerna och spara en kopia.",
            )
    as_it_stands = Workpaper(reading.snapshot)
    if reading.is_plain and is_as_recalculated(reading.snapshot, as_it_stands.figures, as_it_stands.declared):
        return as_it_stands
    from enamnd_xl.files.recalculate import recalculate  # not loaded for a book that is proved right

    result = recalculate(path, reading.snapshot, _cell_functions(reading.snapshot), engine=reading.engine)
    return Workpaper(reading.snapshot.with_values(result.values), result.cached, result.unchecked)


def _cell_functions(snapshot: Snapshot) -> Mapping[str, Callable[..., Any]]:
    """Give our own cell functions, when the workbook uses any."""
    if any("EN_" in formula.upper() for sheet in snapshot.sheets for formula in sheet.formulas.values()):
        from enamnd_xl.functions import CELL_FUNCTIONS

        return CELL_FUNCTIONS
    return {}


def _unread(gap: Gap) -> Finding:
    return named(
        Finding(
            code="EN901",
            severity=Severity.VARNING,
            sheet=gap.sheet or "",
            cell=gap.cell,
            message=gap.reason,
            hint="Det som inte har lästs har inte heller stämts av.",
        )
    )
