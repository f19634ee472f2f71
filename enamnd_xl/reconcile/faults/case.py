"""A break of a line of formulas, with what stands there and what the line would give."""

from functools import cached_property

from enamnd_xl.reconcile.faults.fill_lines import Break
from enamnd_xl.reconcile.faults.words import differ, make_finding, outcome
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.view import BookView, SheetView
from enamnd_xl.reconcile.wording import Notation, name_cells
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.swedish import in_swedish


class Case:
    """A break with what stands there and what the fill would give."""

    def __init__(
        self, book: BookView, view: SheetView, one: Break, found: int | float | None, expected: int | float | None
    ) -> None:
        self.book = book
        self.view = view
        self.one = one
        self.found = found
        self.expected = expected
        self.at = to_a1(one.cell)
        self.like = name_cells(one.like)
        self.formula = in_swedish(one.expected)

    @property
    def differs(self) -> bool:
        """Whether what stands there is another figure than the line gives."""
        return differ(self.found, self.expected)

    @property
    def each_way(self) -> str:
        """Where the cells beside it do what it does: each in its column, or each in its row."""
        return "i sin kolumn" if all(row == self.one.cell[0] for row, _ in self.one.like) else "i sin rad"

    @cached_property
    def notation(self) -> Notation:
        """How its figures are written."""
        return self.view.notation(self.one.cell)

    @property
    def outcome(self) -> str:
        """What that means for the figure, in a sentence."""
        return outcome(self.found, self.expected, self.notation)

    def finding(self, code: str, severity: Severity, message: str, more: list[Cell] | None = None) -> Finding:
        """Make a finding that proposes the line's formula."""
        return make_finding(
            code,
            severity,
            Place(self.view.sheet.name, self.one.cell),
            message,
            f"Skriv {self.formula} i {self.at}.",
            found=self.found,
            expected=self.expected,
            related=(*self.one.like, *(more or ())),
        )
