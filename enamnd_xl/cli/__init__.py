"""The commands: `enamnd KOMMANDO`. One module a command; each is loaded when it is used."""

from enamnd_xl.cli.main import main

__all__ = ["main"]
