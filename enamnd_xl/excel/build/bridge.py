"""The VBA that starts Python: the part of xlwings' own module that the add-in needs, made safe against opened books.

xlwings looks for settings in the active workbook and in its folder, and lets Python import from there. For an add-in
that is trusted everywhere, a workbook from anybody could then start any program. So the settings are the user's own
alone, and Python imports from nowhere but its installation.
"""

import re
from pathlib import Path

from enamnd_xl.excel.profile import PROJECT

_KEPT = [
    "XLPyCommand",
    "XLPyLoadDLL",
    "XLPy",
    "KillPy",
    "GetConfigFilePath",
    "GetConfigFromFile",
    "WScript",
    "FileExists",
    "FileExistsOnWindows",
    "ParentFolder",
    "ExpandEnvironmentStrings",
]
_PROCEDURE = re.compile(
    r"^(?:Public |Private )?(?:Function|Sub) (\w+)\(.*?^End (?:Function|Sub)\n", re.DOTALL | re.MULTILINE
)
_CHANGES = (
    (r'PROJECT_NAME As String = "\w+"', f'PROJECT_NAME As String = "{PROJECT}"'),
    (r"PYTHONPATH = AddExcelDir & .*", 'PYTHONPATH = "false;;;;;" \' imports nothing from the folder of a workbook'),
    (r'tail = " -B -c ', 'tail = " -B -P -c '),  # nor from the folder that Excel happens to stand in
)
_GET_CONFIG = """\
Function GetConfig(configKey As String, Optional default As String = "") As Variant
    ' The user's own settings only, never those of an opened workbook or its folder.
    Dim configValue As String
    GetConfig = default
    If FileExists(GetConfigFilePath()) Then
        If GetConfigFromFile(GetConfigFilePath(), configKey, configValue) Then GetConfig = configValue
    End If
    GetConfig = ExpandEnvironmentStrings(GetConfig)
End Function
"""


def write_bridge() -> str:
    """Write the module, with xlwings' licence at its head.

    Raises:
        ValueError: this version of xlwings has another module than the one that is known.
    """
    import xlwings

    text = (Path(xlwings.__file__).parent / "xlwings_custom_addin.bas").read_text("cp1252")
    procedures = {found[1]: found[0] for found in _PROCEDURE.finditer(text)}
    head = text[: text.index("Public Function RunPython(")]
    note = "'Changed for E-namnd: an excerpt; settings are read from the user's own file alone.\n"
    kept = [head.replace("\n'xlwings is distributed", f"\n{note}'xlwings is distributed", 1), _GET_CONFIG]
    module = "\n".join(kept + [procedures[name] for name in _KEPT])
    for old, new in _CHANGES:
        module, count = re.subn(old, new, module)
        if not count:
            raise ValueError(f"xlwings {xlwings.__version__} has no {old} in its VBA")
    return module
