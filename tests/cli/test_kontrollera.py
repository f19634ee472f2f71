"""The command `enamnd kontrollera`: what it prints, its JSON and its exit codes, also when the input is bad."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from enamnd_xl.cli import main
from enamnd_xl.reconcile.registry import rules

Capture = pytest.CaptureFixture[str]
PUBLISHED = Path(__file__).parents[2] / "workbooks" / "publicerat"


def make_book(path: Path, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


CLEAN = [["Post", "Kr"], ["Lön", 41230], ["Hyra", 12875], ["Summa", 54105]]
WRONG = [["Post", "Kr", "Förra"], ["Lön", 41230, 40100], ["Hyra", 12875, 12500], ["Summa", 54105, 56200]]


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return make_book(tmp_path / "ren.xlsx", CLEAN)


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    return make_book(tmp_path / "fel.xlsx", WRONG)


def run_json(capture: Capture, *words: str | Path) -> tuple[int, list[dict[str, Any]]]:
    code = main(["kontrollera", *map(str, words), "--format", "json"])
    report = json.loads(capture.readouterr().out)
    assert report["version"] == 1
    return code, report["files"]


def test_a_clean_book_ends_0(clean: Path, capsys: Capture) -> None:
    assert main(["kontrollera", str(clean)]) == 0
    assert capsys.readouterr().out == f"{clean}: stämmer, inga anmärkningar\n"


def test_an_error_ends_1_and_the_json_has_every_key(wrong: Path, capsys: Capture) -> None:
    code, (file,) = run_json(capsys, wrong)
    assert code == 1
    assert (file["path"], file["status"], file["reason"]) == (str(wrong), "fel", None)
    (finding,) = file["findings"]
    assert list(finding) == [
        *("code", "name", "severity", "sheet", "cell", "message", "hint"),
        *("found", "expected", "difference", "related", "consequences", "silenced"),
    ]
    assert (finding["code"], finding["cell"], finding["severity"]) == ("EN301", "C4", "fel")
    assert (finding["found"], finding["expected"], finding["difference"]) == (56200, 52600, 3600)
    assert finding["related"] == [{"sheet": "Sheet", "cell": "C2"}, {"sheet": "Sheet", "cell": "C3"}]


def test_every_finding_has_the_name_of_its_rule(tmp_path: Path, capsys: Capture) -> None:
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet><table:table '
        'table:name="Budget"><table:table-row><table:table-cell office:value-type="float" office:value="12"/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "bok.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    names = {rule.code: rule.name for rule in rules()}
    _, files = run_json(capsys, PUBLISHED / "2025.xlsx", tmp_path / "bok.ods")
    causes = [finding for file in files for finding in file["findings"]]
    told = [*causes, *(one for finding in causes for one in finding["consequences"])]
    assert len(told) > len(causes)
    assert "EN901" in {finding["code"] for finding in told}
    assert all(finding["name"] == names[finding["code"]] for finding in told)


@pytest.mark.parametrize("reader", ["snabb", "openpyxl"])
def test_both_readers_say_the_same(wrong: Path, capsys: Capture, reader: str) -> None:
    _, (file,) = run_json(capsys, wrong, "--lasare", reader)
    assert [finding["cell"] for finding in file["findings"]] == ["C4"]


def write_text(path: Path) -> None:
    path.write_text("detta är ingen arbetsbok", encoding="utf-8")


def write_encrypted(path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    path.write_bytes(ole + bytes(504) + "EncryptedPackage\0".encode("utf-16-le") + bytes(512))


def write_truncated(path: Path) -> None:
    make_book(path, CLEAN)
    path.write_bytes(path.read_bytes()[:-400])


def write_damaged(path: Path) -> None:
    make_book(path, CLEAN)
    data = bytearray(path.read_bytes())
    data[60:400] = bytes(340)
    path.write_bytes(data)


BAD = [
    ("ingen arbetsbok", write_text, "är ingen Excelarbetsbok utan en textfil"),
    ("tom fil", Path.touch, "är tom (0 byte)"),
    ("krypterad", write_encrypted, "är krypterad med lösenord"),
    ("avbruten", write_truncated, "är skadad eller ofullständigt hämtad"),
    ("skadad", write_damaged, "är skadad"),
]


@pytest.mark.parametrize(("name", "write", "reason"), BAD, ids=[name for name, _, _ in BAD])
def test_a_bad_file_is_one_line_and_the_others_are_checked(
    name: str, write: Callable[[Path], None], reason: str, wrong: Path, capsys: Capture
) -> None:
    bad = wrong.with_name("a.xlsx")
    write(bad)
    code, files = run_json(capsys, wrong.parent)
    assert code == 2
    assert [(Path(file["path"]).name, file["status"]) for file in files] == [("a.xlsx", "oläsbar"), ("fel.xlsx", "fel")]
    assert reason in files[0]["reason"]
    assert main(["kontrollera", str(bad)]) == 2
    assert len(capsys.readouterr().out.splitlines()) <= 3


def test_a_path_that_leads_nowhere_is_one_line(clean: Path, capsys: Capture) -> None:
    code, files = run_json(capsys, "finns/inte.xlsx", clean)
    assert code == 2
    assert [file["status"] for file in files] == ["oläsbar", "ok"]
    assert files[0]["reason"] == "Filen eller mappen finns inte."


def test_an_empty_folder_is_one_line(tmp_path: Path, capsys: Capture) -> None:
    code, (file,) = run_json(capsys, tmp_path)
    assert (code, file["status"], file["reason"]) == (2, "oläsbar", "Mappen innehåller ingen arbetsbok.")


def test_lock_files_are_skipped_and_named(clean: Path, capsys: Capture) -> None:
    clean.with_name("~$ren.xlsx").write_bytes(b"\x05Namn")
    assert main(["kontrollera", str(clean.parent)]) == 0
    assert "~$ren.xlsx" in capsys.readouterr().err


def test_a_book_without_numbers_is_info(tmp_path: Path, capsys: Capture) -> None:
    code, (file,) = run_json(capsys, make_book(tmp_path / "text.xlsx", [["bara", "text"]]))
    assert (code, file["status"]) == (0, "ok")
    assert [(finding["code"], finding["severity"]) for finding in file["findings"]] == [("EN101", "info")]


def test_an_empty_book_is_one_line(tmp_path: Path, capsys: Capture) -> None:
    code, (file,) = run_json(capsys, make_book(tmp_path / "tom.xlsx", []))
    assert (code, file["status"]) == (2, "oläsbar")
    assert file["reason"].startswith("tom.xlsx är tom: det står ingenting på något blad.")


def test_many_files_at_a_time_come_in_order(tmp_path: Path, capsys: Capture) -> None:
    for number in range(6):
        make_book(tmp_path / f"{number}.xlsx", WRONG if number % 2 else CLEAN)
    code, files = run_json(capsys, tmp_path, "--jobb", "2")
    assert code == 1
    assert [file["status"] for file in files] == ["ok", "fel"] * 3


def test_a_wrong_word_on_the_command_line_is_told_in_swedish(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["kontrollera", "bok.xlsx", "--lasare", "excel"])
    assert stop.value.code == 2
    assert "'excel' går inte att välja" in capsys.readouterr().err


def test_other_forms(wrong: Path, capsys: Capture) -> None:
    for form, part in (("junit", "<failure"), ("sarif", '"ruleId": "EN301"'), ("markdown", "| fel | EN301 |")):
        assert main(["kontrollera", str(wrong), "--format", form]) == 1
        assert part in capsys.readouterr().out


def test_a_rule_is_silenced_on_the_command_line_with_a_reason(wrong: Path, capsys: Capture) -> None:
    code, (file,) = run_json(capsys, wrong, "--tysta", "EN301:Sheet!C4=beslutat så")
    assert (code, file["status"]) == (0, "ok")
    assert [finding["silenced"] for finding in file["findings"]] == ["beslutat så"]


def test_a_silence_without_a_reason_is_an_error(wrong: Path, capsys: Capture) -> None:
    assert main(["kontrollera", str(wrong), "--tysta", "EN301"]) == 2
    assert "skäl saknas" in capsys.readouterr().err


def test_a_silence_of_nothing_is_told(wrong: Path, capsys: Capture) -> None:
    assert main(["kontrollera", str(wrong), "--tysta", "EN999=så"]) == 2
    assert "Det finns ingen regel EN999." in capsys.readouterr().err
    assert main(["kontrollera", str(wrong), "--tysta", "EN301:Budgett=så"]) == 1
    assert capsys.readouterr().err == "--tysta EN301:Budgett tystade inget fynd.\n"


def test_only_what_is_not_in_the_baseline_counts(wrong: Path, capsys: Capture) -> None:
    main(["kontrollera", str(wrong), "--format", "json"])
    baseline = wrong.with_name("baslinje.json")
    baseline.write_text(capsys.readouterr().out, "utf-8")
    assert run_json(capsys, wrong, "--baslinje", baseline)[0] == 0
    make_book(wrong, [*WRONG[:-1], ["Summa", 54150, 56200]])
    code, (file,) = run_json(capsys, wrong, "--baslinje", baseline)
    assert code == 1
    assert [(f["cell"], bool(f["silenced"])) for f in file["findings"]] == [("B4", False), ("C4", True)]


def test_what_is_in_the_baseline_is_known_again_where_a_row_has_moved_it(wrong: Path, capsys: Capture) -> None:
    main(["kontrollera", str(wrong), "--format", "json"])
    baseline = wrong.with_name("baslinje.json")
    baseline.write_text(capsys.readouterr().out, "utf-8")
    make_book(wrong, [["Underlag för mötet"], [None], *WRONG])
    code, (file,) = run_json(capsys, wrong, "--baslinje", baseline)
    assert code == 0
    assert all(finding["silenced"] for finding in file["findings"])
    make_book(wrong, [["Underlag för mötet"], [None], *WRONG[:-1], ["Summa", 54150, 56200]])
    code, (file,) = run_json(capsys, wrong, "--baslinje", baseline)
    assert code == 1


def test_a_baseline_that_is_none_is_an_error(wrong: Path, capsys: Capture) -> None:
    for text in ("[]", "{}", "inte json"):
        baseline = wrong.with_name("baslinje.json")
        baseline.write_text(text, "utf-8")
        assert main(["kontrollera", str(wrong), "--baslinje", str(baseline)]) == 2
        assert "aslinjen" in capsys.readouterr().err


def test_a_marked_copy_shows_what_was_found_and_leaves_the_original(wrong: Path, capsys: Capture) -> None:
    before = wrong.read_bytes()
    marked = wrong.with_name("markerad.xlsx")
    assert main(["kontrollera", str(wrong), "--markera", str(marked)]) == 1
    assert wrong.read_bytes() == before
    assert "Kopian är sparad som" in capsys.readouterr().err
    book = openpyxl.load_workbook(marked)
    assert book.sheetnames == ["Sheet", "Avstämning"]
    assert "EN301 kolumnsumma-avviker" in [cell.value for row in book["Avstämning"].iter_rows() for cell in row]
    assert book["Sheet"]["C4"].comment is not None
    assert run_json(capsys, marked)[1][0]["findings"] == run_json(capsys, wrong)[1][0]["findings"]


def test_the_marked_copy_is_never_written_over_the_original(wrong: Path, capsys: Capture) -> None:
    before = wrong.read_bytes()
    assert main(["kontrollera", str(wrong), "--markera", str(wrong)]) == 2
    assert wrong.read_bytes() == before
