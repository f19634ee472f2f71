"""Worker processes: one function on many files, so that a file that breaks its reader costs only itself.

A hostile file can make a reader ask for all memory there is, never finish, or abort the whole process. Therefore
each file is worked on in a process with a memory and a time limit; processes that live are used again.
"""

import faulthandler
import gc
import multiprocessing
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import PurePath
from typing import Any, TypeVar

from enamnd_xl.errors import EnamndError, ReadError

Result = TypeVar("Result")

MEMORY_BYTES = 3 << 30
"""Source: our own limit; ten times what our largest benchmark, a million cells, takes of address space."""
SECONDS = 120.0
"""Source: our own limit; fifty times what our largest benchmark takes."""


def count_cores() -> int:
    """Give how many processes this one may keep busy at a time."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def run_each(
    function: Callable[[str], Result],
    paths: Sequence[str],
    *,
    jobs: int = 1,
    on_done: Callable[[str], None] | None = None,
    seconds: float = SECONDS,
    memory_bytes: int = MEMORY_BYTES,
) -> list[Result | ReadError]:
    """Run a function on each of many files, in worker processes.

    Args:
        function: takes a path; defined in a module, so that another process finds it.
        paths: the files.
        jobs: how many processes work at a time.
        on_done: called with each path when it is done, in the order they are done.
        seconds: how long one file may take.
        memory_bytes: how much address space a process may take, where the system can limit that (not on Windows).

    Returns:
        For each path, in their order, what the function returned, or why it could not.
    """
    results: list[Result | ReadError] = [ReadError("")] * len(paths)
    waiting = deque(enumerate(paths))
    workers: list[_Worker] = []
    try:
        while waiting or any(worker.task for worker in workers):
            idle = [worker for worker in workers if not worker.task]
            while waiting and (idle or len(workers) < jobs):
                worker = idle.pop() if idle else _start_worker(function, memory_bytes)
                if worker not in workers:
                    workers.append(worker)
                worker.give(waiting.popleft(), seconds)
            for worker in _ready(workers):
                index, path = worker.task or (0, "")
                results[index] = worker.take()
                if not worker.process.is_alive():
                    workers.remove(worker)
                if on_done:
                    on_done(path)
    finally:
        for worker in workers:
            worker.stop()
    return results


@dataclass(eq=False)
class _Worker:
    """A process that works on one file at a time, seen from here."""

    process: Any
    connection: "Connection[Any, Any]"
    task: tuple[int, str] | None = None
    seconds: float = 0
    deadline: float = 0

    def give(self, task: tuple[int, str], seconds: float) -> None:
        self.task, self.seconds, self.deadline = task, seconds, time.monotonic() + seconds
        with suppress(OSError):  # it has died since; take() says so
            self.connection.send(task[1])

    def take(self) -> Any:
        """Give what came of the task; a worker that has died or does not answer in time is ended."""
        assert self.task  # noqa: S101 -- only workers at work are asked
        name, self.task = PurePath(self.task[1]).name, None
        if self.connection.poll():
            try:
                return self.connection.recv()
            except (EOFError, OSError):
                self.process.join(5)
                return _explain_death(name, self.process.exitcode)
        self.process.kill()
        self.process.join()
        return ReadError(
            f"{name} tog längre tid än {self.seconds:.0f} sekunder och avbröts.",
            "Dela upp arbetsboken, eller öppna den i Excel och spara en kopia.",
        )

    def stop(self) -> None:
        if self.task:
            self.process.kill()
        with suppress(OSError):
            self.connection.send(None)
        self.process.join(5)
        self.connection.close()


def _ready(workers: Sequence[_Worker]) -> Iterator[_Worker]:
    """Wait until a worker has answered, died or run out of time."""
    busy = [worker for worker in workers if worker.task]
    patience = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
    answered = wait([worker.connection for worker in busy], patience)
    now = time.monotonic()
    return (worker for worker in busy if worker.connection in answered or worker.deadline <= now)


def _explain_death(name: str, exit_code: int | None) -> ReadError:
    return ReadError(
        f"{name} fick läsningen att haverera (kod {exit_code}): den är skadad eller kräver mer minne än tillåtet.",
        "Öppna den i Excel, ta bort det som står långt utanför tabellerna och spara en kopia.",
    )


def _start_worker(function: Callable[[str], Any], memory_bytes: int) -> _Worker:
    # A fork starts in a millisecond, but only Linux does it safely, and only from a process with one thread.
    forks = sys.platform == "linux" and threading.active_count() == 1
    context: Any = multiprocessing.get_context("fork" if forks else "spawn")
    here, there = context.Pipe()
    process = context.Process(target=_work, args=(function, there, memory_bytes), daemon=True)
    process.start()
    there.close()
    return _Worker(process, here)


def _work(function: Callable[[str], Any], connection: "Connection[Any, Any]", memory_bytes: int) -> None:
    """Work on the files that come, until None comes or the parent is gone."""
    _limit(memory_bytes)
    gc.disable()  # collected after each file instead: a reading makes millions of objects, none of them in circles
    gc.freeze()  # and what was there before the first file is never looked through
    parent = multiprocessing.parent_process()
    sentinels = [parent.sentinel] if parent else []
    while connection in wait([connection, *sentinels]):
        try:
            path = connection.recv()
        except (EOFError, OSError):
            return
        if path is None:
            return
        connection.send(_attempt(function, path))
        gc.collect()


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
