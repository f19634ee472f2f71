"""From cells to exact numbers and back: what a cell function is given, and what it puts in its cell.

A range comes as a list of rows, a single cell as its value; blanks are None, numbers are floats. Excel shows fifteen
digits of a number and so do we read it: 1199800.0000000002, which a sum of öre may leave, is 1199800.
"""

from collections.abc import Callable, Iterable
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Any, TypeAlias

from enamnd_xl.errors import InputError
from enamnd_xl.money import Direction, Exact
from enamnd_xl.workbook.snapshot import CellError
from enamnd_xl.workbook.swedish import swedish_logical

Raw: TypeAlias = Any
"""A cell's value, or rows of them."""

Reader: TypeAlias = Callable[[Raw], Any]
"""Turns what was given into what the function takes; an InputError says what is wrong with it."""

_ERROR_TEXTS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"}
_YES = {"ja", "j", "x", "sant", "true"}
_NO = {"nej", "n", "falskt", "false"}
_TEXT_SHOWN = 30
_TOO_LARGE = 10**15


def rows_of(raw: Raw) -> list[list[Raw]]:
    """Give what was given as rows; a single cell is one row of one.

    >>> rows_of(5.0), rows_of([[1.0], [2.0]])
    ([[5.0]], [[1.0], [2.0]])
    """
    return raw if isinstance(raw, list) else [[raw]]


def read_number(raw: Raw) -> Exact:
    """Read a number from a single cell.

    Raises:
        InputError: there is none.

    >>> read_number(0.1), read_number(1199800.0000000002)
    (Decimal('0.1'), Decimal('1199800'))
    """
    number = _number(_single(raw))
    if number is None:
        raise InputError("saknas.")
    return number


def read_numbers(raw: Raw) -> list[Exact | None]:
    """Read the numbers of a row or a column; blanks are None.

    Raises:
        InputError: there is something else than numbers.

    >>> read_numbers([[2821.0, None, 6440.0]])
    [2821, None, 6440]
    """
    cells = [cell for row in rows_of(raw) for cell in row]
    numbers: list[Exact | None] = []
    try:
        for cell in cells:
            numbers.append(_number(cell))  # noqa: PERF401 -- how far it came tells the place of what is wrong
    except InputError as error:
        raise InputError(f"plats {len(numbers) + 1} {error.message}") from error
    return numbers


def read_weights(raw: Raw) -> list[Exact | None]:
    """Read weights: numbers that are not negative; blanks are None.

    Raises:
        InputError: one is negative, or there is something else than numbers.
    """
    weights = read_numbers(raw)
    negative = [place for place, weight in enumerate(weights, 1) if weight is not None and weight < 0]
    if negative:
        raise InputError(f"plats {negative[0]} är negativ.")
    return weights


def read_table(raw: Raw) -> list[list[Exact]]:
    """Read a table of numbers; a blank is nothing.

    Raises:
        InputError: there is something else than numbers.
    """
    table = []
    for i, row in enumerate(rows_of(raw), 1):
        try:
            table.append([number or 0 for number in read_numbers([row])])
        except InputError as error:
            raise InputError(f"rad {i}, {error.message}") from error
    return table


def read_share(raw: Raw) -> Exact:
    """Read a share, 0 to 1.

    Raises:
        InputError: it is no number, or outside.
    """
    share = read_number(raw)
    if not 0 <= share <= 1:
        raise InputError("ska vara från 0 till 1, till exempel 0,3 eller 30 %.")
    return share


def read_percent(raw: Raw) -> Exact:
    """Read a change in per cent as Excel stores one: two per cent is 0.02.

    Raises:
        InputError: it is no number, or so large that a whole number of per cent was typed instead.
    """
    percent = read_number(raw)
    if not -1 < percent < 1:
        raise InputError("ska vara mindre än 100 %: skriv 2 % eller 0,02, inte 2.")
    return percent


def read_unit(raw: Raw) -> Exact:
    """Read what to round to, kr.

    Raises:
        InputError: it is no number above zero.
    """
    unit = read_number(raw)
    if unit <= 0:
        raise InputError("ska vara större än noll, till exempel 0,01, 1, 100 eller 1000.")
    return unit


