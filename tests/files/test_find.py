# ruff: noqa: E501 -- XML and cases are written a line an item
"""Which files a command line means."""

from pathlib import Path

import pytest

from enamnd_xl.files.find import find_workbooks


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "b.xlsx",
        "A.xlsm",
        "~$b.xlsx",
        ".~lock.b.xlsx#",
        "text.txt",
        "under/Ö.ods",
        "under/c.XLS",
        "tom/x.csv",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    return tmp_path


def test_folders_with_all_that_is_in_them(folder: Path) -> None:
    found = find_workbooks([str(folder)])
    assert [Path(path).relative_to(folder).as_posix() for path in found.files] == ["A.xlsm", "b.xlsx", "under/c.XLS", "under/Ö.ods"]  # fmt: skip
    assert [Path(path).name for path, _ in found.skipped] == [".~lock.b.xlsx#", "~$b.xlsx"]
    assert all("Låsfil" in note for note in found.notes)
    assert found.missing == ()


def test_files_are_taken_as_named_and_once(folder: Path) -> None:
    text, book = str(folder / "text.txt"), str(folder / "b.xlsx")
    assert find_workbooks([book, text, book]).files == (book, text)


def test_what_leads_nowhere(folder: Path) -> None:
    found = find_workbooks([str(folder / "finns inte.xlsx"), str(folder / "tom"), str(folder / "~$b.xlsx")])
    assert found.files == ()
    assert [(Path(path).name, reason) for path, reason in found.missing] == [
        ("finns inte.xlsx", "Filen eller mappen finns inte."),
        ("tom", "Mappen innehåller ingen arbetsbok."),
    ]
    assert [Path(path).name for path, _ in found.skipped] == ["~$b.xlsx"]
