"""A row that was copied and stands twice."""

import pytest

from enamnd_xl.reconcile.rules.repeated import check_repeated_rows
from enamnd_xl.workbook.address import to_a1
from enamnd_xl.workbook.snapshot import Value
from sheets import make_book, make_sheet

COSTS = {"Lön": (412, 431, 440), "Hyra": (95, 97, 99), "IT": (61, 58, 66), "Resor": (14, 9, 17), "Porto": (3, 4, 2)}
TOTAL = tuple(map(sum, zip(*COSTS.values(), strict=True)))


def told(*lines: tuple[str, tuple[Value, ...]]) -> list[tuple[str, str, str]]:
    rows = [["Post", "jan", "feb", "mar"], *([name, *amounts] for name, amounts in lines)]
    found = check_repeated_rows(make_book(make_sheet("Blad", rows)))
    return [(to_a1(one.cell or (0, 0)), str(one.severity), one.message.rpartition(". ")[2]) for one in found]


def test_nothing_is_told_where_each_stands_once() -> None:
    assert not told(*COSTS.items(), ("Summa", TOTAL))


def test_a_row_that_the_total_counts_once() -> None:
    costs = [*COSTS.items()]
    expected = [("A5", "fel", "Summan i B8 räknar bara den ena.")]
    assert told(*costs[:3], costs[2], *costs[3:], ("Summa", TOTAL)) == expected


def test_a_row_that_the_total_counts_twice() -> None:
    costs = [*COSTS.items()]
    total = tuple(f"=SUM({column}2:{column}7)" for column in "BCD")
    expected = [("A7", "varning", "Summan i B8 räknar båda.")]
    assert told(*costs, costs[4], ("Summa", total)) == expected


@pytest.mark.parametrize(
    "lines",
    [
        [("Lön", (412, 431, 440)), ("Lön", (412, 431, 441))],  # other amounts
        [("Lön", (412, 431, 440)), ("Lön, nämnden", (412, 431, 440))],  # another name
        [("Lön", (0, 0, 0)), ("Lön", (0, 0, 0))],
        [("Lön", (412, 431, 440)), ("  Lön", (412, 431, 440))],  # a group of one
        [("Lön", (412, 431, 440))] * 3,
    ],
)
def test_rows_that_are_alike_on_purpose(lines: list[tuple[str, tuple[Value, ...]]]) -> None:
    assert not told(*lines, *list(COSTS.items())[1:])


def test_the_only_part_of_a_group_that_is_called_as_the_group_is() -> None:
    regions: list[tuple[str, tuple[Value, ...]]] = [
        ("Nord", (110, 120, 130)),
        ("Piteå", (60, 70, 75)),
        ("Kalix", (50, 50, 55)),
    ]
    regions += [("Mitt", (93, 94, 99)), ("Ånge", (40, 44, 45)), ("Ragunda", (53, 50, 54)), ("Åland", (31, 33, 35))]
    assert not told(*regions, ("Åland", (31, 33, 35)), ("Totalt", ("=B2+B5+B8", "=C2+C5+C8", "=D2+D5+D8")))
