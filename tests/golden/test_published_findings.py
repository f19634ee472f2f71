"""Every discrepancy that is in the published tables is found at the right cell, and nothing else is called an error.

Source: the sums done by hand on the published tables of 2022 and 2025.
"""

from pathlib import Path
from typing import get_args

import pytest

from enamnd_xl import check
from enamnd_xl.files.read import Reader
from enamnd_xl.reconcile.finding import Finding
from enamnd_xl.workbook.address import to_a1

BOOKS = Path(__file__).parents[2] / "workbooks" / "publicerat"

# (code, sheet, cell, severity, found, expected)
GOLDEN = {
    "2022.xlsx": [
        # the outcome's revenue is not the fees; the fees have a footnote on one-off costs and new functions
        ("EN502", "Utfall mot budget", "B7", "varning", 858_700, 732_500),
        # the commented deviation is 19 kr from its table
        ("EN602", "Avvikelser", "B9", "fel", -144_280, -144_299),
        # 11 of 14 is 79 %, as the first row of the table has it
        ("EN603", "Närvaro beredningsgrupp", "D9", "avrundning", 0.78, 0.79),
        # a meeting of December 2022 dated 2021
        ("EN202", "Närvaro beredningsgrupp", "A15", "varning", "2021-12-21", "2022-12-21"),
    ],
    "2025.xlsx": [
        # the rows make 17 749 488 on both sides of the budget
        ("EN301", "Budget", "B10", "fel", 17_714_288, 17_749_488),
        ("EN301", "Budget", "B18", "fel", 17_714_288, 17_749_488),
        # off by a krona, in a row and two columns; the row's is carried on to the grand total
        ("EN302", "Socialtjänsten", "E9", "avrundning", 705_596, 705_597),
        ("EN301", "Socialtjänsten", "B19", "avrundning", 3_118_234, 3_118_233),
        ("EN301", "Socialtjänsten", "C19", "avrundning", 820_383, 820_384),
        # 260 833 - 255 891; the total carries it on
        ("EN601", "Utfall jan-okt", "D10", "avrundning", 4_943, 4_942),
        # 148 641 is 149 thousand
        ("EN606", "Utfall jan-okt", "A14", "avrundning", 148, 149),
        # base funding has one budget in the budget and another in the forecast
        ("EN501", "Prognos", "B5", "fel", 1_708_800, 1_199_800),
        ("EN501", "Prognos", "B8", "avrundning", 12_841_817, 12_841_816),
        ("EN301", "Prognos", "C10", "avrundning", 18_151_832, 18_151_833),
        ("EN301", "Prognos", "D10", "avrundning", 106_657, 106_656),
    ],
}

# (the cause's sheet and cell, the consequence's code, sheet and cell)
CONSEQUENCES = {
    "2022.xlsx": [],
    "2025.xlsx": [
        ("Socialtjänsten!E9", "EN302", "Socialtjänsten", "E19"),
        ("Utfall jan-okt!D10", "EN601", "Utfall jan-okt", "D11"),
        ("Prognos!B5", "EN501", "Prognos", "B10"),
    ],
}


def findings(book: str, reader: Reader) -> tuple[Finding, ...]:
    (file,) = check(BOOKS / book, reader=reader).files
    return file.findings


def cell(finding: Finding) -> str:
    return to_a1(finding.cell) if finding.cell else ""


@pytest.mark.parametrize("reader", get_args(Reader))
@pytest.mark.parametrize("book", GOLDEN)
def test_every_published_discrepancy_and_no_other(book: str, reader: Reader) -> None:
    told = [(f.code, f.sheet, cell(f), str(f.severity), f.found, f.expected) for f in findings(book, reader)]
    assert sorted(told, key=repr) == sorted(GOLDEN[book], key=repr)


@pytest.mark.parametrize("book", GOLDEN)
def test_what_follows_from_a_discrepancy_stands_under_it(book: str) -> None:
    told = [
        (f"{f.sheet}!{cell(f)}", one.code, one.sheet, cell(one))
        for f in findings(book, "snabb")
        for one in f.consequences
    ]
    assert told == CONSEQUENCES[book]
