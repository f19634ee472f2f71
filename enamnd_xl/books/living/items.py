"""The sheet Tjänster: each cost item and how it is shared, the services' cost budgets, charges beside the budget."""

from collections.abc import Sequence
from decimal import Decimal

from enamnd_xl.allocation.item import Basis, Key
from enamnd_xl.books.canvas import FIRST_ROW, HEADING_ROW, Canvas
from enamnd_xl.books.living.grid import INPUT_TAB, Col, Names, cell_number, lay_table
from enamnd_xl.books.living.parameters import Board, ItemRule
from enamnd_xl.books.living.words import DISAGREES, Column, Ground, Tab, TableName
from enamnd_xl.books.spec import Bounds, Choice, Highlight, Kind, Role, SheetSpec
from enamnd_xl.money import Direction
from enamnd_xl.workbook.address import Area, column_letters

_WIDTHS = (36.0, 36.0, 13.0, 13.0, 14.0, 10.0, 14.0, 30.0, 13.0, 12.0, 16.0, 13.0, 13.0, 18.0, 66.0, 16.0, 16.0)
_AMOUNT_COLUMN, _CONTROL_COLUMN = 5, 17
CHARGE_NAMES = ("Startavgift", "Pris_per_GB")


def lay_items(board: Board, names: Names) -> SheetSpec:
    """Lay out Tjänster."""
    sheet = Canvas(Tab.ITEMS, _WIDTHS, INPUT_TAB)
    sheet.head(
        "Tjänster och fördelningsnycklar", "Belopp i kr. Varje uppgift skrivs en gång, här; gula celler är indata."
    )
    columns = _item_columns(board.items)
    count = len(board.items)
    after = lay_table(sheet, names, columns, count, table=TableName.ITEMS)
    for row, item in enumerate(board.items, FIRST_ROW):
        if isinstance(item.amount, Decimal):
            kind = Kind.FACTOR if item.key is Key.FACTOR else Kind.PRICE
            sheet.put((row, _AMOUNT_COLUMN), cell_number(item.amount), Role.INPUT, kind)
    last = HEADING_ROW + count
    sheet.rules += _rules(last)
    control = Area(FIRST_ROW, _CONTROL_COLUMN, last, _CONTROL_COLUMN)
    sheet.highlights.append(Highlight(control, f'{column_letters(_CONTROL_COLUMN)}{FIRST_ROW}="{DISAGREES}"'))
    after += 1
    for text in _HELP:
        sheet.note(after, text, columns=_AMOUNT_COLUMN + 3)
        after += 1
    sheet.put((after + 1, 1), "Kostnadsbudget per tjänst, kr", Role.SECTION)
    costs = [
        Col(Column.SERVICE, values=list(board.costs), typed=True),
        Col(Column.COST, Kind.KR, list(board.costs.values()), typed=True, total=True),
    ]
    after = lay_table(
        sheet, names, costs, len(board.costs), top=after + 2, table=TableName.COSTS, total="Summa", prefix="Kostnader"
    )
    sheet.put((after + 1, 1), "Avgifter utanför budgeten, kr", Role.SECTION)
    charges = [
        Col(Column.CHARGE, values=[charge.name for charge in board.charges], typed=True),
        Col(Column.AMOUNT, Kind.KR, [charge.amount for charge in board.charges], typed=True),
        Col(Column.CHARGE_UNIT, values=[charge.unit for charge in board.charges], typed=True),
        Col(Column.SOURCE, values=[charge.source for charge in board.charges], typed=True),
    ]
    lay_table(sheet, names, charges, len(board.charges), top=after + 2, table=TableName.CHARGES, prefix="Avgifter")
    for name, row in zip(CHARGE_NAMES, (after + 3, after + 4), strict=True):
        names.add(name, sheet.name, Area(row, 2, row, 2))
    return sheet.finish(landscape=True, pages_wide=2)


