"""The same members on all sheets, and sheets that add up others."""

from collections.abc import Sequence

import pytest

from enamnd_xl.reconcile.run import reconcile
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import to_a1
from enamnd_xl.workbook.snapshot import CellError, Sheet, Snapshot, Value

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


@pytest.mark.parametrize("name", ["Rörelseresultat", "Öresutjämning", "Övriga", "Ofördelat"])
def test_a_result_row_and_what_is_left_over_are_no_members(name: str) -> None:
    longer = table("Plattform", [139, 113, 108, 268, 81, 76, 41], [*MEMBERS, name])
    assert not told(Grund=GRUND, Arkiv=ARKIV, Plattform=longer)


@pytest.mark.parametrize("blank", [0, 1, 5])
def test_a_member_with_a_blank_amount_is_not_missing(blank: int) -> None:
    amounts = [None if row == blank else 361 + row for row in range(6)]
    assert not told(Grund=GRUND, Arkiv=table("Arkiv", amounts), Igen=GRUND)


def test_what_is_left_over_under_the_total_is_no_member() -> None:
    rest: list[list[Value]] = [[], ["Öresutjämning", 1]]
    assert not told(Grund=GRUND, Arkiv=[*ARKIV, *rest])


def test_a_table_with_errors_beside_its_names_says_nothing_of_who_its_members_are() -> None:
    broken = CellError("#REF!")
    rows = [[name, broken, amount] for name, amount in zip(MEMBERS, [361, 230, 212, 970, 81, 64], strict=True)]
    first, second = [["Kommun", "Grund", 2], *rows], [["Kommun", "Grund", "Arkiv"], *rows]
    assert not told(Grund=first, Arkiv=second)


def test_a_member_that_is_spelled_differently() -> None:
    names = [*MEMBERS[:5], "Övertornea"]
    other = table("Plattform", [139, 113, 108, 268, 81, 76], names)
    assert told(Grund=GRUND, Arkiv=ARKIV, Plattform=other) == [("EN504", "Plattform", "A7", "Övertorneå")]


def test_a_name_that_is_less_like_another_stands_in_its_place() -> None:
    names = [*MEMBERS[:4], "Pajula by", MEMBERS[5]]
    assert told(Grund=GRUND, Arkiv=table("Arkiv", [361, 230, 212, 970, 83, 64], names)) == [
        ("EN504", "Arkiv", "A6", "Pajala")
    ]
    others = [*MEMBERS[:3], "Pajula by", MEMBERS[3], MEMBERS[5]]
    assert not told(Grund=GRUND, Arkiv=table("Arkiv", [361, 230, 212, 83, 970, 64], others))


def test_of_two_lists_the_later_one_spells_it_its_own_way_and_is_told_once() -> None:
    other = table("Arkiv", [361, 230, 212, 970, 81, 64], [*MEMBERS[:5], "Övertornea"])
    assert told(Grund=GRUND, Arkiv=other) == [("EN504", "Arkiv", "A7", "Övertorneå")]


def test_a_member_with_quite_another_name_has_its_amount() -> None:
    other = table("Grund", [857, 1012, 933, 4410, 718, 655], [*MEMBERS[:5], "Matarengi"])
    assert told(Grund=GRUND, Arkiv=ARKIV, Igen=other) == [("EN504", "Igen", "A7", "Övertorneå")]
    names = [*MEMBERS, "Arjeplog", "Haparanda"]
    first, second = table("Grund", [*range(900, 908)], names), table("Arkiv", [*range(300, 308)], names)
    other = table("Grund", [*range(900, 908)], ["Edefors", *names[1:5], "Matarengi", *names[6:]])
    assert told(Grund=first, Arkiv=second, Igen=other) == [
        ("EN504", "Igen", "A2", "Boden"), ("EN504", "Igen", "A7", "Övertorneå")
    ]  # fmt: skip


def test_a_member_that_is_said_to_stand_outside_is_not_missing() -> None:
    short = table("Plattform", [139, 113, 108, 268, 81], MEMBERS[:5])
    assert not told(Grund=GRUND, Arkiv=ARKIV, Plattform=[*short, ["Övertorneå är inte med i plattformen."]])
    assert told(Grund=GRUND, Arkiv=ARKIV, Plattform=[*short, ["Övertorneåbor är inte med."]])


def test_lists_that_each_have_something_of_their_own_are_different_lists() -> None:
    common = ["Personal", "Lokaler", "Livsmedel", "Transporter"]
    school = table("Kr", [857, 1012, 933, 441, 718], [*common, "Läromedel"])
    care = table("Kr", [361, 230, 212, 970, 81], [*common, "Hjälpmedel och larm"])
    culture = table("Kr", [139, 113, 108, 268, 81], [*common, "Scenkonst"])
    assert not told(Skola=school, Omsorg=care, Kultur=culture)
    assert not told(Skola=school, Omsorg=care)


def test_a_word_that_both_have_makes_two_names_no_more_alike() -> None:
    metals = [f"{name} kg/MW" for name in ("Koppar", "Nickel", "Silver", "Zink", "Bly", "Lantan")]
    other = table("Kr", [361, 230, 212, 970, 81, 64], [*metals[:5], "Gadolin kg/MW"])
    assert not told(Ett=table("Kr", [857, 1012, 933, 441, 718, 655], metals), Två=other)


def test_the_kind_of_member_may_follow_its_name() -> None:
    longer = table("Arkiv", [361, 230, 212, 970, 81, 64], [*MEMBERS[:3], "Luleå kommun", *MEMBERS[4:]])
    assert told(Grund=GRUND, Arkiv=longer) == [("EN504", "Arkiv", "A5", "Luleå")]


def test_what_has_another_number_is_no_other_spelling() -> None:
    units = [f"Avdelning {n}" for n in range(1, 7)]
    assert not told(Ett=table("Kr", [857, 1012, 933, 441, 718], units[:5]),
                    Två=table("Kr", [361, 230, 212, 970, 81], [*units[:4], units[5]]))  # fmt: skip


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
