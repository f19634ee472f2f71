"""Which figures on different sheets are the same thing, and what is said when they differ."""

from collections.abc import Mapping, Sequence

import pytest

from enamnd_xl.reconcile.finding import Finding
from enamnd_xl.reconcile.run import reconcile
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import from_a1, to_a1
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, Value

Rows = Sequence[Sequence[Value]]


def findings(**sheets: Rows) -> list[Finding]:
    snapshot = Snapshot(tuple(Sheet(name, tuple(map(tuple, rows))) for name, rows in sheets.items()))
    return [
        finding for finding in reconcile(Workpaper(snapshot)) if finding.code in {"EN501", "EN502", "EN505", "EN602"}
    ]


def told(found: list[Finding]) -> list[tuple[str, str, str, str]]:
    return [(f.code, f.sheet, to_a1(f.cell or (0, 0)), f.severity) for f in found]


BUDGET = [["Tjänst", "Budget 2025"], ["Plattform", 2627172], ["Arkiv", 313000], ["Grund", 1199800]]


def test_one_item_with_two_budgets_is_told_at_the_later_sheet() -> None:
    forecast = [["Tjänst", "Budget 2025"], ["Plattform", 2627172], ["Arkiv", 313000], ["Grund", 1708800]]
    found = findings(Budget=BUDGET, Prognos=forecast)
    assert told(found) == [("EN501", "Prognos", "B4", "fel")]
    assert (found[0].found, found[0].expected, found[0].difference) == (1708800, 1199800, 509000)


def test_the_cell_that_stands_alone_is_the_one_that_is_told() -> None:
    wrong = [["Tjänst", "Budget 2025"], ["Plattform", 2627172], ["Arkiv", 331000], ["Grund", 1199800]]
    assert told(findings(Beslut=wrong, Budget=BUDGET, Plan=BUDGET)) == [("EN501", "Beslut", "B3", "fel")]


def test_budget_and_outcome_are_not_the_same_thing() -> None:
    outcome = [["Tjänst", "Utfall 2025"], ["Plattform", 2627172], ["Arkiv", 313000], ["Grund", 1708800]]
    assert not findings(Budget=BUDGET, Utfall=outcome)


def test_numbered_sheets_are_not_the_same_thing() -> None:
    other = [*BUDGET[:-1], [BUDGET[-1][0], 777_700]]
    assert told(findings(**{"Alternativ 1": BUDGET, "Alternativ 2": other})) == []
    assert told(findings(Blad1=BUDGET, Blad2=other)) != []


def test_two_years_are_not_the_same_thing() -> None:
    last_year = [["Tjänst", "Budget 2024"], ["Plattform", 2627172], ["Arkiv", 313000], ["Grund", 1708800]]
    assert not findings(Nu=BUDGET, Då=last_year)


def test_names_alone_make_nothing_the_same() -> None:
    june = [["Tjänst", "Belopp"], ["Plattform", 218931], ["Arkiv", 26083], ["Grund", 99983]]
    july = [["Tjänst", "Belopp"], ["Plattform", 220000], ["Arkiv", 27100], ["Grund", 101000]]
    assert not findings(Juni=june, Juli=july)


def test_the_same_inputs_with_other_small_figures_are_another_case() -> None:
    vehicle = [["Uppgift", "Elbil"], ["Kostnad", 250000], ["Räckvidd", 420], ["Vikt", 1100], ["Kilowatt", 25],
               ["Batterier", 1]]  # fmt: skip
    other = [["Uppgift", "Bensinbil"], *vehicle[1:3], ["Vikt", 1170], ["Kilowatt", 47], ["Batterier", 0]]
    assert not findings(El=vehicle, Bensin=other)


def test_a_total_is_compared_with_the_item_it_is_the_total_of() -> None:
    fees = [
        ["Kommun", "Plattform", "Arkiv", "Grund"],
        ["Boden", 1000000, 113000, 600000],
        ["Kalix", 1627172, 200100, 599800],
        ["Summa", 2627172, 313100, 1199800],
    ]
    found = findings(Budget=BUDGET, Avgifter=fees)
    assert told(found) == [("EN502", "Budget", "B3", "varning")]
    assert (found[0].found, found[0].expected) == (313000, 313100)


