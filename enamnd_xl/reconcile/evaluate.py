"""What a formula of sums and plain arithmetic gives, of the values that stand in a workbook.

A finding shows what the right formula gives, before anyone has pasted it; and a formula that gives what stands in its
cell need not be recalculated (proof.py). Whatever does more than this, or meets a value that it is not sure of, is left
to the calculation engine: here it has no value.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import fsum
from typing import TypeAlias

from enamnd_xl.workbook.addition import skips_subtotals
from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.formulas import NotReadError, TokenReader
from enamnd_xl.workbook.references import Reference, parse_reference
from enamnd_xl.workbook.snapshot import Number, Sheet, Snapshot

_LARGEST = 1e300  # near the end of what a cell can hold nothing more can be worked out
_DEPTH = 50  # nested parentheses; a formula beyond that has no value to show
_PLACES = 6  # decimals, or zeros, to which a number can be rounded at once
_NEARLY = 1e-9  # numbers closer than this, in proportion, may be equal to one program and not to another

_Result: TypeAlias = Number | str | None
"""None is a blank cell."""
_Part: TypeAlias = Callable[[Cell], _Result]
"""A part of a formula: what it gives where a copy of the formula stands."""
_Numbers: TypeAlias = Callable[[Cell], Sequence[Number]]


def evaluate(formula: str, sheet: Sheet, snapshot: Snapshot) -> Number | None:
    """Work out a formula.

    Args:
        formula: without the leading ``=``.
        sheet: the sheet it stands on.
        snapshot: the workbook.

    Returns:
        Its value; None when it takes more than this, or comes to no number.

    >>> sheet = Sheet("Blad1", ((1, 2.5), (3, "x")))
    >>> evaluate("SUM(A1:B2)*2-A2", sheet, Snapshot((sheet,))), evaluate("A1+B2", sheet, Snapshot((sheet,)))
    (10.0, None)
    """
    (value,) = evaluate_copies(formula, [(1, 1)], sheet, snapshot)
    return None if isinstance(value, str) else value


def evaluate_copies(
    formula: str, copies: Sequence[Cell], sheet: Sheet, snapshot: Snapshot
) -> Iterator[Number | str | None]:
    """Work out a formula and its copies; it is taken apart once.

    Args:
        formula: without the leading ``=``, as it stands in the first of them.
        copies: where it and its copies stand.
        sheet: the sheet they stand on.
        snapshot: the workbook.

    Returns:
        The value of each; None when the formula takes more than this, or meets what it is not sure of.

    >>> sheet = Sheet("Blad1", ((5, 3), (2, 4)))
    >>> list(evaluate_copies('IF(A1<B1,"Under",A1-B1)', [(1, 3), (2, 3)], sheet, Snapshot((sheet,))))
    [2, 'Under']
    """
    try:
        part = _Reader(formula, copies[0], sheet, snapshot).whole()
    except (NotReadError, RecursionError, ValueError):  # the last: a number of thousands of digits
        part = _unknown
    for cell in copies:
        try:
            value = part(cell)
        except (_UnknownError, ZeroDivisionError, OverflowError, ValueError, RecursionError):
            yield None
        else:
            yield value if isinstance(value, str) else _within(value or 0)


def _within(value: Number) -> Number | None:
    return value if abs(value) < _LARGEST else None


def add(numbers: Sequence[Number]) -> Number:
    """Add numbers exactly: whole ones as whole numbers, others rounded once, at the end."""
    return sum(numbers) if all(type(number) is int for number in numbers) else fsum(numbers)


class _UnknownError(Exception):
    """A value is of a kind that programs do not agree on."""


def _unknown(_: Cell) -> _Result:
    raise _UnknownError


def _constant(value: _Result) -> _Part:
    return lambda _: value


def _number(value: _Result) -> Number:
    """Give what a value counts as in arithmetic."""
    if type(value) is float or type(value) is int:
        return value
    if value is None:
        return 0
    raise _UnknownError


class _Reader(TokenReader):
    """Recursive descent over the tokens of one formula, which makes a part of each piece."""

    def __init__(self, formula: str, origin: Cell, sheet: Sheet, snapshot: Snapshot) -> None:
        super().__init__(formula)
        self.origin = origin
        self.sheet = sheet
        self.snapshot = snapshot
        self.depth = 0

    def whole(self) -> _Part:
        part = self.sum()
        if not self.is_done:
            raise NotReadError
        return part

    def sum(self) -> _Part:
        first = self.product()
        if self.peek() not in ("+", "-"):
            return first
        terms = [(1, first)]
        while self.peek() in ("+", "-"):
            terms.append((1 if self.take().text == "+" else -1, self.product()))
        return lambda cell: add([sign * _number(term(cell)) for sign, term in terms])

    def product(self) -> _Part:
        part = self.factor()
        while (sign := self.peek()) in ("*", "/"):
            self.at += 1
            part = _product(part, self.factor(), sign)
        return part

    def factor(self) -> _Part:
        kind, text = self.take()
        if text in ("+", "-"):
            value, sign = self.factor(), 1 if text == "+" else -1
            return lambda cell: sign * _number(value(cell))
        if kind == "number":
            part = _constant(int(text) if text.isdigit() else float(text))
        elif kind == "text":
            part = _constant(text[1:-1].replace('""', '"'))
        elif kind == "reference":
            part = self.single(parse_reference(text))
        elif kind == "open":
            part = self.nested(self.sum)
        elif kind == "function":
            part = self.nested(lambda: self.function(text[:-1].upper()))
        else:
            raise NotReadError
        while self.peek() == "%":
            self.at += 1
            part = _product(part, _constant(100), "/")
        if self.peek() == "^":
            raise NotReadError
        return part

    def nested(self, read: Callable[[], _Part]) -> _Part:
        self.depth += 1
        if self.depth > _DEPTH:
            raise NotReadError
        part = read()
        self.expect(")")
        self.depth -= 1
        return part

    def function(self, name: str) -> _Part:
        if name == "IF":
            return self.choice()
        if name == "ROUND":
            number, decimals = self.sum(), self.next_argument()
            return lambda cell: _round(_number(number(cell)), int(_number(decimals(cell))))
        if name == "ABS":
            size = self.sum()
            return lambda cell: abs(_number(size(cell)))
        is_subtotal = name == "SUBTOTAL"
        if is_subtotal and self.take().text in ("9", "109"):
            self.expect(",")
            name = "SUM"
        if name not in _OF_NUMBERS:
            raise NotReadError
        arguments = [self.numbers(is_subtotal)]
        while self.peek() == ",":
            self.at += 1
            arguments.append(self.numbers(is_subtotal))
        take = _OF_NUMBERS[name]
        if len(arguments) == 1:
            (only,) = arguments
            return lambda cell: take(only(cell))
        return lambda cell: take([number for argument in arguments for number in argument(cell)])

    def choice(self) -> _Part:
        """Read the arguments of IF."""
        left = self.sum()
        sign = self.take().text
        if sign not in ("=", "<>", "<", ">", "<=", ">="):
            raise NotReadError
        right, then, otherwise = self.sum(), self.next_argument(), self.next_argument()
        return lambda cell: then(cell) if _holds(left(cell), sign, right(cell)) else otherwise(cell)

    def next_argument(self) -> _Part:
        self.expect(",")
        return self.sum()

    def numbers(self, is_subtotal: bool) -> _Numbers:
        """Read an argument of a function that takes ranges."""
        token = None if self.is_done else self.tokens[self.at]
        following = self.tokens[self.at + 1].text if self.at + 1 < len(self.tokens) else ""
        if token and token.kind == "reference" and following in (",", ")"):
            self.at += 1
            reference = parse_reference(token.text)
            return self.range_without_subtotals(reference) if is_subtotal else self.range(reference)
        part = self.sum()

        def one(cell: Cell) -> Sequence[Number]:
            value = part(cell)
            if value is None:  # in parentheses some functions leave a blank cell out, and others count it as zero
                raise _UnknownError
            return (_number(value),)

        return one

    def range(self, reference: Reference) -> _Numbers:
        rows, origin = self.sheet_of(reference).rows, self.origin

        @lru_cache(maxsize=1)  # the range that each row's share is a part of is the same for all
        def numbers_in(area: Area) -> list[Number]:
            top, left, bottom, right = area
            values = [value for line in rows[top - 1 : bottom] for value in line[left - 1 : right]]
            if not _COUNTED.issuperset(map(type, values)):
                raise _UnknownError
            return [value for value in values if type(value) is float or type(value) is int]

        return lambda cell: numbers_in(reference.moved(origin, cell))

    def range_without_subtotals(self, reference: Reference) -> _Numbers:
        """Read an argument of SUBTOTAL, which leaves other subtotals out."""
        all_numbers, origin = self.range(reference), self.origin
        subtotals = [cell for cell, formula in self.sheet_of(reference).formulas.items() if skips_subtotals(formula)]

        def numbers(cell: Cell) -> Sequence[Number]:
            area = reference.moved(origin, cell)
            if any(map(area.covers, subtotals)):
                raise _UnknownError
            return all_numbers(cell)

        return numbers

    def single(self, reference: Reference) -> _Part:
        if reference.cell is None:
            raise NotReadError
        sheet = self.sheet_of(reference)
        rows, formulas = sheet.rows, sheet.formulas
        (top, left), (top_fixed, left_fixed, _, _) = reference.cell, reference.fixed
        down, right = int(not top_fixed), int(not left_fixed)
        top, left = top - down * self.origin[0], left - right * self.origin[1]

        def value(cell: Cell) -> _Result:
            row, column = top + down * cell[0], left + right * cell[1]
            line = rows[row - 1] if row <= len(rows) else ()
            found = line[column - 1] if column <= len(line) else None
            if type(found) is float or type(found) is int or type(found) is str:
                return found
            if found is not None:  # a moment, a truth value, an error
                raise _UnknownError
            return "" if (row, column) in formulas else None

        return value

    def sheet_of(self, reference: Reference) -> Sheet:
        if reference.external or reference.last_sheet or reference.spilled:
            raise NotReadError
        sheet = self.sheet if reference.sheet is None else self.snapshot.sheet(reference.sheet)
        if sheet is None:
            raise NotReadError
        return sheet


_COUNTED = frozenset((int, float, str, type(None)))
"""The types of value that a function of a range counts or leaves out, and nothing else."""


def _mean(numbers: Sequence[Number]) -> Number:
    return add(numbers) / len(numbers)


_OF_NUMBERS: Mapping[str, Callable[[Sequence[Number]], Number]] = {
    "SUM": add,
    "MIN": min,
    "MAX": max,
    "AVERAGE": _mean,
}


def _product(one: _Part, other: _Part, sign: str) -> _Part:
    if sign == "*":
        return lambda cell: _number(one(cell)) * _number(other(cell))
    return lambda cell: _number(one(cell)) / _number(other(cell))


def _holds(left: _Result, sign: str, right: _Result) -> bool:
    """Tell whether a comparison holds, where no two programs can mean different things by it."""
    if isinstance(left, str) or isinstance(right, str):
        one, other = _text(left), _text(right)
        if sign not in ("=", "<>"):
            raise _UnknownError
        return (one is not None and other is not None and one == other) == (sign == "=")
    a, b = left or 0, right or 0
    if a != b and abs(a - b) <= _NEARLY * max(abs(a), abs(b)):
        raise _UnknownError
    return {"=": a == b, "<>": a != b, "<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}[sign]


def _text(value: _Result) -> str | None:
    """Give a value as a text that it can be equal to; a number is none."""
    return "" if value is None else value.casefold() if isinstance(value, str) else None


def _round(number: Number, decimals: int) -> Number:
    """Round as Excel does: half away from zero, of a number in the 15 digits that it keeps."""
    if abs(decimals) <= _PLACES and abs(abs(number * 10.0**decimals) % 1 - 0.5) > _NEARLY:
        return round(number, decimals)  # as nearly always, and much faster than with fractions
    from enamnd_xl.money import exact, round_to

    return float(round_to(exact(float(f"{number:.15g}")), exact(10.0**-decimals)))
