"""Sums within a sheet (3xx): balances that do not follow from what stands before them."""

from collections.abc import Iterator

from enamnd_xl.reconcile.balances import Step
from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.openings import Opening
from enamnd_xl.reconcile.precision import decimals_of, rounding_allowance, shown
from enamnd_xl.reconcile.registry import rule
from enamnd_xl.reconcile.wording import name_cells, sum_formula
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import to_a1


@rule(
    "EN307",
    "utgående-balans-avviker",
    checks="Att en utgående balans är den ingående plus och minus det som står mellan dem, på varje rad eller i varje "
    "kolumn.",
    why="En post som är fel bokförd eller fel avskriven syns inte i kolumnernas summor, och nästa år börjar fel.",
    example="Ingående balans 120 000, debet 35 000 och kredit 20 000 ger 135 000, men den utgående anges till 153 000.",
    remedy="Räkna den utgående balansen med en formel, likadan på alla rader.",
)
def check_balances(work: Workpaper) -> Iterator[Finding]:
    """Find closing balances that do not follow from what stands before them."""
    for name, balances in work.balances.items():
        known = {one.total for one in work.sums[name] if one.difference}.union(work.figures[name].sheet.formulas)
        wrong = (one for relation in work.relations[name] for one in relation.instances if not one.holds)
        known.update(cell for one in wrong for cell in (one.cell, one.left, one.right))
        off = {one.place.cell: one.difference for one in work.openings if one.place.sheet == name}
        for balance in balances:
            for step in balance.steps:
                if not step.holds and step.cell not in known and not step.holds_but_for(off.get(step.opening, 0)):
                    yield _finding(balance.block, step)


def _finding(block: Block, step: Step) -> Finding:
    decimals = decimals_of([step.unit])
    expected, difference = shown(step.expected, decimals), shown(step.difference, decimals)
    is_rounding = abs(step.difference) <= rounding_allowance(len(step.terms), step.unit) * (1 + 1e-9)
    here = to_a1(step.cell)
    cells = [cell for _, cell in step.terms]
    formula = "=" + "".join(("+" if sign > 0 else "-") + to_a1(cell) for sign, cell in step.terms).removeprefix("+")
    if len(cells) > 2 and all(sign > 0 for sign, _ in step.terms):
        formula = sum_formula(cells)
    others = "i de andra kolumnerna" if block.is_turned else "på de andra raderna"
    notation = block.notation(step.cell)
    said, right = notation.two(step.found, expected)
    message = f"Den utgående balansen i {here} är {said}, men {name_cells(cells)} ger {right}. "
    message += f"Skillnaden är {notation.difference(difference, step.found)}."
    return Finding(
        code="EN307",
        severity=Severity.AVRUNDNING if is_rounding else Severity.FEL,
        sheet=block.sheet.name,
        cell=step.cell,
        message=message + (" Den kan bero på avrundning." if is_rounding else ""),
        hint=f"Skriv {formula} i {here}, som {others}, eller rätta den post som är fel.",
        found=shown(step.found),
        expected=expected,
        difference=difference,
        related=tuple(Place(block.sheet.name, cell) for cell in cells),
    )


@rule(
    "EN308",
    "ingående-balans-avviker",
    checks="Att en ingående balans är den utgående för perioden före, i samma tabell eller på bladet före.",
    why="Det som inte förs över till nästa år finns varken i det gamla bokslutet eller i det nya.",
    example="Utgående anskaffningsvärde 2024 är 4 870, men det ingående för 2025 anges till 4 780.",
    remedy="Hämta den ingående balansen med en formel ur den utgående.",
)
def check_opening_balances(work: Workpaper) -> Iterator[Finding]:
    """Find opening balances that are not the closing ones before them."""
    for one in work.openings:
        yield _opening(work, one)


def _opening(work: Workpaper, one: Opening) -> Finding:
    sheet, cell = one.place
    before = one.before.seen_from(sheet)
    notation = work.book.views[sheet].notation(cell)
    said, right = notation.two(one.found, one.expected)
    difference = shown(one.difference)
    return Finding(
        code="EN308",
        severity=Severity.FEL if one.is_sure else Severity.VARNING,
        sheet=sheet,
        cell=cell,
        message=f"Den ingående balansen i {to_a1(cell)} är {said}, men den utgående före den, i {before}, är {right}. "
        f"Skillnaden är {notation.difference(difference)}.",
        hint=f"Skriv ={before} i {to_a1(cell)}, eller rätta den balans som är fel. Om ingående värden är omräknade: "
        "skriv det intill.",
        found=shown(one.found),
        expected=shown(one.expected),
        difference=difference,
        related=(one.before,),
    )
