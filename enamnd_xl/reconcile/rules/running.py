"""Sums within a sheet (3xx): accumulated amounts, line by line, that are not the one before and what has come since."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.labels import is_accumulated
from enamnd_xl.reconcile.precision import decimals_of, rounding_allowance, shown
from enamnd_xl.reconcile.registry import rule
from enamnd_xl.reconcile.view import SheetView
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.record import Record
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.snapshot import Number

_REACH = 2  # columns between an amount and its accumulated amount where no heading says what it is
_MANY_COLUMNS = 30  # in a table with more of them, only what a heading says that it accumulates is looked at
_MANY_ROWS = 40  # in a table with more of them, rows are not read across
_TRIED = 12  # steps that tell whether it is worth to look at them all
_MISSES = 3  # so many more that do not fit than do tell that it is not; one wrong amount makes two
_NEAR = 0.01  # how near an amount the change has to come on those, as a part of it
_FEWEST = 4  # steps with different amounts that have to hold
_MOST = 0.8  # and the part of the steps that say anything
_TELLING = 20  # units; a smaller amount is the change between two lines by chance


_Terms: TypeAlias = tuple[tuple[int, int], ...]
"""What comes to an accumulated amount: columns, each with 1 when it is added and -1 when it is taken away."""


class _Step(Record):
    """From one line to the next: the accumulated amounts of both, and what has come in between."""

    before: Cell
    cell: Cell
    parts: tuple[tuple[int, Cell], ...]
    found: Number
    expected: Number
    unit: float
    came: Number

    @property
    def difference(self) -> Number:
        return self.found - self.expected

    @property
    def holds(self) -> bool:
        return abs(self.difference) <= self.unit / 2

    @property
    def begins_again(self) -> bool:
        """Whether a new year begins here."""
        return self.found == self.came

    @property
    def is_telling(self) -> bool:
        """Whether it would hold by no chance."""
        return abs(self.came) >= _TELLING * self.unit and not self.begins_again


@rule(
    "EN306",
    "ackumulerat-belopp-avviker",
    checks="Att ett ackumulerat belopp är det på raden ovanför plus radens eget belopp, likaså längs raderna och för "
    "saldon som minskar.",
    why="Ett fel i en löpande summa följer med till årets slut, eller döljer att en månad är fel inskriven.",
    example="Ackumulerat till och med mars är 310 000 och april 95 000, men ackumulerat till och med april anges till "
    "450 000.",
    remedy="Räkna det ackumulerade beloppet med en formel på varje rad, likadan hela vägen ned.",
)
def check_running_totals(work: Workpaper) -> Iterator[Finding]:
    """Find accumulated amounts that do not follow from the line before."""
    for name, blocks in work.blocks.items():
        formulas = work.figures[name].sheet.formulas
        told: set[Cell] = set()
        for steps in (steps for block in blocks for way in _ways(block) for steps in _running(way)):
            for step in _wrong(steps):
                if step.cell not in told and step.cell not in formulas:
                    told.add(step.cell)
                    yield _finding(work.book.views[name], step)


def _ways(block: Block) -> Iterator[Block]:
    """Give a table as it stands, and turned unless it is long."""
    yield block
    if len(block.rows) <= _MANY_ROWS:
        yield block.turned()


def _running(block: Block) -> Iterator[list[_Step]]:
    """Find the columns of a table that accumulate others, each with what explains most of its steps."""
    if len(block.rows) < _FEWEST + 2:  # so many that one may be wrong
        return
    some, columns = block.rows[: _TRIED + 1], block.columns
    heads: dict[int, Sequence[Number | None]] = {}
    for at, column in enumerate(columns):
        named = is_accumulated(block.heading(column))
        if not (named or len(columns) <= _MANY_COLUMNS) or _is_reckoned(block, some, column):
            continue
        near = columns if named else columns[max(0, at - _REACH) : at + _REACH + 1]
        for one in near:
            if one not in heads:
                heads[one] = block.pick(some, one)
        changes = [_change(*two) for two in pairwise(heads[column])]
        steps = (
            _steps(block, column, terms)
            for added in _terms(near, column)
            if _may_accumulate(changes, _come(added, heads))
            for terms in (added, tuple((-sign, one) for sign, one in added))
        )
        if best := max(filter(_is_believed, steps), key=lambda found: sum(one.holds for one in found), default=None):
            yield best


def _terms(columns: Sequence[int], running: int) -> Iterator[_Terms]:
    """Give what may come to a column, or go from it: another one, or as with debit and credit, two side by side."""
    others = [column for column in columns if column != running]
    yield from (((1, one),) for one in others)
    yield from (((1, one), (-1, other)) for one, other in pairwise(others))


def _come(terms: _Terms, figures: Mapping[int, Sequence[Number | None]]) -> Iterator[Number | None]:
    """Give what comes on each line; of two columns the blank one counts as zero."""
    if len(terms) == 1:
        ((sign, one),) = terms
        return (came and sign * came for came in figures[one])
    (sign, one), (_, other) = terms
    lines = zip(figures[one], figures[other], strict=True)
    return (None if a is None and b is None else sign * ((a or 0) - (b or 0)) for a, b in lines)


def _change(before: Number | None, found: Number | None) -> Number | None:
    return None if before is None or found is None else found - before


def _is_reckoned(block: Block, lines: Sequence[int], column: int) -> bool:
    """Tell whether formulas say what a column is."""
    formulas = block.sheet.formulas
    return bool(formulas) and all(block.cell(line, column) in formulas for line in lines)


def _may_accumulate(changes: Sequence[Number | None], come: Iterator[Number | None]) -> bool:
    """Try it on a few lines: tell whether half of them change by about what comes, or goes."""
    near = far = 0
    next(come)
    for change, came in zip(changes, come, strict=True):
        if not change or not came:
            continue
        if abs(abs(change) - abs(came)) <= _NEAR * abs(came):
            near += 1
        elif far >= near + _MISSES:
            return False
        else:
            far += 1
    return near > 1 and near >= far


def _steps(block: Block, column: int, terms: _Terms) -> list[_Step]:
    """Give the steps of a column to which others are added line by line, or from which they are taken away."""
    lines = block.detail_rows
    parts = {one: block.pick(lines, one) for _, one in terms}
    running, come = block.pick(lines, column), list(_come(terms, parts))
    unit = 10.0 ** -decimals_of(n for line in (running, *parts.values()) for n in line if n is not None)
    steps = []
    for (above, before), (line, found), came in zip(
        zip(lines, running, strict=True), zip(lines[1:], running[1:], strict=True), come[1:], strict=False
    ):
        if before is not None and found is not None and came is not None:
            cells = tuple((sign, block.cell(line, one)) for sign, one in terms)
            steps.append(
                _Step(block.cell(above, column), block.cell(line, column), cells, found, before + came, unit, came)
            )
    return steps


def _is_believed(steps: Sequence[_Step]) -> bool:
    """Tell whether so many steps hold that the others must be wrong."""
    telling = [step for step in steps if step.is_telling]
    held = [step for step in telling if step.holds]
    if len({step.came for step in held}) < _FEWEST:
        return False
    return len(held) >= _MOST * (len(held) + len(_wrong(steps)))


def _wrong(steps: Sequence[_Step]) -> list[_Step]:
    """Give the steps that do not hold; one wrong amount that the next line does not build on is one step.

    Where several last ones do not hold, other figures stand there, such as means or another year.
    """
    wrong: list[_Step] = []
    late = 0  # since the last step that holds
    before: _Step | None = None
    for step in steps:
        is_right = step.holds or step.begins_again
        makes_good = before and before.cell == step.before and abs(before.difference + step.difference) <= step.unit / 2
        late = 0 if is_right else late
        if not is_right and not makes_good:
            wrong.append(step)
            late += 1
        before = None if is_right or makes_good else step
    return wrong[:-late] if late > 1 else wrong


def _finding(view: SheetView, step: _Step) -> Finding:
    decimals = decimals_of([step.unit])
    expected, difference = shown(step.expected, decimals), shown(step.difference, decimals)
    is_rounding = abs(step.difference) <= rounding_allowance(2, step.unit) * (1 + 1e-9)
    here, before = to_a1(step.cell), to_a1(step.before)
    parts = [to_a1(cell) for _, cell in step.parts]
    formula = "".join(("+" if sign > 0 else "-") + to_a1(cell) for sign, cell in step.parts)
    in_words = "".join((" + " if sign > 0 else " \N{MINUS SIGN} ") + to_a1(cell) for sign, cell in step.parts)
    notation = view.notation(step.cell)
    what = "Den ackumulerade andelen" if notation.in_per_cent else "Det ackumulerade beloppet"
    said, right = notation.two(step.found, expected)
    message = (
        f"{what} i {here} är {said}, men {before}{in_words} ger {right}. "
        f"Skillnaden är {notation.difference(difference, step.found)}."
    )
    others = "i de andra kolumnerna" if step.before[0] == step.cell[0] else "på de andra raderna"
    return Finding(
        code="EN306",
        severity=Severity.AVRUNDNING if is_rounding else Severity.FEL,
        sheet=view.sheet.name,
        cell=step.cell,
        message=message + (" Den kan bero på avrundning." if is_rounding else ""),
        hint=f"Skriv ={before}{formula} i {here}, som {others}, eller rätta {' eller '.join(parts)} om felet är där.",
        found=shown(step.found),
        expected=expected,
        difference=difference,
        related=(Place(view.sheet.name, step.before), *(Place(view.sheet.name, cell) for _, cell in step.parts)),
    )
