"""Types and units (2xx): numbers stored as text, dates out of sequence."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import accumulate, pairwise

from enamnd_xl.reconcile.faults.copies import gather_lines
from enamnd_xl.reconcile.faults.words import make_finding
from enamnd_xl.reconcile.figures import Figures
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.labels import is_code
from enamnd_xl.reconcile.precision import shown
from enamnd_xl.reconcile.registry import rule
from enamnd_xl.reconcile.view import SheetView
from enamnd_xl.reconcile.wording import in_full
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import Area, Cell, to_a1
from enamnd_xl.workbook.formulas import tokenise
from enamnd_xl.workbook.references import parse_reference
from enamnd_xl.workbook.snapshot import Sheet, Value, is_number

_GROUPED = r"[-−(]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?\)?"
_SUMMING = {"SUM(", "SUBTOTAL(", "AGGREGATE("}
_REACH = 3  # how far away, in rows, a number makes its column a column of numbers
_DATES_A_YEAR = 3  # fewer, and they are in order by chance, as in a list by name
_FEWEST_DATES = 4
_YEARS = range(1900, 2101)
_DAYS = frozenset((date, datetime))


@rule(
    "EN201",
    "tal-som-text",
    checks="Att tal i en kolumn eller ett summaområde är tal och inte text som ser ut som tal.",
    why="Excel hoppar över text när det summerar, så beloppet syns i tabellen men saknas i summan.",
    example="C7 är texten ”1 234” i en kolumn av tal; =SUMMA(C2:C15) räknar inte med den.",
    remedy="Skriv in talet på nytt, eller markera cellen och välj Data > Text till kolumner > Slutför.",
)
def check_numbers_as_text(work: Workpaper) -> Iterator[Finding]:
    """Find numbers that are stored as text where numbers belong."""
    texts = {
        sheet.name: cells
        for sheet in work.snapshot.sheets
        if (cells := list(_numeric_texts(sheet, work.figures[sheet.name])))
    }
    if not texts:
        return
    book, summed = work.book, _summed_areas(work)
    for name, cells in texts.items():
        areas = _Areas(summed.get(name.casefold(), ()))
        found = (_as_text(book.views[name], cell, text, areas) for cell, text in cells)
        yield from gather_lines(finding for finding in found if finding)


def _numeric_texts(sheet: Sheet, figures: Figures) -> Iterator[tuple[Cell, str]]:
    for row, texts in figures.texts.items():
        for column, text in texts.items():
            cell = row + 1, column + 1
            if _read(text) is not None and cell not in sheet.formulas:
                yield cell, text


@lru_cache(maxsize=50_000)
def _read(text: str) -> int | float | None:
    """Read a number as it is typed in Swedish, English or German; None when it is no number."""
    plain = text.strip()
    if not plain[:1].isdigit() and plain[:1] not in "-−+(":
        return None
    if re.fullmatch(_GROUPED, plain):
        decimal = "," if plain.rfind(",") > plain.rfind(".") else "."
        if plain.count(decimal) > 1 or not {",", "."} <= set(plain):
            decimal = ""  # one kind of sign only, before groups of three: it groups
        plain = "".join("." if sign == decimal else sign for sign in plain if sign not in ".," or sign == decimal)
    from enamnd_xl.money import parse_number  # see wording.py

    negative = plain.startswith("(") and plain.endswith(")")
    number = parse_number(plain.strip("()"))
    if number is None:
        return None
    return shown(float(-number if negative else number))


def _summed_areas(work: Workpaper) -> dict[str, set[Area]]:
    """Give the areas that formulas sum, by themselves or within a larger formula: sheet name, folded -> areas."""
    areas: dict[str, set[Area]] = {}
    for sheet in work.snapshot.sheets:
        for cells in work.figures[sheet.name].copies.cells.values():
            inside: list[str] = []
            for token in tokenise(sheet.formulas[cells[0]]):
                if token.kind in ("function", "open"):
                    inside.append(token.text.upper())
                elif token.kind == "close" and inside:
                    inside.pop()
                elif token.kind == "reference" and inside and inside[-1] in _SUMMING:
                    reference = parse_reference(token.text)
                    moved = (reference.moved(cells[0], cell) for cell in cells)
                    areas.setdefault((reference.sheet or sheet.name).casefold(), set()).update(moved)
    return areas


class _Areas:
    """Areas, to be asked for those that cover a cell."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._areas = sorted(areas)
        self._reach = list(accumulate((area.bottom for area in self._areas), max))

    def covering(self, cell: Cell) -> list[Area]:
        """Give the areas that cover a cell, from the top."""
        found: list[Area] = []
        at = bisect_left(self._areas, cell[0] + 1, key=lambda area: area.top) - 1
        while at >= 0 and self._reach[at] >= cell[0]:  # else it and all above it end before
            if self._areas[at].covers(cell):
                found.append(self._areas[at])
            at -= 1
        return found[::-1]


