"""Explain a total that is wrong, as an accountant would: which slip of the hand gives just this difference?

Each kind of slip is tried on its own. Only when exactly one explanation fits is it worth telling: two that fit equally
well are a coincidence and a guess.
"""

from collections.abc import Iterator, Sequence

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.finding import Place
from enamnd_xl.reconcile.labels import is_quantity, normalise, scale
from enamnd_xl.reconcile.wording import PLAIN, Notation, without_repeats
from enamnd_xl.record import Record
from enamnd_xl.workbook.address import Cell, to_a1

_TELLING = 100  # units; smaller differences fit too many explanations
_FEWEST_DIGITS = 2
_THOUSAND = 1_000
_PER_CENT = Notation(in_per_cent=True)
_KRONOR = {
    _THOUSAND**power: f"{many}kronor"
    for power, many in enumerate(("", "tusental ", "miljoner ", "miljarder ", "biljoner "))
}


class Term(Record):
    """A figure: where it stands, its amount in whole units, what its row and column are called, and the step in kr.

    kr_each is how many kronor the table says that one of its figures is, and notation how they are written.
    """

    place: Place
    units: int
    label: str = ""
    heading: str = ""
    unit: float = 1
    kr_each: int = 1
    notation: Notation = PLAIN

    def __str__(self) -> str:
        label = f"{self.label}, " if self.label else ""
        return f"{to_a1(self.place.cell)} ({label}{self.written(self.units)})"

    def written(self, units: int) -> str:
        """Write an amount that is given in this figure's units."""
        return self.notation.one(units * self.unit)


def explain(total: int, parts: Sequence[Term], neighbours: Sequence[Term], elsewhere: Sequence[Term]) -> str | None:
    """Explain the difference between a total and its parts.

    Args:
        total: what stands as the total, in whole units.
        parts: what it should be the sum of.
        neighbours: figures beside the parts that are not among them.
        elsewhere: other figures in the book that go by the names of the parts.

    Returns:
        One Swedish sentence when exactly one explanation fits, else None.

    >>> parts = [Term(Place("Blad", (2, 2)), 700), Term(Place("Blad", (3, 2)), 12345)]
    >>> explain(700, parts, (), ()).replace(chr(160), " ")
    'Det är precis B3 (12 345), som inte verkar ha räknats med.'
    >>> explain(13945, parts, (), ()).replace(chr(160), " ")
    'Med två siffror omkastade i B3 (13 245 i stället för 12 345) hade summan stämt.'
    """
    difference = total - sum(part.units for part in parts)
    if abs(difference) < _TELLING:
        return None
    found = list(
        dict.fromkeys(
            (
                *_left_out_or_doubled(difference, parts),
                *_taken_in(difference, neighbours),
                *_swapped(total, difference, parts),
                *_in_thousands(difference, parts),
                *_other_version(difference, parts, elsewhere),
            )
        )
    )
    return found[0] if len(found) == 1 else None


def _left_out_or_doubled(difference: int, parts: Sequence[Term]) -> Iterator[str]:
    for part in parts:
        if part.units == -difference:
            yield f"Det är precis {part}, som inte verkar ha räknats med."
        elif part.units == difference:
            yield f"Det är precis {part}, som verkar ha räknats två gånger."
        elif 2 * part.units == -difference:
            yield f"Det är två gånger {part}, som verkar ha räknats med fel tecken."


def _taken_in(difference: int, neighbours: Sequence[Term]) -> Iterator[str]:
    for one in neighbours:
        if one.units == difference:
            yield f"Det är precis {one}, som inte hör till delarna men verkar ha räknats med."


def _swapped(total: int, difference: int, parts: Sequence[Term]) -> Iterator[str]:
    if difference % 9:  # swapping two digits changes a number by a multiple of nine
        return
    if total - difference in _transpositions(total):
        write = parts[0].written
        yield f"Två siffror verkar ha kastats om i summan: {write(total)} i stället för {write(total - difference)}."
    for part in parts:
        if part.units + difference in _transpositions(part.units):
            yield (
                f"Med två siffror omkastade i {to_a1(part.place.cell)} ({part.written(part.units + difference)} "
                f"i stället för {part.written(part.units)}) hade summan stämt."
            )


def _transpositions(number: int) -> set[int]:
    """Give the numbers that come of swapping two digits beside each other.

    >>> sorted(_transpositions(-123))
    [-213, -132]
    """
    digits, sign = str(abs(number)), -1 if number < 0 else 1
    if len(digits) < _FEWEST_DIGITS:
        return set()
    swapped = (digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in range(len(digits) - 1))
    return {sign * int(text) for text in swapped if text[0] != "0"} - {number}


def _in_thousands(difference: int, parts: Sequence[Term]) -> Iterator[str]:
    """Find a part that stands in a unit a thousand times larger, or smaller, than the others."""
    for part in parts:
        if abs(part.units) >= _TELLING and abs((_THOUSAND - 1) * part.units - difference) <= _THOUSAND / 2:
            its, theirs = part.kr_each * _THOUSAND, part.kr_each
        elif abs(part.units) >= _THOUSAND * _TELLING and abs(part.units / _THOUSAND - part.units - difference) <= 1:
            theirs = max(part.kr_each, _THOUSAND)
            its = theirs // _THOUSAND
        else:
            continue
        why = f"står i {_KRONOR[its]} och de andra i {_KRONOR[theirs]}"
        if is_quantity(part.heading) or is_quantity(part.place.sheet):
            why = f"är tusen gånger för {'litet' if its > theirs else 'stort'}"
        right = part.written(part.units + difference)
        yield f"Summan stämmer om {part} {why}; då ska {to_a1(part.place.cell)} vara {right}."


def _other_version(difference: int, parts: Sequence[Term], elsewhere: Sequence[Term]) -> Iterator[str]:
    """Find a part whose namesake elsewhere in the book, put in its place, gives the total that stands."""
    wanted: dict[tuple[str, int], Term] = {(normalise(part.label), part.units + difference): part for part in parts}
    for one in elsewhere:
        part = wanted.get((normalise(one.label), one.units))
        if part and part.label:
            heading = f"{without_repeats(one.heading)}, " if one.heading else ""
            where = one.place.seen_from(part.place.sheet)
            yield f"Summan stämmer med {where} ({heading}{one.written(one.units)}) i stället för {part}."


def terms(block: Block, unit: float) -> Iterator[Term]:
    """Give a table's figures as terms in whole units."""
    sheet, formats = block.sheet.name, block.sheet.number_formats
    columns = [(column, block.heading(column)) for column in block.columns]
    known = [(column, heading or block.title, scale(heading) or block.kr) for column, heading in columns]
    for row in block.rows:
        label = block.label(row)
        for column, heading, kr_each in known:
            number = block.figure(row, column)
            if number is not None:
                notation = _PER_CENT if "%" in formats.get((row, column), "") else PLAIN
                place = Place(sheet, (row, column))
                yield Term(place, round(number / unit), label, heading, unit, kr_each, notation)


def beside(cells: Sequence[Cell], total: Cell) -> set[Cell]:
    """Give the cells that are next to a total's parts, along their line, but not among them."""
    down = all(column == total[1] for _, column in cells)
    steps = ((-1, 0), (1, 0)) if down else ((0, -1), (0, 1))
    around = {(row + r, column + c) for row, column in cells for r, c in steps}
    return around - set(cells) - {total}
