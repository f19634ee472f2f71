"""`enamnd kontrollera`: reconcile workbooks and tell what does not add up."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from enamnd_xl.api import check_files, check_files_on_cluster, count_cores, find_workbooks
from enamnd_xl.cli.copy_arguments import add_overwrite_argument, check_not_there
from enamnd_xl.cli.progress import progress_bar
from enamnd_xl.errors import InputError
from enamnd_xl.reconcile.formats import FORMATS, write_report
from enamnd_xl.reconcile.report import FileReport, Report, Status
from enamnd_xl.reconcile.silence import Known, Silence, known_findings, parse_silence, silence_known, unused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("paths", nargs="+", metavar="SÖKVÄG", help="arbetsböcker och mappar")
    parser.add_argument("--format", choices=FORMATS, default="text", help="resultatets form (text om inget anges)")
    parser.add_argument(
        "--jobb",
        type=_count,
        metavar="N",
        help="så många filer kontrolleras samtidigt (en per processorkärna om inget anges)",
    )
    parser.add_argument(
        "--motor",
        choices=("lokal", "dask"),
        default="lokal",
        help="var filerna kontrolleras: på den här datorn (om inget anges) eller på ett Dask-kluster",
    )
    parser.add_argument(
        "--kluster",
        metavar="ADRESS",
        help="Dask-klustrets schemaläggare, till exempel tcp://värd:8786 (annars den i Dasks inställningar)",
    )
    parser.add_argument(
        "--lasare",
        choices=("snabb", "openpyxl"),
        default="snabb",
        help="läsare: den snabba (om inget anges) eller referensläsaren openpyxl",
    )
    parser.add_argument(
        "--tysta",
        action="append",
        default=[],
        metavar="KOD[:BLAD[!CELL]]=SKÄL",
        help="tysta en regel, överallt eller på ett blad eller i en cell; skälet redovisas",
    )
    parser.add_argument("--baslinje", metavar="FIL", help="tidigare rapport (json): fynd som fanns där räknas inte")
    parser.add_argument("--markera", metavar="UT", help="skriv en kopia med fynden markerade och bladet Avstämning")
    add_overwrite_argument(parser)


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"{text!r} ska vara ett heltal från 1 till 256")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Reconcile the files and print what was found."""
    if options.markera:
        check_not_there(Path(options.markera), options.overwrites)
    silences = [_read_silence(text) for text in options.tysta]
    known = _read_baseline(options.baslinje) if options.baslinje else {}
    found = find_workbooks(options.paths)
    for note in found.notes:
        print(note, file=sys.stderr)
    with progress_bar(len(found.files)) as advance:
        how = {"reader": options.lasare, "silences": silences, "on_done": advance}
        if options.motor == "dask":
            checked = check_files_on_cluster(found.files, options.kluster, **how)
        else:
            checked = check_files(found.files, jobs=options.jobb or count_cores(), **how)
    reason = f"Fanns i baslinjen {options.baslinje}."
    files = [FileReport(path, reason=why) for path, why in found.missing]
    for file in checked:
        before = known.get(Path(file.path).name, ())
        files.append(file._replace(findings=silence_known(file.findings, before, reason)))
    report = Report(tuple(files))
    for one in unused(silences, [finding for file in files for finding in file.findings]):
        where = one.sheet + (f"!{one.cell}" if one.cell else "")
        print(f"--tysta {one.code}{where and f':{where}'} tystade inget fynd.", file=sys.stderr)
    print(write_report(report, options.format))
    if options.markera:
        print(_write_marked(files, options.markera), file=sys.stderr)
    return report.exit_code


def _read_silence(text: str) -> Silence:
    from enamnd_xl.reconcile.registry import rules

    silence = parse_silence(text)
    if silence.code not in {rule.code for rule in rules()}:
        raise InputError(f"Det finns ingen regel {silence.code}.", "Skriv `enamnd regel` för att se alla.")
    return silence


def _write_marked(files: Sequence[FileReport], target: str) -> str:
    if len(files) != 1 or files[0].status is Status.UNREADABLE:
        raise InputError("--markera tar en läsbar arbetsbok åt gången.", "Kör kommandot en gång för varje bok.")
    from enamnd_xl.files.copies import write_marked_copy
    from enamnd_xl.files.read import read

    (file,) = files
    sentence = write_marked_copy(Path(file.path), Path(target), read(file.path).snapshot, file.findings)
    return f"{sentence} Kopian är sparad som {target}."


def _read_baseline(path: str) -> Mapping[str, Sequence[Known]]:
    import json

    try:
        return known_findings(json.loads(Path(path).read_text("utf-8")))
    except OSError as cause:
        raise InputError(f"Baslinjen {path} kan inte läsas ({cause.strerror}).", "Kontrollera sökvägen.") from cause
    except ValueError as cause:
        raise InputError(
            f"Baslinjen {path} är ingen JSON-fil.", "Gör den med `enamnd kontrollera --format json`."
        ) from cause
