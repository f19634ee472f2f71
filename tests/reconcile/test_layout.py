"""Where the tables of a sheet are, in layouts of several kinds."""

from dataclasses import dataclass

import pytest

from enamnd_xl.reconcile.layout import find_blocks
from enamnd_xl.workbook.address import Area
from enamnd_xl.workbook.snapshot import Sheet, Value

Rows = tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Layout:
    name: str
    rows: Rows
    headings: list[list[str]]
    labels: list[list[str]]
    merged: tuple[Area, ...] = ()


LAYOUTS = [
    Layout(
        "title, unit and heading above, note below",
        (("Budget 2025",), ("kr",), (), ("Post", "Intäkter", "Kostnader"), ("A", 1, 2), ("B", 3, 4), (), ("Not.",)),
        [["Post", "Intäkter", "Kostnader"]],
        [["A", "B"]],
    ),
    Layout(
        "two tables under each other, each with its heading",
        (("INTÄKTER", "Budget"), ("A", 1), ("Summa", 1), (), ("KOSTNADER", "Budget"), ("A", 2), ("Summa", 2)),
        [["INTÄKTER", "Budget"], ["KOSTNADER", "Budget"]],
        [["A", "Summa"], ["A", "Summa"]],
    ),
    Layout(
        "two tables side by side",
        (("Ort", "Kr", None, "Ort", "Antal"), ("A", 1, None, "B", 2), ("C", 3, None, "D", 4)),
        [["Ort", "Kr"], ["Ort", "Antal"]],
        [["A", "C"], ["B", "D"]],
    ),
    Layout(
        "years as headings are no figures",
        ((None, 2024, 2025), ("A", 10, 20), ("B", 30, 40)),
        [["2024", "2025"]],
        [["A", "B"]],
    ),
    Layout(
        "a merged heading stands over all its columns",
        (("", "Budget", None), ("Post", "Jan", "Feb"), ("A", 1, 2)),
        [["Post", "Budget Jan", "Budget Feb"]],
        [["A"]],
        (Area.from_a1("B1:C1"),),
    ),
    Layout(
        "a text among the figures is no heading",
        (("Datum", "Antal", "Av"), ("1 maj", 3, 4), ("8 maj", None, "Inställt"), ("15 maj", 2, 4)),
        [["Datum", "Antal", "Av"]],
        [["1 maj", "15 maj"]],
    ),
    Layout(
        "codes stand before the labels and are no figures",
        (("Kod", "Kommun", "Kr"), (2580, "Luleå", 5), (2581, "Piteå", 6)),
        [["Kod", "Kommun", "Kr"]],
        [["2580 Luleå", "2581 Piteå"]],
    ),
    Layout(
        "years as labels, and comments last",
        (("År", "Kr", "Kommentar"), (2022, 266, "a"), (2023, 270, "b"), (2024, 281, "c")),
        [["År", "Kr", "Kommentar"]],
        [["2022", "2023", "2024"]],
    ),
    Layout(
        "parameters beside the headings are in no table",
        (
            ("Medlemmar", None, None, None, "Kapital", "Bidrag"),
            ("Medlem", "Andel", "Kapital", None, 8000, 4100),
            ("A", 5, 400),
            ("B", 6, 480),
        ),
        [["Medlem", "Andel", "Kapital"]],
        [["A", "B"]],
    ),
    Layout("no words at all", ((1, 2, 3), (4, 5, 9)), [[]], [[]]),
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_tables_are_found_with_their_headings_and_labels(layout: Layout) -> None:
    rows = tuple(tuple(value or None for value in row) for row in layout.rows)
    blocks = find_blocks(Sheet("Blad", rows, merged=layout.merged))
    assert [list(block.headings.values()) for block in blocks] == layout.headings
    assert [list(block.labels.values()) for block in blocks] == layout.labels


def test_a_total_row_is_known_by_its_label() -> None:
    (block,) = find_blocks(Sheet("Blad", (("Post", "Kr"), ("A", 1), ("B", 2), ("Gesamt", 3))))
    assert block.total_rows == {4}
    assert block.detail_rows == (2, 3)


def test_the_unit_is_read_from_the_title() -> None:
    (block,) = find_blocks(Sheet("Blad", (("Belopp i tkr",), (), ("Post", "Utfall"), ("A", 12))))
    assert block.kr == 1000
