"""Both readers give the same Snapshot, and it says what stands in the book."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from feature_books import BOOKS, days_counted_from_1904, formulas_of_all_kinds, tables_and_states
from referee import assert_same_snapshot


@pytest.mark.parametrize("write", BOOKS, ids=lambda write: write.__name__)
def test_both_readers_agree(write: Callable[[Path], None], tmp_path: Path) -> None:
    write(path := tmp_path / "bok.xlsx")
    assert_same_snapshot(path)
