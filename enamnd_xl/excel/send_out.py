"""Kopia för utskick: a copy beside the book that needs no add-in, one for each municipality if wished."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from enamnd_xl.actions.freeze import freeze
from enamnd_xl.actions.mark import unmark
from enamnd_xl.actions.per_member import member_choices
from enamnd_xl.excel.live import write_edits
from enamnd_xl.excel.macro_free import drop_macros
from enamnd_xl.excel.session import TITLE, Session
from enamnd_xl.files.edit_copy import write_copy
from enamnd_xl.workbook.changes import invert
from enamnd_xl.workbook.edits import SetValues
from enamnd_xl.workbook.own_sheet import free_name
from enamnd_xl.workbook.snapshot import Snapshot

_WITHOUT_MACROS = {".xlsm": ".xlsx"}


def send_out(session: Session) -> str | None:
    """Save the copies that the user wants; give the sentence about them."""
    source = session.path
    snapshot = session.read()
    choices = member_choices(snapshot)
    answer: str | None = "no"
    if choices:
        answer = session.book.app.alert(
            f"Ska det bli en kopia för varje kommun ({len(choices)} stycken)?\n\nNej ger en enda kopia.",
            TITLE,
            "yes_no_cancel",
        )
    if answer not in ("yes", "no"):
        return None
    names = list(choices) if answer == "yes" else ["utskick"]
    targets = {name: _target(source, name) for name in names}
    standing = [target.name for target in targets.values() if target.exists()]
    if standing and not session.ask(f"Finns redan: {', '.join(standing)}.\n\nSka de ersättas?"):
        return None
    if answer == "yes":
        _save_each(session, snapshot, choices, targets)
    else:
        _save(session, snapshot, targets["utskick"])
    saved = f"{len(targets)} kopior" if len(targets) > 1 else next(iter(targets.values())).name
    return f"Sparat i {source.parent}: {saved}, utan makron, markeringar och tilläggets funktioner."


def _target(source: Path, name: str) -> Path:
    """Name a copy after the book and what it shows, in characters that a file name may have."""
    suffix = source.suffix.lower()
    return source.with_name(f"{source.stem} {free_name(name, ())}{_WITHOUT_MACROS.get(suffix, suffix)}")


def _save_each(
    session: Session, snapshot: Snapshot, choices: Mapping[str, SetValues], targets: Mapping[str, Path]
) -> None:
    """Save a copy for each member, and leave the book showing the one it showed."""
    back = invert(snapshot, list(choices.values())[:1])
    has_functions = bool(freeze(snapshot).edits)
    try:
        for member, edit in choices.items():
            session.show_status(f"sparar {member}")
            write_edits(session.book, snapshot, (edit,))
            session.book.app.calculate()
            _save(session, session.read() if has_functions else snapshot, targets[member])
    finally:
        write_edits(session.book, snapshot, back)


def _save(session: Session, snapshot: Snapshot, target: Path) -> None:
    edits = (*freeze(snapshot).edits, *unmark(snapshot).edits)
    with TemporaryDirectory() as folder:
        whole = Path(folder) / f"hel{Path(session.book.name).suffix}"
        session.book.api.SaveCopyAs(str(whole))
        if whole.suffix.lower() in _WITHOUT_MACROS:
            frozen = whole.with_stem("utan-funktioner")
            write_copy(whole, frozen, edits)
            drop_macros(frozen, target)
        else:
            write_copy(whole, target, edits)
