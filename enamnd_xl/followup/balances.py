"""Bookings out of period balances, for SIE files of type 2 and 3, which have no vouchers.

Such a file gives an account's sum of the month, and again the same sum split by the objects of each dimension. The
splits are no more money: one of them is chosen, and what it leaves of the sum is a booking without object.
"""

from collections import defaultdict
from decimal import Decimal

from enamnd_xl.errors import InputError
from enamnd_xl.followup.ledger import Ledger, Posting
from enamnd_xl.followup.mapping import AccountMap
from enamnd_xl.followup.periods import Period


def give_postings(ledger: Ledger, account_map: AccountMap) -> tuple[Posting, ...]:
    """Give a ledger's bookings, out of its period balances where it has no others.

    Args:
        ledger: the ledger.
        account_map: tells which dimension the balances must be split by.

    Raises:
        InputError: the mapping asks for dimensions that the file has balances for one by one, but not together.
    """
    if ledger.postings:
        return ledger.postings
    splits: defaultdict[tuple[str, Period], defaultdict[frozenset[str], list[Posting]]]
    splits = defaultdict(lambda: defaultdict(list))
    for balance in ledger.period_balances:
        splits[balance.account, balance.period][frozenset(d for d, _ in balance.objects)].append(balance)
    needed = account_map.uses({dimension for balance in ledger.period_balances for dimension, _ in balance.objects})
    return tuple(posting for ways in splits.values() for posting in _split(ledger, ways, needed))


def _split(ledger: Ledger, ways: dict[frozenset[str], list[Posting]], needed: frozenset[str]) -> list[Posting]:
    totals = ways.get(frozenset(), [])
    asked = frozenset().union(*ways) & needed  # an account need not be coded with every dimension
    fitting = [way for way in ways if asked <= way]
    if not fitting:
        account = next(iter(ways.values()))[0].account
        raise InputError(
            f"{ledger.name} har konto {account} fördelat på dimension {' och '.join(sorted(asked))} var för sig, men "
            "Kontering frågar efter dem tillsammans.",
            "Läs in en SIE-fil av typ 4, med verifikationer.",
        )
    chosen = ways[min(fitting, key=len)]
    if not totals or chosen is totals:
        return chosen
    rest = sum((total.amount_kr for total in totals), Decimal(0)) - sum(part.amount_kr for part in chosen)
    return [*chosen, totals[0]._replace(amount_kr=rest)] if rest else chosen
