"""Sheets as people make them, with nothing wrong in them: the formula rules say nothing."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from enamnd_xl.workbook.snapshot import Value
from sheets import make_book, make_sheet
from test_formula_rules import AMOUNTS, CHECKS, MEMBERS, OUTCOMES, PEOPLE, groups, keys, matrix, shares, summary, table

Rows = Sequence[Sequence[Value]]
MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun")

CLEAN: dict[str, Mapping[str, Rows]] = {
    "a table with a total row, deviations and shares": {"Blad": table()},
    "a cross table": {"Blad": matrix()},
    "a cross table whose grand total adds the column": {"Blad": matrix(I8="=SUM(I2:I7)")},
    "groups with subtotals": {"Blad": groups()},
    "subtotals by SUBTOTAL over all": {
        "Blad": groups(
            B5="=SUBTOTAL(9,B2:B4)",
            B9="=SUBTOTAL(9,B6:B8)",
            B10="=SUBTOTAL(9,B2:B9)",
            C5="=SUBTOTAL(9,C2:C4)",
            C9="=SUBTOTAL(9,C6:C8)",
            C10="=SUBTOTAL(9,C2:C9)",
        )
    },
    "a grand total that takes the subtotals out again": {
        "Blad": groups(B10="=SUM(B2:B9)-B5-B9", C10="=SUM(C2:C9)-C5-C9")
    },
    "keys on another sheet": {"Nycklar": keys(), "Blad": shares()},
    "one service shared by another year's key, by decision": {
        "Nycklar": keys(),
        "Blad": shares(**{f"C{row}": f"=C$2*Nycklar!$B{row - 1}/Nycklar!$B$9" for row in range(3, 10)}),
    },
    "a member outside one service": {"Nycklar": keys(), "Blad": shares(C5=0, D7=None)},
    "links": {"Underlag": table(), "Blad": summary()},
    "links in another order": {
        "Underlag": table(),
        "Blad": [
            ["Kommun", "Budget"],
            *([name, f"=Underlag!B{MEMBERS.index(name) + 2}"] for name in sorted(MEMBERS, reverse=True)),
        ],
    },
    "a running total": {
        "Blad": [
            ["Månad", "Utfall", "Ackumulerat"],
            ["jan", 10, "=B2"],
            *([month, 10 * row, f"=C{row - 1}+B{row}"] for row, month in enumerate(MONTHS[1:], 3)),
        ]
    },
    "a running total by growing ranges": {
        "Blad": [
            ["Månad", "Utfall", "Ackumulerat"],
            *([month, 10 * row, f"=SUM(B$2:B{row})"] for row, month in enumerate(MONTHS, 2)),
            ["Summa", "=SUM(B2:B7)"],
        ]
    },
    "an opening balance, movements and a closing balance": {
        "Blad": [
            ["Post", "2024", "2025"],
            ["Ingående balans", 1000, "=B7"],
            ["Intäkter", 500, 550],
            ["Kostnader", -450, -560],
            ["Engångsposter", -20, 5],
            ["Summa förändring", "=SUM(B3:B5)", "=SUM(C3:C5)"],
            ["Utgående balans", "=B2+B6", "=C2+C6"],
        ]
    },
    "population first, then costs": {
        "Blad": [
            ["Post", "Luleå", "Boden", "Kalix"],
            ["Antal invånare", 79000, 28000, 15000],
            ["Lön", 40000, 30000, 20000],
            ["Hyra", 5000, 4000, 3000],
            ["Resor", 900, 800, 700],
            ["Summa kostnader", "=SUM(B3:B5)", "=SUM(C3:C5)", "=SUM(D3:D5)"],
            ["Kostnad per invånare", "=B6/B2", "=C6/C2", "=D6/D2"],
        ]
    },
    "population first in the row": {
        "Blad": [
            ["Kommun", "Invånare", "Grund", "Arkiv", "Summa"],
            *(
                [n, p, a, a // 7, f"=SUM(C{r}:D{r})"]
                for r, (n, p, a) in enumerate(zip(MEMBERS, PEOPLE[2020], AMOUNTS, strict=True), 2)
            ),
            ["Summa", *(f"=SUM({column}2:{column}8)" for column in "BCDE")],
        ]
    },
    "years as numbers over the figures": {
        "Blad": [
            ["Post", 2023, 2024, 2025],
            ["Lön", 100, 110, 120],
            ["Hyra", 50, 51, 52],
            ["Summa", "=SUM(B2:B3)", "=SUM(C2:C3)", "=SUM(D2:D3)"],
        ]
    },
    "an of-which row before the total": {
        "Blad": [
            ["Post", "Budget", "Utfall"],
            ["Lön", 100, 110],
            ["Hyra", 50, 51],
            ["varav lokalvård", 12, 13],
            ["Summa", "=SUM(B2:B3)", "=SUM(C2:C3)"],
        ]
    },
    "a total without one of its rows, as it says": {
        "Blad": [
            ["Post", "Belopp"],
            *([f"Post {r}", 10 * r] for r in range(2, 8)),
            ["Summa", "=SUM(B2:B7)"],
            ["Nyckeltal", "=B2+B3+B6+B7"],
        ]
    },
    "a price column among sums, with the average in the total row": {
        "Blad": [
            ["Vara", "Antal", "Pris", "Belopp", "Moms"],
            *([f"Vara {r}", 3 * r, 10 + r, f"=B{r}*C{r}", f"=D{r}*0.25"] for r in range(2, 8)),
            ["Summa", "=SUM(B2:B7)", 14.5, "=SUM(D2:D7)", "=SUM(E2:E7)"],
        ]
    },
    "a quotient in the total row": {
        "Blad": [
            ["Kommun", "Budget", "Utfall", "Förbrukat", "Kvar"],
            *(
                [n, b, u, f"=C{r}/B{r}", f"=B{r}-C{r}"]
                for r, (n, b, u) in enumerate(zip(MEMBERS, AMOUNTS, OUTCOMES, strict=True), 2)
            ),
            ["Summa", "=SUM(B2:B8)", "=SUM(C2:C8)", "=C9/B9", "=SUM(E2:E8)"],
        ]
    },
    "outcome so far, then forecast": {
        "Blad": [
            ["Post", *MONTHS],
            *(
                [f"Post {r}", 100 + r, 101 + r, 99 + r, *(f"=AVERAGE($B{r}:$D{r})" for _ in range(3))]
                for r in range(2, 7)
            ),
            ["Summa", *(f"=SUM({column}2:{column}6)" for column in "BCDEFG")],
        ]
    },
    "revenue among costs turns the deviation round": {
        "Blad": [
            ["Post", "Budget", "Utfall", "Avvikelse"],
            ["Kostnad lön", 100, 110, "=B2-C2"],
            ["Kostnad hyra", 50, 49, "=B3-C3"],
            ["Intäkter avgifter", 180, 190, "=C4-B4"],
            ["Kostnad resor", 20, 18, "=B5-C5"],
            ["Kostnad kurser", 10, 11, "=B6-C6"],
        ]
    },
    "columns in turn": {
        "Blad": [
            ["Post", "B 2023", "U 2023", "A 2023", "B 2024", "U 2024", "A 2024", "B 2025", "U 2025", "A 2025"],
            *(
                [
                    f"Post {r}",
                    10 * r,
                    9 * r,
                    f"=B{r}-C{r}",
                    11 * r,
                    12 * r,
                    f"=E{r}-F{r}",
                    12 * r,
                    12 * r,
                    f"=H{r}-I{r}",
                ]
                for r in range(2, 7)
            ),
            ["Summa", *(f"=SUM({column}2:{column}6)" for column in "BCDEFGHIJ")],
        ]
    },
    "totals on top": {
        "Blad": [
            ["Post", "2024", "2025"],
            ["Totalt", "=SUM(B3:B6)", "=SUM(C3:C6)"],
            *([f"Post {r}", 10 * r, 11 * r] for r in range(3, 7)),
        ]
    },
    "sheets by year, added up": {
        "Summering": [
            ["Kommun", 2023, 2024, 2025, "Totalt"],
            *(
                [n, f"='År 2023'!B{r}", f"='År 2024'!B{r}", f"='År 2025'!B{r}", f"=SUM(B{r}:D{r})"]
                for r, n in enumerate(MEMBERS, 2)
            ),
        ],
        **{f"År {year}": table(B2=year) for year in (2023, 2024, 2025)},
    },
    "last year's column beside this year's": {
        "Blad": [
            ["Tjänst", "Budget 2024", "Budget 2025", "Förändring"],
            *([f"Tjänst {r}", 100 * r, f"=ROUND(B{r}*1.03,0)", f"=C{r}-B{r}"] for r in range(2, 8)),
        ]
    },
    "codes and years as text, notes below": {
        "Blad": [
            ["Kod", "Kommun", "Belopp", "Not"],
            *([str(2500 + r), n, a, None] for r, (n, a) in enumerate(zip(MEMBERS, AMOUNTS, strict=True), 2)),
            [None, "Summa", "=SUM(C2:C8)"],
            ["Not 1: beloppen är i kronor"],
        ]
    },
    "dates in order, downwards and upwards, over a new year": {
        "Blad": [["Datum", "A"], *([date(2024 + m // 13, (m - 1) % 12 + 1, 5), m] for m in range(9, 16))],
        "Bakåt": [["Datum", "A"], *([date(2025 - m // 6, 6 - m % 6, 5), m] for m in range(1, 9))],
    },
    "dates in no order": {"Blad": [["Datum", "A"], *([date(2020 + (7 * m) % 5, m, 5), m] for m in range(1, 10))]},
    "a table to the right of another": {
        "Blad": [
            ["Kommun", "Budget", None, "Tjänst", "Utfall"],
            *(
                [n, a, None, f"Tjänst {r}", o]
                for r, (n, a, o) in enumerate(zip(MEMBERS, AMOUNTS, OUTCOMES, strict=True), 2)
            ),
            ["Summa", "=SUM(B2:B8)", None, "Summa", "=SUM(E2:E8)"],
        ]
    },
    "subtotals above their parts, and the last of them reckoned from what stands beside it": {
        "Blad": [
            ["Udvalg", "Budget", "Tillæg", "I alt"],
            ["Skole", "=SUM(B3:B5)", "=SUM(C3:C5)", "=B2+C2"],
            ["Folkeskole", 500, 12, "=B3+C3"],
            ["SFO", 210, -20, "=B4+C4"],
            ["Dagtilbud", 320, 7, "=B5+C5"],
            ["Kultur", "=SUM(B7:B9)", "=SUM(C7:C9)", "=B6+C6"],
            ["Bibliotek", 90, 8, "=B7+C7"],
            ["Museum", 75, 5, "=B8+C8"],
            ["Idræt", 110, -6, "=B9+C9"],
            ["Teknik", "=SUM(B11:B12)", "=SUM(C11:C12)", "=B10+C10"],
            ["Veje", 140, 3, "=B11+C11"],
            ["Park", 60, -11, "=B12+C12"],
            ["I alt", *(f"={column}2+{column}6+{column}10" for column in "BCD")],
        ]
    },
    "prices that are not all filled in": {
        "Priser": [["Vara", "Pris"], *([f"Vara {r}", 10 * r if r < 4 else None] for r in range(2, 8))],
        "Blad": [["Vara", "Antal", "Belopp"], *([f"Vara {r}", 3 * r, f"=B{r}*Priser!B{r}"] for r in range(2, 8))],
    },
    "both sides of a room added twice": {
        "Blad": [
            ["Rum", "Längd", "Bredd", "Omkrets"],
            *([f"R{r}", 3 * r, r, f"=B{r}+C{r}+B{r}+C{r}"] for r in (2, 3, 4)),
        ]
    },
    "blank rows between groups": {
        "Blad": [
            ["Post", "Budget", "Utfall", "Avvikelse"],
            ["Lön", 10, 11, "=B2-C2"],
            ["Hyra", 5, 4, "=B3-C3"],
            [],
            ["Resor", 3, 3, "=B5-C5"],
            ["Kurser", 2, None, "=B6-C6"],
            [],
            ["Summa", "=SUM(B2:B6)", "=SUM(C2:C6)", "=SUM(D2:D6)"],
        ]
    },
}


@pytest.mark.parametrize("name", CLEAN)
def test_nothing_is_said_of_a_clean_book(name: str) -> None:
    work = make_book(*(make_sheet(sheet, rows) for sheet, rows in CLEAN[name].items()))
    found = [(one.code, one.sheet, one.cell, one.message) for check in CHECKS for one in check(work)]  # type: ignore[attr-defined]
    assert found == []
