"""Charts of ours on a sheet of an open workbook."""

import xlwings as xw

from enamnd_xl.workbook.own_chart import (
    GAP_PERCENT,
    OUTLINE,
    SCALE_FORMAT,
    BarChart,
    bar_colour,
    chart_name,
    is_own_chart,
)

_LABELS_LOW = -4134  # xlTickLabelPositionLow. Source: XlTickLabelPosition, Excel's object model


def drop_charts(sheet: xw.Sheet) -> None:
    """Take our charts off a sheet; a user's stay."""
    for chart in list(sheet.charts):
        if is_own_chart(chart.name):
            chart.delete()


def add_chart(sheet: xw.Sheet, chart: BarChart, number: int) -> None:
    """Put a chart on a sheet whose cells are written.

    Args:
        sheet: the sheet.
        chart: what it shows and where.
        number: which on its sheet, from 1.
    """
    place = sheet.range(chart.place[:2], chart.place[2:])
    source = sheet.range(chart.source[:2], chart.source[2:])
    made = sheet.charts.add(
        place.left,
        place.top,
        place.width,
        place.height,
        chart_type="bar_clustered",
        source=source,
        plot_by="columns",
        name=chart_name(number),
    )
    made.title = chart.title
    made.legend.position = "bottom"
    categories, values = made.category_axis, made.value_axis
    categories.set(title=chart.category_title, reverse_order=True, crosses="maximum")
    categories.api.TickLabelPosition = _LABELS_LOW
    categories.api.TickLabelSpacing = 1
    values.set(title=chart.value_title, number_format=SCALE_FORMAT)
    for index, series in enumerate(made.series):
        series.set(fill_color=f"#{bar_colour(index)}", line_color=f"#{OUTLINE}")
        series.api.InvertIfNegative = False
    made.api[1].ChartGroups(1).GapWidth = GAP_PERCENT
