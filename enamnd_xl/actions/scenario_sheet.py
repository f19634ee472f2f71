"""The sheet Scenario: the sets of keys, to be changed and read again, and what each municipality pays under each."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from enamnd_xl.actions.compare_keys import Comparison
from enamnd_xl.actions.outcome import Outcome
from enamnd_xl.actions.scenarios import FIELDS, NOBODY, SCENARIO, SHEET, Changed
from enamnd_xl.allocation.item import Key
from enamnd_xl.books.living.words import Column
from enamnd_xl.money import Exact, format_kr, to_cell
from enamnd_xl.workbook.address import Area
from enamnd_xl.workbook.edits import PutSheet
from enamnd_xl.workbook.own_chart import BarChart
from enamnd_xl.workbook.own_sheet import Look, OwnCell, OwnSheet
from enamnd_xl.workbook.snapshot import Value

_WIDTHS = (34.0, 22.0, 16.0, 16.0, 22.0, 20.0, 14.0, 24.0)
_ROOM = 4
"""Rows left blank under the scenarios, for more of them."""
_CHART_FRAME = 7
"""Rows that the titles, the scale and the legend of the chart take."""
_FIGURES = (Column.EQUAL_SHARE, Column.KEY_DATE, Column.UNIT)
_HOW = "Ändra raderna här, skriv fler under dem, och jämför igen: knappen Jämför nycklar, eller enamnd jamfor-nycklar."
_CHANGES = "Förändring jämfört med nu, alla delposter tillsammans"
_ALL = "Vad varje kommun betalar, alla delposter tillsammans, kr"


def put_comparison(comparison: Comparison) -> Outcome:
    """Put the sheet Scenario in the workbook, or in place of the one that stands there.

    Args:
        comparison: the scenarios worked out.
    """
    above, payments = tuple(_scenarios(comparison)), tuple(_payments(comparison))
    changes = tuple(_changes(comparison))
    size = _chart_rows(comparison)
    rows = (*above, *[()] * size, *changes, *payments)
    chart = _draw(comparison, len(above), size)
    names = ", ".join(outlook.name for outlook in comparison.outlooks[1:])
    sentence = f"Bladet {SHEET} visar {names} bredvid dagens nycklar; alla fördelar {_total(comparison)}."
    return Outcome((PutSheet(OwnSheet(SHEET, rows, _WIDTHS, charts=(chart,))),), sentence)


def describe_change(changed: Changed, comparison: Comparison) -> dict[str, Value]:
    """Give what a scenario says of an item, all of it, by the headings of the sheet.

    Args:
        changed: the item as it would be.
        comparison: where it is used.
    """
    item = changed.item
    shown = {payment.code for outlook in comparison.outlooks for payment in outlook.payments}
    outside = [m.name for m in comparison.parameters.members if m.code in item.outside and m.code in shown]
    in_part = item.key in (Key.MIX, Key.QUANTITY)  # none of it shared equally is said too: a blank changes nothing
    return {
        Column.KEY: str(item.key),
        Column.EQUAL_SHARE: to_cell(item.equal_share) if in_part else None,
        Column.KEY_DATE: item.key_date,
        Column.LIST: changed.list or None,
        Column.UNIT: to_cell(item.unit),
        Column.OUTSIDE: "; ".join(outside) or NOBODY,
    }


def _scenarios(comparison: Comparison) -> Iterator[tuple[OwnCell, ...]]:
    yield (OwnCell("Scenario: nycklar att jämföra", Look.TITLE),)
    yield (OwnCell(f"Alla fördelar samma summa, {_total(comparison)}. {_HOW}", Look.FAINT),)
    yield ()
    yield (*(OwnCell(heading, Look.HEADING) for heading in (SCENARIO, Column.ITEM)), *map(_heading, FIELDS))
    for outlook in comparison.outlooks[1:]:
        for changed in outlook.changed:
            said = describe_change(changed, comparison)
            first = (OwnCell(outlook.name), OwnCell(changed.item.name))
            yield (*first, *(OwnCell(said[field], _look(said[field]), indent=_indent(field)) for field in FIELDS))
    yield from [()] * _ROOM


def _chart_rows(comparison: Comparison) -> int:
    """Say how many rows the chart lies over: some for its titles, and more a municipality the more scenarios."""
    today, *others = comparison.outlooks
    return _CHART_FRAME + ceil(len(today.payments) * (0.9 + 0.3 * len(others)))


def _draw(comparison: Comparison, above: int, size: int) -> BarChart:
    """Draw each municipality's change in kr, a bar a scenario, from the table below the chart."""
    today, *others = comparison.outlooks
    headings = above + size + 2  # under the title of the table of changes
    return BarChart(
        f"{_CHANGES}, kr",
        Area(headings, 1, headings + len(today.payments), 1 + len(others)),
        "Kommun",
        "Förändring, kr per år (minus: betalar mindre)",
        Area(above + 1, 1, above + size - 1, len(_WIDTHS)),
    )


