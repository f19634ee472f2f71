"""Measure, as ratios in one run: `make bench`.

The limit is what nobody gets below: unzip every sheet and run expat over it without handlers. What is measured is the
processor time of the work and of the processes it starts, which other work on the machine disturbs less than the clock.
Everything that is compared runs in turns, so that a slow moment hits all alike; the least of the turns counts. No
figure here fails anything.
"""

import gc
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias
from xml.parsers.expat import ParserCreate

import openpyxl
import python_calamine

from bench_inference import measure_chance, measure_rules
from bench_inputs import make_inputs
from enamnd_xl.allocation import round_table
from enamnd_xl.api import check_file, check_files
from enamnd_xl.files.ledger import read_ledger
from enamnd_xl.files.read import read
from enamnd_xl.files.recalculate import recalculate
from enamnd_xl.followup.actuals import collect_actuals
from enamnd_xl.followup.mapping import read_mapping
from enamnd_xl.functions import CELL_FUNCTIONS
from make_ledger import make_ledger

Job: TypeAlias = Callable[[], object]

MEMBERS = 290  # Source: Sweden has 290 municipalities
SERVICES = 60
TRANSACTIONS = 200_000
TURNS = {"S": 7, "M": 5, "L": 2}
LIVING = Path(__file__).parents[1] / "workbooks" / "enamnd_2025.xlsx"


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


