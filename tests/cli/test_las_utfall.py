"""The command `enamnd las-utfall`: ledgers into Utfall, by Kontering; read twice, corrected, and what will not do."""

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from cli.living_copies import typed_into
from enamnd_xl.api import check_file
from enamnd_xl.cli import main
from enamnd_xl.files.read import read
from enamnd_xl.money import NBSP
from enamnd_xl.reconcile.report import Report
from referee import assert_same_snapshot

Capture = pytest.CaptureFixture[str]

ACCOUNTS = [
    ("3*", "", "P1", "E-arkiv", "intäkt"),
    ("4000-7999", "", "P1", "E-arkiv", "kostnad"),
    ("3*", "", "P2", "Grundfinansiering", "intäkt"),
]
PUBLISHED = ("Publicerat", "2025-01–2025-02", "E-arkiv", 150, 40)
HEAD = """#FLAGGA 0
#FORMAT PC8
#SIETYP 4
#PROGRAM "Ekonomi" 1
#GEN 20251105
#FNAMN "Luleå kommun"
#RAR 0 20250101 20251231
#KONTO 1930 Bank
#KONTO 3010 Avgifter
#KONTO 4010 Drift
#KONTO 5010 Hyra
#DIM 6 Projekt
#OBJEKT 6 P1 Arkiv
#OBJEKT 6 P2 Bas
"""


def write_book(path: Path, outcome: list[tuple[Any, ...]], rows: int = 4, accounts: Any = ACCOUNTS) -> Path:
    """Write a small book with Kontering and Utfall, whose last column is a formula."""
    made = xlsxwriter.Workbook(path)
    for name, table, headings, lines, last in (
        ("Kontering", "tblKontering", ["Konto", "Dimension", "Objekt", "Post", "Slag"], accounts, len(accounts) or 1),
        ("Utfall", "tblUtfall", ["Källa", "Period", "Post", "Intäkter", "Kostnader", "Netto"], outcome, rows),
    ):
        sheet = made.add_worksheet(name)
        columns = [{"header": heading} for heading in headings]
        sheet.add_table(3, 0, 3 + last, len(headings) - 1, {"name": table, "columns": columns})
        for number, line in enumerate(lines, 4):
            sheet.write_row(number, 0, line)
        if name == "Utfall":
            for number in range(5, 5 + rows):
                sheet.write_formula(f"F{number}", f'=IF(C{number}="","",D{number}-E{number})', None, "")
    made.close()
    return path


def write_sie(path: Path, vouchers: list[tuple[str, str, str, str]]) -> Path:
    """Write a SIE 4 file with a voucher for each (day, account, object, kr), and the balances that follow."""
    text, results, bank = HEAD, dict[str, float](), 0.0
    for number, (day, account, name, kr) in enumerate(vouchers, 1):
        coded = f"{{6 {name}}}" if name else "{}"
        text += (
            f"#VER A {number} {day} Text\n{{\n#TRANS {account} {coded} {kr}\n#TRANS 1930 {{}} {-float(kr):.2f}\n}}\n"
        )
        results[account] = results.get(account, 0) + float(kr)
        bank -= float(kr)
    text += "".join(f"#RES 0 {account} {kr:.2f}\n" for account, kr in results.items())
    path.write_text(text + f"#IB 0 1930 0.00\n#UB 0 1930 {bank:.2f}\n", "cp437")
    return path


JANUARY = [("20250115", "3010", "P1", "-100.50"), ("20250120", "4010", "P1", "30.25")]
FEBRUARY = [("20250210", "3010", "P1", "-50"), ("20250211", "3010", "P2", "-1000"), ("20250212", "5010", "", "7")]
MARCH = [("20250310", "3010", "P1", "-60")]


def read_in(book: Path, capture: Capture, *words: str | Path) -> tuple[int, str, Path]:
    target = book.with_name("kopia.xlsx")
    code = main(["las-utfall", str(book), *map(str, words), "--ut", str(target), "--skriv-over"])
    printed = capture.readouterr()
    return code, (printed.out + printed.err).replace(NBSP, " "), target