def test_thousands_of_kronor_are_compared_with_kronor() -> None:
    in_thousands = [["Belopp i tkr"], ["Tjänst", "Budget 2025"], ["Plattform", 2627], ["Arkiv", 313], ["Grund", 1709]]
    assert told(findings(Budget=BUDGET, Rapport=in_thousands)) == [("EN501", "Rapport", "B5", "fel")]


YEAR = {"Plattform": 2627172, "Arkiv": 313480, "Grund": 1199800, "Skola": 90100, "Nödnät": 655125, "Moln": 412300}
THOUSANDS = {name: round(amount / 1000) for name, amount in YEAR.items()}


def column(amounts: Mapping[str, int | float], heading: str = "Budget 2025") -> Rows:
    return [["Tjänst", heading], *([name, amount] for name, amount in amounts.items())]


@pytest.mark.parametrize("heading", ["Budget 2025", "Budget 2025 (tkr)", "Budget 2025, tusental kronor"])
def test_rounded_thousands_are_compared_with_kronor_whether_said_or_not(heading: str) -> None:
    assert not findings(Budget=column(YEAR), Rapport=column(THOUSANDS, heading))
    found = findings(Budget=column(YEAR), Rapport=column(THOUSANDS | {"Grund": 1709}, heading))
    assert told(found) == [("EN501", "Rapport", "B4", "fel")]
    assert (found[0].found, found[0].expected, found[0].difference) == (1709, 1200, 509)
    assert "här står 1\xa0709\xa0tkr, men i Budget!B4 står 1\xa0199\xa0800\xa0kr" in found[0].message


def test_rounded_thousands_that_have_changed_places_are_one_finding() -> None:
    moved = THOUSANDS | {"Grund": THOUSANDS["Moln"], "Moln": THOUSANDS["Grund"]}
    found = findings(Budget=column(YEAR), Rapport=column(moved))
    assert [(one.code, len(one.related)) for one in found] == [("EN505", 3)]


