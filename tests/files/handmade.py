# ruff: noqa: E501 -- XML and workbooks are written a line an item
"""Workbooks written part by part, for what no library writes."""

import zipfile
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
STYLES = (
    f'{XML}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/></font></fonts><fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="164"/>'
    '<xf numFmtId="9"/><xf numFmtId="46"/></cellXfs></styleSheet>'
)


def worksheet(rows: str, after: str = "", before: str = "") -> str:
    """A worksheet part around its rows."""
    return f'{XML}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def write_package(path: Path, sheets: dict[str, str], parts: dict[str, str | bytes] | None = None) -> Path:
    """Write a workbook.

    Args:
        path: where.
        sheets: sheet name, as XML has it -> worksheet part.
        parts: further parts, or others in place of those made here; an empty one is left out.
    """
    numbers = range(1, len(sheets) + 1)
    every: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_content("sheet.main")}"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_content("styles")}"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_content("sharedStrings")}"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_content("worksheet")}"/>' for n in numbers
        )
        + "</Types>",
        "_rels/.rels": _relationships(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets>'
        + "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relationships(
            *((f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers),
            ("rId90", "styles", "styles.xml"),
            ("rId91", "sharedStrings", "sharedStrings.xml"),
        ),
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f'{XML}<sst xmlns="{MAIN}"><si><t>Kommun</t></si></sst>',
        **{f"xl/worksheets/sheet{n}.xml": part for n, part in enumerate(sheets.values(), 1)},
        **(parts or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in every.items():
            if data:
                archive.writestr(name, data)
    return path


def _content(kind: str) -> str:
    return f"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"


def _relationships(*items: tuple[str, str, str]) -> str:
    inside = "".join(f'<Relationship Id="{i}" Type="{DOCUMENT}/{kind}" Target="{to}"/>' for i, kind, to in items)
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def strict(part: str) -> str:
    """Say a part in the Strict dialect."""
    return part.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
        DOCUMENT, "http://purl.oclc.org/ooxml/officeDocument/relationships"
    )


def prefixed(part: str) -> str:
    """Say a worksheet part with the prefix x: on its elements, as the Open XML SDK does."""
    head, body = part.split("?>", 1)
    body = body.replace("</", "\0").replace("<", "<x:").replace("\0", "</x:").replace("xmlns=", "xmlns:x=")
    return f"{head}?>{body}"
