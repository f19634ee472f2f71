"""From a ledger's bookings to revenue and cost of each item, period by period."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from enamnd_xl.errors import InputError
from enamnd_xl.followup.balances import give_postings
from enamnd_xl.followup.controls import Control, control_ledger
from enamnd_xl.followup.ledger import Ledger, Objects, Posting
from enamnd_xl.followup.mapping import AccountMap, Conflict, Kind, MappingRow, find_conflicts
from enamnd_xl.followup.outcome import Actual
from enamnd_xl.followup.periods import Period


class Sum(NamedTuple):
    """Bookings that are coded alike.

    Args:
        account: the account number.
        objects: dimensions and objects.
        period: when they were booked.
        amount_kr: their sum, as in the books: revenue is negative.
        bookings: how many they are.
        line: where the first of them stands in the file.
    """

    account: str
    objects: Objects
    period: Period
    amount_kr: Decimal
    bookings: int
    line: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a ledger.

    Every amount is in one of three places: in the actuals, among the unmapped, or on a balance account.

    Args:
        ledger: the ledger.
        until: the last month that was asked for, or None.
        postings: how many bookings were read.
        covered: the months that they are of.
        actuals: revenue and cost by period and item.
        unmapped: bookings without a row in Kontering.
        balance: bookings on balance accounts, which are no revenue and no cost.
        later: how many bookings come after the last month asked for, and are left out.
        conflicts: rows of Kontering that contradict each other.
        controls: whether the file agrees with itself.
    """

    ledger: Ledger
    until: Period | None
    postings: int
    covered: tuple[Period, ...]
    actuals: tuple[Actual, ...]
    unmapped: tuple[Sum, ...]
    balance: tuple[Sum, ...]
    later: int
    conflicts: tuple[Conflict, ...]
    controls: tuple[Control, ...]

    @property
    def reconciles(self) -> bool:
        """Whether the file agrees with itself and every amount has an item."""
        return not self.unmapped and all(not control.differences for control in self.controls)


def collect_actuals(ledger: Ledger, rows: Iterable[MappingRow], until: Period | None = None) -> Reading:
    """Sum a ledger's bookings to revenue and cost of each item, period by period.

    This is where the signs of the books are turned: a credit on an account that is mapped as revenue is revenue above
    zero, a debit on one that is mapped as cost is cost above zero.

    Args:
        ledger: as read from a file.
        rows: the sheet Kontering.
        until: the last month to take, or the span that it ends; later bookings are counted and left out.

    Returns:
        See Reading.

    Raises:
        InputError: the month is outside the ledger's year, bookings are of another year, or they are one figure for
            months on both sides of it.
    """
    rows = tuple(rows)
    account_map = AccountMap(rows, ledger.dimension_names)
    _check_year(ledger, until)
    all_postings = give_postings(ledger, account_map)
    taken = _take_periods(ledger, all_postings, until)
    postings = [posting for posting in all_postings if posting.period in taken]
    if not postings:
        raise InputError(f"{ledger.name} har inga bokningar till och med {until.words if until else 'årets slut'}.")
    mapped: list[tuple[Sum, MappingRow]] = []
    unmapped: list[Sum] = []
    balance: list[Sum] = []
    conflicts = list(find_conflicts(rows))
    for total in _sum_postings(postings):
        match = account_map.find(total.account, total.objects)
        on_balance = ledger.is_balance_account(total.account)
        if match and not (on_balance and match.row.is_default):
            mapped.append((total, match.row))
            conflicts += (Conflict(match.row, rival) for rival in match.rivals)
        else:
            (balance if on_balance else unmapped).append(total)
    return Reading(
        ledger=ledger,
        until=until,
        postings=len(postings),
        covered=tuple(sorted(taken)),
        actuals=_pivot(ledger.source, mapped),
        unmapped=tuple(unmapped),
        balance=tuple(balance),
        later=len(all_postings) - len(postings),
        conflicts=tuple(dict.fromkeys(conflicts)),
        controls=control_ledger(ledger),
    )


def _check_year(ledger: Ledger, until: Period | None) -> None:
    if until and ledger.start and ledger.end and not ledger.start <= (until.year, until.last) <= ledger.end:
        (year, first), (last_year, last) = ledger.start, ledger.end
        raise InputError(
            f"{ledger.name} gäller räkenskapsåret {year}-{first:02d} till {last_year}-{last:02d}, "
            f"men perioden är {until.words}.",
            "Välj en fil för rätt år, eller ändra perioden.",
        )


def _take_periods(ledger: Ledger, postings: Iterable[Posting], until: Period | None) -> set[Period]:
    """Give the periods of the bookings up to the last month that is asked for."""
    lines: dict[Period, int] = {}
    for posting in postings:
        lines.setdefault(posting.period, posting.line)
    if until is None:
        return set(lines)
    last = (until.year, until.last)
    for period, line in lines.items():
        if ledger.start is None and period.year != until.year:
            raise InputError(
                f"{ledger.name}, rad {line}: {period.words} ligger utanför år {until.year}.",
                "Exportera ett år i taget, eller ändra perioden.",
            )
        if (period.year, period.first) <= last < (period.year, period.last):
            raise InputError(
                f"{ledger.name} har ett enda belopp för {period.words}, som inte går att dela vid {until.words}.",
                f"Läs in hela {period.words}, eller en SIE-fil med perioder eller verifikationer.",
            )
    return {period for period in lines if (period.year, period.last) <= last}


def _sum_postings(postings: Iterable[Posting]) -> list[Sum]:
    """Sum bookings that are coded alike; the amounts stay Decimal, so that the sums are exact."""
    import pandas as pd  # takes its time, which only whoever reads a ledger should pay

    frame = pd.DataFrame(postings, columns=Posting._fields, dtype=object)
    groups = frame.groupby(["account", "objects", "period"])
    sums = groups.agg(amount_kr=("amount_kr", "sum"), bookings=("line", "size"), line=("line", "min"))
    return [
        Sum(account, objects, Period(*period), amount_kr, int(bookings), int(line))
        for (account, objects, period), amount_kr, bookings, line in sums.itertuples()
    ]


def _pivot(source: str, mapped: Iterable[tuple[Sum, MappingRow]]) -> tuple[Actual, ...]:
    """Give one row a period and item, with revenue and cost side by side and both turned to be positive."""
    import pandas as pd

    frame = pd.DataFrame(
        [(total.period, row.item, row.kind.value, total.amount_kr) for total, row in mapped],
        columns=["period", "item", "kind", "amount_kr"],
        dtype=object,
    )
    table = frame.groupby(["period", "item", "kind"])["amount_kr"].sum().unstack("kind")
    return tuple(
        Actual(source, Period(*period), item, -_take(amounts, Kind.REVENUE), _take(amounts, Kind.COST))
        for (period, item), amounts in zip(table.index, table.to_dict("records"), strict=True)
    )


def _take(amounts: Mapping[Hashable, object], kind: Kind) -> Decimal:
    """Give the amount of a kind; the table has a hole where an item has none."""
    amount = amounts.get(kind.value)
    return amount if isinstance(amount, Decimal) else Decimal(0)