def outcome(path: Path) -> list[tuple[Any, ...]]:
    """Give the rows of Utfall under the headings, checked with both readers."""
    sheet = assert_same_snapshot(path).sheet("Utfall")
    assert sheet
    return [row for row in sheet.rows[4:] if row]


LULEA = "Luleå kommun"
FIRST = (LULEA, "2025-01", "E-arkiv", 100.5, 30.25, 70.25)


def test_a_ledger_is_read_mapped_reconciled_and_told(tmp_path: Path, capsys: Capture) -> None:
    book = write_book(tmp_path / "bok.xlsx", [])
    file = write_sie(tmp_path / "utfall.se", [*JANUARY, *FEBRUARY, *MARCH])
    code, said, target = read_in(book, capsys, file, "--period", "2025-02")
    assert code == 0
    assert outcome(target) == [
        FIRST,
        (LULEA, "2025-02", "E-arkiv", 50, 0, 50),
        (LULEA, "2025-02", "Grundfinansiering", 1000, 0, 1000),
    ]
    for sentence in (
        "Läste 10 bokningar för januari–februari 2025 ur utfall.se (SIE typ 4, teckentabell CP437; Luleå kommun).",
        "konto 5010 Hyra: 7 kr, utan projekt",
        "Bokningarna stämmer med filens resultatsaldon",
        "2 bokningar efter februari 2025 är inte med.",
        "Utfall: nya rader 3, ändrade 0, borttagna 0; 3 rader står där nu.",
    ):
        assert sentence in said


def test_the_same_file_twice_changes_nothing(tmp_path: Path, capsys: Capture) -> None:
    file = write_sie(tmp_path / "utfall.se", [*JANUARY, *FEBRUARY])
    _, _, target = read_in(write_book(tmp_path / "bok.xlsx", []), capsys, file)
    once = target.replace(tmp_path / "en.xlsx")
    code, said, target = read_in(once, capsys, file, file)
    assert code == 0
    assert "Utfall är oförändrat: allt stod där redan." in said
    assert read(target).snapshot == read(once).snapshot


def test_a_corrected_file_replaces_its_months_and_leaves_the_others(tmp_path: Path, capsys: Capture) -> None:
    _, _, target = read_in(
        write_book(tmp_path / "bok.xlsx", []), capsys, write_sie(tmp_path / "a.se", [*JANUARY, *FEBRUARY])
    )
    once = target.replace(tmp_path / "en.xlsx")
    corrected = write_sie(tmp_path / "rattad.se", [("20250210", "3010", "P1", "-55"), *MARCH])
    _, said, target = read_in(once, capsys, corrected)
    assert outcome(target) == [
        FIRST,
        (LULEA, "2025-02", "E-arkiv", 55, 0, 55),
        (LULEA, "2025-03", "E-arkiv", 60, 0, 60),
    ]
    assert "Utfall: nya rader 1, ändrade 1, borttagna 1; 3 rader står där nu." in said


def test_a_published_figure_gives_way_to_the_months_of_a_ledger(tmp_path: Path, capsys: Capture) -> None:
    book = write_book(tmp_path / "bok.xlsx", [PUBLISHED])
    code, said, target = read_in(book, capsys, write_sie(tmp_path / "utfall.se", [*JANUARY, *FEBRUARY]))
    assert code == 0
    assert [row[:3] for row in outcome(target)][:2] == [(LULEA, "2025-01", "E-arkiv"), (LULEA, "2025-02", "E-arkiv")]
    assert (
        "Ersatta av Luleå kommun, för att inte räknas två gånger: E-arkiv januari–februari 2025 från Publicerat, "
        "intäkter 150 kr och kostnader 40 kr." in said
    )


def test_another_ledgers_month_stands_beside_and_is_told(tmp_path: Path, capsys: Capture) -> None:
    book = write_book(tmp_path / "bok.xlsx", [("Boden", "2025-01", "E-arkiv", 10, 5)])
    _, said, target = read_in(book, capsys, write_sie(tmp_path / "utfall.se", JANUARY))
    assert [row[:5] for row in outcome(target)] == [("Boden", "2025-01", "E-arkiv", 10, 5), FIRST[:5]]
    assert "Obs: utöver Luleå kommun står samma post och månad också från en annan källa" in said
    _, said, target = read_in(book, capsys, tmp_path / "utfall.se", "--kalla", "Boden")
    assert outcome(target) == [("Boden", *FIRST[1:])]


