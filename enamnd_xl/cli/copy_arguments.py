"""What the commands that write a copy of a workbook share: their arguments."""

import argparse
from pathlib import Path


def add_copy_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments for the workbook and for the copy of it that is written."""
    parser.add_argument("book", metavar="BOK", type=Path, help="arbetsboken; den ändras aldrig")
    parser.add_argument("--ut", dest="target", metavar="KOPIA", type=Path, required=True, help="kopian som skrivs")
