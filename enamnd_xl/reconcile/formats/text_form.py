"""The report as text: what a person reads in the terminal."""

from collections import Counter
from collections.abc import Iterator, Mapping

from enamnd_xl.reconcile.finding import Finding, Severity
from enamnd_xl.reconcile.report import FileReport, Report, Status

_WIDTH = 110
_INDENT = " " * 4
_OBEYED = (*range(10), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROLS = dict.fromkeys(_OBEYED, "\N{REPLACEMENT CHARACTER}")
"""What a terminal would obey, the direction of text with it; names of files and sheets may hold it."""
_PLURALS = {
    Severity.FEL: ("fel", "fel"),
    Severity.VARNING: ("varning", "varningar"),
    Severity.AVRUNDNING: ("avrundning", "avrundningar"),
    Severity.INFO: ("upplysning", "upplysningar"),
}


def write(report: Report) -> str:
    """Write a report as text.

    >>> print(write(Report((FileReport("bok.xlsx"),))))
    bok.xlsx: stämmer, inga anmärkningar
    """
    lines = [line for file in report.files for line in _file(file)]
    if len(report.files) > 1:
        lines.append(summarise(report))
    return "\n".join(lines).translate(_CONTROLS)


def _file(file: FileReport) -> Iterator[str]:
    path = file.path.replace("\n", " ")
    if file.status is Status.UNREADABLE:
        yield _fill(f"{path}: kunde inte läsas. {file.reason}", "", _INDENT, break_words=True)
        return
    counted = count_in_words(file.count_by_severity())
    yield f"{path}: {outcome_in_words(file)}, {counted or 'inga anmärkningar'}"
    for finding in file.findings:
        yield ""
        yield from _finding(finding, _INDENT)
    if file.findings:
        yield ""


def outcome_in_words(file: FileReport) -> str:
    """Write what the check of a file that could be read came to."""
    if file.status is Status.OK:
        return "inga fel" if file.count_by_severity() else "stämmer"
    return "stämmer inte" if file.status is Status.FEL else "delvis kontrollerad"


def count_in_words(count: Mapping[Severity, int]) -> str:
    """Write how many findings there are of each kind.

    >>> count_in_words({Severity.FEL: 2, Severity.VARNING: 1})
    '2 fel, 1 varning'
    """
    return ", ".join(f"{n} {_PLURALS[kind][n != 1]}" for kind in Severity if (n := count.get(kind, 0)))


def _finding(finding: Finding, indent: str) -> Iterator[str]:
    place = str(finding.place) if finding.place else finding.sheet or "hela filen"
    severity = f"tystad ({finding.severity})" if finding.silenced else str(finding.severity)
    yield f"{indent}{severity.upper()}  {place}  {finding.code} {finding.name}"
    yield _paragraph(finding.message, indent)
    if finding.hint:
        yield _paragraph(f"Åtgärd: {finding.hint}", indent)
    if finding.silenced:
        yield _paragraph(f"Tystad: {finding.silenced}", indent)
    for one in finding.consequences:
        yield _paragraph(f"Följd i {one.place or one.sheet}: {one.message}", indent)


def _paragraph(text: str, indent: str) -> str:
    inner = indent + "  "
    return _fill(text, inner, inner)


def _fill(text: str, first: str, rest: str, *, break_words: bool = False) -> str:
    from textwrap import fill  # here, for a book without findings needs none of it

    return fill(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=break_words,
        break_on_hyphens=break_words,
    )


def summarise(report: Report) -> str:
    """Write how many files were checked and what was found in them together."""
    checked = sum(file.status is not Status.UNREADABLE for file in report.files)
    unread = len(report.files) - checked
    failed = f"{unread} {'fil kunde' if unread == 1 else 'filer kunde'} inte läsas."
    if unread and not checked:
        return failed
    text = f"{checked} {'fil kontrollerad' if checked == 1 else 'filer kontrollerade'}"
    counted = count_in_words(sum((file.count_by_severity() for file in report.files), Counter()))
    text += f": {counted}." if counted else ": inga anmärkningar."
    return f"{text} {failed}" if unread else text
