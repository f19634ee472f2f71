"""The sums that formulas declare, with the cells they add."""

import pytest

from enamnd_xl.reconcile.evaluate import evaluate_copies
from enamnd_xl.reconcile.sums import Sum, find_sums
from enamnd_xl.reconcile.sums.model import Span
from enamnd_xl.workbook.address import Area, from_a1, to_a1
from enamnd_xl.workbook.snapshot import CellError, Sheet, Snapshot, Value

ROWS: tuple[tuple[Value, ...], ...] = (
    ("Post", "Jan", "Feb"),
    ("Lön", 4120, 4233),
    ("Hyra", 903, 911),
    ("Resor", None, 207),
    ("Okänt", "saknas", 55),
    ("Summa", 5023, 5406),
)


def declared(formula: str, value: Value = 5023, cell: str = "B6") -> list[Sum]:
    sheet = Sheet("Blad", ROWS, {from_a1(cell): formula}).with_values({from_a1(cell): value})
    return [one for one in find_sums(sheet) if one.source == "formel"]


@pytest.mark.parametrize(
    "formula, operands, axis",
    [
        ("SUM(B2:B4)", "B2 B3 B4", "kolumn"),
        ("SUM(B2:B5)", "B2 B3 B4", "kolumn"),  # a text is not added
        ("B2+B3", "B2 B3", "kolumn"),
        ("SUM($B$2:$B$3,B4)", "B2 B3 B4", "kolumn"),
        ("SUBTOTAL(9,B2:B4)", "B2 B3 B4", "kolumn"),
        ("SUM(Blad!B2:B4)", "B2 B3 B4", "kolumn"),
        ("SUM(B1:B4)-B4", "B2 B3", "kolumn"),
        ("SUM(B2:B3)+B3", "B2 B3 B3", "kolumn"),  # counted twice
        ("SUM(C2:C3)", "C2 C3", "blandad"),
        ("SUM(B2:C3)", "B2 C2 B3 C3", "blandad"),
        ("SUM(B2:B5,C6)", "B2 B3 B4 C6", "blandad"),
    ],
)
def test_what_a_formula_adds(formula: str, operands: str, axis: str) -> None:
    (found,) = declared(formula)
    assert (" ".join(map(to_a1, found.operands)), found.axis) == (operands, axis)


@pytest.mark.parametrize(
    "formula",
    [
        "B2-B3",
        "SUM(B2:B4)*1.25",
        "SUM(Annat!B2:B4)",
        "B2",
        "SUM(B2:B6)",
        "SUM(B2:B4)+100",
        "IF(B2>0,B3,B4)",
        "SUM(",
        "1",
    ],
)
def test_what_is_no_sum(formula: str) -> None:
    assert declared(formula) == []


@pytest.mark.parametrize("value", [None, "text", CellError("#REF!"), True])
def test_a_formula_without_a_number_declares_none(value: Value) -> None:
    assert declared("SUM(B2:B4)", value) == []


def test_the_difference_is_what_stands_less_what_it_adds() -> None:
    (found,) = declared("SUM(B2:B4)", 5000)
    assert (found.difference, found.unit) == (-23, 1)


def test_a_formula_total_is_a_sum_along_the_other_axis_too() -> None:
    rows = ((1201, 2310, 3511), (4411, 1205, 5616), (5612, 3515, 9127))
    formulas = {
        (1, 3): "SUM(A1:B1)",
        (2, 3): "SUM(A2:B2)",
        **{(3, c): f"SUM({x}1:{x}2)" for c, x in enumerate("ABC", 1)},
    }
    sums = [one for one in find_sums(Sheet("Blad", rows, formulas)) if one.total == (3, 3)]
    assert [(one.axis, one.source, tuple(one.operands)) for one in sums] == [
        ("kolumn", "formel", ((1, 3), (2, 3))),
        ("rad", "värde", ((3, 1), (3, 2))),
    ]


def test_a_span_is_a_sequence_of_its_cells() -> None:
    span = Span(Area.from_a1("B2:C3"))
    cells = ((2, 2), (2, 3), (3, 2), (3, 3))
    assert span == cells
    assert span == Span(Area.from_a1("B2:C3"))
    assert span != Span(Area.from_a1("B2:C4"))
    assert hash(span) == hash(cells)
    assert (span[1:], span[-1], span.index((3, 2)), (9, 9) in span) == (cells[1:], (3, 3), 2, False)
    with pytest.raises(IndexError):
        span[4]


def test_a_formula_total_is_not_presumed_wrong_along_the_other_axis() -> None:
    """Budget, utfall and their difference below a total row: the budget is no sum of what stands beside it."""
    rows: list[tuple[Value, ...]] = [("", "Budget", "Utfall", "Prognos", "Kvar")]
    rows += [(name, b, u, p, b - u) for name, b, u, p in (("A", 51203, 44918, 50112), ("B", 20114, 31877, 25313))]
    rows.append(("Totalt", 71317, 76795, 75425, -5478))
    formulas = {(4, c): f"SUM({x}2:{x}3)" for c, x in enumerate("BCDE", 2)} | {(r, 5): f"B{r}-C{r}" for r in (2, 3)}
    assert {one.source for one in find_sums(Sheet("Blad", tuple(rows), formulas))} == {"formel"}


def test_a_sum_of_nothing_with_an_old_value_is_a_sum_like_others() -> None:
    sheet = Sheet("Blad", ((None, 7.0), (None, 8.0), (5.0, 15.0)), {(3, 1): "SUM(A1:A2)", (3, 2): "SUM(B1:B2)"})
    assert [(one.total, one.difference) for one in find_sums(sheet)] == [((3, 1), 5), ((3, 2), 0)]


def test_a_subtotal_leaves_out_the_subtotals_in_its_range() -> None:
    rows = ((10,), (20,), (30,), (5,), (7,), (12,), (42,))
    formulas = {(3, 1): "SUBTOTAL(9,A1:A2)", (6, 1): "SUBTOTAL(109,A4:A5)", (7, 1): "SUBTOTAL(9,A1:A6)"}
    sheet = Sheet("Blad", rows, formulas)
    sums = {to_a1(one.total): one for one in find_sums(sheet) if one.source == "formel"}
    assert " ".join(map(to_a1, sums["A7"].operands)) == "A1 A2 A4 A5"
    assert not any(one.difference for one in sums.values())
    assert list(evaluate_copies(formulas[7, 1], [(7, 1)], sheet, Snapshot((sheet,)))) == [None]
    assert list(evaluate_copies(formulas[3, 1], [(3, 1)], sheet, Snapshot((sheet,)))) == [30]
