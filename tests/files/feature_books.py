"""Workbooks full of features, written by two libraries; each function writes one book."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.table import Table

FORMATS = (
    "General", "0", "#,##0", "0.00", "#,##0 \"kr/dag\"", r"#,##0\ \d", "[$kr-41D] #,##0", "[Red]0", "0.0%", "0 %",
    "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "[$-41D]yyyy-mm-dd;@", "[$-F800]dddd", "mmm-yy", "hh:mm", "hh:mm:ss", "[h]:mm:ss",
    "[mm]:ss", "mm:ss.0", "@", "_-* #,##0 \"kr\"_-", "#,##0;[Red]-#,##0", "\"Dag \"d", "#,##0,", "0.0,,\" mnkr\"",
    "#,##0, \"tkr\"", "0.00E+00", "?/?", "# ##0",
)  # fmt: skip


def numbers_in_all_formats(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Tal & format")
    for row, code in enumerate(FORMATS):
        sheet.write_string(row, 0, code)
        style = book.add_format({"num_format": code})
        numbers = (45000, 45000.5, 0.25, 0, 1, 59, 60, 61, -1, 3e6, 0.1 + 0.2, 1e15, 45000.99999)
        for column, number in enumerate(numbers, 1):
            sheet.write_number(row, column, number, style)
            sheet.write_formula(row, column + 20, "=A1", style, number)
        sheet.write_formula(row, 40, "=A1", style, "text")
        sheet.write_blank(row, 41, None, style)
    book.close()


def days_counted_from_1904(path: Path) -> None:
    book = xlsxwriter.Workbook(path, {"date_1904": True})
    sheet = book.add_worksheet()
    style = book.add_format({"num_format": "yyyy-mm-dd"})
    for row, day in enumerate((date(1904, 1, 2), date(2025, 10, 31), datetime(2025, 10, 31, 12, 30))):
        sheet.write_datetime(row, 0, day, style)
    sheet.write_formula(3, 0, "=A2+1", style, 44865)
    book.close()


def texts_and_truths(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Text – åäö 😀")
    for row, text in enumerate(
        ("åäö 😀", " led ", "rad ett\nrad två", "a\tb", "&<>\"'", "123", "TRUE", "=ingen formel", "#N/A", "a" * 32767)
    ):
        sheet.write_string(row, 0, text)
    sheet.write_boolean("B1", True)
    sheet.write_boolean("B2", False)
    sheet.write_rich_string("B3", "vanlig ", book.add_format({"bold": True}), "fet", " vanlig")
    sheet.write_url("B4", "https://example.org", string="länk")
    for row, (formula, value) in enumerate(
        (("=TRUE", True), ('="x"&1', "x1"), ('=""', ""), ("=1/0", "#DIV/0!"), ("=NA()", "#N/A"), ("=1+1", 2))
    ):
        sheet.write_formula(row, 2, formula, None, value)
    sheet.write_comment("A1", "en kommentar")
    book.close()


def formulas_of_all_kinds(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Bo's blad")
    other = book.add_worksheet("Kultur & fritid <1>")
    for row in range(10):
        sheet.write_number(row, 0, row + 0.5)
        other.write_number(row, 0, row)
    sheet.write_formula("B1", "=SUM(A1:A10)", None, 50)
    sheet.write_formula("B2", "='Kultur & fritid <1>'!A2+A$1", None, 1.5)
    sheet.write_array_formula("C1:C3", "{=A1:A3*2}", None, 1)
    sheet.write_number("C2", 3)
    sheet.write_number("C3", 5)
    sheet.write_dynamic_array_formula("D1:D3", "=_xlfn._xlws.SORT(A1:A3)", None, 0.5)
    sheet.write_formula("E1", "=_xlfn.LET(_xlpm.x,A1,_xlpm.x+1)", None, 1.5)
    sheet.write_formula("E2", '=_xlfn.CONCAT("_xlfn.",A1)', None, "_xlfn.0.5")
    sheet.write_formula("E3", '=IF(A1<1,"<&>","")', None, "<&>")
    sheet.write_array_formula("F1:F1", "{=SUM(A1:A3*A1:A3)}", None, 8.75)
    book.define_name("Moms", "=0.25")
    book.define_name("Underlag", "='Bo''s blad'!$A$1:$A$10")
    book.define_name("'Kultur & fritid <1>'!Lokalt", "='Kultur & fritid <1>'!$A$1")
    sheet.print_area("A1:C3")
    sheet.autofilter("A1:C3")
    book.close()


def tables_and_states(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Data")
    rows = [["Luleå", 1, 0.5], ["Piteå", 2, 0.25]]
    columns = [{"header": "Kommun", "total_string": "Totalt"}, {"header": "Belopp\nkr", "total_function": "sum"}]
    sheet.add_table(
        "B2:D5", {"name": "Medlem", "data": rows, "columns": [*columns, {"header": "Andel"}], "total_row": True}
    )
    sheet.add_table("F2:G4", {"name": "Utan", "header_row": False, "data": [[1, 2], [3, 4], [5, 6]]})
    sheet.write_formula("I1", "=SUM(Medlem[Andel])", None, 0.75)
    sheet.merge_range("I3:K4", "sammanslagen")
    sheet.write_number("J4", 7)  # Excel keeps counting what a merged area covers
    sheet.conditional_format("B3:B4", {"type": "cell", "criteria": ">", "value": 1, "format": book.add_format()})
    sheet.data_validation("C3", {"validate": "list", "source": ["a", "b"]})
    book.add_worksheet("Dolt").hide()
    book.add_worksheet("Helt dolt").very_hidden()
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Data!$C$3:$C$4"})  # type: ignore[union-attr]
    book.add_chartsheet("Diagram").set_chart(chart)
    book.add_worksheet("Sist").write(999, 60, "långt bort")
    book.close()


def written_by_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Skrivet av openpyxl"
    for row in (
        (1, 2.5, "x", True),
        (date(2025, 1, 31), datetime(2025, 1, 31, 8, 15), time(8, 15), timedelta(hours=30)),
    ):
        sheet.append(row)
    sheet["A4"], sheet["B4"], sheet["C4"] = "=SUM(A1:B1)", "#N/A", "='Blad, två'!A1"
    sheet["A5"] = ArrayFormula("A5:A6", "=A1:B1*2")
    sheet["C5"] = DataTableFormula(ref="C5:C6", dt2D=False, dtr=False, r1="A1")
    sheet["A4"].number_format = "0%"
    sheet["D4"].comment = Comment("text", "roll")
    sheet.merge_cells("E1:F2")
    sheet.freeze_panes = "B2"
    sheet.conditional_formatting.add(
        "A1:B1", CellIsRule(operator="lessThan", formula=["0"], fill=PatternFill(bgColor="FFC7CE"))
    )
    second = book.create_sheet("Blad, två")
    second.append(["Rubrik", "Belopp"])
    second.append(["a", 1])
    second.add_table(Table(displayName="Tabell1", ref="A1:B2"))
    book.defined_names["Allt"] = DefinedName("Allt", attr_text="'Blad, två'!$A$1:$B$2")
    second.defined_names["Del"] = DefinedName("Del", attr_text="'Blad, två'!$B$2")
    book.create_sheet("tomt").sheet_state = "hidden"
    book.save(path)


BOOKS = (
    numbers_in_all_formats,
    days_counted_from_1904,
    texts_and_truths,
    formulas_of_all_kinds,
    tables_and_states,
    written_by_openpyxl,
)
