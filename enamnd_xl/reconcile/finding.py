"""A finding: what is wrong, where, what was expected, and what to do about it."""

from enum import StrEnum
from typing import NamedTuple, TypeAlias

from enamnd_xl.workbook.address import Cell, to_a1

Shown: TypeAlias = int | float | str | None
"""What a finding shows of a cell: a number (a whole one as int), a text, or None."""


class Severity(StrEnum):
    """How sure we are and how bad it is; in order, worst first."""

    FEL = "fel"  # it does not add up
    VARNING = "varning"  # it adds up today and is fragile, or two figures differ that may differ for a reason
    AVRUNDNING = "avrundning"  # off by what rounding of the parts plausibly explains
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


class Place(NamedTuple):
    """A cell on a sheet.

    >>> str(Place("Budget 2025", (7, 2)))
    "'Budget 2025'!B7"
    """

    sheet: str
    cell: Cell

    def __str__(self) -> str:
        quoted = self.sheet if self.sheet.isidentifier() else "'" + self.sheet.replace("'", "''") + "'"
        return f"{quoted}!{to_a1(self.cell)}"

    def seen_from(self, sheet: str) -> str:
        """Write it as it is written on a sheet: without the sheet's name on its own."""
        return to_a1(self.cell) if sheet == self.sheet else str(self)


class Finding(NamedTuple):
    """What a rule found.

    Args:
        code: EN and three digits.
        severity: see Severity.
        sheet: the sheet's name; empty when the finding is about the whole file.
        cell: the cell; None when it is about a whole sheet or file.
        message: Swedish: what stands there, what was expected and why.
        hint: Swedish: how to mend it.
        found: what stands in the cell.
        expected: what should stand there.
        difference: found - expected, when both are numbers.
        related: the other cells that the finding rests on.
        consequences: findings that follow from this one.
        silenced: the reason it was silenced, or None.
        name: the rule's short name, which it is given once all rules are run; see registry.named.
    """

    code: str
    severity: Severity
    sheet: str
    cell: Cell | None
    message: str
    hint: str = ""
    found: Shown = None
    expected: Shown = None
    difference: int | float | None = None
    related: tuple[Place, ...] = ()
    consequences: tuple["Finding", ...] = ()
    silenced: str | None = None
    name: str = ""

    @property
    def place(self) -> Place | None:
        """Where it is, when it is about one cell."""
        return Place(self.sheet, self.cell) if self.cell else None

    def with_consequences(self, *more: "Finding") -> "Finding":
        """Give the same finding with more that follows from it."""
        return self._replace(consequences=self.consequences + more)
