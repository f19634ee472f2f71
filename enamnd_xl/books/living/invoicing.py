"""The sheet Fakturaunderlag: what each member is invoiced, within the budget and beside it."""

from enamnd_xl.books.canvas import FIRST_ROW, HEADING_ROW, Canvas
from enamnd_xl.books.living.grid import RESULT_TAB, Col, Names, lay_table, width_of
from enamnd_xl.books.living.parameters import Board
from enamnd_xl.books.living.words import Column, Tab
from enamnd_xl.books.spec import Bounds, Kind, SheetSpec
from enamnd_xl.workbook.address import Area, column_letters

_MOST = 10**9
_WIDTHS = (14.0, 10.0, 11.0, 17.0, 13.0, 25.0, 14.0, 14.0)


def lay_invoicing(board: Board, names: Names) -> SheetSpec:
    """Lay out Fakturaunderlag."""
    services = len(board.costs)
    sheet = Canvas(Tab.INVOICING, (18.0, *(width_of(service) for service in board.costs), *_WIDTHS), RESULT_TAB)
    sheet.head(
        f"Fakturaunderlag {board.year}",
        "kr. Gula celler fylls i vid årets slut: lagrade GB, nya anslutningar och transaktionskostnader.",
        title_formula='"Fakturaunderlag "&Budgetår',
    )
    yearly, storage_gb, storage, joined, start, other, beside = (column_letters(services + i) for i in range(2, 9))
    blank = [None] * len(board.members)
    columns = [
        Col(Column.MEMBER, formula='Kommuner!$B#&""'),
        *(
            Col(
                service,
                Kind.KR_DASH,
                formula="SUMIFS(Beräkning_Fördelat,Beräkning_Tjänst,"
                f'"="&{column_letters(i)}$4,Beräkning_Kommun,"="&$A#)',
                heading_formula=f"Budget!$A${FIRST_ROW + i - 2}",
                total=True,
            )
            for i, service in enumerate(board.costs, 2)
        ),
        Col("Årskostnad", Kind.KR, formula=f"SUM(B#:{column_letters(services + 1)}#)", total=True),
        Col("E-arkiv, GB", Kind.COUNT, blank, typed=True, total=True),
        Col("Lagring", Kind.KR_DASH, formula=f"{storage_gb}#*Pris_per_GB", total=True),
        Col("Nya anslutningar till e-arkiv", Kind.COUNT, blank, typed=True, total=True),
        Col("Startavgift", Kind.KR_DASH, formula=f"{joined}#*Startavgift", total=True),
        Col("Transaktionskostnader", Kind.KR, blank, typed=True, total=True),
        Col("Utanför budgeten", Kind.KR_DASH, formula=f"{storage}#+{start}#+{other}#", total=True),
        Col("Att fakturera", Kind.KR, formula=f"{yearly}#+{beside}#", total=True),
    ]
    after = lay_table(sheet, names, columns, len(board.members), total="Summa")
    last = HEADING_ROW + len(board.members)
    for column in (services + 3, services + 5, services + 7):
        area = Area(FIRST_ROW, column, last, column)
        sheet.rules.append(Bounds(area, 0, _MOST, False, "Skriv ett tal som är minst 0."))
    notes = (
        "Transaktionskostnader för inloggning, BankID, signering, Freja och SMS faktureras i slutet av året; "
        "räkna med 1 500–2 500 kr per kommun och år.",
        "Datacenter Norrbotten ingår inte: det faktureras direkt från leverantören.",
    )
    for i, note in enumerate(notes, 1):
        sheet.note(after + i, note)
    return sheet.finish(landscape=True)
