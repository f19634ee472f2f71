"""The fast reader of Open XML workbooks: a few passes over the bytes of the worksheet parts.

The calculation engine is loaded only for a workbook that it is to recalculate.
"""

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError, ParserCreate

from enamnd_xl.errors import ReadError
from enamnd_xl.files.formats import unescape
from enamnd_xl.files.package import MENDS, Package, open_package
from enamnd_xl.files.reading import Reading
from enamnd_xl.files.row_shapes import RowReader
from enamnd_xl.files.sheet_part import Rows, SheetContent, is_in_plain_form
from enamnd_xl.files.structure import SheetPart, Structure, parse_xml
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.formulas import are_plain
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, Value, is_number

if TYPE_CHECKING:
    from enamnd_xl.files.engine import Engine
    from enamnd_xl.files.structured import Tables


def read_fast(package: Package, structure: Structure, spare_plain: bool = False) -> Reading:
    """Read an Open XML workbook.

    Args:
        package: the workbook.
        structure: what it is made of.
        spare_plain: see read().

    Raises:
        ReadError: it is damaged, or its cells are too widely spread to be held.
    """
    reader = RowReader(structure, cache(partial(_shared_strings, package, structure.strings)))
    contents: list[SheetContent] = []
    mended: dict[str, bytes] = {}
    given: dict[tuple[str, Cell], str] = {}
    tables_named = _tables_by_name(structure)
    for part in structure.sheets:
        original = data = package.part(part.part)
        content = reader.read(data)
        if content is None:
            data, content = _read_unusual(package, part, data, reader)
        if tables_named and b"[" in data:
            given |= tables_named.spell_out(data, content, part.name)
        if content.cut or data is not original:
            mended[part.part] = content.mend(data)
        contents.append(content)
    sheets = tuple(_sheet(part, content) for part, content in zip(structure.sheets, contents, strict=True))
    snapshot = Snapshot(sheets, structure.names, structure.tables)
    if spare_plain and all(are_plain(content.formulas.values()) for content in contents):
        for name in set(package.names).difference(part.part for part in structure.sheets):
            if name.endswith((".xml", ".rels")):
                package.part(name)  # as the engine's loader would have done: one that is damaged is told
        replaced = {**package.recoded, **mended}
        return Reading(snapshot, engine=partial(_load_later, package.path, structure, replaced, given), is_plain=True)
    from enamnd_xl.files.load import load_engine

    return Reading(snapshot, engine=load_engine(package, structure, mended, given))


def _load_later(
    path: Path, structure: Structure, mended: Mapping[str, bytes], given: Mapping[tuple[str, Cell], str]
) -> "Engine":
    """Load a workbook into the engine that has been read without it."""
    from enamnd_xl.files.load import load_engine

    with open_package(path) as package:
        return load_engine(package, structure, mended, given)


def _tables_by_name(structure: Structure) -> "Tables | None":
    """Give the tables that formulas may refer to by name; most books have none, and need not load what reads them."""
    if not structure.tables:
        return None
    from enamnd_xl.files.structured import Tables

    return Tables(structure.tables)


def _read_unusual(package: Package, part: SheetPart, data: bytes, reader: RowReader) -> tuple[bytes, SheetContent]:
    """Read a part that is written in an unusual way; give it in its plain form too."""
    from enamnd_xl.files.scan import scan_sheet

    name = f"{package.path.name}, bladet {part.name}"
    try:
        ParserCreate().Parse(data, True)  # a scan does not see that a part is cut off
    except ExpatError as cause:
        raise _not_understood(package) from cause
    if not is_in_plain_form(data):
        from enamnd_xl.files.plain import make_plain

        data = make_plain(data, name)
        if not is_in_plain_form(data):
            raise _not_understood(package)
        if content := reader.read(data):  # it was unusual in nothing else
            return data, content
    return data, scan_sheet(data, name, reader.structure, reader.strings)


def _not_understood(package: Package) -> ReadError:
    return ReadError(f"{package.path.name} är skadad eller skriven på ett sätt som inte går att tolka.", MENDS)


def _shared_strings(package: Package, part: str) -> list[str]:
    """Read the shared strings, which most texts of a workbook are; phonetic ones are left out."""
    texts = []
    for item in parse_xml(package, part) if part else ():
        if len(item) == 1 and item[0].tag.endswith("}t"):  # as nearly all are
            texts.append(unescape(item[0].text or ""))
        else:
            runs = (*item.iterfind("{*}t"), *item.iterfind("{*}r/{*}t"))
            texts.append(unescape("".join(run.text or "" for run in runs)))
    return texts


def _sheet(part: SheetPart, content: SheetContent) -> Sheet:
    sheet = Sheet(part.name, _trimmed(content.rows))
    return Sheet(
        name=part.name,
        rows=sheet.rows,
        formulas=content.formulas,
        arrays=content.arrays,
        number_formats={
            cell: code
            for cell, code in content.number_formats.items()
            if cell in content.formulas or is_number(sheet.value(cell))
        },
        hidden=part.hidden,
        merged=content.merged,
    )


def _trimmed(rows: Rows) -> tuple[tuple[Value, ...], ...]:
    """Leave out the blanks that rows and the sheet end with."""
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return tuple(map(tuple, rows))
