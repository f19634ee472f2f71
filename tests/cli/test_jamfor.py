"""The command `enamnd jamfor`: what differs between two versions of a book."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from enamnd_xl.cli import main
from enamnd_xl.money import NBSP

OLD = [["INTÄKTER", "Budget"], ["Grund", 1200], ["Arkiv", 300], ["Summa", 1500]]
COSTS = [[], ["KOSTNADER", "Budget"], ["Grund", 1100], ["Arkiv", 350], ["Summa", 1450]]


def make(path: Path, rows: list[list[Any]], sheet: str = "Budget") -> str:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(path)
    return str(path)


def test_a_row_put_in_above_makes_nothing_below_new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = make(tmp_path / "a.xlsx", OLD + COSTS)
    new = make(tmp_path / "b.xlsx", [*OLD[:3], ["Skola", 200], ["Summa", 1700], *COSTS])
    assert main(["jamfor", old, new]) == 0
    assert capsys.readouterr().out.replace(NBSP, " ").splitlines() == [
        "Ändrade belopp (2):",
        "  Budget!B4 (Skola Budget): ny, 200",
        "  Budget!B5 (Summa Budget): 1 500 → 1 700 (200)",
    ]


def test_a_new_error_ends_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [["Post", "Nu", "Förra"], ["Lön", 41230, 40100], ["Hyra", 12875, 12500], ["Summa", 54105, 52600]]
    old = make(tmp_path / "a.xlsx", rows)
    new = make(tmp_path / "b.xlsx", [*rows[:-1], ["Summa", 54105, 56200]])
    assert main(["jamfor", old, new, "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [(one["old"], one["new"]) for one in told["changes"]] == [(52600, 56200)]
    assert [(one["code"], one["cell"]) for one in told["findings_new"]] == [("EN301", "C4")]
    assert main(["jamfor", new, old]) == 0
    assert "Fynd som är borta (1):" in capsys.readouterr().out


def test_the_same_book_does_not_differ(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = make(tmp_path / "a.xlsx", OLD)
    assert main(["jamfor", old, old]) == 0
    assert capsys.readouterr().out == "Inget belopp och inget fynd skiljer sig.\n"


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["jamfor", make(tmp_path / "a.xlsx", OLD), str(tmp_path / "saknas.xlsx")]) == 2
    assert "finns inte" in capsys.readouterr().err


def test_a_sheet_with_another_name_is_the_same_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = make(tmp_path / "a.xlsx", OLD + COSTS, "Budget")
    new = make(tmp_path / "b.xlsx", [["Beslutad"], *OLD[:2], ["Arkiv", 310], ["Summa", 1510], *COSTS], "Budget 2026")
    assert main(["jamfor", old, new]) == 0
    assert capsys.readouterr().out.replace(NBSP, " ").splitlines() == [
        "Bladet Budget heter nu Budget 2026.",
        "Ändrade belopp (2):",
        "  Budget 2026!B4 (Arkiv Budget): 300 → 310 (10)",
        "  Budget 2026!B5 (Summa Budget): 1 500 → 1 510 (10)",
    ]
    other = make(tmp_path / "c.xlsx", [["Namn", "Antal"], ["Ask", 7], ["Bo", 9]], "Närvaro")
    assert main(["jamfor", old, other]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == ["Nya blad: Närvaro", "Borttagna blad: Budget"]


def test_figures_are_written_as_what_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = [["Budgetår", 2026], [], ["Kommun", "E-arkiv*", "Budget", "Andel"], ["Luleå", 80_000, 2000, 0.0333],
           ["Boden", 1900, 7, 0.5], [], ["Kontonr"], [10862], [10863]]  # fmt: skip
    new = [["Budgetår", 2027], [], old[2], ["Luleå", 80_000.1, 2050, 0.0337],
           ["Boden", 2000.25, 7, 0.5], [], ["Kontonr"], [10860], [10863]]  # fmt: skip
    assert main(["jamfor", make(tmp_path / "a.xlsx", old), make(tmp_path / "b.xlsx", new)]) == 0
    assert sorted(capsys.readouterr().out.replace(NBSP, " ").splitlines()[1:]) == [
        "  Budget!A8: 10862 → 10860",
        "  Budget!B1: 2026 → 2027",
        "  Budget!B4 (Luleå E-arkiv*): 80 000 → 80 000,10 (0,10)",
        "  Budget!B5 (Boden E-arkiv*): 1 900 → 2 000,25 (100,25)",
        "  Budget!C4 (Luleå Budget): 2 000 → 2 050 (50)",
        "  Budget!D4 (Luleå Andel): 0,0333 → 0,0337 (0,0004)",
    ]
