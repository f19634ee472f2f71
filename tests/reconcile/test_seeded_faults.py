"""Faults seeded into whole workbooks of several layouts, languages and units, read and recalculated as files are.

The kinds are those that audit tools for spreadsheets are measured on: sums that miss or repeat, totals typed over,
signs, text for numbers, keys of the wrong year, wrong sums among pasted amounts, links that changed places, a member
left out; and values that were stored before the last change.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from board_books import MEMBERS, SERVICES, Book, Layout, make_board_book, share
from enamnd_xl.api import check_file
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.workbook.address import Area, to_a1
from enamnd_xl.workbook.references import translate
from enamnd_xl.workbook.snapshot import Value

SWEDISH = {
    "keys": "Nycklar", "costs": "Kostnader", "allocation": "Fördelning", "pasted": "Fakturerat",
    "summary": "Uppföljning", "corner": "Kommun", "total": "Summa", "people": "Folkmängd", "cost": "Budget 2025",
    "allocated": "Fördelat", "billed": "Fakturerat", "deviation": "Avvikelse",
}  # fmt: skip
ENGLISH = {
    "keys": "Keys", "costs": "Costs", "allocation": "Allocation", "pasted": "Invoiced", "summary": "Follow-up",
    "corner": "Municipality", "total": "Grand total", "people": "Population", "cost": "Budget 2025",
    "allocated": "Allocated", "billed": "Invoiced", "deviation": "Variance",
}  # fmt: skip
GERMAN = {
    "keys": "Schlüssel", "costs": "Kosten", "allocation": "Umlage", "pasted": "Abgerechnet", "summary": "Übersicht 1",
    "corner": "Gemeinde", "total": "Gesamt", "people": "Einwohner", "cost": "Plan 2025", "allocated": "Umgelegt",
    "billed": "Abgerechnet", "deviation": "Abweichung",
}  # fmt: skip
LAYOUTS = [
    Layout("svensk", SWEDISH),
    Layout("engelsk med titel", ENGLISH, corner=(4, 3), number_format="#,##0.00", title="amounts in SEK"),
    Layout("tysk med summor först", GERMAN, totals_first=True, number_format="#.##0"),
    Layout("tjänster nedåt", SWEDISH, corner=(3, 2), services_down=True, title="belopp i kronor"),
    Layout("tusental", SWEDISH, divisor=1000, number_format="# ##0.000", title="belopp i tkr"),
]

Expected: TypeAlias = tuple[Place, frozenset[str]]
Fault: TypeAlias = Callable[[Book], Expected]


def edit(book: Book, sheet: str, cell: tuple[int, int], value: Value, *codes: str) -> Expected:
    book.sheets[sheet][cell] = value
    return Place(sheet, cell), frozenset(codes)


def shorter(formula: Value, *, first: bool) -> str:
    """Take a line off one end of a sum's range."""
    area = Area.from_a1(str(formula).removeprefix("=SUM(").removesuffix(")"))
    down = area.bottom > area.top
    if first:
        area = area._replace(top=area.top + 1) if down else area._replace(left=area.left + 1)
    else:
        area = area._replace(bottom=area.bottom - 1) if down else area._replace(right=area.right - 1)
    return f"=SUM({area})"


def sum_misses_the_last_member(book: Book) -> Expected:
    table = book.allocation
    cell = table.at(SERVICES[2], table.total)
    return edit(book, table.sheet, cell, shorter(book.sheets[table.sheet][cell], first=False), "EN402")


def sum_misses_the_first_member(book: Book) -> Expected:
    table = book.allocation
    cell = table.at(SERVICES[1], table.total)
    return edit(book, table.sheet, cell, shorter(book.sheets[table.sheet][cell], first=True), "EN402")


def sum_misses_a_service(book: Book) -> Expected:
    table = book.allocation
    cell = table.at(MEMBERS[3], table.total)
    return edit(book, table.sheet, cell, shorter(book.sheets[table.sheet][cell], first=False), "EN402")


def sum_counts_a_member_twice(book: Book) -> Expected:
    table = book.allocation
    cell = table.at(SERVICES[2], table.total)
    first, last = (table.a1(SERVICES[2], member) for member in MEMBERS[4:6])
    twice = f"{str(book.sheets[table.sheet][cell]).removesuffix(')')},{first}:{last})"
    return edit(book, table.sheet, cell, twice, "EN403")


def service_total_typed_over(book: Book) -> Expected:
    table = book.allocation
    return edit(book, table.sheet, table.at(SERVICES[1], table.total), 981_000.5, "EN401")


def member_total_typed_over(book: Book) -> Expected:
    table = book.allocation
    return edit(book, table.sheet, table.at(MEMBERS[4], table.total), 123_456, "EN401")


