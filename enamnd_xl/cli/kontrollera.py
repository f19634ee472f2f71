"""`enamnd kontrollera`: reconcile workbooks and tell what does not add up."""

import argparse
import sys

from enamnd_xl.api import check_files, find_workbooks
from enamnd_xl.cli.progress import progress_bar
from enamnd_xl.reconcile.formats import FORMATS, write_report
from enamnd_xl.reconcile.report import FileReport, Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("paths", nargs="+", metavar="SÖKVÄG", help="arbetsböcker och mappar")
    parser.add_argument("--format", choices=FORMATS, default="text", help="resultatets form (text om inget anges)")
    parser.add_argument("--jobb", type=_count, default=1, metavar="N", help="så många filer läses samtidigt")
    parser.add_argument(
        "--lasare",
        choices=("snabb", "openpyxl"),
        default="snabb",
        help="läsare: den snabba (om inget anges) eller referensläsaren openpyxl",
    )


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"{text!r} ska vara ett heltal från 1 till 256")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Reconcile the files and print what was found."""
    found = find_workbooks(options.paths)
    for note in found.notes:
        print(note, file=sys.stderr)
    with progress_bar(len(found.files)) as advance:
        checked = check_files(found.files, reader=options.lasare, jobs=options.jobb, on_done=advance)
    report = Report((*(FileReport(path, reason=reason) for path, reason in found.missing), *checked))
    print(write_report(report, options.format))
    return report.exit_code
