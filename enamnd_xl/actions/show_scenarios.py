"""Jämför nycklar, the button: the scenarios on the sheet Scenario worked out, or an example to change put there."""

from collections.abc import Iterator

from enamnd_xl.actions.board_parameters import read_parameters
from enamnd_xl.actions.compare_keys import compare_keys
from enamnd_xl.actions.outcome import Outcome
from enamnd_xl.actions.read_scenarios import read_scenarios
from enamnd_xl.actions.scenario_sheet import put_comparison
from enamnd_xl.actions.scenarios import SHEET, Change, Scenario
from enamnd_xl.allocation.item import Item, Key
from enamnd_xl.books.living.words import Column, Tab
from enamnd_xl.errors import InputError
from enamnd_xl.workbook.snapshot import Snapshot, Value

_HALF = 0.5


def show_scenarios(snapshot: Snapshot) -> Outcome:
    """Work out the scenarios on the sheet Scenario; where there are none, put an example there.

    Args:
        snapshot: a living workbook, with the values that its formulas give.

    Raises:
        WorkbookError: a parameter of the workbook is wrong.
        InputError: a scenario cannot be worked out; it says which.
    """
    scenarios = read_scenarios(snapshot)
    if scenarios:
        return put_comparison(compare_keys(snapshot, scenarios))
    for example in _examples(read_parameters(snapshot).items):
        try:
            comparison = compare_keys(snapshot, [example])
        except InputError:  # an item that this cannot be done to; the next may do
            continue
        if any(payment.change for payment in comparison.outlooks[1].payments):
            return Outcome(
                put_comparison(comparison).edits,
                f"Bladet {SHEET} har fått ett exempel: {example.changes[0].item} med en annan nyckel. Skriv dina egna "
                "scenarier i raderna överst, en rad för varje delpost som ändras, och tryck på knappen igen.",
            )
    raise InputError(
        "Ingen delpost går att fördela på ett annat sätt.",
        f"Fyll i belopp på bladet {Tab.ITEMS} och folkmängd på bladet {Tab.MEMBERS}.",
    )


def _examples(items: tuple[Item, ...]) -> Iterator[Scenario]:
    """Give for each cost item a scenario that shares it in another way."""
    for item in items:
        if item.key in (Key.EQUAL, Key.POPULATION):
            settings: dict[Column, Value] = {Column.KEY: str(Key.MIX), Column.EQUAL_SHARE: _HALF}
            yield Scenario("Hälften rakt", (Change(item.name, settings),))
        else:
            yield Scenario("Allt rakt", (Change(item.name, {Column.KEY: str(Key.EQUAL)}),))
