# ruff: noqa: E501 -- XML and cases are written a line an item
"""Workbooks of other kinds: their values are read, and that their formulas are not is said."""

import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from enamnd_xl.errors import ReadError
from enamnd_xl.files.read import read
from enamnd_xl.workbook.snapshot import Sheet

ODS = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
)
TABLE = (
    '<table:table table:name="Budget"><table:table-row><table:table-cell office:value-type="string"><text:p>Luleå</text:p>'
    '</table:table-cell><table:table-cell office:value-type="float" office:value="12.5" table:formula="of:=SUM(1)"/>'
    '<table:table-cell table:number-columns-repeated="16382"/></table:table-row>'
    '<table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/>'
    "</table:table-row></table:table>"
)


def write_ods(path: Path, tables: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", ODS.format(tables=tables))
    return path


def test_open_document(tmp_path: Path) -> None:
    reading = read(write_ods(tmp_path / "bok.ods", TABLE))
    assert reading.snapshot.sheets == (Sheet("Budget", (("Luleå", 12.5),)),)
    assert "varken formler" in reading.gaps[0].reason


def test_open_document_without_sheets(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="inga kalkylblad"):
        read(write_ods(tmp_path / "bok.ods", ""))


def test_a_library_that_panics_costs_the_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    def panic(*_: object) -> None:
        raise PanicException("no entry found for key")

    import python_calamine

    monkeypatch.setattr(python_calamine.CalamineWorkbook, "from_path", panic)
    with pytest.raises(ReadError, match="skadad eller skriven"):
        read(write_ods(tmp_path / "bok.ods", TABLE))


def test_openpyxl_reads_none_of_them(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="openpyxl inte läser"):
        read(write_ods(tmp_path / "bok.ods", TABLE), "openpyxl")


@pytest.mark.e2e
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_what_libreoffice_writes(kind: str, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "bok.xlsx")
    sheet = book.add_worksheet("Budget")
    sheet.write_row("A1", ["Kommun", "Belopp", True])
    sheet.write_formula("B2", "=1+1", None, 2)
    sheet.write_datetime("B3", date(2025, 1, 31), book.add_format({"num_format": "yyyy-mm-dd"}))  # type: ignore[arg-type]
    book.add_worksheet("Dolt").hide()
    book.close()
    office = shutil.which("soffice") or "soffice"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(tmp_path),
        str(tmp_path / "bok.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    reading = read(tmp_path / f"bok.{kind}")
    assert reading.snapshot.sheets[0].rows == (("Kommun", "Belopp", True), (None, 2), (None, date(2025, 1, 31)))
    assert reading.snapshot.sheets[1].hidden
    assert len(reading.gaps) == 1
