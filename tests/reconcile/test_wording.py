"""How the figures of findings are written: in per cent or in the unit of their table, and never two that look the same.

In hundreds and more they have öre at most.
"""

import pytest

from enamnd_xl.money import NBSP
from enamnd_xl.reconcile.finding import Finding
from enamnd_xl.reconcile.run import reconcile
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import Area
from enamnd_xl.workbook.snapshot import CellError, Snapshot, Value
from sheets import make_book, make_sheet

Rows = list[list[Value]]

THIRDS: list[Value] = [100_000 / 3, 200_000 / 3, 123_456.789012, 77.0]


def table(*rows: list[Value]) -> Rows:
    return [["Tjänst", "Kostnad, kr"], *([f"Post {n}", *row] for n, row in enumerate(rows, 1))]


CASES: list[tuple[str, Rows, str]] = [
    ("a sum of figures that were divided", [*table(*([figure] for figure in THIRDS)), ["Summa", 223_633.789012]],
     "Kolumnsumman i B6 är 223 633,79 kr, men B2:B5 blir 223 533,79 kr. Skillnaden är 100 kr."),
    ("a difference below an öre", [*table([1_400.0], [2_000.001], [3_700.0]), ["Summa", 7_100.004]],
     "Kolumnsumman i B5 är 7 100,004 kr, men B2:B4 blir 7 100,001 kr. Skillnaden är 0,003 kr."),
    ("a text that is to be typed as a number", [*table([1_000.0], ["2 000,125"], [3_000.0]), ["Summa", "=SUM(B2:B4)"]],
     "Skriv in 2 000,125 som tal i B3."),
]  # fmt: skip


@pytest.mark.parametrize("name, rows, said", CASES, ids=[case[0] for case in CASES])
def test_figures_have_the_decimals_that_say_something(name: str, rows: Rows, said: str) -> None:
    findings = reconcile(make_book(make_sheet("Blad", rows)))
    texts = [text.replace(NBSP, " ") for one in findings for text in (one.message, one.hint)]
    assert any(text.startswith(said) for text in texts), texts


MEMBERS = ("Arjeplog", "Arvidsjaur", "Boden", "Gällivare", "Haparanda")
SHARES = (0.121, 0.205, 0.312, 0.262, 0.109)


def find(work: Workpaper, code: str) -> Finding:
    """Give the one finding with a code, among causes and what follows from them."""
    found = [one for cause in reconcile(work) for one in (cause, *cause.consequences) if one.code == code]
    assert len(found) == 1, found
    return found[0]


def message(work: Workpaper, code: str) -> str:
    return find(work, code).message.replace(NBSP, " ")


def in_per_cent(rows: Rows, *columns: int) -> Workpaper:
    sheet = make_sheet("Blad", rows)
    formats = {(row, column): "0.0%" for row in range(1, len(rows) + 1) for column in columns}
    return make_book(sheet._replace(number_formats=formats))


def shares(total: Value) -> Rows:
    return [["Kommun", "Andel"], *map(list, zip(MEMBERS, SHARES, strict=True)), ["Summa", total]]


def test_shares_are_written_in_per_cent_where_the_cell_shows_them_so() -> None:
    told = message(in_per_cent(shares(1), 2), "EN301")
    assert told == "Kolumnsumman i B7 är 100 %, men B2:B6 blir 100,9 %. Skillnaden är −0,9 procentenheter."
    assert "är 1, men B2:B6 blir 1,009. Skillnaden är −0,009." in message(
        make_book(make_sheet("Blad", shares(1))), "EN301"
    )


