"""Formulas in which a function of one value is given many: LibreOffice and a recalculation give the same."""

from pathlib import Path

import pytest

from enamnd_xl.files.read import read
from enamnd_xl.files.recalculate import Recalculation, recalculate
from idioms import IDIOMS, write_idioms
from libreoffice import LibreOffice

pytestmark = pytest.mark.e2e


def test_they_are_the_same(tmp_path: Path, libreoffice: LibreOffice):
    write_idioms(tmp_path / "bok.xlsx", dict.fromkeys((formula for formula, _ in IDIOMS), 0))
    book = libreoffice.recalculate(tmp_path / "bok.xlsx")
    reading = read(book)
    assert len({value for row in reading.snapshot.sheets[0].rows for value in row[6:]}) > 15  # it has calculated
    assert recalculate(book, reading.snapshot, None, reading.engine) == Recalculation()
