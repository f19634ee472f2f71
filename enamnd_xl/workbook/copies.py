"""Formulas that are copies of one another, told by their texts: nearly all formulas of a workbook are copies."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from enamnd_xl.workbook.address import MAX_COLUMN, MAX_ROW, Cell, column_letters, column_number
from enamnd_xl.workbook.formulas import tokenise
from enamnd_xl.workbook.references import CORNER, relative


class Copies:
    """The formulas of a sheet by what they are copies of.

    Args:
        formulas: cell -> formula without the leading ``=``.

    >>> Copies({(1, 3): "A1+B1", (2, 3): "A2+B2", (3, 3): "A3-B3"}).cells
    {'RC[-2]+RC[-1]': [(1, 3), (2, 3)], 'RC[-2]-RC[-1]': [(3, 3)]}
    """

    def __init__(self, formulas: Mapping[Cell, str]) -> None:
        self.formulas = formulas

    @cached_property
    def forms(self) -> Mapping[Cell, str]:
        """Formula cell -> its formula as seen from there; copies have the same."""
        return forms(self.formulas)

    @cached_property
    def cells(self) -> Mapping[str, Sequence[Cell]]:
        """A formula as seen from its cell -> the cells that have it, in the order of the sheet's formulas."""
        cells: dict[str, list[Cell]] = {}
        for cell, form in self.forms.items():
            cells.setdefault(form, []).append(cell)
        return cells


def forms(formulas: Mapping[Cell, str]) -> dict[Cell, str]:
    """Give formulas as seen from their cells (see relative), so that a formula and its copies are equal.

    Only a formula that is no copy of the one above it or to its left is taken apart.

    Args:
        formulas: cell -> formula without the leading ``=``.

    >>> forms({(1, 3): "A1+B1", (2, 3): "A2+B2", (3, 3): "A3-B3"})
    {(1, 3): 'RC[-2]+RC[-1]', (2, 3): 'RC[-2]+RC[-1]', (3, 3): 'RC[-2]-RC[-1]'}
    """
    return {cell: original.form for cell, original in _originals(formulas).items()}


def rewrite(formulas: Mapping[Cell, str], write: Callable[[str], str]) -> dict[Cell, str]:
    """Write formulas otherwise, each once and its copies after it.

    Args:
        formulas: cell -> formula without the leading ``=``, in the order of the rows.
        write: gives a formula as it is to be written, with the references in it as they are.

    >>> rewrite({(1, 3): "A1+B1", (2, 3): "A2+B2", (3, 3): "A3-B3"}, lambda formula: f"ABS({formula})")
    {(1, 3): 'ABS(A1+B1)', (2, 3): 'ABS(A2+B2)', (3, 3): 'ABS(A3-B3)'}
    """
    known: dict[_Original, _Original] = {}
    written: dict[Cell, str] = {}
    for cell, original in _originals(formulas).items():
        if original not in known:  # here stands the original itself
            known[original] = _Original(write(formulas[cell]), cell)
        written[cell] = known[original].copy(cell) or write(formulas[cell])
    return written


def _originals(formulas: Mapping[Cell, str]) -> "dict[Cell, _Original]":
    """Give what each formula is a copy of, the formula itself where it is of none."""
    originals: dict[Cell, _Original] = {}
    for cell, formula in formulas.items():
        row, column = cell
        original = originals.get((row - 1, column))
        if not (original and original.copy(cell) == formula):
            original = originals.get((row, column - 1))
            if not (original and original.copy(cell) == formula):
                original = _Original(formula, cell)
        originals[cell] = original
    return originals


class _Original:
    """A formula that has been taken apart, ready to be copied."""

    def __init__(self, formula: str, cell: Cell) -> None:
        self.form = relative(formula, cell)
        self._grows = False  # whether a range has a dollar sign at one end, as that of a running total
        self._pieces: list[str | int] = []  # texts, with %d for a row that moves; a column that moves as its distance
        self._rows: list[int] = []  # for each %d, how far away it is
        for kind, text in tokenise(formula):
            if kind == "reference":
                self._read(text, cell)
            else:
                self._pieces.append(text.replace("%", "%%"))
        nearest, farthest = min(self._rows, default=0), max(self._rows, default=0)
        self._first, self._last = 1 - nearest, MAX_ROW - farthest  # the rows where no reference falls off
        self._same = nearest if nearest == farthest else None  # how far away they all are
        self._in_column: dict[int, str | None] = {}

    def _read(self, text: str, cell: Cell) -> None:
        prefix, mark, address = text.rpartition("!")
        self._pieces.append(f"{prefix}{mark}".replace("%", "%%"))
        signs: set[tuple[str, str]] = set()
        for number, corner in enumerate(address.removesuffix("#").split(":")):
            found = CORNER.fullmatch(corner)
            first_dollar, letters, second_dollar, digits = found.groups() if found else ("", "", "", "")
            signs.add((first_dollar, second_dollar))
            self._pieces += ":" if number else "", first_dollar
            moves = bool(letters) and not first_dollar
            self._pieces += column_number(letters) - cell[1] if moves else letters, second_dollar
            if digits and not (second_dollar or (first_dollar and not letters)):
                self._rows.append(int(digits) - cell[0])
                digits = "%d"
            self._pieces.append(digits)
        self._pieces.append("#" if address.endswith("#") else "")
        self._grows |= len(signs) > 1

    def copy(self, cell: Cell) -> str | None:
        """Give the formula as it is when copied to a cell; None when a reference falls off the sheet.

        None as well when a range grows: where it is a single cell it is written like one, seen from its cell.
        """
        row, column = cell
        if column not in self._in_column:
            self._in_column[column] = self._copy_to_column(column)
        pattern = self._in_column[column]
        if pattern is None or self._grows or not self._first <= row <= self._last:
            return None
        if self._same is not None:
            return pattern % ((row + self._same,) * len(self._rows))
        return pattern % tuple([row + distance for distance in self._rows])

    def _copy_to_column(self, column: int) -> str | None:
        """Give the formula in a column, with %d for each row that moves."""
        parts: list[str] = []
        for piece in self._pieces:
            if isinstance(piece, str):
                parts.append(piece)
            elif 1 <= column + piece <= MAX_COLUMN:
                parts.append(column_letters(column + piece))
            else:
                return None
        return "".join(parts)
