"""Say what is wrong with a cell that breaks a fill: typed over, another range, another form."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from enamnd_xl.reconcile.evaluate import evaluate
from enamnd_xl.reconcile.faults.case import Case
from enamnd_xl.reconcile.faults.fills import find_breaks
from enamnd_xl.reconcile.faults.near_copies import shape
from enamnd_xl.reconcile.faults.typed import explain_number
from enamnd_xl.reconcile.finding import Finding, Severity
from enamnd_xl.reconcile.labels import Measure, measures, more_is_better
from enamnd_xl.reconcile.view import BookView, SheetView
from enamnd_xl.reconcile.wording import bare, name_cells, signed
from enamnd_xl.workbook.addition import addends
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.formulas import tokenise
from enamnd_xl.workbook.references import references
from enamnd_xl.workbook.snapshot import is_number
from enamnd_xl.workbook.swedish import in_swedish

_OF_THE_SAME = 10  # sums side by side, copies of one another, that are of the same thing
_LONG = 120  # letters; two formulas with more are hard to hold against each other
_FEW = 2
_FEWEST_SUMMED = 3  # cells that a line of totals sums up
_OF_A_RANGE = frozenset(("AVERAGE(", "COUNT(", "COUNTA(", "COUNTIF(", "MAX(", "MEDIAN(", "MIN(", "STDEV("))


def explain_breaks(book: BookView) -> Iterator[Finding]:
    """Give a finding for each cell that breaks a fill for no visible reason."""
    for view in book.views.values():
        for one in find_breaks(view):
            value = view.sheet.value(one.cell)
            found = value if is_number(value) else None
            expected = evaluate(one.expected, view.sheet, book.snapshot)
            explain = _formula if one.cell in view.sheet.formulas else explain_number
            finding = explain(Case(book, view, one, found, expected))
            if finding:
                yield finding


def _formula(case: Case) -> Finding | None:
    actual = case.view.sheet.formulas[case.one.cell]
    if _is_no_figure(case, actual) or _adds_deviations(case, actual):
        return None
    if _sums_up_otherwise(case, actual):
        return None
    if case.one.sums and addends(actual):
        return _other_range(case)
    sound = (
        _follows_from_totals,
        _goes_past_another_line,
        _sums_up_its_group,
        _is_revenue_among_costs,
        _is_per_cent_among_amounts,
    )
    if any(is_sound(case, actual) for is_sound in sound):
        return None
    return _other_form(case, actual)


def _other_range(case: Case) -> Finding | None:
    one, view = case.one, case.view
    mine, theirs = _covered(view, view.sheet.formulas[one.cell]), _covered(view, one.expected)
    missing, extra = sorted(set(theirs) - set(mine)), sorted((mine - theirs).keys())
    if not missing and not extra:
        turned = _signs(view.sheet.formulas[one.cell]) != _signs(one.expected)
        return _other_form(case, view.sheet.formulas[one.cell]) if turned else None
    are_blank = not any(is_number(view.sheet.value(cell)) for cell in missing)
    if (extra and missing and are_blank) or (one.copies == 1 and (extra or are_blank)):
        return None  # of two different sums, only the one that leaves figures out is the odd one
    if one.copies == 1 and _are_counted_in(view, missing, mine):
        return None  # it counts them through their subtotals; the other counts them twice
    if missing and not extra:
        code, what = "EN402", f"tar inte med {name_cells(missing)}, som {case.like} gör {case.each_way}"
    elif extra and not missing:
        how = "räknar {} två gånger" if any(cell in theirs for cell in extra) else "tar även med {}"
        code, what = "EN403", f"{how.format(name_cells(extra))}, vilket {case.like} inte gör {case.each_way}"
    else:
        code, what = "EN406", f"räknar andra celler än {case.like}"
    severity = Severity.FEL if case.differs else Severity.VARNING
    return case.finding(code, severity, f"Summan i {case.at} {what}. {case.outcome}", missing or extra)


def _are_counted_in(view: SheetView, cells: list[Cell], counted: Iterable[Cell]) -> bool:
    """Tell whether cells are all parts of others that are counted."""
    formulas = (view.sheet.formulas[cell] for cell in counted if cell in view.sheet.formulas)
    areas = [one.reference.area for formula in formulas for one in addends(formula) or ()]
    return bool(cells) and all(any(area.covers(cell) for area in areas) for cell in cells)


def _signs(formula: str) -> set[int]:
    return {one.sign for one in addends(formula) or ()}


def _covered(view: SheetView, formula: str) -> Counter[Cell]:
    """Count how many times a sum takes each cell, as far as the sheet is used."""
    return Counter(cell for one in addends(formula) or () for cell in view.used_cells(one.reference.area))


def _other_form(case: Case, actual: str) -> Finding:
    constant = _added_constant(actual, case.one.expected)
    if constant:
        message = f"Formeln i {case.at} är som den i {case.like} men med {constant} inskrivet på slutet. {case.outcome}"
        return case.finding("EN413", Severity.VARNING, message)
    if odd := _long_but_for_few(actual, case.one.expected):
        message = f"Formeln i {case.at} räknar med {odd[0]}. Som i {case.like} intill vore det {odd[1]}. {case.outcome}"
    else:
        message = (
            f"Formeln i {case.at} är {in_swedish(actual)}, men {case.like} intill räknar på ett annat sätt: "
            f"här vore det {case.formula}. {case.outcome}"
        )
    severity = Severity.FEL if case.differs and _is_slip(actual, case.one.expected) else Severity.VARNING
    return case.finding("EN406", severity, message)


def _long_but_for_few(actual: str, expected: str) -> tuple[str, str] | None:
    """Give what two long formulas have instead of each other, when that is one or two references or numbers."""
    mine, theirs = tokenise(actual), tokenise(expected)
    if len(actual) + len(expected) < _LONG or len(mine) != len(theirs):
        return None
    odd = [(one, other) for one, other in zip(mine, theirs, strict=True) if one != other]
    are_named = all(one.kind == other.kind and one.kind in ("reference", "number") for one, other in odd)
    names = [tuple(bare(in_swedish(token.text)[1:]) for token in two) for two in odd]
    if len(odd) > _FEW or not are_named or any(one == other for one, other in names):
        return None
    return " och ".join(one for one, _ in names), " och ".join(other for _, other in names)


def _added_constant(actual: str, expected: str) -> str:
    """Give the constant, with its sign, when the formula is the expected one and a constant added."""
    mine, theirs = tokenise(actual), tokenise(expected)
    rest = mine[len(theirs) :]
    if mine[: len(theirs)] == theirs and [t.kind for t in rest] == ["operator", "number"] and rest[0].text in "+-":
        return signed(rest[0].text, float(rest[1].text))
    return ""


def _is_slip(actual: str, expected: str) -> bool:
    """Tell a slip of the hand from another way to calculate: a sign, or a reference that moved.

    A reference with dollar signs that goes elsewhere may be another key chosen on purpose.
    """
    if actual.removeprefix("-") == expected.removeprefix("-"):
        return True
    for mine, theirs in zip_longest(tokenise(actual), tokenise(expected)):
        if mine == theirs:
            continue
        if mine is None or theirs is None or mine.kind != theirs.kind or mine.kind not in ("operator", "reference"):
            return False
        if mine.kind == "reference" and (mine.text.count("$") > 1 or theirs.text.count("$") > 1):
            return False
    return True


def _sums_up_otherwise(case: Case, actual: str) -> bool:
    """Tell a mean, a count or a closing balance among sums: what a line of totals says follows from what it is of.

    Where many sums stand side by side they are of the same thing, and then it is the odd one out.
    """
    if not case.one.sums or case.one.copies >= _OF_THE_SAME:
        return False
    mine, theirs = references(actual), references(case.one.expected)
    if len(mine) != 1 or len(theirs) != 1 or theirs[0].area.size < _FEWEST_SUMMED:
        return False
    first, *_ = shape(actual)
    if mine[0].cell:
        top, left, bottom, right = theirs[0].area
        return shape(actual) == [""] and mine[0].cell in ((top, left), (bottom, right))
    return mine[0].area == theirs[0].area and first in _OF_A_RANGE


def _follows_from_totals(case: Case, actual: str) -> bool:
    """Tell a mean price or a share among totals, which is reckoned from the totals beside it."""
    row, column = case.one.cell
    read = [one for one in references(actual) if one.sheet is None]
    if not case.one.sums or len(read) < 2:
        return False
    across = all(one.area.top == one.area.bottom == row for one in read)
    return across or all(one.area.left == one.area.right == column for one in read)


def _goes_past_another_line(case: Case, actual: str) -> bool:
    """Tell a line that goes on from before a heading or a subtotal, rather than from what stands next to it.

    What stands there is blank, where it would have gone on from its own line, or it belongs to a line of sums.
    """
    row, column = case.one.cell
    value = case.view.sheet.value
    cells = [one.cell for one in references(actual) if one.sheet is None]
    read, meant = set(cells), {one.cell for one in references(case.one.expected) if one.sheet is None}
    if len(read) < len(cells) or any(cell is None or value(cell) is None for cell in read):
        return False
    goes_on = sum(not all(one.fixed) for one in references(actual)) == 1  # from one cell, with rates that stand still
    for cell in meant - read:
        if cell and value(cell) is None and (cell[0] == row or cell[1] == column):
            return True
        if cell and abs(step := cell[0] - row) == 1 and _has_sums_down(case.view, cell[0]):
            return any(one and one[1] == cell[1] and (one[0] - row) * step > 1 for one in read)
        if cell and abs(step := cell[1] - column) == 1 and goes_on and _has_sums_across(case.view, cell[1]):
            return any(one and one[0] == cell[0] and (one[1] - column) * step > 1 for one in read)
    return False


def _sums_up_its_group(case: Case, actual: str) -> bool:
    """Tell the first day of a group, or what else a line of sums says of its parts, from a formula on one of them."""
    row, column = case.one.cell
    down = any(one.area.left == one.area.right == column and one.area.size > 1 for one in references(actual))
    return down and _has_sums_down(case.view, row) and not any(_has_sums_down(case.view, r) for r, _ in case.one.like)


def _has_sums_down(view: SheetView, row: int) -> bool:
    formulas = ((column, view.sheet.formulas[row, column]) for column in view.formulas.rows.get(row, ()))
    return any(
        all(one.reference.area.left == one.reference.area.right == column for one in terms)
        for column, formula in formulas
        if (terms := addends(formula)) and any(one.reference.area.size > 1 for one in terms)
    )


def _has_sums_across(view: SheetView, column: int) -> bool:
    formulas = (view.sheet.formulas[row, column] for row in view.formulas.columns.get(column, ()))
    return any(
        all(one.reference.area.right < column and one.reference.area.size > 1 for one in terms)
        for formula in formulas
        if (terms := addends(formula))
    )


def _is_no_figure(case: Case, actual: str) -> bool:
    """Tell a link to a text among links to texts, as in headings, and a truth value that is given."""
    values = [case.view.sheet.value(cell) for cell in (case.one.cell, *case.one.like)]
    if isinstance(values[0], bool):
        return not references(actual)
    return all(isinstance(value, str) for value in values) and len(tokenise(actual)) == 1


def _adds_deviations(case: Case, actual: str) -> bool:
    """Tell a result in a column of deviations: plus is to the good there, and what is taken away beside it is added."""
    headings = [Measure.DEVIATION in measures(case.view.heading(cell)) for cell in (case.one.cell, *case.one.like)]
    return headings[0] and not any(headings[1:]) and _signs(actual) == {1} and _signs(case.one.expected) == {1, -1}


def _is_revenue_among_costs(case: Case, _: str) -> bool:
    """A deviation is turned round for a revenue or a result among costs, and for a cost among revenues."""
    own = _side(case.view.label(case.one.cell))
    others = [_side(case.view.label(cell)) for cell in case.one.like]
    return Measure.REVENUE in others if own is Measure.COST else own is not None and own not in others


def _side(label: str) -> Measure | None:
    if Measure.COST in measures(label):
        return Measure.COST
    return Measure.REVENUE if more_is_better(label) else None


def _is_per_cent_among_amounts(case: Case, _: str) -> bool:
    """Tell a quotient, shown as per cent, in a line of what is not."""
    formats = [case.view.sheet.number_formats.get(cell, "") for cell in (case.one.cell, *case.one.like)]
    return "%" in formats[0] and not any("%" in one for one in formats[1:])