def test_accumulated_shares_are_written_in_per_cent() -> None:
    parts = (0.31, 0.22, 0.14, 0.12, 0.09, 0.07, 0.05)
    running = [round(sum(parts[: n + 1]), 2) + 0.04 * (n == 3) for n in range(len(parts))]
    rows: Rows = [["Leverantör", "Andel", "Ack. andel"]]
    rows += [[f"L{n}", *pair] for n, pair in enumerate(zip(parts, running, strict=True))]
    finding = find(in_per_cent(rows, 2, 3), "EN306")
    assert finding.message.replace(NBSP, " ") == (
        "Den ackumulerade andelen i C5 är 83 %, men C4 + B5 ger 79 %. Skillnaden är 4 procentenheter."
    )
    assert finding.hint == "Skriv =C4+B5 i C5, som på de andra raderna, eller rätta B5 om felet är där."


def test_a_stored_share_that_is_old_is_written_in_per_cent() -> None:
    work = in_per_cent([["Post", "A", "Andel"], ["Lön", 1, "=B2/4"]], 3)
    told = message(Workpaper(work.snapshot, cached={"Blad": {(2, 3): 0.5}}), "EN409")
    assert told == "I C2 är 50 % sparat, men =B2/4 ger 25 % när boken räknas om."


@pytest.mark.parametrize(
    ("title", "heading", "stands"),
    [
        ("Driftbudget, mnkr", "Budget", "13 000 mnkr"),
        ("Driftbudget", "Budget, tkr", "13 000 tkr"),
        ("Belopp i kronor", "Budget", "13 000 kr"),
        ("Driftbudget, tkr", "Antal anställda", "13 000"),
        ("Driftbudget", "Budget", "13 000"),
    ],
)
def test_amounts_have_the_unit_that_their_table_says(title: str, heading: str, stands: str) -> None:
    rows: Rows = [
        [title],
        [],
        ["Nämnd", heading],
        *([name, 1000 * n] for n, name in enumerate(MEMBERS, 1)),
        ["Summa", 13000],
    ]
    assert f" i B9 är {stands}, men" in message(make_book(make_sheet("Blad", rows)), "EN301")


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Netto", "Netto"),
        ("Total budget", "Total budget"),
        ("Summa verksamhet", "Summa verksamhet"),
        ("Totalt 2025", "Radsumman"),
        ("Summa:", "Radsumman"),
        ("2025", "Radsumman"),
    ],
)
def test_a_total_goes_by_its_name(heading: str, name: str) -> None:
    rows: Rows = [["Tjänst", "Arkiv", "Plattform", "Stöd", heading]]
    rows += [[f"Tjänst {n}", 1100 * n, 2300 + n, 470 * n * n, 1100 * n + 2300 + n + 470 * n * n] for n in range(1, 8)]
    rows[3][4] = 15000
    assert message(make_book(make_sheet("Blad", rows)), "EN302").startswith(f"{name} i E4 är 15 000, men B4:D4 blir")


def rounded(corner: str, title: str = "") -> str:
    """Give the hint for a total that is one off, in a table with such a corner."""
    amounts = (18611, 34432, 59915, 50756, 64944)
    rows: Rows = [[title], [corner, "2025"], *map(list, zip(MEMBERS, amounts, strict=True))]
    rows.append(["Summa", sum(amounts) + 1])
    return find(make_book(make_sheet("Blad", rows)), "EN301").hint


def test_amounts_are_said_to_be_shared_out_only_where_members_share_them() -> None:
    shared = "Låt summan följa de avrundade delarna, eller fördela med EN_FORDELA så att delarna går jämnt upp."
    assert rounded("Kommun") == shared
    assert rounded("Ort", "Fördelning av kostnader") == shared
    assert rounded("Lokal") == rounded("Lokal", "Bodens kommun") == "Låt summan följa de avrundade delarna."


def test_a_part_in_another_unit_is_told_in_the_words_of_the_table() -> None:
    amounts = ((187537, 186000), (40387, 41020), (71306, 70900), (116.2, 117000), (148537, 149100))
    rows: Rows = [["Samhällsbyggnad, tkr"], [], ["Enhet", "Budget", "Prognos"]]
    rows += [[name, *pair] for name, pair in zip(MEMBERS, amounts, strict=True)]
    told = message(make_book(make_sheet("Blad", [*rows, ["Summa", 563920, 564020]])), "EN301")
    assert "B7 (Gällivare, 116,2) står i miljoner kronor och de andra i tusental kronor; då ska B7 vara 116 153" in told


