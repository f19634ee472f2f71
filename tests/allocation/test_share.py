"""Cost items are shared as boards share them: what was published comes out, and wrong rules are said to be wrong."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import norrbotten as published
from enamnd_xl import money
from enamnd_xl.allocation.indexation import index_amount, index_factor
from enamnd_xl.allocation.item import Basis, Item, Key, Member, ShareError
from enamnd_xl.allocation.membership import Membership, Proration, start_fees, time_share
from enamnd_xl.allocation.share import share
from enamnd_xl.errors import InputError
from enamnd_xl.money import Direction, Exact
from norrbotten import ARVIDSJAUR, END_OF_2017, END_OF_2019, END_OF_2020, MEMBERS

CODES = [member.code for member in MEMBERS]


def listed(amounts: tuple[int | None, ...]) -> dict[str, int]:
    return {code: amount for code, amount in zip(CODES, amounts, strict=True) if amount is not None}


# Where the papers state the rule, it is that one. The others were found from the amounts: they give every published
# amount to the krona, and their totals are the roundest within the range that does.
PUBLISHED = [
    (
        Item("Grundfinansiering 2025", Key.EQUAL, 1199800),
        (85700,) * 14,
    ),
    (
        Item("Grundfinansiering 2022, per medlem", Key.EQUAL, 76100, Basis.PRICE),
        (76100,) * 14,
    ),
    (
        Item(
            "E-arkiv", Key.POPULATION, Decimal("1.25"), Basis.PRICE, key_date=END_OF_2017, unit=1000,
            direction=Direction.UP, outside=frozenset({ARVIDSJAUR}),
        ),
        published.E_ARKIV,
    ),
    (
        Item(
            "E-tjänsteplattform 2025", Key.FACTOR, Decimal("1.5"), quantities=listed(published.E_TJANSTEPLATTFORM_2022)
        ),
        published.E_TJANSTEPLATTFORM_2025,
    ),
    (
        Item(
            "Räddningstjänsten 2025", Key.FACTOR, Decimal("1.047"), quantities=listed(published.RADDNINGSTJANST_2022),
            unit=100, direction=Direction.UP,
        ),
        published.RADDNINGSTJANST_2025,
    ),
    (
        Item(
            "Verksamhetsutvecklare 2022: 490 000 rakt och 446 500 efter invånare", Key.MIX, 936500, Basis.PARTS,
            equal_share=Fraction(490000, 936500), key_date=END_OF_2019, unit=100, direction=Direction.UP,
        ),
        published.VERKSAMHETSUTVECKLARE_2022,
    ),
    (
        Item(
            "Verksamhetsutvecklare 2025: 490 000 rakt och 545 400 efter invånare, upp 2 %", Key.MIX, 1035400,
            Basis.PARTS, equal_share=Fraction(490000, 1035400), key_date=END_OF_2019, unit=100,
            direction=Direction.UP, index=Decimal("1.02"),
        ),
        published.VERKSAMHETSUTVECKLARE_2025,
    ),
    (
        Item(
            "Socialtjänsten 2025, regional förvaltning, upp 3,4 %", Key.MIX, 3015100, Basis.PARTS,
            equal_share=Decimal("0.5"), key_date=END_OF_2020, unit=100, direction=Direction.UP, index=Decimal("1.034"),
        ),
        published.REGIONAL_FORVALTNING_2025,
    ),
    (
        Item(
            "Socialtjänsten 2025, Pulsen Combine", Key.MIX, 8902400, Basis.PARTS, equal_share=Decimal("0.5"),
            key_date=END_OF_2020, unit=100, direction=Direction.UP,
        ),
        published.PULSEN_COMBINE_2025,
    ),
    (
        Item("Socialtjänsten 2025, konsulting", Key.LIST, quantities=listed(published.KONSULTING_2025), unit=100),
        published.KONSULTING_2025,
    ),
]  # fmt: skip


@pytest.mark.parametrize("item, amounts", PUBLISHED, ids=[item.name for item, _ in PUBLISHED])
def test_published_amounts_to_the_krona(item: Item, amounts: tuple[int | None, ...]) -> None:
    assert share(item, MEMBERS) == amounts


A, B, C = (
    Member("0001", "Aby", {END_OF_2020: 100}),
    Member("0002", "Beby", {END_OF_2020: 300}),
    Member("0003", "Ceby", {END_OF_2020: 600}),
)
SUMMER = Membership(date(2025, 7, 1), None)
CASES = [
    ("equal shares that do not divide: the lowest code first", Item("x", Key.EQUAL, 100), (34, 33, 33)),
    ("one outside", Item("x", Key.EQUAL, 100, outside=frozenset({"0002"})), (50, None, 50)),
    ("öre", Item("x", Key.EQUAL, 100, unit=Decimal("0.01")), (Decimal("33.34"), Decimal("33.33"), Decimal("33.33"))),
    ("a given total in hundreds", Item("x", Key.POPULATION, 1000, key_date=END_OF_2020, unit=100), (100, 300, 600)),
    (
        "a mix of a given total",
        Item("x", Key.MIX, 1000, equal_share=Decimal("0.3"), key_date=END_OF_2020),
        (170, 310, 520),
    ),
    (
        "parts rounded upwards: the total follows",
        Item("x", Key.POPULATION, 1001, Basis.PARTS, key_date=END_OF_2020, unit=100, direction=Direction.UP),
        (200, 400, 700),
    ),
    (
        "storage at 84 kr a GB: whoever has none stands outside",
        Item("x", Key.QUANTITY, 84, Basis.PRICE, quantities={"0001": Decimal("10.5"), "0003": 2}),
        (882, None, 168),
    ),
    ("weights", Item("x", Key.QUANTITY, 90, quantities={"0001": 1, "0002": 2, "0003": 0}), (30, 60, 0)),
    (
        "weights with an equal part",
        Item("x", Key.QUANTITY, 90, quantities={"0001": 1, "0002": 2, "0003": 0}, equal_share=Fraction(1, 3)),
        (30, 50, 10),
    ),
    ("a credit", Item("x", Key.EQUAL, -100), (-34, -33, -33)),
    ("a decided list is not rounded", Item("x", Key.LIST, quantities={"0001": 41922}, unit=100), (41922, None, None)),
    (
        "a given total with a least amount: the others share the rest",
        Item("x", Key.POPULATION, 1000, key_date=END_OF_2020, minimum=200),
        (200, 267, 533),
    ),
    (
        "... which may put one more below it",
        Item("x", Key.POPULATION, 1000, key_date=END_OF_2020, minimum=300),
        (300, 300, 400),
    ),
    (
        "a credit with a least amount",
        Item("x", Key.POPULATION, -1000, key_date=END_OF_2020, minimum=200),
        (-200, -267, -533),
    ),
    (
        "a price with a least amount",
        Item("x", Key.POPULATION, 1, Basis.PRICE, key_date=END_OF_2020, minimum=250),
        (250, 300, 600),
    ),
    (
        "half a year of a given total: the others pay the more",
        Item("x", Key.EQUAL, 100, year=2025, memberships={"0001": SUMMER}),
        (20, 40, 40),
    ),
    (
        "half a year at a price: the others pay the same",
        Item("x", Key.EQUAL, 100, Basis.PRICE, year=2025, memberships={"0001": SUMMER}),
        (50, 100, 100),
    ),
    (
        "half a year of a least amount",
        Item("x", Key.EQUAL, 10, Basis.PRICE, year=2025, memberships={"0001": SUMMER}, minimum=30),
        (15, 30, 30),
    ),
    (
        "by days",
        Item("x", Key.EQUAL, 365, Basis.PRICE, year=2025, memberships={"0001": SUMMER}, proration=Proration.DAYS),
        (184, 365, 365),
    ),
    (
        "not a member yet",
        Item("x", Key.EQUAL, 100, year=2024, memberships={"0001": SUMMER}),
        (None, 50, 50),
    ),
    ("indexed after rounding", Item("x", Key.EQUAL, 1000, Basis.PARTS, unit=100, index=Decimal("1.025")), (308,) * 3),
    (
        "indexed in öre",
        Item("x", Key.EQUAL, 1, Basis.PRICE, unit=Decimal("0.01"), index=Decimal("1.125")),
        (Decimal("1.13"),) * 3,
    ),
]  # fmt: skip


@pytest.mark.parametrize("name, item, amounts", CASES, ids=[case[0] for case in CASES])
def test_a_rule_gives_these_amounts(name: str, item: Item, amounts: tuple[Exact | None, ...]) -> None:
    assert share(item, [A, B, C]) == amounts
    assert share(item, [C, A, B]) == (amounts[2], amounts[0], amounts[1])


KEYS = st.sampled_from([
    Item("x", Key.EQUAL),
    Item("x", Key.POPULATION, key_date=END_OF_2017),
    Item("x", Key.MIX, key_date=END_OF_2019, equal_share=Decimal("0.3")),
    Item("x", Key.QUANTITY, quantities=listed(published.E_ARKIV), equal_share=Fraction(1, 7)),
    Item("x", Key.POPULATION, key_date=END_OF_2020, year=2025, memberships={"2506": SUMMER}),
])  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(
    KEYS,
    st.integers(-(10**6), 10**6),
    st.sampled_from([1, 100, Decimal("0.01")]),
    st.integers(0, 5),
    st.randoms(use_true_random=False),
)
def test_a_given_total_is_met_whatever_the_key(key: Item, count: int, unit: Exact, least: int, random: Random) -> None:
    item = replace(
        key,
        amount=money.from_units(count, unit),
        unit=unit,
        minimum=money.from_units(min(least, abs(count) // 14), unit),
    )
    amounts = share(item, MEMBERS)
    assert sum(amount or 0 for amount in amounts) == item.amount
    if not item.memberships:
        assert all(amount is None or abs(amount) >= item.minimum for amount in amounts)
    credit = share(replace(item, amount=-item.amount), MEMBERS)
    assert credit == tuple(None if amount is None else -amount for amount in amounts)
    shuffled = random.sample(MEMBERS, len(MEMBERS))
    assert dict(zip((m.code for m in shuffled), share(item, shuffled), strict=True)) == dict(
        zip(CODES, amounts, strict=True)
    )


POPULATION = Item("E-arkiv", Key.POPULATION, 1000, key_date=END_OF_2020)
D = Member("0004", "Deby", {END_OF_2020: -4})
BAD = [
    ("no amount", replace(POPULATION, amount=None), "E-arkiv: beloppet saknas.", "amount", ""),
    ("a binary float", replace(POPULATION, amount=0.5), "E-arkiv: beloppet är 0.5 (float)", "amount", ""),
    ("a total between units", Item("x", Key.EQUAL, 1050, unit=100), "x: beloppet 1 050 kr går inte", "amount", ""),
    ("no key date", replace(POPULATION, key_date=None), "E-arkiv: nyckeldatumet saknas.", "key_date", ""),
    (
        "no population",
        replace(POPULATION, key_date=END_OF_2017),
        "E-arkiv: folkmängden 2017-12-31 saknas för Aby.",
        "population",
        "0001",
    ),
    (
        "a negative population",
        replace(POPULATION, outside=frozenset({"0001"})),
        "E-arkiv: folkmängden 2020-12-31 för Deby är -4.",
        "population",
        "0004",
    ),
    (
        "an unknown municipality",
        replace(POPULATION, outside=frozenset({"0099"})),
        "E-arkiv: »0099« finns inte bland medlemmarna.",
        "outside",
        "0099",
    ),
    (
        "an unknown municipality in a list",
        Item("E-arkiv", Key.LIST, quantities={"0099": 1}),
        "»0099« finns inte bland medlemmarna.",
        "quantities",
        "0099",
    ),
    (
        "nobody is inside",
        replace(POPULATION, outside=frozenset({"0001", "0002", "0003", "0004"})),
        "E-arkiv: ingen medlem är med.",
        "outside",
        "",
    ),
    (
        "a key that sums to zero",
        Item("E-arkiv", Key.QUANTITY, 100, quantities={"0001": 0}),
        "E-arkiv: nyckeln summerar till noll.",
        "key",
        "",
    ),
    (
        "a negative quantity",
        Item("E-arkiv", Key.QUANTITY, 100, quantities={"0001": 1, "0002": -1}),
        "E-arkiv: mängden för Beby är −1.",
        "quantities",
        "0002",
    ),
    (
        "a text where a number belongs",
        Item("E-arkiv", Key.QUANTITY, 100, quantities={"0001": "sju"}),
        "E-arkiv: talet för Aby är 'sju' (str)",
        "quantities",
        "0001",
    ),
    (
        "an equal part above the whole",
        Item("E-arkiv", Key.MIX, 100, equal_share=30, key_date=END_OF_2020, outside=frozenset({"0004"})),
        "E-arkiv: andelen rakt är 30.",
        "equal_share",
        "",
    ),
    (
        "an equal part that the key does not know",
        replace(POPULATION, equal_share=Decimal("0.3")),
        "nyckeln »invånare« har ingen del som fördelas rakt, men andelen rakt är 0,3.",
        "equal_share",
        "",
    ),
    ("a price of a mix", Item("x", Key.MIX, 100, Basis.PRICE), "ett pris går inte att dela", "basis", ""),
    (
        "all parts upwards, and still a given total",
        replace(POPULATION, direction=Direction.UP),
        "kan inte summera till ett givet belopp",
        "direction",
        "",
    ),
    (
        "a least amount that the total is too small for",
        Item("E-arkiv", Key.EQUAL, 100, minimum=30),
        "går inte att dela så att alla betalar minst 30 kr",
        "minimum",
        "",
    ),
    ("a least amount between units", Item("E-arkiv", Key.EQUAL, 1000, minimum=30, unit=100), "30 kr", "minimum", ""),
    ("a rounding of nothing", replace(POPULATION, unit=0), "avrundningen 0 är inte större", "unit", ""),
    (
        "a membership, but of what year",
        Item("E-arkiv", Key.EQUAL, 100, memberships={"0001": SUMMER}),
        "E-arkiv: året saknas.",
        "year",
        "",
    ),
]  # fmt: skip


@pytest.mark.parametrize("name, item, message, field, member", BAD, ids=[case[0] for case in BAD])
def test_a_wrong_rule_says_which_field_and_member(name: str, item: Item, message: str, field: str, member: str) -> None:
    with pytest.raises(ShareError) as error:
        share(item, [A, B, C, D])
    assert message in str(error.value).replace(money.NBSP, " ")
    assert (error.value.field, error.value.member) == (field, member)


def test_two_rows_for_one_member() -> None:
    with pytest.raises(ShareError, match="medlemmen 0001 står 2 gånger"):
        share(Item("x", Key.EQUAL, 100), [A, B, A])


YEAR = [
    ("all the year", Membership(), Proration.DAYS, Fraction(1)),
    ("a month that has begun counts whole", Membership(date(2024, 2, 29), None), Proration.MONTHS, Fraction(11, 12)),
    ("a leap year has 366 days", Membership(date(2024, 12, 31), None), Proration.DAYS, Fraction(1, 366)),
    ("the last day is included", Membership(None, date(2024, 1, 1)), Proration.DAYS, Fraction(1, 366)),
    ("left before", Membership(None, date(2023, 12, 31)), Proration.MONTHS, Fraction(0)),
]


@pytest.mark.parametrize("name, membership, proration, part", YEAR, ids=[case[0] for case in YEAR])
def test_part_of_a_year(name: str, membership: Membership, proration: Proration, part: Fraction) -> None:
    assert time_share(membership, 2024, proration) == part


def test_a_membership_runs_forwards() -> None:
    with pytest.raises(InputError, match="slutar 2025-06-30 men börjar 2025-07-01"):
        Membership(date(2025, 7, 1), date(2025, 6, 30))


def test_start_fees_are_paid_once() -> None:
    stays = {"0001": SUMMER, "0002": Membership(date(2019, 1, 1))}
    assert start_fees(40000, stays, 2025) == {"0001": 40000}
    assert start_fees(40000, stays, 2026) == {}


INDEXED = [
    ("by per cent", 76100, Decimal("1.02"), 1, Direction.NEAREST, 77622),
    ("by per cent, in hundreds", 76100, Decimal("1.02"), 100, Direction.NEAREST, 77600),
    ("by per cent, up to hundreds", 76100, Decimal("1.02"), 100, Direction.UP, 77700),
    ("a credit", -76100, Decimal("1.02"), 100, Direction.UP, -77700),
    ("by an index", 100, index_factor(Decimal("332.4"), Decimal("340.71")), Decimal("0.01"), Direction.NEAREST,
     Decimal("102.50")),
]  # fmt: skip


@pytest.mark.parametrize("name, amount, factor, unit, direction, indexed", INDEXED, ids=[case[0] for case in INDEXED])
def test_indexation(name: str, amount: int, factor: Exact, unit: Exact, direction: Direction, indexed: Exact) -> None:
    assert index_amount(amount, factor, unit, direction) == indexed


def test_an_index_is_above_zero() -> None:
    with pytest.raises(InputError, match="Ett index måste vara större än noll"):
        index_factor(0, 100)
