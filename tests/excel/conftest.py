"""What the tests of the Excel face share: an Excel that stands in for the real one."""

from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings as xw

from excel.engine import open_book, start_excel


@pytest.fixture
def excel() -> xw.App:
    return start_excel()


@pytest.fixture
def open_in_excel(excel: xw.App) -> Callable[[Path], xw.Book]:
    return lambda path: open_book(excel, path)
