"""How a column of a ledger export writes its amounts: which of point and comma is its decimal sign."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from enamnd_xl.errors import InputError
from enamnd_xl.money import exact, format_number, parse_number

_FIGURE = re.compile(r"[\d.,][\d.,'\s]*")  # without its sign and unit
_UNCLEAR = re.compile(r"[1-9]\d{0,2}([.,])\d{3}")
_NAMES = {".": "punkten", ",": "kommat"}


@dataclass(frozen=True, slots=True)
class Notation:
    """What the figures of a column show of how amounts are written in it.

    Args:
        decimals: the signs, of point and comma, that some figure has as its decimal sign.
        grouping: those that some figure has between thousands.
        unclear_commas: how many figures have a comma that could be either, such as 1,234.
    """

    decimals: frozenset[str] = frozenset()
    grouping: frozenset[str] = frozenset()
    unclear_commas: int = 0

    def parse(self, cell: object) -> Decimal | None:
        """Read an amount as a system or a person writes it; None when the cell is empty.

        One to three digits, a point or a comma, and three digits could be thousands as well as decimals. The other
        figures of the column decide. Where none of them tells, a point is refused, and so is a comma in two figures or
        more; the only one in its column is taken as the decimal comma that it is in Swedish.

        Raises:
            InputError: it is no amount, or it could be two.

        >>> [Notation().parse(cell) for cell in ("1.234,50", "(1 000)", "250,00-", 0.1, "1,234", "")]
        [Decimal('1234.50'), Decimal('-1000'), Decimal('-250.00'), Decimal('0.1'), Decimal('1.234'), None]
        >>> find_notation(["80.000", "12,50"]).parse("80.000")
        Decimal('80000')
        """
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return Decimal(repr(cell)) if exact(cell).denominator > 1 else Decimal(int(cell))
        text = cell_text(cell)
        if not text:
            return None
        _, grouping = _read_signs(_find_figure(text))
        unclear = _UNCLEAR.fullmatch(_find_figure(text))
        if unclear and self._groups(unclear[1], text, unclear[0]):
            grouping = unclear[1]
        plain = text.replace(grouping, " ") if grouping else text
        negative = (plain.startswith("(") and plain.endswith(")")) or plain.endswith(("-", "−"))
        amount = parse_number(plain.strip("()").rstrip("-−"))
        if amount is None:
            raise InputError(f"»{text}« är inget belopp.", "Skriv belopp som 1 234,50.")
        return -amount if negative else amount

    def _groups(self, sign: str, text: str, figure: str) -> bool:
        """Tell whether a sign that could be either stands between thousands."""
        other = "," if sign == "." else "."
        is_decimal = sign in self.decimals or other in self.grouping
        is_grouping = sign in self.grouping or other in self.decimals
        if is_decimal != is_grouping:
            return is_grouping
        if sign == "," and not is_decimal and self.unclear_commas <= 1:
            return False
        large, small = (format_number(Decimal(figure.replace(sign, mark))) for mark in ("", "."))
        why = (
            "andra belopp i kolumnen skrivs på båda sätten"
            if is_decimal
            else f"inget annat belopp i kolumnen visar om {_NAMES[sign]} skiljer tusental eller är decimaltecken"
        )
        raise InputError(
            f"»{text}« kan vara både {large} och {small}: {why}.",
            "Ingenting är inläst. Exportera beloppen utan tecken mellan tusentalen, eller med öre efter komma.",
        )


def find_notation(cells: Iterable[object]) -> Notation:
    """See from the figures of a column how amounts are written in it.

    A figure tells where it has both point and comma (the last is the decimal sign), a sign twice (between thousands),
    or one sign that cannot stand between thousands, by the digits around it.

    >>> sorted(find_notation(["80.000", "70.000,50"]).decimals), sorted(find_notation(["1.234.567"]).grouping)
    ([','], ['.'])
    """
    figures = [_find_figure(cell) for cell in cells if isinstance(cell, str)]
    signs = [_read_signs(figure) for figure in figures]
    unclear = [match[1] for figure in figures if (match := _UNCLEAR.fullmatch(figure))]
    return Notation(
        decimals=frozenset(decimal for decimal, _ in signs if decimal),
        grouping=frozenset(grouping for _, grouping in signs if grouping),
        unclear_commas=unclear.count(","),
    )


def cell_text(cell: object) -> str:
    """Give a cell as text; a whole number without decimals.

    >>> cell_text(3010.0), cell_text(None), cell_text(" P1 ")
    ('3010', '', 'P1')
    """
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def _find_figure(text: str) -> str:
    match = _FIGURE.search(text)
    return match[0].strip() if match else ""


def _read_signs(figure: str) -> tuple[str, str]:
    """Give the decimal sign and the sign between thousands that a figure shows by itself, "" for what it does not."""
    signs = [letter for letter in figure if letter in ".,"]
    if not signs or _UNCLEAR.fullmatch(figure):
        return "", ""
    if len(set(signs)) > 1:
        return signs[-1], signs[0]
    return ("", signs[0]) if len(signs) > 1 else (signs[0], "")
