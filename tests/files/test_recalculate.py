# ruff: noqa: E501 -- XML and cases are written a line an item
"""A full recalculation: what stands in the file and is not what its formulas give, and what cannot be told."""

from pathlib import Path
from typing import Any
from unittest.mock import patch
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter

from enamnd_xl.files.read import Reader, read
from enamnd_xl.files.recalculate import Recalculation, recalculate
from enamnd_xl.workbook.address import from_a1, to_a1
from enamnd_xl.workbook.snapshot import CellError, Value
from handmade import worksheet, write_package

Cells = dict[str, Any]


def recalculated(path: Path, cells: Cells, reader: Reader = "snabb", **functions: Any) -> Recalculation:
    """Write cells (a value, or a formula and the value that stands in the file) and recalculate them."""
    book = xlsxwriter.Workbook(path)
    sheets = {name: book.add_worksheet(name) for name in ("Blad1", "jan", "feb", "mar")}
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for address, content in cells.items():
        name, _, cell = address.rpartition("!")
        sheet = sheets[name or "Blad1"]
        if isinstance(content, tuple) and ":" in cell:
            sheet.write_dynamic_array_formula(cell, content[0], None, content[1])
        elif isinstance(content, tuple):
            sheet.write_formula(cell, content[0], day if len(content) > 2 else None, content[1])
        else:
            sheet.write(cell, content)
    book.define_name("Moms", "=0.25")
    book.define_name("Belopp", "=Blad1!$A$1:$A$3")
    book.define_name("Idag", "=TODAY()")
    book.close()
    reading = read(path, reader)
    return recalculate(path, reading.snapshot, functions, reading.engine)


def flat(values: Any) -> dict[str, Value]:
    return {to_a1(cell): value for cell, value in values.get("Blad1", {}).items()}


# What stands in A1:A3 of each, then: name, formula, value in the file, what a recalculation makes of it.
NUMBERS: Cells = {"A1": 10, "A2": 20.5, "A3": 0.1, "B1": 0.2, "B2": 0.3, "B3": "text", "jan!A1": 1, "feb!A1": 2, "mar!A1": 3}  # fmt: skip
SAME, STALE, UNCHECKED, CHANGING = "same", "stale", "unchecked", "changing"
CASES = (
    ("a sum that is right", "=SUM(A1:A3)", 30.6, SAME),
    ("a sum that is stale", "=SUM(A1:A3)", 30, STALE),
    ("no value in the file", "=SUM(A1:A3)", None, STALE),
    ("noise of binary arithmetic", "=A3+B1-B2", 0, SAME),
    ("a comparison that noise would tip", '=IF(A3+B1=B2,"OK","FEL")', "OK", SAME),
    ("a comparison that is stale", '=IF(A1=A2,"OK","FEL")', "OK", STALE),
    ("a comparison of a range", '=SUMPRODUCT((A1:A3>5)*A1:A3)', 30.5, SAME),
    ("a comparison of a range that is stale", '=SUMPRODUCT((A1:A3>5)*A1:A3)', 3, STALE),
    ("a month of each in a range", "=SUMPRODUCT((MONTH(A1:A3)=1)*A1:A3)", 30.6, SAME),
    ("a month of a text", '=MONTH("2025-10-31")+DAY(45961)+YEAR(45961)', 2066, SAME),
    ("a name", "=SUM(Belopp)*Moms", 7.65, SAME),
    ("a truth value", "=ISNUMBER(A1)", True, SAME),
    ("what is in no order", "=LOOKUP(15,A1:A3)", 10, UNCHECKED),
    ("Swedish letters", '=UPPER("åäö")', "ÅÄÖ", SAME),
    ("a negative number up to a step", "=CEILING(-A2,-2)", -22, SAME),
    ("a negative number down to a step", "=FLOOR(-A2,-2)", -20, SAME),
    ("a number that is whole steps", "=CEILING(A3*11,A3)+FLOOR(A3*11,A3)", 2.2, SAME),
    ("the next step", "=CEILING(A2,0.25)+FLOOR(-A2,3)", -0.5, SAME),
    ("no step", "=CEILING(A2,0)+FLOOR(0,0)", 0, SAME),
    ("a step of nothing", "=FLOOR(A2,0)", "#DIV/0!", SAME),
    ("a step the other way", "=CEILING(A2,-1)", "#NUM!", SAME),
    ("steps of a range", "=SUMPRODUCT(CEILING(A1:A3,1))", 32, SAME),
    ("a step that is stale", "=CEILING(A2,2)", 20, STALE),
    ("a number in a text from a Swedish Excel", '="Totalt "&A2&" kr: "&(A1>A2)', "Totalt 20,5 kr: FALSKT", SAME),
    ("a criterion from a Swedish Excel", '=COUNTIF(A1:A3,">0,05")+SUMIF(A1:A3,"<=20,5")', 33.6, SAME),
    ("a criterion of per cent", '=COUNTIFS(A1:A3,">=10%",A1:A3,"<1000,5%")', 2, SAME),
    ("a criterion that is stale", '=COUNTIF(A1:A3,">0,05")', 2, STALE),
    ("another number in a text", '="Totalt "&A2&" kr"', "Totalt 21,5 kr", STALE),
    ("a text with a long number", '="x"&1/3', "x0.333333333333333", SAME),
    ("an error that is right", "=1/0", "#DIV/0!", SAME),
    ("another error", "=NA()", "#VALUE!", SAME),
    ("a blank made zero", "=C9", 0, SAME),
    ("a sum through sheets", "=SUM(jan:mar!A1)", 6, SAME),
    ("a sum through sheets that is stale", "=SUM(jan:mar!A1)", 5, STALE),
    ("another workbook", "=[1]Blad1!A1+1", 5, UNCHECKED),
    ("a lambda", "=_xlfn.LAMBDA(_xlpm.x,_xlpm.x+1)(2)", 3, UNCHECKED),
    ("a pivot table", '=GETPIVOTDATA("Belopp",A1)', 3, UNCHECKED),
    ("an unknown function", "=OKÄND(A1)", 3, UNCHECKED),
    ("a circle", "=D1+1", 0, UNCHECKED),
    ("a text for the locale", '=TEXT(A2,"# ##0,00")', "20,50", UNCHECKED),
    ("an intersection", "=A2:A3", 10, UNCHECKED),
    ("today", "=TODAY()", 45000, CHANGING),
    ("a name for today", "=YEAR(Idag)", 1999, UNCHECKED),
    ("chance", "=RAND()+A1", 10.5, CHANGING),
    ("not a number", '=B3&""', "text", SAME),
)  # fmt: skip


