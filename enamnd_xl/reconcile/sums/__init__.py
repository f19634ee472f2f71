"""Finding the sums: which cells are sums of which, from formulas, values and labels together."""

from enamnd_xl.reconcile.sums.declared import declared_sums
from enamnd_xl.reconcile.sums.find import find_sums
from enamnd_xl.reconcile.sums.model import Sum

__all__ = ["Sum", "declared_sums", "find_sums"]
