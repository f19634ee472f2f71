"""Deviations, shares and products that do not follow from their parts."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from enamnd_xl.reconcile.finding import Finding
from enamnd_xl.reconcile.run import reconcile
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import to_a1
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, Value
from sheets import make_book, make_sheet

Told = tuple[str, str, str, Value]


def told(rows: Sequence[Sequence[Value]]) -> list[Told]:
    work = Workpaper(Snapshot((Sheet("Blad", tuple(map(tuple, rows))),)))
    return [_told(finding) for finding in reconcile(work) if finding.code.startswith("EN6")]


def _told(finding: Finding) -> Told:
    return finding.code, to_a1(finding.cell or (0, 0)), str(finding.severity), finding.expected


@dataclass(frozen=True)
class Case:
    name: str
    rows: list[list[Value]]
    expected: list[Told] = field(default_factory=list)


def both_plus(wrong: dict[int, int]) -> list[list[Value]]:
    """Give a follow-up where plus is good on every line, with other deviations on some of them."""
    rows: list[list[Value]] = [
        ["Resultatuppföljning, tkr"],
        [],
        ["Post", "Budget", "Utfall", "Avvikelse"],
        ["Intäkter"],
        ["Medlemsbidrag", 8807, 9085, 278],
        ["Avgifter", 5646, 5632, -14],
        ["Statsbidrag", 5760, 5865, 105],
        ["Summa intäkter", 20213, 20582, 369],
        ["Kostnader"],
        ["Personal", 12464, 12960, -496],
        ["Lokaler", 19377, 19527, -150],
        ["Fordon", 11648, 11435, 213],
        ["Övrigt", 1871, 1901, -30],
        ["Summa kostnader", 45360, 45823, -463],
        ["Resultat", -25147, -25241, -94],
    ]
    return [[*row[:3], wrong.get(number, row[3])] if len(row) > 3 else row for number, row in enumerate(rows, 1)]


HEADINGS = ["Tjänst", "Intäkter", "Kostnader", "Avvikelse"]
CASES = [
    Case("revenue minus cost", [HEADINGS, ["A", 500, 450, 50], ["B", 700, 820, -120], ["C", 90, 80, 10]]),
    Case(
        "a wrong sign is told as such",
        [HEADINGS, ["A", 500, 450, 50], ["B", 700, 820, 120], ["C", 990, 880, 110]],
        [("EN601", "D3", "fel", -120)],
    ),
    Case(
        "a wrong amount",
        [HEADINGS, ["A", 5000, 4500, 500], ["B", 7000, 8200, -1200], ["C", 9900, 8800, 1010]],
        [("EN601", "D4", "fel", 1100)],
    ),
    Case(
        "a krona is rounding",
        [HEADINGS, ["A", 5000, 4500, 500], ["B", 7000, 8200, -1200], ["C", 9900, 8800, 1101]],
        [("EN601", "D4", "avrundning", 1100)],
    ),
    Case(
        "budget minus forecast, in English, result first",
        [["Item", "Variance", "Budget", "Forecast"], ["A", 30, 500, 470], ["B", 15, 700, 680], ["C", 40, 950, 910]],
        [("EN601", "B3", "fel", 20)],
    ),
    Case(
        "German headings",
        [["Posten", "Erträge", "Aufwand", "Abweichung"], ["A", 500, 450, 50], ["B", 700, 820, -20], ["C", 90, 80, 10]],
        [("EN601", "D3", "fel", -120)],
    ),
    Case(
        "a share in whole per cent, cut instead of rounded",
        [["Datum", "Antal", "Av", "Andel %"], ["a", 9, 14, 64], ["b", 11, 14, 78], ["c", 13, 14, 93], ["d", 7, 14, 50]],
        [("EN603", "D3", "avrundning", 79)],
    ),
    Case(
        "a share as a part of one",
        [["Kommun", "Egna", "Alla", "Andel"], ["a", 45, 180, 0.25], ["b", 20, 50, 0.04], ["c", 30, 40, 0.75]],
        [("EN603", "D3", "fel", 0.4)],
    ),
    Case(
        "a share of amounts that are rounded themselves",
        [
            ["År", "Egna, mdkr", "Alla, mdkr", "Andel %"],
            ["a", 232, 264, 87.7],
            ["b", 258, 293, 88.1],
            ["c", 312, 343, 91],
            ["d", 338, 380, 88.9],
            ["e", 377, 421, 98.5],
        ],
        [("EN603", "D6", "fel", 89.5), ("EN603", "D2", "avrundning", 87.9)],
    ),
    Case(
        "likelihood x consequence",
        [["Risk", "Sannolikhet", "Konsekvens", "Riskvärde"], ["a", 3, 3, 9], ["b", 2, 4, 8], ["c", 4, 3, 9]],
        [("EN604", "D4", "fel", 12)],
    ),
    Case(
        "a result row",
        [["", "Kr"], ["Hyra", 300], ["Summa intäkter", 300], ["Lön", 280], ["Summa kostnader", 280], ["Resultat", 30]],
        [("EN601", "B6", "fel", 20)],
    ),
    Case(
        "costs with a minus sign are added to the revenue",
        [
            ["", "Kr"],
            ["Avgifter", 900],
            ["Summa intäkter", 900],
            ["Lön", -630],
            ["Summa kostnader", -630],
            ["Resultat", 290],
        ],
        [("EN601", "B6", "fel", 270)],
    ),
    Case(
        "an amount for each of something, from thousands of kronor",
        [
            ["Boende", "Platser", "Kostnad tkr", "Kr per plats"],
            ["Tallen", 18, 15_246, 847_000],
            ["Granen", 42, 38_514, 971_000],
            ["Björken", 52, 41_756, 803_000],
            ["Aspen", 37, 31_857, 861_000],
            ["Totalt", 149, 127_373, 854_852],
        ],
        [("EN603", "D3", "fel", 917_000)],
    ),
    Case(
        "an amount for each inhabitant, among rows",
        [
            ["", "Bokslut", "Budget", "Plan 1", "Plan 2"],
            ["Antal invånare", 28_065, 28_100, 28_120, 28_140],
            ["Skatteintäkter, kr", 1_684_200_000, 1_701_368_000, 1_740_099_000, 1_783_951_000],
            ["Kr per invånare", 60_011, 60_547, 68_181, 63_396],
        ],
        [("EN603", "D4", "fel", 61_881)],
    ),
    Case(
        "a change in per cent",
        [
            ["Kommun", "Avgift 2025", "Avgift 2026", "Förändring %"],
            ["Boden", 526_396, 553_704, 0.052],
            ["Kalix", 673_484, 711_272, 0.012],
            ["Luleå", 194_857, 198_616, 0.019],
            ["Piteå", 848_790, 893_773, 0.053],
            ["Älvsbyn", 216_762, 226_983, 0.047],
        ],
        [("EN603", "D3", "fel", 0.056)],
    ),
    Case(
        "a term that also makes its column's total wrong is the one at fault",
        [
            ["Skola", "Genomsnitt", "Budgeterat", "Differens"],
            ["A", 173, 191, -18],
            ["B", 540, 536, 4],
            ["C", 83, 55, 18],
            ["D", 722, 714, 8],
            ["E", 186, 161, 25],
            ["F", 70, 86, -16],
            ["Totalt", 1764, 1743, 21],
        ],
        [("EN601", "B4", "fel", 73)],
    ),
    Case(
        "a closing balance that two lines say is off",
        [
            ["Medlem", "IB", "Resultat 1", "UB 1", "Resultat 2", "UB 2"],
            ["A", 7668, 988, 8656, -346, 8310],
            ["B", 2698, 348, 3046, -122, 2924],
            ["C", 1562, 201, 1736, -70, 1693],
            ["D", 1136, 146, 1282, -51, 1231],
            ["E", 1239, 158, 1397, -61, 1336],
            ["F", 2136, 246, 2382, -151, 2231],
        ],
        [("EN601", "D4", "fel", 1763)],
    ),
    Case(
        "an amount for each inhabitant is right when it is the amount that is off",
        [
            ["Medlem", "Folkmängd", "Bidrag", "Kr per invånare"],
            ["A", 28_080, 17_376_387, 619],
            ["B", 9_166, 5_672_078, 619],
            ["C", 15_669, 9_969_247, 619],
            ["D", 79_352, 49_104_382, 619],
            ["E", 3_230, 1_998_780, 619],
            ["Summa", 135_497, 83_847_874, 619],
        ],
    ),
    Case(
        "one sign that is wrong where plus is good for revenue and for costs",
        both_plus({12: -213}),
        [("EN601", "D12", "fel", 213)],
    ),
    Case("the result's deviation has the sign of the revenue", both_plus({15: 94}), [("EN601", "D15", "fel", -94)]),
    Case(
        "a net cost by service, of three lines",
        [
            ["Tjänst", "Kostnader", "Intäkter", "Nettokostnad"],
            ["A", 5200, 700, 4500],
            ["B", 8100, 1300, 6800],
            ["C", 900, 150, 790],
        ],
        [("EN601", "D4", "fel", 750)],
    ),
    Case(
        "a net cost below the totals",
        [
            ["tkr", "A", "B", "C"],
            ["Avgifter", 5810, 6120, 6304],
            ["Statsbidrag", 928, 940, 1021],
            ["Summa intäkter", 6738, 7060, 7325],
            ["Personal", 14220, 14900, 15947],
            ["Lokaler", 2650, 2700, 2856],
            ["Summa kostnader", 16870, 17600, 18803],
            ["Nettokostnad", 10132, 10540, 11748],
        ],
        [("EN601", "D8", "fel", 11478)],
    ),
    Case(
        "revenue, cost and net of service after service",
        [
            ["tkr", "Budget", "Utfall", "Prognos"],
            ["Skola"],
            ["Intäkter", 700, 710, 705],
            ["Kostnader", 5200, 5300, 5250],
            ["Netto", 4500, 4590, 4545],
            ["Vård"],
            ["Intäkter", 1300, 1290, 1310],
            ["Kostnader", 8100, 8000, 8050],
            ["Netto", 6800, 6700, 6740],
        ],
        [("EN601", "C9", "fel", 6710)],
    ),
    Case(
        "a deviation in per cent is a share of the budget",
        [
            ["Post", "Budget", "Utfall", "Avvikelse", "Avvikelse %"],
            ["Lön", 12464, 12960, -496, -4],
            ["Hyra", 19377, 19527, -150, -0.8],
            ["IT", 11648, 11435, 213, 2.8],
            ["Resor", 1871, 1901, -30, -1.6],
        ],
        [("EN603", "E4", "fel", 1.8)],
    ),
    Case(
        "a median is no difference between medians",
        [HEADINGS, ["A", 500, 450, 50], ["B", 700, 820, -120], ["C", 940, 880, 60], ["Median", 700, 820, 50]],
    ),
    Case(
        "a mean of products is no product of means, and the highest pay no sum of the highest",
        [
            ["Namn", "Timmar", "Timlön", "Belopp", "Tillägg", "Lön"],
            ["A", 13, 80, 1040, 250, 1290],
            ["B", 15, 75, 1125, 220, 1345],
            ["C", 20, 100, 2000, 231, 2231],
            ["D", 23, 90, 2070, 335, 2405],
            ["E", 42, 110, 4620, 390, 5010],
            ["F", 44, 105, 4620, 601, 5221],
            ["Max", 44, 110, 4620, 601, 5221],
            ["Medel", 26.17, 93.33, 2579.17, 337.83, 2917],
        ],
    ),
    Case("numbers that have nothing to do with each other", [["A", 51, 17, 88], ["B", 12, 90, 33], ["C", 70, 71, 5]]),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_relations(case: Case) -> None:
    assert told([[value or (value if value == 0 else None) for value in row] for row in case.rows]) == case.expected


GROWING = (10904, 13180, 9870, 60300, 28150, 11240)


@pytest.mark.parametrize("number_format, expected", [("0.0%", [("EN603", "D5", "fel", 0.06)]), ("0.000", [])])
def test_figures_shown_as_per_cent_may_be_changes_whatever_they_are_called(
    number_format: str, expected: list[Told]
) -> None:
    rows: list[list[Value]] = [["Kund", "2024", "2025", "Jfr"]]
    rows += [
        [f"Kund {n}", kr, kr * (100 + n) // 100, kr * (100 + n) // 100 / kr - 1] for n, kr in enumerate(GROWING, 3)
    ]
    rows[4][3] = 0.15
    formats = {(row, 4): number_format for row in range(2, 8)}
    work = Workpaper(Snapshot((Sheet("Blad", tuple(map(tuple, rows)), number_formats=formats),)))
    found = [_told(finding) for finding in reconcile(work)]
    assert [(*one[:3], round(one[3], 2)) for one in found] == expected  # type: ignore[arg-type]


def test_what_is_shown_as_per_cent_is_no_number_of_per_cent() -> None:
    rows: list[list[Value]] = [["Bolag", "Skuld", "Kapital", "Skuld i % av kapitalet"]]
    rows += [[f"Bolag {n}", 10 * kr, kr + 1000 * n, 10 * kr / (kr + 1000 * n)] for n, kr in enumerate(GROWING)]
    rows[3][3] = 9.13
    formats = {(row, 4): "0%" for row in range(2, 8)}
    work = Workpaper(Snapshot((Sheet("Blad", tuple(map(tuple, rows)), number_formats=formats),)))
    assert [_told(finding) for finding in reconcile(work)] == [("EN603", "D4", "fel", 8.3151)]


def test_a_row_shown_as_per_cent_is_a_quotient_of_others() -> None:
    revenue, result = (4120, 3310, 5250, 2870, 6140, 3920), (412, -297, 630, 201, 1105, 333)
    margin = [a / b for a, b in zip(result, revenue, strict=True)]
    margin[2] = 0.21
    rows = [["", *"ABCDEF"], ["Försäljning", *revenue], ["Resultat", *result], ["Marginal", *margin]]
    formats = {(4, column): "0%" for column in range(2, 8)}
    work = Workpaper(Snapshot((Sheet("Blad", tuple(map(tuple, rows)), number_formats=formats),)))
    assert [_told(finding) for finding in reconcile(work)] == [("EN603", "D4", "fel", 0.12)]


def test_what_a_total_only_carries_on_stands_under_its_cause() -> None:
    rows = [HEADINGS, ["A", 5000, 4500, 500], ["B", 700, 820, -120], ["C", 900, 800, 190], ["Summa", 6600, 6120, 570]]
    work = Workpaper(Snapshot((Sheet("Blad", tuple(map(tuple, rows))),)))
    (finding,) = (finding for finding in reconcile(work) if finding.code == "EN601")
    assert finding.cell == (4, 4)
    assert [one.cell for one in finding.consequences] == [(5, 4)]


def test_a_whole_column_with_the_sign_reversed_is_one_warning() -> None:
    rows = [HEADINGS, ["A", 5000, 4500, -500], ["B", 700, 820, 120], ["C", 900, 800, -100]]
    assert told(rows) == [("EN605", "D2", "varning", 500)]


def test_the_last_sections_of_a_table_may_be_shares_of_something_else() -> None:
    plan = [1137, 790, 2374, 915, 1462, 388, 2101, 640, 1275, 533, 871, 1490]
    done = [91, 150, 803, 412, 377, 205, 990, 301, 610, 98, 333, 702]
    total = [8253, 6310, 9120, 5544, 7120, 3010, 9904, 2210, 7302, 4100, 3877, 6120]
    shares = [100 * d / p for p, d in zip(plan[:7], done[:7], strict=True)]
    shares += [round(100 * t / 10_000, 1) for t in total[7:]]
    rows: list[list[Value]] = [["Område", "Planerat", "Utfört", "Utfört %"]]
    rows += [[f"Område {n}", *line] for n, line in enumerate(zip(plan, done, shares, strict=True))]
    assert not told(rows)
    rows[4][3] = 54.0
    assert [(code, cell) for code, cell, *_ in told(rows)] == [("EN603", "D5")]
    assert len(told([*rows[:4], rows[8], *rows[5:8]])) == 1


def test_a_given_share_that_equals_another_on_most_lines_is_no_quotient() -> None:
    rows: list[list[Value]] = [["Lokal", "Hyra", "Räddning %", "Ambulans %", "Övrigt %", "Ambulans", "Övrigt"]]
    for row, (rent, first, second) in enumerate(
        ((800_400, 0.5, 0.25), (361_725, 0.6, 0.2), (1_138_575, 0.6, 0.25), (612_900, 0.5, 0.25)), 2
    ):
        rows.append([f"Station {row}", rent, first, second, f"=1-C{row}-D{row}", f"=B{row}*D{row}", f"=B{row}*E{row}"])
    assert [one for one in reconcile(make_book(make_sheet("Hyra", rows))) if one.code == "EN603"] == []


def test_what_is_above_a_ceiling_is_never_less_than_nothing() -> None:
    ceiling = 1_079_122.91666667
    costs = (
        1_135_312.5,
        1_224_000,
        237_000,
        1_256_625,
        1_373_812.5,
        487_312.5,
        487_312.5,
        1_679_437.5,
        795_000,
        640_687.5,
    )
    lines: list[list[Value]] = [
        [member, cost, ceiling, round(max(0, cost - ceiling), 10)]
        for member, cost in zip("ABCDEFGHIJ", costs, strict=True)
    ]
    above = [1_135_312.5, 1_224_000, 1_256_625, 1_373_812.5, 1_679_437.5]
    total: list[Value] = ["Summa", sum(costs), None, sum(above) - 5 * ceiling]
    assert told([["Kommun", "Kostnad", "Tak", "Över tak"], *lines, total]) == []
