"""Finding the sums of small sheets from their figures: many layouts and languages, with and without words."""

from dataclasses import dataclass

import pytest

from enamnd_xl.reconcile.sums import Sum, find_sums
from enamnd_xl.workbook.address import Area, from_a1, to_a1
from enamnd_xl.workbook.snapshot import Sheet, Value

Rows = list[list[Value]]


def cells(text: str) -> tuple[tuple[int, int], ...]:
    """Read ``B2:B4 B7``."""
    found: list[tuple[int, int]] = []
    for area in map(Area.from_a1, text.split()):
        found += ((r, c) for r in range(area.top, area.bottom + 1) for c in range(area.left, area.right + 1))
    return tuple(sorted(found))


def sums_of(rows: Rows, **others: object) -> tuple[Sum, ...]:
    return find_sums(Sheet("Blad", tuple(map(tuple, rows)), **others))  # type: ignore[arg-type]


def told(found: Sum) -> str:
    return f"{to_a1(found.total)} = {' '.join(map(to_a1, found.operands))}"


@dataclass(frozen=True)
class Case:
    name: str
    rows: Rows
    expected: dict[str, str]  # total -> its parts, in one of the ways it is told
    only: bool = True  # whether nothing else is a total


CASES = [
    Case(
        "an item that is the sum of the parts shown below it, and one that is not",
        [
            ["Verksamhet", 2024, 2025],
            ["Förskola", 111_183, 112_279],
            ["  varav kommunal", 17_914, 18_190],
            ["  varav fristående", 93_269, 94_089],
            ["Gymnasieskola", 157_280, 161_330],
            ["Äldreomsorg", 249_501, 256_701],
            ["  varav hemtjänst", 108_701, 110_862],
            ["Summa", 517_964, 530_310],
        ],
        {"B2": "B3:B4", "C2": "C3:C4", "B8": "B2 B5:B6", "C8": "C2 C5:C6"},
    ),
    Case(
        "Swedish, below",
        [["Tjänst", "Budget"], ["Skola", 1234], ["Vård", 25817], ["Väg", 4391], ["SUMMA", 31442]],
        {"B5": "B2:B4"},
    ),
    Case(
        "English, on top",
        [["Item", "2024", "2025"], ["Total", 2213, 4462], ["Rent", 1201, 3410], ["Pay", 1012, 1052]],
        {"B2": "B3:B4", "C2": "C3:C4"},
    ),
    Case(
        "German, to the left",
        [
            ["Ort", "Gesamt", "Jan", "Feb"],
            ["Bern", 3333, 1201, 2132],
            ["Graz", 6655, 3410, 3245],
            ["Ulm", 954, 712, 242],
        ],
        {"B2": "C2:D2", "B3": "C3:D3", "B4": "C4:D4"},
    ),
    Case(
        "no words, both ways",
        [[1012, 2045, 3057], [4101, 5230, 9331], [7313, 1844, 9157], [12426, 9119, 21545]],
        {"C1": "A1:B1", "C2": "A2:B2", "C3": "A3:B3", "C4": "A4:B4", "A4": "A1:A3", "B4": "B1:B3"},
    ),
    Case(
        "subtotals and a grand total",
        [
            ["Post", "2024", "2025"],
            ["Lön", 41230, 43011],
            ["Hyra", 12875, 13008],
            ["Summa drift", 54105, 56019],
            ["Server", 30310, 29004],
            ["Licens", 22145, 24331],
            ["Summa teknik", 52455, 53335],
            ["Totalt", 106560, 109354],
        ],
        {"B4": "B2:B3", "B7": "B5:B6", "B8": "B4 B7", "C4": "C2:C3", "C7": "C5:C6", "C8": "C4 C7"},
    ),
    Case(
        "subtotals above their parts, and a total above them",
        [
            ["Alles", 9931, 11350],
            ["Nord", 4514, 5120],
            ["Bergen", 1203, 1411],
            ["Tromsø", 3311, 3709],
            ["Sør", 5417, 6230],
            ["Oslo", 5110, 5818],
            ["Moss", 307, 412],
        ],
        {"B1": "B2 B5", "B2": "B3:B4", "B5": "B6:B7", "C1": "C2 C5", "C2": "C3:C4", "C5": "C6:C7"},
    ),
    Case(
        "women, men and both, columns in turn",
        [
            ["", "K 2023", "M 2023", "T 2023", "K 2024", "M 2024", "T 2024", "K", "M", "T"],
            ["Boden", 1311, 1204, 2515, 1340, 1198, 2538, 2651, 2402, 5053],
            ["Kalix", 712, 803, 1515, 698, 811, 1509, 1410, 1614, 3024],
            ["Piteå", 2105, 2290, 4395, 2155, 2301, 4456, 4260, 4591, 8851],
            ["Luleå", 4410, 4031, 8441, 4466, 4120, 8586, 8876, 8151, 17027],
        ],
        {"D2": "B2:C2", "G3": "E3:F3", "H2": "B2 E2", "I4": "C4 F4", "J5": "D5 G5"},
        only=False,
    ),
    Case(
        "blank parts",
        [["Ort", "A", "B"], ["Ed", 4120, None], ["Ale", None, 3107], ["Mora", 2250, 1188], ["Summa", 6370, 4295]],
        {"B5": "B2:B4", "C5": "C2:C4"},
    ),
    Case(
        "a line of zeros among the parts",
        [["Ort", "A", "B"], ["Ed", 4120, 1309], ["Ale", 0, 0], ["Mora", 2250, 1188], ["Summa", 6370, 2497]],
        {"B5": "B2:B4", "C5": "C2:C4"},
    ),
    Case(
        "a column of zeros",
        [["Ort", "A", "B"], ["Ed", 4120, 0], ["Ale", 1711, 0], ["Mora", 2250, 0], ["Summa", 8081, 0]],
        {"B5": "B2:B4", "C5": "C2:C4"},
    ),
    Case(
        "negative parts",
        [
            ["Post", "2024", "2025"],
            ["Intäkt", 5120, 6033],
            ["Lön", -3307, -3901],
            ["Hyra", -911, -913],
            ["Summa", 902, 1219],
        ],
        {"B5": "B2:B4", "C5": "C2:C4"},
    ),
    Case(
        "öre, and the noise of adding them",
        [["Post", "Kr"], ["A", 10.1], ["B", 20.2], ["C", 30.35], ["D", 1204.07], ["Summa", 1264.72]],
        {"B6": "B2:B5"},
    ),
    Case(
        "a text between two tables",
        [
            ["Intäkter"],
            ["Avgift", 31200, 30411],
            ["Bidrag", 4512, 5007],
            ["Summa", 35712, 35418],
            ["Beloppen är i kronor."],
            ["Kostnader"],
            ["Lön", 20115, 19872],
            ["Hyra", 9903, 10210],
            ["Summa", 30018, 30082],
        ],
        {"B4": "B2:B3", "C4": "C2:C3", "B9": "B7:B8", "C9": "C7:C8"},
    ),
    Case(
        "two tables side by side",
        [
            ["A", 1201, 3302, None, "X", 7105, 6110],
            ["B", 2217, 1408, None, "Y", 812, 3304],
            ["C", 903, 7711, None, "Summa", 7917, 9414],
            ["Summa", 4321, 12421],
        ],
        {"B4": "B1:B3", "C4": "C1:C3", "F3": "F1:F2", "G3": "G1:G2"},
    ),
    Case(
        "rounded thousands",
        [
            ["Ort", "2023", "2024", "2025"],
            ["Ed", 1204.3, 1310.2, 1402.8],
            ["Ale", 877.8, 903.4, 910.1],
            ["Mora", 2310.7, 2288.9, 2400.4],
            ["Summa", 4392.9, 4502.5, 4713.3],
        ],
        {"B5": "B2:B4", "C5": "C2:C4", "D5": "D2:D4"},
    ),
    Case(
        "a share beside the amounts",
        [
            ["Ort", "Kr", "Andel", "Medel"],
            ["Ed", 4120, 51.0, 17.5],
            ["Ale", 1711, 21.2, 12.1],
            ["Mora", 2250, 27.8, 15.3],
            ["Summa", 8081, 100.0, 15.0],
        ],
        {"B5": "B2:B4", "C5": "C2:C4"},
    ),
]

