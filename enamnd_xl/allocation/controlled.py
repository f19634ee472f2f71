"""Round a table so that every row, every column and the grand total still agree: controlled rounding.

Source: M. Bacharach, Matrix rounding problems, Management Science 12 (1966); L. H. Cox, A constructive procedure for
unbiased controlled rounding, JASA 82 (1987). A table without margins of its own can always be rounded so.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import chain
from math import gcd, lcm
from operator import itemgetter
from typing import TypeAlias

from enamnd_xl.allocation.checked import ratio, unit_ratio
from enamnd_xl.allocation.selection import choose
from enamnd_xl.errors import InputError
from enamnd_xl.money import Exact, from_units

_Arrangement: TypeAlias = tuple[list[tuple[int, ...]], list[int], list[int], int]
"""A table in an order that its amounts decide; its rows and columns as they stood before; and its sign, 1 or -1."""


def round_table(table: Sequence[Sequence[Exact]], unit: Exact = 1) -> tuple[tuple[int | Decimal, ...], ...]:
    """Round a table to whole units so that its rows, columns and grand total are rounded too, and still add up.

    Every cell, row sum, column sum and the grand total becomes the floor or ceiling, in units, of its exact value; what
    is whole already stays. Of all such tables the result is one whose cells change least: the sum of the absolute
    changes is as small as can be. Where several change as little, the amounts decide and not where they stand: row
    order matters only between rows that are identical, column order only between columns of the same amounts.
    A table of credits is rounded as the table of charges is.

    Args:
        table: rows of equally many amounts, kr, of either sign, without total rows or columns.
        unit: what to round to, kr: 1, 100, 1000, or Decimal("0.01") for öre.

    Returns:
        A table of the same shape, kr: int when the unit is whole, else Decimal.

    Raises:
        InputError: the rows differ in length, or something is no exact number.

    >>> round_table([[Decimal("0.4"), Decimal("0.6")], [Decimal("0.6"), Decimal("0.4")]])
    ((0, 1), (1, 0))
    >>> round_table([[150, -250], [50, 50]], 100)
    ((200, -300), (0, 100))
    """
    rows = [tuple(row) for row in table]
    parts, scale = _scale(rows, unit)
    grid, row_order, column_order, sign = max(_arrange(parts, 1), _arrange(parts, -1), key=itemgetter(0))
    raised = _choose_raised([[cell % scale for cell in line] for line in grid], scale)
    result: list[list[int | Decimal]] = [[0] * len(row) for row in rows]
    for i, line, up in zip(row_order, grid, raised, strict=True):
        for place, (j, cell) in enumerate(zip(column_order, line, strict=True)):
            result[i][j] = from_units(sign * (cell // scale + (place in up)), unit)
    return tuple(map(tuple, result))


def _scale(rows: list[tuple[Exact, ...]], unit: Exact) -> tuple[list[list[int]], int]:
    """Give the table in whole numbers, and how many of them make a unit."""
    numerator, denominator = unit_ratio(unit)
    ratios: list[list[tuple[int, int]]] = []
    for i, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            raise InputError(
                f"Rad {i} har {len(row)} belopp, rad 1 har {len(rows[0])}.", "Alla rader ska vara lika långa."
            )
        ratios.append([ratio(cell, f"Rad {i}, kolumn {j}") for j, cell in enumerate(row, 1)])
    common = lcm(*{below for line in ratios for _, below in line})
    whole = [[over * denominator * (common // below) for over, below in line] for line in ratios]
    scale = common * numerator
    shared = gcd(scale, *chain.from_iterable(whole))  # divided away, so that the same table in any unit is the same
    return [[cell // shared for cell in line] for line in whole], scale // shared


def _arrange(grid: list[list[int]], sign: int) -> _Arrangement:
    """Sort columns and rows by what they hold, so that where they stood does not decide how they are rounded."""
    width = len(grid[0]) if grid else 0
    columns = sorted(range(width), key=lambda j: sorted(sign * line[j] for line in grid), reverse=True)
    lines = [tuple(sign * line[j] for j in columns) for line in grid]
    order = sorted(range(len(lines)), key=lines.__getitem__, reverse=True)
    return [lines[i] for i in order], order, columns, sign


def _choose_raised(remainders: list[list[int]], scale: int) -> list[set[int]]:
    """Choose, for each row, the columns whose cells are rounded up: the cells' remainders over whole units given.

    A slack column takes what each row lacks to a whole number of units, a slack row what each column lacks, and their
    corner what the grand total has over: then every margin is whole, and each is met exactly. Whether a slack cell is
    rounded up is which way that margin went, at no cost.
    """
    full = [[*line, -sum(line) % scale] for line in remainders]
    full.append([-sum(column) % scale for column in zip(*remainders, strict=True)])
    full[-1].append(sum(map(sum, remainders)) % scale)
    costs = [{j: scale - 2 * rest for j, rest in enumerate(line) if rest} for line in remainders]
    for line, cost in zip(full, costs, strict=False):
        if line[-1]:
            cost[len(line) - 1] = 0
    costs.append({j: 0 for j, slack in enumerate(full[-1]) if slack})
    row_counts = [sum(line) // scale for line in full]
    column_counts = [sum(column) // scale for column in zip(*full, strict=True)]
    return choose(costs, row_counts, column_counts)[:-1]
