"""References that go to a text or a blank cell where the copies of the formula go to numbers."""

from collections.abc import Iterator, Sequence

from enamnd_xl.reconcile.evaluate import evaluate
from enamnd_xl.reconcile.faults.copies import gather_copies
from enamnd_xl.reconcile.faults.proposal import fix_reference
from enamnd_xl.reconcile.faults.words import make_finding, outcome
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.view import BookView, SheetView
from enamnd_xl.reconcile.wording import name_cells, quote
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.formulas import tokenise
from enamnd_xl.workbook.references import parse_reference, references, translate
from enamnd_xl.workbook.snapshot import Sheet, Value, is_number
from enamnd_xl.workbook.swedish import in_swedish

_FEWEST = 3


def explain_targets(book: BookView) -> Iterator[Finding]:
    """Give a finding for each formula that counts with a text or a blank cell where its copies count with numbers."""
    for view in book.views.values():
        found = [
            one for cells in view.copies.values() if len(cells) >= _FEWEST for one in _in_copies(book, view, cells)
        ]
        yield from gather_copies(view, found)


def _in_copies(book: BookView, view: SheetView, cells: Sequence[Cell]) -> Iterator[Finding]:
    cells = sorted(cells)
    first = view.sheet.formulas[cells[0]]
    tokens = tokenise(first)
    for number, token in enumerate(tokens):
        if token.kind != "reference" or parse_reference(token.text).cell is None:
            continue
        neighbours = {tokens[i].text for i in (number - 1, number + 1) if 0 <= i < len(tokens)}
        if neighbours & {"*", "/"} and not all(parse_reference(token.text).fixed):
            yield from _drifting(book, view, cells, number)
        elif len(tokens) == 1 and "!" in token.text:
            yield from _astray(book, view, cells)


def _drifting(book: BookView, view: SheetView, cells: Sequence[Cell], number: int) -> Iterator[Finding]:
    """Find a factor that only the first copy reads: it lacks the dollar sign that would have kept it in place.

    The next ones may read what stands under it, as long as most of them read nothing.
    """
    down = len({column for _, column in cells}) == 1
    if not down and len({row for row, _ in cells}) > 1:
        return
    targets = _targets(book, view, cells, number)
    first = targets[0]
    if first is None or any(target is None for target in targets):
        return
    places = [target for target in targets if target]
    if places[1] == first:
        return  # it stands still
    own_line = first.sheet == view.sheet.name and first.cell[0 if down else 1] == cells[0][0 if down else 1]
    values = [book.views[place.sheet].sheet.value(place.cell) for place in places]
    if own_line or not is_number(values[0]):
        return
    if any(map(is_number, values[1:])) and not (
        (down and _runs_out(book.views[first.sheet].sheet, values, places))
        or (first.sheet == view.sheet.name and _is_given(view, view.sheet.formulas[cells[0]], values, first, down))
    ):
        return
    name, formula = view.sheet.name, fix_reference(view.sheet.formulas[cells[0]], number, rows=down)
    for cell, place, read in zip(cells[1:], places[1:], values[1:], strict=True):
        proposed = translate(formula, cells[0], cell)
        value = view.sheet.value(cell)
        found = value if is_number(value) else None
        expected = evaluate(proposed, view.sheet, book.snapshot)
        told = outcome(found, expected, view.notation(cell))
        yield make_finding(
            "EN407",
            Severity.FEL,
            Place(view.sheet.name, cell),
            f"Formeln i {to_a1(cell)} räknar med {place.seen_from(name)}"
            f"{'' if is_number(read) else ', som inte har något tal'}, "
            f"men {to_a1(cells[0])} med {first.seen_from(name)}. "
            f"Referensen saknar dollartecken och har flyttat sig vid kopieringen. {told}",
            f"Skriv {in_swedish(formula)} i {to_a1(cells[0])} och kopiera den till {name_cells(cells[1:])}.",
            found=found,
            expected=expected,
            related=[first, place],
        )


