"""The cell functions that share costs: EN_FORDELA, EN_NYCKEL, EN_UPPRAKNA and EN_AVRUNDA_TABELL."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import chain

from enamnd_xl.allocation.apportion import allocate
from enamnd_xl.allocation.controlled import round_table
from enamnd_xl.allocation.indexation import index_amount
from enamnd_xl.allocation.keys import mix
from enamnd_xl.errors import InputError
from enamnd_xl.functions import convert
from enamnd_xl.functions.registry import Argument, CellFunction, Example, naming
from enamnd_xl.money import Direction, Exact

_CATEGORY = "Fördelning"
_UNIT = Argument(
    "avrundning",
    "Vad beloppen avrundas till: 0,01 (öre), 1, 100 eller 1000 kr. Utelämnad, tom eller 0 är 1 kr.",
    convert.read_unit,
    default=1,
)


def _share_amount(
    amount: Exact, weights: Sequence[Exact | None], equal_share: Exact, unit: Exact
) -> list[int | Decimal]:
    inside = [weight for weight in weights if weight is not None]
    with naming("vikter"):
        scaled = mix(inside, equal_share)
    with naming("belopp"):
        parts = iter(allocate(amount, scaled, unit))
    return [0 if weight is None else next(parts) for weight in weights]


def _make_key(people: Sequence[Exact | None], equal_share: Exact, taking_part: Sequence[bool] | None) -> list[Fraction]:
    inside = [number is not None for number in people] if taking_part is None else taking_part
    if len(inside) != len(people):
        raise InputError(f"deltar: antalet celler är {len(inside)}, men i invanare {len(people)}.")
    for place, (number, is_inside) in enumerate(zip(people, inside, strict=True), 1):
        if is_inside and number is None:
            raise InputError(f"invanare: plats {place} saknas, men deltar är ifylld.")
    with naming("invanare"):
        scaled = mix([number or 0 for number, is_inside in zip(people, inside, strict=True) if is_inside], equal_share)
    whole, shares = sum(scaled), iter(scaled)
    return [Fraction(next(shares), whole) if is_inside else Fraction(0) for is_inside in inside]


def _index(amount: Exact, percent: Exact, unit: Exact, direction: Direction) -> int | Decimal:
    return index_amount(amount, 1 + Fraction(percent), unit, direction)


def _round_table(table: Sequence[Sequence[Exact]], unit: Exact) -> chain[int | Decimal]:
    return chain.from_iterable(round_table(table, unit))


FUNCTIONS = (
    CellFunction(
        "EN_FORDELA",
        _CATEGORY,
        "Fördelar ett belopp efter vikter så att delarna är avrundade och ändå summerar exakt till beloppet.",
        "En del för varje vikt, i samma ordning. Det som blir över vid avrundningen går till de största "
        "decimalerna, sedan till den största vikten.",
        (
            Argument(
                "belopp", "Beloppet som ska fördelas, kr. Ett negativt belopp är en kreditering.", convert.read_number
            ),
            Argument(
                "vikter",
                "En rad eller kolumn med en vikt för varje medlem, till exempel invånare. En tom cell står utanför.",
                convert.read_weights,
                is_range=True,
            ),
            Argument(
                "andel_rakt",
                "Den andel som delas lika mellan alla som har en vikt, 0 till 1. Utelämnad är 0.",
                convert.read_share,
                default=0,
            ),
            _UNIT,
        ),
        _share_amount,
        Example(
            "=EN_FORDELA(1000; B2:B5; 0,3)",
            (1000.0, [[100.0], [None], [300.0], [600.0]], 0.3),
            [[170], [0], [310], [520]],
        ),
        spills_like="vikter",
    ),
    CellFunction(
        "EN_NYCKEL",
        _CATEGORY,
        "Räknar ut en fördelningsnyckel: en andel delas lika och resten efter antalet invånare.",
        "En andel för varje medlem. Andelarna är tillsammans 1.",
        (
            Argument(
                "invanare",
                "En rad eller kolumn med antalet invånare i varje kommun. Utan deltar står en tom cell utanför.",
                convert.read_weights,
                is_range=True,
            ),
            Argument("andel_rakt", "Den andel som delas lika mellan alla som deltar, 0 till 1.", convert.read_share),
            Argument(
                "deltar",
                "Lika många celler: 1, ja eller x för den som deltar; 0, nej eller tom för den som står utanför.",
                convert.read_flags,
                is_range=True,
                default=None,
            ),
        ),
        _make_key,
        Example(
            "=EN_NYCKEL(B2:B4; 0,5; C2:C4)",
            ([[100.0], [300.0], [600.0]], 0.5, [["ja"], ["ja"], ["nej"]]),
            [[0.375], [0.625], [0.0]],
        ),
        spills_like="invanare",
    ),
    CellFunction(
        "EN_UPPRAKNA",
        _CATEGORY,
        "Räknar upp ett belopp med en procentsats och avrundar det.",
        "Det uppräknade beloppet, kr.",
        (
            Argument("belopp", "Beloppet före uppräkningen, kr.", convert.read_number),
            Argument(
                "procent", "Uppräkningen, till exempel 2 % eller 0,02; negativ för en nedräkning.", convert.read_percent
            ),
            _UNIT,
            Argument(
                "riktning",
                "Närmast eller uppåt. Uppåt är från noll, också för en kreditering. Utelämnad är närmast.",
                convert.read_direction,
                default=Direction.NEAREST,
            ),
        ),
        _index,
        Example('=EN_UPPRAKNA(25800; 4,7%; 100; "uppåt")', (25800.0, 0.047, 100.0, "uppåt"), 27100),
    ),
    CellFunction(
        "EN_AVRUNDA_TABELL",
        _CATEGORY,
        "Avrundar en tabell så att rader, kolumner och total fortfarande stämmer, med så små ändringar som möjligt.",
        "En tabell av samma form. Varje cell, radsumma, kolumnsumma och totalen är avrundad nedåt eller uppåt.",
        (
            Argument(
                "tabell",
                "Tabellens belopp, kr, utan summarad och summakolumn. En tom cell är noll.",
                convert.read_table,
                is_range=True,
            ),
            _UNIT,
        ),
        _round_table,
        Example("=EN_AVRUNDA_TABELL(B2:C3)", ([[0.4, 0.6], [0.6, 0.4]],), [[0, 1], [1, 0]]),
        spills_like="tabell",
    ),
)
"""In the order that they are documented in."""
