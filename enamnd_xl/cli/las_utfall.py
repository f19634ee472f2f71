"""`enamnd las-utfall`: read ledgers into the outcome of a living workbook."""

import argparse
from dataclasses import replace
from pathlib import Path

from enamnd_xl.actions.store_outcome import read_accounts, store_outcome
from enamnd_xl.actions.update_follow_up import follow_reading
from enamnd_xl.cli.copy_arguments import add_copy_arguments, check_copy
from enamnd_xl.cli.progress import progress_bar
from enamnd_xl.files.draft import draft
from enamnd_xl.files.ledger import read_ledger
from enamnd_xl.followup.actuals import Reading, collect_actuals
from enamnd_xl.followup.periods import parse_period
from enamnd_xl.followup.summary import summarize_reading
from enamnd_xl.workbook.changes import apply_edits


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_copy_arguments(parser)
    parser.add_argument("files", metavar="FIL", type=Path, nargs="+", help="huvudböcker: SIE 1–4, CSV eller Excel")
    parser.add_argument("--period", metavar="ÅÅÅÅ-MM", help="sista månaden som läses (hela filen om inget anges)")
    parser.add_argument(
        "--kalla",
        dest="source",
        metavar="NAMN",
        help="vems böcker det är (företaget i en SIE-fil, annars filens namn, om inget anges): det som står på Utfall "
        "från samma källa ersätts, och det från andra räknas också",
    )


def run(options: argparse.Namespace) -> int:
    """Read the files, put what was booked into a copy of the workbook, and say how it went."""
    check_copy(options)
    until = parse_period(options.period) if options.period else None
    book = draft(options.book)
    accounts = read_accounts(book.snapshot)
    dimensions = {row.dimension for row in accounts if row.dimension}
    readings: list[Reading] = []
    with progress_bar(len(options.files), doing="Läser", least=1) as advance:
        for path in options.files:
            ledger = read_ledger(path, dimensions)
            ledger = replace(ledger, source=options.source) if options.source else ledger
            readings.append(collect_actuals(ledger, accounts, until))
            advance(str(path))
    outcome = store_outcome(book.snapshot, readings, is_named=bool(options.source))
    covered = [period for reading in readings for period in reading.covered]
    followed = follow_reading(apply_edits(book.snapshot, outcome.edits), covered)
    after = book.with_edits((*outcome.edits, *followed.edits))
    after.save(options.target)
    said = [sentence for reading in readings for sentence in summarize_reading(reading)]
    said += [outcome.sentence, followed.sentence, after.unchecked, f"Kopian är skriven till {options.target}."]
    print("\n".join(filter(None, said)))
    return 0
