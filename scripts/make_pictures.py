"""Makes the pictures of docs/anvandarguide.md: sheets before and after a button, drawn by LibreOffice."""

import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from enamnd_xl.actions.compare_keys import compare_keys
from enamnd_xl.actions.infer_rules import infer_rules
from enamnd_xl.actions.living_tables import open_table
from enamnd_xl.actions.mark import mark
from enamnd_xl.actions.named_cells import find_named_cell
from enamnd_xl.actions.new_year import make_new_year, read_year
from enamnd_xl.actions.new_year.wishes import Wishes
from enamnd_xl.actions.rules_sheet import put_rules
from enamnd_xl.actions.scenario_sheet import put_comparison
from enamnd_xl.actions.scenarios import Change, Scenario
from enamnd_xl.actions.show_scenarios import show_scenarios
from enamnd_xl.actions.show_sums import show_sums
from enamnd_xl.actions.store_populations import store_populations
from enamnd_xl.api import check_file
from enamnd_xl.books.living.words import CHOSEN_MONTH, Column, TableName
from enamnd_xl.files.edit_copy import write_copy
from enamnd_xl.files.read import read
from enamnd_xl.one_file import workpaper
from enamnd_xl.workbook.edits import Edit, SetValues, set_value
from enamnd_xl.workbook.snapshot import Snapshot, Value

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "bilder"
PUBLISHED, LIVING = ROOT / "workbooks" / "publicerat" / "2025.xlsx", ROOT / "workbooks" / "enamnd_2025.xlsx"
_DOTS = 80  # an inch
# LibreOffice trusts the values in a file; 0 makes it calculate. Source: org.openoffice.Office.Calc/Formula/Load
_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""
_CROP = (20, 20, 900, 420)  # left, top, width, height, dots
_WITH_CHART = 560  # the height that shows a sheet down to its chart, dots
_SCENARIOS = (
    Scenario(
        "Mer rakt",
        (
            Change("E-arkiv", {Column.KEY: "blandning", Column.EQUAL_SHARE: 0.3}),
            Change("Konsulting", {Column.EQUAL_SHARE: 0.5}),
        ),
    ),
    Scenario("Per invånare", (Change("Grundfinansiering", {Column.KEY: "invånare"}),)),
)


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    published, living = read(PUBLISHED), read(LIVING)
    findings = check_file(str(PUBLISHED)).findings
    marked = mark(published.snapshot, findings, datetime(2025, 10, 31, 9, 0)).edits
    sums = show_sums(published.snapshot, workpaper(str(PUBLISHED), read(PUBLISHED)).sums).edits
    allocation = living.snapshot.sheet("Fördelning")
    assert allocation is not None
    wrong = set_value("Fördelning", (5, 2), 1)
    people = store_populations(living.snapshot, _invented(living.snapshot), "Påhittade tal").edits
    month = find_named_cell(living.snapshot, CHOSEN_MONTH)
    booked = _next_row(living.snapshot, ("Påhittad bok", "2025-11", "Grundfinansiering", 100_000, 90_000))
    example = show_scenarios(living.snapshot).edits
    scenario = "Scenario"
    books = [(path.name, read(path).snapshot) for path in (PUBLISHED, PUBLISHED.with_name("2022.xlsx"), LIVING)]
    rules = put_rules(infer_rules(books)).edits
    next_year = make_new_year(living.snapshot, Wishes(read_year(living.snapshot) + 1)).edits
    for name, book, edits, sheet in (
        ("fore", PUBLISHED, (), "Budget"),
        ("stam-av", PUBLISHED, marked, "Budget"),
        ("stam-av-lista", PUBLISHED, marked, "Avstämning"),
        ("visa-summor", PUBLISHED, sums, "Budget"),
        ("fordela-fore", LIVING, (wrong,), "Fördelning"),
        ("fordela-efter", LIVING, (), "Fördelning"),
        ("uppfoljning-fore", LIVING, (set_value(*month, "september"),), "Uppföljning"),
        ("uppfoljning-efter", LIVING, (), "Uppföljning"),
        ("utfall-fore", LIVING, (), "Utfall"),
        ("utfall-efter", LIVING, (booked,), "Utfall"),
        ("harled-fore", PUBLISHED, (), "E-tjänsteplattformen"),
        ("harled-efter", PUBLISHED, rules, "Härledda regler"),
        ("jamfor-nycklar-forsta", LIVING, example, scenario),
        ("jamfor-nycklar-egna", LIVING, put_comparison(compare_keys(living.snapshot, _SCENARIOS)).edits, scenario),
        ("folkmangd-fore", LIVING, (), "Kommuner"),
        ("folkmangd-efter", LIVING, people, "Kommuner"),
        ("nytt-ar-fore", LIVING, (), "Kommunblad"),
        ("nytt-ar-efter", LIVING, next_year, "Kommunblad"),
        ("nytt-ar-att-besluta", LIVING, next_year, "Att besluta"),
    ):
        draw(book, edits, sheet, PICTURES / f"{name}.png", _WITH_CHART if sheet == scenario else _CROP[3])
        print(f"docs/bilder/{name}.png")


