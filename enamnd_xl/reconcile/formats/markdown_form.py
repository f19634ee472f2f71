"""The report as Markdown, for a pull request or a wiki."""

from collections.abc import Iterator

from enamnd_xl.reconcile.finding import Finding
from enamnd_xl.reconcile.formats.text_form import count_in_words, outcome_in_words, summarise
from enamnd_xl.reconcile.report import FileReport, Report, Status


def write(report: Report) -> str:
    """Write a report as Markdown: a heading and a table a file, after a sentence on them all where they are several."""
    several = (summarise(report), "") if len(report.files) > 1 else ()
    return "\n".join((*several, *(line for file in report.files for line in _file(file))))


def _file(file: FileReport) -> Iterator[str]:
    yield f"## {_plain(file.path)}"
    yield ""
    if file.status is Status.UNREADABLE:
        yield f"Kunde inte läsas. {_plain(file.reason or '')}"
    elif not file.findings:
        yield "Stämmer, inga anmärkningar."
    else:
        counted = count_in_words(file.count_by_severity())
        yield f"{outcome_in_words(file).capitalize()}: {counted or 'bara tystade fynd'}."
        yield ""
        yield "| Allvar | Kod | Plats | Förklaring | Åtgärd |"
        yield "| --- | --- | --- | --- | --- |"
        for finding in file.findings:
            yield from _row(finding, "")
    yield ""


def _row(finding: Finding, mark: str) -> Iterator[str]:
    place = str(finding.place or finding.sheet or "hela filen")
    severity = f"tystad: {finding.silenced}" if finding.silenced else str(finding.severity)
    cells = (mark + severity, finding.code, place, finding.message, finding.hint)
    yield f"| {' | '.join(map(_plain, cells))} |"
    for one in finding.consequences:
        yield from _row(one, "↳ ")


_ESCAPES = {
    **{ord(c): f"\\{c}" for c in "\\`*_[]|~#"},
    **{ord(c): f"&#{ord(c)};" for c in "&<>@$"},  # HTML, and what code hosts read as a person or as mathematics
    **dict.fromkeys((*range(32), *range(127, 160), 0x2028, 0x2029), " "),
}


def _plain(text: str) -> str:
    """Take the meaning from characters that Markdown, or a code host that shows it, reads as something else."""
    return text.translate(_ESCAPES)
