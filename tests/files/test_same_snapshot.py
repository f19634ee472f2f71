"""Both readers give the same Snapshot, and it says what stands in the book."""

from collections.abc import Callable
from pathlib import Path

import pytest

from feature_books import BOOKS
from referee import assert_same_snapshot


@pytest.mark.parametrize("write", BOOKS, ids=lambda write: write.__name__)
def test_both_readers_agree(write: Callable[[Path], None], tmp_path: Path) -> None:
    write(path := tmp_path / "bok.xlsx")
    assert_same_snapshot(path)
