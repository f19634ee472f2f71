"""Typed amounts in another unit than the others of their line, or without their minus sign."""

from collections.abc import Sequence

import pytest

from enamnd_xl.reconcile.rules.odd_amounts import check_odd_amounts
from enamnd_xl.workbook.address import from_a1, to_a1
from enamnd_xl.workbook.snapshot import Value
from sheets import Rows, make_book, make_sheet

MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug")
COSTS = (
    ("Löner", 212.5, 215, 214, 219, 223, 198, 205, 221),
    ("Hyror", 87, 87, 87, 87, 91, 91, 91, 91),
    ("Drift", 41, 38, 52, 44, 39, 21, 17, 40),
    ("Resor", 12, 9, 14, 11, 10, 4, 3, 13),
)
PEOPLE = (
    ("Lessebo", 3_845, 7_471, 4_577, 2_809),
    ("Ljungby", 14_751, 5_294, 16_335, 6_506),
    ("Markaryd", 9_681, 12_975, 11_881, 6_182),
    ("Tingsryd", 6_542, 10_163, 7_051, 6_804),
    ("Älmhult", 4_632, 7_807, 6_884, 7_263),
)


def costs(sign: int = 1) -> list[list[Value]]:
    """Costs by month (B2:I5), with totals right and below."""
    rows: list[list[Value]] = [["tkr", *MONTHS, "Summa"]]
    for n, (name, *amounts) in enumerate(COSTS, 2):
        rows.append([name, *(sign * amount for amount in amounts), f"=SUM(B{n}:I{n})"])
    return [*rows, ["Summa", *(f"=SUM({column}2:{column}5)" for column in "BCDEFGHIJ")]]


def people() -> list[list[Value]]:
    """Inhabitants by age (B2:E6)."""
    return [["Kommun", "0-19", "20-39", "40-64", "65-"], *map(list, PEOPLE)]


def two_years(rows: int = 5) -> list[list[Value]]:
    """Inhabitants in two years, with what they come to and the change."""
    lines = [[name, number, number - 7 * n] for n, (name, number, *_) in enumerate(PEOPLE[:rows], 1)]
    below = [f"=SUM({column}2:{column}{rows + 1})" for column in "BC"]
    return [["Kommun", "2023", "2024"], *lines, ["Summa", *below], ["Ändring", f"=C{rows + 2}-B{rows + 2}"]]


def salaries() -> list[list[Value]]:
    """Posts (column B) by their pay (column C)."""
    posts = (1, 2, 3.5, 12, 24.75, 6, 2)
    rows = [[f"Tjänst {n}", of, 27_000 + 1500 * n, f"=B{n}*C{n}*12"] for n, of in enumerate(posts, 2)]
    return [["Befattning", "Antal", "Månadslön", "Årslön"], *rows]


def results() -> list[list[Value]]:
    """Revenue and costs in four years (from row 3), each with the number of its note (column B)."""
    costs_mkr = [[f"Kostnad {n}", n, -90 - n, -97, -101 - n, -110] for n in (2, 3, 4)]
    return [["mkr", "Not", "2021", "2022", "2023", "2024"], ["Intäkter", 1, 412, 420, 431, 440], *costs_mkr]


def payments() -> list[list[Value]]:
    """Payments by year, alone in their table."""
    return [["År", "Amortering"], *([f"År {n}", -4_000_000 - 100_000 * n] for n in range(10))]


def edited(rows: list[list[Value]], cell: str, value: Value) -> Rows:
    row, column = from_a1(cell)
    rows[row - 1][column - 1] = value
    return rows


def told(rows: Rows) -> Sequence[tuple[str, Value]]:
    found = check_odd_amounts(make_book(make_sheet("Blad", rows)))
    return [(to_a1(one.cell or (0, 0)), one.expected) for one in found]


def test_nothing_is_odd_among_costs_and_people() -> None:
    assert told(costs()) == told(costs(-1)) == told(people()) == []
    assert told(two_years()) == told(salaries()) == told(results()) == told(payments()) == []


@pytest.mark.parametrize(
    "rows, cell, value, expected",
    [
        (costs(), "D2", 214_000, 214),
        (costs(-1), "G4", -21_000, -21),
        (costs(), "C3", 0.087, 87),
        (costs(-1), "E2", 219, -219),
        (people(), "E4", 6.182, 6_182),
        (people(), "C6", 7_807_000, 7_807),
        (two_years(), "C4", 9.667, 9_667),
        (two_years(4), "B4", 9_681_000, 9_681),
        (salaries(), "C5", 34.5, 34_500),
        (results(), "D4", -97_000, -97),
        (payments(), "B6", -4_400, -4_400_000),
    ],
)
def test_another_unit_or_sign_is_told(rows: list[list[Value]], cell: str, value: Value, expected: Value) -> None:
    assert told(edited(rows, cell, value)) == [(cell, expected)]


@pytest.mark.parametrize(
    "rows, cell, value",
    [
        (costs(), "D2", 2_140),  # ten times as much
        (costs(), "D2", -214),  # a credit
        (costs(), "H5", 0.3),  # little to pay
        (costs(-1), "E4", 2),  # a small credit among costs
    ],
)
def test_what_may_well_be_is_not_told(rows: list[list[Value]], cell: str, value: Value) -> None:
    assert told(edited(rows, cell, value)) == []


def test_a_column_of_another_kind_is_not_odd() -> None:
    rows = [
        [*line[:1], area, *line[1:]] for line, area in zip(people(), ("Yta, m²", 2.2, 9.3, 8.1, 12.4, 7.7), strict=True)
    ]
    assert told(rows) == []
    assert told(edited(rows, "D4", 12_975_000)) == [("D4", 12_975)]


@pytest.mark.parametrize("times, expected", [(1, []), (100, [("D2", -400)])])
def test_small_figures_go_up_and_down(times: int, expected: Sequence[tuple[str, Value]]) -> None:
    yearly = ((-8, -3, 4, -8, -3, -3, -8, -5), (-5, -4, -6, -5, -7, -4, -5, -6), (-7, -5, -5, -6, -4, -6, -7, -5))
    rows: list[list[Value]] = [["mnkr", *MONTHS]]
    rows += [[name, *(times * kr for kr in line)] for name, line in zip("ABC", yearly, strict=True)]
    assert told(rows) == expected


def test_changes_go_up_and_down() -> None:
    rows = edited(costs(-1), "E2", 219)
    assert told(edited(list(map(list, rows)), "A2", "Löner, förändring")) == []


def test_a_rate_beside_years_is_not_odd() -> None:
    rows: list[list[Value]] = [["Objekt", "Värde", "Avskrivningstid"]]
    rows += [[f"Bil {n}", 1_210_500 + 177_000 * n, years] for n, years in enumerate((20, 15, 10, 20, 15, 20, 10, 15))]
    rows += [["Internränta", 4_931_000, 0.015]]
    sheet = make_sheet("Plan", rows)
    assert len(list(check_odd_amounts(make_book(sheet)))) == 1
    in_per_cent = sheet._replace(number_formats={(10, 3): "0.0%"})
    assert list(check_odd_amounts(make_book(in_per_cent))) == []
