"""The rules behind published columns, behind made ones, and the answer where there is none."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enamnd_xl.allocation import allocate
from enamnd_xl.allocation.inference import Column, Evidence, Inference, Interval, Rule, as_json, explain, infer
from enamnd_xl.allocation.inference.fitting import (
    Strip,
    equal_shares,
    fit,
    intercepts,
    smallest_deviation,
    solve_line,
    solve_proportion,
    strip,
)
from enamnd_xl.allocation.inference.granularity import indexed_reading
from enamnd_xl.books.living.norrbotten_2025 import BOARD
from enamnd_xl.books.published import year_2022, year_2025
from enamnd_xl.books.published.table import PublishedTable, column_of
from enamnd_xl.money import NBSP, Direction, round_to

HEADS = {p.year: {m.name: m.populations[p.year] for m in BOARD.members} for p in BOARD.populations}
MEMBERS = tuple(HEADS[2017])
TABLES = {
    "grundfinansiering 2022": (year_2022.BASE_FUNDING, 1),
    "verksamhetsutvecklare 2022": (year_2022.BASE_FUNDING, 2),
    "e-tjänsteplattform 2022": (year_2022.SHARED_SERVICES, 1),
    "räddningstjänsten 2022": (year_2022.SHARED_SERVICES, 2),
    "e-arkiv 2022": (year_2022.SHARED_SERVICES, 3),
    "datacenter 2022": (year_2022.DATA_CENTRE, 1),
    "grundfinansiering 2025": (year_2025.BASE_FUNDING, 1),
    "verksamhetsutvecklare 2025": (year_2025.E_SERVICES, 1),
    "e-tjänsteplattform 2025": (year_2025.E_SERVICES, 2),
    "räddningstjänsten 2025": (year_2025.RESCUE_AND_ARCHIVE, 1),
    "e-arkiv 2025": (year_2025.RESCUE_AND_ARCHIVE, 2),
    "regional förvaltning 2025": (year_2025.SOCIAL_SERVICES, 1),
    "konsulting 2025": (year_2025.SOCIAL_SERVICES, 2),
    "nyttjandelicens 2025": (year_2025.SOCIAL_SERVICES, 3),
    "radsumma 2025": (year_2025.SOCIAL_SERVICES, 4),
}


def published(table: PublishedTable, column: int) -> dict[str, int | None]:
    amounts = column_of(table, column)
    return {member: amounts.get(member) for member in MEMBERS}


COLUMNS = {name: published(*place) for name, place in TABLES.items()}


def infer_published(name: str) -> Inference:
    others = tuple(Column(n, a, int(n[-4:])) for n, a in COLUMNS.items() if n != name)
    return infer(COLUMNS[name], Evidence(HEADS, others), int(name[-4:]))


# name, rule, year, unit, direction, share or kr each or factor, index. Source: the published amounts; each rule was
# first found by hand, and test_the_proposed_rule_gives_the_published_amounts computes them again.
FOUND = [
    ("grundfinansiering 2022", Rule.EQUAL, None, 1, Direction.NEAREST, 76_100, None),
    ("grundfinansiering 2025", Rule.EQUAL, None, 1, Direction.NEAREST, 85_700, None),
    ("verksamhetsutvecklare 2022", Rule.MIX, 2019, 100, Direction.UP, 35_000, None),
    ("verksamhetsutvecklare 2025", Rule.MIX, 2019, 100, Direction.UP, 35_000, Fraction("1.02")),
    ("e-tjänsteplattform 2025", Rule.FACTOR, None, 1, Direction.NEAREST, Fraction("1.5"), None),
    ("räddningstjänsten 2025", Rule.FACTOR, None, 100, Direction.UP, Fraction("1.047"), None),
    ("e-arkiv 2022", Rule.PER_INHABITANT, 2017, 1000, Direction.UP, Fraction("1.25"), None),
    ("e-arkiv 2025", Rule.PER_INHABITANT, 2017, 1000, Direction.UP, Fraction("1.25"), None),
    ("datacenter 2022", Rule.MIX, 2019, 100, Direction.NEAREST, 3_620, 12),
    ("nyttjandelicens 2025", Rule.MIX, 2020, 100, Direction.UP, Fraction("0.5"), None),
    ("regional förvaltning 2025", Rule.MIX, 2020, 100, Direction.UP, Fraction("0.5"), Fraction("1.034")),
]


@pytest.mark.parametrize("name, rule, year, unit, direction, decided, index", FOUND, ids=[f[0] for f in FOUND])
def test_published_columns_are_explained(
    name: str,
    rule: Rule,
    year: int | None,
    unit: int,
    direction: Direction,
    decided: Fraction | int,
    index: Fraction | int | None,
) -> None:
    found = infer_published(name)
    assert (found.rule, found.exact, found.year, found.unit, found.direction) == (rule, True, year, unit, direction)
    assert found.misfits == ()
    assert found.largest_residual == 0
    assert decided in (found.proposed_factor, found.equal_part_kr, found.proposed_share)
    assert (found.index and found.index.roundest()) == index
    assert found.outside == (("Arvidsjaur",) if name.startswith(("e-arkiv", "datacenter")) else ())


@pytest.mark.parametrize("name", [f[0] for f in FOUND])
def test_the_proposed_rule_gives_the_published_amounts(name: str) -> None:
    found = infer_published(name)
    index = found.index.roundest() if found.index else 1
    for member in found.members:
        if found.year:
            base: Fraction | int = HEADS[found.year][member]
        else:
            base = 1 if found.source is None else COLUMNS[found.source][member] or 0
        unrounded = (found.equal_part_kr or 0) + (found.proposed_factor or 0) * base
        assert (
            round_to(index * Fraction(round_to(unrounded, found.unit or 1, found.direction))) == COLUMNS[name][member]
        )


UNEXPLAINED = ["e-tjänsteplattform 2022", "räddningstjänsten 2022", "konsulting 2025"]


@pytest.mark.parametrize("name", UNEXPLAINED)
def test_published_columns_that_no_rule_explains_get_none(name: str) -> None:
    found = infer_published(name)
    assert (found.rule, found.exact, found.largest_residual) == (Rule.UNKNOWN, False, None)
    assert explain(found).startswith("Ingen regel kan härledas.")


def test_the_row_total_without_a_heading_is_a_sum_that_is_one_krona_off() -> None:
    found = infer_published("radsumma 2025")
    assert (found.rule, found.misfits, found.largest_residual) == (Rule.OTHER, ("Haparanda",), 1)
    assert found.source == "summan av regional förvaltning 2025, konsulting 2025 och nyttjandelicens 2025"


def test_other_years_and_columns_that_do_as_well_are_named() -> None:
    assert infer_published("datacenter 2022").alternatives == ("folkmängd 31 december 2018",)
    assert infer_published("e-arkiv 2025").alternatives == ("e-arkiv 2022",)


WORDS = {
    "e-arkiv 2022": "1,25 kr per invånare den 31 december 2017, avrundat uppåt till hela tusental; "
    "Arvidsjaur står utanför. Stämmer för alla 13 kommuner. "
    "Beloppet kan vara mellan 1,242 och 1,252 kr per invånare.",
    "räddningstjänsten 2025": "”räddningstjänsten 2022” uppräknat med 4,7 % (gånger 1,047), avrundat uppåt till hela "
    "hundratal. Stämmer för alla 14 kommuner. Faktorn kan vara mellan 1,046799 och 1,047151.",
    "datacenter 2022": "3 620 kr per kommun och 0,20 kr per invånare den 31 december 2019, avrundat närmast till hela "
    "hundratal per månad, gånger 12; Arvidsjaur står utanför. Stämmer för alla 13 kommuner. Den lika andelen kan vara "
    "mellan 49,013 och 49,448 % och resten mellan 0,19875 och 0,20023 kr per invånare. "
    "Lika bra stämmer folkmängd 31 december 2018.",
}


@pytest.mark.parametrize("name", WORDS)
def test_it_is_said_as_a_colleague_would(name: str) -> None:
    assert explain(infer_published(name)).replace(NBSP, " ") == WORDS[name]


def test_json_has_the_keys_of_the_contract() -> None:
    assert as_json(infer_published("e-arkiv 2022")) == {
        "rule": "invånare",
        "exact": True,
        "parameters": {
            "andel_rakt": None,
            "folkmangd_ar": 2017,
            "faktor": [1.242, 1.252],
            "underlag": "folkmängd 31 december 2017",
            "avrundning": 1000,
            "riktning": "uppåt",
        },
        "outside": ["Arvidsjaur"],
        "largest_residual": 0,
        "misfits": [],
        "alternatives": 0,
    }
    parameters = as_json(infer_published("verksamhetsutvecklare 2025"))["parameters"]
    assert isinstance(parameters, dict)
    assert parameters["uppräkning"] == 1.02


def test_the_ends_of_the_range_reproduce_the_column() -> None:
    found = infer_published("e-arkiv 2022")
    assert found.factor is not None
    for factor in found.factor.shown():
        for member in found.members:
            assert round_to(factor * HEADS[2017][member], 1000, Direction.UP) == COLUMNS["e-arkiv 2022"][member]


def change(name: str, member: str, amount: int) -> Inference:
    others = tuple(Column(n, a, int(n[-4:])) for n, a in COLUMNS.items() if n[:-5] != name[:-5])
    return infer({**COLUMNS[name], member: amount}, Evidence(HEADS, others), int(name[-4:]))


# the amount of a member of a published column is changed, as by a typing error
CHANGED = [
    ("grundfinansiering 2025", "Kalix", 87_500, Rule.EQUAL, 1_800),
    ("e-arkiv 2022", "Kiruna", 92_000, Rule.PER_INHABITANT, 63_000),
    ("verksamhetsutvecklare 2022", "Boden", 82_500, Rule.MIX, 2_700),
    ("verksamhetsutvecklare 2025", "Boden", 98_262, Rule.MIX, 36),
    ("nyttjandelicens 2025", "Luleå", 1_178_700, Rule.MIX, 540_000),
    ("regional förvaltning 2025", "Pajala", 148_869, Rule.MIX, 180),
]


@pytest.mark.parametrize("name, member, amount, rule, residual", CHANGED, ids=[c[0] for c in CHANGED])
def test_a_changed_amount_is_pointed_at(name: str, member: str, amount: int, rule: Rule, residual: int) -> None:
    found = change(name, member, amount)
    assert (found.rule, found.exact, found.misfits, found.largest_residual) == (rule, False, (member,), residual)
    assert f"{member} avviker" in explain(found)


def test_shares_of_a_total_by_largest_remainder() -> None:
    heads = list(HEADS[2018].values())
    amounts = dict(zip(MEMBERS, allocate(1_000_000, heads, 100), strict=True))
    found = infer(amounts, Evidence(HEADS))
    assert (found.rule, found.year, found.exact, found.sum_exact, found.total_kr) == (
        Rule.PER_INHABITANT,
        2018,
        True,
        True,
        1_000_000,
    )
    text = explain(found).replace(NBSP, " ")
    assert text.startswith("1 000 000 kr fördelat per invånare den 31 december 2018, utjämnat till hela hundratal")


def test_equal_shares_of_a_total_that_does_not_divide() -> None:
    amounts = dict(zip(MEMBERS, allocate(1_000_000, [1] * 14), strict=True))
    found = infer(amounts, Evidence(HEADS))
    assert (found.rule, found.exact, found.sum_exact, found.total_kr) == (Rule.EQUAL, True, True, 1_000_000)


def test_a_credit_follows_its_rule_as_a_charge_does() -> None:
    amounts = {member: None if a is None else -a for member, a in COLUMNS["e-arkiv 2022"].items()}
    found = infer(amounts, Evidence(HEADS))
    assert (found.rule, found.year, found.proposed_factor, found.direction) == (
        Rule.PER_INHABITANT,
        2017,
        Fraction("-1.25"),
        Direction.UP,
    )


def test_amounts_that_were_never_rounded() -> None:
    total = sum(HEADS[2020].values())
    amounts = {m: 1_000_000 * (0.3 / 14 + 0.7 * heads / total) for m, heads in HEADS[2020].items()}
    found = infer(amounts, Evidence(HEADS))
    assert (found.rule, found.year, found.proposed_share, found.exact) == (Rule.MIX, 2020, Fraction(3, 10), True)
    assert "utan avrundning" in explain(found)


def test_amounts_in_ore() -> None:
    amounts = {m: round_to(Decimal("12.345") * heads, Decimal("0.01")) for m, heads in HEADS[2020].items()}
    found = infer(amounts, Evidence(HEADS))
    assert (found.rule, found.year, found.unit) == (Rule.PER_INHABITANT, 2020, Decimal("0.01"))
    assert found.proposed_factor == Fraction("12.345")


def test_another_column_and_an_equal_part() -> None:
    users = {m: 40 + i * i * 3 for i, m in enumerate(MEMBERS)}
    amounts = {m: 12_000 + 350 * n for m, n in users.items()}
    found = infer(amounts, Evidence(columns=(Column("antal användare", users),)))
    assert (found.rule, found.source, found.equal_part_kr, found.proposed_factor) == (
        Rule.OTHER,
        "antal användare",
        12_000,
        350,
    )
    assert explain(found).replace(NBSP, " ").startswith("”antal användare” gånger 350 plus 12 000 kr per kommun")


@pytest.mark.parametrize("equal", [-40_000, 900_000])
def test_a_deduction_for_each_and_a_price_that_falls_with_the_inhabitants_are_no_shares(equal: int) -> None:
    factor = Fraction("3.337") if equal < 0 else Fraction(-2)
    amounts = {m: round_to(equal + factor * heads, 1) for m, heads in HEADS[2020].items()}
    found = infer(amounts, Evidence(HEADS))
    assert (found.rule, found.year, found.exact) == (Rule.OTHER, 2020, True)
    assert (found.equal_part_kr, found.proposed_factor, found.equal_share) == (equal, factor, None)
    said = explain(found).replace(NBSP, " ")
    assert ("minus 40 000 kr per kommun" if equal < 0 else "plus 900 000 kr per kommun") in said


@pytest.mark.parametrize("members, amount", [(3, 500), (14, 1), (14, -7_000)])
def test_equal_amounts_are_said_to_be_equal_however_few_and_coarse(members: int, amount: int) -> None:
    found = infer(dict.fromkeys(MEMBERS[:members], amount), Evidence(HEADS))
    assert (found.rule, found.exact, found.proposed_factor) == (Rule.EQUAL, True, amount)
    assert "Det går inte att skilja från ett fast belopp" in explain(found)


def test_columns_and_populations_of_later_years_are_not_used() -> None:
    later = Evidence({2025: HEADS[2025]}, (Column("e-arkiv", COLUMNS["e-arkiv 2025"], 2025),))
    assert infer(COLUMNS["e-arkiv 2022"], later, 2022).rule is Rule.UNKNOWN


NO_ANSWER: list[tuple[str, dict[str, int | None], Evidence, str]] = [
    ("inga belopp", dict.fromkeys(MEMBERS), Evidence(HEADS), "Alla belopp är noll eller tomma"),
    ("bara nollor", dict.fromkeys(MEMBERS, 0), Evidence(HEADS), "Alla belopp är noll eller tomma"),
    ("tom tabell", {}, Evidence(HEADS), "Alla belopp är noll eller tomma"),
    ("en medlem", {"Boden": 100, "Kalix": None}, Evidence(HEADS), "Bara en medlem av 2 har belopp. Det behövs minst 3"),
    (
        "för få för en blandning",
        {m: COLUMNS["verksamhetsutvecklare 2022"][m] for m in MEMBERS[:4]},
        Evidence(HEADS),
        "Med belopp för bara 4 medlemmar passar så många regler",
    ),
    ("inget underlag", COLUMNS["e-arkiv 2022"], Evidence(), "Det finns varken folkmängd eller andra kolumner"),
    (
        "folkmängd saknas för tre",
        COLUMNS["e-arkiv 2022"],
        Evidence({2017: {m: h for m, h in HEADS[2017].items() if m not in ("Boden", "Kalix", "Luleå")}}),
        "Folkmängd 31 december 2017 saknas för Boden, Kalix och Luleå.",
    ),
]


@pytest.mark.parametrize("name, amounts, evidence, said", NO_ANSWER, ids=[n[0] for n in NO_ANSWER])
def test_what_is_missing_is_said(name: str, amounts: dict[str, int | None], evidence: Evidence, said: str) -> None:
    found = infer(amounts, evidence)
    assert found.rule is Rule.UNKNOWN
    assert said in explain(found)


def test_one_missing_population_leaves_that_member_out() -> None:
    heads = {m: h for m, h in HEADS[2017].items() if m != "Boden"}
    found = infer(COLUMNS["e-arkiv 2022"], Evidence({2017: heads}))
    assert (found.rule, found.exact, found.misfits) == (Rule.PER_INHABITANT, False, ("Boden",))
    assert "Folkmängd 31 december 2017 saknas för Boden." in explain(found)


# the mathematics, on small numbers


def holds(s: Strip, y: Fraction) -> bool:
    return y in Interval(Fraction(s.low), Fraction(s.high), s.low_open, s.high_open)


amounts_and_bases = st.lists(st.tuples(st.integers(1, 400), st.integers(1, 300)), min_size=3, max_size=8)
DIRECTIONS: st.SearchStrategy[Direction] = st.sampled_from(list(Direction))


@given(amounts_and_bases, st.sampled_from([1, 5, 100]), DIRECTIONS, st.fractions(0, 50), st.fractions(0, 20))
def test_the_true_parameters_lie_in_every_range(
    pairs: list[tuple[int, int]], unit: int, direction: Direction, a: Fraction, b: Fraction
) -> None:
    made = [(x, Fraction(round_to(a + b * x, unit, direction))) for x, _ in pairs]
    strips = [strip(i, x, int(2 * y / unit), 2, direction) for i, (x, y) in enumerate(made) if y]
    if len({s.x for s in strips}) < 2:
        return
    slope = solve_line(strips)
    assert isinstance(slope, Interval)
    assert b * 2 / unit in slope
    assert a * 2 / unit in intercepts(strips)
    if a == 0:
        proportion = solve_proportion(strips)
        assert isinstance(proportion, Interval)
        assert b * 2 / unit in proportion
    equally, by_base = a * len(strips), b * sum(s.x for s in strips)
    assert equally / (equally + by_base) in equal_shares(strips, len(strips), sum(s.x for s in strips))


@given(amounts_and_bases, DIRECTIONS)
@settings(max_examples=60)
def test_fit_leaves_out_as_few_as_trying_every_set_does(pairs: list[tuple[int, int]], direction: Direction) -> None:
    strips = [strip(i, x, 2 * y, 2, direction) for i, (x, y) in enumerate(pairs)]
    for solve in (solve_proportion, solve_line):
        found = fit(strips, solve, 2)
        singles = [{i} for i in range(len(strips)) if isinstance(solve([s for s in strips if s.member != i]), Interval)]
        if isinstance(solve(strips), Interval):
            assert [f.left_out for f in found] == [frozenset()]
        elif singles:
            assert [set(f.left_out) for f in found] == singles


@given(amounts_and_bases, DIRECTIONS)
def test_any_factor_in_the_range_gives_the_amounts(pairs: list[tuple[int, int]], direction: Direction) -> None:
    strips = [strip(i, x, 2 * y, 2, direction) for i, (x, y) in enumerate(pairs)]
    found = solve_proportion(strips)
    if isinstance(found, Interval):
        for factor in (found.roundest(), *map(Fraction, found.shown())):
            assert all(holds(s, factor * s.x) for s in strips) or factor not in found
        assert all(round_to(found.roundest() * x / 2, 1, direction) == y for x, y in pairs)


@given(st.fractions(-1000, 1000), st.fractions(0, 10), st.booleans(), st.booleans())
def test_the_roundest_value_and_the_shown_ends_lie_in_the_range(
    low: Fraction, width: Fraction, low_open: bool, high_open: bool
) -> None:
    found = Interval(low, low + width, low_open, high_open)
    if not found.is_empty and width:
        assert found.roundest() in found
        least, most = found.shown()
        assert least in found
        assert most in found


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=7))
def test_no_line_comes_nearer_than_the_nearest(points: list[tuple[int, int]]) -> None:
    deviation, slope = smallest_deviation(points)
    heights = [y - slope * x for x, y in points]
    assert max(heights) - min(heights) == 2 * deviation
    for (x1, y1), (x2, y2) in [(p, q) for p in points for q in points if p[0] < q[0]]:
        other = Fraction(y2 - y1, x2 - x1)
        heights = [y - other * x for x, y in points]
        assert max(heights) - min(heights) >= 2 * deviation


STEPS: list[tuple[str, Callable[[int], Fraction], Fraction]] = [
    ("två procent på hela hundratal", lambda k: Fraction(102 * k), Fraction("1.02")),
    ("3,4 procent, sedan hela kronor", lambda k: Fraction(round_to(Fraction("103.4") * k)), Fraction("1.034")),
    ("tolv månader", lambda k: Fraction(1200 * k), Fraction(12)),
]


@pytest.mark.parametrize("name, made, index", STEPS, ids=[s[0] for s in STEPS])
def test_an_indexed_list_is_read_as_the_list(name: str, made: Callable[[int], Fraction], index: Fraction) -> None:
    counts = [411, 486, 963, 733, 562, 458, 697, 849]
    found = indexed_reading([made(k) for k in counts])
    assert found is not None
    assert found.index is not None
    assert found.index.roundest() == index
    assert found.amounts == tuple(Fraction(100 * k) for k in counts)
