"""The same members on all sheets, and sheets that add up others."""

from collections.abc import Sequence

from enamnd_xl.reconcile.report import reconcile
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import to_a1
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, Value

MEMBERS = ["Boden", "Gällivare", "Kalix", "Luleå", "Pajala", "Övertorneå"]


def table(heading: str, amounts: Sequence[int | None], names: Sequence[str] = MEMBERS) -> list[list[Value]]:
    rows: list[list[Value]] = [["Kommun", heading]]
    rows += [[name, amount] for name, amount in zip(names, amounts, strict=True)]
    return [*rows, ["Summa", sum(filter(None, amounts))]]


def told(**sheets: Sequence[Sequence[Value]]) -> list[tuple[str, str, str, Value]]:
    snapshot = Snapshot(tuple(Sheet(name, tuple(map(tuple, rows))) for name, rows in sheets.items()))
    codes = {"EN503", "EN504", "EN506"}
    found = [finding for finding in reconcile(Workpaper(snapshot)) if finding.code in codes]
    return [(f.code, f.sheet, to_a1(f.cell or (0, 0)), f.expected) for f in found]


GRUND = table("Grund", [857, 1012, 933, 4410, 718, 655])
ARKIV = table("Arkiv", [361, 230, 212, 970, 81, 64])


def test_a_member_that_is_missing_on_a_sheet() -> None:
    short = table("Plattform", [139, 113, 108, 268, 81], MEMBERS[:5])
    assert told(Grund=GRUND, Arkiv=ARKIV, Plattform=short) == [("EN503", "Plattform", "A6", "Övertorneå")]


def test_a_member_that_stands_on_one_sheet_only() -> None:
    longer = table("Plattform", [139, 113, 108, 268, 81, 76, 41], [*MEMBERS, "Storuman"])
    assert told(Grund=GRUND, Arkiv=ARKIV, Plattform=longer) == [("EN503", "Plattform", "A8", None)]


def test_a_result_row_is_no_member() -> None:
    longer = table("Plattform", [139, 113, 108, 268, 81, 76, 41], [*MEMBERS, "Rörelseresultat"])
    assert not told(Grund=GRUND, Arkiv=ARKIV, Plattform=longer)


def test_a_member_with_a_blank_amount_is_not_missing() -> None:
    assert not told(Grund=GRUND, Arkiv=table("Arkiv", [361, None, 212, 970, 81, 64]))


def test_a_member_that_is_spelled_differently() -> None:
    names = [*MEMBERS[:5], "Övertornea"]
    other = table("Plattform", [139, 113, 108, 268, 81, 76], names)
    assert told(Grund=GRUND, Arkiv=ARKIV, Plattform=other) == [("EN504", "Plattform", "A7", "Övertorneå")]


def test_lists_of_different_things_are_not_compared() -> None:
    services = table("Kr", [10, 20, 30, 40, 50, 60], ["Plattform", "Arkiv", "Grund", "Skola", "Social", "HR"])
    assert not told(Grund=GRUND, Budget=services)


def test_a_cell_that_is_not_the_sum_of_the_same_cell_on_the_other_sheets() -> None:
    first = table("Belopp", [857, 1012, 933, 4410, 718, 655])
    second = table("Belopp", [361, 230, 212, 970, 81, 64])
    both = table("Belopp", [1218, 1242, 1145, 5380, 979, 719])
    assert told(Ett=first, Två=second, Totalt=both)[0] == ("EN506", "Totalt", "B6", 799)


def test_sheets_of_one_shape_that_add_up_nothing_are_left_alone() -> None:
    months = [
        table("Belopp", [n * 7 % 91 + 100, n * 11 % 83 + 200, n + 300, 411 * n, 5 * n, n]) for n in (3, 8, 13, 21)
    ]
    assert not told(Jan=months[0], Feb=months[1], Mar=months[2], Apr=months[3])