NONE = [
    Case("years and codes", [["År", "Kod"], [2021, 10], [2022, 20], [2023, 30], [2024, 60]], {}),
    Case(
        "a deviation is no part",
        [
            ["", "Intäkt", "Kostnad", "Avvikelse"],
            *(
                [n, r, c, r - c]
                for n, r, c in (("A", 51203, 44918), ("B", 20114, 21877), ("C", 8830, 7012), ("D", 61002, 60114))
            ),
        ],
        {},
    ),
    Case(
        "a rounding larger than a part",
        [["", "Antal", "Kr", "Betalt"], ["A", 1, 50000, 50000], ["B", 1, 15000, 15000], ["C", 1, 70000, 70000]],
        {},
    ),
    Case("texts that look like numbers", [["A", "1"], ["B", "2"], ["Summa", "3"]], {}),
    Case("truth values", [[True], [True], [2]], {}),
    Case("means", [["A", 1204, 3311], ["B", 2210, 1190], ["Medel", 1707, 2250.5]], {}),
    Case("nothing", [], {}),
    Case("one cell", [[5]], {}),
]


@pytest.mark.parametrize("case", [*CASES, *NONE], ids=lambda case: case.name)
def test_sums_are_found(case: Case) -> None:
    found = sums_of(case.rows)
    by_total: dict[str, list[tuple[tuple[int, int], ...]]] = {}
    for one in found:
        by_total.setdefault(to_a1(one.total), []).append(tuple(one.operands))
    for total, operands in case.expected.items():
        assert cells(operands) in by_total.get(total, []), [told(one) for one in found]
    if case.only:
        assert by_total.keys() == case.expected.keys()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_found_is_told_with_its_axis(case: Case) -> None:
    for one in sums_of(case.rows):
        assert one.source == "värde"
        assert one.axis == ("kolumn" if one.operands[0][1] == one.total[1] else "rad")
        assert list(one.operands) == sorted(one.operands)


