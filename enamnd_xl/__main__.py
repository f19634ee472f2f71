"""The program `enamnd`, also as `python -m enamnd_xl`."""

import gc
import os
import sys
import threading
from contextlib import suppress
from typing import NoReturn

from enamnd_xl.cli.main import main


def start() -> NoReturn:
    """Run the command that the program was started with, and end with its exit code.

    A command makes next to nothing that only the collector can free; and taking down, object by object, what the end of
    the process frees at once takes as long as reading a small workbook.
    """
    gc.disable()
    _open_standard_streams()
    try:
        code = main()
    except KeyboardInterrupt:  # Ctrl+C; the workers are ended by now
        print("Avbrutet.", file=sys.stderr)
        code = 130  # what a shell gives a program that was interrupted
    if threading.active_count() > 1:  # those of a cluster's client have their own farewells
        sys.exit(code)
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with suppress(OSError, ValueError):  # main() has told of what does not get through
            stream.flush()
    os._exit(code)


def _open_standard_streams() -> None:
    """Let what is closed lead nowhere, lest the next file or pipe that is opened be taken for it."""
    if None in (sys.stdin, sys.stdout, sys.stderr):
        number = 0
        while number < 3:  # opening gives the least number that is free
            number = os.open(os.devnull, os.O_RDWR)
        os.close(number)


if __name__ == "__main__":
    start()
