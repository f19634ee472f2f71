"""Share a cost item among its members: one entry for every key, rounding and exception that a board uses."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from enamnd_xl.allocation.apportion import allocate
from enamnd_xl.allocation.indexation import index_amount
from enamnd_xl.allocation.item import Basis, Item, Key, Member, ShareError
from enamnd_xl.allocation.keys import mix
from enamnd_xl.allocation.payers import Payer, blame, check_rule, find_payers, gives_total
from enamnd_xl.money import Direction, Exact, format_kr, round_to, to_amount

Kr: TypeAlias = int | Decimal
"""Kronor; a Decimal when the item is rounded to öre."""


def share(item: Item, members: Sequence[Member]) -> tuple[Kr | None, ...]:
    """Share a cost item.

    Args:
        item: the item and its rule.
        members: all members of the board; where shares tie, the lowest code comes first, in whatever order they stand.

    Returns:
        Kr a member, in the order of the members; None for one that stands outside.

    Raises:
        ShareError: the rule or what it rests on is wrong; it says which field, and for which member.

    >>> from datetime import date
    >>> end_of_2017 = date(2017, 12, 31)
    >>> boden = Member("2582", "Boden", {end_of_2017: 28181})
    >>> arvidsjaur = Member("2505", "Arvidsjaur", {end_of_2017: 6440})
    >>> archive = Item("E-arkiv", Key.POPULATION, Decimal("1.25"), Basis.PRICE, key_date=end_of_2017, unit=1000,
    ...                direction=Direction.UP, outside=frozenset({"2505"}))
    >>> share(archive, [boden, arvidsjaur])
    (36000, None)
    """
    check_rule(item)
    payers = find_payers(item, members)
    if item.amount is not None and gives_total(item):
        parts = _allocate_total(item, item.amount, payers)
    else:
        parts = _round_parts(item, payers)
    if item.index != 1:
        parts = [index_amount(part, item.index, min(item.unit, 1)) for part in parts]
    by_code = {payer.code: part for payer, part in zip(payers, parts, strict=True)}
    return tuple(by_code.get(member.code) for member in members)


def _allocate_total(item: Item, amount: Exact, payers: Sequence[Payer]) -> list[Kr]:
    """The total is given: the parts sum to it. Who would pay less than the least pays that, and the others the rest."""
    weights = dict(zip(payers, _weights(item, payers), strict=True))
    parts: dict[Payer, Kr] = {}
    rest = abs(Fraction(amount))
    while low := [payer for payer in weights if rest * weights[payer] < _least(item, payer) * sum(weights.values())]:
        for payer in low:
            parts[payer] = to_amount(_least(item, payer))
            rest -= _least(item, payer)
            del weights[payer]
    if rest < 0 or (rest and not weights):
        raise ShareError(
            f"{item.name}: beloppet {format_kr(amount)} går inte att dela så att alla betalar minst "
            f"{format_kr(item.minimum)} och delarna ändå summerar till det.",
            "Ändra lägsta beloppet.",
            "minimum",
        )
    if weights:
        with blame(item, "amount"):
            parts.update(zip(weights, allocate(rest, list(weights.values()), item.unit), strict=True))
    return [-parts[payer] if amount < 0 else parts[payer] for payer in payers]


def _round_parts(item: Item, payers: Sequence[Payer]) -> list[Kr]:
    """The parts are given: each is rounded for itself, and the total follows."""
    return [_round_part(item, payer, part) for payer, part in zip(payers, _exact_parts(item, payers), strict=True)]


def _exact_parts(item: Item, payers: Sequence[Payer]) -> list[Fraction]:
    amount = Fraction(1 if item.amount is None or item.key is Key.LIST else item.amount)
    if item.basis is Basis.PRICE or item.key in (Key.FACTOR, Key.LIST):
        return [amount * Fraction(payer.quantity) * payer.time for payer in payers]
    weights = _weights(item, payers)
    return [amount * weight / sum(weights) for weight in weights]


def _round_part(item: Item, payer: Payer, part: Fraction) -> Kr:
    owed = max(abs(part), _least(item, payer)) * (-1 if part < 0 else 1)
    if item.key is Key.LIST and payer.time == 1:
        return to_amount(owed)  # decided: it stands as it is
    return round_to(owed, item.unit, item.direction)


def _weights(item: Item, payers: Sequence[Payer]) -> list[int]:
    with blame(item, "equal_share" if item.equal_share else "key"):
        return mix([payer.quantity for payer in payers], item.equal_share, [payer.time for payer in payers])


def _least(item: Item, payer: Payer) -> Fraction:
    """The least that a member pays for its part of the year: a whole number of units."""
    return Fraction(round_to(Fraction(item.minimum) * payer.time, item.unit, Direction.UP))
