"""What edits do to a workbook: the book afterwards, what differs, and how to take them back."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.edit_checks import check_edit, find_sheet, find_table
from enamnd_xl.workbook.edits import DropSheet, Edit, PutSheet, ResizeTable, SetFormula, SetValues, ShowMarks
from enamnd_xl.workbook.own_sheet import OWN_NAME, OwnCell, OwnSheet, free_name, own_sheets
from enamnd_xl.workbook.snapshot import DefinedName, Sheet, Snapshot, Value


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that edits give another content.

    Args:
        sheet: the sheet's name.
        cell: the cell.
        before: what it shows before.
        after: what it shows after; for a formula, until it is recalculated.
        formula_before: its formula before, if any.
        formula_after: its formula after, if any.
    """

    sheet: str
    cell: Cell
    before: Value
    after: Value
    formula_before: str | None = None
    formula_after: str | None = None


def apply_edits(snapshot: Snapshot, edits: Iterable[Edit]) -> Snapshot:
    """Give the workbook as edits leave it, before anything is recalculated.

    Raises:
        InputError: an edit cannot be made; see check_edit.

    >>> apply_edits(Snapshot((Sheet("Blad1"),)), [SetValues("Blad1", (1, 2), ((5,),))]).sheets[0].rows
    ((None, 5),)
    """
    for edit in edits:
        check_edit(snapshot, edit)
        snapshot = _apply(snapshot, edit)
    return snapshot


def list_changes(snapshot: Snapshot, edits: Iterable[Edit]) -> tuple[Change, ...]:
    """List the cells that edits give another content, sheet by sheet in reading order; marks and our sheets left out.

    >>> [str(c.after) for c in list_changes(Snapshot((Sheet("A", ((1, 2),)),)), [SetValues("A", (1, 1), ((1, 3),))])]
    ['3']
    """
    written = [edit for edit in edits if isinstance(edit, SetValues | SetFormula)]
    after = apply_edits(snapshot, written)
    touched: dict[str, set[Cell]] = {}
    for edit in written:
        touched.setdefault(edit.sheet.casefold(), set()).update(_reach(snapshot, edit))
    return tuple(
        Change(old.name, cell, old.value(cell), new.value(cell), old.formulas.get(cell), new.formulas.get(cell))
        for old, new in zip(snapshot.sheets, after.sheets, strict=True)
        for cell in sorted(touched.get(old.name.casefold(), ()))
        if (old.value(cell), old.formulas.get(cell)) != (new.value(cell), new.formulas.get(cell))
    )


def invert(snapshot: Snapshot, edits: Sequence[Edit], overlays: Iterable[Edit] = ()) -> tuple[Edit, ...]:
    """Give the edits that take edits back.

    Args:
        snapshot: the workbook before the edits.
        edits: what is to be done to it.
        overlays: the ShowMarks and PutSheet edits that were in force before, the latest last; a snapshot does not
            hold marks, nor how our sheets look.

    >>> invert(Snapshot((Sheet("A", ((1,),)),)), [SetValues("A", (1, 1), ((5,),))])
    (SetValues(sheet='A', cell=(1, 1), rows=((1,),)),)
    """
    shown = {edit.layer: edit for edit in overlays if isinstance(edit, ShowMarks)}
    put = {edit.content.name: edit for edit in overlays if isinstance(edit, PutSheet)}
    inverse: list[Edit] = []
    for edit in edits:
        match edit:
            case ShowMarks(layer):
                back: list[Edit] = [shown.get(layer, ShowMarks(layer))]
                shown[layer] = edit
            case PutSheet(content):
                back = [_sheet_back(snapshot, content.name, put)]
                put[content.name] = edit
            case DropSheet(name):
                back = [_sheet_back(snapshot, name, put)]
                put.pop(name, None)
            case ResizeTable(name):
                table = find_table(snapshot, name)
                back = [ResizeTable(table.name, table.area, table.columns)]
            case _:
                back = list(_contents_back(snapshot, edit))
        inverse[:0] = back
        snapshot = apply_edits(snapshot, [edit])
    return tuple(inverse)


def _reach(snapshot: Snapshot, edit: SetValues | SetFormula) -> set[Cell]:
    """The cells whose content an edit may change: its own, and the areas of the array formulas that it replaces."""
    cells = set(edit.cells)
    sheet = find_sheet(snapshot, edit.sheet)
    return cells.union(*(_cells_of(area) for start, area in sheet.arrays.items() if start in cells))


def _cells_of(area: Area) -> set[Cell]:
    return {(r, c) for r in range(area.top, area.bottom + 1) for c in range(area.left, area.right + 1)}


