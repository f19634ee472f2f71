"""A formula taken apart into its calls, with what stands between the commas of each."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from enamnd_xl.workbook.formulas import NotReadError, Token, TokenReader


class Call:
    """A call of a function: its name with the parenthesis, and what stands between the commas.

    No named tuple: those take a hundred times as long to make where what is in them is not known yet.
    """

    def __init__(self, opening: str, arguments: "tuple[Expression, ...]") -> None:
        self.opening = opening
        self.arguments = arguments

    @property
    def name(self) -> str:
        """The function, without the prefix that a file has before the newer ones."""
        return self.opening[:-1].upper().removeprefix("_XLFN.")

    @property
    def text(self) -> str:
        """The call as it is written."""
        return self.written("".join(item.text for item in argument) for argument in self.arguments)

    def written(self, arguments: Iterable[str]) -> str:
        """Write the call with other arguments."""
        return f"{self.opening}{','.join(arguments)})"


Expression: TypeAlias = tuple[Token | Call, ...]


def read_calls(formula: str) -> Expression:
    """Take a formula apart.

    Args:
        formula: without the leading ``=``.

    Raises:
        NotReadError: it ends before its parentheses do, or after them.

    >>> call, plus, number = read_calls("SUM(A1,ABS(B1))+2")
    >>> call.name, [len(argument) for argument in call.arguments], call.text, plus.text
    ('SUM', [1, 1], 'SUM(A1,ABS(B1))', '+')
    """
    return _Reader(formula).whole()


def calls_in(call: Call) -> Iterator[Call]:
    """Go through the calls within a call."""
    for argument in call.arguments:
        for item in argument:
            if isinstance(item, Call):
                yield item
                yield from calls_in(item)


class _Reader(TokenReader):
    """Takes a formula apart into its calls."""

    def whole(self) -> Expression:
        expression = self._expression()
        if not self.is_done:
            raise NotReadError
        return expression

    def _expression(self) -> Expression:
        """Read up to a comma or a parenthesis that ends an argument."""
        items: list[Token | Call] = []
        depth = 0  # of parentheses that are no call
        while not self.is_done and (depth or self.peek() not in (",", ";", ")")):
            token = self.take()
            depth += (token.kind == "open") - (token.kind == "close")
            items.append(self._call(token.text) if token.kind == "function" else token)
        return tuple(items)

    def _call(self, opening: str) -> Call:
        arguments = [self._expression()]
        while self.peek() == ",":
            self.take()
            arguments.append(self._expression())
        self.expect(")")
        return Call(opening, tuple(arguments))
