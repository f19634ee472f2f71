"""What a cell function is: its name, arguments and Swedish help, and how cells go in and come out.

Excel, headless recalculation and the documentation are all made from this.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

from enamnd_xl.errors import EnamndError, InputError
from enamnd_xl.functions.convert import Raw, Reader, to_cell, to_rows

Result: TypeAlias = Any
"""What the plain function gives: a number or a text, or one for each cell of a range, row by row."""

_REQUIRED: Any = object()


@contextmanager
def naming(argument: str) -> Iterator[None]:
    """Let an error name the argument that caused it."""
    try:
        yield
    except InputError as error:
        raise InputError(f"{argument}: {error.message[:1].lower()}{error.message[1:]}", error.hint) from error


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a cell function.

    Args:
        name: ASCII, as in the function wizard and in error texts.
        help: what it is, Swedish.
        read: turns what the cell holds into what the function takes.
        is_range: whether it takes more than one cell; Excel is to hand it over as rows even when it is one.
        default: what the function takes when it is left out, blank or 0.
    """

    name: str
    help: str
    read: Reader
    is_range: bool = False
    default: Any = _REQUIRED

    @property
    def is_optional(self) -> bool:
        """Whether it may be left out."""
        return self.default is not _REQUIRED

    def take(self, raw: Raw) -> Any:
        """Read what was given; left out is None, and 0 where the engine knows no better.

        Raises:
            InputError: it is wrong; the message names the argument.
        """
        if self.is_optional and not isinstance(raw, (bool, list, dict)) and raw in (None, "", 0):
            return self.default
        with naming(self.name):
            return self.read(raw)


@dataclass(frozen=True, slots=True)
class Example:
    """An example that the tests run: the formula as it is written, what its arguments are, and what comes out."""

    formula: str
    given: tuple[Raw, ...]
    result: Any


@dataclass(frozen=True, slots=True)
class CellFunction:
    """A function that can stand in a cell.

    Args:
        name: as it is written in a cell: EN_, then ASCII.
        category: the heading that the function wizard and the documentation put it under, Swedish.
        description: what it does, Swedish, a sentence or two.
        returns: what it gives, Swedish.
        arguments: in order, the optional ones last.
        function: the plain function, on exact numbers, an argument a parameter.
        example: one that is run.
        spills_like: the argument in whose shape the results are laid out, when there is one for each of its cells.
    """

    name: str
    category: str
    description: str
    returns: str
    arguments: tuple[Argument, ...]
    function: Callable[..., Result]
    example: Example
    spills_like: str | None = None

    @property
    def signature(self) -> str:
        """As it is written in a Swedish Excel: EN_UPPRAKNA(belopp; procent; [avrundning]; [riktning])."""
        names = (f"[{each.name}]" if each.is_optional else each.name for each in self.arguments)
        return f"{self.name}({'; '.join(names)})"

    def __call__(self, *cells: Raw) -> Any:
        """Evaluate the function for a cell.

        Args:
            cells: the arguments as the engine has them: ranges as rows, blanks None, numbers as floats.

        Returns:
            A number or a text, or rows of them, which spill. A wrong argument gives a Swedish text that names it.
        """
        try:
            result = self.function(*self._take(cells))
        except EnamndError as error:
            return error.message
        if self.spills_like is None:
            return to_cell(result)
        shape = next(raw for each, raw in zip(self.arguments, cells, strict=False) if each.name == self.spills_like)
        rows = to_rows(result, shape)
        return rows if isinstance(shape, list) else rows[0][0]

    def _take(self, cells: tuple[Raw, ...]) -> list[Any]:
        """Read the arguments.

        Raises:
            InputError: one is wrong, or there are too few or too many.
        """
        required = sum(not each.is_optional for each in self.arguments)
        if not required <= len(cells) <= len(self.arguments):
            raise InputError(f"Skriv {self.signature}.")
        left_out = (None,) * (len(self.arguments) - len(cells))
        return [each.take(raw) for each, raw in zip(self.arguments, cells + left_out, strict=True)]
