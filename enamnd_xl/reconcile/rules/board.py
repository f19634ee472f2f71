"""The board's own arithmetic (6xx): deviations, shares and products that do not follow from their parts."""

from collections.abc import Iterator, Sequence

from enamnd_xl.reconcile.culprits import Miss, blame
from enamnd_xl.reconcile.fields import SHARES
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.instances import Instance
from enamnd_xl.reconcile.labels import Measure, measures, more_is_better
from enamnd_xl.reconcile.precision import decimals_of, rounding_allowance, shown
from enamnd_xl.reconcile.rates import is_net
from enamnd_xl.reconcile.registry import rule
from enamnd_xl.reconcile.relations import Relation
from enamnd_xl.reconcile.sums import Sum
from enamnd_xl.reconcile.view import SheetView
from enamnd_xl.reconcile.wording import Notation, without_repeats
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import to_a1

_WHOLE_PER_CENT = 0.1  # a share in steps smaller than this is a part of one, not a number of per cent
_OF_A_YEAR = frozenset((Measure.BUDGET, Measure.FORECAST, Measure.ACTUAL))
_CODES = {
    "differens": "EN601",
    "summa": "EN601",
    "kvot": "EN603",
    "produkt": "EN604",
    "per styck": "EN603",
    "förändring": "EN603",
}


@rule(
    "EN601",
    "avvikelse-fel-räknad",
    checks="Att en avvikelse är intäkter minus kostnader, eller budget minus prognos, att ett netto är kostnader minus "
    "intäkter, eller den differens som de andra raderna visar: rad för rad och i summan, med rätt tecken.",
    why="Avvikelsen är det nämnden läser först; ett fel tecken gör ett underskott till ett överskott.",
    example="Intäkter 260 833 minus kostnader 255 891 är 4 942, men avvikelsen anges till 4 943.",
    remedy="Räkna avvikelsen med en formel på varje rad, likadan hela vägen ned.",
)
@rule(
    "EN603",
    "andel-fel-räknad",
    checks="Att en andel är kvoten mellan sina delar, avrundad som den visas. Detsamma gäller belopp per invånare, "
    "plats eller annat, och procentuell förändring, när nästan alla rader stämmer.",
    why="Andelar som skrivs in för hand avrundas på olika sätt och följer inte med när talen ändras.",
    example="11 av 14 kommuner är 79 %, men 78 % anges.",
    remedy="Räkna andelen med en formel och låt cellformatet avrunda.",
)
@rule(
    "EN604",
    "produkt-fel-räknad",
    checks="Att ett riskvärde är sannolikhet gånger konsekvens, och att andra produkter är antal gånger pris.",
    why="Riskvärdet avgör vilka risker som tas in i internkontrollplanen.",
    example="Sannolikhet 4 och konsekvens 3 ger riskvärdet 12, men 9 anges.",
    remedy="Räkna produkten med en formel.",
)
def check_relations(work: Workpaper) -> Iterator[Finding]:
    """Find the lines where a deviation, a share or a product does not follow from its parts."""
    for name, relations in work.relations.items():
        misses = [
            Miss(relation, instance)
            for relation in relations
            for instance in relation.instances
            if not instance.holds and not _is_turned_for_income(work, name, relation, instance)
        ]
        carried = _carried(misses, work.sums[name])
        view = work.book.views[name]
        told = blame(misses, work.sums[name], view.sheet)
        for miss in misses:
            best = told[miss]
            if best and miss not in carried:
                following = (other for other in misses if carried.get(other) == miss)
                yield _finding(view, *best).with_consequences(*(_finding(view, *other) for other in following))


def _carried(misses: Sequence[Miss], sums: Sequence[Sum]) -> dict[Miss, Miss]:
    """Tell which lines of totals only carry on what is wrong in the lines that they add."""
    totals = {found.total: found.operands for found in sums if found.axis == "kolumn"}
    carried: dict[Miss, Miss] = {}
    for miss in misses:
        operands = totals.get(miss.instance.cell, ())
        parts = [one for one in misses if one.relation is miss.relation and one.instance.cell in operands]
        if parts and shown(sum(part.instance.difference for part in parts)) == shown(miss.instance.difference):
            carried[miss] = parts[0]
    return carried


def _is_turned_for_income(work: Workpaper, sheet: str, relation: Relation, instance: Instance) -> bool:
    """Tell whether a deviation from budget has the other sign because its line is of income among costs, or a result.

    Then plus is to the good on every line. Among incomes it is the costs that are turned.
    """
    row, _ = instance.cell
    among_costs = measures(relation.left) & {Measure.BUDGET, Measure.FORECAST}
    if (
        relation.is_settled
        or relation.kind != "differens"
        or instance.left[0] != row
        or not measures(relation.right) & _OF_A_YEAR
    ):
        return False
    if shown(instance.found) != shown(-instance.expected):
        return False
    label = work.book.views[sheet].label(instance.cell)
    return more_is_better(label) if among_costs else Measure.COST in measures(label)


