"""What a reading of a ledger gave, in sentences that a colleague can read."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from enamnd_xl.followup.actuals import Reading, Sum
from enamnd_xl.followup.ledger import Ledger, Objects
from enamnd_xl.followup.periods import Period
from enamnd_xl.money import format_kr, format_number

_SHOWN = 5


def summarize_reading(reading: Reading) -> tuple[str, ...]:
    """Tell what was read, whether it reconciles, and what was left out.

    Returns:
        Swedish sentences, the most important first.
    """
    ledger = reading.ledger
    revenue_kr = sum((actual.revenue_kr for actual in reading.actuals), Decimal(0))
    cost_kr = sum((actual.cost_kr for actual in reading.actuals), Decimal(0))
    items = len({actual.item for actual in reading.actuals})
    sentences = [
        f"Läste {_count(reading.postings, 'bokning', 'bokningar')} för {_say_months(reading.covered)} ur {ledger.name} "
        f"({ledger.form}; {ledger.source}).",
        f"Intäkter {format_kr(revenue_kr)} och kostnader {format_kr(cost_kr)} är förda till "
        f"{_count(items, 'post', 'poster')}.",
        _say_unmapped(ledger, reading.unmapped),
        *map(str, reading.controls),
    ]
    if not reading.controls:
        sentences.append("Filen har inga egna saldon att stämma av mot.")
    if reading.balance:
        sentences.append(f"{_count_bookings(reading.balance)} på balanskonton är varken intäkt eller kostnad.")
    if reading.later and reading.until:
        sentences.append(f"{_count(reading.later, 'bokning', 'bokningar')} efter {reading.until.words} är inte med.")
    return (*sentences, *map(str, reading.conflicts), *map(str, ledger.notes))


def _say_unmapped(ledger: Ledger, unmapped: tuple[Sum, ...]) -> str:
    if not unmapped:
        return "Alla resultatbelopp har en rad i Kontering."
    places: defaultdict[tuple[str, Objects], Decimal] = defaultdict(Decimal)
    for rest in unmapped:
        places[rest.account, rest.objects] += rest.amount_kr
    without = _say_without(ledger)
    shown = "; ".join(_say_place(ledger, *key, kr, without) for key, kr in list(places.items())[:_SHOWN])
    more = f"; och {format_number(len(places) - _SHOWN)} till" if len(places) > _SHOWN else ""
    total = sum((rest.amount_kr for rest in unmapped), Decimal(0))
    return (
        f"{_count_bookings(unmapped)} på sammanlagt {format_kr(total)} (intäkter är negativa) har ingen rad i "
        f"Kontering och hör inte till någon post: {shown}{more}."
    )


def _count_bookings(sums: Iterable[Sum]) -> str:
    return _count(sum(total.bookings for total in sums), "bokning", "bokningar")


def _say_without(ledger: Ledger) -> str:
    """Say what a booking without objects lacks: the dimensions that others in the file have; "" where none has any."""
    used = dict.fromkeys(dimension for posting in ledger.postings for dimension, _ in posting.objects)
    named = [ledger.dimension_names[dimension].lower() for dimension in used if dimension in ledger.dimension_names]
    return f", utan {' och '.join(named)}" if named else ""


def _say_place(ledger: Ledger, account: str, objects: Objects, amount_kr: Decimal, without: str) -> str:
    name = ledger.account_names.get(account, "")
    coded = "".join(f", {ledger.dimension_names.get(d, f'dimension {d}')} {o}" for d, o in objects)
    return f"konto {account}{f' {name}' if name else ''}{coded}: {format_kr(amount_kr)}{'' if objects else without}"


def _say_months(periods: Iterable[Period]) -> str:
    ordered = sorted(periods)
    first, last = ordered[0], ordered[-1]
    if first.year == last.year:
        return Period(first.year, first.first, last.last).words
    return f"{Period(first.year, first.first, first.first).words}–{Period(last.year, last.last, last.last).words}"


def _count(number: int, one: str, many: str) -> str:
    return f"{format_number(number)} {one if number == 1 else many}"
