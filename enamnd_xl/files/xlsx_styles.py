"""Adding formats to a workbook's styles part: a cell that needs one more trait keeps all the others it has."""

from enamnd_xl.files.formats import date_kind
from enamnd_xl.files.xlsx_xml import Node, Splices, escape, parse
from enamnd_xl.workbook.own_sheet import APPEARANCES, Appearance, Look

EMPTY = (
    b'<styleSheet xmlns="%b">'
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill>'
    b'<fill><patternFill patternType="gray125"/></fill></fills>'
    b'<borders count="1"><border/></borders>'
    b'<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf/></cellXfs></styleSheet>'
)
"""The styles of a workbook that has none; the namespace is left open."""

_GROUPS = "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst"
_ORDER = _GROUPS.split()  # Source: ECMA-376 part 1, 18.8.39 (styleSheet)
_MOMENTS = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm", "time": "hh:mm:ss", "timedelta": "[h]:mm:ss"}
_FIRST_CUSTOM = 164  # Source: ECMA-376 part 1, 18.8.30: lower numbers are the built-in formats


class Styles:
    """A styles part to which formats are added.

    Args:
        data: the part.
        date_styles: style number -> the kind of moment its format shows.
    """

    def __init__(self, data: bytes, date_styles: dict[int, str]) -> None:
        self._data = data
        self._root = parse(data, depth=4)
        self._date_styles = date_styles
        self._added: dict[str, list[bytes]] = {}
        self._formats: dict[str, int] = {}
        self._variants: dict[tuple[object, ...], int] = {}
        self._numbers = {
            item.get("formatCode"): int(item.get("numFmtId")) for item in self._children("numFmts", "numFmt")
        }

    def for_moment(self, style: int, kind: str) -> int:
        """Give a style like another that shows a moment as one; the same when it does already.

        Args:
            style: the style number of the cell.
            kind: the name of the value's Python type: date, datetime, time or timedelta.
        """
        code = _MOMENTS[kind]
        if self._date_styles.get(style) == date_kind(code):
            return style
        return self._variant(style, {"numFmtId": str(self._number_format(code)), "applyNumberFormat": "1"})

    def for_plain_text(self, style: int) -> int:
        """Give a style like another by which Excel keeps a text a text, also when somebody edits it."""
        return self._variant(style, {"quotePrefix": "1"})

    def for_look(self, look: Look, indent: int) -> int:
        """Give the style of a cell on a sheet of ours."""
        key = ("look", look, indent)
        if key not in self._variants:
            self._variants[key] = self._add("cellXfs", "xf", self._look(APPEARANCES[look], indent))
        return self._variants[key]

    def for_mark(self, colour: str) -> int:
        """Give the number of the conditional format that fills a cell with a colour, RRGGBB."""
        fill = self._tags(b'<fill><patternFill><bgColor rgb="FF%b"/></patternFill></fill>' % escape(colour.upper()))
        xml = self._tags(b"<dxf>") + fill + self._tags(b"</dxf>")
        for number, known in enumerate(self._children("dxfs", "dxf")):
            if self._data[known.start : known.end] == xml:
                return number
        return self._add("dxfs", "dxf", xml)

    def result(self) -> bytes:
        """Give the part with what was added."""
        splices = Splices(self._data)
        for name in _ORDER:
            if name not in self._added:
                continue
            xml, group = b"".join(self._added[name]), self._root.first(name)
            if group:
                splices.append(group, xml)
                splices.set_attributes(group, {"count": str(len(group.children) + len(self._added[name]))})
            else:
                opening = b'<%b count="%d">' % (name.encode(), len(self._added[name]))
                xml = self._tags(opening) + xml + self._tags(b"</%b>" % name.encode())
                splices.insert_in_order(self._root, _ORDER, name, xml)
        return splices.result()

    def _children(self, group: str, name: str) -> list[Node]:
        found = self._root.first(group)
        return list(found.all(name)) if found else []

    def _add(self, group: str, name: str, xml: bytes) -> int:
        """Add XML to a group, and give its number there."""
        added = self._added.setdefault(group, [])
        if xml not in added:
            added.append(xml)
        return len(self._children(group, name)) + added.index(xml)

    def _number_format(self, code: str) -> int:
        if code == "General":
            return 0
        if code not in self._numbers:
            number = max((*self._numbers.values(), _FIRST_CUSTOM - 1)) + 1
            self._numbers[code] = number
            self._add(
                "numFmts", "numFmt", self._tags(b'<numFmt numFmtId="%d" formatCode="%b"/>' % (number, escape(code)))
            )
        return self._numbers[code]

    def _variant(self, style: int, traits: dict[str, str]) -> int:
        """Give the number of a style that is another one with some attributes more."""
        key = (style, *traits.items())
        if key not in self._variants:
            known = self._children("cellXfs", "xf")
            if style < len(known):
                xml = self._data[known[style].start : known[style].end]
            else:  # a style that was added here
                xml = self._added["cellXfs"][style - len(known)]
            splices = Splices(xml)
            splices.set_attributes(parse(xml), traits)
            xml = splices.result()
            self._variants[key] = self._add("cellXfs", "xf", xml)
        return self._variants[key]

    def _look(self, look: Appearance, indent: int) -> bytes:
        font = self._add(
            "fonts",
            "font",
            self._tags(
                b'<font>%b%b<sz val="%d"/><color rgb="FF%b"/><name val="Calibri"/><family val="2"/></font>'
                % (b"<b/>" * look.bold, b"<u/>" * look.underline, look.size, look.ink.encode())
            ),
        )
        fill = 0
        if look.fill:
            pattern = b'<patternFill patternType="solid"><fgColor rgb="FF%b"/></patternFill>' % look.fill.encode()
            fill = self._add("fills", "fill", self._tags(b"<fill>%b</fill>" % pattern))
        alignment = b'<alignment vertical="top"%b%b/>' % (
            b' wrapText="1"' * look.wrap,
            b' horizontal="left" indent="%d"' % indent if indent else b' horizontal="right"' * look.right,
        )
        return self._tags(
            b'<xf numFmtId="%d" fontId="%d" fillId="%d" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"'
            b' applyFill="1" applyAlignment="1">%b</xf>'
            % (self._number_format(look.number_format), font, fill, alignment)
        )

    def _tags(self, xml: bytes) -> bytes:
        """Give XML the prefix that the part's own elements have."""
        return with_prefix(xml, self._root.prefix)


def with_prefix(xml: bytes, prefix: str) -> bytes:
    """Write the elements of a piece of XML, which has no text with a ``<`` in it, with a prefix.

    >>> with_prefix(b"<a><b/></a>", "x:")
    b'<x:a><x:b/></x:a>'
    """
    if not prefix:
        return xml
    name = prefix.encode()
    return xml.replace(b"</", b"\0").replace(b"<", b"<" + name).replace(b"\0", b"</" + name)
