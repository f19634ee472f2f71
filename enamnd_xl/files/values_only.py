"""Older and other kinds of workbook (.xls, .xlsb, .ods): their values, honestly without their formulas."""

from pathlib import Path
from typing import TYPE_CHECKING

from enamnd_xl.errors import ReadError
from enamnd_xl.files.engine import value_from_engine
from enamnd_xl.files.package import Kind
from enamnd_xl.files.reading import Gap, Reading
from enamnd_xl.workbook.address import Area
from enamnd_xl.workbook.snapshot import Sheet, Snapshot

if TYPE_CHECKING:
    import python_calamine as calamine


def read_values(path: Path, kind: Kind) -> Reading:
    """Read the values of a workbook that is not Open XML.

    Raises:
        ReadError: it is damaged or has a password.
    """
    import python_calamine as calamine

    try:
        with calamine.CalamineWorkbook.from_path(path) as book:
            sheets = tuple(
                _sheet(book.get_sheet_by_name(tab.name), tab.visible != calamine.SheetVisibleEnum.Visible)
                for tab in book.sheets_metadata
                if tab.typ == calamine.SheetTypeEnum.WorkSheet
            )
    except calamine.PasswordError as cause:
        raise ReadError(
            f"{path.name} är krypterad med lösenord.", "Öppna den, ta bort lösenordet och spara en kopia."
        ) from cause
    except BaseException as cause:
        if not isinstance(cause, (calamine.CalamineError, OSError, ValueError)) and not _is_panic(cause):
            raise
        raise ReadError(
            f"{path.name} är skadad eller skriven på ett sätt som inte går att tolka.",
            "Öppna den i Excel och spara den som Excelarbetsbok (.xlsx).",
        ) from cause
    if not sheets:
        raise ReadError(f"{path.name} har inga kalkylblad.", "Kontrollera att det är rätt fil.")
    reason = (
        f"Filen är av typen .{kind.value}: dess värden är lästa, men varken formler, felvärden, namn eller talformat. "
        "Spara den som .xlsx för en full kontroll."
    )
    return Reading(Snapshot(sheets), (Gap(None, None, reason),))


def _is_panic(error: BaseException) -> bool:
    """Tell whether the library has met what it thinks impossible; its exception for that has no name to import."""
    return type(error).__name__ == "PanicException"


def _sheet(sheet: "calamine.CalamineSheet", hidden: bool) -> Sheet:
    rows = [[value_from_engine(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    merged = (Area(r1 + 1, c1 + 1, r2 + 1, c2 + 1) for (r1, c1), (r2, c2) in sheet.merged_cell_ranges or ())
    return Sheet(sheet.name, tuple(map(tuple, rows)), hidden=hidden, merged=tuple(sorted(merged)))
