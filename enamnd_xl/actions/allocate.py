"""Fördela: every amount of the living workbook against what its parameters give, and what has changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from enamnd_xl.actions.board_parameters import read_parameters
from enamnd_xl.actions.living_tables import LivingTable, describe_cell, open_sheet, open_table
from enamnd_xl.actions.outcome import Outcome
from enamnd_xl.actions.restore import restore_formulas
from enamnd_xl.allocation.share import Kr
from enamnd_xl.books.living.words import Column, Tab, TableName
from enamnd_xl.errors import WorkbookError
from enamnd_xl.money import exact, format_kr, format_number
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.edits import SetFormula, SetValues, set_value
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, Value

Pair: TypeAlias = tuple[str, str]
"""A cost item and a member."""

_SHOWN = 5
_NO_ROOM = (
    "Har en rad eller en kolumn tagits bort: ångra det. Har en rad lagts till: skriv i stället på en av tabellens egna "
    "rader, en som är tom."
)


@dataclass(frozen=True, slots=True)
class Allocation(Outcome):
    """What sharing the costs does to a workbook.

    Args:
        disagreement: Swedish: which formulas give another amount than the parameters, left as they are; "" when none.
    """

    disagreement: str = ""


def allocate_items(snapshot: Snapshot) -> Allocation:
    """Share every cost item, and put right what was written over.

    Where an amount is another one, the formulas that were written over come back, first on Beräkning and then on
    Fördelning; an amount that no formula is left to give is written. A formula is never replaced by an amount: where
    it gives another one it is told. The workbook is to be recalculated and shared again until there is nothing left to
    put right.

    Args:
        snapshot: a living workbook, with the values that its formulas give.

    Raises:
        WorkbookError: a parameter is wrong, or there is no place for an amount.
    """
    shares = read_parameters(snapshot).share_items()
    amounts = {(item, member): kr or 0 for item, parts in shares.items() for member, kr in parts.items()}
    told: set[Pair] = set()
    disagreements: list[tuple[Sheet, Cell, Kr]] = []
    for tab, places in ((Tab.CALCULATION, _find_steps(snapshot)), (Tab.ALLOCATION, _find_shown(snapshot))):
        missing = next((pair for pair in amounts if pair not in places), None)
        if missing:
            raise WorkbookError(f"Bladet {tab} har ingen plats för {missing[0]}, {missing[1]}.", _NO_ROOM)
        sheet = open_sheet(snapshot, tab)
        wrong = {pair: kr for pair, kr in amounts.items() if not _holds(sheet.value(places[pair]), kr)}
        if wrong:
            edits = _restore(snapshot, tab, [places[pair] for pair in amounts]) or tuple(
                set_value(sheet.name, places[pair], kr if isinstance(kr, int) else float(kr))
                for pair, kr in wrong.items()
                if places[pair] not in sheet.formulas
            )
            if edits:
                return Allocation(edits, _say_corrected(sheet, edits))
        disagreements += [(sheet, places[pair], kr) for pair, kr in wrong.items() if pair not in told]
        told |= wrong.keys()
    if disagreements:
        return Allocation((), "", _say_disagreement(disagreements))
    return Allocation((), "Alla belopp är de som parametrarna ger.")


def _restore(snapshot: Snapshot, tab: Tab, cells: Iterable[Cell]) -> tuple[SetFormula | SetValues, ...]:
    """Give the formulas that were written over: in every step on Beräkning, in the amounts alone on Fördelning."""
    rows, columns = (set(numbers) for numbers in zip(*cells, strict=True))
    if tab is Tab.CALCULATION:
        columns = set(open_table(snapshot, TableName.CALCULATION).headings().values())
    return tuple(restore_formulas(open_sheet(snapshot, tab), sorted(rows), sorted(columns)))


def _holds(value: Value, kr: Kr) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and exact(value) == exact(kr)


def _find_steps(snapshot: Snapshot) -> dict[Pair, Cell]:
    """Find the amounts on Beräkning."""
    table = open_table(snapshot, TableName.CALCULATION)
    return {pair: table.cell(row, Column.ALLOCATED) for pair, row in _find_rows(table).items()}


def _find_payers(snapshot: Snapshot) -> set[Pair]:
    """Find who takes part in which cost item, on Beräkning."""
    table = open_table(snapshot, TableName.CALCULATION)
    return {pair for pair, row in _find_rows(table).items() if table.value(row, Column.TAKES_PART) != 0}


def _find_rows(table: LivingTable) -> dict[Pair, int]:
    """Find the row of Beräkning for each cost item and member."""
    pairs = {(table.value(row, Column.ITEM), table.value(row, Column.MEMBER)): row for row in table.rows}
    return {
        (item, member): row
        for (item, member), row in pairs.items()
        if isinstance(item, str) and isinstance(member, str) and item and member
    }


def _find_shown(snapshot: Snapshot) -> dict[Pair, Cell]:
    """Find the amounts on Fördelning, by its headings and its first column."""
    sheet = open_sheet(snapshot, Tab.ALLOCATION)
    top = next((row for row, line in enumerate(sheet.rows, 1) if line[:1] == (Column.MEMBER,)), None)
    if top is None:
        raise WorkbookError(f"Bladet {Tab.ALLOCATION} har ingen rubrik {Column.MEMBER} i kolumn A.", _NO_ROOM)
    headings = {column: text for column, text in enumerate(sheet.rows[top - 1], 1) if isinstance(text, str)}
    return {
        (item, line[0]): (row, column)
        for row, line in enumerate(sheet.rows[top:], top + 1)
        if line and isinstance(line[0], str)
        for column, item in headings.items()
        if column > 1
    }


def _say_corrected(sheet: Sheet, edits: Sequence[SetFormula | SetValues]) -> str:
    listed = []
    for edit in edits[:_SHOWN]:
        said = describe_cell(sheet, edit.cell)
        if isinstance(edit, SetFormula):
            listed.append(f"{said} i stället för kolumnens formel, som är tillbaka")
        else:
            listed.append(f"{said} enligt boken men {_kr(edit.rows[0][0])} enligt parametrarna, och det står där nu")
    more = f"; och {format_number(len(edits) - _SHOWN)} till" if len(edits) > _SHOWN else ""
    return f"Rättat: {'; '.join(listed)}{more}."


def _disagree(sheet: Sheet, cell: Cell, kr: Kr) -> str:
    return f"{describe_cell(sheet, cell)} enligt sin formel men {_kr(float(kr))} enligt parametrarna"


def _say_disagreement(disagreements: Sequence[tuple[Sheet, Cell, Kr]]) -> str:
    listed = "; ".join(_disagree(*one) for one in disagreements[:_SHOWN])
    more = f"; och {format_number(len(disagreements) - _SHOWN)} till" if len(disagreements) > _SHOWN else ""
    return (
        f"Stämmer inte: {listed}{more}. Formlerna står kvar som de var. Är en rad eller "
        "kolumn borttagen: ångra det, och töm raden i stället. Annars: jämför formlerna med dem i en orörd bok."
    )


def _kr(value: Value) -> str:
    return format_kr(value) if isinstance(value, int | float) else str(value)


def describe_changes(before: Snapshot, after: Snapshot) -> str:
    """Say which amounts of Fördelning are other ones than before.

    Args:
        before: the workbook with the values that stood in it.
        after: the workbook recalculated.

    Returns:
        One Swedish sentence: how many amounts changed, of which cost items, and the total. Who stands outside an item
        both before and after has no amount.
    """
    places = _find_shown(after)
    old_sheet, new_sheet = open_sheet(before, Tab.ALLOCATION), open_sheet(after, Tab.ALLOCATION)
    payers = _find_payers(after)
    steps = [
        pair
        for pair in _find_steps(after)
        if pair in places and (pair in payers or _amount(old_sheet.value(places[pair])))
    ]
    new = {pair: _amount(new_sheet.value(places[pair])) for pair in steps}
    old = {pair: old_sheet.value(places[pair]) for pair in steps}
    total = f"fördelat är {format_kr(_sum(new.values()))}"
    if all(value is None for value in old.values()):
        return f"Räknade fram {format_number(len(new))} belopp, som boken inte hade några värden för; {total}."
    changed = [pair for pair in steps if new[pair] != _amount(old[pair])]
    if not changed:
        return f"Inget av {format_number(len(new))} belopp ändrades; {total}."
    counts: dict[str, int] = {}
    for item, _ in changed:
        counts[item] = counts.get(item, 0) + 1
    listed = ", ".join(f"{item} {format_number(count)}" for item, count in counts.items())
    moved = _sum(new.values()) - _sum(map(_amount, old.values()))
    step = "lika mycket som förut" if not moved else f"{format_kr(abs(moved))} {'mer' if moved > 0 else 'mindre'}"
    return f"{format_number(len(changed))} av {format_number(len(new))} belopp ändrades ({listed}); {total}, {step}."


def _sum(amounts: Iterable[Fraction]) -> Fraction:
    return sum(amounts, Fraction(0))


def _amount(value: Value) -> Fraction:
    return exact(value) if isinstance(value, int | float) else Fraction(0)
