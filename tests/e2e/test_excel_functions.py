"""The cell functions in cells and the buttons in macros, run by LibreOffice from the VBA that is shipped."""

import importlib
import re
from typing import Any

import pytest
import xlwings as xw

from calc import run_steps, write_calc_book
from enamnd_xl.excel.build import subs
from enamnd_xl.excel.build.wrappers import MODULE
from enamnd_xl.excel.buttons import BUTTONS
from enamnd_xl.functions import CELL_FUNCTIONS
from enamnd_xl.functions.convert import rows_of
from enamnd_xl.functions.registry import CellFunction
from enamnd_xl.workbook.address import Area
from excel.windows import MISSING, Values, load_call_udf

pytestmark = pytest.mark.e2e

_REFERENCE = re.compile(r"[A-Z]+\d+(?::[A-Z]+\d+)?")

# The formula as it is written in LibreOffice's own language, the cells it stands in, and what they show.
CASES: dict[str, tuple[str, str, list[list[Any]]]] = {
    "all arguments": ("=EN_FORDELA(1000;A1:A4;0.3;10)", "F1:F4", [[170], [0], [310], [520]]),
    "optional arguments left out": ("=EN_FORDELA(1000;A1:A4)", "F1:F4", [[100], [0], [300], [600]]),
    "one left out in the middle": ("=EN_FORDELA(1000;A1:A4;;100)", "F1:F4", [[100], [0], [300], [600]]),
    "a row": ("=EN_FORDELA(100;A6:C6)", "F6:H6", [[34, 33, 33]]),
    "a table": ("=EN_AVRUNDA_TABELL(A8:B9)", "F8:G9", [[0, 1], [1, 0]]),
    "a text argument": ('=EN_UPPRAKNA(25800;0.047;100;"uppåt")', "F10", [[27100]]),
    "a wrong weight": ("=EN_FORDELA(100;A11:A12)", "F11", [["vikter: plats 2 är negativ."]]),
    "a text for an amount": ('=EN_FORDELA("mycket";A1:A4)', "F12", [["belopp: ska vara ett tal, inte »mycket«."]]),
    "a month that is none": (
        "=EN_PERIODBUDGET(1200;13)",
        "F13",
        [["manad: ska vara ett heltal från 1 till 12, inte 13."]],
    ),
    "a sum that is wrong": ("=EN_STAMAV(A1:A4;990)", "F14", [["Summan är 10 för låg: delarna ger 1\u00a0000."]]),
    "a sum within tolerance": ("=EN_STAMAV(A1:A4;990;10)", "F15", [["OK"]]),
    "within another formula": ("=SUM(EN_NYCKEL(A1:A4;0.5))*100", "F16", [[100]]),
}
_INPUTS = [
    ("put", "A1:A4", [[100], [None], [300], [600]]),
    ("put", "A6:C6", [[1, 1, 1]]),
    ("put", "A8:B9", [[0.4, 0.6], [0.6, 0.4]]),
    ("put", "A11:A12", [[1], [-1]]),
]


@pytest.fixture(scope="module")
def calls() -> list[tuple[str, list[Any]]]:
    """What the macros have called, in order."""
    return []


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, calls: list[tuple[str, list[Any]]]) -> dict[str, Any]:
    """Run every case in one LibreOffice: case -> what its cells show."""
    call_udf = load_call_udf()
    importlib.reload(importlib.import_module(MODULE))

    def answer(name: str, arguments: list[Any]) -> Any:
        calls.append((name, arguments))
        if name != "CallUDF":
            return None
        module, function, given = arguments
        rows = call_udf(module, function, tuple(map(_argument, given)))
        return rows if len(rows) * len(rows[0]) > 1 else rows[0][0]

    steps: list[Any] = list(_INPUTS)
    keys: list[str | None] = [None] * len(_INPUTS)
    for key, (formula, place, _) in CASES.items():
        steps.append(("array" if ":" in place or "SUM(" in formula else "formula", place, formula))
        keys.append(key)
    for number, function in enumerate(CELL_FUNCTIONS.values()):
        for step in _example_steps(function, first_row=30 + 20 * number):
            steps.append(step)
            keys.append(function.name if step[0] != "put" else None)
    for button in BUTTONS:
        steps.append(("macro", f"{subs.MODULE}.{subs.sheet_sub(button)}"))
        keys.append(button.name)
    book = write_calc_book(tmp_path_factory.mktemp("calc") / "bok.xlsm")
    try:
        results = run_steps(book, steps, answer)
    finally:
        del xw._xlwindows
    return {key: result for key, result in zip(keys, results, strict=True) if key}


def _argument(given: Any) -> Any:
    """An argument as VBA in Excel hands it over."""
    if given is None:
        return MISSING
    if isinstance(given, dict):
        return Values([[None if value == "" else value for value in row] for row in given["range"]])
    return tuple(map(tuple, given)) if isinstance(given, list) else given


def _example_steps(function: CellFunction, first_row: int) -> list[tuple[str, str, Any]]:
    """The example in the registry as cells and a formula, moved down to rows of its own."""
    written = re.sub(r"(\d),(\d)", r"\1.\2", function.example.formula)
    arguments = written.partition("(")[2].removesuffix(")").split("; ")
    moved, steps = [], []
    for text, given in zip(arguments, function.example.given, strict=True):
        if _REFERENCE.fullmatch(text):
            area = Area.from_a1(text)
            place = str(Area(area.top + first_row, area.left, area.bottom + first_row, area.right))
            steps.append(("put", place, rows_of(given)))
            text = place
        moved.append(text)
    result = rows_of(function.example.result)
    cells = str(Area(first_row, 8, first_row + len(result) - 1, 7 + len(result[0])))
    steps.append(("array" if ":" in cells else "formula", cells, f"={function.name}({';'.join(moved)})"))
    return steps


@pytest.mark.parametrize("case", CASES)
def test_a_function_in_a_cell(case: str, shown: dict[str, Any]) -> None:
    assert shown[case] == CASES[case][2]


@pytest.mark.parametrize("function", CELL_FUNCTIONS.values(), ids=CELL_FUNCTIONS.keys())
def test_every_function_shows_its_example(function: CellFunction, shown: dict[str, Any]) -> None:
    assert shown[function.name] == rows_of(function.example.result)


def test_every_button_reaches_its_python_function(shown: dict[str, Any], calls: list[tuple[str, list[Any]]]) -> None:
    run = [arguments[0] for name, arguments in calls if name == "Exec"]
    pressed: list[str] = []
    for text in run:  # the statement that the Sub hands to Python, with the buttons' work exchanged for a list
        exec(text, {"__builtins__": {"__import__": _import_with(pressed)}})
    assert pressed == [button.name for button in BUTTONS]


def _import_with(pressed: list[str]) -> Any:
    """An import whose press_button only remembers; that the module and the function exist is seen on the way."""

    def fetch(name: str, *_: Any) -> Any:
        module = importlib.import_module(name)
        assert callable(module.press_button)

        class Excel:
            buttons = type("Buttons", (), {"press_button": staticmethod(pressed.append)})

        return type("Package", (), {"excel": Excel})

    return fetch
