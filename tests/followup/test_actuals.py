"""From a ledger's bookings to the items of the board, by the sheet Kontering."""

from collections.abc import Iterable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_xl.errors import InputError
from enamnd_xl.followup.actuals import collect_actuals
from enamnd_xl.followup.ledger import Ledger, Note, Objects, Posting
from enamnd_xl.followup.mapping import AccountMap, Kind, find_conflicts, read_mapping
from enamnd_xl.followup.outcome import Actual
from enamnd_xl.followup.periods import Period
from enamnd_xl.followup.summary import summarize_reading
from enamnd_xl.money import NBSP

P1, P2 = (("6", "P1"),), (("6", "P2"),)
KONTERING = [
    # row, account, dimension, object, item, kind
    (2, "3000-3999", None, None, "Bas", "Intäkt"),
    (3, "4000-7999", None, None, "Bas", "Kostnad"),
    (4, "3*", "Projekt", "P1", "Räddning", "Intäkt"),
    (5, "4*-7*", 6.0, "P1", "Räddning", "Kostnad"),
    (6, 6430.0, None, None, "Licenser", "Kostnad"),
    (7, "64*", None, None, "Annat", "Kostnad"),
    (8, "*", None, "P9*", "Försök", "Kostnad"),
]


def posting(account: str, amount: object, objects: Objects = (), month: int = 10, line: int = 1) -> Posting:
    return Posting(account, objects, Period(2025, month, month), Decimal(str(amount)), line)


def ledger(postings: Iterable[Posting], **more: object) -> Ledger:
    names = {"dimension_names": {"6": "Projekt"}, "account_names": {"8010": "Ränta"}}
    return Ledger("bok.se", "Värden", "SIE typ 4", postings=tuple(postings), **{**names, **more})  # type: ignore[arg-type]


PRECEDENCE = [
    # what is booked, and the row that takes it
    ("a range takes an account in it", "3510", (), 2),
    ("an object goes before an account", "3510", P1, 4),
    ("and before an exact account", "6430", P1, 5),
    ("another object does not count", "3510", P2, 2),
    ("an exact account goes before a range", "6430", (), 6),
    ("a narrow beginning before a wide range", "6410", (), 7),
    ("an account with more digits goes by its first", "351001", (), 2),
    ("but not by an exact account", "643001", (), 7),
    ("the beginning of an object, in any dimension", "8010", (("1", "P93"),), 8),
    ("nothing takes it", "8010", (), None),
]


@pytest.mark.parametrize("account, objects, row", [case[1:] for case in PRECEDENCE], ids=[c[0] for c in PRECEDENCE])
def test_the_most_specific_row_takes_it(account: str, objects: Objects, row: int | None) -> None:
    match = AccountMap(read_mapping(KONTERING), {"6": "Projekt"}).find(account, objects)
    assert (match and match.row.line) == row


def test_a_row_with_a_dimension_only_takes_every_object_in_it() -> None:
    rows = read_mapping([(2, "*", "Projekt", None, "Projekt", "kostnad"), (3, "*", "", "", "Övrigt", "kostnad")])
    account_map = AccountMap(rows, {"6": "Projekt", "1": "Ansvar"})
    assert [account_map.find("5010", objects).row.line for objects in (P1, (("1", "100"),), ())] == [2, 3, 3]  # type: ignore[union-attr]
    assert account_map.uses(["1", "6"]) == {"6"}


def test_revenue_and_cost_are_turned_to_be_positive() -> None:
    booked = [posting("3510", "-1000.50"), posting("3510", -600, P1), posting("6430", 750), posting("4010", 5, P1, 9)]
    reading = collect_actuals(ledger(booked), read_mapping(KONTERING))
    october, september = Period(2025, 10, 10), Period(2025, 9, 9)
    assert reading.actuals == (
        Actual("Värden", september, "Räddning", Decimal(0), Decimal(5)),
        Actual("Värden", october, "Bas", Decimal("1000.50"), Decimal(0)),
        Actual("Värden", october, "Licenser", Decimal(0), Decimal(750)),
        Actual("Värden", october, "Räddning", Decimal(600), Decimal(0)),
    )
    assert reading.reconciles
    assert reading.covered == (september, october)


def test_a_credited_revenue_and_a_refunded_cost_are_negative() -> None:
    reading = collect_actuals(ledger([posting("3510", 40), posting("6430", -7)]), read_mapping(KONTERING))
    assert [(a.item, a.revenue_kr, a.cost_kr) for a in reading.actuals] == [("Bas", -40, 0), ("Licenser", 0, -7)]


