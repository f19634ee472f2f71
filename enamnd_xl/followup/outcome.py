"""The outcome: what was booked on each item, period by period, as it stands on the sheet Utfall."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from enamnd_xl.errors import InputError
from enamnd_xl.followup.deviation import Figures
from enamnd_xl.followup.periods import Kr, Period


class Actual(NamedTuple):
    """What was booked on an item in a period; revenue and cost are both positive.

    Args:
        source: whose books or which publication it comes from.
        period: a month, or the months that are known as one figure.
        item: the item.
        revenue_kr: kr.
        cost_kr: kr.
    """

    source: str
    period: Period
    item: str
    revenue_kr: Kr
    cost_kr: Kr


class Merged(NamedTuple):
    """The outcome after a reading.

    Args:
        rows: the whole outcome, by period, source and item.
        removed: rows that stood there and no longer do.
        added: rows that are new.
        doubled: rows of other sources for the same item and months: counted twice, if they tell of the same bookings.
    """

    rows: tuple[Actual, ...]
    removed: tuple[Actual, ...]
    added: tuple[Actual, ...]
    doubled: tuple[Actual, ...]


def merge_outcome(existing: Iterable[Actual], read: Iterable[Actual], source: str, covered: Iterable[Period]) -> Merged:
    """Put what was read of a source in place of what stood there for the same months.

    Reading the same file twice changes nothing, and a corrected file replaces its months; a month that the file does
    not cover stays as it is.

    Args:
        existing: the outcome as it stands.
        read: what was read.
        source: whose books were read.
        covered: the months that the file has bookings in.

    Raises:
        InputError: months that stand as one figure were read only in part.

    >>> october = Actual("Bok", Period(2025, 10, 10), "E-arkiv", 100, 80)
    >>> merge_outcome([october], [october], "Bok", [october.period]).added
    ()
    """
    read = tuple(read)
    months = {(period.year, month) for period in covered for month in range(period.first, period.last + 1)}
    kept: list[Actual] = []
    replaced: list[Actual] = []
    for row in existing:
        own = {(row.period.year, month) for month in range(row.period.first, row.period.last + 1)}
        if row.source != source or not own & months:
            kept.append(row)
        elif own <= months:
            replaced.append(row)
        else:
            raise InputError(
                f"{row.item} har ett enda belopp för {row.period.words} från {source}, och filen har bara en del av de "
                "månaderna.",
                "Läs in en fil som har alla månaderna.",
            )
    doubled = [
        row
        for row in kept
        if row.source != source and any(row.item == new.item and row.period.overlaps(new.period) for new in read)
    ]
    return Merged(
        rows=tuple(sorted([*kept, *read], key=lambda row: (row.period, row.source, row.item))),
        removed=tuple(row for row in replaced if row not in read),
        added=tuple(row for row in read if row not in replaced),
        doubled=tuple(doubled),
    )


def sum_to_date(actuals: Iterable[Actual], year: int, month: int) -> dict[str, Figures]:
    """Sum each item's outcome from January up to and including a month.

    Args:
        actuals: the outcome.
        year: the year.
        month: 1 to 12.

    Returns:
        Revenue and cost of each item that has any, in the order they are met.

    Raises:
        InputError: an amount is one figure for months both before and after the month's end.

    >>> sum_to_date([Actual("Bok", Period(2025, 1, 10), "E-arkiv", 260833, 255891)], 2025, 10)["E-arkiv"].net_kr
    Decimal('4942')
    """
    sums: dict[str, Figures] = {}
    for row in actuals:
        if row.period.year != year or row.period.first > month:
            continue
        if row.period.last > month:
            raise InputError(
                f"{row.item} har ett enda belopp för {row.period.words}, som inte går att dela vid månad {month}.",
                f"Välj månad {row.period.last}, eller läs in utfallet månad för månad.",
            )
        revenue_kr, cost_kr = sums.get(row.item, Figures(Decimal(0), Decimal(0)))
        sums[row.item] = Figures(revenue_kr + row.revenue_kr, cost_kr + row.cost_kr)
    return sums
