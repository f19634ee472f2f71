"""The file and its structure (1xx): what a workbook holds at all."""

from collections.abc import Iterator

from enamnd_xl.reconcile.finding import Finding, Severity
from enamnd_xl.reconcile.registry import rule
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.snapshot import is_number


@rule(
    "EN101",
    "inga-tal",
    checks="Att arbetsboken innehåller tal att stämma av.",
    why="En bok utan tal blir grön utan att något har kontrollerats; det ska synas.",
    example="Arbetsboken har tre blad med bara text.",
    remedy="Kontrollera att det är rätt fil, och att talen inte är inklistrade som text eller bild.",
)
def check_has_numbers(work: Workpaper) -> Iterator[Finding]:
    """Find workbooks without numbers."""
    if not any(is_number(value) for sheet in work.snapshot.sheets for row in sheet.rows for value in row):
        yield Finding(
            code="EN101",
            severity=Severity.INFO,
            sheet="",
            cell=None,
            message="Arbetsboken innehåller inga tal, så det finns inget att stämma av.",
            hint="Kontrollera att det är rätt fil, och att talen inte är inklistrade som text eller bild.",
        )
