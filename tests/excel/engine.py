"""An engine that stands in for Excel: xlwings' own Book, Sheet and Range objects over openpyxl, on any system.

It hands over what Excel hands over on Windows: blocks as tuples of tuples, a single cell as its value, errors as their
codes, dates as datetimes in UTC, currency as Decimals; and it takes what Excel takes, so that "2025-10" becomes a date
and "'2025-10" a text. It calculates nothing; a formula that comes back shows what it showed. It counts what is asked.
"""

import itertools
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import xlwings as xw

from excel.engine_charts import Charts
from excel.engine_loading import load
from excel.engine_parts import Format, Names, Note, Table
from excel.engine_range import Range

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
        self.chosen_file: str | bool = False
        self.api = SimpleNamespace(
            ActiveWindow=SimpleNamespace(SplitRow=0, FreezePanes=False),
            GetOpenFilename=lambda *_: self.chosen_file,
        )
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

    def open(self, fullname: str, *options: Any) -> "Book":
        return Book(self.app, Path(fullname))

    def __call__(self, key: int | str) -> "Book":
        if isinstance(key, int):
            return self.books[key - 1]
        found = next((book for book in self.books if book.name.casefold() == key.casefold()), None)
        if found is None:
            raise KeyError(key)
        return found

    def __len__(self) -> int:
        return len(self.books)

    def __iter__(self) -> Any:
        return iter(self.books)


class Book:
    app = None

    def __init__(self, app: App, path: Path) -> None:
        self.app, self.fullname = app, str(path)
        has_code = path.suffix == ".xlsm"
        self.content = openpyxl.load_workbook(path, keep_vba=True) if has_code else load(path, shown=False)
        self.shown = load(path, shown=True)
        self.active_sheet = self.content.sheetnames[0]
        self.api = SimpleNamespace(
            Date1904=self.content.epoch.year == 1904,
            ReadOnly=False,
            MultiUserEditing=False,
            ProtectStructure=False,
            Path=str(path.parent),
            FullName=str(path),
            Windows=lambda _number: SimpleNamespace(Visible=True),
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
        self.charts = Charts(self)
        self.spills: set[str] = set()
        self.arrays: dict[str, Any] | None = None
        self.merged: dict[tuple[int, int], Any] | None = None
        self.calculated: dict[str, tuple[Any, Any]] = {}
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


def start_excel() -> xw.App:
    """Start an Excel of ours, the one that xlwings finds."""
    engine = xw.Engine(impl=Engine())
    xw.engines.add(engine)
    engine.activate()
    return xw.App(impl=App(engine.impl))


def open_book(app: xw.App, path: Path) -> xw.Book:
    """Open a workbook in it."""
    return xw.Book(impl=Book(app.impl, path))
