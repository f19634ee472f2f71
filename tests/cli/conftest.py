"""What the tests of the commands share: the living workbook, read and recalculated once where it stands as it is."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from cli.living_copies import LIVING, living
from enamnd_xl.cli import fordela, jamfor_nycklar, las_folkmangd, las_utfall, nytt_ar
from enamnd_xl.files.draft import Draft, draft
from enamnd_xl.workbook.edits import Edit

AS_IT_IS = LIVING.read_bytes()


def open_book(source: Path, edits: Sequence[Edit] = ()) -> Draft:
    if not edits and source.is_file() and source.read_bytes() == AS_IT_IS:
        return replace(living(), source=source)
    return draft(source, edits)


@pytest.fixture(autouse=True)
def living_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for command in (fordela, jamfor_nycklar, las_folkmangd, las_utfall, nytt_ar):
        monkeypatch.setattr(command, "draft", open_book)
