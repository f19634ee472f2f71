"""Drives LibreOffice Calc; run by the Python that LibreOffice's own library, uno, is installed for.

Reads a request as JSON from standard input: the workbook, and steps. Writes a line for each answer. When a macro in the
workbook calls Python, it writes {"call": ...} and reads the answer from standard input: the project runs in another
Python, for two minor versions of Python do not share libraries.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback

import uno
import unohelper
from com.sun.star.beans import PropertyValue
from com.sun.star.script.provider import XScript


def start(profile):
    pipe = f"enamnd{os.getpid()}"
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", "--nologo"]
    command += ["--nodefault", f"--accept=pipe,name={pipe};urp;"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
    for _ in range(600):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            break
        except Exception:
            time.sleep(0.1)
    return process, context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def prop(name, value):
    given = PropertyValue()
    given.Name, given.Value = name, value
    return given


class Bridge(unohelper.Base, XScript):
    """What the macros call."""

    def invoke(self, given, _indexes, _out):
        name, *arguments = given
        say({"call": name, "arguments": [plain(argument) for argument in arguments]})
        answer = json.loads(sys.stdin.readline())
        return (tuple(map(tuple, answer)) if isinstance(answer, list) else answer), (), ()


def plain(argument):
    """A range as {"range": rows}, an array as rows, a left out argument as None."""
    if isinstance(argument, tuple):
        return [plain(one) for one in argument]
    if argument is None or isinstance(argument, bool | int | float | str):
        return argument
    value = argument.Value if hasattr(argument, "Value") else None
    value = value.Array if hasattr(value, "Array") else value
    rows = value if isinstance(value, tuple) else ((value,),)
    return {"range": [[plain(cell) for cell in row] for row in rows]}


def say(answer):
    print(json.dumps(answer), flush=True)


def run(document, step):
    kind, *rest = step
    sheet = document.Sheets.getByIndex(0)
    if kind == "macro":
        name, *arguments = rest
        script = document.getScriptProvider().getScript(
            f"vnd.sun.star.script:VBAProject.{name}?language=Basic&location=document"
        )
        return script.invoke(tuple(arguments), (), ())[0]
    address, content = rest
    cells = sheet.getCellRangeByName(address)
    if kind == "put":
        cells.setDataArray(tuple(tuple("" if v is None else v for v in row) for row in content))
    elif kind == "formula":
        cells.getCellByPosition(0, 0).Formula = content
    elif kind == "array":
        cells.setArrayFormula(content)
    return [list(row) for row in cells.getDataArray()]


def main():
    request = json.loads(sys.stdin.readline())
    process, desktop = start(tempfile.mkdtemp(dir=request["home"]))
    try:
        options = (prop("Hidden", True), prop("MacroExecutionMode", 4))
        document = desktop.loadComponentFromURL("file://" + request["book"], "_blank", 0, options)
        script = document.getScriptProvider().getScript(
            "vnd.sun.star.script:VBAProject.Brygga.SattPython?language=Basic&location=document"
        )
        script.invoke((Bridge(),), (), ())
        for step in request["steps"]:
            say({"result": run(document, step)})
    except Exception:
        say({"error": traceback.format_exc()})
    finally:
        os.killpg(process.pid, signal.SIGKILL)


main()
