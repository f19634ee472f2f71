"""Single cells of the living workbook that have names."""

from enamnd_xl.errors import WorkbookError
from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.snapshot import Snapshot


def find_named_cell(snapshot: Snapshot, name: str) -> tuple[str, Cell]:
    """Find the sheet and the cell that a name refers to; of several, the first.

    Raises:
        WorkbookError: the workbook has no such name, or it refers to something else than cells.

    >>> from enamnd_xl.workbook.snapshot import DefinedName
    >>> find_named_cell(Snapshot((), (DefinedName("Budgetår", "'Start'!$B$5"),)), "Budgetår")
    ('Start', (5, 2))
    """
    sheet, area = find_named_area(snapshot, name)
    return sheet, area[:2]


def find_named_area(snapshot: Snapshot, name: str) -> tuple[str, Area]:
    """Find the sheet and the cells that a name refers to.

    Raises:
        WorkbookError: as for find_named_cell.
    """
    refers_to = next((known.refers_to for known in snapshot.names if known.name == name), "")
    sheet, _, address = refers_to.rpartition("!")
    try:
        place = Area.from_a1(address)
    except ValueError as cause:
        raise WorkbookError(
            f"Arbetsboken har ingen cell som heter {name}.",
            "Kontrollera att det är nämndens arbetsbok, med namnen som de är lagda (Formler > Namnhanteraren).",
        ) from cause
    return sheet.removeprefix("'").removesuffix("'").replace("''", "'"), place
