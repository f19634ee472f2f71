"""The texts above the cells of a sheet, and which of its numbers they say are years or codes."""

from bisect import bisect_left

from enamnd_xl.reconcile.labels import is_code, measures
from enamnd_xl.reconcile.terms import words_of
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.snapshot import Sheet, is_number

_YEARS = range(1900, 2101)


class Headings:
    """The texts of a sheet, looked up column by column as they are asked for.

    >>> headings = Headings(Sheet("Kommuner", (("Kommunkod", "Avgift"), (1862, 2500), (1863, 1800.5))))
    >>> headings.above((3, 1)), headings.is_year_or_code((3, 1)), headings.is_year_or_code((2, 2))
    ('Kommunkod', True, False)
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._rows: dict[int, list[int]] = {}

    def above(self, cell: Cell) -> str:
        """Give the nearest text above a cell that has a letter in it, "" where there is none."""
        row, column = cell
        if column not in self._rows:
            texts = ((r, self.sheet.value((r, column))) for r in range(1, len(self.sheet.rows) + 1))
            self._rows[column] = [r for r, text in texts if isinstance(text, str) and any(map(str.isalpha, text))]
        rows = self._rows[column]
        at = bisect_left(rows, row)
        return str(self.sheet.value((rows[at - 1], column))) if at else ""

    def is_year_or_code(self, cell: Cell) -> bool:
        """Tell whether a cell holds a year or a code, which is written without spaces and never added.

        It is a whole number under a heading, or after a single word, that names codes; or one that may be a year, where
        neither says that it is an amount.
        """
        value = self.sheet.value(cell)
        if not is_number(value) or value % 1:
            return False
        heading, label = self.above(cell), self._before(cell)
        if _names_codes(heading) or (len(words_of(label)) == 1 and _names_codes(label)):
            return True
        return value in _YEARS and not _names_amounts(heading) and not _names_amounts(label)

    def _before(self, cell: Cell) -> str:
        """Give the nearest text to the left of a cell."""
        row, column = cell
        return next((text for text in reversed(self.sheet.rows[row - 1][: column - 1]) if isinstance(text, str)), "")


def _names_codes(text: str) -> bool:
    return is_code(text) or any(word.endswith(("nr", "kod")) for word in words_of(text))


def _names_amounts(text: str) -> bool:
    return bool(measures(text)) and not any(word.endswith("år") for word in words_of(text))
