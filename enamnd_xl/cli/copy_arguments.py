"""What the commands that write a copy of a workbook share: their arguments, and that nothing is overwritten unasked."""

import argparse
from pathlib import Path

from enamnd_xl.errors import InputError


def add_copy_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments for the workbook and for the copy of it that is written."""
    parser.add_argument("book", metavar="BOK", type=Path, help="arbetsboken; den ändras aldrig")
    parser.add_argument("--ut", dest="target", metavar="KOPIA", type=Path, required=True, help="kopian som skrivs")
    add_overwrite_argument(parser)


def add_overwrite_argument(parser: argparse.ArgumentParser) -> None:
    """Declare the argument that lets a copy replace a file that is there."""
    parser.add_argument("--skriv-over", dest="overwrites", action="store_true", help="ersätt kopian om den redan finns")


def check_copy(options: argparse.Namespace) -> None:
    """Make sure that the copy can be written where it is wanted, before any work is done.

    Raises:
        InputError: see check_target and check_not_there.
        WorkbookError: see check_target.
    """
    from enamnd_xl.files.edit_copy import check_target  # here, for `kontrollera` needs none of it

    check_target(options.book, options.target)
    check_not_there(options.target, options.overwrites)


def check_not_there(target: Path, overwrites: bool) -> None:
    """Make sure that nothing stands where a file is to be written, unless it may be replaced.

    Raises:
        InputError: a file stands there.
    """
    if target.exists() and not overwrites:
        raise InputError(
            f"{target} finns redan och har inte ändrats.",
            "Ange ett annat namn, eller lägg till --skriv-over för att ersätta filen.",
        )
