"""The living workbook: driven by its parameter sheets, everything else ordinary Excel formulas."""

from enamnd_xl.books.living.calculation import lay_calculation
from enamnd_xl.books.living.change import lay_change
from enamnd_xl.books.living.comparison import lay_comparison
from enamnd_xl.books.living.follow_up import lay_follow_up
from enamnd_xl.books.living.forecast import lay_forecast
from enamnd_xl.books.living.grid import Names
from enamnd_xl.books.living.invoicing import lay_invoicing
from enamnd_xl.books.living.items import lay_items
from enamnd_xl.books.living.member_page import lay_member_page
from enamnd_xl.books.living.members import lay_lists, lay_members
from enamnd_xl.books.living.outcome import lay_accounts, lay_outcome
from enamnd_xl.books.living.parameters import Board
from enamnd_xl.books.living.phasing import lay_phasing
from enamnd_xl.books.living.results import lay_allocation, lay_area, lay_budget
from enamnd_xl.books.living.start import lay_start
from enamnd_xl.books.living.surplus import lay_surplus
from enamnd_xl.books.spec import BookSpec, Choice


def living_book(board: Board) -> BookSpec:
    """Lay out a board's living workbook.

    Args:
        board: its parameters.

    Returns:
        The workbook; its formulas have no values yet.

    >>> from enamnd_xl.books.living.norrbotten_2025 import BOARD
    >>> [str(sheet.name) for sheet in living_book(BOARD).sheets][:5]
    ['Start', 'Kommuner', 'Tjänster', 'Listor', 'Fördelning']
    """
    names = Names()
    sheets = [
        lay_members(board, names),
        lay_items(board, names),
        lay_lists(board, names),
        lay_allocation(board, names),
        *(lay_area(area, board, names) for area in board.areas),
        lay_budget(board, names),
        lay_member_page(board, names),
        lay_change(board, names),
        lay_invoicing(board, names),
        lay_follow_up(board, names),
        lay_forecast(board, names),
        lay_surplus(board, names),
        lay_outcome(board, names),
        lay_accounts(board, names),
        lay_phasing(board, names),
        lay_comparison(board, names),
        lay_calculation(board, names),
    ]
    sheets.insert(0, lay_start(board, names, [sheet.name for sheet in sheets]))
    formulas = [cell.formula for sheet in sheets for cell in sheet.cells.values() if cell.formula]
    choices = [rule.source for sheet in sheets for rule in sheet.rules if isinstance(rule, Choice)]
    formulas += [source for source in choices if isinstance(source, str)]
    formulas += [highlight.formula for sheet in sheets for highlight in sheet.highlights]
    return BookSpec(
        path=f"enamnd_{board.year}.xlsx",
        title=f"{board.name}, budget och fördelning",
        owner=board.name,
        sheets=tuple(sheets),
        names=names.used_in(formulas),
    )