def test_the_same_bookings_under_another_name_are_not_counted_twice(tmp_path: Path, capsys: Capture) -> None:
    names = ("Huvudbok okt", "Huvudbok nov")
    for name, november in zip(names, ("", "3010;P1;2025-11;-9\n"), strict=True):
        (tmp_path / f"{name}.csv").write_text(
            f"Konto;Projekt;Period;Belopp\n3010;P1;2025-10;-12,50\n4010;P1;2025-10;0,1\n{november}", "utf-8"
        )
    _, _, target = read_in(write_book(tmp_path / "bok.xlsx", []), capsys, tmp_path / "Huvudbok okt.csv")
    once = target.replace(tmp_path / "en.xlsx")
    code, said, target = read_in(once, capsys, tmp_path / "Huvudbok nov.csv")
    assert (code, target.exists()) == (2, False)
    assert said.startswith(
        "Huvudbok nov.csv läses in som Huvudbok nov, men 1 av beloppen står redan på Utfall från Huvudbok okt och "
        "skulle räknas två gånger. Det första är E-arkiv oktober 2025, intäkter 12,50 kr och kostnader 0,10 kr. "
        "Ingenting är inläst."
    )
    for name in names:
        assert f'--kalla "{name}"' in said
    _, _, target = read_in(once, capsys, tmp_path / "Huvudbok nov.csv", "--kalla", "Huvudbok okt")
    assert [row[:4] for row in outcome(target)] == [
        ("Huvudbok okt", "2025-10", "E-arkiv", 12.5),
        ("Huvudbok okt", "2025-11", "E-arkiv", 9),
    ]
    _, said, target = read_in(once, capsys, tmp_path / "Huvudbok nov.csv", "--kalla", "Huvudbok nov")
    assert [row[0] for row in outcome(target)] == ["Huvudbok okt", "Huvudbok nov", "Huvudbok nov"]
    assert "gäller samma bokningar.\nUtfall: nya rader 2" in said


def test_the_table_grows_with_its_formulas(tmp_path: Path, capsys: Capture) -> None:
    book = write_book(tmp_path / "bok.xlsx", [("Boden", "2024-12", "E-arkiv", 10, 5)], rows=1)
    _, _, target = read_in(book, capsys, write_sie(tmp_path / "utfall.se", [*JANUARY, *FEBRUARY]))
    assert [row[-1] for row in outcome(target)] == [5, 70.25, 50, 1000]
    copy = read(target).snapshot
    table = next(table for table in copy.tables if table.name == "tblUtfall")
    assert str(table.area) == "A4:F8"
    sheet = copy.sheet("Utfall")
    assert sheet
    assert sheet.formulas[8, 6] == 'IF(C8="","",D8-E8)'


def test_csv_and_several_files_at_once(tmp_path: Path, capsys: Capture) -> None:
    csv = tmp_path / "Boden.csv"
    csv.write_text("Konto;Projekt;Period;Belopp\n3010;P1;2025-01;-12,50\n", "utf-8")
    book = write_book(tmp_path / "bok.xlsx", [])
    code, said, target = read_in(book, capsys, write_sie(tmp_path / "a.se", JANUARY), csv)
    assert code == 0
    assert [row[:4] for row in outcome(target)] == [("Boden", "2025-01", "E-arkiv", 12.5), FIRST[:4]]
    assert "Filen har inga egna saldon att stämma av mot." in said


