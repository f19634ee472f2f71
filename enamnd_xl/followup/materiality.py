"""Which deviations are so large that the board must be told why."""

from collections.abc import Iterable
from typing import NamedTuple

from enamnd_xl.errors import InputError
from enamnd_xl.followup.periods import Kr
from enamnd_xl.money import Exact, exact


class Limit(NamedTuple):
    """From where a deviation is material: above either is enough; None is no limit of that kind.

    Args:
        kr: an amount.
        share: a share of the budget, such as Decimal("0.05").
    """

    kr: Exact | None = None
    share: Exact | None = None


class Explained(NamedTuple):
    """A deviation with what it is measured against, and the comment on it."""

    item: str
    deviation_kr: Kr
    budget_kr: Kr
    comment: str


def is_material(deviation_kr: Exact, budget_kr: Exact, limit: Limit) -> bool:
    """Say whether a deviation, good or bad, is above a limit.

    Args:
        deviation_kr: kr.
        budget_kr: what a share is taken of, kr; where it is zero any deviation is above a share of it.
        limit: see Limit.

    Raises:
        InputError: a limit is below zero.

    >>> is_material(-5001, 200000, Limit(kr=5000)), is_material(5000, 200000, Limit(kr=5000))
    (True, False)
    """
    if any(part is not None and exact(part) < 0 for part in limit):
        raise InputError("Gränsen för en väsentlig avvikelse kan inte vara mindre än 0.")
    size = abs(exact(deviation_kr))
    above_kr = limit.kr is not None and size > exact(limit.kr)
    above_share = limit.share is not None and size > exact(limit.share) * abs(exact(budget_kr))
    return above_kr or above_share


def find_uncommented(rows: Iterable[Explained], limit: Limit) -> tuple[Explained, ...]:
    """Give the rows whose deviation is material and has no comment.

    Raises:
        InputError: as for is_material.

    >>> find_uncommented([Explained("E-arkiv", -9000, 313000, " ")], Limit(kr=5000))[0].item
    'E-arkiv'
    """
    return tuple(row for row in rows if not row.comment.strip() and is_material(row.deviation_kr, row.budget_kr, limit))
