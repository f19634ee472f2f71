"""How findings are worded: cells, amounts and formulas as a Swedish colleague would write them."""

from collections.abc import Iterable

from enamnd_xl.reconcile.precision import shown
from enamnd_xl.record import Record
from enamnd_xl.workbook.address import Cell, to_a1

_MOST_AREAS = 6
_MOST_DECIMALS = 10
_NOT_SMALL = 0.1
_LONGEST_QUOTE = 40  # letters
_SMALL_SHARE = 0.1  # per cent; larger ones are written with two decimals at most
_DECIMALS = ((100, 2), (0.1, 4))
"""From what size on a figure is written with how many decimals at most."""


def areas(cells: Iterable[Cell]) -> list[str]:
    """Gather cells into areas along one row or one column, in reading order.

    >>> areas([(5, 2), (6, 2), (7, 2), (9, 2)]), areas([(5, 2), (5, 3)])
    (['B5:B7', 'B9'], ['B5:C5'])
    """
    left = sorted(set(cells), key=lambda cell: (cell[1], cell[0]))
    if len({row for row, _ in left}) == 1 and len(left) > 1:
        return _runs([(row, column) for column, row in ((c, r) for r, c in left)], along=1)
    return _runs(left, along=0)


def _runs(cells: list[Cell], along: int) -> list[str]:
    runs: list[list[Cell]] = []
    for cell in cells:
        if runs and cell[1 - along] == runs[-1][-1][1 - along] and cell[along] == runs[-1][-1][along] + 1:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return [to_a1(run[0]) if len(run) == 1 else f"{to_a1(run[0])}:{to_a1(run[-1])}" for run in runs]


def name_cells(cells: Iterable[Cell]) -> str:
    """Name cells in a sentence.

    >>> name_cells([(5, 2), (6, 2), (9, 2)])
    'B5:B6 och B9'
    """
    found = areas(cells)
    if len(found) > _MOST_AREAS:
        return f"{', '.join(found[: _MOST_AREAS - 1])} och {len(found) - _MOST_AREAS + 1} områden till"
    return " och ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else "".join(found)


def bare(reference: str) -> str:
    """Write a reference as it stands in a sentence: without dollar signs, and quotes that nothing needs.

    >>> bare("'Nycklar'!$D$2:$D$8"), bare("'Budget 2025'!$B7"), bare("B$7")
    ('Nycklar!D2:D8', "'Budget 2025'!B7", 'B7')
    """
    sheet, mark, cells = reference.replace("$", "").rpartition("!")
    inner = sheet.strip("'")
    return f"{inner if inner.isidentifier() else sheet}{mark}{cells}"


def quote(text: str) -> str:
    """Quote what stands in a cell, the beginning of it when it is long.

    >>> quote("  varav IFO"), quote("Beloppet är preliminärt och fastställs av nämnden i december")
    ('”varav IFO”', '”Beloppet är preliminärt och fastställs …”')
    """
    kept = words = text.split()
    while len(kept) > 1 and len(" ".join(kept)) > _LONGEST_QUOTE:
        kept = kept[:-1]
    return f"”{' '.join(kept)}{' …' if len(kept) < len(words) else ''}”"


def sum_formula(cells: Iterable[Cell]) -> str:
    """Write the formula that adds cells, as it is typed in a Swedish Excel.

    >>> sum_formula([(5, 2), (6, 2), (9, 2)]), sum_formula([(5, 2)])
    ('=SUMMA(B5:B6;B9)', '=B5')
    """
    found = areas(cells)
    return f"={found[0]}" if len(found) == 1 and ":" not in found[0] else f"=SUMMA({';'.join(found)})"


def without_repeats(heading: str) -> str:
    """Write a heading of several rows without the years of the upper ones that the lower ones say again.

    >>> without_repeats("Varav 2025 Avvikelse 2025"), without_repeats("Bolagen 2025 Budget 2025")
    ('Varav Avvikelse 2025', 'Bolagen Budget 2025')
    """
    words = heading.split()
    return " ".join(word for at, word in enumerate(words) if not (word.isdigit() and word in words[at + 1 :]))


