"""The sheet Kommunblad: one member's amounts beside the latest earlier year, with the change and a chart."""

from enamnd_xl.books.canvas import FIRST_ROW, HEADING_ROW, Canvas
from enamnd_xl.books.living.grid import COMPARED_HEADING, RESULT_TAB, Col, Names, lay_table
from enamnd_xl.books.living.parameters import Board
from enamnd_xl.books.living.words import CHOSEN_MEMBER, Column, Tab
from enamnd_xl.books.spec import Chart, Choice, Kind, Role, SheetSpec
from enamnd_xl.workbook.address import Area

_CHOICE_ROW = 3
_CHART_ROWS = 18

_CHANGE = 'IF(N(B#)=0,"",E#/B#)'
_COLUMNS = (
    Col(Column.ITEM, formula='Tjänster!$A#&""'),
    Col(
        "Jämförelseår",
        Kind.KR_DASH,
        heading_formula=COMPARED_HEADING,
        formula="IFERROR(INDEX(Listor_tabell,MATCH(Vald_kommun,Kommuner_Kommun,0),"
        'MATCH($A#&" "&Jämförelseår,Listor_rubriker,0))+0,"")',
        total=True,
    ),
    Col(
        "Budgetår",
        Kind.KR_DASH,
        heading_formula='"År "&Budgetår',
        formula='SUMIFS(Beräkning_Fördelat,Beräkning_Delpost,"="&$A#,Beräkning_Kommun,"="&Vald_kommun)',
        total=True,
    ),
    Col("Varav jämförbart", Kind.KR_DASH, formula='IF(ISNUMBER(B#),C#,"")', total=True),
    Col("Förändring, kr", Kind.KR_DASH, formula='IF(ISNUMBER(B#),D#-B#,"")', total=True),
    Col("Förändring, %", Kind.SHARE, formula=_CHANGE),
)


def lay_member_page(board: Board, names: Names) -> SheetSpec:
    """Lay out Kommunblad."""
    chosen = board.members[0].name
    sheet = Canvas(Tab.MEMBER_PAGE, (36.0, 15.0, 15.0, 15.0, 15.0, 14.0), RESULT_TAB)
    sheet.head(
        f"{chosen}: årskostnader {board.year}",
        "kr. Välj kommun i den gula cellen.",
        title_formula='Vald_kommun&": årskostnader "&Budgetår',
    )
    choice = Area(_CHOICE_ROW, 2, _CHOICE_ROW, 2)
    sheet.put((_CHOICE_ROW, 1), "Kommun", Role.SECTION)
    sheet.put((_CHOICE_ROW, 2), chosen, Role.INPUT)
    names.add(CHOSEN_MEMBER, sheet.name, choice)
    sheet.rules.append(Choice(choice, "Kommuner_Kommun", "Välj en av kommunerna i listan."))
    last = HEADING_ROW + len(board.items)
    row = lay_table(sheet, names, _COLUMNS, len(board.items), total="Summa")
    sheet.put((last + 1, len(_COLUMNS)), role=Role.TOTAL, kind=Kind.SHARE, formula=_CHANGE.replace("#", str(last + 1)))
    _relate(sheet, row + 1)
    sheet.note(
        row + 4, "Förändringen räknas bara för delposter som har ett belopp jämförelseåret. Tidigare belopp: Listor."
    )
    sheet.charts.append(
        Chart(
            title="Årskostnad per delpost",
            unit="kr",
            place=Area(row + 6, 1, row + 5 + _CHART_ROWS, len(sheet.widths)),
            categories=Area(FIRST_ROW, 1, last, 1),
            series=tuple(((HEADING_ROW, column), Area(FIRST_ROW, column, last, column)) for column in (2, 3)),
        )
    )
    return sheet.finish(landscape=False)


def _relate(sheet: Canvas, row: int) -> None:
    """Put the member's inhabitants and its amount per inhabitant."""
    member = "MATCH(Vald_kommun,Kommuner_Kommun,0)"
    column = "MATCH(INDEX(Folkmängd_Kolumn,MATCH(Folkmängdsdatum,Folkmängd_Datum,0)),Kommuner_rubriker,0)"
    sheet.put((row, 1), formula="INDEX(Folkmängd_Kolumn,MATCH(Folkmängdsdatum,Folkmängd_Datum,0))")
    sheet.put((row, 3), kind=Kind.COUNT, formula=f"INDEX(Kommuner_tabell,{member},{column})")
    sheet.put((row + 1, 1), "Årskostnad per invånare, kr")
    sheet.put((row + 1, 3), kind=Kind.PRICE, formula=f"IF(C{row}=0,0,C{row - 2}/C{row})")
    for line in (row, row + 1):
        sheet.put((line, 2))
