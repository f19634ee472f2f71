"""Charts on sheets of our own: what they show, where they lie, and how they are known again."""

from dataclasses import dataclass

from enamnd_xl.workbook.address import Area

OWN_CHART = "E-nämnd diagram"
"""What the name of a chart of ours begins with; so a chart of a user on the same sheet is never taken for ours."""

BAR_COLOURS = ("1F4E79", "F2B661", "6FA3A8", "9C4A3C", "C9D6E4", "4B4B4B")
"""RRGGBB, one a series: each is much lighter or darker than the one before, so that they differ in greyscale too."""
OUTLINE = "404040"
"""RRGGBB, around every bar, so that the light ones show on white paper."""
GAP_PERCENT = 60
"""The space between the bars of two categories, per cent of a bar's width."""
SCALE_FORMAT = "[$-41D]#,##0;-#,##0"
"""The number format of the value axis: Swedish separators also outside Sweden."""


@dataclass(frozen=True, slots=True)
class BarChart:
    """Lying bars: a group a category, from the top, and in each a bar a series.

    Args:
        title: what stands above.
        source: the cells that it shows: the series' names in the first row, the categories in the first column.
        category_title: what stands beside the categories.
        value_title: what stands under the values, with their unit.
        place: the cells that it lies over.
    """

    title: str
    source: Area
    category_title: str
    value_title: str
    place: Area


def chart_name(number: int) -> str:
    """Name a chart of ours.

    Args:
        number: which on its sheet, from 1.

    >>> chart_name(1), is_own_chart(chart_name(1)), is_own_chart("Diagram 1")
    ('E-nämnd diagram 1', True, False)
    """
    return f"{OWN_CHART} {number}"


def is_own_chart(name: str) -> bool:
    """Tell whether a chart is one of ours, by its name."""
    return name.startswith(OWN_CHART)


def bar_colour(number: int) -> str:
    """Give the colour of a series, RRGGBB.

    Args:
        number: which, from 0; after the last colour comes the first again.

    >>> bar_colour(0) == bar_colour(len(BAR_COLOURS))
    True
    """
    return BAR_COLOURS[number % len(BAR_COLOURS)]
