"""The sheet Publicerat: the published amount beside the computed one, item by item, and why they differ."""

from enamnd_xl.books.canvas import HEADING_ROW, Canvas
from enamnd_xl.books.living.grid import CONTROL_TAB, Col, Names, lay_table
from enamnd_xl.books.living.parameters import Board, PublishedService
from enamnd_xl.books.living.words import Tab
from enamnd_xl.books.spec import Highlight, Kind, Role, SheetSpec
from enamnd_xl.workbook.address import Area

_EVERY_MEMBER = "Alla kommuner"
_ROW = tuple[str, str, int, str]

_BUDGET = "INDEX(Budget_tabell,MATCH($A#,Budget_poster,0),MATCH($B#,Budget_rubriker,0))"
_ITEM = "SUMIFS(Beräkning_Fördelat,Beräkning_Delpost,$A#)"
_ITEM_MEMBER = "SUMIFS(Beräkning_Fördelat,Beräkning_Delpost,$A#,Beräkning_Kommun,$B#)"
_SERVICE_MEMBER = "SUMIFS(Beräkning_Fördelat,Beräkning_Tjänst,$A#,Beräkning_Kommun,$B#)"


def lay_comparison(board: Board, names: Names) -> SheetSpec:
    """Lay out Publicerat."""
    published = board.published
    ground = {item.name: item.ground.value for item in board.items}
    sheet = Canvas(Tab.PUBLISHED, (38.0, 20.0, 17.0, 17.0, 14.0, 70.0), CONTROL_TAB)
    sheet.head(
        f"Publicerat och beräknat {board.year}",
        "kr. Skillnad = publicerat minus beräknat. Det publicerade står orört.",
        title_formula='"Publicerat och beräknat "&Budgetår',
    )
    *services, total = published.budget
    budget = [row for line in services for row in _both_sides(line)]
    result = (total.service, "Resultat", total.revenue - total.cost, "Följer av intäkterna och kostnaderna.")
    whole = [*_both_sides(total), result]
    items = [
        (column.item, _EVERY_MEMBER, column.total, f"Grund: {ground[column.item]}. {column.why}")
        for column in published.columns
    ]
    rows = published.row_totals
    by_member = [(rows.service, member, amount, rows.why.get(member, "")) for member, amount in rows.amounts.items()]
    details = [
        (column.item, member, amount, "") for column in published.columns for member, amount in column.amounts.items()
    ]
    top = HEADING_ROW - 1
    for title, formula, section in (
        ("Hela budgeten", _BUDGET, whole),
        ("Delposternas summor", _ITEM, items),
        ("Tjänstens summa per kommun", _SERVICE_MEMBER, by_member),
        ("Budgeten tjänst för tjänst", _BUDGET, budget),
        ("Delpost och kommun", _ITEM_MEMBER, details),
    ):
        sheet.put((top, 1), title, Role.SECTION)
        top = _lay_section(sheet, names, formula, section, top + 1)
    sheet.note(top, f"Källa till det publicerade: {published.source}.")
    return sheet.finish()


def _both_sides(line: PublishedService) -> tuple[_ROW, _ROW]:
    return (
        (line.service, "Intäkter", line.revenue, line.why_revenue),
        (line.service, "Kostnader", line.cost, line.why_cost),
    )


def _lay_section(sheet: Canvas, names: Names, formula: str, rows: list[_ROW], top: int) -> int:
    """Lay out a section and give the row where the next one begins."""
    columns = [
        Col("Post", values=[row[0] for row in rows]),
        Col("Gäller", values=[row[1] for row in rows]),
        Col("Publicerat", Kind.KR, [row[2] for row in rows]),
        Col("Beräknat", Kind.KR, formula=formula),
        Col("Skillnad", Kind.KR, formula="C#-D#"),
        Col("Förklaring", values=[row[3] for row in rows]),
    ]
    after = lay_table(sheet, names, columns, len(rows), top=top)
    if rows:
        sheet.highlights.append(Highlight(Area(top + 1, 5, after - 1, 5), f"$E{top + 1}<>0"))
    return after + 1
