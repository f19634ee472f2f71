"""Find the tables of a sheet: where the figures stand, and what their headings and labels say.

A sheet is read from top to bottom as a person would. Rows with figures make a block; rows of text above them are its
headings when they stand over its figures, else its title. A block that is made of several tables side by side is cut
where an empty column is followed by a new column of labels.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.figures import Figures, Shape
from enamnd_xl.reconcile.labels import is_code, is_total
from enamnd_xl.reconcile.sums.model import Sum
from enamnd_xl.record import Record
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.snapshot import NUMBERS, Number, Sheet, Value, is_number

_YEARS = range(1900, 2101)
_BLANK = frozenset((type(None),))
_FEWEST_YEARS = 3  # that stand one after another, and are no amounts
_MANY_HEADINGS = 4  # rows of headings above a table; what stands higher is a title


def find_blocks(sheet: Sheet, sums: Sequence[Sum] = (), figures: Figures | None = None) -> tuple[Block, ...]:
    """Find the tables of a sheet.

    Args:
        sheet: the sheet.
        sums: the sums found on it: evidence of which rows and columns are totals.
        figures: its numbers and texts, where they have been told apart before.

    Returns:
        The tables, from top to bottom and from left to right.
    """
    shapes = (figures or Figures(sheet)).shapes
    return tuple(block for band in _bands(sheet, shapes) for block in _cut(sheet, shapes, band, sums))


class _Band(Record):
    """Rows of one or more tables that stand side by side, while it is being gathered."""

    titles: list[int]
    headings: list[int]
    rows: list[int]
    unfilled: list[int]


def _bands(sheet: Sheet, shapes: Sequence[Shape]) -> Iterator[_Band]:
    """Cut a sheet into bands of rows that share their headings."""
    band: _Band | None = None
    waiting: list[int] = []  # rows of text that wait to be told whether they are headings
    apart = blank_before = True  # apart: a blank row has come since the last row of figures
    for r, shape in enumerate(shapes, 1):
        if shape.kinds <= _BLANK:
            apart = blank_before = True
            continue
        goes_on = band is not None and not (blank_before or waiting)
        if not shape.kinds.isdisjoint(NUMBERS) and (goes_on or _is_body(sheet, r, headed=bool(waiting))):
            headings = _headings(sheet, waiting, r, apart)
            if band is None or headings:
                if band:
                    yield band
                band = _Band([row for row in waiting if row not in headings], headings, [], [])
            else:
                band.unfilled.extend(waiting)
            band.rows.append(r)
            waiting, apart = [], False
        else:
            waiting.append(r)
        blank_before = False
    if band:
        yield band


def _is_body(sheet: Sheet, row: int, *, headed: bool) -> bool:
    """Tell a row of figures from a row of years, or of codes, that stand as headings above figures.

    Without headings above it, a row that has a text over a figure is no row of figures. Neither is one with several
    when nothing stands below its own figures: they are parameters beside the headings.
    """
    line, below = sheet.rows[row - 1], sheet.rows[row] if row < len(sheet.rows) else ()
    numbers = [(c, value) for c, value in enumerate(line, 1) if is_number(value)]
    under = [sheet.value((row + 1, c)) for c, _ in numbers]
    if all(value in _YEARS for _, value in numbers):
        amounts = list(filter(is_number, under))
        if len(amounts) >= _FEWEST_YEARS and _are_counted([value for _, value in numbers]):
            return _are_counted(amounts)
        return all(value in _YEARS for value in amounts)
    if sum(isinstance(a, str) and is_number(b) for a, b in zip(line, below, strict=False)) > 1 and not any(
        value is not None for value in under
    ):
        return False
    over = zip(line[numbers[0][0] :], below[numbers[0][0] :], strict=False)
    is_heading = not headed and all(map(is_number, under)) and any(isinstance(a, str) and is_number(b) for a, b in over)
    return not is_heading


def _are_counted(years: Sequence[Number]) -> bool:
    """Tell whether years come one after another: then they are headings, though what stands below may be as large."""
    return all(b - a == 1 for a, b in pairwise(years))


def _headings(sheet: Sheet, waiting: list[int], row: int, apart: bool) -> list[int]:
    """Pick the rows of text that are headings of the figures that begin at a row.

    A row of headings stands over at least half of the columns; where nothing sets it apart from the figures above, over
    all of them, since it may be a line that has a text in place of a figure.
    """
    if not waiting:
        return []
    figures = {c for line in sheet.rows[row - 1 : row + 2] for c, value in enumerate(line, 1) if is_number(value)}
    picked: list[int] = []
    for r in reversed(waiting[-_MANY_HEADINGS:]):
        texts = {c for c, value in enumerate(sheet.rows[r - 1], 1) if value is not None}
        over = len(texts & figures)
        enough = 2 * over >= len(figures) if apart else over == len(figures)
        if enough or (picked and over):
            picked.append(r)
        elif picked and r < picked[-1] - 1:
            break
    return picked[::-1]


def _cut(sheet: Sheet, shapes: Sequence[Shape], band: _Band, sums: Sequence[Sum]) -> Iterator[Block]:
    """Cut a band into the tables that stand side by side in it."""
    width = max(len(sheet.rows[r - 1]) for r in band.rows)
    figures, texts = [0] * (width + 1), [0] * (width + 1)
    for shape, count in Counter(shapes[r - 1] for r in band.rows).items():
        for c, kind in enumerate(shape.types, 1):
            if kind in NUMBERS:
                figures[c] += count
            elif kind is not type(None):
                texts[c] += count
    labelled = [c for c in range(1, width + 1) if 2 * texts[c] >= len(band.rows)]
    starts = [1]
    for c in labelled:
        empty_before = c > 1 and not figures[c - 1] and not texts[c - 1]
        if empty_before and any(figures[starts[-1] : c]) and any(figures[c:]):
            starts.append(c)
    for start, stop in zip(starts, [*starts[1:], width + 1], strict=True):
        block = _block(sheet, shapes, band, sums, range(start, stop), figures, labelled)
        if block:
            yield block


def _block(
    sheet: Sheet,
    shapes: Sequence[Shape],
    band: _Band,
    sums: Sequence[Sum],
    span: range,
    figures: list[int],
    labelled: list[int],
) -> Block | None:
    label_column = _label_column(sheet, band, span, figures, labelled)
    headings = {c: text for c in span if (text := _heading_text(sheet, band.headings, c))}
    columns = tuple(
        c
        for c in span
        if figures[c] and not (label_column is not None and c <= label_column) and not is_code(headings.get(c, ""))
    )
    if not columns:
        return None
    with_figures = {shape for shape in {shapes[r - 1] for r in band.rows} if _has_figure(shape, columns)}
    rows = tuple(r for r in band.rows if shapes[r - 1] in with_figures)
    left = range(span.start, columns[0])
    labels = {r: text for r in rows if (text := _label_text(sheet.rows[r - 1], left))}
    totals = _Totals(sums, rows, columns)
    return Block(
        sheet=sheet,
        title=" ".join(_shown(v) for r in band.titles for v in sheet.rows[r - 1][:1] if isinstance(v, str)),
        rows=rows,
        columns=columns,
        labels=labels,
        headings=headings,
        left=span.start,
        corner=" ".join(headings.get(c, "") for c in left).strip(),
        unfilled={r: text for r in band.unfilled if (text := _label_text(sheet.rows[r - 1], left))},
        total_rows=frozenset(r for r in rows if is_total(labels.get(r, "")) or totals.is_row(r)),
        total_columns=frozenset(c for c in columns if is_total(headings.get(c, "")) or totals.is_column(c)),
    )


def _label_column(sheet: Sheet, band: _Band, span: range, figures: list[int], labelled: list[int]) -> int | None:
    """Find the column that says what the rows are called: the first of texts before figures, else a first of years."""
    filled = [c for c in span if figures[c]]
    if not filled:
        return None
    texts = next((c for c in labelled if c in span and c < filled[-1]), None)
    first = [value for r in band.rows if (value := sheet.value((r, filled[0]))) is not None]
    are_years = len(first) > 1 and len(set(first)) == len(first) and all(value in _YEARS for value in first)
    return filled[0] if texts is None and are_years and len(filled) > 1 else texts


class _Totals:
    """Which rows and columns the sums found on the sheet make totals."""

    def __init__(self, sums: Sequence[Sum], rows: Sequence[int], columns: Sequence[int]) -> None:
        row_set, column_set = set(rows), set(columns)
        self.size = len(rows), len(columns)
        self.down: dict[int, set[int]] = {}
        self.across: dict[int, set[int]] = {}
        for found in sums:
            row, column = found.total
            if row in row_set and column in column_set:
                if found.axis == "kolumn":
                    self.down.setdefault(row, set()).add(column)
                elif found.axis == "rad":
                    self.across.setdefault(column, set()).add(row)

    def is_row(self, row: int) -> bool:
        return 2 * len(self.down.get(row, ())) > self.size[1]

    def is_column(self, column: int) -> bool:
        return 2 * len(self.across.get(column, ())) > self.size[0]


def _heading_text(sheet: Sheet, rows: list[int], column: int) -> str:
    """Join what stands above a column; a merged heading stands above all the columns it spans."""
    parts: list[str] = []
    for r in rows:
        cell: Cell = (r, column)
        value = sheet.value(cell)
        if value is None:
            area = next((area for area in sheet.merged if area.covers(cell)), None)
            value = sheet.value((area.top, area.left)) if area else None
        if value is not None:
            parts.append(_shown(value))
    return " ".join(parts)


def _has_figure(shape: Shape, columns: Sequence[int]) -> bool:
    return any(shape.types[c - 1] in NUMBERS for c in columns if c <= len(shape.types))


def _label_text(line: Sequence[Value], columns: range) -> str:
    shown = [_shown(value) for value in line[columns.start - 1 : columns.stop - 1] if value is not None]
    return shown[0] if len(shown) == 1 else " ".join(filter(None, shown))


def _shown(value: Value) -> str:
    """Write a heading or a label as text: whole numbers without decimals, dates as 2025-10-31."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat()[:10] if isinstance(value, date) else str(value)
