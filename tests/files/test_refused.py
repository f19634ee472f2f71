# ruff: noqa: E501 -- XML and workbooks are written a line an item
"""What cannot be read: one Swedish sentence each that names what it is, and what to do."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from enamnd_xl.errors import ReadError
from enamnd_xl.files import package
from enamnd_xl.files.read import Reader, read
from handmade import MAIN, XML, worksheet, write_package

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500)
MACRO = (
    f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
BETA = '<workbook xmlns="http://schemas.microsoft.com/office/excel/2006/2"/>'
SHEET = worksheet('<row r="1"><c r="A1"><v>1</v></c></row>')


def _utf16(text: str) -> bytes:
    return (text + "\0").encode("utf-16-le")


def _zip(path: Path, parts: dict[str, bytes | str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def _real_book(path: Path) -> bytes:
    book = xlsxwriter.Workbook(path)
    book.add_worksheet().write_column("A1", range(500))
    book.close()
    return path.read_bytes()


def _truncated(path: Path) -> None:
    path.write_bytes(_real_book(path)[:3000])


def _damaged(path: Path) -> None:
    data = bytearray(_real_book(path))
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    at = info.header_offset + 80
    data[at : at + 40] = bytes(40)
    path.write_bytes(data)


def _bomb(path: Path) -> None:
    write_package(path, {"Blad1": worksheet(" " * (package.GRACE_BYTES + 1))})


def _xml_bomb(path: Path) -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'{XML}<!-- <a> --><!DOCTYPE sst [<!ENTITY a0 "a">{entities}]><sst xmlns="{MAIN}"><si><t>&a9;</t></si></sst>'
    write_package(path, {"Blad1": worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')}, {"xl/sharedStrings.xml": bomb})  # fmt: skip


def _locked_zip(path: Path) -> None:
    write_package(path, {"Blad1": SHEET})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    path.write_bytes(data)


BOF = bytes.fromhex("09081000000605001719cd07c9c0000006040000")


def _write(data: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(data) and None


def _package(sheets: dict[str, str], parts: dict[str, str | bytes]) -> Callable[[Path], None]:
    return lambda path: write_package(path, sheets, parts) and None


# name, file name, how it is made, what the message says
CASES = (
    ("empty file", "tom.xlsx", lambda path: path.touch(), "är tom (0 byte)"),
    ("text", "text.xlsx", _write("Kommun;Belopp\nLuleå;1\n".encode()), "är ingen Excelarbetsbok utan en textfil"),
    ("web page named .xls", "rapport.xls", _write(b"\xef\xbb\xbf<html><table><tr><td>1"), "en webbsida (HTML)"),
    ("Excel 2003 XML", "gammal.xls", _write(b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'), "Excel 2003"),
    ("PDF", "budget.pdf", _write(b"%PDF-1.7\n"), "en PDF-fil"),
    ("Parquet", "data.parquet", _write(b"PAR1\x15\x04"), "en Parquetfil"),
    ("gzip", "bok.xlsx", _write(b"\x1f\x8b\x08\0"), "en gzipfil"),
    ("unknown binary", "bok.xlsx", _write(bytes(range(7, 90))), "är ingen Excelarbetsbok"),
    ("Numbers", "bok.numbers", lambda path: _zip(path, {"Index/Document.iwa": b"x"}), "är en Numbersfil"),
    ("Word", "brev.xlsx", lambda path: _zip(path, {"[Content_Types].xml": "<Types/>", "word/document.xml": "<a/>"}), "ett Worddokument"),
    ("zip of something else", "bilder.xlsx", lambda path: _zip(path, {"bild.png": b"x"}), "ett zip-arkiv"),
    ("encrypted", "hemlig.xlsx", _write(OLE + _utf16("EncryptedPackage")), "krypterad med lösenord"),
    ("encrypted .xls", "hemlig.xls", _write(OLE + _utf16("Workbook") + BOF + bytes.fromhex("2f0006000000") + bytes(4)), "krypterad med lösenord"),
    (".xls of Excel 5, encrypted and write-protected", "hemlig.xls", _write(OLE + _utf16("Book") + bytes.fromhex("090808000005050017190000860000002f00040000000000")), "krypterad med lösenord"),
    ("broken .xls with its name in capitals", "gammal.xls", _write(OLE + _utf16("WORKBOOK")), "skadad"),
    ("Excel 3", "gammal.xls", _write(bytes.fromhex("0902060000001000")), "en Excelbok från 1990-talet"),
    ("Excel 4", "gammal.xls", _write(bytes.fromhex("0904060000001000")), "en Excelbok från 1990-talet"),
    ("a namespace of a trial version", "prov.xlsx", _package({"Blad1": SHEET}, {"xl/workbook.xml": BETA}), "okänt format"),
    ("no namespace", "bok.xlsx", _package({"Blad1": SHEET}, {"xl/workbook.xml": "<workbook/>"}), "okänt format"),
    ("old Word", "brev.xls", _write(OLE + _utf16("WordDocument")), "ingen Excelarbetsbok"),
    ("broken .xls", "gammal.xls", _write(OLE + _utf16("Workbook")), "skadad"),
    ("truncated", "halv.xlsx", _truncated, "skadad eller ofullständigt hämtad"),
    ("damaged part", "skadad.xlsx", _damaged, "går inte att packa upp"),
    ("no workbook part", "bok.xlsx", _package({"Blad1": SHEET}, {"xl/workbook.xml": ""}), "saknar arbetsboksdel"),
    ("no sheets", "bok.xlsx", _package({}, {}), "inga kalkylblad"),
    ("lost sheet", "bok.xlsx", _package({"Blad1": SHEET}, {"xl/worksheets/sheet1.xml": ""}), "bladet Blad1 saknas"),
    ("broken workbook part", "bok.xlsx", _package({"Blad1": SHEET}, {"xl/workbook.xml": "<workbook><sheets>"}), "inte giltig XML"),
    ("broken sheet", "bok.xlsx", _package({"Blad1": SHEET.replace("</c>", "</d>")}, {}), "skadad"),
    ("macro sheet of Excel 4", "bok.xlsm", _package({"Makro1": SHEET}, {"xl/_rels/workbook.xml.rels": MACRO}), "är ett makro- eller dialogblad"),
    ("zip bomb", "bomb.xlsx", _bomb, "zip-bomb"),
    ("XML bomb", "bomb.xlsx", _xml_bomb, "dokumenttypsdeklaration"),
    ("zip with a password", "bok.xlsx", _locked_zip, "lösenord"),
)  # fmt: skip


@pytest.mark.parametrize("name, file, make, says", CASES, ids=[case[0] for case in CASES])
@pytest.mark.parametrize("reader", ["snabb", "openpyxl"])
def test_refused(name: str, file: str, make: Callable[[Path], None], says: str, reader: Reader, tmp_path: Path) -> None:
    make(path := tmp_path / file)
    with pytest.raises(ReadError) as caught:
        read(path, reader)
    if reader == "snabb":
        assert says in caught.value.message
    assert file in caught.value.message
    assert caught.value.hint.endswith(".")


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="finns inte"):
        read(tmp_path / "finns inte.xlsx")
    with pytest.raises(ReadError, match="är en mapp"):
        read(tmp_path)
    with pytest.raises(ReadError, match="går inte att öppna"):
        read("nolla\0.xlsx")


def test_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path := tmp_path / "bok.xlsx").write_bytes(b"PK")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # root may read everything, so the system is not asked
    with pytest.raises(ReadError, match="behörighet saknas"):
        read(path)


@pytest.mark.parametrize("kind", [".xlsm", ".xlam", ".xltx", ".dat"])
def test_the_extension_is_not_asked(kind: str, tmp_path: Path) -> None:
    assert read(write_package(tmp_path / f"bok{kind}", {"Blad1": SHEET})).snapshot.sheets[0].rows == ((1,),)
    assert os.listdir(tmp_path) == [f"bok{kind}"]
