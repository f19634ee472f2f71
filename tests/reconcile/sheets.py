"""Make a sheet from rows as they are typed: texts that begin with = are formulas, worked out as they are made."""

from collections.abc import Mapping, Sequence

from enamnd_xl.reconcile.evaluate import evaluate
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import Cell, from_a1
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, Value

_CIRCULAR = 1e18  # what counts with itself grows without end
Rows = Sequence[Sequence[Value]]


def make_sheet(name: str, rows: Rows, values: Mapping[str, Value] | None = None) -> Sheet:
    """Make a sheet.

    Args:
        name: the sheet's name.
        rows: what is typed in each cell.
        values: the values of formula cells, by A1 address, where they are not to be worked out.
    """
    typed = {(r, c): value for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1) if value is not None}
    return make_sheet_of_cells(name, typed, {from_a1(address): value for address, value in (values or {}).items()})


def make_sheet_of_cells(name: str, typed: Mapping[Cell, Value], values: Mapping[Cell, Value] | None = None) -> Sheet:
    """Make a sheet from what is typed in each cell."""
    formulas = {cell: text[1:] for cell, text in typed.items() if isinstance(text, str) and text.startswith("=")}
    plain = {cell: value for cell, value in typed.items() if cell not in formulas} | dict(values or {})
    return Sheet(name, Sheet(name).with_values(plain).rows, formulas)


def make_book(*sheets: Sheet) -> Workpaper:
    """Make a workpaper of sheets, their formulas worked out until nothing changes.

    Formulas that take more than sums and plain arithmetic keep the value they were given.
    """
    snapshot = Snapshot(sheets)
    for _ in range(20):
        changes: dict[str, dict[Cell, Value]] = {}
        for sheet in snapshot.sheets:
            for cell, formula in sheet.formulas.items():
                value = evaluate(formula, sheet, snapshot)
                if value is not None and value != sheet.value(cell) and abs(value) < _CIRCULAR:
                    changes.setdefault(sheet.name, {})[cell] = value
        if not changes:
            break
        snapshot = snapshot.with_values(changes)
    return Workpaper(snapshot)
