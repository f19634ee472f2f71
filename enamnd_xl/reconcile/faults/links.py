"""Links to other sheets that go to another row, column or sheet than the one they are labelled as."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.evaluate import evaluate
from enamnd_xl.reconcile.faults.copies import gather_copies
from enamnd_xl.reconcile.faults.link_runs import Link, Run
from enamnd_xl.reconcile.faults.proposal import point_to
from enamnd_xl.reconcile.faults.words import differ, make_finding, outcome
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.labels import key, normalise, years
from enamnd_xl.reconcile.view import BookView, SheetView
from enamnd_xl.record import Record
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.formulas import tokenise
from enamnd_xl.workbook.references import parse_reference, references
from enamnd_xl.workbook.snapshot import is_number
from enamnd_xl.workbook.swedish import in_swedish

_LABEL, _HEADING = 0, 1
_WAYS = ((_LABEL, _LABEL), (_LABEL, _HEADING), (_HEADING, _HEADING), (_HEADING, _LABEL))
"""What is compared with what: the tables may lie the same way, or one across the other."""
_FEWEST = 3  # so many links in a line show where its links go
_MOST = 2 / 3


def explain_links(book: BookView) -> Iterator[Finding]:
    """Give a finding for each link that goes elsewhere than its label, its heading or its line says.

    Two links that have changed places are one fault: the second stands under the first.
    """
    search = _Search(book)
    for view in book.views.values():
        runs = list(search.runs(view))
        if search.all_agree(runs):
            continue
        links = sorted((link for run in runs for link in run.links()), key=lambda link: link.cell)
        wrong: dict[Cell, _Wrong] = {}
        for find in (search.wrong_by_name, search.wrong_in_line):
            for one in find(links):
                wrong.setdefault(one.link.cell, one)
        yield from gather_copies(view, _pair(book, list(wrong.values())))


class _Wrong(Record):
    """A link that goes elsewhere: where it should go, what that is called, and what it takes instead."""

    link: Link
    should: Place
    name: str
    other_name: str

    @property
    def expected(self) -> str:
        sheet = self.should.sheet if self.should.sheet != self.link.goes_to.sheet else None
        return point_to(self.link.view.sheet.formulas[self.link.cell], self.link.number, self.should.cell, sheet)

    @property
    def code(self) -> str:
        mine, theirs = years(self.name), years(self.other_name)
        return "EN408" if mine and theirs and mine != theirs else "EN510"


class _Names:
    """The rows and columns of a table by name; only names that occur once in it."""

    def __init__(self, block: Block) -> None:
        headings = {column: text for column, text in block.headings.items() if column in block.columns}
        self.lines = _unique(block.labels), _unique(headings)


def _unique(names: Mapping[int, str]) -> dict[str, int]:
    positions: dict[str, list[int]] = {}
    for position, name in names.items():
        positions.setdefault(key(name), []).append(position)
    return {name: found[0] for name, found in positions.items() if len(found) == 1 and name}


class _Search:
    """Looks for wrong links in a workbook."""

    def __init__(self, book: BookView) -> None:
        self.book = book
        self.sheets = {normalise(name): view for name, view in book.views.items()}
        self._names: dict[int, _Names] = {}
        self._shared: dict[tuple[int, int, tuple[int, int]], bool] = {}
        self._ways: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def names(self, block: Block) -> _Names:
        if id(block) not in self._names:
            self._names[id(block)] = _Names(block)
        return self._names[id(block)]

    def runs(self, view: SheetView) -> Iterator[Run]:
        """Give the references of a sheet's formulas to single cells of other sheets."""
        for cells in view.copies.values():
            formula = view.sheet.formulas[cells[0]]
            for number, token in enumerate(tokenise(formula) if "!" in formula else ()):
                if token.kind == "reference" and "!" in token.text:
                    reference = parse_reference(token.text)
                    other = self.book.target(reference, view)
                    if other is not None and other is not view and reference.cell is not None:
                        yield Run(view, cells, number, reference, other)

    def all_agree(self, runs: Sequence[Run]) -> bool:
        """Tell at once that every link of a sheet goes where its label says, as in a large table nearly all do.

        Then each run goes down a column, from the rows of one table to the rows of the same names in another, and
        nothing else can say that any of them is wrong.
        """
        lines: dict[Cell, list[int]] = {}  # (0, row) or (1, column) -> the runs whose links stand there
        headings: list[str] = []
        for number, run in enumerate(runs):
            heading = self._agreed_heading(run)
            if heading is None:
                return False
            headings.append(heading)
            lines.setdefault((1, run.cells[0][1]), []).extend([number] * len(run.cells))
            for row, _ in run.cells:
                lines.setdefault((0, row), []).append(number)
        for together in set(map(tuple, lines.values())):
            if len({id(runs[number].other) for number in together}) >= _FEWEST:
                (usual, count), *others = Counter(headings[number] for number in together).most_common()
                if others and usual and count >= _MOST * len(together):
                    return False
        return True

    def _agreed_heading(self, run: Run) -> str | None:
        """Give the key of the heading that a run goes to, when its links agree with their labels; else None."""
        (row, column), targets = run.cells[0], run.targets
        own, block = run.view.block_at((row, column)), run.other.block_at(targets[0])
        to_column = targets[0][1]
        down = all(c == column for _, c in run.cells) and all(c == to_column for _, c in targets)
        if own is None or block is None or not down or len(run.cells) < 2:
            return None
        names = [own.label(r) for r, _ in run.cells]
        mine, theirs = list(map(key, names)), [key(block.label(r)) for r, _ in targets]
        if mine != theirs or "" in mine or len(set(mine)) < len(mine):
            return None
        above, over = key(own.heading(column)), key(block.heading(to_column))
        headings_differ = above != over and self.list_the_same(own, block, (_HEADING, _HEADING))
        crosswise = any(self.list_the_same(own, block, way) for way in ((_LABEL, _HEADING), (_HEADING, _LABEL)))
        names_a_sheet = any(normalise(name) in self.sheets for name in (*names, own.heading(column)))
        return None if headings_differ or crosswise or names_a_sheet else over

    def wrong_by_name(self, links: Sequence[Link]) -> Iterator[_Wrong]:
        """Find the links whose own label or heading names another row, column or sheet than they go to."""
        following = {  # by their headings
            (id(link.other), axis)
            for link in links
            for (_, above), theirs in (link.keys,)
            for axis in (_HEADING, _LABEL)
            if above == theirs[axis] != ""
        }
        by_line: dict[tuple[int, int, int, int], list[Link]] = {}  # a row (0) or column (1) of links alike
        for link in links:
            for along in (0, 1):
                by_line.setdefault((id(link.own), along, link.cell[along], link.number), []).append(link)
        for link in links:
            for way in self.ways(link):
                wrong = self.by_name(link, way, following)
                along = 0 if way[0] == _HEADING else 1
                line = by_line[id(link.own), along, link.cell[along], link.number]
                if wrong and not _is_of_another_year_on_purpose(wrong, way, line):
                    yield wrong
                    break
            else:
                if wrong := self.by_sheet(link):
                    yield wrong

    def by_name(self, link: Link, way: tuple[int, int], following: Collection[tuple[int, int]]) -> _Wrong | None:
        """Compare the link's own label (or heading) with the label (or heading) of the cell that it goes to.

        Headings such as Budget and Utfall are only taken to name what is linked where some link of theirs does so.
        """
        own, axis = way
        if link.block is None or link.fixed[axis] or (own == _HEADING and (id(link.other), axis) not in following):
            return None
        mine, theirs = link.keys[0][own], link.keys[1][axis]
        if not mine or not theirs or mine == theirs:
            return None
        lines, others = self.names(link.own).lines[own], self.names(link.block).lines[axis]
        if not all(name in table for name in (mine, theirs) for table in (lines, others)):
            return None  # only where both names occur in both tables do they list the same things
        line = others[mine]
        target = (line, link.target[1]) if axis == _LABEL else (link.target[0], line)
        return _Wrong(link, Place(link.other.sheet.name, target), link.own_names[own], link.names[axis])

    def ways(self, link: Link) -> Sequence[tuple[int, int]]:
        """Give the ways in which the table that a link stands in and the one it goes to list the same things."""
        if link.block is None:
            return ()
        tables = id(link.own), id(link.block)
        if tables not in self._ways:
            self._ways[tables] = [way for way in _WAYS if self.list_the_same(link.own, link.block, way)]
        return self._ways[tables]

    def list_the_same(self, one: Block, other: Block, way: tuple[int, int]) -> bool:
        """Tell whether two names that differ may stand in both tables."""
        known = self._shared.get((id(one), id(other), way))
        if known is None:
            shared = self.names(one).lines[way[0]].keys() & self.names(other).lines[way[1]].keys()
            known = self._shared[id(one), id(other), way] = len(shared) > 1
        return known

    def by_sheet(self, link: Link) -> _Wrong | None:
        """A row named after one sheet takes its figure from a sheet that another row is named after."""
        for name, siblings in zip(link.own_names, (link.own.labels, link.own.headings), strict=True):
            named = self.sheets.get(normalise(name))
            if named is None or named is link.other:
                continue
            others = {normalise(text) for text in siblings.values()}
            same_place = key(named.label(link.target)) == key(link.names[_LABEL])
            if normalise(link.other.sheet.name) in others and same_place and is_number(named.sheet.value(link.target)):
                return _Wrong(link, Place(named.sheet.name, link.target), name, link.other.sheet.name)
        return None

    def wrong_in_line(self, links: Sequence[Link]) -> Iterator[_Wrong]:
        """Find the link that goes to another row or column than the others of its line do on their sheets."""
        for axis in (1, 0):
            lines: dict[tuple[int, int], list[Link]] = {}
            for link in links:
                if link.block is not None:
                    lines.setdefault((id(link.own), link.cell[axis]), []).append(link)
            for line in lines.values():
                if len({id(link.other) for link in line}) >= _FEWEST:
                    yield from self.odd_ones(line, _LABEL)
                    yield from self.odd_ones(line, _HEADING)

    def odd_ones(self, line: Sequence[Link], axis: int) -> Iterator[_Wrong]:
        """Give the links whose row (or column) is not called what most of the line's are called."""
        names = [link.keys[1][axis] for link in line]
        if len(set(names)) == 1:  # as in nearly all lines
            return
        usual, count = Counter(names).most_common(1)[0]
        if not usual or count < max(2, _MOST * len(line)):
            return
        for link in line:
            name = link.names[axis]
            should = self.names(link.block).lines[axis].get(usual) if link.block else None
            if should and link.block and key(name) not in ("", usual, *link.keys[0]):
                target = (should, link.target[1]) if axis == _LABEL else (link.target[0], should)
                known = link.block.label(should) if axis == _LABEL else link.block.heading(should)
                yield _Wrong(link, Place(link.other.sheet.name, target), known, name)


