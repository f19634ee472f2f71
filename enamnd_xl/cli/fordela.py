"""`enamnd fordela`: share the costs anew after the parameters of a living workbook have changed."""

import argparse
from typing import NamedTuple

from enamnd_xl.actions.allocate import allocate_items, describe_changes
from enamnd_xl.actions.check_parameters import find_doubts
from enamnd_xl.cli.copy_arguments import add_copy_arguments, check_copy
from enamnd_xl.errors import WorkbookError
from enamnd_xl.files.draft import Draft, draft

_ROUNDS = 6  # formulas back, then amounts, on Beräkning and on Fördelning; and a round that finds all in order


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_copy_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Recalculate the workbook into a copy and say what changed.

    Returns:
        The exit code: 1 when a formula of the book gives another amount than its parameters.
    """
    check_copy(options)
    shared = share_anew(draft(options.book))
    shared.book.save(options.target)
    print("\n".join([*shared.said, f"Kopian är skriven till {options.target}."]))
    return 1 if shared.disagrees else 0


class Shared(NamedTuple):
    """A workbook with its costs shared anew, what changed, and whether a formula gives another amount."""

    book: Draft
    said: list[str]
    disagrees: bool


def share_anew(book: Draft) -> Shared:
    """Put formulas and amounts right, until all are as the parameters say.

    Raises:
        EnamndError: the parameters will not do, or the amounts do not come right.
    """
    before, said = book.stored, [""]
    for _ in range(_ROUNDS):
        outcome = allocate_items(book.snapshot)
        if not outcome.edits:
            break
        said.append(outcome.sentence)
        book = book.with_edits(outcome.edits)
    else:
        raise WorkbookError(f"Beloppen går inte att få rätt. {said[-1]}", "Jämför bladens formler med en orörd bok.")
    said[0] = describe_changes(before, book.snapshot)
    said += [f"Kontrollera: {doubt.message} {doubt.hint}" for doubt in find_doubts(book.snapshot)]
    said += [outcome.disagreement, book.unchecked]
    return Shared(book, list(filter(None, said)), bool(outcome.disagreement))
