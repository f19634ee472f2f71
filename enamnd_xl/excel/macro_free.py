"""A copy of a workbook without its macros: .xlsm in, .xlsx out, everything else as it was."""

import os
import re
import tempfile
import zipfile
from pathlib import Path

_MACRO_PARTS = re.compile(r"xl/(_rels/)?vba|customUI/", re.IGNORECASE)
_MAIN_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_PLAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
# A type that only a macro part has, and the relationships that lead to one; a button stays and does nothing.
_TYPE = re.compile(r"<(?:Default|Override)\b[^>]*(?:vbaProject|customUI|ms-office\.vba)[^>]*/>")
_RELATION = re.compile(
    r'<Relationship\b[^>]*Type="[^"]*/(?:vbaProject|ui/(?:user)?extensibility)"[^>]*/>', re.IGNORECASE
)
_CALL = re.compile(r'(\b(?:fmlaM|m)acro=")[^"]*(?=")|<x:FmlaMacro>[^<]*</x:FmlaMacro>')


def drop_macros(source: Path, target: Path) -> None:
    """Write a copy without macros; one that stands at the target is replaced in one step.

    Args:
        source: a workbook, .xlsm.
        target: where the copy goes, .xlsx.
    """
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.stem}-", delete=False) as file:
        try:
            with zipfile.ZipFile(source) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
                for part in old.infolist():
                    if not _MACRO_PARTS.match(part.filename):
                        new.writestr(part, _without_macros(part.filename, old.read(part)), zipfile.ZIP_DEFLATED)
        except BaseException:
            file.close()
            os.unlink(file.name)
            raise
    os.replace(file.name, target)


def _without_macros(name: str, data: bytes) -> bytes:
    if name == "[Content_Types].xml":
        return _TYPE.sub("", data.decode()).replace(_MAIN_TYPE, _PLAIN_TYPE).encode()
    if name in ("_rels/.rels", "xl/_rels/workbook.xml.rels"):
        return _RELATION.sub("", data.decode()).encode()
    if name.startswith(("xl/drawings/", "xl/ctrlProps/", "xl/worksheets/")) and b"acro" in data:
        return _CALL.sub(lambda found: found[1] or "", data.decode()).encode()
    return data
