"""A Dask cluster gives the same report as this machine, and a file that breaks its reader costs one file there too."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from enamnd_xl.cli import main
from enamnd_xl.errors import InputError, ReadError
from enamnd_xl.files import cluster
from enamnd_xl.files.cluster import run_each_on_cluster
from files.breaks import BREAKS, by_name

Capture = pytest.CaptureFixture[str]
BOOKS = Path(__file__).parents[2] / "workbooks"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A cluster as users start them: a scheduler, and a worker that a nanny watches, as a daemonic process."""
    from distributed import LocalCluster  # here, for it takes a second to load

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))  # so that the workers find by_name()
        with LocalCluster(n_workers=1, threads_per_worker=4, dashboard_address=":0") as local:
            yield local.scheduler_address


def test_the_cluster_gives_the_same_report(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)  # the cluster's workers stand elsewhere
    Path("mapp").symlink_to(BOOKS / "publicerat")
    Path("trasig.xlsx").write_bytes(b"PK\x03\x04 avbruten")
    words = ["kontrollera", "mapp", "trasig.xlsx", "saknas.xlsx", "--format", "json", "--tysta", "EN501=känt"]
    here = main(words), capsys.readouterr().out
    assert (main([*words, "--motor", "dask", "--kluster", address]), capsys.readouterr().out) == here
    assert [file["status"] for file in json.loads(here[1])["files"]] == ["oläsbar", "fel", "fel", "oläsbar"]


def test_each_break_costs_one_file(address: str, tmp_path: Path) -> None:
    names = [name for name, _ in BREAKS] + ["bra.xlsx"]
    for name in names:
        (tmp_path / name).touch()
    done: list[str] = []
    paths = [str(tmp_path / name) for name in names]
    results = run_each_on_cluster(by_name, paths, address=address, seconds=1, on_done=done.append)
    assert sorted(done) == sorted(paths)
    for (name, says), result in zip(BREAKS, results, strict=False):
        assert isinstance(result, ReadError), name
        assert says in str(result)
    assert str(results[-1]).startswith("bra.xlsx av ")


def test_a_file_that_the_workers_cannot_see_says_so(address: str) -> None:
    (result,) = run_each_on_cluster(by_name, ["finns/inte.xlsx"], address=address)
    assert "inte.xlsx finns inte där Dask-klustrets arbetare kör (/" in str(result)


def test_files_share_a_program_when_they_are_many(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_TASKS", 1)
    names = ["bra0.xlsx", "abort.xlsx", "bra1.xlsx", "saknas.xlsx", "bra2.xlsx"]
    for name in names:
        if name != "saknas.xlsx":
            (tmp_path / name).touch()
    results = run_each_on_cluster(by_name, [str(tmp_path / name) for name in names], address=address)
    assert [str(result).partition(" ")[0] for result in results] == names
    assert [isinstance(result, ReadError) for result in results] == [False, True, False, True, False]


def test_a_cluster_with_another_version_says_so(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "__version__", "99.0")
    (result,) = run_each_on_cluster(by_name, [__file__], address=address)
    assert "en av klustrets arbetare har enamnd-xl 0." in str(result)
    assert "Installera enamnd-xl 99.0" in str(result)


def test_a_cluster_without_workers_is_given_up() -> None:
    from distributed import LocalCluster

    with (
        LocalCluster(n_workers=0, dashboard_address=":0") as local,
        pytest.raises(InputError, match="har inga arbetare"),
    ):
        run_each_on_cluster(by_name, [__file__], address=local.scheduler_address, start_seconds=0.2)


def test_a_cluster_that_does_not_answer_is_given_up() -> None:
    for wrong in ("tcp://127.0.0.1:9", "värd utan port"):
        with pytest.raises(InputError, match="svarar inte"):
            run_each_on_cluster(by_name, [__file__], address=wrong, patience_seconds=0.5)


def test_no_cluster_is_named(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    assert main(["kontrollera", str(BOOKS / "publicerat"), "--motor", "dask"]) == 2
    assert "DASK_SCHEDULER_ADDRESS" in capsys.readouterr().err


def test_dask_is_not_installed(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    missing: Any = None
    monkeypatch.setitem(sys.modules, "distributed", missing)
    assert main(["kontrollera", str(BOOKS / "publicerat"), "--motor", "dask", "--kluster", "tcp://x:1"]) == 2
    assert "pip install 'enamnd-xl[dask]'" in capsys.readouterr().err
