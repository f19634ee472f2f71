"""Sheets of our own in an open workbook."""

import xlwings as xw

from enamnd_xl.excel.live.areas import addresses
from enamnd_xl.excel.live.charts import add_chart, drop_charts
from enamnd_xl.excel.live.values import write_value
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.own_sheet import APPEARANCES, OWN_NAME, Look, OwnSheet, free_name, link_target


def put_sheet(book: xw.Book, content: OwnSheet) -> None:
    """Put a sheet of ours last, or in place of the one that was put with the same name."""
    sheet = _find(book, content.name)
    if sheet is None:
        active = book.sheets.active
        name = free_name(content.name, (sheet.name for sheet in book.sheets))
        sheet = book.sheets.add(name, after=book.sheets[len(book.sheets) - 1])
        sheet.names.add(OWN_NAME, f'="{content.name}"').api.Visible = False
        _set_window(sheet, content.frozen_rows)
        active.activate()
    else:
        sheet.api.Hyperlinks.Delete()
        sheet.clear()
        drop_charts(sheet)
    _fill(sheet, content)


def drop_sheet(book: xw.Book, name: str) -> None:
    """Take away the sheet of ours that was put with a name, if there is one."""
    sheet = _find(book, name)
    if sheet is not None:
        sheet.delete()


def _find(book: xw.Book, name: str) -> xw.Sheet | None:
    for sheet in book.sheets:
        for known in sheet.names:
            if known.name.rpartition("!")[2].casefold() == OWN_NAME and known.refers_to == f'="{name}"':
                return sheet
    return None


def _set_window(sheet: xw.Sheet, frozen_rows: int) -> None:
    """Set what belongs to the window that shows the sheet, which stands active just when it is new."""
    sheet.show_gridlines = False
    if frozen_rows:
        window = sheet.book.app.api.ActiveWindow
        window.SplitRow = frozen_rows
        window.FreezePanes = True


def _fill(sheet: xw.Sheet, content: OwnSheet) -> None:
    width = max(map(len, content.rows), default=0)
    if width:
        block = sheet.range((1, 1), (len(content.rows), width))
        block.raw_value = tuple(
            tuple(write_value(cell.value) for cell in row) + ("",) * (width - len(row)) for row in content.rows
        )
    for number, wide in enumerate(content.widths, 1):
        sheet.range((1, number)).column_width = wide
    looks: dict[tuple[Look, int], list[Cell]] = {}
    for r, row in enumerate(content.rows, 1):
        for c, cell in enumerate(row, 1):
            looks.setdefault((cell.look, cell.indent), []).append((r, c))
            if cell.link:
                target = link_target(*cell.link)
                sheet.range((r, c)).add_hyperlink(f"#{target}", str(cell.value), f"Gå till {target}")
    for (look, indent), cells in looks.items():
        for address in addresses(cells):
            _dress(sheet.range(address), look, indent)
    for number, chart in enumerate(content.charts, 1):
        add_chart(sheet, chart, number)


def _dress(block: xw.Range, look: Look, indent: int) -> None:
    appearance = APPEARANCES[look]
    block.font.set(bold=appearance.bold, size=appearance.size, color=f"#{appearance.ink}")
    block.number_format = appearance.number_format
    block.wrap_text = appearance.wrap
    block.vertical_alignment = "top"
    if appearance.fill:
        block.color = f"#{appearance.fill}"
    if indent:
        block.adjust_indent(indent)
