"""Types and units (2xx): a typed amount in another unit than the others of its line, or without their minus sign."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.faults.words import make_finding
from enamnd_xl.reconcile.figures import Figures
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.precision import shown
from enamnd_xl.reconcile.rates import is_growth
from enamnd_xl.reconcile.registry import rule
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.record import Record
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.snapshot import Number

_THOUSAND = 1_000
_FEWEST = 4  # other amounts on the line
_FEWEST_OF_A_SIGN = 6  # and where it lacks their minus sign
_EVEN = 4  # how many times the least of the others the largest may be, so that they are of one size
_EVEN_SMALL = 2  # the same beside an amount that is smaller: now and then there is little to pay
_EVEN_POINT = 10  # and where it has decimals that a thousands' point by mistake gives, among whole amounts
_EVEN_SIGN = 3
_LEAST = 10  # an amount that was meant is no smaller than this, where a thousandth of it stands
_NEAR = 2  # how many times larger, or smaller, than they the amount may be when its unit is mended
_ALIKE = 5  # and how many times the usual one of its line, where a column holds amounts of the same kind
_APART = 10  # how many times larger, or smaller, than all in its column it is, where its line has few others
_FEWEST_ALONE = 8  # and where no other line says what stands there
_FEWEST_CROSSING = 3  # of those
_FEWEST_ACROSS = 2  # other lines on which a column has to hold amounts of the same kind as the others
_MOST = 0.8  # and the part of them
_MANY = 3_000  # amounts in a table
_SAMPLE = 30  # lines, at least, that show what kind of amounts stands where


class _Odd(Record):
    """Where on a line an amount is odd, what it should be, and the other amounts of the line."""

    at: int
    found: Number
    expected: Number
    others: Sequence[Number]

    @property
    def is_of_sign(self) -> bool:
        """Whether it is the minus sign that is missing."""
        return self.expected == -self.found


@rule(
    "EN203",
    "belopp-ur-serien",
    checks="Att inget inskrivet belopp är tusen gånger större eller mindre än de andra på raden eller i kolumnen, och "
    "att minustecknet inte saknas på ett av dem.",
    why="Formlerna räknar vidare på beloppet, så summorna stämmer med felet i sig.",
    example="Raden har −2 127 för varje månad i tkr, men i maj står −2 127 000.",
    remedy="Skriv beloppet i samma enhet och med samma tecken som de andra.",
)
def check_odd_amounts(work: Workpaper) -> Iterator[Finding]:
    """Find typed amounts that are the odd ones on a line of amounts of one size and one sign."""
    for name, blocks in work.blocks.items():
        known = {cell for one in work.sums[name] if one.difference for cell in (one.total, *one.operands)}
        told: set[Cell] = set()
        for block in blocks:
            for across in (True, False):
                lines = _Lines(block, work.figures[name], across)
                if lines.are_many and not across:
                    continue
                for cell, odd in lines.odd_ones():
                    if cell not in known and cell not in told:
                        told.add(cell)
                        yield _finding(work, Place(name, cell), odd, across)


class _Lines:
    """The rows of a table, or its columns, without totals: where the odd ones are looked for."""

    def __init__(self, block: Block, figures: Figures, across: bool) -> None:
        rows = block.detail_rows
        columns = [column for column in block.columns if column not in block.total_columns]
        self._block = block
        self._formulas = figures.sheet.formulas
        self._figures = figures.rows if across else figures.columns
        self._lines: Sequence[int] = rows if across else columns
        self._places: Sequence[int] = columns if across else rows
        self._across = across

    def odd_ones(self) -> Iterator[tuple[Cell, _Odd]]:
        """Give the odd amounts with where they stand."""
        first, last = (self._places[0] - 1, self._places[-1]) if self._places else (0, 0)
        for line in self._lines:
            amounts = [*filter(None, self._figures[line - 1][first:last])]
            if _may_be_odd(amounts) and not (self.are_many and _are_spread(amounts)):
                typed = [v if kind else None for v, kind in zip(self._typed(line), self._kinds, strict=True)]
                for odd in _odd(typed):
                    _, given = self._alike[odd.at]
                    fewest = _FEWEST if given > 1 else _FEWEST_ALONE
                    if len(odd.others) < fewest and not self._is_apart(line, odd):
                        continue
                    if not self._turns(line, odd) and not self._is_alone_in_per_cent(line, odd):
                        yield self._cell(line, self._places[odd.at]), odd

    @property
    def are_many(self) -> bool:
        """Whether the table is so large that lines of amounts of several kinds, and its columns, are not gone into."""
        return len(self._lines) * len(self._places) > _MANY

    def _cell(self, line: int, place: int) -> Cell:
        return (line, place) if self._across else (place, line)

    def _typed(self, line: int) -> Sequence[Number | None]:
        """Give the amounts of a line that are no formulas and not zero."""
        amounts = self._figures[line - 1]
        if not self._formulas:
            return [amounts[place - 1] or None for place in self._places]
        return [
            (amounts[place - 1] or None) if self._cell(line, place) not in self._formulas else None
            for place in self._places
        ]

    @cached_property
    def _kinds(self) -> Sequence[bool]:
        """Whether what stands at each place is of the size and the sign that its line has, on nearly all the lines."""
        return [same >= max(min(_FEWEST_ACROSS, given - 1), _MOST * (given - 1)) for same, given in self._alike]

    @cached_property
    def _alike(self) -> Sequence[tuple[int, int]]:
        """On how many lines what stands at each place is of the size of its line, and on how many something does."""
        same, given = [0] * len(self._places), [0] * len(self._places)
        for line in map(self._typed, self._lines[:: max(1, len(self._lines) // _SAMPLE)]):
            amounts = sorted(v for v in line if v)
            usual = amounts[len(amounts) // 2] if amounts else 0
            for at, number in enumerate(line if len(amounts) > 1 else ()):
                if number:
                    given[at] += 1
                    same[at] += 1 / _ALIKE <= number / usual <= _ALIKE
        return list(zip(same, given, strict=True))

    def _turns(self, line: int, odd: _Odd) -> bool:
        """Tell whether an amount has another sign because its line is of changes, which go up and down."""
        name = self._block.label(line) if self._across else self._block.heading(line)
        return odd.is_of_sign and is_growth(name)

    def _is_alone_in_per_cent(self, line: int, odd: _Odd) -> bool:
        """Tell whether an amount is shown as per cent, and nothing else on its line is: it is a rate beside amounts."""
        if not self._block.sheet.number_formats:
            return False
        shown_so = [self._block.notation(self._cell(line, place)).in_per_cent for place in self._places]
        return shown_so[odd.at] and sum(shown_so) == 1

    def _is_apart(self, line: int, odd: _Odd) -> bool:
        """Tell whether an amount whose line has few others is of another size than all that cross the line there."""
        place = self._places[odd.at] - 1
        others = (
            other for other in self._lines if other != line and self._cell(other, place + 1) not in self._formulas
        )
        across = (self._figures[other - 1][place] for other in others)
        crossing = sorted(abs(number) for number in across if number)
        if len(crossing) < _FEWEST_CROSSING or odd.is_of_sign:
            return False
        found, expected = abs(odd.found), abs(odd.expected)
        is_apart = found >= _APART * crossing[-1] or found * _APART <= crossing[0]
        return is_apart and crossing[0] <= _NEAR * expected and expected <= _NEAR * crossing[-1]


def _may_be_odd(amounts: Sequence[Number]) -> bool:
    """Tell at once that no amount of a line, of those that are not zero, is odd, as of nearly all lines."""
    if len(amounts) < 2:
        return False
    least, most = min(amounts), max(amounts)
    if least > 0:
        return most >= _THOUSAND / _NEAR * least
    if most > 0:
        if len(amounts) < _FEWEST or sum(amount > 0 for amount in amounts) != 1:
            return False
        return len(amounts) > _FEWEST_OF_A_SIGN or -least >= _THOUSAND / _NEAR * min(map(abs, amounts))
    return least <= _THOUSAND / _NEAR * most


def _are_spread(amounts: Sequence[Number]) -> bool:
    """Tell whether some amounts are of many sizes, so that none is alone in being odd."""
    ranked = sorted(amounts)
    if ranked[0] < 0:
        return ranked[-1] < 0 and _are_spread([-number for number in ranked])
    return ranked[-2] > _EVEN * ranked[0] and ranked[-1] > _EVEN_POINT * ranked[1]


def _odd(line: Sequence[Number | None]) -> Iterator[_Odd]:
    """Find the amount of a line that is a thousand times the others, or a thousandth, or has another sign.

    Of two amounts either may be the odd one.
    """
    ranked = sorted((number for number in line if number), key=abs)
    if len(ranked) < 2:
        return
    if min(ranked) < 0 < max(ranked):
        yield from _of_another_sign(line, ranked)
        return
    for found, others in ((ranked[-1], ranked[:-1]), (ranked[0], ranked[1:])):
        expected = shown(found / _THOUSAND if found is ranked[-1] else found * _THOUSAND)
        even = _EVEN
        if found is ranked[0]:
            is_point = abs(found) > 1 and found % 1 and not any(number % 1 for number in (expected, *others))
            even = 0 if abs(expected) < _LEAST else _EVEN_POINT if is_point else _EVEN_SMALL
        if abs(others[-1]) <= even * abs(others[0]) and _is_among(expected, others):
            yield _Odd(line.index(found), found, expected, sorted(others))


def _of_another_sign(line: Sequence[Number | None], ranked: Sequence[Number]) -> Iterator[_Odd]:
    """Find the one that lacks the minus sign; with one it would be a credit, or a change for the worse."""
    lone = [number for number in ranked if number > 0]
    others = [number for number in ranked if number < 0]
    if len(lone) > 1 or len(others) < _FEWEST_OF_A_SIGN or max(map(abs, ranked)) < _LEAST:
        return  # figures so small go up and down by themselves
    is_even = abs(others[-1]) <= _EVEN_SIGN * abs(others[0]) and -others[0] <= lone[0] <= -others[-1]
    if is_even:
        yield _Odd(line.index(lone[0]), lone[0], -lone[0], sorted(others))


def _is_among(number: Number, others: Sequence[Number]) -> bool:
    return abs(others[0]) <= _NEAR * abs(number) and abs(number) <= _NEAR * abs(others[-1])


def _finding(work: Workpaper, place: Place, odd: _Odd, across: bool) -> Finding:
    notation = work.book.views[place.sheet].notation(place.cell)
    said, right = notation.two(odd.found, odd.expected)
    others = " och ".join(dict.fromkeys(notation.one(number) for number in (odd.others[0], odd.others[-1])))
    between = f"ligger mellan {others}" if " och " in others else f"är {others}"
    line = "på raden" if across else "i kolumnen"
    compared = "större" if abs(odd.found) > abs(odd.expected) else "mindre"
    what = "det saknar minustecken" if odd.is_of_sign else f"det är omkring tusen gånger {compared}"
    return make_finding(
        "EN203",
        Severity.VARNING,
        place,
        f"I {to_a1(place.cell)} står {said}, men de andra {line} {between}: {what}.",
        f"Skriv {right} om {'tecknet är fel' if odd.is_of_sign else 'beloppet ska vara i samma enhet'}, "
        "eller förklara beloppet i en kommentar.",
        found=shown(odd.found),
        expected=shown(odd.expected),
    )
