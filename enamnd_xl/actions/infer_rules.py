"""Härled: which rule made each column of amounts in a workbook, with what it and other workbooks hold besides."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from enamnd_xl.actions.cell_texts import describe_notes, describe_text_numbers, without_notes
from enamnd_xl.actions.column_kinds import Kind
from enamnd_xl.actions.member_columns import MemberColumn, find_member_columns
from enamnd_xl.allocation.inference import Column, Evidence, Inference, as_json, explain, infer
from enamnd_xl.errors import WorkbookError
from enamnd_xl.money import format_number
from enamnd_xl.reconcile.labels import normalise
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.own_sheet import own_sheets
from enamnd_xl.workbook.snapshot import Snapshot

_NO_YEAR = 0  # stands for the year of a population, when nothing says which


@dataclass(frozen=True, slots=True)
class InferredColumn:
    """A column of amounts, the cell where they begin, and the rule behind it."""

    sheet: str
    heading: str
    found: Inference
    cell: Cell

    def to_dict(self) -> dict[str, object]:
        """Give it as the command's JSON has it."""
        has_year = self.found.year != _NO_YEAR
        found = self.found if has_year else replace(self.found, year=None, source="folkmängd utan år")
        return {"sheet": self.sheet, "heading": self.heading, **as_json(found)}

    def explain(self) -> str:
        """Say it in Swedish sentences."""
        day = f"31 december {_NO_YEAR}"
        return explain(self.found).replace(f" den {day}", "").replace(f" {day}", " utan år")


@dataclass(frozen=True, slots=True)
class Inferred:
    """What was inferred from a workbook.

    Args:
        columns: its columns of amounts, in the order that they stand.
        sentence: how many were explained, and what they were tried against; Swedish.
    """

    columns: tuple[InferredColumn, ...]
    sentence: str


def infer_rules(books: Sequence[tuple[str, Snapshot]]) -> Inferred:
    """Infer the rule behind every column of amounts in the first workbook.

    Args:
        books: file names and what they hold; those after the first are evidence only.

    Raises:
        WorkbookError: the first workbook has no columns of amounts a member; it says what was looked for.
    """
    read = [(file, _without_own_sheets(snapshot)) for file, snapshot in books]
    columns = find_member_columns([(file, _without_notes(snapshot)) for file, snapshot in read])
    texts = " ".join(filter(None, (describe_text_numbers(snapshot) for _, snapshot in read)))
    asked = [column for column in columns if column.book == 0 and column.kind is Kind.AMOUNT]
    if not asked:
        raise WorkbookError(
            f"{books[0][0]} har ingen tabell med belopp per kommun eller medlem.",
            "En sådan tabell har ett namn i varje rad, varje namn en gång, och till höger om namnen kolumner med "
            f"belopp under rubriker. {texts}".strip(),
        )
    populations, others = _gather_populations(columns)
    others += _without_repeats(c for c in columns if c.kind in (Kind.AMOUNT, Kind.COUNT, Kind.SHARE))
    ground = _Ground(populations, tuple(zip(_name(others, [file for file, _ in books]), others, strict=True)))
    inferred = [InferredColumn(column.sheet, column.heading, ground.infer(column), column.cell) for column in asked]
    texts = f"{texts} {describe_notes(_with_sheets(read[0][1], {c.sheet for c in asked}))}".strip()
    return Inferred(tuple(inferred), f"{_say(inferred, sorted(populations), len(others))} {texts}".strip())


def _without_own_sheets(snapshot: Snapshot) -> Snapshot:
    """Leave out the sheets of ours, such as Scenario, which only show what others hold."""
    ours = own_sheets(snapshot).values()
    return _with_sheets(snapshot, {sheet.name for sheet in snapshot.sheets} - set(ours))


def _with_sheets(snapshot: Snapshot, names: set[str]) -> Snapshot:
    return snapshot._replace(sheets=tuple(sheet for sheet in snapshot.sheets if sheet.name in names))


def _without_notes(snapshot: Snapshot) -> Snapshot:
    return snapshot._replace(sheets=tuple(map(without_notes, snapshot.sheets)))


