"""The smaller objects of the engine that stands in for Excel."""

from types import SimpleNamespace
from typing import Any

from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import TableColumn
from xlwings import base_classes as base


class Note:
    api = None

    def __init__(self, cell: Any) -> None:
        self.cell = cell
        self.api = SimpleNamespace(Shape=SimpleNamespace(Width=0, Height=0))

    @classmethod
    def add(cls, cell: Any, text: str) -> "Note":
        cell.comment = Comment(text, "")
        return cls(cell)

    @property
    def text(self) -> str:
        return self.cell.comment.text

    @text.setter
    def text(self, text: str) -> None:
        self.cell.comment = Comment(text, "")

    def delete(self) -> None:
        self.cell.comment = None


class Format:
    """A conditional format; its api is what Excel's own object knows."""

    def __init__(self, sqref: Any, rule: Any) -> None:
        self.sqref, self.rule = sqref, rule
        self.rules: list[Format] = []

    @property
    def api(self) -> Any:
        return SimpleNamespace(SetLastPriority=self._go_last)

    def _go_last(self) -> None:
        self.rules.remove(self)
        self.rules.append(self)

    @property
    def type(self) -> str:
        return "custom" if self.rule.type == "expression" else "unknown"

    @property
    def formula(self) -> str | None:
        return f"={self.rule.formula[0]}" if self.type == "custom" else None

    def delete(self) -> None:
        self.rules.remove(self)


class Formats:
    api = None

    def __init__(self, block: Any) -> None:
        self.block, self.rules = block, block.sheet.rules
        for rule in self.rules:
            rule.rules = self.rules

    def __len__(self) -> int:
        return len(self.rules)

    def __iter__(self) -> Any:
        return iter(list(self.rules))

    def __call__(self, key: int) -> Format:
        return self.rules[key - 1]

    def add_custom(self, spec: dict[str, Any]) -> Format:
        colour = "{:02X}{:02X}{:02X}".format(*spec["fill_color"])
        rule = FormulaRule(formula=[spec["formula"].removeprefix("=")], fill=PatternFill(bgColor=colour))
        addresses = (_address(area) for area in self.block.areas)
        added = Format(" ".join(addresses), rule)
        added.rules = self.rules
        self.rules.insert(0, added)  # as xlwings does
        return added


class Font:
    bold = size = color = api = None

    def __init__(self, block: Any) -> None:
        self.block = block


class Names(base.Names):
    api = True

    def __init__(self, book: Any, scopes: list[str | None]) -> None:
        self.book, self.scopes = book, scopes

    def _all(self) -> list["Name"]:
        return [
            Name(self.book, scope, known)
            for scope in self.scopes
            for known in (self.book.content if scope is None else self.book.content[scope]).defined_names.values()
        ]

    def __len__(self) -> int:
        return len(self._all())

    def __call__(self, key: int | str) -> "Name":
        return self._all()[key - 1] if isinstance(key, int) else next(n for n in self._all() if n.name == key)

    def snapshot(self) -> list[tuple[str, "Name"]]:
        return [(known.name, known) for known in self._all()]

    def contains(self, key: str) -> bool:
        return any(known.name == key for known in self._all())

    def add(self, name: str, refers_to: str) -> "Name":
        home = self.book.content if self.scopes[0] is None else self.book.content[self.scopes[0]]
        home.defined_names[name] = DefinedName(name, attr_text=refers_to.removeprefix("="))
        return Name(self.book, self.scopes[0], home.defined_names[name])


class Name:
    api = None

    def __init__(self, book: Any, scope: str | None, known: Any) -> None:
        self.scope, self.known, self.api = scope, known, SimpleNamespace(Visible=True)

    @property
    def name(self) -> str:
        quoted = "" if self.scope is None else "'" + self.scope.replace("'", "''") + "'!"
        return quoted + self.known.name

    @property
    def refers_to(self) -> str:
        return f"={self.known.attr_text}"


class Table:
    api = parent = None

    def __init__(self, sheet: Any, table: Any) -> None:
        self.parent, self.table = sheet, table
        self.api = SimpleNamespace(AutoFilter=SimpleNamespace(FilterMode=False) if table.autoFilter else None)

    @property
    def display_name(self) -> str:
        return self.table.displayName

    @property
    def range(self) -> Any:
        return self.parent.range(self.table.ref)

    def resize(self, block: Any) -> None:
        """As Excel does, take what stands in the first row for the headings."""
        rows = block.impl
        self.table.ref = rows.address.replace("$", "")
        if self.table.autoFilter:
            self.table.autoFilter.ref = self.table.ref
        headings = [str(cell.value) for cell in list(rows.cells())[: rows.shape[1]]]
        self.table.tableColumns = [TableColumn(id=n, name=name) for n, name in enumerate(headings, 1)]

    @property
    def show_headers(self) -> bool:
        return self.table.headerRowCount != 0

    @property
    def show_totals(self) -> bool:
        return bool(self.table.totalsRowCount)

    @property
    def columns(self) -> Any:
        return Columns(self.table.tableColumns)


class Columns:
    api = parent = None

    def __init__(self, columns: Any) -> None:
        self.columns = columns

    def __len__(self) -> int:
        return len(self.columns)

    def __iter__(self) -> Any:
        return iter(self.columns)

    def __call__(self, key: int) -> Any:
        return self.columns[key - 1]


def _address(area: tuple[int, int, int, int]) -> str:
    top, left, bottom, right = area
    first, last = f"{get_column_letter(left)}{top}", f"{get_column_letter(right)}{bottom}"
    return first if first == last else f"{first}:{last}"
