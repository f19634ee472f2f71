"""Nytt år: the living workbook of a year made into that of the next, and what a person must still decide."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from enamnd_xl.actions.allocate import allocate_items
from enamnd_xl.actions.board_parameters import Parameters, read_parameters
from enamnd_xl.actions.living_tables import open_table
from enamnd_xl.actions.mark import unmark
from enamnd_xl.actions.named_cells import find_named_cell
from enamnd_xl.actions.new_year.costs import decide_charges, decide_costs, set_costs, sum_shares
from enamnd_xl.actions.new_year.course import clear_course, clear_outcome, freeze_published, is_whole_year, read_outcome
from enamnd_xl.actions.new_year.decisions import Decision, put_decisions
from enamnd_xl.actions.new_year.items import ItemRenewal
from enamnd_xl.actions.new_year.last_year import keep_amounts
from enamnd_xl.actions.new_year.memberships import Memberships
from enamnd_xl.actions.new_year.old_year import find_mentions, find_old_year
from enamnd_xl.actions.new_year.surplus import carry_surplus
from enamnd_xl.actions.new_year.wishes import ALL, Wishes
from enamnd_xl.actions.scenarios import SHEET as SCENARIO_SHEET
from enamnd_xl.allocation.item import Key
from enamnd_xl.allocation.share import Kr
from enamnd_xl.books.living.words import BUDGET_YEAR, POPULATION_DATE, Column, Ground, Tab, TableName
from enamnd_xl.errors import InputError, WorkbookError
from enamnd_xl.money import exact, format_kr, format_number
from enamnd_xl.workbook.changes import apply_edits
from enamnd_xl.workbook.edits import DropSheet, Edit, set_value
from enamnd_xl.workbook.own_sheet import own_sheets
from enamnd_xl.workbook.snapshot import Snapshot

_LAST_DAY = (12, 31)  # Source: Statistics Sweden, population by region and year, is of 31 December


@dataclass(frozen=True, slots=True)
class NewYear:
    """A new year's workbook in the making.

    Args:
        edits: what makes last year's workbook into it.
        sentences: what was done, in Swedish.
        decisions: what a person must still decide.
    """

    edits: tuple[Edit, ...]
    sentences: tuple[str, ...]
    decisions: tuple[Decision, ...]


def read_year(snapshot: Snapshot) -> int:
    """Give the budget year of a living workbook.

    Raises:
        WorkbookError: it has none.
    """
    open_table(snapshot, TableName.MEMBERS)  # a book of another kind lacks more than the year
    name, cell = find_named_cell(snapshot, BUDGET_YEAR)
    sheet = snapshot.sheet(name)
    year = sheet.value(cell) if sheet else None
    if isinstance(year, bool) or not isinstance(year, int | float) or year != int(year):
        raise WorkbookError(f"{BUDGET_YEAR} är »{year}«, men ska vara ett årtal.", f"Skriv året på bladet {name}.")
    return int(year)


def make_new_year(snapshot: Snapshot, wishes: Wishes) -> NewYear:
    """Make a year's living workbook into the next year's.

    Args:
        snapshot: last year's workbook, with the values that its formulas give.
        wishes: the new year, and what is decided for it.

    Raises:
        WorkbookError: it is no living workbook, a parameter is missing or wrong, or there is no room.
        InputError: the year is not the next one, or a wish does not fit the workbook.
    """
    parameters = read_parameters(snapshot)
    _check_year(read_year(snapshot), wishes.year)
    shares = parameters.share_items()
    allocation = allocate_items(snapshot)
    if allocation.disagreement:
        raise WorkbookError(
            allocation.disagreement, "Rätta formlerna först: annars är det osäkert vilka belopp som gällde."
        )
    if allocation.edits:
        raise WorkbookError(
            "Beloppen i boken är inte de som parametrarna ger, så det är osäkert vilka som gällde.",
            "Kör Fördela (enamnd fordela) först, och gör det nya året av den boken.",
        )
    _check_names(snapshot, parameters, wishes)
    _check_amounts(parameters, wishes)
    memberships = Memberships(parameters, shares, wishes)
    memberships.check()
    key_date = _find_key_date(parameters, wishes)
    items = [ItemRenewal(item, parameters, wishes, key_date, memberships.outside(item)) for item in parameters.items]
    last = wishes.year - 1
    services = _services(snapshot)
    is_whole = is_whole_year(read_outcome(snapshot), services, last)
    carried = carry_surplus(snapshot, wishes.year, is_whole)
    start = find_named_cell(snapshot, POPULATION_DATE)
    edits: list[Edit] = [
        *unmark(snapshot).edits,
        DropSheet(SCENARIO_SHEET),
        *freeze_published(snapshot),
        *keep_amounts(snapshot, parameters, shares, last),
        set_value(*find_named_cell(snapshot, BUDGET_YEAR), wishes.year),
        set_value(*start, key_date),
        *memberships.edits(),
        *(edit for item in items for edit in item.edits()),
        *set_costs(snapshot, wishes),
        *clear_course(snapshot),
        *clear_outcome(snapshot, last, is_whole),
        *carried.edits,
    ]
    after = apply_edits(snapshot, edits)
    parameters = read_parameters(after)
    new, columns = parameters.share_items(), parameters.tables[TableName.LISTS].headings()
    decisions = (
        *_decide_population(snapshot, wishes, key_date),
        *(decision for item in items for decision in item.decisions()),
        *(
            decision
            for item in items
            for decision in memberships.decisions(snapshot, item.item, item.list, columns.get(item.list))
        ),
        _decide_grounds(parameters, wishes.year),
        *decide_costs(snapshot, wishes, new),
        *decide_charges(snapshot, wishes.year),
        *carried.decisions,
        *find_old_year(after, wishes.year),
        *find_mentions(after, memberships.changing()),
    )
    sentences = (
        _compare(shares, new, wishes.year),
        f"{last} års belopp står på Listor, och Kommunblad och Förändring visar dem bredvid {wishes.year} års.",
        _say_key_date(wishes, key_date),
        carried.sentence,
        f"Utfall, kommentarer, prognoser och det som fakturerats utanför budgeten för {last} är tömda.",
        *_say_sheets(snapshot, last),
        *_say_undecided(items, last),
    )
    return NewYear((*edits, put_decisions(decisions, wishes.year)), sentences, decisions)


def _check_year(standing: int, wanted: int) -> None:
    if wanted == standing:
        raise InputError(f"Boken är redan för {wanted}.", f"Det nya året är {wanted + 1}.")
    if wanted != standing + 1:
        raise InputError(
            f"Boken är för {standing}, och nästa år är {standing + 1}, inte {wanted}.", "Gör ett år i taget."
        )


def _check_names(snapshot: Snapshot, parameters: Parameters, wishes: Wishes) -> None:
    items = {item.name.casefold() for item in parameters.items}
    services = {service.casefold() for service in _services(snapshot)}
    for names, known, what in (
        (wishes.uplifts, items | services | {ALL}, "delpost eller tjänst"),
        (wishes.joining, items | services | {ALL}, "delpost eller tjänst"),
        (wishes.leaving, items | services | {ALL}, "delpost eller tjänst"),
        (wishes.amounts, items, "delpost"),
        (wishes.costs, services, "tjänst"),
    ):
        unknown = next((name for name in names if name.casefold() not in known), None)
        if unknown is not None:
            there = ", ".join(item.name for item in parameters.items) if "delpost" in what else ""
            raise InputError(
                f"{unknown} är ingen {what} på bladet Tjänster.",
                f"Tjänsterna är {', '.join(_services(snapshot))}" + (f"; delposterna {there}." if there else "."),
            )


def _check_amounts(parameters: Parameters, wishes: Wishes) -> None:
    """Make sure that no amount is given for an item that has an indexation of its own, or the amounts of a list."""
    given, indexed = (set(map(str.casefold, named)) for named in (wishes.amounts, wishes.uplifts))
    for item in parameters.items:
        name = item.name.casefold()
        if name in given & indexed:
            raise InputError(
                f"{item.name} har fått både ett belopp för {wishes.year} och en uppräkning från {wishes.year - 1}.",
                "Ange det ena: beloppet om det är beslutat, annars uppräkningen.",
            )
        if item.key is Key.LIST and name in given:
            raise InputError(
                f"{item.name} har nyckeln {item.key}, och inget belopp att ändra.",
                f"Ange en uppräkning, eller skriv {wishes.year} års belopp i en ny kolumn på Listor i den nya boken.",
            )


def _services(snapshot: Snapshot) -> list[str]:
    table = open_table(snapshot, TableName.COSTS)
    return [table.text(row, Column.SERVICE) for row in table.rows]


def _find_key_date(parameters: Parameters, wishes: Wishes) -> date:
    """Give the date whose population is the key: the wanted one, or the last one known before it.

    Raises:
        InputError: a wanted one is not there.
        WorkbookError: there is no population at all.
    """
    wanted = date(wishes.key_year if wishes.key_year is not None else wishes.year - 1, *_LAST_DAY)
    days = parameters.population_columns
    known = [day for day in days if day <= wanted]
    if wishes.key_year is not None and wanted not in days:
        raise InputError(
            f"Boken har ingen folkmängd för {wanted}.",
            f"Läs in den med --folkmangd FIL, eller välj bland {', '.join(map(str, sorted(days)))}.",
        )
    if not known:
        raise WorkbookError(
            f"Boken har ingen folkmängd för {wanted} eller tidigare.", "Läs in den med `enamnd las-folkmangd`."
        )
    return max(known)


def _decide_population(snapshot: Snapshot, wishes: Wishes, key_date: date) -> Iterator[Decision]:
    wanted = date(wishes.year - 1, *_LAST_DAY)
    if key_date == wanted or wishes.key_year is not None:
        return
    todo = (
        f"Folkmängden {wanted} finns inte i boken, så den senaste används. Läs in den när SCB har den "
        "(enamnd las-folkmangd), och flytta nyckeldatumen på Tjänster om nämnden beslutar det."
    )
    yield Decision(*find_named_cell(snapshot, POPULATION_DATE), "Folkmängd", key_date, todo)


def _decide_grounds(parameters: Parameters, year: int) -> Decision:
    table = parameters.tables[TableName.ITEMS]
    cell = table.cell(next(iter(table.rows)), Column.GROUND)
    todo = f"Alla delposter är förslag. Välj grund och skriv beslutet på varje rad när {year} är beslutat."
    return Decision(table.sheet.name, cell, "Grund, beslut och källa", table.sheet.value(cell), todo)


def _compare(old: Mapping[str, Mapping[str, Kr | None]], new: Mapping[str, Mapping[str, Kr | None]], year: int) -> str:
    before, after = sum_shares(old), sum_shares(new)
    moved = exact(after) - exact(before)
    percent = f", {format_number(100 * moved / exact(before), 2)} %" if before else ""
    step = f"{'+' if moved > 0 else ''}{format_kr(moved)}{percent}"
    return f"Fördelat {year - 1}: {format_kr(before)}. Fördelat {year}: {format_kr(after)} ({step})."


def _say_key_date(wishes: Wishes, key_date: date) -> str:
    if wishes.keeps_key_dates:
        return "Nyckeldatumen är oförändrade."
    wanted = date(wishes.year - 1, *_LAST_DAY)
    missing = f"; {wanted} finns inte i boken" if wishes.key_year is None and wanted != key_date else ""
    return f"Fördelning per invånare går efter folkmängden {key_date}{missing}."


def _say_sheets(snapshot: Snapshot, last: int) -> Iterator[str]:
    published = snapshot.sheet(Tab.PUBLISHED)
    if published and published.formulas:
        yield f"Bladet {published.name} står kvar med {last} års värden."
    scenario = own_sheets(snapshot).get(SCENARIO_SHEET)
    if scenario:
        yield f"Bladet {scenario} räknade på {last} års nycklar och är borttaget."


def _say_undecided(items: Sequence[ItemRenewal], last: int) -> Iterator[str]:
    """Say which cost items were not decided last year either."""
    undecided = [item.item.name for item in items if item.ground == Ground.PROPOSED]
    if undecided:
        yield f"Inte beslutat ens för {last}, enligt kolumnen Grund: {', '.join(undecided)}."
