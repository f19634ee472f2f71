"""The report as SARIF 2.1.0, which code hosts show beside a change.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

import json
from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import quote

from enamnd_xl import __version__
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.registry import rules
from enamnd_xl.reconcile.report import FileReport, Report, Status

_LEVELS = {
    Severity.FEL: "error",
    Severity.VARNING: "warning",
    Severity.AVRUNDNING: "note",
    Severity.INFO: "note",
}


def write(report: Report) -> str:
    """Write a report as SARIF: a result a finding, what follows from it named in its message."""
    described = [
        {
            "id": rule.code,
            "name": rule.name,
            "shortDescription": {"text": rule.checks},
            "fullDescription": {"text": rule.why},
            "help": {"text": rule.remedy},
        }
        for rule in rules()
    ]
    unread = [file for file in report.files if file.status is Status.UNREADABLE]
    run = {
        "tool": {"driver": {"name": "enamnd-xl", "version": __version__, "language": "sv", "rules": described}},
        "invocations": [
            {
                "executionSuccessful": not unread,
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": f"{file.path}: {file.reason}"}} for file in unread
                ],
            }
        ],
        "results": [_result(file, finding) for file in report.files for finding in file.findings],
    }
    document = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2)


def _result(file: FileReport, finding: Finding) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": " ".join(_texts(finding))},
        "locations": [_location(file, finding.place, finding.sheet)],
        "relatedLocations": [_location(file, place, place.sheet) for place in finding.related],
    }
    if finding.silenced is not None:
        result["suppressions"] = [{"kind": "external", "justification": finding.silenced}]
    return result


def _texts(finding: Finding) -> Iterator[str]:
    yield finding.message
    if finding.hint:
        yield f"Åtgärd: {finding.hint}"
    for one in finding.consequences:
        yield f"Följd i {one.place or one.sheet}: {one.message}"


def _location(file: FileReport, place: Place | None, sheet: str) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": _uri(file.path)}},
    }
    name = str(place) if place else sheet
    if name:
        location["logicalLocations"] = [{"fullyQualifiedName": name, "kind": "cell" if place else "sheet"}]
    return location


def _uri(path: str) -> str:
    """Write a path as a URI: a relative one stays relative, as code hosts want it.

    >>> _uri("böcker\\\\2025.xlsx"), _uri("/srv/bok.xlsx"), _uri("C:\\\\bok.xlsx")
    ('b%C3%B6cker/2025.xlsx', 'file:///srv/bok.xlsx', 'file:///C:/bok.xlsx')
    """
    windows = PureWindowsPath(path)
    if windows.drive:
        return windows.as_uri()
    return PurePosixPath(path).as_uri() if path.startswith("/") else quote(path.replace("\\", "/"))
