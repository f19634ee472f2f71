"""Cell values between Excel and a Snapshot: what Excel hands over by COM, and what it is to be given.

Excel gives every number as a float, or as a Decimal with four decimals where the cell is formatted as currency; an
error value comes as an int, its code.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from enamnd_xl.files.formats import date_kind, moment, to_serial
from enamnd_xl.workbook.snapshot import CellError, Value, is_number

Raw: TypeAlias = Any
"""A value as Excel hands it over."""

_ERROR_BASE, _LAST_ERROR = -2146828288, 0xFFFF  # 0x800A0000: what Excel adds to the number of an error value
# Source: the numbers of CVErr in Excel's object model (XlCVError), and those of the newer error values
_ERRORS = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
}
_DAY = timedelta(days=1)
_TAKEN_FOR_OTHER = {"true", "false", "sant", "falskt"}


def read_value(raw: Raw, epoch_1904: bool = False) -> Value:
    """Read a value that Excel handed over; moments come as day numbers, for the cell's format to tell what they are.

    >>> read_value(-2146826281), read_value(datetime(2025, 10, 31)), read_value("")
    (CellError(code='#DIV/0!'), 45961.0, None)
    """
    if raw is None or raw == "":
        return None
    if isinstance(raw, bool | str):
        return raw
    if isinstance(raw, int) and 0 < raw - _ERROR_BASE <= _LAST_ERROR:
        return CellError(_ERRORS.get(raw - _ERROR_BASE, "#UNKNOWN!"))
    if isinstance(raw, datetime):
        return (raw.replace(tzinfo=None) - (datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30))) / _DAY
    return float(raw)


def is_shortened(raw: Raw) -> bool:
    """Tell whether Excel may have left decimals out, as it does where a cell is formatted as currency."""
    return isinstance(raw, Decimal)


def as_formatted(value: Value, number_format: str, epoch_1904: bool) -> Value:
    """Read a number as its format shows it: a day number in a date format is a date.

    >>> as_formatted(45961.0, "yyyy-mm-dd", False), as_formatted(45961.0, "#,##0", False)
    (datetime.date(2025, 10, 31), 45961.0)
    """
    kind = date_kind(number_format)
    return moment(value, kind, epoch_1904) if kind and is_number(value) else value


def write_value(value: Value, epoch_1904: bool = False) -> Raw:
    """Give a value as Excel takes it, so that a text stays a text whatever it looks like.

    >>> write_value("=1+1"), write_value("2025-10"), write_value("Luleå"), write_value(5)
    ("'=1+1", "'2025-10", 'Luleå', 5.0)
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return f"'{value}" if _is_taken_for_other(value) else value
    if isinstance(value, int | float):
        return float(value)  # an int of more than 32 bits is refused by Excel
    if isinstance(value, CellError):
        return value.code
    return to_serial(value, epoch_1904)


def needs_date_format(value: Value) -> str | None:
    """Give the format that a cell must have to show a value as a moment, None when the value is none.

    >>> needs_date_format(date(2025, 10, 31))
    'yyyy-mm-dd'
    """
    if isinstance(value, datetime):
        return "yyyy-mm-dd hh:mm"
    if isinstance(value, date):
        return "yyyy-mm-dd"
    if isinstance(value, time):
        return "hh:mm:ss"
    return "[h]:mm:ss" if isinstance(value, timedelta) else None


def _is_taken_for_other(text: str) -> bool:
    """Whether Excel would take a typed text for a number, a date, a formula, a truth value or an error."""
    return bool(re.search(r"\d", text)) or text[:1] in "=+-@#'" or text.strip().casefold() in _TAKEN_FOR_OTHER
