# ruff: noqa: E501 -- the hostile things are written a line an item
"""Fuzz the check of workbooks: whatever stands in a file, the outcome is a report or one sentence.

Usage: fuzz.py [--seconds 60] [--seed 1] [--keep FOLDER]

Mutates workbooks that it makes itself, checks each in the workers as `enamnd kontrollera` does, writes the report in
every form, and prints what came of them.
Ends 1 if a file cost more than itself: a bug in our own code, or a result that is neither a reading nor a ReadError.
"""

import argparse
import io
import random
import re
import shutil
import sys
import tempfile
import time
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from enamnd_xl.api import check_file
from enamnd_xl.errors import ReadError
from enamnd_xl.files.workers import run_each
from enamnd_xl.reconcile.formats import FORMATS, write_report
from enamnd_xl.reconcile.report import Report

BATCH = 40
FILE_SECONDS = 20.0


def seed_book(folder: Path) -> bytes:
    """Make a workbook with something of everything."""
    path = folder / "frö.xlsx"
    book = xlsxwriter.Workbook(path)
    percent, day = book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet, other = book.add_worksheet("Budget"), book.add_worksheet("Kultur & fritid")
    for row in range(1, 30):
        sheet.write_row(row, 0, (f"Kommun {row}", row * 100, row / 7))
        sheet.write_formula(row, 3, f"=B{row + 1}*C{row + 1}", percent, row * row * 100 / 7)
        other.write_number(row, 0, 45000 + row, day)
    sheet.write_formula("B31", "=SUM(B2:B30)", None, 43500)
    sheet.write_array_formula("F2:F4", "{=B2:B4*2}", None, 200)
    sheet.write_dynamic_array_formula("G2:G5", "=_xlfn._xlws.SORT(B2:B5,1,-1)", None, 400)
    sheet.write_formula("H2", "='Kultur & fritid'!A2+TODAY()", day, 90001)
    sheet.write_formula("H3", "=1/0", None, "#DIV/0!")
    sheet.merge_range("J1:K2", "rubrik")
    book.define_name("Summa", "=Budget!$B$31")
    other.add_table("C1:D4", {"name": "Tabell", "data": [["a", 1], ["b", 2], ["c", 3]]})
    book.close()
    return path.read_bytes()


def flip_bytes(data: bytes, chance: random.Random) -> bytes:
    """Change some bytes anywhere."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 30)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def truncate(data: bytes, chance: random.Random) -> bytes:
    """Leave the end out."""
    return data[: chance.randrange(len(data))]


def swap_entries(data: bytes, chance: random.Random) -> bytes:
    """Let two parts change contents."""
    parts = unpack(data)
    first, second = chance.sample(sorted(parts), 2)
    parts[first], parts[second] = parts[second], parts[first]
    return pack(parts)


def drop_entry(data: bytes, chance: random.Random) -> bytes:
    """Leave a part out."""
    parts = unpack(data)
    del parts[chance.choice(sorted(parts))]
    return pack(parts)


def mutate_xml(data: bytes, chance: random.Random) -> bytes:
    """Change a few tokens of one part's XML, so that most of it stays well-formed."""
    return _change_part(data, chance, lambda xml: _swap_tokens(xml, chance))


def _swap_tokens(xml: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 4)):
        found = chance.choice(list(re.finditer(r'"[^"]*"|>[^<]+<|<[^>]+>', xml)) or [None])
        if found:
            xml = xml[: found.start()] + _other_token(found[0], chance) + xml[found.end() :]
    return xml


def _other_token(token: str, chance: random.Random) -> str:
    word = chance.choice(WORDS)
    if token.startswith('"'):
        return f'"{word}"'
    if token.startswith(">"):
        return f">{word}<"
    return chance.choice(["", token + token, "<!-- -->" + token, token.replace("<", "<x:", 1)])


