"""The calculation engine (formualizer) with a workbook in it: values and formulas in, values out."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from enamnd_xl.files.formats import whole_second
from enamnd_xl.workbook.address import Area, Cell, around, to_a1
from enamnd_xl.workbook.snapshot import CellError, Value

if TYPE_CHECKING:
    import formualizer

REFUSALS = (OSError, ValueError, RuntimeError)
"""All that the engine raises when it cannot take what it is given."""
NOT_IMPLEMENTED = CellError("#N/IMPL!")
NOT_READ = CellError("#ERROR!")
"""What a formula gives that the engine cannot take apart, and what is reckoned from it."""
_MALFORMED = f"={NOT_READ.code}: Malformed formula"
_ERROR_CODES = {
    "Div": "#DIV/0!",
    "Na": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "Spill": "#SPILL!",
    "Calc": "#CALC!",
    "Circ": "#CIRC!",
    "NImpl": NOT_IMPLEMENTED.code,
    "Error": NOT_READ.code,
}


_TRIAL_SHEET = "?"
"""What no sheet is called, so that a formula does not refer to it."""
_PLACES_A_CELL = 20
"""Source: asking for one value takes as long as taking twenty in a block, as measured on a sheet of 290 x 62."""


class EngineError(Exception):
    """The engine gave up."""


class Engine:
    """A workbook in the engine.

    Args:
        book: the engine's own object.
        given: (sheet name, cell) -> the formula that it was given in place of the file's.

    Attributes:
        is_1904: whether its days are counted from 1904.
        iterates: whether the workbook has circles calculated over and over.
        rounds: whether it has each value rounded to what is shown.
    """

    def __init__(self, book: "formualizer.Workbook", given: Mapping[tuple[str, Cell], str] | None = None) -> None:
        self.book = book
        self.given = given or {}
        self.is_1904 = False
        self.iterates = False
        self.rounds = False
        self._trial: formualizer.Workbook | None = None

    def value(self, sheet: str, cell: Cell) -> Value:
        """Give the value of a cell."""
        return value_from_engine(self.book.get_value(name_in_engine(sheet), *cell))

    def is_empty_text(self, sheet: str, cell: Cell) -> bool:
        """Tell whether a cell shows a text without characters, and is not blank."""
        return bool(self.book.get_value(name_in_engine(sheet), *cell) == "")

    def block(self, sheet: str, area: Area) -> list[list[Any]]:
        """Give the values of an area as the engine has them (see value_from_engine), row by row."""
        import formualizer as fz

        sheet = name_in_engine(sheet)
        address = fz.RangeAddress(sheet, area.top, area.left, area.bottom, area.right)
        block: list[list[Any]] = self.book.sheet(sheet).get_values(address)
        return block

    def values(self, sheet: str, cells: Sequence[Cell]) -> list[Value]:
        """Give the values of cells: one by one, or out of the area they stand in where that takes less."""
        area = around(cells)
        if area.size > _PLACES_A_CELL * len(cells):
            get_value, name = self.book.get_value, name_in_engine(sheet)
            return [value_from_engine(get_value(name, row, column)) for row, column in cells]
        block = self.block(sheet, area)
        return [value_from_engine(block[row - area.top][column - area.left]) for row, column in cells]

    def set_value(self, sheet: str, cell: Cell, value: Value) -> None:
        """Put a value in a cell, in place of a formula if there was one."""
        import formualizer as fz

        sheet = name_in_engine(sheet)
        if isinstance(value, CellError):
            kind = next((kind for kind, code in _ERROR_CODES.items() if code == value.code), "Value")
            self.book.set_value(sheet, *cell, fz.LiteralValue.error(kind, None))
        else:
            self.book.set_value(sheet, *cell, value)

    def set_formulas(self, sheet: str, formulas: Mapping[Cell, str]) -> None:
        """Put formulas in cells of a sheet, to be taken apart together with all others that have not been.

        One at a time, each would tell all that builds on it to be calculated again.
        """
        name = name_in_engine(sheet)
        columns: dict[int, list[int]] = {}
        for row, column in sorted(formulas):
            columns.setdefault(column, []).append(row)
        for column, rows in columns.items():
            for _, run in groupby(enumerate(rows), lambda numbered: numbered[1] - numbered[0]):
                below = [row for _, row in run]
                texts = [[f"={formulas[row, column]}"] for row in below]
                self.book.set_formulas_batch(name, below[0], column, texts)

    def can_read(self, sheet: str, cell: Cell) -> bool:
        """Tell whether the formula in a cell has been taken apart, or is still to be; if not, it gives NOT_READ."""
        return not (self.book.get_formula(name_in_engine(sheet), *cell) or "").startswith(_MALFORMED)

    def take_apart(self) -> bool:
        """Take all formulas apart at once; False when the engine refuses to, for the sake of some (see takes)."""
        try:
            self.book.get_eval_plan([(self.book.sheet_names[0], 1, 1)])
        except REFUSALS:
            return False
        return True

    def takes(self, cell: Cell, formula: str) -> bool:
        """Tell whether the engine can take a formula apart that stands in a cell, by trying it in a book of its own."""
        import formualizer as fz

        if self._trial is None:
            self._trial = fz.Workbook(mode=fz.WorkbookMode.Ephemeral)
            self._trial.add_sheet(_TRIAL_SHEET)
        try:
            self._trial.set_formula(_TRIAL_SHEET, *cell, f"={formula}")
        except REFUSALS:
            return False
        return True

    def register(self, name: str, function: Callable[..., Any]) -> None:
        """Let formulas call a function, in place of the engine's own if it has one of that name."""
        self.book.register_function(name, function, allow_override_builtin=True)

    def evaluate(self) -> None:
        """Calculate all formulas.

        Raises:
            EngineError: it could not, or not in time.
        """
        import formualizer as fz

        try:
            self.book.evaluate_all()
        except (fz.ExcelEvaluationError, *REFUSALS) as cause:
            raise EngineError(str(cause)) from cause

    def spills(self, sheet: str, cell: Cell) -> bool:
        """Tell whether a formula has filled more cells than its own."""
        return self.book.inspect_cell(f"{quote_sheet(name_in_engine(sheet))}!{to_a1(cell)}").cell.spill is not None


def name_in_engine(sheet: str) -> str:
    """Give the name that a sheet goes by in the engine.

    It has a sheet Sheet1 of its own before anything is loaded, and loses formulas on one that differs only in case.

    >>> name_in_engine("sheet1"), name_in_engine("sheet2")
    ('Sheet1', 'sheet2')
    """
    return "Sheet1" if sheet.lower() == "sheet1" else sheet


def quote_sheet(name: str) -> str:
    """Write a sheet's name as it stands before the exclamation mark.

    >>> quote_sheet("Bo's blad")
    "'Bo''s blad'"
    """
    return "'" + name.replace("'", "''") + "'"


def value_from_engine(value: Any) -> Value:
    """Give a value that the engine has as a cell's value.

    >>> value_from_engine(""), value_from_engine({"type": "Error", "kind": "Na"})
    (None, CellError(code='#N/A'))
    """
    if value is None or isinstance(value, (float, bool, int)):
        return value
    if isinstance(value, str):
        return value or None
    if isinstance(value, (date, time, timedelta)):
        return whole_second(value)
    if isinstance(value, dict):
        return CellError(_ERROR_CODES.get(value.get("kind", ""), "#VALUE!"))
    return CellError("#VALUE!")