def _runs_out(sheet: Sheet, values: Sequence[Value], places: Sequence[Place]) -> bool:
    """Tell whether copies read fewer numbers than empty rows after them: they have slid off a short list."""
    numbers = sum(map(is_number, values))
    rows = (place.cell[0] for place in places[numbers:] if place.cell)
    return 2 * numbers < len(values) and not any(any(line) for row in rows for line in sheet.rows[row - 1 : row])


def _is_given(view: SheetView, formula: str, values: Sequence[Value], first: Place, down: bool) -> bool:
    """Tell whether what the first copy reads is a lone figure, or the last of its kind, and no line of figures."""
    row, column = first.cell
    beside = ((row - 1, column), (row + 1, column)) if down else ((row, column - 1), (row, column + 1))
    along = 0 if down else 1
    read = [one.area for one in references(formula) if one.sheet is None]
    if sum(area[along] == first.cell[along] for area in read) > 1:
        return False  # another table is read line by line
    is_lone = not any(min(cell) > 0 and is_number(view.sheet.value(cell)) for cell in beside)
    return is_lone or 2 * sum(map(is_number, values[1:])) <= len(values) - 1


def _astray(book: BookView, view: SheetView, cells: Sequence[Cell]) -> Iterator[Finding]:
    """Find the link that gets a text, or nothing from an empty row, where the other copies get numbers."""
    reference = parse_reference(tokenise(view.sheet.formulas[cells[0]])[0].text)
    target = book.target(reference, view)
    if target is None:
        return
    goes_to = reference.cells_from(cells[0], cells)
    values = dict(zip(cells, map(target.sheet.value, goes_to), strict=True))
    astray = [cell for cell, value in values.items() if not is_number(value)]
    if not 0 < len(astray) <= len(cells) / _FEWEST:
        return
    places = {cell: Place(target.sheet.name, goal) for cell, goal in zip(cells, goes_to, strict=True)}
    for cell in astray:
        place, value = places[cell], values[cell]
        rows = book.views[place.sheet].sheet.rows
        empty = value is None and not any(rows[place.cell[0] - 1 : place.cell[0]])
        if not empty and not isinstance(value, str):
            continue
        if isinstance(value, str) and _is_heading(view.sheet, cell):
            continue
        what = f"texten {quote(value)}" if isinstance(value, str) else "en tom rad"
        yield make_finding(
            "EN407",
            Severity.FEL if isinstance(value, str) else Severity.VARNING,
            Place(view.sheet.name, cell),
            f"{to_a1(cell)} hämtar från {place.seen_from(view.sheet.name)}, som är {what}; länkarna intill hämtar tal.",
            f"Peka om länken i {to_a1(cell)} till den cell som har beloppet.",
            related=[place],
        )


def _is_heading(sheet: Sheet, cell: Cell) -> bool:
    """Tell whether a text stands among texts only, other of which have numbers under them, or to the right of them."""
    for along, across in (((0, 1), (1, 0)), ((1, 0), (0, 1))):
        line = [other for sign in (-1, 1) for other in _filled_from(sheet, cell, (sign * along[0], sign * along[1]))]
        beyond = [(row + across[0], column + across[1]) for row, column in line]
        if not any(is_number(sheet.value(one)) for one in line) and any(is_number(sheet.value(one)) for one in beyond):
            return True
    return False


def _filled_from(sheet: Sheet, cell: Cell, step: Cell) -> Iterator[Cell]:
    """Give the cells after a cell in one direction, up to the first blank one."""
    row, column = cell[0] + step[0], cell[1] + step[1]
    while sheet.value((row, column)) is not None:
        yield row, column
        row, column = row + step[0], column + step[1]


def _targets(book: BookView, view: SheetView, cells: Sequence[Cell], number: int) -> list[Place | None]:
    """Give the cell that one of the references of each copy goes to."""
    reference = parse_reference(tokenise(view.sheet.formulas[cells[0]])[number].text)
    target = book.target(reference, view)
    if target is None or reference.cell is None:
        return [None] * len(cells)
    name = target.sheet.name
    return [Place(name, goal) for goal in reference.cells_from(cells[0], cells)]
