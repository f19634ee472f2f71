"""Formulas as they are written for the calculation engine, in all that it does not read or answer as Excel does."""

import re
from collections.abc import Collection, Iterator

from enamnd_xl.files.elementwise import Elementwise, may_be_elementwise
from enamnd_xl.files.engine import Engine
from enamnd_xl.files.obstacles import for_engine, may_need_help
from enamnd_xl.files.precedents import Address
from enamnd_xl.files.structured import Tables
from enamnd_xl.workbook.snapshot import Snapshot


class Written:
    """The formulas of a workbook as the engine is to have them.

    Args:
        snapshot: what the workbook says.
        engine: the workbook in the engine.
        own: the names of our cell functions.
    """

    def __init__(self, snapshot: Snapshot, engine: Engine, own: Collection[str]) -> None:
        self._sheets = {sheet.name: sheet for sheet in snapshot.sheets}
        self._engine = engine
        self._own = own
        self._tables = Tables(snapshot.tables)
        self._elementwise = Elementwise(engine, snapshot, own)
        self._calls_own = re.compile("|".join(rf"\b{re.escape(name)}\(" for name in own) or "(?!)", re.IGNORECASE)

    def odd(self) -> Iterator[tuple[Address, str]]:
        """Go through the formulas that the engine may need help with: most sheets have none."""
        own = tuple(map(str.upper, self._own))
        for name, sheet in self._sheets.items():
            text = "\n".join(sheet.formulas.values())
            needs_help, is_elementwise = may_need_help(text, own), may_be_elementwise(text)
            if sheet.arrays or needs_help or is_elementwise:
                for cell, formula in sheet.formulas.items():
                    if (
                        (is_elementwise and may_be_elementwise(formula))
                        or (needs_help and may_need_help(formula, own))
                        or cell in sheet.arrays
                    ):
                        yield (name, cell), formula

    def formula(self, address: Address) -> str:
        """Give a formula as the engine is to have it."""
        sheet, cell = address
        formula = self._engine.given.get(address)  # the tables are spelled out in it
        if formula is None:
            formula = self._tables.with_addresses(self._sheets[sheet].formulas.get(cell, ""), sheet, cell)
        if "!" in formula:
            formula = for_engine(formula, list(self._sheets), self._own)
        return self._elementwise.spelled_out(formula, address, is_array=cell in self._sheets[sheet].arrays)

    def is_other(self, address: Address, formula: str, written: str) -> bool:
        """Tell whether the engine is to have another formula than it has read; the file may call ours otherwise."""
        return written != self._engine.given.get(address, formula) or self._calls_own.search(formula) is not None

    def is_doubtful(self, address: Address) -> bool:
        """Tell whether it is not known that the engine answers for each cell of a range where it should."""
        return address in self._elementwise.beyond
