"""What a proposed formula would give: sums and plain arithmetic on the cells of a workbook.

A finding shows what the right formula gives, before anyone has pasted it. The workbook itself is recalculated
elsewhere; here a formula that does more than this simply has no value to show.
"""

from collections.abc import Callable, Iterator, Sequence
from math import fsum

from enamnd_xl.money import exact, round_to
from enamnd_xl.reconcile.layout import is_number
from enamnd_xl.workbook.formulas import Token, tokenise
from enamnd_xl.workbook.references import Reference, parse_reference
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, Value

_LARGEST = 1e300  # near the end of what a cell can hold nothing more can be worked out
_DEPTH = 50  # nested parentheses; a formula beyond that has no value to show


def add(numbers: Sequence[int | float]) -> int | float:
    """Add numbers exactly: whole ones as whole numbers, others rounded once, at the end."""
    return sum(numbers) if all(type(number) is int for number in numbers) else fsum(numbers)


def cells_of(sheet: Sheet, reference: Reference) -> Iterator[Value]:
    """Go through the values a reference covers, as far as the sheet is used."""
    top, left, bottom, right = reference.area
    for line in sheet.rows[top - 1 : bottom]:
        yield from line[left - 1 : right]


def numbers_of(sheet: Sheet, reference: Reference) -> list[int | float]:
    """Give the numbers a reference covers."""
    return [value for value in cells_of(sheet, reference) if is_number(value)]


def evaluate(formula: str, sheet: Sheet, snapshot: Snapshot) -> int | float | None:
    """Work out a formula of sums and plain arithmetic.

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
    reader = _Reader([token for token in tokenise(formula) if token.kind != "space"], sheet, snapshot)
    try:
        value = reader.sum()
    except (_UnknownError, ZeroDivisionError, OverflowError, ValueError, RecursionError):
        return None
    return value if reader.at == len(reader.tokens) and abs(value) < _LARGEST else None


class _UnknownError(Exception):
    """The formula does more than sums and plain arithmetic."""


class _Reader:
    """Recursive descent over the tokens of one formula."""

    def __init__(self, tokens: list[Token], sheet: Sheet, snapshot: Snapshot) -> None:
        self.tokens = tokens
        self.sheet = sheet
        self.snapshot = snapshot
        self.at = 0
        self.depth = 0

    def sum(self) -> int | float:
        terms = [self.product()]
        while (sign := self.peek()) in ("+", "-"):
            self.at += 1
            term = self.product()
            terms.append(term if sign == "+" else -term)
        return add(terms)

    def product(self) -> int | float:
        value = self.factor()
        while (sign := self.peek()) in ("*", "/"):
            self.at += 1
            other = self.factor()
            value = value * other if sign == "*" else value / other
        return value

    def factor(self) -> int | float:
        kind, text = self.take()
        if text in ("+", "-"):
            value = self.factor()
            return value if text == "+" else -value
        if kind == "number":
            value = float(text) if not text.isdigit() else int(text)
        elif kind == "reference":
            value = self.single(parse_reference(text))
        elif kind == "open":
            value = self.nested(self.sum)
        elif kind == "function":
            value = self.nested(lambda: self.function(text[:-1].upper()))
        else:
            raise _UnknownError
        while self.peek() == "%":
            self.at += 1
            value /= 100
        if self.peek() == "^":
            raise _UnknownError
        return value

    def nested(self, read: Callable[[], int | float]) -> int | float:
        self.depth += 1
        if self.depth > _DEPTH:
            raise _UnknownError
        value = read()
        if self.take().text != ")":
            raise _UnknownError
        self.depth -= 1
        return value

    def function(self, name: str) -> int | float:
        arguments = [self.argument()]
        while self.peek() == ",":
            self.at += 1
            arguments.append(self.argument())
        if name == "SUBTOTAL" and arguments[0] in ([9], [109]):
            name, arguments = "SUM", arguments[1:]
        if name == "ROUND" and len(arguments) == 2 and len(arguments[0]) == len(arguments[1]) == 1:
            return _round(arguments[0][0], int(arguments[1][0]))
        numbers = [number for argument in arguments for number in argument]
        if name == "AVERAGE":
            return add(numbers) / len(numbers)
        known: dict[str, Callable[[Sequence[int | float]], int | float]] = {"SUM": add, "MIN": min, "MAX": max}
        if name not in known:
            raise _UnknownError
        return known[name](numbers)

    def argument(self) -> list[int | float]:
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        following = self.tokens[self.at + 1].text if self.at + 1 < len(self.tokens) else ""
        if token and token.kind == "reference" and following in (",", ")"):
            self.at += 1
            reference = parse_reference(token.text)
            return numbers_of(self.sheet_of(reference), reference)
        return [self.sum()]

    def single(self, reference: Reference) -> int | float:
        if reference.cell is None:
            raise _UnknownError
        value = self.sheet_of(reference).value(reference.cell)
        if value is None:
            return 0
        if not is_number(value):
            raise _UnknownError
        return value

    def sheet_of(self, reference: Reference) -> Sheet:
        if reference.external or reference.last_sheet or reference.spilled:
            raise _UnknownError
        sheet = self.sheet if reference.sheet is None else self.snapshot.sheet(reference.sheet)
        if sheet is None:
            raise _UnknownError
        return sheet

    def peek(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def take(self) -> Token:
        if self.at == len(self.tokens):
            raise _UnknownError
        self.at += 1
        return self.tokens[self.at - 1]


def _round(number: int | float, decimals: int) -> int | float:
    """Round as Excel does: half away from zero."""
    return float(round_to(exact(number), exact(10.0**-decimals)))
