"""What a person has at hand for the new year beside the workbook: percentages, amounts, key dates, members."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

from enamnd_xl.errors import InputError
from enamnd_xl.money import WRITE_CLEARLY, explain_two_readings, parse_number

_T = TypeVar("_T")

ALL = "alla"
"""Stands for every cost item, where an item or a service is named."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """The new year, and what is decided for it already.

    Args:
        year: the new budget year.
        uplifts: cost item or service, or ALL -> indexation from last year, 0.02 for two per cent.
        amounts: cost item -> the new year's amount, in the unit that the workbook has it.
        costs: service -> the new year's cost budget, kr.
        key_year: the year whose population on 31 December is the key; None for the year before the new one.
        keeps_key_dates: whether each cost item keeps the key date it has.
        joining: cost item or service, or ALL for the board itself -> members that join.
        leaving: the same, for members that leave.
    """

    year: int
    uplifts: Mapping[str, Fraction] = field(default_factory=dict)
    amounts: Mapping[str, Fraction] = field(default_factory=dict)
    costs: Mapping[str, Fraction] = field(default_factory=dict)
    key_year: int | None = None
    keeps_key_dates: bool = False
    joining: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    leaving: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def parse_percents(words: Iterable[str]) -> dict[str, Fraction]:
    """Read percentages, of a cost item or service each, or of them all.

    Raises:
        InputError: one is not written so, or an item has two.

    >>> parse_percents(["3 %", "E-arkiv=-1,5 %"])
    {'alla': Fraction(3, 100), 'E-arkiv': Fraction(-3, 200)}
    """
    percents: dict[str, Fraction] = {}
    for word in words:
        name, _, said = word.rpartition("=")
        number = parse_number(said.strip().removesuffix("%")) if said.strip().endswith("%") else None
        if number is None or not -100 < number < 1000:
            raise InputError(f"»{word}« är ingen uppräkning.", "Skriv den i procent: 3 %, eller E-arkiv=2,5 %.")
        _add(percents, name.strip() or ALL, Fraction(number) / 100)
    return percents


def parse_amounts(words: Iterable[str]) -> dict[str, Fraction]:
    """Read amounts.

    Raises:
        InputError: one is not written so or could be two numbers, or something has two.

    >>> parse_amounts(["Grundfinansiering=1 225 000"])
    {'Grundfinansiering': Fraction(1225000, 1)}
    """
    amounts: dict[str, Fraction] = {}
    for word in words:
        name, equals, said = word.rpartition("=")
        if not equals:
            raise InputError(f"»{word}« säger inte vad som har vilket belopp.", "Skriv till exempel E-arkiv=320 000.")
        if unclear := explain_two_readings(said):
            raise InputError(f"{name.strip()}: {unclear}", WRITE_CLEARLY)
        number = parse_number(said)
        if number is None:
            raise InputError(f"{name.strip()}: »{said.strip()}« är inget belopp.", WRITE_CLEARLY)
        _add(amounts, name.strip(), Fraction(number))
    return amounts


def parse_members(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Read who joins or leaves what.

    Raises:
        InputError: a word is not written so, or something is named twice.

    >>> parse_members(["E-arkiv: Arvidsjaur, Kalix"])
    {'E-arkiv': ('Arvidsjaur', 'Kalix')}
    """
    members: dict[str, tuple[str, ...]] = {}
    for word in words:
        name, _, said = word.rpartition(":")
        names = tuple(each for part in said.split(";") for each in map(str.strip, part.split(",")) if each)
        if not name.strip() or not names:
            raise InputError(
                f"»{word}« säger inte vilka kommuner som ansluter till eller lämnar vad.",
                f"Skriv till exempel »E-arkiv: Arvidsjaur«, eller »{ALL}: Arvidsjaur« för hela nämnden.",
            )
        _add(members, name.strip(), names)
    return members


def _add(found: dict[str, _T], name: str, value: _T) -> None:
    if name.casefold() in map(str.casefold, found):
        raise InputError(f"»{name}« är angivet två gånger.", "Ange det en gång.")
    found[name] = value
