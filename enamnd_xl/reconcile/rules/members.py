"""Between sheets (5xx): the same members everywhere, under the same names."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import ne

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.exchanges import TELLING_KR
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.labels import TOTAL, key, measures, normalise, same_thing
from enamnd_xl.reconcile.registry import rule
from enamnd_xl.reconcile.terms import Terms
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.record import Record
from enamnd_xl.workbook.snapshot import CellError, Sheet

_FEWEST = 5  # members; a shorter list says too little of which list it is
_MOST_MEMBERS = 2_000  # what has more lines is a journal
_ALIKE = 0.7  # the part of two lists that has to be common for them to be the same list
_MOST_ODD = 5  # members that one list has and another has not; with more they are two lists
_NO_MEMBER = Terms(
    "övrigt övriga reserv other others reserve",
    beginnings=("ofördela", "buffert"),
    pieces=("utjämning", "avrundning", "justering", "differens"),
)
"""What makes a list come to its total, and names nobody."""
_SPELLING = 0.75  # how alike two names are that are spelled differently
_SPELLING_IN_PLACE = 0.5  # the same where they stand at the same place of lists that are alike otherwise


class _List(Record):
    """The members that a table lists: key -> row, in order; those it lists more than once are repeated."""

    block: Block
    rows: dict[str, int]
    repeated: frozenset[str] = frozenset()

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
    remedy="Lägg till raden med tomt belopp för den som står utanför, eller skriv på bladet att den inte är med, så "
    "syns det att den inte är glömd.",
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
    if len(listed) > _MOST_MEMBERS:
        return None
    last = _last_of_list(block, listed)
    names = [(key(label), row) for row, label in sorted(listed.items()) if row not in block.total_rows and row <= last]
    count = Counter(name for name, _ in names)
    rows = {name: row for name, row in names if count[name] == 1 and _may_be_member(name)}
    repeated = frozenset(name for name, times in count.items() if times > 1)
    return _List(block, rows, repeated) if len(rows) >= _FEWEST and not _has_errors_among_names(block, listed) else None


def _last_of_list(block: Block, listed: Collection[int]) -> int:
    """Give the last row of a list: what follows on its last total after a blank row is not in it."""
    last = max(block.total_rows, default=0)
    before = sum(row < last for row in listed)
    return last if before >= _FEWEST and last + 1 not in listed else max(listed, default=0)


def _has_errors_among_names(block: Block, rows: Iterable[int]) -> bool:
    """Tell whether error values stand where the names do: what a row is called is then not known."""
    columns = slice(block.left - 1, block.columns[0] - 1)
    return any(isinstance(value, CellError) for row in rows for value in block.sheet.rows[row - 1][columns])


@lru_cache(maxsize=50_000)
def _may_be_member(name: str) -> bool:
    """Tell a member from a total, a result, a year, and what is left over."""
    return not (name == TOTAL or measures(name) or name[:1].isdigit() or _NO_MEMBER.are_in(name))


def _groups(lists: Sequence[_List]) -> Iterator[list[_List]]:
    """Gather lists that are the same list but for a few members, on different sheets."""
    groups: list[list[_List]] = []
    for one in lists:
        for group in groups:
            first = group[0].rows.keys()
            common = len(first & one.rows.keys())
            longest = max(len(first), len(one.rows))
            if common >= _ALIKE * longest and longest - common <= _MOST_ODD:
                group.append(one)
                break
        else:
            groups.append([one])
    return (group for group in groups if len({one.sheet for one in group}) > 1 and not _are_equal(group))


def _are_equal(group: Sequence[_List]) -> bool:
    return all(one.rows.keys() == group[0].rows.keys() for one in group)


def _compare(group: Sequence[_List]) -> Iterator[Finding]:
    """Tell each list that spells a member its own way, lacks one that most of the others have, or has one too many.

    Two departments list other things too beside those they have in common. Therefore nothing is told unless half of the
    lists or more are the same to the last member.
    """
    respelled = _respelled(group)
    lists = [{respelled[n].get(name, name) for name in one.rows} for n, one in enumerate(group)]
    count = Counter(name for names in lists for name in names)
    usual = {name for name, n in count.items() if 2 * n >= len(group)}
    if 2 * sum(names == usual for names in lists) < len(group):
        return
    for one, names, spelled in zip(group, lists, respelled, strict=True):
        for name, like in sorted(spelled.items()):
            yield _spelled(one, name, _holder(group, like), like)
        for name in sorted(names - usual):
            if count[name] == 1 and len(group) > 2:
                yield _extra(one, name, group)
        for name in sorted(usual - names):
            stands = name in one.repeated or _is_spoken_of(name, one.block.sheet) or _stands_first(name, one.block)
            if not stands:
                yield _missing(one, _holder(group, name), name)


def _respelled(group: Sequence[_List]) -> list[dict[str, str]]:
    """Give, for each list, its names that no other list has -> the name that others have for the same member.

    Of two lists that differ, the later one is taken to have gone astray.
    """
    count = Counter(name for one in group for name in one.rows)
    found: list[dict[str, str]] = [{} for _ in group]
    for n in reversed(range(len(group))):
        one = group[n]
        odd = [name for name in one.rows if count[name] == 1]
        missing = {name for other in group for name in other.rows if 2 * count[name] >= len(group)} - one.rows.keys()
        for name in odd:
            likely = sorted(missing, key=lambda other: (-_likeness(name, other), other))
            if likely and _likeness(name, likely[0]) >= _spelling(one, name, _holder(group, likely[0]), likely[0]):
                like: str | None = likely[0]
            else:
                like = next(
                    (other for other in likely if _have_the_same(one, name, _holder(group, other), other)), None
                )
            if like:
                found[n][name] = like
                missing.discard(like)
                count[like] += 1
    return found


def _spelling(one: _List, name: str, other: _List, like: str) -> float:
    """Tell how alike two names have to be; less where two lists have all other names in the same order."""
    names, others = list(one.rows), list(other.rows)
    at_same = len(names) == len(others) and names.index(name) == others.index(like)
    return _SPELLING_IN_PLACE if at_same and sum(map(ne, names, others)) == 1 else _SPELLING


def _likeness(one: str, other: str) -> float:
    """Tell how alike two names are, from 0 to 1, but for words that both have; with another number it is another."""
    from difflib import SequenceMatcher  # a name that is nearly another is a rare thing

    if [*filter(str.isdigit, one)] != [*filter(str.isdigit, other)]:
        return 0
    if same_thing(one, other):
        return 1
    first, second = one.split(), other.split()
    own, others = (" ".join(w for w in a if w not in b) for a, b in ((first, second), (second, first)))
    return SequenceMatcher(None, own, others, autojunk=False).ratio()


def _have_the_same(one: _List, name: str, other: _List, like: str) -> bool:
    """Tell whether two rows have the same amounts, of those that are large enough to tell something."""
    amounts, others = (
        {kr for column in at.block.columns if abs(kr := at.block.figure(at.rows[who], column) or 0) >= TELLING_KR}
        for at, who in ((one, name), (other, like))
    )
    return bool(amounts) and amounts == others


def _is_spoken_of(name: str, sheet: Sheet) -> bool:
    """Tell whether a sentence on a sheet has a name in it: one that is said to stand outside is not forgotten."""
    texts = (normalise(value) for row in sheet.rows for value in row if isinstance(value, str))
    return any(f" {name} " in f" {text} " and text != name for text in texts)


def _stands_first(name: str, block: Block) -> bool:
    """Tell whether a name stands above the first figures of a table, with blank amounts."""
    for row in reversed(range(1, block.rows[0])):
        values = [block.sheet.value((row, column)) for column in range(block.left, block.columns[0])]
        texts = [value for value in values if isinstance(value, str)]
        if not texts:
            return False
        if name in map(key, texts):
            return True
    return False


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
