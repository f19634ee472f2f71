"""What a formula is made of: its tokens.

Formulas are the text of a cell without the leading ``=``, in the file's own language: English function names, comma
between arguments. Nothing here judges a formula: what is no formula still gives tokens, and their texts put together
are the formula again.
"""

import re
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias, cast

Kind: TypeAlias = Literal[
    "reference",  # B2, $B$2:C9, A:A, 3:3, 'Budget 2025'!B2, [1]Blad!B2, jan:dec!B2, B2#
    "structured",  # Tabell1[Belopp], [@Belopp]
    "function",  # SUM( with its parenthesis
    "name",  # Moms, Blad1!Moms
    "number",
    "text",
    "logical",
    "error",
    "array",  # {1,2;3,4}
    "open",
    "close",
    "separator",
    "operator",
    "space",
    "other",  # what has no place in a formula
]


class Token(NamedTuple):
    """A piece of a formula, with its text as written."""

    kind: Kind
    text: str


# Possessive repetitions, so that a hostile formula cannot make the matching go back and forth.
_TEXT = r'"(?:[^"]|"")*+"'
_WORD = r"[^\W\d][\w.?\\]*+"
PREFIX = (
    r"(?:'(?:[^']|'')*+'|\[[^\[\]]++\][\w.:]*+|[\w.]++(?::[\w.]++)?)!"  # the sheet, and the book, before a reference
)
_COLUMN = r"\$?[A-Za-z]{1,2}|\$?[A-Wa-w][A-Za-z]{2}|\$?[Xx][A-Ea-e][A-Za-z]|\$?[Xx][Ff][A-Da-d]"  # up to XFD
_ROW = (  # up to 1048576
    r"\$?(?:[1-9][0-9]{0,5}|10[0-3][0-9]{4}|104[0-7][0-9]{3}|1048[0-4][0-9]{2}|10485[0-6][0-9]|104857[0-6])(?![0-9])"
)
_CELL = rf"(?:{_COLUMN}){_ROW}"
_BRACKETS = r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*+\])*+\]"
_ERRORS = r"#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|GETTING_DATA)"

# Source: ECMA-376 part 1, 18.17 (formulas), and [MS-XLSX] 2.2.2 for structured references and error values.
_TOKEN = re.compile(
    rf"(?P<reference>(?:{PREFIX})?(?:{_CELL}(?::{_CELL})?#?|(?:{_COLUMN}):(?:{_COLUMN})|{_ROW}:{_ROW})(?![\w.?!(\[\\]))"
    rf"|(?P<function>{_WORD}\()"
    rf"|(?P<close>\))|(?P<separator>[,;])|(?P<operator><>|<=|>=|[-+*/^&=<>%:@])"
    r"|(?P<number>(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][-+]?[0-9]++)?(?![\w!\[]))"
    rf"|(?P<text>{_TEXT})|(?P<open>\()"
    rf"|(?P<structured>(?:{_WORD})?{_BRACKETS}(?!!|\w))"
    rf"|(?P<error>(?:{PREFIX})?{_ERRORS})"
    r"|(?P<logical>(?:TRUE|FALSE)(?![\w.!]))"
    rf"|(?P<name>(?:{PREFIX})?{_WORD})"
    rf"|(?P<array>\{{(?:{_TEXT}|[^\{{\}}\"])*+\}})|(?P<space>\s+)|(?P<other>.)",
    re.DOTALL,
)


_PLAIN_CELL = r"[A-Z]{1,2}[1-9][0-9]{0,5}"
PLAIN_SUM = rf"SUM\(({_PLAIN_CELL}:{_PLAIN_CELL})\)"
"""What nearly all sums are, told without taking the formula apart."""
_PLAIN = re.compile(rf"{PLAIN_SUM}|(?:'[^'!\[\]]+'!|[A-Za-z]\w*!)?{_PLAIN_CELL}")


def is_plain(formula: str) -> bool:
    """Tell at once whether a formula is the sum of one range, or a link to one cell, and can be nothing else.

    >>> [is_plain(text) for text in ("SUM(B2:B9)", "'År 1'!B2", "SUM(B2:B9)+1", "SUM(1:9)")]
    [True, True, False, False]
    """
    return _PLAIN.fullmatch(formula) is not None


def may_call(formulas: str, names: tuple[str, ...]) -> bool:
    """Tell at once whether a formula, or any of many put together, may call one of some functions.

    Args:
        formulas: the text; it is not taken apart, so a name in a text or at the end of a longer name counts as well.
        names: the functions' names in upper case.

    >>> may_call("sum(A1:A3)+Today()", ("NOW", "TODAY")), may_call("SUM(NOW)", ("NOW",))
    (True, False)
    """
    return any(text.endswith(names) for text in formulas.upper().split("(")[:-1])


@lru_cache(maxsize=50_000)
def tokenise(formula: str) -> tuple[Token, ...]:
    """Split a formula into its tokens.

    Args:
        formula: without the leading ``=``.

    Returns:
        The tokens; their texts together are the formula.

    >>> [token.text for token in tokenise("SUM('År 1'!B2:B4)*1.25")]
    ['SUM(', "'År 1'!B2:B4", ')', '*', '1.25']
    """
    return tuple(Token(cast(Kind, found.lastgroup), found.group()) for found in _TOKEN.finditer(formula))
