"""A sheet while it is laid out: cells are put, and rows get the height that their texts need."""

from dataclasses import dataclass, field

from enamnd_xl.books.spec import Bars, Bounds, CellSpec, Chart, Choice, Highlight, Kind, Role, SheetSpec, Style
from enamnd_xl.books.styles import row_height
from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.snapshot import Table, Value

HEADING_ROW = 4
FIRST_ROW = HEADING_ROW + 1
WIDEST_UPRIGHT = 96.0  # characters that stay readable on an upright A4 page


@dataclass(slots=True)
class Canvas:
    """A sheet being laid out.

    Args:
        name: the tab.
        widths: column widths in characters, from column A.
        tab: the colour of the tab.
    """

    name: str
    widths: tuple[float, ...]
    tab: str | None = None
    cells: dict[Cell, CellSpec] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    filtered: list[str] = field(default_factory=list)
    rules: list[Choice | Bounds] = field(default_factory=list)
    highlights: list[Highlight] = field(default_factory=list)
    bars: list[Bars] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)

    def put(
        self,
        cell: Cell,
        value: Value = None,
        role: Role = Role.BODY,
        kind: Kind = Kind.TEXT,
        formula: str | None = None,
        link: str | None = None,
    ) -> None:
        """Put something in a cell; an empty text leaves it blank but styled."""
        self.cells[cell] = CellSpec(None if value == "" else value, Style(role, kind), formula, link)
        row, column = cell
        width = sum(self.widths) if role is Role.TITLE else self.widths[column - 1]
        texts = [(value, width)] if isinstance(value, str) and role in _WRAPPED else []
        self.heights[row] = max(self.heights.get(row, 0.0), row_height(role, texts))

    def head(self, title: str, unit: str, title_formula: str | None = None, unit_formula: str | None = None) -> None:
        """Put the title and the line under it."""
        self.put((1, 1), title, Role.TITLE, formula=title_formula)
        self.put((2, 1), unit, Role.UNIT, formula=unit_formula)

    def line(self, row: int, values: tuple[Value, ...], kinds: tuple[Kind, ...], role: Role) -> None:
        """Put a row of constants from column A."""
        for column, (value, kind) in enumerate(zip(values, kinds, strict=True), 1):
            self.put((row, column), value, role, kind)

    def note(self, row: int, text: str, columns: int | None = None) -> None:
        """Put a text across the first columns, or the whole width; an empty text makes room for one."""
        last = columns or len(self.widths)
        self.cells[row, 1] = CellSpec(text or None, Style(Role.NOTE))
        self.heights[row] = row_height(Role.NOTE, [(text, sum(self.widths[:last]))])
        if last > 1:
            self.merged.append(Area(row, 1, row, last))

    def finish(
        self,
        headings: int = 1,
        frozen_columns: int = 1,
        landscape: bool | None = None,
        pages_wide: int = 1,
        grows: bool = False,
    ) -> SheetSpec:
        """Give the sheet; its headings begin in HEADING_ROW.

        Args:
            headings: how many heading rows there are; 0 freezes and repeats nothing.
            frozen_columns: how many columns stay when it scrolls sideways.
            landscape: whether it prints on a lying page; None lets the width decide.
            pages_wide: how many pages side by side it prints on.
            grows: whether columns may be added at the right.
        """
        last = HEADING_ROW + headings - 1
        return SheetSpec(
            name=self.name,
            cells=self.cells,
            widths=self.widths,
            heights=self.heights,
            merged=tuple(self.merged),
            freeze=(last + 1, frozen_columns + 1) if headings else (1, 1),
            heading_rows=(HEADING_ROW, last) if headings else None,
            landscape=sum(self.widths) > WIDEST_UPRIGHT if landscape is None else landscape,
            pages_wide=pages_wide,
            grows=grows,
            tables=tuple(self.tables),
            filtered=tuple(self.filtered),
            rules=tuple(self.rules),
            highlights=tuple(self.highlights),
            bars=tuple(self.bars),
            charts=tuple(self.charts),
            tab=self.tab,
        )


_WRAPPED = (Role.TITLE, Role.HEADING, Role.BODY, Role.INPUT, Role.TOTAL)
