"""Which column of a ledger export holds what, found by its heading, and how its cells are read."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enamnd_xl.files.ledger_amounts import Notation, cell_text
from enamnd_xl.followup.periods import MONTHS, Period

# Headings without spaces and signs, the best first where a file has several.
_ACCOUNT = ("konto", "kontonr", "kontonummer", "kontokod")
_MONTH = (
    "period", "redovisningsperiod", "månad", "bokföringsdatum", "bokfdatum", "verifikationsdatum", "verdatum",
    "redovisningsdatum", "transaktionsdatum", "datum",
)  # fmt: skip
_DEBIT = ("debet", "debetkr", "debetsek")
_CREDIT = ("kredit", "kreditkr", "kreditsek")
_AMOUNT = ("belopp", "beloppkr", "beloppsek", "nettobelopp", "netto", "utfall", "saldo")
_DIMENSIONS = (
    "ansvar", "verksamhet", "projekt", "objekt", "aktivitet", "kostnadsställe", "kostnadsbärare", "resultatenhet",
    "motpart",
)  # fmt: skip

_YEAR_MONTH = re.compile(r"(\d{4})[-/.]?(\d{2})(?:[-/.]?\d{2})?(?:[T ].*)?")
_NAMED_MONTH = re.compile(r"([a-zåäö]{3,9})\.?[ -]?(\d{4})")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where things stand in a row, counted from 0.

    Args:
        headings: the headings as they stand.
        account: the column of the account number.
        month: the column of the period or the date.
        debit: the column that is added; the amount itself where there is but one.
        credit: the column that is subtracted, or None.
        dimensions: the columns of objects, by heading.
    """

    headings: tuple[str, ...]
    account: int
    month: int
    debit: int
    credit: int | None
    dimensions: Mapping[str, int]

    def __str__(self) -> str:
        named = [("konto", self.account), ("period", self.month)]
        if self.credit is None:
            named.append(("belopp", self.debit))
        else:
            named += [("debet", self.debit), ("kredit", self.credit)]
        named += [("dimension", at) for at in self.dimensions.values()]
        return ", ".join(f"{what} i »{self.headings[at]}«" for what, at in named)

    def amounts(self, row: Sequence[object]) -> tuple[object, ...]:
        """Give the cells of a row that hold its amount: debit and credit, or the amount alone."""
        return tuple(take(row, at) for at in (self.debit, self.credit) if at is not None)

    def read_amount(self, row: Sequence[object], notation: Notation) -> Decimal | None:
        """Give the amount of a row, debit positive; None where it has none.

        Raises:
            InputError: a cell holds something that is no amount, or could be two.
        """
        parts = [notation.parse(cell) for cell in self.amounts(row)]
        if all(part is None for part in parts):
            return None
        debit, *credit = (part or Decimal(0) for part in parts)
        return debit - sum(credit, Decimal(0))


def find_columns(row: Sequence[object], dimensions: Collection[str] = ()) -> Columns | None:
    """Take a row as the headings of a ledger; None when it is not.

    Args:
        row: the cells.
        dimensions: further headings of columns that hold objects.

    >>> str(find_columns(["Konto nr", "Projekt", "Bokf.datum", "Belopp (kr)"]))
    'konto i »Konto nr«, period i »Bokf.datum«, belopp i »Belopp (kr)«, dimension i »Projekt«'
    """
    headings = tuple(cell_text(cell) for cell in row)
    at: dict[str, int] = {}
    for column, heading in enumerate(headings):
        at.setdefault(_plain(heading), column)

    def find(names: Collection[str]) -> int | None:
        return next((at[name] for name in names if name in at), None)

    account, month, debit, credit, amount = map(find, (_ACCOUNT, _MONTH, _DEBIT, _CREDIT, _AMOUNT))
    if debit is None or credit is None:
        debit, credit = amount, None
    if account is None or month is None or debit is None:
        return None
    wanted = {*_DIMENSIONS, *map(_plain, dimensions)} - {""}
    return Columns(
        headings, account, month, debit, credit, {headings[at[name]]: at[name] for name in at if name in wanted}
    )


def take(row: Sequence[object], at: int) -> object:
    """Give a cell of a row that may be shorter than its headings."""
    return row[at] if at < len(row) else None


def parse_cell_month(cell: object) -> Period | None:
    """Read a period or a date as the month it is in; None when it is neither.

    >>> [parse_cell_month(cell).label for cell in ("2025-10-31", 202510.0, "okt 2025", date(2025, 10, 31))]
    ['2025-10', '2025-10', '2025-10', '2025-10']
    """
    if isinstance(cell, date):
        return Period(cell.year, cell.month, cell.month)
    text = cell_text(cell).casefold()
    if match := _YEAR_MONTH.fullmatch(text):
        year, month = int(match[1]), int(match[2])
    elif match := _NAMED_MONTH.fullmatch(text):
        year = int(match[2])
        month = next((number for number, name in enumerate(MONTHS, 1) if name.startswith(match[1])), 0)
    else:
        return None
    return Period(year, month, month) if 1 <= month <= 12 else None


def _plain(heading: str) -> str:
    return "".join(letter for letter in heading.casefold() if letter.isalnum())
