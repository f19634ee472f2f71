"""What `enamnd kontrollera` does not load: the libraries that would cost more than the check itself."""

import json
import subprocess
import sys
from pathlib import Path

BOOK = Path(__file__).parents[1] / "workbooks" / "publicerat" / "2022.xlsx"
HEAVY = {"dask", "distributed", "numpy", "openpyxl", "pandas", "tqdm", "xlsxwriter", "xlwings"}


WORKING = {"enamnd_xl.one_file", "enamnd_xl.reconcile.workpaper", "enamnd_xl.reconcile.rules", "zipfile"}


def test_the_check_loads_no_heavy_library() -> None:
    program = (
        "import json, sys\n"
        "from enamnd_xl.cli.main import main\n"
        "from enamnd_xl.api import check_file\n"
        f"assert check_file({str(BOOK)!r}).findings\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    assert not HEAVY & modules_after(program)


def test_a_book_without_formulas_loads_nothing_that_looks_at_them() -> None:
    program = (
        "import json, sys\n"
        "from enamnd_xl.api import check_file\n"
        f"check_file({str(BOOK)!r})\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    assert not {"enamnd_xl.reconcile.faults.links", "enamnd_xl.reconcile.faults.ranges"} & modules_after(program)


def test_what_works_on_a_lone_file_is_loaded_only_in_its_own_process() -> None:
    program = (
        "import json, sys\n"
        "import enamnd_xl.cli.kontrollera\n"
        "from enamnd_xl.api import check_files\n"
        "from enamnd_xl.reconcile.formats import write_report\n"
        "from enamnd_xl.reconcile.report import Report\n"
        f"report = Report(check_files([{str(BOOK)!r}]))\n"
        "assert 'EN' in write_report(report, 'text')\n"
        "write_report(report, 'json')\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    assert not WORKING & modules_after(program)


def modules_after(program: str) -> set[str]:
    """Run a program that ends with printing which modules it has loaded."""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(json.loads(run.stdout))
