"""Sums within a sheet (3xx): totals that are not the sum of their parts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from enamnd_xl.reconcile.explain import Term, beside, explain, terms
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.instances import QUOTIENTS
from enamnd_xl.reconcile.labels import is_total, normalise
from enamnd_xl.reconcile.lacking import gather_lacking, lacks_a_line
from enamnd_xl.reconcile.other_totals import is_something_else
from enamnd_xl.reconcile.precision import rounding_allowance, shown
from enamnd_xl.reconcile.registry import rule
from enamnd_xl.reconcile.sums import Sum
from enamnd_xl.reconcile.terms import Terms
from enamnd_xl.reconcile.view import SheetView
from enamnd_xl.reconcile.wording import name_cells, sum_formula, without_repeats
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.snapshot import Sheet, Value, is_number

_LONGEST_NAME = 60  # letters; a longer one is a sentence
_KINDS = {"EN301": "Kolumnsumman", "EN302": "Radsumman", "EN303": "Delsumman", "EN304": "Totalsumman"}
_SHARED_OUT = Terms(beginnings=("fördel", "medlem"), phrases=("per kommun",))
_MEMBERS = Terms("kommun medlem förbundsmedlem", beginnings=("medlemskommun", "medlemmar"))
_WHOLES: Mapping[int | float, float] = {
    1: 0.01,
    100: 0.1,
}  # a hundred per cent -> the coarsest step of shares that are rounded

_UNREAD = 0.0001


def sum_severity(found: Sum, total: Value) -> Severity:
    """Tell an error from what rounding of the parts plausibly explains.

    That shares are a hundred per cent together is no sum that anybody worked out, so there rounding may do its worst,
    and so it may with figures of more decimals than anybody reads.
    """
    parts, unit = len(found.operands), found.unit
    allowed = rounding_allowance(parts, unit)
    if is_number(total) and unit <= _WHOLES.get(total, 0):
        allowed = max(allowed, parts * unit / 2)
    if unit <= _UNREAD:
        allowed = max(allowed, (parts + 1) * unit / 2)
    return Severity.AVRUNDNING if abs(found.difference) <= allowed * (1 + 1e-9) else Severity.FEL


def _wrong(work: Workpaper) -> Iterator[tuple[Sheet, list[Sum]]]:
    """Give each sheet's totals that are not the sum of their parts, each told once: by its least difference.

    That revenue is cost plus deviation is the deviation's affair, and told there. A figure that is the quotient it
    should be is no sum of other quotients.
    """
    for sheet in work.snapshot.sheets:
        if not any(found.difference for found in work.sums[sheet.name]):
            yield sheet, []
            continue
        relations = work.relations[sheet.name]
        differences = {triple for relation in relations if relation.is_additive for triple in relation.triples()}
        quotients = {line.cell for one in relations if one.kind in QUOTIENTS for line in one.instances if line.holds}
        sums = [
            one
            for one in work.sums[sheet.name]
            if len(one.operands) != 2 or frozenset((one.total, *one.operands)) not in differences
        ]
        right = {(found.total, found.axis) for found in sums if not found.difference}
        told: dict[tuple[Cell, str], Sum] = {}
        for found in sums:
            line = found.total, found.axis
            if found.source == "värde" and found.total in sheet.formulas:
                continue  # a formula gives what it gives: that it is nearly another sum is chance
            if found.source == "värde" and found.total in quotients:
                continue
            if found.difference and is_something_else(work, sheet, found, sums):
                continue
            if found.difference and line not in right:
                told[line] = min(told.get(line, found), found, key=lambda one: abs(one.difference))
        yield sheet, list(told.values())


def _carried(wrong: Sequence[Sum], sums: Sequence[Sum]) -> dict[Cell, Cell]:
    """Tell which wrong totals only carry on what is wrong in others: cell -> the first of those.

    In a table with totals both ways, what is wrong in one row total is wrong across the grand total too, although the
    grand total is the sum of the row totals.
    """
    carried: dict[Cell, Cell] = {}
    for found in wrong:
        for other in sums:
            if other.total == found.total and other.axis != found.axis and not other.difference:
                parts = [one for one in wrong if one.axis == found.axis and one.total in other.operands]
                if parts and shown(sum(part.difference for part in parts)) == shown(found.difference):
                    carried[found.total] = parts[0].total
    return carried


def _kind(found: Sum, sums: Sequence[Sum]) -> str:
    """Tell which code a wrong sum has: it may be a subtotal, a total of totals, or an ordinary row or column total."""
    totals = {other.total for other in sums if other.axis == found.axis}
    if any(cell in totals for cell in found.operands):
        return "EN304"
    if any(found.total in other.operands for other in sums if other.axis == found.axis):
        return "EN303"
    return "EN302" if found.axis == "rad" else "EN301"


def _name(view: SheetView, found: Sum) -> str:
    """Give what a total is called; an empty text where that says no more than that it is a total."""
    label, heading = view.names(found.total)
    name = without_repeats(heading if found.axis == "rad" else label).strip(" :*")
    says = any(any(map(str.isalpha, word)) and not is_total(word) for word in name.split())
    return name if says and len(name) <= _LONGEST_NAME else ""


def _is_shared_out(view: SheetView, found: Sum) -> bool:
    """Tell whether a total is shared out between members."""
    block = view.block_at(found.total)
    if block is None or view.notation(found.total).in_per_cent:
        return False
    across = [block.heading(column) for _, column in found.operands if found.axis == "rad"]
    return _SHARED_OUT.are_in(f"{view.sheet.name} {block.title}") or any(map(_MEMBERS.are_in, (block.corner, *across)))


def _finding(view: SheetView, found: Sum, code: str) -> Finding:
    sheet = view.sheet
    value = sheet.value(found.total)
    stands = value if isinstance(value, int | float) else 0
    expected = shown(stands - found.difference)
    severity = sum_severity(found, value)
    notation = view.notation(found.total)
    said, right = notation.two(stands, expected)
    message = (
        f"{_name(view, found) or _KINDS[code]} i {to_a1(found.total)} är {said}, men {name_cells(found.operands)} "
        f"{'blir' if len(found.operands) > 1 else 'är'} {right}. "
        f"Skillnaden är {notation.difference(found.difference, stands)}"
    )
    if severity is Severity.AVRUNDNING:
        message += ", vilket avrundning av delarna kan förklara."
        hint = "Låt summan följa de avrundade delarna"
        hint += ", eller fördela med EN_FORDELA så att delarna går jämnt upp." if _is_shared_out(view, found) else "."
    else:
        message += "."
        hint = f"Skriv {sum_formula(found.operands)} i {to_a1(found.total)}, eller rätta den post som är fel."
    return Finding(
        code=code,
        severity=severity,
        sheet=sheet.name,
        cell=found.total,
        message=message,
        hint=hint,
        found=shown(stands),
        expected=expected,
        difference=shown(found.difference),
        related=tuple(Place(sheet.name, cell) for cell in found.operands),
    )


@rule(
    "EN301",
    "kolumnsumma-avviker",
    checks="Att summan under (eller över) en kolumn är summan av kolumnens poster.",
    why="En inskriven summa följer inte med när en post ändras, och den som läser tabellen litar på slutraden.",
    example="Raderna B5:B9 blir 17 749 488, men i summaraden B10 står 17 714 288.",
    remedy="Ersätt den inskrivna summan med en formel, eller rätta den post som är fel.",
)
@rule(
    "EN302",
    "radsumma-avviker",
    checks="Att summan i slutet (eller början) av en rad är summan av radens poster.",
    why="Radsumman är ofta det belopp som faktureras; är den fel stämmer inte underlaget.",
    example="B9:D9 blir 705 597, men i radsumman E9 står 705 596.",
    remedy="Ersätt den inskrivna summan med en formel, eller rätta den post som är fel.",
)
@rule(
    "EN303",
    "delsumma-avviker",
    checks="Att en delsumma, som i sin tur ingår i en större summa, är summan av sina poster.",
    why="Ett fel i en delsumma går vidare till alla summor som bygger på den.",
    example="Delsumman för förvaltning är 120 000, men dess tre poster blir 102 000.",
    remedy="Ersätt den inskrivna delsumman med en formel, eller rätta den post som är fel.",
)
@rule(
    "EN304",
    "totalsumma-avviker",
    checks="Att en totalsumma är summan av delsummorna.",
    why="Totalen är den siffra som nämnden beslutar om.",
    example="Delsummorna 102 000 och 50 000 blir 152 000, men totalen är 170 000.",
    remedy="Ersätt den inskrivna totalen med en formel, eller rätta den delsumma som är fel.",
)
def check_totals(work: Workpaper) -> Iterator[Finding]:
    """Compare totals with their parts."""
    named: dict[float, _Named] = {}
    for sheet, wrong in _wrong(work):
        if not wrong:
            continue
        sums, view = work.sums[sheet.name], work.book.views[sheet.name]
        carried = _carried(wrong, sums)
        lacking = gather_lacking(wrong)
        told = {(one.total, one.axis) for alike in lacking.values() for one in alike}
        for found in wrong:
            if found.total in carried or (found.total, found.axis) in told:
                continue
            finding = _finding(view, found, _kind(found, sums))
            reason = _explain(work, sheet, found, named) if finding.severity is Severity.FEL else None
            if reason:
                finding = finding._replace(message=f"{finding.message} {reason}")
            following = (one for one in wrong if carried.get(one.total) == found.total)
            yield finding.with_consequences(*(_finding(view, one, _kind(one, sums)) for one in following))
        for alike in lacking.values():
            yield lacks_a_line([_finding(view, one, _kind(one, sums)) for one in alike], alike[0])


class _Named:
    """The book's figures in whole units, by their places and by their names."""

    def __init__(self, work: Workpaper, unit: float) -> None:
        self.by_place: dict[Place, Term] = {}
        self.by_name: dict[str, list[Term]] = {}
        for term in (term for blocks in work.blocks.values() for block in blocks for term in terms(block, unit)):
            self.by_place[term.place] = term
            self.by_name.setdefault(normalise(term.label), []).append(term)

    def at(self, sheet: str, cells: Iterable[Cell]) -> list[Term]:
        """Give the figures in some cells of a sheet, those there are."""
        places = (Place(sheet, cell) for cell in cells)
        return [self.by_place[place] for place in places if place in self.by_place]


