"""The sheet Uppföljning: outcome, budget to date and deviation of each service, up to and including a chosen month."""

from enamnd_xl.books.canvas import FIRST_ROW, HEADING_ROW, Canvas
from enamnd_xl.books.living.grid import RESULT_TAB, Col, Names, lay_table
from enamnd_xl.books.living.parameters import Board
from enamnd_xl.books.living.words import (
    BARS,
    CHOSEN_MONTH,
    HOMELESS,
    MATERIAL_KR,
    MATERIAL_SHARE,
    MONTHS_TO_DATE,
    Column,
    Tab,
    TableName,
)
from enamnd_xl.books.spec import Bars, Bounds, Choice, Highlight, Kind, Role, SheetSpec
from enamnd_xl.followup import mapping
from enamnd_xl.followup.periods import MONTHS
from enamnd_xl.workbook.address import Area, column_letters

_CHOICE_ROW = HEADING_ROW - 1
_BARS, _COVERED, _COMMENT = 10, 11, 12
_WIDTHS = (36.0, 13.0, 14.0, 13.0, 13.0, 14.0, 13.0, 13.0, 13.0, 20.0, 17.0, 32.0)

_TO_DATE = f'Utfall_År,Budgetår,Utfall_Till,"<="&{MONTHS_TO_DATE}'
_ITS_ROWS = f'Utfall_Post,"="&$A#,{_TO_DATE}'
_UNSPLIT = (
    'COUNTIFS(Utfall_Post,"="&$A#,Utfall_År,Budgetår,'
    f'Utfall_Från,"<="&{MONTHS_TO_DATE},Utfall_Till,">"&{MONTHS_TO_DATE})'
)
_COVERS = f"SUMIFS(Utfall_Månader,{_ITS_ROWS})"
ALL_MONTHS = "alla månader"
"""What stands beside a service whose outcome covers each month once."""


def weigh(side: mapping.Kind, weights: str, service: str = '"="&$A#') -> str:
    """Give the formula for a service's weights on Periodisering.

    >>> weigh(mapping.Kind.COST, "Hittills")
    'SUMIFS(Periodisering_Hittills,Periodisering_Tjänst,"="&$A#,Periodisering_Slag,"kostnad")'
    """
    return f'SUMIFS(Periodisering_{weights},Periodisering_Tjänst,{service},Periodisering_Slag,"{side.value}")'


def budget_so_far(budget: str, side: mapping.Kind) -> str:
    """Give the formula for the part of a year's budget that belongs to the months that have passed.

    The inner rounding takes the binary noise of the division away, so that it decides no krona.
    """
    return f'IF($A#="",0,ROUND(ROUND({budget}*{weigh(side, "Hittills")}/{weigh(side, "Hela_året")},7),0))'


def lay_follow_up(board: Board, names: Names) -> SheetSpec:
    """Lay out Uppföljning."""
    month = MONTHS[board.follow_up.month - 1]
    sheet = Canvas(Tab.FOLLOW_UP, _WIDTHS, RESULT_TAB)
    sheet.head(
        f"Uppföljning till och med {month} {board.year}",
        "kr. Avvikelse: plus är bra för resultatet, minus dåligt, för intäkter som för kostnader. Gula celler är "
        "indata.",
        title_formula=f'"Uppföljning till och med "&{CHOSEN_MONTH}&" "&Budgetår',
    )
    _lay_choice(sheet, names, month)
    comments = [board.follow_up.comments.get(service) for service in board.costs]
    last = HEADING_ROW + len(board.costs)
    lay_table(sheet, names, _columns(comments), len(board.costs), table=TableName.FOLLOW_UP, total="SUMMA")
    sheet.bars.append(Bars(Area(FIRST_ROW, _BARS, last, _BARS)))
    row = last + 3
    sheet.put((row, 1), "Utfall utan tjänst i budgeten")
    for column, amounts in ((2, "Utfall_Intäkter"), (5, "Utfall_Kostnader")):
        letter = column_letters(column)
        sheet.put((row, column), kind=Kind.KR, formula=f"ROUND(SUMIFS({amounts},{_TO_DATE})-{letter}{last + 1},2)")
    homeless = Area(row, 2, row, 5)
    names.add(HOMELESS, sheet.name, homeless)
    sheet.highlights += [
        Highlight(homeless, f"N(B${row})<>0"),
        Highlight(Area(FIRST_ROW, _COVERED, last, _COVERED), f'AND($A{FIRST_ROW}<>"",$K{FIRST_ROW}<>"{ALL_MONTHS}")'),
        Highlight(
            Area(FIRST_ROW, _COMMENT, last, _COMMENT),
            f'AND($L{FIRST_ROW}="",OR(AND(ISNUMBER({MATERIAL_KR}),ABS(N($I{FIRST_ROW}))>N({MATERIAL_KR})),'
            f"AND(ISNUMBER({MATERIAL_SHARE}),ABS(N($I{FIRST_ROW}))>N({MATERIAL_SHARE})*ABS($F{FIRST_ROW}))))",
        ),
    ]
    row = _lay_limits(sheet, names, row + 2)
    for i, text in enumerate(_NOTES, row + 1):
        sheet.note(i, text)
    return sheet.finish(landscape=True)


