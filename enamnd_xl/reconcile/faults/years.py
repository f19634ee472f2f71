"""Formulas that draw on another year than the rest of their line: a population or a key of the wrong year."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeAlias

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.evaluate import evaluate
from enamnd_xl.reconcile.faults.copies import gather_lines
from enamnd_xl.reconcile.faults.words import differ, make_finding, outcome
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.labels import normalise, years
from enamnd_xl.reconcile.view import BookView, SheetView
from enamnd_xl.reconcile.wording import bare
from enamnd_xl.record import Record
from enamnd_xl.workbook.addition import addends
from enamnd_xl.workbook.address import Area, Cell, to_a1
from enamnd_xl.workbook.formulas import tokenise
from enamnd_xl.workbook.references import Reference, parse_reference, translate
from enamnd_xl.workbook.snapshot import is_number
from enamnd_xl.workbook.swedish import in_swedish

_FEWEST = 3  # so many formulas show which year a line draws on
_MOST = 2 / 3  # the part of them that must agree
_Year: TypeAlias = tuple[int, str]  # the year, and what the heading says beside it


class _Drawing(NamedTuple):
    """A formula and the years it draws on, reference by reference."""

    cell: Cell
    shape: str
    years: tuple[_Year | None, ...]
    reads_own_row: bool  # what it takes a year from stands in a row or column called as its own row is
    reads_own_column: bool


class _Piece(Record):
    """A piece of a formula: what stands for it in the shape, what it refers to and on which sheet, its year."""

    text: str
    reference: Reference | None = None
    target: SheetView | None = None
    year: _Year | None = None


class _Years:
    """The years that the headings, labels and sheet names of a workbook speak of."""

    def __init__(self, book: BookView) -> None:
        self.book = book
        self._tables: dict[int, frozenset[int]] = {}  # a table without years in its labels -> its rows

    @cached_property
    def any(self) -> bool:
        """Whether two years are named anywhere; else there is nothing to compare."""
        named: set[int] = set()
        for name, view in self.book.views.items():
            named |= years(name)
            for block in view.blocks:
                for text in (*block.headings.values(), *block.labels.values()):
                    named |= years(text)
        return len(named) > 1

    def all_agree(self, view: SheetView, mixed: Sequence[Sequence[Cell]]) -> bool:
        """Tell at once that every line of a sheet draws on one year, as in a large table nearly all do.

        Then the copies of each formula go down a column of a table and draw on a column of a table, with no year in
        the labels of either, and in no row or column does a formula of the same shape draw on another year.
        """
        known: dict[tuple[int, int, str], Sequence[_Year | None]] = {}  # axis, row or column, shape -> years seen
        for cells in mixed:
            origin = cells[0]
            block = self.table_of(view, cells)
            if block is None:
                return False
            pieces = list(self.pieces(view, view.sheet.formulas[origin]))
            drawn: list[_Year | None] = []
            for piece in pieces:
                if piece.reference is None or piece.target is None:
                    drawn += [piece.year] if piece.year or piece.reference else []
                    continue
                targets = piece.reference.cells_from(origin, cells)
                table = self.table_of(piece.target, targets)
                if table is None:
                    return False
                year = _one_year(table.heading(targets[0][1])) or _one_year(piece.target.sheet.name)
                drawn.append(year)
            own = years(block.heading(origin[1]))
            seen = [_relative(year, own) for year in drawn]
            shape = "".join(piece.text for piece in pieces)
            lines = [(1, origin[1], shape), *((0, row, shape) for row, _ in cells)]
            if any(known.setdefault(line, seen) != seen for line in lines):
                return False
        return True

    def table_of(self, view: SheetView, cells: Sequence[Cell]) -> Block | None:
        """Give the table in which cells stand in one column; None when they do not, or when its labels name years."""
        block = view.block_at(cells[0])
        if block is None or len({column for _, column in cells}) > 1:
            return None
        if id(block) not in self._tables:
            named = any(map(years, block.labels.values()))
            self._tables[id(block)] = frozenset() if named else frozenset(block.rows)
        return block if self._tables[id(block)].issuperset(row for row, _ in cells) else None

    def drawings(self, view: SheetView, cells: Iterable[Cell]) -> dict[Cell, _Drawing]:
        """Give what formulas draw on, those that speak of no year left out."""
        taken_apart: dict[str, tuple[Cell, str, list[_Piece]]] = {}
        found = {}
        for cell in cells:
            form = view.forms[cell]
            if form not in taken_apart:
                pieces = list(self.pieces(view, view.sheet.formulas[cell]))
                telling = [piece for piece in pieces if piece.reference is not None or piece.year is not None]
                taken_apart[form] = cell, "".join(piece.text for piece in pieces), telling
            found[cell] = self.drawing(view, cell, *taken_apart[form])
        return {cell: one for cell, one in found.items() if any(one.years)}

    def pieces(self, view: SheetView, formula: str) -> Iterator[_Piece]:
        """Take a formula apart."""
        for token in tokenise(formula):
            if token.kind == "reference":
                reference = parse_reference(token.text)
                yield _Piece("@", reference, self.book.target(reference, view))
            else:
                names = token.kind in ("number", "text", "structured", "name")
                year = _one_year(token.text) if names else None
                yield _Piece("@" if year else token.text, year=year)

    def taken(self, view: SheetView, formula: str) -> Iterator[tuple[str, int | None]]:
        """Give what a formula refers to or names that may be of a year, as it is written, with the year."""
        for token, piece in zip(tokenise(formula), self.pieces(view, formula), strict=True):
            if piece.reference is not None or piece.year is not None:
                year = self.year_of(piece.target, piece.reference.area)[0] if piece.reference else piece.year
                yield bare(token.text), year and year[0]

    def drawing(self, view: SheetView, cell: Cell, origin: Cell, shape: str, pieces: Sequence[_Piece]) -> _Drawing:
        """Give what a formula draws on.

        Args:
            view: its sheet.
            cell: where it stands.
            origin: where the copy of it stands that has been taken apart.
            shape: the shape of both.
            pieces: the pieces of that copy which refer to something or name a year.
        """
        found: list[_Year | None] = []
        read: set[str] = set()
        for piece in pieces:
            if piece.reference is not None:
                year, names = self.year_of(piece.target, piece.reference.moved(origin, cell))
                found.append(year)
                if year is not None:
                    read |= names - {""}
            elif piece.year is not None:
                found.append(piece.year)
        label, heading = map(normalise, view.names(cell))
        return _Drawing(cell, shape, tuple(found), label in read, heading in read)

    def year_of(self, target: SheetView | None, area: Area) -> tuple[_Year | None, set[str]]:
        """Give the year that an area is called by, and the names of the line that it begins in."""
        if target is None:
            return None, set()
        label, heading = target.names((area.top, area.left))
        names = {normalise(label), normalise(heading)}
        for name in (heading, label, target.sheet.name):
            year = _one_year(name)
            if year:
                return year, names
        return None, names


@lru_cache(maxsize=4096)
def _one_year(text: str) -> _Year | None:
    found = years(text)
    if len(found) != 1:
        return None
    (year,) = found
    return year, normalise(text.replace(str(year), ""))


def explain_years(book: BookView) -> Iterator[Finding]:
    """Give a finding for each formula that draws on another year than its row or column does, a line as one."""
    speaking = _Years(book)
    if not speaking.any:
        return
    for view in book.views.values():
        mixed = _in_mixed_lines(view)
        if not mixed or speaking.all_agree(view, mixed):
            continue
        drawings = speaking.drawings(view, (cell for cells in mixed for cell in cells))
        odd = dict(_odd_ones(view, drawings))
        yield from gather_lines(_finding(speaking, view, one, like) for one, like in _meant(view, drawings, odd))


def _in_mixed_lines(view: SheetView) -> Sequence[Sequence[Cell]]:
    """Give the formulas, by their copies, whose row or column holds other forms too; copies draw on one year.

    Sums within the sheet are left out: they may well go over the years.
    """
    drawing: list[Sequence[Cell]] = []
    rows: Counter[int] = Counter()
    columns: Counter[int] = Counter()
    for cells in view.copies.values():
        terms = addends(view.sheet.formulas[cells[0]])
        if terms is None or any(one.reference.sheet is not None for one in terms):
            drawing.append(cells)
            rows.update({row for row, _ in cells})
            columns.update({column for _, column in cells})
    kept = ([(row, column) for row, column in cells if rows[row] > 1 or columns[column] > 1] for cells in drawing)
    return [cells for cells in kept if cells]


def _odd_ones(view: SheetView, drawings: dict[Cell, _Drawing]) -> Iterator[tuple[Cell, tuple[_Drawing, bool]]]:
    """Find the formulas whose years are not those of their line; each with one that has them."""
    for down in (True, False):
        lines: dict[tuple[int, int, str], list[_Drawing]] = {}
        for cell, one in drawings.items():
            block = view.block_at(cell)
            lines.setdefault((id(block), cell[1] if down else cell[0], one.shape), []).append(one)
        for line in lines.values():
            for one, like in _minority(view, line):
                yield one.cell, (like, down)


def _minority(view: SheetView, line: Sequence[_Drawing]) -> Iterator[tuple[_Drawing, _Drawing]]:
    if len(line) < _FEWEST:
        return
    for k in range(len(line[0].years)):
        seen = Counter(_seen(view, one, k) for one in line)
        (usual, count), *others = seen.most_common()
        if not others or usual is None or count < _MOST * len(line):
            continue
        for one in line:
            mine = _seen(view, one, k)
            if mine is not None and mine != usual and mine[1] == usual[1]:
                like = min((x for x in line if _seen(view, x, k) == usual), key=lambda x: _distance(x.cell, one.cell))
                yield one, like


def _seen(view: SheetView, one: _Drawing, k: int) -> _Year | None:
    """Give the year of a reference; where the line itself goes through the years, how far it is from its own."""
    return _relative(one.years[k], years(view.heading(one.cell)) or years(view.label(one.cell)))


def _relative(year: _Year | None, own: frozenset[int]) -> _Year | None:
    """Give a year as seen from a line of a year."""
    return (year[0] - min(own), year[1]) if year and len(own) == 1 else year


def _distance(one: Cell, other: Cell) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _meant(
    view: SheetView, drawings: dict[Cell, _Drawing], odd: dict[Cell, tuple[_Drawing, bool]]
) -> Iterator[tuple[_Drawing, _Drawing]]:
    """Leave out whole lines that draw on another year by decision: a service whose key is of another year.

    A line that reads its own row in the other table, as a member reads its own population, has no such choice.
    """
    for cell, (like, down) in odd.items():
        one = drawings[cell]
        beside = [
            other
            for other in drawings
            if other[0 if down else 1] == cell[0 if down else 1] and drawings[other].shape == one.shape
        ]
        whole_line = all(other in odd for other in beside)
        if not whole_line or (one.reads_own_row if down else one.reads_own_column):
            yield one, like


def _of_years(taken: Iterable[tuple[str, int | None]]) -> str:
    """Name what a formula takes, by the year it is of.

    >>> _of_years([("C7", 2019), ("C2:C8", 2019), ("F1", 2020)])
    'C7 och C2:C8, som är från 2019, och F1, som är från 2020'
    """
    by_year: dict[int | None, list[str]] = {}
    for text, year in dict.fromkeys(taken):
        by_year.setdefault(year, []).append(text)
    named = [f"{' och '.join(texts)}{f', som är från {year}' if year else ''}" for year, texts in by_year.items()]
    return ", och ".join(named)


def _finding(speaking: _Years, view: SheetView, one: _Drawing, like: _Drawing) -> Finding:
    sheet = view.sheet
    value = sheet.value(one.cell)
    found = value if is_number(value) else None
    proposed = translate(sheet.formulas[like.cell], like.cell, one.cell)
    expected = evaluate(proposed, sheet, speaking.book.snapshot)
    pairs = zip(speaking.taken(view, sheet.formulas[one.cell]), speaking.taken(view, proposed), strict=True)
    odd = [(taken, meant) for taken, meant in pairs if taken[1] != meant[1]]
    line = "kolumn" if one.cell[1] == like.cell[1] else "rad"
    at = to_a1(one.cell)
    message = (
        f"Formeln i {at} räknar med {_of_years(taken for taken, _ in odd)}. Som i {to_a1(like.cell)} och de andra "
        f"cellerna i samma {line} vore det {_of_years(meant for _, meant in odd)}."
    )
    if differ(found, expected):
        message += f" {outcome(found, expected, view.notation(one.cell), 'med rätt år blir det')}"
    known_same = found is not None and expected is not None and not differ(found, expected)
    return make_finding(
        "EN408",
        Severity.VARNING if known_same else Severity.FEL,
        Place(sheet.name, one.cell),
        message,
        f"Skriv {in_swedish(proposed)} i {at}.",
        found=found,
        expected=expected,
        related=[like.cell],
    )
