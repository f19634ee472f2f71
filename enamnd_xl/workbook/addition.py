"""Formulas that only add: which cells they add, with which sign."""

from functools import lru_cache
from typing import NamedTuple

from enamnd_xl.workbook.formulas import PLAIN_SUM, NotReadError, TokenReader
from enamnd_xl.workbook.references import Reference, parse_reference

_SUMMING = {"9", "109"}  # SUBTOTAL's and AGGREGATE's number for a sum; 109 leaves hidden rows out


class Addend(NamedTuple):
    """Cells that a formula adds (sign 1) or takes away (sign -1)."""

    sign: int
    reference: Reference


@lru_cache(maxsize=50_000)
def addends(formula: str) -> tuple[Addend, ...] | None:
    """Give what a formula adds, when adding and subtracting cells is all it does.

    Args:
        formula: without the leading ``=``.

    Returns:
        What is added, in the order written; None when the formula does anything else. A lone reference
        is a link and no sum, and so is a reference with a sign.

    >>> [(a.sign, str(a.reference.area)) for a in addends("SUM(B2:B5,D2)-SUBTOTAL(9,C2:C5)+E1")]
    [(1, 'B2:B5'), (1, 'D2'), (-1, 'C2:C5'), (1, 'E1')]
    >>> addends("B2"), addends("SUM(B2:B5)*1.25"), addends("SUM(B2:B5)+100"), addends("B2:B5+C2:C5")
    (None, None, None, None)
    """
    plain = PLAIN_SUM.fullmatch(formula)
    if plain:
        return (Addend(1, parse_reference(plain[1])),)
    if not ("(" in formula or "+" in formula or "-" in formula):  # a link, mostly
        return None
    reader = _Reader(formula)
    try:
        found = reader.expression(1)
    except (NotReadError, RecursionError):
        return None
    return tuple(found) if reader.is_done and (reader.sums or len(found) > 1) else None


def skips_subtotals(formula: str) -> bool:
    """Tell whether a sum leaves out the cells in its ranges whose formulas are subtotals themselves.

    Source: Microsoft, "SUBTOTAL function": other subtotals in the range are ignored, to avoid double counting.

    >>> skips_subtotals("SUBTOTAL(9,C2:C9)"), skips_subtotals("SUM(C2:C9)")
    (True, False)
    """
    return formula[:10].upper().startswith(("SUBTOTAL(", "AGGREGATE("))


class _Reader(TokenReader):
    """Recursive descent over the tokens of one formula."""

    def __init__(self, formula: str) -> None:
        super().__init__(formula)
        self.sums = False  # whether a summing function occurs
        self._within = 0  # how many of them are open

    def expression(self, sign: int) -> list[Addend]:
        """Read terms with + and - between them."""
        found = self.term(sign * self.signs())
        while self.peek() in ("+", "-"):
            found += self.term(sign * self.signs())
        return found

    def signs(self) -> int:
        sign = 1
        while (text := self.peek()) in ("+", "-"):
            sign = -sign if text == "-" else sign
            self.at += 1
        return sign

    def term(self, sign: int) -> list[Addend]:
        kind, text = self.take()
        if kind == "reference":
            reference = parse_reference(text)
            if not self._within and reference.area.size > 1:
                raise NotReadError  # an area is added to another cell by cell
            return [Addend(sign, reference)]
        if kind == "open":
            found = self.expression(sign)
            self.expect(")")
            return found
        if kind == "function":
            return self.function(text[:-1].upper(), sign)
        raise NotReadError

    def function(self, name: str, sign: int) -> list[Addend]:
        leading = {"SUM": 0, "SUBTOTAL": 1, "AGGREGATE": 2}.get(name)
        if leading is None:
            raise NotReadError
        self.sums = True
        for position in range(leading):
            number = self.take()
            if number.kind != "number" or (position == 0 and number.text not in _SUMMING):
                raise NotReadError
            self.expect(",")
        self._within += 1
        found = self.expression(sign)
        while self.peek() == ",":
            self.at += 1
            found += self.expression(sign)
        self.expect(")")
        self._within -= 1
        return found