def load_values(path: Path) -> None:
    """Read the values alone with python-calamine."""
    book = python_calamine.load_workbook(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def convert(path: Path) -> None:
    """Let LibreOffice open, recalculate and save the workbook."""
    words = [
        "soffice",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(path.parent / "ut"),
    ]
    subprocess.run([*words, str(path)], capture_output=True, check=True)


def processor_ms() -> float:
    """Give the processor time that this process and those it has waited for have used, in milliseconds."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used) * 1000


def measure(jobs: Mapping[str, Job], turns: int) -> dict[str, float]:
    """Run jobs in turns and give the least time of each, in milliseconds."""
    best = dict.fromkeys(jobs, float("inf"))
    for _ in range(turns):
        for name, job in jobs.items():
            gc.collect()  # of what the job before it has left
            start = processor_ms()
            job()
            best[name] = min(best[name], processor_ms() - start)
    return best


def check_here(path: Path) -> None:
    """Check a book in this process as a worker does it: without the collector of cycles."""
    gc.disable()
    try:
        check_file(str(path))
    finally:
        gc.enable()


def compare_readers(paths: Mapping[str, Path]) -> None:
    """Set the whole check against the limit and the other readers, all in this process, and beside it in a worker."""
    check_file(str(paths["S"]))  # what it imports is measured with the small book as a whole process
    print("Hela kontrollen med full omräkning, ms processortid; gränsen är uppackning och expat utan hanterare")
    print("bok     gräns  kontroll  openpyxl  calamine   kontroll/gräns  openpyxl/kontroll  i arbetsprocess  /gräns")
    for size, path in paths.items():
        jobs: dict[str, Job] = {
            "limit": lambda path=path: scan(path),
            "check": lambda path=path: check_here(path),
            "worker": lambda path=path: check_files([str(path)]),
            "calamine": lambda path=path: load_values(path),
        }
        best = measure(jobs, TURNS[size])
        best |= measure({"openpyxl": lambda path=path: load_twice(path)}, 1 if size == "L" else 2)
        print(
            f"{size:4}{best['limit']:9.1f}{best['check']:10.1f}{best['openpyxl']:10.1f}{best['calamine']:10.1f}"
            f"{best['check'] / best['limit']:17.1f}{best['openpyxl'] / best['check']:19.1f}"
            f"{best['worker']:17.1f}{best['worker'] / best['limit']:8.1f}"
        )
    if shutil.which("soffice"):
        best = measure({"soffice": lambda: convert(paths["M"])}, 1)
        print(f"M genom soffice --convert-to: {best['soffice']:.0f} ms")
    else:
        print("soffice finns inte här: inte mätt")


def command(*words: str) -> Job:
    """Make a job of a Python process, which may keep the bytecode of its modules as any user's does."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return lambda: subprocess.run([sys.executable, *words], capture_output=True, env=kept)


def start_cold(small: Path) -> None:
    """Measure the command on the small book as a whole process, over an interpreter that does nothing."""
    jobs = {"bare": command("-c", "pass"), "check": command("-m", "enamnd_xl", "kontrollera", str(small))}
    measure(jobs, 1)  # so that the bytecode is there
    best = measure(jobs, 10)
    print(f"S som hel process: {best['check'] - best['bare']:.0f} ms över den tomma tolkens {best['bare']:.0f} ms")


def peak_memory(large: Path) -> None:
    """Tell the most memory that the worker has had for the large book."""
    code = (
        "import resource, sys; from enamnd_xl.api import check_files; check_files(sys.argv[1:]);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    told = subprocess.run([sys.executable, "-c", code, str(large)], capture_output=True, text=True, check=True)
    print(f"L: högst {int(told.stdout) / 1024:.0f} MB minne i arbetsprocessen")


def check_many(small: Path) -> None:
    """Check a folder with one worker and with two; here it is the time on the clock that matters."""
    folder = small.parent / "mapp"
    folder.mkdir()
    for number in range(60):
        shutil.copy(small, folder / f"{number}.xlsx")
    for jobs in (1, 2):
        timed = command("-m", "enamnd_xl", "kontrollera", str(folder), "--jobb", str(jobs))
        start = os.times().elapsed
        timed()
        print(f"60 små böcker med --jobb {jobs}: {os.times().elapsed - start:.1f} s på klockan")


def allocate() -> None:
    """Measure the cell functions over all municipalities, and the living workbook's recalculation."""
    chance = random.Random(1)
    people = [[chance.randrange(2_000, 900_000)] for _ in range(MEMBERS)]
    table = [[chance.randrange(100, 10_000_000) / 100 for _ in range(SERVICES)] for _ in range(MEMBERS)]
    exact = [[round(amount * 100) for amount in row] for row in table]
    jobs: dict[str, Job] = {
        f"EN_FORDELA, {MEMBERS} kommuner": lambda: CELL_FUNCTIONS["EN_FORDELA"](12_345_678, people, 0.3),
        f"round_table, {MEMBERS} x {SERVICES}": lambda: round_table(exact, 100),
    }
    for name, least in measure(jobs, 5).items():
        print(f"{name}: {least:.2f} ms")
    recalculated = whole = float("inf")
    for _ in range(5):  # a recalculation uses the loaded book up
        start = processor_ms()
        reading = read(LIVING)
        after_reading = processor_ms()
        recalculate(LIVING, reading.snapshot, CELL_FUNCTIONS, engine=reading.engine)
        end = processor_ms()
        recalculated, whole = min(recalculated, end - after_reading), min(whole, end - start)
    print(f"{LIVING.name} omräknad med sina funktioner, efter läsning: {recalculated:.0f} ms; med den: {whole:.0f} ms")


def take_ledger(folder: Path) -> None:
    """Read, map and reconcile a year's ledger."""
    path = folder / "huvudbok.se"
    path.write_bytes(make_ledger(TRANSACTIONS))
    mapping = read_mapping(
        [(2, "3000-3999", None, None, "Plattform", "Intäkt"), (3, "4000-8999", None, None, "Plattform", "Kostnad")]
    )

    def take() -> None:
        if not collect_actuals(read_ledger(path), mapping).reconciles:
            raise AssertionError("the ledger is made to reconcile")

    least = measure({"take": take}, 2)["take"]
    print(f"{TRANSACTIONS} transaktioner lästa, konterade och avstämda: {least / 1000:.1f} s")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = make_inputs(folder)
        compare_readers(paths)
        start_cold(paths["S"])
        peak_memory(paths["L"])
        check_many(paths["S"])
        allocate()
        take_ledger(folder)
    print("\nHärledning av fördelningsregler")
    measure_rules(1, 100, show=False)
    measure_chance(1, 200)


if __name__ == "__main__":
    main()
