"""Deviations: positive is always good for the result."""

from typing import NamedTuple

from enamnd_xl.followup.periods import Kr


class Figures(NamedTuple):
    """Revenue and cost of an item, as budgeted, booked or forecast; or the deviations of the two."""

    revenue_kr: Kr
    cost_kr: Kr

    @property
    def net_kr(self) -> Kr:
        """Revenue minus cost."""
        return self.revenue_kr - self.cost_kr


class Deviation(NamedTuple):
    """How far an outcome or a forecast is from the budget, kr; positive is good for the result."""

    revenue_kr: Kr
    cost_kr: Kr
    net_kr: Kr


def deviate(budget: Figures, outcome: Figures) -> Deviation:
    """Give the deviation of an outcome, or of a forecast, from the budget.

    Args:
        budget: kr, for the same months as the outcome.
        outcome: kr; what was booked, or what the full year is expected to give.

    Returns:
        Revenue: outcome minus budget. Cost: budget minus outcome. Net: their sum, which is how much better the
        result is than the budgeted one.

    >>> deviate(Figures(1708800, 1708800), Figures(1708800, 1611821))
    Deviation(revenue_kr=0, cost_kr=96979, net_kr=96979)
    """
    revenue_kr = outcome.revenue_kr - budget.revenue_kr
    cost_kr = budget.cost_kr - outcome.cost_kr
    return Deviation(revenue_kr, cost_kr, revenue_kr + cost_kr)
