"""The published tables, one workbook a year: every figure as it was published, errors and all."""

from enamnd_xl.books.published import year_2022, year_2025
from enamnd_xl.books.published.table import lay_out
from enamnd_xl.books.spec import BookSpec


def published_books() -> tuple[BookSpec, ...]:
    """Give the published workbooks.

    >>> [book.path for book in published_books()]
    ['publicerat/2022.xlsx', 'publicerat/2025.xlsx']
    """
    owner = "Norrbottens e-nämnd"
    return tuple(
        BookSpec(f"publicerat/{year}.xlsx", f"{owner}, publicerade tabeller {year}", owner, tuple(map(lay_out, tables)))
        for year, tables in ((2022, year_2022.TABLES), (2025, year_2025.TABLES))
    )