def test_an_exact_half_may_be_rounded_either_way() -> None:
    halves = {name: amount // 1000 * 1000 + 500 for name, amount in YEAR.items()}
    for up in (0, 1):
        rounded = {name: amount // 1000 + up for name, amount in halves.items()}
        assert not findings(Budget=column(halves), Rapport=column(rounded))


def test_inhabitants_are_no_thousands_of_kronor() -> None:
    people = {name: round(amount / 1000 * share) for (name, amount), share in zip(YEAR.items(), SHARES, strict=True)}
    assert not findings(Budget=column(YEAR, "Kostnad"), Nycklar=column(people, "Invånare"))


SHARES = (1.02, 0.97, 1.11, 0.93, 1.05, 0.99)


@pytest.mark.parametrize("first", [True, False])
def test_one_amount_in_another_unit_is_told_where_it_stands(first: bool) -> None:
    for right, wrong in ((YEAR, YEAR | {"Skola": 90}), (THOUSANDS, THOUSANDS | {"Skola": 90100})):
        sheets = {"Ett": column(wrong if first else right), "Två": column(right if first else wrong)}
        found = findings(**sheets)
        assert told(found) == [("EN501", "Ett" if first else "Två", "B5", "fel")]
        assert "faktor tusen: beloppet här verkar stå i fel enhet" in found[0].message


def test_a_summary_in_thousands_is_compared_with_the_totals_of_its_detail_sheets() -> None:
    details = {
        name: [["Kommun", "Avgift"], ["Boden", amount // 3], ["Kalix", amount - amount // 3], ["Summa", amount]]
        for name, amount in YEAR.items()
    }
    assert not findings(Sammanställning=column(THOUSANDS, "Belopp"), **details)
    found = findings(Sammanställning=column(THOUSANDS | {"Nödnät": 755}, "Belopp"), **details)
    assert told(found) == [("EN502", "Sammanställning", "B6", "varning")]
    assert (found[0].found, found[0].expected) == (755, 655)


def test_a_krona_is_rounding() -> None:
    forecast = [["Tjänst", "Budget 2025"], ["Plattform", 2627173], ["Arkiv", 313000], ["Grund", 1199800]]
    assert told(findings(Budget=BUDGET, Prognos=forecast)) == [("EN501", "Prognos", "B2", "avrundning")]


def test_a_commented_deviation_is_compared_with_the_computed_one() -> None:
    outcome = [
        ["Post", "Intäkter", "Kostnader", "Avvikelse"],
        ["Elevhälsan", 490000, 434125, 55875],
        ["HR", 368800, 318550, 50250],
        ["DCBD", 54001, 198300, -144299],
    ]
    comments = [["Post", "Avvikelse", "Skäl"], ["Elevhälsan", 55875, "x"], ["HR", 50250, "x"], ["DCBD", -144280, "x"]]
    found = findings(Utfall=outcome, Kommentarer=comments)
    assert told(found) == [("EN602", "Kommentarer", "B4", "fel")]
    assert (found[0].found, found[0].expected, found[0].difference) == (-144280, -144299, 19)


def test_two_amounts_that_have_changed_places_are_one_finding() -> None:
    more = [*BUDGET, ["Skola", 90100], ["Social", 77200]]
    swapped = [*BUDGET, ["Skola", 77200], ["Social", 90100]]
    assert told(findings(Budget=more, Prognos=swapped)) == [("EN505", "Prognos", "B5", "fel")]


def turned(rows: Rows) -> Rows:
    return [list(line) for line in zip(*rows, strict=True)]


@pytest.mark.parametrize("turn", [(True, True), (False, True), (True, False)])
def test_tables_that_lie_down_are_compared_too(turn: tuple[bool, bool]) -> None:
    right, wrong = column(YEAR), column(YEAR | {"Grund": 1708800})
    assert not findings(Budget=turned(right) if turn[0] else right, Prognos=turned(right) if turn[1] else right)
    found = findings(Budget=turned(right) if turn[0] else right, Prognos=turned(wrong) if turn[1] else wrong)
    assert told(found) == [("EN501", "Prognos", "D2" if turn[1] else "B4", "fel")]


def test_two_rows_of_one_table_are_not_the_same_thing() -> None:
    services = ["Post", "Plattform", "Arkiv", "Grund", "Skola"]
    one = [services, ["Boden", 26271, 31300, 11998, 901], ["Kalix", 10101, 20202, 30303, 404]]
    other = [services, ["Kalix", 26271, 31300, 11998, 999], ["Luleå", 5151, 6262, 7373, 848]]
    assert not findings(Ett=one, Två=other)


def test_totals_of_rows_that_have_more_columns_elsewhere_are_not_compared() -> None:
    """A service's parts stand among all the services on another sheet, and each sheet adds what it has."""
    names = ["Arjeplog", "Boden", "Kalix", "Luleå"]
    few = [(name, 10_101 * n, 20_203 * n, 30_304 * n) for n, name in enumerate(names, 3)]
    many = [(name, a, b, 55_555 + a, a + b + 55_555 + a) for name, a, b, _ in few]
    part: Rows = [("Kommun", "Bastjänst", "Projekt", "Summa"), *few]
    whole: Rows = [("Kommun", "Bastjänst", "Projekt", "E-arkiv", "Summa"), *many]
    assert findings(Socialtjänsten=part, Fördelning=whole) == []


def test_along_rows_a_heading_that_begins_as_another_is_another_thing() -> None:
    """On one sheet a service with all its parts, on the other its base alone, beside services that are the same."""
    base = [("Boden", 72_300, 5_151, 6_262, 7_373), ("Kalix", 81_900, 1_414, 2_525, 3_636)]
    whole = [(name, a + 41_922, b, c, d) for name, a, b, c, d in base]
    one: Rows = [("Kommun", "E-tjänsteplattform", "Arkiv", "Grund", "Skola"), *whole]
    other: Rows = [("Kommun", "E-tjänsteplattformen bastjänst", "Arkiv", "Grund", "Skola"), *base]
    assert findings(Fakturaunderlag=one, Fördelning=other) == []


def test_a_name_that_stands_on_both_sheets_is_not_taken_for_one_that_begins_alike() -> None:
    more = YEAR | {"Arkiv drift": 41_200}
    assert findings(Plan=column(more), Budget=column(YEAR)) == []


def test_a_table_that_lies_down_keeps_its_unit() -> None:
    coarse = turned(column(THOUSANDS | {"Grund": 1709}, "Budget 2025"))
    lying = [["Belopp i tkr", *coarse[0][1:]], *coarse[1:]]
    exact = {name: amount * 1000 for name, amount in THOUSANDS.items()}
    assert told(findings(Budget=turned(column(exact)), Rapport=lying)) == [("EN501", "Rapport", "D2", "fel")]


PLACES = ["Ask", "Bo", "Dal", "Ed", "Gävle", "Hed", "Kil", "Lund"]
SERVICES = ["Kommun", "Plattform", "Arkiv", "Larm", "Support"]


def wide(rows: Sequence[int] = range(8), columns: Sequence[int] = range(4), total: bool = False) -> Rows:
    """Make a table of places and services; rows and columns say whose amounts stand where."""
    body = [[1000 + (r * 7919 + c * 104729 + r * r * c * 31) % 90000 for c in columns] for r in rows]
    lines = [[place, *line] for place, line in zip(PLACES, body, strict=True)]
    sums = [["Summa", *map(sum, zip(*body, strict=True))]] if total else []
    return [SERVICES, *lines, *sums]


@pytest.mark.parametrize(
    ("other", "cell", "words"),
    [
        (wide(rows=[0, 1, 3, 2, 4, 5, 6, 7]), "B4", ["Dal och Ed", "på 4 ställen"]),
        (wide(columns=[0, 2, 1, 3]), "C2", ["Arkiv och Larm", "på 8 ställen"]),
        (wide(rows=[0, 1, 3, 4, 2, 5, 6, 7]), "B4", ["Dal, Ed och Gävle", "på 4 ställen"]),
        (wide(rows=[0, 1, 1, 2, 3, 4, 5, 6]), "B4", ["Dal, Ed, Gävle, Hed, Kil och Lund", "på 4 ställen"]),
        (wide(rows=[7, 0, 1, 2, 3, 4, 5, 6], total=True), "B2", ["Ask, Bo, Dal, Ed, Gävle och 3 till"]),
    ],
    ids=["two rows", "two columns", "three rows round", "a row too many", "sorted without the names"],
)
def test_amounts_out_of_place_are_one_finding(other: Rows, cell: str, words: list[str]) -> None:
    found = findings(Budget=wide(total=len(other) > len(PLACES) + 1), Underlag=other)
    assert told(found) == [("EN505", "Underlag", cell, "fel")]
    assert all(word in found[0].message for word in words)


@pytest.mark.parametrize(("first", "second"), [("C4", "C5"), ("C4", "D4")])
def test_two_cells_that_have_changed_places_are_told_as_that(first: str, second: str) -> None:
    rows = [list(line) for line in wide()]
    (a, b), (c, d) = from_a1(first), from_a1(second)
    rows[a - 1][b - 1], rows[c - 1][d - 1] = rows[c - 1][d - 1], rows[a - 1][b - 1]
    assert told(findings(Budget=wide(), Underlag=rows)) == [("EN505", "Underlag", first, "fel")]


def test_two_months_with_the_same_fees_for_others_are_not_out_of_place() -> None:
    january: Rows = [["Kommun", "Avgift"], ["Ask", 100], ["Bo", 200], ["Dal", 300], ["Ed", 400], ["Kil", 100]]
    february: Rows = [["Kommun", "Avgift"], ["Ask", 200], ["Bo", 100], ["Dal", 300], ["Ed", 100], ["Kil", 400]]
    assert not findings(Norr=january, Syd=february)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Preliminär budget 2025", "Beslutad budget 2025"),
        ("Budget 2025, förslag", "Budget 2025 fastställd"),
        ("Ursprunglig budget", "Reviderad budget"),
        ("Utfall kv 1", "Utfall kvartal 2"),
        ("Utfall tertial I", "Utfall tertial II"),
        ("Utfall första halvåret", "Utfall H2"),
        ("Utfall jan-mar", "Utfall helår"),
    ],
)
def test_versions_and_periods_are_not_the_same_thing(one: str, other: str) -> None:
    first = [["Tjänst", one], *BUDGET[1:]]
    second = [["Tjänst", other], *BUDGET[1:3], ["Grund", 1708800]]
    assert not findings(Blad1=first, Blad2=second)
    same = [["Tjänst", one], *BUDGET[1:3], ["Grund", 1708800]]
    assert told(findings(Blad1=first, Blad2=same)) == [("EN501", "Blad2", "B4", "fel")]


def test_sheets_that_are_named_by_days_stand_each_for_its_own() -> None:
    later = [*BUDGET[:3], ["Grund", 1708800]]
    assert not findings(**{"250131": BUDGET, "250228": later})
    assert not findings(**{"2025-01-31": BUDGET, "2025-02-28": later})
    assert len(findings(**{"151000": BUDGET, "152000": later})) == 1
