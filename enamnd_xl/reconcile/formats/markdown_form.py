"""The report as Markdown, for a pull request or a wiki."""

from collections.abc import Iterator

from enamnd_xl.reconcile.finding import Finding
from enamnd_xl.reconcile.formats.text_form import count_in_words
from enamnd_xl.reconcile.report import FileReport, Report, Status


def write(report: Report) -> str:
    """Write a report as Markdown: a heading and a table a file."""
    return "\n".join(line for file in report.files for line in _file(file))


def _file(file: FileReport) -> Iterator[str]:
    yield f"## {_plain(file.path)}"
    yield ""
    if file.status is Status.UNREADABLE:
        yield f"Kunde inte läsas. {_plain(file.reason or '')}"
    elif not file.findings:
        yield "Inga anmärkningar."
    else:
        yield f"{count_in_words(file.count_by_severity()) or 'Bara tystade fynd'}."
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


def _plain(text: str) -> str:
    """Take the meaning from characters that Markdown reads as something else."""
    for character in "\\`*_[]<>|":
        text = text.replace(character, "\\" + character)
    return text.replace("\n", " ")
