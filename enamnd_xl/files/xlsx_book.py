"""Changing the workbook part: sheets of our own in and out, and that Excel shall recalculate."""

from collections.abc import Sequence

from enamnd_xl.files.xlsx_cells import CellWriter, Content
from enamnd_xl.files.xlsx_charts import drop_charts, put_charts
from enamnd_xl.files.xlsx_grid import find_cells
from enamnd_xl.files.xlsx_marks import WORKSHEET_ORDER
from enamnd_xl.files.xlsx_parts import Parts
from enamnd_xl.files.xlsx_styles import Styles, with_prefix
from enamnd_xl.files.xlsx_xml import Node, Splices, escape, parse, text_of
from enamnd_xl.workbook.address import to_a1
from enamnd_xl.workbook.own_sheet import OWN_NAME, OwnSheet, free_name, link_target, page_breaks, row_height

_WORKSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_NAMES = """
fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences definedNames
calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing fileRecoveryPr webPublishObjects
extLst
"""
_ORDER = _NAMES.split()  # Source: ECMA-376 part 1, 18.2.27 (workbook)


class Book:
    """The workbook part, and what hangs on it.

    Args:
        parts: the parts of the workbook.
        part: the workbook part.
        epoch_1904: whether days are counted from 1904.
    """

    def __init__(self, parts: Parts, part: str, epoch_1904: bool) -> None:
        self._parts, self._part, self._epoch_1904 = parts, part, epoch_1904

    def put_sheet(self, content: OwnSheet, styles: Styles) -> None:
        """Put a sheet of ours last, or in place of the one that was put with the same name."""
        data = _sheet_xml(content, styles, self._parts.main_space, self._epoch_1904)
        index = self._find_own(content.name)
        if index is not None:
            part = self._sheet_part(self._sheets()[index])
            for item in self._parts.relationships(part):
                if item.kind != "drawing":
                    self._parts.unrelate(part, item.ident)
            self._parts.change(part, data)
            self._draw(part, self._sheets()[index].get("name"), content)
            return
        part = self._parts.add("xl/worksheets/sheet{}.xml", data, _WORKSHEET_TYPE)
        ident = self._parts.relate(self._part, "worksheet", part)
        sheets = self._sheets()
        root, splices = self._open()
        group = root.first("sheets")
        if group is None:
            raise ValueError("a workbook without sheets")
        sheet_name = free_name(content.name, (sheet.get("name") for sheet in sheets))
        attributes = {
            "name": sheet_name,
            "sheetId": str(max(int(sheet.get("sheetId", "0")) for sheet in sheets) + 1),
        }
        splices.append(group, self._parts.reference(group, "sheet", ident, attributes))
        known = with_prefix(b'<definedName name="%b" localSheetId="%d" hidden="1">', root.prefix)
        xml = known % (OWN_NAME.encode(), len(sheets)) + escape(f'"{content.name}"')
        xml += with_prefix(b"</definedName>", root.prefix)
        names = root.first("definedNames")
        if names:
            splices.append(names, xml)
        else:
            xml = with_prefix(b"<definedNames>", root.prefix) + xml + with_prefix(b"</definedNames>", root.prefix)
            splices.insert_in_order(root, _ORDER, "definedNames", xml)
        self._parts.change(self._part, splices.result())
        self._draw(part, sheet_name, content)

    def _draw(self, part: str, name: str, content: OwnSheet) -> None:
        """Put a sheet's charts on it, where it has any."""
        ident = put_charts(self._parts, part, name, content)
        if ident:
            root, splices = parse(self._parts.read(part)), Splices(self._parts.read(part))
            splices.insert_in_order(root, WORKSHEET_ORDER, "drawing", self._parts.reference(root, "drawing", ident))
            self._parts.change(part, splices.result())

    def drop_sheet(self, name: str) -> None:
        """Take away the sheet of ours that was put with a name, if there is one."""
        index = self._find_own(name)
        if index is None:
            return
        root, splices = self._open()
        sheet = self._sheets()[index]
        part = self._sheet_part(sheet)
        splices.remove(sheet)
        self._renumber_names(root, splices, index)
        views = root.first("bookViews")
        for view in views.all("workbookView") if views else ():
            for key in ("activeTab", "firstSheet"):
                if int(view.get(key, "0")) >= max(index, 1):
                    splices.set_attributes(view, {key: str(int(view.get(key)) - 1)})
        self._parts.change(self._part, splices.result())
        self._parts.unrelate(self._part, sheet.get("id"))
        drop_charts(self._parts, part)
        self._parts.remove(part)

    def recalculate_on_load(self) -> None:
        """Let Excel recalculate everything when it opens the workbook."""
        root, splices = self._open()
        settings = root.first("calcPr")
        if settings:
            splices.set_attributes(settings, {"fullCalcOnLoad": "1"})
        else:
            xml = with_prefix(b'<calcPr fullCalcOnLoad="1"/>', root.prefix)
            splices.insert_in_order(root, _ORDER, "calcPr", xml)
        self._parts.change(self._part, splices.result())

    def forget_order_of_calculation(self) -> None:
        """Take away the list of formula cells, which Excel makes anew, since it may not name a cell that has none."""
        for item in self._parts.relationships(self._part):
            if item.kind == "calcChain":
                self._parts.unrelate(self._part, item.ident)
                self._parts.remove(item.target)

    def _open(self) -> tuple[Node, Splices]:
        data = self._parts.read(self._part)
        return parse(data), Splices(data)

    def _sheets(self) -> Sequence[Node]:
        group = self._open()[0].first("sheets")
        return group.children if group else ()

    def _sheet_part(self, sheet: Node) -> str:
        related = self._parts.relationships(self._part)
        return next(item.target for item in related if item.ident == sheet.get("id"))

    def _find_own(self, name: str) -> int | None:
        """Give the place among the sheets of the one that was put with a name."""
        root, splices = self._open()
        names = root.first("definedNames")
        for known in names.all("definedName") if names else ():
            if known.get("name").casefold() == OWN_NAME and text_of(splices.data, known) == f'"{name}"':
                return int(known.get("localSheetId", "0"))
        return None

    @staticmethod
    def _renumber_names(root: Node, splices: Splices, gone: int) -> None:
        """Names that are local to a sheet say which by its place: take away those of one, and move the others up."""
        group = root.first("definedNames")
        if group is None:
            return
        local = {known: int(known.get("localSheetId")) for known in group.children if known.get("localSheetId")}
        leaving = [known for known, index in local.items() if index == gone]
        if len(leaving) == len(group.children):
            splices.remove(group)
            return
        for known, index in local.items():
            if index == gone:
                splices.remove(known)
            elif index > gone:
                splices.set_attributes(known, {"localSheetId": str(index - 1)})


