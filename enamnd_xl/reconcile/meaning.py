"""What headings, titles and sheet names say of the figures under them."""

from enamnd_xl.reconcile.labels import Measure, measures, periods, stages, years
from enamnd_xl.record import Record

_BASES = frozenset({Measure.BUDGET, Measure.ACTUAL, Measure.FORECAST, Measure.DEVIATION, Measure.SHARE, Measure.RESULT})
_FLOWS = frozenset({Measure.REVENUE, Measure.COST})
_DAY_DIGITS = (6, 8)


class Meaning(Record):
    """What a heading, a title and a sheet's name say of the figures under them."""

    bases: frozenset[Measure]
    flows: frozenset[Measure]
    years: frozenset[int]
    periods: frozenset[str]
    stages: frozenset[str]
    days: frozenset[str]

    @classmethod
    def of(cls, heading: str, sheet: str, title: str) -> "Meaning":
        """Read a heading; what it leaves out is looked for in the sheet's name, and then in the title.

        Revenue and cost are read in the heading alone: a title takes the reader's side, and one's fee is another's
        revenue.
        """
        around = sheet, title
        found = measures(heading)
        wider = (measures(text) & _BASES for text in around)
        bases = found & _BASES or next((base for base in wider if len(base) == 1), frozenset())
        named_years = next((named for text in (heading, *around) if (named := years(text))), frozenset())
        parts_of_year = next((parts for text in (heading, *around) if (parts := periods(text))), frozenset())
        version = next((stage for text in (heading, *around) if (stage := stages(text))), frozenset())
        return cls(bases, found & _FLOWS, named_years, parts_of_year, version, _day(sheet))

    def conflicts(self, other: "Meaning") -> bool:
        """Tell whether the two speak of different things."""
        pairs = (
            (self.bases, other.bases),
            (self.flows, other.flows),
            (self.years, other.years),
            (self.periods, other.periods),
            (self.stages, other.stages),
            (self.days, other.days),
        )
        return any(one and two and not one & two for one, two in pairs)

    def is_same_measure(self, other: "Meaning") -> bool:
        """Tell whether the two are said to be the same measure."""
        return bool(self.bases & other.bases or (not self.bases and not other.bases and self.flows & other.flows))


def _day(sheet: str) -> frozenset[str]:
    """Give the day that a sheet is named by, as where each week has its own: 250131, 2025-01-31.

    >>> _day("2025-01-31"), _day("Kommuner"), _day("151000")
    (frozenset({'20250131'}), frozenset(), frozenset())
    """
    digits = "".join(filter(str.isdigit, sheet))
    months, days = digits[-4:-2], digits[-2:]
    is_day = len(digits) in _DAY_DIGITS and "01" <= months <= "12" and "01" <= days <= "31"
    return frozenset({digits}) if is_day and not any(map(str.isalpha, sheet)) else frozenset()
