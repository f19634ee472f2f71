"""A workbook with as many of Excel's features as XlsxWriter can write, to see that a copy keeps them."""

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import xlsxwriter


def _png() -> BytesIO:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff\0\0\0\xff\0" * 2)
    return BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))


def write_rich_book(path: Path, macros: Path | None = None) -> Path:
    """Write the workbook; with a macro project when one is given."""
    book = xlsxwriter.Workbook(path, {"use_future_functions": True})
    if macros:
        book.add_vba_project(str(macros))
    data, plain, hidden = book.add_worksheet("Budget 2025"), book.add_worksheet("Jämtland"), book.add_worksheet("Dold")
    book.add_chartsheet("Diagram").set_chart(_chart(book))
    hidden.hide()
    hidden.write("A1", "hemligt")
    amount = book.add_format({"num_format": "#,##0", "italic": True, "bg_color": "#DDEEFF"})
    percent = book.add_format({"num_format": "0.0%"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    wide = book.add_format({"bold": True, "font_color": "#AA0000"})
    data.set_column("A:A", 25)
    data.set_column("F:F", 12, percent)
    data.set_row(20, 30, amount)
    data.write_row("A1", ["Kommun", "Intäkt", "Kostnad", "Netto"], wide)
    for row, name in enumerate(("Luleå", "Piteå", "Boden", "Kiruna"), 1):
        data.write(row, 0, name)
        data.write(row, 1, 1000 * row, amount)
        data.write(row, 2, 400 * row, amount)
        data.write_formula(row, 3, f"=B{row + 1}-C{row + 1}", amount, 600 * row)
    data.write_formula("B6", "=SUM(B2:B5)", amount, 10000)
    data.write_formula("C6", "=SUM(C2:C5)", amount, 4000)
    data.write_formula("D6", "=SUM(D2:D5)", amount, 6000)
    data.write_datetime("E2", __import__("datetime").datetime(2025, 10, 31), day)
    data.write("F2", 0.25)
    data.write_rich_string("A8", "Obs: ", wide, "preliminärt", " utfall")
    data.write_array_formula("B8:C9", "{=TRANSPOSE(B2:C3)}", amount, 1000)
    data.write_dynamic_array_formula("E4", "=SORT(B2:B5)", None, 1000)
    data.write_url("A10", "https://example.org/", string="länk ut")
    data.write_url("A11", "internal:'Jämtland'!A1", string="länk in")
    data.merge_range("A13:C13", "Sammanfogat", wide)
    data.write_comment("B2", "Enligt beslut.", {"author": "Ekonomi"})
    data.data_validation("B2:B5", {"validate": "decimal", "criteria": ">=", "value": 0})
    data.conditional_format("B2:B5", {"type": "data_bar", "data_bar_2010": True})
    data.conditional_format("C2:C5", {"type": "3_color_scale"})
    data.conditional_format("D2:D5", {"type": "cell", "criteria": "<", "value": 0, "format": wide})
    data.add_sparkline("G2", {"range": "'Budget 2025'!B2:D2"})
    data.insert_image("H2", "bild.png", {"image_data": _png()})
    data.insert_textbox("H8", "En textruta")
    data.insert_chart("H14", _chart(book))
    data.insert_button("J2", {"macro": "Knapp", "caption": "Tryck"})
    data.set_header("&L&D")
    data.freeze_panes(1, 1)
    data.set_h_pagebreaks([20])
    data.ignore_errors({"number_stored_as_text": "A1:A9"})
    data.set_row(3, None, None, {"level": 1})
    plain.add_table(
        "A1:B3",
        {
            "name": "Kommuner",
            "data": [["Luleå", 78000], ["Piteå", 42000]],
            "columns": [{"header": "Kommun"}, {"header": "Invånare"}],
        },
    )
    plain.autofilter("D1:E3")
    plain.write_comment("A2", "Vår största.", {"author": "Controller", "visible": True})
    plain.repeat_rows(0)
    book.define_name("Moms", "=0.25")
    book.define_name("'Jämtland'!Lokalt", "='Jämtland'!$B$2")
    book.set_properties({"title": "Årsbok", "author": "Nämnden"})
    book.set_custom_property("Diarienummer", "2025-17")
    book.close()
    return path


def _chart(book: xlsxwriter.Workbook) -> object:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='Budget 2025'!$B$2:$B$5", "categories": "='Budget 2025'!$A$2:$A$5"})
    return chart


def parts_of(path: Path) -> dict[str, bytes]:
    """Give the parts of a package."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