@dataclass(frozen=True, slots=True)
class _Ground:
    """What columns are tried against: populations by year, and named columns."""

    populations: dict[int, dict[str, Fraction | None]]
    columns: tuple[tuple[str, MemberColumn], ...]

    def infer(self, column: MemberColumn) -> Inference:
        """Infer a column's rule; an earlier year's is not made from the current one that was made from it."""
        found = self._try(column)
        source = self._source(found)
        if source and source.book == column.book and source.year is None and column.year is not None:
            back = self._source(self._try(source))
            if back and back.figures == column.figures:
                kept = tuple(each for each in self.columns if each[1] is not source)
                return replace(self, columns=kept).infer(column)
        return found

    def _try(self, column: MemberColumn) -> Inference:
        evidence = tuple(
            Column(
                name,
                other.figures,
                _evidence_year(other),
                beside=other.kind is not Kind.COUNT and (other.book, other.year) == (column.book, column.year),
            )
            for name, other in self.columns
            if not _is_circular(column, other)
        )
        return infer(column.figures, Evidence(self.populations, evidence), column.year)

    def _source(self, found: Inference) -> MemberColumn | None:
        """Find the column that a rule rests on."""
        named = (c for name, c in self.columns if str(Column(name, {}, _evidence_year(c))) == found.source)
        return next(named, None)


def _evidence_year(column: MemberColumn) -> int | None:
    """A number of users is nobody's copy, whatever year it is for."""
    return None if column.kind is Kind.COUNT else column.year


def _gather_populations(
    columns: Sequence[MemberColumn],
) -> tuple[dict[int, dict[str, Fraction | None]], list[MemberColumn]]:
    """Give the populations by year, each from all tables that agree on it, and the columns that do not agree."""
    by_year: dict[int, dict[str, Fraction | None]] = {}
    other: list[MemberColumn] = []
    for column in columns:
        if column.kind is Kind.PEOPLE:
            known = by_year.setdefault(column.year or _NO_YEAR, {})
            if all(known.get(name) in (None, people) for name, people in column.figures.items() if people is not None):
                known.update((name, people) for name, people in column.figures.items() if people is not None)
            else:
                other.append(replace(column, year=None, kind=Kind.COUNT))
    return {year: people for year, people in by_year.items() if people}, other


def _without_repeats(columns: Iterable[MemberColumn]) -> list[MemberColumn]:
    """Leave out columns that another has shown already: a book often shows one amount on several sheets."""
    kept: list[MemberColumn] = []
    for column in columns:
        same_year = (other for other in kept if other.year == column.year and other.kind is column.kind)
        if any(column.figures.values()) and not any(other.figures == column.figures for other in same_year):
            kept.append(column)
    return kept


def _name(columns: Sequence[MemberColumn], files: Sequence[str]) -> list[str]:
    """Name columns by their headings, with the sheet, and the file of another book, where several have the same."""
    count = Counter((normalise(column.heading), column.year) for column in columns)
    return [
        column.heading
        if count[normalise(column.heading), column.year] == 1
        else f"{column.heading} ({', '.join(filter(None, (column.sheet, files[column.book] if column.book else '')))})"
        for column in columns
    ]


def _is_circular(column: MemberColumn, other: MemberColumn) -> bool:
    """Tell whether another column is this one, another version of it or a sum it is part of: then it explains nothing.

    A column of another book, with no year, is taken for an earlier year's.
    """
    if other.is_sum and (other.book, other.sheet) == (column.book, column.sheet):
        return True
    if other.year != column.year or (other.book != column.book and other.year is None):
        return False
    same_heading = other.year is not None and normalise(other.heading) == normalise(column.heading)
    return same_heading or other.figures == column.figures


def _say(inferred: Sequence[InferredColumn], years: Sequence[int], others: int) -> str:
    exact = sum(column.found.exact for column in inferred)
    against = ", ".join(str(year) if year else "utan år" for year in years)
    missing = "ingen folkmängd (öppna en bok som har den, eller ange den med --underlag)"
    people = f"folkmängd {against}" if years else missing
    what = "kolumn" if len(inferred) == 1 else "kolumner"
    return (
        f"{format_number(exact)} av {format_number(len(inferred))} {what} förklaras helt. "
        f"Att pröva mot fanns {people}, och {format_number(others)} olika kolumner."
    )
