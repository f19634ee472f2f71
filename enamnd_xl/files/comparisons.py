"""Comparisons as Excel makes them: two numbers that agree in 15 digits are equal.

The engine compares the binary numbers, so that ``0.1+0.2=0.3`` is false to it. A formula whose value hangs on that
is given to it once more, with its comparisons written as calls of a function of ours. It takes Å for another letter
than å, too; and it reads the criterion ">0,5" as a text.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from enamnd_xl.workbook.formulas import Token, may_call, tokenise

FUNCTION = "EN_INTERN_JAMFOR"
# the comparisons that are true of equal values, of a smaller one beside a larger, and the other way round
_OF_EQUALS = frozenset(("=", "<=", ">="))
_OF_SMALLER = frozenset(("<", "<=", "<>"))
_OF_LARGER = frozenset((">", ">=", "<>"))
_OPERATORS = _OF_EQUALS | _OF_SMALLER | _OF_LARGER
_NUMBERS = (float, int)  # and not bool, which is another kind of value to Excel
_WITH_CRITERIA = ("AVERAGEIF", "AVERAGEIFS", "COUNTIF", "COUNTIFS", "MAXIFS", "MINIFS", "SUMIF", "SUMIFS")
_CRITERION = re.compile(r'"(<=|>=|<>|<|>|=|)(-?[0-9]+(?:,[0-9]+)?)(%?)"')
_AGREE = 2.0**-48
"""Source: LibreOffice's rtl::math::approxEqual, which is made to give Excel's answers."""


def with_calls(formula: str) -> str:
    """Write each comparison as a call, but for those that the engine answers as Excel does.

    >>> with_calls('IF(A1+B1=C1,"OK",(D1<2)*3)').replace(FUNCTION, "F")
    'IF(F(A1+B1,"=",C1),"OK",(F(D1,"<",2))*3)'
    >>> with_calls('IF(A1="rakt",B1,IF(C1<>0,C1&"<>",""))')
    'IF(A1="rakt",B1,IF(C1<>0,C1&"<>",""))'
    """
    return _rewrite(iter(tokenise(formula)))[0] if any(map(formula.__contains__, "=<>")) else formula


def with_criteria(formula: str) -> str:
    """Write the numbers in criteria such as ">0,5" and ">50%" as the engine reads them; Excel reads its own language's.

    >>> with_criteria('COUNTIF(A1:A9,">0,5")/SUMIFS(B1:B9,A1:A9,"<=-12,5%")&"0,5 a"')
    'COUNTIF(A1:A9,">0.5")/SUMIFS(B1:B9,A1:A9,"<=-0.125")&"0,5 a"'
    """
    if not may_call(formula, _WITH_CRITERIA):
        return formula
    return "".join(_CRITERION.sub(_in_english, text) if kind == "text" else text for kind, text in tokenise(formula))


def _in_english(found: re.Match[str]) -> str:
    operator, number, percent = found.groups()
    value = Decimal(number.replace(",", "."))
    return f'"{operator}{value / 100 if percent else value}"'


def _rewrite(tokens: Iterator[Token]) -> tuple[str, str]:
    """Rewrite up to the end of an argument list or parenthesis; give the text and what ended it."""
    done, left, operator, operand = "", "", "", ""
    for kind, text in tokens:
        if kind in ("function", "open"):
            inside, end = _rewrite(tokens)
            operand += text + inside + end
        elif kind in ("close", "separator"):
            done += _call(left, operator, operand)
            if kind == "close":
                return done, text
            done, left, operator, operand = done + text, "", "", ""
        elif kind == "operator" and text in _OPERATORS:  # they bind loosest of all, from the left
            left, operator, operand = _call(left, operator, operand), text, ""
        else:
            operand += text
    return done + _call(left, operator, operand), ""


def _call(left: str, operator: str, right: str) -> str:
    if not operator:
        return right
    if _is_exact(left) or _is_exact(right):
        return left + operator + right
    return f'{FUNCTION}({left},"{operator}",{right})'


def _is_exact(operand: str) -> bool:
    """Tell whether an operand is zero or a plain text: nothing agrees with it in 15 digits, or but for its case.

    >>> [_is_exact(text) for text in ("0", ' "rakt"', "0.3", '"å"', '"a"&"b"', "A1")]
    [True, True, False, False, False, False]
    """
    text = operand.strip()
    return text == "0" or (text.isascii() and text[:1] == '"' and len(tokenise(text)) == 1)


def compare(left: Any, operator: str, right: Any) -> Any:
    """Compare two values, or each of two ranges, as Excel does: numbers before texts, texts before truth values.

    Raises:
        TypeError: there is an error value among them.
        ValueError: two ranges do not fit each other.

    >>> compare(0.1 + 0.2, "=", 0.3), compare("a", "=", "A"), compare(2, "<", "1"), compare(None, "=", 0)
    (True, True, True, True)
    >>> compare([[1], [2]], ">", 1)
    [[False], [True]]
    """
    if not isinstance(left, list) and not isinstance(right, list):
        return _compare_values(left, operator, right)
    if not isinstance(right, list):
        return [[_compare_values(value, operator, right) for value in row] for row in left]
    first = left if isinstance(left, list) else [[left]]
    return [[_compare_values(a, operator, b) for a, b in _stretch(row, other)] for row, other in _stretch(first, right)]


def _stretch(first: list[Any], second: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Pair two lists; one with a single member is as long as the other."""
    size = max(len(first), len(second))
    return zip(*(side * size if len(side) == 1 else side for side in (first, second)), strict=True)


def _compare_values(left: Any, operator: str, right: Any) -> bool:
    if type(left) in _NUMBERS and type(right) in _NUMBERS:
        apart = abs(left - right)
        if left == right or apart <= _AGREE * abs(left) or apart <= _AGREE * abs(right):
            return operator in _OF_EQUALS
    else:
        if isinstance(left, dict) or isinstance(right, dict):
            raise TypeError(left, right)
        (kind, left), (other, right) = _order(left, right), _order(right, left)
        if kind != other:
            return operator in (_OF_SMALLER if kind < other else _OF_LARGER)
        if left == right:
            return operator in _OF_EQUALS
    return operator in (_OF_SMALLER if left < right else _OF_LARGER)


def _order(value: Any, other: Any) -> tuple[int, Any]:
    """Give where a value stands among all values; a blank is what the other one makes of it."""
    if value is None:
        value = "" if isinstance(other, str) else False if isinstance(other, bool) else 0
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, str):
        return 1, value.casefold()
    return 0, value
