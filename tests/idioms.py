"""Formulas in which a function of one value is given many, and the table they stand beside."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import xlsxwriter

from enamnd_xl.workbook.snapshot import Value

ROWS = (
    ("Luleå kommun", 100, "ja", "2025-06-30", "10"),
    ("Åre", 20.5, "nej", "2025-06-01", 20),
    (None, -7, "Ja", "2024-12-31", 30),
    ("Boden", 4.25, None, "2025-01-15", "x"),
)
# The values are those of LibreOffice, where not Excel's own description says otherwise.
IDIOMS: tuple[tuple[str, Value], ...] = (
    ('SUMPRODUCT((LEFT(A1:A4,1)="L")*B1:B4)', 100),
    ("SUMPRODUCT(--ISNUMBER(B1:B4))", 4),
    ('SUMPRODUCT(ISNUMBER(SEARCH("KOMMUN",A1:A4))*B1:B4)', 100),
    ("SUMPRODUCT(LEN(A1:A4))", 20),
    ("SUMPRODUCT(--(MONTH(D1:D4)=6),B1:B4)", 120.5),
    ("SUMPRODUCT((YEAR(Dag)=2025)*Belopp)", 124.75),
    ("SUMPRODUCT(ROUND(B1:B4,0))", 118),
    ("SUMPRODUCT(ABS(B1:B4-AVERAGE(B1:B4)))", 141.125),
    ("SUMPRODUCT(MAX(LEN(A1:A4)*B1:B4))", 1200),
    ('SUM(SUMIF(C1:C4,{"ja","nej"},B1:B4))', 113.5),
    ("SUM(LARGE(B1:B4,{1,2}))", 120.5),
    ('SUMPRODUCT((LEFT(A1:A4,1)={"L","Å"})*B1:B4)', 120.5),
    ("SUMPRODUCT((MOD(ROW(B1:B4),2)=1)*B1:B4)", 93),
    ('SUMPRODUCT((A1:A4<>"")/COUNTIF(A1:A4,A1:A4&""))', 3),
    ("SUMPRODUCT(E1:E4,B1:B4)", 200),  # a text is no number there, not even "10"
    ('LOOKUP(2,1/(C1:C4="ja"),B1:B4)', -7),  # the last one
    ("LOOKUP(9E+99,B1:B4)", 4.25),
    ("LOOKUP(25,{10,20,30},{5,6,7})", 6),
    ('LOOKUP(2,1/(C1:C4="kanske"),B1:B4)', "#N/A"),
    ('SEARCH("å",A2)', 1),
    ('SEARCH("L?leå",A1)', 1),
    ('SEARCH("~?",A1&"?")', 13),
    ('IF(ISNUMBER(SEARCH("x",A1)),1,0)', 0),
    ("SUMPRODUCT(IF(ISNUMBER(B1:B4),B1:B4,0))", 117.75),
    ("{SUM(IF(LEFT(A1:A4,1)=\"L\",B1:B4))}", 100),
    ("{SUM(LARGE(B1:B4,ROW(1:2)))}", 120.5),
    ("{SUM(--(LEN(A1:A4)>3))}", 2),
)  # fmt: skip


def write_idioms(path: Path, formulas: Mapping[str, Value]) -> None:
    """Write a book with the table, formulas beside it in column G, and a formula on another sheet for each of them.

    Args:
        path: where to.
        formulas: each with the value that stands in its cell; in braces when it is an array formula.
    """
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Data")
    other = book.add_worksheet("Cell för cell")  # as what is worked out beside the book is called, until it is taken
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for row, (name, amount, answer, date, text) in enumerate(ROWS):
        sheet.write_row(row, 0, [name, amount, answer])
        sheet.write_datetime(row, 3, datetime.fromisoformat(date), day)
        sheet.write(row, 4, text)
    for number, (formula, value) in enumerate(formulas.items(), 1):
        if formula.startswith("{"):
            sheet.write_array_formula(f"G{number}", "{=" + formula[1:], None, value)
        else:
            sheet.write_formula(f"G{number}", "=" + formula, None, value)
        other.write_formula(f"A{number}", f"=Data!G{number}", None, value)
    book.define_name("Dag", "=Data!$D$1:$D$4")
    book.define_name("Belopp", "=Data!$B$1:$B$4")
    book.close()
