"""Telling which code page a text file is in, from its bytes, and why.

Swedish ledger files are in CP437 by the SIE standard and in fact in any of four code pages. In Swedish text nearly all
bytes above 127 are å, ä and ö, and those have bytes of their own in each.
"""

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from enamnd_xl.errors import ReadError

_LETTERS = "åäöÅÄÖ"
_RARER = "éÉüÜ"
_LABELS = {"cp437": "CP437", "cp1252": "Latin-1 (Windows-1252)", "mac_roman": "Mac Roman"}
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_ASCII = bytes(range(128))


class Text(NamedTuple):
    """A file's text.

    Args:
        text: the text, lines ended by "\\n".
        codec: Python's name of the code page.
        label: its usual name.
        reason: how it was told, one Swedish sentence.
    """

    text: str
    codec: str
    label: str
    reason: str


def read_text(path: Path) -> Text:
    """Read a text file in whatever code page it is.

    Raises:
        ReadError: the file cannot be opened, is empty, or is no text.
    """
    try:
        data = path.read_bytes()
    except IsADirectoryError:
        raise ReadError(f"{path.name} är en mapp, inte en fil.", "Ange en fil.") from None
    except OSError as error:
        raise ReadError(
            f"{path.name} går inte att öppna ({error.strerror}).", "Kontrollera sökvägen och behörigheten."
        ) from error
    if not data.strip():
        raise ReadError(f"{path.name} är tom.", "Exportera filen på nytt.")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ReadError(f"{path.name} är en Excel-fil eller ett arkiv, inte en textfil.")
    found = decode(data)
    if "\0" in found.text:
        raise ReadError(f"{path.name} är ingen textfil.", "Kontrollera att det är rätt fil.")
    return found


def decode(data: bytes) -> Text:
    """Decode bytes in the code page that fits them best.

    >>> [decode("Överskott på året".encode(codec)).label for codec in ("cp437", "latin-1", "utf-8", "mac_roman")]
    ['CP437', 'Latin-1 (Windows-1252)', 'UTF-8', 'Mac Roman']
    """
    for mark, codec in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(codec, errors="replace")
            return _give(text, codec, codec.upper(), "Filen börjar med en byteordningsmarkering.")
    high = data.translate(None, delete=_ASCII)
    if not high:
        return _give(data.decode("ascii"), "cp437", "ASCII", "Filen har inga tecken utanför ASCII.")
    try:
        return _give(data.decode("utf-8"), "utf-8", "UTF-8", "Alla tecken utanför ASCII är giltig UTF-8.")
    except UnicodeDecodeError:
        return _decode_by_letters(data, high)


def _decode_by_letters(data: bytes, high: bytes) -> Text:
    """Choose the code page where most of the high bytes are å, ä or ö; CP437, the standard's, where equal."""
    counts = Counter(high)
    scores = {codec: tuple(_count(counts, codec, letters) for letters in (_LETTERS, _RARER)) for codec in _LABELS}
    best = max(scores, key=lambda codec: scores[codec])  # the first of equals
    others = ", ".join(f"{count} i {_LABELS[codec]}" for codec, (count, _) in scores.items() if codec != best)
    label = _LABELS[best]
    reason = f"{scores[best][0]} av {len(high)} byte över 127 är å, ä eller ö i {label}, mot {others}."
    return _give(data.decode(best, errors="replace"), best, label, reason)


def _count(counts: Counter[int], codec: str, letters: str) -> int:
    return sum(counts[letter.encode(codec)[0]] for letter in letters)


def _give(text: str, codec: str, label: str, reason: str) -> Text:
    # str.splitlines would also break at characters that are letters' bytes in some code page
    return Text(text.replace("\r\n", "\n").replace("\r", "\n"), codec, label, reason)
