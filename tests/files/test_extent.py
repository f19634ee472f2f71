"""How far a worksheet part reaches."""

import re

import pytest

from enamnd_xl.files.extent import _columns_up_to, measure
from enamnd_xl.workbook.address import column_letters

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def part(rows: str) -> bytes:
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>".encode()


@pytest.mark.parametrize("last", [1, 25, 26, 27, 52, 62, 700, 702, 703, 728, 1000, 16383, 16384])
def test_the_columns_up_to_one(last: int) -> None:
    pattern = re.compile(_columns_up_to(column_letters(last)))
    matched = [column for column in range(1, 18_279) if pattern.fullmatch(column_letters(column))]
    assert matched == list(range(1, last + 1))


@pytest.mark.parametrize(
    ("rows", "size"),
    [
        ("", (0, 0)),
        ('<row r="3"><c r="B3"><v>1</v></c></row>', (3, 2)),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="AB2"><v>1</v></c><c r="B2"/></row>', (2, 28)),
        ('<row r="9"><c r="A9"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>', (9, 1)),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row><c r="A2"/></row>', None),
        ('<row r="1"><c r="A1"><v>1</v></c><c><v>2</v></c></row>', None),
        ('<row r="1"><c s="1" r="A1"><v>1</v></c></row>', None),
    ],
)
def test_the_size_of_a_part_in_its_plain_form(rows: str, size: tuple[int, int] | None) -> None:
    assert measure(part(rows)) == size
