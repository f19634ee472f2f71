"""`enamnd nytt-ar`: the living workbook of a year made into that of the next, as a copy."""

import argparse
from pathlib import Path
from typing import NamedTuple

from enamnd_xl.actions.new_year import make_new_year
from enamnd_xl.actions.new_year.decisions import list_decisions
from enamnd_xl.actions.new_year.wishes import Wishes, parse_amounts, parse_members, parse_percents
from enamnd_xl.actions.store_populations import list_members, store_populations
from enamnd_xl.api import check_file
from enamnd_xl.cli.copy_arguments import add_copy_arguments, check_copy
from enamnd_xl.files.draft import Draft, draft
from enamnd_xl.files.statistics import read_populations
from enamnd_xl.reconcile.finding import Severity


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_copy_arguments(parser)
    parser.add_argument("--ar", dest="year", metavar="ÅR", type=int, required=True, help="det nya budgetåret")
    for flag, name, example, about in (
        ("--upprakning", "uplifts", "[NAMN=]PROCENT", 'uppräkning från förra året: "3 %%", eller "E-arkiv=2,5 %%"'),
        ("--belopp", "amounts", "DELPOST=BELOPP", "en delposts nya belopp, som inte räknas upp"),
        ("--kostnad", "costs", "TJÄNST=KR", "en tjänsts nya kostnadsbudget"),
        ("--ansluter", "joining", "NAMN: KOMMUN", 'vem som ansluter: "E-arkiv: Arvidsjaur"; alla: hela nämnden'),
        ("--lamnar", "leaving", "NAMN: KOMMUN", "vem som lämnar, på samma sätt"),
    ):
        parser.add_argument(flag, dest=name, metavar=example, nargs="+", action="extend", default=[], help=about)
    parser.add_argument("--folkmangd", dest="people", metavar="FIL", type=Path, help="folkmängd från SCB att läsa in")
    keys = parser.add_mutually_exclusive_group()
    keys.add_argument(
        "--nyckelar",
        dest="key_year",
        metavar="ÅR",
        type=int,
        help="fördela efter folkmängden 31 december det året (året före det nya om inget anges)",
    )
    keys.add_argument(
        "--behall-nyckeldatum", dest="keeps", action="store_true", help="låt varje delpost ha det nyckeldatum den har"
    )


def run(options: argparse.Namespace) -> int:
    """Make the new year's workbook, and say what was done and what is left to decide."""
    wishes = read_wishes(options)
    check_copy(options)
    new = renew(draft(options.book), wishes, options.people)
    new.book.save(options.target)
    wrong = [each for each in check_file(str(options.target)).findings if each.severity is Severity.FEL]
    verdict = (
        f"Avstämningen av den nya boken ger {len(wrong)} fel: kör `enamnd kontrollera {options.target}`."
        if wrong
        else "Avstämningen av den nya boken ger inga fel."
    )
    written = f"Boken för {options.year} är skriven till {options.target}."
    print("\n".join([*new.said, "", *new.decisions, "", verdict, written]))
    return 1 if wrong else 0


class NewBook(NamedTuple):
    """The new year's workbook before it is written, what was done to make it, and what is left to decide."""

    book: Draft
    said: list[str]
    decisions: list[str]


def renew(book: Draft, wishes: Wishes, people: Path | None = None) -> NewBook:
    """Make the new year's workbook, with the populations of a file first when there is one.

    Raises:
        EnamndError: the workbook, the wishes or the file will not do.
    """
    said: list[str] = []
    if people:
        found = read_populations(people, list_members(book.snapshot))
        outcome = store_populations(book.snapshot, found.people, found.source)
        book = book.with_edits(outcome.edits)
        said += [outcome.sentence, *found.notes]
    new = make_new_year(book.snapshot, wishes)
    after = book.with_edits(new.edits)
    said += [*new.sentences, *filter(None, [after.unchecked])]
    return NewBook(after, said, list(list_decisions(new.decisions)))


def read_wishes(options: argparse.Namespace) -> Wishes:
    """Give what the arguments say of the new year.

    Raises:
        InputError: an argument is not written as it should.
    """
    return Wishes(
        options.year,
        parse_percents(options.uplifts),
        parse_amounts(options.amounts),
        parse_amounts(options.costs),
        options.key_year,
        options.keeps,
        parse_members(options.joining),
        parse_members(options.leaving),
    )
