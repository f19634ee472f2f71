"""Norrbottens e-nämnd 2025: outcome, comments and forecast as they were published, and the accounts of 2022.

The outcome of January to October was published as one figure, so it stays one period; the results of 2023 and 2024
are not in the papers, so they are blank. Amounts come from the published tables, so that nothing is typed twice.
"""

from enamnd_xl.books.living.words import SUM, Column
from enamnd_xl.books.living.year import (
    AccountRow,
    FollowUp,
    ForecastRow,
    PublishedFigure,
    PublishedOutcome,
    PublishedYear,
    SurplusRow,
)
from enamnd_xl.books.published import year_2022, year_2025
from enamnd_xl.books.published.table import PublishedTable, column_of, total_of
from enamnd_xl.followup.forecast import Method
from enamnd_xl.followup.mapping import Kind
from enamnd_xl.followup.outcome import Actual
from enamnd_xl.followup.periods import Period

_MONTH = 10
_SERVICES = tuple(column_of(year_2025.BUDGET, 1))
_BASE, _PLATFORM, _RESCUE, _SOCIAL, _ARCHIVE = _SERVICES
_DECIDED = column_of(year_2025.BUDGET, 1, block=1)
_FORECAST_BUDGET, _FORECAST = column_of(year_2025.FORECAST, 1), column_of(year_2025.FORECAST, 2)


def _read(table: PublishedTable, source: str, period: Period) -> tuple[Actual, ...]:
    revenues, costs = column_of(table, 1), column_of(table, 2)
    return tuple(Actual(source, period, item, revenue_kr, costs[item]) for item, revenue_kr in revenues.items())


_OUTCOME = (
    *_read(year_2022.OUTCOME, "Verksamhetsberättelse 2022", Period(2022, 1, 12)),
    *_read(year_2025.OUTCOME, "Ekonomisk rapport oktober 2025", Period(2025, 1, _MONTH)),
)

# Source: the notes of the report; they stand in the order base funding, rescue services, social services.
_COMMENTS = {
    service: note.partition(": ")[2].capitalize()
    for service, note in zip((_BASE, _RESCUE, _SOCIAL), year_2025.OUTCOME.notes[3:], strict=True)
}

_REASON = "Enligt den publicerade prognosen. När och varför budgeten ändrades framgår inte av handlingarna."
_PUBLISHED_FORECAST = "Publicerad prognos 2025-09-12."
_NO_FORECAST = "Ingen prognos är publicerad."


def _forecast_cost(service: str) -> ForecastRow:
    budget = _FORECAST_BUDGET[service]
    is_revised = abs(budget - _DECIDED[service]) > 1  # what is more than a rounding
    return ForecastRow(
        Method.TYPED,
        _FORECAST[service],
        revised=budget if is_revised else None,
        reason=_REASON if is_revised else "",
        comment=_PUBLISHED_FORECAST,
    )


FOLLOW_UP = FollowUp(
    month=_MONTH,
    # Source: revenue is account class 3 and cost 4-7 in Kommun-BAS; the board's own codes are not known.
    accounts=tuple(
        AccountRow(account, "", service, service, kind)
        for service in _SERVICES
        for account, kind in (("3000-3999", Kind.REVENUE), ("4000-7999", Kind.COST))
    ),
    outcome=_OUTCOME,
    profiles={},
    comments=_COMMENTS,
    forecasts={
        **{(service, Kind.COST): _forecast_cost(service) for service in _SERVICES},
        **{(service, Kind.REVENUE): ForecastRow(comment=_NO_FORECAST) for service in _SERVICES},
    },
    opening=None,
    surplus=(
        SurplusRow(
            2022,
            comment="Balanseras mot kommande år enligt samverkansavtalet (verksamhetsberättelse 2022). Vad som fanns "
            "balanserat från tidigare år är inte publicerat.",
        ),
        SurplusRow(2023, comment="Resultatet är inte känt: det finns inte i handlingarna."),
        SurplusRow(2024, comment="Resultatet är inte känt: det finns inte i handlingarna."),
        SurplusRow(2025, comment="Året är inte avslutat."),
    ),
)

