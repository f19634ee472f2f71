"""`enamnd harled`: tell which rule made each column of amounts."""

import argparse
import json
from itertools import groupby
from pathlib import Path

from enamnd_xl.actions.infer_rules import Inferred, infer_rules
from enamnd_xl.files.read import read
from enamnd_xl.one_file import workpaper


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("book", metavar="BOK", help="arbetsboken vars belopp ska förklaras")
    parser.add_argument(
        "--underlag",
        nargs="+",
        action="extend",
        default=[],
        metavar="BOK",
        help="andra böcker, med folkmängd eller tidigare belopp",
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="resultatets form (text om inget anges)"
    )


def run(options: argparse.Namespace) -> int:
    """Infer the rules and print them."""
    paths = [options.book, *options.underlag]
    inferred = infer_rules([(Path(path).name, workpaper(path, read(path)).snapshot) for path in paths])
    if options.format == "json":
        told = {"version": 1, "columns": [column.to_dict() for column in inferred.columns]}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print(_write(inferred))
    return 0


def _write(inferred: Inferred) -> str:
    lines: list[str] = []
    for sheet, columns in groupby(inferred.columns, key=lambda column: column.sheet):
        lines += [sheet, *(f"  {column.heading}: {column.explain()}" for column in columns), ""]
    return "\n".join([*lines, inferred.sentence])
