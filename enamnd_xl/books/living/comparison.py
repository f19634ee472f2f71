"""The sheet Publicerat: the published amount beside the computed one, item by item, and why they differ."""

from collections.abc import Sequence
from typing import NamedTuple

from enamnd_xl.books.canvas import HEADING_ROW, Canvas
from enamnd_xl.books.living.forecast import forecast_prefix
from enamnd_xl.books.living.grid import CONTROL_TAB, Col, Names, lay_table, name_of
from enamnd_xl.books.living.parameters import Board, PublishedService
from enamnd_xl.books.living.words import SUM, Column, Tab
from enamnd_xl.books.living.year import PublishedFigure, PublishedOutcome
from enamnd_xl.books.spec import Highlight, Kind, Role, SheetSpec
from enamnd_xl.followup import mapping
from enamnd_xl.workbook.address import Area

_EVERY_MEMBER = "Alla kommuner"

_BUDGET = "INDEX(Budget_tabell,MATCH($A#,Budget_poster,0),MATCH($B#,Budget_rubriker,0))"
_ITEM = 'SUMIFS(Beräkning_Fördelat,Beräkning_Delpost,"="&$A#)'
_ITEM_MEMBER = 'SUMIFS(Beräkning_Fördelat,Beräkning_Delpost,"="&$A#,Beräkning_Kommun,"="&$B#)'
_SERVICE_MEMBER = 'SUMIFS(Beräkning_Fördelat,Beräkning_Tjänst,"="&$A#,Beräkning_Kommun,"="&$B#)'
_ANY_OR_ITS = f'IF($A#="{SUM}","*","="&$A#)'  # the same formula for an item and for them all


class _Line(NamedTuple):
    """A published amount: of what, which measure or member, kr, what is said of it, what gives it in the workbook."""

    item: str
    about: str
    amount: int
    why: str
    formula: str


def lay_comparison(board: Board, names: Names) -> SheetSpec:
    """Lay out Publicerat."""
    published = board.published
    sheet = Canvas(Tab.PUBLISHED, (38.0, 24.0, 17.0, 17.0, 14.0, 70.0), CONTROL_TAB)
    sheet.head(
        f"Publicerat och beräknat {board.year}",
        "kr. Skillnad = publicerat minus beräknat. Det publicerade står orört.",
        title_formula='"Publicerat och beräknat "&Budgetår',
    )
    *services, total = published.budget
    result = total.revenue - total.cost
    whole = [
        *_both_sides(total),
        _Line(total.service, "Resultat", result, "Följer av intäkterna och kostnaderna.", _BUDGET),
    ]
    rows = published.row_totals
    top = HEADING_ROW - 1
    for title, section in (
        ("Hela budgeten", whole),
        ("Delposternas summor", _totals(board)),
        (
            "Tjänstens summa per kommun",
            [
                _Line(rows.service, member, amount, rows.why.get(member, ""), _SERVICE_MEMBER)
                for member, amount in rows.amounts.items()
            ],
        ),
        ("Budgeten tjänst för tjänst", [line for service in services for line in _both_sides(service)]),
        *((outcome.title, _outcome(outcome)) for outcome in published.year.outcomes),
        *((title, [_forecast(figure) for figure in figures]) for title, figures in published.year.forecast),
        (
            "Delpost och kommun",
            [
                _Line(column.item, member, amount, "", _ITEM_MEMBER)
                for column in published.columns
                for member, amount in column.amounts.items()
            ],
        ),
    ):
        sheet.put((top, 1), title, Role.SECTION)
        top = _lay_section(sheet, names, section, top + 1)
    sheet.note(top, f"Källa till det publicerade: {published.source}.")
    return sheet.finish()


def _both_sides(line: PublishedService) -> tuple[_Line, _Line]:
    return (
        _Line(line.service, "Intäkter", line.revenue, line.why_revenue, _BUDGET),
        _Line(line.service, "Kostnader", line.cost, line.why_cost, _BUDGET),
    )


def _totals(board: Board) -> list[_Line]:
    ground = {item.name: item.ground.value for item in board.items}
    return [
        _Line(column.item, _EVERY_MEMBER, column.total, f"Grund: {ground[column.item]}. {column.why}", _ITEM)
        for column in board.published.columns
    ]


def _outcome(published: PublishedOutcome) -> list[_Line]:
    def summed(amounts: str) -> str:
        rows = f'Utfall_Post,{_ANY_OR_ITS},Utfall_År,{published.year},Utfall_Till,"<={published.month}"'
        return f"SUMIFS(Utfall_{amounts},{rows})"

    formulas = {amounts: summed(amounts) for amounts in (Column.REVENUE.value, Column.EXPENSE.value)}
    formulas[Column.RESULT.value] = "-".join(formulas.values())
    return [_line(figure, formulas[figure.measure]) for figure in published.figures]


def _forecast(figure: PublishedFigure) -> _Line:
    prefix = forecast_prefix(mapping.Kind.COST)
    amounts, services = name_of(prefix, figure.measure), name_of(prefix, Column.SERVICE)
    return _line(figure, f"SUMIFS({amounts},{services},{_ANY_OR_ITS})")


def _line(figure: PublishedFigure, formula: str) -> _Line:
    return _Line(figure.item, figure.measure, figure.amount, figure.why, formula)


def _lay_section(sheet: Canvas, names: Names, lines: Sequence[_Line], top: int) -> int:
    """Lay out a section and give the row where the next one begins."""
    columns = [
        Col("Post", values=[line.item for line in lines]),
        Col("Gäller", values=[line.about for line in lines]),
        Col("Publicerat", Kind.KR, [line.amount for line in lines]),
        Col("Beräknat", Kind.KR, formula=[line.formula for line in lines]),
        Col("Skillnad", Kind.KR, formula="C#-D#"),
        Col("Förklaring", values=[line.why for line in lines]),
    ]
    after = lay_table(sheet, names, columns, len(lines), top=top)
    if lines:
        sheet.highlights.append(Highlight(Area(top + 1, 5, after - 1, 5), f"$E{top + 1}<>0"))
    return after + 1
