"""When a recalculated value is the same as the one that stands in the file."""

import re
from collections.abc import Iterable
from datetime import date, time, timedelta

from enamnd_xl.files.formats import moment, to_serial
from enamnd_xl.workbook.snapshot import CellError, Value

_RELATIVE = 1e-9
"""Programs add in different orders; a double carries 15 to 17 digits."""
_NOISE = 1e-14
"""What is left of a difference that should be zero, in proportion to the largest amounts: 2 to the power of -53,
some hundred additions deep."""
_LONG_NUMBER = re.compile(r"[0-9]*\.[0-9]{9,}")


def noise_floor(values: Iterable[Value]) -> float:
    """Give the difference that means nothing between amounts as large as these.

    >>> noise_floor([1e9, "x", None])
    1e-05
    """
    numbers = (abs(value) for value in values if isinstance(value, (int, float)) and not isinstance(value, bool))
    return _NOISE * max(numbers, default=0)


def same(computed: Value, cached: Value, floor: float = 0) -> bool:
    """Tell whether two values of a cell are the same but for the noise of binary arithmetic.

    Two error values are the same: which one shows first depends on the program. A blank is the same as zero, which
    is what a formula makes of a blank cell.

    >>> same(0.1 + 0.2, 0.3), same(True, 1.0), same(None, 0.0), same("a", "b")
    (True, False, True, False)
    """
    if isinstance(computed, bool) or isinstance(cached, bool):
        return computed is cached
    if isinstance(computed, (int, float)) and isinstance(cached, (int, float)):
        return abs(computed - cached) <= max(_RELATIVE * max(abs(computed), abs(cached)), floor)
    if isinstance(computed, str) and isinstance(cached, str):
        return computed == cached or _shortened(computed) == _shortened(cached)
    if isinstance(computed, CellError) and isinstance(cached, CellError):
        return True
    return computed == cached or (computed in (None, 0) and cached in (None, 0))


def _shortened(text: str) -> str:
    """Cut the long decimals that programs write with different numbers of digits."""
    return _LONG_NUMBER.sub(lambda found: f"{float(found[0]):.10g}", text)


def conform(computed: Value, cached: Value) -> Value:
    """Give a recalculated value the kind that the cell's format shows, as the cached value tells it.

    A snapshot does not tell from which year its days are counted; the one that gives the cached moment is taken.

    >>> conform(45000.0, date(2025, 1, 1)), conform(date(2023, 3, 15), 45000.0)
    (datetime.date(2023, 3, 15), 45000.0)
    """
    if isinstance(computed, (int, float)) and not isinstance(computed, bool):
        if isinstance(cached, timedelta):
            return moment(computed, "duration", False)
        if isinstance(cached, (date, time)):
            as_1904 = moment(computed, "date", True)
            return as_1904 if as_1904 == cached else moment(computed, "date", False)
    elif isinstance(computed, (date, time, timedelta)) and isinstance(cached, (int, float)):
        as_1904 = to_serial(computed, True)
        return as_1904 if as_1904 == cached else to_serial(computed, False)
    return computed