def test_what_no_row_takes_is_listed_and_said() -> None:
    reading = collect_actuals(
        ledger([posting("8010", "12.5", P2, line=7), posting("8010", "2.5", P2, 9, line=9), posting("3510", -1)]),
        read_mapping(KONTERING),
    )
    assert [(u.account, u.objects, u.period.first, u.amount_kr, u.line) for u in reading.unmapped] == [
        ("8010", P2, 9, Decimal("2.5"), 9),
        ("8010", P2, 10, Decimal("12.5"), 7),
    ]
    assert not reading.reconciles
    assert summarize_reading(reading)[2].replace(NBSP, " ") == (
        "2 bokningar på sammanlagt 15 kr (intäkter är negativa) har ingen rad i Kontering och hör inte till någon "
        "post: konto 8010 Ränta, Projekt P2: 15 kr."
    )


def test_nothing_mapped_at_all() -> None:
    reading = collect_actuals(ledger([posting("3510", -1)]), [])
    assert reading.actuals == ()
    assert len(reading.unmapped) == 1


def test_the_default_row_takes_the_rest_but_no_balance_accounts() -> None:
    rows = read_mapping([*KONTERING, (9, "*", None, None, "Övrigt", "kostnad")])
    booked = [posting("8010", 10), posting("1930", -10), posting("2440", 0), posting("3050", -5)]
    reading = collect_actuals(ledger(booked, account_types={"3050": "T"}), rows)
    assert [(a.item, a.revenue_kr, a.cost_kr) for a in reading.actuals] == [("Bas", 5, 0), ("Övrigt", 0, 10)]
    assert [total.account for total in reading.balance] == ["1930", "2440"]
    explicit = collect_actuals(ledger(booked), read_mapping([(2, "1930", "", "", "Bank", "kostnad")]))
    assert [a.item for a in explicit.actuals] == ["Bank"]


accounts = st.sampled_from(["1930", "3510", "3590", "4010", "6430", "6410", "8010"])
bookings = st.builds(
    posting,
    accounts,
    st.decimals(-(10**9), 10**9, places=2),
    st.sampled_from([(), P1, P2, (("6", "P91"),)]),
    st.integers(1, 12),
)


@given(st.lists(bookings, min_size=1, max_size=40))
def test_every_amount_is_somewhere(booked: list[Posting]) -> None:
    reading = collect_actuals(ledger(booked), read_mapping(KONTERING))
    mapped = sum(a.cost_kr - a.revenue_kr for a in reading.actuals)
    rest = sum(total.amount_kr for total in (*reading.unmapped, *reading.balance))
    assert mapped + rest == sum(p.amount_kr for p in booked)


def test_later_months_are_left_out_and_counted() -> None:
    booked = [posting("3510", -1, month=month) for month in (9, 10, 11, 12)]
    reading = collect_actuals(ledger(booked), read_mapping(KONTERING), Period(2025, 10, 10))
    assert ([a.period.first for a in reading.actuals], reading.later) == ([9, 10], 2)
    assert "2 bokningar efter oktober 2025 är inte med." in summarize_reading(reading)


def test_the_summary_says_what_was_read_and_how_the_file_is() -> None:
    book = ledger(
        [posting("3510", -1000), posting("6430", 750)],
        result_kr={"3510": Decimal(-1000), "6430": Decimal(800)},
        notes=(Note(4, "Beloppet har decimalkomma."),),
    )
    reading = collect_actuals(book, read_mapping(KONTERING))
    assert [sentence.replace(NBSP, " ") for sentence in summarize_reading(reading)] == [
        "Läste 2 bokningar för oktober 2025 ur bok.se (SIE typ 4; Värden).",
        "Intäkter 1 000 kr och kostnader 750 kr är förda till 2 poster.",
        "Alla resultatbelopp har en rad i Kontering.",
        "Bokningarna stämmer inte med filens resultatsaldon (#RES) på 1 av 2: 6430: bokfört 750 kr, i filen 800 kr. "
        "Filen kan vara avklippt eller ett urval.",
        "Rad 4: Beloppet har decimalkomma.",
    ]
    assert not reading.reconciles


def test_rows_that_contradict_each_other_are_reported() -> None:
    rows = read_mapping(
        [
            (2, "3000-3999", None, None, "A", "intäkt"),
            (3, "3500-4499", None, None, "B", "kostnad"),
            (4, "3510", None, None, "C", "intäkt"),
            (5, "3510", None, None, "D", "intäkt"),
            (6, "3900-4100", None, None, "E", "kostnad"),
            (7, "3*", "6", "P1", "F", "intäkt"),
            (8, "3*", "1", "100", "G", "intäkt"),
        ]
    )
    assert [(c.winner.line, c.loser.line) for c in find_conflicts(rows)] == [(2, 3), (6, 2), (4, 5)]
    reading = collect_actuals(ledger([posting("3010", -1, (("1", "100"), ("6", "P1")))]), rows)
    assert str(reading.conflicts[-1]) == (
        "Kontering rad 7 (F, intäkt) och rad 8 (G, intäkt) gäller delvis samma belopp; rad 7 går före."
    )
    assert [a.item for a in reading.actuals] == ["F"]


