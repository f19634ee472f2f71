"""The cell functions that follow the year: EN_AVVIKELSE, EN_PERIODBUDGET, EN_PROGNOS and EN_STAMAV."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from enamnd_xl.errors import InputError
from enamnd_xl.followup.forecast import Method, forecast
from enamnd_xl.followup.periods import TWELFTHS, budget_to_date, share_to_date
from enamnd_xl.functions import convert
from enamnd_xl.functions.convert import Raw
from enamnd_xl.functions.registry import Argument, CellFunction, Example, naming
from enamnd_xl.money import Exact, format_number

_CATEGORY = "Uppföljning"
_METHODS = (Method.REMAINING, Method.RUN_RATE)  # the others need an amount more than a cell is given


def _read_month(raw: Raw) -> int:
    month = convert.read_number(raw)
    if month not in range(1, 13):
        raise InputError(f"ska vara ett heltal från 1 till 12, inte {format_number(month)}.")
    return int(month)


_MONTH = Argument("manad", "Hur många månader av året som har gått, 1 till 12.", _read_month)


def _read_profile(raw: Raw) -> list[Exact]:
    return [weight or 0 for weight in convert.read_numbers(raw)]


def _read_method(raw: Raw) -> Method:
    text = convert.read_text(raw).casefold()
    if text not in _METHODS:
        raise InputError(f"ska vara {' eller '.join(f'»{method}«' for method in _METHODS)}, inte »{text}«.")
    return Method(text)


def _deviate(revenues: Sequence[Exact | None], costs: Sequence[Exact | None]) -> list[Exact]:
    if len(revenues) != len(costs):
        raise InputError(f"kostnad: antalet celler är {len(costs)}, men i intakt {len(revenues)}.")
    return [Fraction(revenue or 0) - Fraction(cost or 0) for revenue, cost in zip(revenues, costs, strict=True)]


def _budget_to_date(budget: Exact, month: int, profile: Sequence[Exact]) -> int | Decimal:
    with naming("profil"):
        share_to_date(month, profile)
    return budget_to_date(budget, month, profile)


def _forecast(outcome: Exact, month: int, budget: Exact, method: Method) -> int | Decimal:
    return forecast(method, outcome, month, budget)


def _reconcile(parts: Sequence[Sequence[Exact]], total: Exact, tolerance: Exact) -> str:
    computed = sum((Fraction(part) for row in parts for part in row), Fraction(0))
    difference = Fraction(total) - computed
    if abs(difference) <= tolerance:
        return "OK"
    way = "för hög" if difference > 0 else "för låg"
    return f"Summan är {format_number(abs(difference))} {way}: delarna ger {format_number(computed)}."


FUNCTIONS = (
    CellFunction(
        "EN_AVVIKELSE",
        _CATEGORY,
        "Räknar ut avvikelsen: intäkt minus kostnad. Positivt är bra för resultatet.",
        "Avvikelsen, kr; för två områden en för varje cell.",
        (
            Argument("intakt", "Intäkten, kr. En tom cell är noll.", convert.read_numbers, is_range=True),
            Argument(
                "kostnad", "Kostnaden, kr: lika många celler. En tom cell är noll.", convert.read_numbers, is_range=True
            ),
        ),
        _deviate,
        Example("=EN_AVVIKELSE(B2; C2)", (639750.0, 731280.0), -91530),
        spills_like="intakt",
    ),
    CellFunction(
        "EN_PERIODBUDGET",
        _CATEGORY,
        "Räknar ut hur stor del av årets budget som hör till de månader som har gått.",
        "Budgeten från januari till och med månaden, avrundad till hela kronor; december ger hela årets budget.",
        (
            Argument("arsbudget", "Årets budget, kr.", convert.read_number),
            _MONTH,
            Argument(
                "profil",
                "Tolv vikter, januari först, för en budget som inte är jämn över året. Utelämnad är tolftedelar.",
                _read_profile,
                is_range=True,
                default=TWELFTHS,
            ),
        ),
        _budget_to_date,
        Example("=EN_PERIODBUDGET(1199800; 10)", (1199800.0, 10.0), 999833),
    ),
    CellFunction(
        "EN_PROGNOS",
        _CATEGORY,
        "Räknar ut en prognos för helåret ur utfallet hittills.",
        "Prognosen för helåret, kr.",
        (
            Argument("utfall", "Utfallet från januari till och med månaden, kr.", convert.read_number),
            _MONTH,
            Argument("budget", "Årets budget, kr.", convert.read_number),
            Argument(
                "metod",
                "»budget kvar«: utfallet plus den budget som är kvar av året. »takt«: utfallet i samma takt hela året. "
                "Utelämnad är »budget kvar«.",
                _read_method,
                default=Method.REMAINING,
            ),
        ),
        _forecast,
        Example('=EN_PROGNOS(500; 6; 1200; "takt")', (500.0, 6.0, 1200.0, "takt"), 1000),
    ),
    CellFunction(
        "EN_STAMAV",
        _CATEGORY,
        "Stämmer av en summa mot sina delar.",
        "OK när de stämmer, annars skillnaden i ord.",
        (
            Argument("delar", "Delarna, i ett område. En tom cell är noll.", convert.read_table, is_range=True),
            Argument("summa", "Summan som delarna ska ge.", convert.read_number),
            Argument("tolerans", "Den största skillnad som godtas. Utelämnad är 0.", convert.read_tolerance, default=0),
        ),
        _reconcile,
        Example("=EN_STAMAV(B2:B3; 290)", ([[100.0], [200.0]], 290.0), "Summan är 10 för låg: delarna ger 300."),
    ),
)
"""In the order that they are documented in."""
