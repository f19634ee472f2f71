"""Loading of books into the engine that stands in for Excel: most tests open the same few, and each gets its own."""

import copyreg
import io
import pickle
from functools import lru_cache
from pathlib import Path

import openpyxl
from openpyxl.worksheet.table import Table, TableList


def load(path: Path, shown: bool) -> openpyxl.Workbook:
    """Load a book with its formulas, or with the values that they show; the same content is taken apart once."""
    book: openpyxl.Workbook = pickle.loads(_pickled(path.read_bytes(), shown))
    return book


@lru_cache(8)
def _pickled(content: bytes, shown: bool) -> bytes:
    return pickle.dumps(openpyxl.load_workbook(io.BytesIO(content), data_only=shown))


def _gathered(tables: list[Table]) -> TableList:
    found = TableList()
    for table in tables:
        found.add(table)
    return found


copyreg.pickle(TableList, lambda tables: (_gathered, (list(tables.values()),)))  # its items() gives no tables
