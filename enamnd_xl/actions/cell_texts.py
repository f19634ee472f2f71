"""Texts where figures are expected: a note in a column of amounts, and numbers that are stored as text."""

from collections.abc import Iterator

from enamnd_xl.money import parse_number
from enamnd_xl.reconcile.headings import Headings
from enamnd_xl.reconcile.terms import Terms
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, is_number

_YEARS = range(1900, 2101)  # what stands above headings, rather than an amount
_CODES = Terms(
    "objekt dimension ansvar verksamhet aktivitet projekt motpart",
    pieces=("kod", "konto", "nr", "nummer", "kostnadsställe", "kostnadsbärare"),
)
_FEWEST = 3
"""Numbers as text in a column, before it is said; a single one may be a code or a year."""


def without_notes(sheet: Sheet) -> Sheet:
    """Empty the cells of a sheet where a text stands among figures, such as a dash or "se avtal".

    Such a cell stands in a row that begins with a name, with figures above and below it in its column. Where the names
    come again below it, it is the heading of another table and is left alone.

    Args:
        sheet: the sheet.

    >>> without_notes(Sheet("Blad1", (("Boden", 5), ("Kalix", "se avtal"), ("Luleå", 7)))).value((2, 2)) is None
    True
    """
    return sheet.with_values(dict.fromkeys(_notes(sheet)))


def describe_notes(snapshot: Snapshot) -> str:
    """Say which texts stand where figures are expected, "" where none do; a dash and the like say themselves.

    >>> describe_notes(Snapshot((Sheet("Blad1", (("Boden", 5), ("Kalix", "se avtal"), ("Luleå", 7))),)))
    'Blad1!B2 är texten »se avtal« och räknas som tom.'
    """
    noted = [(sheet, cell) for sheet in snapshot.sheets for cell in _notes(sheet)]
    said = [(sheet.name, to_a1(cell), str(sheet.value(cell))) for sheet, cell in noted]
    return " ".join(
        f"{sheet}!{cell} är texten »{text}« och räknas som tom." for sheet, cell, text in said if _has_words(text)
    )


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


def describe_text_numbers(snapshot: Snapshot) -> str:
    """Say where numbers are stored as text, "" where none are; codes, such as accounts and objects, are right so.

    >>> describe_text_numbers(Snapshot((Sheet("Blad1", (("1 200",), ("900",), ("700 kr",))),)))
    'Talen i Blad1!A1 med flera står som text och räknas inte: gör om dem till tal.'
    """
    found = []
    for sheet in snapshot.sheets:
        columns: dict[int, list[int]] = {}
        for r, line in enumerate(sheet.rows, 1):
            for c, value in enumerate(line, 1):
                if isinstance(value, str) and parse_number(value) is not None:
                    columns.setdefault(c, []).append(r)
        headings = Headings(sheet)
        first = [(rows[0], c) for c, rows in sorted(columns.items()) if len(rows) >= _FEWEST]
        found += [(sheet.name, cell) for cell in first if not _CODES.are_in(headings.above(cell))]
    cells = ", ".join(f"{sheet}!{to_a1(cell)}" for sheet, cell in found)
    return f"Talen i {cells} med flera står som text och räknas inte: gör om dem till tal." if found else ""


def _notes(sheet: Sheet) -> Iterator[Cell]:
    for column in range(2, max(map(len, sheet.rows), default=0) + 1):
        waiting: list[Cell] | None = None  # texts since the last figure; None before there is one
        names: set[str] = set()
        for row, line in enumerate(sheet.rows, 1):
            value = line[column - 1] if column <= len(line) else None
            name = next((cell.casefold() for cell in line[: column - 1] if isinstance(cell, str) and cell.strip()), "")
            if is_number(value):
                if name not in names:
                    yield from waiting or ()
                waiting = [] if waiting is not None or value not in _YEARS else None
                names.add(name)
            elif waiting is not None and value is not None and name:
                waiting.append((row, column))
            elif value is not None or not name:
                waiting, names = None, set()
