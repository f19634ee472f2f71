"""Recalculating a whole workbook, and comparing what it gives with the values that stand in the file."""

from collections.abc import Callable, Collection, Mapping, Set
from functools import cached_property, partial
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from enamnd_xl.errors import ReadError
from enamnd_xl.files.better import BETTER, BETTER_OF_DAYS
from enamnd_xl.files.compare import LARGEST_NOISE, NOISE, conform, same
from enamnd_xl.files.comparisons import FUNCTION, compare, with_calls, with_criteria
from enamnd_xl.files.engine import NOT_IMPLEMENTED, NOT_READ, REFUSALS, Engine, EngineError
from enamnd_xl.files.filed import LARGEST_AREA, Filed
from enamnd_xl.files.hidden_rows import counts_what_is_shown, has_hidden_rows
from enamnd_xl.files.load import MAX_SECONDS
from enamnd_xl.files.obstacles import find_obstacle, is_local
from enamnd_xl.files.precedents import Address, CellIndex, Precedents
from enamnd_xl.files.told_apart import ToldApart
from enamnd_xl.files.written import Written
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.copies import rewrite
from enamnd_xl.workbook.snapshot import CellError, Snapshot, Value, is_number

_ROUNDS = 20  # how many layers of formulas beyond the engine are taken one by one; the rest are taken together
_REASONS = {
    "#NAME?": "Formeln använder en funktion eller ett namn som beräkningsmotorn inte känner.",
    "#N/IMPL!": "Formeln använder något som beräkningsmotorn inte klarar.",
    "#CIRC!": "Formeln ingår i en cirkelreferens.",
    "#SPILL!": "Formeln fyller ett område som beräkningsmotorn inte får fylla.",
}
_TOO_MUCH = "Formeln fyller ett orimligt stort område."
_UNREADABLE = "Formeln är inte skriven så att den går att tolka."
_NOT_GIVEN = "Beräkningsmotorn får ett felvärde där filen har ett värde."
_LOCAL = "Formelns värde beror på datorns språkinställningar."
_INTERSECTS = "Formeln tar ett värde ur ett område efter var den själv står, vilket beräkningsmotorn inte klarar."
_FILTERED = "Formeln räknar bara rader som visas, och beräkningsmotorn vet inte vilka som är dolda."
_ITERATED = "Formeln ingår i eller bygger på en cirkelreferens, som boken räknar i omgångar."
_ELEMENTWISE = "Formeln räknar med ett område cell för cell, på ett sätt som beräkningsmotorn inte klarar."
_ROUNDED = "Boken räknar med den precision som visas (Excelinställning), vilket beräkningsmotorn inte gör."
_NOT_FILLED = "Beräkningsmotorn fyller inte hela formelns område."
_NO_ENGINE = "Beräkningsmotorn kunde inte räkna om arbetsboken."
_NO_VALUE = CellError("#VALUE!")


_NOTHING: Mapping[str, Any] = {}


class Recalculation(NamedTuple):
    """What a full recalculation gives.

    Args:
        values: sheet name -> cell -> the recalculated value, where it is another one than the snapshot has.
        cached: sheet name -> cell -> the value that stood in the file, for the same cells (None: no value stood there).
        unchecked: sheet name -> cell -> why its formula could not be recalculated; there the cached value stands.
        changing: addresses whose value follows the clock or chance, and so is another one than in the file;
            there the cached value stands.
    """

    values: Mapping[str, Mapping[Cell, Value]] = _NOTHING
    cached: Mapping[str, Mapping[Cell, Value]] = _NOTHING
    unchecked: Mapping[str, Mapping[Cell, str]] = _NOTHING
    changing: frozenset[Address] = frozenset()


def recalculate(
    path: str | Path,
    snapshot: Snapshot,
    functions: Mapping[str, Callable[..., Any]] | None = None,
    engine: Engine | Callable[[], Engine] | None = None,
    after_edits: bool = False,
) -> Recalculation:
    """Recalculate every formula of a workbook.

    Args:
        path: the file the snapshot was read from.
        snapshot: what it says.
        functions: name -> cell function of ours; ranges come to it as lists of lists, blanks as None; a list it
            returns spills, an exception gives #VALUE!.
        engine: the workbook loaded in the engine, or what loads it, where the reading has either; it is used up.
        after_edits: whether the values in the file are of other formulas and cells than those it has now. Then an
            empty text replaces a zero; else the two are taken for the same.

    Returns:
        Where the values differ from those in the file, and what could not be recalculated.
    """
    if not any(sheet.formulas for sheet in snapshot.sheets):
        return Recalculation()
    try:
        loaded = engine if isinstance(engine, Engine) else (engine or partial(_load, Path(path)))()
        work = _Work(snapshot, loaded, functions or {}, after_edits)
        work.prepare()
        work.evaluate()
        work.leave_filtered(Path(path))
        work.leave_unsure()
    except (ReadError, EngineError, *REFUSALS):
        return Recalculation(
            unchecked={s.name: dict.fromkeys(s.formulas, _NO_ENGINE) for s in snapshot.sheets if s.formulas}
        )
    return work.result()


