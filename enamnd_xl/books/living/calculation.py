"""The sheet Beräkning: every step from a parameter to an amount, a row for each cost item and member.

Plain Excel does what ``enamnd_xl.allocation.allocate`` does. A share is computed in units and rounded to seven decimals
before it is split into a whole number and a rest, so that the binary noise of a division decides nothing.
"""

from enamnd_xl.books.canvas import Canvas
from enamnd_xl.books.living.grid import CONTROL_TAB, Col, Names, lay_table
from enamnd_xl.books.living.parameters import Board
from enamnd_xl.books.living.words import Column, Tab, TableName
from enamnd_xl.books.spec import Kind, SheetSpec

_WIDTHS = (9, 9, 33, 13, 16, 33, 16, 9, 12, 10, 11, 18, 16, 11, 11, 9, 10, 14, 14)


def _squeeze(names: str) -> str:
    """Give the formula for names without spaces and with semicolons between them, however they are typed."""
    return f'SUBSTITUTE(SUBSTITUTE({names}," ",""),",",";")'


_LISTED = "INDEX(Listor_tabell,$B#,MATCH(INDEX(Tjänster_Lista,$A#),Listor_rubriker,0))"
_INDEX = "(1+INDEX(Tjänster_Tidigare_uppräkning,$A#))*(1+INDEX(Tjänster_Uppräkning,$A#))"
# Column A numbers the cost item and column B the member, as they stand on Tjänster and Kommuner.
_STEPS = (
    Col(Column.ITEM, formula='INDEX(Tjänster_Delpost,$A#)&""'),
    Col(Column.CODE, Kind.CODE, formula="INDEX(Kommuner_Kommunkod,$B#)"),
    Col(Column.MEMBER, formula='INDEX(Kommuner_Kommun,$B#)&""'),
    Col(Column.SERVICE, formula='INDEX(Tjänster_Tjänst,$A#)&""'),
    Col(Column.KEY, formula='LOWER(INDEX(Tjänster_Nyckel,$A#)&"")'),
    Col(
        Column.TAKES_PART,
        Kind.COUNT,
        formula='IF(OR(C#="",INDEX(Kommuner_Medlem,$B#)<>"ja"),0,'
        f'IF(ISNUMBER(FIND(UPPER(";"&{_squeeze("E#")}&";"),'
        f'UPPER(";"&{_squeeze("INDEX(Tjänster_Utanför,$A#)")}&";"))),0,'
        f'IF(INDEX(Tjänster_Lista,$A#)="",1,IF({_LISTED}="",0,1))))',
    ),
    Col(
        "Nyckeltal",
        Kind.COUNT,
        formula='IF(H#=0,0,IF(G#="rakt",1,IF(OR(G#="invånare",G#="blandning"),'
        "INDEX(Kommuner_tabell,$B#,MATCH(INDEX(Folkmängd_Kolumn,"
        "MATCH(INDEX(Tjänster_Nyckeldatum,$A#),Folkmängd_Datum,0)),Kommuner_rubriker,0)),"
        f"{_LISTED})))",
    ),
    Col(
        Column.EQUAL_SHARE,
        Kind.SHARE,
        formula='IF(G#="rakt",1,IF(OR(G#="blandning",G#="mängd"),INDEX(Tjänster_Andel_rakt,$A#),0))',
    ),
    Col(
        "Andel",
        Kind.EXACT,
        formula="IF(SUMIFS(Beräkning_Deltar,Beräkning_Nr_delpost,$A#)=0,0,"
        "J#*H#/SUMIFS(Beräkning_Deltar,Beräkning_Nr_delpost,$A#))"
        "+IF(SUMIFS(Beräkning_Nyckeltal,Beräkning_Nr_delpost,$A#)=0,0,"
        "(1-J#)*I#/SUMIFS(Beräkning_Nyckeltal,Beräkning_Nr_delpost,$A#))",
    ),
    Col(
        "Exakt belopp",
        Kind.EXACT,
        formula='IF(G#="lista",I#,INDEX(Tjänster_Belopp,$A#)*'
        'IF(OR(G#="faktor",INDEX(Tjänster_Beloppet_är,$A#)="pris"),I#,K#))',
    ),
    Col("Enheter", Kind.EXACT, formula="IF(L#=0,0,ROUND(ABS(L#)/INDEX(Tjänster_Avrundning,$A#),7))"),
    Col("Hela", Kind.COUNT, formula="INT(M#)"),
    Col("Rest", Kind.EXACT, formula="ROUND(M#-N#,7)"),
    Col(
        "Rang",
        Kind.COUNT,
        formula="1+SUMPRODUCT((Beräkning_Nr_delpost=$A#)*((Beräkning_Rest>O#)+(Beräkning_Rest=O#)*"
        "((Beräkning_Andel>K#)+(Beräkning_Andel=K#)*(Beräkning_Kommunkod<D#))))",
    ),
    Col(
        "Att dela ut",
        Kind.COUNT,
        formula='IF(OR(INDEX(Tjänster_Beloppet_är,$A#)<>"totalen",G#="faktor",G#="lista"),"",'
        "ROUND(ABS(INDEX(Tjänster_Belopp,$A#))/INDEX(Tjänster_Avrundning,$A#),7)"
        "-SUMIFS(Beräkning_Hela,Beräkning_Nr_delpost,$A#))",
    ),
    Col(
        "Avrundat",
        Kind.KR,
        formula='IF(G#="lista",L#,ROUND(SIGN(L#)*INDEX(Tjänster_Avrundning,$A#)*IF(ISNUMBER(Q#),N#+IF(P#<=Q#,1,0),'
        'IF(LOWER(INDEX(Tjänster_Riktning,$A#)&"")="uppåt",ROUNDUP(M#,0),ROUND(M#,0))),2))',
    ),
    Col(
        Column.ALLOCATED,
        Kind.KR,
        formula=f"IF({_INDEX}=1,R#,ROUND(MIN(INDEX(Tjänster_Avrundning,$A#),1)*"
        f"ROUND(ROUND(R#*{_INDEX}/MIN(INDEX(Tjänster_Avrundning,$A#),1),7),0),2))",
    ),
)


def lay_calculation(board: Board, names: Names) -> SheetSpec:
    """Lay out Beräkning."""
    sheet = Canvas(Tab.CALCULATION, _WIDTHS, CONTROL_TAB)
    sheet.head(
        "Beräkning, steg för steg",
        "En rad per delpost och kommun. Enheter = exakt belopp delat med avrundningen. Rangen, efter rest, andel och "
        "kommunkod, avgör vem som får det som blir över.",
    )
    pairs = [(item, member) for item in range(len(board.items)) for member in range(len(board.members))]
    columns = (
        Col("Nr delpost", Kind.YEAR, [item + 1 for item, _ in pairs]),
        Col("Nr kommun", Kind.YEAR, [member + 1 for _, member in pairs]),
        *_STEPS,
    )
    lay_table(sheet, names, columns, len(pairs), table=TableName.CALCULATION)
    sheet.filtered.append(TableName.CALCULATION)
    return sheet.finish(frozen_columns=5, landscape=True, pages_wide=2)
