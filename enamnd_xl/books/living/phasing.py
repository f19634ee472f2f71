"""The sheet Periodisering: how each service's budget is spread over the months."""

from enamnd_xl.books.canvas import FIRST_ROW, HEADING_ROW, Canvas
from enamnd_xl.books.living.grid import INPUT_TAB, Col, Names, lay_table
from enamnd_xl.books.living.parameters import Board
from enamnd_xl.books.living.words import MONTHS_TO_DATE, Column, Tab, TableName
from enamnd_xl.books.spec import Bounds, Kind, Role, SheetSpec
from enamnd_xl.followup import mapping
from enamnd_xl.followup.periods import MONTHS
from enamnd_xl.workbook.address import Area

_FIRST_MONTH, _LAST_MONTH = 3, 14
_NUMBER_ROW = HEADING_ROW - 1
_WEIGHTS = "$C#:$N#"


def lay_phasing(board: Board, names: Names) -> SheetSpec:
    """Lay out Periodisering: twelve weights a service and kind; none is a twelfth each month."""
    sheet = Canvas(Tab.PHASING, (38.0, 11.0, *(11.0 for _ in MONTHS), 10.0, 10.0), INPUT_TAB)
    sheet.head(
        "Periodisering",
        "Tolv vikter per tjänst, där bara förhållandet mellan dem räknas. En rad utan vikter är en tolftedel per "
        "månad. Gula celler är indata.",
    )
    rows = [(service, kind) for kind in mapping.Kind for service in range(1, len(board.costs) + 1)]
    order = list(board.costs)
    profiles = [board.follow_up.profiles.get((order[service - 1], kind), (None,) * 12) for service, kind in rows]
    count = len(order)
    columns = [
        Col(Column.SERVICE, formula=f"INDEX(Budget_Tjänst,MOD(ROW()-ROW($A${HEADING_ROW})-1,{count})+1)"),
        Col(Column.KIND, values=[kind.value for _, kind in rows]),
        *(
            Col(month, Kind.COUNT, [profile[number] for profile in profiles], typed=True)
            for number, month in enumerate(MONTHS)
        ),
        Col(
            "Hittills",
            Kind.COUNT,
            formula=f"IF(SUM({_WEIGHTS})=0,{MONTHS_TO_DATE},"
            f'SUMIFS({_WEIGHTS},$C${_NUMBER_ROW}:$N${_NUMBER_ROW},"<="&{MONTHS_TO_DATE}))',
        ),
        Col("Hela året", Kind.COUNT, formula=f"IF(SUM({_WEIGHTS})=0,12,SUM({_WEIGHTS}))"),
    ]
    lay_table(sheet, names, columns, len(rows), table=TableName.PHASING)
    sheet.put((_NUMBER_ROW, 1), "Månadens nummer", Role.UNIT)
    for number, column in enumerate(range(_FIRST_MONTH, _LAST_MONTH + 1), 1):
        sheet.put((_NUMBER_ROW, column), number, Role.UNIT, Kind.YEAR)
    names.add(f"{Tab.PHASING}_månader", sheet.name, Area(HEADING_ROW, _FIRST_MONTH, HEADING_ROW, _LAST_MONTH))
    last = HEADING_ROW + len(rows)
    weights = Area(FIRST_ROW, _FIRST_MONTH, last, _LAST_MONTH)
    sheet.rules.append(Bounds(weights, 0, 10**9, False, "Skriv en vikt som är minst 0."))
    sheet.note(
        last + 2,
        "Budgeten till och med en månad är årets budget gånger vikterna hittills delat med årets "
        "vikter, avrundad till hela kronor. December ger hela budgeten.",
    )
    return sheet.finish(frozen_columns=2, landscape=True)
