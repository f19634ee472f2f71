"""Workbooks to measure on, with cached values: S a small board's book, M a county's five years, L a million numbers."""

import random
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

MUNICIPALITIES = 290  # Source: Sweden has 290 municipalities
SERVICES = 60
YEARS = range(2021, 2026)


def make_inputs(folder: Path) -> dict[str, Path]:
    """Make the three books and give their places by size."""
    makers = {"S": _small, "M": _medium, "L": _large}
    paths = {size: folder / f"{size}.xlsx" for size in makers}
    for size, maker in makers.items():
        with xlsxwriter.Workbook(str(paths[size])) as book:
            maker(book, random.Random(size))
    return paths


def _small(book: xlsxwriter.Workbook, chance: random.Random) -> None:
    for area in ("Grund", "Plattform", "Arkiv", "Räddning", "Social", "Skola", "Miljö", "Bygg"):
        sheet = book.add_worksheet(area)
        sheet.write_row(0, 0, ["Kommun", "Budget", "Utfall", "Avvikelse"])
        totals = [0, 0]
        for row in range(1, 15):
            budget, outcome = chance.randrange(10_000, 90_000), chance.randrange(10_000, 90_000)
            totals = [totals[0] + budget, totals[1] + outcome]
            sheet.write_row(row, 0, [f"Kommun {row}", budget, outcome])
            sheet.write_formula(row, 3, f"=B{row + 1}-C{row + 1}", None, budget - outcome)
        sheet.write(15, 0, "Summa")
        for column, total in enumerate([*totals, totals[0] - totals[1]], 1):
            letter = xl_col_to_name(column)
            sheet.write_formula(15, column, f"=SUM({letter}2:{letter}15)", None, total)


def _medium(book: xlsxwriter.Workbook, chance: random.Random) -> None:
    number = book.add_format({"num_format": "#,##0.00"})
    headings = ["Kommun", *(f"Tjänst {n:02d}" for n in range(SERVICES)), "Totalt"]
    names = [f"Kommun {n:03d} Å" for n in range(MUNICIPALITIES)]
    row_totals: dict[int, list[int]] = {}
    for year in YEARS:
        sheet = book.add_worksheet(f"År {year}")
        sheet.write_row(0, 0, headings)
        row_totals[year] = _table(sheet, names, SERVICES, chance, number)
    summary = book.add_worksheet("Summering")
    summary.write_row(0, 0, ["Kommun", *YEARS, "Totalt"])
    for row, name in enumerate(names, 1):
        summary.write(row, 0, name)
        amounts = [row_totals[year][row - 1] for year in YEARS]
        for column, (year, amount) in enumerate(zip(YEARS, amounts, strict=True), 1):
            total = xl_rowcol_to_cell(row, SERVICES + 1)
            summary.write_formula(row, column, f"='År {year}'!{total}", number, amount / 100)
        summary.write_formula(row, 6, f"=SUM(B{row + 1}:F{row + 1})", number, sum(amounts) / 100)
    by_year = [sum(row_totals[year]) for year in YEARS]
    _total_row(summary, MUNICIPALITIES, [*by_year, sum(by_year)], number)


def _large(book: xlsxwriter.Workbook, chance: random.Random) -> None:
    for n in range(10):
        _table(book.add_worksheet(f"Blad {n + 1}"), [""] * 1000, 100, chance, None)


def _table(
    sheet: xlsxwriter.worksheet.Worksheet,
    names: list[str],
    width: int,
    chance: random.Random,
    style: xlsxwriter.format.Format | None,
) -> list[int]:
    """Write a table of random amounts with totals both ways; give the row totals in öre."""
    column_totals, row_totals = [0] * width, []
    last = xl_col_to_name(width)
    for row, name in enumerate(names, 1):
        amounts = [chance.randrange(100, 10_000_000) for _ in range(width)]
        column_totals = [total + amount for total, amount in zip(column_totals, amounts, strict=True)]
        row_totals.append(sum(amounts))
        sheet.write(row, 0, name)
        sheet.write_row(row, 1, [amount / 100 for amount in amounts], style)
        sheet.write_formula(row, width + 1, f"=SUM(B{row + 1}:{last}{row + 1})", style, row_totals[-1] / 100)
    _total_row(sheet, len(names), [*column_totals, sum(row_totals)], style)
    return row_totals


def _total_row(
    sheet: xlsxwriter.worksheet.Worksheet, rows: int, totals: list[int], style: xlsxwriter.format.Format | None
) -> None:
    sheet.write(rows + 1, 0, "Totalt")
    for column, total in enumerate(totals, 1):
        letter = xl_col_to_name(column)
        formula = f"=SUM({letter}2:{letter}{rows + 1})"
        sheet.write_formula(rows + 1, column, formula, style, total / 100)
