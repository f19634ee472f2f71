"""A table is rounded so that rows, columns and the grand total still agree, and its cells change as little as can be.

Least change is proved in two ways that share nothing with the product: small tables against every rounding there is;
tables of any size by the theorem that a flow is cheapest when no circuit of moves makes it cheaper (M. Klein 1967).
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import ceil, floor
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enamnd_xl import money
from enamnd_xl.allocation.controlled import round_table
from enamnd_xl.errors import InputError
from enamnd_xl.money import Exact

Table = list[list[Fraction]]
Rounded = tuple[tuple[int | Decimal, ...], ...]

CELLS = st.one_of(
    st.integers(-400, 400).map(lambda hundredths: Fraction(hundredths, 100)),
    st.integers(-4, 4).map(lambda halves: Fraction(halves, 2)),
    st.fractions(-1000, 1000, max_denominator=97),
)


def tables(max_rows: int, max_columns: int) -> st.SearchStrategy[Table]:
    return st.integers(1, max_columns).flatmap(
        lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=max_rows)
    )


def margins(table: Table | Rounded) -> list[Fraction]:
    """Every row sum, every column sum and the grand total."""
    rows = [sum(map(Fraction, row)) for row in table]
    return [*rows, *(sum(map(Fraction, column)) for column in zip(*table, strict=True)), sum(rows, Fraction(0))]


def is_floor_or_ceiling(rounded: Exact, value: Exact) -> bool:
    return rounded in (floor(value), ceil(value))


def change(rounded: Rounded, table: Table) -> Fraction:
    return sum(
        (abs(r - x) for line, row in zip(rounded, table, strict=True) for r, x in zip(line, row, strict=True)),
        Fraction(0),
    )


def assert_agrees(rounded: Rounded, table: Table) -> None:
    """Cells, rows, columns and the grand total are floor or ceiling; whole values stay."""
    assert [len(line) for line in rounded] == [len(row) for row in table]
    for line, row in zip(rounded, table, strict=True):
        assert all(is_floor_or_ceiling(r, x) for r, x in zip(line, row, strict=True))
    assert all(is_floor_or_ceiling(r, x) for r, x in zip(margins(rounded), margins(table), strict=True))


def cheaper_circuit(rounded: Rounded, table: Table) -> bool:
    """Whether some circuit of moves within the bounds lessens the change: Bellman and Ford on the moves that are left.

    Nodes: rows, columns, and a start and an end that stand for the total of rows and of columns. A cell that is
    rounded down may be rounded up (row to column), one that is rounded up may be rounded down (column to row), and a
    margin may go from its floor to its ceiling or back.
    """
    height, width = len(table), len(table[0])
    start, end = height + width, height + width + 1
    moves: list[tuple[int, int, Fraction]] = []

    def add(tail: int, head: int, at: Exact, value: Exact, cost: Fraction) -> None:
        if at < ceil(value):
            moves.append((tail, head, cost))
        if at > floor(value):
            moves.append((head, tail, -cost))

    for i, (line, row) in enumerate(zip(rounded, table, strict=True)):
        for j, (at, value) in enumerate(zip(line, row, strict=True)):
            add(i, height + j, at, value, 1 - 2 * (value - floor(value)))
    sums, exact = margins(rounded), margins(table)
    for k in range(height):
        add(start, k, sums[k], exact[k], Fraction(0))
    for k in range(height, height + width):
        add(k, end, sums[k], exact[k], Fraction(0))
    add(end, start, sums[-1], exact[-1], Fraction(0))
    scale = max((cost.denominator for _, _, cost in moves), default=1)
    whole = all(scale % cost.denominator == 0 for _, _, cost in moves)
    steps = [(tail, head, int(cost * scale) if whole else cost) for tail, head, cost in moves]
    nearest: list[int | Fraction] = [0] * (height + width + 2)
    for _ in nearest:
        moved = False
        for tail, head, cost in steps:
            if nearest[tail] + cost < nearest[head]:
                nearest[head] = nearest[tail] + cost
                moved = True
        if not moved:
            return False
    return True


@settings(deadline=None, max_examples=30)
@given(tables(3, 3))
def test_no_rounding_of_a_small_table_changes_less(table: Table) -> None:
    rounded = round_table(table)
    assert_agrees(rounded, table)
    width = len(table[0])
    choices = [sorted({floor(x), ceil(x)}) for row in table for x in row]
    possible = (tuple(flat[k : k + width] for k in range(0, len(flat), width)) for flat in product(*choices))
    exact = margins(table)
    least = min(
        change(candidate, table)
        for candidate in possible
        if all(is_floor_or_ceiling(r, x) for r, x in zip(margins(candidate), exact, strict=True))
    )
    assert change(rounded, table) == least


@settings(deadline=None, max_examples=25)
@given(tables(12, 9))
def test_no_circuit_of_moves_changes_a_table_less(table: Table) -> None:
    rounded = round_table(table)
    assert_agrees(rounded, table)
    assert not cheaper_circuit(rounded, table)


def test_the_proof_by_circuits_can_fail() -> None:
    table = [[Fraction(2, 5), Fraction(3, 5)], [Fraction(3, 5), Fraction(2, 5)]]
    assert not cheaper_circuit(((0, 1), (1, 0)), table)
    assert cheaper_circuit(((1, 0), (0, 1)), table)


LARGE: list[tuple[str, Callable[[Random], Table]]] = [
    ("öre at random", lambda random: [[Fraction(random.randrange(10**8), 100) for _ in range(60)] for _ in range(290)]),
    ("halves everywhere", lambda _: [[Fraction(1, 2)] * 60 for _ in range(290)]),
    (
        "members that are all alike",
        lambda random: [[Fraction(random.randrange(10**6), 10**6) for _ in range(60)]] * 290,
    ),
    (
        "a pattern of small amounts",
        lambda random: [
            [Fraction(row * column, 10**6) for column in range(16, 976, 16)]
            for row in [random.randrange(1000) for _ in range(290)]
        ],
    ),
]


@pytest.mark.parametrize("name, make", LARGE, ids=[case[0] for case in LARGE])
def test_290_members_by_60_items(name: str, make: Callable[[Random], Table]) -> None:
    table = make(Random(60))
    rounded = round_table(table)
    assert_agrees(rounded, table)
    assert not cheaper_circuit(rounded, table)


@settings(deadline=None, max_examples=4)
@given(st.integers(1, 290), st.integers(1, 60), st.integers(0, 2**32).map(Random), st.sampled_from([2, 100, 9973]))
def test_tables_up_to_290_by_60_agree(height: int, width: int, random: Random, denominator: int) -> None:
    table = [[Fraction(random.randrange(-(10**6), 10**6), denominator) for _ in range(width)] for _ in range(height)]
    assert_agrees(round_table(table), table)


@settings(deadline=None, max_examples=30)
@given(tables(8, 6), st.sampled_from([1, 100, Decimal("0.01"), Fraction(1, 4)]))
def test_any_unit_is_the_same_rounding_scaled(table: Table, unit: Exact) -> None:
    scaled = [[cell * Fraction(unit) for cell in row] for row in table]
    rounded = round_table(scaled, unit)
    assert rounded == tuple(tuple(Fraction(cell) * Fraction(unit) for cell in row) for row in round_table(table))
    kind = int if Fraction(unit).denominator == 1 else Decimal
    assert all(type(cell) is kind for row in rounded for cell in row)


@settings(deadline=None, max_examples=30)
@given(tables(8, 6))
def test_a_whole_table_stays(table: Table) -> None:
    whole = [[Fraction(round(cell)) for cell in row] for row in table]
    assert round_table(whole) == tuple(map(tuple, whole))


@settings(deadline=None, max_examples=30)
@given(tables(6, 5), st.randoms(use_true_random=False))
def test_row_order_decides_only_between_identical_rows(table: Table, random: Random) -> None:
    order = list(range(len(table)))
    random.shuffle(order)
    shuffled = round_table([table[i] for i in order])
    assert sorted(zip(([*table[i]] for i in order), shuffled, strict=True)) == sorted(
        zip(table, round_table(table), strict=True)
    )


@settings(deadline=None, max_examples=30)
@given(tables(6, 5))
def test_credits_are_rounded_as_charges(table: Table) -> None:
    credits = [[-cell for cell in row] for row in table]
    if sorted(map(sorted, credits)) != sorted(map(sorted, table)):
        assert round_table(credits) == tuple(tuple(-cell for cell in row) for row in round_table(table))


def test_no_rows_and_no_columns() -> None:
    assert round_table([]) == ()
    assert round_table([[], []]) == ((), ())


BAD = [
    ("rows of different length", ([[1, 2], [3]],), "Rad 2 har 1 belopp, rad 1 har 2."),
    ("a binary float", ([[1, 0.5]],), "Rad 1, kolumn 2 är 0.5 (float)"),
    ("a blank", ([[1], [None]],), "Rad 2, kolumn 1 är None"),
    ("not a number", ([[Decimal("NaN")]],), "Rad 1, kolumn 1 är NaN"),
    ("a unit of nothing", ([[1]], 0), "Avrundningen 0 är inte större än noll."),
]


@pytest.mark.parametrize("name, arguments, message", BAD, ids=[case[0] for case in BAD])
def test_what_cannot_be_rounded_is_said_in_swedish(name: str, arguments: tuple, message: str) -> None:
    with pytest.raises(InputError) as error:
        round_table(*arguments)
    assert message in str(error.value).replace(money.NBSP, " ")
