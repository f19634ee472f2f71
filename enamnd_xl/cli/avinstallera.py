"""`enamnd avinstallera`: take the add-in away from Excel."""

import argparse

from enamnd_xl.excel.install import uninstall
from enamnd_xl.excel.profile import find_profile


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments: none."""


def run(options: argparse.Namespace) -> int:
    """Take away what installera put in place, and say what that was."""
    done = list(uninstall(find_profile()))
    print("\n".join(done) if done else "Tillägget är inte installerat, så det finns inget att ta bort.")
    if done:
        print("Själva programmet tas bort med: python -m pip uninstall enamnd-xl")
    return 0