@pytest.mark.parametrize("name, formula, cached, outcome", CASES, ids=[case[0] for case in CASES])
def test_one_formula(name: str, formula: str, cached: Value, outcome: str, tmp_path: Path) -> None:
    content = (formula, "" if cached is None else cached)
    result = recalculated(tmp_path / "bok.xlsx", {**NUMBERS, "D1": content})
    assert ("D1" in flat(result.values)) == (outcome == STALE)
    assert ("D1" in flat(result.unchecked)) == (outcome == UNCHECKED)
    assert (("Blad1", (1, 4)) in result.changing) == (outcome == CHANGING)
    if outcome == STALE:
        assert flat(result.cached)["D1"] == cached


def test_what_builds_on_an_unknown_is_recalculated_from_its_cached_value(tmp_path: Path) -> None:
    cells = {**NUMBERS, "D1": ("=OKÄND(1)", 5), "D2": ("=D1+1", 6), "D3": ("=IFERROR(D1,0)", 5), "D4": ("=D2*2", 99)}
    result = recalculated(tmp_path / "bok.xlsx", cells)
    assert flat(result.unchecked).keys() == {"D1"}
    assert flat(result.values) == {"D4": 12}


@pytest.mark.parametrize("formula", ["=SUM(A1:A3", "=A1+", "=SUMPRODUCT(LEN(A1:A3+))", "=SUM(G1:$F2)", "=[@Antal]"])
@pytest.mark.parametrize("cached", [5, "#VALUE!"])
def test_a_formula_that_cannot_be_taken_apart_costs_itself(formula: str, cached: Value, tmp_path: Path) -> None:
    cells = {"D1": (formula, cached), "D2": ("=IFERROR(D1,1)+1", 7), "D3": ('=INDIRECT("D1")', cached)}
    result = recalculated(tmp_path / "bok.xlsx", {**NUMBERS, **cells, "D4": ("=SUM(A1:A3)", 30)})
    assert flat(result.unchecked) == {"D1": "Formeln är inte skriven så att den går att tolka."}
    assert flat(result.values) == {"D2": 2 if cached == "#VALUE!" else 6, "D4": 30.6}


def recalculated_with(tmp_path: Path, rows: str, calculation: str) -> Recalculation:
    """Recalculate a book of one sheet with settings for its calculation."""
    path = write_package(tmp_path / "bok.xlsx", {"Blad1": worksheet(rows)})
    with ZipFile(path) as package:
        book = package.read("xl/workbook.xml").decode().replace("</sheets>", f"</sheets>{calculation}")
    path = write_package(tmp_path / "bok.xlsx", {"Blad1": worksheet(rows)}, {"xl/workbook.xml": book})
    return recalculate(path, read(path).snapshot)


