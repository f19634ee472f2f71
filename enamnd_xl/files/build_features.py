"""The parts of a sheet that are not cells, written with XlsxWriter: tables, typing rules, highlights, charts."""

from typing import cast

import xlsxwriter
from xlsxwriter.chart_bar import ChartBar
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from enamnd_xl.books.spec import Bars, Bounds, Chart, Choice, Highlight, SheetSpec
from enamnd_xl.books.styles import BLUE, GREY, LINE, RED
from enamnd_xl.workbook.address import Area
from enamnd_xl.workbook.snapshot import Table

_CHARACTER_PIXELS, _PADDING_PIXELS, _ROW_PIXELS = 7, 5, 20  # of the standard font and row height
_EDGE_PIXELS = 6  # so that the frame stands inside the printed area also where cells come out smaller
_SERIES_COLOURS = ("#9DB4CE", BLUE, "#C9792B")


def add_table(worksheet: Worksheet, table: Table, filtered: bool) -> None:
    """Make an area an Excel table; its cells keep their own look."""
    top, left, bottom, right = _corners(table.area)
    columns = [{"header": heading} for heading in table.columns]
    options = {"name": table.name, "columns": columns, "style": None, "autofilter": filtered}
    worksheet.add_table(top, left, bottom, right, options)


def add_rule(worksheet: Worksheet, rule: Choice | Bounds) -> None:
    """Say what may be typed, and what is said otherwise."""
    if isinstance(rule, Choice):
        source = f"={rule.source}" if isinstance(rule.source, str) else list(rule.source)
        options: dict[str, object] = {"validate": "list", "source": source}
    else:
        kind = "integer" if rule.whole else "decimal"
        options = {"validate": kind, "criteria": "between", "minimum": rule.low, "maximum": rule.high}
    options |= {"error_title": "Ogiltigt värde", "error_message": rule.message}
    worksheet.data_validation(*_corners(rule.area), options)


def add_highlight(worksheet: Worksheet, highlight: Highlight, look: Format) -> None:
    """Give cells another look while a formula holds."""
    options = {"type": "formula", "criteria": f"={highlight.formula}", "format": look}
    worksheet.conditional_format(*_corners(highlight.area), options)


def add_bars(worksheet: Worksheet, bars: Bars) -> None:
    """Show numbers as bars alone, with zero in the middle."""
    options = {
        "type": "data_bar",
        "data_bar_2010": True,
        "bar_only": True,
        "bar_solid": True,
        "bar_color": BLUE,
        "bar_negative_color": RED,
        "bar_axis_position": "middle",
        "bar_axis_color": GREY,
        "bar_no_border": True,
    }
    worksheet.conditional_format(*_corners(bars.area), options)


def add_chart(book: xlsxwriter.Workbook, worksheet: Worksheet, sheet: SheetSpec, chart: Chart) -> None:
    """Put a chart of horizontal bars on a sheet."""
    drawing = cast(ChartBar, book.add_chart({"type": "bar"}))
    for (name, values), colour in zip(chart.series, _SERIES_COLOURS, strict=False):
        drawing.add_series(
            {
                "name": [sheet.name, name[0] - 1, name[1] - 1],
                "categories": [sheet.name, *_corners(chart.categories)],
                "values": [sheet.name, *_corners(values)],
                "fill": {"color": colour},
                "gap": 80,
                "overlap": -5,
            }
        )
    font = {"color": GREY, "size": 9}
    drawing.set_title({"name": chart.title, "name_font": {"color": BLUE, "size": 12}, "overlay": False})
    # In a bar chart XlsxWriter calls the vertical axis, with the labels, y.
    drawing.set_y_axis(
        {"num_font": font, "line": {"color": LINE}, "reverse": True, "major_gridlines": {"visible": False}}
    )
    drawing.set_x_axis(
        {
            "name": chart.unit,
            "name_font": font,
            "num_font": font,
            "num_format": "[$-41D]#,##0",
            "line": {"none": True},
            "label_position": "high",
            "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.5}},
        }
    )
    drawing.set_legend({"position": "bottom", "font": font})
    top, left, bottom, right = _corners(chart.place)
    width = sum(int(column * _CHARACTER_PIXELS) + _PADDING_PIXELS for column in sheet.widths[left : right + 1])
    drawing.set_size({"width": width - _EDGE_PIXELS, "height": (bottom - top + 1) * _ROW_PIXELS - _EDGE_PIXELS})
    worksheet.insert_chart(top, left, drawing, {"description": chart.title})


def _corners(area: Area) -> tuple[int, int, int, int]:
    return area.top - 1, area.left - 1, area.bottom - 1, area.right - 1
