"""The command line's entrance: finds the command, runs it, and turns errors into a Swedish sentence."""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

from enamnd_xl import __version__
from enamnd_xl.cli.swedish import speak_swedish
from enamnd_xl.errors import EnamndError

COMMANDS = {
    "kontrollera": "stäm av arbetsböcker",
    "summor": "visa vilka celler som är summor av vilka",
    "regel": "beskriv reglerna",
    "jamfor": "visa vad som skiljer två versioner av en arbetsbok",
    "fordela": "räkna om fördelningen efter ändrade parametrar, till en kopia",
    "las-utfall": "läs in utfall ur ekonomisystemets filer, till en kopia",
    "las-folkmangd": "läs in folkmängd från SCB, till en kopia",
    "harled": "tala om vilken regel som gav varje kolumn med belopp",
    "jamfor-nycklar": "visa vad varje kommun skulle betala med andra nycklar",
    "nytt-ar": "gör boken för nästa år, till en kopia",
    "installera": "sätt tillägget på plats i Excel",
    "avinstallera": "ta bort tillägget ur Excel",
    "diagnos": "visa vad som saknas för att tillägget ska fungera",
}
"""Command -> what it does. The command is the module enamnd_xl.cli.<command>, with add_arguments() and run()."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: the words after `enamnd`; by default those the program was started with.

    Returns:
        The exit code: the command's own, 2 when it could not be run.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    _write_utf8()
    speak_swedish()
    name = words[0] if words else ""
    if name not in COMMANDS:
        overview = _overview()
        overview.parse_args(words)  # ends with the help, the version or what is wrong
        overview.error("skriv kommandot först")
    command = import_module(f"enamnd_xl.cli.{name.replace('-', '_')}")
    parser = argparse.ArgumentParser(prog=f"enamnd {name}", description=_as_sentence(COMMANDS[name]))
    command.add_arguments(parser)
    options = parser.parse_args(words[1:])
    try:
        code = int(command.run(options))
        if sys.stdout:
            sys.stdout.flush()  # here, where it can be told that the last of it does not get through
    except EnamndError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        _abandon_output()
        if not isinstance(error, BrokenPipeError):  # that one: the reader of our output has had enough
            where = f"{error.filename}: " if error.filename else ""
            why = "det är en mapp, inte en fil" if isinstance(error, IsADirectoryError) else error.strerror or error
            print(f"Det gick inte att läsa eller skriva: {where}{why}.", file=sys.stderr)
    else:
        return code
    return 2


def _abandon_output() -> None:
    """Let what is still to be written lead nowhere, lest Python try once more as it ends."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _overview() -> argparse.ArgumentParser:
    """Make the parser that knows the commands by name: it takes longer than reading the arguments of one of them."""
    parser = argparse.ArgumentParser(
        prog="enamnd", description="Avstämning, fördelning och uppföljning i arbetsböcker."
    )
    parser.add_argument("--version", action="version", version=f"enamnd {__version__}", help="visa versionen")
    commands = parser.add_subparsers(title="Kommandon", dest="command", metavar="KOMMANDO", required=True)
    for name, help_text in COMMANDS.items():
        commands.add_parser(name, help=help_text, description=_as_sentence(help_text))
    return parser


def _as_sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _write_utf8() -> None:
    """Swedish text must not stop on a console that speaks another code page."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
