"""Notes of our own on the cells of a sheet; notes and threaded comments of others are left as they are.

A note lives in two parts: its text among the sheet's comments, and its box in an old kind of drawing (VML).
"""

import re
import textwrap
from collections.abc import Iterable, Mapping

from enamnd_xl.files.formats import unescape as unescape_text
from enamnd_xl.files.xlsx_cells import protect
from enamnd_xl.files.xlsx_marks import WORKSHEET_ORDER
from enamnd_xl.files.xlsx_parts import Parts
from enamnd_xl.files.xlsx_styles import with_prefix
from enamnd_xl.files.xlsx_xml import Node, Splices, escape, parse, text_of
from enamnd_xl.workbook.address import MAX_COLUMN, MAX_ROW, Cell, from_a1, to_a1
from enamnd_xl.workbook.edits import AUTHOR, is_note, note_text, without_note

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NEW_DRAWING = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_BOX_KIND = (
    b'<v:shapetype xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{number}" type="#_x0000_t202" '
    'style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SHAPE = re.compile(rb"<(\w+:)?shape\b[^>]*>.*?</\1shape>\s*", re.DOTALL)  # a shape has no shape in it
_NUMBER = re.compile(rb'"_x0000_s(\d+)"')
_ROW = re.compile(rb"<(?:\w+:)?Row>\s*(\d+)\s*</")
_COLUMN = re.compile(rb"<(?:\w+:)?Column>\s*(\d+)\s*</")
_LINE = 45  # characters in a line of the box
_COLUMNS = 4  # columns of ordinary width that the box covers


def write_notes(parts: Parts, part: str, splices: Splices, root: Node, layer: str, notes: Mapping[Cell, str]) -> None:
    """Let these be a layer's notes on a sheet.

    Args:
        parts: the parts of the workbook.
        part: the worksheet's part.
        splices: the changes to it.
        root: its worksheet element.
        layer: the layer of marks.
        notes: cell -> text; a cell that has a note of a user's keeps that one.
    """
    comments = parts.related(part, "comments")
    if comments is None and not notes:
        return
    if comments is None:
        empty = b'<comments xmlns="%b"><authors/><commentList/></comments>' % parts.main_space.encode()
        comments = parts.add("xl/comments{}.xml", empty, _COMMENTS_TYPE)
        parts.relate(part, "comments", comments)
    removed, added, left = _write_texts(parts, comments, layer, notes)
    if not (removed or added):
        return
    drawing = _find_drawing(parts, part, root)
    if drawing is None:
        drawing = parts.add("xl/drawings/vmlDrawing{}.vml", _NEW_DRAWING, _DRAWING_TYPE)
        ident = parts.relate(part, "vmlDrawing", drawing)
        xml = parts.reference(root, "legacyDrawing", ident)
        splices.insert_in_order(root, WORKSHEET_ORDER, "legacyDrawing", xml)
    shapes = _draw(parts, drawing, removed, {cell: notes[cell] for cell in added})
    if not left:
        _drop(parts, part, comments)
        if not shapes:
            _drop(parts, part, drawing)
            for element in root.all("legacyDrawing"):
                splices.remove(element)


def _write_texts(
    parts: Parts, comments: str, layer: str, notes: Mapping[Cell, str]
) -> tuple[set[Cell], list[Cell], int]:
    """Write the texts; give the cells whose notes went, those that got one, and how many notes there are."""
    data = parts.read(comments)
    root, splices = parse(data), Splices(data)
    standing = root.first("commentList")
    authors = root.first("authors")
    if standing is None or authors is None:
        raise ValueError(f"{comments} has no list of comments")
    removed, kept = set(), set()
    for comment in standing.all("comment"):
        cell, text = from_a1(comment.get("ref")), _text(data, comment)
        rest = without_note(layer, text)
        if is_note(layer, text) and not rest:
            splices.remove(comment)
            removed.add(cell)
        else:
            kept.add(cell)
            element = comment.first("text")
            if rest != text and element:
                splices.replace(element.inner, element.inner_end, _runs(root.prefix, rest))
    names = [text_of(data, author) for author in authors.all("author")]
    added = [cell for cell in sorted(notes) if cell not in kept]
    if added and AUTHOR not in names:
        splices.append(authors, with_prefix(b"<author>%b</author>" % AUTHOR.encode(), root.prefix))
        names.append(AUTHOR)
    for cell in added:
        opening = b'<comment ref="%b" authorId="%d" shapeId="0"><text>' % (to_a1(cell).encode(), names.index(AUTHOR))
        closing = with_prefix(b"</text></comment>", root.prefix)
        body = _runs(root.prefix, note_text(layer, notes[cell]))
        splices.append(standing, with_prefix(opening, root.prefix) + body + closing)
    changed = splices.result()
    if changed != data:
        parts.change(comments, changed)
    return removed, added, len(kept) + len(added)


def _text(data: bytes, comment: Node) -> str:
    """Give the text of a comment, its runs put together."""
    body = comment.first("text")
    pieces = [t for run in (body, *body.all("r")) for t in run.all("t")] if body else []
    return unescape_text("".join(text_of(data, t) for t in pieces))


def _runs(prefix: str, text: str) -> bytes:
    """Write a note's text, its heading in bold."""
    heading, newline, rest = text.partition("\n")
    pieces = [(b"<b/>", heading + newline), (b"", rest)] if newline else [(b"", text)]
    return b"".join(
        with_prefix(b'<r><rPr>%b<sz val="9"/><rFont val="Tahoma"/></rPr><t xml:space="preserve">' % bold, prefix)
        + escape(protect(piece))
        + with_prefix(b"</t></r>", prefix)
        for bold, piece in pieces
    )


def _find_drawing(parts: Parts, part: str, root: Node) -> str | None:
    element = root.first("legacyDrawing")
    ident = element.get("id") if element else ""
    return next((item.target for item in parts.relationships(part) if item.ident == ident), None)


def _draw(parts: Parts, drawing: str, removed: Iterable[Cell], added: Mapping[Cell, str]) -> int:
    """Take boxes out of a drawing and put others in; give how many shapes it has then.

    The drawing is changed as text, for Excel writes some that are no XML.
    """
    gone = set(removed)
    data = _SHAPE.sub(lambda found: b"" if _box_cell(found[0]) in gone else found[0], parts.read(drawing))
    first = max((int(number) for number in _NUMBER.findall(data)), default=1024) + 1
    boxes = "".join(_box(cell, text, number) for number, (cell, text) in enumerate(added.items(), first)).encode()
    if boxes and b'id="_x0000_t202"' not in data:
        boxes = _BOX_KIND + boxes
    end = data.rindex(b"</")
    data = data[:end] + boxes + data[end:]
    parts.change(drawing, data)
    return len(_SHAPE.findall(data))


def _box_cell(shape: bytes) -> Cell | None:
    """Give the cell whose note a shape is the box of."""
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    return (int(row[1]) + 1, int(column[1]) + 1) if row and column and b'"Note"' in shape else None


def _box(cell: Cell, text: str, number: int) -> str:
    row, column = cell[0] - 1, cell[1] - 1
    lines = 2 + sum(len(textwrap.wrap(line, _LINE)) or 1 for line in text.split("\n"))
    left, top = min(cell[1], MAX_COLUMN - _COLUMNS - 1), max(min(row - 1, MAX_ROW - lines - 1), 0)
    return _BOX.format(
        number=number, left=left, top=top, right=left + _COLUMNS, bottom=top + lines, row=row, column=column
    )


def _drop(parts: Parts, part: str, used: str) -> None:
    """Take away a part that a sheet uses."""
    for item in parts.relationships(part):
        if item.target == used:
            parts.unrelate(part, item.ident)
    parts.remove(used)
