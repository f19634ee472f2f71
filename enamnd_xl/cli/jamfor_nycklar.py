"""`enamnd jamfor-nycklar`: what every municipality would pay with other keys, side by side."""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from enamnd_xl.actions.compare_keys import Comparison, Outlook, Payment, compare_keys
from enamnd_xl.actions.read_scenarios import parse_scenario
from enamnd_xl.actions.scenario_sheet import describe_change, put_comparison
from enamnd_xl.cli.copy_arguments import add_overwrite_argument, check_copy
from enamnd_xl.files.draft import draft
from enamnd_xl.money import Exact, exact, format_kr, format_number

_BAR_LENGTH = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("book", metavar="BOK", type=Path, help="arbetsboken; den ändras aldrig")
    parser.add_argument(
        "--scenario",
        nargs="+",
        action="append",
        default=[],
        metavar=("NAMN", "DELPOST: RUBRIK=VÄRDE"),
        help="ett namn och vad som ändras för varje delpost, till exempel "
        '"Mer rakt" "E-arkiv: nyckel=blandning; andel rakt=30 %%"; kan anges flera gånger. '
        "Utan det jämförs scenarierna på bokens blad Scenario.",
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="resultatets form (text om inget anges)"
    )
    parser.add_argument("--ut", dest="target", metavar="KOPIA", type=Path, help="skriv en kopia med bladet Scenario")
    add_overwrite_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Compare the scenarios, print them, and write a copy with the sheet when one is asked for."""
    scenarios = [parse_scenario(words) for words in options.scenario]
    if options.target:
        check_copy(options)
    book = draft(options.book)
    comparison = compare_keys(book.snapshot, scenarios)
    if options.target:
        outcome = put_comparison(comparison)
        book.with_edits(outcome.edits).save(options.target)
    if options.format == "json":
        print(json.dumps(_to_dict(comparison), ensure_ascii=False, indent=2))
        return 0
    print("\n".join(_write(comparison)))
    if options.target:
        print(f"\n{outcome.sentence} Kopian är skriven till {options.target}.")
    return 0


def _write(comparison: Comparison) -> Iterator[str]:
    outlooks = comparison.outlooks
    yield f"Alla scenarier fördelar samma summa, {format_kr(outlooks[0].total)}."
    for outlook in outlooks[1:]:
        for changed in outlook.changed:
            settings = describe_change(changed, comparison).items()
            said = ", ".join(f"{heading.lower()} {_say(value)}" for heading, value in settings if value is not None)
            yield f"{outlook.name}: {changed.item.name} – {said}."
    rows = [
        [each[0].member, *(format_number(payment.amount) for payment in each)]
        for each in zip(*(outlook.payments for outlook in outlooks), strict=True)
    ]
    rows.append(["Summa", *(format_number(outlook.total) for outlook in outlooks)])
    yield from _table("Alla delposter tillsammans, kr", ["Kommun", *(outlook.name for outlook in outlooks)], rows)
    for outlook in outlooks[1:]:
        title = f"{outlook.name} jämfört med nu (invånare {comparison.day})"
        headings = ["Kommun", "Förändring, kr", "%", "Kr per invånare", "Mindre ◂ ▸ Mer"]
        yield from _table(title, headings, list(_changes(outlook)), text_last=True)


def _changes(outlook: Outlook) -> Iterator[list[str]]:
    largest = max((abs(Fraction(payment.change)) for payment in outlook.payments), default=Fraction(0))
    for payment in outlook.payments:
        numbers = (_signed(payment.change), _signed(payment.percent, 1), _signed(payment.per_inhabitant, 2))
        bar = _draw_bar(payment.change, largest)
        less, more = (bar, "") if payment.change < 0 else ("", bar)
        yield [payment.member, *numbers, f"{less:>{_BAR_LENGTH}}│{more}"]


def _draw_bar(change: Exact, largest: Fraction) -> str:
    return "▇" * round(_BAR_LENGTH * abs(Fraction(change)) / largest) if change else ""


def _signed(number: int | Decimal | None, decimals: int | None = None) -> str:
    if number is None:
        return "–"
    return f"{'+' if number > 0 else ''}{format_number(number, decimals)}"


def _say(value: object) -> str:
    return format_number(value) if isinstance(value, int | float) else str(value)


def _table(title: str, headings: Sequence[str], rows: list[list[str]], text_last: bool = False) -> Iterator[str]:
    """Set a table: the first column to the left, and the last when it is a text; numbers to the right."""
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    last = len(widths) - 1
    yield ""
    yield title
    for line in (headings, *rows):
        cells = (
            cell.ljust(width) if i == 0 or (text_last and i == last) else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        yield f"  {'  '.join(cells)}".rstrip()


def _to_dict(comparison: Comparison) -> dict[str, object]:
    return {
        "version": 1,
        "people_date": comparison.day.isoformat(),
        "scenarios": [
            {
                "name": outlook.name,
                "total": _number(outlook.total),
                "changes": [
                    {"item": changed.item.name, **_plain(describe_change(changed, comparison))}
                    for changed in outlook.changed
                ],
                "members": [_payment(payment) for payment in outlook.payments],
                "items": [
                    {"item": item, "amounts": {member: _number(kr) for member, kr in parts.items()}}
                    for item, parts in outlook.items.items()
                ],
            }
            for outlook in comparison.outlooks
        ],
    }


def _plain(settings: Mapping[str, object]) -> dict[str, object]:
    return {heading: str(value) if isinstance(value, date) else value for heading, value in settings.items()}


def _payment(payment: Payment) -> dict[str, object]:
    return {
        "code": payment.code,
        "name": payment.member,
        "amount": _number(payment.amount),
        "change": _number(payment.change),
        "percent": _number(payment.percent),
        "per_inhabitant": _number(payment.per_inhabitant),
    }


def _number(number: Exact | None) -> int | float | None:
    if number is None:
        return None
    value = exact(number)
    return value.numerator if value.denominator == 1 else float(value)