WORDS = (
    "", "0", "-1", "1E400", "NaN", "99999999999999999999", "A1", "XFD1048576", "A1:XFD1048576", "ZZZZ9", "$A$1", "e", "s", "b",
    "d", "str", "inlineStr", "array", "shared", "dataTable", "#SPILL!", "#N/A", "TRUE", "å&amp;ä", "&#x0;", "&saknas;", "{", "[1]Bok!A1",
    "SUM(A:XFD)", "INDIRECT(\"A\"&amp;1)", "LAMBDA(x,x)(1)", "1+", "((((", "'", '&quot;', "REPT(\"x\",32767)", "SEQUENCE(100000,1000)",
    "RANDARRAY(1000,1000)", "2025-13-45", "veryHidden", "../../../../etc/passwd", "http://127.0.0.1/x", "\u202e", "x" * 40000,
)  # fmt: skip


def nest(data: bytes, chance: random.Random) -> bytes:
    """Nest elements, parentheses or functions deeply."""
    depth = chance.choice([100, 2_000, 50_000])
    deep = chance.choice([
        lambda xml: xml.replace("<sheetData>", "<sheetData>" + "<a>" * depth + "</a>" * depth, 1),
        lambda xml: xml.replace("<f>", f"<f>{'(' * depth}1{')' * depth}+", 1),
        lambda xml: xml.replace("<f>", f"<f>{'IF(1,' * depth}1{')' * depth}+", 1),
        lambda xml: xml.replace("<f>", f"<f>{'-' * depth}1+", 1),
        lambda xml: xml.replace("<f>", f"<f>{'1+' * depth}", 1),
    ])  # fmt: skip
    return _change_part(data, chance, deep, "xl/worksheets/")


def spread(data: bytes, chance: random.Random) -> bytes:
    """Put cells far out, declare a huge range, or fill a huge area from one formula."""
    far = chance.choice([
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        '<row r="900000"><c r="A900000"><f t="array" ref="A1:XFD1048576">A1:C3</f><v>1</v></c></row></sheetData>',
        '<row r="9999"><c r="A9999"><f t="shared" ref="A1:XFD9999" si="7">SUM(A1:XFD1048576)</f></c></row></sheetData>',
        "".join(f'<row r="{r}"><c r="XFD{r}"><v>1</v></c></row>' for r in range(50, 5000)) + "</sheetData>",
        '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        "".join(f'<row r="{r}"><c r="A{r}"><f>SUM(A$1:A{r - 1})</f></c></row>' for r in range(50, 9000)) + "</sheetData>",
        "".join(f'<row r="{r}"><c r="A{r}"><f>A{r + 1}+1</f></c></row>' for r in range(50, 30000)) + "</sheetData>",
    ])  # fmt: skip
    return _change_part(data, chance, lambda xml: xml.replace("</sheetData>", far, 1), "xl/worksheets/")


def declare_entities(data: bytes, chance: random.Random) -> bytes:
    """Put a document type with entities, inner or outer, into a part."""
    entity = chance.choice(['"' + "a" * 1000 + '"', 'SYSTEM "file:///etc/passwd"', 'SYSTEM "http://127.0.0.1/"'])
    head = f"<!DOCTYPE x [<!ENTITY a {entity}>]>"
    return _change_part(data, chance, lambda xml: re.sub(r"(\?>)?", lambda m: (m[0] or "") + head, xml, count=1))


def inflate(data: bytes, chance: random.Random) -> bytes:
    """Make a part that unpacks to far more than it takes."""
    return _change_part(data, chance, lambda xml: xml + " " * chance.choice([10_000_000, 80_000_000]))


def change_attributes(data: bytes, chance: random.Random) -> bytes:
    """Give a few attributes of one part, whose elements stay, another value or none, or say them twice."""

    def change(xml: str) -> str:
        for _ in range(chance.randint(1, 4)):
            found = chance.choice(list(re.finditer(r' [\w:]+="[^"]*"', xml)) or [None])
            if found:
                name = found[0].partition("=")[0]
                other = chance.choice(
                    ["", found[0] * 2, f'{name}="{chance.choice(WORDS)}"', f'{name}="{chance.choice(NUMBERS)}"']
                )
                xml = xml[: found.start()] + other + xml[found.end() :]
        return xml

    return _change_part(data, chance, change)


