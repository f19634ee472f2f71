"""What is wrong with the parameters of a living workbook, and what is so odd that it is worth a look."""

from collections.abc import Iterator
from fractions import Fraction

from enamnd_xl.actions.board_parameters import Parameters, read_what_can_be_used
from enamnd_xl.actions.living_tables import ParameterError, describe_cell, open_table
from enamnd_xl.actions.named_cells import find_named_cell
from enamnd_xl.allocation.item import Key
from enamnd_xl.books.living.words import BUDGET_YEAR, Column, Tab, TableName
from enamnd_xl.errors import WorkbookError
from enamnd_xl.money import format_number
from enamnd_xl.reconcile.finding import Finding, Severity, Shown
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, is_number

_BY_POPULATION = (Key.POPULATION, Key.MIX)
_YEARS = range(2000, 2101)
_MOST_UPLIFT = {Column.UPLIFT: Fraction(1, 4), Column.EARLIER_UPLIFT: Fraction(1)}
"""Column -> the largest indexation that is not worth a look. Source: our own limits. Prices rose ten per cent in 2022,
the most in thirty years, and about half as much again over twelve years; 3 typed for 3 % is 300 %."""
_NO_YEAR = f"Skriv året på bladet {Tab.START}, som ett tal med fyra siffror."


def find_faults(snapshot: Snapshot) -> list[Finding]:
    """Find the parameters that costs cannot be shared by.

    Args:
        snapshot: a living workbook, with the values that its formulas give.

    Returns:
        A finding for each cell. None for a blank template, which nobody has typed an amount in.
    """
    if _is_blank(snapshot):
        return []
    _, errors = read_what_can_be_used(snapshot)
    return [_fault(error) for error in errors]


def find_doubts(snapshot: Snapshot) -> list[Finding]:
    """Find the parameters that can be used but are hardly meant: the budget year, indexations, and no inhabitants.

    Args:
        snapshot: a living workbook, with the values that its formulas give.
    """
    parameters, _ = read_what_can_be_used(snapshot)
    found = list(_check_year(snapshot))
    if parameters:
        found += [*_check_uplifts(parameters), *_check_people(parameters)]
    return found


def _is_blank(snapshot: Snapshot) -> bool:
    """Tell whether no cost item has an amount."""
    table = open_table(snapshot, TableName.ITEMS)
    return all(table.value(row, Column.AMOUNT) is None for row in table.rows)


def _fault(error: WorkbookError) -> Finding:
    if isinstance(error, ParameterError):
        return _finding("EN611", Severity.FEL, error.sheet, error.cell, error.message, error.hint)
    return Finding("EN611", Severity.FEL, "", None, error.message, error.hint)


def _check_year(snapshot: Snapshot) -> Iterator[Finding]:
    try:
        name, cell = find_named_cell(snapshot, BUDGET_YEAR)
    except WorkbookError as error:
        yield _fault(error)
        return
    sheet = snapshot.sheet(name)
    if sheet is None:
        return
    year = sheet.value(cell)
    said = describe_cell(sheet, cell)
    if not is_number(year) or year != int(year):
        message = f"{said}, men {BUDGET_YEAR} ska vara ett årtal, som tal: formlerna jämför det med de andra årtalen."
        yield _finding("EN612", Severity.FEL, sheet, cell, message, _NO_YEAR)
    elif year not in _YEARS:
        message = f"{said}, men {BUDGET_YEAR} är ett årtal mellan {_YEARS[0]} och {_YEARS[-1]}."
        yield _finding("EN612", Severity.VARNING, sheet, cell, message, _NO_YEAR)


def _check_uplifts(parameters: Parameters) -> Iterator[Finding]:
    table = parameters.tables[TableName.ITEMS]
    for item in parameters.items:
        row = parameters.item_row(item)
        for heading, most in _MOST_UPLIFT.items():
            uplift = table.number(row, heading) or Fraction(0)
            if abs(uplift) > most:
                cell = table.cell(row, heading)
                yield _finding(
                    "EN612",
                    Severity.VARNING,
                    table.sheet,
                    cell,
                    f"{describe_cell(table.sheet, cell)}, alltså {_percent(uplift)}: {heading} för {item.name} är mer "
                    f"än {_percent(most)} uppåt eller nedåt.",
                    f"Kontrollera mot beslutet. {_percent(Fraction(3, 100))} skrivs 3 % eller 0,03.",
                )


def _check_people(parameters: Parameters) -> Iterator[Finding]:
    """Find members that pay by inhabitants and have none."""
    table = parameters.tables[TableName.MEMBERS]
    paid: dict[tuple[str, str], list[str]] = {}
    for item in parameters.items:
        if item.key in _BY_POPULATION and item.key_date:
            heading = parameters.population_columns[item.key_date]
            for member in parameters.members:
                if member.code not in item.outside and member.population.get(item.key_date) == 0:
                    paid.setdefault((member.code, heading), []).append(item.name)
    for (code, heading), items in paid.items():
        row = parameters.member_rows[code]
        cell = table.cell(row, heading)
        yield _finding(
            "EN612",
            Severity.VARNING,
            table.sheet,
            cell,
            f"{describe_cell(table.sheet, cell)}: {table.text(row, Column.MEMBER)} har inga invånare under {heading}, "
            f"och får ingen del av det som fördelas per invånare ({', '.join(items)}).",
            f"Skriv folkmängden, eller läs in den. En kommun som inte ska vara med skrivs under {Column.OUTSIDE} på "
            f"bladet {Tab.ITEMS}.",
        )


def _percent(share: Fraction) -> str:
    return f"{format_number(100 * share)} %"


def _finding(code: str, severity: Severity, sheet: Sheet, cell: Cell, message: str, hint: str) -> Finding:
    value = sheet.value(cell)
    found: Shown = value if is_number(value) or isinstance(value, str) else None
    return Finding(code, severity, sheet.name, cell, message, hint, found)
