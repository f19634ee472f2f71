"""Measure, as ratios in one run: `make bench`.

The limit is what nobody gets below: unzip every sheet and run expat over it without handlers. Everything is measured in
turns, so that a slow moment hits all alike; the least of the turns counts. No figure here fails anything.
"""

import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.parsers.expat import ParserCreate

import openpyxl

from bench_inputs import make_inputs
from enamnd_xl.api import check_file

TURNS = 5


def scan(path: Path) -> None:
    """Do the least that reading a workbook takes."""
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name.startswith("xl/") and name.endswith(".xml"):
                ParserCreate().Parse(book.read(name), True)


def load_twice(path: Path) -> None:
    """Read values and formulas with openpyxl, which takes two loads."""
    for data_only in (True, False):
        openpyxl.load_workbook(path, data_only=data_only)


def milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def measure(jobs: dict[str, Callable[[], object]], turns: int = TURNS) -> dict[str, float]:
    """Run jobs in turns and give the least time of each, in milliseconds."""
    best = dict.fromkeys(jobs, float("inf"))
    for _ in range(turns):
        for name, job in jobs.items():
            best[name] = min(best[name], milliseconds(job))
    return best


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = make_inputs(Path(folder))
        print("hela kontrollen med omräkning, i processen; ms och gånger gränsen (uppackning + expat utan hanterare)")
        print(f"{'bok':4}{'gräns':>10}{'kontroll':>12}{'openpyxl':>12}{'kontroll/gräns':>16}{'openpyxl/kontroll':>19}")
        for size, path in paths.items():
            jobs: dict[str, Callable[[], object]] = {
                "limit": lambda path=path: scan(path),
                "check": lambda path=path: check_file(str(path)),
                "openpyxl": lambda path=path: load_twice(path),
            }
            best = measure(jobs, turns=TURNS if size != "L" else 2)
            print(
                f"{size:4}{best['limit']:10.1f}{best['check']:12.1f}{best['openpyxl']:12.1f}"
                f"{best['check'] / best['limit']:16.1f}{best['openpyxl'] / best['check']:19.1f}"
            )
        whole = {
            "bare": [sys.executable, "-c", "pass"],
            "check": [sys.executable, "-m", "enamnd_xl", "kontrollera", str(paths["S"])],
        }
        runs = {name: lambda words=words: subprocess.run(words, capture_output=True) for name, words in whole.items()}
        best = measure(runs, turns=2 * TURNS)
        print(f"S som hel process: {best['check'] - best['bare']:.0f} ms över den tomma tolkens {best['bare']:.0f} ms")


if __name__ == "__main__":
    main()
