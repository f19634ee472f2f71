"""The formula rules on small sheets: each fault at its cell, with the amount and the formula that mends it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enamnd_xl.reconcile.finding import Finding
from enamnd_xl.reconcile.rules.formulas import check_formulas
from enamnd_xl.reconcile.rules.formulas_habits import check_external, check_volatile
from enamnd_xl.reconcile.rules.formulas_values import check_cached_values, check_error_values
from enamnd_xl.reconcile.rules.types import check_dates, check_numbers_as_text
from enamnd_xl.reconcile.run import reconcile
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import from_a1, to_a1
from enamnd_xl.workbook.snapshot import CellError, Sheet, Snapshot, Value
from sheets import make_book, make_sheet

Rows = Sequence[Sequence[Value]]
Edits = Mapping[str, Value]
Told = tuple[str, str, str, Value, Value]

MEMBERS = ("Arjeplog", "Arvidsjaur", "Boden", "Gällivare", "Haparanda", "Jokkmokk", "Kalix")
AMOUNTS = (18611, 34432, 59915, 50756, 64944, 57723, 59377)
OUTCOMES = (17320, 35001, 61250, 48990, 66001, 55204, 60110)
PEOPLE = {2018: (2794, 6334, 28064, 17630, 9701, 4974, 16087), 2020: (2718, 6145, 28060, 17462, 9586, 4784, 15806)}
CHECKS: tuple[Callable[[Workpaper], object], ...] = (
    check_formulas,
    check_cached_values,
    check_error_values,
    check_volatile,
    check_external,
    check_numbers_as_text,
    check_dates,
)


def table(**edits: Value) -> Rows:
    """Budget, outcome, deviation and share for seven members, with a total row (row 9)."""
    rows: list[list[Value]] = [["Kommun", "Budget", "Utfall", "Avvikelse", "Andel"]]
    for row, (name, budget, outcome) in enumerate(zip(MEMBERS, AMOUNTS, OUTCOMES, strict=True), 2):
        rows.append([name, budget, outcome, f"=B{row}-C{row}", f"=C{row}/C$9"])
    rows.append(["Summa", "=SUM(B2:B8)", "=SUM(C2:C8)", "=SUM(D2:D8)", None])
    return edited(rows, edits)


def matrix(**edits: Value) -> Rows:
    """Six services by seven members, with totals right (column I) and below (row 8)."""
    rows: list[list[Value]] = [["Tjänst", *MEMBERS, "Totalt"]]
    rows += [
        [f"Tjänst {row - 1}", *(amount // row for amount in AMOUNTS), f"=SUM(B{row}:H{row})"] for row in range(2, 8)
    ]
    rows.append(["Totalt", *(f"=SUM({column}2:{column}7)" for column in "BCDEFGH"), "=SUM(B8:H8)"])
    return edited(rows, edits)


def groups(**edits: Value) -> Rows:
    """Two groups with subtotals (rows 5 and 9) and a grand total (row 10)."""
    rows: list[list[Value]] = [["Post", "2024", "2025"]]
    rows += [["Lön", 100, 110], ["Resor", 20, 25], ["Kurser", 7, 9], ["Summa personal", "=SUM(B2:B4)", "=SUM(C2:C4)"]]
    rows += [["Hyra", 55, 56], ["El", 14, 12], ["Städ", 6, 8], ["Summa lokaler", "=SUM(B6:B8)", "=SUM(C6:C8)"]]
    rows += [["Totalt", "=B5+B9", "=C5+C9"]]
    return edited(rows, edits)


def by_year(**edits: Value) -> Rows:
    """Three years with sums (row 7), and beside them the last year's change and its share."""
    rows: list[list[Value]] = [["Post", "2022", "2023", "2024", "Ändring %", "Andel %"]]
    rows += [[f"Post {r}", 100 * r, 110 * r + 3, 120 * r + 7, f"=D{r}/C{r}-1", 5 * r] for r in range(2, 7)]
    rows.append(["Summa", *(f"={column}2+SUM({column}3:{column}6)" for column in "BCD"), "=D7/C7-1", 100])
    return edited(rows, edits)


def of_which(formula: str) -> Rows:
    """Costs with a part of one shown under it (row 3), and their sum in two years (row 6)."""
    rows: list[list[Value]] = [["tkr", "2024", "2025"], ["Personal", 4487, 4621], ["varav pension", 612, 703]]
    rows += [["Lokaler", 735, 765], ["Fordon", 398, 410]]
    return [*rows, ["Summa", *(formula.replace("#", column) for column in "BC")]]


def field_of_products(**edits: Value) -> Rows:
    """Three hours by three rates."""
    rows: list[list[Value]] = [["Timmar", 10, 20, 30]]
    rows += [[hours, *(f"=$A{row}*{column}$1" for column in "BCD")] for row, hours in enumerate((9, 11, 13), 2)]
    return edited(rows, edits)


def with_vat(**edits: Value) -> Rows:
    """Amounts with their VAT, and both together."""
    rows: list[list[Value]] = [["Post", "Belopp", "Moms", "Totalt"]]
    rows += [[f"Post {row}", 500 * row, f"=B{row}*0.25", f"=B{row}+C{row}"] for row in range(2, 7)]
    return edited(rows, edits)


def variances(**edits: Value) -> Rows:
    """Posts with what is left of them, and under them what two lines differ by (rows 7 and 8)."""
    names, budget, outcome = (
        ("Personal", "Lokaler", "IT", "Köp", "Kapitalkostnad"),
        (1240, 690, 310, 482, 580),
        (1190, 702, 333, 482, 577),
    )
    rows: list[list[Value]] = [["Post", "Budget", "Utfall", "Diff", "2023", "2022"]]
    for row, line in enumerate(zip(names, budget, outcome, strict=True), 2):
        rows.append([*line, f"=B{row}-C{row}", line[1] - 31, line[2] - 47])
    rows += [[f"Rad {row - 2} mot {row - 1}", *(f"={c}{row - 2}-{c}{row - 1}" for c in "BCDEF")] for row in (7, 8)]
    return edited(rows, edits)


