"""A workbook with our VBA in LibreOffice Calc, whose macros reach the Python functions of the project."""

import json
import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pyopenvba import ExcelFile, VBAModuleKind

from enamnd_xl.excel.build.subs import MODULE, write_subs
from enamnd_xl.excel.build.wrappers import write_wrappers
from enamnd_xl.excel.buttons import BUTTONS

_DRIVER = Path(__file__).with_name("calc_driver.py")
_PYTHON = "/usr/bin/python3"  # the one that python3-uno is installed for

# In place of xlwings' module, whose library is for Windows: XLPy is an object that calls the driver.
_BRIDGE = """\
Attribute VB_Name = "Brygga"
Public Py As Object
Public Sub SattPython(o As Object)
    Set Py = o
End Sub
Public Function XLPy() As Object
    Set XLPy = New XLPyCalc
End Function
"""
_OBJECT = """\
Public Function CallUDF(m, f, a)
    Dim r, i, j, uppslag(), ut()
    Dim svar()
    r = Brygga.Py.invoke(Array("CallUDF", m, f, a), uppslag, ut)
    If IsArray(r) Then
        ReDim svar(0 To UBound(r), 0 To UBound(r(0)))
        For i = 0 To UBound(r)
            For j = 0 To UBound(r(0))
                svar(i, j) = r(i)(j)
            Next j
        Next i
        CallUDF = svar
    Else
        CallUDF = r
    End If
End Function
Public Function Module(namn)
    Module = namn
End Function
Public Sub SetAttr(o, namn, v)
    Dim uppslag(), ut()
    Brygga.Py.invoke Array("SetAttr", o, namn), uppslag, ut
End Sub
Public Sub Exec(text)
    Dim uppslag(), ut()
    Brygga.Py.invoke Array("Exec", text), uppslag, ut
End Sub
"""


def write_calc_book(path: Path) -> Path:
    """Write a workbook with the functions and the buttons as they are shipped, for LibreOffice."""
    with ExcelFile.create_new(path) as book:
        project = book.vba_project()
        modules = {
            "Brygga": _BRIDGE,
            "EnamndFunktioner": resolve_conditionals(write_wrappers("bok.xlsm")),
            MODULE: write_subs(BUTTONS),
        }
        for name, text in modules.items():
            project.add_module(name, text.replace("\n", "\r\n"))
        project.add_module("XLPyCalc", _OBJECT.replace("\n", "\r\n"), kind=VBAModuleKind.other)
        book.save()
    return path


def resolve_conditionals(text: str) -> str:
    """Take the #Else branch of xlwings' wrappers, for LibreOffice passes over #If and would compile both.

    >>> resolve_conditionals('#If App = "Microsoft Excel" Then\\nA\\n#Else\\nB\\n#End If\\nC\\n')
    'B\\nC\\n'
    """
    branches = r"^ *#If [^\n]*\n.*?^ *#Else\n(.*?)^ *#End If\n|^#Const [^\n]*\n"
    return re.sub(branches, r"\1", text, flags=re.DOTALL | re.MULTILINE)


def run_steps(book: Path, steps: Sequence[Sequence[Any]], answer: Callable[[str, list[Any]], Any]) -> list[Any]:
    """Carry out steps in a workbook that LibreOffice opens.

    Args:
        book: the workbook.
        steps: ("put", address, rows), ("formula", address, text), ("array", address, text), ("macro", name).
        answer: what a call from a macro is answered with: its name and arguments in, a value or rows out.

    Returns:
        For each step on cells what they show, for each macro what it gave.
    """
    driver = subprocess.Popen([_PYTHON, str(_DRIVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert driver.stdin
    assert driver.stdout
    request = {"book": str(book), "home": str(book.parent), "steps": steps}
    print(json.dumps(request), file=driver.stdin, flush=True)
    results = []
    with driver:
        for line in driver.stdout:
            said = json.loads(line)
            if "call" in said:
                print(json.dumps(answer(said["call"], said["arguments"])), file=driver.stdin, flush=True)
            else:
                assert "error" not in said, said["error"]
                results.append(said["result"])
    return results
