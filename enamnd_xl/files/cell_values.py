"""The value of one cell, from the bytes of its element."""

import re
from collections.abc import Callable, Sequence

from enamnd_xl.files.formats import moment, moment_from_iso, unescape
from enamnd_xl.files.structure import Structure
from enamnd_xl.workbook.snapshot import CellError, Value

_TEXT = re.compile(rb"<t(?:\s[^>]*)?>([^<]*)</t>")
_PHONETIC = re.compile(rb"<rPh\s.*?</rPh>", re.DOTALL)
_STYLE = re.compile(rb'\ss="([0-9]+)"')
_TYPE = re.compile(rb'\st="([A-Za-z]+)"')
_ENTITY = re.compile(r"&(?:#([0-9]+)|#x([0-9A-Fa-f]+)|(amp|lt|gt|quot|apos));")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def read_value(
    attributes: bytes, raw: bytes | None, rest: bytes, structure: Structure, strings: Callable[[], Sequence[str]]
) -> Value:
    """Read a cell's value.

    Args:
        attributes: those of the cell's element.
        raw: the content of its <v>; None when it has none.
        rest: what else stands in it, where an inline text is looked for.
        structure: the workbook's, for its styles.
        strings: gives the shared strings.
    """
    found = _TYPE.search(attributes) if b't="' in attributes else None
    if found is None or found[1] == b"n":
        number = read_number(raw) if raw else None
        if not (structure.date_styles and isinstance(number, float)):
            return number
        shown = structure.date_styles.get(style_number(attributes))
        return moment(number, shown, structure.epoch_1904) if shown else number
    kind = found[1]
    if kind == b"inlineStr":
        return unescape("".join(map(decode_xml, _TEXT.findall(_PHONETIC.sub(b"", rest))))) or None
    if not raw:
        return None
    text = decode_xml(raw)
    if kind == b"str":
        return unescape(text) or None
    if kind == b"b":
        return text.strip() in ("1", "true")
    if kind == b"e":
        return CellError(text)
    if kind == b"s":
        texts = strings()
        index = int(text) if text.isdecimal() else len(texts)
        return (texts[index] or None) if index < len(texts) else None
    return moment_from_iso(text)


def style_number(attributes: bytes) -> int:
    """Give the number of the style that a cell's attributes name; -1 where they name none."""
    style = _STYLE.search(attributes)
    return int(style[1]) if style else -1


def read_number(raw: bytes) -> Value:
    """Read a number; the text itself where it is none, and an error where Excel has no cells for it.

    >>> read_number(b"1.5E3"), read_number(b"1,5"), read_number(b"NaN"), read_number(b"")
    (1500.0, '1,5', CellError(code='#NUM!'), None)
    """
    try:
        number = float(raw)
    except ValueError:
        return decode_xml(raw) or None
    return number if number - number == 0 else CellError("#NUM!")  # else NaN or an infinity


def decode_xml(raw: bytes) -> str:
    """Give the text that stands between two tags.

    >>> decode_xml(b"Kultur &amp; fritid&#10;2025")
    'Kultur & fritid\\n2025'
    """
    text = str(raw, "utf-8", "replace")
    if "\r" in text:  # Source: XML 1.0, 2.11: a line ends with one line feed
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return _ENTITIES[found[3]]
    code = int(found[1]) if found[1] else int(found[2], 16)
    return chr(code) if code < 0x110000 else "\ufffd"