def _changes(comparison: Comparison) -> Iterator[tuple[OwnCell, ...]]:
    """Give what each municipality pays more or less: in kr, in per cent, and in kr an inhabitant."""
    others = comparison.outlooks[1:]
    names = [outlook.name for outlook in others]
    by_member = list(zip(*(outlook.payments for outlook in others), strict=True))
    yield (OwnCell(f"{_CHANGES}, kr", Look.TITLE),)
    yield _headings("Kommun", *names)
    for each in by_member:
        yield (OwnCell(each[0].member), *(_amount(payment.change) for payment in each))
    sums = (sum(Fraction(payment.change) for payment in outlook.payments) for outlook in others)
    yield (OwnCell("Summa", Look.HEADING), *(_amount(kr) for kr in sums))
    yield ()
    yield (OwnCell(f"{_CHANGES}, %", Look.TITLE),)
    yield _headings("Kommun", *names)
    for each in by_member:
        yield (OwnCell(each[0].member), *(_figure(payment.percent, Look.PERCENT) for payment in each))
    yield ()
    yield (OwnCell(f"{_CHANGES}, kr per invånare {comparison.day}", Look.TITLE),)
    yield _headings("Kommun", *names)
    for each in by_member:
        yield (OwnCell(each[0].member), *(_figure(payment.per_inhabitant, Look.AMOUNT_ORE) for payment in each))
    yield ()


def _payments(comparison: Comparison) -> Iterator[tuple[OwnCell, ...]]:
    """Give what each municipality pays: for all items together, and for each that a scenario changes."""
    yield (OwnCell(_ALL, Look.TITLE),)
    yield _headings("Kommun", *(outlook.name for outlook in comparison.outlooks))
    for each in zip(*(outlook.payments for outlook in comparison.outlooks), strict=True):
        yield (OwnCell(each[0].member), *(_amount(payment.amount) for payment in each))
    yield (OwnCell("Summa", Look.HEADING), *(_amount(outlook.total) for outlook in comparison.outlooks))
    for item in comparison.outlooks[0].items:
        yield from _item(item, comparison)


def _figure(value: Exact | None, look: Look) -> OwnCell:
    return OwnCell("–", Look.HEADING_RIGHT) if value is None else OwnCell(to_cell(value), look)


def _item(item: str, comparison: Comparison) -> Iterator[tuple[OwnCell, ...]]:
    yield ()
    yield (OwnCell(f"{item}, kr", Look.TITLE),)
    yield _headings("Kommun", *(outlook.name for outlook in comparison.outlooks))
    parts = [outlook.items[item] for outlook in comparison.outlooks]
    for payment in comparison.outlooks[0].payments:
        amounts = (each[payment.member] for each in parts)
        yield (OwnCell(payment.member), *(OwnCell(None) if kr is None else _amount(kr) for kr in amounts))
    sums = (sum(Fraction(kr) for kr in each.values() if kr is not None) for each in parts)
    yield (OwnCell("Summa", Look.HEADING), *(_amount(kr) for kr in sums))


def _heading(field: Column) -> OwnCell:
    look = Look.HEADING_RIGHT if field in _FIGURES else Look.HEADING
    return OwnCell(field, look, indent=_indent(field))


def _indent(field: Column) -> int:
    """Texts to the right of figures stand a step in, so that they do not run together."""
    return int(field in (Column.LIST, Column.OUTSIDE))


def _headings(first: str, *others: str) -> tuple[OwnCell, ...]:
    return (OwnCell(first, Look.HEADING), *(OwnCell(other, Look.HEADING_RIGHT) for other in others))


def _amount(kr: Exact) -> OwnCell:
    return OwnCell(to_cell(kr), Look.AMOUNT if Fraction(kr).denominator == 1 else Look.AMOUNT_ORE)


def _look(value: Value) -> Look:
    return (
        Look.TEXT
        if isinstance(value, str) or value is None
        else Look.NUMBER
        if isinstance(value, float | int)
        else Look.DATE
    )


def _total(comparison: Comparison) -> str:
    return format_kr(comparison.outlooks[0].total)
