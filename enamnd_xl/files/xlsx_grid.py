"""Where the rows and cells of a worksheet part stand in its bytes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from enamnd_xl.files.xlsx_xml import Node, end_node, start_node
from enamnd_xl.workbook.address import Area, Cell, from_a1


@dataclass(slots=True)
class Grid:
    """Where the rows and cells of a worksheet part stand.

    Args:
        root: the worksheet, with its children; the rows are not among them.
        row_starts: row number -> where the row begins.
        rows: row number -> the row, of those that were asked for.
        cells: cell -> the cell and what is in it, in the rows that were asked for.
        arrays: cell of a formula that fills an area -> the area.
        shared: number of a shared formula -> cell -> its formula element; the first of them has the text.
    """

    root: Node
    row_starts: dict[int, int] = field(default_factory=dict)
    rows: dict[int, Node] = field(default_factory=dict)
    cells: dict[Cell, Node] = field(default_factory=dict)
    arrays: dict[Cell, Area] = field(default_factory=dict)
    shared: dict[str, dict[Cell, Node]] = field(default_factory=dict)

    @property
    def merged(self) -> tuple[Area, ...]:
        """The merged areas."""
        group = self.root.first("mergeCells")
        return tuple(Area.from_a1(item.get("ref")) for item in group.all("mergeCell")) if group else ()


def find_cells(data: bytes, rows: Iterable[int] = ()) -> Grid:
    """Find the rows of a worksheet part, and the cells in some of them.

    Args:
        data: the part, UTF-8.
        rows: the numbers of the rows whose cells are wanted.

    Raises:
        xml.parsers.expat.ExpatError: it is not well-formed.

    >>> rows = b'<row r="2"><c/><c r="D2"><v>5</v></c></row>'
    >>> grid = find_cells(b"<worksheet><sheetData>%b</sheetData></worksheet>" % rows, [2])
    >>> sorted(grid.cells), grid.root.children[0].name
    ([(2, 1), (2, 4)], 'sheetData')
    """
    finder = _Finder(data, set(rows))
    finder.parser.Parse(data, True)
    return finder.grid()


_SHEET, _GROUP, _ROW, _CELL, _CONTENT = range(1, 6)  # levels: worksheet, sheetData, row, c, f or v
_DEEPEST = 7  # outside the rows: down to the rules of a conditional format in an extension


class _Finder:
    """One pass over a worksheet part."""

    def __init__(self, data: bytes, wanted: set[int]) -> None:
        self._data, self._wanted = data, wanted
        self._grid = Grid(Node("", {}, 0, 0))
        self._open = [self._grid.root]
        self._kept: list[bool] = []
        self._row = self._column = 0
        self._in_data = self._in_wanted = False
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def grid(self) -> Grid:
        self._grid.root = self._grid.root.children[0]
        return self._grid

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        level = len(self._kept) + 1
        keep = self._wants(level, tag, attributes) if self._in_data else level <= _DEEPEST
        self._kept.append(keep)
        if keep:
            node = start_node(self._data, self.parser.CurrentByteIndex, tag, attributes)
            self._open[-1].children.append(node)
            self._open.append(node)
            if level == _GROUP:
                self._in_data = node.name == "sheetData"
            elif self._in_data and level == _ROW:
                self._grid.rows[self._row] = node
            elif self._in_data and level == _CELL:
                self._grid.cells[self._row, self._column] = node

    def _wants(self, level: int, tag: str, attributes: dict[str, str]) -> bool:
        if level == _ROW:
            self._row = int(attributes["r"]) if "r" in attributes else self._row + 1  # else: the next one
            self._column = 0
            self._in_wanted = self._row in self._wanted
            self._grid.row_starts[self._row] = self.parser.CurrentByteIndex
        elif level == _CELL:
            self._column = from_a1(attributes["r"])[1] if "r" in attributes else self._column + 1
        elif level == _CONTENT and not self._in_wanted:  # formulas that other cells hang on are wanted everywhere
            return "t" in attributes and tag.endswith("f")
        return self._in_wanted and level <= _CONTENT

    def _end(self, tag: str) -> None:
        if self._kept.pop():
            node = self._open.pop()
            end_node(self._data, self.parser.CurrentByteIndex, node)
            if self._in_data and node.name == "f" and len(self._kept) == _CONTENT - 1:
                self._note_formula(node)
        if len(self._kept) == _GROUP - 1:
            self._in_data = False

    def _note_formula(self, node: Node) -> None:
        cell, kind = (self._row, self._column), node.get("t")
        if kind == "shared":
            self._grid.shared.setdefault(node.get("si"), {})[cell] = node
        elif kind in ("array", "dataTable") and node.get("ref"):
            self._grid.arrays[cell] = Area.from_a1(node.get("ref"))