# Period balances, SIE type 2 and 3: a sum of the month, and the same sum split by objects.
TOTALS = [posting("3510", -100), posting("6430", 70)]
BY_PROJECT = [posting("3510", -60, P1), posting("3510", -30, P2)]
BY_UNIT = [posting("3510", -100, (("1", "100"),))]


def test_period_balances_are_counted_once() -> None:
    for balances in (TOTALS, TOTALS + BY_PROJECT, TOTALS + BY_UNIT + BY_PROJECT):
        reading = collect_actuals(ledger([], period_balances=tuple(balances)), read_mapping(KONTERING[:3]))
        assert sum(a.revenue_kr for a in reading.actuals) == 100
        assert sum(a.cost_kr for a in reading.actuals) == 70


def test_period_balances_are_split_by_the_dimension_that_kontering_asks_for() -> None:
    book = ledger([], period_balances=(*TOTALS, *BY_UNIT, *BY_PROJECT))
    reading = collect_actuals(book, read_mapping(KONTERING[:4]))
    assert {a.item: a.revenue_kr for a in reading.actuals} == {"Bas": 40, "Räddning": 60}


def test_period_balances_that_cannot_be_split_by_both_dimensions() -> None:
    rows = read_mapping([*KONTERING, (9, "*", "1", "100", "Enhet", "kostnad")])
    with pytest.raises(InputError, match="konto 3510 fördelat på dimension 1 och 6 var för sig"):
        collect_actuals(ledger([], period_balances=(*TOTALS, *BY_UNIT, *BY_PROJECT)), rows)


@pytest.mark.parametrize(
    "book, until, said",
    [
        (ledger([posting("3510", -1)], start=(2025, 1), end=(2025, 12)), Period(2024, 10, 10),
         "bok.se gäller räkenskapsåret 2025-01 till 2025-12, men perioden är oktober 2024"),
        (ledger([posting("3510", -1, line=17)]), Period(2024, 10, 10),
         "bok.se, rad 17: oktober 2025 ligger utanför år 2024"),
        (ledger([posting("3510", -1)]), Period(2025, 9, 9), "bok.se har inga bokningar till och med september 2025"),
        (ledger([Posting("3510", (), Period(2025, 1, 12), Decimal(-1), 0)]), Period(2025, 10, 10),
         "ett enda belopp för januari–december 2025, som inte går att dela vid oktober 2025"),
    ],
)  # fmt: skip
def test_the_wrong_year_or_period_is_refused(book: Ledger, until: Period, said: str) -> None:
    with pytest.raises(InputError) as caught:
        collect_actuals(book, read_mapping(KONTERING), until)
    assert said in caught.value.message


def test_a_fiscal_year_may_run_over_new_year() -> None:
    early = Posting("3510", (), Period(2024, 9, 9), Decimal(-1), 1)
    book = ledger([early, posting("3510", -2, month=3)], start=(2024, 7), end=(2025, 6))
    reading = collect_actuals(book, read_mapping(KONTERING), Period(2025, 3, 3))
    assert [a.revenue_kr for a in reading.actuals] == [1, 2]
    assert "för september 2024–mars 2025" in summarize_reading(reading)[0]


@pytest.mark.parametrize(
    "cells, said",
    [
        (("3010", "", "", "", "intäkt"), "Kontering rad 5: posten saknas"),
        (("3010", "", "", "Bas", "inkomst"), "Kontering rad 5: »inkomst« är varken intäkt eller kostnad"),
        (("3000-399", "", "", "Bas", "intäkt"), "kontot »3000-399« går inte att tolka"),
        (("3999-3000", "", "", "Bas", "intäkt"), "kontot »3999-3000« går inte att tolka"),
        (("Avgifter", "", "", "Bas", "intäkt"), "kontot »Avgifter« går inte att tolka"),
    ],
)
def test_a_wrong_row_of_kontering_is_pointed_out(cells: tuple[object, ...], said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_mapping([(5, *cells)])  # type: ignore[list-item]
    assert said in caught.value.message


def test_empty_rows_are_no_rows() -> None:
    assert read_mapping([(2, None, None, None, None, None), (3, "", " ", "", "", "")]) == ()
    assert read_mapping([(2, "–", None, None, "Bas", Kind.COST)][:0]) == ()


def test_balances_by_object_alone_are_no_ground_for_a_complaint() -> None:
    book = ledger([], period_balances=tuple(BY_PROJECT), result_kr={"3510": Decimal(-90)})
    reading = collect_actuals(book, read_mapping(KONTERING[:2]))
    assert (reading.controls, [a.revenue_kr for a in reading.actuals]) == ((), [90])
