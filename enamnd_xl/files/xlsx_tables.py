"""Letting a table reach further, with what Excel takes along when a table grows: looks, typing rules, width."""

from collections.abc import Iterable

from enamnd_xl.files.xlsx_parts import Parts
from enamnd_xl.files.xlsx_styles import with_prefix
from enamnd_xl.files.xlsx_xml import Node, Splices, escape, parse
from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.edits import ResizeTable
from enamnd_xl.workbook.snapshot import Table


def resize_table(parts: Parts, sheet: str, edit: ResizeTable) -> None:
    """Let a table's own part say how far it reaches and what its columns are called.

    Args:
        parts: the parts of the workbook.
        sheet: the worksheet part.
        edit: the table and its area afterwards.
    """
    for related in parts.relationships(sheet):
        data = parts.read(related.target) if related.kind == "table" else b""
        root = parse(data) if data else None
        if root and root.get("displayName", root.get("name")).casefold() == edit.table.casefold():
            splices = Splices(data)
            splices.set_attributes(root, {"ref": str(edit.area)})
            totals = int(root.get("totalsRowCount", "0"))
            for filtered in root.all("autoFilter"):
                reach = edit.area._replace(bottom=edit.area.bottom - totals)
                splices.set_attributes(filtered, {"ref": str(reach)})
            _name_columns(splices, root, edit.columns)
            parts.change(related.target, splices.result())


def _name_columns(splices: Splices, root: Node, names: tuple[str, ...]) -> None:
    group = root.first("tableColumns")
    if group is None:
        raise ValueError("a table without columns")
    columns = list(group.all("tableColumn"))
    for column in columns[len(names) :]:
        splices.remove(column)
    following = max(int(column.get("id")) for column in columns) + 1
    for ident, name in enumerate(names[len(columns) :], following):
        xml = b'<tableColumn id="%d" name="%b"/>' % (ident, escape(name))
        splices.append(group, with_prefix(xml, root.prefix))
    splices.set_attributes(group, {"count": str(len(names))})


def find_models(old: Table, area: Area, cells: Iterable[Cell]) -> dict[Cell, Cell]:
    """Give for each cell in a table's new rows and columns the old one whose look it takes.

    A new column takes its looks along above and below the table too, where headings and sums stand.

    >>> table = Table("tblA", "A", Area.from_a1("A1:B2"), ("X", "Y"))
    >>> find_models(table, Area.from_a1("A1:C3"), [(1, 3), (3, 1), (9, 9)])
    {(1, 3): (1, 2), (3, 1): (2, 1)}
    """
    last_row, last_column = old.area[2:]
    models = {}
    for row, column in cells:
        model = (
            last_row if last_row < row <= area.bottom and old.area.left <= column <= area.right else row,
            last_column if last_column < column <= area.right else column,
        )
        if model != (row, column):
            models[row, column] = model
    return models


def stretch(splices: Splices, root: Node, old: Table, area: Area) -> None:
    """Let what holds to a table's last column and row hold in the new ones: typing rules, highlights and the width."""
    for group in root.children:
        for item in [group] if group.name == "conditionalFormatting" else group.all("dataValidation"):
            reach = [_stretched(Area.from_a1(part), old.area, area) for part in item.get("sqref").split()]
            written = " ".join(map(str, reach))
            if written != item.get("sqref"):
                splices.set_attributes(item, {"sqref": written})
    columns = root.first("cols")
    widths = [(int(item.get("min")), int(item.get("max")), item) for item in (columns.children if columns else ())]
    for first, last, column in widths:
        taken = any(first <= area.right and last > old.area.right for first, last, _ in widths)
        if first <= old.area.right <= last and not taken:
            attributes = column.attributes | {"min": str(old.area.right + 1), "max": str(area.right)}
            xml = b"".join(b' %b="%b"' % (key.encode(), escape(value)) for key, value in attributes.items())
            if area.right > old.area.right:
                splices.replace(column.end, column.end, b"<%b%b/>" % (column.tag.encode(), xml))


def _stretched(reach: Area, old: Area, new: Area) -> Area:
    if not (old.top <= reach.top and reach.bottom <= old.bottom and old.left <= reach.left):
        return reach
    return reach._replace(
        bottom=max(reach.bottom, new.bottom) if reach.bottom == old.bottom else reach.bottom,
        right=max(reach.right, new.right) if reach.right == old.right else reach.right,
    )
