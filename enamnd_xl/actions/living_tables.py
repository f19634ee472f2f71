"""The tables of a living workbook, read by their names and headings; a cell that holds what it should not is named."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from enamnd_xl.books.living.words import Tab
from enamnd_xl.errors import WorkbookError
from enamnd_xl.money import exact, format_number
from enamnd_xl.reconcile.headings import Headings
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.snapshot import CellError, Sheet, Snapshot, Table, Value
from enamnd_xl.workbook.swedish import swedish_logical

_ANOTHER_BOOK = "Kontrollera att det är nämndens arbetsbok, med bladen och tabellerna som de är lagda."

_ROW_GONE = (
    "En rad eller kolumn som formeln hämtar från är borttagen: ångra det, och töm raden i stället för att ta bort den, "
    "eller låt formeln peka på rätt cell igen."
)


class ParameterError(WorkbookError):
    """A cell of a living workbook holds what it should not.

    Args:
        message: as for all errors; it names the cell.
        hint: what to do.
        sheet: the sheet.
        cell: the cell.
    """

    def __init__(self, message: str, hint: str, sheet: Sheet, cell: Cell) -> None:
        super().__init__(message, hint)
        self.sheet = sheet
        self.cell = cell


@dataclass(frozen=True, slots=True)
class LivingTable:
    """A table of a living workbook.

    Args:
        sheet: the sheet it stands on.
        table: the table.
    """

    sheet: Sheet
    table: Table

    @property
    def rows(self) -> Iterator[int]:
        """The numbers of its rows that are in use, without headings and total.

        A row is in use when something stands in its first column, or is typed in another; what formulas give beside a
        blank row says nothing.
        """
        area = self.table.area
        for row in range(area.top + self.table.has_header, area.bottom + 1 - self.table.has_totals):
            cells = ((row, column) for column in range(area.left, area.right + 1))
            if any(self._says(cell) for cell in cells):
                yield row

    def _says(self, cell: Cell) -> bool:
        is_told = cell[1] == self.table.area.left or cell not in self.sheet.formulas
        return is_told and self.sheet.value(cell) not in (None, "")

    def headings(self) -> dict[str, int]:
        """Give heading -> column, with the columns that were added to the right of the table."""
        top, left = self.table.area[:2]
        line = self.sheet.rows[top - 1] if top <= len(self.sheet.rows) else ()
        added = {str(name): left + i for i, name in enumerate(line[left - 1 :]) if name is not None}
        return added | {name: left + i for i, name in enumerate(self.table.columns)}

    def cell(self, row: int, heading: str) -> Cell:
        """Give the cell in a row under a heading.

        Raises:
            WorkbookError: there is no such heading.
        """
        column = self.headings().get(heading)
        if column is None:
            raise WorkbookError(
                f"Tabellen {self.table.name} på bladet {self.sheet.name} har ingen kolumn med rubriken {heading}.",
                _ANOTHER_BOOK,
            )
        return row, column

    def value(self, row: int, heading: str) -> Value:
        """Give what stands in a row under a heading."""
        return self.sheet.value(self.cell(row, heading))

    def fault(self, row: int, heading: str, wanted: str, hint: str) -> ParameterError:
        """Give the error that says what stands in a cell and what should."""
        cell = self.cell(row, heading)
        if self.sheet.value(cell) == CellError("#REF!"):
            hint = _ROW_GONE
        return ParameterError(f"{describe_cell(self.sheet, cell)}, men {wanted}.", hint, self.sheet, cell)

    def text(self, row: int, heading: str) -> str:
        """Give a text, "" for an empty cell.

        Raises:
            WorkbookError: the cell holds something else.
        """
        value = self.value(row, heading)
        if value is None or isinstance(value, str):
            return value or ""
        raise self.fault(row, heading, f"under {heading} ska det stå en text", "Skriv det som text.")

    def number(self, row: int, heading: str) -> Fraction | None:
        """Give a number, None for an empty cell.

        Raises:
            WorkbookError: the cell holds something else.
        """
        value = self.value(row, heading)
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return exact(value)
        raise self.fault(row, heading, f"under {heading} ska det stå ett tal", "Skriv talet utan text och enhet.")

    def day(self, row: int, heading: str) -> date | None:
        """Give a date, None for an empty cell.

        Raises:
            WorkbookError: the cell holds something else.
        """
        value = self.value(row, heading)
        if value is None:
            return None
        if isinstance(value, date):
            return value.date() if isinstance(value, datetime) else value
        raise self.fault(row, heading, f"under {heading} ska det stå ett datum", "Skriv det som 2024-12-31.")


def open_table(snapshot: Snapshot, name: str) -> LivingTable:
    """Find a table of the living workbook.

    Raises:
        WorkbookError: the workbook has none of that name.
    """
    for table in snapshot.tables:
        sheet = snapshot.sheet(table.sheet) if table.name.casefold() == name.casefold() else None
        if sheet:
            return LivingTable(sheet, table)
    raise WorkbookError(f"Arbetsboken har ingen tabell som heter {name}.", _ANOTHER_BOOK)


def open_sheet(snapshot: Snapshot, tab: Tab) -> Sheet:
    """Find a sheet of the living workbook.

    Raises:
        WorkbookError: the workbook has none of that name.
    """
    sheet = snapshot.sheet(tab)
    if sheet is None:
        raise WorkbookError(f"Arbetsboken har inget blad som heter {tab}.", _ANOTHER_BOOK)
    return sheet


def describe_cell(sheet: Sheet, cell: Cell) -> str:
    """Say what stands in a cell.

    >>> describe_cell(Sheet("Kommuner", ((1, "två", None),)), (1, 2))
    'Kommuner!B1 är texten »två«'
    >>> describe_cell(Sheet("Kommuner", (("Kod",), (1862,))), (2, 1))
    'Kommuner!A2 är 1862'
    >>> describe_cell(Sheet("Listor", (("",),)), (1, 1))
    'Listor!A1 är tom'
    """
    match sheet.value(cell):
        case None | "":
            said = "är tom"
        case bool(value):
            said = f"är {swedish_logical(value)}"
        case int(number) | float(number):
            said = f"är {int(number) if Headings(sheet).is_year_or_code(cell) else format_number(number)}"
        case str(text):
            said = f"är texten »{text}«"
        case CellError(code):
            said = f"är felvärdet {code}"
        case value:
            said = f"är {value}"
    return f"{sheet.name}!{to_a1(cell)} {said}"
