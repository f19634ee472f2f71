"""The pieces put together: read, recalculate, reconcile, report."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enamnd_xl.actions.check_book import check_book
from enamnd_xl.errors import ReadError
from enamnd_xl.files.find import find_workbooks
from enamnd_xl.files.read import Reader, read
from enamnd_xl.files.reading import Gap, Reading
from enamnd_xl.files.workers import count_cores, run_each
from enamnd_xl.reconcile.controls import Silence
from enamnd_xl.reconcile.finding import Finding, Severity
from enamnd_xl.reconcile.proof import is_as_recalculated
from enamnd_xl.reconcile.registry import checks
from enamnd_xl.reconcile.report import FileReport, Report
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import to_a1
from enamnd_xl.workbook.snapshot import Snapshot

if TYPE_CHECKING:
    from enamnd_xl.reconcile.summary import SumsOfFile
    from enamnd_xl.reconcile.versions import Comparison

__all__ = [
    "check",
    "check_file",
    "check_files",
    "check_files_on_cluster",
    "compare_files",
    "count_cores",
    "find_workbooks",
    "list_sums",
]


MOST_CELLS = 50_000_000
"""Source: our own limit on a sheet's rows times its columns, fifty times our largest benchmark. A sheet that is larger
holds a stray cell far outside its tables."""


def check(path: str | Path, *, reader: Reader = "snabb") -> Report:
    """Reconcile a workbook, or all workbooks in a folder.

    Args:
        path: a file or a folder.
        reader: "snabb", or "openpyxl" for the reference reader.

    Returns:
        The report; a file that cannot be read is one result among the others.
    """
    found = find_workbooks([str(path)])
    missing = tuple(FileReport(name, reason=reason) for name, reason in found.missing)
    return Report(missing + check_files(found.files, reader=reader))


def check_files(
    paths: Sequence[str],
    *,
    reader: Reader = "snabb",
    jobs: int = 1,
    silences: Sequence[Silence] = (),
    on_done: Callable[[str], None] | None = None,
) -> tuple[FileReport, ...]:
    """Reconcile files, each in a worker process, so that a file that breaks its reader costs one file.

    Args:
        paths: the files.
        reader: which reader to use.
        jobs: how many files are worked on at a time.
        silences: rules to be silent about.
        on_done: called with each file's path when it is done.

    Returns:
        A report for each file, in the order of the paths.
    """
    checks()  # loaded here, once, and not in each process that is forked
    function = partial(check_file, reader=reader, silences=silences)
    return _reports(paths, run_each(function, paths, jobs=jobs, on_done=on_done))


def check_files_on_cluster(
    paths: Sequence[str],
    address: str | None = None,
    *,
    reader: Reader = "snabb",
    silences: Sequence[Silence] = (),
    on_done: Callable[[str], None] | None = None,
) -> tuple[FileReport, ...]:
    """Reconcile files on an existing Dask cluster; otherwise like check_files.

    Args:
        paths: the files; the cluster's workers must reach them.
        address: the cluster's scheduler; by default the one that Dask's own settings name.
        reader: which reader to use.
        silences: rules to be silent about.
        on_done: called with each file's path when it is done.

    Returns:
        A report for each file, in the order of the paths.

    Raises:
        InputError: Dask is not installed, no cluster is named, or it does not answer.
    """
    from enamnd_xl.files.cluster import run_each_on_cluster

    function = partial(check_file, reader=reader, silences=silences)
    return _reports(paths, run_each_on_cluster(function, paths, address=address, on_done=on_done))


def _reports(paths: Sequence[str], outcomes: Sequence[FileReport | ReadError]) -> tuple[FileReport, ...]:
    """Give each file's report under the path it was given by."""
    return tuple(
        FileReport(path, reason=str(outcome)) if isinstance(outcome, ReadError) else outcome._replace(path=path)
        for path, outcome in zip(paths, outcomes, strict=True)
    )


def check_file(path: str, reader: Reader = "snabb", silences: Sequence[Silence] = ()) -> FileReport:
    """Reconcile a file in this process.

    Raises:
        ReadError: it cannot be read, or there is nothing in it.
    """
    reading = read(path, reader, spare_plain=True)
    if not any(sheet.rows or sheet.formulas for sheet in reading.snapshot.sheets):
        name = Path(path).name
        raise ReadError(f"{name} är tom: det står ingenting på något blad.", "Kontrollera att det är rätt fil.")
    findings = check_book(workpaper(path, reading), silences)
    return FileReport(path, tuple(_unread(gap) for gap in reading.gaps) + findings)


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
    return Finding(
        code="EN901",
        severity=Severity.VARNING,
        sheet=gap.sheet or "",
        cell=gap.cell,
        message=gap.reason,
        hint="Det som inte har lästs har inte heller stämts av.",
    )


def list_sums(paths: Sequence[str], *, reader: Reader = "snabb", jobs: int = 1) -> "list[SumsOfFile]":
    """Tell which cells are sums of which.

    Args:
        paths: the files.
        reader: which reader to use.
        jobs: how many files are worked on at a time.

    Returns:
        The sums of each file, in the order of the paths.
    """
    from enamnd_xl.reconcile.summary import SumsOfFile

    outcomes = run_each(partial(_list_sums, reader=reader), paths, jobs=jobs)
    return [
        SumsOfFile(path, reason=str(outcome)) if isinstance(outcome, ReadError) else outcome
        for path, outcome in zip(paths, outcomes, strict=True)
    ]


def _list_sums(path: str, reader: Reader) -> "SumsOfFile":
    from enamnd_xl.reconcile.summary import SumsOfFile

    return SumsOfFile(path, workpaper(path, read(path, reader, spare_plain=True)).sums)


def compare_files(old: str, new: str) -> "Comparison":
    """Tell what differs in amounts and findings between two versions of a workbook.

    Raises:
        ReadError: one of them cannot be read.
    """
    from enamnd_xl.reconcile.versions import compare

    versions: list[tuple[Workpaper, tuple[Finding, ...]]] = []
    for outcome in run_each(_reconciled, [old, new]):
        if isinstance(outcome, ReadError):
            raise outcome
        versions.append(outcome)
    (before, found_before), (after, found_after) = versions
    return compare(before, after, found_before, found_after)


def _reconciled(path: str) -> tuple[Workpaper, tuple[Finding, ...]]:
    work = workpaper(path, read(path, spare_plain=True))
    return work, check_book(work)
