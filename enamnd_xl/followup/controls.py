"""Does a ledger file agree with itself: its bookings with the balances that it states."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from enamnd_xl.followup.ledger import Ledger, Posting
from enamnd_xl.money import format_kr, format_number

_SHOWN = 3


class Difference(NamedTuple):
    """Where bookings and a balance part: what was booked, and what the file says that it is."""

    place: str
    booked_kr: Decimal
    stated_kr: Decimal


class Control(NamedTuple):
    """A comparison of the bookings with one kind of balance.

    Args:
        what: the kind of balance, Swedish.
        compared: how many balances there were.
        differences: those that do not agree.
    """

    what: str
    compared: int
    differences: tuple[Difference, ...]

    def __str__(self) -> str:
        if not self.differences:
            return f"Bokningarna stämmer med {self.what}: {format_number(self.compared)} jämförda, ingen skillnad."
        shown = "; ".join(
            f"{place}: bokfört {format_kr(booked)}, i filen {format_kr(stated)}"
            for place, booked, stated in self.differences[:_SHOWN]
        )
        count = len(self.differences)
        more = f" och {format_number(count - _SHOWN)} till" if count > _SHOWN else ""
        return (
            f"Bokningarna stämmer inte med {self.what} på {format_number(count)} av "
            f"{format_number(self.compared)}: {shown}{more}. Filen kan vara avklippt eller ett urval."
        )


def control_ledger(ledger: Ledger) -> tuple[Control, ...]:
    """Compare a ledger's bookings with every kind of balance that the file has.

    Returns:
        One control a kind of balance; none at all when the file states no balances, or nothing to compare with them.
    """
    booked = _sum_by_account(ledger.postings or _total(ledger.period_balances))
    if not booked:
        return ()
    results = {account: amount for account, amount in booked.items() if not ledger.is_balance_account(account)}
    controls = []
    if ledger.result_kr:
        controls.append(_compare("filens resultatsaldon (#RES)", results, ledger.result_kr))
    if ledger.postings and ledger.closing_kr:
        moved = {
            account: closing - ledger.opening_kr.get(account, Decimal(0))
            for account, closing in ledger.closing_kr.items()
        }
        balances = {account: amount for account, amount in booked.items() if ledger.is_balance_account(account)}
        controls.append(_compare("filens in- och utgående balanser (#IB, #UB)", balances, moved))
    if ledger.postings and ledger.period_balances:
        controls.append(
            _compare(
                "filens periodsaldon (#PSALDO)",
                _sum_by_month(ledger, ledger.postings),
                _sum_by_month(ledger, _total(ledger.period_balances)),
            )
        )
    return tuple(controls)


def _compare(what: str, booked: Mapping[str, Decimal], stated: Mapping[str, Decimal]) -> Control:
    zero = Decimal(0)
    places = dict.fromkeys((*stated, *(place for place, amount in booked.items() if amount)))
    pairs = ((place, booked.get(place, zero), stated.get(place, zero)) for place in places)
    return Control(what, len(places), tuple(Difference(*pair) for pair in pairs if pair[1] != pair[2]))


def _sum_by_account(postings: Iterable[Posting]) -> dict[str, Decimal]:
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for posting in postings:
        sums[posting.account] += posting.amount_kr
    return sums


def _sum_by_month(ledger: Ledger, postings: Iterable[Posting]) -> dict[str, Decimal]:
    """Sum the result accounts a month; a balance account's period figure is its movement in some systems only."""
    sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for posting in postings:
        sums[posting.account, posting.period.label] += posting.amount_kr
    return {f"{a} {month}": amount for (a, month), amount in sums.items() if not ledger.is_balance_account(a)}


def _total(balances: Iterable[Posting]) -> list[Posting]:
    return [balance for balance in balances if not balance.objects]
