"""What a formula refers to, and what it says seen from its own cell: the form in which copies are equal."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from enamnd_xl.workbook.address import (
    MAX_COLUMN,
    MAX_ROW,
    Area,
    Cell,
    around,
    column_letters,
    column_number,
    surround,
)
from enamnd_xl.workbook.formulas import PREFIX, tokenise

_LOOSE = (False, False, False, False)


class Reference(NamedTuple):
    """Cells that a formula refers to by address.

    Args:
        area: the cells; a whole column reaches from row 1 to the last row of a sheet.
        sheet: the sheet's name; None for the formula's own.
        last_sheet: for a reference through several sheets, the last of them.
        book: for a reference to another workbook, its name or its number in the file.
        fixed: which of the area's (top, left, bottom, right) have a dollar sign.
        spilled: whether it means all that the formula at the cell spills over (``B2#``).

    >>> reference = parse_reference("'År 1'!B$2:C9")
    >>> reference.sheet, str(reference.area), reference.fixed
    ('År 1', 'B2:C9', (True, False, False, False))
    """

    area: Area
    sheet: str | None = None
    last_sheet: str | None = None
    book: str | None = None
    fixed: tuple[bool, bool, bool, bool] = _LOOSE
    spilled: bool = False

    @property
    def external(self) -> bool:
        """Whether it goes to another workbook."""
        return self.book is not None

    def moved(self, origin: Cell, target: Cell) -> Area:
        """Give the area when the formula is copied from one cell to another: what has no dollar sign moves along.

        >>> str(parse_reference("B$2:C9").moved((10, 2), (11, 3)))
        'C2:D10'
        """
        rows, columns = target[0] - origin[0], target[1] - origin[1]
        top, left, bottom, right = self.area
        if self.fixed == _LOOSE:  # as nearly always
            return Area(top + rows, left + columns, bottom + rows, right + columns)
        top_fixed, left_fixed, bottom_fixed, right_fixed = self.fixed
        top, bottom = top if top_fixed else top + rows, bottom if bottom_fixed else bottom + rows
        left, right = left if left_fixed else left + columns, right if right_fixed else right + columns
        return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))

    def cells_from(self, origin: Cell, targets: Sequence[Cell]) -> list[Cell]:
        """Give the first cell of the area in each of many copies of the formula; see moved.

        >>> parse_reference("B$2").cells_from((10, 2), [(11, 2), (11, 3)])
        [(2, 2), (2, 3)]
        """
        if self.fixed != _LOOSE:
            return [self.moved(origin, target)[:2] for target in targets]
        rows, columns = self.area.top - origin[0], self.area.left - origin[1]
        return [(row + rows, column + columns) for row, column in targets]

    def reach(self, copies: Sequence[Cell]) -> Area:
        """Give an area that holds all that a formula and its copies refer to by it; the first has it as written.

        >>> str(parse_reference("A1:B1").reach([(1, 3), (2, 3), (9, 3)]))
        'A1:B9'
        """
        top, left, bottom, right = around(copies)
        return surround([self.moved(copies[0], corner) for corner in ((top, left), (bottom, right))])

    @property
    def cell(self) -> Cell | None:
        """The cell, when it is one cell."""
        top, left, bottom, right = self.area
        return (top, left) if top == bottom and left == right else None


CORNER = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")
"""One corner of a reference: dollar sign, column, dollar sign, row; of a whole row the first sign is the row's."""


@lru_cache(maxsize=50_000)
def parse_reference(text: str) -> Reference:
    """Read a reference as it is written in a formula.

    Raises:
        ValueError: the text is no reference.

    >>> str(parse_reference("A:A").area), parse_reference("[1]Blad1!A1").book, parse_reference("jan:mar!A1").last_sheet
    ('A1:A1048576', '1', 'mar')
    """
    prefix, mark, address = text.rpartition("!")
    corners = [CORNER.fullmatch(corner) for corner in address.removesuffix("#").split(":", 1)]
    first, last = corners[0], corners[-1]
    if not first or not last or (mark and not _is_prefix(prefix)):
        raise ValueError(text)
    d1, letters1, d2, digits1 = first.groups()
    d3, letters2, d4, digits2 = last.groups()
    if not (letters1 or digits1) or bool(letters1) != bool(letters2) or bool(digits1) != bool(digits2):
        raise ValueError(text)
    # With a column only, the dollar sign before it is the first one; with a row only, it is taken by the same group.
    top, top_fixed = (int(digits1), bool(d2 or (d1 and not letters1))) if digits1 else (1, True)
    bottom, bottom_fixed = (int(digits2), bool(d4 or (d3 and not letters2))) if digits2 else (MAX_ROW, True)
    left, left_fixed = (column_number(letters1), bool(d1)) if letters1 else (1, True)
    right, right_fixed = (column_number(letters2), bool(d3)) if letters2 else (MAX_COLUMN, True)
    if max(top, bottom) > MAX_ROW or max(left, right) > MAX_COLUMN or 0 in (top, bottom):
        raise ValueError(text)
    if top > bottom:
        top, top_fixed, bottom, bottom_fixed = bottom, bottom_fixed, top, top_fixed
    if left > right:
        left, left_fixed, right, right_fixed = right, right_fixed, left, left_fixed
    book, sheet, last_sheet = _split_prefix(prefix) if prefix else (None, None, None)
    fixed = (top_fixed, left_fixed, bottom_fixed, right_fixed)
    return Reference(Area(top, left, bottom, right), sheet, last_sheet, book, fixed, address.endswith("#"))


def _is_prefix(text: str) -> bool:
    """Tell whether a text may stand before the exclamation mark, as nearly all do that are one word or in quotes."""
    in_quotes = text[:1] == text[-1:] == "'" and text.count("'") == 2
    return in_quotes or text.isidentifier() or re.fullmatch(PREFIX, f"{text}!") is not None


def _split_prefix(prefix: str) -> tuple[str | None, str | None, str | None]:
    """Split ``'C:\\mapp\\[Bok.xlsx]jan:mar'`` into book, sheet and last sheet."""
    plain = prefix[1:-1].replace("''", "'") if prefix.startswith("'") else prefix
    book = None
    if "[" in plain:
        book, plain = plain.partition("[")[2].split("]", 1)
    sheet, _, last_sheet = plain.partition(":")  # no sheet's name may hold a colon
    return book, sheet or None, last_sheet or None


@lru_cache(maxsize=50_000)
def references(formula: str) -> tuple[Reference, ...]:
    """Give what a formula refers to by address, in the order written; names and structured references left out.

    >>> [str(r.area) for r in references('IF(B2>0,"B3",SUM(C4:C9))')]
    ['B2', 'C4:C9']
    """
    return tuple(parse_reference(token.text) for token in tokenise(formula) if token.kind == "reference")


@lru_cache(maxsize=100_000)
def relative(formula: str, cell: Cell) -> str:
    """Write a formula as seen from its cell, so that a formula and its copies are equal.

    Args:
        formula: without the leading ``=``.
        cell: where it stands.

    Returns:
        The formula with R1C1 references, as Excel's own R1C1 mode shows them, in upper case without blanks.

    >>> relative("SUM(B2:B$15)", (16, 2)), relative("sum(C2:C$15)", (16, 3))
    ('SUM(R[-14]C:R15C)', 'SUM(R[-14]C:R15C)')
    """
    parts = []
    for kind, text in tokenise(formula):
        if kind == "reference":
            parts.append(_relative_reference(parse_reference(text), cell))
        elif kind == "text":
            parts.append(text)
        elif kind != "space":
            parts.append(text.upper())
    return "".join(parts)


def _relative_reference(reference: Reference, cell: Cell) -> str:
    area, sheet, last_sheet, book, (top_fixed, left_fixed, bottom_fixed, right_fixed), spilled = reference
    row, column = cell
    prefix = ""
    if book is not None or sheet is not None:
        through = f":{last_sheet}" if last_sheet else ""
        prefix = f"'{f'[{book}]' if book is not None else ''}{sheet or ''}{through}'!".upper()
    if area.top == 1 and area.bottom == MAX_ROW:
        first, last = _step("C", area.left, column, left_fixed), _step("C", area.right, column, right_fixed)
    elif area.left == 1 and area.right == MAX_COLUMN:
        first, last = _step("R", area.top, row, top_fixed), _step("R", area.bottom, row, bottom_fixed)
    else:
        first = _step("R", area.top, row, top_fixed) + _step("C", area.left, column, left_fixed)
        if area.top == area.bottom and area.left == area.right:
            return f"{prefix}{first}#" if spilled else prefix + first
        last = _step("R", area.bottom, row, bottom_fixed) + _step("C", area.right, column, right_fixed)
    return f"{prefix}{first}:{last}"


def _step(axis: str, number: int, own: int, fixed: bool) -> str:
    if fixed:
        return f"{axis}{number}"
    return f"{axis}[{number - own}]" if number != own else axis


def translate(formula: str, origin: Cell, target: Cell) -> str:
    """Copy a formula from one cell to another: references without a dollar sign move along.

    Args:
        formula: without the leading ``=``, as it stands at the origin.
        origin: the cell it stands in.
        target: the cell it is copied to.

    Returns:
        The formula at the target; a reference that falls off the sheet becomes ``#REF!``.

    >>> translate("SUM(B2:B$9)-'År 1'!$A1", (10, 2), (11, 4))
    "SUM(D3:D$9)-'År 1'!$A2"
    """
    rows, columns = target[0] - origin[0], target[1] - origin[1]
    if not rows and not columns:
        return formula
    return "".join(_move(text, rows, columns) if kind == "reference" else text for kind, text in tokenise(formula))


@lru_cache(maxsize=50_000)
def _move(text: str, rows: int, columns: int) -> str:
    prefix, mark, address = text.rpartition("!")
    corners = []
    for corner in address.removesuffix("#").split(":"):
        found = CORNER.fullmatch(corner)
        if not found:
            return text
        first_dollar, letters, second_dollar, digits = found.groups()
        if letters and not first_dollar:
            column = column_number(letters) + columns
            if not 1 <= column <= MAX_COLUMN:
                return f"{prefix}{mark}#REF!"
            letters = column_letters(column)
        if digits and not (second_dollar or (first_dollar and not letters)):
            row = int(digits) + rows
            if not 1 <= row <= MAX_ROW:
                return f"{prefix}{mark}#REF!"
            digits = str(row)
        corners.append(f"{first_dollar}{letters}{second_dollar}{digits}")
    return f"{prefix}{mark}{':'.join(corners)}{'#' if address.endswith('#') else ''}"