def _apply(snapshot: Snapshot, edit: Edit) -> Snapshot:
    match edit:
        case SetValues() | SetFormula():
            sheet = _written(snapshot, edit)
            return snapshot._replace(sheets=tuple(sheet if s.name == sheet.name else s for s in snapshot.sheets))
        case PutSheet(content):
            return _with_sheet(snapshot, content)
        case ResizeTable(name, area, columns):
            old = find_table(snapshot, name)
            new = old._replace(area=area, columns=columns)
            return snapshot._replace(tables=tuple(new if table is old else table for table in snapshot.tables))
        case DropSheet(name):
            now = own_sheets(snapshot).get(name)
            return Snapshot(
                tuple(sheet for sheet in snapshot.sheets if sheet.name != now),
                tuple(known for known in snapshot.names if known.sheet is None or known.sheet != now),
                snapshot.tables,
            )
        case _:
            return snapshot


def _written(snapshot: Snapshot, edit: SetValues | SetFormula) -> Sheet:
    sheet = find_sheet(snapshot, edit.sheet)
    touched = _reach(snapshot, edit)
    formulas = {cell: text for cell, text in sheet.formulas.items() if cell not in touched}
    arrays = {cell: area for cell, area in sheet.arrays.items() if cell not in touched}
    if isinstance(edit, SetFormula):
        formulas[edit.cell] = edit.formula
        if edit.array:
            arrays[edit.cell] = edit.array
    values = {**dict.fromkeys(touched), **{cell: None if value == "" else value for cell, value in edit.cells.items()}}
    return sheet.with_values(values)._replace(formulas=formulas, arrays=arrays)


def _with_sheet(snapshot: Snapshot, content: OwnSheet) -> Snapshot:
    now = own_sheets(snapshot).get(content.name)
    name = now or free_name(content.name, (sheet.name for sheet in snapshot.sheets))
    values = {(r, c): cell.value for r, line in enumerate(content.rows, 1) for c, cell in enumerate(line, 1)}
    sheet = Sheet(name).with_values(values)
    if now:
        return snapshot._replace(sheets=tuple(sheet if old.name == now else old for old in snapshot.sheets))
    known = DefinedName(OWN_NAME, f'"{content.name}"', name)
    names = sorted((*snapshot.names, known), key=lambda known: (known.name.casefold(), known.sheet or ""))
    return snapshot._replace(sheets=(*snapshot.sheets, sheet), names=tuple(names))


def _sheet_back(snapshot: Snapshot, name: str, put: dict[str, PutSheet]) -> Edit:
    now = own_sheets(snapshot).get(name)
    if now is None:
        return DropSheet(name)
    rows = find_sheet(snapshot, now).rows
    known = put[name].content if name in put else OwnSheet(name, ())
    return PutSheet(replace(known, rows=tuple(_dressed(known, rows))))


def _dressed(known: OwnSheet, rows: Sequence[Sequence[Value]]) -> Iterator[tuple[OwnCell, ...]]:
    """Give a sheet of ours as it stands, with what a user has written since, in the looks that it was put with."""
    for number in range(max(len(known.rows), len(rows))):
        cells = known.rows[number] if number < len(known.rows) else ()
        line = rows[number] if number < len(rows) else ()
        yield tuple(
            (cells[c] if c < len(cells) else OwnCell())._replace(value=line[c] if c < len(line) else None)
            for c in range(max(len(cells), len(line)))
        )


def _contents_back(snapshot: Snapshot, edit: SetValues | SetFormula) -> Iterator[Edit]:
    """Give the edits that put back what stood in the cells: the values in one block, then the formulas."""
    sheet = find_sheet(snapshot, edit.sheet)
    cells = set(edit.cells)
    if not cells:
        return
    formulas = {cell: sheet.formulas[cell] for cell in sorted(cells) if cell in sheet.formulas}
    if isinstance(edit, SetValues):
        top, left = edit.cell
        yield SetValues(
            edit.sheet,
            edit.cell,
            tuple(
                tuple(None if (r, c) in formulas else sheet.value((r, c)) for c in range(left, left + len(line)))
                for r, line in enumerate(edit.rows, top)
            ),
        )
    elif edit.cell not in formulas or edit.array:
        reach = edit.array or Area(*edit.cell, *edit.cell)
        yield SetValues(edit.sheet, edit.cell, block(sheet, reach))
    for cell, formula in formulas.items():
        area = sheet.arrays.get(cell)
        yield SetFormula(edit.sheet, cell, formula, sheet.value(cell), area, block(sheet, area) if area else ())


def block(sheet: Sheet, area: Area) -> tuple[tuple[Value, ...], ...]:
    """Give the values of an area, row by row.

    >>> block(Sheet("Blad1", ((1, 2),)), Area.from_a1("B1:C2"))
    ((2, None), (None, None))
    """
    return tuple(
        tuple(sheet.value((row, column)) for column in range(area.left, area.right + 1))
        for row in range(area.top, area.bottom + 1)
    )
