"""The sheet Start: what the workbook is, the year, where things are, and whether all adds up."""

from collections.abc import Sequence

from enamnd_xl.books.canvas import Canvas
from enamnd_xl.books.living.grid import INPUT_TAB, Names
from enamnd_xl.books.living.parameters import Board
from enamnd_xl.books.living.words import BUDGET_YEAR, COMPARED_YEAR, DISAGREES, HOMELESS, POPULATION_DATE, Tab
from enamnd_xl.books.spec import Bounds, Highlight, Kind, Role, SheetSpec
from enamnd_xl.workbook.address import Area

_ABOUT: dict[str, str] = {
    Tab.MEMBERS: "Kommunkod, namn, medlemskap och folkmängd per år med källa.",
    Tab.ITEMS: "Varje delpost: belopp, nyckel, avrundning, vem som står utanför, beslut. Kostnadsbudget och avgifter.",
    Tab.LISTS: "Tidigare års belopp, och publicerade belopp vars regel inte är känd.",
    Tab.ALLOCATION: "Kommuner gånger delposter: vad var och en betalar.",
    Tab.BUDGET: "Intäkter, kostnader och resultat per tjänst.",
    Tab.MEMBER_PAGE: "En kommuns belopp bredvid det senaste tidigare året, med diagram.",
    Tab.CHANGE: "Varje kommun och delpost bredvid det senaste tidigare året, i kr och procent.",
    Tab.INVOICING: "Årskostnaderna och det som faktureras utanför budgeten, per kommun.",
    Tab.FOLLOW_UP: "Utfall, budget och avvikelse per tjänst, till och med vald månad.",
    Tab.FORECAST: "Helåret: budget, metod, prognos och avvikelse per tjänst.",
    Tab.SURPLUS: "Resultat per år, och det överskott som balanseras mot kommande år.",
    Tab.OUTCOME: "Det som har bokförts per period och post, med källa.",
    Tab.ACCOUNTS: "Vilka konton och objekt som hör till vilken post.",
    Tab.PHASING: "Hur årets budget fördelas över månaderna.",
    Tab.PUBLISHED: "Det publicerade bredvid det beräknade, och varför de skiljer sig.",
    Tab.CALCULATION: "Varje steg från parameter till belopp.",
}

_ABOUT_ALL = "Budget och fördelning"
_YEAR_ROW = 5


def lay_start(board: Board, names: Names, tabs: Sequence[str]) -> SheetSpec:
    """Lay out Start."""
    sheet = Canvas(Tab.START, (38.0, 14.0, 68.0), INPUT_TAB)
    sheet.head(board.name, f"{_ABOUT_ALL} {board.year}", unit_formula=f'"{_ABOUT_ALL} "&{BUDGET_YEAR}')
    row = _YEAR_ROW - 1
    sheet.put((row, 1), "År", Role.SECTION)
    compared = "SUMPRODUCT(MAX((Listor_år<Budgetår)*Listor_år))"
    people = "För kr per invånare på Kommunblad; ett datum som finns på Kommuner."
    for label, name, kind, value, formula, about in (
        ("Budgetår", BUDGET_YEAR, Kind.YEAR, board.year, None, "Det år som fördelas."),
        ("Jämförelseår", COMPARED_YEAR, Kind.YEAR, None, compared, "Senaste tidigare år som har belopp på Listor."),
        ("Folkmängd per", POPULATION_DATE, Kind.DATE, board.population_date, None, people),
    ):
        row += 1
        sheet.put((row, 1), label)
        sheet.put((row, 2), value, Role.BODY if formula else Role.INPUT, kind, formula)
        sheet.put((row, 3), about)
        names.add(name, sheet.name, Area(row, 2, row, 2))
    sheet.rules.append(Bounds(Area(_YEAR_ROW, 2, _YEAR_ROW, 2), 1900, 2200, True, "Skriv ett årtal."))
    row = _lay_checks(sheet, row + 2)
    sheet.put((row, 1), "Blad", Role.SECTION)
    for tab in tabs:
        row += 1
        sheet.put((row, 1), tab, Role.LINK, link=tab)
        sheet.put((row, 2))
        sheet.put((row, 3), _ABOUT.get(tab, "Årskostnaderna som nämnden publicerar dem."))
    row += 2
    sheet.put((row, 1), "Färger", Role.SECTION)
    sheet.put((row + 1, 1), "Indata", Role.INPUT)
    sheet.put((row + 1, 2))
    sheet.put((row + 1, 3), "Gula celler skriver man i. Allt annat räknas fram av vanliga Excelformler.")
    sheet.note(row + 3, f"Källor: {board.source}; folkmängd enligt Kommuner.")
    return sheet.finish(headings=0, landscape=False)


def _lay_checks(sheet: Canvas, row: int) -> int:
    """Put what adds up and what does not; give the row where the next part begins."""
    sheet.put((row, 1), "Avstämning", Role.SECTION)
    checks = (
        (
            "Fördelningar som inte når sin summa",
            f'COUNTIF(Tjänster_Kontroll,"{DISAGREES}")',
            "Ska vara 0. Se kolumnen Kontroll på Tjänster.",
        ),
        (
            "Fördelat minus budgeterade intäkter, kr",
            "ROUND(SUM(Beräkning_Fördelat)-SUM(Budget_Intäkter),2)",
            "Ska vara 0: varje delpost hör till en tjänst i budgeten.",
        ),
        (
            "Utfall utan tjänst i budgeten, kr",
            f"ROUND(SUM({HOMELESS}),2)",
            "Ska vara 0: varje post i årets utfall är en tjänst i budgeten.",
        ),
        (
            "Perioder i Utfall som inte går att läsa",
            "COUNTA(Utfall_Period)-COUNT(Utfall_Månader)",
            "Ska vara 0. En period skrivs som ÅÅÅÅ-MM, eller ÅÅÅÅ-MM–ÅÅÅÅ-MM för flera månader.",
        ),
    )
    for label, formula, about in checks:
        row += 1
        sheet.put((row, 1), label)
        sheet.put((row, 2), kind=Kind.KR, formula=formula)
        sheet.put((row, 3), about)
        sheet.highlights.append(Highlight(Area(row, 2, row, 2), f"$B{row}<>0"))
    return row + 2
