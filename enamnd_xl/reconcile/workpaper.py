"""The workpaper: one workbook under reconciliation, with what has been worked out about it.

Every rule gets the same one. What costs something to work out (which cells are sums of which, where the tables are)
is worked out once, when the first rule asks.
"""

from collections.abc import Mapping
from functools import cached_property

from enamnd_xl.reconcile.balances import Balance, find_balances
from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.figures import Figures
from enamnd_xl.reconcile.layout import find_blocks
from enamnd_xl.reconcile.openings import Opening, wrong_openings
from enamnd_xl.reconcile.relations import Relation, find_relations
from enamnd_xl.reconcile.results import find_results
from enamnd_xl.reconcile.signs import by_section
from enamnd_xl.reconcile.sums import Sum, declared_sums, find_sums
from enamnd_xl.reconcile.view import BookView, SheetView
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.snapshot import Snapshot, Value


class Workpaper:
    """One workbook under reconciliation.

    Args:
        snapshot: the workbook, with the values that a full recalculation gives.
        cached: sheet name -> cell -> the value that stood in the file, for formula cells where it is another one
            than the recalculated (None: no value stood there).
        unchecked: sheet name -> cell -> why its formula could not be recalculated; there the cached value stands.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        cached: Mapping[str, Mapping[Cell, Value]] | None = None,
        unchecked: Mapping[str, Mapping[Cell, str]] | None = None,
    ) -> None:
        self.snapshot = snapshot
        self.cached = cached or {}
        self.unchecked = unchecked or {}

    @cached_property
    def figures(self) -> Mapping[str, Figures]:
        """Sheet name -> its numbers and its texts."""
        return {sheet.name: Figures(sheet) for sheet in self.snapshot.sheets}

    @cached_property
    def declared(self) -> Mapping[str, tuple[Sum, ...]]:
        """Sheet name -> the sums that its formulas declare."""
        return {name: declared_sums(figures) for name, figures in self.figures.items()}

    @cached_property
    def sums(self) -> Mapping[str, tuple[Sum, ...]]:
        """Sheet name -> the sums on it."""
        return {name: find_sums(figures.sheet, figures, self.declared[name]) for name, figures in self.figures.items()}

    @cached_property
    def blocks(self) -> Mapping[str, tuple[Block, ...]]:
        """Sheet name -> the tables on it, with their headings and labels."""
        return {
            sheet.name: find_blocks(sheet, self.sums[sheet.name], self.figures[sheet.name])
            for sheet in self.snapshot.sheets
        }

    @cached_property
    def book(self) -> BookView:
        """The workbook as the formula rules look at it."""
        views = {
            sheet.name: SheetView(
                sheet, self.blocks[sheet.name], self.figures[sheet.name].copies, self.sums[sheet.name]
            )
            for sheet in self.snapshot.sheets
        }
        return BookView(self.snapshot, views)

    @cached_property
    def relations(self) -> Mapping[str, tuple[Relation, ...]]:
        """Sheet name -> the columns that follow from others (deviations, shares, products), and the result rows.

        Where no heading speaks of a difference, a sum of two says the same more simply, and is left to the sums.
        """
        found = {}
        for name, blocks in self.blocks.items():
            relations = [
                one for block in blocks for relation in find_relations(block) for one in by_section(relation, block)
            ]
            if not all(one.is_named for one in relations):
                across = (one for one in self.sums[name] if one.axis == "rad" and len(one.operands) == 2)
                sums = {frozenset((one.total, *one.operands)) for one in across}
                relations = [one for one in relations if one.is_named or sums.isdisjoint(one.triples())]
            found[name] = (*relations, *find_results(blocks))
        return found

    @cached_property
    def balances(self) -> Mapping[str, tuple[Balance, ...]]:
        """Sheet name -> the opening and closing balances in its tables."""
        return {name: find_balances(blocks) for name, blocks in self.blocks.items()}

    @cached_property
    def openings(self) -> tuple[Opening, ...]:
        """The opening balances that are not the closing ones before them."""
        return wrong_openings(self.balances)
