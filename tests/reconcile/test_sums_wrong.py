"""Totals that do not add up are found as totals that are wrong, at their cell and with their difference."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from enamnd_xl.reconcile.finding import Severity
from enamnd_xl.reconcile.precision import rounding_allowance
from enamnd_xl.reconcile.rules.totals import check_totals, sum_severity
from enamnd_xl.reconcile.sums import Sum, find_sums
from enamnd_xl.reconcile.sums.score import agreement
from enamnd_xl.workbook.address import Cell, from_a1, to_a1
from enamnd_xl.workbook.snapshot import Sheet, Value
from sheets import make_book, make_sheet

Rows = list[list[Value]]

TOWNS = ["Ask", "Bo", "Dal", "Ed", "Gävle", "Hed", "Kil", "Lund", "Mora", "Nora", "Orsa", "Sala", "Tun", "Ystad"]


def amount(row: int, column: int) -> int:
    """Give an amount that looks like any other: the same on every run."""
    return 1000 + (row * 7919 + column * 104729 + row * row * column * 31) % 90000


def table(rows: int, columns: int, *, words: bool = True, first: bool = False, both: bool = True) -> Rows:
    """Make a table with column totals, and row totals when both; first puts the totals first."""
    body = [[amount(r, c) for c in range(1, columns + 1)] for r in range(1, rows + 1)]
    lines = [[*line, sum(line)] if both else line for line in body]
    lines.append([sum(column) for column in zip(*lines, strict=True)])
    if first:
        lines = [[line[-1], *line[:-1]] if both else line for line in [lines[-1], *lines[:-1]]]
    if not words:
        return [list(line) for line in lines]
    names = [*TOWNS[:rows], "Summa"]
    heading: list[Value] = ["Ort", *(f"Tjänst {c}" for c in range(1, columns + 1)), *(["Totalt"] if both else [])]
    if first:
        names = [names[-1], *names[:-1]]
        heading = ["Ort", *(["Totalt"] if both else []), *(f"Tjänst {c}" for c in range(1, columns + 1))]
    return [heading, *([name, *line] for name, line in zip(names, lines, strict=True))]


def wrong_in(rows: Rows) -> dict[str, set[int | float]]:
    found: dict[str, set[int | float]] = {}
    for one in find_sums(Sheet("Blad", tuple(map(tuple, rows)))):
        if abs(one.difference) > rounding_allowance(len(one.operands), one.unit):
            found.setdefault(to_a1(one.total), set()).add(one.difference)
    return found


def changed(rows: Rows, **cells: int) -> Rows:
    """Give a table with other numbers in some cells: by how much they change."""
    rows = [list(row) for row in rows]
    for address, more in cells.items():
        row, column = from_a1(address)
        value = rows[row - 1][column - 1]
        assert isinstance(value, int)
        rows[row - 1][column - 1] = value + more
    return rows


@dataclass(frozen=True)
class Case:
    name: str
    rows: Rows
    wrong: dict[str, int | float]


TALL = table(14, 4, both=False)
BARE = table(9, 5, words=False)
LEFT = table(6, 4, first=True)

CASES = [
    Case(
        "a lone column, 35 200 short",  # as published in a budget
        [["Tjänst", "Kr"], ["A", 1234567], ["B", 2627172], ["C", 767700], ["D", 12841816], ["SUMMA", 17436055]],
        {"B6": -35200},
    ),
    Case(
        "two columns, both short by the same",
        [["A", 1199800, 1199800], ["B", 2627172, 2627172], ["C", 767700, 767700], ["Summa", 4559472, 4559472]],
        {"B4": -35200, "C4": -35200},
    ),
    Case("a lone column, 5 % too much", changed(table(9, 1, both=False), B11=20011), {"B11": 20011}),
    Case("a lone column, 7 % short", changed(table(5, 1, both=False), B7=-12011), {"B7": -12011}),
    Case("a lone column with its total first, 6 % off",
         changed(table(9, 1, both=False, first=True), B2=22011), {"B2": 22011}),
    Case("one of two columns, 5 % off", changed(table(9, 2, both=False), C11=20011), {"C11": 20011}),
    Case("two of four columns 30 off", changed(TALL, B16=30, D16=-30), {"B16": 30, "D16": -30}),
    Case("one column 2 000 off", changed(TALL, C16=2000), {"C16": 2000}),
    Case("a row total 9 off", changed(table(8, 3), E4=9), {"E4": 9}),
    Case("without words, a row total 900 off", changed(BARE, F3=900), {"F3": 900}),
    Case("without words, a part left out of a column", changed(BARE, B10=-amount(4, 2)), {"B10": -amount(4, 2)}),
    Case("without words, a part counted twice", changed(BARE, C10=amount(6, 3)), {"C10": amount(6, 3)}),
    Case("totals first, a column total wrong", changed(LEFT, D2=-810), {"D2": -810}),
    Case("totals first, a row total wrong", changed(LEFT, B5=4500), {"B5": 4500}),
    Case("a subtotal with two digits swapped", [
        ["Post", "Kr"], ["Lön", 41230], ["Hyra", 12875], ["Summa drift", 51405],
        ["Server", 30310], ["Licens", 22145], ["Summa teknik", 52455], ["Totalt", 106560],
    ], {"B4": -2700}),
    Case("a total of lines one of which has a part of its own shown under it", [
        ["tkr", "2024", "2025"], ["Personal", 44870, 46215], ["varav pension", 6120, 7035], ["Lokaler", 7350, 7650],
        ["Fordon", 3980, 4105], ["Övrigt", 5644, 6011], ["Summa kostnader", 61844, 63891],
    ], {"C7": -90}),
    Case("a line that is no longer all the parts shown under it", [
        ["tkr", "2023", "2024", "2025"], ["Förskola", 44871, 46991, 47620], ["varav kommunal", 30120, 33035, 33406],
        ["varav fristående", 14751, 13876, 14214], ["Grundskola", 87350, 87650, 90110], ["Bibliotek", 5644, 6011, 6204],
        ["Summa", 137865, 140652, 143934],
    ], {"C2": 80}),
    Case("a lone column without words, a part left out",
         [[731204], [119873], [40551], [2204118], [655002], [3630875]], {"A6": -119873}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_wrong_totals_are_found(case: Case) -> None:
    wrong = wrong_in(case.rows)
    for cell, difference in case.wrong.items():
        assert difference in wrong.get(cell, set()), wrong


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nothing_else_is_called_wrong(case: Case) -> None:
    """But for totals of the wrong totals, which are off by as much."""
    others = {cell: off for cell, off in wrong_in(case.rows).items() if cell not in case.wrong}
    assert all(abs(d) in map(abs, case.wrong.values()) for off in others.values() for d in off), others
    assert len(others) <= 1


def clean(rows: Rows) -> Rows:
    return rows


def with_a_percent_column(rows: Rows) -> Rows:
    total = rows[-1][1]
    assert isinstance(total, int)
    shares = [round(100 * row[1] / total, 1) for row in rows[1:] if isinstance(row[1], int)]
    return [[*row, share] for row, share in zip(rows, ["%", *shares], strict=True)]


def with_a_mean_row(rows: Rows) -> Rows:
    n = len(rows) - 2
    return [*rows, ["Medel", *(round(v / n, 1) for v in rows[-1][1:] if isinstance(v, int))]]


def with_inhabitants(rows: Rows) -> Rows:
    return [
        [*row, extra]
        for row, extra in zip(rows, ["Invånare", *(2800 + 977 * i for i in range(len(rows) - 2)), None], strict=True)
    ]


def of_the_largest(rows: Rows) -> Rows:
    """Leave out half the rows: what stands as the total is that of all."""
    return [*rows[: len(rows) // 2], rows[-1]]


@pytest.mark.parametrize(
    "change",
    [clean, with_a_percent_column, with_a_mean_row, with_inhabitants, of_the_largest],
    ids=lambda f: f.__name__,
)
def test_clean_tables_have_no_wrong_totals(change: Callable[[Rows], Rows]) -> None:
    assert wrong_in(change(table(12, 3, both=False))) == {}


LARGE = changed(table(9, 1, both=False), B11=20011)  # 5 % more than its parts


def renamed(rows: Rows, **labels: str) -> Rows:
    rows = [list(row) for row in rows]
    for address, label in labels.items():
        row, column = from_a1(address)
        rows[row - 1][column - 1] = label
    return rows


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(renamed(LARGE, A11="Ystad"), id="no word"),
        pytest.param(renamed(LARGE, A11="Hela länet"), id="a total of more than stands there"),
        pytest.param(renamed(LARGE, A10="varav Kil"), id="a part of a part"),
        pytest.param(renamed(LARGE, A10="Resultat"), id="a result among the parts"),
        pytest.param(renamed(LARGE, B1="Genomsnitt"), id="means"),
        pytest.param(renamed(LARGE, B10=".."), id="a part that is not given"),
        pytest.param(changed(LARGE, B11=40022), id="another figure altogether"),
        pytest.param(table(9, 1, both=False), id="clean"),
        pytest.param([["Post", "Kr"], ["Intäkt", 91204], ["Kostnad", 3811], ["Summa", 97411]], id="two parts"),
    ],
)
def test_a_total_far_from_its_parts_is_wrong_only_when_everything_says_that_it_is_their_sum(rows: Rows) -> None:
    assert wrong_in(rows) == {}


def test_a_total_one_off_is_told_though_rounding_may_explain_it() -> None:
    sums = find_sums(Sheet("Blad", tuple(map(tuple, changed(TALL, B16=1, D16=-1)))))
    assert {to_a1(one.total): one.difference for one in sums} == {"B16": 1, "C16": 0, "D16": -1, "E16": 0}


def test_a_total_typed_between_formulas_is_what_they_add() -> None:
    rows = table(5, 4)
    rows[6][3] = 1
    formulas: dict[Cell, str] = {(7, c): f"SUM({'ABCDEF'[c - 1]}2:{'ABCDEF'[c - 1]}6)" for c in (2, 3, 5, 6)}
    sums = find_sums(Sheet("Blad", tuple(map(tuple, rows)), formulas))
    typed = [one for one in sums if one.total == (7, 4) and one.axis == "kolumn"]
    assert [(tuple(one.operands), one.source) for one in typed] == [(tuple((r, 4) for r in range(2, 7)), "värde")]
    assert typed[0].difference == 1 - sum(amount(r, 3) for r in range(1, 6))


def test_a_range_that_misses_a_row_is_told_beside_what_it_should_be() -> None:
    rows = changed(table(5, 4, both=False), C7=-amount(5, 2))
    formulas: dict[Cell, str] = {(7, c): f"SUM({'ABCDE'[c - 1]}2:{'ABCDE'[c - 1]}6)" for c in (2, 4, 5)}
    formulas[7, 3] = "SUM(C2:C5)"
    sums = [one for one in find_sums(Sheet("Blad", tuple(map(tuple, rows)), formulas)) if one.total == (7, 3)]
    assert sorted((one.source, len(one.operands), one.difference) for one in sums) == [
        ("formel", 4, 0),
        ("värde", 5, -amount(5, 2)),
    ]


def test_what_six_decimals_do_not_show_is_no_difference() -> None:
    """As after a subtraction: the total is what binary arithmetic leaves of nothing."""
    rows = ((70000.1, -70000.1, 0.2, 0.2 + 2.9e-11), (1250.4, 310.3, 99.5, 1660.2), (10.5, 20.25, 4.5, 35.25))
    formulas = {(row, 4): f"SUM(A{row}:C{row})" for row in (1, 2, 3)}
    assert [one.difference for one in find_sums(Sheet("Blad", rows, formulas)) if one.axis == "rad"] == [0, 0, 0]


@pytest.mark.parametrize("columns", [1, 2, 3], ids="{} columns".format)
@pytest.mark.parametrize("what", ["in thousands", "digits swapped", "the sign"])
def test_a_slip_in_a_part_is_told_however_large_the_difference(columns: int, what: str) -> None:
    rows = table(8, columns, both=False)
    value = rows[4][1]
    assert isinstance(value, int)
    swapped = int(f"{str(value)[1]}{str(value)[0]}{str(value)[2:]}")
    rows[4][1] = {"in thousands": value * 1000, "digits swapped": swapped, "the sign": -value}[what]
    assert rows[4][1] != value
    assert wrong_in(rows) == {"B10": {value - rows[4][1]}}


@pytest.mark.parametrize("columns", [2, 3])
def test_a_stated_total_that_another_column_confirms_is_told_however_far_off(columns: int) -> None:
    rows = changed(table(8, columns, both=False), B10=123_456)
    assert wrong_in(rows) == {"B10": {123_456}}
    rows[3][1] = None  # a member outside
    assert "B10" in wrong_in(rows)


def test_a_total_with_no_word_that_nothing_explains_is_another_figure() -> None:
    rows = changed(table(8, 2, both=False), B10=123_456)
    rows[-1][0] = "Folkmängd"
    assert not wrong_in(rows)


def test_each_of_two_wrong_totals_has_its_own_parts() -> None:
    costs: Rows = [["Lön", 119_980], ["Lokal", 262_717], ["Drift", 76_770], ["Summa kostnader", 459_467]]
    revenue: Rows = [["Avgift", 119_980], ["Bidrag", 262_717], ["Övrigt", 76_770], ["Summa intäkter", 459_467]]
    rows = changed([["Budget", None], *costs, [None, None], ["Intäkter", None], *revenue], B5=-352, B9=22_000)
    assert wrong_in(rows) == {"B5": {-352}, "B11": {-22_000}}


def test_a_column_of_prices_beside_amounts_has_no_total() -> None:
    rows: Rows = [["Vara", "Belopp", "Pris"], ["Plattform", 41_000, 512], ["Arkiv", 9_300, 480], ["Larm", 77_450, 530]]
    rows.append(["Summa", 127_750, 507])
    assert not wrong_in(rows)


def test_rounding_explains_nothing_of_figures_hardly_larger_than_itself() -> None:
    assert agreement(1, [1, 1])[0] is None
    assert agreement(101, [60, 42])[0] is not None


def test_figures_with_many_decimals_are_equal_to_nine_digits() -> None:
    rows: Rows = [["Ämne", 325_209.188571], ["Ett", 325_209.188571], ["Två", 0.000005], ["Summa", 650_418.377142]]
    assert not wrong_in(rows)


def test_shares_may_be_off_from_a_hundred_per_cent_by_all_their_rounding() -> None:
    shares = (16.7, 16.7, 16.7, 16.7, 16.7, 16.6, 0.1)
    found = Sum((8, 1), tuple((row, 1) for row in range(1, 8)), "kolumn", "värde", -0.2, 0.1)
    assert sum(shares) == pytest.approx(100.2)
    assert sum_severity(found, 100) is Severity.AVRUNDNING
    assert sum_severity(found, 250) is Severity.FEL
    assert sum_severity(found._replace(difference=-0.4), 100) is Severity.FEL


def test_shares_as_parts_of_one_may_be_off_by_as_much_as_rounding_can_do() -> None:
    found = Sum((11, 7), tuple((row, 7) for row in range(4, 11)), "kolumn", "värde", 0.002, 0.001)
    assert sum_severity(found, 1) is Severity.AVRUNDNING
    assert sum_severity(found, 0.85) is Severity.FEL
    assert sum_severity(found._replace(difference=0.004), 1) is Severity.FEL


@pytest.mark.parametrize("less", ["- Kassa", "Avgår kassa"])
def test_what_is_called_taken_away_is_no_part_of_a_presumed_total(less: str) -> None:
    def worth(cash: int) -> Rows:
        return [["Post", "Belopp"], ["Börsvärde", 105461], [less, cash], ["+ Lån", 86455], ["Summa", 178533]]

    assert not wrong_in(worth(13383))
    assert wrong_in(worth(-13393)) == {"B5": {10}}


def test_figures_of_six_decimals_may_be_off_by_all_their_rounding() -> None:
    found = Sum((7, 2), tuple((row, 2) for row in range(2, 7)), "kolumn", "värde", 0.000002, 0.000001)
    assert sum_severity(found, 1.001299) is Severity.AVRUNDNING
    assert sum_severity(found._replace(difference=0.000004), 1.001299) is Severity.FEL
    assert sum_severity(found._replace(difference=2.0, unit=1), 1001299) is Severity.FEL


@pytest.mark.parametrize(("heading", "told"), [("%", 0), ("Kr", 1)])
def test_changes_in_per_cent_do_not_add_up(heading: str, told: int) -> None:
    names = ["Hyra", "El", "Lön", "Resor", "Summa"]
    years = [[21, 45, 93, 10], [22, 43, 97, 8], [23, 47, 99, 18], [24, 41, 102, 27]]
    amounts = [[*year, sum(year)] for year in years]
    changes = [100 * (later - one) / one for one, later in zip(*amounts[2:], strict=True)]
    changes[-1] = sum(changes[:-1]) + 10
    rows = [[*line] for line in zip(names, *amounts, changes, strict=True)]
    book = make_book(make_sheet("Blad", [["Post", "A", "B", "C", "D", heading], *rows]))
    assert len(list(check_totals(book))) == told


def test_a_result_of_revenues_and_costs_lies_among_them() -> None:
    revenue, cost, net = (1196, 1212, 1240, 1251), (-1105, -1180, -1149, -1192), (-7, -9, -4, -12)
    rows: Rows = [["År", "Intäkter", "Kostnader", "Finansnetto", "Resultat"]]
    rows += [[str(2023 + n), a, b, c, a + b + c] for n, (a, b, c) in enumerate(zip(revenue, cost, net, strict=True))]
    assert not wrong_in(rows)
    assert wrong_in(changed(rows, E3=6)) == {"E3": {6}}
    assert wrong_in(changed(rows, E2=-168)) == {"E2": {-168}}  # the minus sign of -84


def test_a_list_has_a_total_in_each_column_whatever_it_is_called() -> None:
    rows = table(10, 2, both=False)
    rows[-1][0] = "Riket"
    assert not wrong_in(rows)
    off = round(0.04 * int(str(rows[-1][2])))
    assert wrong_in(changed(rows, C12=off)) == {"C12": {off}}


def test_changes_are_parts_of_a_cash_flow_where_it_adds_up_in_every_other_year() -> None:
    lines = {"Medel": (18204, 16005, 21740, 19318), "Förändring fordringar": (-4117, -6620, 2305, -911)}
    lines |= {"Förändring skulder": (1398, 6671, -5204, 3377)}
    rows: Rows = [["tkr", "2021", "2022", "2023", "2024"], *([name, *kr] for name, kr in lines.items())]
    rows.append(["Löpande verksamhet", *map(sum, zip(*lines.values(), strict=True))])
    assert not wrong_in(rows)
    assert wrong_in(changed(rows, C5=642)) == {"C5": {642}}


def test_what_is_written_off_in_some_years_is_no_part_of_the_cost_beside_it() -> None:
    costs = {"Bil": (604_000, 4), "Server": (781_000, 5), "Möbler": (403_000, 5), "Telefoni": (726_000, 4)}
    rows: Rows = [["Tillgång", "Anskaffning", "År", "2024", "2025", "2026", "2027", "2028"]]
    rows += [[n, kr, y, *(kr // y if year < y else 0 for year in range(5))] for n, (kr, y) in costs.items()]
    assert not wrong_in(rows)
    assert {to_a1(one.total) for one in find_sums(Sheet("Blad", tuple(map(tuple, rows))))} == {"B2", "B3", "B4", "B5"}


@pytest.mark.parametrize("total, expected", [(38_217, []), (38_218, ["EN301"])])
def test_a_total_of_something_for_each_is_what_the_products_come_to(total: int, expected: list[str]) -> None:
    rows: Rows = [
        ["Bilklass", "Bilar", "Mil per bil", "Leasing", "Drivmedel"],
        ["Liten", 4, 1_466, 201_000, 58_640],
        ["Kombi", 7, 1_841, 403_200, 141_757],
        ["Minibuss", 5, 2_119, 330_000, 127_140],
        ["Transport", 6, 1_478.5, 410_400, 97_581],
        ["Summa", 22, total, 1_344_600, 425_118],
    ]
    assert [one.code for one in check_totals(make_book(make_sheet("Fordonspool", rows)))] == expected