def _item_columns(items: Sequence[ItemRule]) -> list[Col]:
    return [
        Col(Column.ITEM, values=[i.name for i in items], typed=True),
        Col(Column.SERVICE, values=[i.service for i in items], typed=True),
        Col(Column.KEY, values=[i.key.value for i in items], typed=True),
        Col(Column.BASIS, values=[i.basis and i.basis.value for i in items], typed=True),
        Col(Column.AMOUNT, Kind.KR, [cell_number(i.amount) for i in items], typed=True),
        Col(Column.EQUAL_SHARE, Kind.SHARE, [cell_number(i.equal_share) for i in items], typed=True),
        Col(Column.KEY_DATE, Kind.DATE, [i.key_date for i in items], typed=True),
        Col(Column.LIST, values=[i.list_name for i in items], typed=True),
        Col(Column.UNIT, Kind.KR, [cell_number(i.unit) for i in items], typed=True),
        Col(Column.DIRECTION, values=[i.direction.value for i in items], typed=True),
        Col(Column.OUTSIDE, values=["; ".join(i.outside) for i in items], typed=True),
        Col(Column.EARLIER_UPLIFT, Kind.SHARE, [cell_number(i.earlier_uplift) for i in items], typed=True),
        Col(Column.UPLIFT, Kind.SHARE, [cell_number(i.uplift) for i in items], typed=True),
        Col(Column.GROUND, values=[i.ground.value for i in items], typed=True),
        Col(Column.DECISION, values=[i.decision for i in items], typed=True),
        Col(
            Column.ALLOCATED,
            Kind.KR,
            formula='SUMIFS(Beräkning_Fördelat,Beräkning_Delpost,"="&$A#)',
        ),
        Col(
            Column.CONTROL,
            formula='IF($A#="","",IF(OR($D#<>"totalen",$C#="faktor",$C#="lista"),"summan följer",'
            'IF(SUMIFS(Beräkning_Avrundat,Beräkning_Delpost,"="&$A#)=$E#,"stämmer","stämmer inte")))',
        ),
    ]


def _rules(last: int) -> list[Choice | Bounds]:
    def column(number: int) -> Area:
        return Area(FIRST_ROW, number, last, number)

    keys, bases, directions = (tuple(word.value for word in words) for words in (Key, Basis, Direction))
    return [
        Choice(column(2), "Kostnader_Tjänst", "Välj en tjänst i listan."),
        Choice(column(3), keys, f"Välj en nyckel: {', '.join(keys)}."),
        Choice(column(4), bases, f"Välj {', '.join(bases)}; lämna tomt för faktor och lista."),
        Bounds(column(6), 0, 1, False, "Skriv en andel mellan 0 och 100 %."),
        Bounds(column(9), 0, 1_000_000, False, "Skriv en avrundning i kronor, till exempel 0,01, 1, 100 eller 1000."),
        Choice(column(10), directions, f"Välj {', '.join(directions)}."),
        Bounds(Area(FIRST_ROW, 12, last, 13), -1, 10, False, "Skriv uppräkningen i procent."),
        Choice(column(14), tuple(ground.value for ground in Ground), "Välj vad regeln vilar på."),
    ]


_HELP = (
    "Nyckel: rakt = lika till alla. Invånare = efter folkmängden på nyckeldatumet. Blandning = andelen rakt lika, "
    "resten per invånare. Mängd = efter talen i listan. Faktor = listans belopp gånger beloppet. Lista = listans "
    "belopp som de står. Listorna finns på bladet Listor.",
    "Beloppet är: totalen = delarna summerar exakt till beloppet; det som blir över när alla delar avrundats nedåt går "
    "till den som har störst rest, vid lika rest störst andel, sedan lägst kommunkod. Delarna = varje del avrundas, "
    "och summan följer. Pris = kr per kommun, invånare eller enhet.",
    "Uppräkning är årets, och Tidigare uppräkning de föregående årens tillsammans; båda läggs på varje avrundad del, "
    "som sedan avrundas till hela kronor. Flera kommuner utanför skiljs åt med semikolon eller komma.",
)
