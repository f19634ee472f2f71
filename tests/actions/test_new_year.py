"""A new year of any board: what nothing is decided for stays to the krona, and the rest follows by its rule."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from books.as_read import as_read
from enamnd_xl.actions.board_parameters import read_parameters
from enamnd_xl.actions.new_year import make_new_year
from enamnd_xl.actions.new_year.course import is_whole_year
from enamnd_xl.actions.new_year.wishes import Wishes
from enamnd_xl.allocation.indexation import index_amount
from enamnd_xl.allocation.item import Basis, Key
from enamnd_xl.allocation.share import Kr
from enamnd_xl.books.living import living_book
from enamnd_xl.books.living.norrbotten_2025 import BOARD
from enamnd_xl.books.living.parameters import AmountList, Board, ItemRule, Member, Population
from enamnd_xl.books.living.words import Ground
from enamnd_xl.books.living.year import FollowUp, PublishedYear, SurplusRow
from enamnd_xl.errors import EnamndError
from enamnd_xl.files.build import calculate
from enamnd_xl.followup.outcome import Actual
from enamnd_xl.followup.periods import Period
from enamnd_xl.money import Direction, exact, round_to
from enamnd_xl.workbook.changes import apply_edits
from enamnd_xl.workbook.snapshot import Snapshot

YEAR = 2031
DAY = date(2029, 12, 31)
Shares = Mapping[str, Mapping[str, Kr | None]]


def read_book(board: Board) -> Snapshot:
    return as_read(calculate(living_book(board)))


def share(snapshot: Snapshot) -> Shares:
    return read_parameters(snapshot).share_items()


def renew(snapshot: Snapshot, wishes: Wishes) -> Shares:
    return share(apply_edits(snapshot, make_new_year(snapshot, wishes).edits))


@st.composite
def boards(draw: st.DrawFn) -> Board:
    """Boards with other members, services and years than any that we know."""
    people = draw(st.lists(st.integers(1, 90_000), min_size=2, max_size=5))
    members = tuple(Member(1000 + i, f"Ort {i}", {2029: count}) for i, count in enumerate(people))
    rules, lists = [], []
    for number, key in enumerate(draw(st.lists(st.sampled_from(Key), min_size=1, max_size=3))):
        unit = draw(st.sampled_from([Decimal("0.01"), 1, 100, 1000]))
        bases = (Basis.TOTAL, Basis.PARTS) if key in (Key.MIX, Key.QUANTITY) else Basis
        basis = None if key in (Key.FACTOR, Key.LIST) else draw(st.sampled_from(bases))
        amount: Decimal | int | None = draw(st.integers(0, 900)) * unit
        if key is Key.FACTOR:
            amount = Decimal(draw(st.integers(1, 3_000))) / 1000
        elif key is Key.LIST:
            amount = None
        outside = draw(st.sets(st.sampled_from([member.name for member in members[1:]]), max_size=1))
        listed = f"Lista {number} 2030" if key in (Key.FACTOR, Key.LIST, Key.QUANTITY) else None
        if listed:
            amounts = {member.name: draw(st.integers(1, 40_000)) for member in members}
            lists.append(AmountList(f"Lista {number}", 2030, amounts, "Beslut"))
        is_mix = key in (Key.MIX, Key.QUANTITY)
        rules.append(
            ItemRule(
                f"Post {number}", "Tjänst", key, Ground.DECIDED, "Beslut", amount, basis,
                Decimal(draw(st.integers(0, 100))) / 100 if is_mix else None,
                DAY if key in (Key.POPULATION, Key.MIX) else None, listed, unit,  # type: ignore[arg-type]
                Direction.NEAREST if basis is Basis.TOTAL else draw(st.sampled_from(Direction)),
                tuple(outside),
                Decimal(draw(st.integers(-40, 60))) / 1000, Decimal(draw(st.integers(0, 90))) / 1000,
            )
        )  # fmt: skip
    published = BOARD.published
    published = replace(
        published,
        columns=(),
        budget=published.budget[-1:],
        row_totals=replace(published.row_totals, amounts={}, why={}),
        year=PublishedYear((), ()),
    )
    return replace(
        BOARD,
        name="Nämnden",
        year=YEAR,
        population_date=DAY,
        members=members,
        populations=(Population(2029, DAY, "SCB"),),
        items=tuple(rules),
        lists=tuple(lists) or (AmountList("Äldre", 2030, {}, "Beslut"),),
        costs={"Tjänst": 1_000},
        areas=(),
        published=published,
        follow_up=FollowUp(1, BOARD.follow_up.accounts, (), {}, {}, {}, 0, (SurplusRow(YEAR),)),
    )


@settings(max_examples=10, deadline=None)
@given(boards())
def test_what_nothing_is_decided_for_stays_to_the_krona(board: Board) -> None:
    book = read_book(board)
    once = apply_edits(book, make_new_year(book, Wishes(YEAR + 1)).edits)
    assert share(once) == share(book)
    # and so the year after; its own amounts are not there before the book is calculated, so it is shared by parameters
    kept = next(table for table in once.tables if table.name == "tblListor")
    assert {f"Post {n} {YEAR}" for n in range(len(board.items))} <= set(kept.columns)


@settings(max_examples=10, deadline=None)
@given(boards(), st.integers(-50, 90))
def test_an_indexation_moves_each_part_by_itself(board: Board, thousandths: int) -> None:
    book = read_book(board)
    percent = Fraction(thousandths, 1000)
    new, old = renew(book, Wishes(YEAR + 1, {"alla": percent})), share(book)
    base = share(
        read_book(replace(board, items=tuple(replace(item, uplift=0, earlier_uplift=0) for item in board.items)))
    )  # type: ignore[arg-type]
    for rule in board.items:
        before = Fraction((1 + rule.uplift) * (1 + rule.earlier_uplift))
        for member, part in base[rule.name].items():
            if part is None:
                expected = None
            elif rule.key is Key.FACTOR and before == 1:
                expected = round_to(exact(part) * (1 + percent), rule.unit, rule.direction)
            elif rule.key is Key.LIST:
                expected = index_amount(old[rule.name][member] or 0, 1 + percent, min(rule.unit, 1))
                expected = expected if percent else old[rule.name][member]
            elif before * (1 + percent) == 1:
                expected = part
            else:
                expected = index_amount(part, before * (1 + percent), min(rule.unit, 1))
            assert new[rule.name][member] == expected


@settings(max_examples=10, deadline=None)
@given(boards(), st.integers(0, 500))
def test_a_total_that_is_decided_is_shared_to_the_last_unit(board: Board, units: int) -> None:
    rule = replace(board.items[0], key=Key.MIX, basis=Basis.TOTAL, key_date=DAY, list_name=None, equal_share=0,
                   direction=Direction.NEAREST, amount=0)  # fmt: skip
    amount = Fraction(units * rule.unit)
    new = renew(read_book(replace(board, items=(rule,))), Wishes(YEAR + 1, amounts={"post 0": amount}))
    assert sum(exact(part or 0) for part in new["Post 0"].values()) == amount


@settings(max_examples=8, deadline=None)
@given(boards())
def test_what_is_said_to_stand_in_a_cell_stands_there(board: Board) -> None:
    book = read_book(board)
    new = make_new_year(book, Wishes(YEAR + 1))
    after = apply_edits(book, new.edits)
    for decision in new.decisions:
        sheet = after.sheet(decision.sheet)
        assert sheet
        assert decision.now == (sheet.value(decision.cell) or (0 if decision.now == 0 else None))


WHOLE = [
    ("a year in one figure", [("A", 1, 12), ("B", 1, 12)], True),
    ("ten months", [("A", 1, 10), ("B", 1, 10)], False),
    ("one service to October", [("A", 1, 12), ("B", 1, 10)], False),
    ("no outcome for one", [("A", 1, 12)], False),
    ("each month", [*(("A", m, m) for m in range(1, 13)), *(("B", m, m) for m in range(1, 13))], True),
    ("nothing booked in some months", [*(("A", m, m) for m in range(1, 13)), ("B", 3, 3)], True),
    ("nothing booked at all in December", [("A", m, m) for m in range(1, 12)] + [("B", 3, 3)], False),
    ("a month twice", [("A", 1, 12), ("A", 3, 3), ("B", 1, 12)], False),
    ("a figure and the months after it", [("A", 1, 10), ("A", 11, 11), ("A", 12, 12), ("B", 1, 12)], True),
]  # fmt: skip


@pytest.mark.parametrize("name, rows, expected", WHOLE, ids=[case[0] for case in WHOLE])
def test_whether_a_year_is_whole(name: str, rows: list[tuple[str, int, int]], expected: bool) -> None:
    outcome = [Actual("Bok", Period(2030, first, last), item, 1, 1) for item, first, last in rows]
    assert is_whole_year(outcome, ["A", "B"], 2030) is expected
    assert not is_whole_year(outcome, ["A", "B"], 2029)


def test_a_surplus_with_no_row_left_says_so() -> None:
    years = tuple(SurplusRow(year) for year in range(YEAR - 2, YEAR + 1))
    board = replace(BOARD, year=YEAR, follow_up=replace(BOARD.follow_up, surplus=years, outcome=()))
    book = read_book(board)
    for year in range(YEAR + 1, YEAR + 9):
        book = book.with_values({"Överskott": {(5 + year - YEAR + 2, 1): year}})
    with pytest.raises(EnamndError, match=f"har ingen tom rad för {YEAR + 9}"):
        make_new_year(book.with_values({"Start": {(5, 2): YEAR + 8}}), Wishes(YEAR + 9))
