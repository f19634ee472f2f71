"""The cell functions as xlwings hands them to Excel, made from the registry; Excel's process imports this module."""

from collections.abc import Callable
from datetime import datetime
from inspect import Parameter, Signature
from typing import Any

import xlwings as xw
from xlwings.conversion import Accessor, ConversionContext, Pipeline

from enamnd_xl.excel.live.values import Raw, is_shortened, read_value
from enamnd_xl.functions import CELL_FUNCTIONS
from enamnd_xl.functions.registry import CellFunction

CATEGORY = "E-nämnd"
"""The category of the function wizard."""


class Cells(Accessor):
    """Hands an argument over as the registry takes it: a range as rows, a single cell as its value."""

    @classmethod
    def reader(cls, options: dict[str, Any]) -> Pipeline:
        """Give the stages that read an argument; xlwings asks for them."""
        return Pipeline([_ReadCells(bool(options.get("is_range")))])


class _ReadCells:
    def __init__(self, is_range: bool) -> None:
        self._is_range = is_range

    def __call__(self, context: ConversionContext) -> None:
        block = context.value if context.range is None else context.range.raw_value
        rows = _rows(block)
        if context.range is not None and any(is_shortened(value) for row in rows for value in row):
            rows = _rows(context.range.api.Value2)  # currency comes with four decimals, and here with all
        values = [[_clean(value) for value in row] for row in rows]
        is_one = len(values) == 1 and len(values[0]) == 1
        context.value = values[0][0] if is_one and not self._is_range else values


def _rows(block: Raw) -> list[list[Raw]]:
    """Give rows of what is a range, an array constant of one or two dimensions, or a single value."""
    if not isinstance(block, tuple | list):
        return [[block]]
    return [list(row) if isinstance(row, tuple | list) else [row] for row in _as_lines(block)]


def _as_lines(block: tuple[Raw, ...] | list[Raw]) -> list[Raw]:
    return list(block) if any(isinstance(line, tuple | list) for line in block) else [list(block)]


def _clean(raw: Raw) -> Raw:
    return raw.replace(tzinfo=None) if isinstance(raw, datetime) else read_value(raw)


def _hand_over(result: Any) -> Any:
    """Give a result as Excel takes it: whole numbers too are floats, for Excel refuses large integers."""
    if isinstance(result, list):
        return [[_hand_over(value) for value in row] for row in result]
    return float(result) if isinstance(result, int) and not isinstance(result, bool) else result


def _as_udf(function: CellFunction) -> Callable[..., Any]:
    def evaluate(*cells):  # type: ignore[no-untyped-def] # xlwings takes an annotation for a converter
        return _hand_over(function(*cells))

    evaluate.__name__ = function.name
    evaluate.__doc__ = function.description
    evaluate.__signature__ = Signature(  # type: ignore[attr-defined]
        [
            Parameter(each.name, Parameter.POSITIONAL_OR_KEYWORD, default=None if each.is_optional else Parameter.empty)
            for each in function.arguments
        ]
    )
    udf: Callable[..., Any] = xw.func(category=CATEGORY)(evaluate)
    for each in function.arguments:
        udf = xw.arg(each.name, Cells, is_range=each.is_range, doc=each.help)(udf)
    return udf


globals().update({name: _as_udf(function) for name, function in CELL_FUNCTIONS.items()})
