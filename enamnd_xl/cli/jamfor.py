"""`enamnd jamfor`: tell what differs between two versions of a workbook."""

import argparse
import json
from collections.abc import Iterator
from typing import Any

from enamnd_xl.api import compare_files
from enamnd_xl.reconcile.finding import Finding
from enamnd_xl.reconcile.versions import Comparison
from enamnd_xl.workbook.address import to_a1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("old", metavar="GAMMAL", help="den tidigare versionen")
    parser.add_argument("new", metavar="NY", help="den senare versionen")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="resultatets form (text om inget anges)"
    )


def run(options: argparse.Namespace) -> int:
    """Compare the two and print what differs: 0 when no error is new, 1 when one is."""
    comparison = compare_files(options.old, options.new)
    if options.format == "json":
        print(json.dumps(_to_dict(comparison), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(comparison)))
    return int(any(finding.severity == "fel" and finding.silenced is None for finding in comparison.findings_new))


def _lines(comparison: Comparison) -> Iterator[str]:
    if comparison.is_empty:
        yield "Inget belopp och inget fynd skiljer sig."
    for title, names in (("Nya blad", comparison.sheets_added), ("Borttagna blad", comparison.sheets_removed)):
        if names:
            yield f"{title}: {', '.join(names)}"
    yield from (f"Bladet {old} heter nu {new}." for old, new in comparison.sheets_renamed)
    if comparison.changes:
        yield f"Ändrade belopp ({len(comparison.changes)}):"
        yield from (f"  {change}" for change in comparison.changes)
    for title, findings in (("Nya fynd", comparison.findings_new), ("Fynd som är borta", comparison.findings_gone)):
        if findings:
            yield f"{title} ({len(findings)}):"
            yield from (
                f"  {f.severity}  {f.place or f.sheet or 'hela filen'}  {f.code}: {f.message}" for f in findings
            )


def _to_dict(comparison: Comparison) -> dict[str, Any]:
    return {
        "version": 1,
        "sheets_added": list(comparison.sheets_added),
        "sheets_removed": list(comparison.sheets_removed),
        "sheets_renamed": [{"old": old, "new": new} for old, new in comparison.sheets_renamed],
        "changes": [
            {
                "sheet": change.sheet,
                "name": change.name,
                "old_cell": to_a1(change.old_cell) if change.old_cell else None,
                "new_cell": to_a1(change.new_cell) if change.new_cell else None,
                "old": change.old,
                "new": change.new,
            }
            for change in comparison.changes
        ],
        "findings_new": [_finding(finding) for finding in comparison.findings_new],
        "findings_gone": [_finding(finding) for finding in comparison.findings_gone],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "sheet": finding.sheet,
        "cell": to_a1(finding.cell) if finding.cell else None,
        "message": finding.message,
    }
