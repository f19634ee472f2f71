"""The year as it goes, against what the board has published."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_xl.errors import InputError
from enamnd_xl.followup.accuracy import Hit, mean_miss_share
from enamnd_xl.followup.deviation import Figures, deviate
from enamnd_xl.followup.forecast import EXPLAINED, Method, forecast, parse_method
from enamnd_xl.followup.materiality import Explained, Limit, find_uncommented, is_material
from enamnd_xl.followup.outcome import Actual, merge_outcome, sum_to_date
from enamnd_xl.followup.periods import Period, budget_to_date, parse_period, phase_budget
from enamnd_xl.followup.surplus import YearResult, carry_forward

# Outcome January to October 2025, updated 2025-11-26: item, revenue, cost, published deviation.
OUTCOME_2025 = [
    ("Grundfinansiering", 999833, 1164732, -164899),
    ("E-tjänsteplattform Verksamhetssystem", 1753102, 1688440, 64662),
    ("Räddningstjänsten Verksamhetssystem", 639750, 731280, -91530),
    ("Socialtjänsten Verksamhetssystem", 10348611, 10013146, 335465),
    ("E-arkiv", 260833, 255891, 4943),
    ("SUMMA", 14002129, 13853489, 148641),
]
# Full-year forecast 2025, updated 2025-09-12, costs: item, budget, forecast, published deviation.
FORECAST_2025 = [
    ("Grundfinansiering", 1708800, 1611821, 96979),
    ("E-tjänsteplattform Verksamhetssystem", 2627172, 2627172, 0),
    ("Räddningstjänsten Verksamhetssystem", 767700, 791294, -23594),
    ("Socialtjänsten Verksamhetssystem", 12841817, 12808546, 33271),
    ("SUMMA", 18258489, 18151832, 106657),
]
# The accounts of 2022: item, revenue, cost, published deviation.
ACCOUNTS_2022 = [
    ("Grundbelopp", 2002600, 1821105, 181495),
    ("Räddningstjänsten", 858700, 843922, 14778),
    ("Projekt DCBD", 54001, 198300, -144299),
    ("SUMMA", 8006135, 7739390, 266745),
]
# Published one krona too high, since the parts were rounded before they were subtracted.
OFF_BY_ONE = {"E-arkiv", "SUMMA"}


@pytest.mark.parametrize("item, revenue, cost, published", OUTCOME_2025)
def test_published_outcome_2025(item: str, revenue: int, cost: int, published: int) -> None:
    assert published - Figures(revenue, cost).net_kr == (1 if item in OFF_BY_ONE else 0)


@pytest.mark.parametrize("item, budget, expected, published", FORECAST_2025)
def test_published_forecast_deviation_2025(item: str, budget: int, expected: int, published: int) -> None:
    deviation = deviate(Figures(budget, budget), Figures(budget, expected))
    assert (deviation.revenue_kr, deviation.cost_kr, deviation.net_kr) == (0, published, published)


@pytest.mark.parametrize("item, revenue, cost, published", ACCOUNTS_2022)
def test_published_accounts_2022(item: str, revenue: int, cost: int, published: int) -> None:
    assert Figures(revenue, cost).net_kr == published


@pytest.mark.parametrize(
    "item, budget, booked",
    [("Grundfinansiering", 1199800, 999833), ("Räddningstjänsten", 767700, 639750), ("E-arkiv", 313000, 260833)],
)
def test_published_revenue_is_ten_twelfths_of_the_budget(item: str, budget: int, booked: int) -> None:
    assert budget_to_date(budget, 10) == booked


amounts = st.integers(-(10**12), 10**12) | st.decimals(-(10**9), 10**9, places=2)
parts = st.builds(Fraction, st.integers(0, 999), st.integers(999, 10**6))  # made sooner than st.fractions
profiles = st.lists(st.integers(0, 10**6) | parts, min_size=12, max_size=12).filter(lambda w: sum(w) > 0)


@given(amounts, profiles)
def test_months_sum_to_the_year_and_follow_the_profile(budget: int | Decimal, profile: list[int | Fraction]) -> None:
    months = phase_budget(budget, profile)
    assert sum(map(Fraction, months)) == Fraction(budget)
    for month, weight in zip(months[:11], profile, strict=False):  # December takes the öre
        assert abs(Fraction(month) - Fraction(budget) * Fraction(weight) / sum(map(Fraction, profile))) < 1


@given(st.integers(0, 10**9), profiles)
def test_the_budget_to_date_never_falls(budget: int, profile: list[int | Fraction]) -> None:
    assert all(a <= b for a, b in pairwise(budget_to_date(budget, month, profile) for month in range(1, 13)))


@given(amounts, amounts, st.integers(1, 12), profiles)
def test_a_forecast_on_the_budget_is_the_budget(
    budget: Decimal, outcome: Decimal, month: int, profile: list[int | Fraction]
) -> None:
    on_budget = budget_to_date(budget, month, profile)
    assert forecast(Method.REMAINING, on_budget, month, budget, profile=profile) == budget
    more = forecast(Method.ADJUSTED, outcome, month, budget, profile=profile, change=500)
    assert more - forecast(Method.REMAINING, outcome, month, budget, profile=profile) == 500
    assert forecast(Method.TYPED, outcome, month, budget, typed=17) == 17
    assert forecast(Method.RUN_RATE, outcome, 12, budget) == outcome


def test_every_method_is_explained_and_can_be_read() -> None:
    assert set(EXPLAINED) == set(Method)
    assert [parse_method(method.upper()) for method in Method] == list(Method)


def test_run_rate_follows_the_profile() -> None:
    assert forecast(Method.RUN_RATE, 500, 6, 0) == 1000
    assert forecast(Method.RUN_RATE, 500, 6, 0, profile=(1,) * 6 + (3,) * 6) == 2000


def test_the_surplus_is_carried_forward_and_used() -> None:
    years = carry_forward(
        [YearResult(2022, 266745), YearResult(2023, -66745), YearResult(2024, 0, used_kr=150000)], 1000
    )
    assert [(year.opening_kr, year.closing_kr) for year in years] == [(1000, 267745), (267745, 201000), (201000, 51000)]


@given(st.lists(st.tuples(amounts, amounts), max_size=8), amounts)
def test_what_is_carried_is_what_was_earned_and_not_used(
    flows: list[tuple[Decimal, Decimal]], opening: Decimal
) -> None:
    years = carry_forward([YearResult(2020 + n, result, used) for n, (result, used) in enumerate(flows)], opening)
    if years:
        assert years[-1].closing_kr == opening + sum(result - used for result, used in flows)


@pytest.mark.parametrize(
    "deviation, budget, limit, material",
    [
        (-164899, 1199800, Limit(kr=50000), True),
        (50000, 1199800, Limit(kr=50000), False),
        (4943, 313000, Limit(share=Decimal("0.05")), False),
        (15651, 313000, Limit(share=Decimal("0.05")), True),
        (1, 0, Limit(share=Decimal("0.05")), True),
        (0, 0, Limit(kr=0, share=0), False),
        (10**9, 1, Limit(), False),
    ],
)
def test_material(deviation: int, budget: int, limit: Limit, material: bool) -> None:
    assert is_material(deviation, budget, limit) is material


def test_a_material_deviation_needs_a_comment() -> None:
    rows = [Explained("Bas", -164899, 1199800, ""), Explained("Räddning", -91530, 767700, "Nya funktioner.")]
    assert [row.item for row in find_uncommented(rows, Limit(kr=50000))] == ["Bas"]


def test_how_well_a_forecast_met_the_outcome() -> None:
    hits = [Hit("Bas", 1611821, 1600000), Hit("E-arkiv", 313000, 0)]
    assert (hits[0].miss_kr, hits[1].miss_share) == (-11821, None)
    assert mean_miss_share(hits) == Fraction(11821 + 313000, 1600000)
    assert mean_miss_share([]) is None


def test_what_was_published_as_one_figure_stays_one_period() -> None:
    rows = [
        Actual("Publicerat", Period(2025, 1, 10), item, revenue, cost) for item, revenue, cost, _ in OUTCOME_2025[:5]
    ]
    total = sum_to_date(rows, 2025, 10)
    assert sum(figures.revenue_kr for figures in total.values()) == 14002129
    assert sum(figures.cost_kr for figures in total.values()) == 13853489
    with pytest.raises(InputError, match="januari–oktober 2025, som inte går att dela vid månad 6"):
        sum_to_date(rows, 2025, 6)


def actual(month: int, revenue: int, source: str = "Bok", item: str = "E-arkiv") -> Actual:
    return Actual(source, Period(2025, month, month), item, revenue, 0)


def test_a_corrected_file_replaces_its_months_and_nothing_else() -> None:
    before = [actual(1, 10), actual(2, 20), actual(2, 5, item="Bas"), actual(2, 7, "Annan")]
    after = merge_outcome(before, [actual(2, 21)], "Bok", [Period(2025, 2, 2)])
    assert after.rows == (actual(1, 10), actual(2, 7, "Annan"), actual(2, 21))
    assert after.removed == (actual(2, 20), actual(2, 5, item="Bas"))
    assert after.added == (actual(2, 21),)
    assert after.doubled == (actual(2, 7, "Annan"),)


def test_reading_the_same_file_twice_changes_nothing() -> None:
    once = merge_outcome([], [actual(1, 10), actual(2, 20)], "Bok", [Period(2025, 1, 1), Period(2025, 2, 2)])
    again = merge_outcome(once.rows, [actual(1, 10), actual(2, 20)], "Bok", [Period(2025, 1, 1), Period(2025, 2, 2)])
    assert again.rows == once.rows
    assert (again.removed, again.added) == ((), ())


def test_one_figure_is_not_replaced_by_a_part_of_it() -> None:
    one = Actual("Bok", Period(2025, 1, 10), "E-arkiv", 260833, 255891)
    with pytest.raises(InputError, match="E-arkiv har ett enda belopp för januari–oktober 2025"):
        merge_outcome([one], [actual(10, 1)], "Bok", [Period(2025, 10, 10)])
    assert merge_outcome([one], [actual(1, 1)], "Bok", [Period(2025, 1, 10)]).removed == (one,)


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: budget_to_date(100, 13), "Månaden måste vara ett heltal från 1 till 12, inte 13"),
        (lambda: budget_to_date(100, 0), "inte 0"),
        (lambda: budget_to_date(100, 1, (1,) * 11), "Profilen har 11 vikter men ska ha 12"),
        (lambda: budget_to_date(100, 1, (0,) * 12), "vikter måste tillsammans bli mer än 0"),
        (lambda: parse_period("oktober"), "Perioden »oktober« går inte att tolka"),
        (lambda: parse_period("2025-13"), "inte 13"),
        (lambda: parse_period("2025-10–2025-01"), "framåt i tiden"),
        (lambda: parse_period("2024-10–2025-01"), "ett och samma år"),
        (lambda: forecast(Method.TYPED, 1, 1, 1), "Prognosmetoden angiven saknar prognosens belopp"),
        (lambda: forecast(Method.ADJUSTED, 1, 1, 1), "saknar den kända ändringen"),
        (lambda: forecast(Method.RUN_RATE, 1, 1, 1, profile=(0,) + (1,) * 11), "Takten går inte att räkna ut"),
        (lambda: parse_method("gissning"), "Prognosmetoden »gissning« finns inte"),
        (lambda: carry_forward([YearResult(2022, 1), YearResult(2025, 1)]), "Efter år 2022 ska 2023 komma"),
        (lambda: carry_forward([YearResult(2022, 1), YearResult(2022, 1)]), "ska 2023 komma, men där står 2022"),
        (lambda: is_material(1, 1, Limit(kr=-1)), "kan inte vara mindre än 0"),
    ],
)  # fmt: skip
def test_wrong_input_is_said_in_swedish(call, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()