@pytest.mark.parametrize("calculation", ["", '<calcPr iterate="1"/>'])
def test_a_circle_that_is_calculated_over_and_over_has_no_one_value(calculation: str, tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1000</v></c><c r="B1"><f>0.2*B2</f><v>166.5</v></c></row>'
        '<row r="2"><c r="B2"><f>A1-B1</f><v>833.5</v></c><c r="C2"><f>SUM(B1:B2)</f><v>1000</v></c></row>'
        '<row r="3"><c r="B3"><f>A1*2</f><v>1</v></c></row>'
    )
    result = recalculated_with(tmp_path, rows, calculation)
    assert flat(result.values).keys() == {"B3"}
    assert flat(result.unchecked).keys() >= {"B1", "B2"}


@pytest.mark.parametrize(
    "calculation, told", [('<calcPr fullPrecision="1"/>', True), ('<calcPr fullPrecision="0"/>', False)]
)
def test_a_book_that_rounds_each_value_is_not_told_to_be_stale(calculation: str, told: bool, tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>10</v></c><c r="B1"><f>A1/3</f><v>3.33</v></c><c r="C1"><f>B1*3</f><v>9.99</v></c></row>'
    result = recalculated_with(tmp_path, rows, calculation)
    assert flat(result.values).keys() == ({"B1", "C1"} if told else set())
    assert flat(result.unchecked).keys() == (set() if told else {"B1"})


def test_a_column_with_sections_that_look_up_another_column_each(tmp_path: Path) -> None:
    prices = (
        {f"F{n}": n for n in (1, 2, 3)} | {f"G{n}": 10 * n for n in (1, 2, 3)} | {f"H{n}": 100 * n for n in (1, 2, 3)}
    )
    rows = range(1, 31)
    keys = {f"A{row}": row % 3 + 1 for row in rows}
    looked_up = {
        f"C{row}": (f"=2*VLOOKUP(A{row},$F$1:$H$3,{column},0)", 2 * (row % 3 + 1) * (10 if column == 2 else 100))
        for row in rows
        for column in (2 if row < 16 else 3,)
    }
    assert recalculated(tmp_path / "bok.xlsx", {**prices, **keys, **looked_up}).values == {}
    looked_up["C20"] = looked_up["C20"][0], 7
    assert flat(recalculated(tmp_path / "bok.xlsx", {**prices, **keys, **looked_up}).values) == {"C20": 600}


def test_what_builds_on_today_is_not_stale(tmp_path: Path) -> None:
    cells = {**NUMBERS, "D1": ("=TODAY()", 45000, "day"), "D2": ("=D1-44000", 1000), "D3": ("=SUM(D1:D2)", 46000), "D4": ("=SUM(A1:A2)", 3), "D5": ('=INDIRECT("D"&1)*1', 45000)}  # fmt: skip
    result = recalculated(tmp_path / "bok.xlsx", cells)
    assert {cell for _, cell in result.changing} == {from_a1(a) for a in ("D1", "D2", "D3", "D5")}
    assert flat(result.values) == {"D4": 30.5}


def test_moments_keep_their_kind(tmp_path: Path) -> None:
    cells = {"D1": ("=DATE(2025,1,31)", 45000, "day"), "D2": ("=D1+1", 45000, "day"), "D3": ("=D2-D1", 1)}
    assert {a: str(v) for a, v in flat(recalculated(tmp_path / "bok.xlsx", cells).values).items()} == {"D1": "2025-01-31", "D2": "2025-02-01"}  # fmt: skip


def _share(total: float, weights: list[list[float | None]]) -> list[list[float]]:
    whole = sum(weight or 0 for row in weights for weight in row)
    return [[total * (weight or 0) / whole for weight in row] for row in weights]


def test_our_functions_spill(tmp_path: Path) -> None:
    cells = {"A1": 1, "A2": 3, "C1:C2": ("=EN_DELA(100,A1:A2)", 25), "C2": 75, "E1": ("=SUM(C1:C2)", 90)}
    result = recalculated(tmp_path / "bok.xlsx", cells, EN_DELA=_share)
    assert flat(result.values) == {"E1": 100}
    cells["C2"] = 70
    assert flat(recalculated(tmp_path / "bok.xlsx", cells, EN_DELA=_share).values) == {"C2": 75, "E1": 100}


@pytest.mark.parametrize("call", ["EN_DELA(100,A1:A2)", "_xll.EN_DELA(100,A1:A2)", "[1]!EN_DELA(100,A1:A2)"])
def test_our_functions_by_the_names_that_files_call_them(call: str, tmp_path: Path) -> None:
    rows = (
        f'<row r="1"><c r="A1"><v>1</v></c><c r="C1" t="e"><f t="array" ref="C1:C2">{call}</f><v>#NAME?</v></c></row>'
        '<row r="2"><c r="A2"><v>3</v></c></row>'
    )
    path = write_package(tmp_path / "bok.xlsx", {"Blad1": worksheet(rows)})
    result = recalculate(path, read(path).snapshot, {"EN_DELA": _share})
    assert flat(result.values) == {"C1": 25, "C2": 75}
    assert flat(result.cached) == {"C1": CellError("#NAME?"), "C2": None}


def test_our_functions_that_raise(tmp_path: Path) -> None:
    path = write_package(
        tmp_path / "bok.xlsx", {"Blad1": worksheet('<row r="1"><c r="A1"><f>EN_DELA(1)</f></c></row>')}
    )
    assert flat(recalculate(path, read(path).snapshot, {"EN_DELA": _share}).values) == {"A1": CellError("#VALUE!")}


def test_a_book_that_was_never_calculated(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Blad1"
    sheet.append([1, 2, "=A1+B1", "=C1*2", "=OKÄND(1)", "=E1+1"])
    book.save(path := tmp_path / "bok.xlsx")
    result = recalculate(path, read(path).snapshot)
    assert flat(result.values) == {"C1": 3, "D1": 6}
    assert flat(result.unchecked).keys() == {"E1", "F1"}


def test_array_formulas_and_data_tables(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="array" ref="B1:B2">A1:A2*2</f><v>2</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><v>5</v></c><c r="C2"><f>SUM(B1:B2)</f><v>6</v></c></row>'
        '<row r="4"><c r="A4"><f t="dataTable" ref="A4:A5" r1="A1"/><v>7</v></c><c r="B4"><f>A4+A5</f><v>15</v></c></row>'
        '<row r="5"><c r="A5"><v>8</v></c></row>'
    )
    path = write_package(tmp_path / "bok.xlsx", {"Blad1": worksheet(rows)})
    result = recalculate(path, read(path).snapshot)
    assert flat(result.values) == {"B2": 4}
    assert flat(result.unchecked).keys() == {"A4", "A5"}


def test_a_formula_that_is_none_costs_only_itself(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f>SUM("x</f><v>1</v></c><c r="B1"><f>A1+1</f><v>2</v></c><c r="C1"><f>B1*2</f><v>5</v></c>'
        '<c r="D1"><f t="shared" ref="D1:F1" si="0">SUM(E1:$F2)</f><v>0</v></c><c r="F1"><f t="shared" si="0"/><v>0</v></c></row>'
    )
    path = write_package(tmp_path / "bok.xlsx", {"Blad1": worksheet(rows)})
    result = recalculate(path, read(path).snapshot)
    assert flat(result.values) == {"C1": 4}
    assert "A1" in flat(result.unchecked)


@pytest.mark.parametrize("reader", ["snabb", "openpyxl"])
def test_both_readers_recalculate_alike(reader: Reader, tmp_path: Path) -> None:
    cells = {**NUMBERS, "D1": ("=SUM(A1:A3)", 1), "D2": ("=SUM(jan:mar!A1)", 1), "D3": ("=OKÄND(1)", 1)}
    result = recalculated(tmp_path / "bok.xlsx", cells, reader)
    assert flat(result.values) == {"D1": pytest.approx(30.6), "D2": 6}
    assert flat(result.unchecked).keys() == {"D3"}


def test_an_engine_that_gives_up_leaves_every_formula_unchecked(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    recalculated(path, {"A1": ("=1+1", 2)})
    snapshot = read(path).snapshot
    path.unlink()
    assert flat(recalculate(path, snapshot).unchecked).keys() == {"A1"}


def test_a_book_of_plain_formulas_is_not_read_again_to_be_recalculated(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Blad1")
        sheet.write_row(0, 0, [7, 1, 2])
        sheet.write_formula(0, 3, "=SUM(A1:C1)", None, 9)
    reading = read(path, spare_plain=True)
    assert reading.is_plain
    with patch("enamnd_xl.files.fast.read_fast", side_effect=AssertionError):
        assert recalculate(path, reading.snapshot, {}, reading.engine).values == {"Blad1": {(1, 4): 10}}


@pytest.mark.parametrize("name", ["sheet1", "SHEET1", "Sheet1", "blad1"])
@pytest.mark.parametrize("reader", ["snabb", "openpyxl"])
def test_a_sheet_may_be_called_nearly_what_the_engine_calls_its_own(name: str, reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(name)
        sheet.write_column("B1", [1, 2, 3])
        for row, formula in enumerate(("=B1*1.5", "=B2*1.5", f"={name}!B3*2", "=SUM(A1:A3)")):
            sheet.write_formula(row, 0, formula, None, (1.5, 3, 7, 10.5)[row])
    reading = read(path, reader)
    result = recalculate(path, reading.snapshot, {}, reading.engine)
    assert (result.values, result.unchecked) == ({name: {(3, 1): 6}}, {})


@pytest.mark.parametrize("hidden, outcome", [(True, UNCHECKED), (False, STALE)])
def test_a_subtotal_of_filtered_rows_is_not_stale(hidden: bool, outcome: str, tmp_path: Path) -> None:
    """The engine counts hidden rows; what builds on such a subtotal is recalculated from the value in the file."""
    path = tmp_path / "bok.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_column("A2", [10, 20, 30])
        sheet.write_formula("A5", "=SUBTOTAL(9,A2:A4)", None, 40)
        sheet.write_formula("B5", "=A5*2", None, 80)
        sheet.write_formula("B6", "=A5*2", None, 81)
        sheet.set_row(2, None, None, {"hidden": hidden})
    reading = read(path)
    result = recalculate(path, reading.snapshot, {}, reading.engine)
    if outcome == UNCHECKED:
        assert list(result.unchecked["Sheet1"]) == [(5, 1)]
        assert result.values == {"Sheet1": {(6, 2): 80}}
    else:
        assert result.unchecked == {}
        assert result.values == {"Sheet1": {(5, 1): 60, (5, 2): 120, (6, 2): 120}}


def test_cells_that_the_engine_leaves_empty_in_an_array_formula_are_not_stale(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="array" ref="A1:B2">C1+C2</f><v>3</v></c><c r="B1"><v>3</v></c><c r="C1"><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>3</v></c><c r="C2"><v>2</v></c></row>'
    )
    reading = read(path := write_package(tmp_path / "bok.xlsx", {"Blad1": worksheet(rows)}))
    result = recalculate(path, reading.snapshot, {}, reading.engine)
    assert result.values == {}
    assert list(result.unchecked["Blad1"]) == [(1, 2), (2, 1), (2, 2)]


def test_a_sheet_called_as_another_book_leaves_its_formulas_unchecked(tmp_path: Path) -> None:
    """No program gives a sheet such a name; the engine takes what stands there for another book's."""
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1+SUM([2]X!A1)</f><v>3</v></c></row>'
    reading = read(path := write_package(tmp_path / "bok.xlsx", {"[1]x": worksheet(rows)}))
    assert list(recalculate(path, reading.snapshot, {}, reading.engine).unchecked["[1]x"]) == [(1, 2)]


def test_the_columns_of_a_table_are_recalculated_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "tabell.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Blad1")
        sheet.add_table(
            "B2:E6",
            {
                "name": "Köp",
                "total_row": True,
                "data": [["a", 2, 10], ["b", 3, 20], ["c", 4, 30]],
                "columns": [
                    {"header": "Vara"},
                    {"header": "Antal"},
                    {"header": "Pris, kr"},
                    {"header": "Belopp", "formula": "=[@Antal]*Köp[@[Pris, kr]]", "total_function": "sum"},
                ],
            },
        )
        for row, value in ((3, 20), (4, 61), (5, 120)):  # the second is stale
            sheet.write_formula(f"E{row}", "=Köp[[#This Row],[Antal]]*Köp[[#This Row],[Pris, kr]]", None, value)
        sheet.write_formula("E6", "=SUBTOTAL(109,Köp[Belopp])", None, 200)
        sheet.write_formula("G3", "=Köp[[#Totals],[Belopp]]/2", None, 100)
        sheet.write_formula("G4", "=SUM(Köp[[Antal]:[Pris, kr]])", None, 69)
        sheet.write_formula("G5", '=Köp[[#Headers],[Antal]]&"!"', None, "Antal!")
        for month in ("jan", "feb"):
            book.add_worksheet(month).write(0, 0, 7)
        sheet.write_formula("G6", "=SUM(jan:feb!A1)+Köp[[#Totals],[Belopp]]", None, 214)
    reading = read(path)
    found = recalculate(path, reading.snapshot, {}, reading.engine)
    assert (flat(found.values), found.unchecked) == ({"E4": 60}, {})
