"""Recalculating a whole workbook, and comparing what it gives with the values that stand in the file."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from enamnd_xl.errors import ReadError
from enamnd_xl.files.compare import conform, noise_floor, same
from enamnd_xl.files.engine import EngineError, evaluate, value_from_engine
from enamnd_xl.files.obstacles import find_obstacle, for_engine, is_local, quote_sheet
from enamnd_xl.files.precedents import Precedents
from enamnd_xl.workbook.address import Cell, to_a1
from enamnd_xl.workbook.snapshot import CellError, Sheet, Snapshot, Value

if TYPE_CHECKING:
    import formualizer

Address: TypeAlias = tuple[str, Cell]
"""A sheet's name and a cell on it."""

_ROUNDS = 20  # how many layers of formulas beyond the engine are taken one by one; the rest are taken together
_REASONS = {
    "#NAME?": "Formeln använder en funktion eller ett namn som beräkningsmotorn inte känner.",
    "#N/IMPL!": "Formeln använder något som beräkningsmotorn inte klarar.",
    "#CIRC!": "Formeln ingår i en cirkelreferens.",
    "#SPILL!": "Formeln fyller ett område som beräkningsmotorn inte får fylla.",
}
_UNREADABLE = "Formeln är inte skriven så att den går att tolka."
_NOT_GIVEN = "Beräkningsmotorn får ett felvärde där filen har ett värde."
_LOCAL = "Formelns värde beror på datorns språkinställningar."
_INTERSECTS = "Formeln tar ett värde ur ett område efter var den själv står, vilket beräkningsmotorn inte klarar."
_NO_ENGINE = "Beräkningsmotorn kunde inte räkna om arbetsboken."


@dataclass(frozen=True, slots=True)
class Recalculation:
    """What a full recalculation gives.

    Args:
        values: sheet name -> cell -> the recalculated value, where it is another one than the snapshot has.
        cached: sheet name -> cell -> the value that stood in the file, for the same cells (None: no value stood there).
        unchecked: sheet name -> cell -> why its formula could not be recalculated; there the cached value stands.
        changing: addresses whose value follows the clock or chance, and so is another one than in the file;
            there the cached value stands.
    """

    values: Mapping[str, Mapping[Cell, Value]] = field(default_factory=dict)
    cached: Mapping[str, Mapping[Cell, Value]] = field(default_factory=dict)
    unchecked: Mapping[str, Mapping[Cell, str]] = field(default_factory=dict)
    changing: frozenset[Address] = frozenset()


def recalculate(
    path: str | Path,
    snapshot: Snapshot,
    functions: Mapping[str, Callable[..., Any]] | None = None,
    engine: "formualizer.Workbook | None" = None,
) -> Recalculation:
    """Recalculate every formula of a workbook.

    Args:
        path: the file the snapshot was read from.
        snapshot: what it says.
        functions: name -> cell function of ours; ranges come to it as lists of lists, blanks as None; a list it
            returns spills, an exception gives #VALUE!.
        engine: the workbook loaded in the engine, where the reading has done so; it is used up.

    Returns:
        Where the values differ from those in the file, and what could not be recalculated.
    """
    if not any(sheet.formulas for sheet in snapshot.sheets):
        return Recalculation()
    try:
        book = engine or _load(Path(path))
        work = _Work(snapshot, book, functions or {})
        work.prepare()
        work.evaluate()
    except (ReadError, EngineError):
        return Recalculation(
            unchecked={s.name: dict.fromkeys(s.formulas, _NO_ENGINE) for s in snapshot.sheets if s.formulas}
        )
    return work.result()


def _load(path: Path) -> "formualizer.Workbook":
    from enamnd_xl.files.read import read

    engine = read(path).engine
    if engine is None:
        raise ReadError(f"{path.name} kan inte räknas om.")
    return engine


