"""Columns added to the right of a table of the living workbook, with their sums where the last column has one."""

from collections.abc import Iterator, Mapping

from enamnd_xl.actions.living_tables import LivingTable, describe_cell
from enamnd_xl.errors import WorkbookError
from enamnd_xl.workbook.edits import Edit, ResizeTable, SetFormula, set_value
from enamnd_xl.workbook.references import translate
from enamnd_xl.workbook.snapshot import Value


def add_columns(table: LivingTable, columns: Mapping[str, Mapping[int, Value]]) -> Iterator[Edit]:
    """Add columns, each with its heading, its values, and its sum where the column beside has one.

    Args:
        table: the table.
        columns: heading -> row -> value, in order.

    Raises:
        WorkbookError: something stands in the way.
    """
    sheet, (top, _, bottom, right) = table.sheet, table.table.area
    beside = sheet.formulas.get((bottom + 1, right))
    for column, (heading, values) in enumerate(columns.items(), right + 1):
        for row in range(top, bottom + 2):
            if sheet.value((row, column)) is not None or (row, column) in sheet.formulas:
                raise WorkbookError(
                    f"{describe_cell(sheet, (row, column))}, men där behövs plats för {heading}.",
                    f"Flytta det som står till höger om tabellen {table.table.name}.",
                )
        yield set_value(sheet.name, (top, column), heading)
        for row, value in values.items():
            yield set_value(sheet.name, (row, column), value)
        if beside:
            below = (bottom + 1, column)
            total = sum(value for value in values.values() if isinstance(value, int | float))
            yield SetFormula(sheet.name, below, translate(beside, (bottom + 1, right), below), total)
    if columns:
        area = table.table.area._replace(right=right + len(columns))
        yield ResizeTable(table.table.name, area, (*table.table.columns, *columns))
