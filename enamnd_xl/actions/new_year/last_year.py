"""Last year's amounts, kept as values on Listor, so that they stand beside the new year's."""

from collections.abc import Iterator, Mapping

from enamnd_xl.actions.added_columns import add_columns
from enamnd_xl.actions.board_parameters import Parameters
from enamnd_xl.actions.living_tables import describe_cell
from enamnd_xl.actions.named_cells import find_named_area
from enamnd_xl.allocation.share import Kr
from enamnd_xl.books.living.words import TableName
from enamnd_xl.errors import WorkbookError
from enamnd_xl.money import exact, format_kr, to_cell
from enamnd_xl.workbook.address import column_letters
from enamnd_xl.workbook.edits import Edit, set_value
from enamnd_xl.workbook.snapshot import Snapshot, Value

LIST_YEARS = "Listor_år"


def name_list(item: str, year: int) -> str:
    """Give the heading of the list with an item's amounts of a year.

    >>> name_list("E-arkiv", 2025)
    'E-arkiv 2025'
    """
    return f"{item} {year}"


def keep_amounts(
    snapshot: Snapshot, parameters: Parameters, shares: Mapping[str, Mapping[str, Kr | None]], year: int
) -> Iterator[Edit]:
    """Put a year's amounts on Listor, a column for each cost item; one that stands there already stays.

    Args:
        snapshot: the workbook of that year.
        parameters: its parameters.
        shares: item -> member -> kr; None, who stood outside, leaves the cell empty.
        year: the year.

    Raises:
        WorkbookError: there is no room, or a column of that name has other amounts.
    """
    table = parameters.tables[TableName.LISTS]
    codes = {member.name: member.code for member in parameters.members}
    columns: dict[str, dict[int, Value]] = {}
    for item, parts in shares.items():
        heading = name_list(item, year)
        rows = {parameters.list_rows[codes[name]]: part for name, part in parts.items()}
        if heading not in table.headings():
            columns[heading] = {row: to_cell(part) for row, part in rows.items() if part is not None}
            continue
        for row, part in rows.items():
            listed = table.number(row, heading)
            if part is not None and (listed or 0) != exact(part):  # what a list has for one outside is not used
                cell = describe_cell(table.sheet, table.cell(row, heading))
                raise WorkbookError(
                    f"{cell}, men fördelningen {year} är {format_kr(part)}, och ska stå i kolumnen {heading}.",
                    "Byt rubrik på kolumnen, och samma namn under Lista på Tjänster om det står där.",
                )
    yield from add_columns(table, columns)
    sheet, years = find_named_area(snapshot, LIST_YEARS)
    first = table.table.area.right + 1
    if first + len(columns) - 1 > years.right:
        raise WorkbookError(
            f"Bladet {sheet} har inte plats för {len(columns)} kolumner till: namnet {LIST_YEARS} når till {years}.",
            "Låt namnen som börjar på Listor_ nå längre till höger (Formler > Namnhanteraren).",
        )
    for column in range(first, first + len(columns)):
        yield set_value(sheet, (years.top, column), year)
    if columns:
        letters = f"{column_letters(first)}–{column_letters(first + len(columns) - 1)}"
        below = (len(table.sheet.rows) + 1, 1)
        yield set_value(
            sheet, below, f"Källa, kolumn {letters}: fördelningen {year} enligt parametrarna i {year} års bok."
        )
