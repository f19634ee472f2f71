"""enamnd-xl: allocation, follow-up and reconciliation of a joint board's Excel workbooks.

The package exports a few functions; each is loaded when it is first used, so that importing the package costs nothing.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from enamnd_xl.allocation import allocate, round_table
    from enamnd_xl.api import check

__all__ = ["__version__", "allocate", "check", "round_table"]

_HOMES = {"allocate": "enamnd_xl.allocation", "check": "enamnd_xl.api", "round_table": "enamnd_xl.allocation"}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
