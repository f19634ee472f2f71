"""Tables of the living workbook: columns of inputs and formulas, their headings, names and totals."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from enamnd_xl.books.canvas import HEADING_ROW, Canvas
from enamnd_xl.books.living.words import COMPARED_YEAR
from enamnd_xl.books.spec import Highlight, Kind, Role, Tone
from enamnd_xl.workbook.address import Area, column_letters
from enamnd_xl.workbook.snapshot import DefinedName, Table, Value

INPUT_TAB, RESULT_TAB, CONTROL_TAB = "#C9A227", "#1F4E79", "#7A8794"
"""Colours of tabs: where one types, what comes out, what it is checked against."""

COMPARED_HEADING = f'IF({COMPARED_YEAR}=0,"Tidigare år","År "&{COMPARED_YEAR})'
"""What gives the heading over the amounts of the latest earlier year; a board's first book has none."""


@dataclass(frozen=True, slots=True)
class Col:
    """A column of a table.

    Args:
        heading: its heading.
        kind: what it holds.
        values: constants, one a row; or None when ``formula`` gives them.
        formula: the formula without ``=``, the same all the way down, or one for each row; ``#`` stands for the row.
        typed: whether the values are the user's to change.
        total: whether the total row sums it.
        heading_formula: what gives the heading, where it follows a parameter.
    """

    heading: str
    kind: Kind = Kind.TEXT
    values: Sequence[Value] | None = None
    formula: str | Sequence[str] | None = None
    typed: bool = False
    total: bool = False
    heading_formula: str | None = None


@dataclass(slots=True)
class Names:
    """The names of a workbook while it is laid out."""

    known: dict[str, DefinedName] = field(default_factory=dict)

    def add(self, name: str, sheet: str, area: Area) -> None:
        """Name an area."""
        self.known[name] = DefinedName(name, absolute(sheet, area))

    def used_in(self, formulas: Iterable[str]) -> tuple[DefinedName, ...]:
        """Give the names that occur in the formulas, sorted as Excel sorts them."""
        words = {word for formula in formulas for word in re.findall(r"\w+", formula)}
        return tuple(sorted((n for n in self.known.values() if n.name in words), key=lambda n: n.name.casefold()))


def absolute(sheet: str, area: Area) -> str:
    """Write an area as an absolute reference.

    >>> absolute("Tjänster", Area(5, 1, 12, 1))
    "'Tjänster'!$A$5:$A$12"
    """
    first = f"${column_letters(area.left)}${area.top}"
    last = f"${column_letters(area.right)}${area.bottom}"
    return f"'{sheet}'!{first}" + ("" if first == last else f":{last}")


def name_of(sheet: str, heading: str) -> str:
    """Give the name of a table's column.

    >>> name_of("Tjänster", "Andel rakt")
    'Tjänster_Andel_rakt'
    """
    return re.sub(r"\W+", "_", f"{sheet}_{heading}")


def cell_number(amount: int | Decimal | None) -> int | float | None:
    """Give an exact parameter as a cell holds it."""
    return float(amount) if isinstance(amount, Decimal) else amount


def width_of(heading: str, least: float = 14.0) -> float:
    """Give the width that keeps a heading's longest word in one piece.

    >>> width_of("E-arkiv"), width_of("Räddningstjänsten verksamhetssystem")
    (14.0, 21.0)
    """
    return max(least, max(map(len, heading.split())) + 4.0)


def sign_highlights(area: Area) -> list[Highlight]:
    """Give what makes deviations below zero red, and those that are less than half a krona 0 without a sign.

    A ledger has öre, and a difference of öre has binary noise: the number format alone shows them as +0 and -0.
    """
    shown = f"ROUND(N({column_letters(area.left)}{area.top}),0)"
    return [Highlight(area, f"{shown}<0", Tone.NEGATIVE), Highlight(area, f"{shown}=0", Tone.ZERO)]


def lay_table(
    sheet: Canvas,
    names: Names,
    columns: Sequence[Col],
    count: int,
    *,
    top: int = HEADING_ROW,
    table: str | None = None,
    total: str | None = None,
    prefix: str | None = None,
) -> int:
    """Lay a table out: headings, rows and a total row; name each column.

    Args:
        sheet: where.
        names: gets a name for each column.
        columns: from column A.
        count: how many rows.
        top: the row of the headings.
        table: the Excel table's name; None when it is only laid out as one.
        total: the label of the total row; None for no total.
        prefix: what the columns' names begin with, the sheet's name by default.

    Returns:
        The row after the table and its total.
    """
    first, last = top + 1, top + count
    for column, col in enumerate(columns, 1):
        sheet.put((top, column), col.heading, Role.HEADING, col.kind, formula=col.heading_formula)
        names.add(name_of(prefix or sheet.name, col.heading), sheet.name, Area(first, column, last, column))
        for i in range(count):
            value = col.values[i] if col.values is not None else None
            formula = col.formula if isinstance(col.formula, str | None) else col.formula[i]
            formula = formula and formula.replace("#", str(first + i))
            sheet.put((first + i, column), value, Role.INPUT if col.typed else Role.BODY, col.kind, formula)
        if total is not None:
            letter = column_letters(column)
            formula = f"SUM({letter}{first}:{letter}{last})" if col.total else None
            sheet.put((last + 1, column), total if column == 1 else None, Role.TOTAL, col.kind, formula)
        if col.kind is Kind.DEVIATION:
            sheet.highlights += sign_highlights(Area(first, column, last + (total is not None), column))
    if table is not None:
        headings = tuple(col.heading for col in columns)
        sheet.tables.append(Table(table, sheet.name, Area(top, 1, last, len(columns)), headings))
    return last + 1 + (total is not None)
