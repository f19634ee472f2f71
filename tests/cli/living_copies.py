"""Copies of the living workbook with something typed into it, as a person does it: without values in the formulas."""

import shutil
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from enamnd_xl.files.draft import Draft, draft
from enamnd_xl.files.edit_copy import write_copy
from enamnd_xl.workbook.address import from_a1
from enamnd_xl.workbook.edits import Edit, set_value

LIVING = Path(__file__).parents[2] / "workbooks" / "enamnd_2025.xlsx"


@cache
def living() -> Draft:
    """Give the living workbook as it is, read and recalculated once."""
    return draft(LIVING)


def with_openpyxl(target: Path, cells: Mapping[str, Any], source: Path = LIVING, without: Sequence[str] = ()) -> Path:
    """Save a copy of a workbook with other cells and without some sheets, all its formulas without values.

    Cells are named Blad!A1.

    A heading that is typed over is also the column's name in its table, as in Excel.
    """
    book = openpyxl.load_workbook(source)
    for place, value in cells.items():
        sheet, _, cell = place.partition("!")
        book[sheet][cell] = value
    for sheet in book:
        for table in sheet.tables.values():
            for column, heading in zip(table.tableColumns, sheet[table.ref][0], strict=True):
                column.name = str(heading.value)
    for name in without:
        del book[name]
    book.save(target)
    return target


def typed_into(target: Path, cells: Mapping[str, Any], source: Path = LIVING) -> Path:
    """Save a copy of a workbook with other cells, the values of its formulas as they were before."""
    if cells:
        write_copy(source, target, edits_of(cells))
    else:
        shutil.copyfile(source, target)
    return target


def edits_of(cells: Mapping[str, Any]) -> list[Edit]:
    """Give what types into cells named Blad!A1."""
    places = ((*place.split("!"), value) for place, value in cells.items())
    return [set_value(sheet, from_a1(cell), value) for sheet, cell, value in places]
