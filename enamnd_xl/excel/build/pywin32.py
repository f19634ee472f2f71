"""Stand-ins for pywin32, so that xlwings' own code for cell functions runs where there is no Windows."""

import sys
import types
from typing import Any


def load_udfs() -> Any:
    """Load xlwings.udfs, and let xlwings' decorators be those it has on Windows.

    Returns:
        The module xlwings.udfs, with xlwings' generator of VBA and its call_udf.
    """
    if "xlwings.udfs" not in sys.modules and not sys.platform.startswith("win"):
        _put_stand_ins()
    import xlwings
    import xlwings.udfs as udfs

    decorators = {"func": udfs.xlfunc, "arg": udfs.xlarg, "ret": udfs.xlret, "sub": udfs.xlsub, "script": udfs.xlsub}
    for name, decorator in decorators.items():
        setattr(xlwings, name, decorator)
    return udfs


def _put_stand_ins() -> None:
    names = ("pythoncom", "pywintypes", "win32com", "win32com.client")
    pythoncom, pywintypes, win32com, client = (types.ModuleType(name) for name in names)
    pythoncom.CoInitialize = lambda *_: None  # type: ignore[attr-defined]
    pywintypes.com_error = type("com_error", (Exception,), {})  # type: ignore[attr-defined]
    client.Dispatch = lambda native, *_, **__: native  # type: ignore[attr-defined]
    win32com.client = client  # type: ignore[attr-defined]
    sys.modules.update(zip(names, (pythoncom, pywintypes, win32com, client), strict=True))
