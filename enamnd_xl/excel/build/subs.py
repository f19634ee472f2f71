"""The VBA of the buttons: for each a Sub that the ribbon calls and one that a button on a sheet calls."""

from collections.abc import Sequence

from enamnd_xl.excel.buttons import Button

MODULE = "EnamndKnappar"

_PRESS = """Attribute VB_Name = "EnamndKnappar"
Option Explicit

Private Sub Tryck(Knapp As String)
    If ActiveWorkbook Is Nothing Then
        MsgBox "Ingen arbetsbok är öppen. Öppna en arbetsbok och tryck på knappen igen.", vbExclamation, "E-nämnd"
        Exit Sub
    End If
    On Error GoTo Fel
    Application.StatusBar = "E-nämnd: startar Python"
    XLPy.SetAttr XLPy.Module("xlwings._xlwindows"), "BOOK_CALLER", ActiveWorkbook
    XLPy.Exec "import enamnd_xl.excel.buttons; enamnd_xl.excel.buttons.press_button('" & Knapp & "')"
    Application.StatusBar = False
    Exit Sub
Fel:
    Application.StatusBar = False
    MsgBox "Python kunde inte startas. Kör »enamnd diagnos« i kommandotolken, som säger vad som saknas." & _
        vbCrLf & vbCrLf & "Teknisk beskrivning: " & Err.Description, vbExclamation, "E-nämnd"
End Sub
"""


def ribbon_sub(button: Button) -> str:
    """Give the name of the Sub that the ribbon calls."""
    return f"Flik{button.name}"


def sheet_sub(button: Button) -> str:
    """Give the name of the Sub that a button on a sheet calls."""
    return f"Knapp{button.name}"


def write_subs(buttons: Sequence[Button]) -> str:
    """Write the module with the Subs."""
    return _PRESS + "".join(map(_subs, buttons))


def _subs(button: Button) -> str:
    return (
        f'\nPublic Sub {ribbon_sub(button)}(control As Object)\n    Tryck "{button.name}"\nEnd Sub\n'
        f'\nPublic Sub {sheet_sub(button)}()\n    Tryck "{button.name}"\nEnd Sub\n'
    )
