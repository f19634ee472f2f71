"""The VBA of the cell functions: xlwings' own wrappers, and their help for the function wizard."""

import importlib
import io
from types import SimpleNamespace

from enamnd_xl.excel.build.pywin32 import load_udfs
from enamnd_xl.functions import CELL_FUNCTIONS
from enamnd_xl.functions.registry import CellFunction

MODULE = "enamnd_xl.excel.cell_functions"
LONGEST_HELP = 255
"""The characters that the function wizard takes. Source: Application.MacroOptions, Excel's object model."""


def write_wrappers(book_name: str) -> str:
    """Write the module with the functions, each with its description.

    Args:
        book_name: the file's name; an add-in's functions concern the active workbook.
    """
    udfs = load_udfs()
    module = importlib.reload(importlib.import_module(MODULE))  # decorated as on Windows
    text = io.StringIO()
    udfs.generate_vba_wrapper(MODULE, module, text, SimpleNamespace(Name=book_name))
    head = 'Attribute VB_Name = "EnamndFunktioner"\n#Const App = "Microsoft Excel"\n'
    return head + _described(text.getvalue())


def write_help(category: str) -> str:
    """Write the module that tells the function wizard about the functions when the file is opened."""
    calls = "".join(_register(function, category) for function in CELL_FUNCTIONS.values())
    return f"""Attribute VB_Name = "EnamndHjalp"
Option Explicit

Public Sub Auto_Open()
    ' Funktionsguiden kan bara beskriva funktioner i en bok som inte är dold; ett tillägg visas därför så länge.
    Dim ArTillagg As Boolean
    On Error Resume Next
    Application.ScreenUpdating = False
    ArTillagg = ThisWorkbook.IsAddin
    If ArTillagg Then ThisWorkbook.IsAddin = False
    BeskrivFunktioner
    If ArTillagg Then ThisWorkbook.IsAddin = True
    If ArTillagg Then ThisWorkbook.Saved = True
    Application.ScreenUpdating = True
End Sub

Private Sub BeskrivFunktioner()
    Dim Bok As String
    Bok = "'" & ThisWorkbook.Name & "'!"
    On Error Resume Next
{calls}End Sub
"""


def _described(text: str) -> str:
    """Put each function's description inside it, where Excel reads it when macros are blocked too."""
    for function in CELL_FUNCTIONS.values():
        start = text.index(f"Function {function.name}(")
        end = text.index("\n", start) + 1
        attribute = f"Attribute {function.name}.VB_Description = {_quote(function.description)}\n"
        text = text[:end] + attribute + text[end:]
    return text


def _register(function: CellFunction, category: str) -> str:
    arguments = ", _\n            ".join(_quote(argument.help) for argument in function.arguments)
    return (
        f'    Application.MacroOptions Macro:=Bok & "{function.name}", Category:={_quote(category)}, _\n'
        f"        Description:={_quote(function.description)}, _\n"
        f"        ArgumentDescriptions:=Array( _\n            {arguments})\n"
    )


def _quote(text: str) -> str:
    """Write a text as VBA writes one.

    Raises:
        ValueError: it is longer than the function wizard takes.

    >>> _quote('tolv "delar" till')
    '"tolv ""delar"" till"'
    """
    if len(text) > LONGEST_HELP:
        raise ValueError(f"{len(text)} characters of help, of at most {LONGEST_HELP}: {text}")
    return '"' + text.replace('"', '""') + '"'
