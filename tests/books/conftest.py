"""The workbooks of the project, built once into a folder of their own."""

from pathlib import Path

import pytest

from enamnd_xl.books.published import published_books
from enamnd_xl.files.build import build_book


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workbooks")
    for book in published_books():
        build_book(book, folder)
    return folder
