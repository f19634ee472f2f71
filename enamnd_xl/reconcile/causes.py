"""One cause is one finding: what follows from it stands under it."""

from collections.abc import Mapping, Sequence

from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.precision import shown
from enamnd_xl.workbook.snapshot import is_number

_CAUSE_FIRST = ("EN4", "EN510", "EN2", "EN305", "EN3", "EN6", "EN5", "EN7", "EN1", "EN9")
"""Of several findings at one cell, a fault in its formula explains a wrong sum, and that what it is compared with."""


def gather(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Put findings that follow from others under them.

    Args:
        findings: what the rules found.

    Returns:
        The causes, in the order they came.
    """
    told = _without_told(list(dict.fromkeys(findings)))
    return tuple(_under_their_causes(_one_per_cell(told)))


def _without_told(findings: list[Finding]) -> list[Finding]:
    """Leave out what already stands under another finding."""
    below = {(one.code, one.place) for finding in findings for one in finding.consequences}
    return [finding for finding in findings if not finding.cell or (finding.code, finding.place) not in below]


def _one_per_cell(findings: list[Finding]) -> list[Finding]:
    """Let the finding nearest the cause carry the others at the same cell."""
    at: dict[Place, list[Finding]] = {}
    for finding in findings:
        if finding.place and not finding.code.startswith("EN9"):
            at.setdefault(finding.place, []).append(finding)
    kept = []
    for finding in findings:
        place = finding.place
        if place is None or place not in at:
            kept.append(finding)
            continue
        first, *rest = sorted(at[place], key=_nearness)
        if finding is first:
            kept.append(_carrying(first, rest))
    return kept


def _nearness(finding: Finding) -> int:
    return next((n for n, prefix in enumerate(_CAUSE_FIRST) if finding.code.startswith(prefix)), len(_CAUSE_FIRST))


def _carrying(cause: Finding, rest: Sequence[Finding]) -> Finding:
    """Put findings under their cause, which is then at least as severe as they are."""
    if not rest:
        return cause
    worst = min((cause, *rest), key=lambda finding: finding.severity.rank).severity
    flat = [one for finding in rest for one in (finding._replace(consequences=()), *finding.consequences)]
    return cause._replace(severity=worst).with_consequences(*flat)


def _under_their_causes(findings: list[Finding]) -> list[Finding]:
    """Put a finding under another when the other's difference, carried on, is just its own."""
    by_place = {finding.place: finding for finding in findings if finding.place and _can_pass_on(finding)}
    texts = {finding.place: finding for finding in findings if finding.code == "EN201"}
    copies = {one.place: finding for finding in findings for one in finding.consequences if one.code == "EN407"}
    cause_of: dict[int, Place] = {}
    for number, finding in enumerate(findings):
        gone_astray = copies.get(finding.place) if finding.code == "EN410" else None
        cause = gone_astray or (_text_behind(finding, texts) if texts else None) or _cause(finding, by_place)
        if cause and cause.place:
            cause_of[number] = cause.place
    followers: dict[Place, list[Finding]] = {}
    for number, place in cause_of.items():
        followers.setdefault(_root(place, findings, cause_of), []).append(findings[number])
    return [
        _carrying(finding, followers.get(finding.place, ())) if finding.place else finding
        for number, finding in enumerate(findings)
        if number not in cause_of
    ]


def _text_behind(finding: Finding, texts: Mapping[Place | None, Finding]) -> Finding | None:
    """Find the text in a number's place that an error value comes of, or that is just what a difference lacks."""
    if finding.code == "EN410":
        return next((texts[place] for place in finding.related if place in texts), None)
    if not finding.difference or not finding.cell or _is_formula_fault(finding):
        return None
    lacks = abs(finding.difference)
    alike = (one for one in texts.values() if is_number(one.expected) and shown(abs(one.expected)) == shown(lacks))
    return next((one for one in alike if one.place and _are_in_line(one, finding)), None)


def _are_in_line(one: Finding, other: Finding) -> bool:
    """Tell whether two findings stand in the same row or column of a sheet."""
    if one.sheet != other.sheet or not one.cell or not other.cell:
        return False
    return one.cell[0] == other.cell[0] or one.cell[1] == other.cell[1]


def _can_pass_on(finding: Finding) -> bool:
    """A krona of rounding is met with in too many places to be followed from one to another."""
    return bool(finding.difference) and finding.severity in (Severity.FEL, Severity.VARNING)


def _cause(finding: Finding, by_place: Mapping[Place, Finding]) -> Finding | None:
    """Find the cell whose error a finding only passes on."""
    if not finding.difference or _is_formula_fault(finding):
        return None
    faults = [by_place[place] for place in finding.related if place in by_place and place != finding.place]
    if not faults or any(finding.place in fault.related for fault in faults if not _is_formula_fault(fault)):
        return None
    passed_on = sum(_carried(finding, fault) for fault in faults)
    if passed_on and shown(passed_on) == shown(-finding.difference):
        return faults[0]
    return None


def _is_formula_fault(finding: Finding) -> bool:
    """A formula that is wrong is where it began: it follows from no amount."""
    return finding.code.startswith("EN4") or finding.code == "EN510"


def _carried(finding: Finding, fault: Finding) -> int | float:
    """Give what a fault in a related cell adds to what is expected: the right term of a difference subtracts."""
    subtracts = finding.code == "EN601" and finding.related[-1] == fault.place
    return (fault.difference or 0) * (-1 if subtracts else 1)


def _root(place: Place, findings: Sequence[Finding], cause_of: Mapping[int, Place]) -> Place:
    """Follow causes to the first one."""
    seen = {place}
    numbers = {finding.place: number for number, finding in enumerate(findings)}
    while (number := numbers[place]) in cause_of and cause_of[number] not in seen:
        place = cause_of[number]
        seen.add(place)
    return place
