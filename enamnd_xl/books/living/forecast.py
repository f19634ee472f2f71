"""The sheet Prognos: the full year of each service's cost and revenue, by a method that is stated."""

from enamnd_xl.books.canvas import HEADING_ROW, Canvas
from enamnd_xl.books.living.follow_up import budget_so_far, weigh
from enamnd_xl.books.living.grid import RESULT_TAB, Col, Names, lay_table, sign_highlights
from enamnd_xl.books.living.parameters import Board
from enamnd_xl.books.living.words import BARS, FORECAST_RESULT, MONTHS_TO_DATE, SUM, Column, Tab, TableName
from enamnd_xl.books.living.year import ForecastRow
from enamnd_xl.books.spec import Bars, Bounds, Choice, Highlight, Kind, Role, SheetSpec
from enamnd_xl.followup import mapping
from enamnd_xl.followup.forecast import EXPLAINED, Method
from enamnd_xl.workbook.address import Area, column_letters

_WIDTHS = (36.0, 13.0, 13.0, 15.0, 13.0, 13.0, 18.0, 12.0, 13.0, 13.0, 13.0, 20.0, 36.0, 32.0)
_REVISED, _OUTCOME, _METHOD, _CHANGE, _TYPED, _FORECAST, _DEVIATION, _BARS, _REASON = 3, 5, 7, 8, 9, 10, 11, 12, 13
_MOST = 10**12


def lay_forecast(board: Board, names: Names) -> SheetSpec:
    """Lay out Prognos: cost, revenue, and the result that they give."""
    sheet = Canvas(Tab.FORECAST, _WIDTHS, RESULT_TAB)
    sheet.head(
        f"Prognos helår {board.year}",
        "kr. Avvikelse mot utgångspunkten, som är den reviderade budgeten om det finns en, annars den beslutade: plus "
        "är bra för resultatet, minus dåligt. Gula celler är indata.",
        title_formula='"Prognos helår "&Budgetår',
    )
    row = HEADING_ROW
    cost = _lay_side(sheet, names, board, mapping.Kind.COST, row)
    revenue = _lay_side(sheet, names, board, mapping.Kind.REVENUE, cost + 3)
    row = revenue + 2
    _lay_result(sheet, names, row, revenue, cost)
    methods = (f"{method.value} = {text[0].lower()}{text[1:].rstrip('.')}" for method, text in EXPLAINED.items())
    notes = (
        f"Metod: {'; '.join(methods)}. Utan metod finns ingen prognos.",
        "Reviderad budget fylls i där prognosen utgår från en annan budget än den beslutade, med skälet bredvid. "
        "Utfallet är det som står på Uppföljning, till och med den månad som är vald där.",
    )
    for i, note in enumerate(notes, row + 2):
        sheet.note(i, note)
    return sheet.finish(landscape=True)


def forecast_prefix(side: mapping.Kind) -> str:
    """Give what the names of the columns of revenue or cost begin with.

    >>> forecast_prefix(mapping.Kind.COST)
    'Prognos_kostnad'
    """
    return f"{Tab.FORECAST}_{side.value}"


def _lay_side(sheet: Canvas, names: Names, board: Board, side: mapping.Kind, top: int) -> int:
    """Lay out cost or revenue, with its headings in a row; give the row of its total."""
    is_revenue = side is mapping.Kind.REVENUE
    sheet.put((top - 1, 1), Column.REVENUE if is_revenue else Column.EXPENSE, Role.SECTION)
    rows = [board.follow_up.forecasts.get((service, side), ForecastRow()) for service in board.costs]
    first, last = top + 1, top + len(rows)
    table = TableName.REVENUE_FORECAST if is_revenue else TableName.COST_FORECAST
    columns = _columns(side, rows, top)
    lay_table(sheet, names, columns, len(rows), top=top, table=table, total=SUM, prefix=forecast_prefix(side))
    for column in (_FORECAST, _DEVIATION):  # a sum of no forecast is none, not zero
        letter = column_letters(column)
        part = f"{letter}{first}:{letter}{last}"
        formula = f'IF(COUNT({part})=0,"",SUM({part}))'
        sheet.put((last + 1, column), None, Role.TOTAL, columns[column - 1].kind, formula)
    methods = tuple(method.value for method in Method)
    sheet.rules += [
        Choice(Area(first, _METHOD, last, _METHOD), methods, f"Välj en metod: {', '.join(methods)}."),
        Bounds(Area(first, _REVISED, last, _REVISED), -_MOST, _MOST, False, "Skriv ett belopp i kronor."),
        Bounds(Area(first, _CHANGE, last, _TYPED), -_MOST, _MOST, False, "Skriv ett belopp i kronor."),
    ]
    sheet.highlights += [
        Highlight(Area(first, _FORECAST, last, _FORECAST), f'AND($G{first}<>"",NOT(ISNUMBER($J{first})))'),
        Highlight(Area(first, _REASON, last, _REASON), f'AND($C{first}<>"",$M{first}="")'),
    ]
    sheet.bars.append(Bars(Area(first, _BARS, last, _BARS)))
    return last + 1