NUMBERS = (
    "-1",
    "-2147483649",
    "4294967296",
    "18446744073709551616",
    "1E308",
    "-1E-320",
    "0x10",
    "1,5",
    "\u0661",
    " 1 ",
    "1.0",
    "1048577",
    "16385",
)


def break_shared(data: bytes, chance: random.Random) -> bytes:
    """Let shared formulas, shared strings and styles point to what is not there, to each other or beyond their sheet."""
    odd = chance.choice([
        '<c r="Z40"><f t="shared" si="99"/><v>1</v></c>',
        '<c r="Z40"><f t="shared" ref="A1:B2" si="0">Z41</f><v>1</v></c><c r="Z41"><f t="shared" si="0"/><v>1</v></c>',
        '<c r="Z40"><f t="shared" ref="Z40:Z41" si="3">A1</f></c><c r="A1"><f t="shared" si="3"/></c>',
        '<c r="Z40"><f t="shared" ref="" si="-1">1</f><v>1</v></c><c r="Z40"><v>2</v></c>',
        '<c r="Z40" t="s"><v>999999</v></c><c r="AA40" t="s"><v>-1</v></c><c r="AB40" t="s"><v></v></c>',
        '<c r="Z40" s="4294967296"><v>1</v></c><c r="AA40" s="-1"><v>1</v></c><c r="AB40" s="x"><v>1</v></c>',
        f'<c r="Z40"><v>{"9" * 400}</v></c><c r="AA40"><v>-1E-999</v></c><c r="AB40"><f>{"9" * 400}*1E308^2</f><v>INF</v></c>',
        '<c r="A1048577"><v>1</v></c><c r="XFE1"><v>1</v></c><c r="A0"><v>1</v></c><c r="A-1"><v>1</v></c><c><v>1</v></c>',
        '<c r="Z40" t="d"><v>99999-99-99T25:61:61</v></c><c r="AA40" t="b"><v>2</v></c><c r="AB40" t="e"><v>#NYTT!</v></c>',
    ])  # fmt: skip
    return _change_part(
        data,
        chance,
        lambda xml: xml.replace("</sheetData>", f'<row r="40">{odd}</row></sheetData>', 1),
        "xl/worksheets/sheet",
    )


def cross_relations(data: bytes, chance: random.Random) -> bytes:
    """Let relationships point to themselves, to each other's parts, out of the package, or twice to one."""
    parts = unpack(data)
    name = chance.choice([name for name in sorted(parts) if name.endswith(".rels")])
    targets = [
        "",
        ".",
        "/",
        "..",
        "../../../etc/passwd",
        "/xl/workbook.xml",
        "_rels/workbook.xml.rels",
        "%2e%2e/x",
        "http://127.0.0.1/",
        *sorted(parts),
    ]
    xml = parts[name].decode()
    for _ in range(chance.randint(1, 3)):
        found = chance.choice(list(re.finditer(r'(Target|Id|Type)="([^"]*)"', xml)))
        others = [other[2] for other in re.finditer(rf'{found[1]}="([^"]*)"()', xml)] if found[1] != "Target" else []
        xml = xml[: found.start(2)] + chance.choice(others or targets) + xml[found.end(2) :]
    parts[name] = xml.encode()
    return pack(parts)


def repeat_entry(data: bytes, chance: random.Random) -> bytes:
    """Let a part stand twice in the archive, under the same name or one that differs in case or slashes."""
    parts = unpack(data)
    name = chance.choice(sorted(parts))
    again = chance.choice([name, name.upper(), name.replace("/", "\\"), f"/{name}", f"./{name}"])
    buffer = io.BytesIO(data)
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        archive.writestr(again, parts[chance.choice([name, *sorted(parts)])])
    return buffer.getvalue()