def amount(number: int | float) -> str:
    """Write a figure as text: in hundreds and more with öre at most, and the smaller it is the more decimals.

    >>> [amount(n).replace(chr(160), " ") for n in (-35200.0, 56672.535512, 79.062316, 1 / 3)]
    ['−35 200', '56 672,54', '79,0623', '0,3333']
    """
    return in_full(_rounded(number))


def amounts(one: int | float, other: int | float) -> tuple[str, str]:
    """Write two figures that differ, so that it is seen that they do.

    >>> [text.replace(chr(160), " ") for text in amounts(1234.501, 1234.504)]
    ['1 234,501', '1 234,504']
    """
    written = amount(one), amount(other)
    return written if written[0] != written[1] or shown(one) == shown(other) else (in_full(one), in_full(other))


class Notation(Record):
    """How the figures of a cell are written: in per cent where the cell shows them so, else with the table's unit.

    >>> [text.replace(chr(160), " ") for text in Notation(in_per_cent=True).two(0.125, 0.1251)]
    ['12,5 %', '12,51 %']
    >>> Notation(unit="tkr").one(-35200).replace(chr(160), " ")
    '−35 200 tkr'
    """

    in_per_cent: bool = False
    unit: str = ""

    def one(self, number: int | float) -> str:
        """Write a figure."""
        return self._with_unit(amount(self._as_shown(number)))

    def two(self, one: int | float, other: int | float) -> tuple[str, str]:
        """Write two figures that differ, so that it is seen that they do."""
        written = amount(self._as_shown(one)), amount(self._as_shown(other))
        if written[0] == written[1]:
            times = 100 if self.in_per_cent else 1
            written = amounts(one * times, other * times)
        return self._with_unit(written[0]), self._with_unit(written[1])

    def difference(self, number: int | float, beside: int | float = 0) -> str:
        """Write the difference between two figures; between two in per cent it is in percentage points.

        Args:
            number: the difference.
            beside: one of the figures: a difference that is not small has no more decimals than it.

        >>> Notation(in_per_cent=True).difference(-0.009).replace(chr(160), " ")
        '−0,9 procentenheter'
        """
        if not self.in_per_cent:
            return self.one(round(number, _decimals(beside)) if abs(number) >= _NOT_SMALL else number)
        points = shown(self._as_shown(number))
        return f"{amount(points)} procentenhet{'' if abs(points) == 1 else 'er'}"

    def _as_shown(self, number: int | float) -> int | float:
        if not self.in_per_cent:
            return number
        return round(number * 100, 2) if abs(number * 100) >= _SMALL_SHARE else number * 100

    def _with_unit(self, text: str) -> str:
        unit = "%" if self.in_per_cent else self.unit
        return f"{text}\N{NO-BREAK SPACE}{unit}" if unit else text


PLAIN = Notation()


def in_full(number: int | float) -> str:
    """Write a figure as text with all its decimals, as it is to be typed.

    >>> in_full(1234.5678).replace(chr(160), " ")
    '1 234,5678'
    """
    from enamnd_xl.money import format_number  # here: loading exact arithmetic takes as long as checking a small sheet

    return format_number(shown(number))


def signed(sign: str, number: int | float) -> str:
    """Write a number that is added or taken away.

    >>> signed("-", 35200).replace(chr(160), " ")
    '−35 200'
    """
    return sign.replace("-", "\N{MINUS SIGN}") + in_full(number)


def _rounded(number: int | float) -> int | float:
    """Round a figure to the decimals that say something of one of its size."""
    return round(number, _decimals(number))


def _decimals(number: int | float) -> int:
    """Give how many decimals a figure of a size is written with at most."""
    return next((decimals for least, decimals in _DECIMALS if abs(number) >= least), _MOST_DECIMALS)
