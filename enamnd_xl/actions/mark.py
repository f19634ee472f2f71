"""Stäm av and Rensa markeringar: what a reconciliation found, shown in the workbook itself, and taken away again."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from enamnd_xl.actions.outcome import Outcome
from enamnd_xl.actions.rules_sheet import SHEET as RULES_SHEET
from enamnd_xl.actions.show_sums import LAYER as SUMS_LAYER
from enamnd_xl.allocation.inference.wording import listed
from enamnd_xl.reconcile.finding import Finding, Shown
from enamnd_xl.reconcile.formats.text_form import count_in_words
from enamnd_xl.reconcile.registry import rules
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.edits import DropSheet, Mark, PutSheet, ShowMarks
from enamnd_xl.workbook.own_sheet import APPEARANCES, Look, OwnCell, OwnSheet, own_sheets
from enamnd_xl.workbook.snapshot import Snapshot

LAYER = "avstämning"
SHEET = "Avstämning"

_COLUMNS = {
    "Allvar": (13.0, Look.HEADING, 0),
    "Regel": (32.0, Look.HEADING, 0),
    "Blad": (24.0, Look.HEADING, 0),
    "Cell": (9.0, Look.HEADING, 0),
    "Vad som står": (16.0, Look.HEADING_RIGHT, 0),
    "Förväntat": (16.0, Look.HEADING_RIGHT, 0),
    "Skillnad": (14.0, Look.HEADING_RIGHT, 0),
    "Förklaring": (58.0, Look.HEADING, 1),  # a step in, so that it does not run into the figures before it
    "Så rättar du": (50.0, Look.HEADING, 0),
}
"""Heading -> width in characters, look, steps in."""


def mark(snapshot: Snapshot, findings: Sequence[Finding], when: datetime | None = None) -> Outcome:
    """Show findings in a workbook: a colour and a note on each cell, and the sheet Avstämning with all of them.

    Args:
        snapshot: the workbook.
        findings: what was found in it; silenced ones are listed and not marked.
        when: when it was checked; None leaves that out.

    >>> mark(Snapshot(()), []).sentence
    'Allt som kontrollerades stämmer: inga anmärkningar.'
    """
    ours = set(own_sheets(snapshot).values())
    told = [finding for finding in findings if finding.sheet not in ours]
    counted = count_in_words(Counter(finding.severity for finding in told if finding.silenced is None))
    verdict = f"{counted}." if counted else "Allt som kontrollerades stämmer: inga anmärkningar."
    there = {sheet.name for sheet in snapshot.sheets} - ours
    sheet = OwnSheet(
        SHEET,
        (
            (OwnCell("Avstämning", Look.TITLE),),
            (OwnCell(verdict, Look.FAINT),),
            (OwnCell(_scope(len(there), when), Look.FAINT),),
            (),
            tuple(OwnCell(heading, look, indent=indent) for heading, (_, look, indent) in _COLUMNS.items()),
            *(row for finding in told for row in _rows(finding, there)),
        ),
        widths=tuple(width for width, _, _ in _COLUMNS.values()),
        frozen_rows=5,
    )
    return Outcome(
        (ShowMarks(LAYER, tuple(_marks(told, there))), PutSheet(sheet)),
        f"{counted}: cellerna är märkta, och bladet {SHEET} säger vad som är fel och hur det rättas."
        if counted
        else verdict,
    )


def unmark(snapshot: Snapshot) -> Outcome:
    """Take away all marks of ours, and the sheets that say what was found: Avstämning and Härledda regler."""
    edits = (ShowMarks(LAYER), ShowMarks(SUMS_LAYER), DropSheet(SHEET), DropSheet(RULES_SHEET))
    ours = own_sheets(snapshot)
    gone = ["Markeringarna", *(f"bladet {ours[name]}" for name in (SHEET, RULES_SHEET) if name in ours)]
    return Outcome(edits, f"{listed(gone)} är borttagna.")


def _scope(sheets: int, when: datetime | None) -> str:
    done = f" {when:%Y-%m-%d} kl. {when:%H.%M}" if when else ""
    return f"Kontrollerat{done}: {sheets} blad med {len(rules())} regler. »enamnd regel KOD« förklarar en regel."


def _rows(finding: Finding, there: set[str], indent: int = 0) -> Iterator[tuple[OwnCell, ...]]:
    """Give the row of a finding, and under it the rows of what follows from it."""
    if indent:
        kind = OwnCell("följd", Look.FAINT, indent=indent)
    elif finding.silenced is not None:
        kind = OwnCell("tystad", Look.FAINT)
    else:
        kind = OwnCell(str(finding.severity), Look(str(finding.severity)))
    place = to_a1(finding.cell) if finding.cell else None
    link = (finding.sheet, finding.cell) if finding.cell and finding.sheet in there else None
    silenced = f" Tystad: {finding.silenced}" if finding.silenced is not None else ""
    yield (
        kind,
        OwnCell(f"{finding.code} {finding.name}".strip(), indent=indent),
        OwnCell(finding.sheet or "hela filen"),
        OwnCell(place, Look.LINK if link else Look.TEXT, link),
        _shown(finding.found),
        _shown(finding.expected),
        _shown(finding.difference),
        OwnCell(finding.message + silenced, indent=indent + 1),
        OwnCell(finding.hint),
    )
    for one in finding.consequences:
        yield from _rows(one, there, indent + 1)


def _shown(value: Shown) -> OwnCell:
    """Show a figure with as many decimals as an amount has, and one that has more as it is."""
    if value is None or isinstance(value, str):
        return OwnCell(value)
    if value == int(value):
        return OwnCell(value, Look.AMOUNT)
    return OwnCell(value, Look.AMOUNT_ORE if value == round(value, 2) else Look.NUMBER)


def _marks(findings: Iterable[Finding], there: set[str]) -> Iterator[Mark]:
    """Give one mark a cell: the colour of the worst that is found there, and a note that tells all of it."""
    at: dict[tuple[str, Cell], list[tuple[Finding, str]]] = {}
    for finding in findings:
        if finding.silenced is None:
            for one, cause in _with_consequences(finding):
                if one.cell and one.sheet in there:
                    at.setdefault((one.sheet, one.cell), []).append((one, cause))
    for (sheet, cell), found in at.items():
        worst = min((one.severity for one, _ in found), key=lambda severity: severity.rank)
        note = "\n\n".join(dict.fromkeys(_note(one, cause) for one, cause in found))
        yield Mark(sheet, cell, APPEARANCES[Look(str(worst))].fill, note)


def _with_consequences(finding: Finding, cause: str = "") -> Iterator[tuple[Finding, str]]:
    """Give a finding and all that follows from it, each with the place of what it follows from."""
    yield finding, cause
    for one in finding.consequences:
        yield from _with_consequences(one, str(finding.place or finding.sheet))


def _note(finding: Finding, cause: str) -> str:
    lines = [f"{str(finding.severity).capitalize()} ({finding.code}): {finding.message}"]
    if cause:
        lines.append(f"Det följer av {cause}; rätta det först.")
    elif finding.hint:
        lines.append(f"Så rättar du: {finding.hint}")
    return "\n".join(lines)
