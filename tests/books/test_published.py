"""The published workbooks say what was published, errors and all."""

from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from enamnd_xl.books.published import published_books, year_2022, year_2025
from enamnd_xl.books.published.table import PublishedTable
from enamnd_xl.books.spec import Kind

TABLES = [*year_2022.TABLES, *year_2025.TABLES]


def column_difference(table: PublishedTable, block: int, column: int) -> int:
    """Give the published total less the sum of its rows."""
    rows = table.blocks[block]
    assert rows.total is not None
    return (rows.total[column] or 0) - sum(row[column] or 0 for row in rows.rows)


# Source: the sums, done by hand on the published papers
OFF = {
    ("Budget 2025", 0, 1): -35_200,
    ("Budget 2025", 1, 1): -35_200,
    ("Socialtjänsten, gemensamma alternativ 2025", 0, 1): 1,
    ("Socialtjänsten, gemensamma alternativ 2025", 0, 2): -1,
    ("Prognos helår 2025", 0, 2): -1,
    ("Prognos helår 2025", 0, 3): 1,
}


def test_no_published_total_is_corrected():
    differences = {
        (table.title, number, column): column_difference(table, number, column)
        for table in TABLES
        for number, block in enumerate(table.blocks)
        for column, kind in enumerate(table.kinds)
        if kind is Kind.KR and block.rows and block.total
    }
    assert len(differences) == 27
    assert {where: difference for where, difference in differences.items() if difference} == OFF


def test_a_commented_deviation_differs_from_its_table():
    (table,) = (row[3] for row in year_2022.OUTCOME.blocks[0].rows if row[0] == "Projekt DCBD")
    (comment,) = (row[1] for row in year_2022.DEVIATIONS.blocks[0].rows if row[0] == "Projekt DCBD")
    assert comment - table == 19


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.title)
def test_every_row_is_as_wide_as_its_table(table):
    for block in table.blocks:
        for line in (*block.headings, *block.rows, *([block.total] if block.total else [])):
            assert len(line) == len(table.kinds) == len(table.widths)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.title)
def test_amounts_are_whole_kronor(table):
    for block in table.blocks:
        for line in block.rows:
            amounts = [value for value, kind in zip(line, table.kinds, strict=True) if kind is Kind.KR]
            assert all(value is None or type(value) is int for value in amounts)


@pytest.mark.parametrize("book", published_books(), ids=lambda book: book.path)
def test_the_file_says_what_the_specification_says(book, built):
    with_values = load_workbook(built / book.path)
    assert with_values.sheetnames == [sheet.name for sheet in book.sheets]
    for sheet in book.sheets:
        for (row, column), cell in sheet.cells.items():
            value = with_values[sheet.name].cell(row, column).value
            if isinstance(cell.value, date):
                cell_value = datetime(cell.value.year, cell.value.month, cell.value.day)
                assert value == cell_value
            else:
                assert value == cell.value
