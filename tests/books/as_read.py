"""A workbook that we build, as a reader gives it when it is written: without writing and reading it."""

from enamnd_xl.books.spec import BookSpec, SheetSpec
from enamnd_xl.books.styles import properties
from enamnd_xl.files.formats import changes_meaning
from enamnd_xl.files.structure import name_order
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, is_number


def as_read(book: BookSpec) -> Snapshot:
    """Give what a reader says of a book whose formulas have their values; test_build.py compares them."""
    tables = sorted((table for sheet in book.sheets for table in sheet.tables), key=lambda table: table.name.casefold())
    return Snapshot(tuple(map(_sheet, book.sheets)), tuple(sorted(book.names, key=name_order)), tuple(tables))


def _sheet(sheet: SheetSpec) -> Sheet:
    codes = {
        cell: str(properties(spec.style).get("num_format", ""))
        for cell, spec in sheet.cells.items()
        if spec.formula is not None or is_number(spec.value)
    }
    values = {cell: None if spec.value == "" else spec.value for cell, spec in sheet.cells.items()}
    return Sheet(
        name=sheet.name,
        rows=Sheet("").with_values(values).rows,
        formulas={cell: spec.formula for cell, spec in sheet.cells.items() if spec.formula is not None},
        number_formats={cell: code for cell, code in codes.items() if changes_meaning(code)},
        merged=tuple(sorted(sheet.merged)),
    )
