"""Let argparse speak Swedish."""

import argparse

_TEXTS = {
    "usage: ": "Användning: ",
    "positional arguments": "Argument",
    "options": "Växlar",
    "show this help message and exit": "visa den här hjälpen",
    "the following arguments are required: %s": "argument saknas: %s",
    "unrecognized arguments: %s": "okända argument: %s",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r går inte att välja; välj bland %(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)r är inget giltigt värde",
    "expected one argument": "här väntades ett värde",
    "expected at least one argument": "här väntades minst ett värde",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\n",
    "subcommands": "Kommandon",
    "ignored explicit argument %r": "växeln tar inget värde: %r",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s kan betyda %(matches)s",
}


def speak_swedish() -> None:
    """Replace the function through which argparse looks its texts up; it offers no other way to give it a language."""
    argparse._ = lambda text: _TEXTS.get(text, text)  # type: ignore[attr-defined]
