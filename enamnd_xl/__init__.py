"""enamnd-xl: allocation, follow-up and reconciliation of a joint board's Excel workbooks."""

__version__ = "0.1.0"