def test_rounded_totals_carry_their_difference() -> None:
    rows = next(case.rows for case in CASES if case.name == "rounded thousands")
    assert {to_a1(s.total): (s.difference, s.unit) for s in sums_of(rows)} == {
        "B5": (0.1, 0.1),
        "C5": (0, 0.1),
        "D5": (0, 0.1),
    }


def test_the_same_parts_make_one_total_the_nearest() -> None:
    half = [["Mark", 4120, 4377, 5012], ["Kassa", 1711, 1809, 1422], ["Summa tillgångar", 5831, 6186, 6434]]
    other = [["Kapital", 3015, 3107, 3355], ["Lån", 2816, 3079, 3079], ["Summa skulder", 5831, 6186, 6434]]
    assert [told(s) for s in sums_of(half + other) if s.total[1] == 2] == ["B3 = B1 B2", "B6 = B4 B5"]


def test_a_total_repeated_beside_itself_is_a_total_twice() -> None:
    rows: Rows = [["", "Prov", "Tillägg", "Summa", "Poäng"]]
    rows += [
        [n, a, b, a + b, a + b] for n, a, b in (("A", 1409, 211), ("B", 1671, 1332), ("C", 237, 735), ("D", 981, 447))
    ]
    assert {to_a1(s.total) for s in sums_of(rows)} >= {"D2", "E2", "D5", "E5"}


def test_a_total_without_rivals_needs_no_word() -> None:
    assert [told(s) for s in sums_of([[731204], [119873], [40551], [891628]])] == ["A4 = A1 A2 A3"]


def test_small_numbers_need_a_word_or_company() -> None:
    assert sums_of([[1], [2], [3]]) == ()
    assert [told(s) for s in sums_of([["A", 1], ["B", 2], ["C", 4], ["Totalt", 7]])] == ["B4 = B1 B2 B3"]


@pytest.mark.parametrize("word", ["Summa", "SUMMA KOSTNADER", "Totalt", "Total", "Gesamt", "Insgesamt", "S:a"])
def test_words_for_total(word: str) -> None:
    assert [s.total for s in sums_of([["A", 5], ["B", 3], ["C", 9], [word, 17]])] == [from_a1("B4")]