def read_tolerance(raw: Raw) -> Exact:
    """Read the largest difference that is accepted.

    Raises:
        InputError: it is no number, or negative.
    """
    tolerance = read_number(raw)
    if tolerance < 0:
        raise InputError("får inte vara negativ.")
    return tolerance


def read_direction(raw: Raw) -> Direction:
    """Read which way to round.

    Raises:
        InputError: there is no such way.

    >>> read_direction("Uppåt")
    <Direction.UP: 'uppåt'>
    """
    text = read_text(raw).casefold()
    if text not in set(Direction):
        raise InputError(f"ska vara {' eller '.join(f'»{each}«' for each in Direction)}, inte »{text}«.")
    return Direction(text)


def read_text(raw: Raw) -> str:
    """Read a text from a single cell.

    Raises:
        InputError: there is none.
    """
    cell = _single(raw)
    if not isinstance(cell, str) or _is_error(cell):
        raise InputError(f"ska vara en text, inte {_describe(cell)}.")
    return cell.strip()


def read_flags(raw: Raw) -> list[bool]:
    """Read who takes part: 1, ja, x or SANT; a blank, 0, nej or FALSKT is not.

    Raises:
        InputError: there is something else.

    >>> read_flags([["x"], [None], [1.0]])
    [True, False, True]
    """
    cells = [cell for row in rows_of(raw) for cell in row]
    return [_flag(cell, place) for place, cell in enumerate(cells, 1)]


def to_cell(value: Exact | str) -> int | float | str:
    """Give a result as a cell holds it."""
    return float(value) if isinstance(value, (Decimal, Fraction)) else value


def to_rows(values: Iterable[Exact | str], like: Raw) -> list[list[int | float | str]]:
    """Lay results out as the range that they answer to stood: a row as a row, a column as a column.

    >>> to_rows([34, 33, 33], [[1.0, 1.0, 1.0]])
    [[34, 33, 33]]
    """
    rows = rows_of(like)
    cells = [value if type(value) is int else to_cell(value) for value in values]
    starts = accumulate(map(len, rows), initial=0)
    return [cells[start : start + len(row)] for start, row in zip(starts, rows, strict=False)]


def _flag(cell: Raw, place: int) -> bool:
    if cell is None or isinstance(cell, bool):
        return bool(cell)
    if cell in (0, 1):
        return bool(cell)
    text = cell.strip().casefold() if isinstance(cell, str) else None
    if text == "" or text in _NO:
        return False
    if text in _YES:
        return True
    raise InputError(f"plats {place} ska vara 1 eller 0 (ja eller nej), inte {_describe(cell)}.")


def _single(raw: Raw) -> Raw:
    if not isinstance(raw, list):
        return raw
    if len(raw) == 1 and len(raw[0]) == 1:
        return raw[0][0]
    raise InputError("ska vara en cell, inte ett område.")


def _number(cell: Raw) -> Exact | None:
    """Give a cell's number, None when it is blank."""
    if type(cell) is float and -_TOO_LARGE < cell < _TOO_LARGE and cell.is_integer():
        return int(cell)
    if type(cell) is float or (isinstance(cell, int) and not isinstance(cell, bool)):
        if not abs(cell) < _TOO_LARGE:
            raise InputError("är ett för stort tal: Excel håller reda på femton siffror.")
        whole = int(cell)
        return whole if whole == cell else Decimal(f"{cell:.15g}")
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    raise InputError(f"ska vara ett tal, inte {_describe(cell)}.")


def _is_error(cell: Raw) -> bool:
    """Whether a cell holds an error value, in the form of any of our engines."""
    return isinstance(cell, (CellError, dict)) or (isinstance(cell, str) and cell in _ERROR_TEXTS)


def _describe(cell: Raw) -> str:
    if _is_error(cell):
        return "ett felvärde"
    if isinstance(cell, bool):
        return swedish_logical(cell)
    if isinstance(cell, str):
        return f"»{cell if len(cell) <= _TEXT_SHOWN else cell[:_TEXT_SHOWN] + '…'}«"
    if isinstance(cell, (date, time, timedelta)):
        return "ett datum eller en tid"
    return "en tom cell" if cell is None else f"{cell}"
