"""Between sheets (5xx): the same members everywhere, under the same names."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.labels import TOTAL, key, measures
from enamnd_xl.reconcile.layout import Block
from enamnd_xl.reconcile.registry import rule
from enamnd_xl.reconcile.workpaper import Workpaper

_FEWEST = 5  # members; a shorter list says too little of which list it is
_ALIKE = 0.7  # the part of two lists that has to be common for them to be the same list
_SPELLING = 0.75  # how alike two names are that are spelled differently


class _List(NamedTuple):
    """The members that a table lists: key -> row, in order."""

    block: Block
    rows: dict[str, int]

    @property
    def sheet(self) -> str:
        return self.block.sheet.name

    def place(self, member: str) -> Place:
        return Place(self.sheet, self.block.label_cell(self.rows[member]))

    def name(self, member: str) -> str:
        row = self.rows[member]
        return self.block.label(row) or self.block.unfilled[row]


@rule(
    "EN503",
    "medlem-saknas",
    checks="Att de blad som listar samma medlemmar listar alla, och inga andra.",
    why="En kommun som saknas på ett blad får ingen kostnad där, och summan blir ändå rätt uträknad.",
    example="Arvidsjaur står på alla blad utom E-arkiv.",
    remedy="Lägg till raden med tomt belopp för den som står utanför, så syns det att den inte är glömd.",
)
@rule(
    "EN504",
    "medlem-stavas-olika",
    checks="Att en medlem heter likadant på alla blad.",
    why="Uppslag på namnet hittar inte den som stavas på ett annat sätt, och ger då fel eller inget belopp.",
    example="Övertorneå på ett blad, Overtornea på ett annat.",
    remedy="Skriv namnet likadant överallt, helst hämtat från ett enda blad.",
)
def check_members(work: Workpaper) -> Iterator[Finding]:
    """Compare the member lists of all sheets."""
    lists = [one for blocks in work.blocks.values() for block in blocks if (one := _members(block))]
    for group in _groups(lists):
        yield from _compare(group)


def _members(block: Block) -> _List | None:
    listed = {**block.labels, **block.unfilled}
    names = [(key(label), row) for row, label in sorted(listed.items()) if row not in block.total_rows]
    count = Counter(name for name, _ in names)
    rows = {name: row for name, row in names if count[name] == 1 and _may_be_member(name)}
    return _List(block, rows) if len(rows) >= _FEWEST else None


def _may_be_member(name: str) -> bool:
    """Tell a member from a total, a result and a year."""
    return name != TOTAL and not measures(name) and not name[:1].isdigit()


def _groups(lists: Sequence[_List]) -> Iterator[list[_List]]:
    """Gather lists that are the same list but for a few members, on different sheets."""
    groups: list[list[_List]] = []
    for one in lists:
        for group in groups:
            first = group[0].rows.keys()
            common = len(first & one.rows.keys())
            if common >= _ALIKE * max(len(first), len(one.rows)):
                group.append(one)
                break
        else:
            groups.append([one])
    return (group for group in groups if len({one.sheet for one in group}) > 1)


def _compare(group: Sequence[_List]) -> Iterator[Finding]:
    """Tell each list that lacks members which most of the others have, or has one that no other has."""
    count = Counter(name for one in group for name in one.rows)
    usual = {name for name, n in count.items() if 2 * n >= len(group)}
    for one in group:
        missing = usual - one.rows.keys()
        alone = {name for name in one.rows if count[name] == 1} if len(group) > 1 else set()
        for name in sorted(alone):
            like = max(missing, key=lambda other: _likeness(name, other), default=None)
            if like and _likeness(name, like) >= _SPELLING:
                missing.discard(like)
                yield _spelled(one, name, _holder(group, like), like)
                alone.discard(name)
        if len(group) > 2:
            yield from (_extra(one, name, group) for name in sorted(alone))
        for name in sorted(missing):
            if not any(_likeness(name, other) >= _SPELLING for other in one.rows.keys() - usual):
                yield _missing(one, _holder(group, name), name)


def _likeness(one: str, other: str) -> float:
    from difflib import SequenceMatcher  # a name that is nearly another is a rare thing

    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _holder(group: Sequence[_List], name: str) -> _List:
    return next(one for one in group if name in one.rows)


def _missing(one: _List, holder: _List, name: str) -> Finding:
    last = max(one.rows, key=lambda member: one.rows[member])
    return Finding(
        code="EN503",
        severity=Severity.VARNING,
        sheet=one.sheet,
        cell=one.place(last).cell,
        message=f"{holder.name(name)} saknas i listan, men står på bladet {holder.sheet}.",
        hint=f"Lägg till {holder.name(name)}, med tomt belopp om den står utanför.",
        expected=holder.name(name),
        related=(holder.place(name),),
    )


def _extra(one: _List, name: str, group: Sequence[_List]) -> Finding:
    others = sorted({other.sheet for other in group} - {one.sheet})
    return Finding(
        code="EN503",
        severity=Severity.VARNING,
        sheet=one.sheet,
        cell=one.place(name).cell,
        message=f"{one.name(name)} står i listan, men inte på {' eller '.join(others)}, som listar samma medlemmar.",
        hint=f"Ta bort {one.name(name)} här, eller lägg till raden på de andra bladen.",
        found=one.name(name),
    )


def _spelled(one: _List, name: str, holder: _List, usual: str) -> Finding:
    return Finding(
        code="EN504",
        severity=Severity.VARNING,
        sheet=one.sheet,
        cell=one.place(name).cell,
        message=f"Här står {one.name(name)}, men på bladet {holder.sheet} står {holder.name(usual)}.",
        hint=f"Skriv {holder.name(usual)} om det är samma medlem.",
        found=one.name(name),
        expected=holder.name(usual),
        related=(holder.place(usual),),
    )
