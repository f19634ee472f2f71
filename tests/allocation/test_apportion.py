"""A total is shared so that the parts add up to it, to the krona or öre."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from random import Random

import pytest
from apportionment.methods import compute
from hypothesis import example, given, settings
from hypothesis import strategies as st
from iteround import saferound

from enamnd_xl import money
from enamnd_xl.allocation.apportion import allocate
from enamnd_xl.errors import InputError
from enamnd_xl.money import Exact

WEIGHTS = st.lists(
    st.one_of(
        st.integers(0, 100_000),
        st.decimals(0, 1000, places=3),
        st.fractions(0, 1000, max_denominator=997),
    ),
    min_size=1,
    max_size=40,
).filter(any)
UNITS = st.sampled_from([1, 100, 1000, Decimal("0.01"), Fraction(1, 4)])
quick = settings(deadline=None, max_examples=40)
COUNTS = st.integers(-(10**12), 10**12)


@quick
@given(COUNTS, UNITS, WEIGHTS)
@example(10**9, 1, [Decimal(i * i) for i in range(290)])
def test_parts_add_up_and_each_is_the_floor_or_ceiling_of_its_share(
    count: int, unit: Exact, weights: list[Exact]
) -> None:
    total = money.from_units(count, unit)
    parts = allocate(total, weights, unit)
    whole = sum(map(Fraction, weights))
    assert sum(map(Fraction, parts)) == total
    for part, weight in zip(parts, weights, strict=True):
        units, share = Fraction(part) / Fraction(unit), count * Fraction(weight) / whole
        assert units in (floor(share), ceil(share))
        assert type(part) is (int if Fraction(unit).denominator == 1 else Decimal)
        if weight == 0:
            assert part == 0


@quick
@given(COUNTS, UNITS, WEIGHTS)
def test_a_credit_is_shared_as_its_charge(count: int, unit: Exact, weights: list[Exact]) -> None:
    total = money.from_units(count, unit)
    assert allocate(-total, weights, unit) == tuple(-part for part in allocate(total, weights, unit))


@quick
@given(COUNTS, WEIGHTS, st.randoms(use_true_random=False))
def test_row_order_decides_only_between_identical_weights(total: int, weights: list[Exact], random: Random) -> None:
    order = list(range(len(weights)))
    random.shuffle(order)
    shuffled = allocate(total, [weights[i] for i in order])
    assert sorted(zip((weights[i] for i in order), shuffled, strict=True)) == sorted(
        zip(weights, allocate(total, weights), strict=True)
    )


@quick
@given(COUNTS, WEIGHTS, st.fractions(Fraction(1, 1000), 1000))
def test_only_the_proportions_of_the_weights_matter(total: int, weights: list[Exact], factor: Fraction) -> None:
    assert allocate(total, [Fraction(weight) * factor for weight in weights]) == allocate(total, weights)


TIES = [
    ("largest fraction first", 10, [3, 3, 1], (4, 4, 2)),
    ("then largest weight, wherever it stands", 2, [1, 3], (0, 2)),
    ("... also when it stands first", 2, [3, 1], (2, 0)),
    ("then row order, between identical weights alone", 100, [1, 1, 1], (34, 33, 33)),
    ("a zero weight gets zero", 7, [0, 1, 0], (0, 7, 0)),
    ("nothing to share", 0, [1, 2], (0, 0)),
    ("one member", -5, [Decimal("0.1")], (-5,)),
]


@pytest.mark.parametrize("name, total, weights, parts", TIES, ids=[case[0] for case in TIES])
def test_what_is_left_goes_by_fraction_then_weight(
    name: str, total: int, weights: list[Exact], parts: tuple[int, ...]
) -> None:
    assert allocate(total, weights) == parts


BAD = [
    ("a negative weight", (100, [2, -1]), "Vikt 2 är −1."),
    ("weights that sum to zero", (100, [0, 0]), "summerar till noll"),
    ("no weights", (100, []), "summerar till noll"),
    ("a total between two units", (150, [1], 100), "150 kr går inte jämnt upp i 100 kr"),
    ("öre when kronor are paid", (Decimal("99.50"), [1]), "99,50 kr går inte jämnt upp i 1 kr"),
    ("a binary float as total", (0.5, [1]), "Beloppet är 0.5 (float)"),
    ("a binary float as weight", (1, [1, 0.5]), "Vikt 2 är 0.5 (float)"),
    ("a truth value", (1, [True]), "Vikt 1 är True (bool)"),
    ("a text", ("1", [1]), "Beloppet är '1' (str)"),
    ("a blank", (1, [None]), "Vikt 1 är None"),
    ("not a number", (1, [Decimal("NaN")]), "Vikt 1 är NaN, inte ett tal."),
    ("infinity", (Decimal("Infinity"), [1]), "Beloppet är Infinity, inte ett tal."),
    ("a unit of nothing", (1, [1], 0), "Avrundningen 0 är inte större än noll."),
    ("a negative unit", (1, [1], -1), "Avrundningen −1 är inte större än noll."),
    ("a third of a krona", (1, [1], Fraction(1, 3)), "Avrundningen 1/3 går inte att skriva med decimaler."),
]


@pytest.mark.parametrize("name, arguments, message", BAD, ids=[case[0] for case in BAD])
def test_what_cannot_be_shared_is_said_in_swedish(name: str, arguments: tuple, message: str) -> None:
    with pytest.raises(InputError) as error:
        allocate(*arguments)
    assert message in str(error.value).replace(money.NBSP, " ")


@quick
@given(st.integers(1, 10**6), st.lists(st.integers(1, 10**5), min_size=1, max_size=60))
def test_apportionment_agrees_where_its_rule_coincides(seats: int, votes: list[int]) -> None:
    """It has no rule for ties: compare where no two members tie."""
    fractions = [Fraction(seats * vote, sum(votes)) % 1 for vote in votes]
    if len(set(fractions)) == len(fractions):
        assert list(allocate(seats, votes)) == compute("largest_remainder", votes, seats, fractions=True)


@quick
@given(st.integers(1, 10**6), st.lists(st.integers(1, 10**5), min_size=1, max_size=60))
def test_iteround_agrees_on_the_sum_and_how_far_parts_move(total: int, weights: list[int]) -> None:
    """It rounds to nearest first and mends the sum after: the same total change, ties placed otherwise."""
    shares = [Fraction(total * weight, sum(weights)) for weight in weights]
    theirs = saferound([float(share) for share in shares], 0, topline=float(total))
    parts = allocate(total, weights)
    assert sum(parts) == total == sum(theirs)
    ours_change = sum(abs(part - share) for part, share in zip(parts, shares, strict=True))
    theirs_change = sum(abs(int(part) - share) for part, share in zip(theirs, shares, strict=True))
    assert ours_change <= theirs_change
    if len({share % 1 for share in shares}) == len(shares):
        assert list(parts) == theirs
