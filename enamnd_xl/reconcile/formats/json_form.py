"""The report as JSON, for programs; docs/json.md describes it."""

import json

from enamnd_xl.reconcile.report import Report


def write(report: Report) -> str:
    """Write a report as JSON."""
    return json.dumps(report.to_dict(), ensure_ascii=False, indent=2)
