"""Ångra senaste: put back what the last button changed, but nothing that somebody has changed since.

Each button that writes leaves a step in the workbook's journal. The face keeps the journal, as text, for the next
button may run in another process.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from enamnd_xl.actions.outcome import Outcome
from enamnd_xl.reconcile.wording import name_cells
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.changes import apply_edits, invert
from enamnd_xl.workbook.edit_checks import find_sheet
from enamnd_xl.workbook.edits import Edit, SetFormula, SetValues, set_value
from enamnd_xl.workbook.edits_json import edits_from_json, edits_to_json
from enamnd_xl.workbook.snapshot import Sheet, Snapshot

KEPT_STEPS = 20
"""How many steps a journal holds; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a button did.

    Args:
        title: the button's label.
        edits: what it wrote.
        inverse: what puts back what stood there.
    """

    title: str
    edits: tuple[Edit, ...]
    inverse: tuple[Edit, ...]


def record(journal: Sequence[Step], title: str, snapshot: Snapshot, edits: Sequence[Edit]) -> tuple[Step, ...]:
    """Add a step to a journal, before its edits are made.

    Args:
        journal: the steps so far, the latest last.
        title: the button's label.
        snapshot: the workbook before the edits.
        edits: what is to be written.

    Raises:
        InputError: an edit cannot be made.
    """
    earlier = [edit for step in journal for edit in step.edits]
    return (*journal, Step(title, tuple(edits), invert(snapshot, edits, earlier)))[-KEPT_STEPS:]


def undo(journal: Sequence[Step], snapshot: Snapshot) -> tuple[Outcome, tuple[Step, ...]]:
    """Take back the latest step.

    Args:
        journal: the steps, the latest last.
        snapshot: the workbook now.

    Returns:
        What to do, and the journal afterwards.

    Raises:
        InputError: a sheet that the step wrote to is not there any more.
    """
    if not journal:
        return Outcome((), "Det finns inget att ångra."), ()
    step = journal[-1]
    since = _changed_since(snapshot, step)
    kept = {sheet.casefold(): cells for sheet, cells in since.items()}
    edits = tuple(edit for each in step.inverse for edit in _without(each, kept))
    left = [f"{sheet} {name_cells(cells)}" for sheet, cells in since.items()]
    untouched = f" Det som har ändrats sedan dess är orört: {'; '.join(left)}." if left else ""
    return Outcome(edits, f"{step.title} är ångrad.{untouched}"), tuple(journal[:-1])


def journal_to_text(journal: Iterable[Step]) -> str:
    """Write a journal as text."""
    steps = [[step.title, edits_to_json(step.edits), edits_to_json(step.inverse)] for step in journal]
    return json.dumps(steps, ensure_ascii=False)


def journal_from_text(text: str) -> tuple[Step, ...]:
    """Read a journal.

    Raises:
        ValueError: the text is no journal.

    >>> journal_from_text(journal_to_text([Step("Fördela", (), ())]))
    (Step(title='Fördela', edits=(), inverse=()),)
    """
    try:
        return tuple(
            Step(str(title), edits_from_json(edits), edits_from_json(back)) for title, edits, back in json.loads(text)
        )
    except TypeError as cause:
        raise ValueError("no journal") from cause


def _changed_since(snapshot: Snapshot, step: Step) -> dict[str, set[Cell]]:
    """Find the cells that do not hold what the step wrote: sheet -> cells.

    A formula that stands as it was written counts as unchanged, whatever it and the area it fills show now.
    """
    written = [edit for edit in step.edits if isinstance(edit, SetValues | SetFormula)]
    sheets = {edit.sheet.casefold(): find_sheet(snapshot, edit.sheet) for edit in written}
    left = apply_edits(Snapshot(tuple(Sheet(sheet.name) for sheet in sheets.values())), written)
    since: dict[str, set[Cell]] = {}
    for edit in written:
        now, then = sheets[edit.sheet.casefold()], find_sheet(left, edit.sheet)
        changed = {cell for cell in edit.cells if not _stands(now, then, cell)}
        if changed:
            since.setdefault(now.name, set()).update(changed)
    return since


def _stands(now: Sheet, then: Sheet, cell: Cell) -> bool:
    """Tell whether a cell still holds what it was given."""
    start = next((start for start, area in then.arrays.items() if area.covers(cell)), cell)
    formula = then.formulas.get(start)
    if formula is not None:
        return now.formulas.get(start) == formula and now.arrays.get(start) == then.arrays.get(start)
    return cell not in now.formulas and now.value(cell) == then.value(cell)


def _without(edit: Edit, kept: Mapping[str, set[Cell]]) -> Iterator[Edit]:
    """Give an edit without the cells that are to stay as they are."""
    if not isinstance(edit, SetValues | SetFormula) or not kept.get(edit.sheet.casefold(), set()) & edit.cells.keys():
        yield edit
    elif isinstance(edit, SetValues):
        for cell, value in edit.cells.items():
            if cell not in kept[edit.sheet.casefold()]:
                yield set_value(edit.sheet, cell, value)
