"""The user guide speaks of what there is: every button with pictures, every function with its example."""

import re
from pathlib import Path

import pytest

from enamnd_xl.excel.buttons import BUTTONS, Button
from enamnd_xl.functions import CELL_FUNCTIONS
from enamnd_xl.functions.registry import CellFunction

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDE = (DOCS / "anvandarguide.md").read_text("utf-8")


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.name)
def test_every_button_has_a_section_with_a_picture_before_and_after(button: Button) -> None:
    section = GUIDE.partition(f"\n### {button.label}\n")[2].partition("\n##")[0]
    assert len(re.findall(r"!\[[^\]]+\]\(bilder/", section)) >= 2


@pytest.mark.parametrize("function", CELL_FUNCTIONS.values(), ids=CELL_FUNCTIONS.keys())
def test_every_function_has_its_example(function: CellFunction) -> None:
    assert f"`{function.example.formula}`" in GUIDE


def test_every_picture_and_heading_that_the_guide_leads_to_is_there() -> None:
    pictures = set(re.findall(r"\((bilder/[^)]+)\)", GUIDE))
    assert {str(path.relative_to(DOCS)) for path in (DOCS / "bilder").iterdir()} == pictures
    headings = {
        re.sub(r"[^\w -]", "", text).lower().replace(" ", "-") for text in re.findall(r"^##+ (.+)$", GUIDE, re.M)
    }
    assert set(re.findall(r"\(#([^)]+)\)", GUIDE)) <= headings
