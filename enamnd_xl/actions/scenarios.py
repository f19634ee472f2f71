"""Scenarios: what a cost item's key would be instead, as it is written on the sheet Scenario or after a command.

A scenario changes how a cost is shared, never how large it is: every item keeps the total that it has today, which is
shared so that the parts add up to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from enamnd_xl.actions.board_parameters import Parameters
from enamnd_xl.actions.outside import split_names, squeeze
from enamnd_xl.allocation.item import Basis, Item, Key
from enamnd_xl.allocation.share import Kr
from enamnd_xl.books.living.words import NO, Column, Tab, TableName
from enamnd_xl.errors import InputError
from enamnd_xl.money import (
    WRITE_CLEARLY,
    Direction,
    exact,
    explain_two_readings,
    format_kr,
    format_number,
    parse_number,
)
from enamnd_xl.workbook.snapshot import Value

SHEET, SCENARIO = "Scenario", "Scenario"
FIELDS = (Column.KEY, Column.EQUAL_SHARE, Column.KEY_DATE, Column.LIST, Column.UNIT, Column.OUTSIDE)
"""What a scenario may change of a cost item: the headings of Tjänster, and of the sheet Scenario."""
NOBODY = "ingen"
_BY_PEOPLE = (Key.POPULATION, Key.MIX)
_BY_LIST = (Key.FACTOR, Key.LIST, Key.QUANTITY)


@dataclass(frozen=True, slots=True)
class Change:
    """What a scenario changes of a cost item.

    Args:
        item: the item's name.
        settings: heading of Tjänster -> what would stand there, as it was written.
        place: the sheet and cell it was read from, such as "Scenario!A5"; "" when it was given otherwise.
    """

    item: str
    settings: Mapping[Column, Value]
    place: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named set of changes; with none it is what the workbook has today."""

    name: str
    changes: tuple[Change, ...] = ()


def show_cell(value: Value) -> str:
    """Give a cell of the sheet Scenario as a person reads it.

    >>> show_cell(30.0), show_cell(" rakt "), show_cell(None)
    ('30', 'rakt', '')
    """
    if isinstance(value, float | int) and not isinstance(value, bool):
        return format_number(value)
    return "" if value is None else str(value).strip()


class Changed(NamedTuple):
    """A cost item as it would be, and the heading of its list on Listor, "" when it needs none."""

    item: Item
    list: str


