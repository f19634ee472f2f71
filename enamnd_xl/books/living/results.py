"""The sheets that show what comes out: Fördelning, one sheet an area, and Budget."""

from enamnd_xl.books.canvas import FIRST_ROW, HEADING_ROW, Canvas
from enamnd_xl.books.living.grid import RESULT_TAB, Col, Names, lay_table, width_of
from enamnd_xl.books.living.parameters import AreaSheet, Board
from enamnd_xl.books.living.words import Column, Tab
from enamnd_xl.books.spec import Kind, SheetSpec
from enamnd_xl.workbook.address import Area, column_letters

_YEARLY = "Årskostnader, kr. Ett streck betyder att kommunen står utanför."


def lay_allocation(board: Board, names: Names) -> SheetSpec:
    """Lay out Fördelning: members x cost items."""
    count = len(board.items)
    sheet = Canvas(Tab.ALLOCATION, (20.0, *(width_of(item.name) for item in board.items), 16.0), RESULT_TAB)
    sheet.head(f"Fördelning {board.year}", _YEARLY, title_formula='"Fördelning "&Budgetår')
    columns = [
        Col(Column.MEMBER, formula='Kommuner!$B#&""'),
        *(
            Col(
                item.name,
                Kind.KR_DASH,
                formula="SUMIFS(Beräkning_Fördelat,Beräkning_Delpost,"
                f'"="&{column_letters(i)}$4,Beräkning_Kommun,"="&$A#)',
                heading_formula=f'Tjänster!$A${FIRST_ROW + i - 2}&""',
                total=True,
            )
            for i, item in enumerate(board.items, 2)
        ),
        Col("Summa", Kind.KR, formula=f"SUM(B#:{column_letters(count + 1)}#)", total=True),
    ]
    lay_table(sheet, names, columns, len(board.members), total="Summa")
    return sheet.finish(landscape=True)


def lay_area(area: AreaSheet, board: Board, names: Names) -> SheetSpec:
    """Lay out the sheet that presents an area as the board publishes it."""
    order = {item.name: i for i, item in enumerate(board.items)}
    label, width = (24.0, 18.0) if len(area.items) > 2 else (46.0 if len(area.items) == 1 else 34.0, 26.0)
    widths = (label, *(width for _ in area.items), *((width,) if area.row_total else ()))
    sheet = Canvas(area.sheet, widths, RESULT_TAB)
    sheet.head(f"{area.title} {board.year}", "Årskostnader, kr", title_formula=f'"{area.title} "&Budgetår')
    columns = [Col(Column.MEMBER, formula='Kommuner!$B#&""')]
    for name in area.items:
        source = f"Fördelning!{column_letters(order[name] + 2)}"
        columns.append(Col(name, Kind.KR_DASH, formula=f"{source}#", heading_formula=f"{source}$4", total=True))
    if area.row_total:
        last = column_letters(len(area.items) + 1)
        columns.append(Col("Summa", Kind.KR, formula=f"SUM(B#:{last}#)", total=True))
    after = lay_table(sheet, names, columns, len(board.members), total="Summa")
    for i, note in enumerate(area.notes, 1):
        sheet.note(after + i, note)
    return sheet.finish()


def lay_budget(board: Board, names: Names) -> SheetSpec:
    """Lay out Budget: revenue, cost and result of each service."""
    sheet = Canvas(Tab.BUDGET, (42.0, 18.0, 18.0, 18.0), RESULT_TAB)
    sheet.head(f"Budget {board.year}", "kr", title_formula='"Budget "&Budgetår')
    columns = [
        Col(Column.SERVICE, formula='INDEX(Kostnader_Tjänst,ROW()-ROW($A$4))&""'),
        Col("Intäkter", Kind.KR, formula=_of_service("Tjänster_Fördelat,Tjänster_Tjänst"), total=True),
        Col("Kostnader", Kind.KR, formula=_of_service("Kostnader_Kostnadsbudget,Kostnader_Tjänst"), total=True),
        Col("Resultat", Kind.DEVIATION, formula="B#-C#", total=True),
    ]
    after = lay_table(sheet, names, columns, len(board.costs), total="SUMMA")
    last = after - 1
    names.add(f"{Tab.BUDGET}_rubriker", sheet.name, Area(HEADING_ROW, 1, HEADING_ROW, len(columns)))
    names.add(f"{Tab.BUDGET}_poster", sheet.name, Area(FIRST_ROW, 1, last, 1))
    names.add(f"{Tab.BUDGET}_tabell", sheet.name, Area(FIRST_ROW, 1, last, len(columns)))
    notes = (
        "Intäkterna är kommunernas årskostnader enligt Fördelning; kostnaderna står på Tjänster.",
        "Transaktionskostnader, lagring och startavgifter faktureras utanför budgeten, se Fakturaunderlag.",
    )
    for i, note in enumerate(notes, 1):
        sheet.note(after + i, note)
    return sheet.finish()


def _of_service(amounts: str) -> str:
    """Give the formula that sums amounts by service; what has no service is on no line, and is seen on Start."""
    return f'IF($A#="",0,SUMIFS({amounts},"="&$A#))'
