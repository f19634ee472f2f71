"""Reading scenarios: from the words of a command, and from the sheet Scenario."""

from collections.abc import Iterable

from enamnd_xl.actions.scenarios import FIELDS, SCENARIO, SHEET, Change, Scenario, show_cell
from enamnd_xl.books.living.words import Column
from enamnd_xl.errors import InputError
from enamnd_xl.workbook.address import to_a1
from enamnd_xl.workbook.own_sheet import own_sheets
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, Value

_SYNTAX = 'Skriv till exempel --scenario "Mer rakt" "E-arkiv: nyckel=blandning; andel rakt=30 %".'


def parse_scenario(words: Iterable[str]) -> Scenario:
    """Read a scenario from the words of a command: its name, then a word for each item.

    Raises:
        InputError: a word is not written so.

    >>> scenario = parse_scenario(["Mer rakt", "E-arkiv: nyckel=blandning; andel rakt=30 %"])
    >>> scenario.name, scenario.changes[0].item, scenario.changes[0].settings[Column.EQUAL_SHARE]
    ('Mer rakt', 'E-arkiv', '30 %')
    >>> parse_scenario(["X", "E-arkiv: drift: utanför=Luleå; Boden; avrundning=1"]).changes[0].settings[Column.OUTSIDE]
    'Luleå; Boden'
    """
    name, *rest = words
    if not rest:
        raise InputError(f"Scenariot {name} ändrar ingenting.", _SYNTAX)
    return Scenario(name.strip(), tuple(map(_parse_change, rest)))


def _parse_change(word: str) -> Change:
    item, colon, _ = word.partition("=")[0].rpartition(":")  # the item's own name may have a colon
    settings: dict[Column, Value] = {}
    field = None
    for part in filter(str.strip, word[len(item) + 1 :].split(";") if colon else ()):
        heading, equals, value = part.partition("=")
        if equals:
            field = _find_field(heading)
            settings[field] = value.strip()
        elif field is Column.OUTSIDE:
            settings[field] = f"{settings[field]}; {part.strip()}"  # one more name
        else:
            raise InputError(f"»{part.strip()}« säger inte vad som ska ändras till vad.", _SYNTAX)
    if not colon or not settings:
        raise InputError(f"»{word}« säger inte vilken delpost som ändras och hur.", _SYNTAX)
    return Change(item.strip(), settings)


def _find_field(heading: str) -> Column:
    said = " ".join(heading.replace("_", " ").casefold().split())
    field = next((field for field in FIELDS if field.casefold() == said), None)
    if field is None:
        hint = f"Det som kan ändras är {', '.join(FIELDS)}."
        if said == Column.AMOUNT.casefold():
            raise InputError("Beloppet kan inte ändras: alla scenarier fördelar samma summa.", hint)
        raise InputError(f"»{heading.strip()}« kan inte ändras i ett scenario.", hint)
    return field


def read_scenarios(snapshot: Snapshot) -> tuple[Scenario, ...]:
    """Read the scenarios on the sheet Scenario: a row for each item that a scenario changes.

    Returns:
        The scenarios in the order that they stand; none when the workbook has no such sheet.

    Raises:
        InputError: the sheet has no row of headings, or a row lacks its scenario or its item.
    """
    sheet = snapshot.sheet(own_sheets(snapshot).get(SHEET, SHEET))
    if sheet is None:
        return ()
    top, columns = _find_headings(sheet)
    changes: dict[str, list[Change]] = {}
    name, above = "", True  # whether the row above is one of a scenario's
    for row, line in enumerate(sheet.rows[top:], top + 1):
        cells = {heading: line[c] if c < len(line) else None for heading, c in columns.items()}
        said, item = show_cell(cells[SCENARIO]), show_cell(cells[Column.ITEM])
        settings = {field: cells[field] for field in FIELDS if show_cell(cells.get(field))}
        if not (said or item or settings):
            above = False
            continue
        if not item and not above:
            break  # what follows is the comparison
        place = f"{sheet.name}!{to_a1((row, 1 + columns[Column.ITEM if said or name else SCENARIO]))}"
        name, above = next((known for known in changes if known.casefold() == said.casefold()), said) or name, True
        if not item or not name:
            raise InputError(
                f"{place} är tom: raden säger inte {'vilken delpost' if name else 'vilket scenario'} den gäller.",
                "Skriv scenariots namn och delposten, eller töm raden.",
            )
        changes.setdefault(name, []).append(Change(item, settings, place))
    return tuple(Scenario(name, tuple(found)) for name, found in changes.items())


def _find_headings(sheet: Sheet) -> tuple[int, dict[str, int]]:
    known = {heading.casefold(): str(heading) for heading in (SCENARIO, Column.ITEM, *FIELDS)}
    for number, line in enumerate(sheet.rows, 1):
        columns = {known[text]: c for c, value in enumerate(line) if (text := str(value).strip().casefold()) in known}
        if SCENARIO in columns and Column.ITEM in columns:
            return number, columns
    raise InputError(
        f"Bladet {sheet.name} har ingen rad med rubrikerna {SCENARIO} och {Column.ITEM}.",
        f"Skriv dem på en rad, och till höger det som ska kunna ändras: {', '.join(FIELDS)}.",
    )