def changes(**edits: Value) -> Rows:
    """Three years in two groups, their totals (rows 4, 7 and, after a blank row, 9), and the last year's change."""
    rows: list[list[Value]] = [["Post", "2022", "2023", "2024", "Ändring", "Ändring i %"]]
    rows += [["Lön", 98, 100, 104], ["Resor", 19, 20, 22], ["Summa personal"]]
    rows += [["Hyra", 54, 55, 57], ["El", 12, 14, 13], ["Summa lokaler"], [], ["Totalt"]]
    for row in (4, 7):
        rows[row - 1] += [f"=SUM({column}{row - 2}:{column}{row - 1})" for column in "BCD"]
    rows[8] += [f"={column}4+{column}7" for column in "BCD"]
    for row in (2, 3, 4, 5, 6, 7, 9):
        rows[row - 1] += [f"=D{row}-C{row}", f"=E{row}/C{row}"]
    return edited(rows, edits)


def keys(**edits: Value) -> Rows:
    rows: list[list[Value]] = [["Kommun", "2018", "2020"]]
    rows += [[name, a, b] for name, a, b in zip(MEMBERS, PEOPLE[2018], PEOPLE[2020], strict=True)]
    return edited([*rows, ["Summa", "=SUM(B2:B8)", "=SUM(C2:C8)"]], edits)


def shares(**edits: Value) -> Rows:
    """Three services shared by the population of 2020 (Nycklar, column C), members in rows 3-9."""
    rows: list[list[Value]] = [["Kommun", "E-arkiv", "Datacenter", "Lärplattform"], ["Kostnad", 100000, 200000, 300000]]
    for row, name in enumerate(MEMBERS, 3):
        rows.append([name, *(f"={column}$2*Nycklar!$C{row - 1}/Nycklar!$C$9" for column in "BCD")])
    return edited(rows, edits)


def summary(**edits: Value) -> Rows:
    rows: list[list[Value]] = [["Kommun", "Budget", "Utfall"]]
    rows += [[name, f"=Underlag!B{row}", f"=Underlag!C{row}"] for row, name in enumerate(MEMBERS, 2)]
    return edited([*rows, ["Summa", "=SUM(B2:B8)", "=SUM(C2:C8)"]], edits)


def edited(rows: list[list[Value]], edits: Edits) -> Rows:
    for address, value in edits.items():
        row, column = from_a1(address)
        rows.extend([] for _ in range(row - len(rows)))
        rows[row - 1].extend([None] * (column - len(rows[row - 1])))
        rows[row - 1][column - 1] = value
    return rows


def check(work: Workpaper) -> list[Finding]:
    return [finding for one in CHECKS for finding in one(work)]  # type: ignore[attr-defined]


def told(finding: Finding) -> Told:
    cell = to_a1(finding.cell) if finding.cell else ""
    return finding.code, str(finding.severity), cell, finding.found, finding.expected


@dataclass(frozen=True)
class Case:
    """A fault: the sheets with it, what is to be found, the formula to paste, the cells that stand under it."""

    name: str
    sheets: Mapping[str, Rows]
    expected: Told
    paste: str = ""
    under: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)


