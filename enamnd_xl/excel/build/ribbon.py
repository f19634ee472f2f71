"""The ribbon tab, as Office's own XML for it."""

from collections.abc import Sequence
from itertools import groupby
from xml.sax.saxutils import quoteattr

from enamnd_xl.excel.build.subs import MODULE, ribbon_sub
from enamnd_xl.excel.buttons import Button

# Source: [MS-CUSTOMUI]; the namespace of 2006 is the one that every Excel since 2007 reads
_SPACE = "http://schemas.microsoft.com/office/2006/01/customui"
TAB = "E-nämnd"


def write_ribbon(buttons: Sequence[Button]) -> str:
    """Write the tab.

    Args:
        buttons: in order; those of a group stand together.
    """
    groups = "".join(
        _group(number, label, list(members))
        for number, (label, members) in enumerate(groupby(buttons, key=lambda button: button.group), 1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<customUI xmlns="{_SPACE}"><ribbon><tabs>'
        f'<tab id="enamndFlik" label="{TAB}" insertAfterMso="TabData">{groups}</tab></tabs></ribbon></customUI>'
    )


def _group(number: int, label: str, buttons: Sequence[Button]) -> str:
    return f'<group id="enamndGrupp{number}" label={quoteattr(label)}>{"".join(map(_button, buttons))}</group>'


def _button(button: Button) -> str:
    attributes = {
        "id": f"enamnd{button.name}",
        "label": button.label,
        "size": "large" if button.is_large else "normal",
        "imageMso": button.icon,
        "onAction": f"{MODULE}.{ribbon_sub(button)}",
        "screentip": button.tip,
        "supertip": button.help,
    }
    return f"<button {' '.join(f'{key}={quoteattr(value)}' for key, value in attributes.items())}/>"