def test_a_text_is_held_to_the_figure_that_stands() -> None:
    rows: Rows = [["Belopp i tkr"], [], ["Enhet", "Resultat"], ["A", 513], ["B", -242], ["Summa", 271], []]
    told = message(make_book(make_sheet("Blad", [*rows, ["Ett överskott på 217 tkr."]])), "EN606")
    assert told == "Texten anger 217 tkr, men i B6 står 271 tkr."


def sheets(**rows: Rows) -> Workpaper:
    return make_book(*(make_sheet(name, lines) for name, lines in rows.items()))


def test_the_unit_is_written_as_the_sheet_has_it() -> None:
    names = ("Skola", "Omsorg", "Gata", "Kultur", "Park")
    tkr = (850_428, 369_669, 791_197, 120_115, 88_232)
    summary: Rows = [["Sammandrag, mnkr"], [], ["Verksamhet", "Budget"]]
    summary += map(list, zip(names, (850.428, 369.669, 719.197, 120.115, 88.232), strict=True))
    detail: Rows = [["Belopp i tkr"], [], ["Verksamhet", "Budget"], *map(list, zip(names, tkr, strict=True))]
    told = message(sheets(Sammandrag=summary, Underlag=detail), "EN501")
    assert "719,2 mnkr" in told
    assert "791 197 tkr" in told
    assert "mkr" not in told


def test_headings_that_differ_are_named() -> None:
    billed = (52670, 3975, 11240, 25313, 18020)
    volume: Rows = [["Kommun", "Volym"]]
    volume += map(list, zip(MEMBERS, (52670, 3975, 11204, 25313, 18020), strict=True))
    told = message(
        sheets(Volym=volume, Faktura=[["Kommun", "Antal lönespec"], *map(list, zip(MEMBERS, billed, strict=True))]),
        "EN501",
    )
    assert "Rubrikerna är olika (”Antal lönespec” här, ”Volym” där), så skillnaden kan ha ett skäl." in told


def test_a_heading_of_two_rows_says_no_year_twice() -> None:
    rows: Rows = [["", "Varav 2025", None, None], ["Projekt", "Budget 2025", "Utfall 2025", "Avvikelse 2025"]]
    rows += [[f"P {n}", 1000 * n, 870 * n + n * n, 130 * n - n * n] for n in range(1, 7)]
    rows[4][3] = -381
    sheet = make_sheet("Blad", rows)._replace(merged=(Area(1, 2, 1, 4),))
    assert message(make_book(sheet), "EN601") == (
        "Varav Avvikelse 2025 i D5 är −381, men Varav Budget 2025 − Varav Utfall 2025 (B5 och C5) ger 381. "
        "Beloppet är rätt men tecknet är omvänt."
    )


def test_the_reference_that_is_of_the_wrong_year_is_named() -> None:
    rows: Rows = [["", *(str(year) for year in range(2021, 2026))]]
    rows += [["Kapital", 610, 642, 701, 733, 790], ["Tillgångar", 1500, 1556, 1607, 1622, 1676]]
    rows.append(["Soliditet", "=B2/B3", "=C2/C3", "=D2/C3", "=E2/E3", "=F2/F3"])
    assert message(make_book(make_sheet("Blad", rows)), "EN408").startswith(
        "Formeln i D4 räknar med C3, som är från 2022. Som i C4 och de andra cellerna i samma rad vore det D3, "
        "som är från 2023."
    )


