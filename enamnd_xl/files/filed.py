"""What a file says of its formulas: how they are written, and which values stand in the cells that they fill."""

from collections.abc import Iterator, Mapping, Sequence

from enamnd_xl.files.precedents import Address
from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.snapshot import Snapshot, Value, is_number

LARGEST_AREA = 1_000_000
"""The most cells that one formula may fill. Source: our own limit, all the cells of our largest benchmark."""


class Filed:
    """The formulas of a workbook with their values, as the file has them.

    Args:
        snapshot: what the file says.

    Attributes:
        places: sheet name -> the cells that formulas fill, of the sheets that have any.
        values: sheet name -> what stands in each of those.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._sheets = {sheet.name: sheet for sheet in snapshot.sheets}
        self.places: Mapping[str, Sequence[Cell]] = {
            sheet.name: [
                *sheet.formulas,
                *(cell for anchor in sheet.arrays for cell in self.filled_by(sheet.name, anchor)),
            ]
            for sheet in snapshot.sheets
            if sheet.formulas
        }
        self.values: Mapping[str, Sequence[Value]] = {
            name: list(map(self._sheets[name].value, cells)) for name, cells in self.places.items()
        }
        self._sizes: dict[tuple[str, Area], float] = {}

    def formula(self, address: Address) -> str:
        """Give the formula of a cell, an empty text where another cell's formula has filled it."""
        sheet, cell = address
        return self._sheets[sheet].formulas.get(cell, "")

    def value(self, address: Address) -> Value:
        """Give the value that stands in a cell."""
        sheet, cell = address
        return self._sheets[sheet].value(cell)

    def area(self, address: Address) -> Area | None:
        """Give the area that an array formula fills; None when it is none."""
        sheet, cell = address
        arrays = self._sheets[sheet].arrays
        return arrays.get(cell) if arrays else None

    def filled_by(self, sheet: str, anchor: Cell) -> Iterator[Cell]:
        """Go through the other cells that an array formula fills."""
        area = self.area((sheet, anchor))
        if area and area.size <= LARGEST_AREA:
            for row in range(area.top, area.bottom + 1):
                for column in range(area.left, area.right + 1):
                    if (row, column) not in self._sheets[sheet].formulas:
                        yield row, column

    def largest(self, name: str, area: Area) -> float:
        """Give the size of the largest number in an area of a sheet; copies refer to the same ones."""
        if (name, area) not in self._sizes:
            rows = self._sheets[name].rows[area.top - 1 : area.bottom] if name in self._sheets else ()
            within = (value for row in rows for value in row[area.left - 1 : area.right])
            self._sizes[name, area] = max((abs(value) for value in within if is_number(value)), default=0)
        return self._sizes[name, area]