def _is_of_another_year_on_purpose(wrong: _Wrong, way: tuple[int, int], line: Sequence[Link]) -> bool:
    """Tell whether a link goes to another year because that is what it is for: a change, an opening balance.

    Then the formula reads its own year besides, or all links of the line are of a year as far away.
    """
    if wrong.code != "EN408":
        return False
    link, should = wrong.link, wrong.should
    read = references(link.view.sheet.formulas[link.cell])
    if any(
        one.cell == should.cell and one.sheet is not None and one.sheet.casefold() == should.sheet.casefold()
        for one in read
    ):
        return True
    own, axis = way
    away = [_years_apart(one.own_names[own], one.names[axis]) for one in line]
    return len(away) > 1 and away[0] is not None and len(set(away)) == 1


def _years_apart(own: str, other: str) -> int | None:
    mine, theirs = years(own), years(other)
    return min(theirs) - min(mine) if len(mine) == len(theirs) == 1 else None


def _pair(book: BookView, wrong: Sequence[_Wrong]) -> Iterator[Finding]:
    """Make the findings; of two links that have changed places the second stands under the first."""
    told: set[Cell] = set()
    for one in wrong:
        if one.link.cell in told:
            continue
        finding = _finding(book, one)
        for other in wrong:
            swapped = other.link.goes_to == one.should and other.should == one.link.goes_to
            if swapped and other.link.cell not in told:
                told.add(other.link.cell)
                finding = finding.with_consequences(_finding(book, other))
                break
        yield finding


def _finding(book: BookView, wrong: _Wrong) -> Finding:
    sheet = wrong.link.view.sheet
    value = sheet.value(wrong.link.cell)
    found = value if is_number(value) else None
    expected = evaluate(wrong.expected, sheet, book.snapshot)
    at = to_a1(wrong.link.cell)
    own = ", ".join(filter(None, wrong.link.view.names(wrong.link.cell)))
    message = f"{at} ({own}) hämtar från {wrong.link.goes_to} (”{wrong.other_name}”)"
    message += f", men ”{wrong.name}” står i {wrong.should}."
    if differ(found, expected):
        message += f" {outcome(found, expected, wrong.link.view.notation(wrong.link.cell))}"
    return make_finding(
        wrong.code,
        Severity.FEL if differ(found, expected) else Severity.VARNING,
        Place(sheet.name, wrong.link.cell),
        message,
        f"Skriv {in_swedish(wrong.expected)} i {at}.",
        found=found,
        expected=expected,
        related=(wrong.link.goes_to, wrong.should),
    )
