"""The errors a user can meet. Each says in Swedish what is wrong and what to do about it.

Wrong data in a workbook is a Finding, not an exception; an exception means that the work cannot go on.
A bug stays a plain Python exception, so that it is never mistaken for the user's mistake.
"""


class EnamndError(Exception):
    """Base of all errors that are shown to a user.

    Args:
        message: what is wrong, one Swedish sentence (file, sheet!cell, what stood there, what was expected).
        hint: what to do, one Swedish sentence; empty when there is nothing useful to say.

    >>> str(EnamndError("Filen finns inte.", "Kontrollera sökvägen."))
    'Filen finns inte. Kontrollera sökvägen.'
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)  # both, so that the error survives the way home from a worker process
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class InputError(EnamndError):
    """An argument or a parameter is wrong."""


class WorkbookError(EnamndError):
    """A workbook lacks what the work needs."""


class ReadError(EnamndError):
    """A file cannot be read."""
