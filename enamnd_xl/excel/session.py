"""A press of a button: the book it concerns, what is told to the user, and what is done when it does not work."""

import logging
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import xlwings as xw

from enamnd_xl.actions.outcome import Outcome, list_overwritten
from enamnd_xl.actions.undo import Step, record
from enamnd_xl.errors import EnamndError, WorkbookError
from enamnd_xl.excel.live import read_book, write_edits
from enamnd_xl.excel.live.obstacles import explain
from enamnd_xl.excel.profile import find_profile
from enamnd_xl.workbook.edits import Edit
from enamnd_xl.workbook.snapshot import Snapshot

TITLE = "E-nämnd"
_SHOWN = 12  # cells listed before the user says yes
_MANY_TRIES = 2_000  # then a busy Excel is reported; xlwings would try for ever

_journals: dict[str, tuple[Step, ...]] = {}
"""Book -> what our buttons have done in it. The process that Excel talks to lives as long as Excel does."""


class Session:
    """One press of a button in an open book.

    Args:
        book: the workbook.
        title: the button's label.
    """

    def __init__(self, book: xw.Book, title: str) -> None:
        self.book, self.title = book, title

    @property
    def journal(self) -> tuple[Step, ...]:
        """What our buttons have done in the book, the latest last."""
        return _journals.get(self._key, ())

    @journal.setter
    def journal(self, steps: tuple[Step, ...]) -> None:
        _journals[self._key] = steps

    @property
    def _key(self) -> str:
        return f"{self.book.app.pid} {self.book.api.FullName}"

    @property
    def path(self) -> Path:
        """The book's file.

        Raises:
            WorkbookError: it has none, or none on this computer.
        """
        if not self.book.api.Path:
            raise WorkbookError(
                "Boken är inte sparad än, så det finns ingen mapp att spara kopian i.", "Spara den först."
            )
        try:
            return Path(self.book.fullname)
        except Exception as cause:  # xlwings finds no local copy of a book on SharePoint or OneDrive
            raise WorkbookError(
                "Boken ligger på SharePoint eller OneDrive och har ingen kopia på datorn.",
                "Synkronisera mappen i OneDrive, eller spara boken på datorn, och tryck på knappen igen.",
            ) from cause

    def show_status(self, doing: str) -> None:
        """Say in the status bar what is being done."""
        self.book.app.status_bar = f"{TITLE}: {doing} …"

    def read(self) -> Snapshot:
        """Read the book as it stands, calculated."""
        self.show_status("läser boken")
        if self.book.app.calculation != "automatic":
            self.book.app.calculate()
        return read_book(self.book)

    def read_others(self, use: str) -> list[tuple[str, Snapshot]]:
        """Read the other books that the user has open and wants to use; hidden ones, such as PERSONAL.XLSB, are not.

        Args:
            use: what they are wanted for, Swedish.

        Returns:
            File names and what they hold.
        """
        others = [
            book
            for book in self.book.app.books
            if book.api.FullName != self.book.api.FullName and book.api.Windows(1).Visible
        ]
        names = ", ".join(book.name for book in others)
        if not others or not self.ask(f"Ska också {names} användas som underlag ({use})?"):
            return []
        self.show_status(f"läser {names}")
        return [(book.name, read_book(book)) for book in others]

    def ask(self, question: str) -> bool:
        """Ask a question that is answered yes or no."""
        return self.book.app.alert(question, TITLE, "yes_no") == "yes"

    def tell(self, sentence: str) -> None:
        """Say what was found or done."""
        self.book.app.alert(sentence, TITLE, "ok", "info")

    def ask_for_file(self, kind: str, patterns: str) -> Path | None:
        """Let the user choose a file.

        Args:
            kind: what it is, such as "Folkmängd från SCB".
            patterns: such as "*.csv;*.json".

        Returns:
            The file, None when the user changes his mind.
        """
        chosen = self.book.app.api.GetOpenFilename(f"{kind} ({patterns}),{patterns}", 1, f"{self.title}: välj fil")
        return Path(chosen) if isinstance(chosen, str) else None

    def join_steps(self, first: int) -> None:
        """Let what has been done since the journal had so many steps be undone together."""
        steps = self.journal[first:]
        if len(steps) > 1:
            edits = tuple(edit for step in steps for edit in step.edits)
            inverse = tuple(edit for step in reversed(steps) for edit in step.inverse)
            self.journal = (*self.journal[:first], Step(self.title, edits, inverse))

    def carry_out(self, snapshot: Snapshot, outcome: Outcome) -> bool:
        """Make an action's edits, after showing what is written over; tell whether they were made."""
        if not self._may_write(snapshot, outcome.edits):
            return False
        self.show_status("skriver i boken")
        earlier = [edit for step in self.journal for edit in step.edits]
        steps = record(self.journal, self.title, snapshot, outcome.edits) if outcome.edits else self.journal
        write_edits(self.book, snapshot, outcome.edits, earlier)
        self.journal = steps
        return True

    def _may_write(self, snapshot: Snapshot, edits: Sequence[Edit]) -> bool:
        changed = list_overwritten(snapshot, edits)
        if not changed:
            return True
        more = f"\n… och {len(changed) - _SHOWN} celler till" if len(changed) > _SHOWN else ""
        cells = "1 cell" if len(changed) == 1 else f"{len(changed)} celler"
        listed = "\n".join(changed[:_SHOWN])
        return self.ask(f"{self.title} skriver över {cells} som har innehåll:\n\n{listed}{more}\n\nSka det göras?")


