"""Finding the workbooks that files and folders on the command line mean."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from enamnd_xl.record import Record

EXTENSIONS = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm", ".xlam", ".xls", ".xlsb", ".ods"))


class Passed(NamedTuple):
    """A path that is passed over or that leads nowhere, and why, in Swedish."""

    path: str
    reason: str


class Workbooks(Record):
    """What was found.

    Args:
        files: paths of workbooks, each once, in the order given; a folder's in the order of their names.
        skipped: lock files of programs that have a workbook open.
        missing: paths with nothing to read: they do not exist, or are folders without a workbook.
    """

    files: tuple[str, ...]
    skipped: tuple[Passed, ...] = ()
    missing: tuple[Passed, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """A line for each path that is passed over."""
        return tuple(f"{path}: {reason}" for path, reason in self.skipped)


def find_workbooks(paths: Iterable[str]) -> Workbooks:
    """Find the workbooks in files and folders, folders with all that is in them.

    A file that is named is taken whatever its extension; in a folder only workbooks are.

    >>> find_workbooks(["finns/inte.xlsx"]).missing
    (Passed(path='finns/inte.xlsx', reason='Filen eller mappen finns inte.'),)
    """
    files: dict[str, None] = {}
    skipped: list[Passed] = []
    missing: list[Passed] = []
    for path in paths:
        if os.path.isdir(path):
            inside = list(_walk(path, missing))
            skipped += [Passed(name, _LOCK) for name in inside if _is_lock(name)]
            books = [name for name in inside if not _is_lock(name)]
            if not books:
                missing.append(Passed(path, "Mappen innehåller ingen arbetsbok."))
            files |= dict.fromkeys(books)
        elif not os.path.lexists(path):
            missing.append(Passed(path, "Filen eller mappen finns inte."))
        elif _is_lock(path):
            skipped.append(Passed(path, _LOCK))
        else:
            files[path] = None
    return Workbooks(tuple(files), tuple(skipped), tuple(missing))


_LOCK = "Låsfil, som visar att en arbetsbok är öppen i ett program; överhoppad."


def _walk(folder: str, missing: list[Passed]) -> Iterator[str]:
    def refuse(error: OSError) -> None:
        missing.append(Passed(error.filename or folder, "Mappen får inte läsas."))

    for parent, folders, names in os.walk(folder, onerror=refuse):
        folders.sort(key=str.casefold)
        for name in sorted(names, key=str.casefold):
            if Path(name).suffix.lower() in EXTENSIONS or _is_lock(name):
                yield os.path.join(parent, name)


def _is_lock(path: str) -> bool:
    """Tell whether a file is the lock that Excel (~$) or LibreOffice (.~lock.) puts beside an open workbook."""
    name = os.path.basename(path)
    return name.startswith("~$") or (name.startswith(".~lock.") and name.endswith("#"))