def _invented(snapshot: object) -> dict[str, dict[int, int]]:
    """Other populations of the latest year: ten more in each municipality."""
    sheet = snapshot.sheet("Kommuner")  # type: ignore[attr-defined]
    table = next(table for table in snapshot.tables if table.name == "tblKommuner")  # type: ignore[attr-defined]
    years = [heading for heading in table.columns if heading.startswith("Folkmängd ")]
    latest = int(max(years).split()[1])
    code = table.area.left + table.columns.index("Kommunkod")
    count = table.area.left + table.columns.index(max(years))
    rows = range(table.area.top + 1, table.area.bottom + 1)
    return {str(int(sheet.value((row, code)))): {latest: int(sheet.value((row, count))) + 10} for row in rows}


def _next_row(snapshot: Snapshot, values: tuple[Value, ...]) -> Edit:
    """Write a row in the first blank row of Utfall."""
    table = open_table(snapshot, TableName.OUTCOME)
    return SetValues(table.sheet.name, (max(table.rows) + 1, table.table.area.left), (values,))


def draw(book: Path, edits: Iterable[Edit], sheet: str, picture: Path, height: int = _CROP[3]) -> None:
    """Draw the top of a sheet as it looks after edits."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "bok.xlsx"
        write_copy(book, copy, tuple(edits))
        settings = Path(folder) / "profil" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_RECALCULATE, "utf-8")
        profile = f"-env:UserInstallation={(Path(folder) / 'profil').as_uri()}"
        _run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(copy))
        pdf = str(copy.with_suffix(".pdf"))
        left, top, width, _ = map(str, _CROP)
        page = str(_find_page(pdf, sheet))
        target = str(picture.with_suffix(""))
        crop = ["-x", left, "-y", top, "-W", width, "-H", str(height)]
        _run("pdftoppm", "-png", "-singlefile", "-r", str(_DOTS), "-f", page, "-l", page, *crop, pdf, target)


def _find_page(pdf: str, sheet: str) -> int:
    """Find the first page of a sheet: the name stands in its header, or in its title where it has no header."""
    pages = _run("pdftotext", "-layout", pdf, "-").split("\f")
    for number, text in enumerate(pages, 1):
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if any(line.endswith(sheet) for line in lines[:1]):
            return number
    raise ValueError(f"{pdf} has no page of {sheet}")


def _run(*command: str) -> str:
    done = subprocess.run(_words(command), capture_output=True, text=True, check=False, timeout=180)
    if done.returncode:
        sys.exit(f"{command[0]}: {done.stderr}")
    return done.stdout


def _words(command: Sequence[str]) -> list[str]:
    return ["nice", *command]


if __name__ == "__main__":
    main()
