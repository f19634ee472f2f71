"""A worker that breaks costs one file; the others come back, in their order."""

import os
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from enamnd_xl.errors import ReadError
from enamnd_xl.files import workers
from enamnd_xl.files.workers import run_each
from files.breaks import BREAKS, large, shout, work


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_break_costs_one_file(jobs: int) -> None:
    paths = [name for name, _ in BREAKS]
    before = _children()
    mixed = [path for pair in zip(paths, [f"bra{n}.xlsx" for n in range(9)], strict=False) for path in pair]
    done: list[str] = []
    results = run_each(work, mixed, jobs=jobs, on_done=done.append)
    assert sorted(done) == sorted(mixed)
    for (path, says), result in zip(BREAKS, results[::2], strict=True):
        assert isinstance(result, ReadError), path
        assert says in str(result)
    for path, result in zip(mixed[1::2], results[1::2], strict=True):
        assert str(result).startswith(f"{path} av ")
    assert _children() == before


def test_a_file_that_hangs_costs_itself() -> None:
    before = _children()
    hung, good = run_each(work, ["hang.xlsx", "bra.xlsx"], seconds=4)  # what a process takes to start on a busy machine
    assert "hang.xlsx tog längre tid än 4 sekunder" in str(hung)
    assert str(good).startswith("bra.xlsx av ")
    assert _children() == before


@pytest.mark.skipif(sys.platform != "linux", reason="counts open files as only Linux shows them")
def test_no_pipe_is_left_open() -> None:
    before = os.listdir("/proc/self/fd")
    run_each(work, ["bra.xlsx", "abort.xlsx", "hang.xlsx"], jobs=2, seconds=1)
    assert os.listdir("/proc/self/fd") == before


def test_what_interrupts_the_run_leaves_no_process() -> None:
    def stop(path: str) -> None:
        raise KeyboardInterrupt

    before = _children()
    with pytest.raises(KeyboardInterrupt):
        run_each(work, ["bra.xlsx", "hang.xlsx"], jobs=2, on_done=stop)
    assert _children() == before


def _children() -> set[str]:
    """The processes started from here, those that have ended and not been waited for too; as only Linux shows them."""
    found = set()
    for number in filter(str.isdecimal, os.listdir("/proc") if sys.platform == "linux" else ()):
        with suppress(OSError):  # others come and go
            parent = Path("/proc", number, "stat").read_text().rpartition(")")[2].split()[1]
            found |= {number} if parent == str(os.getpid()) else set()
    return found


def test_workers_are_used_again() -> None:
    results = run_each(work, [f"{n}.xlsx" for n in range(20)], jobs=2)
    assert len({str(result).rpartition(" ")[2] for result in results}) <= 2
    assert str(os.getpid()) not in {str(result).rpartition(" ")[2] for result in results}


def test_where_processes_are_not_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows and macOS, and in a program with several threads."""
    monkeypatch.setattr(workers.threading, "active_count", lambda: 2)
    results = run_each(work, ["abort.xlsx", "bra.xlsx"], jobs=2)
    assert isinstance(results[0], ReadError)
    assert str(results[1]).startswith("bra.xlsx av ")


def test_what_libraries_print_when_they_crash_is_not_shown(capfd: pytest.CaptureFixture[str]) -> None:
    run_each(shout, ["a.xlsx"])
    assert capfd.readouterr().err == ""


def test_no_files() -> None:
    assert run_each(work, []) == []


def test_a_resultlarger_than_a_pipe(tmp_path: Path) -> None:
    assert [len(str(result)) for result in run_each(large, ["1", "2", "3"], jobs=2)] == [5_000_000] * 3