def _lay_choice(sheet: Canvas, names: Names, month: str) -> None:
    sheet.put((_CHOICE_ROW, 1), "Till och med", Role.SECTION)
    sheet.put((_CHOICE_ROW, 2), month, Role.INPUT)
    sheet.put((_CHOICE_ROW, 3), kind=Kind.YEAR, formula=f"MATCH({CHOSEN_MONTH},Periodisering_månader,0)")
    sheet.put((_CHOICE_ROW, 4), "månader", Role.UNIT)
    choice = Area(_CHOICE_ROW, 2, _CHOICE_ROW, 2)
    names.add(CHOSEN_MONTH, sheet.name, choice)
    names.add(MONTHS_TO_DATE, sheet.name, Area(_CHOICE_ROW, 3, _CHOICE_ROW, 3))
    sheet.rules.append(Choice(choice, "Periodisering_månader", "Välj en månad i listan."))


def _columns(comments: list[str | None]) -> list[Col]:
    def outcome(amounts: str) -> str:
        return f'IF(OR($A#="",{_UNSPLIT}>0),"",SUMIFS({amounts},{_ITS_ROWS}))'

    def budget(amounts: str, side: mapping.Kind) -> str:
        return budget_so_far(f'SUMIFS({amounts},Budget_Tjänst,"="&$A#)', side)

    return [
        Col(Column.SERVICE, formula=f"INDEX(Budget_Tjänst,ROW()-ROW($A${HEADING_ROW}))"),
        Col(Column.REVENUE, Kind.KR, formula=outcome("Utfall_Intäkter"), total=True),
        Col(Column.BUDGETED_REVENUE, Kind.KR, formula=budget("Budget_Intäkter", mapping.Kind.REVENUE), total=True),
        Col("Avvikelse intäkter", Kind.DEVIATION, formula='IF(ISNUMBER(B#),B#-C#,"")', total=True),
        Col(Column.EXPENSE, Kind.KR, formula=outcome("Utfall_Kostnader"), total=True),
        Col(Column.BUDGETED_EXPENSE, Kind.KR, formula=budget("Budget_Kostnader", mapping.Kind.COST), total=True),
        Col("Avvikelse kostnader", Kind.DEVIATION, formula='IF(ISNUMBER(E#),F#-E#,"")', total=True),
        Col(Column.RESULT, Kind.DEVIATION, formula='IF(ISNUMBER(B#),B#-E#,"")', total=True),
        Col(Column.DEVIATION, Kind.DEVIATION, formula='IF(ISNUMBER(D#),D#+G#,"")', total=True),
        Col(BARS, Kind.BAR, formula="I#"),
        Col(
            "Utfallet täcker",
            formula=f'IF($A#="","",IF({_UNSPLIT}>0,"kan inte delas",IF({_COVERS}={MONTHS_TO_DATE},"{ALL_MONTHS}",'
            f'IF({_COVERS}>{MONTHS_TO_DATE},"månader dubbelt",{_COVERS}&" av "&{MONTHS_TO_DATE}&" månader"))))',
        ),
        Col(Column.COMMENT, values=comments, typed=True),
    ]


def _lay_limits(sheet: Canvas, names: Names, row: int) -> int:
    """Put the limits above which a deviation must have a comment; give the row after them."""
    sheet.put((row, 1), "Väsentlig avvikelse", Role.SECTION)
    limits = (
        ("Mer än, kr", MATERIAL_KR, Kind.KR, 10**12),
        ("Mer än, andel av kostnadsbudgeten", MATERIAL_SHARE, Kind.SHARE, 100),
    )
    for label, name, kind, most in limits:
        row += 1
        cell = Area(row, 2, row, 2)
        sheet.put((row, 1), label)
        sheet.put((row, 2), None, Role.INPUT, kind)
        names.add(name, sheet.name, cell)
        sheet.rules.append(Bounds(cell, 0, most, False, "Skriv ett tal som är minst 0, eller lämna tomt."))
    return row + 1


_NOTES = (
    "Resultatet är intäkter minus kostnader; det är den avvikelse som nämndens ekonomiska rapport visar. Avvikelsen är "
    "skillnaden mot den beslutade budgeten till och med månaden, fördelad enligt Periodisering.",
    "Ett utfall som är ett enda belopp för flera månader går inte att dela; välj då den månad som det slutar med.",
    "En väsentlig avvikelse ska ha en kommentar; saknas den färgas rutan. Nämnden har inte publicerat någon gräns; "
    "tomt betyder ingen gräns.",
)
