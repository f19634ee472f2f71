"""The VBA project of a file: its modules, packed as Excel keeps them."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from enamnd_xl.excel.build.bridge import write_bridge
from enamnd_xl.excel.build.subs import MODULE, write_subs
from enamnd_xl.excel.build.wrappers import write_help, write_wrappers
from enamnd_xl.excel.buttons import BUTTONS
from enamnd_xl.excel.cell_functions import CATEGORY


def modules(book_name: str) -> dict[str, str]:
    """Give the modules of a file, name -> text.

    Args:
        book_name: the file's name.
    """
    return {
        "xlwings": write_bridge(),
        "EnamndFunktioner": write_wrappers(book_name),
        "EnamndHjalp": write_help(CATEGORY),
        MODULE: write_subs(BUTTONS),
    }


def pack(texts: Mapping[str, str]) -> bytes:
    """Pack modules as a VBA project; the same modules give the same bytes.

    Raises:
        UnicodeEncodeError: a module has a character that VBA's code page lacks.
    """
    from pyopenvba import ExcelFile  # type: ignore[import-untyped] # only where templates are built

    with TemporaryDirectory() as folder:
        path = Path(folder) / "projekt.xlsm"
        with ExcelFile.create_new(path) as book:
            project = book.vba_project()
            for name, text in texts.items():
                text.encode("cp1252")
                project.add_module(name, text.replace("\r\n", "\n").replace("\n", "\r\n"))
            project.delete_module("Module1")
            book.save()
        with zipfile.ZipFile(path) as package:
            return package.read("xl/vbaProject.bin")
