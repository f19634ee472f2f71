"""Worker processes by forking this one, on Linux: they start in a millisecond with everything already loaded."""

import os
import pickle
import select
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from enamnd_xl.files.serve import serve

_LENGTH_BYTES = 8


class Pipes:
    """Objects over a pair of pipes, each with its length before it."""

    def __init__(self, incoming: int, outgoing: int) -> None:
        self.incoming = incoming
        self.outgoing = outgoing

    def send(self, what: Any, /) -> None:
        """Give something to the other side."""
        data = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
        left = memoryview(len(data).to_bytes(_LENGTH_BYTES, "little") + data)
        while left:
            left = left[os.write(self.outgoing, left) :]

    def recv(self) -> Any:
        """Take what the other side gives.

        Raises:
            EOFError: the other side is gone.
        """
        return pickle.loads(self._read(int.from_bytes(self._read(_LENGTH_BYTES), "little")))  # noqa: S301 -- our own child

    def _read(self, length: int) -> bytearray:
        data = bytearray()
        while len(data) < length:
            piece = os.read(self.incoming, length - len(data))
            if not piece:
                raise EOFError
            data += piece
        return data

    def close(self) -> None:
        """Give the pipes back."""
        os.close(self.incoming)
        os.close(self.outgoing)
        self.incoming = self.outgoing = -1  # what is sent after this fails, and hits no other file


class Forked(Pipes):
    """A copy of this process that serves, seen from here."""

    def __init__(self, function: Callable[[str], Any], memory_bytes: int) -> None:
        (tasks, give), (take, answers) = os.pipe(), os.pipe()
        self.pid = os.fork()
        if not self.pid:
            os.close(give)
            os.close(take)
            _be_worker(function, Pipes(tasks, answers), memory_bytes)
        os.close(tasks)
        os.close(answers)
        super().__init__(take, give)
        self._exit_code: int | None = None

    def poll(self) -> bool:
        """Tell whether it has answered, or ended."""
        return bool(wait([self], 0))

    def is_alive(self) -> bool:
        """Tell whether it has not ended."""
        if self._exit_code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._ended(status)
        return self._exit_code is None

    def end(self, seconds: float) -> int | None:
        """Wait for its end, kill it after some time, and give its exit code."""
        deadline = time.monotonic() + seconds
        while self.is_alive() and time.monotonic() < deadline:
            with suppress(EOFError, OSError):  # it shuts its pipe as it ends, which is sooner known than its end
                if wait([self], deadline - time.monotonic()):
                    self._read(1)
        if self.is_alive():
            self.kill()
        return self._exit_code

    def kill(self) -> None:
        """End it at once."""
        if self.is_alive():
            os.kill(self.pid, signal.SIGKILL)
            self._ended(os.waitpid(self.pid, 0)[1])

    def _ended(self, status: int) -> None:
        self._exit_code = os.waitstatus_to_exitcode(status)
        self.close()


def _be_worker(function: Callable[[str], Any], pipes: Pipes, memory_bytes: int) -> None:
    """Serve in the copied process, and never come back to what the original was about to do."""
    code = 1
    try:
        serve(function, pipes, memory_bytes)
        code = 0
    except BaseException:  # noqa: S110 -- stderr is silenced; the exit code tells
        pass
    finally:
        os._exit(code)


def start(function: Callable[[str], Any], memory_bytes: int) -> Forked:
    """Start a process that serves."""
    for stream in filter(None, (sys.stdout, sys.stderr)):  # a program may run without them
        stream.flush()
    return Forked(function, memory_bytes)


def wait(processes: Sequence[Any], seconds: float) -> list[Any]:
    """Wait until some of them have answered or ended, or the time is out."""
    poll = select.poll()
    for process in processes:
        poll.register(process.incoming, select.POLLIN)
    ready = {number for number, _ in poll.poll(max(0.0, seconds) * 1000)}
    return [process for process in processes if process.incoming in ready]
