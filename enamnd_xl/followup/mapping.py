"""The sheet Kontering: which account and object belong to which item, as revenue or cost.

The most specific row wins. A row that names an object goes before one that does not, and one object before many
(P1 before P*). Then the narrower account goes before the wider: 3010 before 3010-3019 before 30* before every account.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from enamnd_xl.errors import InputError
from enamnd_xl.followup.ledger import Objects


class Kind(StrEnum):
    """What an amount is; the values are what stands in a workbook."""

    REVENUE = "intäkt"
    COST = "kostnad"


class Accounts(NamedTuple):
    """The accounts of a row: one, those that begin in a range, or all.

    Args:
        low: the first digits, or the whole number when it is one account.
        high: the last ones, as many digits; the same as low for one account and for 30*.
        single: whether it is one account and not all that begin so.
    """

    low: str
    high: str
    single: bool

    @property
    def width(self) -> Fraction:
        """How much of all accounts it takes, from 0 for a single one to 1 for every account."""
        if self.single:
            return Fraction(0)
        return Fraction(int(self.high or 0) - int(self.low or 0) + 1, 10 ** len(self.low))

    def match(self, account: str) -> bool:
        """Say whether an account is one of them; accounts with more digits go by their first."""
        return account == self.low if self.single else self.low <= account[: len(self.low)] <= self.high

    def crosses(self, other: "Accounts") -> bool:
        """Say whether the two have accounts in common and neither lies within the other, or they are the same."""
        if self.single or other.single:
            return self == other
        low, high = self._bounds()
        other_low, other_high = other._bounds()
        if low >= other_high or other_low >= high:
            return False
        nested = (low <= other_low and other_high <= high) or (other_low <= low and high <= other_high)
        return not nested or self.width == other.width

    def _bounds(self) -> tuple[Fraction, Fraction]:
        scale = 10 ** len(self.low)
        return Fraction(int(self.low or 0), scale), Fraction(int(self.high or 0) + 1, scale)


class MappingRow(NamedTuple):
    """A row of the sheet.

    Args:
        line: its row in the sheet.
        accounts: see Accounts.
        dimension: a dimension's number or name; empty for any.
        object: an object, or its beginning and a *; empty when the row asks for none.
        item: the item that the amount belongs to.
        kind: revenue or cost.
    """

    line: int
    accounts: Accounts
    dimension: str
    object: str
    item: str
    kind: Kind

    @property
    def is_default(self) -> bool:
        """Whether the row takes whatever no other row takes."""
        return self.accounts.width == 1 and not self.object

    @property
    def rank(self) -> tuple[int, int, Fraction]:
        """The higher, the more specific."""
        several = self.object.endswith("*")
        return (0 if not self.object else 1 if several else 2, len(self.object) if several else 0, -self.accounts.width)


class Match(NamedTuple):
    """The row that takes an amount, and the rows that are as specific but say something else."""

    row: MappingRow
    rivals: tuple[MappingRow, ...]


class Conflict(NamedTuple):
    """Two rows of the sheet that share amounts and say different things of them."""

    winner: MappingRow
    loser: MappingRow

    def __str__(self) -> str:
        return (
            f"Kontering rad {self.winner.line} ({self.winner.item}, {self.winner.kind}) och rad {self.loser.line} "
            f"({self.loser.item}, {self.loser.kind}) gäller delvis samma belopp; rad {self.winner.line} går före."
        )


def read_mapping(rows: Iterable[tuple[int, object, object, object, object, object]]) -> tuple[MappingRow, ...]:
    """Read the rows of the sheet Kontering.

    Args:
        rows: the row's number and what stands in its cells: account (3010, 3000-3999, 30*, or * for every account),
            dimension, object, item, and intäkt or kostnad.

    Returns:
        The rows in the order of the sheet; rows with nothing in them are left out.

    Raises:
        InputError: a cell does not hold what it should.

    >>> read_mapping([(2, "3000-3999", None, None, "E-arkiv", "Intäkt")])[0].accounts
    Accounts(low='3000', high='3999', single=False)
    """
    return tuple(_read_row(line, *map(_to_text, cells)) for line, *cells in rows if any(map(_to_text, cells)))


def _read_row(line: int, account: str, dimension: str, name: str, item: str, kind: str) -> MappingRow:
    if not item:
        raise InputError(f"Kontering rad {line}: posten saknas.", "Skriv vilken post beloppen hör till.")
    if kind.casefold() not in (Kind.REVENUE, Kind.COST):
        raise InputError(
            f"Kontering rad {line}: »{kind}« är varken {Kind.REVENUE} eller {Kind.COST}.",
            f"Skriv {Kind.REVENUE} eller {Kind.COST}.",
        )
    if dimension and not name:
        name = "*"
    return MappingRow(line, _read_accounts(line, account), dimension, name, item, Kind(kind.casefold()))


def _read_accounts(line: int, text: str) -> Accounts:
    text = "".join(text.split()).replace("–", "-")
    low, dash, high = (part.rstrip("*") for part in text.partition("-"))
    if not dash:
        high = low
    single = bool(low) and not dash and not text.endswith("*")
    digits = (low + high).isdecimal() if low + high else text in ("", "*")
    if not digits or len(low) != len(high) or low > high:
        raise InputError(
            f"Kontering rad {line}: kontot »{text}« går inte att tolka.",
            "Skriv ett konto (3010), ett intervall med lika många siffror (3000-3999), en början (30*) "
            "eller * för alla konton.",
        )
    return Accounts(low, high, single)


def _to_text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


class AccountMap:
    """The rows of the sheet, ready to be asked.

    Args:
        rows: in the order of the sheet.
        dimension_names: the ledger's names of its dimensions, so that a row may use number or name.
    """

    def __init__(self, rows: Iterable[MappingRow], dimension_names: Mapping[str, str]) -> None:
        self.rows = tuple(rows)
        self._names = {number: {number.casefold(), name.casefold()} for number, name in dimension_names.items()}

    def find(self, account: str, objects: Objects) -> Match | None:
        """Give the most specific row that takes an account with its objects; None when no row does.

        >>> rows = read_mapping([(2, "3*", "", "", "Bas", "intäkt"), (3, "*", "6", "P1", "E-arkiv", "intäkt")])
        >>> AccountMap(rows, {"6": "Projekt"}).find("3010", (("6", "P1"),)).row.item
        'E-arkiv'
        """
        fitting = [row for row in self.rows if row.accounts.match(account) and self._fits(row, objects)]
        if not fitting:
            return None
        rank = max(row.rank for row in fitting)
        best = [row for row in fitting if row.rank == rank]
        said = best[0].item, best[0].kind
        return Match(best[0], tuple(row for row in best if (row.item, row.kind) != said))

    def uses(self, dimensions: Iterable[str]) -> frozenset[str]:
        """Give those of a ledger's dimensions that some row asks for."""
        asked = [row for row in self.rows if row.object]
        return frozenset(
            number for number in dimensions if any(not row.dimension or self._named(row, number) for row in asked)
        )

    def _fits(self, row: MappingRow, objects: Objects) -> bool:
        return not row.object or any(
            (name.startswith(row.object[:-1]) if row.object.endswith("*") else name == row.object)
            and (not row.dimension or self._named(row, dimension))
            for dimension, name in objects
        )

    def _named(self, row: MappingRow, dimension: str) -> bool:
        return row.dimension.casefold() in self._names.get(dimension, {dimension.casefold()})


def find_conflicts(rows: Iterable[MappingRow]) -> tuple[Conflict, ...]:
    """Give the pairs of rows that ask for the same object, share accounts and say different things.

    A narrower range within a wider one is no conflict; it is how an exception is written.

    >>> rows = read_mapping([(2, "3000-3999", "", "", "A", "intäkt"), (3, "3500-4499", "", "", "B", "kostnad")])
    >>> [(pair.winner.line, pair.loser.line) for pair in find_conflicts(rows)]
    [(2, 3)]
    """
    return tuple(
        Conflict(first, second) if first.rank >= second.rank else Conflict(second, first)
        for first, second in combinations(rows, 2)
        if (first.dimension.casefold(), first.object) == (second.dimension.casefold(), second.object)
        and (first.item, first.kind) != (second.item, second.kind)
        and first.accounts.crosses(second.accounts)
    )
