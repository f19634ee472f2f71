"""Buttons on a sheet, drawn as Excel draws form controls, in VML."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from enamnd_xl.excel.build.subs import sheet_sub
from enamnd_xl.excel.buttons import Button

_DRAWING = """\
<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" \
xmlns:x="urn:schemas-microsoft-com:office:excel">
<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>
<v:shapetype id="_x0000_t201" coordsize="21600,21600" o:spt="201" path="m,l,21600r21600,l21600,xe">\
<v:stroke joinstyle="miter"/><v:path shadowok="f" o:extrusionok="f" strokeok="f" fillok="f" o:connecttype="rect"/>\
<o:lock v:ext="edit" shapetype="t"/></v:shapetype>
{shapes}</xml>
"""
_SHAPE = """\
<v:shape id="_x0000_s{number}" type="#_x0000_t201" alt="{help}" style="position:absolute;z-index:{index}" \
o:button="t" fillcolor="buttonFace [67]" strokecolor="windowText [64]" o:insetmode="auto">\
<v:fill color2="buttonFace [67]" o:detectmouseclick="t"/><o:lock v:ext="edit" rotation="t"/>\
<v:textbox style="mso-direction-alt:auto" o:singleclick="f"><div style="text-align:center">\
<font face="Calibri" size="220" color="#000000">{label}</font></div></v:textbox>\
<x:ClientData ObjectType="Button"><x:Anchor>{left}, 0, {top}, 0, {right}, 0, {bottom}, 0</x:Anchor>\
<x:PrintObject>False</x:PrintObject><x:AutoFill>False</x:AutoFill><x:FmlaMacro>[0]!{macro}</x:FmlaMacro>\
<x:TextHAlign>Center</x:TextHAlign><x:TextVAlign>Center</x:TextVAlign></x:ClientData></v:shape>
"""
_HIGH, _WIDE = 2, 3  # rows and columns that a button covers


def draw_buttons(buttons: Sequence[Button], column: int, row: int) -> bytes:
    """Draw buttons below each other.

    Args:
        buttons: from the top.
        column: the column they stand in.
        row: the row of the first.
    """
    shapes = "".join(
        _SHAPE.format(
            number=1025 + index,
            index=index + 1,
            help=escape(button.help, {'"': "&quot;"}),
            label=escape(button.label),
            macro=sheet_sub(button),
            left=column - 1,
            right=column - 1 + _WIDE,
            top=row - 1 + index * (_HIGH + 1),
            bottom=row - 1 + index * (_HIGH + 1) + _HIGH,
        )
        for index, button in enumerate(buttons)
    )
    return _DRAWING.format(shapes=shapes).encode()
