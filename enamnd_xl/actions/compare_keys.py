"""Jämför nycklar: what every municipality pays under two or more sets of keys, side by side, of the same total."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from enamnd_xl.actions.board_parameters import Parameters, read_parameters
from enamnd_xl.actions.read_scenarios import read_scenarios
from enamnd_xl.actions.scenarios import Changed, Changer, Scenario
from enamnd_xl.allocation.item import Item, ShareError
from enamnd_xl.allocation.share import Kr, share
from enamnd_xl.books.living.words import POPULATION_DATE, Tab
from enamnd_xl.errors import InputError, WorkbookError
from enamnd_xl.money import round_to, to_amount
from enamnd_xl.workbook.address import Area
from enamnd_xl.workbook.snapshot import Snapshot

TODAY = "Nu"


@dataclass(frozen=True, slots=True)
class Payment:
    """What a municipality pays under a scenario, beside what it pays today.

    Args:
        member: its name.
        code: its code.
        people: inhabitants, None when they are not known.
        amount: kr.
        change: kr more than today.
    """

    member: str
    code: str
    people: int | None
    amount: Kr
    change: Kr

    @property
    def percent(self) -> int | Decimal | None:
        """The change as per cent of what is paid today, with one decimal; None when nothing is."""
        before = Fraction(self.amount) - Fraction(self.change)
        return round_to(100 * Fraction(self.change) / before, Decimal("0.1")) if before else None

    @property
    def per_inhabitant(self) -> int | Decimal | None:
        """The change in kr an inhabitant, with two decimals; None when they are not known."""
        return round_to(Fraction(self.change) / self.people, Decimal("0.01")) if self.people else None


@dataclass(frozen=True, slots=True)
class Outlook:
    """A scenario worked out.

    Args:
        name: the scenario's.
        changed: the items that it changes, as they would be.
        payments: what each municipality pays for all items together.
        items: item -> municipality -> kr, for the items that any scenario changes; None who stands outside.
        total: kr for all items together: the same in all scenarios.
    """

    name: str
    changed: tuple[Changed, ...]
    payments: tuple[Payment, ...]
    items: Mapping[str, Mapping[str, Kr | None]]
    total: Kr


@dataclass(frozen=True, slots=True)
class Comparison:
    """Scenarios side by side, the first what the workbook has today.

    Args:
        outlooks: one a scenario.
        day: the date whose inhabitants "kr an inhabitant" is counted on.
        parameters: the workbook's.
    """

    outlooks: tuple[Outlook, ...]
    day: date
    parameters: Parameters


def compare_keys(snapshot: Snapshot, scenarios: Sequence[Scenario] = ()) -> Comparison:
    """Work out what every municipality would pay.

    Args:
        snapshot: a living workbook, with the values that its formulas give.
        scenarios: what to compare with today; by default those on the workbook's sheet Scenario.

    Raises:
        WorkbookError: a parameter of the workbook is wrong.
        InputError: there is no scenario, or one cannot be worked out.
    """
    parameters = read_parameters(snapshot)
    chosen = tuple(scenarios) or read_scenarios(snapshot)
    _check_names(chosen)
    today = parameters.share_items()
    totals: dict[str, Kr] = {item: _sum(parts.values()) for item, parts in today.items()}
    day = _population_date(snapshot, parameters)
    changer = Changer(parameters, totals, day)
    changes = [changer.apply(scenario) for scenario in chosen]
    new = {each.item.name for changed in changes for each in changed}
    touched = [item.name for item in parameters.items if item.name in new]
    outlooks = [_look(TODAY, (), today, today, touched, parameters, day)]
    for scenario, changed in zip(chosen, changes, strict=True):
        amounts = today | {each.item.name: _share(scenario, each.item, parameters) for each in changed}
        outlooks.append(_look(scenario.name, changed, amounts, today, touched, parameters, day))
    return Comparison(tuple(outlooks), day, parameters)


def _check_names(scenarios: Sequence[Scenario]) -> None:
    if not scenarios:
        raise InputError(
            "Det finns inget scenario att jämföra med: boken har inget blad Scenario med rader, och inget är angivet.",
            'Skriv till exempel --scenario "Mer rakt" "E-arkiv: nyckel=blandning; andel rakt=30 %". '
            "Knappen Jämför nycklar i Excel gör bladet, med ett exempel.",
        )
    names = [TODAY.casefold(), *(scenario.name.casefold() for scenario in scenarios)]
    again = next((s.name for s in scenarios if names.count(s.name.casefold()) > 1 or not s.name), None)
    if again is not None:
        raise InputError(
            f"Två scenarier kan inte heta »{again}«.", f"Ge dem olika namn; {TODAY} är bokens egna nycklar."
        )


def _population_date(snapshot: Snapshot, parameters: Parameters) -> date:
    """Give the date that the workbook counts kr an inhabitant on; the latest when it does not say."""
    days = parameters.population_columns
    if not days:
        raise WorkbookError(f"Bladet {Tab.MEMBERS} har ingen folkmängd.", "Läs in den med `enamnd las-folkmangd`.")
    place = next((name.refers_to for name in snapshot.names if name.name == POPULATION_DATE), "")
    tab, _, address = place.rpartition("!")
    sheet = snapshot.sheet(tab.strip("'"))
    said = sheet.value(Area.from_a1(address)[:2]) if sheet else None
    said = said.date() if isinstance(said, datetime) else said
    return said if isinstance(said, date) and said in days else max(days)


def _share(scenario: Scenario, item: Item, parameters: Parameters) -> dict[str, Kr | None]:
    try:
        parts = share(item, parameters.members)
    except ShareError as error:
        raise InputError(f"Scenariot {scenario.name}: {error.message}", error.hint) from error
    return {member.name: part for member, part in zip(parameters.members, parts, strict=True)}


def _look(
    name: str,
    changed: tuple[Changed, ...],
    amounts: Mapping[str, Mapping[str, Kr | None]],
    today: Mapping[str, Mapping[str, Kr | None]],
    touched: Sequence[str],
    parameters: Parameters,
    day: date,
) -> Outlook:
    payments = []
    for member in parameters.members:
        parts = [each[member.name] for each in (*amounts.values(), *today.values())]
        if any(part is not None for part in parts):
            amount = _sum(each[member.name] for each in amounts.values())
            before = _sum(each[member.name] for each in today.values())
            people = member.population.get(day)
            payments.append(Payment(member.name, member.code, people, amount, _sum((amount, -before))))
    items = {item: amounts[item] for item in touched}
    total = _sum(payment.amount for payment in payments)
    return Outlook(name, changed, tuple(payments), items, total)


def _sum(parts: Iterable[Kr | None]) -> Kr:
    return to_amount(sum((Fraction(part) for part in parts if part is not None), Fraction(0)))
