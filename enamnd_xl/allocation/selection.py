"""Choose cells of a table so that each row and each column gets its number of them, at the least total cost.

This is minimum-cost flow between rows and columns with at most one unit a cell. Rows and columns have prices (the
dual); a choice is the cheapest there is when no chosen cell costs more, and no open cell less, than its row's and its
column's price together. The prices are first brought near balance by sweeps, which is quick; the few columns that
still have too many cells then hand them on along shortest paths, which is exact.

Source: R. K. Ahuja, T. L. Magnanti and J. B. Orlin, Network Flows, 1993, section 9.7 (successive shortest paths).
"""

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from math import inf
from typing import TypeAlias

Costs: TypeAlias = Sequence[Mapping[int, int]]
"""For each line, what it costs to choose the cells that can be had: place in the line -> cost."""

_STRIDES = (3,) * 13 + (2,) * 3
"""How far each sweep moves the prices, in halves of the way to their own balance. To go past it settles tables with a
pattern sooner; the last go no further than it, which is what lines that are alike need."""

_GRAINS = 2**14
"""How finely the swept prices are kept, in parts of the largest cost. Columns that are alike end at prices that differ
by next to nothing; made equal, they are filled evenly rather than one after the other."""


def choose(costs: Costs, row_counts: Sequence[int], column_counts: Sequence[int]) -> list[set[int]]:
    """Choose cells at the least total cost.

    Args:
        costs: for each row, column -> cost.
        row_counts: how many cells to choose in each row.
        column_counts: how many cells to choose in each column.

    Returns:
        For each row the columns that are chosen.

    Raises:
        ValueError: the counts cannot be met.

    >>> choose([{0: 1, 1: 5}, {0: 2, 1: 9}], [1, 1], [1, 1])
    [{1}, {0}]
    """
    choice = _Choice(costs, row_counts, column_counts)
    while choice.hand_on():
        pass
    return choice.chosen


class _Choice:
    """A choice that is right in every row, and the cheapest for what it holds in each column."""

    def __init__(self, costs: Costs, row_counts: Sequence[int], column_counts: Sequence[int]) -> None:
        self.costs = costs
        self.column_prices = _balance(costs, row_counts, column_counts)
        self.missing = list(column_counts)
        self.chosen: list[set[int]] = []
        self.open: list[set[int]] = []
        self.row_prices: list[int] = []
        self.rows_of: list[set[int]] = [set() for _ in column_counts]
        for row, (line, count) in enumerate(zip(costs, row_counts, strict=True)):
            self._fill(row, line, count)

    def _fill(self, row: int, line: Mapping[int, int], count: int) -> None:
        """Choose the cheapest cells of a row; among equals, where the column lacks most."""
        prices, missing = self.column_prices, self.missing
        ranked = sorted((cost - prices[j], -missing[j], j) for j, cost in line.items())
        if not 0 <= count <= len(ranked):
            raise ValueError(f"row {row} has {len(ranked)} cells to choose {count} from")
        chosen = {j for _, _, j in ranked[:count]}
        for j in chosen:
            missing[j] -= 1
            self.rows_of[j].add(row)
        self.chosen.append(chosen)
        self.open.append({j for _, _, j in ranked[count:]})
        self.row_prices.append(ranked[max(count - 1, 0)][0] if ranked else 0)

    def hand_on(self) -> bool:
        """Move one cell from a column with too many to one with too few, the cheapest way; tell whether there was one.

        Raises:
            ValueError: there is a column with too many and no way out of it.
        """
        height = len(self.chosen)  # node i is row i, node height + j is column j
        distances = {height + j: 0 for j, lack in enumerate(self.missing) if lack < 0}
        if not distances:
            if any(self.missing):
                raise ValueError("the column counts are more than the row counts")
            return False
        came_from: dict[int, int] = {}  # a row: the column that gives up a cell in it; a column: the row it gains in
        settled: dict[int, int] = {}
        queue = [(0, node) for node in distances]
        goal, reach = None, inf
        while queue and queue[0][0] < reach:
            distance, node = heappop(queue)
            if node in settled:
                continue
            settled[node] = distance
            for step, neighbour in self._steps(node):
                length = distance + step
                if length < reach and length < distances.get(neighbour, reach):
                    distances[neighbour] = length
                    came_from[neighbour] = node
                    heappush(queue, (length, neighbour))
                    if neighbour >= height and self.missing[neighbour - height] > 0:
                        goal, reach = neighbour, length
        if goal is None:
            raise ValueError("the counts cannot be met together")
        self._reprice(settled, distances[goal])
        self._move(goal, came_from)
        return True

    def _steps(self, node: int) -> list[tuple[int, int]]:
        """Give what each step from a node costs above its price: never less than nothing."""
        height, row_prices, column_prices = len(self.chosen), self.row_prices, self.column_prices
        if node < height:
            line, price = self.costs[node], row_prices[node]
            return [(line[j] - price - column_prices[j], height + j) for j in self.open[node]]
        column, price = node - height, column_prices[node - height]
        return [(price + row_prices[i] - self.costs[i][column], i) for i in self.rows_of[column]]

    def _reprice(self, settled: dict[int, int], reach: int) -> None:
        """Move the prices of the nodes that were nearer, so that the way found costs nothing and no step less."""
        height = len(self.chosen)
        for node, distance in settled.items():
            if node < height:
                self.row_prices[node] += reach - distance
            else:
                self.column_prices[node - height] -= reach - distance

    def _move(self, goal: int, came_from: dict[int, int]) -> None:
        height = len(self.chosen)
        node = goal
        while node in came_from:
            row = came_from[node]
            gains, gives = node - height, came_from[row] - height
            self.chosen[row] ^= {gains, gives}
            self.open[row] ^= {gains, gives}
            self.rows_of[gains].add(row)
            self.rows_of[gives].remove(row)
            node = came_from[row]
        self.missing[goal - height] -= 1
        self.missing[node - height] += 1


def _balance(costs: Costs, row_counts: Sequence[int], column_counts: Sequence[int]) -> list[int]:
    """Find column prices at which the cheapest choice in each row is near right in each column."""
    columns: list[dict[int, int]] = [{} for _ in column_counts]
    for i, line in enumerate(costs):
        for j, cost in line.items():
            columns[j][i] = cost
    row_prices, column_prices = [0] * len(row_counts), [0] * len(column_counts)
    for stride in _STRIDES:
        _sweep(costs, row_counts, row_prices, column_prices, stride)
        _sweep(columns, column_counts, column_prices, row_prices, stride)
    grain = max((abs(cost) for line in costs for cost in line.values()), default=0) // _GRAINS + 1
    firsts = [next(iter(column.values()), 0) for column in columns]
    return [
        first + (price - first + grain // 2) // grain * grain
        for first, price in zip(firsts, column_prices, strict=True)
    ]


def _sweep(costs: Costs, counts: Sequence[int], prices: list[int], cross_prices: list[int], stride: int) -> None:
    """Move each line's price towards the one at which it would choose its number of cells."""
    for i, (line, count) in enumerate(zip(costs, counts, strict=True)):
        if line:
            ranked = sorted([cost - cross_prices[j] for j, cost in line.items()])
            balance = (ranked[max(count - 1, 0)] + ranked[min(count, len(ranked) - 1)]) // 2
            prices[i] += (balance - prices[i]) * stride // 2
