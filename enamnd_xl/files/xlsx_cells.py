"""Writing cells into a worksheet part: only the bytes of the cells that change are replaced."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import NamedTuple, Protocol

from enamnd_xl.files.formats import to_serial
from enamnd_xl.files.xlsx_formulas import marked_formula
from enamnd_xl.files.xlsx_grid import Grid
from enamnd_xl.files.xlsx_styles import with_prefix
from enamnd_xl.files.xlsx_xml import Node, Splices, escape, text_of
from enamnd_xl.workbook.address import Area, Cell, to_a1
from enamnd_xl.workbook.edits import SetFormula, SetValues, reads_as_formula
from enamnd_xl.workbook.references import translate
from enamnd_xl.workbook.snapshot import CellError, Value

_ESCAPABLE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_ERRORS = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"))
"""The errors that a cell may hold by itself; newer ones, such as #SPILL!, are written as #VALUE! and come back when
Excel recalculates. Source: ECMA-376 part 1, 18.17.3; [MS-XLSX] 2.6 for the newer."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")


class Content(NamedTuple):
    """What shall stand in a cell.

    Args:
        value: the value, or what the formula shows.
        formula: the formula without the leading ``=``; None for none.
        array: the area that an array formula fills.
        keeps_formula: whether the formula that stands there stays, and only its value is new.
    """

    value: Value
    formula: str | None = None
    array: Area | None = None
    keeps_formula: bool = False


class CellStyles(Protocol):
    """What gives a cell the format that its value needs."""

    def for_moment(self, style: int, kind: str) -> int:
        """Give a style like another that shows a moment as one."""
        ...

    def for_plain_text(self, style: int) -> int:
        """Give a style like another by which a text stays a text."""
        ...


def gather_contents(
    edits: Iterable[SetValues | SetFormula], arrays: Mapping[Cell, Area], values: Mapping[Cell, Value]
) -> dict[Cell, Content]:
    """Work out what shall stand in each cell of a sheet that edits touch.

    Args:
        edits: in order.
        arrays: the array formulas on the sheet: cell -> the area it fills, which is emptied when the formula goes.
        values: what formula cells show now, those of the edits too.
    """
    contents = {cell: Content(value, keeps_formula=True) for cell, value in values.items()}
    standing = dict(arrays)
    for edit in edits:
        for cell in edit.cells.keys() & standing.keys():
            area = standing.pop(cell)
            for row in range(area.top, area.bottom + 1):
                contents |= {(row, column): Content(None) for column in range(area.left, area.right + 1)}
        contents |= {cell: Content(value) for cell, value in edit.cells.items()}
        if isinstance(edit, SetFormula):
            contents[edit.cell] = Content(edit.value, edit.formula, edit.array)
            if edit.array:
                standing[edit.cell] = edit.array
    for cell, value in values.items():
        if contents[cell].formula is not None or any(area.covers(cell) for area in standing.values()):
            contents[cell] = contents[cell]._replace(value=value)
    return contents


