"""An engine that stands in for Excel: xlwings' own Book, Sheet and Range objects over openpyxl, on any system.

It hands over what Excel hands over on Windows: blocks as tuples of tuples, a single cell as its value, errors as their
codes, dates as datetimes in UTC, currency as Decimals; and it takes what Excel takes, so that "2025-10" becomes a date
and "'2025-10" a text. It calculates nothing. It counts what is asked of it.
"""

import itertools
import re
from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import xlwings as xw
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula

from excel.engine_parts import Font, Format, Formats, Names, Note, Table

ERROR_CODES = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
    "#SPILL!": -2146826243,
    "#CALC!": -2146826238,
}
_PREFIXES = re.compile(r'("[^"]*")|_xl(?:fn|ws|pm)\.')
_CURRENCY = re.compile(r'\[\$|"kr"')
_TIME_ONLY = re.compile(r"^[^dy]*[hs][^dy]*$", re.IGNORECASE)
_pids = itertools.count(1)


class Engine:
    name = "excel"
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps()

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        return "" if value is None else value

    @staticmethod
    def clean_value_data(data: Any, *options: Any) -> Any:
        return data


class Apps:
    def __init__(self) -> None:
        self.apps: list[App] = []

    def keys(self) -> list[int]:
        return [app.pid for app in self.apps]

    def __iter__(self) -> Any:
        return iter(self.apps)

    def __len__(self) -> int:
        return len(self.apps)

    def __getitem__(self, pid: int) -> "App":
        return next(app for app in self.apps if app.pid == pid)


class App:
    screen_updating = enable_events = display_alerts = True
    calculation = "automatic"
    status_bar: str | bool = False

    def __init__(self, engine: Engine) -> None:
        self.engine, self.pid = engine, next(_pids)
        self.books = Books(self)
        self.calls: Counter[tuple[str, str]] = Counter()
        self.alerts: list[tuple[str, str, str | None]] = []
        self.statuses: list[str] = []
        self.answers: list[str] = []
        self.api = SimpleNamespace(ActiveWindow=SimpleNamespace(SplitRow=0, FreezePanes=False))
        engine.apps.apps.append(self)

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "status_bar" and value:
            self.statuses.append(value)
        super().__setattr__(name, value)

    def activate(self, steal_focus: bool = False) -> None:
        pass

    def calculate(self) -> None:
        pass

    def alert(self, prompt: str, title: str, buttons: str, mode: str | None, callback: Any) -> str:
        self.alerts.append((prompt, buttons, mode))
        return self.answers.pop(0) if buttons != "ok" and self.answers else "ok" if buttons == "ok" else "no"


class Books:
    api = None

    def __init__(self, app: App) -> None:
        self.app, self.books = app, []

    @property
    def active(self) -> "Book":
        return self.books[-1]

    def __call__(self, key: int | str) -> "Book":
        if isinstance(key, int):
            return self.books[key - 1]
        return next(book for book in self.books if book.name.casefold() == key.casefold())

    def __len__(self) -> int:
        return len(self.books)

    def __iter__(self) -> Any:
        return iter(self.books)


class Book:
    app = None

    def __init__(self, app: App, path: Path) -> None:
        self.app, self.fullname = app, str(path)
        self.content = openpyxl.load_workbook(path, keep_vba=path.suffix == ".xlsm")
        self.shown = openpyxl.load_workbook(path, data_only=True)
        self.active_sheet = self.content.sheetnames[0]
        self.api = SimpleNamespace(
            Date1904=self.content.epoch.year == 1904,
            ReadOnly=False,
            MultiUserEditing=False,
            ProtectStructure=False,
            Path=str(path.parent),
            FullName=str(path),
            SaveCopyAs=lambda target: self.content.save(target),
        )
        self._sheets = {sheet.title: Sheet(self, sheet.title) for sheet in self.content.worksheets}
        app.books.books.append(self)

    @property
    def name(self) -> str:
        return Path(self.fullname).name

    @property
    def sheets(self) -> "Sheets":
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self, [None, *(sheet.title for sheet in self.content.worksheets)])

    def activate(self) -> None:
        pass


