"""Controls that the workbook declares itself (7xx), on its sheet Kontroller."""

from collections.abc import Iterator
from operator import eq, ge, gt, le, lt, ne

from enamnd_xl.errors import WorkbookError
from enamnd_xl.reconcile.controls import SHEET, Control, evaluate, read_controls
from enamnd_xl.reconcile.finding import Finding, Severity
from enamnd_xl.reconcile.precision import shown
from enamnd_xl.reconcile.registry import rule
from enamnd_xl.reconcile.wording import amount
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.snapshot import Value, is_number

_RELATIONS = {"=": eq, "<>": ne, "<=": le, ">=": ge, "<": lt, ">": gt}
_NOISE = 1e-6  # binary noise in sums of doubles is far below an öre


@rule(
    "EN701",
    "egen-kontroll-bryts",
    checks="De kontroller som boken själv anger på bladet Kontroller: vänster sida, relation, höger sida och tolerans.",
    why="Den som för boken vet mer om vad som ska stämma än något program kan räkna ut.",
    example="Kontrollen Intäkter = Kostnader bryts: 17 749 488 mot 17 714 288.",
    remedy="Rätta boken, eller kontrollen om den inte längre gäller.",
)
@rule(
    "EN702",
    "egen-kontroll-går-inte-att-räkna",
    checks="Att varje kontroll på bladet Kontroller går att räkna ut.",
    why="En kontroll som pekar fel kontrollerar ingenting.",
    example="Vänster sida är Budgt!B10, men bladet Budgt finns inte.",
    remedy="Skriv sidan som ett tal, en cell (Budget!B10), ett område, SUMMA(...) eller ett namn.",
)
def check_controls(work: Workpaper) -> Iterator[Finding]:
    """Evaluate the declared controls."""
    for control in read_controls(work.snapshot):
        try:
            finding = _check(control, work)
        except WorkbookError as error:
            yield _unusable(control, str(error))
        else:
            if finding:
                yield finding


def _check(control: Control, work: Workpaper) -> Finding | None:
    if control.relation not in _RELATIONS:
        return _unusable(control, f"Relationen ”{control.relation}” finns inte; välj bland {', '.join(_RELATIONS)}.")
    left = evaluate(control.left, work.snapshot)
    right = evaluate(control.right, work.snapshot)
    tolerance = 0.0 if control.tolerance is None else evaluate(control.tolerance, work.snapshot)
    if _holds(control.relation, left - right, tolerance + _NOISE):
        return None
    comment = f" {control.comment.rstrip('.')}." if control.comment else ""
    return Finding(
        code="EN701",
        severity=Severity.FEL,
        sheet=SHEET,
        cell=control.cell,
        message=(
            f"Kontrollen {control.name} bryts: {_with_amount(control.left, ' är', left)}, men ska vara "
            f"{control.relation} {_with_amount(control.right, ', som är', right)}. "
            f"Skillnaden är {amount(left - right)}.{comment}"
        ),
        hint="Rätta boken, eller kontrollen om den inte längre gäller.",
        found=shown(left),
        expected=shown(right),
        difference=shown(left - right),
    )


def _with_amount(side: Value, between: str, number: int | float) -> str:
    """Write a side of a control with what it comes to; a number goes without."""
    from enamnd_xl.money import parse_number  # see wording.py

    is_a_number = is_number(side) or (isinstance(side, str) and parse_number(side) is not None)
    return amount(number) if is_a_number else f"{side}{between} {amount(number)}"


def _holds(relation: str, difference: float, tolerance: float) -> bool:
    """Tell whether left - right satisfies a relation to zero, within the tolerance.

    >>> _holds("=", 0.4, 0.5), _holds("<=", 0.4, 0.5), _holds("<", 0.0, 0.5), _holds("<>", 0.4, 0.5)
    (True, True, False, False)
    """
    if abs(difference) <= tolerance:
        return relation in ("=", "<=", ">=")
    return bool(_RELATIONS[relation](difference, 0))


def _unusable(control: Control, reason: str) -> Finding:
    return Finding(
        code="EN702",
        severity=Severity.FEL,
        sheet=SHEET,
        cell=control.cell,
        message=f"Kontrollen {control.name} går inte att räkna ut. {reason}",
        hint="Skriv sidan som ett tal, en cell (Budget!B10), ett område, SUMMA(...) eller ett namn.",
    )