def test_what_will_not_do_is_told_and_nothing_is_written(tmp_path: Path, capsys: Capture) -> None:
    file = write_sie(tmp_path / "utfall.se", JANUARY)
    cut = tmp_path / "avklippt.se"
    cut.write_bytes(file.read_bytes()[:-250])
    unbalanced = tmp_path / "obalans.se"
    unbalanced.write_bytes(file.read_bytes().replace(b"-100.50", b"-100.55"))
    text = tmp_path / "text.se"
    text.write_text("detta är ingen SIE-fil\n", "utf-8")
    book = write_book(tmp_path / "bok.xlsx", [PUBLISHED])
    plain = write_book(tmp_path / "tom.xlsx", [], accounts=[])
    faulty = write_book(tmp_path / "fel.xlsx", [("X", "hösten", "E-arkiv", 1, 2)])
    amount = write_book(tmp_path / "belopp.xlsx", [("X", "2025-01", "E-arkiv", "1 tkr", 2)])
    cases: list[tuple[Path, tuple[str | Path, ...], str]] = [
        (book, (text,), "text.se är varken en SIE-fil eller en export med rubriker"),
        (book, (unbalanced,), "obalans.se"),
        (book, (cut,), "avklippt.se"),
        (book, (file, "--period", "2024-10"), "utfall.se gäller räkenskapsåret 2025-01 till 2025-12, men perioden är"),
        (book, (file, "--period", "2025-13"), "Månaden måste vara"),
        (book, (file, "--period", "oktober"), "Perioden »oktober« går inte att tolka."),
        (book, (file,), "E-arkiv har ett enda belopp för januari–februari 2025 från Publicerat"),
        (book, (file, tmp_path / "finns inte.se"), ""),
        (plain, (file,), "Bladet Kontering har inga rader"),
        (faulty, (file,), "Utfall!B5 är texten »hösten«, men där ska det stå en period."),
        (amount, (file,), "Utfall!D5 är texten »1 tkr«, men under Intäkter ska det stå ett tal."),
    ]
    for source, words, expected in cases:
        code, said, target = read_in(source, capsys, *words)
        assert (code, target.exists()) == (2, False), said
        assert said.startswith(expected)
        assert said.strip()


def test_nothing_that_is_mapped_is_no_error(tmp_path: Path, capsys: Capture) -> None:
    book = write_book(tmp_path / "bok.xlsx", [], accounts=[("9999", "", "", "E-arkiv", "kostnad")])
    code, said, target = read_in(book, capsys, write_sie(tmp_path / "utfall.se", JANUARY))
    assert code == 0
    assert "Inget lästes in ur utfall.se: ingen bokning har en rad i Kontering. Skriv där vilka konton" in said
    assert "oförändrat" not in said
    assert outcome(target) == []


def test_the_living_workbook_takes_the_months_in_place_of_what_was_published(tmp_path: Path, capsys: Capture) -> None:
    lines = [f"3010;Grundfinansiering;2025-{month:02d};-100000" for month in range(1, 12)]
    lines += [f"4010;E-arkiv;2025-{month:02d};25000,50" for month in range(1, 11)]
    csv = tmp_path / "Luleå.csv"
    csv.write_text("\n".join(["Konto;Objekt;Period;Belopp", *lines]), "utf-8")
    book = typed_into(tmp_path / "bok.xlsx", {"Uppföljning!B3": "januari"})
    code, said, target = read_in(book, capsys, csv, "--period", "2025-10")
    assert code == 0
    assert "Utfall: nya rader 20, ändrade 0, borttagna 2;" in said
    assert "Uppföljningen gäller till och med oktober 2025.\n" in said
    copy = read(target).snapshot
    followed = copy.sheet("Uppföljning")
    assert followed
    rows = {row[0]: row for row in followed.rows if row}
    assert rows["Grundfinansiering"][1] == 1_000_000
    assert rows["E-arkiv"][4] == 250_005
    assert Report((check_file(str(target)),)).exit_code == 0


def test_bookings_of_another_year_than_the_books_are_told(tmp_path: Path, capsys: Capture) -> None:
    csv = tmp_path / "Luleå.csv"
    csv.write_text("Konto;Objekt;Period;Belopp\n3010;Grundfinansiering;2026-01;-100000\n", "utf-8")
    code, said, _ = read_in(typed_into(tmp_path / "bok.xlsx", {}), capsys, csv)
    assert code == 0
    assert "Obs: boken är för 2025 och bokningar för 2026 räknas inte i uppföljningen." in said
