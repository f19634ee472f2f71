"""The sheet Förändring: every member and cost item beside the latest earlier year, and the change in kr and percent."""

from enamnd_xl.books.canvas import HEADING_ROW, Canvas
from enamnd_xl.books.living.grid import COMPARED_HEADING, RESULT_TAB, Col, Names, lay_table, name_of
from enamnd_xl.books.living.parameters import Board
from enamnd_xl.books.living.words import BUDGET_YEAR, COMPARED_YEAR, Column, Tab
from enamnd_xl.books.spec import Kind, Role, SheetSpec

_EARLIER, _LATER, _COMPARABLE, _CHANGE = "Tidigare", "Nu", "Varav jämförbart", "Förändring, kr"
_LISTED = f'INDEX(Listor_tabell,MATCH($A#,Kommuner_Kommun,0),MATCH($B#&" "&{COMPARED_YEAR},Listor_rubriker,0))'
_PERCENT = 'IF(N(C#)=0,"",F#/C#)'


def lay_change(board: Board, names: Names) -> SheetSpec:
    """Lay out Förändring: each member's total, and under it each cost item's amount."""
    sheet = Canvas(Tab.CHANGE, (20.0, 38.0, 15.0, 15.0, 16.0, 15.0, 14.0), RESULT_TAB)
    sheet.head(
        f"Förändring {board.year}",
        "kr. Förändringen räknas för delposter som har ett belopp på Listor för det tidigare året.",
        title_formula=f'"Förändring "&IF({COMPARED_YEAR}=0,"","från "&{COMPARED_YEAR}&" ")&"till "&{BUDGET_YEAR}',
    )
    members, pairs = len(board.members), len(board.members) * len(board.items)
    summed = {
        heading: f'SUMIFS({name_of(Tab.CHANGE, heading)},{name_of(Tab.CHANGE, Column.MEMBER)},"="&$A#)'
        for heading in (_EARLIER, _LATER, _COMPARABLE, _CHANGE)
    }
    whole = _columns('Kommuner!$B#&""', '"Alla delposter"', summed)
    after = lay_table(sheet, names, whole, members, total="Summa", prefix="Förändring_kommun")
    _put_percent(sheet, HEADING_ROW + members + 1)
    top = after + 2
    sheet.put((top - 1, 1), "Delpost för delpost", Role.SECTION)
    row = f"ROW()-ROW($A${top})"
    each = {
        _EARLIER: f'IFERROR({_LISTED}+0,"")',
        _LATER: f"INDEX(Beräkning_Fördelat,{row})",
        _COMPARABLE: 'IF(ISNUMBER(C#),D#,"")',
        _CHANGE: 'IF(ISNUMBER(C#),D#-C#,"")',
    }
    columns = _columns(f"INDEX(Beräkning_Kommun,{row})", f"INDEX(Beräkning_Delpost,{row})", each)
    lay_table(sheet, names, columns, pairs, top=top, total="Summa")
    _put_percent(sheet, top + pairs + 1)
    return sheet.finish(frozen_columns=2)


def _columns(member: str, item: str, amounts: dict[str, str]) -> list[Col]:
    headings = {_EARLIER: COMPARED_HEADING, _LATER: f'"År "&{BUDGET_YEAR}'}
    return [
        Col(Column.MEMBER, formula=member),
        Col(Column.ITEM, formula=item),
        *(
            Col(heading, Kind.KR_DASH, formula=formula, total=True, heading_formula=headings.get(heading))
            for heading, formula in amounts.items()
        ),
        Col("Förändring, %", Kind.SHARE, formula=_PERCENT),
    ]


def _put_percent(sheet: Canvas, row: int) -> None:
    """Put the change of a total in percent."""
    sheet.put((row, 7), None, Role.TOTAL, Kind.SHARE, _PERCENT.replace("#", str(row)))
