"""The copies that commands make of a workbook: one that shows what was found, and one that is recalculated."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from enamnd_xl.actions.mark import mark
from enamnd_xl.files.edit_copy import check_target, write_copy
from enamnd_xl.files.read import read
from enamnd_xl.files.recalculate import Recalculation, recalculate
from enamnd_xl.reconcile.finding import Finding
from enamnd_xl.workbook.edits import Edit
from enamnd_xl.workbook.snapshot import Snapshot


def write_marked_copy(
    source: Path, target: Path, snapshot: Snapshot, findings: Sequence[Finding], when: datetime | None = None
) -> str:
    """Write a copy of a workbook that shows what was found in it, with the sheet Avstämning.

    Args:
        source: the workbook; it is only read.
        target: where the copy goes, with the same ending.
        snapshot: what the workbook says.
        findings: what was found in it.
        when: when it was checked; None leaves that out.

    Returns:
        What the copy shows, one Swedish sentence.

    Raises:
        EnamndError: the copy cannot be written; see write_copy.
    """
    outcome = mark(snapshot, findings, when)
    write_copy(source, target, outcome.edits)
    return outcome.sentence


def write_recalculated_copy(
    source: Path, target: Path, edits: Sequence[Edit], functions: Mapping[str, Callable[..., Any]] | None = None
) -> Recalculation:
    """Write a copy of a workbook with edits made in it and every formula recalculated, for readers that do not.

    Args:
        source: the workbook; it is only read.
        target: where the copy goes, with the same ending.
        edits: what to write, in order.
        functions: name -> cell function of ours.

    Returns:
        What the recalculation gave, and what could not be recalculated; there the old value stands.

    Raises:
        EnamndError: the copy cannot be written, or an edit cannot be made; see write_copy.
    """
    check_target(source, target)
    with tempfile.TemporaryDirectory() as folder:
        edited = Path(folder, f"bok{source.suffix}")
        write_copy(source, edited, edits)
        reading = read(edited)
        result = recalculate(edited, reading.snapshot, functions, reading.engine)
    write_copy(source, target, edits, result.values)
    return result
