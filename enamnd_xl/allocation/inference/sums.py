"""A column that is the sum of columns beside each other: the row total of a table."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from enamnd_xl.allocation.inference.granularity import finest_unit
from enamnd_xl.allocation.inference.interval import Interval
from enamnd_xl.allocation.inference.model import Column, Inference, Rule, as_fraction
from enamnd_xl.allocation.inference.wording import listed
from enamnd_xl.money import Direction, to_amount


def find_sum(part: dict[str, Fraction], columns: Sequence[Column], year: int | None) -> Inference | None:
    """Find columns of the same year, beside each other, that add up to this one, member by member.

    A sum of n amounts that were rounded after they were added may be off by n half units; more than that is no sum.

    Args:
        part: the members that have an amount, and it, kr.
        columns: the other columns, in the order of their tables.
        year: the year of this one, when known.

    Returns:
        The run with the fewest members that are off; None when no run adds up.

    >>> columns = [Column("a", {"A": 1, "B": 5, "C": 7}), Column("b", {"A": 2, "B": 2, "C": None})]
    >>> find_sum({"A": Fraction(3), "B": Fraction(7), "C": Fraction(7)}, columns, None).source
    'summan av a och b'
    """
    runs = list(_runs(part, [c for c in columns if c.year == year]))
    if not runs:
        return None
    run, residuals = min(runs, key=lambda r: len(r[1]))
    return Inference(
        Rule.OTHER,
        exact=not residuals,
        members=tuple(part),
        factor=Interval(Fraction(1), Fraction(1)),
        proposed_factor=Fraction(1),
        source=f"summan av {listed([str(column) for column in run])}",
        unit=to_amount(finest_unit(tuple(part.values()))),
        direction=Direction.NEAREST,
        misfits=tuple(residuals),
        largest_residual=to_amount(max(residuals.values(), default=Fraction(0))),
    )


def _runs(part: dict[str, Fraction], columns: list[Column]) -> Iterator[tuple[list[Column], dict[str, Fraction]]]:
    unit = finest_unit(tuple(part.values()))
    amounts = [{m: as_fraction(c.amounts.get(m)) or Fraction(0) for m in part} for c in columns]
    for first, last in combinations(range(len(columns) + 1), 2):
        residuals = {m: abs(sum(c[m] for c in amounts[first:last]) - amount) for m, amount in part.items()}
        if last - first > 1 and max(residuals.values()) * 2 <= unit * (last - first):
            yield columns[first:last], {m: r for m, r in residuals.items() if r}