def _as_text(view: SheetView, cell: Cell, text: str, summed: _Areas) -> Finding | None:
    number = _read(text)
    if number is None or is_code(view.heading(cell)):
        return None
    covering = summed.covering(cell)
    if not _among_numbers(view, cell, bool(covering)):
        return None
    at = to_a1(cell)
    message = f"I {at} står ”{text.strip()}” som text, inte som tal."
    if covering:
        message += f" Summan av {covering[0]} räknar inte med det: {in_full(number)} saknas."
    return make_finding(
        "EN201",
        Severity.FEL if covering and number else Severity.VARNING,
        Place(view.sheet.name, cell),
        message,
        f"Skriv in {in_full(number)} som tal i {at}.",
        found=text,
        expected=number,
    )


def _among_numbers(view: SheetView, cell: Cell, summed: bool) -> bool:
    """Tell whether a number belongs where a text stands: other numbers are near in its column, or a sum covers it.

    A text with no number above it, or a year, may be a heading; then its row must have figures, or a sum cover it.
    """
    row, column = cell
    above = [view.sheet.value((r, column)) for r in range(max(1, row - _REACH), row)]
    below = [view.sheet.value((r, column)) for r in range(row + 1, row + _REACH + 1)]
    numbers = sum(map(is_number, above + below))
    texts = sum(isinstance(value, str) and _read(value) is None for value in above + below)
    if summed:
        return texts <= len(above + below) / 2
    may_be_heading = not any(map(is_number, above)) or _read(str(view.sheet.value(cell))) in _YEARS
    if may_be_heading and not any(is_number(value) for value in view.sheet.rows[row - 1]):
        return False
    first_figures = min((c for block in view.blocks for c in block.columns), default=column)
    return column >= first_figures and numbers > 0 and numbers >= texts


@rule(
    "EN202",
    "datum-ur-ordning",
    checks="Att ett enstaka datum inte bryter en kolumn (eller rad) av datum som annars kommer i ordning.",
    why="Fel årtal i ett datum gör att raden hamnar i fel period när den filtreras eller summeras.",
    example="Mötena går från 2022-01-26 till 2022-11-23, och det sista står som 2021-12-21.",
    remedy="Kontrollera årtalet mot underlaget.",
)
def check_dates(work: Workpaper) -> Iterator[Finding]:
    """Find the one date that breaks the order of its column or row."""
    for sheet in work.snapshot.sheets:
        columns: dict[int, list[tuple[Cell, date]]] = {}
        rows: dict[int, list[tuple[Cell, date]]] = {}
        for r, shape in enumerate(work.figures[sheet.name].shapes, 1):
            if not _DAYS.isdisjoint(shape.kinds):
                for c, value in enumerate(sheet.rows[r - 1], 1):
                    day = _day(value)
                    if day:
                        columns.setdefault(c, []).append(((r, c), day))
                        rows.setdefault(r, []).append(((r, c), day))
        for line_of_dates in (*columns.values(), *rows.values()):
            yield from _out_of_order(sheet, line_of_dates)


def _day(value: Value) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _out_of_order(sheet: Sheet, dates: list[tuple[Cell, date]]) -> Iterator[Finding]:
    """Give the date that, alone, keeps the others from coming in order, when another year would put it in place."""
    days = [day for _, day in dates]
    if len(days) < _FEWEST_DATES or days == sorted(days) or days == sorted(days, reverse=True):
        return
    first = next(i for i, (one, after) in enumerate(pairwise(days)) if one > after)
    for i in (first, first + 1):  # where the order breaks first, either of the two may be what breaks it
        cell, day = dates[i]
        others = days[:i] + days[i + 1 :]
        years = {other.year for other in others}
        if others != sorted(others) or day.year in years or len(others) < _DATES_A_YEAR * len(years):
            continue
        fitting = [moved for year in sorted(years) if (moved := _in_year(day, year)) and _fits(others, i, moved)]
        if len(fitting) == 1:
            yield make_finding(
                "EN202",
                Severity.VARNING,
                Place(sheet.name, cell),
                f"I {to_a1(cell)} står {day}, men datumen omkring går i ordning utan det. {fitting[0]} passar in.",
                f"Kontrollera årtalet mot underlaget; det är troligen {fitting[0].year}.",
                found=day.isoformat(),
                expected=fitting[0].isoformat(),
                related=[dates[i - 1][0] if i else dates[1][0]],
            )
            return


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return None


def _fits(others: Sequence[date], i: int, day: date) -> bool:
    return (i == 0 or others[i - 1] <= day) and (i == len(others) or day <= others[i])
