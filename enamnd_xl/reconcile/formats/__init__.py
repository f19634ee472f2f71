"""The report in the forms that it can be written in: one module a form, each with ``write(report)``."""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from enamnd_xl.reconcile.report import Report

FORMATS = ("text", "json", "junit", "sarif", "markdown")


def write_report(report: Report, form: str) -> str:
    """Write a report in one of the FORMATS.

    >>> write_report(Report(()), "json")
    '{\\n  "version": 1,\\n  "files": []\\n}'
    """
    module = import_module(f"{__name__}.{form}_form")
    return cast(Callable[[Report], str], module.write)(report)
