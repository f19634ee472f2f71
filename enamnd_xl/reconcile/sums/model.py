"""A found sum."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from enamnd_xl.workbook.address import Cell

Axis: TypeAlias = Literal["kolumn", "rad", "blandad"]
Source: TypeAlias = Literal["formel", "värde"]


@dataclass(frozen=True, slots=True)
class Sum:
    """A cell that is, or should be, the sum of other cells on its sheet.

    Args:
        total: the cell that holds the sum.
        operands: its parts, in reading order.
        axis: "kolumn" when the parts stand in the total's column, "rad" in its row, else "blandad".
        source: "formel" when a formula in the total says so, "värde" when it was found from values and labels.
        difference: total - sum of the operands; 0 when it adds up.
        unit: the step its figures are given in: 1 for whole numbers, 0.01 for öre.
    """

    total: Cell
    operands: tuple[Cell, ...]
    axis: Axis
    source: Source
    difference: int | float = 0
    unit: float = 1
