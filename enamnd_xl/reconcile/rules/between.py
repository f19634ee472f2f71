"""Between sheets (5xx): the same thing with two amounts.

A commented deviation that is not the computed one (EN602) is found in the same way, so it is told here too.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain

from enamnd_xl.reconcile.correspondence import Match, Pair, find_matches
from enamnd_xl.reconcile.exchanges import group_displaced
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.labels import TOTAL, UNITS, is_total, key, normalise, same_thing, scale
from enamnd_xl.reconcile.named_totals import Totals, find_totals_of_items, name_totals
from enamnd_xl.reconcile.precision import rounding_allowance, shown
from enamnd_xl.reconcile.registry import rule
from enamnd_xl.reconcile.rules.year import declared_revisions
from enamnd_xl.reconcile.series import Figure, Listing
from enamnd_xl.reconcile.thousands import (
    find_matches_in_thousands,
    find_totals_in_thousands,
    is_off_by_a_thousand,
    slipped,
)
from enamnd_xl.reconcile.wording import Notation, without_repeats
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.snapshot import Number

_MOST_NAMES = 6  # in a sentence


@rule(
    "EN501",
    "samma-post-olika-belopp",
    checks=(
        "Att samma post och mått har samma belopp på alla blad där den står, också när det ena bladet är i kronor och "
        "det andra i tusental kronor, vare sig det står utskrivet eller framgår av beloppen."
    ),
    why="Två belopp för samma sak betyder att ett av dem är fel, eller att en ändring inte har förts in överallt.",
    example="Grundfinansieringens budget är 1 199 800 på bladet Budget men 1 708 800 på bladet Prognos.",
    remedy="Ta reda på vilket belopp som är beslutat och låt det andra bladet hämta det med en formel.",
)
@rule(
    "EN502",
    "summa-avviker-mot-annat-blad",
    checks="Att en kolumns summa på ett blad är det belopp som står för posten på ett annat blad.",
    why="Det som fördelas på kommunerna ska vara det som står i budgeten eller i utfallet.",
    example="Budgeten för e-arkiv är 313 000, men kommunernas avgifter på bladet E-arkiv summerar till 331 000.",
    remedy="Rätta det blad som är fel, eller skriv i en not varför beloppen skiljer sig.",
)
@rule(
    "EN505",
    "belopp-har-bytt-plats",
    checks="Att medlemmars eller posters belopp inte har bytt plats mellan två blad: två och två, hela rader eller "
    "kolumner, eller flera som har kommit i otakt med sina namn.",
    why="Summan blir rätt ändå, så felet märks först när fakturan kommer.",
    example="Boden har Kalix belopp på bladet Arkiv, och Kalix har Bodens; eller en rad för mycket i beloppen, så att "
    "alla kommuner under den har grannens.",
    remedy="Byt tillbaka beloppen, eller hämta dem med uppslag på namnet i stället för på raden.",
)
@rule(
    "EN602",
    "kommenterad-avvikelse-avviker",
    checks="Att en avvikelse som kommenteras på ett annat ställe är den avvikelse som tabellen ger.",
    why="Kommentaren förklarar då ett belopp som inte finns.",
    example="Kommentaren till projektet anger −144 280, men intäkter minus kostnader är −144 299.",
    remedy="Hämta beloppet i kommentaren från tabellen.",
)
def check_same_amounts(work: Workpaper) -> Iterator[Finding]:
    """Find amounts that disagree between sheets, each told at the cell that stands most alone with its amount."""
    ledger = _Ledger(work)
    blocks = [block for blocks in work.blocks.values() for block in blocks]
    listing = Listing.of(blocks, work.figures)
    for match in chain(find_matches(listing), find_matches_in_thousands(listing)):
        ledger.enter_match(match)
    named = list(name_totals(blocks, work.figures))
    totals, plain = Totals(named), Totals(total for total in named if total.kr_each == 1)
    for pairs in chain(find_totals_of_items(listing, totals), find_totals_in_thousands(listing, plain)):
        ledger.enter_pairs(pairs)
    yield from ledger.findings()


class _Ledger:
    """Which figures agree and disagree with which, over all series that correspond."""

    def __init__(self, work: Workpaper) -> None:
        self._work = work
        self._revised = declared_revisions(work)
        self._order = {sheet.name: number for number, sheet in enumerate(work.snapshot.sheets)}
        self._matches: list[Match] = []
        self._equal: dict[Place, set[Place]] = {}
        self._parts: dict[Place, dict[Place, Pair]] = {}
        self._totals: dict[Place, dict[Place, Pair]] = {}
        self._exchanged: dict[frozenset[tuple[str, str]], list[list[Pair]]] = {}
        self._explained: set[tuple[Place, Place]] = set()
        self._slipped: set[Place] = set()

    @cached_property
    def _wrong_totals(self) -> set[Place]:
        sums = self._work.sums
        return {Place(name, found.total) for name, those in sums.items() for found in those if found.difference}

    @cached_property
    def _computed(self) -> set[Place]:
        return {
            Place(name, instance.cell)
            for name, relations in self._work.relations.items()
            for relation in relations
            for instance in relation.instances
        }

    def enter_match(self, match: Match) -> None:
        """Enter two columns that correspond."""
        self._matches.append(match)
        unequal = match.unequal()
        if unequal:
            self._enter(unequal, match.sizes())

    def enter_pairs(self, pairs: Sequence[Pair]) -> None:
        """Enter items and the totals that they are."""
        equal = [pair for pair in pairs if pair.is_equal]
        for pair in equal:
            self._equal.setdefault(pair.one.place, set()).add(pair.other.place)
            self._equal.setdefault(pair.other.place, set()).add(pair.one.place)
        self._enter([pair for pair in pairs if not pair.is_equal], [abs(pair.one.kr) for pair in equal])

    def _enter(self, pairs: Sequence[Pair], sizes: Sequence[Number]) -> None:
        self._slipped.update(slipped(pairs, sizes))
        pairs = [pair for pair in pairs if not {pair.one.place, pair.other.place} & self._revised]  # it says why
        for group in group_displaced(pairs, [pair.rounded() for pair in pairs]):
            ends = frozenset((pair.name, end.place.sheet) for pair in group for end in (pair.one, pair.other))
            self._exchanged.setdefault(ends, []).append(group)
            self._explained.update((pair.one.place, pair.other.place) for pair in group)
        for pair in pairs:
            one, other = pair.one.place, pair.other.place
            unequal = self._totals if key(pair.name) == TOTAL else self._parts
            unequal.setdefault(one, {})[other] = pair
            unequal.setdefault(other, {})[one] = pair.turned()

    def _agreeing(self, place: Place) -> set[Place]:
        """Give the cells that are equal to one."""
        matches = (match.equal_to(place) for match in self._matches)
        return self._equal.get(place, set()).union(other for other in matches if other)

    def findings(self) -> Iterator[Finding]:
        """Give a finding for each part that stands alone; a total that differs follows from its parts."""
        findings = [self._exchange(groups) for groups in self._exchanged.values()]
        findings += [self._finding(pairs) for pairs in self._told(self._parts)]
        for pairs in self._told(self._totals):
            sheets = {pairs[0].one.place.sheet, *(pair.other.place.sheet for pair in pairs)}
            cause = next((n for n, part in enumerate(findings) if {part.sheet, part.related[0].sheet} <= sheets), None)
            if cause is not None:
                findings[cause] = findings[cause].with_consequences(self._finding(pairs))
            elif not any({pair.one.place, pair.other.place} & self._wrong_totals for pair in pairs):
                findings.append(self._finding(pairs))
        yield from findings

    def _told(self, unequal: dict[Place, dict[Place, Pair]]) -> Iterator[list[Pair]]:
        """Give the disagreements of the cells that stand most alone, each disagreement once."""
        told: set[Place] = set()
        for place in sorted(unequal, key=lambda place: self._most_alone_first(place, unequal[place])):
            pairs = [
                pair
                for pair in unequal[place].values()
                if pair.other.place not in told and not self._is_explained(pair)
            ]
            if pairs:
                told.add(place)
                yield pairs

    def _is_explained(self, pair: Pair) -> bool:
        """Tell whether two amounts differ for they have changed places with others."""
        one, other = pair.one.place, pair.other.place
        return (one, other) in self._explained or (other, one) in self._explained

    def _most_alone_first(self, place: Place, against: dict[Place, Pair]) -> tuple[int, bool, bool, bool, int, Cell]:
        """Order cells by how many contradict them, less those that agree.

        Among equals one in another unit than its neighbours comes first; a typed amount comes before a computed one and
        before a total that its parts confirm, and a later sheet before an earlier one, which it repeats.
        """
        alone = len(self._agreeing(place)) - len(against)
        is_total = next(iter(against.values())).one.is_total
        return (
            alone,
            place not in self._slipped,
            place in self._computed,
            is_total,
            -self._order[place.sheet],
            place.cell,
        )

    def _finding(self, pairs: Sequence[Pair]) -> Finding:
        pair = min(pairs, key=lambda pair: (not pair.same_name, not pair.same_measure))
        here, there = pair.one, pair.other
        code = self._code(pair)
        rounding = rounding_allowance(1, max(here.unit, there.unit))
        if abs(pair.difference) <= rounding * (1 + 1e-9):
            severity = Severity.AVRUNDNING
        else:
            severity = Severity.FEL if pair.same_name and pair.same_measure else Severity.VARNING
        return Finding(
            code=code,
            severity=severity,
            sheet=here.place.sheet,
            cell=here.place.cell,
            message=self._message(code, pair, [pair.other for pair in pairs]),
            hint=_HINTS[severity],
            found=shown(here.kr / here.kr_each),
            expected=shown(_as_given(there.kr, here) / here.kr_each),
            difference=shown((here.kr - _as_given(there.kr, here)) / here.kr_each),
            related=tuple(dict.fromkeys(pair.other.place for pair in [pair, *pairs])),
        )

    def _exchange(self, groups: Sequence[Sequence[Pair]]) -> Finding:
        """Tell of amounts that have changed places, on the sheet that fetches them from the other by formulas."""
        first = groups[0]
        if not self._is_formula(first[0].one.place) or self._is_formula(first[0].other.place):
            groups = [[pair.turned() for pair in group] for group in groups]
            first = groups[0]
        here, other_sheet = first[0].one, first[0].other.place.sheet
        names = [pair.name for pair in first]
        if len(names) == 2:
            there = first[1].one
            where = there.place.seen_from(here.place.sheet)
            message = (
                f"{names[0]} och {names[1]} verkar ha bytt belopp: här står {self._written(here, there)} och i {where} "
                f"{self._written(there, here)}, men på bladet {other_sheet} är det tvärtom."
            )
        else:
            message = (
                f"Beloppen verkar ha hamnat vid fel namn: {_list(names)} har varandras belopp jämfört med bladet "
                f"{other_sheet}. Här, vid {names[0]}, står {self._written(here, first[0].other)}, men i "
                f"{first[0].other.place} står {self._written(first[0].other, here)}."
            )
        if len(groups) > 1:
            message += f" Det är så på {len(groups)} ställen."
        return Finding(
            code="EN505",
            severity=Severity.FEL,
            sheet=here.place.sheet,
            cell=here.place.cell,
            message=message,
            hint="Byt tillbaka beloppen, eller hämta dem med uppslag på namnet i stället för på raden.",
            found=shown(here.kr / here.kr_each),
            expected=shown(first[0].other.kr / here.kr_each),
            difference=shown((here.kr - first[0].other.kr) / here.kr_each),
            related=tuple(place for group in groups for pair in group for place in (pair.one.place, pair.other.place))[
                1:
            ],
        )

    def _is_formula(self, place: Place) -> bool:
        sheet = self._work.snapshot.sheet(place.sheet)
        return sheet is not None and place.cell in sheet.formulas

    def _code(self, pair: Pair) -> str:
        if pair.other.place in self._computed and pair.one.place not in self._computed and pair.about_deviation:
            return "EN602"
        return "EN502" if pair.other.is_total and key(pair.name) != TOTAL else "EN501"

    def _message(self, code: str, pair: Pair, others: Sequence[Figure]) -> str:
        places = list(dict.fromkeys(str(other.place) for other in others if other.kr == pair.other.kr))
        where = " och ".join([", ".join(places[:-1]), places[-1]]) if len(places) > 1 else places[0]
        what = "Summan" if key(pair.name) == TOTAL else pair.name
        here, there = self._written(pair.one, pair.other), self._written(pair.other, pair.one)
        message = f"{what}: här står {here}, men i {where} står {there}"
        if code == "EN502":
            message += ", som är en summa"
        elif code == "EN602":
            message += ", som är den avvikelse tabellen ger"
        difference = pair.one.kr - _as_given(pair.other.kr, pair.one)
        notation = self._notation(pair.one, pair.other)
        message += f". Skillnaden är {notation.difference(difference / pair.one.kr_each)}."
        if is_off_by_a_thousand(pair.one, pair.other):
            which = pair.other.place if pair.other.place in self._slipped else "beloppet här"
            message += f" De skiljer sig med en faktor tusen: {which} verkar stå i fel enhet."
        if not (pair.same_name and pair.same_measure):
            message += f" {self._unlike(pair)}, så skillnaden kan ha ett skäl."
        return message

    def _written(self, figure: Figure, against: Figure) -> str:
        """Write an amount as it stands in its cell, to be read beside another."""
        return self._notation(figure, against).one(figure.kr / figure.kr_each)

    def _notation(self, figure: Figure, against: Figure) -> Notation:
        """Tell how an amount is written; its unit is said where either table says it, or where the two differ."""
        own, other = (self._work.book.views[one.place.sheet].notation(one.place.cell) for one in (figure, against))
        if own.in_per_cent:
            return own
        fitting = (one.unit for one in (own, other) if one.unit and (scale(one.unit) or 1) == figure.kr_each)
        otherwise = UNITS[figure.kr_each] if figure.kr_each != against.kr_each else ""
        return Notation(unit=next(fitting, otherwise))

    def _unlike(self, pair: Pair) -> str:
        """Say in what two amounts that may be the same are called differently."""
        ends = [self._work.book.views[end.place.sheet].names(end.place.cell) for end in (pair.one, pair.other)]
        name = normalise(pair.name)
        if not pair.same_name:
            alike = [next((text for text in names if same_thing(name, normalise(text))), "") for names in ends]
            if all(alike) and alike[0] != alike[1]:
                return f"Namnen är olika (”{alike[0]}” här, ”{alike[1]}” där)"
        besides = [without_repeats(_besides(name, *names)) for names in ends]
        if all(besides) and normalise(besides[0]) != normalise(besides[1]):
            return f"Rubrikerna är olika (”{besides[0]}” här, ”{besides[1]}” där)"
        return "Rubrikerna säger inte säkert att det är samma sak"


def _besides(name: str, label: str, heading: str) -> str:
    """Give what an amount is called besides its name."""
    if not same_thing(name, normalise(heading)):
        return heading
    return "" if is_total(label) else label


def _list(names: Sequence[str]) -> str:
    """List names in a sentence, the first of them when they are many."""
    shown_names = names if len(names) <= _MOST_NAMES else names[: _MOST_NAMES - 1]
    left = len(names) - len(shown_names)
    last = f"{left} till" if left else shown_names[-1]
    return f"{', '.join(shown_names if left else shown_names[:-1])} och {last}"


def _as_given(kr: float, figure: Figure) -> float:
    """Round an amount as a figure is given when that is in another unit than the amount."""
    return round(kr / figure.unit) * figure.unit if figure.kr_each > 1 else kr


_HINTS = {
    Severity.FEL: "Ta reda på vilket belopp som gäller och hämta det med en formel där det upprepas.",
    Severity.VARNING: "Om beloppen ska vara lika: rätta det ena. Annars: skriv skälet till skillnaden i en not.",
    Severity.AVRUNDNING: "Hämta beloppet med en formel i stället för att skriva av det, så blir avrundningen densamma.",
}
