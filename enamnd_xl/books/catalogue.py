"""Every workbook that the project builds."""

from enamnd_xl.books.living import living_book
from enamnd_xl.books.living.norrbotten_2025 import BOARD
from enamnd_xl.books.published import published_books
from enamnd_xl.books.spec import BookSpec


def all_books() -> tuple[BookSpec, ...]:
    """Give the workbooks, as they stand under workbooks/.

    >>> [book.path for book in all_books()]
    ['publicerat/2022.xlsx', 'publicerat/2025.xlsx', 'enamnd_2025.xlsx']
    """
    return (*published_books(), living_book(BOARD))