def _explain(work: Workpaper, sheet: Sheet, found: Sum, named: dict[float, _Named]) -> str | None:
    """Look for the slip that gives just this difference, among figures that are gathered once for each unit."""
    value = sheet.value(found.total)
    if not is_number(value):
        return None
    if found.unit not in named:
        named[found.unit] = _Named(work, found.unit)
    figures = named[found.unit]
    operands = figures.at(sheet.name, found.operands)
    if len(operands) < len([cell for cell in found.operands if is_number(sheet.value(cell))]):
        return None
    neighbours = figures.at(sheet.name, beside(found.operands, found.total))
    namesakes = (one for name in {normalise(part.label) for part in operands} for one in figures.by_name[name])
    places = {part.place for part in operands}
    others = [one for one in namesakes if one.place not in places]
    return explain(round(value / found.unit), operands, neighbours, others)


@rule(
    "EN305",
    "post-avviker-mot-summor",
    checks="Att en enskild post passar in i både sin radsumma och sin kolumnsumma.",
    why="När rad- och kolumnsumman är fel med lika mycket är det posten där de möts som är fel, inte summorna.",
    example="Rad- och kolumnsumman är båda 9 000 högre än sina delar: posten 45 063 ska vara 54 063.",
    remedy="Rätta posten mot sitt underlag; då stämmer båda summorna.",
)
def check_crossing_totals(work: Workpaper) -> Iterator[Finding]:
    """Find the part that makes both its row total and its column total wrong."""
    for sheet, wrong in _wrong(work):
        errors = [found for found in wrong if sum_severity(found, sheet.value(found.total)) is Severity.FEL]
        for down in (found for found in errors if found.axis == "kolumn"):
            for across in (found for found in errors if found.axis == "rad"):
                common = set(down.operands) & set(across.operands)
                if len(common) == 1 and shown(down.difference) == shown(across.difference):
                    view = work.book.views[sheet.name]
                    both = tuple(_finding(view, one, _kind(one, work.sums[sheet.name])) for one in (down, across))
                    yield _crossing(view, common.pop(), down, across).with_consequences(*both)


def _crossing(view: SheetView, cell: Cell, down: Sum, across: Sum) -> Finding:
    sheet, notation = view.sheet, view.notation(cell)
    value = sheet.value(cell)
    stands = value if isinstance(value, int | float) else 0
    expected = shown(stands + down.difference)
    return Finding(
        code="EN305",
        severity=Severity.FEL,
        sheet=sheet.name,
        cell=cell,
        message=(
            f"I {to_a1(cell)} står {notation.one(stands)}. Både kolumnsumman {to_a1(down.total)} och radsumman "
            f"{to_a1(across.total)} skiljer sig med {notation.difference(down.difference)} från sina delar, "
            f"så posten borde vara {notation.one(expected)}."
        ),
        hint=f"Kontrollera {to_a1(cell)} mot underlaget och rätta den; då stämmer båda summorna.",
        found=shown(stands),
        expected=expected,
        difference=shown(-down.difference),
        related=(Place(sheet.name, down.total), Place(sheet.name, across.total)),
    )
