"""Small books in layouts and languages that are not ours: what is wrong is found, what is right is left alone."""

from dataclasses import dataclass, field

import pytest

from enamnd_xl.reconcile.run import reconcile
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import to_a1
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, Value

Told = tuple[str, str, str]


@dataclass(frozen=True)
class Book:
    name: str
    rows: list[list[Value]]
    expected: list[Told] = field(default_factory=list)


BOOKS = [
    Book(
        "English, total below",
        [
            ["Department", "Budget", "Actual"],
            ["Schools", 12400, 12380],
            ["Care", 33150, 34020],
            ["Roads", 8725, 8100],
            ["Total", 54275, 55400],
        ],
        [("EN301", "C5", "fel")],
    ),
    Book(
        "German, total on top",
        [
            ["Gemeinde", "Plan", "Ist"],
            ["Gesamt", 54275, 54500],
            ["Schule", 12400, 12380],
            ["Pflege", 33150, 34020],
            ["Strassen", 8725, 8100],
        ],
        [],
    ),
    Book(
        "German, wrong total on top",
        [
            ["Gemeinde", "Plan", "Ist"],
            ["Gesamt", 54275, 55400],
            ["Schule", 12400, 12380],
            ["Pflege", 33150, 34020],
            ["Strassen", 8725, 8100],
        ],
        [("EN301", "C2", "fel")],
    ),
    Book(
        "total to the left",
        [
            ["Ort", "Totalt", "Jan", "Feb", "Mar"],
            ["Boden", 610, 101, 207, 302],
            ["Kalix", 1523, 415, 502, 606],
            ["Piteå", 2437, 711, 819, 907],
            ["Luleå", 3370, 1013, 1109, 1211],
        ],
        [("EN302", "B5", "fel")],
    ),
    Book(
        "no labels at all, right",
        [[1012, 2045, 3057], [4101, 5230, 9331], [7313, 1844, 9157], [12426, 9119, 21545]],
    ),
    Book(
        "no labels at all, a row total wrong",
        [[1012, 2045, 3057], [4101, 5230, 9313], [7313, 1844, 9157], [2222, 3131, 5353], [14648, 12250, 26880]],
        [("EN302", "C2", "fel")],
    ),
    Book(
        "subtotals and a grand total",
        [
            ["Post", "Kr"],
            ["Lön", 41230],
            ["Hyra", 12875],
            ["Summa drift", 54105],
            ["Server", 30310],
            ["Licens", 22145],
            ["Summa teknik", 52455],
            ["Totalt", 106560],
        ],
    ),
    Book(
        "a part that is wrong in a cross table",
        [
            ["Ort", "A", "B", "Summa"],
            ["Boden", 10100, 20300, 30400],
            ["Kalix", 40400, 59500, 90900],
            ["Piteå", 70700, 80800, 151500],
            ["Summa", 121200, 151600, 272800],
        ],
        [("EN305", "C3", "fel")],
    ),
    Book(
        "a part that is wrong below a subtotal",
        [
            ["Ort", "A", "B", "Summa"],
            ["Boden", 10_130, 20_320, 30_450],
            ["Kalix", 40_410, 59_550, 90_960],
            ["Summa norr", 50_540, 70_870, 121_410],
            ["Piteå", 70_790, 80_810, 151_600],
            ["Luleå", 31_270, 12_640, 43_910],
            ["Summa söder", 102_060, 93_450, 195_510],
            ["Totalt", 152_600, 164_320, 316_920],
        ],
        [("EN305", "C3", "fel")],
    ),
    Book(
        "a total of subtotals that does not count what is shown below an item",
        [
            ["Balansräkning", 2025, 2024],
            ["Eget kapital", 798_283, 865_637],
            ["därav årets resultat", 31_250, 18_420],
            ["Avsättningar för pensioner", 82_587, 78_216],
            ["Andra avsättningar", 23_318, 23_695],
            ["Summa avsättningar", 105_905, 101_911],
            ["Långfristiga skulder", 487_203, 487_455],
            ["Kortfristiga skulder", 292_653, 285_869],
            ["Summa skulder", 779_856, 773_324],
            ["SUMMA EGET KAPITAL, AVSÄTTNINGAR OCH SKULDER", 1_683_944, 1_740_872],
        ],
        [("EN304", "B10", "fel")],
    ),
    Book(
        "shares that are one together, but for rounding",
        [
            ["Långivare", "Skuld", "Andel"],
            *([name, 6_000, 0.143] for name in "ABCDEF"),
            ["G", 5_900, 0.14],
            ["Summa", 41_900, 1],
        ],
        [("EN301", "C9", "avrundning")],
    ),
    Book("amounts with öre", [["Post", "Kr"], ["A", 10.1], ["B", 20.2], ["C", 30.35], ["Summa", 60.65]]),
    Book("years and codes are not added", [["År", "Kod"], [2021, 10], [2022, 20], [2023, 30], [2024, 60]]),
]


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.name)
def test_books(book: Book) -> None:
    work = Workpaper(Snapshot((Sheet("Blad", tuple(map(tuple, book.rows))),)))
    told = [(f.code, to_a1(f.cell or (0, 0)), str(f.severity)) for f in reconcile(work)]
    assert told == book.expected
