"""Find what workbooks hold member by member: amounts, inhabitants and other columns, whatever sheets they stand on."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from enamnd_xl.actions.column_kinds import Kind, classify_column, find_year
from enamnd_xl.money import exact
from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.labels import is_total, normalise, scale
from enamnd_xl.reconcile.layout import find_blocks
from enamnd_xl.reconcile.sums import find_sums
from enamnd_xl.workbook.address import Cell, column_letters
from enamnd_xl.workbook.snapshot import Snapshot

_MEMBER = re.compile(r"kommun|medlem|region|municipal|gemeinde|mitglied|\bmember|deltagare|huvudman|ägare")
_BESIDES_NAME = re.compile(r"^\d+\s+|\s+\d$|\s+kommuns?$")  # a code before; a footnote mark or the word kommun after
_FEWEST_COMMON = 2
_ADDENDS = 2


@dataclass(frozen=True, slots=True)
class MemberColumn:
    """A column with a figure a member.

    Args:
        book: which of the workbooks it stands in, by position.
        sheet: the sheet.
        heading: what it is called; its letter when it has no heading.
        kind: what its figures are.
        year: the year it is for; None when nothing says.
        figures: by member, amounts in kr; None where there is none.
        is_sum: whether it is a sum of columns beside it.
        cell: its first amount.
    """

    book: int
    sheet: str
    heading: str
    kind: Kind
    year: int | None
    figures: Mapping[str, Fraction | None]
    is_sum: bool = False
    cell: Cell = (1, 1)


@dataclass(frozen=True, slots=True)
class _Listing:
    """A table that lists members: key -> row, those without figures apart, since they may be notes."""

    book: int
    file: str
    block: Block
    column: int
    rows: Mapping[str, int]
    blank: Mapping[str, int]

    @property
    def says_member(self) -> bool:
        return bool(_MEMBER.search(self.block.heading(self.column).casefold()))

    @property
    def kinds(self) -> dict[int, Kind]:
        """Column -> what its figures are, of those to the right of the names."""
        return {c: classify_column(self.block, c) for c in self.block.columns if c > self.column}

    def name(self, member: str) -> str:
        """Give a member's name as it stands."""
        row = self.rows[member] if member in self.rows else self.blank[member]
        return " ".join(str(self.block.sheet.value((row, self.column))).split())

    def is_like(self, other: "_Listing") -> bool:
        """Tell whether the shorter of two lists mostly has members of the longer."""
        common = len(self.rows.keys() & other.rows.keys())
        return self is other or (common >= _FEWEST_COMMON and 2 * common >= min(len(self.rows), len(other.rows)))


def find_member_columns(books: Sequence[tuple[str, Snapshot]]) -> tuple[MemberColumn, ...]:
    """Find the columns that hold a figure a member.

    The members are those of a table in the first book: one whose members have inhabitants somewhere, or that says
    that it lists municipalities or members, or else the longest. All tables in all books that list the same are gone
    through. A member of the first book that a table lacks stands outside there.

    Args:
        books: file names and what they hold; the first is the one that is asked about.

    Returns:
        The columns, in the order of the books, without codes, totals and differences; none when no table has members.
    """
    found = [
        listing
        for number, (file, snapshot) in enumerate(books)
        for sheet in snapshot.sheets
        for block in find_blocks(sheet)
        if (listing := _list_members(number, file, block))
    ]
    own = [one for one in found if one.book == 0]
    own = [one for one in own if Kind.AMOUNT in one.kinds.values()] or own
    if not own:
        return ()
    with_people = [one for one in found if Kind.PEOPLE in one.kinds.values()]
    first = max(own, key=lambda one: (any(map(one.is_like, with_people)), one.says_member, len(one.rows)))
    alike = [one for one in found if one.is_like(first)]
    alike = [*_without_totals([one for one in alike if one.book == 0]), *(one for one in alike if one.book)]
    names = _name_members(alike)
    return tuple(column for one in alike for column in _columns(one, names))


