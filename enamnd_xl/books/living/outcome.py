"""The sheets Kontering and Utfall: which accounts belong to which item, and what was booked on each item."""

from enamnd_xl.books.canvas import FIRST_ROW, HEADING_ROW, Canvas
from enamnd_xl.books.living.grid import INPUT_TAB, Col, Names, cell_number, lay_table, name_of
from enamnd_xl.books.living.parameters import Board
from enamnd_xl.books.living.words import Column, Tab, TableName
from enamnd_xl.books.spec import Bounds, Choice, Highlight, Kind, SheetSpec
from enamnd_xl.followup import mapping
from enamnd_xl.workbook.address import Area

_MONTHS = 12
_ABOUT = (
    "kr. Intäkter och kostnader är båda positiva. En period är en månad, #-01, eller flera med ett enda belopp, "
    "#-01–#-10. Tomma rader är till för det som läses in."
)
_REACH = 400  # rows under the table that its names reach, so that a table that grows is counted to its end


def lay_accounts(board: Board, names: Names) -> SheetSpec:
    """Lay out Kontering: the ledger's accounts and objects, and the item that each belongs to."""
    sheet = Canvas(Tab.ACCOUNTS, (18.0, 18.0, 42.0, 42.0, 14.0), INPUT_TAB)
    sheet.head(
        "Kontering",
        "Exempel, att ersätta med ekonomisystemets egna konton och objekt. Beloppen i Utfall läses in efter raderna "
        "här.",
    )
    rows = board.follow_up.accounts
    columns = [
        Col(Column.ACCOUNT, Kind.WORD, [row.account for row in rows], typed=True),
        Col(Column.DIMENSION, Kind.WORD, [row.dimension for row in rows], typed=True),
        Col(Column.OBJECT, Kind.WORD, [row.object for row in rows], typed=True),
        Col(Column.POST, values=[row.post for row in rows], typed=True),
        Col(Column.KIND, values=[row.kind.value for row in rows], typed=True),
    ]
    after = lay_table(sheet, names, columns, len(rows), table=TableName.ACCOUNTS)
    kinds = tuple(kind.value for kind in mapping.Kind)
    sheet.rules.append(Choice(Area(FIRST_ROW, 5, after - 1, 5), kinds, f"Välj {' eller '.join(kinds)}."))
    for i, text in enumerate(_HELP, after + 1):
        sheet.note(i, text)
    return sheet.finish(frozen_columns=0)


def lay_outcome(board: Board, names: Names) -> SheetSpec:
    """Lay out Utfall: a row for each source, period and item, and room for every service every month."""
    sheet = Canvas(Tab.OUTCOME, (40.0, 22.0, 38.0, 16.0, 16.0, 9.0, 9.0, 9.0, 13.0), INPUT_TAB)
    sheet.head(
        "Utfall",
        _ABOUT.replace("#", str(board.year)),
        unit_formula=f'"{_ABOUT}"'.replace("#", '"&Budgetår&"'),
    )
    rows = board.follow_up.outcome
    count = len(rows) + _MONTHS * len(board.costs)
    blank = [None] * (count - len(rows))
    columns = [
        Col(Column.SOURCE, values=[*(row.source for row in rows), *blank], typed=True),
        Col(Column.PERIOD, Kind.WORD, [*(row.period.label for row in rows), *blank], typed=True),
        Col(Column.POST, values=[*(row.item for row in rows), *blank], typed=True),
        Col(Column.REVENUE, Kind.KR, [*(cell_number(row.revenue_kr) for row in rows), *blank], typed=True),
        Col(Column.EXPENSE, Kind.KR, [*(cell_number(row.cost_kr) for row in rows), *blank], typed=True),
        Col(Column.YEAR, Kind.YEAR, formula='IF($B#="","",IFERROR(VALUE(LEFT($B#,4)),""))'),
        Col("Från", Kind.YEAR, formula='IF($B#="","",IFERROR(VALUE(MID($B#,6,2)),""))'),
        Col("Till", Kind.YEAR, formula='IF($B#="","",IFERROR(VALUE(RIGHT($B#,2)),""))'),
        Col("Månader", Kind.YEAR, formula='IF(AND(ISNUMBER(G#),ISNUMBER(H#)),H#-G#+1,"")'),
    ]
    last = HEADING_ROW + count
    lay_table(sheet, names, columns, count, table=TableName.OUTCOME)
    for column, col in enumerate(columns, 1):
        reach = Area(FIRST_ROW, column, last + _REACH, column)
        names.add(name_of(sheet.name, col.heading), sheet.name, reach)
    sheet.rules.append(Bounds(Area(FIRST_ROW, 4, last, 5), -(10**12), 10**12, False, "Skriv ett belopp i kronor."))
    unreadable = f'AND($B{FIRST_ROW}<>"",OR(N($I{FIRST_ROW})<1,N($G{FIRST_ROW})<1,N($H{FIRST_ROW})>{_MONTHS}))'
    sheet.highlights.append(Highlight(Area(FIRST_ROW, 2, last, 2), unreadable))
    return sheet.finish(frozen_columns=3)


_HELP = (
    "Varje tjänst har här sitt eget namn som objekt. Byt till ekonomisystemets koder; rader får läggas till och tas "
    "bort. Klass 3 är intäkter och klass 4–7 kostnader enligt kontoplanen Kommun-BAS.",
    "Konto: ett konto (3010), ett intervall (3000-3999), en början (30*) eller * för alla. Objekt: en kod, eller en "
    "början och *; tomt för alla. Dimension: nummer eller namn; tomt för alla.",
    "Den mest bestämda raden gäller: objekt går före konto, och ett smalare kontointervall före ett bredare. Belopp "
    "som ingen rad gäller för räknas upp när utfallet läses in.",
)
