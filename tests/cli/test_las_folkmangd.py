"""The command `enamnd las-folkmangd` on the living workbook: a new year, a corrected one, a file that will not do."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from cli.living_copies import LIVING, living, typed_into
from enamnd_xl.api import check_file
from enamnd_xl.cli import main
from enamnd_xl.files.read import read
from enamnd_xl.money import NBSP
from enamnd_xl.reconcile.report import Report

Capture = pytest.CaptureFixture[str]


def write_csv(path: Path, years: Mapping[int, int], without: str = "") -> Path:
    """Write an export whose years are those of 2020 on Kommuner and some more people in each municipality."""
    sheet = living().snapshot.sheet("Kommuner")
    assert sheet
    lines = ['"Folkmängd efter region och år"', "", ",".join(['"region"', *(f'"{year}"' for year in years)])]
    for row in sheet.rows[4:18]:
        if row[1] != without:
            counts = [str(int(row[6]) + more) for more in years.values()]  # type: ignore[arg-type, call-overload]
            lines.append(",".join([f'"{int(row[0])} {row[1]}"', *counts]))  # type: ignore[arg-type, call-overload]
    path.write_text("\n".join([*lines, "", '"Källa: SCB"', '"Senast uppdaterad: 20270221 08:00"']), "utf-8")
    return path


def read_in(book: Path, file: Path, capture: Capture, *more: str) -> tuple[int, str, Path]:
    target = book.with_name("kopia.xlsx")
    code = main(["las-folkmangd", str(book), str(file), "--ut", str(target), *more])
    printed = capture.readouterr()
    return code, (printed.out + printed.err).replace(NBSP, " "), target


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return typed_into(tmp_path / "bok.xlsx", {})


def test_a_new_year_gets_a_column_and_a_source(book: Path, tmp_path: Path, capsys: Capture) -> None:
    code, said, target = read_in(book, write_csv(tmp_path / "scb.csv", {2026: 1}), capsys)
    assert code == 0
    assert said.startswith("Folkmängd 2026 är ny: 14 kommuner med tillsammans 249 628 invånare.\n")
    copy = read(target).snapshot
    tables = {table.name: table for table in copy.tables}
    assert tables["tblKommuner"].columns[-1] == "Folkmängd 2026"
    sheet = copy.sheet("Kommuner")
    assert sheet
    assert [sheet.value((row, 9)) for row in (4, 5, 18, 19)] == ["Folkmängd 2026", 2719, 4218, 249_628]
    bottom = tables["tblFolkmangd"].area.bottom
    assert sheet.rows[bottom - 1] == (
        "Folkmängd 2026", "SCB: Folkmängd efter region och år, uppdaterad 2027-02-21", date(2026, 12, 31)
    )  # fmt: skip
    looks = openpyxl.load_workbook(target)["Kommuner"]
    assert looks["I5"].style_id == looks["H5"].style_id
    assert Report((check_file(str(target)),)).exit_code == 0


def test_the_new_year_is_a_key_date_at_once(book: Path, tmp_path: Path, capsys: Capture) -> None:
    _, _, target = read_in(book, write_csv(tmp_path / "scb.csv", {2026: 1940}), capsys)
    later = typed_into(tmp_path / "senare.xlsx", {"Tjänster!G7": date(2026, 12, 31)}, target)
    assert main(["fordela", str(later), "--ut", str(tmp_path / "ny.xlsx")]) == 0
    assert "(E-arkiv" in capsys.readouterr().out
    sheet = read(tmp_path / "ny.xlsx").snapshot.sheet("Fördelning")
    assert sheet
    assert sheet.value((7, 4)) == 38_000  # Boden: 28 060 + 1 940 people, 1.25 kr each, up to whole thousands


def test_the_same_file_twice_changes_nothing_the_second_time(book: Path, tmp_path: Path, capsys: Capture) -> None:
    file = write_csv(tmp_path / "scb.csv", {2020: 0, 2026: 1})
    _, said, target = read_in(book, file, capsys)
    assert said.startswith("Folkmängd 2020 är oförändrad. Folkmängd 2026 är ny")
    first = target.replace(tmp_path / "en.xlsx")
    _, said, target = read_in(first, file, capsys)
    assert said.startswith("Folkmängd 2020 är oförändrad. Folkmängd 2026 är oförändrad.\nInget av 111 belopp ändrades")
    assert read(target).snapshot == read(first).snapshot


def test_a_corrected_year_is_told_and_the_amounts_follow(book: Path, tmp_path: Path, capsys: Capture) -> None:
    code, said, target = read_in(book, write_csv(tmp_path / "scb.csv", {2020: 1000, 2026: 1}), capsys, "--ar", "2020")
    assert code == 0
    assert said.startswith("Folkmängd 2020 är ändrad för 14 kommuner: Arjeplog, där Kommuner!G5 är 2 718, blir 3 718;")
    assert "Regional förvaltning 14" in said
    sheet = read(target).snapshot.sheet("Kommuner")
    assert sheet
    assert sheet.value((26, 2)) == "SCB: Folkmängd efter region och år, uppdaterad 2027-02-21"
    assert sheet.value((4, 9)) is None


def test_a_file_that_will_not_do_is_told_and_nothing_is_written(book: Path, tmp_path: Path, capsys: Capture) -> None:
    short = write_csv(tmp_path / "kort.csv", {2026: 1}, without="Boden")
    cases = [
        (short, [], "kort.csv saknar 1 av 14 medlemmar: 2582 Boden."),
        (write_csv(tmp_path / "scb.csv", {2026: 1}), ["--ar", "2019"], "scb.csv saknar år 2019. Filen har 2026."),
        (LIVING, [], ""),
        (tmp_path / "finns inte.csv", [], ""),
    ]
    for file, more, expected in cases:
        code, said, target = read_in(book, file, capsys, *more)
        assert (code, target.exists()) == (2, False)
        assert said.startswith(expected)
        assert said.strip()


def test_what_stands_in_the_way_is_named(tmp_path: Path, capsys: Capture) -> None:
    file = write_csv(tmp_path / "scb.csv", {2026: 1})
    code, said, _ = read_in(typed_into(tmp_path / "bok.xlsx", {"Kommuner!I7": "anteckning"}), file, capsys)
    assert code == 2
    assert said.startswith("Kommuner!I7 är texten »anteckning«, men där behövs plats för Folkmängd 2026.")
