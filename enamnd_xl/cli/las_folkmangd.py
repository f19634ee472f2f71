"""`enamnd las-folkmangd`: read populations from Statistics Sweden into a living workbook."""

import argparse
from dataclasses import replace
from pathlib import Path

from enamnd_xl.actions.allocate import describe_changes
from enamnd_xl.actions.store_populations import list_members, store_populations
from enamnd_xl.cli.copy_arguments import add_copy_arguments, check_copy
from enamnd_xl.errors import InputError
from enamnd_xl.files.draft import draft
from enamnd_xl.files.statistics import Populations, read_populations


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_copy_arguments(parser)
    parser.add_argument("file", metavar="FIL", type=Path, help="folkmängden från SCB, som CSV eller JSON-stat2")
    parser.add_argument(
        "--ar", dest="years", metavar="ÅR", type=int, nargs="+", help="bara de här åren (alla i filen om inget anges)"
    )


def run(options: argparse.Namespace) -> int:
    """Read the file, put its populations into a copy of the workbook, and say what changed."""
    check_copy(options)
    book = draft(options.book)
    found = read_populations(options.file, list_members(book.snapshot))
    if options.years:
        found = _choose_years(options.file, found, set(options.years))
    updated = f", uppdaterad {found.updated}" if found.updated else ""
    outcome = store_populations(book.snapshot, found.people, f"{found.source}{updated}")
    after = book.with_edits(outcome.edits)
    changes = describe_changes(book.snapshot, after.snapshot)
    after.save(options.target)
    said = (outcome.sentence, *found.notes, changes, after.unchecked, f"Kopian är skriven till {options.target}.")
    print("\n".join(filter(None, said)))
    return 0


def _choose_years(file: Path, found: Populations, years: set[int]) -> Populations:
    """Keep some of the years.

    Raises:
        InputError: the file lacks one.
    """
    there = {year for counts in found.people.values() for year in counts}
    if years - there:
        raise InputError(
            f"{file.name} saknar år {', '.join(map(str, sorted(years - there)))}.",
            f"Filen har {', '.join(map(str, sorted(there)))}.",
        )
    people = {
        code: {year: count for year, count in counts.items() if year in years} for code, counts in found.people.items()
    }
    return replace(found, people=people)