def _columns(side: mapping.Kind, rows: list[ForecastRow], top: int) -> list[Col]:
    is_revenue = side is mapping.Kind.REVENUE
    amounts = Column.REVENUE if is_revenue else Column.EXPENSE
    budgeted = Column.BUDGETED_REVENUE if is_revenue else Column.BUDGETED_EXPENSE
    deviation = "J#-D#" if is_revenue else "D#-J#"
    return [
        Col(Column.SERVICE, formula=f"INDEX(Budget_Tjänst,ROW()-ROW($A${top}))"),
        Col(budgeted, Kind.KR, formula=f'SUMIFS(Budget_{amounts},Budget_Tjänst,"="&$A#)', total=True),
        Col(Column.REVISED, Kind.KR, [row.revised for row in rows], typed=True),
        Col("Utgångspunkt", Kind.KR, formula="IF(ISNUMBER(C#),C#,B#)", total=True),
        Col("Utfall", Kind.KR, formula=f"INDEX(Uppföljning_{amounts},ROW()-ROW($A${top}))", total=True),
        Col("Budget kvar", Kind.KR, formula=f"D#-{budget_so_far('D#', side)}", total=True),
        Col(Column.METHOD, values=[row.method and row.method.value for row in rows], typed=True),
        Col(Column.CHANGE, Kind.KR, [row.change for row in rows], typed=True),
        Col(Column.TYPED, Kind.KR, [row.typed for row in rows], typed=True),
        Col(Column.FORECAST, Kind.KR, formula=_forecast(side), total=True),
        Col(Column.DEVIATION, Kind.DEVIATION, formula=f'IF(ISNUMBER(J#),{deviation},"")', total=True),
        Col(BARS, Kind.BAR, formula="K#"),
        Col(Column.REASON, values=[row.reason for row in rows], typed=True),
        Col(Column.COMMENT, values=[row.comment for row in rows], typed=True),
    ]


def _forecast(side: mapping.Kind) -> str:
    """Give the formula that does what ``enamnd_xl.followup.forecast.forecast`` does; blank where it would object."""
    passed, whole = weigh(side, "Hittills"), weigh(side, "Hela_året")
    rate = f'IF({MONTHS_TO_DATE}=12,E#,IF({passed}=0,"",ROUND(ROUND(E#*{whole}/{passed},7),0)))'
    return (
        f'IF(G#="{Method.TYPED}",IF(ISNUMBER(I#),I#,""),IF(NOT(ISNUMBER(E#)),"",'
        f'IF(G#="{Method.REMAINING}",E#+F#,IF(G#="{Method.ADJUSTED}",IF(ISNUMBER(H#),E#+F#+H#,""),'
        f'IF(G#="{Method.RUN_RATE}",{rate},"")))))'
    )


def _lay_result(sheet: Canvas, names: Names, row: int, revenue: int, cost: int) -> None:
    """Put revenue minus cost, where both are known."""
    for column in range(1, len(_WIDTHS) + 1):
        letter, formula = column_letters(column), None
        if column == _OUTCOME:
            formula = f"{letter}{revenue}-{letter}{cost}"
        elif column in (_FORECAST, _DEVIATION):
            sign = "+" if column == _DEVIATION else "-"
            both = f"AND(ISNUMBER({letter}{revenue}),ISNUMBER({letter}{cost}))"
            formula = f'IF({both},{letter}{revenue}{sign}{letter}{cost},"")'
        kind = Kind.DEVIATION if formula else Kind.TEXT
        sheet.put((row, column), "RESULTAT" if column == 1 else None, Role.TOTAL, kind, formula)
    sheet.highlights += sign_highlights(Area(row, 2, row, _DEVIATION))
    names.add(FORECAST_RESULT, sheet.name, Area(row, _FORECAST, row, _FORECAST))
