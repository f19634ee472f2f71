"""What an action comes to. An action is a function ``(snapshot, ...) -> Outcome(edits, sentence)``.

It is pure: it reads nothing but its arguments and changes nothing. The face, a button in Excel or a command, makes the
edits and says the sentence; before it writes over cells it shows what list_overwritten gives. An action that cannot do
its work raises an EnamndError, and then nothing is changed. Doing an action twice gives what doing it once gives.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from enamnd_xl.money import format_number
from enamnd_xl.workbook.address import to_a1
from enamnd_xl.workbook.changes import Change, list_changes
from enamnd_xl.workbook.edits import Edit
from enamnd_xl.workbook.snapshot import Snapshot, Value
from enamnd_xl.workbook.swedish import swedish_logical

_SHOWN = 60  # characters of a text or a formula in a list


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action does to a workbook.

    Args:
        edits: what to write, in order; none when there is nothing to do.
        sentence: Swedish: what was found or is changed, one sentence that begins with a capital.
    """

    edits: tuple[Edit, ...]
    sentence: str


def list_overwritten(snapshot: Snapshot, edits: Iterable[Edit]) -> tuple[str, ...]:
    """List in Swedish the cells with content that edits give another content; marks and our own sheets left out.

    >>> from enamnd_xl.workbook.edits import SetValues
    >>> from enamnd_xl.workbook.snapshot import Sheet
    >>> book = Snapshot((Sheet("Budget", ((200, None),)),))
    >>> list_overwritten(book, [SetValues("Budget", (1, 1), ((250, 5),))])
    ('Budget!A1: 200 blir 250',)
    """
    return tuple(_describe(change) for change in _overwriting(list_changes(snapshot, edits)))


def _overwriting(changes: Iterable[Change]) -> Iterator[Change]:
    return (change for change in changes if change.before is not None or change.formula_before is not None)


def _describe(change: Change) -> str:
    before, after = _show(change.before, change.formula_before), _show(change.after, change.formula_after)
    return f"{change.sheet}!{to_a1(change.cell)}: {before} blir {after}"


def _show(value: Value, formula: str | None) -> str:
    if formula is not None:
        return f"={_shorten(formula)}"
    if value is None:
        return "tom"
    if isinstance(value, bool):
        return swedish_logical(value)
    if isinstance(value, int | float):
        return format_number(value)
    return f"»{_shorten(value)}«" if isinstance(value, str) else str(value)


def _shorten(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
