"""What a formula is made of: its tokens.

Formulas are the text of a cell without the leading ``=``, in the file's own language: English function names, comma
between arguments. Nothing here judges a formula: what is no formula still gives tokens, and their texts put together
are the formula again.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
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


@cache
def _any_token() -> re.Pattern[str]:
    """Give the pattern of all tokens, which takes a small book's whole time to make and is not always needed.

    Source: ECMA-376 part 1, 18.17 (formulas), and [MS-XLSX] 2.2.2 for structured references and error values.
    """
    return re.compile(
        rf"(?P<reference>(?:{PREFIX})?"
        rf"(?:{_CELL}(?::{_CELL})?#?|(?:{_COLUMN}):(?:{_COLUMN})|{_ROW}:{_ROW})(?![\w.?!(\[\\]))"
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
PLAIN_SUM = re.compile(rf"SUM\(({_PLAIN_CELL}:{_PLAIN_CELL})\)")
"""What nearly all sums are, told without taking the formula apart."""
_USUAL = re.compile(rf"SUM\({_PLAIN_CELL}:{_PLAIN_CELL}\)|(?:'[^'!\[\]:]+'!|[A-Za-z]\w*!)?{_PLAIN_CELL}")
_SIGNED_CELL = r"\$?[A-Z]{1,2}\$?[1-9][0-9]{0,5}"
_PLAIN_TOKEN = re.compile(
    rf"(?P<reference>(?:'[^'!\[\]:]++'!|[A-Za-z]\w*+!)?{_SIGNED_CELL}(?::{_SIGNED_CELL})?(?![\w.?!(\[\\:#]))"
    r"|(?P<function>(?:SUM|ROUND|IF|ABS|MIN|MAX|AVERAGE)\()"
    r"|(?P<close>\))|(?P<separator>,)|(?P<operator><>|<=|>=|[-+*/=<>%])"
    r"|(?P<number>[0-9]++(?:\.[0-9]++)?(?![\w.!\[:]))"
    r"|(?P<text>\"[^\"]*+\"(?!\"))|(?P<open>\()|(?P<space> ++)"
)


def are_plain(formulas: Iterable[str]) -> bool:
    """Tell at once whether formulas are nothing but sums and plain arithmetic on cells, such as evaluate.py takes.

    >>> are_plain(("SUM(B2:B9)", "'År 1'!B$2*1.25", 'IF(C2<0,"Över","")'))
    True
    >>> [are_plain([text]) for text in ("SUM(1:9)", "B2^2", "Moms*2", "")]
    [False, False, False, False]
    """
    usual = _USUAL.fullmatch  # as most are
    return all(_plain_tokens(formula) is not None for formula in formulas if not usual(formula))


@lru_cache(maxsize=50_000)
def _plain_tokens(formula: str) -> tuple[Token, ...] | None:
    """Split a plain formula into its tokens; None when it is not plain."""
    tokens, end = [], 0
    while found := _PLAIN_TOKEN.match(formula, end):
        tokens.append(Token(cast(Kind, found.lastgroup), found.group()))
        end = found.end()
    return tuple(tokens) if tokens and end == len(formula) else None


_LONGEST = 30
"""Source: longer than the name of any function."""


def may_call(formulas: str, names: tuple[str, ...]) -> bool:
    """Tell at once whether a formula, or any of many put together, may call one of some functions.

    Args:
        formulas: the text; it is not taken apart, so a name in a text or at the end of a longer name counts as well.
        names: the functions' names in upper case.

    >>> may_call("sum(A1:A3)+Today()", ("NOW", "TODAY")), may_call("SUM(NOW)", ("NOW",))
    (True, False)
    """
    called = {text[-_LONGEST:] for text in formulas.upper().split("(")[:-1]}  # in many formulas the same few, mostly
    return any(text.endswith(names) for text in called)


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
    plain = _plain_tokens(formula)
    if plain is not None:
        return plain
    return tuple(Token(cast(Kind, found.lastgroup), found.group()) for found in _any_token().finditer(formula))


class NotReadError(Exception):
    """A formula goes on otherwise than its reader can read."""


class TokenReader:
    """Goes through the tokens of one formula, blanks left out: what a recursive descent begins with.

    Attributes:
        tokens: the tokens.
        at: the number of the next one, from 0.
    """

    def __init__(self, formula: str) -> None:
        self.tokens = [token for token in tokenise(formula) if token.kind != "space"]
        self.at = 0

    @property
    def is_done(self) -> bool:
        """Whether no token is left."""
        return self.at == len(self.tokens)

    def peek(self) -> str:
        """Give the text of the next token; an empty text after the last."""
        return "" if self.is_done else self.tokens[self.at].text

    def take(self) -> Token:
        """Give the next token, and go on to the one after it.

        Raises:
            NotReadError: there is none.
        """
        if self.is_done:
            raise NotReadError
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, text: str) -> None:
        """Go past a token.

        Raises:
            NotReadError: the next one is another.
        """
        if self.take().text != text:
            raise NotReadError
