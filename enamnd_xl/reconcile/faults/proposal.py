"""The formulas that findings propose."""

from collections.abc import Iterable

from enamnd_xl.workbook.address import Area, Cell


def sum_of(cells: Iterable[Cell]) -> str:
    """Write the formula that adds cells, over as few areas as one reading of them gives.

    >>> sum_of([(2, 2), (2, 3), (3, 2), (3, 3), (5, 2)])
    'SUM(B2:C3,B5)'
    """
    return f"SUM({','.join(map(str, rectangles(cells)))})"


def rectangles(cells: Iterable[Cell]) -> list[Area]:
    """Gather cells into rectangles: runs down each column, and like runs side by side.

    >>> [str(area) for area in rectangles([(2, 2), (3, 2), (2, 3), (3, 3), (4, 3)])]
    ['B2:B3', 'C2:C4']
    """
    runs: list[Area] = []
    for row, column in sorted(set(cells), key=lambda cell: (cell[1], cell[0])):
        if runs and runs[-1].left == column and runs[-1].bottom == row - 1:
            runs[-1] = runs[-1]._replace(bottom=row)
        else:
            runs.append(Area(row, column, row, column))
    found: list[Area] = []
    for run in sorted(runs, key=lambda area: (area.top, area.bottom, area.left)):
        last = found[-1] if found else None
        if last and (last.top, last.bottom, last.right) == (run.top, run.bottom, run.left - 1):
            found[-1] = last._replace(right=run.right)
        else:
            found.append(run)
    return sorted(found, key=lambda area: (area.left, area.top))
