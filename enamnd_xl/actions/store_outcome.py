"""Läs utfall: what was booked, item by item and month by month, from ledgers into the sheet Utfall."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from enamnd_xl.actions.living_tables import LivingTable, describe_cell, open_table
from enamnd_xl.actions.outcome import Outcome
from enamnd_xl.books.living.words import Column, TableName
from enamnd_xl.errors import InputError, WorkbookError
from enamnd_xl.followup.actuals import Reading
from enamnd_xl.followup.mapping import MappingRow, read_mapping
from enamnd_xl.followup.outcome import Actual, merge_outcome
from enamnd_xl.followup.periods import Period, parse_period
from enamnd_xl.money import format_kr, format_number, to_amount, to_cell
from enamnd_xl.workbook.edits import Edit, ResizeTable, SetFormula, set_value
from enamnd_xl.workbook.references import translate
from enamnd_xl.workbook.snapshot import Snapshot, Value

_COLUMNS = (Column.SOURCE, Column.PERIOD, Column.POST, Column.REVENUE, Column.EXPENSE)
_SHOWN = 5


def read_accounts(snapshot: Snapshot) -> tuple[MappingRow, ...]:
    """Read the sheet Kontering.

    Raises:
        WorkbookError: it is not there, or has no row.
        InputError: a cell does not hold what it should.
    """
    table = open_table(snapshot, TableName.ACCOUNTS)
    rows = read_mapping(
        (
            row,
            table.value(row, Column.ACCOUNT),
            table.value(row, Column.DIMENSION),
            table.value(row, Column.OBJECT),
            table.value(row, Column.POST),
            table.value(row, Column.KIND),
        )
        for row in table.rows
    )
    if not rows:
        raise WorkbookError(
            f"Bladet {table.sheet.name} har inga rader, så inget belopp hör till någon post.",
            "Skriv vilka konton och objekt som hör till vilken post, som intäkt eller kostnad.",
        )
    return rows


def store_outcome(snapshot: Snapshot, readings: Sequence[Reading], *, is_named: bool = False) -> Outcome:
    """Put what was read of ledgers on the sheet Utfall.

    The months that a ledger covers replace what stood there from the same ledger. A figure of another source for
    several months, as a board publishes it, gives way to a ledger that has all those months, for otherwise both would
    be counted; rows stay where they stand, so that nothing beside them is moved.

    Args:
        snapshot: a living workbook.
        readings: what was read, in order.
        is_named: whether a person has named the source, and so answers for its being other books than those that stand
            there.

    Raises:
        WorkbookError: a row of Utfall cannot be read, or there is no room for new ones.
        InputError: a ledger has a part only of the months that stand as one figure, or the amounts of another source.
    """
    table = open_table(snapshot, TableName.OUTCOME)
    standing = dict(read_rows(table))
    rows = tuple(standing.values())
    said: list[str] = []
    for reading in readings:
        source = reading.ledger.source
        merged = merge_outcome(rows, reading.actuals, source, reading.covered)
        months = {(each.year, month) for each in reading.covered for month in range(each.first, each.last + 1)}
        replaced = [row for row in merged.doubled if _gives_way(row, months, source)]
        beside = [row for row in merged.doubled if row not in replaced]
        if not is_named:
            _check_twice(reading, beside)
        said += [_say_replaced(replaced, source)] * bool(replaced) + [_say_beside(beside, source)] * bool(beside)
        rows = tuple(row for row in merged.rows if row not in replaced)
    edits = tuple(write_rows(table, standing, rows))
    counts = Counter(_key(row) for row in set(rows) - set(standing.values()))
    known = {_key(row) for row in standing.values()}
    changed = sum(key in known for key in counts)
    gone = len({key for key in known if key not in {_key(row) for row in rows}})
    said += map(_say_nothing, filter(_is_empty, readings))
    if not edits:
        same = [] if all(map(_is_empty, readings)) else ["Utfall är oförändrat: allt stod där redan."]
        return Outcome((), "\n".join([*said, *same]))
    what = "rad" if len(rows) == 1 else "rader"
    summary = (
        f"Utfall: nya rader {format_number(len(counts) - changed)}, ändrade {format_number(changed)}, borttagna "
        f"{format_number(gone)}; {format_number(len(rows))} {what} står där nu."
    )
    return Outcome(edits, "\n".join([*said, summary]))


def _check_twice(reading: Reading, beside: Iterable[Actual]) -> None:
    """Make sure that no other source has an amount of the reading for the same item and months."""
    read = {row[1:] for row in reading.actuals if row.revenue_kr or row.cost_kr}
    twice = [row for row in beside if row[1:] in read]
    if twice:
        source, first = reading.ledger.source, twice[0]
        other = first.source
        raise InputError(
            f"{reading.ledger.name} läses in som {source}, men {format_number(len(twice))} av beloppen står redan på "
            f"Utfall från {other} och skulle räknas två gånger. Det första är {first.item} {first.period.words}, "
            f"intäkter {format_kr(first.revenue_kr)} och kostnader {format_kr(first.cost_kr)}.",
            f'Ingenting är inläst. Är det samma bokningar: läs in filen med --kalla "{other}", så ersätts de. Är det '
            f'andra bokningar: --kalla "{source}" lägger dem bredvid.',
        )


def _is_empty(reading: Reading) -> bool:
    return not reading.actuals


def _say_nothing(reading: Reading) -> str:
    return (
        f"Inget lästes in ur {reading.ledger.name}: ingen bokning har en rad i Kontering. Skriv där vilka konton och "
        "objekt som hör till vilken post, och läs in filen igen."
    )


def _key(row: Actual) -> tuple[str, Period, str]:
    return row.source, row.period, row.item


def _gives_way(row: Actual, months: set[tuple[int, int]], source: str) -> bool:
    """Tell whether a row of another source is one figure for months that a ledger has each by itself."""
    own = {(row.period.year, month) for month in range(row.period.first, row.period.last + 1)}
    if len(own) == 1:
        return False
    if not own <= months:
        raise InputError(
            f"{row.item} har ett enda belopp för {row.period.words} från {row.source}, och {source} har bara en del av "
            "de månaderna.",
            f"Läs in hela {row.period.words}, eller ta bort raden på Utfall om den inte ska räknas.",
        )
    return True


def _say_replaced(rows: Sequence[Actual], source: str) -> str:
    return f"Ersatta av {source}, för att inte räknas två gånger: {_list(rows)}."


def _say_beside(rows: Sequence[Actual], source: str) -> str:
    return (
        f"Obs: utöver {source} står samma post och månad också från en annan källa, och båda räknas: {_list(rows)}. "
        "Ta bort de raderna på Utfall om de gäller samma bokningar."
    )


def _list(rows: Sequence[Actual]) -> str:
    listed = "; ".join(
        f"{row.item} {row.period.words} från {row.source}, intäkter {format_kr(row.revenue_kr)} och kostnader "
        f"{format_kr(row.cost_kr)}"
        for row in rows[:_SHOWN]
    )
    return listed + (f"; och {format_number(len(rows) - _SHOWN)} till" if len(rows) > _SHOWN else "")


def read_rows(table: LivingTable) -> Iterator[tuple[int, Actual]]:
    """Give row of Utfall -> what stands in it, blank rows left out.

    Raises:
        WorkbookError: a row cannot be read.
    """
    for row in table.rows:
        if any(table.value(row, heading) is not None for heading in _COLUMNS):
            source, item = table.text(row, Column.SOURCE), table.text(row, Column.POST)
            if not item:
                raise table.fault(row, Column.POST, "raden har ingen post", "Skriv posten, eller töm raden.")
            revenue_kr, cost_kr = (table.number(row, heading) or Fraction(0) for heading in _COLUMNS[3:])
            yield row, Actual(source, _read_period(table, row), item, to_amount(revenue_kr), to_amount(cost_kr))


def _read_period(table: LivingTable, row: int) -> Period:
    value = table.value(row, Column.PERIOD)
    if isinstance(value, date):
        return Period(value.year, value.month, value.month)
    try:
        return parse_period(str(value or ""))
    except InputError as error:
        raise table.fault(row, Column.PERIOD, "där ska det stå en period", "Skriv en månad som 2025-10.") from error


def write_rows(table: LivingTable, standing: dict[int, Actual], rows: Iterable[Actual]) -> Iterator[Edit]:
    """Give the edits that make the table hold these rows: changed rows in their place, new ones where it is blank."""
    left = Counter(rows)
    leaving: dict[tuple[str, Period, str], int] = {}
    for row, actual in standing.items():
        if left[actual]:
            left[actual] -= 1
        else:
            leaving[_key(actual)] = row
    new = list(left.elements())
    placed = {leaving.pop(_key(actual)): actual for actual in new if _key(actual) in leaving}
    first, bottom = table.table.area.top + 1, table.table.area.bottom
    free = (row for row in range(first, bottom + len(new) + 1) if row not in standing or row in leaving.values())
    placed |= {next(free): actual for actual in [each for each in new if each not in placed.values()]}
    for row in sorted({*leaving.values(), *placed}):
        if row > bottom:
            yield from _lengthen(table, row)
        yield from _fill(table, row, placed.get(row))
    last = max([bottom, *placed])
    if last > bottom:
        yield ResizeTable(table.table.name, table.table.area._replace(bottom=last), table.table.columns)


def _fill(table: LivingTable, row: int, actual: Actual | None) -> Iterator[Edit]:
    values: list[Value] = [None] * len(_COLUMNS)
    if actual:
        values = [actual.source, actual.period.label, actual.item, to_cell(actual.revenue_kr), to_cell(actual.cost_kr)]
    for heading, value in zip(_COLUMNS, values, strict=True):
        yield set_value(table.sheet.name, table.cell(row, heading), value)
    for column in range(table.table.area.left, table.table.area.right + 1):
        formula = table.sheet.formulas.get((row, column))
        if formula:  # what it shows is of the row as it was; without a value it is recalculated whatever it is
            yield SetFormula(table.sheet.name, (row, column), formula)


def _lengthen(table: LivingTable, row: int) -> Iterator[Edit]:
    """Give a row under the table the formulas of its last one."""
    sheet, area = table.sheet, table.table.area
    for column in range(area.left, area.right + 1):
        cell, above = (row, column), (area.bottom, column)
        if sheet.value(cell) is not None or cell in sheet.formulas:
            raise WorkbookError(
                f"{describe_cell(sheet, cell)}, men där behövs plats för fler rader.",
                f"Flytta det som står under tabellen {table.table.name}.",
            )
        if above in sheet.formulas:
            yield SetFormula(sheet.name, cell, translate(sheet.formulas[above], above, cell))
