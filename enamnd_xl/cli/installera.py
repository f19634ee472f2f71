"""`enamnd installera`: put the add-in in place in Excel."""

import argparse
import sys

from enamnd_xl.cli.diagnos import print_checks
from enamnd_xl.errors import InputError
from enamnd_xl.excel.diagnose import Machine, diagnose, read_registry
from enamnd_xl.excel.install import ADD_IN, TEMPLATE, find_interpreter, find_shipped, install
from enamnd_xl.excel.profile import find_profile


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments: none."""


def run(options: argparse.Namespace) -> int:
    """Install, say what was done, and check it."""
    if sys.platform != "win32":
        raise InputError("Tillägget installeras på Windows, där Excel finns.", "Kommandona fungerar här utan det.")
    profile, interpreter = find_profile(), find_interpreter()
    for sentence in install(profile, interpreter, find_shipped(ADD_IN)):
        print(sentence)
    print(f"Mallen för ett nytt år, som fungerar utan tillägget: {find_shipped(TEMPLATE)}\n")
    is_good = print_checks(diagnose(Machine(profile, read_registry, interpreter)))
    print("\nStarta om Excel. Fliken heter E-nämnd." if is_good else "\nRätta det som är märkt FEL och kör igen.")
    return 0 if is_good else 1