@pytest.mark.parametrize(
    ("formula", "code", "hint"),
    [
        ("=C3+D3", "EN404", "Byt D3 i formeln mot den cell som är menad."),
        ("=ROUND(SUM(B3:D3),0)", "EN404", "Ändra området så att D3 inte är med."),
        ("=C3/$A$3", "EN410", "Skriv ett tal i A3, eller låt formeln hänvisa till rätt cell."),
    ],
)
def test_it_is_said_how_a_formula_is_mended(formula: str, code: str, hint: str) -> None:
    sheet = make_sheet("Blad", [["Post", "A", "B", "C"], ["Lön", 100, 200, "=B2+C2"], ["Hyra", 10, 20, formula]])
    values = {(3, 4): CellError("#VALUE!")} if code == "EN410" else {}
    assert find(Workpaper(Snapshot((sheet.with_values(values),))), code).hint == hint


@pytest.mark.parametrize(
    ("copies", "where"), [(1, "Blad!B1"), (2, "Blad!B1 och 1 cell till"), (3, "Blad!B1 och 2 celler till")]
)
def test_cells_are_counted_in_words(copies: int, where: str) -> None:
    sheet = make_sheet("Blad", [[f"Post {n}", f"=[Budget.xlsx]Blad1!A{n}"] for n in range(1, copies + 1)])
    told = message(Workpaper(Snapshot((sheet,))), "EN412")
    assert told.startswith(f"{where} hämtar värden från arbetsboken Budget.xlsx, som inte är kontrollerad här")


def test_a_constant_in_a_formula_is_written_as_a_number() -> None:
    rows: Rows = [["Post", "A", "B", "C"], *([f"Post {r}", 100 * r, 30 * r, f"=B{r}-C{r}"] for r in range(2, 8))]
    rows[4][3] = "=B5-C5-35200.5"
    told = message(make_book(make_sheet("Blad", rows)), "EN413")
    assert told.startswith("Formeln i D5 är som den i D4 och D6 men med −35 200,5 inskrivet på slutet. Här står")


def test_a_sum_of_what_counts_itself_is_to_be_mended_there() -> None:
    rows: Rows = [["Nämnd", "Budget"], ["A", 100], ["B", 200], ["C", 300], ["Summa", "=SUM(B2:B5)"], ["Finans", 70]]
    values = {"B5": 600, "B7": 670}
    finding = find(make_book(make_sheet("Blad", [*rows, ["Resultat", "=B5+B6"]], values)), "EN403")
    assert finding.message == "Summan i B7, =B5+B6, räknar med B5, som räknar med sin egen cell."
    assert finding.hint == "Rätta först B5."


def test_long_formulas_are_told_by_what_they_have_instead_of_each_other() -> None:
    rows: Rows = [["Post", *(f"M{n}" for n in range(1, 6))]]
    formula = "=SUMIFS(Poster!$F$2:$F${};Poster!$C$2:$C$81;$A{row};Poster!$B$2:$B$81;{column}$1)".replace(";", ",")
    rows += [[f"K{r}", *(formula.format(81, row=r, column=c) for c in "BCDEF")] for r in range(2, 7)]
    rows[3][3] = formula.format(71, row=4, column="D")
    told = message(make_book(make_sheet("Blad", rows), make_sheet("Poster", [["A"]])), "EN406")
    assert told.startswith("Formeln i D4 räknar med Poster!F2:F71. Som i C4 och E4 intill vore det Poster!F2:F81.")


def test_what_stands_in_a_cell_is_quoted_by_its_beginning() -> None:
    long = "Beloppet är preliminärt och fastställs av nämnden i december"
    sheet = make_sheet("Blad", [["Post", "A"], ["Lön", long], ["Hyra", "=B2*2"]])
    work = Workpaper(Snapshot((sheet.with_values({(3, 2): CellError("#VALUE!")}),)))
    assert message(work, "EN410") == (
        "B3 visar #VÄRDEFEL!: B2 är en text (”Beloppet är preliminärt och fastställs …”), inte ett tal."
    )
