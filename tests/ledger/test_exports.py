"""Ledger exports as CSV and Excel: columns by their headings, Swedish numbers, and the same rows as SIE gives."""

from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_xl.errors import InputError, ReadError
from enamnd_xl.files.ledger import read_ledger
from enamnd_xl.files.ledger_amounts import find_notation
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


def read_kr(tmp_path: Path, *written: str) -> list[Decimal]:
    rows = "".join(f"3510;202510;{amount}\n" for amount in written)
    return [posting.amount_kr for posting in read(tmp_path, f"Konto;Period;Belopp\n{rows}").postings]


@pytest.mark.parametrize(
    "written, kr",
    [
        (["-80.000", "70.000,50"], ["-80000", "70000.50"]),
        (["-80.000", "12,5"], ["-80000", "12.5"]),
        (["-80.000", "1.234.567"], ["-80000", "1234567"]),
        (["-80.125", "12.5"], ["-80.125", "12.5"]),
        (["1,234", "70,000.50"], ["1234", "70000.50"]),
        (["1,234", "12,50", "2,345"], ["1.234", "12.50", "2.345"]),
        (["1,234", "0,125", "2,345"], ["1.234", "0.125", "2.345"]),
        (["1,234", "5"], ["1.234", "5"]),
        (["(1.234)", "2.345-", "1 000,25"], ["-1234", "-2345", "1000.25"]),
    ],
)
def test_the_figures_of_a_column_tell_its_decimal_sign(tmp_path: Path, written: list[str], kr: list[str]) -> None:
    assert read_kr(tmp_path, *written) == [*map(Decimal, kr)]


@pytest.mark.parametrize(
    "written, said",
    [
        (["-80.000"], "rad 2: »-80.000« kan vara både 80 000 och 80: inget annat belopp i kolumnen visar om punkten"),
        (["500", "70.000"], "rad 3: »70.000« kan vara både 70 000 och 70: inget annat belopp i kolumnen visar"),
        (["1,234", "2,345"], "rad 2: »1,234« kan vara både 1 234 och 1,234: inget annat belopp i kolumnen visar om"),
        (["-80.000", "70.000,50", "1,234.50"], "rad 2: »-80.000« kan vara både 80 000 och 80: andra belopp"),
        (["12.34,50"], "rad 2: »12.34,50« är inget belopp"),
    ],
)
def test_an_amount_that_could_be_two_is_refused(tmp_path: Path, written: list[str], said: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_kr(tmp_path, *written)
    assert said in caught.value.message.replace("\u00a0", " ")


def test_debit_and_credit_are_written_alike(tmp_path: Path) -> None:
    ledger = read(tmp_path, "Konto;Period;Debet;Kredit\n3510;202510;;80.000\n6430;202510;12,50;\n")
    assert [posting.amount_kr for posting in ledger.postings] == [Decimal(-80_000), Decimal("12.50")]


def write(amount: Decimal, grouping: str, decimal: str) -> str:
    return f"{amount:,f}".translate({ord(","): grouping, ord("."): decimal})


AMOUNTS = st.lists(st.decimals(-5_000_000, 5_000_000, allow_nan=False, places=0), min_size=1, max_size=6) | st.lists(
    st.integers(0, 3).flatmap(lambda places: st.decimals(-5_000_000, 5_000_000, places=places)), min_size=1, max_size=6
)
CONVENTIONS = st.sampled_from([(" ", ","), ("", ","), ("", "."), (".", ","), (",", "."), ("'", "."), ("\u00a0", ",")])


@given(AMOUNTS, CONVENTIONS, st.decimals(-5_000_000, 5_000_000, places=2))
def test_a_column_with_an_amount_in_oere_is_read_exactly(
    amounts: list[Decimal], convention: tuple[str, str], telling: Decimal
) -> None:
    written = [write(amount, *convention) for amount in (*amounts, telling)]
    notation = find_notation(written)
    assert [notation.parse(text) for text in written] == [*amounts, telling]


@given(AMOUNTS, st.sampled_from([(" ", ","), (".", ","), ("'", "."), ("\u00a0", ",")]))
def test_a_column_that_does_not_tell_is_refused_rather_than_scaled(
    amounts: list[Decimal], convention: tuple[str, str]
) -> None:
    written = [write(amount, *convention) for amount in amounts]
    notation = find_notation(written)
    for text, amount in zip(written, amounts, strict=True):
        with suppress(InputError):
            assert notation.parse(text) == amount


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
