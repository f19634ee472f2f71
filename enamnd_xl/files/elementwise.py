"""Functions of one value that are given a whole range, as LEFT in SUMPRODUCT((LEFT(A2:A99,1)="L")*B2:B99).

Excel takes the cells of the range one by one. The engine does so in arithmetic and in comparisons, but of most
functions it answers for the first cell alone. Therefore such a call is worked out in cells of its own, one for each
value, on a sheet that nobody sees, and the formula gets their area in place of the call.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from enamnd_xl.files.engine import Engine, quote_sheet
from enamnd_xl.files.precedents import Address
from enamnd_xl.workbook.address import MAX_COLUMN, MAX_ROW, Area, to_a1
from enamnd_xl.workbook.calls import Call, Expression, calls_in, read_calls
from enamnd_xl.workbook.formulas import NotReadError, Token, tokenise
from enamnd_xl.workbook.references import parse_reference
from enamnd_xl.workbook.snapshot import Snapshot

_ALL: tuple[int, ...] = tuple(range(30))
_ODD, _EVEN_AFTER = _ALL[1::2], _ALL[2::2]
_OF_ONE_VALUE = (
    *("ABS", "ATAN", "COS", "EVEN", "EXP", "FACT", "INT", "LN", "LOG", "LOG10", "MOD", "ODD", "POWER", "QUOTIENT"),
    *("ROUND", "ROUNDDOWN", "ROUNDUP", "SIGN", "SIN", "SQRT", "TAN", "TRUNC", "CEILING", "FLOOR"),
    *("CODE", "CONCATENATE", "EXACT", "FIND", "LEFT", "LEN", "LOWER", "MID", "PROPER", "REPLACE", "REPT", "RIGHT"),
    *("SEARCH", "SUBSTITUTE", "TEXT", "TRIM", "UPPER", "VALUE"),
    *("DATE", "DAY", "DAYS", "HOUR", "ISOWEEKNUM", "MINUTE", "MONTH", "TIME", "WEEKDAY", "YEAR"),
    *("ISBLANK", "ISERR", "ISERROR", "ISLOGICAL", "ISNA", "ISNONTEXT", "ISNUMBER", "ISTEXT"),
    *("COLUMN", "IF", "IFERROR", "IFNA", "NOT", "ROW"),
)
_LIFTED: Mapping[str, Sequence[int]] = {
    **dict.fromkeys(_OF_ONE_VALUE, _ALL),
    **dict.fromkeys(("AVERAGEIF", "COUNTIF", "LARGE", "PERCENTILE", "QUARTILE", "SMALL", "SUMIF"), (1,)),
    **dict.fromkeys(("AVERAGEIFS", "MAXIFS", "MINIFS", "SUMIFS"), _EVEN_AFTER),
    **dict.fromkeys(("HLOOKUP", "MATCH", "RANK", "RANK.EQ", "VLOOKUP", "XLOOKUP"), (0,)),
    "COUNTIFS": _ODD,
}
"""Function -> which of its arguments, from 0, are single values, so that a range there gives an answer for each cell.

