"""A row or a column with copied formulas, and the cells in it that break the fill.

At the ends of a fill other formulas are the rule (opening balances, totals), so there only sums of the lines across are
held to it, slips of the hand, and lone numbers where nothing is read along the line.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from enamnd_xl.reconcile.faults.lines import Axis, cell_at
from enamnd_xl.reconcile.faults.near_copies import differs_in_sign, is_a_step_away, is_one_of_parts, shape
from enamnd_xl.reconcile.labels import Measure, measures
from enamnd_xl.reconcile.view import SheetView
from enamnd_xl.record import Record
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.references import references, translate
from enamnd_xl.workbook.snapshot import is_number

_BLANKS = 2  # so many blank cells may stand between two cells of a fill
_FEWEST = 3  # so many copies show that a formula is meant for the whole line; two when they add the lines across
_MANY = 5  # and that the first or the last of a line of links goes where they do
_MOST_FORMS = 20  # a line with more kinds of formulas is written by hand, cell by cell
_SHARE = 0.2  # more cells than this part of the copies are no exceptions: the line is mixed on purpose


class Break(Record):
    """A cell that breaks a fill.

    Args:
        cell: the cell.
        expected: the formula that the fill has for it, without ``=``.
        like: the cells of the fill nearest to it.
        copies: how many cells the fill has.
        at_end: whether the fill is on one side of it only.
        sums: whether the fill adds the lines across it.
    """

    cell: Cell
    expected: str
    like: tuple[Cell, ...]
    copies: int
    at_end: bool
    sums: bool


class _Item(NamedTuple):
    """A cell on a line: its position, and its form when it holds a formula."""

    position: int
    form: str | None


def _between_formulas(stretch: list[_Item]) -> list[_Item]:
    """Leave out numbers before the first formula and after the last: they are no exceptions among formulas."""
    first = 0 if stretch[0].form is not None else 1
    return stretch[first:] if stretch[-1].form is not None else stretch[first:-1]


def _at_even_steps(stretch: Sequence[_Item]) -> frozenset[str | None]:
    """Give the forms that come again and again with as many cells between them, three times or more."""
    at: dict[str | None, list[int]] = {}
    for item in stretch:
        at.setdefault(item.form, []).append(item.position)
    steps = {form: {b - a for a, b in pairwise(places)} for form, places in at.items() if len(places) >= _FEWEST}
    return frozenset(form for form, found in steps.items() if form is not None and len(found) == 1 and found != {1})


class FillLine:
    """A row or a column of a sheet.

    Args:
        view: the sheet.
        axis: whether it is a row or a column.
        number: which one.
        along: the formulas that add cells of a line like it, or take them away (False); see adding_along.
        across: those of the lines that cross it.
    """

    def __init__(
        self, view: SheetView, axis: Axis, number: int, along: Mapping[Cell, bool], across: Mapping[Cell, bool]
    ) -> None:
        self._view = view
        self._axis = axis
        self._number = number
        self._along = along
        self._sums_across = across

    def _cell(self, position: int) -> Cell:
        return cell_at(self._axis, self._number, position)

    def _across(self, position: int) -> tuple[Cell, Cell]:
        """Give the cells beside a cell of the line, on the neighbouring lines."""
        row, column = self._cell(position)
        if self._axis == "rad":
            return (row - 1, column), (row + 1, column)
        return (row, column - 1), (row, column + 1)

    def breaks(self, positions: Sequence[int]) -> Iterator[Break]:
        """Find the cells that break a fill.

        Args:
            positions: where the line has formulas, in order.
        """
        if self._is_whole(positions):
            return
        for stretch in map(self._without_own_lines, self._stretches(positions)):
            if len(stretch) < 2:
                continue
            counts = Counter(item.form for item in _between_formulas(stretch))
            if len(counts) > _MOST_FORMS:
                continue
            if len(counts) > 1:
                yield from self._inner_breaks(stretch, counts)
            yield from self._end_breaks(stretch, counts)

    def _is_whole(self, positions: Sequence[int]) -> bool:
        """Tell at once that nothing breaks a line, as of nearly all: its formulas are all alike, or hardly any are."""
        cells = (
            [(self._number, p) for p in positions] if self._axis == "rad" else [(p, self._number) for p in positions]
        )
        kept = [cell for cell in cells if cell not in self._along] if self._along else cells
        if self._sums_across and any(map(self._sums_across.get, kept)):
            return False
        counts = Counter(map(self._view.forms.__getitem__, kept))
        if max(counts.values(), default=0) < _FEWEST:
            return True
        place = 1 if self._axis == "rad" else 0
        first, last = kept[0][place], kept[-1][place]
        if len(counts) > 1 or last - first + 1 != len(kept):
            return False
        return not (self._is_lone_number(first - 1, first) or self._is_lone_number(last + 1, last))

    def _is_lone_number(self, position: int, beside: int) -> bool:
        """Tell whether a number is typed before or after formulas where the lines beside have none, or formulas too."""
        value, forms, cell = self._view.sheet.value, self._view.forms, self._cell(position)
        if position < 1 or cell in forms or not is_number(value(cell)) or self._view.block_at(cell) is None:
            return False
        others = zip(self._across(position), self._across(beside), strict=True)
        return not any(is_number(value(a)) and a not in forms and b in forms for a, b in others if min(a) > 0)

    def _stretches(self, positions: Sequence[int]) -> Iterator[list[_Item]]:
        """Cut the line at texts and wide gaps; totals along the line are left out."""
        stretch: list[_Item] = []
        blanks = 0
        forms, is_row = self._view.forms, self._axis == "rad"
        for position in range(max(1, positions[0] - 1), positions[-1] + 2):
            cell = (self._number, position) if is_row else (position, self._number)
            form = forms.get(cell)
            if form is not None:
                blanks = 0
                if cell not in self._along:
                    stretch.append(_Item(position, form))
            elif is_number(value := self._view.sheet.value(cell)):
                blanks = 0
                stretch.append(_Item(position, None))
            else:
                blanks += 1
                if value is not None or blanks > _BLANKS:
                    if len(stretch) > 1:
                        yield stretch
                    stretch = []
        if len(stretch) > 1:
            yield stretch

    def _without_own_lines(self, stretch: list[_Item]) -> list[_Item]:
        """Leave out formulas at the ends that go on across the line instead, as a column of per cent after the years.

        Only in a line of sums across: what is beside them is then the first or the last total.
        """
        if not any(self._adds_across(item.position) for item in stretch):
            return stretch
        if not self._adds_across(stretch[-1].position):
            alike = sum(item.form == stretch[-1].form for item in stretch)
            if alike >= _FEWEST and alike > sum(self._adds_across(item.position) for item in stretch):
                return stretch  # one of them has a plus for its minus
        first, last = 0, len(stretch)
        while last - first > 1 and self._goes_on_across(stretch[last - 1]):
            last -= 1
        while last - first > 1 and self._goes_on_across(stretch[first]):
            first += 1
        return stretch[first:last]

    def _goes_on_across(self, item: _Item) -> bool:
        """Tell whether the line that crosses this one is filled with an item's formula, which is no sum along it.

        Typed figures go on so where the line is called shares.
        """
        cell = self._cell(item.position)
        if item.form is None:
            return Measure.SHARE in measures(self._view.names(cell)[1 if self._axis == "rad" else 0])
        if self._adds_across(item.position):
            return False
        place = 1 if self._axis == "rad" else 0
        return any(other != cell and other[place] == item.position for other in self._view.copies[item.form])

    def _inner_breaks(self, stretch: list[_Item], counts: Counter[str | None]) -> Iterator[Break]:
        steady = _at_even_steps(stretch)
        side_by_side = {one.form for one, following in pairwise(stretch) if one.form == following.form}
        for i in range(1, len(stretch) - 1):
            for span in (1, 2):  # one cell, or two side by side
                group = stretch[i : i + span]
                if i + span >= len(stretch) or len(group) < span:
                    continue
                before, after = stretch[i - 1], stretch[i + span]
                if before.form is None or before.form != after.form or any(x.form == before.form for x in group):
                    continue
                if span == 2 and (group[0].form is None) != (group[1].form is None):
                    continue
                if any(item.form is not None and item.form == stretch[0].form for item in group):
                    continue  # the line begins anew, as a running total does with the year
                if any(item.form in steady for item in group):
                    continue  # the rent is raised every twelfth month
                if before.form not in side_by_side and not self._adds_across(before.position):
                    continue  # amounts and what is reckoned from them stand in turns
                yield from self._broken(group, before, after, counts)

    def _broken(self, group: list[_Item], before: _Item, after: _Item, counts: Counter[str | None]) -> Iterator[Break]:
        copies = counts[before.form]
        sums = self._adds_across(before.position)
        strays = sum(number == 1 for form, number in counts.items() if form is not None)
        if copies < (2 if sums else _FEWEST) or copies < strays:
            return  # the second: each line has a number of its own, or is written by hand
        for item in group:
            if self._is_exception(item, counts, copies, sums, len(group)):
                yield Break(
                    cell=self._cell(item.position),
                    expected=self._copy(before, item.position),
                    like=(self._cell(before.position), self._cell(after.position)),
                    copies=copies,
                    at_end=False,
                    sums=sums,
                )

    def _is_exception(self, item: _Item, counts: Counter[str | None], copies: int, sums: bool, group: int) -> bool:
        """Tell a lone exception from a line that is mixed on purpose, and from a line that crosses this one."""
        alike = counts[item.form]
        if alike > max(group, _SHARE * copies):
            return False
        if item.form is None:
            return sums or not self._crosses_a_total(item)
        if not sums and self._crosses_sums(item) and self._reads_its_line(item):
            return False  # the quarter among its months
        return not any(self._view.forms.get(cell) == item.form for cell in self._across(item.position))

    def _crosses_a_total(self, item: _Item) -> bool:
        block = self._view.block_at(self._cell(item.position))
        totals = (block.total_columns if self._axis == "rad" else block.total_rows) if block else ()
        return item.position in totals

    def _crosses_sums(self, item: _Item) -> bool:
        """Tell whether the line that crosses this one at a cell has sums of other cells along lines like this one."""
        block = self._view.block_at(self._cell(item.position))
        others = (block.rows if self._axis == "rad" else block.columns) if block else ()
        return any(self._along.get(cell_at(self._axis, other, item.position)) for other in others)

    def _reads_its_line(self, item: _Item) -> bool:
        """Tell whether a formula reads nothing but other cells of its line."""
        first, last = (0, 2) if self._axis == "rad" else (1, 3)
        read = references(self._view.sheet.formulas[self._cell(item.position)])
        return bool(read) and all(
            one.sheet is None and one.area[first] == one.area[last] == self._number for one in read
        )

    def _end_breaks(self, stretch: list[_Item], counts: Counter[str | None]) -> Iterator[Break]:
        """Look just outside a fill of sums across: the first or the last total may be the one that is typed over."""
        for i, step in ((0, 1), (len(stretch) - 1, -1)):
            item, beside = stretch[i], stretch[i + step]
            if beside.form is None or item.form == beside.form or abs(item.position - beside.position) != 1:
                continue
            sums = self._adds_across(beside.position)
            if not (
                self._is_slip(item, beside, counts)
                or (self._ends_sums if sums else self._may_be_typed_over)(item, beside, counts)
            ):
                continue
            further = i + 2 * step
            alike = [stretch[further]] if 0 <= further < len(stretch) and stretch[further].form == beside.form else []
            yield Break(
                cell=self._cell(item.position),
                expected=self._copy(beside, item.position),
                like=tuple(sorted(self._cell(one.position) for one in (beside, *alike))),
                copies=counts[beside.form],
                at_end=True,
                sums=sums,
            )

    def _ends_sums(self, item: _Item, beside: _Item, counts: Counter[str | None]) -> bool:
        """Tell a number, another sum, or one of the parts alone, where a sum like those beside it should stand."""
        if item.form is None:
            return True
        if counts[item.form] > 1:
            return False
        if self._adds_across(item.position):
            return True
        formula = self._view.sheet.formulas[self._cell(item.position)]
        return counts[beside.form] > 1 and is_one_of_parts(formula, self._copy(beside, item.position))

    def _may_be_typed_over(self, item: _Item, beside: _Item, counts: Counter[str | None]) -> bool:
        """Tell a number where a formula like those beside it could stand, for they read nothing along their line."""
        if item.form is not None or counts[beside.form] < _FEWEST or self._crosses_a_total(item):
            return False
        if not self._is_lone_number(item.position, beside.position):
            return False
        along = 1 if self._axis == "rad" else 0
        read = references(self._copy(beside, item.position))
        return all(
            one.sheet is not None or one.fixed[along] or one.area[along] == one.area[along + 2] == item.position
            for one in read
        )

    def _is_slip(self, item: _Item, beside: _Item, counts: Counter[str | None]) -> bool:
        """Tell a formula that is its neighbour's but for a plus or a minus, or for one cell a step away."""
        if item.form is None or beside.form is None or counts[beside.form] < _FEWEST or counts[item.form] > 1:
            return False
        if differs_in_sign(item.form, beside.form):
            return True
        formula, expected = self._view.sheet.formulas[self._cell(item.position)], self._copy(beside, item.position)
        if shape(formula) == [""] and counts[beside.form] < _MANY:
            return False
        return any(is_a_step_away(self._view, formula, expected, axis) for axis in (0, 1))

    def _copy(self, source: _Item, position: int) -> str:
        origin = self._cell(source.position)
        return translate(self._view.sheet.formulas[origin], origin, self._cell(position))

    def _adds_across(self, position: int) -> bool:
        """Tell whether a formula adds cells of the line that crosses this one at its cell."""
        return self._sums_across.get(self._cell(position), False)
