"""The sheet Scenario: the sets of keys, to be changed and read again, and what each municipality pays under each."""

from collections.abc import Iterator
from fractions import Fraction

from enamnd_xl.actions.compare_keys import Comparison, Outlook, Payment
from enamnd_xl.actions.outcome import Outcome
from enamnd_xl.actions.scenarios import FIELDS, NOBODY, SCENARIO, SHEET, Changed
from enamnd_xl.allocation.share import Kr
from enamnd_xl.books.living.words import Column
from enamnd_xl.money import Exact, exact, format_kr, to_amount
from enamnd_xl.workbook.edits import PutSheet
from enamnd_xl.workbook.own_sheet import Look, OwnCell, OwnSheet
from enamnd_xl.workbook.snapshot import Value

BAR_LENGTH = 10
_WIDTHS = (34.0, 22.0, 16.0, 16.0, 22.0, 20.0, 14.0, 24.0)
_ALL = "Vad varje kommun betalar, alla delposter tillsammans, kr"


def put_comparison(comparison: Comparison) -> Outcome:
    """Put the sheet Scenario in the workbook, or in place of the one that stands there.

    Args:
        comparison: the scenarios worked out.
    """
    rows = tuple(_rows(comparison))
    names = ", ".join(outlook.name for outlook in comparison.outlooks[1:])
    sentence = f"Bladet {SHEET} visar {names} bredvid dagens nycklar; alla fördelar {_total(comparison)}."
    return Outcome((PutSheet(OwnSheet(SHEET, rows, _WIDTHS)),), sentence)


def describe_change(changed: Changed, comparison: Comparison) -> dict[str, Value]:
    """Give what a scenario says of an item, all of it, by the headings of the sheet.

    Args:
        changed: the item as it would be.
        comparison: where it is used.
    """
    item = changed.item
    shown = {payment.code for outlook in comparison.outlooks for payment in outlook.payments}
    outside = [m.name for m in comparison.parameters.members if m.code in item.outside and m.code in shown]
    return {
        Column.KEY: str(item.key),
        Column.EQUAL_SHARE: _cell(item.equal_share) if item.equal_share else None,
        Column.KEY_DATE: item.key_date,
        Column.LIST: changed.list or None,
        Column.UNIT: _cell(item.unit),
        Column.OUTSIDE: ", ".join(outside) or NOBODY,
    }


def draw_bar(change: Exact, largest: Exact) -> str:
    """Draw the size of a change as a bar.

    Args:
        change: kr.
        largest: the largest change of any municipality, kr; its bar has BAR_LENGTH characters.

    >>> draw_bar(-50, 100), draw_bar(0, 0)
    ('▇▇▇▇▇', '')
    """
    return "▇" * round(BAR_LENGTH * abs(Fraction(change)) / abs(Fraction(largest))) if change else ""


def largest_change(outlook: Outlook) -> Kr:
    """Give the largest change of any municipality, kr."""
    return max((to_amount(abs(Fraction(payment.change))) for payment in outlook.payments), key=Fraction, default=0)


def _rows(comparison: Comparison) -> Iterator[tuple[OwnCell, ...]]:
    today, *others = comparison.outlooks
    yield (OwnCell("Scenario: nycklar att jämföra", Look.TITLE),)
    yield (OwnCell(f"Alla fördelar samma summa, {_total(comparison)}. Ändra raderna här och jämför igen.", Look.FAINT),)
    yield ()
    yield tuple(OwnCell(heading, Look.HEADING) for heading in (SCENARIO, Column.ITEM, *FIELDS))
    for outlook in others:
        for changed in outlook.changed:
            said = describe_change(changed, comparison)
            first = (OwnCell(outlook.name), OwnCell(changed.item.name))
            yield (*first, *(OwnCell(said[field], _look(said[field])) for field in FIELDS))
    yield ()
    yield (OwnCell(_ALL, Look.TITLE),)
    yield _headings("Kommun", *(outlook.name for outlook in comparison.outlooks))
    for each in zip(*(outlook.payments for outlook in comparison.outlooks), strict=True):
        yield (OwnCell(each[0].member), *(_amount(payment.amount) for payment in each))
    yield (OwnCell("Summa", Look.HEADING), *(_amount(outlook.total) for outlook in comparison.outlooks))
    for outlook in others:
        yield from _changes(outlook, comparison)
    for item in today.items:
        yield from _item(item, comparison)


def _changes(outlook: Outlook, comparison: Comparison) -> Iterator[tuple[OwnCell, ...]]:
    yield ()
    yield (OwnCell(f"{outlook.name} jämfört med nu, alla delposter tillsammans", Look.TITLE),)
    day = f"Förändring, kr per invånare {comparison.day}"
    headings = _headings("Kommun", "Förändring, kr", "Förändring, %", day)
    yield (*headings, OwnCell("Betalar mindre", Look.HEADING), OwnCell("Betalar mer", Look.HEADING))
    largest = largest_change(outlook)
    for payment in outlook.payments:
        bar = OwnCell(draw_bar(payment.change, largest), Look.FAINT)
        bars = (bar, OwnCell()) if payment.change < 0 else (OwnCell(), bar)
        yield (OwnCell(payment.member), *_change(payment), *bars)


def _change(payment: Payment) -> Iterator[OwnCell]:
    yield _amount(payment.change)
    for value, look in ((payment.percent, Look.NUMBER), (payment.per_inhabitant, Look.AMOUNT_ORE)):
        yield OwnCell("–", Look.HEADING_RIGHT) if value is None else OwnCell(_cell(value), look)


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


def _headings(first: str, *others: str) -> tuple[OwnCell, ...]:
    return (OwnCell(first, Look.HEADING), *(OwnCell(other, Look.HEADING_RIGHT) for other in others))


def _amount(kr: Exact) -> OwnCell:
    return OwnCell(_cell(kr), Look.AMOUNT if Fraction(kr).denominator == 1 else Look.AMOUNT_ORE)


def _look(value: Value) -> Look:
    return (
        Look.TEXT
        if isinstance(value, str) or value is None
        else Look.NUMBER
        if isinstance(value, float | int)
        else Look.DATE
    )


def _cell(number: Exact) -> int | float:
    value = exact(number)
    return value.numerator if value.denominator == 1 else float(value)


def _total(comparison: Comparison) -> str:
    return format_kr(comparison.outlooks[0].total)
