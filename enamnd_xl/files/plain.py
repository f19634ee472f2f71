"""A worksheet part in its plain form: no prefixes, comments or CDATA, every row and cell with its address first.

Nearly all programs write worksheets so already; then the scan reads them as they are. What other programs write
(Open XML SDK's ``x:`` prefixes, cells without addresses, the Strict dialect) is written over once by this.
"""

from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax.saxutils import escape, quoteattr

from enamnd_xl.errors import ReadError
from enamnd_xl.workbook.address import MAX_COLUMN, MAX_ROW, from_a1, to_a1

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def make_plain(data: bytes, name: str) -> bytes:
    """Write a worksheet part in its plain form: cells and merged areas, nothing else.

    Args:
        data: the part.
        name: the file's and the sheet's name, for the error.

    Raises:
        ReadError: it is not well-formed XML.

    >>> make_plain(b'<x:worksheet xmlns:x="u"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData>'
    ...            b'</x:worksheet>', "Bok.xlsx").split(b"main")[1]
    b'"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
    """
    writer = _Writer()
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    try:
        parser.Parse(data, True)
    except (ExpatError, ValueError) as cause:
        raise ReadError(
            f"{name} är skadad: innehållet är inte giltig XML.",
            "Öppna den i Excel, låt Excel reparera den och spara en kopia.",
        ) from cause
    return "".join(writer.out).encode()


class _Writer:
    """Writes down what the parser tells; keeps count of where cells without an address stand."""

    def __init__(self) -> None:
        self.out: list[str] = [f'<worksheet xmlns="{MAIN}">']
        self._row = 0
        self._column = 0
        self._skipped = 0  # how deep inside phonetic text
        self._texts: list[str] | None = None  # the text of the element being read, when it is one that counts

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if self._skipped or name == "rPh":
            self._skipped += 1
        elif name == "row":
            self._row = int(attributes.pop("r", self._row + 1))
            self._column = 0
            self._open(name, {"r": str(self._row)})
        elif name == "c":
            self._start_cell(attributes)
        elif name in ("f", "v"):
            self._open(name, attributes)
            self._texts = []
        elif name == "is":
            self._texts = []
        elif name in ("sheetData", "mergeCells", "mergeCell"):
            self._open(name, attributes if name == "mergeCell" else {})

    def _start_cell(self, attributes: dict[str, str]) -> None:
        address = attributes.pop("r", "")
        row, self._column = from_a1(address) if address else (self._row, self._column + 1)
        if row > MAX_ROW or self._column > MAX_COLUMN:
            raise ValueError(address)
        self._open("c", {"r": to_a1((row, self._column)), **attributes})

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        kept = "".join(f" {key}={_quoted(value)}" for key, value in attributes.items() if " " not in key)
        self.out.append(f"<{name}{kept}>")

    def text(self, text: str) -> None:
        if self._texts is not None and not self._skipped:
            self._texts.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if self._skipped:
            self._skipped -= 1
            return
        if name in ("f", "v", "is") and self._texts is not None:
            text = escape("".join(self._texts))
            self.out.append(f'<is><t xml:space="preserve">{text}</t></is>' if name == "is" else f"{text}</{name}>")
            self._texts = None
        elif name in ("sheetData", "mergeCells", "mergeCell", "row", "c", "worksheet"):
            self.out.append(f"</{name}>")


def _quoted(value: str) -> str:
    return quoteattr(value, {'"': "&quot;"}) if "'" not in value else '"' + escape(value, {'"': "&quot;"}) + '"'
