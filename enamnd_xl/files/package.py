"""Opening a file safely: what kind it is, and its parts, with the dangers of a hostile zip and hostile XML taken out.

Nothing here believes the file's extension. Each way in which a file cannot be read has its own sentence.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from errno import ELOOP
from pathlib import Path

from enamnd_xl.errors import ReadError

MAX_PARTS = 20_000
MAX_PART_BYTES = 1 << 30
MAX_TOTAL_BYTES = 2 << 30
"""Source: our own limits; ten times the unzipped size of a book with a million cells on each of four sheets."""
MAX_RATIO = 100
GRACE_BYTES = 64 << 20
"""Source: Apache POI's ZipSecureFile calls more than 100:1 a bomb. Empty formatted rows do compress that well,
so the ratio counts only for a part that is large as well."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FIRST_TAG = re.compile(rb"<[A-Za-z_]")
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding=[\"']([A-Za-z0-9._-]+)[\"']")
_BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))


class Kind(Enum):
    """The kinds of workbook that can be read."""

    OOXML = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"


class Package:
    """The parts of an Open XML workbook.

    Part names are found whatever their case and slashes, as Excel finds them.
    """

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.path = path
        self._zip = archive
        self._infos = {_part_key(info.filename): info for info in archive.infolist()}
        self.recoded: dict[str, bytes] = {}

    def __contains__(self, name: str) -> bool:
        return _part_key(name) in self._infos

    @property
    def names(self) -> list[str]:
        """The parts' names as the zip has them."""
        return self._zip.namelist()

    def part(self, name: str) -> bytes:
        """Give a part as UTF-8 XML without a document type declaration; empty when it is not there.

        Raises:
            ReadError: it is damaged, encrypted, or declares a document type.
        """
        info = self._infos.get(_part_key(name))
        if info is None:
            return b""
        try:
            data = self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as cause:
            raise ReadError(
                f"{self.path.name} är skadad: delen {info.filename} går inte att packa upp.", MENDS
            ) from cause
        plain = self._as_utf8(data)
        if _has_doctype(plain):
            # Source: ECMA-376 Part 2 (OPC), M1.17: a package's XML shall not contain DTD declarations
            raise ReadError(
                f"{self.path.name} innehåller en dokumenttypsdeklaration (DTD), som inte får finnas i en arbetsbok "
                "och som brukar vara ett försök att få program att gå ner.",
                "Öppna inte filen; fråga avsändaren.",
            )
        if plain is not data:
            self.recoded[info.filename] = plain
        return plain

    def _as_utf8(self, data: bytes) -> bytes:
        codec = next((codec for mark, codec in _BOMS if data.startswith(mark)), "")
        if not codec:
            declared = _ENCODING.match(data)
            codec = declared[1].decode().lower() if declared else "utf-8"
            if codec in ("utf-8", "utf8", "us-ascii", "ascii"):
                return data
        try:
            text = data.decode(codec)
        except (UnicodeDecodeError, LookupError) as cause:
            raise ReadError(f"{self.path.name} är skadad: okänd teckenkodning {codec}.", MENDS) from cause
        return re.sub(r"^\ufeff?<\?xml[^>]*\?>", "", text).encode()


def _has_doctype(data: bytes) -> bool:
    """Tell whether XML declares a document type; that stands before the root element, perhaps among comments."""
    root = _FIRST_TAG.search(data)
    prolog = data[: root.start()] if root else data
    return b"<!" in prolog and b"<!DOCTYPE" in data


def _part_key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


MENDS = "Hämta filen på nytt, eller öppna den i Excel, låt Excel reparera den och spara en kopia."


def classify(path: Path) -> Kind:
    """Tell what kind of workbook a file is by its first bytes.

    Raises:
        ReadError: it is missing, a folder, empty, encrypted, or no workbook that can be read.
    """
    name = path.name
    try:
        if path.exists() and not path.is_file() and not path.is_dir():  # a pipe or a device may never end
            raise ReadError(f"{path} är ingen vanlig fil.", "Ange en arbetsbok.")
        with path.open("rb") as file:
            head = file.read(4096)
            if head.startswith(_OLE):
                return _classify_ole(name, head + file.read())
    except FileNotFoundError:
        raise ReadError(f"{path} finns inte.", "Kontrollera sökvägen.") from None
    except IsADirectoryError:
        raise ReadError(f"{path} är en mapp, inte en fil.", "Ange en arbetsbok.") from None
    except PermissionError:
        if path.is_dir():  # what Windows says of a folder
            raise ReadError(f"{path} är en mapp, inte en fil.", "Ange en arbetsbok.") from None
        raise ReadError(
            f"{name} får inte läsas: behörighet saknas.", "Stäng filen i andra program och kontrollera rättigheterna."
        ) from None
    except (OSError, ValueError) as cause:
        goes_round = isinstance(cause, OSError) and cause.errno == ELOOP
        reason = "länken leder runt till sig själv" if goes_round else getattr(cause, "strerror", None) or str(cause)
        raise ReadError(f"{path} går inte att öppna ({reason}).", "Kontrollera sökvägen.") from cause
    if not head:
        raise ReadError(f"{name} är tom (0 byte).", "Hämta filen på nytt.")
    if head.startswith(b"PK"):
        return _classify_zip(path)
    raise ReadError(f"{name} är ingen Excelarbetsbok utan {_describe(head)}.", _SAVE_AS)


