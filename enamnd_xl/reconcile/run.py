"""The rules run on a workbook, and what they found put in order."""

from collections.abc import Mapping, Sequence

from enamnd_xl.reconcile.causes import gather
from enamnd_xl.reconcile.controls import read_silences
from enamnd_xl.reconcile.finding import Finding, Severity
from enamnd_xl.reconcile.registry import Check, named, rules
from enamnd_xl.reconcile.silence import Silence, silence
from enamnd_xl.reconcile.workpaper import Workpaper


def reconcile(
    work: Workpaper, silences: Sequence[Silence] = (), more: Mapping[str, Check] | None = None
) -> tuple[Finding, ...]:
    """Run all rules on a workbook.

    A rule that stops on a bug of ours costs itself only: that it could not be run is a finding, and the others are run.

    Args:
        work: the workbook.
        silences: rules to be silent about, besides those that the workbook itself silences.
        more: code -> a function that gives the findings of a rule that has none of its own; see registry.declare.

    Returns:
        The findings, worst first within each sheet, what follows from another under it.
    """
    found: list[Finding] = []
    codes: dict[Check, list[str]] = {}
    for rule in rules():
        if rule.check:
            codes.setdefault(rule.check, []).append(rule.code)
    for code, check in (more or {}).items():
        codes[check] = [code]
    for check in codes:
        try:
            found.extend(check(work))
        except Exception as error:  # whatever it is, the other rules are still run
            found.append(_could_not_run(", ".join(codes[check]), error))
    order = {sheet.name: number for number, sheet in enumerate(work.snapshot.sheets)}
    told = silence(gather(found), (*silences, *read_silences(work.snapshot)))
    return tuple(sorted(map(named, told), key=lambda finding: _reading_order(finding, order)))


def _could_not_run(codes: str, error: Exception) -> Finding:
    return Finding(
        code="EN903",
        severity=Severity.VARNING,
        sheet="",
        cell=None,
        message=f"Regeln {codes} kunde inte köras: {type(error).__name__}: {error}",
        hint="Felet är programmets, inte bokens: anmäl det gärna, med boken om den får lämnas ut.",
    )


def _reading_order(finding: Finding, order: dict[str, int]) -> tuple[int, int, tuple[int, int], str]:
    return order.get(finding.sheet, -1), finding.severity.rank, finding.cell or (0, 0), finding.code