class CellWriter:
    """Writes cells into a worksheet part.

    Args:
        splices: the changes to the part.
        grid: where its rows and cells stand, those to be written among them.
        styles: gives a cell the format that its value needs.
        epoch_1904: whether days are counted from 1904.
        looks: the style of cells that are not there before, where it is not that of their row or column.
    """

    def __init__(
        self,
        splices: Splices,
        grid: Grid,
        styles: CellStyles,
        epoch_1904: bool,
        looks: Mapping[Cell, int] | None = None,
    ) -> None:
        self._looks = looks or {}
        self._splices, self._grid, self._styles, self._epoch_1904 = splices, grid, styles, epoch_1904
        self._data, self._prefix = splices.data, grid.root.prefix
        self._column_styles = _column_styles(grid.root)
        self._spelled_out: dict[Cell, bytes] = {}
        self._formulas_changed = False

    def write(self, contents: Mapping[Cell, Content]) -> bool:
        """Put contents in cells.

        Returns:
            Whether a formula came or went.
        """
        grid = self._grid
        self._spell_out_shared(contents)
        sheet_data = grid.root.first("sheetData")
        if sheet_data is None:
            raise ValueError("a worksheet without sheetData")
        starts = sorted(grid.row_starts)
        columns = {row: [cell[1] for cell in cells] for row, cells in groupby(sorted(grid.cells), key=lambda c: c[0])}
        for row, cells in groupby(sorted(contents), key=lambda cell: cell[0]):
            if row in grid.rows:
                self._write_row(row, columns.get(row, []), {cell: contents[cell] for cell in cells})
                continue
            new = b"".join(
                self._cell(None, cell, contents[cell], self._looks.get(cell, self._column_styles.get(cell[1], 0)))
                for cell in cells
            )
            if new:
                xml = self._tag(b'<row r="%d">' % row) + new + self._tag(b"</row>")
                following = bisect_right(starts, row)
                self._insert(grid.row_starts[starts[following]] if following < len(starts) else None, sheet_data, xml)
        self._stretch_dimension(contents)
        return self._formulas_changed

    def _write_row(self, row: int, columns: list[int], contents: Mapping[Cell, Content]) -> None:
        grid = self._grid
        node = grid.rows[row]
        row_style = int(node.get("s", "0")) if node.get("customFormat") in ("1", "true") else None
        added = []
        for cell, content in contents.items():
            known = grid.cells.get(cell)
            if known:
                xml = self._cell(known, cell, content, int(known.get("s", "0")))
                self._splices.replace(known.start, known.end, xml)
                continue
            style = self._column_styles.get(cell[1], 0) if row_style is None else row_style
            xml = self._cell(None, cell, content, self._looks.get(cell, style))
            if xml:
                added.append(cell[1])
                following = bisect_right(columns, cell[1])
                at = grid.cells[row, columns[following]].start if following < len(columns) else None
                self._insert(at, node, xml)
        if added and node.get("spans"):
            ends = [int(end) for part in node.get("spans").split() for end in part.split(":")] + added
            self._splices.set_attributes(node, {"spans": f"{min(ends)}:{max(ends)}"})

    def _insert(self, at: int | None, parent: Node, xml: bytes) -> None:
        """Put XML before what begins at a place, or last in its parent."""
        if at is None:
            self._splices.append(parent, xml)
        else:
            self._splices.replace(at, at, xml)

    def _cell(self, known: Node | None, cell: Cell, content: Content, style: int) -> bytes:
        """Write a cell; nothing for an empty one where there was none."""
        value, formula = content.value, b""
        if content.keeps_formula and known:
            formula = self._spelled_out.get(cell) or b"".join(self._data[f.start : f.end] for f in known.all("f"))
        elif content.formula is not None:
            array = b' t="array" ref="%b"' % str(content.array).encode() if content.array else b""
            formula = self._tag(b"<f%b>" % array) + escape(marked_formula(content.formula)) + self._tag(b"</f>")
        had_formula = known is not None and known.first("f") is not None
        self._formulas_changed |= had_formula != bool(formula)
        if known is None and value is None and not formula:
            return b""
        if not content.keeps_formula:
            style = self._style_for(value, style, bool(formula))
        kind, shown = self._value(value, bool(formula))
        keep = {"cm", "vm"} if content.keeps_formula else set()
        attributes = {
            key: text
            for key, text in (known.attributes if known else {}).items()
            if key not in ("r", "s", "t", "cm", "vm") or key in keep
        }
        written = {
            "r": to_a1(cell),
            **({"s": str(style)} if style else {}),
            **({"t": kind} if kind else {}),
            **attributes,
        }
        head = b"".join(b' %b="%b"' % (key.encode(), escape(text)) for key, text in written.items())
        other = b"".join(
            self._data[part.start : part.end] for part in (known.children if known else []) if part.name == "extLst"
        )
        return self._tag(b"<c%b>" % head) + formula + shown + other + self._tag(b"</c>")

    def _style_for(self, value: Value, style: int, is_formula: bool) -> int:
        if isinstance(value, str) and not is_formula and reads_as_formula(value):
            return self._styles.for_plain_text(style)
        kind = type(value).__name__
        return self._styles.for_moment(style, kind) if kind in ("date", "datetime", "time", "timedelta") else style

    def _value(self, value: Value, is_formula: bool) -> tuple[str, bytes]:
        """Give a value's type and its XML."""
        if value is None:
            return "", b""
        if isinstance(value, bool):
            return "b", self._tag(b"<v>%d</v>" % value)
        if isinstance(value, CellError):
            code = value.code if value.code in _ERRORS else "#VALUE!"
            return "e", self._tag(b"<v>") + escape(code) + self._tag(b"</v>")
        if isinstance(value, str):
            text = escape(protect(value))
            if is_formula:
                return "str", self._tag(b"<v>") + text + self._tag(b"</v>")
            return "inlineStr", self._tag(b'<is><t xml:space="preserve">') + text + self._tag(b"</t></is>")
        number = to_serial(value, self._epoch_1904)
        return "", self._tag(b"<v>%b</v>" % repr(number).encode())

    def _spell_out_shared(self, contents: Mapping[Cell, Content]) -> None:
        """Give the cells that share a formula with a cell that loses it a formula each."""
        for members in self._grid.shared.values():
            first_cell = next((cell for cell, f in members.items() if f.inner_end > f.inner), None)
            if first_cell is None or first_cell not in contents or contents[first_cell].keeps_formula:
                continue
            formula = text_of(self._data, members[first_cell])
            for cell, f in members.items():
                if cell == first_cell:
                    continue
                own = self._tag(b"<f>") + escape(translate(formula, first_cell, cell)) + self._tag(b"</f>")
                if cell in contents:
                    self._spelled_out[cell] = own
                else:
                    self._splices.replace(f.start, f.end, own)

    def _stretch_dimension(self, contents: Mapping[Cell, Content]) -> None:
        dimension = self._grid.root.first("dimension")
        if dimension is None or not contents:
            return
        known = Area.from_a1(dimension.get("ref", "A1"))
        rows, columns = [row for row, _ in contents], [column for _, column in contents]
        whole = Area(
            min(known.top, *rows), min(known.left, *columns), max(known.bottom, *rows), max(known.right, *columns)
        )
        if whole != known:
            self._splices.set_attributes(dimension, {"ref": str(whole)})

    def _tag(self, xml: bytes) -> bytes:
        return with_prefix(xml, self._prefix)


def protect(text: str) -> str:
    r"""Write text so that the file format's escapes mean themselves, and control characters survive.

    >>> protect("_x0041_ \v")
    '_x005F_x0041_ _x000B_'
    """
    plain = _ESCAPABLE.sub("_x005F_", text)
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", plain)


def _column_styles(root: Node) -> dict[int, int]:
    """Column -> the style that an empty cell in it has."""
    columns = root.first("cols")
    return {
        column: int(item.get("style"))
        for item in (columns.children if columns else ())
        if item.get("style")
        for column in range(int(item.get("min")), int(item.get("max")) + 1)
    }
