"""The report: what was found in which file, and what that amounts to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from enamnd_xl.reconcile.causes import gather
from enamnd_xl.reconcile.controls import Silence, read_silences
from enamnd_xl.reconcile.finding import Finding, Severity
from enamnd_xl.reconcile.registry import Check, checks, rules
from enamnd_xl.reconcile.silence import silence
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import to_a1

VERSION = 1  # of the JSON form


class Status(StrEnum):
    """What the check of a file came to."""

    OK = "ok"  # nothing that is an error
    FEL = "fel"
    INCOMPLETE = "ofullständig"  # part of the file could not be checked; the findings say which
    UNREADABLE = "oläsbar"


class FileReport(NamedTuple):
    """What was found in one file; reason says why when the file could not be read."""

    path: str
    findings: tuple[Finding, ...] = ()
    reason: str | None = None

    @property
    def status(self) -> Status:
        """What the check came to."""
        if self.reason is not None:
            return Status.UNREADABLE
        told = [finding for finding in self.findings if finding.silenced is None]
        if any(finding.code.startswith("EN9") for finding in told):
            return Status.INCOMPLETE
        return Status.FEL if any(finding.severity is Severity.FEL for finding in told) else Status.OK

    def count_by_severity(self) -> Counter[Severity]:
        """Count the findings by severity, silenced ones and consequences left out."""
        return Counter(finding.severity for finding in self.findings if finding.silenced is None)


class Report(NamedTuple):
    """What was found in a run."""

    files: tuple[FileReport, ...]

    @property
    def exit_code(self) -> int:
        """2 when something could not be read or run, else 1 when something does not add up, else 0."""
        statuses = {file.status for file in self.files}
        if not self.files or statuses & {Status.UNREADABLE, Status.INCOMPLETE}:
            return 2
        return 1 if Status.FEL in statuses else 0

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form, as docs/json.md describes it."""
        return {"version": VERSION, "files": [_file(file) for file in self.files]}


def reconcile(
    work: Workpaper, silences: Sequence[Silence] = (), more: Mapping[str, Check] | None = None
) -> tuple[Finding, ...]:
    """Run all rules on a workbook.

    A rule that stops on a bug of ours costs itself only: that it could not be run is a finding, and the others are run.

    Args:
        work: the workbook.
        silences: rules to be silent about, besides those that the workbook itself silences.
        more: code -> a function that gives the findings of a rule that has none of its own; see registry.declare.

    Returns:
        The findings, worst first within each sheet, what follows from another under it.
    """
    found: list[Finding] = []
    named = {check: ", ".join(rule.code for rule in rules() if rule.check is check) for check in checks()}
    for check, codes in (*named.items(), *((check, code) for code, check in (more or {}).items())):
        try:
            found.extend(check(work))
        except Exception as error:  # whatever it is, the other rules are still run
            found.append(_could_not_run(codes, error))
    order = {sheet.name: number for number, sheet in enumerate(work.snapshot.sheets)}
    told = silence(gather(found), (*silences, *read_silences(work.snapshot)))
    return tuple(sorted(told, key=lambda finding: _reading_order(finding, order)))


def _could_not_run(codes: str, error: Exception) -> Finding:
    return Finding(
        code="EN903",
        severity=Severity.VARNING,
        sheet="",
        cell=None,
        message=f"Regeln {codes} kunde inte köras: {type(error).__name__}: {error}",
        hint="Felet är programmets, inte bokens: anmäl det gärna, med boken om den får lämnas ut.",
    )


def _reading_order(finding: Finding, order: dict[str, int]) -> tuple[int, int, tuple[int, int], str]:
    return order.get(finding.sheet, -1), finding.severity.rank, finding.cell or (0, 0), finding.code


def _file(file: FileReport) -> dict[str, Any]:
    names = {rule.code: rule.name for rule in rules()}
    return {
        "path": file.path,
        "status": str(file.status),
        "reason": file.reason,
        "findings": [_finding(finding, names) for finding in file.findings],
    }


def _finding(finding: Finding, names: dict[str, str]) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": names[finding.code],
        "severity": str(finding.severity),
        "sheet": finding.sheet,
        "cell": to_a1(finding.cell) if finding.cell else None,
        "message": finding.message,
        "hint": finding.hint,
        "found": finding.found,
        "expected": finding.expected,
        "difference": finding.difference,
        "related": [{"sheet": place.sheet, "cell": to_a1(place.cell)} for place in finding.related],
        "consequences": [_finding(one, names) for one in finding.consequences],
        "silenced": finding.silenced,
    }
