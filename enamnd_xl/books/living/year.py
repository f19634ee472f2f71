"""What a board types as the year goes: accounts, outcome, phasing, comments, forecasts, the surplus."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from enamnd_xl.followup.forecast import Method
from enamnd_xl.followup.mapping import Kind
from enamnd_xl.followup.outcome import Actual


class AccountRow(NamedTuple):
    """A row of Kontering, as it is typed."""

    account: str
    dimension: str
    object: str
    post: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """What is typed of a service's revenue or cost on Prognos.

    Args:
        method: how the forecast is made; None when there is none.
        typed: the forecast itself, kr, where it is typed.
        change: what is known to change in the rest of the year, kr.
        revised: the budget that the forecast rests on where it is not the decided one, kr.
        reason: why the budget is revised.
        comment: what the board is told.
    """

    method: Method | None = None
    typed: int | None = None
    change: int | None = None
    revised: int | None = None
    reason: str = ""
    comment: str = ""


class SurplusRow(NamedTuple):
    """A year on Överskott, None in a row for one to come: how much of the balance was used, kr, and what is said."""

    year: int | None
    used: int | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A board's year as it goes.

    Args:
        month: the month up to and including which the year is followed up, 1 to 12.
        accounts: the rows of Kontering.
        outcome: what was booked, of this year and of earlier ones.
        profiles: twelve weights by service and kind, where the budget is not spread evenly.
        comments: on the deviations of the chosen month, by service.
        forecasts: by service and kind.
        opening: the balance that the first year of the surplus opens with, kr; None where it is not known.
        surplus: the years in order, none left out.
    """

    month: int
    accounts: Sequence[AccountRow]
    outcome: Sequence[Actual]
    profiles: Mapping[tuple[str, Kind], Sequence[int]]
    comments: Mapping[str, str]
    forecasts: Mapping[tuple[str, Kind], ForecastRow]
    opening: int | None
    surplus: Sequence[SurplusRow]


class PublishedFigure(NamedTuple):
    """A published amount of the follow-up, kr.

    Args:
        item: the service or other item, or SUMMA for all of them.
        measure: a heading of Utfall or Prognos that says what the amount is.
        amount: as published.
        why: why it differs from the computed one, or what is said of it.
    """

    item: str
    measure: str
    amount: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class PublishedOutcome:
    """Published amounts of the outcome of January up to and including a month, with the title over them."""

    title: str
    year: int
    month: int
    figures: Sequence[PublishedFigure]


@dataclass(frozen=True, slots=True)
class PublishedYear:
    """What was published as the year went.

    Args:
        outcomes: of the year, and of earlier ones.
        forecast: the costs of the full year; a title and the amounts under it.
    """

    outcomes: Sequence[PublishedOutcome]
    forecast: Sequence[tuple[str, Sequence[PublishedFigure]]]