_SAVE_AS = "Öppna den i det program som den kommer från och spara som Excelarbetsbok (.xlsx)."


_LOCKED_XLS = rb"(?s)\x09\x08[\x08\x10]\0(?:.{8}|.{16})(?:\x86\0\0\0)?\x2f\0[\x04-\xff]\0"
"""The start of a locked .xls: the records BOF, perhaps WRITEPROTECT, and FILEPASS. Source: [MS-XLS] 2.1.7.20.3."""


def _classify_ole(name: str, data: bytes) -> Kind:
    def has_stream(stream: str) -> bool:  # names are the same in capitals, which some programs write
        return any(f"{one}\0".encode("utf-16-le") in data for one in (stream, stream.upper()))

    if has_stream("EncryptedPackage") or re.search(_LOCKED_XLS, data):
        raise ReadError(
            f"{name} är krypterad med lösenord.",
            "Öppna den i Excel, ta bort lösenordet under Arkiv > Info > Skydda arbetsbok, och spara en kopia.",
        )
    if has_stream("Workbook") or has_stream("Book"):
        return Kind.XLS
    raise ReadError(f"{name} är ett äldre Officedokument men ingen Excelarbetsbok.", _SAVE_AS)


_OLD_EXCEL = rb"\x09[\0\x02\x04\x08][\x04-\x10]\0"
"""The record BOF of Excel 2 to 5, which stood in no container. Source: OpenOffice's description of the format, 5.8."""


def _describe(head: bytes) -> str:
    """Say what a file that is no workbook seems to be."""
    if re.match(_OLD_EXCEL, head):
        return "en Excelbok från 1990-talet"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, what in (
        (b"%pdf", "en PDF-fil"),
        (b"par1", "en Parquetfil"),
        (b"{\\rtf", "en RTF-fil"),
        (b"<!doctype html", "en webbsida (HTML)"),
        (b"<html", "en webbsida (HTML)"),
        (b"<table", "en webbsida (HTML)"),
        (b"\x1f\x8b", "en gzipfil"),
        (b"7z\xbc\xaf", "ett 7-Zip-arkiv"),
        (b"rar!", "ett RAR-arkiv"),
    ):
        if start.startswith(mark):
            return what
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return "ett XML-kalkylblad från Excel 2003"
    if start.startswith(b"<?xml"):
        return "en XML-fil"
    return "en binärfil av okänt slag" if b"\0" in head else "en textfil"


def _classify_zip(path: Path) -> Kind:
    with _opened(path) as archive:
        names = {_part_key(name) for name in archive.namelist()}
        if "xl/workbook.bin" in names:
            return Kind.XLSB
        if "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype")[:100]:
            return Kind.ODS
        if "[content_types].xml" in names and not any(n.startswith(("word/", "ppt/", "visio/")) for n in names):
            return Kind.OOXML
    if any(name.startswith("index/") and name.endswith(".iwa") for name in names):
        raise ReadError(f"{path.name} är en Numbersfil.", "Exportera den till Excel (.xlsx) från Numbers.")
    kind = next((text for start, text in _OTHER_PACKAGES if any(n.startswith(start) for n in names)), "ett zip-arkiv")
    raise ReadError(f"{path.name} är ingen Excelarbetsbok utan {kind}.", _SAVE_AS)


_OTHER_PACKAGES = (("word/", "ett Worddokument"), ("ppt/", "en PowerPointpresentation"), ("visio/", "en Visiofil"))


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as cause:
        raise ReadError(f"{path.name} är skadad eller ofullständigt hämtad: zip-arkivet är avbrutet.", MENDS) from cause
    with archive:
        yield archive


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """Open an Open XML workbook whose sizes are within reason.

    Raises:
        ReadError: it is no whole zip, or a zip bomb, or locked with a zip password.
    """
    with _opened(path) as archive:
        _check_sizes(path, archive.infolist())
        yield Package(path, archive)


def _check_sizes(path: Path, infos: list[zipfile.ZipInfo]) -> None:
    bomb = (
        len(infos) > MAX_PARTS
        or sum(info.file_size for info in infos) > MAX_TOTAL_BYTES
        or any(
            info.file_size > MAX_PART_BYTES
            or (info.file_size > GRACE_BYTES and info.file_size > MAX_RATIO * info.compress_size)
            for info in infos
        )
    )
    if bomb:
        raise ReadError(
            f"{path.name} packas upp till orimligt mycket data (en zip-bomb) och har inte lästs.",
            "Öppna inte filen; fråga avsändaren.",
        )
    if any(info.flag_bits & 1 for info in infos):
        raise ReadError(f"{path.name} är ett zip-arkiv med lösenord.", "Packa upp det och spara arbetsboken för sig.")
