"""Who joins and who leaves, the board or a part of it, from the new year."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from enamnd_xl.actions.board_parameters import Parameters
from enamnd_xl.actions.living_tables import LivingTable
from enamnd_xl.actions.new_year.decisions import Decision
from enamnd_xl.actions.new_year.wishes import ALL, Wishes
from enamnd_xl.actions.outside import split_names, squeeze
from enamnd_xl.allocation.item import Item, Key
from enamnd_xl.allocation.share import Kr
from enamnd_xl.books.living.words import NO, YES, Column, Tab, TableName
from enamnd_xl.errors import InputError
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.edits import Edit, set_value
from enamnd_xl.workbook.snapshot import Snapshot

_BY_LIST = (Key.FACTOR, Key.LIST, Key.QUANTITY)


@dataclass(frozen=True, slots=True)
class Memberships:
    """The members of last year, and how they change.

    Args:
        parameters: last year's.
        shares: item -> member -> kr, None for one that stood outside.
        wishes: who joins and leaves.
    """

    parameters: Parameters
    shares: Mapping[str, Mapping[str, Kr | None]]
    wishes: Wishes

    def check(self) -> None:
        """Make sure that everyone who joins was outside, and that everyone who leaves was in.

        Raises:
            InputError: a name is none of the workbook's, or somebody is where he is to go already.
        """
        board = {name for name, row in self._rows().items() if self._is_member(row)}
        for wishes, verb, is_joining in (
            (self.wishes.joining, "redan med i", True),
            (self.wishes.leaving, "inte med i", False),
        ):
            for target, names in wishes.items():
                for name in map(self._known, names):
                    inside = [self.shares[item.name][name] is not None for item in self._items(target)]
                    if target.casefold() == ALL:
                        inside = [name in board]
                    if all(inside) if is_joining else not any(inside):
                        where = "nämnden" if target.casefold() == ALL else target
                        raise InputError(
                            f"{name} är {verb} {where}.", "Kontrollera vem som ansluter och vem som lämnar."
                        )

    def outside(self, item: Item) -> str | None:
        """Give what stands under Utanför for an item in the new year; None when it stays as it is."""
        table = self.parameters.tables[TableName.ITEMS]
        said = table.text(self.parameters.item_row(item), Column.OUTSIDE)
        joining, leaving = self._for(item, self.wishes.joining), self._for(item, self.wishes.leaving)
        if not joining and not leaving:
            return None
        names = split_names(said, (member.name for member in self.parameters.members))
        stay = [name for name in names if squeeze(name) not in map(squeeze, joining)]
        known = {squeeze(name) for name in stay}
        return "; ".join([*stay, *(name for name in leaving if squeeze(name) not in known)])

    def edits(self) -> Iterator[Edit]:
        """Give what to write on Kommuner for those that join or leave the board itself."""
        table = self.parameters.tables[TableName.MEMBERS]
        for wishes, said in ((self.wishes.joining, YES), (self.wishes.leaving, NO)):
            for target, names in wishes.items():
                for name in names if target.casefold() == ALL else ():
                    cell = table.cell(self._rows()[self._known(name)], Column.IS_MEMBER)
                    yield set_value(table.sheet.name, cell, said)

    def changing(self) -> list[str]:
        """Give the members that join or leave something."""
        wishes = (*self.wishes.joining.values(), *self.wishes.leaving.values())
        return list(dict.fromkeys(self._known(name) for names in wishes for name in names))

    def decisions(self, snapshot: Snapshot, item: Item, heading: str, column: int | None) -> Iterator[Decision]:
        """Give what must be typed for those that join an item.

        Args:
            snapshot: the workbook.
            item: the item.
            heading: its list, where its key has one.
            column: where the list stands in the new year.
        """
        lists = self.parameters.tables[TableName.LISTS]
        codes = {member.name: member.code for member in self.parameters.members}
        for name in [*self._for(item, self.wishes.joining), *self._joining_board()]:
            if item.key in _BY_LIST and column is not None:
                cell = (self.parameters.list_rows[codes[name]], column)
                if lists.sheet.value(cell) is None:
                    todo = f"{name} ansluter {self.wishes.year}, och står utanför tills ett tal står här."
                    yield Decision(lists.sheet.name, cell, f"{heading}, {name}", None, todo)
            started = _find_connections(snapshot, item, name)
            if started:
                todo = f"{name} ansluter till {item.name}. Skriv 1 om startavgiften ska faktureras {self.wishes.year}."
                yield Decision(*started, f"{item.name}, ny anslutning", None, todo)

    def _joining_board(self) -> list[str]:
        named = (names for target, names in self.wishes.joining.items() if target.casefold() == ALL)
        return [self._known(name) for names in named for name in names]

    def _rows(self) -> dict[str, int]:
        rows = self.parameters.member_rows
        return {member.name: rows[member.code] for member in self.parameters.members}

    def _is_member(self, row: int) -> bool:
        table: LivingTable = self.parameters.tables[TableName.MEMBERS]
        return table.text(row, Column.IS_MEMBER).casefold() == YES

    def _known(self, name: str) -> str:
        found = next((m.name for m in self.parameters.members if m.name.casefold() == name.casefold()), None)
        if found is None:
            raise InputError(
                f"{name} är ingen av kommunerna på bladet {Tab.MEMBERS}.",
                "Skriv namnet som det står där. En kommun som inte finns där kräver en bok som är lagd för fler rader.",
            )
        return found

    def _items(self, target: str) -> list[Item]:
        """Give the items that a name means: an item's own, or those of a service."""
        table = self.parameters.tables[TableName.ITEMS]
        return [
            item
            for item in self.parameters.items
            if target.casefold()
            in (ALL, item.name.casefold(), table.text(self.parameters.item_row(item), Column.SERVICE).casefold())
        ]

    def _for(self, item: Item, wishes: Mapping[str, tuple[str, ...]]) -> list[str]:
        """Give the members that join or leave an item, the board itself left out."""
        named = (names for target, names in wishes.items() if target.casefold() != ALL and item in self._items(target))
        return [self._known(name) for names in named for name in names]


def _find_connections(snapshot: Snapshot, item: Item, member: str) -> tuple[str, Cell] | None:
    """Find where new connections to an item are counted for a member, if the workbook does that."""
    sheet = snapshot.sheet(Tab.INVOICING)
    wanted = f"nya anslutningar till {item.name}".casefold()
    for cell, value in sheet.cells() if sheet else ():
        if isinstance(value, str) and value.casefold() == wanted and sheet:
            rows = (row for row in range(cell[0] + 1, len(sheet.rows) + 1) if sheet.value((row, 1)) == member)
            row = next(rows, None)
            return (sheet.name, (row, cell[1])) if row else None
    return None
