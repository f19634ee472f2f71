"""What `enamnd kontrollera` does not load: the libraries that would cost more than the check itself."""

import json
import subprocess
import sys
from pathlib import Path

BOOK = Path(__file__).parents[1] / "workbooks" / "publicerat" / "2022.xlsx"
HEAVY = {"dask", "distributed", "numpy", "openpyxl", "pandas", "tqdm", "xlsxwriter", "xlwings"}


def test_the_check_loads_no_heavy_library() -> None:
    program = (
        "import json, sys\n"
        "from enamnd_xl.cli.main import main\n"
        "from enamnd_xl.api import check_file\n"
        f"assert check_file({str(BOOK)!r}).findings\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not HEAVY & set(json.loads(run.stdout))
