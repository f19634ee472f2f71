"""Formulas in a column that differ in nothing but a number, such as VLOOKUP(C9,$I$4:$K$6,2,0) and the same with 3.

Where one kind of them goes on below another, the engine may give the second the first one's answers. A number with a
plus before it means the same and is another formula to it.
"""

from enamnd_xl.workbook.formulas import tokenise


class ToldApart:
    """Writes formulas with as many plus signs before their first number as tell them from others with other numbers.

    >>> apart = ToldApart()
    >>> [apart.written(text) for text in ("A1*INDEX(C:D,A1,2)", "A9*INDEX(C:D,A9,3)", "A2*INDEX(C:D,A2,2)", "A9")]
    ['A1*INDEX(C:D,A1,+2)', 'A9*INDEX(C:D,A9,++3)', 'A2*INDEX(C:D,A2,+2)', 'A9']
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], dict[tuple[str, ...], int]] = {}

    def written(self, formula: str) -> str:
        """Write a formula, without the leading ``=``, so that it is told from those that have been written."""
        tokens = tokenise(formula)
        numbers = tuple(token.text for token in tokens if token.kind == "number")
        if not numbers:
            return formula
        like = tuple(token.text for token in tokens if token.kind not in ("number", "reference"))
        kinds = self._known.setdefault(like, {})
        signs = "+" * kinds.setdefault(numbers, len(kinds) + 1)
        first = next(at for at, token in enumerate(tokens) if token.kind == "number")
        texts = [token.text for token in tokens]
        return "".join((*texts[:first], signs, *texts[first:]))
