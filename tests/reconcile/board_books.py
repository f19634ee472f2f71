"""A board's workbook in several layouts and languages: keys, an allocation, pasted amounts and a summary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import xlsxwriter

from enamnd_xl.reconcile.finding import Place
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.snapshot import Value
from sheets import make_book, make_sheet_of_cells

Cells: TypeAlias = dict[Cell, Value]

MEMBERS = ("Arjeplog", "Arvidsjaur", "Boden", "Gällivare", "Haparanda", "Jokkmokk", "Kalix")
SERVICES = ("E-arkiv", "Datacenter", "Lärplattform", "Nödnät")
COSTS_KR = (412_300, 978_450, 1_204_800, 655_125)
YEARS = ("2018", "2019", "2020")
PEOPLE = (
    (2794, 2785, 2718),
    (6334, 6220, 6145),
    (28064, 28080, 28060),
    (17630, 17529, 17462),
    (9701, 9650, 9586),
    (4974, 4912, 4784),
    (16087, 15953, 15806),
)
PASTED = tuple(tuple(1000 + 137 * m + 911 * s + (m * s * 53) % 97 for s in range(4)) for m in range(7))


@dataclass(frozen=True)
class Layout:
    """How a book is laid out.

    Args:
        words: what the sheets, headings and totals are called, in the book's language.
        corner: where the tables begin.
        totals_first: whether totals stand above and to the left of their parts.
        services_down: whether services are the rows, and members the columns.
        number_format: of all amounts.
        divisor: what amounts are divided by, for tables in other units.
        title: a line above the tables.
    """

    name: str
    words: Mapping[str, str]
    corner: Cell = (1, 1)
    totals_first: bool = False
    services_down: bool = False
    number_format: str = "# ##0"
    divisor: int = 1
    title: str = ""

    def table(self, sheet: str, rows: Sequence[str], columns: Sequence[str], *, totals: bool = True) -> "Table":
        if self.services_down:
            rows, columns = columns, rows
        return Table(self, self.words[sheet], tuple(rows), tuple(columns), totals)


@dataclass(frozen=True)
class Table:
    """A table with named rows and columns; the total is the name of both totals."""

    layout: Layout
    sheet: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    totals: bool

    @property
    def total(self) -> str:
        return self.layout.words["total"]

    def at(self, one: str, other: str) -> Cell:
        """Give the cell where a row and a column meet, named in any order."""
        for row, column in ((one, other), (other, one)):
            if self._has(row, self.rows) and self._has(column, self.columns):
                return self._place(row, self.rows, 0), self._place(column, self.columns, 1)
        raise KeyError((one, other))

    def _has(self, name: str, names: tuple[str, ...]) -> bool:
        return name in names or (self.totals and name == self.total)

    def _place(self, name: str, names: tuple[str, ...], axis: int) -> int:
        first = self.layout.corner[axis] + 1
        if self.layout.totals_first and self.totals:
            return first if name == self.total else first + 1 + names.index(name)
        return first + (len(names) if name == self.total else names.index(name))

    def a1(self, one: str, other: str) -> str:
        return to_a1(self.at(one, other))

    def headings(self) -> Cells:
        row, column = self.layout.corner
        cells: Cells = {(row, column): self.layout.words["corner"]}
        names = (self.total,) if self.totals else ()
        for name in (*self.rows, *names):
            cells[self._place(name, self.rows, 0), column] = name
        for name in (*self.columns, *names):
            cells[row, self._place(name, self.columns, 1)] = name
        if self.layout.title:
            cells[1, 1] = f"{self.sheet}: {self.layout.title}"
        return cells

    def sums(self, *, formulas: bool, amounts: Mapping[tuple[str, str], int | float]) -> Cells:
        """Give the totals of all rows and columns: formulas, or pasted amounts."""
        cells: Cells = {}
        for lines, crossing in ((self.rows, self.columns), (self.columns, self.rows)):
            for line in (*lines, self.total):
                first, last = self.at(line, crossing[0]), self.at(line, crossing[-1])
                if formulas:
                    cells[self.at(line, self.total)] = f"=SUM({to_a1(first)}:{to_a1(last)})"
                else:
                    own = lines if line == self.total else (line,)
                    cells[self.at(line, self.total)] = sum(amounts[_pair(a, b)] for a in own for b in crossing)
        return cells


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one in MEMBERS else (other, one)


@dataclass
class Book:
    """The book: its tables and what is typed in each cell of each sheet."""

    keys: Table
    costs: Table
    allocation: Table
    pasted: Table
    summary: Table
    sheets: dict[str, Cells] = field(default_factory=dict)

    def write(self, path: Path, layout: Layout, stored: Mapping[Place, Value] | None = None) -> None:
        """Write the book as a file, each formula with its value; stored values go before those."""
        worked_out = make_book(*(make_sheet_of_cells(name, cells) for name, cells in self.sheets.items())).snapshot
        with xlsxwriter.Workbook(path) as workbook:
            number = workbook.add_format({"num_format": layout.number_format})
            for name, cells in self.sheets.items():
                worksheet = workbook.add_worksheet(name)
                sheet = worked_out.sheet(name)
                for (row, column), value in cells.items():
                    if isinstance(value, str) and value.startswith("="):
                        result = sheet.value((row, column)) if sheet else None
                        result = (stored or {}).get(Place(name, (row, column)), result)
                        worksheet.write_formula(row - 1, column - 1, value, number, result)
                    elif isinstance(value, str):
                        worksheet.write_string(row - 1, column - 1, value)
                    elif isinstance(value, int | float):
                        worksheet.write_number(row - 1, column - 1, value, number)


def make_board_book(layout: Layout) -> Book:
    """Make the clean book in a layout."""
    words = layout.words
    keys = Table(layout, words["keys"], MEMBERS, tuple(f"{words['people']} {year}" for year in YEARS), totals=False)
    allocation = layout.table("allocation", MEMBERS, SERVICES)
    pasted = layout.table("pasted", MEMBERS, SERVICES)
    summary = Table(layout, words["summary"], MEMBERS, (words["allocated"], words["billed"], words["deviation"]), False)
    costs = Table(layout, words["costs"], SERVICES, (words["cost"],), totals=False)
    book = Book(keys, costs, allocation, pasted, summary)
    book.sheets[keys.sheet] = keys.headings() | {
        keys.at(member, heading): PEOPLE[m][y]
        for m, member in enumerate(MEMBERS)
        for y, heading in enumerate(keys.columns)
    }
    book.sheets[allocation.sheet] = allocation.headings() | allocation.sums(formulas=True, amounts={})
    book.sheets[costs.sheet] = costs.headings() | {
        costs.at(service, words["cost"]): cost_kr / layout.divisor
        for service, cost_kr in zip(SERVICES, COSTS_KR, strict=True)
    }
    book.sheets[allocation.sheet] |= {
        allocation.at(member, service): share(book, member, service, keys.columns[-1])
        for service in SERVICES
        for member in MEMBERS
    }
    amounts = {(m, s): PASTED[i][j] / layout.divisor for i, m in enumerate(MEMBERS) for j, s in enumerate(SERVICES)}
    if layout.divisor == 1:
        amounts = {pair: int(amount) for pair, amount in amounts.items()}
    book.sheets[pasted.sheet] = (
        pasted.headings()
        | {pasted.at(*pair): amount for pair, amount in amounts.items()}
        | pasted.sums(formulas=False, amounts=amounts)
    )
    book.sheets[summary.sheet] = summary.headings()
    for member in MEMBERS:
        here = {heading: summary.at(member, heading) for heading in summary.columns}
        left, right, deviation = (here[heading] for heading in summary.columns)
        book.sheets[summary.sheet] |= {
            left: f"='{allocation.sheet}'!{allocation.a1(member, allocation.total)}",
            right: f"='{pasted.sheet}'!{pasted.a1(member, pasted.total)}",
            deviation: f"={to_a1(left)}-{to_a1(right)}",
        }
    return book


def share(book: Book, member: str, service: str, heading: str) -> str:
    """Write the formula of a member's share of a service's cost, by the population under a heading."""
    keys, costs = book.keys, book.costs
    cost_row, cost_column = costs.at(service, costs.columns[0])
    cost = f"'{costs.sheet}'!${to_a1((1, cost_column))[:-1]}${cost_row}"
    row, column = keys.at(member, heading)
    letters = to_a1((1, column))[:-1]
    first, last = keys.at(MEMBERS[0], heading)[0], keys.at(MEMBERS[-1], heading)[0]
    sheet = f"'{keys.sheet}'!"
    return f"={cost}*{sheet}${letters}{row}/SUM({sheet}${letters}${first}:${letters}${last})"
