"""One formula copied along a line is one cause: its copies stand under the first."""

from collections.abc import Iterable, Iterator

from enamnd_xl.reconcile.finding import Finding
from enamnd_xl.reconcile.view import SheetView
from enamnd_xl.reconcile.wording import name_cells


def gather_copies(view: SheetView, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Put findings on copies of the same formula, in one row or column, under the first of them.

    Args:
        view: the sheet they are on.
        findings: of formula cells on that sheet.
    """
    groups: dict[tuple[str, str], list[list[Finding]]] = {}
    for finding in sorted(findings, key=lambda one: one.cell or (0, 0)):
        if finding.cell is None:
            continue
        lines = groups.setdefault((finding.code, view.forms.get(finding.cell, "")), [])
        for line in lines:
            if _in_line(line[0], finding) and (len(line) == 1 or _in_line(line[0], line[1], finding)):
                line.append(finding)
                break
        else:
            lines.append([finding])
    for lines in groups.values():
        for first, *rest in lines:
            yield _with_copies(first, rest)


def gather_lines(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Put findings that stand side by side in one row, else in one column, under the first of them."""
    rows: dict[tuple[str, int], list[Finding]] = {}
    for finding in findings:
        if finding.cell:
            rows.setdefault((finding.code, finding.cell[0]), []).append(finding)
    columns: dict[tuple[str, int], list[Finding]] = {}
    for (code, _), row in rows.items():
        if len(row) == 1 and row[0].cell:
            columns.setdefault((code, row[0].cell[1]), []).append(row[0])
        else:
            yield _with_copies(row[0], row[1:])
    for column in columns.values():
        yield _with_copies(column[0], column[1:])


def _in_line(*findings: Finding) -> bool:
    cells = [finding.cell for finding in findings if finding.cell]
    return len({row for row, _ in cells}) == 1 or len({column for _, column in cells}) == 1


def _with_copies(first: Finding, rest: list[Finding]) -> Finding:
    if not rest:
        return first
    worst = min((first, *rest), key=lambda one: one.severity.rank).severity
    message = f"{first.message} Samma sak i {name_cells(one.cell for one in rest if one.cell)}."
    return first._replace(message=message, severity=worst).with_consequences(*rest)
