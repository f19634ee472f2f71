"""Stäm av: all rules on a workbook, and on a living one also what its parameters must be."""

from collections.abc import Mapping, Sequence

from enamnd_xl.reconcile.finding import Finding
from enamnd_xl.reconcile.registry import Check
from enamnd_xl.reconcile.run import reconcile
from enamnd_xl.reconcile.silence import Silence
from enamnd_xl.reconcile.workpaper import Workpaper

LIVING_TABLES = frozenset(("tblKommuner", "tblFolkmangd", "tblTjanster", "tblListor"))
"""The tables that the parameters stand in, as books/living/words.py has them: loading that takes as long as a check."""


def check_book(work: Workpaper, silences: Sequence[Silence] = ()) -> tuple[Finding, ...]:
    """Run all rules on a workbook.

    Args:
        work: the workbook.
        silences: rules to be silent about, besides those that the workbook itself silences.

    Returns:
        The findings; see reconcile.
    """
    is_living = {table.name for table in work.snapshot.tables} >= LIVING_TABLES
    return reconcile(work, silences, _parameter_checks() if is_living else None)


def _parameter_checks() -> Mapping[str, Check]:
    from enamnd_xl.actions.check_parameters import find_doubts, find_faults

    return {"EN611": lambda work: find_faults(work.snapshot), "EN612": lambda work: find_doubts(work.snapshot)}
