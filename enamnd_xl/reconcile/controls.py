"""The sheet Kontroller: what the finance staff declare themselves, as equations and as rules to be silent about.

The sheet holds one table or two, known by their headings. Controls have Namn, Vänster, Relation, Höger, Tolerans and
Kommentar; silenced rules have Tysta regel, Blad, Cell and Skäl.
"""

from collections.abc import Iterator, Mapping
from math import fsum

from enamnd_xl.errors import WorkbookError
from enamnd_xl.reconcile.labels import normalise
from enamnd_xl.reconcile.silence import Silence
from enamnd_xl.record import Record
from enamnd_xl.workbook.addition import addends
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.references import Reference, parse_reference
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, Value, is_number

SHEET = "Kontroller"
_SIGNS = {"≤": "<=", "≥": ">=", "≠": "<>", "lika med": "=", "==": "="}
_CONTROL = ("namn", "vänster", "relation", "höger")
_SILENCE = ("tysta regel", "skäl")
_DEEPEST = 5  # names that refer to names


class Control(Record):
    """A declared control: where it stands, what is to be compared and how, and why."""

    cell: Cell
    name: str
    left: Value
    relation: str
    right: Value
    tolerance: Value
    comment: str = ""


def read_controls(snapshot: Snapshot) -> tuple[Control, ...]:
    """Read the declared controls; none when the workbook has no sheet Kontroller."""
    return tuple(
        Control(
            (row, columns["namn"]),
            str(line["namn"] or line["vänster"]),
            line["vänster"],
            _relation(line["relation"]),
            line["höger"],
            line.get("tolerans"),
            str(line.get("kommentar") or ""),
        )
        for row, columns, line in _lines(snapshot, _CONTROL)
    )


def read_silences(snapshot: Snapshot) -> tuple[Silence, ...]:
    """Read which rules are silenced in the workbook; one without a reason is not silenced."""
    return tuple(
        Silence(str(line["tysta regel"]).strip().upper(), _text(line.get("blad")), _text(line.get("cell")), reason)
        for _, _, line in _lines(snapshot, _SILENCE)
        if line["tysta regel"] and (reason := _text(line["skäl"]))
    )


def _lines(snapshot: Snapshot, wanted: tuple[str, ...]) -> Iterator[tuple[int, dict[str, int], dict[str, Value]]]:
    """Go through the lines under the headings that are wanted: (row, heading -> column, heading -> value)."""
    sheet = snapshot.sheet(SHEET)
    columns: dict[str, int] = {}
    for number, line in enumerate(sheet.rows if sheet else (), 1):
        headings = {normalise(value): c for c, value in enumerate(line, 1) if isinstance(value, str)}
        if all(name in headings for name in wanted):
            columns = headings
        elif columns:
            values = {name: line[c - 1] if c <= len(line) else None for name, c in columns.items()}
            if all(value is None for value in values.values()):
                columns = {}
            elif any(values[name] is not None for name in wanted[1:]):
                yield number, columns, values


def _relation(value: Value) -> str:
    text = _text(value)
    return _SIGNS.get(text, text) or "="


def _text(value: Value) -> str:
    return str(value).strip() if value is not None else ""


def evaluate(side: Value, snapshot: Snapshot, depth: int = 0) -> float:
    """Work out a side of a control.

    Args:
        side: a number, or a text that names a cell, a range (its sum), a sum of these, or a defined name.
        snapshot: the workbook.
        depth: how many names have led here.

    Returns:
        The number.

    Raises:
        WorkbookError: the side cannot be worked out; the message says why.
    """
    if is_number(side):
        return side
    if not isinstance(side, str) or depth > _DEEPEST:
        raise WorkbookError(
            f"Sidan är {'tom' if side is None else repr(str(side))}.", "Skriv ett tal, en cell eller en summa."
        )
    text = side.strip().lstrip("=").replace(";", ",")
    for swedish, english in (("SUMMA(", "SUM("), ("DELSUMMA(", "SUBTOTAL(")):
        text = text.replace(swedish, english).replace(swedish.lower(), english)
    from enamnd_xl.money import parse_number  # see wording.py

    number = parse_number(text)
    if number is not None:
        return float(number)
    terms = addends(text)
    if terms is not None:
        return fsum(term.sign * _sum(term.reference, snapshot) for term in terms)
    try:
        return _sum(parse_reference(text), snapshot)
    except ValueError:
        return _named(text, snapshot, depth)


def _sum(reference: Reference, snapshot: Snapshot) -> float:
    sheet = _sheet(reference, snapshot)
    area = reference.area
    numbers = []
    for row in range(area.top, min(area.bottom, len(sheet.rows)) + 1):
        line = sheet.rows[row - 1]
        numbers += [value for value in line[area.left - 1 : area.right] if is_number(value)]
    if not numbers:
        raise WorkbookError(f"I {reference.sheet}!{area} står inget tal.", "Kontrollera adressen.")
    return fsum(numbers)


def _sheet(reference: Reference, snapshot: Snapshot) -> Sheet:
    if reference.sheet is None or reference.book or reference.last_sheet:
        raise WorkbookError(f"Adressen {reference.area} saknar blad.", "Skriv bladets namn före: Budget!B10.")
    sheet = snapshot.sheet(reference.sheet)
    if sheet is None:
        raise WorkbookError(f"Bladet {reference.sheet} finns inte.", "Kontrollera namnet.")
    return sheet


def _named(text: str, snapshot: Snapshot, depth: int) -> float:
    names: Mapping[str, str] = {name.name.casefold(): name.refers_to for name in snapshot.names}
    if text.casefold() not in names:
        raise WorkbookError(f"{text!r} är varken ett tal, en cell, en summa eller ett namn.", "Rätta sidan.")
    return evaluate(names[text.casefold()], snapshot, depth + 1)