def _write_breaks(rows: Sequence[int]) -> bytes:
    """Write that pages end above rows."""
    if not rows:
        return b""
    breaks = b"".join(b'<brk id="%d" max="16383" man="1"/>' % (row - 1) for row in rows)
    return b'<rowBreaks count="%d" manualBreakCount="%d">%b</rowBreaks>' % (len(rows), len(rows), breaks)


def _sheet_xml(content: OwnSheet, styles: Styles, space: str, epoch_1904: bool) -> bytes:
    """Write a sheet of ours: first its empty cells with their looks, and then into them as into any sheet."""
    rows = b"".join(
        b'<row r="%d" ht="%.2f" customHeight="1">%b</row>'
        % (
            r,
            row_height(line, content.widths),
            b"".join(
                b'<c r="%b" s="%d"/>' % (to_a1((r, c)).encode(), styles.for_look(cell.look, cell.indent))
                for c, cell in enumerate(line, 1)
            ),
        )
        for r, line in enumerate(content.rows, 1)
    )
    frozen = content.frozen_rows
    pane = b'<pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/>' % (frozen, frozen + 1)
    columns = b"".join(
        b'<col min="%d" max="%d" width="%.2f" customWidth="1"/>' % (c, c, width)
        for c, width in enumerate(content.widths, 1)
    )
    links = b"".join(
        b'<hyperlink ref="%b" location="%b" display="%b"/>'
        % (to_a1((r, c)).encode(), escape(link_target(*cell.link)), escape(str(cell.value)))
        for r, line in enumerate(content.rows, 1)
        for c, cell in enumerate(line, 1)
        if cell.link
    )
    skeleton = (
        b'<worksheet xmlns="%b"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1"/><sheetViews>'
        b'<sheetView showGridLines="0" workbookViewId="0">%b</sheetView></sheetViews>'
        b'<sheetFormatPr defaultRowHeight="15"/>%b<sheetData>%b</sheetData>%b'
        b'<pageMargins left="0.5" right="0.5" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
        b'<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        b"<headerFooter><oddHeader>&amp;R&amp;A</oddHeader>"
        b"<oddFooter>&amp;L&amp;F&amp;RSida &amp;P av &amp;N</oddFooter></headerFooter>%b</worksheet>"
    ) % (
        space.encode(),
        pane if frozen else b"",
        b"<cols>%b</cols>" % columns if columns else b"",
        rows,
        b"<hyperlinks>%b</hyperlinks>" % links if links else b"",
        _write_breaks(page_breaks(content)),
    )
    contents = {
        (r, c): Content(cell.value)
        for r, line in enumerate(content.rows, 1)
        for c, cell in enumerate(line, 1)
        if cell.value is not None
    }
    splices = Splices(skeleton)
    CellWriter(splices, find_cells(skeleton, range(1, len(content.rows) + 1)), styles, epoch_1904).write(contents)
    return splices.result()
