"""Formulas that were written over in a column of a table, put back as they stand in the other rows."""

from collections import Counter
from collections.abc import Iterable, Iterator

from enamnd_xl.workbook.edits import SetFormula
from enamnd_xl.workbook.references import relative, translate
from enamnd_xl.workbook.snapshot import Sheet


def restore_formulas(sheet: Sheet, rows: Iterable[int], columns: Iterable[int]) -> Iterator[SetFormula]:
    """Give each cell the formula that more than half of its column has.

    Args:
        sheet: the sheet.
        rows: the table's rows.
        columns: the columns that are filled with formulas; one that has no formula of its own is left alone.

    >>> sheet = Sheet("Blad1", ((1, 2), (2, 9), (3, 6)), {(1, 2): "A1*2", (3, 2): "A3*2"})
    >>> [(edit.cell, edit.formula) for edit in restore_formulas(sheet, range(1, 4), [1, 2])]
    [((2, 2), 'A2*2')]
    """
    rows = tuple(rows)
    for column in columns:
        cells = [(row, column) for row in rows]
        forms = {cell: relative(sheet.formulas[cell], cell) for cell in cells if cell in sheet.formulas}
        (habit, times), *_ = Counter(forms.values()).most_common(1) or [("", 0)]
        if 2 * times > len(cells):
            model = next(cell for cell, form in forms.items() if form == habit)
            for cell in cells:
                if forms.get(cell) != habit:
                    formula = translate(sheet.formulas[model], model, cell)
                    yield SetFormula(sheet.name, cell, formula, sheet.value(cell))