def _without_totals(own: Sequence[_Listing]) -> Iterator[_Listing]:
    """Look again for totals, now with the sums on the sheets: they take time to find, and the first book decides."""
    sheets = {one.block.sheet.name: one for one in own}
    for one in sheets.values():
        sheet = one.block.sheet
        listings = (_list_members(one.book, one.file, block) for block in find_blocks(sheet, find_sums(sheet)))
        yield from (listing for listing in listings if listing and any(map(listing.is_like, own)))


def _name_members(listings: Sequence[_Listing]) -> dict[str, str]:
    """Give key -> name of the members of the first book's tables of amounts, in the order that they stand."""
    known = {member for one in listings for member in one.rows}
    names: dict[str, str] = {}
    for one in listings:
        if one.book == 0 and Kind.AMOUNT in one.kinds.values():
            rows = {**one.blank, **one.rows}
            for member in sorted(rows.keys() & known, key=rows.__getitem__):
                names.setdefault(member, one.name(member))
    return names


def _list_members(book: int, file: str, block: Block) -> _Listing | None:
    """Read a table's list of members; a table that has several rows with the same name lists something else."""
    column = _name_column(block)
    if column is None:
        return None
    rows = _keys(block, column, [row for row in block.rows if row not in block.total_rows])
    blank = _keys(block, column, block.unfilled)
    return _Listing(book, file, block, column, rows, blank) if rows else None


def _name_column(block: Block) -> int | None:
    """Find the column with the names: of the texts before the figures, the one that tells most rows apart.

    Rows without a name are sums that nobody has named when they stand below all names.
    """
    texts = {
        c: {row: str(v).casefold() for row in block.detail_rows if _is_name(v := block.sheet.value((row, c)))}
        for c in range(block.left, block.columns[0])
    }
    column = max(texts, key=lambda c: len(set(texts[c].values())), default=None)
    if column is None or not texts[column]:
        return None
    named = [row for row in block.detail_rows if row <= max(texts[column])]
    return column if len(set(texts[column].values())) == len(named) else None


def _is_name(value: object) -> bool:
    return isinstance(value, str) and any(map(str.isalpha, value))


def _keys(block: Block, column: int, rows: Sequence[int] | Mapping[int, str]) -> dict[str, int]:
    keys = {row: member_key(str(v)) for row in rows if _is_name(v := block.sheet.value((row, column)))}
    count = Counter(keys.values())
    return {key: row for row, key in keys.items() if count[key] == 1 and not is_total(key)}


def member_key(name: str) -> str:
    """Give what a member is known by from sheet to sheet: Boden is Bodens kommun, and Höganäs is Höganäs kommun.

    >>> member_key("2580 Luleå kommun"), member_key("LULEÅ *"), member_key("Luleå 1)")
    ('luleå', 'luleå', 'luleå')
    >>> member_key("Bodens kommun") == member_key("Boden"), member_key("Höganäs kommun") == member_key("Höganäs")
    (True, True)
    """
    return _BESIDES_NAME.sub("", _BESIDES_NAME.sub("", normalise(name))).removesuffix("s")


def _columns(listing: _Listing, names: Mapping[str, str]) -> Iterator[MemberColumn]:
    block, kinds = listing.block, listing.kinds
    amounts = sum(kind is Kind.AMOUNT for kind in kinds.values())
    for column, kind in kinds.items():
        heading = block.heading(column)
        if kind is Kind.OTHER or (is_total(heading) and amounts > _ADDENDS):
            continue
        kr = scale(heading) or scale(block.title) or 1
        figures = {
            name: _figure(listing, member, column, kr if kind is Kind.AMOUNT else 1) for member, name in names.items()
        }
        year = find_year(heading, block, listing.file)
        name, is_sum = heading or f"kolumn {column_letters(column)}", column in block.total_columns
        first = (min(listing.rows.values()), column)
        yield MemberColumn(listing.book, block.sheet.name, name, kind, year, figures, is_sum, first)


def _figure(listing: _Listing, member: str, column: int, kr: int) -> Fraction | None:
    row = listing.rows.get(member)
    value = None if row is None else listing.block.figure(row, column)
    return None if value is None else exact(value) * kr
