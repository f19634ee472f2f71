"""`enamnd summor`: tell which cells are sums of which."""

import argparse
import sys

from enamnd_xl.api import find_workbooks, list_sums
from enamnd_xl.reconcile.summary import SumsOfFile, sums_to_dict, write_sums


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("paths", nargs="+", metavar="SÖKVÄG", help="arbetsböcker och mappar")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="resultatets form (text om inget anges)"
    )
    parser.add_argument("--lasare", choices=("snabb", "openpyxl"), default="snabb", help="läsare: snabb eller openpyxl")


def run(options: argparse.Namespace) -> int:
    """List the sums and print them."""
    found = find_workbooks(options.paths)
    for note in found.notes:
        print(note, file=sys.stderr)
    files = [SumsOfFile(path, reason=reason) for path, reason in found.missing]
    files += list_sums(found.files, reader=options.lasare)
    if options.format == "json":
        import json

        print(json.dumps(sums_to_dict(files), ensure_ascii=False, indent=2))
    else:
        print(write_sums(files))
    return 2 if not files or any(file.reason for file in files) else 0
