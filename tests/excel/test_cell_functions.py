"""The cell functions as Excel runs them: through xlwings' own decorators, converters and call_udf."""

import importlib
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import xlwings as xw

from enamnd_xl.excel.build.wrappers import MODULE
from enamnd_xl.functions import CELL_FUNCTIONS
from enamnd_xl.functions.registry import CellFunction
from excel.windows import MISSING, Values, load_call_udf


@pytest.fixture(scope="module")
def call() -> Iterator[Callable[..., Any]]:
    """Evaluate a function as the COM server does: text and numbers in, rows out."""
    call_udf = load_call_udf()
    importlib.reload(importlib.import_module(MODULE))
    yield lambda name, *arguments: call_udf(MODULE, name, arguments)
    del xw._xlwindows


def column(*values: Any) -> Values:
    return Values([[value] for value in values])


@pytest.mark.parametrize("function", CELL_FUNCTIONS.values(), ids=CELL_FUNCTIONS.keys())
def test_each_function_gives_its_example(function: CellFunction, call: Callable[..., Any]) -> None:
    given = [Values(raw) if isinstance(raw, list) else raw for raw in function.example.given]
    left_out = [MISSING] * (len(function.arguments) - len(given))
    expected = function.example.result
    assert call(function.name, *given, *left_out) == (expected if isinstance(expected, list) else [[expected]])


CALLS: dict[str, tuple[str, tuple[Any, ...], Any]] = {
    "a row stays a row": ("EN_FORDELA", (100.0, Values([[1.0, 1.0, 1.0]]), MISSING, MISSING), [[34.0, 33.0, 33.0]]),
    "a single cell where a range is expected": ("EN_FORDELA", (100.0, column(5.0), MISSING, MISSING), [[100.0]]),
    "the amount in a cell": ("EN_FORDELA", (column(100.0), column(1.0, 3.0), MISSING, MISSING), [[25.0], [75.0]]),
    "an array constant": ("EN_FORDELA", (100.0, ((1.0,), (3.0,)), MISSING, MISSING), [[25.0], [75.0]]),
    "an array constant in a row": ("EN_FORDELA", (100.0, (1.0, 3.0), MISSING, MISSING), [[25.0, 75.0]]),
    "a blank cell stands outside": (
        "EN_FORDELA",
        (100.0, column(1.0, None, 1.0), MISSING, MISSING),
        [[50.0], [0.0], [50.0]],
    ),
    "currency keeps all its decimals": (
        "EN_STAMAV",
        (column(Decimal("0.33334"), Decimal("0.33334"), Decimal("0.33332")), Values([[Decimal("1")]]), MISSING),
        [["OK"]],
    ),
    "an amount too large for 32 bits": ("EN_FORDELA", (5e9, column(1.0), MISSING, MISSING), [[5e9]]),
    "an error value is none that is taken for zero": (
        "EN_STAMAV",
        (column(1.0, "#DIV/0!"), 1.0, MISSING),
        [["delar: rad 2, plats 1 ska vara ett tal, inte ett felvärde."]],
    ),
    "a date is no amount": (
        "EN_FORDELA",
        (Values([[date(2025, 10, 31)]]), column(1.0), MISSING, MISSING),
        [["belopp: ska vara ett tal, inte ett datum eller en tid."]],
    ),
    "a wrong argument is named": (
        "EN_FORDELA",
        (100.0, column(1.0, -1.0), MISSING, MISSING),
        [["vikter: plats 2 är negativ."]],
    ),
}


@pytest.mark.parametrize("name, arguments, expected", CALLS.values(), ids=CALLS.keys())
def test_what_excel_hands_over_and_gets_back(
    name: str, arguments: tuple[Any, ...], expected: Any, call: Callable[..., Any]
) -> None:
    result = call(name, *arguments)
    assert result == expected
    assert all(type(value) in (float, str) for row in result for value in row)
