"""All that looks for faults in formulas. A book without formulas needs none of it, and does not load it."""

from collections.abc import Callable, Iterator

from enamnd_xl.reconcile.faults.breaks import explain_breaks
from enamnd_xl.reconcile.faults.habits import explain_constants
from enamnd_xl.reconcile.faults.links import explain_links
from enamnd_xl.reconcile.faults.ranges import explain_circles, explain_ranges
from enamnd_xl.reconcile.faults.ratios import explain_ratios
from enamnd_xl.reconcile.faults.sliding import explain_sliding
from enamnd_xl.reconcile.faults.targets import explain_targets
from enamnd_xl.reconcile.faults.unequal import explain_unequal
from enamnd_xl.reconcile.faults.years import explain_years
from enamnd_xl.reconcile.finding import Finding
from enamnd_xl.reconcile.view import BookView

DETECTORS: tuple[Callable[[BookView], Iterator[Finding]], ...] = (
    explain_circles,
    explain_links,
    explain_years,
    explain_sliding,
    explain_breaks,
    explain_ranges,
    explain_unequal,
    explain_targets,
    explain_ratios,
    explain_constants,
)
"""The nearest explanation first: what one of them has explained the later ones leave alone."""
