"""How a cost is shared: keys, sum-exact rounding, indexation, one-off fees. Pure and exact."""

from enamnd_xl.allocation.apportion import allocate
from enamnd_xl.allocation.controlled import round_table

__all__ = ["allocate", "round_table"]
