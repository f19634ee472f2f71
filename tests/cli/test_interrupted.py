"""The program where it is interrupted, or has nowhere to write: one sentence at most, and no process left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals, descriptors and /dev/full as on Linux")

BOOK = Path(__file__).parents[2] / "workbooks" / "publicerat" / "2022.xlsx"
PROGRAM = f"{sys.executable} -m enamnd_xl kontrollera"


def test_ctrl_c_is_one_word_and_leaves_no_process(tmp_path: Path) -> None:
    for number in range(1000):
        (tmp_path / f"{number}.xlsx").symlink_to(BOOK)
    with subprocess.Popen(
        [*PROGRAM.split(), str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as run:
        while run.poll() is None and len(_group(run.pid)) < 2:
            time.sleep(0.01)
        os.killpg(run.pid, signal.SIGINT)  # as a terminal does it: the workers are told too
        out, err = run.communicate(timeout=20)
    assert (run.returncode, out, err) == (130, "", "Avbrutet.\n")
    assert not _group(run.pid)


def _group(leader: int) -> list[str]:
    listed = subprocess.run(["ps", "-o", "pid=", "-g", str(leader)], capture_output=True, text=True, check=False)
    return listed.stdout.split()


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_streams_change_nothing(closed: str) -> None:
    run = subprocess.run(f"{PROGRAM} {BOOK} {closed}", shell=True, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (1, "")
    assert ("stämmer inte" in run.stdout) == (" >&-" not in f" {closed}")


def test_a_full_disk_is_one_sentence() -> None:
    run = subprocess.run(f"{PROGRAM} {BOOK} > /dev/full", shell=True, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert run.stderr.startswith("Det gick inte att läsa eller skriva: ")
    assert len(run.stderr.splitlines()) == 1


def test_a_reader_that_has_had_enough_is_told_nothing_but_the_code() -> None:
    command = f"({PROGRAM} {BOOK} --format json; echo $? >&2) | true"
    run = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert run.stderr in ("2\n", "1\n")  # 1 where the pipe has taken it all before it was shut
