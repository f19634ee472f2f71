"""Charts of ours in a workbook's parts: a drawing on the sheet, and a chart part for each."""

from collections.abc import Sequence
from string import Template

from enamnd_xl.files.xlsx_parts import Parts
from enamnd_xl.files.xlsx_xml import Node, Splices, escape, parse
from enamnd_xl.workbook.address import Area, to_a1
from enamnd_xl.workbook.own_chart import (
    GAP_PERCENT,
    OUTLINE,
    SCALE_FORMAT,
    BarChart,
    bar_colour,
    chart_name,
    is_own_chart,
)
from enamnd_xl.workbook.own_sheet import OwnSheet

_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_DRAWING = Template('<xdr:wsDr xmlns:xdr="$drawing" xmlns:a="$main"/>')
# Source of the order of the elements: ECMA-376 part 1, 20.5.2.33 (twoCellAnchor) and 21.2.2 (the chart parts).
_ANCHOR = Template(
    '<xdr:twoCellAnchor xmlns:xdr="$drawing" xmlns:a="$main"><xdr:from><xdr:col>$left</xdr:col><xdr:colOff>0'
    "</xdr:colOff><xdr:row>$top</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>$right</xdr:col>"
    "<xdr:colOff>0</xdr:colOff><xdr:row>$bottom</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"
    '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="$number" name="$name" descr="$title"/>'
    '<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
    '<a:graphic><a:graphicData uri="$chart"><c:chart xmlns:c="$chart" xmlns:r="$related" r:id="$ident"/>'
    "</a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>"
)
_CHART = Template(
    '<c:chartSpace xmlns:c="$chart" xmlns:a="$main" xmlns:r="$related"><c:roundedCorners val="0"/><c:chart>$title'
    '<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/>'
    '<c:varyColors val="0"/>$series<c:gapWidth val="$gap"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
    '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
    '<c:axPos val="l"/>$category_title<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
    '<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="2"/><c:crosses val="autoZero"/>'
    '<c:auto val="1"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:tickLblSkip val="1"/><c:noMultiLvlLbl val="0"/>'
    '</c:catAx><c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
    '<c:axPos val="b"/><c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill>'
    '</a:ln></c:spPr></c:majorGridlines>$value_title<c:numFmt formatCode="$format" sourceLinked="0"/>'
    '<c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/>'
    '<c:crosses val="max"/><c:crossBetween val="between"/></c:valAx></c:plotArea>'
    '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/>'
    '<c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>'
)
_TITLE = Template(
    '<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="$size" b="$bold"/></a:pPr><a:r>'
    '<a:rPr lang="sv-SE" sz="$size" b="$bold"/><a:t>$text</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/>'
    "</c:title>"
)
_SERIES = Template(
    '<c:ser><c:idx val="$number"/><c:order val="$number"/><c:tx><c:strRef><c:f>$name_at</c:f><c:strCache>'
    '<c:ptCount val="1"/><c:pt idx="0"><c:v>$name</c:v></c:pt></c:strCache></c:strRef></c:tx><c:spPr><a:solidFill>'
    '<a:srgbClr val="$colour"/></a:solidFill><a:ln w="6350"><a:solidFill><a:srgbClr val="$outline"/></a:solidFill>'
    '</a:ln></c:spPr><c:invertIfNegative val="0"/><c:cat><c:strRef><c:f>$categories_at</c:f><c:strCache>'
    '<c:ptCount val="$count"/>$categories</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>$values_at</c:f>'
    '<c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="$count"/>$values</c:numCache></c:numRef></c:val>'
    "</c:ser>"
)


def put_charts(parts: Parts, part: str, sheet: str, content: OwnSheet) -> str:
    """Let these be our charts on a sheet; charts and pictures of a user's stay.

    Args:
        parts: the parts of the workbook.
        part: the worksheet's part.
        sheet: its name in the workbook.
        content: the sheet of ours, with its charts and the cells that they show.

    Returns:
        The id of the sheet's relationship to its drawing, "" when it has none.
    """
    drop_charts(parts, part)
    drawing = parts.related(part, "drawing")
    if drawing is None and content.charts:
        drawing = parts.add("xl/drawings/drawing{}.xml", _fill(parts, _DRAWING), _DRAWING_TYPE)
        parts.relate(part, "drawing", drawing)
    if drawing is None:
        return ""
    for number, chart in enumerate(content.charts, 1):
        made = parts.add("xl/charts/chart{}.xml", _write_chart(parts, sheet, content, chart), _CHART_TYPE)
        ident = parts.relate(drawing, "chart", made)
        root, splices = parse(parts.read(drawing)), Splices(parts.read(drawing))
        splices.append(root, _write_anchor(parts, chart, number, ident, _free_number(root)))
        parts.change(drawing, splices.result())
    return next(item.ident for item in parts.relationships(part) if item.target == drawing)


