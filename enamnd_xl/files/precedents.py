"""Which formulas a formula builds on, as far as can be seen from the texts."""

from collections.abc import Iterable, Iterator, Set
from functools import cached_property

from enamnd_xl.files.obstacles import functions_in, is_changing
from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.formulas import tokenise
from enamnd_xl.workbook.references import references
from enamnd_xl.workbook.snapshot import Snapshot

_DYNAMIC = frozenset(("INDIRECT",))  # what they refer to is known only when they are evaluated


class Precedents:
    """The formulas of a workbook and what they build on."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._formulas = {sheet.name: sheet.formulas for sheet in snapshot.sheets}
        self._folded = {name.casefold(): name for name in self._formulas}
        self._named: dict[str, list[tuple[str | None, Area]]] = {
            table.name.casefold(): [(table.sheet, table.area)] for table in snapshot.tables
        }
        self._changing_names = {name.name.casefold() for name in snapshot.names if is_changing(name.refers_to)}
        for name in snapshot.names:
            self._named.setdefault(name.name.casefold(), []).extend(
                (reference.sheet or name.sheet, reference.area) for reference in references(name.refers_to)
            )

    def of(self, address: tuple[str, Cell]) -> Set[tuple[str, Cell]]:
        """Give the formula cells that a formula refers to, directly, through names or through tables."""
        sheet, cell = address
        found: set[tuple[str, Cell]] = set()
        for target, area in self._areas(sheet, self._formulas[sheet].get(cell, "")):
            name = self._folded.get((target or sheet).casefold())
            if name:
                formulas = self._formulas[name]
                inside: Iterable[Cell] = formulas if area.size > len(formulas) else _cells(area)
                found.update((name, place) for place in inside if area.covers(place) and place in formulas)
        return found

    def _areas(self, sheet: str, formula: str) -> Iterator[tuple[str | None, Area]]:
        for reference in references(formula):
            yield reference.sheet, reference.area
        if self._named:
            for token in tokenise(formula):
                if token.kind in ("name", "structured"):
                    word = token.text.rpartition("!")[2].partition("[")[0].casefold()
                    yield from self._named.get(word, ())

    @cached_property
    def _changing(self) -> Set[tuple[str, Cell]]:
        return {
            (sheet, cell)
            for sheet, formulas in self._formulas.items()
            for cell, formula in formulas.items()
            if is_changing(formula) or self._names_changing(formula)
        }

    def _names_changing(self, formula: str) -> bool:
        return bool(self._changing_names) and any(
            token.kind == "name" and token.text.casefold() in self._changing_names for token in tokenise(formula)
        )

    def changing(self, addresses: Iterable[tuple[str, Cell]]) -> Set[tuple[str, Cell]]:
        """Give those of the addresses whose value follows the clock or chance, directly or through what they build on.

        In a workbook with such formulas, what INDIRECT leads to may be one of them.
        """
        wanted = set(addresses)
        if not wanted or not self._changing:
            return set()
        followed: dict[tuple[str, Cell], Set[tuple[str, Cell]]] = {}
        waiting = list(wanted)
        while waiting:
            address = waiting.pop()
            if address not in followed:
                followed[address] = self.of(address)
                waiting.extend(followed[address])
        tainted = {
            a for a in followed if a in self._changing or _DYNAMIC & functions_in(self._formulas[a[0]].get(a[1], ""))
        }
        dependents: dict[tuple[str, Cell], list[tuple[str, Cell]]] = {}
        for address, sources in followed.items():
            for source in sources:
                dependents.setdefault(source, []).append(address)
        waiting = list(tainted)
        while waiting:
            for dependent in dependents.get(waiting.pop(), ()):
                if dependent not in tainted:
                    tainted.add(dependent)
                    waiting.append(dependent)
        return tainted & wanted


def _cells(area: Area) -> Iterator[Cell]:
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield row, column
