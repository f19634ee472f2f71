"""Who pays a cost item, with what quantity, and for how much of the year: the workbook's word for it, checked."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import NamedTuple

from enamnd_xl.allocation.checked import ratio, unit_ratio
from enamnd_xl.allocation.item import Basis, Item, Key, Member, ShareError
from enamnd_xl.allocation.membership import time_share
from enamnd_xl.errors import InputError
from enamnd_xl.money import Direction, Exact, format_kr, format_number

_BY_POPULATION = (Key.POPULATION, Key.MIX)
_BY_LIST = (Key.QUANTITY, Key.FACTOR, Key.LIST)


class Payer(NamedTuple):
    """A member that is inside, its quantity by the item's key, and the part of the year that it is in."""

    code: str
    quantity: Exact
    time: Fraction


@contextmanager
def blame(item: Item, field: str, member: str = "") -> Iterator[None]:
    """Turn an error in a calculation into one that names the item, and the field and member that caused it."""
    try:
        yield
    except InputError as error:
        raise ShareError(f"{item.name}: {_lower(error.message)}", error.hint, field, member) from error


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def find_payers(item: Item, members: Sequence[Member]) -> list[Payer]:
    """Find the members that are inside, in the order of their codes.

    Raises:
        ShareError: a member is listed twice or unknown, its population or quantity is missing or wrong, or nobody is
            inside.
    """
    _check_codes(item, members)
    payers = []
    for member in sorted(members, key=lambda each: each.code):
        if member.code in item.outside or (item.key in _BY_LIST and member.code not in item.quantities):
            continue
        time = _time(item, member)
        if time:
            payers.append(Payer(member.code, _quantity(item, member), time))
    if not payers:
        raise ShareError(f"{item.name}: ingen medlem är med.", "Minst en medlem måste vara med.", "outside")
    return payers


def check_rule(item: Item) -> None:
    """Make sure that the parts of a rule go together.

    Raises:
        ShareError: they do not.
    """
    if item.key is not Key.LIST:
        if item.amount is None:
            raise ShareError(f"{item.name}: beloppet saknas.", "Fyll i belopp, pris eller faktor.", "amount")
        with blame(item, "amount"):
            ratio(item.amount, "Beloppet")
    with blame(item, "unit"):
        unit_ratio(item.unit)
    with blame(item, "index"):
        ratio(item.index, "Uppräkningen")
    if item.equal_share and item.key not in (Key.MIX, Key.QUANTITY):
        raise ShareError(
            f"{item.name}: nyckeln »{item.key}« har ingen del som fördelas rakt, men andelen rakt är "
            f"{format_number(item.equal_share)}.",
            f"Välj nyckeln »{Key.MIX}«, eller ta bort andelen.",
            "equal_share",
        )
    if item.basis is Basis.PRICE and (item.key is Key.MIX or item.equal_share):
        raise ShareError(
            f"{item.name}: ett pris går inte att dela i en rak del och resten.",
            f"Välj »{Basis.TOTAL}« eller »{Basis.PARTS}«, eller gör två poster.",
            "basis",
        )
    if gives_total(item) and item.direction is Direction.UP:
        raise ShareError(
            f"{item.name}: delar som alla avrundas uppåt kan inte summera till ett givet belopp.",
            f"Välj riktningen »{Direction.NEAREST}«, eller låt summan följa av delarna (»{Basis.PARTS}«).",
            "direction",
        )
    with blame(item, "minimum"):
        least = Fraction(*ratio(item.minimum, "Lägsta beloppet"))
    if least < 0 or (least / Fraction(item.unit)).denominator != 1:
        raise ShareError(
            f"{item.name}: lägsta beloppet {format_kr(item.minimum)} är inte ett helt antal {format_kr(item.unit)}.",
            "Ange noll eller mer, så att det går jämnt upp i avrundningen.",
            "minimum",
        )


def gives_total(item: Item) -> bool:
    """Whether the item's amount is what the parts must sum to."""
    return item.basis is Basis.TOTAL and item.key not in (Key.FACTOR, Key.LIST)


def _check_codes(item: Item, members: Sequence[Member]) -> None:
    codes = Counter(member.code for member in members)
    for code, times in codes.items():
        if times > 1:
            raise ShareError(f"{item.name}: medlemmen {code} står {times} gånger.", "Ta bort dubbletten.", "code", code)
    for field, listed in (
        ("outside", item.outside),
        ("quantities", item.quantities),
        ("memberships", item.memberships),
    ):
        for code in sorted(set(listed) - set(codes)):
            raise ShareError(
                f"{item.name}: »{code}« finns inte bland medlemmarna.", "Kontrollera kommunkoden.", field, code
            )


def _time(item: Item, member: Member) -> Fraction:
    membership = item.memberships.get(member.code)
    if membership is None:
        return Fraction(1)
    if item.year is None:
        raise ShareError(f"{item.name}: året saknas.", "Ange vilket år som fördelas.", "year")
    return time_share(membership, item.year, item.proration)


def _quantity(item: Item, member: Member) -> Exact:
    if item.key is Key.EQUAL:
        return 1
    if item.key in _BY_POPULATION:
        return _population(item, member)
    quantity = item.quantities[member.code]
    with blame(item, "quantities", member.code):
        numerator, _ = ratio(quantity, f"Talet för {member.name}")
    if numerator < 0 and item.key is Key.QUANTITY:
        raise ShareError(
            f"{item.name}: mängden för {member.name} är {format_number(quantity)}.",
            "En mängd får inte vara negativ.",
            "quantities",
            member.code,
        )
    return quantity


def _population(item: Item, member: Member) -> int:
    if item.key_date is None:
        raise ShareError(f"{item.name}: nyckeldatumet saknas.", "Ange vilket datums invånare som räknas.", "key_date")
    people = member.population.get(item.key_date)
    hint = "Folkmängden ska vara ett heltal som inte är negativt."
    if people is None:
        hint = "Skriv antalet invånare, eller låt medlemmen stå utanför."
        problem = f"folkmängden {item.key_date} saknas för {member.name}."
    elif isinstance(people, bool) or not isinstance(people, int) or people < 0:
        problem = f"folkmängden {item.key_date} för {member.name} är {people}."
    else:
        return people
    raise ShareError(f"{item.name}: {problem}", hint, "population", member.code)
