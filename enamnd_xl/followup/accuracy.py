"""How well earlier forecasts met the outcome."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from enamnd_xl.followup.periods import Kr
from enamnd_xl.money import exact


class Hit(NamedTuple):
    """How far a forecast was from what the year gave.

    Args:
        name: which forecast it was, such as the month it was made after.
        forecast_kr: what it said.
        outcome_kr: what the year gave.
    """

    name: str
    forecast_kr: Kr
    outcome_kr: Kr

    @property
    def miss_kr(self) -> Kr:
        """Outcome minus forecast."""
        return self.outcome_kr - self.forecast_kr

    @property
    def miss_share(self) -> Fraction | None:
        """The miss as a share of the outcome; None when there was no outcome to compare with."""
        return exact(self.miss_kr) / abs(exact(self.outcome_kr)) if self.outcome_kr else None


def mean_miss_share(hits: Iterable[Hit]) -> Fraction | None:
    """Give the size of the misses as a share of the outcomes, each item by its weight in kronor.

    Returns:
        A share; None when the outcomes are all zero.

    >>> mean_miss_share([Hit("augusti", 90, 100), Hit("augusti", 330, 300)])
    Fraction(1, 10)
    """
    misses = outcomes = Fraction(0)
    for hit in hits:
        misses += abs(exact(hit.miss_kr))
        outcomes += abs(exact(hit.outcome_kr))
    return misses / outcomes if outcomes else None
