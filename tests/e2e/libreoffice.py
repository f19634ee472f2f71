"""LibreOffice without a window, with a profile of its own that recalculates every workbook it opens."""

import subprocess
from pathlib import Path

# Its standard profile trusts the values stored in a file; 0 makes it recalculate always.
# Source: org.openoffice.Office.Calc/Formula/Load, OOXMLRecalcMode and ODFRecalcMode
_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
<prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


class LibreOffice:
    """Converts files; one profile folder for the life of the object, so that no other session is touched."""

    def __init__(self, home: Path) -> None:
        self.home = home
        settings = home / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_RECALCULATE, encoding="utf-8")

    def recalculate(self, book: Path) -> Path:
        """Open a workbook, calculate every formula again, and save a copy as .xlsx.

        Args:
            book: the workbook; it is not touched.

        Returns:
            The copy.
        """
        out = self.home / "out"
        command = ["soffice", f"-env:UserInstallation={(self.home / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(book)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return out / f"{book.stem}.xlsx"
