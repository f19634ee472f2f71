"""How a file writes what a cell holds: number formats, moments as day numbers, escaped text, marked function names."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from enamnd_xl.workbook.snapshot import Value

BUILT_IN = {
    **dict.fromkeys(("9",), "0%"),
    **dict.fromkeys(("10",), "0.00%"),
    **dict.fromkeys(("14", "15", "16", "17"), "yyyy-mm-dd"),
    **dict.fromkeys(("18", "19", "20", "21", "45", "47"), "hh:mm:ss"),
    "22": "yyyy-mm-dd hh:mm",
    "46": "[h]:mm:ss",
    **dict.fromkeys(map(str, (*range(27, 37), *range(50, 59))), "yyyy-mm-dd"),
}
"""Built-in number formats that are moments or per cent. Source: ECMA-376 part 1, 18.8.30 (numFmt)."""

_LITERAL = r'(?i)"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]'
_DURATION = r"\[(?:h+|m+|s+)\]"
_THOUSANDS_LEFT_OUT = r"[0#?],+(?![0#?,])"
_DAY = timedelta(days=1)
LAST_DAY = 2_958_465  # 9999-12-31, the last day that Excel can show


@lru_cache(maxsize=2_000)
def date_kind(code: str) -> str:
    """Tell whether a number format shows a "date" (or a time of day), a "duration", or neither ("").

    >>> [date_kind(code) for code in ("yyyy-mm-dd", "[h]:mm", "#,##0", '0 "dagar"', "[Red]0")]
    ['date', 'duration', '', '', '']
    """
    first = re.sub(_LITERAL, "", code.partition(";")[0]).lower()
    if first == "general" or not re.search("[dmyhs]", first):
        return ""
    return "duration" if re.search(_DURATION, first) else "date"


@lru_cache(maxsize=2_000)
def changes_meaning(code: str) -> bool:
    """Tell whether a number format shows another amount than the number: per cent, or thousands left out.

    >>> [changes_meaning(code) for code in ("0.0%", '#,##0, "tkr"', "#,##0", '0 "%"')]
    [True, True, False, False]
    """
    bare = re.sub(_LITERAL, "", code)
    return "%" in bare or re.search(_THOUSANDS_LEFT_OUT, bare) is not None


def moment(serial: float, kind: str, epoch_1904: bool) -> Value:
    """Read a day number as the moment its format shows; the number itself when that is no moment.

    Args:
        serial: days, from the workbook's epoch.
        kind: "date" or "duration", as date_kind tells.
        epoch_1904: whether days are counted from 1904.

    >>> moment(45000, "date", False), moment(0.5, "date", False), moment(1.25, "duration", False)
    (datetime.date(2023, 3, 15), datetime.time(12, 0), datetime.timedelta(days=1, seconds=21600))
    """
    if kind == "duration":
        return whole_second(timedelta(days=serial)) if abs(serial) <= LAST_DAY else serial
    if not 0 <= serial < LAST_DAY + 1:
        return serial
    if serial < 1:
        return whole_second((datetime.min + timedelta(days=serial)).time())
    epoch = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30)
    if not epoch_1904 and serial < 60:  # Excel's 29 February 1900 never was
        epoch += _DAY
    return whole_second(epoch + timedelta(days=serial))


def whole_second(value: datetime | date | time | timedelta) -> Value:
    """Round a moment to the whole second that a person entered; a datetime at midnight is a date.

    >>> whole_second(datetime(2025, 10, 31, 23, 59, 59, 999_000))
    datetime.date(2025, 11, 1)
    """
    if isinstance(value, datetime):
        rounded = (value + timedelta(microseconds=500_000)).replace(microsecond=0, tzinfo=None)
        return rounded.date() if rounded.time() == time() else rounded
    if isinstance(value, time):
        rounded = datetime.combine(date(2000, 1, 1), value) + timedelta(microseconds=500_000)
        return time(23, 59, 59) if rounded.day == 2 else rounded.time().replace(microsecond=0, tzinfo=None)
    if isinstance(value, timedelta):
        return timedelta(seconds=round(value.total_seconds()))
    return value


def moment_from_iso(text: str) -> Value:
    """Read a moment written as ISO 8601, as cells of type "d" are; the text itself when it is none.

    >>> moment_from_iso("2025-01-31"), moment_from_iso("2025-01-31T12:30:00Z"), moment_from_iso("12:30:00")
    (datetime.date(2025, 1, 31), datetime.datetime(2025, 1, 31, 12, 30), datetime.time(12, 30))
    """
    plain = text.strip()
    for reader in (datetime.fromisoformat, time.fromisoformat):
        try:
            return whole_second(reader(plain))
        except ValueError:
            continue
    return text or None


def to_serial(value: Value, epoch_1904: bool) -> Value:
    """Give a moment as the day number the file would hold; anything else unchanged.

    >>> to_serial(date(2023, 3, 15), False), to_serial(time(12), False), to_serial("x", False)
    (45000.0, 0.5, 'x')
    """
    if isinstance(value, timedelta):
        return value / _DAY
    if isinstance(value, time):
        return timedelta(hours=value.hour, minutes=value.minute, seconds=value.second) / _DAY
    if isinstance(value, date):
        full = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
        serial = (full - (datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30))) / _DAY
        return serial - 1 if not epoch_1904 and 0 < serial < 61 else serial
    return value


_ESCAPED = "_x([0-9A-Fa-f]{4})_"


def unescape(text: str) -> str:
    """Undo the file format's escapes for characters that XML cannot hold.

    Source: ECMA-376 part 1, 22.9.2.19 (ST_Xstring).

    >>> unescape("rad ett_x000a_rad två")
    'rad ett\\nrad två'
    """
    return re.sub(_ESCAPED, lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


_MARKS = r'(?i)("(?:[^"]|"")*+")|(?:_xlfn|_xlws|_xlpm|_xludf|_xll)\.'
_SPILL_MARK = r"\bANCHORARRAY\(((?:'(?:[^']|'')*+'!|[\w.]+!)?\$?[A-Za-z]{1,3}\$?[0-9]+)\)"


def plain_formula(text: str) -> str:
    """Write a formula as it stands in the cell, without the prefixes by which the file marks newer functions.

    >>> plain_formula('_xlfn.LET(_xlpm.x,A1,_xlfn._xlws.SORT(_xlpm.x))&"_xlfn."')
    'LET(x,A1,SORT(x))&"_xlfn."'
    >>> plain_formula("_xlfn.ANCHORARRAY(E2)")
    'E2#'
    """
    if "_" not in text or "_xl" not in text.lower():
        return text
    return re.sub(_SPILL_MARK, r"\1#", re.sub(_MARKS, lambda found: found[1] or "", text))
