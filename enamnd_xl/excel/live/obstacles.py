"""What can stand in the way of working in an open book, said in Swedish before anything is changed."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import xlwings as xw

from enamnd_xl.errors import EnamndError, WorkbookError
from enamnd_xl.workbook.edits import DropSheet, Edit, PutSheet, ResizeTable, SetFormula, SetValues, ShowMarks
from enamnd_xl.workbook.own_sheet import own_sheets
from enamnd_xl.workbook.snapshot import Snapshot

# Source: winerror.h (RPC_E_CALL_REJECTED, RPC_E_DISCONNECTED, RPC_S_SERVER_UNAVAILABLE), and VBA_E_IGNORE,
# with which Excel answers while a cell is being edited
_BUSY = {-2147418111, -2146777998}
_GONE = {-2147417848, -2147023174}
_UNKNOWN_NAME = -2147352570  # DISP_E_UNKNOWNNAME


def check_writable(book: xw.Book, snapshot: Snapshot, edits: Sequence[Edit]) -> None:
    """Make sure that edits can be made in an open book.

    Raises:
        WorkbookError: the book or a sheet is protected, shared, read-only or filtered.
    """
    if not edits:
        return
    if book.api.ReadOnly:
        raise WorkbookError(
            f"{book.name} är öppnad skrivskyddad, så ingenting har ändrats.",
            "Spara en egen kopia (Arkiv > Spara som) och tryck på knappen i den.",
        )
    if book.api.MultiUserEditing:
        raise WorkbookError(
            f"{book.name} är delad med Excels äldre delning, som inte tillåter markeringar och nya blad. Ingenting har "
            "ändrats.",
            "Sluta dela den (Granska > Dela arbetsbok), eller arbeta i en egen kopia.",
        )
    if book.api.ProtectStructure and _adds_or_drops(snapshot, edits):
        raise WorkbookError(
            f"{book.name} har skyddad struktur, så inget blad kan läggas till. Ingenting har ändrats.",
            "Ta bort skyddet (Granska > Skydda arbetsbok), eller arbeta i en egen kopia.",
        )
    written = set(_sheets_written(snapshot, edits))
    touched = written | set(_sheets_marked(edits))
    for sheet in book.sheets:
        if sheet.name.casefold() in touched:
            _check_sheet(sheet, sheet.name.casefold() in written)


def explain(error: BaseException) -> EnamndError | None:
    """Say in Swedish what an error from Excel means; None when it is another error."""
    codes = _codes(error)
    if codes & _BUSY:
        return WorkbookError(
            "Excel är upptaget, oftast för att en cell håller på att redigeras.",
            "Avsluta med Enter eller Esc och tryck på knappen igen.",
        )
    if codes & _GONE:
        return WorkbookError("Kontakten med Excel bröts.", "Starta om Excel och tryck på knappen igen.")
    return None


def is_unknown_property(error: BaseException) -> bool:
    """Tell whether an error says that this version of Excel does not know a property."""
    return isinstance(error, AttributeError) or _UNKNOWN_NAME in _codes(error)


def _codes(error: BaseException) -> set[Any]:
    """Give the codes of an error of pywin32: its own, and the one that Excel put inside it."""
    inner = getattr(error, "excepinfo", None)
    return {getattr(error, "hresult", None), inner[5] if inner else None} - {None}


def _adds_or_drops(snapshot: Snapshot, edits: Iterable[Edit]) -> bool:
    there = own_sheets(snapshot)
    return any(
        (isinstance(edit, PutSheet) and edit.content.name not in there)
        or (isinstance(edit, DropSheet) and edit.name in there)
        for edit in edits
    )


def _sheets_written(snapshot: Snapshot, edits: Iterable[Edit]) -> Iterator[str]:
    tables = {table.name.casefold(): table.sheet for table in snapshot.tables}
    for edit in edits:
        if isinstance(edit, SetValues | SetFormula):
            yield edit.sheet.casefold()
        elif isinstance(edit, ResizeTable):
            yield tables[edit.table.casefold()].casefold()


def _sheets_marked(edits: Iterable[Edit]) -> Iterable[str]:
    return (mark.sheet.casefold() for edit in edits if isinstance(edit, ShowMarks) for mark in edit.marks)


def _check_sheet(sheet: xw.Sheet, is_written: bool) -> None:
    if sheet.api.ProtectContents:
        raise WorkbookError(
            f"Bladet {sheet.name} är skyddat. Ingenting har ändrats.",
            "Ta bort skyddet (Granska > Ta bort bladets skydd) och tryck på knappen igen.",
        )
    if is_written and _is_filtered(sheet):
        raise WorkbookError(
            f"Bladet {sheet.name} är filtrerat, och det som skrivs kan hamna på fel rader. Ingenting har ändrats.",
            "Visa alla rader (Data > Radera) och tryck på knappen igen.",
        )


def _is_filtered(sheet: xw.Sheet) -> bool:
    if sheet.api.FilterMode:
        return True
    return any(table.api.AutoFilter is not None and table.api.AutoFilter.FilterMode for table in sheet.tables)
