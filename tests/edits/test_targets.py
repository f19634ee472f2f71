"""Where a copy may go: never over the original, and never half of one."""

import os
from pathlib import Path

import openpyxl
import pytest

from enamnd_xl.errors import InputError, ReadError, WorkbookError
from enamnd_xl.files import edit_copy
from enamnd_xl.files.edit_copy import write_copy
from enamnd_xl.workbook.edits import set_value

EDITS = [set_value("Sheet", (1, 1), 5)]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    openpyxl.Workbook().save(tmp_path / "bok.xlsx")
    return tmp_path / "bok.xlsx"


REFUSED = {
    "the original itself": ("bok.xlsx", "samma fil som originalet"),
    "the original by another way": ("mapp/../bok.xlsx", "samma fil som originalet"),
    "a hard link to the original": ("lank.xlsx", "samma fil som originalet"),
    "the original in capitals, as Windows sees it": ("BOK.xlsx", "samma fil som originalet"),
    "another kind of file": ("kopia.xlsm", "inte samma filändelse"),
    "a folder": ("mapp.xlsx", "kan inte skrivas"),
    "a folder that is not there": ("saknas/kopia.xlsx", "kan inte skrivas"),
    "a folder where nothing may be written": ("/proc/kopia.xlsx", r"kan inte skrivas till /proc/kopia.xlsx \("),
    "no name": ("/", "Namnet på kopian saknas"),
}


@pytest.mark.parametrize("target, message", REFUSED.values(), ids=REFUSED.keys())
def test_a_target_that_is_refused(target: str, message: str, book: Path, tmp_path: Path) -> None:
    (tmp_path / "mapp").mkdir()
    (tmp_path / "mapp.xlsx").mkdir()
    os.link(book, tmp_path / "lank.xlsx")
    before = book.read_bytes()
    with pytest.raises(InputError, match=message):
        write_copy(book, tmp_path / target, EDITS)
    assert book.read_bytes() == before


@pytest.mark.parametrize("name", ["bok.xls", "bok.ods", "bok.xltx"])
def test_a_source_of_another_kind_is_refused(name: str, book: Path, tmp_path: Path) -> None:
    source = book.rename(tmp_path / name)
    with pytest.raises(WorkbookError, match=r"ingen arbetsbok i formatet .xlsx, .xlsm, .xlam"):
        write_copy(source, tmp_path / f"kopia{source.suffix}", EDITS)


def test_a_damaged_source_gives_no_copy(book: Path, tmp_path: Path) -> None:
    book.write_bytes(book.read_bytes()[:2000])
    with pytest.raises(ReadError):
        write_copy(book, tmp_path / "kopia.xlsx", EDITS)
    assert [path.name for path in tmp_path.iterdir()] == ["bok.xlsx"]


def test_a_copy_is_replaced_in_one_step_or_not_at_all(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "kopia.xlsx"
    write_copy(book, target, EDITS)
    first = target.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(edit_copy.os, "fsync", full)
    with pytest.raises(InputError, match=r"kan inte skrivas till .*\(No space left on device\)"):
        write_copy(book, target, [set_value("Sheet", (1, 1), 6)])
    assert target.read_bytes() == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bok.xlsx", "kopia.xlsx"]


def test_a_source_that_is_a_folder_is_called_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="är en mapp, inte en fil"):
        write_copy(tmp_path, tmp_path / "kopia.xlsx", EDITS)


def test_the_same_edits_give_the_same_bytes(book: Path, tmp_path: Path) -> None:
    for name in ("ett.xlsx", "två.xlsx"):
        write_copy(book, tmp_path / name, EDITS)
    assert (tmp_path / "ett.xlsx").read_bytes() == (tmp_path / "två.xlsx").read_bytes()
    assert (tmp_path / "ett.xlsx").stat().st_mode == book.stat().st_mode
