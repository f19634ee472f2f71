"""Laws of finding sums, on tables that are made at random."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from enamnd_xl.reconcile.sums import find_sums
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.snapshot import CellError, Sheet

Grid = list[list[int]]
LARGE = 2**40  # among numbers like this no two sums meet by chance


@st.composite
def tables(draw: st.DrawFn, least: int = LARGE) -> Grid:
    """Make a table of numbers that have nothing to do with each other: from a seed, so that none are made simpler."""
    rows, columns, seed = draw(st.integers(3, 8)), draw(st.integers(2, 5)), draw(st.integers(0, 10**9))
    random = Random(seed)
    return [[random.randrange(least, 8 * least) for _ in range(columns)] for _ in range(rows)]


def with_totals(body: Grid) -> Grid:
    lines = [[*line, sum(line)] for line in body]
    return [*lines, [sum(column) for column in zip(*lines, strict=True)]]


def found(rows: Grid) -> dict[tuple[Cell, str], set[tuple[Cell, ...]]]:
    sums: dict[tuple[Cell, str], set[tuple[Cell, ...]]] = {}
    for one in find_sums(Sheet("Blad", tuple(map(tuple, rows)))):
        sums.setdefault((one.total, one.axis), set()).add(tuple(one.operands))
    return sums


def expected(rows: int, columns: int) -> dict[tuple[Cell, str], tuple[Cell, ...]]:
    """Give the totals of a table whose last row and last column hold them."""
    down = {((rows, c), "kolumn"): tuple((r, c) for r in range(1, rows)) for c in range(1, columns + 1)}
    across = {((r, columns), "rad"): tuple((r, c) for c in range(1, columns)) for r in range(1, rows + 1)}
    return down | across


@given(tables())
@settings(deadline=None, max_examples=60)
def test_the_totals_of_a_table_are_found_exactly(body: Grid) -> None:
    table = with_totals(body)
    wanted = expected(len(table), len(table[0]))
    assert found(table) == {total: {operands} for total, operands in wanted.items()}


@given(st.lists(st.integers(2, 5), min_size=2, max_size=4), st.integers(0, 10**9), st.booleans())
@settings(deadline=None, max_examples=60)
def test_nested_totals_are_found_exactly(sizes: list[int], seed: int, first: bool) -> None:
    """Groups of rows, a subtotal after each, a grand total after them; or all of that the other way round."""
    random = Random(seed)
    groups = [[[random.randrange(LARGE, 8 * LARGE) for _ in range(2)] for _ in range(size)] for size in sizes]
    rows: Grid = []
    wanted: dict[int, list[int]] = {}
    for group in groups:
        wanted[len(rows) + len(group)] = list(range(len(rows), len(rows) + len(group)))
        rows += [*group, [sum(column) for column in zip(*group, strict=True)]]
    subtotals = list(wanted)
    wanted[len(rows)] = subtotals
    rows.append([sum(rows[at][c] for at in subtotals) for c in range(2)])
    if first:
        last = len(rows) - 1
        rows = rows[::-1]
        wanted = {last - total: sorted(last - p for p in parts) for total, parts in wanted.items()}
    down = {
        ((total + 1, c), "kolumn"): {tuple((p + 1, c) for p in parts)}
        for total, parts in wanted.items()
        for c in (1, 2)
    }
    assert {line: sums for line, sums in found(rows).items() if line[1] == "kolumn"} == down


@given(tables(), st.randoms())
@settings(deadline=None, max_examples=40)
def test_the_order_of_the_rows_does_not_change_which_cells_are_totals(body: Grid, random: object) -> None:
    shuffled = list(body)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert found(with_totals(body)).keys() == found(with_totals(shuffled)).keys()


@given(tables(10_000), st.data())
@settings(deadline=None, max_examples=60)
def test_a_total_that_is_made_wrong_is_told_with_its_difference(body: Grid, data: st.DataObject) -> None:
    table = with_totals(body)
    column = data.draw(st.integers(0, len(table[0]) - 2))
    difference = data.draw(st.integers(10, 999)) * data.draw(st.sampled_from((1, -1)))
    table[-1][column] += difference
    sums = find_sums(Sheet("Blad", tuple(map(tuple, table))))
    cell = (len(table), column + 1)
    assert difference in {one.difference for one in sums if one.total == cell and one.axis == "kolumn"}
    assert {one.difference for one in sums} <= {0, difference, -difference}


@given(tables())
@settings(deadline=None, max_examples=60)
def test_a_table_without_sums_has_none(body: Grid) -> None:
    assert found(body) == {}


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from(("Summa", "", "1 234", "Avvikelse", "%", CellError("#DIV/0!"))),
)


@given(st.lists(st.lists(CELLS, max_size=6), max_size=8))
@settings(deadline=None, max_examples=150)
def test_whatever_stands_in_the_cells_it_comes_through(rows: list[list[object]]) -> None:
    sheet = Sheet("Blad", tuple(map(tuple, rows)))  # type: ignore[arg-type]
    for one in find_sums(sheet):
        assert one.total not in one.operands