class Sheets:
    api = True

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def active(self) -> "Sheet":
        return self.book._sheets[self.book.active_sheet]

    def __call__(self, key: int | str) -> "Sheet":
        if isinstance(key, int):
            return list(self)[key - 1]
        return next(sheet for sheet in self if sheet.name.casefold() == key.casefold())

    def __len__(self) -> int:
        return len(self.book.content.worksheets)

    def __iter__(self) -> Any:
        return (self.book._sheets[sheet.title] for sheet in self.book.content.worksheets)

    def add(self, before: Any = None, after: Any = None, name: str | None = None) -> "Sheet":
        place = self.book.content.index(after.content) + 1
        title = self.book.content.create_sheet(name, place).title
        self.book.shown.create_sheet(title, place)
        self.book.active_sheet = title
        self.book._sheets[title] = Sheet(self.book, title)
        return self.book._sheets[title]


class Sheet:
    book = None
    show_gridlines = True

    def __init__(self, book: Book, title: str) -> None:
        self.book, self.content, self.shown = book, book.content[title], book.shown[title]
        self.rules = [
            Format(group.sqref, rule) for group in self.content.conditional_formatting for rule in group.rules
        ]
        self.spills: set[str] = set()
        self.api = SimpleNamespace(
            ProtectContents=bool(self.content.protection.sheet),
            FilterMode=False,
            Hyperlinks=SimpleNamespace(Delete=self._forget_links),
        )

    @property
    def name(self) -> str:
        return self.content.title

    @property
    def index(self) -> int:
        return self.book.content.index(self.content) + 1

    @property
    def visible(self) -> int:
        return {"visible": -1, "hidden": 0, "veryHidden": 2}[self.content.sheet_state]

    @property
    def names(self) -> Names:
        return Names(self.book, [self.name])

    @property
    def tables(self) -> Any:
        return TableList(self)

    @property
    def notes(self) -> list[Note]:
        return [Note(cell) for row in self.content.iter_rows() for cell in row if cell.comment]

    @property
    def cells(self) -> "Range":
        return Range(self, ((1, 1, 1_048_576, 16_384),))

    @property
    def used_range(self) -> "Range":
        self.count("used_range")
        top, left = self.content.min_row, self.content.min_column
        return Range(self, ((top, left, self.content.max_row, self.content.max_column),))

    def count(self, kind: str) -> None:
        self.book.app.calls[kind, self.name] += 1

    def range(self, first: Any, last: Any = None) -> "Range":
        if isinstance(first, str):
            areas = [openpyxl.utils.range_boundaries(part.replace("$", "")) for part in first.split(",")]
            return Range(self, tuple((r1, c1, r2, c2) for c1, r1, c2, r2 in areas))
        if len(first) == 4:
            return Range(self, ((first[0], first[1], first[0] + first[2] - 1, first[1] + first[3] - 1),))
        last = last or first
        corner = (last.row, last.column) if isinstance(last, Range) else last
        start = (first.row, first.column) if isinstance(first, Range) else first
        return Range(self, ((*start, *corner),))

    def activate(self) -> None:
        self.book.active_sheet = self.name

    def clear(self) -> None:
        for content in (self.content, self.shown):
            content.delete_rows(1, content.max_row)

    def delete(self) -> None:
        del self.book._sheets[self.name]
        self.book.shown.remove(self.shown)
        self.book.content.remove(self.content)

    def _forget_links(self) -> None:
        for row in self.content.iter_rows():
            for cell in row:
                cell.hyperlink = None


class TableList:
    api = parent = None

    def __init__(self, sheet: Sheet) -> None:
        self.parent, self.api = sheet, True

    def __iter__(self) -> Any:
        return (Table(self.parent, table) for table in self.parent.content.tables.values())

    def __len__(self) -> int:
        return len(self.parent.content.tables)

    def __call__(self, key: int) -> Table:
        return list(self)[key - 1]


