"""`enamnd regel`: describe the rules."""

import argparse

from enamnd_xl.errors import InputError
from enamnd_xl.reconcile.handbook import describe
from enamnd_xl.reconcile.registry import rules


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("code", nargs="?", metavar="KOD", help="regelns kod, till exempel EN301; utan kod visas alla")


def run(options: argparse.Namespace) -> int:
    """Print one rule, or the list of all."""
    if options.code is None:
        for rule in rules():
            print(f"{rule.code}  {rule.name}")
        return 0
    wanted = next((rule for rule in rules() if rule.code == options.code.upper()), None)
    if wanted is None:
        raise InputError(f"Det finns ingen regel {options.code}.", "Skriv `enamnd regel` för att se alla.")
    print(describe(wanted))
    return 0
