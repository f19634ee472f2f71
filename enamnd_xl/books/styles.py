"""The look of the board's workbooks: one palette, one set of number formats, applied by role and kind."""

import textwrap
from collections.abc import Iterable

from enamnd_xl.books.spec import Kind, Role, Style, Tone

INK = "#1F2937"
BLUE = "#1F4E79"
PALE = "#DCE6F1"
GREY = "#5F6B7A"
LINE = "#B8C4D2"
YELLOW = "#FFF9E5"
AMBER = "#FCE4D6"
RUST = "#9C3D0A"
RED = "#B3261E"

HIGHLIGHTS: dict[Tone, dict[str, object]] = {
    Tone.WARNING: {"bg_color": AMBER, "font_color": RUST},
    Tone.NEGATIVE: {"font_color": RED},
    Tone.ZERO: {"num_format": '"0";"0";"0"'},
}
"""How a cell looks while a Highlight's formula holds."""

# The locale tag makes readers outside Sweden show Swedish separators too; the minus stands before the amount.
NUMBER_FORMATS = {
    Kind.TEXT: "General",
    Kind.WORD: "@",
    Kind.NUMBER: "General",
    Kind.KR: "[$-41D]#,##0;-#,##0",
    Kind.KR_DASH: '[$-41D]#,##0;-#,##0;"–"',
    Kind.DEVIATION: "[$-41D]+#,##0;[$-41D]-#,##0;[$-41D]0",
    Kind.BAR: "General",
    Kind.PRICE: "[$-41D]#,##0.00;-#,##0.00",
    Kind.FACTOR: "[$-41D]0.0000",
    Kind.COUNT: "[$-41D]#,##0",
    Kind.EXACT: "[$-41D]#,##0.0000;-#,##0.0000",
    Kind.PERCENT: r"0\ %",
    Kind.SHARE: r"[$-41D]0.00\ %;-0.00\ %",
    Kind.DATE: "yyyy-mm-dd",
    Kind.YEAR: "0",
    Kind.CODE: "0000",
}

_ROLES: dict[Role, dict[str, object]] = {
    Role.TITLE: {"bold": True, "font_size": 16, "font_color": BLUE},
    Role.UNIT: {"font_color": GREY},
    Role.SECTION: {"bold": True, "font_color": BLUE},
    Role.HEADING: {
        "bold": True,
        "font_color": BLUE,
        "bg_color": PALE,
        "bottom": 1,
        "bottom_color": BLUE,
        "text_wrap": True,
        "valign": "vcenter",
    },
    Role.BODY: {"font_color": INK, "bottom": 4, "bottom_color": LINE, "valign": "vcenter"},
    Role.INPUT: {
        "font_color": BLUE,
        "bg_color": YELLOW,
        "border": 1,
        "border_color": LINE,
        "text_wrap": True,
        "valign": "vcenter",
    },
    Role.TOTAL: {
        "bold": True,
        "font_color": INK,
        "top": 1,
        "top_color": BLUE,
        "bottom": 6,
        "bottom_color": BLUE,
        "valign": "vcenter",
    },
    Role.NOTE: {"font_size": 9, "font_color": GREY, "text_wrap": True, "valign": "top"},
    Role.LINK: {"font_color": BLUE, "underline": 1, "bottom": 4, "bottom_color": LINE, "valign": "vcenter"},
}


_ALIGNED = {Kind.BAR: "center", **dict.fromkeys((Kind.TEXT, Kind.WORD, Kind.DATE, Kind.CODE), "left")}
_TABLE = (Role.HEADING, Role.BODY, Role.INPUT, Role.TOTAL, Role.LINK)
# (height of a row of one line, of each further line, in points; characters that fit in one unit of column width)
_LINES = {
    Role.TITLE: (26.0, 20.0, 0.6),
    Role.HEADING: (21.0, 14.5, 0.95),
    Role.UNIT: (16.0, 14.5, 0.95),
    Role.SECTION: (22.0, 14.5, 0.85),
    Role.BODY: (17.0, 14.5, 1.1),
    Role.INPUT: (17.0, 14.5, 1.1),
    Role.LINK: (17.0, 14.5, 1.1),
    Role.TOTAL: (19.0, 14.5, 0.95),
    Role.NOTE: (14.0, 12.0, 1.3),
}


def properties(style: Style) -> dict[str, object]:
    """Give a style's properties, named as XlsxWriter's formats name them.

    >>> properties(Style(Role.TOTAL, Kind.KR))["num_format"]
    '[$-41D]#,##0;-#,##0'
    """
    aligned = _ALIGNED.get(style.kind, "right")
    extra: dict[str, object] = {"indent": 1} if style.role in _TABLE and aligned != "center" else {}
    if style == Style():
        extra["text_wrap"] = True
    return {**_ROLES[style.role], **extra, "num_format": NUMBER_FORMATS[style.kind], "align": aligned}


def row_height(role: Role, texts: Iterable[tuple[str, float]]) -> float:
    """Estimate the height a row needs, since a file cannot ask for one that fits.

    Args:
        role: what the row is for.
        texts: each text of the row, and the width in characters that it is wrapped to.

    Returns:
        Points.

    >>> row_height(Role.BODY, [("Luleå", 20.0)]), row_height(Role.BODY, [("en rad som blir två", 10.0)])
    (17.0, 31.5)
    """
    first, further, density = _LINES[role]
    lines = max((len(textwrap.wrap(text, max(1, int(width * density)))) for text, width in texts), default=1)
    return first + further * (max(lines, 1) - 1)
