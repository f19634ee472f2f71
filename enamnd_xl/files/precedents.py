"""Which formulas build on which cells, as far as can be seen from the texts."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Set
from typing import TypeAlias

from enamnd_xl.files.obstacles import functions_in, is_changing
from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.formulas import tokenise
from enamnd_xl.workbook.references import references
from enamnd_xl.workbook.snapshot import Snapshot

Address: TypeAlias = tuple[str, Cell]
"""A sheet's name and a cell on it."""

_PASSES = 20


class CellIndex:
    """Cells, to be asked whether any of them lies in an area, however large.

    >>> CellIndex([("Blad1", (7, 2))]).meets("Blad1", Area.from_a1("A1:C9"))
    True
    """

    def __init__(self, addresses: Iterable[Address] = ()) -> None:
        self._rows: dict[str, dict[int, list[int]]] = {}
        for address in addresses:
            self.add(address)

    def add(self, address: Address) -> None:
        """Put in a cell."""
        sheet, (row, column) = address
        insort(self._rows.setdefault(sheet, {}).setdefault(column, []), row)

    def meets(self, sheet: str, area: Area, but: Cell | None = None) -> bool:
        """Tell whether any of the cells lies in an area; one of them may be left out of account."""
        for column, rows in self._rows.get(sheet, {}).items():
            if area.left <= column <= area.right:
                first = bisect_left(rows, area.top)
                inside = rows[first : first + 2]  # two, for one of them may be the one left out
                if any(row <= area.bottom and (row, column) != but for row in inside):
                    return True
        return False


class Precedents:
    """The formulas of a workbook and what they refer to."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._formulas = {
            (sheet.name, cell): text for sheet in snapshot.sheets for cell, text in sheet.formulas.items()
        }
        self._sheets = {sheet.name.casefold(): sheet.name for sheet in snapshot.sheets}
        self._named: dict[str, list[tuple[str | None, Area]]] = {
            table.name.casefold(): [(table.sheet, table.area)] for table in snapshot.tables
        }
        self._changing_names = {name.name.casefold() for name in snapshot.names if is_changing(name.refers_to)}
        for name in snapshot.names:
            self._named.setdefault(name.name.casefold(), []).extend(
                (reference.sheet or name.sheet, reference.area) for reference in references(name.refers_to)
            )

    def areas(self, address: Address) -> Iterator[tuple[str, Area]]:
        """Give what a formula refers to: directly, through names or through tables."""
        formula = self._formulas.get(address, "")
        for reference in references(formula):
            yield self._sheet(reference.sheet, address), reference.area
        if self._named:
            for word in _words(formula):
                for sheet, area in self._named.get(word, ()):
                    yield self._sheet(sheet, address), area

    def _sheet(self, name: str | None, address: Address) -> str:
        return self._sheets.get(name.casefold(), "") if name else address[0]

    def refers_to(self, address: Address, cells: CellIndex) -> bool:
        """Tell whether a formula refers to any of the cells, itself not counted."""
        return any(
            cells.meets(sheet, area, address[1] if sheet == address[0] else None) for sheet, area in self.areas(address)
        )

    def changing(self, addresses: Set[Address]) -> Set[Address]:
        """Give those of the addresses whose value follows the clock or chance, directly or through what they build on.

        In a workbook with such formulas, what INDIRECT leads to may be one of them. A chain of formulas that runs to
        and fro too often to be followed counts as changing.
        """
        if not addresses or not any(map(self._is_changing, self._formulas)):
            return set()
        tainted = {a for a, formula in self._formulas.items() if self._is_changing(a) or _is_dynamic(formula)}
        index = CellIndex(tainted)
        remaining = [address for address in self._formulas if address not in tainted]
        for _ in range(_PASSES):
            left = []
            for address in remaining:
                if self.refers_to(address, index):
                    tainted.add(address)
                    index.add(address)
                else:
                    left.append(address)
            if len(left) == len(remaining):
                return tainted & addresses
            remaining = left[::-1]  # a chain that runs upwards is followed as fast as one that runs downwards
        return (tainted | set(remaining)) & addresses

    def circular(self) -> Set[Address]:
        """Give the formulas in a circle and those that build on one; a chain too long to be followed counts too."""
        remaining = list(self._formulas)
        for _ in range(_PASSES):
            index = CellIndex(remaining)
            left = [one for one in remaining if any(index.meets(sheet, area) for sheet, area in self.areas(one))]
            if len(left) == len(remaining):
                break
            remaining = left
        return set(remaining)

    def _is_changing(self, address: Address) -> bool:
        formula = self._formulas[address]
        return is_changing(formula) or (
            bool(self._changing_names) and not self._changing_names.isdisjoint(_words(formula))
        )


def _words(formula: str) -> Iterator[str]:
    """Give the names of cells and tables that a formula uses, folded."""
    for token in tokenise(formula):
        if token.kind in ("name", "structured"):
            yield token.text.rpartition("!")[2].partition("[")[0].casefold()


def _is_dynamic(formula: str) -> bool:
    return "INDIRECT" in formula.upper() and "INDIRECT" in functions_in(formula)
