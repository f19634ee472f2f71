"""`enamnd diagnos`: tell what is missing for the add-in to work."""

import argparse
from collections.abc import Iterable

from enamnd_xl.excel.diagnose import Check, Machine, diagnose, read_registry
from enamnd_xl.excel.install import find_interpreter
from enamnd_xl.excel.profile import find_profile


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("bok", nargs="?", metavar="BOK", help="en arbetsbok som knapparna inte fungerar i")


def run(options: argparse.Namespace) -> int:
    """Look at everything and print it."""
    machine = Machine(find_profile(), read_registry, find_interpreter())
    return 0 if print_checks(diagnose(machine, options.bok)) else 1


def print_checks(checks: Iterable[Check]) -> bool:
    """Print what was looked at; tell whether all is good."""
    is_good = True
    for check in checks:
        print(check)
        is_good = is_good and check.is_good
    return is_good
