"""What xlwings' call_udf meets on Windows, so that its own path runs here: ranges, and the loop of the COM server."""

import sys
import types
from datetime import UTC, date, datetime, time
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import xlwings as xw

from enamnd_xl.excel.build.pywin32 import load_udfs
from excel.engine import start_excel
from excel.engine_range import ERROR_CODES

MISSING = -2147352572
"""What VBA hands over for an argument that was left out."""


class Range:
    """A range as an argument of a cell function: its values as Excel gives them."""

    max_cells_per_read = None

    def __init__(self, xl: "Values | None" = None) -> None:
        self.values, self.api = xl, xl

    @property
    def raw_value(self) -> Any:
        return self.values.Value

    @property
    def sheet(self) -> Any:
        return SimpleNamespace(book=SimpleNamespace(app=SimpleNamespace(engine=None, pid=1)))

    address = "$A$1"


class Values:
    """Excel's own Range: the values with and without currency and dates."""

    def __init__(self, rows: list[list[Any]]) -> None:
        self.Value = _block(rows, _shown)
        self.Value2 = _block(rows, lambda value: float(value) if isinstance(value, Decimal) else _shown(value))


def _block(rows: list[list[Any]], one: Any) -> Any:
    block = tuple(tuple(map(one, row)) for row in rows)
    return block if len(block) * len(block[0]) > 1 else block[0][0]


def _shown(value: Any) -> Any:
    if isinstance(value, Decimal):
        return value.quantize(Decimal("0.0001"))
    if isinstance(value, str):
        return ERROR_CODES.get(value, value)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    return value


def load_call_udf() -> Any:
    """Give xlwings' call_udf, with what it asks of Windows in place."""
    udfs = load_udfs()
    start_excel()
    windows: Any = types.ModuleType("xlwings._xlwindows")
    windows.Range, windows.BOOK_CALLER = Range, None
    windows.is_range_instance = lambda argument: isinstance(argument, Values)
    server: Any = types.ModuleType("xlwings.com_server")
    server.loop = None
    sys.modules.update({"xlwings._xlwindows": windows, "xlwings.com_server": server})
    xw._xlwindows = windows
    return udfs.call_udf
