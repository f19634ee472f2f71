"""The README shows what the commands really print."""

import re
from pathlib import Path

import pytest

from enamnd_xl.cli import main
from enamnd_xl.money import NBSP

ROOT = Path(__file__).parents[1]


def test_the_output_of_make_run_is_the_real_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    main(["kontrollera", "workbooks"])
    printed = capsys.readouterr().out.replace(NBSP, " ").splitlines()
    block = re.search(r"<!-- make run -->\n(.*?)\n<!-- -->", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert block
    shown = [line.removeprefix("    ") for line in block[1].splitlines()]
    rest = iter(printed)
    for line in shown:
        assert line == "…" or line in rest, f"not printed in this order: {line!r}"
    assert shown[-1] == printed[-1]