def sign_turned_round(book: Book) -> Expected:
    table = book.summary
    left, right, deviation = (table.at(MEMBERS[2], heading) for heading in table.columns)
    return edit(book, table.sheet, deviation, f"={to_a1(left)}+{to_a1(right)}", "EN406")


def key_stored_as_text(book: Book) -> Expected:
    table = book.keys
    return edit(book, table.sheet, table.at(MEMBERS[4], table.columns[-1]), "9 586", "EN201")


def key_of_another_year_in_one_cell(book: Book) -> Expected:
    table = book.allocation
    formula = share(book, MEMBERS[2], SERVICES[3], book.keys.columns[0])
    return edit(book, table.sheet, table.at(MEMBERS[2], SERVICES[3]), formula, "EN408")


def key_of_another_year_for_a_member(book: Book) -> Expected:
    table = book.allocation
    for service in SERVICES:
        formula = share(book, MEMBERS[5], service, book.keys.columns[1])
        book.sheets[table.sheet][table.at(MEMBERS[5], service)] = formula
    return Place(table.sheet, table.at(MEMBERS[5], SERVICES[0])), frozenset({"EN408"})


def pasted_service_total_is_wrong(book: Book) -> Expected:
    table = book.pasted
    cell = table.at(SERVICES[2], table.total)
    return edit(book, table.sheet, cell, float(str(book.sheets[table.sheet][cell])) * 1.07 // 1, "EN301", "EN302")


def pasted_member_total_is_wrong(book: Book) -> Expected:
    table = book.pasted
    cell = table.at(MEMBERS[1], table.total)
    return edit(book, table.sheet, cell, float(str(book.sheets[table.sheet][cell])) * 0.93 // 1, "EN301", "EN302")


def links_changed_places(book: Book) -> Expected:
    table = book.summary
    one, other = (table.at(member, table.columns[0]) for member in (MEMBERS[1], MEMBERS[4]))
    cells = book.sheets[table.sheet]
    cells[one], cells[other] = cells[other], cells[one]
    return Place(table.sheet, one), frozenset({"EN510"})


def amount_in_a_formula(book: Book) -> Expected:
    table = book.allocation
    cell = table.at(SERVICES[0], table.total)
    return edit(book, table.sheet, cell, f"{book.sheets[table.sheet][cell]}+35200", "EN413")


FAULTS: list[Fault] = [
    sum_misses_the_last_member,
    sum_misses_the_first_member,
    sum_misses_a_service,
    sum_counts_a_member_twice,
    service_total_typed_over,
    member_total_typed_over,
    sign_turned_round,
    key_stored_as_text,
    key_of_another_year_in_one_cell,
    key_of_another_year_for_a_member,
    pasted_service_total_is_wrong,
    pasted_member_total_is_wrong,
    links_changed_places,
    amount_in_a_formula,
]


def findings_of(book: Book, layout: Layout, folder: Path) -> tuple[Finding, ...]:
    path = folder / "bok.xlsx"
    book.write(path, layout)
    return check_file(str(path)).findings


def told(found: tuple[Finding, ...]) -> Iterator[tuple[Place | None, str]]:
    for finding in found:
        yield finding.place, finding.code
        yield from told(finding.consequences)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_nothing_is_said_of_the_clean_book(layout: Layout, tmp_path: Path) -> None:
    found = findings_of(make_board_book(layout), layout, tmp_path)
    assert [(str(one.place), one.code, one.message) for one in found] == []


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@pytest.mark.parametrize("seed", FAULTS, ids=lambda seed: seed.__name__)
def test_every_fault_is_found_at_its_cell(seed: Fault, layout: Layout, tmp_path: Path) -> None:
    book = make_board_book(layout)
    place, codes = seed(book)
    found = findings_of(book, layout, tmp_path)
    assert any(at == place and code in codes for at, code in told(found)), [
        (str(one.place), one.code, one.message) for one in found
    ]
    assert len([one for one in found if one.severity is Severity.FEL]) <= 1, "one cause is one finding"


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_member_left_out_is_told_on_the_sheet_that_lacks_it(layout: Layout, tmp_path: Path) -> None:
    book = make_board_book(layout)
    leave_out(book, MEMBERS[3])
    (finding,) = findings_of(book, layout, tmp_path)
    assert (finding.code, finding.sheet) == ("EN503", book.summary.sheet)
    assert MEMBERS[3] in finding.message


def leave_out(book: Book, member: str) -> None:
    """Take a member's row out of the summary, as Excel does: those below move up and their formulas with them."""
    cells = book.sheets[book.summary.sheet]
    gone = book.summary.at(member, book.summary.columns[0])[0]
    for (row, column), value in sorted(cells.items()):
        if row >= gone:
            del cells[row, column]
            if row > gone:
                own = isinstance(value, str) and value.startswith("=") and "!" not in value
                moved = translate(str(value)[1:], (row, column), (row - 1, column))
                cells[row - 1, column] = f"={moved}" if own else value
