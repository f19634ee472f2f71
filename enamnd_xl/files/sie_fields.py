"""Splitting the lines of a SIE file into fields.

Source: SIE filformat, utgåva 4B (2008-09-30) and 4C: fields are parted by spaces or tabs, a text with spaces stands in
quotation marks, a quotation mark in a text is written \\", and an object list stands in braces.
"""

import re
from decimal import Decimal

from enamnd_xl.followup.ledger import Objects

_FIELD = re.compile(
    r"""[ \t]*(?:
        "(?P<text>(?:\\"|[^"])*)"(?=[ \t]|$)          # as by the standard
      | "(?P<loose>.*?)"(?=[ \t]|$)                   # a quotation mark inside that is not escaped
      | (?P<list>\{(?:"(?:\\"|[^"])*"|[^"}])*\})      # an object list
      | (?P<plain>[^ \t]+)
    )""",
    re.VERBOSE,
)
_AMOUNT = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,6})?")


def split_fields(line: str) -> tuple[list[str], bool]:
    """Split a line into its fields.

    Returns:
        The fields without quotation marks (an object list keeps its braces), and whether every one followed the
        standard.

    >>> split_fields('#TRANS 3010 {1 "100"} -250.00 20251031 "Avgift \\\\"E-arkiv\\\\""')
    (['#TRANS', '3010', '{1 "100"}', '-250.00', '20251031', 'Avgift "E-arkiv"'], True)
    >>> split_fields('#KONTO 1480 "F"rskott"')
    (['#KONTO', '1480', 'F"rskott'], False)
    """
    fields: list[str] = []
    strict = True
    end = 0
    while match := _FIELD.match(line, end):
        end = match.end()
        kind = match.lastgroup or "plain"
        value = match[kind]
        if kind == "loose" or (kind == "plain" and value.startswith('"')):
            strict = False
        fields.append(value.replace('\\"', '"') if kind in ("text", "loose") else value)
    return fields, strict


def parse_objects(field: str) -> Objects | None:
    """Read an object list; None when it does not hold pairs of dimension and object.

    >>> parse_objects('{1 "100" 6 P2}'), parse_objects("{}"), parse_objects("{1}")
    ((('1', '100'), ('6', 'P2')), (), None)
    """
    parts, _ = split_fields(field.strip("{}").strip())
    if len(parts) % 2:
        return None
    return tuple(sorted(zip(parts[::2], parts[1::2], strict=True)))


def parse_amount(field: str) -> Decimal | None:
    """Read an amount; None when it is none. A decimal comma is taken too, though the standard has a point.

    >>> parse_amount("-1250.50"), parse_amount("12,5"), parse_amount("1 000")
    (Decimal('-1250.50'), Decimal('12.5'), None)
    """
    return Decimal(field.replace(",", ".")) if _AMOUNT.fullmatch(field) else None
