"""What looks like a total that is wrong, and is something else than the sum of its parts."""

from collections.abc import Sequence
from itertools import pairwise
from math import fsum

from enamnd_xl.reconcile.rates import is_growth, is_per_cent
from enamnd_xl.reconcile.relations import Relation
from enamnd_xl.reconcile.sums import Sum
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.snapshot import Sheet, is_number

_WHOLES = (1, 100)
_FEWEST_PRODUCTS = 3  # that come to a total by no chance


def is_something_else(work: Workpaper, sheet: Sheet, found: Sum, sums: Sequence[Sum]) -> bool:
    """Tell whether a total that does not add up is no sum of these parts.

    Args:
        work: the workbook under reconciliation.
        sheet: the sheet it stands on.
        found: the total, with a difference.
        sums: all the sums of the sheet.
    """
    return (
        _are_numbered(sheet, found)
        or _are_changes(work, sheet, found, sums)
        or _is_better_explained(found, sums, work.relations[sheet.name])
        or _is_of_products(work, sheet, found)
    )


def _is_of_products(work: Workpaper, sheet: Sheet, found: Sum) -> bool:
    """Tell whether a total in a column of something for each is what they come to: the miles of all cars of a kind."""
    total, column = sheet.value(found.total), found.total[1]
    if found.source != "värde" or found.axis != "kolumn" or len(found.operands) < _FEWEST_PRODUCTS:
        return False
    block = work.book.views[sheet.name].block_at(found.total)
    if block is None or not is_number(total):
        return False
    rows = [row for row, _ in found.operands]
    own = block.pick(rows, column)
    for other in block.columns:
        factors = block.pick(rows, other)
        if other == column or len(set(factors)) == 1:
            continue
        products = [a * b for a, b in zip(own, factors, strict=True) if a is not None and b is not None]
        if len(products) >= _FEWEST_PRODUCTS and abs(fsum(products) - total) <= found.unit / 2:
            return True
    return False


def _is_better_explained(found: Sum, sums: Sequence[Sum], relations: Sequence[Relation]) -> bool:
    """Tell whether a row total is rather the sum of two other columns, one of these among them.

    Two columns that are alike on many lines both seem to be parts; the one that adds up on more lines is.
    """
    if found.source != "värde" or found.axis != "rad":
        return False
    column, parts = found.total[1], _columns(found)
    rivals = [
        one
        for one in relations
        if one.kind == "differens" and not one.is_named and one.instances[0].left[1] == column
        if len(parts & {one.instances[0].cell[1], one.instances[0].right[1]}) == 1
    ]
    if not rivals:
        return False
    alike = (one for one in sums if one.axis == "rad" and one.total[1] == column and _columns(one) == parts)
    held = sum(not one.difference for one in alike)
    return any(sum(line.holds for line in one.instances) > held for one in rivals)


def _columns(found: Sum) -> set[int]:
    return {column for _, column in found.operands}


def _are_numbered(sheet: Sheet, found: Sum) -> bool:
    """Tell whether a total and its parts only count lines: 1, 2, 3."""
    numbers = [sheet.value(cell) for cell in sorted((found.total, *found.operands))]
    return all(is_number(a) and is_number(b) and b - a == 1 for a, b in pairwise(numbers))


def _are_changes(work: Workpaper, sheet: Sheet, found: Sum, sums: Sequence[Sum]) -> bool:
    """Tell whether a total stands in a column of per cent where nothing adds up, as changes do not.

    The heading says % alone, or that they are changes: it may give the per cent that amounts are reckoned with.
    """
    total, column = sheet.value(found.total), found.total[1]
    if found.axis != "kolumn" or not (heading := work.book.views[sheet.name].heading(found.total)):
        return False
    if not is_per_cent(heading) or not (is_growth(heading) or not any(map(str.isalnum, heading))):
        return False
    if is_number(total) and round(total, 1) in _WHOLES:
        return False
    others = (one for one in sums if one.axis == "kolumn" and one.total[1] == column and not one.difference)
    return not any(sheet.value(one.total) for one in others)