def drop_charts(parts: Parts, part: str) -> None:
    """Take our charts off a sheet, and its drawing when nothing is left on that.

    Args:
        parts: the parts of the workbook.
        part: the worksheet's part.
    """
    drawing = parts.related(part, "drawing")
    if drawing is None:
        return
    root, splices = parse(parts.read(drawing)), Splices(parts.read(drawing))
    anchors = [child for child in root.children if child.name in _ANCHORS]
    ours = [anchor for anchor in anchors if any(is_own_chart(shape.get("name")) for shape in _find(anchor, "cNvPr"))]
    shown = {reference.get("id") for anchor in ours for reference in _find(anchor, "chart")}
    for item in parts.relationships(drawing):
        if item.ident in shown:
            for used in parts.relationships(item.target):  # Excel adds a style and colours
                parts.remove(used.target)
            parts.remove(item.target)
            parts.unrelate(drawing, item.ident)
    for anchor in ours:
        splices.remove(anchor)
    parts.change(drawing, splices.result())
    if len(ours) == len(anchors):
        for item in parts.relationships(part):
            if item.target == drawing:
                parts.unrelate(part, item.ident)
        parts.remove(drawing)


def _find(element: Node, name: str) -> list[Node]:
    """Give the elements of a name at any depth."""
    return [found for child in element.children for found in ([child] if child.name == name else _find(child, name))]


def _free_number(root: Node) -> int:
    return max((int(shape.get("id", "0")) for shape in _find(root, "cNvPr")), default=1) + 1


def _write_anchor(parts: Parts, chart: BarChart, number: int, ident: str, free: int) -> bytes:
    area = chart.place
    return _fill(
        parts,
        _ANCHOR,
        left=area.left - 1,
        top=area.top - 1,
        right=area.right,
        bottom=area.bottom,
        number=free,
        name=chart_name(number),
        title=chart.title,
        ident=ident,
    )


def _write_chart(parts: Parts, sheet: str, content: OwnSheet, chart: BarChart) -> bytes:
    area = chart.source
    columns = range(area.left + 1, area.right + 1)
    series = b"".join(_write_series(parts, sheet, content, area, column) for column in columns)
    return _fill(
        parts,
        _CHART,
        title=_write_title(parts, chart.title, 1400, bold=True),
        category_title=_write_title(parts, chart.category_title, 1000, bold=False),
        value_title=_write_title(parts, chart.value_title, 1000, bold=False),
        series=series,
        gap=GAP_PERCENT,
        format=SCALE_FORMAT,
    )


def _write_title(parts: Parts, text: str, size: int, *, bold: bool) -> bytes:
    return _fill(parts, _TITLE, text=text, size=size, bold=int(bold))


def _write_series(parts: Parts, sheet: str, content: OwnSheet, area: Area, column: int) -> bytes:
    number = column - area.left - 1
    below = range(area.top + 1, area.bottom + 1)
    values = [content.value((row, column)) for row in below]
    return _fill(
        parts,
        _SERIES,
        number=number,
        name=str(content.value((area.top, column))),
        name_at=_absolute(sheet, Area(area.top, column, area.top, column)),
        colour=bar_colour(number),
        outline=OUTLINE,
        count=len(below),
        categories=_write_points([content.value((row, area.left)) for row in below]),
        categories_at=_absolute(sheet, Area(area.top + 1, area.left, area.bottom, area.left)),
        values=_write_points([value if isinstance(value, int | float) else None for value in values]),
        values_at=_absolute(sheet, Area(area.top + 1, column, area.bottom, column)),
    )


def _write_points(values: Sequence[object]) -> bytes:
    return b"".join(
        b'<c:pt idx="%d"><c:v>%b</c:v></c:pt>' % (index, escape(str(value)))
        for index, value in enumerate(values)
        if value is not None
    )


def _absolute(sheet: str, area: Area) -> str:
    """Write a reference to cells of a sheet that stays where it is.

    >>> _absolute("Kalle's", Area(2, 1, 4, 1))
    "'Kalle''s'!$A$2:$A$4"
    """
    first, last = (to_a1(cell) for cell in (area[:2], area[2:]))
    corners = (first,) if first == last else (first, last)
    return "'" + sheet.replace("'", "''") + "'!" + ":".join(map(_fix, corners))


def _fix(address: str) -> str:
    letters = address.rstrip("0123456789")
    return f"${letters}${address[len(letters) :]}"


def _fill(parts: Parts, template: Template, **values: object) -> bytes:
    """Fill a template in: texts are escaped, what is bytes is XML already. The namespaces follow the dialect."""
    spaces = {
        "drawing": parts.drawing_space("spreadsheetDrawing"),
        "main": parts.drawing_space("main"),
        "chart": parts.drawing_space("chart"),
        "related": parts.relationship_space,
    }
    written = {key: value if isinstance(value, bytes) else escape(str(value)) for key, value in values.items()}
    return template.substitute(spaces, **{key: value.decode() for key, value in written.items()}).encode()
