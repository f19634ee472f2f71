"""The sheet Överskott: the result of each year, what was used of the balance, and what is carried forward."""

from enamnd_xl.books.canvas import FIRST_ROW, HEADING_ROW, Canvas
from enamnd_xl.books.living.grid import RESULT_TAB, Col, Names, lay_table, sign_highlights
from enamnd_xl.books.living.parameters import Board
from enamnd_xl.books.living.words import FORECAST_RESULT, Column, Tab, TableName
from enamnd_xl.books.living.year import SurplusRow
from enamnd_xl.books.spec import Bounds, Kind, Role, SheetSpec
from enamnd_xl.workbook.address import Area

_SPARE = 8  # rows for the years to come, so that the table grows without moving what stands below it
_ENDED = "COUNTIFS(Utfall_År,$A#,Utfall_Till,12)"


def lay_surplus(board: Board, names: Names) -> SheetSpec:
    """Lay out Överskott; a year whose result is not known leaves the years after it unknown too."""
    sheet = Canvas(Tab.SURPLUS, (20.0, 15.0, 15.0, 15.0, 15.0, 66.0), RESULT_TAB)
    sheet.head("Överskott som balanseras", "kr. Utgående = ingående plus årets resultat minus det som har använts.")
    years = (*board.follow_up.surplus, *[SurplusRow(None)] * _SPARE)
    columns = [
        Col(Column.YEAR, Kind.YEAR, [row.year for row in years], typed=True),
        Col(Column.OPENING, Kind.DEVIATION, [None for _ in years]),
        Col(
            Column.RESULT,
            Kind.DEVIATION,
            formula=f'IF({_ENDED}=0,"",SUMIFS(Utfall_Intäkter,Utfall_År,$A#)-SUMIFS(Utfall_Kostnader,Utfall_År,$A#))',
        ),
        Col(Column.USED, Kind.KR, [row.used for row in years], typed=True),
        Col(Column.CLOSING, Kind.DEVIATION, formula='IF(AND(ISNUMBER(C#),NOT(ISTEXT(B#))),N(B#)+C#-N(D#),"")'),
        Col(Column.COMMENT, values=[row.comment for row in years], typed=True),
    ]
    after = lay_table(sheet, names, columns, len(years), table=TableName.SURPLUS)
    sheet.put((FIRST_ROW, 2), board.follow_up.opening, Role.INPUT, Kind.DEVIATION)
    for row in range(FIRST_ROW + 1, after):
        sheet.put((row, 2), kind=Kind.DEVIATION, formula=f'IF($A{row}="","",E{row - 1})')
    last = HEADING_ROW + len(years)
    sheet.rules.append(Bounds(Area(FIRST_ROW, 4, last, 4), -(10**12), 10**12, False, "Skriv ett belopp i kronor."))
    sheet.put((after + 1, 1), formula='"Prognos för "&Budgetår')
    for column in (2, 4, 5):
        sheet.put((after + 1, column))
    sheet.put((after + 1, 6), "Resultatet enligt Prognos; tomt så länge intäkterna eller kostnaderna inte har någon.")
    sheet.put((after + 1, 3), kind=Kind.DEVIATION, formula=FORECAST_RESULT)
    sheet.highlights += sign_highlights(Area(after + 1, 3, after + 1, 3))
    notes = (
        "Ett års resultat är årets intäkter minus kostnader på Utfall, när de räcker till och med december. Ett år som "
        "inte är avslutat, eller vars resultat inte är känt, är tomt, och då är också de följande årens saldon tomma.",
        "Är bara årets hela resultat känt skrivs det på Utfall som en rad för perioden januari–december.",
    )
    for i, note in enumerate(notes, after + 3):
        sheet.note(i, note)
    return sheet.finish()
