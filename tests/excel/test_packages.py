"""The add-in and the template, taken apart again: what went in comes out, and everything that is called exists."""

import importlib
import re
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest
import xlwings
from oletools.olevba import VBA_Parser

from enamnd_xl.excel.build.bridge import write_bridge
from enamnd_xl.excel.build.package import ADD_IN, TEMPLATE, build_templates
from enamnd_xl.excel.build.project import modules
from enamnd_xl.excel.build.pywin32 import load_udfs
from enamnd_xl.excel.buttons import BUTTONS
from enamnd_xl.files.read import read
from enamnd_xl.functions import CELL_FUNCTIONS

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
FILES = (ADD_IN, TEMPLATE)
CUSTOM_UI = "{http://schemas.microsoft.com/office/2006/01/customui}"


def vba(path: Path) -> dict[str, str]:
    """The modules of a file as olevba reads them, document modules left out."""
    parser = VBA_Parser(str(path))
    try:
        found = {stream.rpartition("/")[2]: code for _, stream, _, code in parser.extract_macros()}
    finally:
        parser.close()
    return {name: code.replace("\r\n", "\n") for name, code in found.items() if name not in ("ThisWorkbook", "Sheet1")}


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_what_is_shipped_is_what_would_be_built_now(tmp_path: Path) -> None:
    build_templates(tmp_path)
    for name in FILES:
        assert parts(tmp_path / name) == parts(TEMPLATES / name), "make books"


@pytest.mark.parametrize("name", FILES)
def test_olevba_reads_back_exactly_the_modules_that_were_put_in(name: str) -> None:
    found = vba(TEMPLATES / name)
    assert {key: code.rstrip() for key, code in found.items()} == {
        key: code.rstrip() for key, code in modules(name).items()
    }


@pytest.mark.parametrize("name", FILES)
def test_each_sub_names_a_button_that_exists(name: str) -> None:
    called = re.findall(r'Tryck "(\w+)"', vba(TEMPLATES / name)["EnamndKnappar"])
    assert sorted(called) == sorted([button.name for button in BUTTONS] * 2)
    module = importlib.import_module("enamnd_xl.excel.buttons")
    assert callable(module.press_button)


def test_each_action_of_the_ribbon_has_its_sub() -> None:
    ribbon = ET.fromstring(parts(TEMPLATES / ADD_IN)["customUI/customUI.xml"])
    code = vba(TEMPLATES / ADD_IN)
    actions = [button.get("onAction", "").split(".") for button in ribbon.iter(f"{CUSTOM_UI}button")]
    assert len(actions) == len(BUTTONS)
    for module, sub in actions:
        assert f"Public Sub {sub}(control As Object)" in code[module]


def test_the_ribbon_says_what_the_list_of_buttons_says() -> None:
    ribbon = ET.fromstring(parts(TEMPLATES / ADD_IN)["customUI/customUI.xml"])
    assert [tab.get("label") for tab in ribbon.iter(f"{CUSTOM_UI}tab")] == ["E-nämnd"]
    shown = [
        (button.get("label"), group.get("label"), button.get("screentip"), button.get("supertip"))
        for group in ribbon.iter(f"{CUSTOM_UI}group")
        for button in group
    ]
    assert shown == [(button.label, button.group, button.tip, button.help) for button in BUTTONS]


def test_each_button_on_start_has_its_sub() -> None:
    drawing = parts(TEMPLATES / TEMPLATE)["xl/drawings/vmlDrawingKnappar.vml"].decode()
    macros = re.findall(r"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", drawing)
    code = vba(TEMPLATES / TEMPLATE)["EnamndKnappar"]
    assert len(macros) == len(BUTTONS)
    for macro in macros:
        assert f"Public Sub {macro}()" in code


@pytest.mark.parametrize("name", FILES)
def test_each_function_calls_a_python_function_that_exists(name: str) -> None:
    load_udfs()
    called = re.findall(r'CallUDF\("([\w.]+)", "(\w+)"', vba(TEMPLATES / name)["EnamndFunktioner"])
    assert {function for _, function in called} == set(CELL_FUNCTIONS)
    for module, function in called:
        assert callable(getattr(importlib.import_module(module), function))


@pytest.mark.parametrize("name", FILES)
def test_the_function_wizard_is_told_of_every_function_and_argument(name: str) -> None:
    code = vba(TEMPLATES / name)
    for function in CELL_FUNCTIONS.values():
        for text in (function.description, *(argument.help for argument in function.arguments)):
            assert '"' + text.replace('"', '""') + '"' in code["EnamndHjalp"]
        assert f'{function.name}.VB_Description = "{function.description}"' in code["EnamndFunktioner"]


def test_the_add_in_asks_for_the_library_of_the_xlwings_that_it_is_built_with() -> None:
    libraries = set(re.findall(r'Lib "(xlwings\d+-[\d.]+\.dll)"', vba(TEMPLATES / ADD_IN)["xlwings"]))
    assert libraries == {f"xlwings{bits}-{xlwings.__version__}.dll" for bits in (32, 64)}


def test_no_workbook_can_choose_which_program_is_started() -> None:
    code = write_bridge()
    assert "ActiveWorkbook" not in code
    assert "ThisWorkbook" not in code
    assert code.count("GetConfigFilePath()") == 3  # asked for twice in GetConfig, and defined
    assert '" -B -P -c ' in code


def test_the_template_is_a_blank_book_that_adds_up() -> None:
    book = read(TEMPLATES / TEMPLATE).snapshot
    items = book.sheet("Tjänster")
    assert items is not None
    table = next(table for table in book.tables if table.name == "tblTjanster")
    column = table.area.left + table.columns.index("Belopp")
    assert [items.value((row, column)) for row in range(table.area.top + 1, table.area.bottom + 1)] == [None] * 8
    assert book.sheet("Publicerat") is None


def test_vba_names_are_none_that_vba_keeps_for_itself() -> None:
    reserved = {"and", "as", "byval", "call", "date", "dim", "each", "end", "for", "get", "if", "in", "is", "let"}
    reserved |= {
        "like",
        "loop",
        "me",
        "mod",
        "new",
        "next",
        "not",
        "on",
        "or",
        "set",
        "step",
        "sub",
        "then",
        "to",
        "xor",
    }
    used = {argument.name for function in CELL_FUNCTIONS.values() for argument in function.arguments}
    assert not used & reserved
    assert all(re.fullmatch("[a-z_]+", name) for name in used)
