"""Of many cells that are wrong, the ones where it begins: those that read no other cell that is wrong."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping

from enamnd_xl.reconcile.finding import Place
from enamnd_xl.reconcile.view import BookView
from enamnd_xl.workbook.address import Area, Cell


def find_roots(book: BookView, wrong: Mapping[str, Collection[Cell]]) -> dict[Place, list[Place]]:
    """Tell where it begins, and what follows from it.

    Args:
        book: the workbook.
        wrong: sheet name -> its cells that are wrong.

    Returns:
        Each cell where it begins, in reading order -> the cells that follow from it. A cell that follows from several
        stands under the first it reads.
    """
    marked = {name: _Marked(cells) for name, cells in wrong.items()}
    reads = {
        Place(name, cell): next(_wrong_precedents(book, marked, name, cell), None)
        for name, cells in wrong.items()
        for cell in sorted(cells)
    }
    roots: dict[Place, list[Place]] = {place: [] for place, first in reads.items() if first is None}
    known: dict[Place, Place] = {}
    for place in reads:
        root = _follow(place, reads, known)
        if root != place:
            roots.setdefault(root, []).append(place)
        else:
            roots.setdefault(root, [])
    return roots


def _follow(place: Place, reads: Mapping[Place, Place | None], known: dict[Place, Place]) -> Place:
    """Go from cell to cell that it reads; in a circle, the first cell in reading order stands for all.

    What is found is entered among the known, so that a long chain is walked once and not from each of its cells.
    """
    path: dict[Place, None] = {}
    while place not in known:
        path[place] = None
        following = reads[place]
        if following is None:
            known[place] = place
        elif following in path:
            circle = list(path)
            known[place] = min(circle[circle.index(following) :])
        else:
            place = following
    root = known[place]
    known |= dict.fromkeys(path, root)
    return root


def _wrong_precedents(book: BookView, marked: "Mapping[str, _Marked]", sheet: str, cell: Cell) -> Iterator[Place]:
    view = book.views[sheet]
    formula = view.sheet.formulas.get(cell)
    if formula is None:
        return
    for target, area in book.precedents(view, formula):
        name = target.sheet.name
        if name in marked:
            for found in marked[name].inside(area):
                if (name, found) != (sheet, cell):
                    yield Place(name, found)


class _Marked:
    """Cells of a sheet, to be looked up by area."""

    def __init__(self, cells: Collection[Cell]) -> None:
        self.rows: dict[int, list[int]] = {}
        for row, column in sorted(cells):
            self.rows.setdefault(column, []).append(row)
        self.columns = sorted(self.rows)

    def inside(self, area: Area) -> Iterator[Cell]:
        for column in self.columns[bisect_left(self.columns, area.left) :]:
            if column > area.right:
                return
            rows = self.rows[column]
            for row in rows[bisect_left(rows, area.top) :]:
                if row > area.bottom:
                    break
                yield row, column