class Range:
    sheet = row = column = None
    max_cells_per_read = max_cells_per_write = None

    def __init__(self, sheet: Sheet, areas: tuple[tuple[int, int, int, int], ...]) -> None:
        self.sheet, self.areas = sheet, areas
        self.row, self.column, self.bottom, self.right = areas[0]

    @property
    def shape(self) -> tuple[int, int]:
        return self.bottom - self.row + 1, self.right - self.column + 1

    @property
    def address(self) -> str:
        ends = (f"${get_column_letter(c)}${r}" for r, c in ((self.row, self.column), (self.bottom, self.right)))
        return ":".join(dict.fromkeys(ends))

    @property
    def api(self) -> Any:
        return NativeRange(self)

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int) -> "Range":
        place = self.row + row - 1, self.column + column - 1
        return Range(self.sheet, ((*place, *place),))

    def cells(self, shown: bool = False) -> Any:
        content = self.sheet.shown if shown else self.sheet.content
        for top, left, bottom, right in self.areas:
            yield from itertools.chain.from_iterable(content.iter_rows(top, bottom, left, right))

    def _block(self, one: Any, shown: bool) -> Any:
        content = self.sheet.shown if shown else self.sheet.content
        rows = content.iter_rows(self.row, self.bottom, self.column, self.right)
        block = tuple(tuple(one(cell) for cell in row) for row in rows)
        return block if len(self) > 1 else block[0][0]

    @property
    def raw_value(self) -> Any:
        self.sheet.count("values")
        return self._block(_hand_over, shown=True)

    @raw_value.setter
    def raw_value(self, rows: Any) -> None:
        self.sheet.count("write")
        rows = rows if isinstance(rows, tuple | list) else ((rows,),)
        for cell, value in zip(self.cells(), itertools.chain.from_iterable(rows), strict=True):
            self._put(cell, value)

    def _put(self, cell: Any, value: Any) -> None:
        taken = _take(value)
        shown = self.sheet.shown.cell(cell.row, cell.column)
        is_formula = isinstance(value, str) and value[:1] == "="
        cell.value, shown.value = taken, None if is_formula else taken
        if isinstance(taken, str) and not is_formula:
            for one in (cell, shown):
                one.data_type = "e" if taken in ERROR_CODES and value == taken else "s"

    @property
    def formula(self) -> Any:
        self.sheet.count("formulas")
        filled = self.arrays()
        return self._block(lambda cell: _formula_text(cell, filled.get(cell.coordinate)), shown=False)

    @formula.setter
    def formula(self, value: Any) -> None:
        self.raw_value = value

    formula2 = formula

    @property
    def formula_array(self) -> Any:
        return None

    @formula_array.setter
    def formula_array(self, text: str) -> None:
        for cell in self.cells():
            self._put(cell, "")
        first = next(self.cells())
        first.value = ArrayFormula(self.address.replace("$", ""), text)

    def arrays(self) -> dict[str, Any]:
        """Coordinate of each cell in an array formula's area -> the formula."""
        found = {}
        for row in self.sheet.content.iter_rows():
            for cell in row:
                if isinstance(cell.value, ArrayFormula):
                    for line in self.sheet.content[cell.value.ref] if ":" in cell.value.ref else ((cell,),):
                        found |= {one.coordinate: cell.value for one in line}
        return found

    @property
    def number_format(self) -> str | None:
        self.sheet.count("formats")
        return _same(cell.number_format for cell in self.cells())

    @number_format.setter
    def number_format(self, code: str) -> None:
        for cell in self.cells():
            cell.number_format = code

    @property
    def merge_cells(self) -> bool | None:
        return _same(self._merged(cell) is not None for cell in self.cells())

    @property
    def merge_area(self) -> "Range":
        area = self._merged(next(self.cells()))
        return Range(self.sheet, ((area.min_row, area.min_col, area.max_row, area.max_col),)) if area else self

    def _merged(self, cell: Any) -> Any:
        return next((area for area in self.sheet.content.merged_cells.ranges if cell.coordinate in area), None)

    def get_special_cells(self, cell_type: str, value_type: str | None) -> list["Range"]:
        wanted = {"constants": lambda cell: cell.data_type != "f", "formulas": lambda cell: cell.data_type == "f"}
        found = [cell for cell in self.sheet.content._cells.values() if cell.value is not None]
        places = [(cell.row, cell.column) for cell in found if wanted[cell_type](cell)]
        return [Range(self.sheet, ((*place, *place),)) for place in places]

    @property
    def note(self) -> Note | None:
        cell = next(self.cells())
        return Note(cell) if cell.comment else None

    def add_note(self, text: str) -> Note:
        return Note.add(next(self.cells()), text)

    @property
    def conditional_formats(self) -> Formats:
        return Formats(self)

    @property
    def font(self) -> Font:
        return Font(self)

    def add_hyperlink(self, address: str, text: str, tip: str) -> None:
        cell = next(self.cells())
        cell.hyperlink = address
        cell.value = text

    def adjust_indent(self, amount: int) -> None:
        for cell in self.cells():
            cell.alignment = openpyxl.styles.Alignment(indent=amount)

    def _remember(self, name: str, value: Any) -> None:
        self.sheet.count(name)

    color = property(fset=lambda self, value: self._remember("color", value))
    wrap_text = property(fset=lambda self, value: self._remember("wrap_text", value))
    vertical_alignment = property(fset=lambda self, value: self._remember("vertical_alignment", value))
    column_width = property(fset=lambda self, value: self._remember("column_width", value))


