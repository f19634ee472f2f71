"""Worker processes that begin from nothing: where forking is not safe, on Windows and macOS and among threads."""

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing import connection
from typing import Any

from enamnd_xl.files.serve import serve


class Spawned:
    """A new process that serves, seen from here."""

    def __init__(self, function: Callable[[str], Any], memory_bytes: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, there = context.Pipe()
        self._process = context.Process(target=serve, args=(function, there, memory_bytes), daemon=True)
        self._process.start()
        there.close()

    def send(self, what: Any, /) -> None:
        """Give something to the other side."""
        self.connection.send(what)

    def recv(self) -> Any:
        """Take what the other side gives.

        Raises:
            EOFError: the other side is gone.
        """
        return self.connection.recv()

    def poll(self) -> bool:
        """Tell whether it has answered, or ended."""
        return self.connection.poll()

    def is_alive(self) -> bool:
        """Tell whether it has not ended."""
        return self._process.is_alive()

    def end(self, seconds: float) -> int | None:
        """Wait for its end, kill it after some time, and give its exit code."""
        self._process.join(seconds)
        if self._process.is_alive():
            self.kill()
        self.connection.close()
        return self._process.exitcode

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.join()


def start(function: Callable[[str], Any], memory_bytes: int) -> Spawned:
    """Start a process that serves."""
    return Spawned(function, memory_bytes)


def wait(processes: Sequence[Any], seconds: float) -> list[Any]:
    """Wait until some of them have answered or ended, or the time is out."""
    by_connection = {process.connection: process for process in processes}
    return [by_connection[ready] for ready in connection.wait(list(by_connection), seconds)]