@dataclass(frozen=True, slots=True)
class Changer:
    """What it takes to change the items of a living workbook.

    Args:
        parameters: the workbook's.
        totals: item -> the kr that are shared today.
        day: the date whose inhabitants count where nothing else is said.
    """

    parameters: Parameters
    totals: Mapping[str, Kr]
    day: date

    def apply(self, scenario: Scenario) -> tuple[Changed, ...]:
        """Give the items that a scenario changes, as they would be.

        Raises:
            InputError: a change cannot be made; it says which.
        """
        changed: dict[str, Changed] = {}
        for change in scenario.changes:
            try:
                item = self._find(change.item, changed)
                changed[item.name] = self._change(item, change.settings)
            except InputError as error:
                place = f"{change.place}: " if change.place else ""
                raise InputError(f"{place}Scenariot {scenario.name}: {error.message}", error.hint) from error
        return tuple(changed.values())

    def _find(self, name: str, changed: Mapping[str, Changed]) -> Item:
        items = self.parameters.items
        item = next((item for item in items if item.name.casefold() == name.casefold()), None)
        if item is None:
            raise InputError(
                f"{name} är ingen delpost på bladet {Tab.ITEMS}.",
                f"Delposterna är {', '.join(each.name for each in items)}.",
            )
        if item.name in changed:
            raise InputError(f"{item.name} ändras två gånger.", "Skriv alla ändringar av en delpost tillsammans.")
        return item

    def _change(self, item: Item, settings: Mapping[Column, Value]) -> Changed:
        key = self._key(item, settings)
        heading = str(settings.get(Column.LIST) or self.parameters.lists[item.name]) if key is Key.QUANTITY else ""
        total = self.totals[item.name]
        if key is Key.MIX and item.key is not Key.MIX and Column.EQUAL_SHARE not in settings:
            raise InputError(
                f"{item.name}: nyckeln {key} behöver en andel som delas rakt.", "Skriv till exempel andel rakt=30 %."
            )
        share = _read_share(item, settings.get(Column.EQUAL_SHARE))
        changed = replace(
            item,
            key=key,
            amount=total,
            basis=Basis.TOTAL,
            equal_share=share if key in (Key.MIX, Key.QUANTITY) else 0,
            key_date=self._date(item, settings.get(Column.KEY_DATE)) if key in _BY_PEOPLE else None,
            quantities=self._quantities(item, heading) if key is Key.QUANTITY else {},
            unit=_read_unit(settings.get(Column.UNIT), item, total),
            direction=Direction.NEAREST,
            index=1,
            outside=self._outside(item, settings.get(Column.OUTSIDE)),
        )
        return Changed(changed, heading)

    def _key(self, item: Item, settings: Mapping[Column, Value]) -> Key:
        """Read the key. A list of amounts is a list of weights when a total is given; an equal part makes it a mix."""
        said = settings.get(Column.KEY)
        key = item.key if said is None else next((key for key in Key if key == str(said).casefold()), None)
        if key is None:
            raise InputError(f"»{said}« är ingen nyckel.", f"Nycklarna är {', '.join(Key)}.")
        if key in _BY_LIST:
            return Key.QUANTITY
        return Key.MIX if said is None and Column.EQUAL_SHARE in settings else key

    def _date(self, item: Item, said: Value) -> date:
        days = self.parameters.population_columns
        if said is None:
            return item.key_date if item.key_date in days and item.key_date else self.day
        if isinstance(said, str):
            try:
                said = date.fromisoformat(said.strip())
            except ValueError:
                said = None
        day = said.date() if isinstance(said, datetime) else said
        if not isinstance(day, date) or day not in days:
            raise InputError(
                f"{item.name}: nyckeldatumet har ingen folkmängd på bladet {Tab.MEMBERS}.",
                f"Välj bland {', '.join(map(str, sorted(days)))}, skrivna så.",
            )
        return day

    def _quantities(self, item: Item, heading: str) -> Mapping[str, Fraction]:
        table, rows = self.parameters.tables[TableName.LISTS], self.parameters.list_rows
        if heading not in table.headings():
            raise InputError(
                f"{item.name}: nyckeln behöver en lista, en av kolumnerna på bladet {Tab.LISTS}"
                + (f", och där finns inte »{heading}«." if heading else "."),
                f"Skriv till exempel lista={next(iter(list(table.headings())[1:]), '')}.",
            )
        numbers = {code: table.number(row, heading) for code, row in rows.items()}
        return {code: number for code, number in numbers.items() if number is not None}

    def _outside(self, item: Item, said: Value) -> frozenset[str]:
        if said is None:
            return item.outside
        table = self.parameters.tables[TableName.MEMBERS]
        rows = self.parameters.member_rows.items()
        left_out = {code for code, row in rows if table.text(row, Column.IS_MEMBER).casefold() == NO}
        codes = {squeeze(member.name): member.code for member in self.parameters.members}
        names = split_names(str(said), (member.name for member in self.parameters.members))
        for name in names if str(said).casefold() != NOBODY else []:
            if squeeze(name) not in codes:
                raise InputError(
                    f"{item.name}: {name} är ingen av kommunerna på bladet {Tab.MEMBERS}.",
                    f"Skriv namnen som de står där, med komma emellan, eller {NOBODY}.",
                )
            left_out.add(codes[squeeze(name)])
        return frozenset(left_out)


def _read_share(item: Item, said: Value) -> Fraction:
    """Read a share of 1, or a text that may end with a per cent sign; by default as today."""
    if said is None:
        return Fraction(item.equal_share)
    number: Fraction | None = None
    if isinstance(said, str):
        parsed = parse_number(said.removesuffix("%"))
        number = None if parsed is None else Fraction(parsed) / (100 if said.endswith("%") else 1)
    elif isinstance(said, int | float):
        number = exact(said)
    if number is None or not 0 <= number <= 1:
        raise InputError(
            f"{item.name}: andelen rakt kan inte vara »{show_cell(said)}«.",
            "Skriv 0 till 1 eller procent: 0,3 eller 30 %.",
        )
    return number


def _read_unit(said: Value, item: Item, total: Kr) -> Fraction:
    """Read what to round to; by default as today where the total is a whole number of that, else kronor or öre."""
    if said is None:
        usual = (Fraction(item.unit), Fraction(1), Fraction(1, 100))
        return next(unit for unit in usual if Fraction(total) % unit == 0)
    unclear = explain_two_readings(said) if isinstance(said, str) else ""
    if unclear:
        raise InputError(f"{item.name}, avrundningen: {unclear}", WRITE_CLEARLY)
    number = parse_number(said) if isinstance(said, str) else said
    unit = exact(number) if isinstance(number, int | float | Decimal) else Fraction(0)
    if unit <= 0:
        raise InputError(
            f"{item.name}: avrundningen kan inte vara »{show_cell(said)}«; den ska vara ett tal större än 0.",
            "Skriv till exempel 1 eller 0,01.",
        )
    if Fraction(total) % unit:
        raise InputError(
            f"{item.name}: avrundningen kan inte vara »{show_cell(said)}«, "
            f"för då går summan {format_kr(total)} inte jämnt upp.",
            "Skriv till exempel 1 eller 0,01.",
        )
    return unit
