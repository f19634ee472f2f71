"""How findings are worded: cells, amounts and formulas as a Swedish colleague would write them."""

from collections.abc import Iterable

from enamnd_xl.reconcile.precision import shown
from enamnd_xl.workbook.address import Cell, to_a1

_MOST_AREAS = 6


def areas(cells: Iterable[Cell]) -> list[str]:
    """Gather cells into areas along one row or one column, in reading order.

    >>> areas([(5, 2), (6, 2), (7, 2), (9, 2)]), areas([(5, 2), (5, 3)])
    (['B5:B7', 'B9'], ['B5:C5'])
    """
    left = sorted(set(cells), key=lambda cell: (cell[1], cell[0]))
    if len({row for row, _ in left}) == 1 and len(left) > 1:
        return _runs([(row, column) for column, row in ((c, r) for r, c in left)], along=1)
    return _runs(left, along=0)


def _runs(cells: list[Cell], along: int) -> list[str]:
    runs: list[list[Cell]] = []
    for cell in cells:
        if runs and cell[1 - along] == runs[-1][-1][1 - along] and cell[along] == runs[-1][-1][along] + 1:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return [to_a1(run[0]) if len(run) == 1 else f"{to_a1(run[0])}:{to_a1(run[-1])}" for run in runs]


def name_cells(cells: Iterable[Cell]) -> str:
    """Name cells in a sentence.

    >>> name_cells([(5, 2), (6, 2), (9, 2)])
    'B5:B6 och B9'
    """
    found = areas(cells)
    if len(found) > _MOST_AREAS:
        return f"{', '.join(found[: _MOST_AREAS - 1])} och {len(found) - _MOST_AREAS + 1} områden till"
    return " och ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else "".join(found)


def sum_formula(cells: Iterable[Cell]) -> str:
    """Write the formula that adds cells, as it is typed in a Swedish Excel.

    >>> sum_formula([(5, 2), (6, 2), (9, 2)])
    '=SUMMA(B5:B6;B9)'
    """
    return f"=SUMMA({';'.join(areas(cells))})"


def amount(number: int | float) -> str:
    """Write a figure as text, with the decimals it has.

    >>> amount(-35200.0).replace(chr(160), " ")
    '−35 200'
    """
    from enamnd_xl.money import format_number  # here: loading exact arithmetic takes as long as checking a small sheet

    return format_number(shown(number))
