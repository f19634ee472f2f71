"""What an Open XML workbook is made of: its sheets and their parts, names, tables and cell formats."""

import posixpath
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from enamnd_xl.errors import ReadError
from enamnd_xl.files.formats import BUILT_IN, changes_meaning, date_kind, plain_formula, unescape
from enamnd_xl.files.package import Package
from enamnd_xl.record import Record
from enamnd_xl.workbook.address import Area
from enamnd_xl.workbook.snapshot import DefinedName, Table

_RELATIONSHIP_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)

_NAMESPACES = (
    "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "{http://purl.oclc.org/ooxml/spreadsheetml/main}",
)


class SheetPart(Record):
    """A worksheet's name, whether it is hidden, and the part that holds it."""

    name: str
    hidden: bool
    part: str


class Structure(Record):
    """What the workbook part tells.

    Args:
        sheets: the worksheets in tab order; chart, dialog and macro sheets are left out.
        names: defined names sorted by sheet and name.
        tables: tables sorted by name.
        epoch_1904: whether days are counted from 1904.
        iterates: whether formulas that go round in a circle are calculated over and over.
        rounds: whether each value is rounded to the decimals that its cell shows.
        date_styles: style number -> kind of moment its format shows ("date" or "duration").
        meaning_styles: style number -> format code, where the format changes what a number means.
        strings: the part with the shared strings, or "".
        strict: whether it is written in the Strict dialect.
    """

    sheets: tuple[SheetPart, ...]
    names: tuple[DefinedName, ...]
    tables: tuple[Table, ...]
    epoch_1904: bool
    iterates: bool
    rounds: bool
    date_styles: dict[int, str]
    meaning_styles: dict[int, str]
    strings: str
    strict: bool


def read_structure(package: Package) -> Structure:
    """Read what an Open XML workbook is made of.

    Raises:
        ReadError: it has no workbook part, no worksheet or a macro sheet, or its XML is broken or of another kind.
    """
    workbook_part = next(
        (target for kind, _, target in _relationships(package, "") if kind == "officeDocument"), "xl/workbook.xml"
    )
    if workbook_part not in package:
        raise ReadError(
            f"{package.path.name} är ingen Excelarbetsbok: arkivet saknar arbetsboksdel.",
            "Öppna den i det program som den kommer från och spara som Excelarbetsbok (.xlsx).",
        )
    book = parse_xml(package, workbook_part)
    if not book.tag.startswith(_NAMESPACES):  # the engine would leave out values without a word
        raise ReadError(
            f"{package.path.name} är skriven i ett okänt format, troligen från en provversion av ett program.",
            "Öppna den i Excel och spara den som Excelarbetsbok (.xlsx).",
        )
    related = {ident: (kind, target) for kind, ident, target in _relationships(package, workbook_part)}
    parts = dict(related.values())
    tabs = list(book.iterfind("{*}sheets/{*}sheet"))
    _refuse_macro_sheets(package, tabs, related)
    sheets = tuple(_sheet_parts(package, tabs, related))
    if not sheets:
        raise ReadError(f"{package.path.name} har inga kalkylblad.", "Kontrollera att det är rätt fil.")
    codes = _style_codes(package, parts.get("styles", ""))
    properties, calculation = book.find("{*}workbookPr"), book.find("{*}calcPr")
    return Structure(
        sheets=sheets,
        names=_names(book, [tab.get("name", "") for tab in tabs]),
        tables=tuple(sorted(_tables(package, sheets), key=lambda table: table.name.casefold())),
        epoch_1904=properties is not None and is_true(properties.get("date1904")),
        iterates=calculation is not None and is_true(calculation.get("iterate")),
        rounds=calculation is not None and not is_true(calculation.get("fullPrecision", "1")),
        date_styles={i: kind for i, code in enumerate(codes) if (kind := date_kind(code))},
        meaning_styles={i: code for i, code in enumerate(codes) if changes_meaning(code)},
        strings=parts.get("sharedStrings", ""),
        strict="purl.oclc.org" in book.tag,
    )


def parse_xml(package: Package, part: str) -> ET.Element:
    """Parse one of the small parts.

    Raises:
        ReadError: the XML is broken.
    """
    try:
        return ET.fromstring(package.part(part))  # noqa: S314 -- a package's parts have no document type
    except ET.ParseError as cause:
        raise ReadError(
            f"{package.path.name} är skadad: delen {part} är inte giltig XML.",
            "Öppna den i Excel, låt Excel reparera den och spara en kopia.",
        ) from cause


def is_true(text: str | None) -> bool:
    """Read an XML boolean."""
    return text in ("1", "true", "on")


def _relationships(package: Package, part: str) -> Iterator[tuple[str, str, str]]:
    """Give (kind, id, target part) of each of a part's relationships; those that lead out of the file left out."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels not in package:
        return
    for item in parse_xml(package, rels):
        if item.get("TargetMode") != "External":
            target = unquote(item.get("Target", "")).replace("\\", "/")
            path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            yield item.get("Type", "").rpartition("/")[2], item.get("Id", ""), path


def _sheet_parts(
    package: Package, tabs: Iterable[ET.Element], related: dict[str, tuple[str, str]]
) -> Iterator[SheetPart]:
    for tab in tabs:
        kind, target = _related(tab, related)
        if kind == "worksheet":
            if target not in package:
                raise ReadError(
                    f"{package.path.name} är skadad: bladet {tab.get('name')} saknas i filen.",
                    "Hämta filen på nytt, eller öppna den i Excel, låt Excel reparera den och spara en kopia.",
                )
            yield SheetPart(tab.get("name", ""), tab.get("state", "visible") != "visible", target)


def _refuse_macro_sheets(package: Package, tabs: Iterable[ET.Element], related: dict[str, tuple[str, str]]) -> None:
    for tab in tabs:
        if _related(tab, related)[0] not in ("worksheet", "chartsheet", ""):
            raise ReadError(
                f"{package.path.name}: bladet {tab.get('name')} är ett makro- eller dialogblad från äldre Excel, "
                "och en arbetsbok med sådana läses inte.",
                "Ta bort bladet och spara en kopia.",
            )


def _related(tab: ET.Element, related: dict[str, tuple[str, str]]) -> tuple[str, str]:
    """Give the kind and the part of a sheet."""
    ident = next((tab.get(key) for key in _RELATIONSHIP_IDS if tab.get(key)), None)
    return related.get(ident or "", ("", ""))


def _names(book: ET.Element, tabs: list[str]) -> tuple[DefinedName, ...]:
    names = []
    for item in book.iterfind("{*}definedNames/{*}definedName"):
        name, local = item.get("name", ""), item.get("localSheetId", "")
        if not name.startswith("_xlnm."):  # print areas, filters: Excel's own book-keeping
            sheet = tabs[int(local)] if local.isdecimal() and int(local) < len(tabs) else None
            names.append(DefinedName(name, plain_formula(item.text or ""), sheet))
    return tuple(sorted(names, key=name_order))


def name_order(name: DefinedName) -> tuple[str, str]:
    """Order names as a snapshot does."""
    return name.name.casefold(), name.sheet or ""


def _tables(package: Package, sheets: Iterable[SheetPart]) -> Iterator[Table]:
    for sheet in sheets:
        for kind, _, target in _relationships(package, sheet.part):
            if kind == "table" and target in package:
                item = parse_xml(package, target)
                yield Table(
                    item.get("displayName", item.get("name", "")),
                    sheet.name,
                    Area.from_a1(item.get("ref", "A1")),
                    tuple(unescape(c.get("name", "")) for c in item.iterfind("{*}tableColumns/{*}tableColumn")),
                    has_header=item.get("headerRowCount", "1") != "0",
                    has_totals=item.get("totalsRowCount", "0") != "0",
                )


def _style_codes(package: Package, part: str) -> list[str]:
    """Give the number format code of each cell style."""
    if part not in package:
        return []
    styles = parse_xml(package, part)
    custom = {item.get("numFmtId"): item.get("formatCode", "") for item in styles.iterfind("{*}numFmts/{*}numFmt")}
    idents = [item.get("numFmtId", "0") for item in styles.iterfind("{*}cellXfs/{*}xf")]
    return [custom.get(ident) or BUILT_IN.get(ident, "") for ident in idents]
