"""Rows that a filter or a person has hidden: what SUBTOTAL counts depends on them, and the engine counts them all."""

import re
from pathlib import Path

from enamnd_xl.errors import ReadError
from enamnd_xl.files.package import open_package
from enamnd_xl.files.structure import read_structure
from enamnd_xl.workbook.formulas import may_call

_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*\bhidden=["'](?:1|true)""")


def counts_what_is_shown(formula: str) -> bool:
    """Tell whether a formula may leave out hidden rows.

    >>> counts_what_is_shown("SUBTOTAL(9,A1:A3)"), counts_what_is_shown("SUM(A1:A3)")
    (True, False)
    """
    return may_call(formula, ("SUBTOTAL", "AGGREGATE"))


def has_hidden_rows(path: Path) -> bool:
    """Tell whether any row of any sheet of an Open XML workbook is hidden."""
    try:
        with open_package(path) as package:
            return any(_HIDDEN_ROW.search(package.part(sheet.part)) for sheet in read_structure(package).sheets)
    except ReadError:
        return False