def _load(path: Path) -> Engine:
    from enamnd_xl.files.read import read

    engine = read(path).engine
    if not isinstance(engine, Engine):
        raise ReadError(f"{path.name} kan inte räknas om.")
    return engine


class _Work:
    """One recalculation on its way."""

    def __init__(
        self, snapshot: Snapshot, engine: Engine, functions: Mapping[str, Callable[..., Any]], after_edits: bool
    ) -> None:
        self.after_edits = after_edits
        self.snapshot = snapshot
        self.engine = engine
        self.functions = functions
        self._filed = Filed(snapshot)
        self._written = Written(snapshot, engine, functions)
        self.unchecked: dict[Address, str] = {}
        self.unlike: dict[Address, Value] = {}
        self.differing: set[Address] = set()
        self._deadline = monotonic() + MAX_SECONDS

    @cached_property
    def precedents(self) -> Precedents:
        """What the formulas build on; asked for where a value differs."""
        return Precedents(self.snapshot)

    def prepare(self) -> None:
        """Give the engine our functions, and the formulas that it cannot follow as values or written otherwise."""
        of_days = {} if self.engine.is_1904 else BETTER_OF_DAYS
        for name, function in {**BETTER, **of_days, **self.functions}.items():
            self.engine.register(name, function)
        others: dict[Address, str] = {}
        for address, formula in self._written.odd():
            written = self._written.formula(address)
            if reason := find_obstacle(written) or self._fills_too_much(address):
                self._give_up(address, reason)
            elif self._written.is_other(address, formula, written):
                others[address] = written
        self._rewrite(others)

    def _fills_too_much(self, address: Address) -> str:
        area = self._filed.area(address)
        return _TOO_MUCH if area and area.size > LARGEST_AREA else ""

    def _rewrite(self, formulas: Mapping[Address, str]) -> None:
        """Give the engine formulas written otherwise, and let it take all apart, but those that it refuses."""
        for name, texts in _by_sheet(formulas).items():
            self.engine.set_formulas(name, texts)
        if self.engine.take_apart():
            return
        for sheet in self.snapshot.sheets:
            for cell in sheet.formulas:
                address = sheet.name, cell
                written = formulas.get(address) or self._written.formula(address)
                if address not in self.unchecked and not self.engine.takes(cell, written):
                    self._give_up(address, _UNREADABLE)

    def _give_up(self, address: Address, reason: str) -> None:
        """Let the cached value stand for a formula, so that what builds on it can be recalculated.

        Where the file has no value, what builds on it cannot be recalculated either.
        """
        self._mind_the_time()
        sheet, cell = address
        for place in (cell, *self._filed.filled_by(sheet, cell)):
            self.unchecked[sheet, place] = reason
            cached = self._filed.value((sheet, place))
            self.engine.set_value(sheet, place, NOT_IMPLEMENTED if cached is None and place == cell else cached)

    def _mind_the_time(self) -> None:
        """Stop before the rest of the check is left without time.

        Raises:
            EngineError: the calculation has taken too long.
        """
        if monotonic() > self._deadline:
            raise EngineError("the calculation has taken too long")

    def evaluate(self) -> None:
        """Evaluate, and once more where the engine's comparisons, or formulas much alike, may have led it astray."""
        self._settle()
        apart = ToldApart()
        given = _by_sheet({a: self._written.formula(a) for a in self.differing if self._filed.value(a) is not None})
        doubtful = {
            (name, cell): written
            for name, formulas in given.items()
            for cell, written in rewrite(formulas, lambda one: with_calls(with_criteria(apart.written(one)))).items()
            if written != formulas[cell]
        }
        if doubtful:
            self.engine.register(FUNCTION, compare)
            self._rewrite(doubtful)
            self._settle()

    def leave_filtered(self, path: Path) -> None:
        """Let the cached value stand for what differs because rows are hidden, and see what then differs."""
        with_values = (a for a in self.differing if self._filed.value(a) is not None)
        filtered = [a for a in with_values if counts_what_is_shown(self._filed.formula(a))]
        if filtered and has_hidden_rows(path):
            for address in filtered:
                self._give_up(address, _FILTERED)
            self._settle()

    def leave_unsure(self) -> None:
        """Let the cached value stand for what the engine is not to be trusted with, and see what then differs.

        After edits what is cached is older than what the engine gives, and trusted less.
        """
        for _ in range(0 if self.after_edits else _ROUNDS):
            unsure = {
                address: reason
                for address in self.differing
                if self._filed.formula(address) and self._filed.value(address) is not None
                if (reason := self._says_nothing(address))
            }
            if not unsure:
                return
            for address in self._first(unsure):
                self._give_up(address, unsure[address])
            self._settle()

    def _settle(self) -> None:
        """Evaluate, give up what the engine gives an error for where the file has a value, and see what differs."""
        self._give_up_failures()
        self.differing = {address for address in self.unlike if not self._is_noise(address)}

    def _find_unlike(self) -> dict[Address, Value]:
        """Give the cells that are recalculated to another value than the file has, with the new value."""
        unlike: dict[Address, Value] = {}
        for name, cells in self._filed.places.items():
            filed = self._filed.values[name]
            for cell, computed, cached in zip(cells, self.engine.values(name, cells), filed, strict=True):
                if computed == cached and type(computed) is type(cached):  # nearly always
                    continue
                if computed == NOT_READ and self.engine.can_read(name, cell):  # it is of another that cannot be
                    computed = _NO_VALUE
                value = conform(computed, cached)
                if value == NOT_READ or not same(value, cached) or self._emptied((name, cell), value, cached):
                    unlike[name, cell] = value
        return {address: value for address, value in unlike.items() if address not in self.unchecked}

    def _emptied(self, address: Address, computed: Value, cached: Value) -> bool:
        """Tell whether an empty text has come in place of a zero."""
        if not self.after_edits or computed is not None or cached is None:
            return False
        return self.engine.is_empty_text(*address)

    def _give_up_failures(self) -> None:
        """Evaluate until nothing fails any more, and keep what is then recalculated to another value."""
        for turn in range(_ROUNDS + 1):
            self._mind_the_time()
            self.engine.evaluate()
            self.unlike = self._find_unlike()
            unread = [address for address, value in self.unlike.items() if value == NOT_READ]
            for address in unread:
                self._give_up(address, _UNREADABLE)
            if unread:
                continue
            failed = {address for address in self.unlike if self._filed.formula(address) and self._failed(address)}
            if not failed:
                return
            for address in self._first(failed) if turn < _ROUNDS else failed:
                self._give_up(address, _REASONS.get(str(self.unlike[address]), _NOT_GIVEN))
        self.unlike = self._find_unlike()

    def _first(self, addresses: Collection[Address]) -> Collection[Address]:
        """Give those that build on no other of them; all of them when they go round in a circle."""
        index = CellIndex(addresses)
        return [address for address in addresses if not self.precedents.refers_to(address, index)] or addresses

    def _failed(self, address: Address) -> bool:
        computed, cached = self.unlike[address], self._filed.value(address)
        if not isinstance(computed, CellError) or isinstance(cached, CellError):
            return False
        return cached is not None or str(computed) in _REASONS

    def _is_noise(self, address: Address) -> bool:
        """Tell whether a difference is what binary arithmetic leaves of amounts as large as those referred to."""
        computed, cached = self.unlike[address], self._filed.value(address)
        if not is_number(computed) or not is_number(cached) or abs(computed - cached) > LARGEST_NOISE:
            return False
        sizes = (self._filed.largest(name, area) for name, area in self.precedents.areas(address))
        return abs(computed - cached) <= NOISE * max([1, *sizes])

    @cached_property
    def _iterated(self) -> Set[Address]:
        """The formulas whose values depend on how many times a circle has been calculated."""
        return self.precedents.circular() if self.engine.iterates else frozenset()

    def result(self) -> Recalculation:
        """Compare with the cached values and sort out what that says nothing about."""
        differing = set(self.differing)
        for address in [a for a in differing if self._filed.value(a) is not None]:
            if reason := self._says_nothing(address):
                self.unchecked[address] = reason
                differing.discard(address)
        changing = self.precedents.changing({a for a in differing if self._filed.value(a) is not None})
        differing -= changing
        return Recalculation(
            values=_by_sheet({address: self.unlike[address] for address in differing}),
            cached=_by_sheet({address: self._filed.value(address) for address in differing}),
            unchecked=_by_sheet(self.unchecked),
            changing=frozenset(changing),
        )

    def _says_nothing(self, address: Address) -> str:
        """Say why a difference is the engine's, not the workbook's; "" when it is the workbook's."""
        formula = self._filed.formula(address)
        if is_local(formula):
            return _LOCAL
        if self.engine.rounds:
            return _ROUNDED
        if address in self._iterated:
            return _ITERATED
        if self._written.is_doubtful(address):
            return _ELEMENTWISE
        if not formula and self.unlike[address] is None:
            return _NOT_FILLED
        sheet, cell = address
        if formula and not self._filed.area(address) and self.engine.spills(sheet, cell):
            return _INTERSECTS
        return ""


def _by_sheet(values: Mapping[Address, Any]) -> dict[str, dict[Cell, Any]]:
    sheets: dict[str, dict[Cell, Any]] = {}
    for (sheet, cell), value in sorted(values.items(), key=lambda item: item[0]):
        sheets.setdefault(sheet, {})[cell] = value
    return sheets
