"""What a worker process does: it limits itself, and works on the files that it is given until it is told to stop."""

import faulthandler
import gc
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import PurePath
from typing import Any, Protocol

from enamnd_xl.errors import EnamndError, ReadError


class Channel(Protocol):
    """Where a worker and the process that started it speak to each other."""

    def send(self, what: Any, /) -> None:
        """Give something to the other side."""

    def recv(self) -> Any:
        """Take what the other side gives.

        Raises:
            EOFError: the other side is gone.
        """


def serve(function: Callable[[str], Any], channel: Channel, memory_bytes: int) -> None:
    """Work on the files that come, until None comes or the parent is gone."""
    _limit(memory_bytes)
    gc.freeze()  # what is there before the first file is never looked through
    gc.disable()  # a reading makes millions of objects, next to none of them in circles
    while True:
        try:
            path = channel.recv()
        except (EOFError, OSError):
            return
        if path is None:
            return
        gc.collect()  # of what the file before it has left: nobody waits while the last one's is given back
        channel.send(_attempt(function, path))


def _limit(memory_bytes: int) -> None:
    """Set the process's limits, and silence what libraries print when they crash."""
    if sys.platform != "win32":
        import resource
        import signal

        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to handle
        for limit, most in ((resource.RLIMIT_AS, memory_bytes), (resource.RLIMIT_CORE, 0)):
            hard = resource.getrlimit(limit)[1]
            with suppress(ValueError, OSError):  # macOS does not limit address space
                resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    faulthandler.disable()
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)
    os.close(silence)


def _attempt(function: Callable[[str], Any], path: str) -> Any:
    name = PurePath(path).name
    try:
        return function(path)
    except ReadError as error:
        return error
    except EnamndError as error:
        return ReadError(error.message, error.hint)
    except MemoryError:
        return ReadError(f"{name} kräver mer minne än tillåtet.", "Dela upp arbetsboken i flera.")
    except RecursionError:
        return ReadError(f"{name} är för djupt nästlad för att läsas.", "Öppna den i Excel och spara en kopia.")
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        return ReadError(
            f"{name} kunde inte kontrolleras: ett fel i programmet ({type(error).__name__}: {error}).",
            "Rapportera felet, om möjligt med filen.",
        )
