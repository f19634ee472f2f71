"""The add-in and the template: workbooks of ours with VBA, a ribbon and buttons put into the package."""

import re
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from enamnd_xl.books.canvas import Canvas
from enamnd_xl.books.living import living_book
from enamnd_xl.books.living.norrbotten_2025 import BOARD
from enamnd_xl.books.spec import BookSpec, Role
from enamnd_xl.excel.build.blank import blank_book
from enamnd_xl.excel.build.project import modules, pack
from enamnd_xl.excel.build.ribbon import write_ribbon
from enamnd_xl.excel.build.sheet_buttons import draw_buttons
from enamnd_xl.excel.buttons import BUTTONS
from enamnd_xl.files.build import build_book

ADD_IN, TEMPLATE = "enamnd_xl.xlam", "enamnd_mall.xlsm"

_PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MAIN_TYPES = {
    ".xlam": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
}
_PROJECT_TYPE = '<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
_VML_TYPE = '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
_PROJECT = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_RIBBON = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
_VML = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/vmlDrawing"
_RELATIONSHIPS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
_AFTER_LEGACY = re.compile(r"<tableParts|<extLst|</worksheet>")  # what follows legacyDrawing in a worksheet
_BUTTONS_AT = (5, 4)  # the column and row of the buttons on Start, right of what is printed


def build_templates(folder: Path) -> tuple[Path, Path]:
    """Build the add-in and the template for a new year; the same parts each time.

    Returns:
        Their paths.
    """
    folder.mkdir(parents=True, exist_ok=True)
    template = blank_book(living_book(BOARD), TEMPLATE)
    return _build(_add_in_book(), folder / ADD_IN), _build(template, folder / TEMPLATE)


def _add_in_book() -> BookSpec:
    """The workbook inside the add-in, which nobody sees: an add-in must have a sheet."""
    sheet = Canvas("E-nämnd", (80.0,))
    sheet.put((1, 1), "Tillägget E-nämnd: flik, knappar och funktioner.", Role.TITLE)
    return BookSpec(ADD_IN, "E-nämnd, tillägg för Excel", "", (sheet.finish(headings=0),))


def _build(book: BookSpec, target: Path) -> Path:
    with TemporaryDirectory() as folder:
        path = build_book(book, Path(folder))
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    _add_macros(parts, target)
    if target.suffix == ".xlam":
        _add_ribbon(parts)
    else:
        _add_buttons(parts)
    draft = target.with_name(f".{target.name}")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)  # without a time
    return draft.replace(target)


def _add_macros(parts: dict[str, bytes], target: Path) -> None:
    parts["xl/vbaProject.bin"] = pack(modules(target.name))
    _edit(parts, "[Content_Types].xml", _PLAIN, _MAIN_TYPES[target.suffix])
    _edit(parts, "[Content_Types].xml", "</Types>", f"{_PROJECT_TYPE}</Types>")
    _relate(parts, "xl/_rels/workbook.xml.rels", "rIdMakron", _PROJECT, "vbaProject.bin")
    _edit(parts, "xl/workbook.xml", "<workbookPr", '<workbookPr codeName="ThisWorkbook"')
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    if "<sheetPr" in sheet:
        _edit(parts, "xl/worksheets/sheet1.xml", "<sheetPr", '<sheetPr codeName="Sheet1"')
    else:
        _edit(parts, "xl/worksheets/sheet1.xml", "<dimension", '<sheetPr codeName="Sheet1"/><dimension')


def _add_ribbon(parts: dict[str, bytes]) -> None:
    parts["customUI/customUI.xml"] = write_ribbon(BUTTONS).encode()
    _relate(parts, "_rels/.rels", "rIdFlik", _RIBBON, "customUI/customUI.xml")


def _add_buttons(parts: dict[str, bytes]) -> None:
    parts["xl/drawings/vmlDrawingKnappar.vml"] = draw_buttons(BUTTONS, *_BUTTONS_AT)
    types = parts["[Content_Types].xml"].decode()
    if 'Extension="vml"' not in types:
        _edit(parts, "[Content_Types].xml", "<Override", f"{_VML_TYPE}<Override")
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    parts.setdefault(rels, _RELATIONSHIPS.encode())
    _relate(parts, rels, "rIdKnappar", _VML, "../drawings/vmlDrawingKnappar.vml")
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    place = _AFTER_LEGACY.search(sheet)
    if place is None:
        raise ValueError("a worksheet without an end")
    drawing = '<legacyDrawing r:id="rIdKnappar"/>'
    parts["xl/worksheets/sheet1.xml"] = f"{sheet[: place.start()]}{drawing}{sheet[place.start() :]}".encode()


def _relate(parts: dict[str, bytes], rels: str, ident: str, kind: str, target: str) -> None:
    _edit(
        parts, rels, "</Relationships>", f'<Relationship Id="{ident}" Type="{kind}" Target="{target}"/></Relationships>'
    )


def _edit(parts: dict[str, bytes], name: str, old: str, new: str) -> None:
    """Replace the first of a text in a part.

    Raises:
        ValueError: the part does not have it.
    """
    text = parts[name].decode()
    if old not in text:
        raise ValueError(f"{name} has no {old}")
    parts[name] = text.replace(old, new, 1).encode()
