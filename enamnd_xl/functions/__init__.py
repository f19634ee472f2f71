"""The cell functions: one registry that Excel, headless recalculation and the documentation are made from."""

from enamnd_xl.functions import allocating, following, inferring
from enamnd_xl.functions.registry import CellFunction

CELL_FUNCTIONS: dict[str, CellFunction] = {
    function.name: function for function in (*allocating.FUNCTIONS, *inferring.FUNCTIONS, *following.FUNCTIONS)
}
"""Name -> function, in the order of the documentation. Each is called with cells as an engine has them."""
