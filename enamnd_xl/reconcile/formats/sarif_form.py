"""The report as SARIF 2.1.0, which code hosts show beside a change.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0. Code hosts know a result again by
primaryLocationLineHash among its fingerprints, and show related places that have a message.
"""

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
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
    known = rules()
    described = [
        {
            "id": rule.code,
            "name": rule.name,
            "shortDescription": {"text": _literal(rule.checks)},
            "fullDescription": {"text": _literal(rule.why)},
            "help": {"text": _literal(f"{rule.checks} {rule.why} Exempel: {rule.example} Åtgärd: {rule.remedy}")},
        }
        for rule in known
    ]
    unread = [file for file in report.files if file.status is Status.UNREADABLE]
    run = {
        "tool": {"driver": {"name": "enamnd-xl", "version": __version__, "language": "sv", "rules": described}},
        "invocations": [
            {
                "executionSuccessful": not unread,
                "toolExecutionNotifications": [
                    {
                        "level": "error",
                        "message": {"text": _literal(f"{file.path}: {file.reason}")},
                        "locations": [_location(file, None, "")],
                    }
                    for file in unread
                ],
            }
        ],
        "results": list(_results(report, {rule.code: number for number, rule in enumerate(known)})),
    }
    document = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2)


def _results(report: Report, indices: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    for file in report.files:
        seen: Counter[str] = Counter()  # several of a kind in a place are told apart by their order
        for finding in file.findings:
            where = f"{finding.code} {finding.place or finding.sheet}"
            seen[where] += 1
            yield _result(file, finding, indices[finding.code], f"{_uri(file.path)} {where} {seen[where]}")


def _result(file: FileReport, finding: Finding, index: int, known_by: str) -> dict[str, Any]:
    digest = hashlib.sha256(known_by.encode(errors="replace")).hexdigest()
    related = (
        {"id": number, "message": {"text": _literal(str(place))}, **_location(file, place, place.sheet)}
        for number, place in enumerate(finding.related, 1)
    )
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": _literal(" ".join(_texts(finding)))},
        "locations": [_location(file, finding.place, finding.sheet)],
        "relatedLocations": list(related),
        "partialFingerprints": {"primaryLocationLineHash": digest},
    }
    if finding.silenced is not None:
        result["suppressions"] = [{"kind": "external", "justification": finding.silenced}]
    return result


def _literal(text: str) -> str:
    """Take the meaning from what SARIF reads in a message as a place for an argument, or as a link.

    >>> _literal("={SUM(Tabell[Kr])} [1](2)")
    '={{SUM(Tabell[Kr])}} \\\\[1](2)'
    """
    text = re.sub(r"\[(?=[^][]*\]\()", r"\\[", text) if "](" in text else text
    return text.replace("{", "{{").replace("}", "}}")


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
    return PurePosixPath(path).as_uri() if path.startswith("/") else quote(os.fsencode(path.replace("\\", "/")))
