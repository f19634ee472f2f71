"""Ledger exports as CSV and Excel: columns by their headings, Swedish numbers, and the same rows as SIE gives."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from enamnd_xl.errors import ReadError
from enamnd_xl.files.ledger import read_ledger
from enamnd_xl.followup.ledger import Ledger, Posting
from enamnd_xl.followup.periods import Period

OCTOBER = Period(2025, 10, 10)
EXPECTED = (
    Posting("3510", (("Projekt", "P1"),), OCTOBER, Decimal("-1234.50"), 2),
    Posting("6430", (), OCTOBER, Decimal("750"), 3),
)
CSV = [
    ("semicolon", "Konto;Projekt;Period;Belopp\n3510;P1;202510;-1 234,50\n6430;;202510;750\n"),
    ("comma", 'Konto,Projekt,Datum,Belopp\n3510,P1,2025-10-31,"-1 234,50"\n6430,,2025-10-01,750\n'),
    ("tab", "Konto\tProjekt\tDatum\tBelopp\n3510\tP1\t20251031\t-1234.50\n6430\t\t20251001\t750,00\n"),
    ("debit and credit",
     "Konto;Projekt;Period;Debet;Kredit;Saldo\n3510;P1;2025-10;;1.234,50;9\n6430;;2025-10;750;;9\n"),
    ("other words",
     "Projekt;Kontonr;Bokf.datum;Belopp (SEK)\nP1;3510 Avgifter;2025-10-31;1 234,50-\n;6430;2025-10-01;750\n"),
    ("month in words", "Konto;Projekt;Månad;Utfall\n3510;P1;okt 2025;(1 234,50)\n6430;;oktober 2025;750\n"),
    ("many commas in the text",
     "Konto;Projekt;Period;Belopp;Text\n3510;P1;202510;-1234,5;a, b, c, d, e, f\n6430;;202510;750;g, h\n"),
    ("headings again and a total", "Konto;Projekt;Period;Belopp\n3510;P1;202510;-1234,50\n6430;;202510;750\n"
     "Konto;Projekt;Period;Belopp\n;;;\nSumma;;;-484,50\n"),
]  # fmt: skip


def read(tmp_path: Path, text: str, codec: str = "utf-8", name: str = "bok.csv", **more: object) -> Ledger:
    path = tmp_path / name
    path.write_bytes(text.encode(codec))
    return read_ledger(path, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [case[1] for case in CSV], ids=[case[0] for case in CSV])
def test_csv(tmp_path: Path, text: str) -> None:
    ledger = read(tmp_path, text)
    assert ledger.postings == EXPECTED
    assert (ledger.source, ledger.form) == (
        "bok",
        "CSV, teckentabell ASCII" if text.isascii() else "CSV, teckentabell UTF-8",
    )


@pytest.mark.parametrize("codec", ["cp437", "latin-1", "utf-8", "utf-8-sig", "utf-16"])
def test_csv_in_any_code_page(tmp_path: Path, codec: str) -> None:
    ledger = read(tmp_path, "Konto;Kostnadsställe;Period;Belopp\n3510;Överkalix;202510;-5\n", codec)
    assert ledger.postings[0].objects == (("Kostnadsställe", "Överkalix"),)


def test_the_reading_tells_which_columns_it_took(tmp_path: Path) -> None:
    assert str(read(tmp_path, CSV[0][1]).notes[0]) == (
        "Kolumnerna är lästa så: konto i »Konto«, period i »Period«, belopp i »Belopp«, dimension i »Projekt«."
    )


def test_a_dimension_that_kontering_names(tmp_path: Path) -> None:
    ledger = read(tmp_path, "Konto;Uppdrag;Period;Belopp\n3510;U7;202510;-5\n", dimensions=["uppdrag", "6"])
    assert ledger.postings[0].objects == (("Uppdrag", "U7"),)


@pytest.mark.parametrize("total, said", [("-484,50", "stämmer med alla rader ovanför"), ("5", "blir −484,50")])
def test_a_total_is_compared_and_not_counted(tmp_path: Path, total: str, said: str) -> None:
    ledger = read(tmp_path, CSV[0][1] + f"Summa;;;{total}\n")
    assert said in str(ledger.notes[-1])
    assert str(ledger.notes[-1]).startswith("Rad 4: ")


def test_signs_that_look_turned_are_wondered_about(tmp_path: Path) -> None:
    assert "kontrollera att exporten inte har vänt tecknen" in str(
        read(tmp_path, "Konto;Period;Belopp\n3510;202510;5\n").notes[-1]
    )


def test_excel(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Innehåll"])
    sheet = book.create_sheet("Huvudbok")
    sheet.append([])
    sheet.append(["Huvudbok 2025"])
    sheet.append(["Konto", "Projekt", "Datum", "Belopp", "Text"])
    sheet.append([3510, "P1", datetime(2025, 10, 31), -1234.5, "Avgift"])
    sheet.append(["6430", None, "2025-10-01", 750, None])
    book.save(tmp_path / "bok.xlsx")
    ledger = read_ledger(tmp_path / "bok.xlsx")
    assert [posting[:4] for posting in ledger.postings] == [posting[:4] for posting in EXPECTED]
    assert [posting.line for posting in ledger.postings] == [4, 5]


def test_a_sie_file_is_told_by_what_is_in_it(tmp_path: Path) -> None:
    text = "#FLAGGA 0\n#FORMAT PC8\n#SIETYP 4\n#RAR 0 20250101 20251231\n#VER A 1 20251031\n{\n#TRANS 3510 {} 0\n}\n"
    assert read(tmp_path, text, name="bok.txt").form.startswith("SIE typ 4")


@pytest.mark.parametrize(
    "text, said",
    [
        ("hej\nhopp\n", "bok.csv är varken en SIE-fil eller en export med rubriker"),
        ("Konto;Belopp\n3510;5\n", "rubriker för konto, för period eller datum, och för belopp"),
        ("Konto;Period;Belopp\n", "har rubriker men inga bokningar"),
        ("Konto;Period;Belopp\n3510;202510;fem\n", "rad 2: »fem« är inget belopp"),
        ("Konto;Period;Belopp\n3510;202513;5\n", "rad 2: »202513« är varken period eller datum"),
        ("Konto;Period;Belopp\n3510;;5\n", "rad 2: »« är varken period eller datum"),
        ("Konto;Period;Belopp\n3510;202510;5\nAvgifter;202510;5\n", "rad 3: 5 kr har inget kontonummer"),
    ],
)
def test_what_cannot_be_placed_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(tmp_path, text)
    assert said in caught.value.message.replace("\u00a0", " ")


def test_a_broken_excel_file(tmp_path: Path) -> None:
    (tmp_path / "bok.xlsx").write_bytes(b"PK\x03\x04 trasig")
    with pytest.raises(ReadError, match=r"bok.xlsx går inte att läsa som en Excel-fil"):
        read_ledger(tmp_path / "bok.xlsx")
