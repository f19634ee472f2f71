"""Findings that a person has decided to live with: they are shown with the reason, and count for nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any, NamedTuple, TypeAlias

from enamnd_xl.errors import InputError
from enamnd_xl.reconcile.finding import Finding
from enamnd_xl.workbook.address import to_a1

Known: TypeAlias = tuple[Any, ...]
"""What a finding is known again by: code, sheet, cell, found and expected."""


class Silence(NamedTuple):
    """A rule to be silent about: its code, on which sheet and in which cell (empty: everywhere), and why."""

    code: str
    sheet: str
    cell: str
    reason: str


def parse_silence(text: str) -> Silence:
    """Read a silence from the command line: ``EN301=skäl``, ``EN301:Budget=skäl`` or ``EN301:Budget!B10=skäl``.

    Raises:
        InputError: the code or the reason is missing.

    >>> parse_silence("EN301:Budget 2025!B10=beslutad så")
    Silence(code='EN301', sheet='Budget 2025', cell='B10', reason='beslutad så')
    """
    what, _, reason = text.partition("=")
    code, _, place = what.partition(":")
    sheet, _, cell = place.partition("!")
    if not code.strip().upper().startswith("EN") or not reason.strip():
        raise InputError(
            f"Kan inte tysta {text!r}: kod eller skäl saknas.", 'Skriv till exempel "EN301:Budget!B10=skäl".'
        )
    return Silence(code.strip().upper(), sheet.strip().strip("'"), cell.strip(), reason.strip())


def silence(findings: Iterable[Finding], silences: Sequence[Silence]) -> tuple[Finding, ...]:
    """Mark the findings that are silenced with the reason; what could not be checked is never silenced away unseen."""
    return tuple(_marked(finding, silences) for finding in findings)


def unused(silences: Sequence[Silence], findings: Sequence[Finding]) -> list[Silence]:
    """Give the silences that there was nothing to be silent about."""
    return [one for one in silences if not any(_covers(one, finding) for finding in findings)]


def _marked(finding: Finding, silences: Sequence[Silence]) -> Finding:
    reason = next((one.reason for one in silences if _covers(one, finding)), finding.silenced)
    return finding._replace(silenced=reason) if reason != finding.silenced else finding


def _covers(one: Silence, finding: Finding) -> bool:
    cell = to_a1(finding.cell) if finding.cell else ""
    return (
        one.code == finding.code
        and one.sheet.casefold() in ("", finding.sheet.casefold())
        and one.cell.upper().replace("$", "") in ("", cell)
    )


def known_findings(baseline: Mapping[str, Any]) -> Mapping[str, Sequence[Known]]:
    """Give the findings of an earlier report in JSON form, by the file's name without its folder.

    Raises:
        InputError: it is no such report.
    """
    try:
        return {
            PurePath(file["path"]).name: [
                (one["code"], one["sheet"], one["cell"], one["found"], one["expected"]) for one in file["findings"]
            ]
            for file in baseline["files"]
        }
    except (KeyError, TypeError) as cause:
        raise InputError(
            "Baslinjen är ingen rapport från `enamnd kontrollera --format json`.",
            "Gör en ny baslinje med det kommandot.",
        ) from cause


def silence_known(findings: Iterable[Finding], known: Iterable[Known], reason: str) -> tuple[Finding, ...]:
    """Mark the findings that an earlier report had: with the same figures, in the same cell or where it has moved.

    A row that is inserted moves all that stands below it. So an earlier finding whose cell is free of it is known again
    in another cell of the same sheet by the same rule and the same figures, once for each time that it was told.
    """
    findings = tuple(findings)
    left = Counter(known)
    old = {number for number, finding in enumerate(findings) if _take(left, _form(finding))}
    moved = Counter[Known]()
    for form, count in left.items():
        moved[_without_cell(form)] += count
    for number, finding in enumerate(findings):
        tells_figures = finding.found is not None and finding.expected is not None
        if number not in old and tells_figures and _take(moved, _without_cell(_form(finding))):
            old.add(number)
    return tuple(
        finding._replace(silenced=reason) if finding.silenced is None and number in old else finding
        for number, finding in enumerate(findings)
    )


def _take(left: Counter[Known], form: Known) -> bool:
    """Take one of those that are left."""
    if left[form] < 1:
        return False
    left[form] -= 1
    return True


def _without_cell(form: Known) -> Known:
    code, sheet, _, *figures = form
    return (code, sheet, *figures)


def _form(finding: Finding) -> Known:
    cell = to_a1(finding.cell) if finding.cell else None
    return finding.code, finding.sheet, cell, finding.found, finding.expected