GRAND = sum(amount // row for amount in AMOUNTS for row in range(2, 8))


def by_people(cost_kr: int, year: int, member: int, total_year: int | None = None) -> float:
    return round(cost_kr * PEOPLE[year][member] / sum(PEOPLE[total_year or year]), 6)


def down(columns: str, formula: str, row: int) -> dict[str, Value]:
    return {f"{column}{row}": formula.replace("#", column) for column in columns}


FIVE = tuple(enumerate(MEMBERS[:5], 2))


def results(**edits: Value) -> Rows:
    """Revenues (2) and costs (3) of four years, what they add up to (4) and the difference (5)."""
    rows: list[list[Value]] = [
        ["Mnkr", "2024", "2025", "2026", "2027"],
        ["A", 500, 530, 548, 549],
        ["B", 470, 482, 515, 610],
    ]
    rows += [["C", *(f"={c}3+{c}2" for c in "BCDE")], ["D", *(f"={c}2-{c}4" for c in "BCDE")]]
    return edited(rows, edits)


def deposits(**edits: Value) -> Rows:
    """A cash book with either a deposit (B) or a withdrawal (C) on each line, and the balance (D)."""
    amounts = [(500, None), (None, 120), (None, 80), (350, None), (None, 60), (None, 45), (270, None)]
    rows: list[list[Value]] = [["Text", "In", "Ut", "Saldo"], ["Ingående", None, None, 700]]
    rows += [["Post", come, gone, f"=D{row - 1}+B{row}-C{row}"] for row, (come, gone) in enumerate(amounts, 3)]
    return edited(rows, edits)


CASES = [
    Case(
        "a total typed over, off by an old amount",
        {"Blad": table(C9=340000)},
        ("EN401", "fel", "C9", 340000, 343876),
        "=SUMMA(C2:C8)",
    ),
    Case(
        "a total typed over with the right amount",
        {"Blad": table(B9=sum(AMOUNTS))},
        ("EN401", "varning", "B9", 345758, 345758),
        "=SUMMA(B2:B8)",
    ),
    Case(
        "a row total typed over",
        {"Blad": matrix(I4=90000)},
        ("EN401", "fel", "I4", 90000, 86437),
        "=SUMMA(B4:H4)",
    ),
    Case(
        "the grand total typed over",
        {"Blad": matrix(I8=999)},
        ("EN401", "fel", "I8", 999, GRAND),
        "=SUMMA(I2:I7)",
    ),
    Case(
        "a sum that misses the last row, its neighbours do not",
        {"Blad": table(C9="=SUM(C2:C7)")},
        ("EN402", "fel", "C9", 283766, 343876),
        "=SUMMA(C2:C8)",
    ),
    Case(
        "a sum that misses the first row",
        {"Blad": table(B9="=SUM(B3:B8)")},
        ("EN402", "fel", "B9", 327147, 345758),
        "=SUMMA(B2:B8)",
    ),
    Case(
        "the last year's sum misses the last row, beside columns of per cent",
        {"Blad": by_year(D7="=D2+SUM(D3:D5)")},
        ("EN402", "fel", "D7", 1708, 2435),
        "=D2+SUMMA(D3:D6)",
    ),
    Case(
        "sums that count what is named as a part of another line",
        {"Blad": of_which("=SUM(#2:#5)")},
        ("EN403", "fel", "B6", 6232, 5620),
        "=SUMMA(B2;B4:B5)",
        ("C6",),
    ),
    Case(
        "a cost that is shared out by more than the whole",
        {
            "Blad": [
                ["Kommun", "Andel", "Invånare", "Avgift"],
                ["Ask", 0.6, 25_760, "=B2*D$4"],
                ["Bo", 0.5, 8_340, "=B3*D$4"],
                ["Summa", "=SUM(B2:B3)", "=SUM(C2:C3)", 90_000],
            ]
        },
        ("EN401", "fel", "D4", 90_000, 99_000),
    ),
    Case(
        "all sums miss the last row, as when a row is inserted there",
        {"Blad": table(**down("BCD", "=SUM(#2:#7)", 9))},
        ("EN402", "fel", "B9", 286381, 345758),
        "=SUMMA(B2:B8)",
        ("C9", "D9"),
    ),
    Case(
        "a sum of all rows but one, with no other column to go by",
        {"Blad": [["Post", "Belopp"], *([f"Post {r}", 10 * r] for r in range(2, 8)), ["Summa", "=SUM(B2:B4,B6:B7)"]]},
        ("EN402", "fel", "B8", 220, 270),
        "=SUMMA(B2:B7)",
    ),
    Case(
        "a sum with a blank row before it and a row inserted there",
        {"Blad": [["Post", "Belopp"], *([f"Post {r}", 10 * r] for r in range(2, 8)), [], ["Summa", "=SUM(B2:B6)"]]},
        ("EN402", "fel", "B9", 200, 270),
        "=SUMMA(B2:B7)",
    ),
    Case(
        "a sum that misses a column",
        {"Blad": matrix(I4="=SUM(B4:G4)")},
        ("EN402", "fel", "I4", 71593, 86437),
        "=SUMMA(B4:H4)",
    ),
    Case(
        "a sum that has its own subtotal in its range",
        {"Blad": groups(**down("BC", "=SUM(#2:#9)", 10))},
        ("EN403", "fel", "B10", 404, 202),
        "=SUMMA(B2:B4;B6:B8)",
        ("C10",),
    ),
    Case(
        "a sum whose ranges overlap",
        {"Blad": groups(B5="=SUM(B2:B3,B3:B4)")},
        ("EN403", "fel", "B5", 147, 127),
        "=SUMMA(B2:B4)",
    ),
    Case(
        "a sum over rows and their totals",
        {"Blad": matrix(I8="=SUM(B2:I7)")},
        ("EN403", "fel", "I8", 2 * GRAND, GRAND),
        "=SUMMA(B2:H7)",
    ),
    Case(
        "the first of a column takes the price of the next line",
        {
            "Blad": [
                ["Vara", "Antal", "Pris", "Belopp"],
                *([f"V{r}", 10 + r, 2.5 * r, f"=B{r}*C{r}" if r > 2 else "=B2*C3"] for r in range(2, 9)),
            ]
        },
        ("EN406", "fel", "D2", 90, 60),
        "=B2*C2",
    ),
    Case(
        "a total that is only one of its subtotals",
        {
            "Blad": [
                [None, "A", "B", "C"],
                ["Nord", 42, 40, 37],
                ["Syd", 30, 31, 33],
                ["Norden", "=B2+B3", "=C2+C3", "=D2+D3"],
                ["Öst", 20, 22, 18],
                ["Väst", 10, 9, 11],
                ["Kontinenten", "=B5+B6", "=C5+C6", "=D5+D6"],
                ["Totalt", "=B4+B7", "=C4+C7", "=D4"],
            ]
        },
        ("EN406", "varning", "D8", 70, 99),
        "=D4+D7",
    ),
    Case(
        "a part counted beside its subtotal, next to a sum that is right",
        {
            "Blad": [
                [None, 2022, 2023],
                ["Intäkter", 9000, 9900],
                ["Drift", -6100, -6730],
                ["Avskrivning", -700, -740],
                ["Rörelseresultat", "=SUM(B2:B4)", "=SUM(C2:C4)"],
                ["Ränta", -150, -160],
                ["Skatt", -410, -455],
                ["Resultat", "=SUM(B5:B7)", "=SUM(C4:C7)"],
            ]
        },
        ("EN403", "fel", "C8", 1075, 1815),
        "=SUMMA(C5:C7)",
    ),
    Case(
        "a part of a subtotal added to a total of subtotals",
        {
            "Blad": [
                [None, "Budget", "Utfall"],
                ["Nord", 42, 40],
                ["Syd", 30, 31],
                ["Norden", "=B2+B3", "=C2+C3"],
                ["Öst", 20, 22],
                ["Väst", 10, 9],
                ["Kontinenten", "=B5+B6", "=C5+C6"],
                ["Totalt", "=B4+B7", "=C4+C7+C2"],
            ]
        },
        ("EN403", "fel", "C8", 142, 102),
        "=SUMMA(C4;C7)",
    ),
    Case(
        "a sum of itself",
        {"Blad": table(B9="=SUM(B2:B9)")},
        ("EN404", "fel", "B9", None, None),
        "=SUMMA(B2:B8)",
    ),
    Case(
        "a number in a column of formulas",
        {"Blad": table(D5=4725)},
        ("EN405", "varning", "D5", 4725, 1766),
        "=B5-C5",
    ),
    Case(
        "a sign turned round",
        {"Blad": table(D5="=B5+C5")},
        ("EN406", "fel", "D5", 99746, 1766),
        "=B5-C5",
    ),
    Case(
        "a sign turned round in the first row",
        {"Blad": table(D2="=B2+C2")},
        ("EN406", "fel", "D2", 35931, 1291),
        "=B2-C2",
    ),
    Case(
        "a reference that moved a row",
        {"Blad": table(D5="=B5-C6")},
        ("EN406", "fel", "D5", -15245, 1766),
        "=B5-C5",
    ),
    Case(
        "a row's total turned round",
        {"Blad": matrix(I4="=-SUM(B4:H4)")},
        ("EN406", "fel", "I4", -86437, 86437),
        "=SUMMA(B4:H4)",
    ),
    Case(
        "a field of three by three with another row's factor in the middle",
        {"Blad": field_of_products(C3="=$A4*C$1")},
        ("EN406", "fel", "C3", 260, 220),
        "=$A3*C$1",
    ),
    Case(
        "a field of three by three with another row's factor in a corner",
        {"Blad": field_of_products(D4="=$A3*D$1")},
        ("EN406", "fel", "D4", 330, 390),
        "=$A4*D$1",
    ),
    Case(
        "a factor that lacks its dollar sign",
        {
            "Blad": [
                ["Kommun", "Antal", "Belopp", 35],
                *([n, a, f"=B{r}*D{r - 1}"] for r, (n, a) in enumerate(zip(MEMBERS, AMOUNTS, strict=True), 2)),
            ]
        },
        ("EN407", "fel", "C3", 0, 1205120),
        "=B2*D$1",
        ("C4", "C5", "C6", "C7", "C8"),
    ),
    Case(
        "a factor that lacks its dollar sign at the head of a short list of others",
        {
            "Antaganden": [["Uppräkning", 2], ["Påslag", 4]],
            "Blad": [["Kommun", "Belopp", "Uppräknat"], *([n, 100 * r, f"=B{r}*Antaganden!B{r - 1}"] for r, n in FIVE)],
        },
        ("EN407", "fel", "C3", 1200, 600),
        "=B2*Antaganden!B$1",
        ("C4", "C5", "C6"),
    ),
    Case(
        "a link that gets a text where the others get numbers",
        {
            "Underlag": [["Kommun", "Belopp"], ["Arjeplog", 5], ["Boden", 7], ["Kalix", "saknas"], ["Luleå", 9]],
            "Blad": [["Nr", "Belopp"], *([f"rad {row}", f"=Underlag!B{row}"] for row in range(2, 6))],
        },
        ("EN407", "fel", "B4", None, None),
        values={"B4": "saknas"},
    ),
    Case(
        "the key of another year in one cell",
        {"Nycklar": keys(), "Blad": shares(C5="=C$2*Nycklar!$B4/Nycklar!$B$9")},
        ("EN408", "fel", "C5", by_people(200000, 2018, 2), by_people(200000, 2020, 2)),
        "=C$2*Nycklar!$C4/Nycklar!$C$9",
    ),
    Case(
        "the key of another year in a whole row",
        {"Nycklar": keys(), "Blad": shares(**down("BCD", "=#$2*Nycklar!$B5/Nycklar!$C$9", 6))},
        ("EN408", "fel", "B6", by_people(100000, 2018, 3, 2020), by_people(100000, 2020, 3)),
        "=B$2*Nycklar!$C5/Nycklar!$C$9",
        ("C6", "D6"),
    ),
    Case(
        "the key of another year in the first row",
        {"Nycklar": keys(), "Blad": shares(**down("BCD", "=#$2*Nycklar!$B2/Nycklar!$C$9", 3))},
        ("EN408", "fel", "B3", by_people(100000, 2018, 0, 2020), by_people(100000, 2020, 0)),
        "=B$2*Nycklar!$C2/Nycklar!$C$9",
        ("C3", "D3"),
    ),
    Case(
        "an amount typed in a formula",
        {"Blad": groups(B10="=B5+B9+35200")},
        ("EN413", "varning", "B10", 35402, 202),
    ),
    Case(
        "an amount typed in a sum among sums",
        {"Blad": matrix(I4="=SUM(B4:H4)+35200")},
        ("EN413", "varning", "I4", 121637, 86437),
        "=SUMMA(B4:H4)",
    ),
    Case(
        "two links that have changed places",
        {"Underlag": table(), "Blad": summary(B3="=Underlag!B6", B6="=Underlag!B3")},
        ("EN510", "fel", "B3", 64944, 34432),
        "=Underlag!B3",
        ("B6",),
    ),
    Case(
        "a link to the other column",
        {"Underlag": table(), "Blad": summary(C4="=Underlag!B4")},
        ("EN510", "fel", "C4", 59915, 61250),
        "=Underlag!C4",
    ),
    Case(
        "links that all go one row too far",
        {"Underlag": table(), "Blad": summary(**{f"B{row}": f"=Underlag!B{row + 1}" for row in range(2, 8)})},
        ("EN510", "fel", "B2", 34432, 18611),
        "=Underlag!B2",
        ("B3", "B4", "B5", "B6", "B7"),
    ),
    Case(
        "a service that takes another service's sheet",
        {
            "Blad": [["Tjänst", "Budget"], ["Skola", "=Skola!B9"], ["Vård", "='Skola'!B9"], ["Kultur", "=Kultur!B9"]],
            "Skola": table(),
            "Vård": table(B2=5),
            "Kultur": table(B3=6),
        },
        ("EN510", "fel", "B3", 345758, 327152),
        "=Vård!B9",
    ),
    Case(
        "a link that takes a row where its siblings take the total",
        {
            "Blad": [["Tjänst", "Budget"], ["Skola", "=Skola!B9"], ["Vård", "=Vård!B8"], ["Kultur", "=Kultur!B9"]],
            "Skola": table(),
            "Vård": table(),
            "Kultur": table(),
        },
        ("EN510", "fel", "B3", 59377, 345758),
        "=Vård!B9",
    ),
    Case(
        "a division by a blank cell, and what reads it",
        {
            "Blad": [
                ["Post", "Utfall", "Budget", "Andel"],
                ["Lön", 5, 10, "=B2/C2"],
                ["El", 7, None, "=B3/C3"],
                ["Sa", 12, 10, "=D3*2"],
            ]
        },
        ("EN410", "fel", "D3", "#DIV/0!", None),
        "=OM(C3=0;0;B3/C3)",
        ("D4",),
        {"D3": CellError("#DIV/0!"), "D4": CellError("#DIV/0!")},
    ),
    Case(
        "an amount added to a text",
        {"Blad": [["Post", "A", "B", "C"], ["Lön", 5, "saknas", "=B2+C2"]]},
        ("EN410", "fel", "D2", "#VALUE!", None),
        values={"D2": CellError("#VALUE!")},
    ),
    Case(
        "an amount from a row that was deleted",
        {"Blad": [["Post", "A", "B"], ["Lön", 5, "=B2+#REF!"]]},
        ("EN410", "fel", "C2", "#REF!", None),
        "ångra det",
        values={"C2": CellError("#REF!")},
    ),
    Case(
        "a random number",
        {"Blad": [["Post", "A"], ["Lön", "=RAND()*100"], ["El", "=RAND()*50"]]},
        ("EN411", "varning", "B2", None, None),
        values={"B2": 50.5, "B3": 20.5},
    ),
    Case(
        "another workbook",
        {"Blad": [["Post", "A"], ["Lön", "='[Bokslut 2024.xlsx]Blad1'!B2"], ["El", "='[Bokslut 2024.xlsx]Blad1'!B3"]]},
        ("EN412", "varning", "B2", None, None),
        values={"B2": 50, "B3": 20},
    ),
    Case(
        "a number stored as text in a summed column",
        {"Blad": table(C5="48 990")},
        ("EN201", "fel", "C5", "48 990", 48990),
        values={"D5": 1766, "E5": 0.1},
    ),
    Case(
        "a subtotal that a total names twice",
        {"Blad": groups(C10="=C5+C9+C5")},
        ("EN403", "fel", "C10", 364, 220),
        "=SUMMA(C5;C9)",
    ),
    Case(
        "a sign turned round in the first of the row totals",
        {"Blad": with_vat(D2="=B2-C2")},
        ("EN406", "fel", "D2", 750, 1250),
        "=B2+C2",
    ),
    Case(
        "the first of the products typed over",
        {"Blad": with_vat(C2=260)},
        ("EN405", "varning", "C2", 260, 250),
        "=B2*0,25",
    ),
    Case(
        "the last difference is one of another column",
        {"Blad": table(D8="=C8-C8")},
        ("EN406", "fel", "D8", 0, -733),
        "=B8-C8",
    ),
    Case(
        "a plus for a minus where the last line is called a cost",
        {"Blad": variances(D6="=B6+C6")},
        ("EN406", "fel", "D6", 1157, 3),
        "=B6-C6",
    ),
    Case(
        "a plus for a minus in a row of differences",
        {"Blad": variances(C7="=C5+C6")},
        ("EN406", "fel", "C7", 1059, -95),
        "=C5-C6",
    ),
    Case(
        "the last of four differences takes the line above the one that is meant",
        {"Blad": results(E5="=E2-E3")},
        ("EN406", "fel", "E5", -61, -610),
        "=E2-E4",
    ),
    Case(
        "the last of four sums adds a cell of the column before",
        {"Blad": results(E4="=E3+D2")},
        ("EN406", "fel", "E4", 1158, 1159),
        "=E3+E2",
    ),
    Case(
        "a running balance takes away the deposit that it adds",
        {"Blad": deposits(D6="=D5+B6-B6")},
        ("EN406", "fel", "D6", 1000, 1350),
        "=D5+B6-C6",
    ),
    Case(
        "a total without its last subtotal, beside totals and before changes",
        {"Blad": changes(D9="=D4")},
        ("EN406", "varning", "D9", 126, 196),
        "=D4+D7",
    ),
    Case(
        "a date of another year at the end of the year's meetings",
        {"Blad": [["Datum", "Antal"], *([date(2022, m, 20), m] for m in (1, 3, 6, 9, 11)), [date(2021, 12, 21), 10]]},
        ("EN202", "varning", "A7", "2021-12-21", "2022-12-21"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_fault_is_told_once_at_its_cell(case: Case) -> None:
    sheets = [make_sheet(name, rows, case.values if name == "Blad" else {}) for name, rows in case.sheets.items()]
    found = check(make_book(*sheets))
    assert [told(finding) for finding in found] == [case.expected]
    (finding,) = found
    assert finding.sheet == "Blad"
    assert case.paste in finding.hint
    assert tuple(to_a1(one.cell) for one in finding.consequences if one.cell) == case.under
    if isinstance(finding.found, int | float) and isinstance(finding.expected, int | float):
        assert finding.difference == pytest.approx(finding.found - finding.expected)


def stale(rows: Rows, stored: Mapping[str, Value]) -> list[Finding]:
    snapshot = make_book(make_sheet("Blad", rows)).snapshot
    return check(Workpaper(snapshot, cached={"Blad": {from_a1(cell): value for cell, value in stored.items()}}))


def test_a_stored_value_that_is_old_and_what_follows_from_it() -> None:
    (finding,) = stale(groups(), {"B5": 120, "B10": 195})
    assert told(finding) == ("EN409", "fel", "B5", 120, 127)
    assert [told(one) for one in finding.consequences] == [("EN409", "fel", "B10", 195, 202)]


def test_a_book_without_stored_values_is_one_finding() -> None:
    cells = ("B5", "C5", "B9", "C9", "B10", "C10")
    for value, severity in ((None, "info"), (0, "varning")):
        (finding,) = stale(groups(), dict.fromkeys(cells, value))
        assert told(finding) == ("EN409", severity, "", None, None)


def test_a_volatile_value_is_not_old() -> None:
    rows = [["Post", "A"], ["Lön", "=RAND()*100"], ["El", "=B2*2"]]
    work = make_book(make_sheet("Blad", rows, {"B2": 5}))
    work = Workpaper(work.snapshot, cached={"Blad": {(2, 2): 7, (3, 2): 14}})
    assert [told(finding)[0] for finding in check(work)] == ["EN411"]


PIECES = st.sampled_from(
    ["=SUM(A1:B3)", "=A1-B1", "=A$1*Blad2!B2", "=SUM(A:A)", "=Blad2!A1", "='Blad2'!B2+A2", "=SUM(A1:A2,A2:A3)", "=1/0",
     "=SUBTOTAL(9,A1:A9)", "=Saknas!A1", "=SUM(Blad2:Blad1!A1)", "=[1]Blad!A1", "=Tabell[År 2020]", "=ROUND(A1,B1)",
     "=" + "-" * 3000 + "A1", "=SUM(#REF!)", "=B9*35200+35200", "=A1#", "=Moms*1:1", "=NOW()", "=(((", "=",
     "Summa", "Kommun", "2019", "Budget 2020", "1 234", "1.234,50", "varav", 0, 1, -7, 2020, 12.5, 1e15, True,
     date(2022, 2, 28), date(2024, 2, 29), CellError("#N/A"), CellError("#DIV/0!"), None]
)  # fmt: skip
SHEETS = st.lists(st.lists(PIECES, max_size=5), max_size=8)


@settings(max_examples=40, deadline=None)
@given(SHEETS, SHEETS)
def test_whatever_stands_in_the_cells_the_rules_go_through_it(one: Rows, other: Rows) -> None:
    work = make_book(make_sheet("Blad1", one), make_sheet("Blad2", other))
    cached = {sheet.name: dict.fromkeys(sheet.formulas, 7) for sheet in work.snapshot.sheets}
    for finding in check(Workpaper(work.snapshot, cached=cached)):
        assert finding.message.endswith((".", "?"))
        assert finding.hint


def test_a_column_of_links_to_where_each_belongs_is_no_fill_with_exceptions() -> None:
    links = [f"=B{(n * 37) % 200 + 2 if n % 8 == 4 else n + 2}" for n in range(200)]
    rows = [[link, 1000 + n * 3] for n, link in enumerate(links)]
    book = make_book(make_sheet("Blad", [["Id", "Nummer"], *rows]))
    assert not [finding for finding in check_formulas(book) if finding.code == "EN406"]


def test_a_number_typed_over_a_formula_that_is_not_worked_out_here() -> None:
    rows = [
        ("Butik", "I år", "I fjol", "Ändring"),
        *((f"B{n}", 90 + n, 80 + n, (90 + n) / (80 + n) - 1) for n in range(2, 9)),
    ]
    formulas = {(row, 4): f'IFERROR(B{row}/C{row}-1,"-")' for row in range(2, 9) if row != 5}
    (found,) = check_formulas(Workpaper(Snapshot((Sheet("Blad", tuple(rows), formulas),))))
    assert (found.code, found.cell, found.hint) == ("EN405", (5, 4), 'Skriv =OMFEL(B5/C5-1;"-") i D5.')


def test_a_result_typed_over_where_revenue_and_costs_have_their_signs() -> None:
    rows = [
        ["Post", 2022, 2023, 2024, 2025],
        ["Nettokostnader", -1827, -1906, -1947, -1929],
        ["Skatter", 1539, 1436, 1440, 1458],
    ]
    rows += [["Bidrag", 532, 508, 525, 505], ["Resultat", "=B2+B3+B4", "=C2+C3+C4", -410, "=E2+E3+E4"]]
    assert [
        (f.code, to_a1(f.cell or (0, 0)), f.expected) for f in check_formulas(make_book(make_sheet("Blad", rows)))
    ] == [("EN401", "D5", 18)]


TARIFF: Rows = [
    ["Taxa", "kr"],
    *([f"Klass {n}", 1_200 * n] for n in range(1, 6)),
    [],
    ["Kund", "Klass", "Avgift"],
]


@pytest.mark.parametrize(
    "formula, expected",
    [
        ("VLOOKUP(B{row},A{first}:B{last},2,FALSE)", "=LETARAD(B9;A$2:B$6;2;FALSKT)"),
        ("INDEX(B{first}:B{last},MATCH(B{row},A{first}:A{last},0))", "=INDEX(B$2:B$6;PASSA(B9;A$2:A$6;0))"),
        ("SUMIF(A{first}:A{last},B{row},B{first}:B{last})", "=SUMMA.OM(A$2:A$6;B9;B$2:B$6)"),
        ("VLOOKUP(B{row},A$2:B$6,2,FALSE)", ""),
        ("VLOOKUP(B{row},$A:$B,2,FALSE)", ""),
        ("SUM(B{first}:B{last})", ""),
    ],
)
def test_a_table_that_moves_along_with_the_copies(formula: str, expected: str) -> None:
    lines: list[list[Value]] = [
        [f"Kund {n}", f"Klass {5 - n}", f"={formula.format(row=9 + n, first=2 + n, last=6 + n)}"] for n in range(4)
    ]
    values: dict[str, Value] = {f"C{9 + n}": 1_200 * (5 - n) for n in range(4)}
    work = make_book(make_sheet("Avgifter", [*TARIFF, *lines], values))
    found = [one for one in check_formulas(work) if one.code == "EN414"]
    assert [(to_a1(one.cell or (0, 0)), one.hint) for one in found] == (
        [("C9", f"Skriv {expected} i C9 och kopiera formeln till C10:C12.")] if expected else []
    )


def test_a_window_of_twelve_months_moves_along_with_the_months() -> None:
    months: list[list[Value]] = [["Månad", "Antal", "Högst"], *([n, 37 * n % 11, None] for n in range(1, 25))]
    for row in range(13, 26):
        months[row - 1][2] = f"=MATCH(MAX(B{row - 11}:B{row}),B{row - 11}:B{row},0)"
    work = make_book(make_sheet("Månader", months, {f"C{row}": 3 for row in range(13, 26)}))
    assert [one.code for one in check_formulas(work) if one.code == "EN414"] == []


def test_a_heading_that_is_linked_with_its_column_goes_to_no_wrong_cell() -> None:
    wages = make_sheet("Lön", [["Löner"], ["År", "Lön"], *([year, 60000 + 1200 * year] for year in range(1, 9))])
    links = [[f"=Lön!A{row}", f"=Lön!B{row}", "Sparat" if row == 2 else f"=B{row}*0.25"] for row in range(2, 11)]
    savings = make_sheet("Sparande", [["Sparande"], *links], {"A2": "År", "B2": "Lön"})
    assert not list(check_formulas(make_book(wages, savings)))


def test_amounts_and_what_is_reckoned_from_them_stand_in_turns() -> None:
    later = [["=C3*0.1", "=B3+C2", "=C3*0.2", "=D3+E2", "=C3*0.3", "=F3+G2", "=C3*0.4", "=H3+I2"]]
    rows = [["År", *"ABCDEFGH"], [2025, 700, 100, 200, 250, 300, 350, 400, 450], [2026, *later[0]]]
    rows[1][1:] = [700, "=B2*1.5", "=B2+40", "=D2*1.5", "=B2*3-7", "=F2*1.5", "=D2+B2*2", "=H2*1.5"]
    assert not list(check_formulas(make_book(make_sheet("Blad", rows[:2]))))


def test_a_quotient_shown_as_per_cent_among_differences_is_no_slip() -> None:
    rows = [
        ["Post", *"ABCDEFGH"],
        ["Intäkter", 1000, 1100, 0.1, 1180, 1240, 1300, 1310],
        ["Kostnader", 800, 820, 0.025, 860, 900, 950, 990],
        ["Netto", "=B2-B3", "=C2-C3", "=C4/B4-1", "=E2-E3", "=F2-F3", "=G2-G3", "=H2-H3"],
    ]
    sheet = make_sheet("Blad", rows)
    assert [finding.code for finding in check_formulas(make_book(sheet))] == ["EN406"]
    assert not list(check_formulas(make_book(sheet._replace(number_formats={(4, 4): "0.0%"}))))


def test_a_total_that_is_reckoned_once_more_under_itself_leaves_nothing_out() -> None:
    rows = [["Post", "A", "B", "Summa"], *([f"Post {r}", 90 * r, 70 * r + 3, f"=B{r}+C{r}"] for r in range(2, 7))]
    rows += [["Delar", "=SUM(B2:B6)", "=SUM(C2:C6)", "=B7+C7"], [None, None, None, "=SUM(D2:D6)"]]
    assert not list(check_formulas(make_book(make_sheet("Blad", rows))))


def test_headings_that_are_linked_need_not_be_linked_alike() -> None:
    words = make_sheet("Ord", [["Ord"], *([f"Ord {row}"] for row in range(2, 9))])
    links = [f"=Ord!$A{row}" for row in (3, 3, 5, 3, 3, 3)]
    values = {f"{column}1": "Ord 3" for column in "ABCDEF"} | {"C1": "Ord 5"}
    table = make_sheet("Blad", [links, [7, 5, 9, 3, 4, 8]], values)
    assert not list(check_formulas(make_book(words, table)))


def costs_per_head(quotient: str, total: str, label: str = "Totalt") -> Rows:
    """Costs (B), people (C) and their quotient (D) for seven members, with totals in row 9."""
    lines = zip(MEMBERS, AMOUNTS, PEOPLE[2020], strict=True)
    rows = [[name, kr, people, f"={quotient.format(row=row)}"] for row, (name, kr, people) in enumerate(lines, 2)]
    return [["Kommun", "Kostnad", "Invånare", "Kvot"], *rows, [label, "=SUM(B2:B8)", "=SUM(C2:C8)", f"={total}"]]


@pytest.mark.parametrize(
    "quotient, total, label, expected",
    [
        ("B{row}/C{row}", "SUM(D2:D8)", "Totalt", "=B9/C9"),
        ("ROUND(B{row}/C{row}*100,1)", "SUM(D2:D8)", "Totalt", "=AVRUNDA(B9/C9*100;1)"),
        ("B{row}/C{row}", "AVERAGE(D2:D8)", "Totalt", "=B9/C9"),
        ("B{row}/C{row}", "AVERAGE(D2:D8)", "Medel", ""),
        ("B{row}/C{row}", "B9/C9", "Totalt", ""),
        ("B{row}/B$9", "SUM(D2:D8)", "Totalt", ""),
        ("B{row}/12", "SUM(D2:D8)", "Totalt", ""),
        ("B{row}/C{row}-1", "SUM(D2:D8)", "Totalt", ""),
    ],
)
def test_a_total_of_quotients(quotient: str, total: str, label: str, expected: str) -> None:
    work = make_book(make_sheet("Kvoter", costs_per_head(quotient, total, label)))
    found = [(to_a1(one.cell or (0, 0)), one.hint) for one in check_formulas(work) if one.code == "EN415"]
    assert found == ([("D9", f"Skriv {expected} i D9.")] if expected else [])


def test_hours_by_the_hours_of_a_post_are_posts_and_may_be_added() -> None:
    rows = [*costs_per_head("B{row}/C{row}", "SUM(D2:D8)")]
    rows[-1] = [*rows[-1][:2], None, rows[-1][3]]
    assert [one.code for one in check_formulas(make_book(make_sheet("Poster", rows))) if one.code == "EN415"] == []


def test_a_link_to_what_its_own_heading_names_is_not_odd_beside_others() -> None:
    services = [
        make_sheet(
            name, [["Post", "Budget", "Utfall"], *([f"Post {row}", 100 * row + n, 90 * row] for row in range(5))]
        )
        for n, name in enumerate(("Skola", "Vård", "Teknik"))
    ]
    names = [sheet.name for sheet in services]
    rows: Rows = [["Post", "Budget", "Utfall", *names, "Summa"]]
    for row in range(2, 7):
        sums = ["=" + "+".join(f"{name}!{column}{row}" for name in names) for column in "BC"]
        rows.append([f"Post {row - 2}", *sums, *(f"={name}!C{row}" for name in names), f"=SUM(D{row}:F{row})"])
    assert not list(check_formulas(make_book(*services, make_sheet("Blad", rows))))


def by_a_given_cost(formula: str, below: Sequence[Value]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Share a cost (B1) by the keys in B6:B10; under the cost stands what is given."""
    rows: list[list[Value]] = [["Kostnad", 8_240], *(["", value] for value in below)]
    rows += [["Kommun", "Nyckel", "Belopp"] if row == 5 else [] for row in range(len(rows) + 1, 6)]
    keys = (0.14, 0.11, 0.35, 0.2, 0.2)
    rows += [
        [name, key, f"={formula.format(row - 5, row)}"]
        for row, (name, key) in enumerate(zip("ABCDE", keys, strict=True), 6)
    ]
    return [
        (one.code, to_a1(one.cell or (0, 0)), tuple(to_a1(c.cell) for c in one.consequences if c.cell))
        for one in check(make_book(make_sheet("Blad", rows)))
    ]


@pytest.mark.parametrize(
    "formula, below, expected",
    [
        ("$B{0}*B{1}", (), [("EN407", "C7", ("C8", "C9", "C10"))]),
        ("$B{0}*B{1}", (11_840,), [("EN407", "C7", ("C8", "C9", "C10"))]),
        ("$B$1*B{1}", (), []),
        ("$B{0}*B{1}", (7_100, 6_900, 8_800), []),
        ("$B{0}*B{1}/$A{0}", (7_100,), []),
    ],
    ids=["a lone cost", "a cost and a total", "with dollar signs", "a cost for each", "a table line by line"],
)
def test_a_given_cost_that_moves_along_where_the_formula_is_copied(
    formula: str, below: Sequence[Value], expected: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    assert by_a_given_cost(formula, below) == expected


def test_an_error_that_comes_of_a_cost_that_moves_along_stands_under_it() -> None:
    rows: list[list[Value]] = [["Kostnad", 8_240], [], ["Kommun", "Nyckel", "Belopp"]]
    rows += [
        [name, key, f"=$B{row}*B{row + 3}"]
        for row, (name, key) in enumerate(zip("ABC", (0.3, 0.2, 0.5), strict=True), 1)
    ]
    sheet = make_sheet("Blad", rows, {"C4": 2_472, "C5": 0, "C6": CellError("#VALUE!")})
    (finding,) = reconcile(make_book(sheet))
    assert (finding.code, finding.cell) == ("EN407", (5, 3))
    assert [(one.code, one.cell) for one in finding.consequences] == [("EN407", (6, 3)), ("EN410", (6, 3))]


def costs_by_group(formula: str, value: Value) -> list[Finding]:
    rows: list[list[Value]] = [["Konto", "Grupp", "Kostnad", "", "Grupp", "Summa"]]
    rows += [[f"Konto {row}", "ab"[row % 2], 1000 + 37 * row] for row in range(2, 9)]
    rows[1] += [None, "a", f"={formula}"]
    return check(make_book(make_sheet("Blad", rows, {"F2": value})))


@pytest.mark.parametrize("end, expected", [(8, []), (7, [("EN402", (2, 6))])])
def test_a_conditional_sum_looks_in_an_area_of_the_size_that_it_adds(
    end: int, expected: list[tuple[str, tuple[int, int]]]
) -> None:
    found = costs_by_group(f"SUMIF($B$2:$B${end},E2,$C$2:$C$8)", 4_740)
    assert [(one.code, one.cell) for one in found] == expected


def test_areas_of_different_sizes_give_an_error_value() -> None:
    (finding,) = costs_by_group("SUMIFS($C$2:$C$8,$B$2:$B$7,E2)", CellError("#VALUE!"))
    assert finding.message == "F2 visar #VÄRDEFEL!: C2:C8 och B2:B7 är inte lika stora."
