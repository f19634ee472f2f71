"""The program `enamnd`, also as `python -m enamnd_xl`."""

import gc
import sys
from typing import NoReturn

from enamnd_xl.cli.main import main


def start() -> NoReturn:
    """Run the command that the program was started with, and end with its exit code.

    A command makes next to nothing that only the collector can free; looking for it, the last time as the interpreter
    ends, takes as long as to check a small workbook.
    """
    gc.disable()
    code = main()
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    start()
