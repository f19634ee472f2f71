"""Every workbook, template and add-in that is shipped, before two validators that did not write it."""

import json
import subprocess
import zipfile
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from enamnd_xl.actions.mark import mark
from enamnd_xl.actions.show_scenarios import show_scenarios
from enamnd_xl.api import check_file
from enamnd_xl.files.edit_copy import write_copy
from enamnd_xl.files.read import read
from enamnd_xl.workbook.edits import Mark, ShowMarks

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted(
    path for folder in ("workbooks", "templates") for path in (ROOT / folder).rglob("*.xl*") if path.name[0] not in "~."
)
VALIDATOR = Path(__file__).parent / "validator"

REASONED: dict[str, str] = {}
"""What a validator says that is known to be no fault -> why. Nothing at present."""


@pytest.fixture(scope="session")
def sdk() -> Path:
    """The Open XML SDK's validator; its program is inside the npm package."""
    program = VALIDATOR / "node_modules" / ".bin" / "ooxml-validator"
    if not program.exists():
        command = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--no-package-lock"]
        subprocess.run(command, cwd=VALIDATOR, check=True, timeout=300)
    return program


def sdk_errors(program: Path, path: Path) -> list[str]:
    done = subprocess.run([program, path], capture_output=True, text=True, timeout=120)
    return [error.get("description", str(error)) for error in json.loads(done.stdout)["errors"]]


def audit_errors(path: Path) -> list[str]:
    return [str(error) for error in OpenXmlValidator().validate(path).errors]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_the_open_xml_sdk_finds_nothing(path: Path, sdk: Path) -> None:
    assert [error for error in sdk_errors(sdk, path) if error not in REASONED] == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_openxml_audit_finds_nothing(path: Path) -> None:
    assert [error for error in audit_errors(path) if error not in REASONED] == []


def test_a_marked_copy_is_as_valid_as_its_original(sdk: Path, tmp_path: Path) -> None:
    original, copy = ROOT / "workbooks" / "publicerat" / "2022.xlsx", tmp_path / "märkt.xlsx"
    report = check_file(str(original))
    write_copy(original, copy, mark(read(original).snapshot, report.findings, datetime(2025, 10, 31)).edits)
    assert (sdk_errors(sdk, copy), audit_errors(copy)) == ([], [])


def test_a_copy_with_scenarios_and_their_chart_is_valid_put_once_and_twice_and_marked(
    sdk: Path, tmp_path: Path
) -> None:
    book = ROOT / "workbooks" / "enamnd_2025.xlsx"
    put = show_scenarios(read(book).snapshot).edits
    marks = ShowMarks("avstämning", (Mark("Scenario", (5, 1), "F8C9C4", "Kontrollera."),))
    copies = [book, *(tmp_path / f"{number}.xlsx" for number in range(3))]
    for (original, copy), edits in zip(pairwise(copies), (put, put, [marks]), strict=True):
        write_copy(original, copy, edits)
        assert (sdk_errors(sdk, copy), audit_errors(copy)) == ([], [])


def test_the_validators_see_a_fault(sdk: Path, tmp_path: Path) -> None:
    broken = tmp_path / "fel.xlsx"
    with zipfile.ZipFile(ROOT / "workbooks" / "publicerat" / "2022.xlsx") as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</sheetData>", b"</sheetData><sheetData/>"))
    assert sdk_errors(sdk, broken)
    assert audit_errors(broken)
