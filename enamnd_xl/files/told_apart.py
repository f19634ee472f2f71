"""Formulas in a column that differ in nothing but a number, such as VLOOKUP(C9,$I$4:$K$6,2,0) and the same with 3.

Where one kind of them goes on below another, the engine may give the second the first one's answers. A number with a
plus before it means the same and is another formula to it.
"""

from collections.abc import Mapping

from enamnd_xl.files.precedents import Address
from enamnd_xl.workbook.formulas import tokenise


def told_apart(formulas: Mapping[Address, str]) -> dict[Address, str]:
    """Write formulas with as many plus signs before their first number as tell them from others with other numbers.

    Args:
        formulas: address -> formula without the leading ``=``.

    >>> told_apart({("B", (1, 2)): "A1*INDEX(C:D,A1,2)", ("B", (9, 2)): "A9*INDEX(C:D,A9,3)", ("B", (9, 3)): "A9"})
    {('B', (1, 2)): 'A1*INDEX(C:D,A1,+2)', ('B', (9, 2)): 'A9*INDEX(C:D,A9,++3)', ('B', (9, 3)): 'A9'}
    """
    known: dict[tuple[str, ...], dict[tuple[str, ...], int]] = {}
    written: dict[Address, str] = {}
    for address, formula in formulas.items():
        tokens = tokenise(formula)
        numbers = tuple(token.text for token in tokens if token.kind == "number")
        if numbers:
            like = tuple(token.text for token in tokens if token.kind not in ("number", "reference"))
            kinds = known.setdefault(like, {})
            signs = "+" * kinds.setdefault(numbers, len(kinds) + 1)
            first = next(at for at, token in enumerate(tokens) if token.kind == "number")
            texts = [token.text for token in tokens]
            formula = "".join((*texts[:first], signs, *texts[first:]))
        written[address] = formula
    return written
