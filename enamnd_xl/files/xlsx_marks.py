"""Colouring cells in a worksheet part with conditional formats of our own; those of others are left as they are.

Ours come after all others, so where another colours the cell already, that colour shows.
"""

from collections.abc import Iterable, Iterator, Mapping

from enamnd_xl.files.xlsx_styles import with_prefix
from enamnd_xl.files.xlsx_xml import Node, Splices, escape, text_of
from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.edits import highlight_condition, is_highlight

_NAMES = """
sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges
scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting
dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks
customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture
oleObjects AlternateContent controls webPublishItems tableParts extLst
"""
WORKSHEET_ORDER = _NAMES.split()
"""The order of a worksheet's children; AlternateContent stands where Excel has it, around controls.
Source: ECMA-376 part 1, 18.3.1.99 (worksheet)."""


def recolour(splices: Splices, root: Node, layer: str, colours: Mapping[int, Iterable[Cell]]) -> None:
    """Let a layer colour these cells of a sheet and no others.

    Args:
        splices: the changes to the worksheet part.
        root: its worksheet element, with children deep enough to hold the rules.
        layer: the layer of marks.
        colours: number of a conditional format's look -> the cells it fills.
    """
    _remove_layer(splices, root, layer)
    priority = max((int(rule.get("priority", "0")) for rule in _rules(root)), default=0)
    for number, cells in sorted(colours.items()):
        priority += 1
        opening = b'<conditionalFormatting sqref="%b"><cfRule type="expression" dxfId="%d" priority="%d"><formula>' % (
            " ".join(map(str, _runs(cells))).encode(),
            number,
            priority,
        )
        xml = (
            with_prefix(opening, root.prefix)
            + escape(highlight_condition(layer))
            + with_prefix(b"</formula></cfRule></conditionalFormatting>", root.prefix)
        )
        splices.insert_in_order(root, WORKSHEET_ORDER, "conditionalFormatting", xml)


def _remove_layer(splices: Splices, root: Node, layer: str) -> None:
    for group in root.all("conditionalFormatting"):
        rules = list(group.all("cfRule"))
        ours = [rule for rule in rules if _is_ours(splices.data, rule, layer)]
        if ours and len(ours) == len(rules):
            splices.remove(group)
        else:
            for rule in ours:
                splices.remove(rule)


def _is_ours(data: bytes, rule: Node, layer: str) -> bool:
    formula = rule.first("formula")
    return formula is not None and is_highlight(layer, text_of(data, formula))


def _rules(node: Node) -> Iterator[Node]:
    """Go through all rules of conditional formats, those in extensions too, which share their order of priority."""
    for child in node.children:
        if child.name == "cfRule":
            yield child
        elif child.name in ("conditionalFormatting", "conditionalFormattings", "extLst", "ext"):
            yield from _rules(child)


def _runs(cells: Iterable[Cell]) -> Iterator[Area]:
    """Gather cells below each other into areas.

    >>> [str(area) for area in _runs([(1, 1), (3, 2), (2, 1)])]
    ['A1:A2', 'B3']
    """
    top = bottom = left = 0
    for column, row in sorted((column, row) for row, column in cells):
        if column == left and row == bottom + 1:
            bottom = row
            continue
        if left:
            yield Area(top, left, bottom, left)
        top, bottom, left = row, row, column
    if left:
        yield Area(top, left, bottom, left)