def press(title: str, work: Callable[[Session], str | None]) -> None:
    """Do a button's work in the book that it was pressed in.

    Whatever goes wrong is told in a Swedish sentence; nothing is left half done.

    Args:
        title: the button's label.
        work: does the work; gives the sentence to end with, None when there is none to say.
    """
    _bound_tries()
    try:
        book = _pressed_book()
    except EnamndError as error:
        _alert_without_book(str(error))
        return
    session = Session(book, title)
    app = book.app
    try:
        sentence = work(session)
        if sentence:
            session.tell(sentence)
    except Exception as error:  # a button is where an error ends, for Excel would show its own
        app.alert(_describe(title, error), TITLE, "ok", "critical")
    finally:
        app.status_bar = False


def _pressed_book() -> xw.Book:
    try:
        book = xw.Book.caller()
        book.name  # noqa: B018 -- Excel says only now whether there is a book
    except Exception as cause:
        raise WorkbookError("Ingen arbetsbok är öppen.", "Öppna en arbetsbok och tryck på knappen igen.") from cause
    return book


def _alert_without_book(message: str) -> None:
    """Say it where there is no book: in whichever Excel is open, else on the error stream."""
    app = xw.apps.active if xw.engines.active else None
    if app is None:
        print(message, file=sys.stderr)
    else:
        app.alert(message, TITLE, "ok", "critical")


def _bound_tries() -> None:
    """Keep xlwings from waiting for ever on an Excel whose user is editing a cell."""
    windows = getattr(xw, "_xlwindows", None)
    if windows is not None:
        windows.N_COM_ATTEMPTS = _MANY_TRIES


def _describe(title: str, error: Exception) -> str:
    if isinstance(error, EnamndError) and error.__cause__ is None:
        return str(error)
    place = _log(title, error)
    known = error if isinstance(error, EnamndError) else explain(error)
    told = (
        str(known) if known else f"{title} kunde inte slutföras på grund av ett fel i programmet. Boken är återställd."
    )
    return f"{told}\n\nTeknisk beskrivning: {place}"


def _log(title: str, error: Exception) -> str:
    """Write the technical part to the log; give where it is."""
    log = find_profile().log
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now():%Y-%m-%d %H:%M:%S} {title}\n{''.join(traceback.format_exception(error))}\n")
    except OSError:
        logging.getLogger(__name__).exception("%s", title)
        return "kunde inte skrivas"
    return str(log)
