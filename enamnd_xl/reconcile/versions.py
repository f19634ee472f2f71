"""Compare two versions of a workbook: which amounts have changed, and which findings are new or gone.

Amounts are known again by sheet, row label and column heading, so that a row that has been put in above does not make
everything below it new; where labels do not tell cells apart, by address.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.finding import Finding
from enamnd_xl.reconcile.headings import Headings
from enamnd_xl.reconcile.labels import normalise
from enamnd_xl.reconcile.precision import decimals_of, shown
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.snapshot import Number, Sheet, is_number

_NOISE = 1e-9
_NONE: Mapping[str, str] = {}
_SAME_SHEET = 0.7  # the part of their cells that two sheets have in common when one is the other by another name


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is another in the new version: None where it is missing in one of them."""

    sheet: str
    name: str
    old_cell: Cell | None
    new_cell: Cell | None
    old: Number | None
    new: Number | None
    is_year_or_code: bool = False

    def __str__(self) -> str:
        name = f" ({self.name})" if self.name else ""
        return f"{self.sheet}!{to_a1(self.new_cell or self.old_cell or (1, 1))}{name}: {self._say()}"

    def _say(self) -> str:
        write = str if self.is_year_or_code else _write
        if self.old is None:
            return f"ny, {write(self.new or 0)}"
        if self.new is None:
            return f"borttagen, var {write(self.old)}"
        step = "" if self.is_year_or_code else f" ({_write(shown(self.new - self.old))})"
        return f"{write(self.old)} → {write(self.new)}{step}"


def _write(number: Number) -> str:
    """Write a figure: a whole one without decimals, another with öre, or with the decimals it has where they are more.

    >>> _write(80000.1).replace("\\u00a0", " "), _write(5), _write(0.0333)
    ('80 000,10', '5', '0,0333')
    """
    from enamnd_xl.money import format_number  # see wording.py

    places = decimals_of([number])
    return format_number(number, max(places, 2) if places else 0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two versions of a workbook; of a sheet with another name: the old name and the new."""

    sheets_added: tuple[str, ...]
    sheets_removed: tuple[str, ...]
    sheets_renamed: tuple[tuple[str, str], ...]
    changes: tuple[Change, ...]
    findings_new: tuple[Finding, ...]
    findings_gone: tuple[Finding, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        sheets = self.sheets_added or self.sheets_removed or self.sheets_renamed
        return not (sheets or self.changes or self.findings_new or self.findings_gone)


def compare(old: Workpaper, new: Workpaper, old_found: Sequence[Finding], new_found: Sequence[Finding]) -> Comparison:
    """Compare two versions of a workbook.

    Args:
        old: the earlier version.
        new: the later version.
        old_found: what the rules found in the earlier.
        new_found: what they found in the later.
    """
    before = {sheet.name: sheet for sheet in old.snapshot.sheets}
    after = {sheet.name: sheet for sheet in new.snapshot.sheets}
    removed = [sheet for name, sheet in before.items() if name not in after]
    renamed = dict(_renamed(removed, [sheet for name, sheet in after.items() if name not in before]))
    old_names = {name: name for name in before} | {new: old for old, new in renamed.items()}
    changes = [
        change
        for name in after
        if (was := old_names.get(name))
        for change in _changes(before[was], after[name], old.blocks[was], new.blocks[name])
    ]
    known = {_form(finding, renamed) for finding in old_found}
    still = {_form(finding) for finding in new_found}
    return Comparison(
        sheets_added=tuple(name for name in after if name not in old_names),
        sheets_removed=tuple(sheet.name for sheet in removed if sheet.name not in renamed),
        sheets_renamed=tuple(renamed.items()),
        changes=tuple(changes),
        findings_new=tuple(finding for finding in new_found if _form(finding) not in known),
        findings_gone=tuple(finding for finding in old_found if _form(finding, renamed) not in still),
    )


def _renamed(removed: Sequence[Sheet], added: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    """Give the old and the new name of each sheet whose contents nearly all stand on one of another name."""
    contents = {sheet.name: Counter(value for _, value in sheet.cells()) for sheet in (*removed, *added)}
    left = [sheet.name for sheet in added]
    for sheet in removed:
        was = contents[sheet.name]
        best = max(left, key=lambda name: (was & contents[name]).total(), default=None)
        if best and was and (was & contents[best]).total() >= _SAME_SHEET * max(was.total(), contents[best].total()):
            left.remove(best)
            yield sheet.name, best


def _form(finding: Finding, renamed: Mapping[str, str] = _NONE) -> tuple[object, ...]:
    sheet = renamed.get(finding.sheet, finding.sheet)
    return finding.code, sheet, finding.message if finding.cell is None else finding.cell, finding.found


def _changes(old: Sheet, new: Sheet, old_blocks: Sequence[Block], new_blocks: Sequence[Block]) -> Iterator[Change]:
    """Compare a sheet's amounts: the named ones by name, the others by address."""
    before, after = _named(old_blocks), _named(new_blocks)
    sides = Headings(old), Headings(new)
    for name in (*after, *(name for name in before if name not in after)):
        was, now = before.get(name), after.get(name)
        change = _change(*sides, was, now)
        if change:
            yield change
    told_old, told_new = ({figure.cell for figure in side.values()} for side in (before, after))
    left = sorted((_numbers(old) - told_old) | (_numbers(new) - told_new))
    for cell in left:
        figure = _Figure(cell, "")
        change = _change(*sides, None if cell in told_old else figure, None if cell in told_new else figure)
        if change:
            yield change


def _numbers(sheet: Sheet) -> set[Cell]:
    return {cell for cell, value in sheet.cells() if is_number(value)}


class _Figure(NamedTuple):
    """Where a figure stands, and the names of its row and column; "" when they do not tell it from others."""

    cell: Cell
    name: str


def _change(old: Headings, new: Headings, old_figure: _Figure | None, new_figure: _Figure | None) -> Change | None:
    was = old.sheet.value(old_figure.cell) if old_figure else None
    now = new.sheet.value(new_figure.cell) if new_figure else None
    before, after = was if is_number(was) else None, now if is_number(now) else None
    if before is not None and after is not None and abs(before - after) <= _NOISE * max(1.0, abs(before)):
        return None
    old_cell = old_figure.cell if old_figure and before is not None else None
    new_cell = new_figure.cell if new_figure and after is not None else None
    told = new_figure or old_figure
    if told is None or not (old_cell or new_cell):
        return None
    return Change(
        new.sheet.name,
        told.name,
        old_cell,
        new_cell,
        None if before is None else shown(before),
        None if after is None else shown(after),
        all(side.is_year_or_code(cell) for side, cell in ((old, old_cell), (new, new_cell)) if cell),
    )


def _named(blocks: Sequence[Block]) -> Mapping[tuple[str, str, str], _Figure]:
    """Give the figures that row label and column heading tell from all others on the sheet."""
    named: dict[tuple[str, str, str], _Figure | None] = {}
    for block in blocks:
        for row in block.rows:
            for column in block.columns:
                label, heading = block.label(row), block.heading(column)
                key = (normalise(block.corner), normalise(label), normalise(heading))
                if all(key[1:]) and block.figure(row, column) is not None:
                    name = " ".join(f"{label} {heading}".split())
                    named[key] = None if key in named else _Figure((row, column), name)
    return {key: figure for key, figure in named.items() if figure}