def _finding(view: SheetView, relation: Relation, instance: Instance) -> Finding:
    decimals = decimals_of([instance.unit])
    expected = shown(instance.expected, decimals)
    code = _CODES[relation.kind]
    severity = Severity.FEL
    allowed = max(rounding_allowance(2, instance.unit), instance.slack)
    if abs(instance.difference) <= allowed * (1 + 1e-9) and relation.kind != "produkt":
        severity = Severity.AVRUNDNING
    what = without_repeats(relation.result)
    if not any(map(str.isalpha, what)):
        what = {"produkt": "Produkten", "differens": "Avvikelsen", "summa": "Summan"}.get(relation.kind, "Andelen")
    is_part_of_one = relation.kind in SHARES and relation.factor == 1 and instance.unit < _WHOLE_PER_CENT
    notation = Notation(in_per_cent=True) if is_part_of_one else view.notation(instance.cell)
    said, right = notation.two(instance.found, expected)
    message = (
        f"{what} i {to_a1(instance.cell)} är {said}, men {relation.formula} "
        f"({to_a1(instance.left)} och {to_a1(instance.right)}) ger {right}."
    )
    if relation.is_additive and shown(instance.found) == shown(-instance.expected):
        message += " Beloppet är rätt men tecknet är omvänt."
    elif severity is Severity.AVRUNDNING:
        message += " Skillnaden kan bero på avrundning."
    return Finding(
        code=code,
        severity=severity,
        sheet=view.sheet.name,
        cell=instance.cell,
        message=message,
        hint=f"Skriv ={_formula(relation, instance)} i {to_a1(instance.cell)}{_as_the_others(relation, instance)}.",
        found=shown(instance.found),
        expected=expected,
        difference=shown(instance.found - expected),
        related=(Place(view.sheet.name, instance.left), Place(view.sheet.name, instance.right)),
    )


def _as_the_others(relation: Relation, instance: Instance) -> str:
    if not any(one.holds for one in relation.instances):
        return ""
    across = instance.left[1] == instance.cell[1]
    return ", som i de andra kolumnerna" if across else ", som på de andra raderna"


def _formula(relation: Relation, instance: Instance) -> str:
    left, right = to_a1(instance.left), to_a1(instance.right)
    if relation.kind == "förändring":
        return f"{left}/{right}-1" if relation.factor == 1 else f"({left}/{right}-1)*{relation.factor}"
    if relation.factor > 1:
        return f"{left}*{relation.factor}/{right}"
    sign = {"differens": "-", "summa": "+", "produkt": "*"}.get(relation.kind, "/")
    return f"{left}{sign}{right}"


@rule(
    "EN605",
    "avvikelse-omvänt-tecken",
    checks="Att en hel avvikelsekolumn har tecknet intäkter minus kostnader, så att plus är bra för resultatet.",
    why="Samma tecken i alla rapporter är det som gör att ett underskott ser ut som ett underskott.",
    example="Alla rader räknar kostnader minus intäkter.",
    remedy="Vänd formeln: intäkter minus kostnader; för kostnader budget minus utfall eller prognos.",
)
def check_reversed_sign(work: Workpaper) -> Iterator[Finding]:
    """Find deviation columns that are cost minus revenue throughout."""
    for name, relations in work.relations.items():
        for relation in relations:
            yield from _reversed_sign(name, relation)


def _reversed_sign(sheet: str, relation: Relation) -> Iterator[Finding]:
    is_reversed = (
        relation.kind == "differens"
        and measures(relation.result) & {Measure.DEVIATION, Measure.RESULT}
        and Measure.COST in measures(relation.left)
        and Measure.REVENUE in measures(relation.right)
        and not measures(relation.left) & measures(relation.right)
        and not is_net(relation.result)
    )
    if is_reversed:
        first = relation.instances[0]
        yield Finding(
            code="EN605",
            severity=Severity.VARNING,
            sheet=sheet,
            cell=first.cell,
            message=(
                f"{without_repeats(relation.result)} är {relation.formula} på alla rader. "
                "Då är ett överskott negativt; brukligt är intäkter minus kostnader."
            ),
            hint="Vänd formeln i hela kolumnen, eller skriv i rubriken hur tecknet ska läsas.",
            found=shown(first.found),
            expected=shown(-first.found),
            difference=shown(2 * first.found),
            related=(Place(sheet, first.left), Place(sheet, first.right)),
        )
