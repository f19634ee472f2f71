"""The services' cost budgets and the charges beside the budget, which each year decides anew."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from enamnd_xl.actions.living_tables import open_table
from enamnd_xl.actions.new_year.decisions import Decision
from enamnd_xl.actions.new_year.wishes import Wishes
from enamnd_xl.allocation.share import Kr
from enamnd_xl.books.living.words import Column, TableName
from enamnd_xl.money import exact, format_kr, to_amount, to_cell
from enamnd_xl.workbook.edits import Edit, set_value
from enamnd_xl.workbook.snapshot import Snapshot


def set_costs(snapshot: Snapshot, wishes: Wishes) -> Iterator[Edit]:
    """Give what to write for the cost budgets that are decided."""
    table = open_table(snapshot, TableName.COSTS)
    said = {name.casefold(): kr for name, kr in wishes.costs.items()}
    for row in table.rows:
        kr = said.get(table.text(row, Column.SERVICE).casefold())
        if kr is not None:
            cell = table.cell(row, Column.COST)
            yield set_value(table.sheet.name, cell, to_cell(to_amount(kr)))


def decide_costs(snapshot: Snapshot, wishes: Wishes, new: Mapping[str, Mapping[str, Kr | None]]) -> Iterator[Decision]:
    """Give the cost budgets that are not, beside the revenue that the new shares give."""
    table, items = open_table(snapshot, TableName.COSTS), open_table(snapshot, TableName.ITEMS)
    said = {name.casefold() for name in wishes.costs}
    belongs = {items.text(row, Column.ITEM): items.text(row, Column.SERVICE) for row in items.rows}
    for row in table.rows:
        service = table.text(row, Column.SERVICE)
        if service.casefold() not in said:
            revenue = sum_shares({item: parts for item, parts in new.items() if belongs.get(item) == service})
            todo = f"{wishes.year - 1} års budget. Besluta {wishes.year} års; intäkterna blir {format_kr(revenue)}."
            cell = table.cell(row, Column.COST)
            yield Decision(table.sheet.name, cell, f"{service}, kostnadsbudget", table.sheet.value(cell), todo)


def decide_charges(snapshot: Snapshot, year: int) -> Iterator[Decision]:
    """Give the charges beside the budget, which are decided anew each year."""
    table = open_table(snapshot, TableName.CHARGES)
    for row in table.rows:
        cell = table.cell(row, Column.AMOUNT)
        if not table.text(row, Column.CHARGE) and table.sheet.value(cell) is None:
            continue
        unit = table.text(row, Column.CHARGE_UNIT)
        todo = f"{year - 1} års avgift ({unit}). Besluta om den gäller {year}."
        about, source = table.text(row, Column.CHARGE), table.text(row, Column.SOURCE)
        yield Decision(table.sheet.name, cell, about, table.sheet.value(cell), todo, source)


def sum_shares(shares: Mapping[str, Mapping[str, Kr | None]]) -> Kr:
    """Give the sum of all shares, kr."""
    return to_amount(sum((exact(kr or 0) for parts in shares.values() for kr in parts.values()), Fraction(0)))
