"""The workbooks of the project, built once into a folder of their own."""

from pathlib import Path

import pytest

from enamnd_xl.books.catalogue import all_books
from enamnd_xl.books.living import living_book
from enamnd_xl.books.living.norrbotten_2025 import BOARD
from enamnd_xl.books.spec import BookSpec
from enamnd_xl.files.build import build_book, calculate


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workbooks")
    for book in all_books():
        build_book(book, folder)
    return folder


@pytest.fixture(scope="session")
def living() -> BookSpec:
    """The living workbook with the value of each formula."""
    return calculate(living_book(BOARD))
