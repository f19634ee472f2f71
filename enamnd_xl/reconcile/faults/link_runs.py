"""References from a sheet to cells of other sheets, one by one and in runs of copies."""

from collections.abc import Iterator, Sequence

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.finding import Place
from enamnd_xl.reconcile.labels import key
from enamnd_xl.reconcile.view import SheetView
from enamnd_xl.record import Record
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.references import Reference


class Link:
    """A reference to a cell of another sheet: where it stands, which token it is, and where it goes.

    Attributes:
        names: the label and the heading of the cell it goes to.
        own_names: the label and the heading of the cell it stands in.
        keys: the keys of its own label and heading, and of those of the cell it goes to.
    """

    def __init__(
        self,
        view: SheetView,
        own: Block,
        cell: Cell,
        number: int,
        fixed: tuple[bool, bool, bool, bool],
        other: SheetView,
        target: Cell,
    ) -> None:
        self.view = view
        self.own = own
        self.cell = cell
        self.number = number
        self.fixed = fixed
        self.other = other
        self.block = other.block_at(target)
        self.target = target
        self.names = theirs, over = other.names(target)
        self.own_names = mine, above = view.names(cell)
        self.keys = (key(mine), key(above)), (key(theirs), key(over))

    @property
    def goes_to(self) -> Place:
        """The cell it goes to."""
        return Place(self.other.sheet.name, self.target)


class Run(Record):
    """One of the references of a formula and its copies: to a cell of another sheet."""

    view: SheetView
    cells: Sequence[Cell]
    number: int
    reference: Reference
    other: SheetView

    @property
    def targets(self) -> Sequence[Cell]:
        """Where it goes from each of the cells."""
        return self.reference.cells_from(self.cells[0], self.cells)

    def links(self) -> Iterator[Link]:
        """Give its links one by one; those outside the tables are left out."""
        for cell, target in zip(self.cells, self.targets, strict=True):
            own = self.view.block_at(cell)
            if own is not None:
                yield Link(self.view, own, cell, self.number, self.reference.fixed, self.other, target)