Source: the descriptions of the functions in ECMA-376 part 1, 18.17.7.
"""
_OF_MANY_VALUES = frozenset(
    (
        *("AND", "AVERAGE", "CONCAT", "COUNT", "COUNTA", "INDEX", "LOOKUP", "MAX", "MEDIAN", "MIN", "OR", "PRODUCT"),
        *("STDEV", "SUM", "SUMPRODUCT", "SUMSQ", "TEXTJOIN", "VAR"),
    )
)
_TAKE_ARRAYS = frozenset(("LOOKUP", "SUMPRODUCT"))
"""Functions within which ranges are taken cell by cell in any formula, and not only in one that is an array formula."""
_MAY_BE = re.compile(r"\b(?:SUMPRODUCT|LOOKUP)\(")
_CONSTANT = re.compile(r'"(?:[^"]|"")*"|[^,;"]+|[,;]')
_MOST_CELLS = 300_000
"""Source: our own limit; they take the engine a second or two."""
_SHEET = "Cell för cell"


def may_be_elementwise(formulas: str) -> bool:
    """Tell at once whether some of many formulas, which stand one a line, may give a whole range to such a function.

    An array formula may do so as well.

    >>> may_be_elementwise("SUM(A1:A3)"), may_be_elementwise('SUMPRODUCT(--ISNUMBER(A1:A3))')
    (False, True)
    """
    if "{" in formulas:
        return True
    text = formulas.upper()
    return ("SUMPRODUCT(" in text or "LOOKUP(" in text) and _MAY_BE.search(text) is not None


class _Cells(NamedTuple):
    """A range of cells, of which one stands in each copy."""

    sheet: str
    area: Area

    @property
    def size(self) -> tuple[int, int]:
        return self.area.bottom - self.area.top + 1, self.area.right - self.area.left + 1

    def at(self, row: int, column: int) -> str:
        rows, columns = self.size
        cell = self.area.top + row * (rows > 1), self.area.left + column * (columns > 1)
        return f"{quote_sheet(self.sheet)}!{to_a1(cell)}"


class _Constants(NamedTuple):
    """An array of constants such as {"ja","nej"}."""

    texts: tuple[tuple[str, ...], ...]

    @property
    def size(self) -> tuple[int, int]:
        return len(self.texts), len(self.texts[0])

    def at(self, row: int, column: int) -> str:
        rows, columns = self.size
        return self.texts[row * (rows > 1)][column * (columns > 1)]


_Many: TypeAlias = _Cells | _Constants


class _NotSpelledOutError(Exception):
    """A formula is left as it is."""


class Elementwise:
    """Gives formulas the answers for each cell that the engine does not give of itself.

    Args:
        engine: the workbook in the engine.
        snapshot: what the workbook says.
        own: the names of the functions of ours, which take ranges as they are.

    Attributes:
        beyond: the formulas of which it is not known whether the engine answers for each cell where it should.
    """

    def __init__(self, engine: Engine, snapshot: Snapshot, own: Iterable[str]) -> None:
        self._engine = engine
        self._of_many = _OF_MANY_VALUES.union(own)
        self._names = {(name.sheet, name.name.casefold()): name.refers_to for name in snapshot.names}
        self._sheets = {sheet.name.casefold(): sheet for sheet in snapshot.sheets}
        names = (f"{_SHEET}{number or ''}" for number in range(len(self._sheets) + 1))
        self._sheet = next(name for name in names if name.casefold() not in self._sheets)
        self.beyond: set[Address] = set()
        self._address: Address = "", (0, 0)
        self._known: dict[tuple[str, tuple[int, int]], str] = {}
        self._used = 0
        self._next_column = 1

    def spelled_out(self, formula: str, address: Address, is_array: bool) -> str:
        """Write a formula with areas in place of the calls that are to be answered for each cell.

        Args:
            formula: without the leading ``=``.
            address: where it stands.
            is_array: whether it is an array formula.

        Returns:
            The formula; as it was when it has no such calls, or when they are not understood.
        """
        if not is_array and not may_be_elementwise(formula):
            return formula
        self._address = address
        try:
            return self._rewritten(read_calls(formula), address[0], is_array)
        except (_NotSpelledOutError, NotReadError, RecursionError, ValueError):
            self.beyond.add(address)
            return formula

    def _rewritten(self, expression: Expression, sheet: str, in_array: bool) -> str:
        return "".join(
            self._rewritten_call(item, sheet, in_array) if isinstance(item, Call) else item.text for item in expression
        )

    def _rewritten_call(self, call: Call, sheet: str, in_array: bool) -> str:
        in_array = in_array or call.name in _TAKE_ARRAYS
        if call.name in _LIFTED:
            many = list(self._many(call, sheet, in_array))
            if any(one.size != (1, 1) for one in many):
                return self._worked_out(call, sheet, in_array, many)
            if in_array and not all(self._is_known(one) for one in calls_in(call)):
                raise _NotSpelledOutError  # what it gives may be many values
        elif call.name not in self._of_many:
            if in_array and any(one.name in _LIFTED for one in calls_in(call)):
                raise _NotSpelledOutError
            return call.text
        if call.name == "SUMPRODUCT":
            call = Call(call.opening, tuple(self._without_texts(one, sheet) for one in call.arguments))
        return call.written(self._rewritten(argument, sheet, in_array) for argument in call.arguments)

    def _is_known(self, call: Call) -> bool:
        return call.name in _LIFTED or call.name in self._of_many

    def _without_texts(self, factor: Expression, sheet: str) -> Expression:
        """Let a factor have zero for each text: the engine takes a text that looks like a number for the number."""
        cells = self._cells(factor[0], sheet) if len(factor) == 1 and isinstance(factor[0], Token) else None
        if not cells or not self._has_numbers_as_text(cells):
            return factor
        text = factor[0].text
        return read_calls(f"IF(ISNUMBER({text}),{text},0)")

    def _has_numbers_as_text(self, cells: _Cells) -> bool:
        top, left, bottom, right = cells.area
        values = self._sheets[cells.sheet.casefold()].rows if cells.sheet.casefold() in self._sheets else ()
        within = (value for row in values[top - 1 : bottom] for value in row[left - 1 : right])
        return any(isinstance(value, str) and value[-1:].isdigit() for value in within)

    def _many(self, call: Call, sheet: str, in_array: bool) -> Iterator[_Many]:
        """Go through the ranges and arrays whose values a call, or one within it, is to take one by one."""
        for number, argument in enumerate(call.arguments):
            if number in _LIFTED[call.name]:
                for item in argument:
                    if isinstance(item, Call):
                        if item.name in _LIFTED:
                            yield from self._many(item, sheet, in_array)
                    elif one := self._one_by_one(call.name, item, sheet, in_array):
                        yield one

    def _one_by_one(self, function: str, token: Token, sheet: str, in_array: bool) -> _Many | None:
        """Give what a token stands for, when it is something whose values the function takes one by one."""
        if token.kind == "array":
            return _constants(token.text)
        cells = self._cells(token, sheet) if in_array else None
        if not cells or function not in ("COLUMN", "ROW"):
            return cells
        top, left, bottom, right = cells.area  # of which only the rows, or the columns, are asked for
        return _Cells(cells.sheet, Area(top, left, bottom, left) if function == "ROW" else Area(top, left, top, right))

    def _cells(self, token: Token, sheet: str) -> _Cells | None:
        """Give the range that an address or a name stands for; None for a single cell and for anything else."""
        text = token.text
        if token.kind == "name":
            text = self._names.get((sheet, text.casefold())) or self._names.get((None, text.casefold()), "")
        elif token.kind != "reference":
            return None
        try:
            reference = parse_reference(text)
        except ValueError:  # a name for something else
            return None
        if reference.cell or reference.external or reference.last_sheet or reference.spilled:
            return None
        return _Cells(reference.sheet or sheet, reference.area)

    def _worked_out(self, call: Call, sheet: str, in_array: bool, many: Sequence[_Many]) -> str:
        """Work a call out for each value, and give the area of the answers."""
        rows, columns = (max(one.size[way] for one in many) for way in (0, 1))
        for one in many:
            if not (one.size[0] in (1, rows) and one.size[1] in (1, columns)):
                raise _NotSpelledOutError
        pieces = list(self._pieces(call, sheet, in_array))
        key = "".join(piece if isinstance(piece, str) else repr(piece) for piece in pieces), (rows, columns)
        if key not in self._known:
            self._known[key] = self._place(pieces, rows, columns)
        return self._known[key]

    def _place(self, pieces: Sequence[str | _Many], rows: int, columns: int) -> str:
        left, self._used = self._next_column, self._used + rows * columns
        if self._used > _MOST_CELLS or left + columns > MAX_COLUMN or rows >= MAX_ROW:
            raise _NotSpelledOutError
        if left == 1:
            self._engine.book.add_sheet(self._sheet)
        self._next_column += columns
        texts = {
            (row + 1, left + column): "".join(one if isinstance(one, str) else one.at(row, column) for one in pieces)
            for row in range(rows)
            for column in range(columns)
        }
        if not self._engine.takes((1, 1), texts[1, left]):
            raise _NotSpelledOutError
        self._engine.set_formulas(self._sheet, texts)
        return f"{quote_sheet(self._sheet)}!{Area(1, left, rows, left + columns - 1)}"

    def _pieces(self, call: Call, sheet: str, in_array: bool) -> Iterator[str | _Many]:
        """Take a call apart into what is the same for each value and what is not."""
        if call.name in ("COLUMN", "ROW") and not any(call.arguments):
            raise _NotSpelledOutError  # it asks where the formula stands
        yield call.opening
        for number, argument in enumerate(call.arguments):
            if number:
                yield ","
            for item in argument:
                if isinstance(item, Token):
                    one = self._one_by_one(call.name, item, sheet, in_array) if number in _LIFTED[call.name] else None
                    yield one or _from_elsewhere(item, sheet)
                elif item.name in _LIFTED and number in _LIFTED[call.name]:
                    yield from self._pieces(item, sheet, in_array)
                elif item.name in self._of_many:
                    yield self._from_elsewhere(item, sheet, in_array)
                else:
                    raise _NotSpelledOutError
        yield ")"

    def _from_elsewhere(self, call: Call, sheet: str, in_array: bool) -> str:
        """Write a call that gives one answer of many values, as it is written on another sheet."""
        return "".join(_from_elsewhere(token, sheet) for token in tokenise(self._rewritten_call(call, sheet, in_array)))


def _from_elsewhere(token: Token, sheet: str) -> str:
    """Write a token of a formula as it is written on another sheet."""
    if token.kind in ("structured", "other"):
        raise _NotSpelledOutError
    if token.kind == "reference" and "!" not in token.text:
        return f"{quote_sheet(sheet)}!{token.text}"
    return token.text


def _constants(text: str) -> _Constants | None:
    """Read an array of constants.

    >>> _constants('{"a;b",2;3,-4}')
    _Constants(texts=(('"a;b"', '2'), ('3', '-4')))
    """
    rows: list[list[str]] = [[]]
    for piece in _CONSTANT.findall(text[1:-1]):
        if piece == ";":
            rows.append([])
        elif piece != ",":
            rows[-1].append(piece.strip())
    lengths = set(map(len, rows))
    return _Constants(tuple(map(tuple, rows))) if len(lengths) == 1 and 0 not in lengths else None