_OUTCOME_IN_WORDS = PublishedFigure(
    SUM,
    Column.RESULT,
    148_000,
    "Texten anger 148 tkr: tabellens 148 641 kr avhugget. 148 640 kr avrundat är 149 tkr.",
)
_FORECAST_IN_WORDS = PublishedFigure(
    SUM,
    Column.DEVIATION,
    100_000,
    "Texten anger 100 tkr för tabellens 106 657 kr; avrundat till tusental är det 107 tkr.",
)
_WHY_OUTCOME: dict[tuple[str, str], str] = {
    (
        _ARCHIVE,
        Column.RESULT,
    ): "260 833 minus 255 891 är 4 942; det publicerade är troligen räknat på oavrundade belopp.",
    (
        SUM,
        Column.RESULT,
    ): "14 002 129 minus 13 853 489 är 148 640; det publicerade är troligen räknat på oavrundade belopp.",
}
_WHY_FORECAST: dict[tuple[str, str], str] = {
    (
        _BASE,
        Column.BUDGETED_EXPENSE,
    ): "Prognosen utgår från en annan budget än den beslutade; se Reviderad budget på Prognos.",
    (
        _SOCIAL,
        Column.BUDGETED_EXPENSE,
    ): "Prognosen har de beräknade intäkterna, som är 1 kr mer än den beslutade kostnadsbudgeten.",
    (_SOCIAL, Column.DEVIATION): "Prognosens budget är 1 kr mer än den beslutade kostnadsbudgeten.",
    (SUM, Column.BUDGETED_EXPENSE): "Grundfinansieringens 509 000 kr och Socialtjänstens 1 kr.",
    (SUM, Column.FORECAST): "Den publicerade summan är 1 kr mindre än sina egna rader (avrundning).",
    (SUM, Column.DEVIATION): "Den publicerade summan är 1 kr större än sina egna rader (avrundning); till det kommer "
    "1 kr för Socialtjänstens budget.",
}
_WHY_ACCOUNTS: dict[tuple[str, str], str] = {(SUM, Column.RESULT): "Lika till kronan."}
_COMMENTED_2022 = {
    "Grundfinansiering och e-kontor": "Grundbelopp",
    "Projekt LMS": "Projekt LMS, e-utbildning",
}


def _figures(
    table: PublishedTable, measures: tuple[str, ...], why: dict[tuple[str, str], str]
) -> tuple[PublishedFigure, ...]:
    """Give a published table's amounts, item by item, and its total."""
    columns = [{**column_of(table, number), SUM: total_of(table, number)} for number in range(1, len(measures) + 1)]
    return tuple(
        PublishedFigure(item, measure, column[item], why.get((item, measure), ""))
        for measure, column in zip(measures, columns, strict=True)
        for item in column
    )


def _comments_2022() -> tuple[PublishedFigure, ...]:
    """Give the deviations that the accounts of 2022 comment on, with the comment."""
    rows = year_2022.DEVIATIONS.blocks[0].rows
    return tuple(
        PublishedFigure(
            _COMMENTED_2022.get(str(item), str(item)),
            Column.RESULT,
            amount,
            f"Kommentaren: {str(comment).rstrip('.')}."
            + (" Den anger 19 kr mindre underskott än tabellen." if item == "Projekt DCBD" else ""),
        )
        for item, amount, comment in rows
        if isinstance(amount, int)
    )


_OUTCOME_MEASURES = (Column.REVENUE.value, Column.EXPENSE.value, Column.RESULT.value)
_FORECAST_MEASURES = (Column.BUDGETED_EXPENSE.value, Column.FORECAST.value, Column.DEVIATION.value)

PUBLISHED_YEAR = PublishedYear(
    outcomes=(
        PublishedOutcome(
            "Utfall januari–oktober 2025", 2025, _MONTH, _figures(year_2025.OUTCOME, _OUTCOME_MEASURES, _WHY_OUTCOME)
        ),
        PublishedOutcome("Bokslut 2022", 2022, 12, _figures(year_2022.OUTCOME, _OUTCOME_MEASURES, _WHY_ACCOUNTS)),
        PublishedOutcome("Belopp i texten om utfallet 2025", 2025, _MONTH, (_OUTCOME_IN_WORDS,)),
        PublishedOutcome("Belopp i kommentarerna till bokslutet 2022", 2022, 12, _comments_2022()),
    ),
    forecast=(
        ("Prognos helår 2025", _figures(year_2025.FORECAST, _FORECAST_MEASURES, _WHY_FORECAST)),
        ("Belopp i texten om prognosen 2025", (_FORECAST_IN_WORDS,)),
    ),
)
