"""When a recalculated value is the same as the one that stands in the file."""

import re
from datetime import date, time, timedelta

from enamnd_xl.files.formats import moment, to_serial
from enamnd_xl.workbook.snapshot import CellError, Value, is_number

_RELATIVE = 1e-9
"""Programs add in different orders; a double carries 15 to 17 digits."""
NOISE = 1e-13
"""What may be left of a difference that should be zero, in proportion to the amounts: 2 to the power of -53, which is
1.1e-16, for each of some hundred terms."""
LARGEST_NOISE = 1e-3
"""A difference above a tenth of an öre is no noise."""
_LONG_NUMBER = re.compile(r"[0-9]*\.[0-9]{9,}")
_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9])")
_LOGICAL = {"SANT": "TRUE", "FALSKT": "FALSE"}
_LOGICAL_WORD = re.compile(r"\b(?:SANT|FALSKT)\b")


def same(computed: Value, cached: Value) -> bool:
    """Tell whether two values of a cell are the same but for the noise of binary arithmetic.

    Two error values are the same: which one shows first depends on the program. An error value that the engine does not
    give is taken as it stands, for the engine is more lenient than Excel; but #NAME?, which a program gives that lacks
    the function. A blank is the same as the zero that a formula makes of a blank cell. A number or a truth value in a
    text is written as the language of the computer has it.

    >>> same(0.1 + 0.2, 0.3), same(True, 1.0), same(None, 0.0), same("a", "b"), same("20.5 kr", "20,5 kr")
    (True, False, True, False, True)
    """
    if computed == cached and type(computed) is type(cached):  # nearly always
        return True
    if isinstance(computed, bool) or isinstance(cached, bool):
        return computed is cached
    if is_number(computed) and is_number(cached):
        return abs(computed - cached) <= _RELATIVE * max(abs(computed), abs(cached))
    if isinstance(computed, str) and isinstance(cached, str):
        return _in_english(computed) == _in_english(cached)
    if isinstance(computed, CellError) and isinstance(cached, CellError):
        return True
    if isinstance(cached, CellError) and cached.code != "#NAME?":
        return True
    return computed == cached or (computed is None and cached == 0)


def _in_english(text: str) -> str:
    """Write the numbers and truth values in a text alike, without decimals that programs write differently many of.

    >>> _in_english("Andel 0,333333333333333, över taket: FALSKT")
    'Andel 0.3333333333, över taket: FALSE'
    """
    text = _LOGICAL_WORD.sub(lambda found: _LOGICAL[found[0]], _COMMA.sub(".", text))
    return _LONG_NUMBER.sub(lambda found: f"{float(found[0]):.10g}", text)


def conform(computed: Value, cached: Value) -> Value:
    """Give a recalculated value the kind that the cell's format shows, as the cached value tells it.

    A snapshot does not tell from which year its days are counted; the one that gives the cached moment is taken.

    >>> conform(45000.0, date(2025, 1, 1)), conform(date(2023, 3, 15), 45000.0)
    (datetime.date(2023, 3, 15), 45000.0)
    """
    if type(computed) is type(cached):
        return computed
    if is_number(computed):
        if isinstance(cached, timedelta):
            return moment(computed, "duration", False)
        if isinstance(cached, (date, time)):
            as_1904 = moment(computed, "date", True)
            return as_1904 if as_1904 == cached else moment(computed, "date", False)
    elif isinstance(computed, (date, time, timedelta)) and is_number(cached):
        as_1904 = to_serial(computed, True)
        return as_1904 if as_1904 == cached else to_serial(computed, False)
    return computed
