"""Copies of formulas, told by their texts, are those that are the same seen from their cells."""

from hypothesis import given
from hypothesis import strategies as st

from enamnd_xl.workbook.copies import forms
from enamnd_xl.workbook.references import relative, translate

FORMULAS = (
    "B2",
    "SUM(B2:B9)",
    "SUM(B$2:B2)",
    "SUM($B$2:C9)*1.25",
    "'År 1'!B2-C$3",
    "SUM(B:B)/SUM(2:2)",
    'IF(B2>0,"B2 är 5 %",C2)',
    "SUM(jan:mar!B2)+B2#",
    "b2+$c3",
    "B2*5%",
    "Moms*B2",
)


@given(
    st.sampled_from(FORMULAS),
    st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6), st.sampled_from(["", "+1"])), min_size=1, max_size=12),
)
def test_forms_are_the_formulas_seen_from_their_cells(formula: str, cells: list[tuple[int, int, str]]) -> None:
    placed = {(row, column): translate(formula, (2, 2), (row, column)) + more for row, column, more in sorted(cells)}
    assert forms(placed) == {cell: relative(text, cell) for cell, text in placed.items()}
