"""What headings, titles and sheet names say of the figures under them."""

from typing import NamedTuple

from enamnd_xl.reconcile.labels import Measure, measures, periods, stages, years

_BASES = frozenset({Measure.BUDGET, Measure.ACTUAL, Measure.FORECAST, Measure.DEVIATION, Measure.SHARE, Measure.RESULT})
_FLOWS = frozenset({Measure.REVENUE, Measure.COST})


class Meaning(NamedTuple):
    """What a heading, a title and a sheet's name say of the figures under them."""

    bases: frozenset[Measure]
    flows: frozenset[Measure]
    years: frozenset[int]
    periods: frozenset[str]
    stages: frozenset[str]

    @classmethod
    def of(cls, heading: str, *around: str) -> "Meaning":
        """Read a heading; what it leaves out is looked for in the texts around it, nearest first.

        Revenue and cost are read in the heading alone: a title takes the reader's side, and one's fee is another's
        revenue.
        """
        found = measures(heading)
        wider = (measures(text) & _BASES for text in around)
        bases = found & _BASES or next((base for base in wider if len(base) == 1), frozenset())
        named_years = next((named for text in (heading, *around) if (named := years(text))), frozenset())
        parts_of_year = next((parts for text in (heading, *around) if (parts := periods(text))), frozenset())
        version = next((stage for text in (heading, *around) if (stage := stages(text))), frozenset())
        return cls(bases, found & _FLOWS, named_years, parts_of_year, version)

    def conflicts(self, other: "Meaning") -> bool:
        """Tell whether the two speak of different things."""
        pairs = (
            (self.bases, other.bases),
            (self.flows, other.flows),
            (self.years, other.years),
            (self.periods, other.periods),
            (self.stages, other.stages),
        )
        return any(one and two and not one & two for one, two in pairs)

    def is_same_measure(self, other: "Meaning") -> bool:
        """Tell whether the two are said to be the same measure."""
        return bool(self.bases & other.bases or (not self.bases and not other.bases and self.flows & other.flows))
