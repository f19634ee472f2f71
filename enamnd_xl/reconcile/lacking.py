"""Totals that lack the same line, told as one cause."""

from collections.abc import Iterable, Mapping, Sequence

from enamnd_xl.reconcile.finding import Finding, Severity
from enamnd_xl.reconcile.sums import Sum
from enamnd_xl.reconcile.wording import name_cells, sum_formula


def gather_lacking(wrong: Iterable[Sum]) -> Mapping[Sequence[int], Sequence[Sum]]:
    """Gather the wrong totals that lack the same line.

    Args:
        wrong: the totals of a sheet that are not the sum of their parts.

    Returns:
        The line of the totals with those of its parts -> the totals; only those with two totals or more.
    """
    groups: dict[Sequence[int], list[Sum]] = {}
    for found in wrong:
        if found.lacks_line:
            at = 0 if found.axis == "kolumn" else 1
            groups.setdefault((at, found.total[at], *(cell[at] for cell in found.operands)), []).append(found)
    return {line: found for line, found in groups.items() if len(found) > 1}


def lacks_a_line(findings: Sequence[Finding], found: Sum) -> Finding:
    """Tell of totals that lack the same line as one cause.

    Args:
        findings: of each of the totals, the first of them first.
        found: the first of the totals.
    """
    first, *rest = findings
    line = "rad" if found.axis == "kolumn" else "kolumn"
    others = name_cells(one.cell for one in rest if one.cell)
    return first._replace(
        severity=Severity.FEL,
        message=f"{first.message} {others} skiljer sig också från sina delar: en {line} verkar saknas bland dem.",
        hint=f"Lägg till {line}en som saknas, eller skriv {sum_formula(found.operands)} om ingen saknas.",
    ).with_consequences(*rest)
