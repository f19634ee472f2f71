"""openpyxl as the referee: both readers must give the same Snapshot of every workbook."""

from pathlib import Path
from typing import Any
from unittest.mock import patch

from enamnd_xl.files.read import read
from enamnd_xl.workbook.snapshot import Snapshot


def assert_same_snapshot(path: Path | str) -> Snapshot:
    """Read a workbook with both readers and compare to the last cell; True is not 1, and a date no datetime."""
    fast, reference = read(path).snapshot, read(path, "openpyxl").snapshot
    _assert_same(path, fast, reference)
    with patch("enamnd_xl.files.row_shapes.RowReader.read", return_value=None):  # as sheets with anything unusual are
        cell_by_cell = read(path).snapshot
    _assert_same(path, cell_by_cell, reference)
    return fast


def _assert_same(path: Path | str, fast: Snapshot, reference: Snapshot) -> None:
    assert [sheet.name for sheet in fast.sheets] == [sheet.name for sheet in reference.sheets]
    for ours, theirs in zip(fast.sheets, reference.sheets, strict=True):
        where = f"{Path(path).name}, {ours.name}"
        assert list(map(_kinds, ours.rows)) == list(map(_kinds, theirs.rows)), where
        for what in ("formulas", "arrays", "number_formats", "hidden", "merged"):
            assert getattr(ours, what) == getattr(theirs, what), f"{where}: {what}"
    assert fast.names == reference.names
    assert fast.tables == reference.tables
    assert fast == reference


def _kinds(row: tuple[Any, ...]) -> list[tuple[str, Any]]:
    return [("number" if type(value) in (int, float) else type(value).__name__, value) for value in row]