class _Work:
    """One recalculation on its way."""

    def __init__(
        self, snapshot: Snapshot, book: "formualizer.Workbook", functions: Mapping[str, Callable[..., Any]]
    ) -> None:
        self.snapshot = snapshot
        self.book = book
        self.functions = functions
        self._sheets = {sheet.name: sheet for sheet in snapshot.sheets}
        self.formulas = {(s.name, cell): text for s in snapshot.sheets for cell, text in s.formulas.items()}
        self.cached: dict[Address, Value] = {
            (sheet.name, cell): sheet.value(cell)
            for sheet in snapshot.sheets
            for cell in (
                *sheet.formulas,
                *(place for anchor in sheet.arrays for place in _filled_by(sheet, anchor)),
            )
        }
        self.unchecked: dict[Address, str] = {}
        self.computed: dict[Address, Value] = {}

    def prepare(self) -> None:
        """Give the engine our functions, and the formulas that it cannot follow as values or written otherwise."""
        for name, function in self.functions.items():
            self.book.register_function(name, function)
        sheets = [sheet.name for sheet in self.snapshot.sheets]
        own = {name.upper() for name in self.functions}
        for address, formula in self.formulas.items():
            written = for_engine(formula, sheets, own)
            reason = find_obstacle(written)
            if reason:
                self._give_up(address, reason)
            elif self.book.get_formula(address[0], *address[1]) is None:
                self._give_up(address, _UNREADABLE)
            elif written != formula or (own and "EN_" in formula.upper()):
                self.book.set_formula(address[0], *address[1], f"={written}")

    def _give_up(self, address: Address, reason: str) -> None:
        """Let the cached value stand for a formula, so that what builds on it can be recalculated."""
        self.unchecked[address] = reason
        sheet, cell = address
        self._stand_still(sheet, cell, self.cached[address])
        for place in _filled_by(self._sheets[sheet], cell):
            self.unchecked[sheet, place] = reason
            self._stand_still(sheet, place, self.cached[sheet, place])

    def _stand_still(self, sheet: str, cell: Cell, value: Value) -> None:
        import formualizer as fz

        given = fz.LiteralValue.error(str(value), None) if isinstance(value, CellError) else value
        self.book.set_value(sheet, *cell, given)

    def evaluate(self) -> None:
        """Evaluate, and give up what the engine gives an error for where the file has a value, until none is left."""
        precedents = Precedents(self.snapshot)
        for turn in range(_ROUNDS + 1):
            evaluate(self.book)
            self.computed = {address: self._from_engine(address) for address in self.cached}
            failed = {address for address in self.formulas if address not in self.unchecked and self._failed(address)}
            if not failed:
                return
            first = {a for a in failed if failed.isdisjoint(precedents.of(a) - {a})} if turn < _ROUNDS else failed
            for address in first or failed:
                self._give_up(address, _REASONS.get(str(self.computed[address]), _NOT_GIVEN))

    def _from_engine(self, address: Address) -> Value:
        sheet, cell = address
        return conform(value_from_engine(self.book.get_value(sheet, *cell)), self.cached[address])

    def _failed(self, address: Address) -> bool:
        computed, cached = self.computed[address], self.cached[address]
        if not isinstance(computed, CellError) or isinstance(cached, CellError):
            return False
        return cached is not None or str(computed) in _REASONS

    def result(self) -> Recalculation:
        """Compare with the cached values and sort out what that says nothing about."""
        floor = noise_floor(self.cached.values())
        differing = {
            address
            for address, cached in self.cached.items()
            if address not in self.unchecked and not same(self.computed[address], cached, floor)
        }
        for address in [a for a in differing if self.cached[a] is not None]:
            if reason := self._says_nothing(address):
                self.unchecked[address] = reason
                differing.discard(address)
        changing = {a for a in Precedents(self.snapshot).changing(differing) if self.cached[a] is not None}
        differing -= changing
        return Recalculation(
            values=_by_sheet({address: self.computed[address] for address in differing}),
            cached=_by_sheet({address: self.cached[address] for address in differing}),
            unchecked=_by_sheet(self.unchecked),
            changing=frozenset(changing),
        )

    def _says_nothing(self, address: Address) -> str:
        """Say why a difference is the engine's, not the workbook's; "" when it is the workbook's."""
        formula = self.formulas.get(address, "")
        if is_local(formula):
            return _LOCAL
        sheet, cell = address
        if formula and cell not in self._sheets[sheet].arrays:
            spill = self.book.inspect_cell(f"{quote_sheet(sheet)}!{to_a1(cell)}").cell.spill
            if spill is not None:
                return _INTERSECTS
        return ""


def _filled_by(sheet: Sheet, anchor: Cell) -> Iterator[Cell]:
    """Go through the other cells that an array formula fills, within the used part of the sheet."""
    area = sheet.arrays.get(anchor)
    if area:
        for row in range(area.top, min(area.bottom, len(sheet.rows)) + 1):
            for column in range(area.left, min(area.right, sheet.width) + 1):
                if (row, column) not in sheet.formulas:
                    yield row, column


def _by_sheet(values: Mapping[Address, Any]) -> dict[str, dict[Cell, Any]]:
    sheets: dict[str, dict[Cell, Any]] = {}
    for (sheet, cell), value in sorted(values.items(), key=lambda item: item[0]):
        sheets.setdefault(sheet, {})[cell] = value
    return sheets
