"""Whole workbooks of kinds that finance staff keep, with nothing wrong in them: no rule says a word."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from enamnd_xl.reconcile.run import reconcile
from enamnd_xl.workbook.snapshot import Value
from sheets import make_book, make_sheet

Rows = Sequence[Sequence[Value]]
ACCOUNTS = ("Lön", "Hyra", "Resor", "Licenser", "Konsult")
STANDING = (83333, 41250, None, 12000, None)  # the same on every sheet; the others differ


def of_sheet(*own: int) -> Rows:
    amounts = [standing or own[n % len(own)] for n, standing in enumerate(STANDING)]
    return [["Konto", "Budget 2025"], *map(list, zip(ACCOUNTS, amounts, strict=True)), ["Summa", sum(amounts)]]


FLOOR_RENTS = ((4_426, 979), (1_033, 1_546), (6_743, 1_416), (7_981, 1_372), (2_162, 1_369))
FRAMES = (
    (172_000, 5_332, 0, 177_332, 0.031),
    (449_100, 13_922, 50, 463_072, 0.031),
    (501_800, 15_556, -1_100, 516_256, 0.029),
    (408_000, 12_648, 1_000, 421_648, 0.033),
    (437_700, 13_569, 0, 451_269, 0.031),
    (84_800, 2_629, 550, 87_979, 0.037),
    (279_300, 8_658, -900, 287_058, 0.028),
    (375_000, 11_625, 0, 386_625, 0.031),
)
GRANTS = (
    (133_500, 4_400, 4_400),
    (626_500, 100, 100),
    (461_500, 4_600, 4_600),
    (97_700, 7_400, 0),
    (234_700, 8_500, 8_500),
    (808_100, 6_800, 6_800),
)


def income(heading: str) -> Rows:
    return [
        ["Intäkter"],
        ["Post", "Budget", "Utfall", "Avvikelse"],
        ["Avgifter", 910_200, 887_450, "=C3-B3"],
        ["Bidrag", 120_500, 144_975, "=C4-B4"],
        ["Summa intäkter", "=SUM(B3:B4)", "=SUM(C3:C4)", "=SUM(D3:D4)"],
        [],
        ["Kostnader"],
        ["Post", "Budget", "Utfall", "Avvikelse"],
        ["Lön", 640_300, 655_125, "=B9-C9"],
        ["Hyra", 88_000, 88_000, "=B10-C10"],
        ["Moln", 251_700, 238_410, "=B11-C11"],
        ["Summa kostnader", "=SUM(B9:B11)", "=SUM(C9:C11)", "=SUM(D9:D11)"],
        [],
        [heading, "=B5-B12", "=C5-C12", "=D5+D12"],
    ]


CLEAN: dict[str, Mapping[str, Rows]] = {
    "revenue and costs, with deviations where plus is good": {"Resultat": income("Resultat")},
    "the same, called the year's result": {"Resultat": income("Årets resultat")},
    "depreciation: the yearly amount repeated, then what is left": {
        "Avskrivning": [
            ["Inventarie", "Anskaffningsvärde", "Nyttjandetid", "Årlig avskrivning", 2023, 2024, "Restvärde"],
            *(
                [f"Server {r}", value, years, f"=B{r}/C{r}", f"=D{r}", f"=D{r}", f"=B{r}-SUM(E{r}:F{r})"]
                for r, (value, years) in enumerate([(370_000, 5), (90_000, 3), (330_000, 5), (200_000, 5)], 2)
            ),
        ]
    },
    "account numbers as headings": {
        "Per tjänst": [
            ["Tjänst", 4010, 5010, 6540, "Summa"],
            ["E-arkiv", 2310, 4417, 8125, "=SUM(B2:D2)"],
            ["Nödnät", 6127, 1911, 3094, "=SUM(B3:D3)"],
            ["Plattform", 5433, 7209, 1788, "=SUM(B4:D4)"],
            ["Summa", "=SUM(B2:B4)", "=SUM(C2:C4)", "=SUM(D2:D4)", "=SUM(E2:E4)"],
        ]
    },
    "a rate above a table whose headings are years written as text": {
        "Uppräkning": [
            ["Index", 0.031],
            [],
            ["Tjänst", "2024", "Uppräkning", "2025"],
            *([f"Tjänst {r}", 10_000 * r + 730, f"=B{r}*$B$1", f"=B{r}+C{r}"] for r in range(4, 9)),
            ["Summa", "=SUM(B4:B8)", "=SUM(C4:C8)", "=SUM(D4:D8)"],
        ]
    },
    "a sheet a month": {"jan": of_sheet(65_980, 80_966), "feb": of_sheet(25_551, 30_271), "mar": of_sheet(64_576, 55)},
    "a sheet a department": {"Skola": of_sheet(65_980, 80_966), "Omsorg": of_sheet(25_551, 30_271)},
    "costs with a minus sign, in Norwegian, with deviations and their shares": {
        "Resultat": [
            [None, 2024, 2023, "Avvik", "%"],
            ["Salgsinntekter", 900, 910, "=B2-C2", "=D2/C2"],
            ["Andre inntekter", 80, 80, "=B3-C3", "=D3/C3"],
            ["Sum inntekter", "=SUM(B2:B3)", "=SUM(C2:C3)", "=B4-C4", "=D4/C4"],
            ["Varer", -420, -430, "=B5-C5", "=D5/C5"],
            ["Lønn", -210, -215, "=B6-C6", "=D6/C6"],
            ["Sum kostnader", "=SUM(B5:B6)", "=SUM(C5:C6)", "=B7-C7", "=D7/C7"],
            ["Resultat", "=B4+B7", "=C4+C7", "=B8-C8", "=D8/C8"],
        ]
    },
    "changes and opening balances that read the year before on another sheet": {
        "Balans": [[None, "2021", "2022", "2023"], ["Kassa", 800, 860, 905], ["Lån", 1100, 1180, 1260]],
        "Flöde": [
            [None, "2022", "2023"],
            ["Ingående kassa", "=Balans!B2", "=Balans!C2"],
            ["Förändring kassa", "=Balans!C2-Balans!B2", "=Balans!D2-Balans!C2"],
            ["Lån, ökning i procent", "=Balans!C3/Balans!B3-1", "=Balans!D3/Balans!C3-1"],
        ],
    },
    "a price in the total row that is an average": {
        "Pris": [
            ["Tjänst", "Antal", "Pris", "Belopp", "Andel"],
            *([f"Tjänst {r}", 10 * r, 2.5 * r, f"=B{r}*C{r}", f"=D{r}/D$6"] for r in range(2, 6)),
            ["Summa", "=SUM(B2:B5)", "=D6/B6", "=SUM(D2:D5)", "=SUM(E2:E5)"],
        ]
    },
    "a running total that begins again with the year": {
        "Utfall": [
            ["Månad", "Utfall", "Ackumulerat"],
            *(
                [f"{year}-{month:02d}", 37 * month + year % 7, f"=B{r}" if month == 1 else f"=C{r - 1}+B{r}"]
                for r, (year, month) in enumerate([(y, m) for y in (2023, 2024) for m in range(1, 13)], 2)
            ),
        ]
    },
    "a balance that goes past the subtotals of the weeks": {
        "Flex": [
            ["Dag", "Timmar", "Saldo"],
            *([f"D{r}", 0.25 * (r % 5 - 1), f"=C{r - 1}+B{r}" if r > 2 else "=B2"] for r in range(2, 7)),
            ["Vecka 1", "=SUM(B2:B6)"],
            ["D1", 0.75, "=C6+B8"],
            *([f"D{r}", 0.25 * (r % 3), f"=C{r - 1}+B{r}"] for r in range(9, 13)),
            ["Vecka 2", "=SUM(B8:B12)"],
            ["D1", 1, "=C12+B14"],
            *([f"D{r}", 0.5 * (r % 3), f"=C{r - 1}+B{r}"] for r in range(15, 18)),
        ]
    },
    "a plan with sums and first and last days above their lines": {
        "Plan": [
            ["Etapp", "Start", "Slut", "Budget", "Utfall", "Kvar"],
            ["Utreda", "=MIN(B3:B4)", "=MAX(C3:C4)", "=SUM(D3:D4)", "=SUM(E3:E4)", "=D2-E2"],
            ["Behov", 100, "=B3+4", 40, 11, "=D3-E3"],
            ["Prov", "=C3+1", "=B4+4", 80, 7, "=D4-E4"],
            ["Bygga", "=MIN(B6:B8)", "=MAX(C6:C8)", "=SUM(D6:D8)", "=SUM(E6:E8)", "=D5-E5"],
            ["Yta", "=C4+1", "=B6+4", 160, 23, "=D6-E6"],
            ["Lager", "=C6+1", "=B7+4", 120, 60, "=D7-E7"],
            ["Ihop", "=C7+1", "=B8+4", 64, 5, "=D8-E8"],
            ["Totalt", "=MIN(B2:B8)", "=MAX(C2:C8)", "=D2+D5", "=E2+E5", "=D9-E9"],
        ]
    },
    "shares that are a hundred per cent whatever their rounding comes to": {
        "Val": [
            ["Parti", "Röster", "Procent"],
            *([name, 1667, 14.3] for name in "ABCDEF"),
            ["G", 1660, 14.2],
            ["Summa", "=SUM(B2:B8)", 100],
        ]
    },
    "deviations where plus is to the good on every line": {
        "Uppföljning": [
            ["Post", "Budget", "Prognos", "Avvikelse"],
            ["Boende", 11_400, 11_300, 100],
            ["Unga", 15_200, 15_890, -690],
            ["Stab", 3_133, 3_010, 123],
            ["Nettokostnad", 29_733, 30_200, -467],
            ["Medlemsavgifter", 29_733, 30_000, 267],
            ["Resultat", 0, -200, -200],
        ],
        "Med formler": [
            ["Post", "Utfall", "Budget", "Avvikelse", "Årsbudget", "Prognos 1", "Prognos 2", "Ändring"],
            *(
                [
                    name,
                    amount,
                    amount + 91 * r,
                    f"=C{r}-B{r}",
                    2 * amount,
                    2 * amount + 50,
                    2 * amount - 100 * r,
                    f"=G{r}-F{r}",
                ]
                for r, (name, amount) in enumerate([("Boende", 9_120), ("Unga", 15_850), ("Stab", 3_010)], 2)
            ),
            ["Nettokostnad", *(f"=SUM({c}2:{c}4)" for c in "BCDEFGH")],
            ["Medlemsavgifter", 28_190, 28_526, "=B6-C6", 57_052, 57_052, 57_052, "=G6-F6"],
            ["Resultat", "=B6-B5", "=C6-C5", "=D5+D6", "=E6-E5", "=F6-F5", "=G6-G5", "=G7-F7"],
        ],
    },
    "an amount, what it is for one inhabitant, and the amount with tax": {
        "Avgifter": [
            ["Kommun", "Avgift", "Kr per invånare", "Moms", "Totalt inkl moms"],
            ["Ask", 372_683, 26.39, 93_170.75, 465_853.75],
            ["Bo", 354_706, 27.26, 88_676.5, 443_382.5],
            ["Dal", 565_574, 21.73, 141_393.5, 706_967.5],
            ["Ed", 513_424, 22.51, 128_356, 641_780],
            ["Summa", 1_806_387, 23.6, 451_596.75, 2_257_983.75],
        ]
    },
    "subtotals above their items, all years in the same proportions": {
        "Budget": [
            ["Verksamhet", 2024, 2025, 2026],
            ["Gemensamt", 50_110, 51_709, 53_310],
            ["Kontor", 9_559, 9_864, 10_170],
            ["Hälsa", 10_659, 10_999, 11_340],
            ["Lokaler", 29_892, 30_846, 31_800],
            ["Skola", 140_530, 145_015, 149_500],
            ["Norr", 111_296, 114_848, 118_400],
            ["Söder", 20_022, 20_661, 21_300],
            ["Väster", 9_212, 9_506, 9_800],
            ["Vuxna", 23_152, 23_891, 24_630],
            ["Kurser", 13_348, 13_774, 14_200],
            ["Språk", 5_734, 5_917, 6_100],
            ["Yrke", 4_070, 4_200, 4_330],
            ["Summa", 213_792, 220_615, 227_440],
        ]
    },
    "a column that is given for the parts and a group that is not": {
        "Abonnemang": [
            ["Huvudman", "Invånare", "Andel", "Kr"],
            ["Regionen", None, 0.5, 13_500_000],
            ["Kommunerna", None, "=SUM(C4:C6)", "=SUM(D4:D6)"],
            ["  Växjö", 98_120, "=B4/B$7*0.5", 9_000_000],
            ["  Ljungby", 28_390, "=B5/B$7*0.5", 2_600_000],
            ["  Alvesta", 20_110, "=B6/B$7*0.5", 1_900_000],
            ["Totalt", "=SUM(B4:B6)", "=C2+C3", "=D2+D3"],
        ]
    },
    "two periods that are nearly equal, and a share": {
        "Avgifter": [
            ["Medlem", "Jan–apr", "Maj–aug", "Sep–dec", "Helår", "Andel"],
            ["A", 7_505_660, 7_505_660, 7_505_661, 22_516_981, 0.339623],
            ["B", 3_521_174, 3_521_174, 3_521_174, 10_563_522, 0.159329],
            ["C", 6_007_617, 6_007_617, 6_007_617, 18_022_851, 0.271838],
            ["D", 5_065_548, 5_065_548, 5_065_550, 15_196_646, 0.22921],
            ["Totalt", 22_099_999, 22_099_999, 22_100_002, 66_300_000, 1],
        ]
    },
    "the days of a few decisions, by the name of what was decided": {
        "Projekt": [
            ["Projekt", "Beslutsdatum", "Budget"],
            ["Släckbil", date(2024, 3, 14), 4_800],
            ["Tankbil", date(2025, 2, 6), 3_200],
            ["Rökskydd", date(2025, 2, 6), 900],
            ["Radio", date(2023, 11, 30), 650],
            ["Summa", None, 9_550],
        ]
    },
    "a pivot table where some groups have a single part": {
        "Pivot": [
            ["Radetiketter", "Summa av Belopp"],
            ["Kultur", 338_321.71],
            ["Resor", 191_726.76],
            ["Lön", 146_594.95],
            ["Kommunstyrelsen", 29_403.83],
            ["Lön", 29_403.83],
            ["Teknik", 93_261.52],
            ["Resor", 75_787.63],
            ["IT", 17_473.89],
            ["Totalsumma", 460_987.06],
        ]
    },
    "towns that are as large every year, some figures not given": {
        "Tabell": [
            ["Kommun", 2019, 2020, 2021, 2022, 2023, 2024],
            ["Arvidsjaur", 1660, "..", 1654, 1649, 1650, 1645],
            ["Arjeplog", 1430, 1432, 1432, 1432, 1437, 1432],
            ["Jokkmokk", "..", 875, 879, 878, 875, 873],
            ["Överkalix", 1234, 1234, 1229, 1232, 1235, ".."],
            ["Kalix", 560, 561, 562, 559, 558, 553],
            ["Övertorneå", 793, 788, 787, 783, 778, 775],
            ["Gällivare", 507, 507, 507, 510, 507, 507],
            ["Haparanda", "..", 558, 553, 555, 555, 560],
            ["Kiruna", 341, 337, 336, 337, 337, 341],
            ["Riket", 218_221, 296_810, 293_268, 205_887, 229_060, 242_306],
        ]
    },
    "a year of quarters and their totals: flows are added, balances are carried, prices are means": {
        "Lån": [
            ["Mkr", "Q1-24", "Q2-24", "Q3-24", "Q4-24", 2024, "Q1-25", "Q2-25", "Q3-25"],
            ["Ingående skuld", 5200, "=B5", "=C5", "=D5", "=B2", "=E5", "=G5", "=H5"],
            ["Nya lån", 536, 523, 328, 325, "=SUM(B3:E3)", 445, 449, 512],
            ["Amortering", -282, -279, -388, -348, "=SUM(B4:E4)", -342, -214, -281],
            ["Utgående skuld", *(f"=SUM({c}2:{c}4)" for c in "BCDEFGHI")],
            [
                "Medelskuld",
                *(f"=({c}2+{c}5)/2" for c in "BCDE"),
                "=AVERAGE(B6:E6)",
                *(f"=({c}2+{c}5)/2" for c in "GHI"),
            ],
            ["Ränta", 75, 51, 57, 76, "=SUM(B7:E7)", 61, 63, 70],
        ]
    },
    "a total row of sums, means, counts and the highest": {
        "Drift": [
            ["Månad", "Resor", "Avvikelse?", "Timmar", "Kölängd", "Belopp", "Högst", "Moms"],
            *(
                [
                    f"M{n}",
                    410 + 37 * n,
                    "Ja",
                    96 + 13 * n % 50,
                    20 + 7 * n % 11,
                    8_200 + 911 * n % 4_000,
                    40 + n % 5,
                    90 * n,
                ]
                for n in range(1, 13)
            ),
            [
                "Året",
                "=SUM(B2:B13)",
                '=COUNTIF(C2:C13,"Ja")',
                "=SUM(D2:D13)",
                "=AVERAGE(E2:E13)",
                "=SUM(F2:F13)",
                "=MAX(G2:G13)",
                "=SUM(H2:H13)",
            ],
        ]
    },
    "a rent that is raised every sixth month": {
        "Hyra": [
            ["Uppräkning", 0.03],
            ["Månad", "Hyra"],
            [1, 12_000],
            *([n, f"=B{n + 1}*(1+$B$1)" if n % 6 == 1 else f"=B{n + 1}"] for n in range(2, 25)),
        ]
    },
    "inhabitants in a group who are as many as a year": {
        "Prognos": [
            ["Åldersgrupp", 2025, 2026, 2027],
            ["0 år", 250, 251, 250],
            ["1–5 år", 1420, 1394, 1360],
            ["6–15 år", 3200, 3130, 3093],
            ["16–64 år", 15_600, 15_359, 15_582],
            ["65–79 år", 4700, 4767, 4703],
            ["80 år och äldre", 1930, 1935, 1943],
            ["Totalt", 27_100, 26_836, 26_931],
        ],
        "Med formler": [
            ["Ålder", 2023, 2024, 2025, 2026],
            ["0–5 år", 2007, 2023, 2021, 2031],
            ["6–15 år", 1999, 1983, 1966, 1964],
            ["16–64 år", 954, 926, 955, 969],
            ["65 år och äldre", 8813, 8828, 8816, 8784],
            ["Summa", *(f"=SUM({c}2:{c}5)" for c in "BCDE")],
        ],
    },
    "parts of an item shown below it, that a total does not count again": {
        "Kostnader": [
            ["Kostnader, tkr", "Utfall 2024", "Utfall 2025", "Budget 2025"],
            ["Personal", 81_598, 82_460, 85_236],
            ["varav vikarier", 28_759, 24_375, 22_077],
            ["Lokaler", 64_769, 61_448, 60_205],
            ["Övrigt", 21_685, 22_488, 21_986],
            ["Summa", 168_052, 166_396, 167_427],
        ],
        "Flera": [
            ["Kostnader, tkr", "Utfall 2024", "Utfall 2025"],
            ["Personal", 44_592, 45_965],
            ["  därav vikarier", 7_816, 8_320],
            ["  därav timanställda", 1_283, 1_553],
            ["Lokaler", 42_034, 41_340],
            ["Summa", 86_626, 87_305],
        ],
    },
    "the year's result shown below equity, with and without a word that says so": {
        "Balans": [
            [None, 2025, 2024, 2023],
            ["Anläggningstillgångar", 1399, 1455, 1377],
            ["Omsättningstillgångar", 272, 273, 260],
            ["SUMMA TILLGÅNGAR", 1671, 1728, 1637],
            [],
            ["Eget kapital", 798, 855, 770],
            ["därav årets resultat", 31, 18, 22],
            ["Avsättningar", 106, 102, 99],
            ["Skulder", 767, 771, 768],
            ["SUMMA EGET KAPITAL OCH SKULDER", 1671, 1728, 1637],
        ],
        "Utan ord": [
            [None, 2025, 2024, 2023],
            ["Eget kapital", 798, 855, 770],
            ["Årets resultat", 31, 18, 22],
            ["Avsättningar", 106, 102, 99],
            ["Skulder", 767, 771, 768],
            ["SUMMA EGET KAPITAL OCH SKULDER", 1671, 1728, 1637],
        ],
    },
    "a forecast and a deviation that make the budget, and what is used in per cent beside them": {
        "Projekt": [
            ["Projekt", "Total budget", "Prognos", "Avvikelse", "Förbrukat %"],
            ["Simhall", 199_500, 206_665, -7_165, 0.32],
            ["Resecentrum", 18_100, 18_578, -478, 0.44],
            ["Vattenverk", 76_700, 80_257, -3_557, 0.61],
            ["Hamnområde", 80_200, 78_218, 1_982, 0.48],
            ["Räddningsstation", 198_900, 213_976, -15_076, 0.44],
            ["Summa", 573_400, 597_694, -24_294, 0.43],
        ]
    },
    "a share that is reckoned from the totals, and is near the sum of those above": {
        "Kostnad": [
            ["Verksamhet", "Utfall 2024", "Utfall 2025", "Förändring %"],
            ["Förskola", 111_183, 112_279, 0.01],
            ["Gymnasieskola", 157_280, 161_330, 0.026],
            ["Individ- och familjeomsorg", 120_899, 120_656, -0.002],
            ["Gator", 163_267, 162_412, -0.005],
            ["Summa", 552_629, 556_677, 0.007],
        ],
        "Rapport": [
            ["Konto", "Budget ack", "Utfall ack", "Förbr. %"],
            ["Avgifter", 959_053, 920_178, 0.8],
            ["Bidrag", 545_767, 523_155, 0.81],
            ["* Intäkter", 1_504_820, 1_443_333, 0.81],
            ["Löner", -7_635_831, -7_108_266, 0.78],
            ["PO", -3_510_009, -3_507_412, 0.87],
            ["Övrigt", -106_287, -100_975, 0.79],
            ["* Personal", -11_252_127, -10_716_653, 0.83],
            ["** Totalt", -9_747_307, -9_273_320, 0.8],
        ],
        "Fem år": [
            [None, 2024, 2025, "Förändring, %"],
            ["Skatteintäkter och statsbidrag", 1712.8, 1800.5, 0.051],
            ["Verksamhetens nettokostnader", -1593, -1653.4, 0.038],
            ["Finansnetto", 9.5, 9.8, 0.032],
            ["Årets resultat", 129.3, 156.9, 0.213],
        ],
    },
    "sums of three years beside a change and a mean": {
        "År": [
            ["Post", "2022", "2023", "2024", "Ändring %", "Medel"],
            *(
                [f"Post {r}", 100 * r, 110 * r + 3, 120 * r + 7, f"=D{r}/C{r}-1", f"=(B{r}+C{r}+D{r})/3"]
                for r in range(2, 7)
            ),
            ["Summa", "=SUM(B2:B6)", "=SUM(C2:C6)", "=SUM(D2:D6)", "=D7/C7-1", "=(B7+C7+D7)/3"],
            ["Per månad", "=B7/12", "=C7/12", "=D7/12"],
        ]
    },
    "a cost that is given as the total of what it is shared into": {
        "Avgifter": [
            ["Kommun", "Invånare", "Andel", "Årsavgift", "Per månad"],
            *(
                [name, people, share, f"=C{r}*D$6", f"=D{r}/12"]
                for r, (name, people, share) in enumerate(
                    [("Ask", 25_760, 0.4), ("Bo", 8_340, 0.3), ("Ed", 9_010, 0.3)], 2
                )
            ),
            ["Reserv", 0, 0, 0, 0],
            ["Summa", "=SUM(B2:B5)", "=SUM(C2:C5)", 94_860, "=D6/12"],
        ]
    },
    "parts that are shown under their wholes, which the sums count once": {
        "Resultat": [
            ["tkr", "2024", "2025"],
            ["Personal", 44_870, 46_215],
            ["varav pension", 6_120, 7_035],
            ["varav semester", 2_118, 2_304],
            ["Lokaler", 7_350, 7_650],
            ["Fordon", 3_980, 4_105],
            ["Summa", "=B2+SUM(B5:B6)", "=C2+SUM(C5:C6)"],
        ],
    },
    "pasted parts of wholes, some of them all of it, with deviations of either sign": {
        "Verksamhet": [
            ["tkr", "Budget", "Utfall", "Avvikelse"],
            ["Förskola", 44_871, 46_911, -2_040],
            ["  varav kommunal", 30_120, 33_035, -2_915],
            ["  varav fristående", 14_751, 13_876, 875],
            ["Grundskola", 87_350, 87_650, -300],
            ["  varav skolskjuts", 13_980, 14_105, -125],
            ["Bibliotek", 5_644, 6_011, -367],
            ["  varav lokaler", 1_212, 1_207, 5],
            ["Summa kostnader", 137_865, 140_572, -2_707],
        ],
    },
    "parts of a line without an amount of its own": {
        "Blad": [
            ["tkr", "2019", "2020"],
            ["Personal"],
            ["varav lön", 38_755, 39_180],
            ["varav pension", 6_120, 7_035],
            ["Lokaler", 7_355, 7_650],
            ["Summa", "=SUM(B3:B5)", "=SUM(C3:C5)"],
        ],
    },
    "weeks by number above what the depots have used": {
        "Veckor": [
            ["Depå", 1, 2, 3, 4, 5],
            ["Nord", 14, 12, 9, 17, 11],
            ["Syd", 8, 9, 12, 7, 13],
            ["Väst", 21, 18, 19, 22, 16],
            ["Öst", 5, 7, 6, 8, 4],
            ["Summa", *(f"=SUM({c}2:{c}5)" for c in "BCDEF")],
        ]
    },
    "an index and a rate above a table, whose columns stand in the same proportions": {
        "Uppräkning": [
            ["Index oktober 2024", 112.4],
            ["Index oktober 2025", 115.6],
            [],
            ["Kommun", "Avgift 2025", "Uppräkning", "Avgift 2026"],
            ["Arjeplog", 704_900, 20_068, 724_968],
            ["Boden", 636_700, 18_127, 654_827],
            ["Kalix", 541_000, 15_402, 556_402],
            ["Luleå", 601_500, 17_125, 618_625],
            ["Piteå", 530_200, 15_095, 545_295],
            ["Summa", 3_014_300, 85_817, 3_100_117],
        ]
    },
    "a cost, its shares and what it is for a kilometre or for one of anything else": {
        unit: [
            [None, "Boden", "Kalix", "Totalt"],
            ["Tidtabellskilometer", 295_724, 359_571, 655_295],
            [],
            ["Trafikkostnad netto", None, None, 26_539_448],
            ["Kommunens andel", 11_976_822, 14_562_625, 26_539_447],
            [unit, 40.5, 40.5, 40.5],
        ]
        for unit in ("Kr per km", "Snitt")
    },
    "a new frame with what is decided, which is mostly what was asked for": {
        "Budget": [
            ["Nämnd", "Ram 2025", "Äskande", "Förslag", "Beslut", "Beslut mot äskande", "Ny ram"],
            ["Kommunstyrelsen", 133_500, 4_400, 2_200, 2_200, -2_200, 135_700],
            ["Utbildning", 626_500, 100, 50, 50, -50, 626_550],
            ["Socialnämnden", 461_500, 4_600, 4_600, 4_600, 0, 466_100],
            ["Samhällsbyggnad", 97_700, 3_400, 3_400, 3_400, 0, 101_100],
            ["Kultur och fritid", 234_700, 8_500, 4_250, 4_250, -4_250, 238_950],
            ["Miljö och bygg", 808_100, 6_800, 6_800, 6_800, 0, 814_900],
            ["Summa", 2_362_000, 27_800, 21_300, 21_300, -6_500, 2_383_300],
        ]
    },
    "a new budget with what is carried forward, where little or nothing is given back": {
        "Ombudgetering": [
            ["Projekt", "Kvarstår", "Ombudgeteras", "Återlämnas", "Ny budget", "Summa budget"],
            ["Sporthall", 10_112, 10_112, 0, 3_000, 13_112],
            ["Gatubelysning", 1_065, 1_065, 0, 900, 1_965],
            ["VA-ledning", 1_964, 1_964, 0, 1_400, 3_364],
            ["Förskola", 3_267, 1_634, 1_633, 700, 2_334],
            ["Bibliotek", 422, 422, 0, 1_300, 1_722],
            ["IT-nät", 12_068, 6_034, 6_034, 2_100, 8_134],
            ["Summa", 28_898, 21_231, 7_667, 9_400, 30_631],
        ]
    },
    "net costs of several kinds of cost, by service, and with deviations where plus is to the good": {
        "Per år": [
            ["tkr", "2024", "2025"],
            ["Personal", 512, 518],
            ["Lokalkostnader", 103, 121],
            ["Intäkter", 50, 55],
            ["Nettokostnad", 565, 584],
        ],
        "Per verksamhet": [
            ["Verksamhet", "Kostnader", "Intäkter", "Nettokostnad"],
            ["Arkiv", 5_231, 714, 4_517],
            ["Växel", 8_105, 1_322, 6_783],
            ["Summa", 13_336, 2_036, 11_300],
        ],
        "Uppföljning": [
            ["tkr", "Budget", "Prognos", "Avvikelse"],
            ["Summa intäkter", 12_310, 12_520, 210],
            ["Summa kostnader", 45_630, 46_060, -430],
            ["Nettokostnad", 33_320, 33_540, -220],
        ],
        "Block": [
            ["tkr", "Utfall", "Plan"],
            ["Skola"],
            ["Intäkter", 701, 715],
            ["Kostnader", 5_203, 5_318],
            ["Netto", 4_502, 4_603],
            ["Vård"],
            ["Intäkter", 1_309, 1_294],
            ["Kostnader", 8_117, 8_021],
            ["Netto", 6_808, 6_727],
        ],
    },
    "formulas with a number of its own on each line": {
        "Register": [
            ["Inventarie", "Livslängd, år", "Anskaffningsvärde", "Ack. avskrivning"],
            *(
                [f"Inventarie {n}", life, cost, f"=MIN(C{n},C{n}/B{n}*{age})"]
                for n, (life, cost, age) in enumerate(
                    zip(
                        (5, 10, 20, 10, 5, 20, 10, 5, 10, 20),
                        (81_500, 120_000, 940_000, 33_000, 72_500, 1_210_000, 45_000, 61_000, 87_000, 410_000),
                        (2, 4, 9, 4, 3, 6, 1, 4, 7, 4),
                        strict=True,
                    ),
                    2,
                )
            ),
        ],
    },
    "a declining balance in full precision": {
        "Lån": [
            ["Månad", "Ingående skuld", "Amortering", "Utgående skuld"],
            [1, 1_000_000, "=$B$2/3", "=B2-C2"],
            [2, "=D2", "=$B$2/3", "=B3-C3"],
            [3, "=D3", "=$B$2/3", "=B4-C4"],
        ]
    },
    "a total row with the mean price": {
        "Internhyra": [
            ["Objekt", "Yta kvm", "Hyra kr/kvm", "Årshyra"],
            *([f"Objekt {n}", kvm, kr, kvm * kr] for n, (kvm, kr) in enumerate(FLOOR_RENTS)),
            ["Summa", 22_345, 1_315, 29_387_870],
        ]
    },
    "what is written off in a year, rounded, until nothing is left": {
        "Register": [
            ["Anläggning", "Nyttjandetid", "Anskaffningsvärde", "Årets avskrivning"],
            ["Skola", 33, 5_404_000, 163_758],
            ["Förråd", 15, 230_000, 15_333],
            ["Bil", 5, 493_000, 0],
            ["Väg", 20, 4_606_000, 230_300],
            ["Park", 10, 4_176_000, 417_600],
            ["Bro", 25, 1_520_000, 60_800],
            ["Hall", 20, 2_738_000, 136_900],
            ["Kaj", 10, 442_100, 44_210],
            ["Torg", 20, 6_120_000, 306_000],
            ["Damm", 25, 1_315_000, 52_600],
            ["Gata", 20, 2_954_000, 147_700],
        ]
    },
    "frames whose change is mostly that of prices": {
        "Ramar": [
            ["Nämnd", "Ram 2025", "Prisindex", "Volym", "Ram 2026", "Förändring %"],
            *([f"Nämnd {n}", *line] for n, line in enumerate(FRAMES)),
        ]
    },
    "a grant that is mostly what was asked for, in formulas": {
        "Beredning": [
            ["Nämnd", "Ram 2025", "Äskande", "Beslut", "Ny ram"],
            *([f"Nämnd {n}", *line, f"=B{n}+D{n}"] for n, line in enumerate(GRANTS, 2)),
        ]
    },
    "half of what is left is carried over, and half given back": {
        "Ombudgetering": [
            ["Projekt", "Kvar", "Ombudgeteras", "Återlämnas", "Ny budget", "Efter ombudgetering"],
            ["Sporthall", 1_510, 755, 755, 2_800, 3_555],
            ["Belysning", 5_031, 2_516, 2_515, 500, 3_016],
            ["Ledning", 34, 17, 17, 1_800, 1_817],
            ["Förskola", 13_359, 6_680, 6_679, 2_200, 8_880],
            ["Bibliotek", 551, 551, 0, 2_600, 3_151],
            ["Nät", 7_171, 7_171, 0, 3_900, 11_071],
            ["Summa", 27_656, 17_690, 9_966, 13_800, 31_490],
        ]
    },
    "a result whose change in per cent is near the sum of others": {
        "Fem år": [
            ["mnkr", 2024, 2025, "Förändring, %"],
            ["Skatteintäkter", 1712.8, 1800.5, 0.051],
            ["Nettokostnader", -1593, -1653.4, 0.038],
            ["Finansnetto", 9.5, 9.8, 0.032],
            ["Årets resultat", 129.3, 156.9, 0.213],
            ["Investeringar", 168.2, 170.9, 0.016],
            ["Eget kapital", 874, 1030.9, 0.18],
        ]
    },
    "net costs with a plus sign": {
        "Netto": [
            ["Nämnd", "Intäkter", "Kostnader", "Netto"],
            ["Skola", 13_093, 53_376, 40_283],
            ["Omsorg", 113_894, 898_258, 784_364],
            ["Teknik", 52_045, 807_978, 755_933],
        ]
    },
}


@pytest.mark.parametrize("name", CLEAN)
def test_nothing_is_said_of_a_clean_workbook(name: str) -> None:
    work = make_book(*(make_sheet(sheet, rows) for sheet, rows in CLEAN[name].items()))
    assert [(one.code, str(one.place), one.message) for one in reconcile(work)] == []