def rename_sheets(data: bytes, chance: random.Random) -> bytes:
    """Give sheets names that no program would: none, the same, very long, with what formulas and XML read otherwise."""
    odd = (
        "",
        "sheet1",
        "Budget",
        "BUDGET",
        "'",
        "a'b!c",
        "[1]x",
        "&#9;",
        "\u202e",
        "x" * 300,
        "=1+1",
        "&lt;b&gt;",
        "Sheet1:Sheet2",
        "#REF!",
    )

    def change(xml: str) -> str:
        return re.sub(r'(<sheet name=")[^"]*', lambda found: found[1] + chance.choice(odd), xml)

    return _change_part(data, chance, change, "xl/workbook.xml")


def reencode(data: bytes, chance: random.Random) -> bytes:
    """Say a part in another encoding, rightly or wrongly."""
    parts = unpack(data)
    name = chance.choice(sorted(parts))
    codec = chance.choice(["utf-16", "latin-1", "utf-8-sig", "utf-7"])
    text = parts[name].decode(errors="replace")
    if chance.random() < 0.5:
        text = text.replace("UTF-8", codec)
    parts[name] = text.encode(codec, errors="replace")
    return pack(parts)


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flip_bytes, truncate, swap_entries, drop_entry, mutate_xml, mutate_xml, mutate_xml, mutate_xml, nest, spread,
    declare_entities, inflate, reencode, change_attributes, change_attributes, break_shared, break_shared, cross_relations,
    repeat_entry, rename_sheets,
)  # fmt: skip


def unpack(data: bytes) -> dict[str, bytes]:
    """Give a zip's parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(parts: dict[str, bytes]) -> bytes:
    """Zip parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def _change_part(data: bytes, chance: random.Random, change: Callable[[str], str], start: str = "") -> bytes:
    parts = unpack(data)
    name = chance.choice([name for name in sorted(parts) if name.startswith(start)])
    parts[name] = change(parts[name].decode()).encode()
    return pack(parts)


def check_and_report(path: str) -> str:
    """What the workers do with each file, and every form of its report: the outcome in a word."""
    file = check_file(path)
    for form in FORMATS:
        write_report(Report((file,)), form).encode(errors="replace")
    if broken := [finding.message for finding in file.findings if finding.code == "EN903"]:
        return f"FEL i en regel: {broken[0]}"
    return f"kontrollerad: {file.status}"


def main() -> int:
    """Fuzz until the time is up."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="a folder for the files that found something")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    outcomes: Counter[str] = Counter()
    worst: list[str] = []
    until = time.monotonic() + options.seconds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seed = seed_book(folder)
        while time.monotonic() < until:
            files = {}
            for number in range(BATCH):
                mutation = chance.choice(MUTATIONS)
                path = folder / f"{sum(outcomes.values()) + number:06d}_{mutation.__name__}.xlsx"
                path.write_bytes(mutation(seed, chance))
                files[str(path)] = mutation.__name__
            results = run_each(check_and_report, list(files), jobs=options.jobs, seconds=FILE_SECONDS)
            for path, result in zip(files, results, strict=True):
                outcome = classify(result)
                outcomes[outcome] += 1
                if outcome.startswith("FEL"):
                    worst.append(f"{path}: {result}")
                if options.keep and outcome.startswith(("FEL", "haveri", "för långsam")):
                    options.keep.mkdir(parents=True, exist_ok=True)
                    shutil.copy(path, options.keep)
                Path(path).unlink()
    for outcome, count in outcomes.most_common():
        print(f"{count:7d}  {outcome}")
    print(f"{sum(outcomes.values()):7d}  filer, frö {options.seed}")
    for line in worst:
        print(line, file=sys.stderr)
    return 1 if worst else 0


def classify(result: object) -> str:
    """Name the outcome of one file; those that begin with FEL are bugs of ours."""
    if isinstance(result, str):
        return result
    if not isinstance(result, ReadError) or not result.message or "fel i programmet" in result.message:
        return "FEL i programmet"
    for words, outcome in (("havererade", "haveri"), ("haverera", "haveri"), ("längre tid", "för långsam")):
        if words in result.message:
            return f"{outcome}: en rad"
    return "avvisad med en mening"


if __name__ == "__main__":
    raise SystemExit(main())
