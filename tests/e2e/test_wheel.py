"""The wheel carries what a user installs from it."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).resolve().parents[2]
PIP = (sys.executable, "-m", "pip")
SOURCES = ("enamnd_xl", "templates", "pyproject.toml", "README.md", "LICENSE", "NOTICES.md")


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    source = tmp_path / "källa"
    source.mkdir()
    for name in SOURCES:  # a copy, so that nothing is built in the project's own folder
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, source / name)
    subprocess.run([*PIP, "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(source)], check=True)
    return next(tmp_path.glob("*.whl"))


def test_an_installed_wheel_finds_its_add_in_and_template(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "miljö"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    python = str(home / "bin" / "python")
    subprocess.run([*PIP, "--python", python, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    code = "from enamnd_xl.excel.install import *; print(find_shipped(ADD_IN)); print(find_shipped(TEMPLATE))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    shipped = [Path(line) for line in done.stdout.splitlines()]
    assert [path.name for path in shipped] == ["enamnd_xl.xlam", "enamnd_mall.xlsm"]
    for path in shipped:
        assert path.is_relative_to(home)
        assert path.read_bytes() == (ROOT / "templates" / path.name).read_bytes()


def test_the_notices_of_what_is_shipped_of_others_are_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as package:
        notices = next(name for name in package.namelist() if name.endswith("NOTICES.md"))
        text = package.read(notices).decode()
    assert "Zoomer Analytics" in text
    assert "Redistribution and use in source and binary forms" in text
