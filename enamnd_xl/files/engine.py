"""The calculation engine (formualizer): a workbook loaded into it, and values into and out of it.

Its loader takes the values of a million cells in half a second and keeps them sparse, whatever range a sheet declares.
What it leaves out or refuses is mended here: tables, the filled areas of array formulas, newer error values.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from enamnd_xl.errors import ReadError
from enamnd_xl.files.formats import whole_second
from enamnd_xl.files.package import MAX_PART_BYTES, MAX_PARTS, MAX_TOTAL_BYTES, Package
from enamnd_xl.files.structure import Structure
from enamnd_xl.workbook.address import Area, Cell
from enamnd_xl.workbook.snapshot import CellError, Table, Value

if TYPE_CHECKING:
    import formualizer

_FORMULA = re.compile(rb"<f(?:\s[^>]*?)?(?:/>|>[^<]*</f>)")
_REFUSALS = (OSError, ValueError, RuntimeError)  # all that the engine raises when it cannot take what it is given
_LIMITS = {
    "max_entries": MAX_PARTS,
    "max_expanded_bytes": MAX_TOTAL_BYTES,
    "max_part_bytes": MAX_PART_BYTES,
    "max_xml_depth": 256,
}
MAX_SECONDS = 60
NOT_IMPLEMENTED = CellError("#N/IMPL!")
_ERROR_CODES = {
    "Div": "#DIV/0!",
    "Na": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "Spill": "#SPILL!",
    "Calc": "#CALC!",
    "Circ": "#CIRC!",
    "NImpl": NOT_IMPLEMENTED.code,
    "Cancelled": "#CANCELLED!",
}
_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


def load_engine(
    package: Package, structure: Structure, mended: Mapping[str, bytes], formulas: Mapping[str, Mapping[Cell, str]]
) -> "formualizer.Workbook":
    """Load a workbook into the engine, ready to be recalculated.

    The loader refuses a file for one formula that it cannot take apart. Then the values are loaded, and the formulas
    given one by one; those it cannot take are no formulas to it.

    Args:
        package: the workbook.
        structure: what it is made of.
        mended: part -> what the engine is to see instead of it.
        formulas: sheet name -> its formulas.

    Raises:
        ReadError: the engine refuses the file.
    """
    replaced = {**package.recoded, **mended}
    try:
        try:
            book = _load(package, structure, replaced)
        except _REFUSALS:
            parts = [sheet.part for sheet in structure.sheets]
            values = {part: _FORMULA.sub(b"", replaced.get(part) or package.part(part)) for part in parts}
            book = _load(package, structure, {**replaced, **values})
            for sheet, texts in formulas.items():
                for cell, text in texts.items():
                    set_formula(book, sheet, cell, text)
        for table in structure.tables:
            _add_table(book, table)
    except _REFUSALS as cause:
        raise ReadError(
            f"{package.path.name} är skadad eller skriven på ett sätt som inte går att tolka.",
            "Öppna den i Excel, låt Excel reparera den och spara en kopia.",
        ) from cause
    return book


def _load(package: Package, structure: Structure, replaced: Mapping[str, bytes]) -> "formualizer.Workbook":
    import formualizer as fz

    config = fz.EvaluationConfig()
    config.enable_parallel = False  # no threads: a process that has used the engine can still be forked
    config.max_eval_time_ms = MAX_SECONDS * 1000
    config.date_system = "1904" if structure.epoch_1904 else "1900"
    options: dict[str, Any] = {
        "config": fz.WorkbookConfig(mode=fz.WorkbookMode.Ephemeral, eval_config=config, enable_changelog=False),
        "load_limits": _LIMITS,
    }
    if replaced or structure.strict:
        return fz.Workbook.from_bytes(_rewritten(package, replaced), **options)
    return fz.Workbook.from_path(str(package.path), **options)


def set_formula(book: "formualizer.Workbook", sheet: str, cell: Cell, formula: str) -> bool:
    """Give the engine a formula; False when it cannot take it apart."""
    try:
        book.set_formula(sheet, *cell, f"={formula}")
    except _REFUSALS:
        return False
    return True


def _rewritten(package: Package, replaced: Mapping[str, bytes]) -> bytes:
    """Give the package with some parts replaced, in the Transitional dialect, and without media."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in package.names:
            if name.endswith((".xml", ".rels")):
                data = replaced.get(name) or package.part(name)
                for strict, transitional in _STRICT:
                    data = data.replace(strict, transitional)
                archive.writestr(name, data)
    return buffer.getvalue()


def _add_table(book: "formualizer.Workbook", table: Table) -> None:
    if table.name not in {known["name"] for known in book.tables()}:
        book.add_table(
            table.name,
            table.sheet,
            (table.area.top, table.area.left, table.area.bottom, table.area.right),
            list(table.columns),
            header_row=table.has_header,
            totals_row=table.has_totals,
        )


def set_value(book: "formualizer.Workbook", sheet: str, cell: Cell, value: Value) -> None:
    """Give the engine a value, in place of a formula if there was one."""
    import formualizer as fz

    if isinstance(value, CellError):
        kind = next((kind for kind, code in _ERROR_CODES.items() if code == value.code), "Value")
        book.set_value(sheet, *cell, fz.LiteralValue.error(kind, None))
    else:
        book.set_value(sheet, *cell, value)


class EngineError(Exception):
    """The engine gave up."""


def evaluate(book: "formualizer.Workbook") -> None:
    """Calculate all formulas.

    Raises:
        EngineError: it could not, or not in time.
    """
    import formualizer as fz

    try:
        book.evaluate_all()
    except (fz.ExcelEvaluationError, *_REFUSALS) as cause:
        raise EngineError(str(cause)) from cause


def read_block(book: "formualizer.Workbook", sheet: str, area: Area) -> list[list[Any]]:
    """Give the values of an area as the engine has them; see value_from_engine."""
    import formualizer as fz

    block: list[list[Any]] = book.sheet(sheet).get_values(
        fz.RangeAddress(sheet, area.top, area.left, area.bottom, area.right)
    )
    return block


def value_from_engine(value: Any) -> Value:
    """Give a value that the engine has as a cell's value."""
    if value is None or isinstance(value, (float, bool, int)):
        return value
    if isinstance(value, str):
        return value or None
    if isinstance(value, (date, time, timedelta)):
        return whole_second(value)
    if isinstance(value, dict):
        return CellError(_ERROR_CODES.get(value.get("kind", ""), "#VALUE!"))
    return CellError("#VALUE!")
