"""Worker processes: one function on many files, so that a file that breaks its reader costs only itself.

A hostile file can make a reader ask for all memory there is, never finish, or abort the whole process. Therefore
each file is worked on in a process with a memory and a time limit; processes that live are used again.
"""

import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import PurePath
from typing import Any, Protocol, TypeVar

from enamnd_xl.errors import ReadError
from enamnd_xl.files.serve import Channel

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
    kind = _kind_of_process()
    workers: list[_Worker] = []
    try:
        while waiting or any(worker.task for worker in workers):
            idle = [worker for worker in workers if not worker.task]
            while waiting and (idle or len(workers) < jobs):
                if not idle:
                    with _uninterrupted():
                        workers.append(_Worker(kind.start(function, memory_bytes)))
                worker = idle.pop() if idle else workers[-1]
                worker.give(waiting.popleft(), seconds)
            for worker in _ready(kind, workers):
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


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put off Ctrl+C until a process that is started is known to be there; the process itself never sees it."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Process(Channel, Protocol):
    """A process that works on one file at a time."""

    def poll(self) -> bool:
        """Tell whether it has answered, or ended."""

    def is_alive(self) -> bool:
        """Tell whether it has not ended."""

    def end(self, seconds: float) -> int | None:
        """Wait for its end, kill it after some time, and give its exit code."""

    def kill(self) -> None:
        """End it at once."""


class Kind(Protocol):
    """A way to start processes and to wait for them: the modules forked and spawned."""

    def start(self, function: Callable[[str], Any], memory_bytes: int) -> Process:
        """Start a process that serves."""

    def wait(self, processes: Sequence[Process], seconds: float) -> Iterable[Process]:
        """Wait until some of them have answered or ended, or the time is out."""


def _kind_of_process() -> Kind:
    # A fork starts in a millisecond, but only Linux does it safely, and only from a process with one thread.
    if sys.platform == "linux" and threading.active_count() == 1:
        from enamnd_xl.files import forked

        return forked
    from enamnd_xl.files import spawned

    return spawned


class _Worker:
    """A process that works on one file at a time, seen from here."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.task: tuple[int, str] | None = None
        self.seconds = 0.0
        self.deadline = 0.0

    def give(self, task: tuple[int, str], seconds: float) -> None:
        self.task, self.seconds, self.deadline = task, seconds, time.monotonic() + seconds
        with suppress(OSError):  # it has died since; take() says so
            self.process.send(task[1])

    def take(self) -> Any:
        """Give what came of the task; a worker that has died or does not answer in time is ended."""
        assert self.task  # noqa: S101 -- only workers at work are asked
        name, self.task = PurePath(self.task[1]).name, None
        if self.process.poll():
            try:
                return self.process.recv()
            except (EOFError, OSError):
                return _explain_death(name, self.process.end(5))
        self.process.kill()
        return ReadError(
            f"{name} tog längre tid än {self.seconds:.0f} sekunder och avbröts.",
            "Dela upp arbetsboken, eller öppna den i Excel och spara en kopia.",
        )

    def stop(self) -> None:
        if self.task:
            self.process.kill()
        with suppress(OSError):
            self.process.send(None)
        self.process.end(5)


def _ready(kind: Kind, workers: Sequence[_Worker]) -> Iterator[_Worker]:
    """Wait until a worker has answered, died or run out of time."""
    busy = [worker for worker in workers if worker.task]
    patience = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
    answered = set(kind.wait([worker.process for worker in busy], patience))
    now = time.monotonic()
    return (worker for worker in busy if worker.process in answered or worker.deadline <= now)


def _explain_death(name: str, exit_code: int | None) -> ReadError:
    return ReadError(
        f"{name} fick läsningen att haverera (kod {exit_code}): den är skadad eller kräver mer minne än tillåtet.",
        "Öppna den i Excel, ta bort det som står långt utanför tabellerna och spara en kopia.",
    )
