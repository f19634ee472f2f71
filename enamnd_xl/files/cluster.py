"""A Dask cluster: the same function on many files as in worker processes, handed out to many machines.

Each file is worked on in a program of its own beside the Dask worker, with the limits of workers.py: what a hostile
file breaks is that program. A Dask worker is often a daemonic process with many threads, and such a process may
neither have children through multiprocessing nor fork safely; it may start a program.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future, as_completed
from pathlib import PurePath
from typing import Any, TypeVar

from enamnd_xl import __version__
from enamnd_xl.errors import InputError, ReadError
from enamnd_xl.files.workers import MEMORY_BYTES, SECONDS, run_each

Result = TypeVar("Result")

PATIENCE_SECONDS = 15.0
"""Source: our own limit for a cluster to answer; Dask's own default for connecting is 30 s."""
START_SECONDS = 120.0
"""Source: our own limit for the first worker to appear; a cluster that scales by need starts machines first."""
_TASKS = 64  # so many at least, when there are so many files: what a few machines share evenly
_MOST_IN_A_TASK = 16  # files; a program that starts for so many adds little to what each of them takes


def run_each_on_cluster(
    function: Callable[[str], Result],
    paths: Sequence[str],
    *,
    address: str | None = None,
    on_done: Callable[[str], None] | None = None,
    seconds: float = SECONDS,
    memory_bytes: int = MEMORY_BYTES,
    patience_seconds: float = PATIENCE_SECONDS,
    start_seconds: float = START_SECONDS,
) -> list[Result | ReadError]:
    """Run a function on each of many files, on an existing Dask cluster.

    Args:
        function: takes an absolute path; defined in a module that the cluster's workers have too.
        paths: the files; they are read where the workers are, under the same absolute paths.
        address: the scheduler's; by default the one that Dask's own settings name (DASK_SCHEDULER_ADDRESS).
        on_done: called with each path when it is done, in the order they are done.
        seconds: how long one file may take.
        memory_bytes: how much address space the work on one file may take.
        patience_seconds: how long the scheduler may take to answer.
        start_seconds: how long the first worker may take to appear.

    Returns:
        For each path, in their order, what the function returned, or why it could not.

    Raises:
        InputError: Dask is not installed, no cluster is named, or it does not answer.
    """
    outcomes: dict[str, Result | ReadError] = {}
    size = min(_MOST_IN_A_TASK, len(paths) // _TASKS + 1)
    with _connect(address, patience_seconds) as client:
        executor = client.get_executor(pure=False)
        try:
            given: dict[Future[bytes], Sequence[str]] = {}
            for start in range(0, len(paths), size):
                batch = paths[start : start + size]
                absolute = [os.path.abspath(path) for path in batch]
                task = pickle.dumps((function, seconds, memory_bytes))
                given[executor.submit(_protected, task, absolute, __version__)] = batch
            _await_worker(client, start_seconds)
            for future in as_completed(given):
                for path, outcome in zip(given[future], _outcomes(future, given[future]), strict=True):
                    outcomes[path] = outcome
                    if on_done:
                        on_done(path)
        finally:
            executor.shutdown(wait=False)  # what is left, when we give up, is not worked on
    return [outcomes[path] for path in paths]


def _connect(address: str | None, patience_seconds: float) -> Any:
    """Give a client of the cluster."""
    try:
        import dask
        from distributed import Client
    except ImportError as cause:
        raise InputError(
            "--motor dask behöver biblioteket distributed, som inte är installerat.",
            "Installera det med: pip install 'enamnd-xl[dask]'.",
        ) from cause
    address = address or dask.config.get("scheduler-address", None)
    if not address:  # without one, Client() would start a cluster here
        raise InputError(
            "--motor dask behöver adressen till ett Dask-kluster.",
            "Ange --kluster tcp://värd:8786, eller sätt miljövariabeln DASK_SCHEDULER_ADDRESS.",
        )
    try:
        return Client(address, timeout=patience_seconds, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as cause:
        raise InputError(
            f"Dask-klustret {address} svarar inte inom {patience_seconds:.0f} sekunder eller har en annan adress.",
            "Kontrollera adressen, till exempel tcp://värd:8786, och att klustrets schemaläggare är i gång.",
        ) from cause


def _await_worker(client: Any, start_seconds: float) -> None:
    """Wait for the first worker; the tasks are handed in already, so that a cluster that scales by need starts one."""
    try:
        client.wait_for_workers(1, timeout=start_seconds)
    except TimeoutError as cause:
        raise InputError(
            f"Dask-klustret {client.scheduler.address} har inga arbetare som tar emot filer.",
            "Starta arbetare med: dask worker ADRESS.",
        ) from cause


def _outcomes(future: "Future[bytes]", paths: Sequence[str]) -> list[Any]:
    """Give what came of a task for each of its files, whatever came in its way."""
    try:
        return list(pickle.loads(future.result()))  # noqa: S301 -- from the cluster that the user has chosen to trust
    except ModuleNotFoundError as error:
        return _refuse(paths, f"en av klustrets arbetare saknar {error.name}", _INSTALL.format(__version__))
    except Exception as error:  # a worker lost, a cluster gone: it costs the files they had
        why = f"Dask-klustret gav upp ({type(error).__name__}: {error})"
        return _refuse(paths, why, "Se efter i klustrets logg, eller kontrollera filen utan --motor dask.")


def _refuse(paths: Sequence[str], why: str, hint: str) -> list[Any]:
    return [ReadError(f"{PurePath(path).name} kunde inte kontrolleras: {why}.", hint) for path in paths]


_INSTALL = "Installera enamnd-xl {} där arbetarna körs, som på den här datorn."


def _protected(task: bytes, paths: Sequence[str], version: str) -> bytes:
    """Work on files in a program of its own; this is what a Dask worker runs.

    Args:
        task: the function and its limits, pickled.
        paths: the files, absolute.
        version: that of enamnd-xl where the task comes from.

    Returns:
        The outcomes, pickled, in the order of the paths.
    """
    if version != __version__:
        why = f"en av klustrets arbetare har enamnd-xl {__version__}"
        return pickle.dumps(_refuse(paths, why, _INSTALL.format(version)))
    seen = [path for path in paths if os.path.lexists(path)]
    program = [sys.executable, "-m", "enamnd_xl.files.cluster", *seen]
    done = subprocess.run(program, input=task, capture_output=True, check=False)  # noqa: S603 -- ourselves
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        why = f"arbetarens program avbröts (kod {done.returncode}: {last})"
        return pickle.dumps(_refuse(paths, why, _INSTALL.format(version)))
    outcomes = dict(zip(seen, pickle.loads(done.stdout), strict=True))  # noqa: S301 -- from ourselves
    return pickle.dumps([outcomes.get(path) or _unseen(path) for path in paths])


def _unseen(path: str) -> ReadError:
    return ReadError(
        f"{PurePath(path).name} finns inte där Dask-klustrets arbetare kör ({path}).",
        "Lägg filerna på en plats som alla arbetare når under samma sökväg.",
    )


def _work(paths: Sequence[str]) -> None:
    """Read a task, do it in a process with limits, and write the outcomes; nothing else may write where they go."""
    answers = os.dup(1)
    os.dup2(2, 1)
    function, seconds, memory_bytes = pickle.load(sys.stdin.buffer)  # noqa: S301 -- from the Dask worker
    outcomes = run_each(function, paths, seconds=seconds, memory_bytes=memory_bytes)
    with os.fdopen(answers, "wb") as pipe:
        pickle.dump(outcomes, pipe)


if __name__ == "__main__":
    _work(sys.argv[1:])