class NativeRange:
    """What Excel's own Range object knows and xlwings' does not."""

    def __init__(self, block: Range) -> None:
        self._block = block

    @property
    def HasArray(self) -> bool | None:  # noqa: N802
        return self._has(lambda cell, formula: cell not in self._block.sheet.spills)

    @property
    def HasSpill(self) -> bool | None:  # noqa: N802
        return self._has(lambda cell, formula: cell in self._block.sheet.spills)

    def _has(self, is_of_kind: Any) -> bool | None:
        found = self._block.arrays()
        return _same(
            cell.coordinate in found and is_of_kind(found[cell.coordinate].ref, found) for cell in self._block.cells()
        )

    @property
    def CurrentArray(self) -> Any:  # noqa: N802
        c1, r1, c2, r2 = openpyxl.utils.range_boundaries(self._block.arrays()[next(self._block.cells()).coordinate].ref)
        return SimpleNamespace(
            Row=r1, Column=c1, Rows=SimpleNamespace(Count=r2 - r1 + 1), Columns=SimpleNamespace(Count=c2 - c1 + 1)
        )

    SpillingToRange = CurrentArray

    @property
    def Value2(self) -> Any:  # noqa: N802
        self._block.sheet.count("values2")
        return self._block._block(lambda cell: _hand_over(cell, plain=True), shown=True)


def _same(answers: Any) -> Any:
    found = set(answers)
    return found.pop() if len(found) == 1 else None


def _hand_over(cell: Any, plain: bool = False) -> Any:
    value, epoch = cell.value, cell.parent.parent.epoch
    if isinstance(value, str):
        return ERROR_CODES[value] if cell.data_type == "e" else value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, date | time | timedelta):
        if plain or not isinstance(value, date) or _TIME_ONLY.match(cell.number_format):
            return float(to_excel(value, epoch))
        full = value if isinstance(value, datetime) else datetime.combine(value, time())
        return full.replace(tzinfo=UTC)
    if not plain and _CURRENCY.search(cell.number_format):
        return Decimal(repr(float(value))).quantize(Decimal("0.0001"))
    return float(value)


def _formula_text(cell: Any, array: Any) -> str:
    text = array.text if array else cell.value
    if text is None:
        return ""
    if array or cell.data_type == "f":
        return _PREFIXES.sub(lambda found: found[1] or "", text)
    return text if isinstance(text, str) else str(text)


def _take(value: Any) -> Any:
    """Take a value as if it had been typed."""
    if not isinstance(value, str):
        return value
    if value == "":
        return None
    if value[0] == "'":
        return value[1:]
    if value[0] == "=":
        return value
    with suppress(ValueError):
        return float(value.replace(" ", "").replace(",", "."))
    with suppress(ValueError):
        return datetime.fromisoformat(value if len(value) > 7 else f"{value}-01")
    return {"true": True, "false": False}.get(value.casefold(), value)


def start_excel() -> xw.App:
    """Start an Excel of ours, the one that xlwings finds."""
    engine = xw.Engine(impl=Engine())
    xw.engines.add(engine)
    engine.activate()
    return xw.App(impl=App(engine.impl))


def open_book(app: xw.App, path: Path) -> xw.Book:
    """Open a workbook in it."""
    return xw.Book(impl=Book(app.impl, path))
