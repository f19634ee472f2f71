"""The formulas that findings propose."""

from collections.abc import Iterable

from enamnd_xl.reconcile.finding import Place
from enamnd_xl.workbook.address import Area, Cell, column_letters
from enamnd_xl.workbook.formulas import tokenise


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


def point_to(formula: str, number: int, cell: Cell, sheet: str | None = None) -> str:
    """Write a formula with one of its references going to another cell, its dollar signs kept.

    Args:
        formula: without the leading ``=``.
        number: which of its tokens is the reference, from 0.
        cell: the cell it is to go to.
        sheet: the sheet it is to go to; None keeps the one it names.

    >>> point_to("'År 1'!B$5*2", 0, (7, 3)), point_to("Ale!B5", 0, (5, 2), "Upplands Väsby")
    ("'År 1'!C$7*2", "'Upplands Väsby'!B5")
    """
    texts = [token.text for token in tokenise(formula)]
    prefix, mark, address = texts[number].rpartition("!")
    if sheet is not None:
        prefix = str(Place(sheet, cell)).rpartition("!")[0]
        mark = "!"
    first, second = ("$" if address.startswith("$") else ""), ("$" if "$" in address[1:] else "")
    texts[number] = f"{prefix}{mark}{first}{column_letters(cell[1])}{second}{cell[0]}"
    return "".join(texts)


def fix_reference(formula: str, number: int, *, rows: bool) -> str:
    """Write a formula with the rows (or else the columns) of one of its references fixed with dollar signs.

    >>> fix_reference("B2*E1", 2, rows=True), fix_reference("B2*Blad2!E1", 2, rows=False)
    ('B2*E$1', 'B2*Blad2!$E1')
    >>> fix_reference("MATCH(B2,Taxa1!A4:$B6,0)", 3, rows=True)
    'MATCH(B2,Taxa1!A$4:$B$6,0)'
    """
    texts = [token.text for token in tokenise(formula)]
    prefix, mark, address = texts[number].rpartition("!")
    texts[number] = f"{prefix}{mark}{':'.join(_fixed(corner, rows) for corner in address.split(':'))}"
    return "".join(texts)


def _fixed(corner: str, rows: bool) -> str:
    letters = corner.rstrip("0123456789").rstrip("$")
    digits = corner[len(letters) :]
    return f"{letters}${digits.removeprefix('$')}" if rows else f"${letters.removeprefix('$')}{digits}"
