"""The report: what was found in which file, and what that amounts to.

What starts the check and tells its outcome loads this, and nothing of what checks: that is done in another process.
"""

from collections import Counter
from enum import StrEnum
from typing import Any, NamedTuple

from enamnd_xl.reconcile.finding import Finding, Severity
from enamnd_xl.record import Record
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


class Report(Record):
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


def _file(file: FileReport) -> dict[str, Any]:
    return {
        "path": file.path,
        "status": str(file.status),
        "reason": file.reason,
        "findings": [_finding(finding) for finding in file.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": str(finding.severity),
        "sheet": finding.sheet,
        "cell": to_a1(finding.cell) if finding.cell else None,
        "message": finding.message,
        "hint": finding.hint,
        "found": finding.found,
        "expected": finding.expected,
        "difference": finding.difference,
        "related": [{"sheet": place.sheet, "cell": to_a1(place.cell)} for place in finding.related],
        "consequences": [_finding(one) for one in finding.consequences],
        "silenced": finding.silenced,
    }
