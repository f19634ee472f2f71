"""Loading a workbook into the calculation engine.

Its loader takes the values of a million cells in half a second and keeps them sparse, whatever range a sheet declares.
What it leaves out or refuses is mended here: tables, the filled areas of array formulas, newer error values.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from enamnd_xl.errors import ReadError
from enamnd_xl.files.engine import REFUSALS, Engine, name_in_engine
from enamnd_xl.files.package import MAX_PART_BYTES, MAX_PARTS, MAX_TOTAL_BYTES, MENDS, Package
from enamnd_xl.files.structure import Structure
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.snapshot import Table

if TYPE_CHECKING:
    import formualizer

MAX_SECONDS = 40
"""Source: our own limit for one calculation of a whole book, and for beginning another; a third of what a file may take
in all (workers.py), so that what does not rest on the calculation is still told of a book that takes too long."""
_LIMITS = {
    "max_entries": MAX_PARTS,
    "max_expanded_bytes": MAX_TOTAL_BYTES,
    "max_part_bytes": MAX_PART_BYTES,
    "max_xml_depth": 256,
}
_SHEET_1 = re.compile(rb"""(<(?:\w+:)?sheet\s[^>]*?\bname=["'])(?i:sheet1)(["'])""")
_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


def load_engine(
    package: Package,
    structure: Structure,
    mended: Mapping[str, bytes],
    given: Mapping[tuple[str, Cell], str] | None = None,
) -> Engine:
    """Load a workbook into the engine; its formulas are taken apart when they are to be calculated.

    The loader refuses some ways to pack a file. Then the parts are packed anew, which tells of one that is damaged.

    Args:
        package: the workbook.
        structure: what it is made of.
        mended: part -> what the engine is to see instead of it.
        given: (sheet name, cell) -> the formula that stands in the mended parts in place of the file's.

    Raises:
        ReadError: the engine refuses the file.
    """
    try:
        try:
            book = _load(package, structure, {**package.recoded, **mended})
        except REFUSALS:
            book = _load(package, structure, {**package.recoded, **mended}, repack=True)
        engine = Engine(book, given)
        engine.is_1904 = structure.epoch_1904
        engine.iterates, engine.rounds = structure.iterates, structure.rounds
        for table in structure.tables:
            _add_table(engine.book, table)
    except REFUSALS as cause:
        raise ReadError(
            f"{package.path.name} är skadad eller skriven på ett sätt som inte går att tolka.", MENDS
        ) from cause
    return engine


def _load(
    package: Package, structure: Structure, replaced: Mapping[str, bytes], repack: bool = False
) -> "formualizer.Workbook":
    import formualizer as fz

    config = fz.EvaluationConfig()
    config.enable_parallel = False  # no threads: a process that has used the engine can still be forked
    config.max_eval_time_ms = MAX_SECONDS * 1000
    config.date_system = "1904" if structure.epoch_1904 else "1900"
    options: dict[str, Any] = {
        "config": fz.WorkbookConfig(
            # puts off taking the formulas apart: all at once takes a third of the time, where there are names in them
            mode=fz.WorkbookMode.Interactive,
            eval_config=config,
            enable_changelog=False,
        ),
        "load_limits": _LIMITS,
    }
    renamed = any(name_in_engine(sheet.name) != sheet.name for sheet in structure.sheets)
    if repack or replaced or structure.strict or renamed:
        return fz.Workbook.from_bytes(_rewritten(package, replaced), **options)
    return fz.Workbook.from_path(str(package.path), **options)


def _rewritten(package: Package, replaced: Mapping[str, bytes]) -> bytes:
    """Give the package with some parts replaced, in the Transitional dialect, and without media."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in package.names:
            if name.endswith((".xml", ".rels")):
                data = replaced.get(name) or package.part(name)
                for strict, transitional in _STRICT:
                    data = data.replace(strict, transitional)
                data = _SHEET_1.sub(rb"\1Sheet1\2", data)  # see name_in_engine
                archive.writestr(name, data)
    return buffer.getvalue()


def _add_table(book: "formualizer.Workbook", table: Table) -> None:
    if table.name not in {known["name"] for known in book.tables()}:
        top, left, bottom, right = table.area
        book.add_table(
            table.name,
            name_in_engine(table.sheet),
            (top, left, bottom, right),
            list(table.columns),
            header_row=table.has_header,
            totals_row=table.has_totals,
        )
