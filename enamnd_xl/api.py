"""The pieces put together: the files found, each checked in a process of its own, and the report.

What checks a file (one_file.py) is loaded in that process alone, when there is one.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from enamnd_xl.errors import ReadError
from enamnd_xl.files.find import find_workbooks
from enamnd_xl.files.workers import count_cores, run_each
from enamnd_xl.reconcile.report import FileReport, Report
from enamnd_xl.reconcile.silence import Silence

if TYPE_CHECKING:
    from enamnd_xl.files.read import Reader
    from enamnd_xl.reconcile.finding import Finding
    from enamnd_xl.reconcile.summary import SumsOfFile
    from enamnd_xl.reconcile.versions import Comparison
    from enamnd_xl.reconcile.workpaper import Workpaper

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


def check(path: str | Path, *, reader: "Reader" = "snabb") -> Report:
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
    reader: "Reader" = "snabb",
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
    if min(jobs, len(paths)) > 1:  # loaded here, once, and not in each of the processes that are forked
        from enamnd_xl.one_file import load_rules

        load_rules()
    function = partial(check_file, reader=reader, silences=silences)
    return _reports(paths, run_each(function, paths, jobs=jobs, on_done=on_done))


def check_files_on_cluster(
    paths: Sequence[str],
    address: str | None = None,
    *,
    reader: "Reader" = "snabb",
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


def check_file(path: str, reader: "Reader" = "snabb", silences: Sequence[Silence] = ()) -> FileReport:
    """Reconcile a file in this process.

    Raises:
        ReadError: it cannot be read, or there is nothing in it.
    """
    from enamnd_xl.one_file import check  # where the work is done, which is most often in another process

    return check(path, reader, silences)


def list_sums(paths: Sequence[str], *, reader: "Reader" = "snabb", jobs: int = 1) -> "list[SumsOfFile]":
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


def _list_sums(path: str, reader: "Reader") -> "SumsOfFile":
    from enamnd_xl.one_file import find_sums
    from enamnd_xl.reconcile.summary import SumsOfFile

    return SumsOfFile(path, find_sums(path, reader))


def compare_files(old: str, new: str) -> "Comparison":
    """Tell what differs in amounts and findings between two versions of a workbook.

    Raises:
        ReadError: one of them cannot be read.
    """
    from enamnd_xl.one_file import check_and_keep
    from enamnd_xl.reconcile.versions import compare

    versions: list[tuple[Workpaper, tuple[Finding, ...]]] = []
    for outcome in run_each(check_and_keep, [old, new]):
        if isinstance(outcome, ReadError):
            raise outcome
        versions.append(outcome)
    (before, found_before), (after, found_after) = versions
    return compare(before, after, found_before, found_after)
