"""Reading a ledger in whatever file it comes: SIE, CSV, or an Excel export with columns found by their headings."""

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from enamnd_xl.errors import InputError, ReadError
from enamnd_xl.files.codepage import read_text
from enamnd_xl.files.ledger_amounts import cell_text, find_notation
from enamnd_xl.files.ledger_columns import Columns, find_columns, parse_cell_month, take
from enamnd_xl.files.sie import looks_like_sie, read_sie
from enamnd_xl.followup.ledger import Ledger, Note, Posting
from enamnd_xl.money import format_kr

Row: TypeAlias = Sequence[object]

_EXCEL = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_HEADING_ROWS = 30  # exports have a title, a date and a selection above their headings
_TOTALS = ("summa", "total", "slutsumma", "delsumma")
_ACCOUNT = re.compile(r"(\d+)(?:\s.*)?")


def read_ledger(path: Path, dimensions: Collection[str] = ()) -> Ledger:
    """Read a ledger file.

    Args:
        path: a SIE file of type 1 to 4, a CSV file, or an Excel file; a text file is told by what is in it.
        dimensions: headings of columns that hold objects, besides those that are known: the dimensions that the sheet
            Kontering names.

    Returns:
        The ledger; debit is positive, as in the books.

    Raises:
        ReadError: the file cannot be read, or has an amount that cannot be placed.
    """
    if path.suffix.lower() in _EXCEL:
        return _read_export(path, "Excel", _read_excel(path), dimensions)
    text = read_text(path)
    if looks_like_sie(text.text):
        return read_sie(path)
    return _read_export(path, f"CSV, teckentabell {text.label}", _split_csv(text.text), dimensions)


def _split_csv(text: str) -> Iterator[Row]:
    """Give the rows by the delimiter that makes headings of a ledger out of one of the first rows."""
    start = text.split("\n", _HEADING_ROWS)[:_HEADING_ROWS]
    delimiter = next((mark for mark in ";\t," if any(map(find_columns, csv.reader(start, delimiter=mark)))), ";")
    return csv.reader(io.StringIO(text), delimiter=delimiter)


def _read_excel(path: Path) -> list[Row]:
    """Give the rows of the first sheet that has the headings of a ledger, or none."""
    from python_calamine import CalamineError, load_workbook  # only an Excel export needs it

    try:
        book = load_workbook(path)
        for name in book.sheet_names:
            rows: list[Row] = [*book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
            if any(find_columns(row) for row in rows[:_HEADING_ROWS]):
                return rows
    except (CalamineError, OSError) as error:
        raise ReadError(f"{path.name} går inte att läsa som en Excel-fil ({error}).") from error
    return []


def _read_export(path: Path, form: str, rows: Iterable[Row], dimensions: Collection[str]) -> Ledger:
    numbered = enumerate(rows, 1)
    try:
        columns = _find_heading(path.name, numbered, dimensions)
        notes = [Note(None, f"Kolumnerna är lästa så: {columns}.")]
        postings = _read_rows(path.name, numbered, columns, notes)
    except csv.Error as error:
        raise ReadError(f"{path.name} går inte att läsa som CSV ({error}).") from error
    if not postings:
        raise ReadError(f"{path.name} har rubriker men inga bokningar under dem.", "Gör om exporten.")
    revenue_kr = _sum(posting for posting in postings if posting.account.startswith("3"))
    if revenue_kr > 0:
        notes.append(
            Note(
                None,
                f"Intäktskontona (klass 3) blir tillsammans {format_kr(revenue_kr)} i debet. I en huvudbok är intäkter "
                "negativa: kontrollera att exporten inte har vänt tecknen.",
            )
        )
    return Ledger(
        name=path.name,
        source=path.stem,
        form=form,
        postings=tuple(postings),
        dimension_names={name: name for name in columns.dimensions},
        notes=tuple(notes),
    )


def _find_heading(name: str, numbered: Iterator[tuple[int, Row]], dimensions: Collection[str]) -> Columns:
    for line, row in numbered:
        if columns := find_columns(row, dimensions):
            return columns
        if line == _HEADING_ROWS:
            break
    raise ReadError(
        f"{name} är varken en SIE-fil eller en export med rubriker: ingen av de första {_HEADING_ROWS} raderna har "
        "rubriker för konto, för period eller datum, och för belopp (eller debet och kredit).",
        "Exportera huvudboken som SIE 4, eller med de rubrikerna.",
    )


def _read_rows(name: str, numbered: Iterator[tuple[int, Row]], columns: Columns, notes: list[Note]) -> list[Posting]:
    postings: list[Posting] = []
    lines = list(numbered)
    notation = find_notation(cell for _, row in lines for cell in columns.amounts(row))
    for line, row in lines:
        if tuple(map(cell_text, row)) == columns.headings:
            continue  # headings come again on each page of a printed report
        try:
            amount_kr = columns.read_amount(row, notation)
        except InputError as error:
            raise ReadError(f"{name}, rad {line}: {error.message}", error.hint) from error
        account = _ACCOUNT.fullmatch(cell_text(take(row, columns.account)))
        if account and amount_kr is not None:
            postings.append(_read_posting(name, line, row, columns, account[1], amount_kr))
        elif amount_kr and any(cell_text(cell).casefold().startswith(_TOTALS) for cell in row):
            notes.append(_note_total(line, amount_kr, postings))
        elif amount_kr:
            raise ReadError(
                f"{name}, rad {line}: {format_kr(amount_kr)} har inget kontonummer.",
                "Ingenting är inläst. Fyll i kontot, eller ta bort raden om den inte är en bokning.",
            )
    return postings


def _read_posting(name: str, line: int, row: Row, columns: Columns, account: str, amount_kr: Decimal) -> Posting:
    period = parse_cell_month(take(row, columns.month))
    if period is None:
        raise ReadError(
            f"{name}, rad {line}: »{cell_text(take(row, columns.month))}« är varken period eller datum.",
            "Ingenting är inläst. Skriv perioden som 2025-10 eller datumet som 2025-10-31.",
        )
    objects = sorted((dimension, cell_text(take(row, at))) for dimension, at in columns.dimensions.items())
    return Posting(account, tuple(pair for pair in objects if pair[1]), period, amount_kr, line)


def _note_total(line: int, total_kr: Decimal, above: Sequence[Posting]) -> Note:
    booked_kr = _sum(above)
    if total_kr == booked_kr:
        return Note(line, f"Summaraden {format_kr(total_kr)} stämmer med alla rader ovanför och är inte medräknad.")
    return Note(
        line,
        f"Summaraden {format_kr(total_kr)} är inte medräknad; alla rader ovanför blir {format_kr(booked_kr)}.",
    )


def _sum(postings: Iterable[Posting]) -> Decimal:
    return sum((posting.amount_kr for posting in postings), Decimal(0))
