"""A workbook as data: what stands in each cell, how it looks and prints, with no trace of what writes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.snapshot import DefinedName, Table, Value


class Role(StrEnum):
    """What a cell is for; decides font, fill and borders."""

    TITLE = "titel"
    UNIT = "enhet"
    SECTION = "avsnitt"
    HEADING = "rubrik"
    BODY = "brödtext"
    INPUT = "indata"
    TOTAL = "summa"
    NOTE = "not"
    LINK = "länk"


class Kind(StrEnum):
    """What a cell's value is; decides number format and alignment."""

    TEXT = "text"
    WORD = "text som ser ut som ett tal eller ett datum"
    NUMBER = "tal"
    KR = "kr"
    KR_DASH = "kr, streck för noll"
    DEVIATION = "avvikelse"
    BAR = "stapel"
    PRICE = "pris"
    FACTOR = "faktor"
    COUNT = "antal"
    EXACT = "mellanled"
    PERCENT = "procent"
    SHARE = "andel"
    DATE = "datum"
    YEAR = "år"
    CODE = "kommunkod"


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks: what it is for, and what its value is."""

    role: Role = Role.BODY
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class CellSpec:
    """A cell.

    Args:
        value: what it shows; beside a formula, the value that is stored with it.
        style: how it looks.
        formula: the formula without ``=``; None for a constant.
        link: the sheet that a click on the cell leads to.
    """

    value: Value
    style: Style = Style()
    formula: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Cells that take one of a list.

    Args:
        area: the cells.
        source: the choices, or a formula (without ``=``) that gives them.
        message: what is said to one who types something else.
    """

    area: Area
    source: tuple[str, ...] | str
    message: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """Cells that take a number within bounds.

    Args:
        area: the cells.
        low: the least number.
        high: the largest number.
        whole: whether it must be a whole number.
        message: what is said to one who types something else.
    """

    area: Area
    low: int
    high: int
    whole: bool
    message: str


class Tone(StrEnum):
    """What a highlight tells."""

    WARNING = "se efter"
    NEGATIVE = "minus"
    ZERO = "noll"


@dataclass(frozen=True, slots=True)
class Highlight:
    """Cells that look otherwise when a formula (without ``=``, written for the first cell) holds."""

    area: Area
    formula: str
    tone: Tone = Tone.WARNING


@dataclass(frozen=True, slots=True)
class Bars:
    """Cells that show their numbers as bars alone, from the middle: to the left below zero, to the right above."""

    area: Area


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of horizontal bars, the first label on top.

    Args:
        title: its title; a formula when it begins with ``=``.
        unit: the unit of the values.
        place: the cells that it covers.
        categories: the labels, on the same sheet.
        series: for each, the cell of its name and the area of its values.
    """

    title: str
    unit: str
    place: Area
    categories: Area
    series: tuple[tuple[Cell, Area], ...]


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """A worksheet.

    Args:
        name: the tab, at most 31 characters.
        cells: cell -> what stands there.
        widths: column widths in characters, from column A.
        heights: row -> height in points, where it is not the standard one.
        merged: areas shown as one cell; the text stands in the first.
        freeze: the first cell that scrolls.
        heading_rows: first and last row of the headings that every printed page repeats.
        landscape: whether it prints on a lying page.
        pages_wide: how many pages side by side it prints on; the frozen columns are repeated on each.
        grows: whether columns may be added at the right, which are to be printed too.
        tables: Excel tables; their headings are cells too.
        filtered: the tables that have filter buttons, by name.
        rules: what may be typed where.
        highlights: what looks otherwise when.
        bars: what is shown as bars.
        charts: the charts.
        tab: the colour of the tab.
    """

    name: str
    cells: Mapping[Cell, CellSpec]
    widths: tuple[float, ...]
    heights: Mapping[int, float] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    freeze: Cell = (1, 1)
    heading_rows: tuple[int, int] | None = None
    landscape: bool = False
    pages_wide: int = 1
    grows: bool = False
    tables: tuple[Table, ...] = ()
    filtered: tuple[str, ...] = ()
    rules: tuple[Choice | Bounds, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    bars: tuple[Bars, ...] = ()
    charts: tuple[Chart, ...] = ()
    tab: str | None = None

    @property
    def area(self) -> Area:
        """The rectangle from A1 that holds every cell, every column with a width, and every chart."""
        last_row = max([row for row, _ in self.cells] + [chart.place.bottom for chart in self.charts])
        return Area(1, 1, last_row, max(len(self.widths), *(column for _, column in self.cells)))


@dataclass(frozen=True, slots=True)
class BookSpec:
    """A workbook.

    Args:
        path: where it is written, under workbooks/.
        title: its title in the file's properties.
        owner: the body whose book it is; stands in the page header and in the properties.
        sheets: in tab order.
        names: names for cells and areas.
    """

    path: str
    title: str
    owner: str
    sheets: tuple[SheetSpec, ...]
    names: tuple[DefinedName, ...] = ()

    def with_values(self, values: Mapping[str, Mapping[Cell, Value]]) -> "BookSpec":
        """Give the same workbook with other values in some cells, by sheet name."""
        sheets = tuple(
            replace(
                sheet,
                cells={
                    cell: replace(spec, value=values.get(sheet.name, {}).get(cell, spec.value))
                    for cell, spec in sheet.cells.items()
                },
            )
            for sheet in self.sheets
        )
        return replace(self, sheets=sheets)
