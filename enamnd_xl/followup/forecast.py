"""The full-year forecast, by a method that the workbook states."""

from collections.abc import Sequence
from enum import StrEnum

from enamnd_xl.errors import InputError
from enamnd_xl.followup.periods import TWELFTHS, Kr, budget_to_date, share_to_date
from enamnd_xl.money import Exact, exact, round_to, to_amount


class Method(StrEnum):
    """How a forecast is made; the values are what stands in a workbook."""

    REMAINING = "budget kvar"
    RUN_RATE = "takt"
    ADJUSTED = "budget kvar justerad"
    TYPED = "angiven"


EXPLAINED = {
    Method.REMAINING: "Utfallet hittills plus den budget som är kvar av året.",
    Method.RUN_RATE: "Utfallet hittills i samma takt hela året (efter budgetens profil, om den har en).",
    Method.ADJUSTED: "Utfallet hittills plus den budget som är kvar, ändrad med ett känt belopp.",
    Method.TYPED: "Beloppet är angivet för hand.",
}
"""What a method means, for whoever reads the workbook."""


def parse_method(text: str) -> Method:
    """Read the name of a method.

    Raises:
        InputError: there is no such method.

    >>> parse_method(" Takt ")
    <Method.RUN_RATE: 'takt'>
    """
    name = " ".join(text.casefold().split())
    if name not in {method.value for method in Method}:
        known = ", ".join(method.value for method in Method)
        raise InputError(f"Prognosmetoden »{text}« finns inte.", f"Välj någon av: {known}.")
    return Method(name)


def forecast(
    method: Method,
    outcome: Exact,
    month: int,
    budget: Exact,
    *,
    profile: Sequence[Exact] = TWELFTHS,
    change: Exact | None = None,
    typed: Exact | None = None,
    unit: Exact = 1,
) -> Kr:
    """Forecast the full year of a revenue or a cost.

    Args:
        method: see Method.
        outcome: what is booked from January up to and including the month, kr.
        month: 1 to 12.
        budget: the year's budget, kr.
        profile: how the budget is spread, twelve weights.
        change: for ADJUSTED, what is known to change in the rest of the year, kr (more is positive).
        typed: for TYPED, the forecast itself, kr.
        unit: what the budget to date and the run rate are rounded to, kr.

    Returns:
        The forecast for the full year, kr.

    Raises:
        InputError: the month or the profile is wrong, the method lacks its amount, or nothing of the profile has
            passed so that there is no rate to go by.

    >>> forecast(Method.REMAINING, 999833, 10, 1199800), forecast(Method.RUN_RATE, 999833, 10, 1199800)
    (1199800, 1199800)
    >>> forecast(Method.ADJUSTED, 700, 6, 1200, change=-50)
    1250
    """
    remaining = exact(budget) - exact(budget_to_date(budget, month, profile, unit))
    match method:
        case Method.REMAINING:
            return to_amount(exact(outcome) + remaining)
        case Method.ADJUSTED:
            return to_amount(exact(outcome) + remaining + exact(_need(change, method, "den kända ändringen")))
        case Method.TYPED:
            return to_amount(exact(_need(typed, method, "prognosens belopp")))
        case Method.RUN_RATE:
            share = share_to_date(month, profile)
            if share <= 0:
                raise InputError(
                    "Takten går inte att räkna ut: profilen har ingen budget i de månader som har gått.",
                    f"Välj en annan metod, till exempel {Method.REMAINING}.",
                )
            whole_year = exact(outcome) / share
            return to_amount(exact(round_to(whole_year, unit))) if month < 12 else to_amount(exact(outcome))


def _need(amount: Exact | None, method: Method, what: str) -> Exact:
    if amount is None:
        raise InputError(f"Prognosmetoden {method} saknar {what}.", "Fyll i beloppet i kronor.")
    return amount
