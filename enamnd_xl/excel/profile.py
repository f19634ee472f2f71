"""Where things of ours are on a user's machine: the configuration, the log, and Excel's folders for add-ins."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = "enamnd_xl"
"""What our folders and files are named by, also in the VBA."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A user's folders.

    Args:
        home: the user's own folder, %USERPROFILE%.
        roaming: %APPDATA%.
        local: %LOCALAPPDATA%.
    """

    home: Path
    roaming: Path
    local: Path

    @property
    def configuration(self) -> Path:
        """The file that tells the add-in which Python to start."""
        return self.home / f".{PROJECT}" / f"{PROJECT}.conf"

    @property
    def startup(self) -> Path:
        """The folder whose workbooks Excel opens when it starts."""
        return self.roaming / "Microsoft" / "Excel" / "XLSTART"

    @property
    def add_in(self) -> Path:
        """Where the add-in is put."""
        return self.startup / f"{PROJECT}.xlam"

    @property
    def log(self) -> Path:
        """The log of what went wrong."""
        return self.local / PROJECT / "enamnd.log"


def find_profile(environment: Mapping[str, str] = os.environ) -> Profile:
    """Find the folders of the user who runs the program.

    >>> find_profile({"USERPROFILE": "/anna"}).log.as_posix()
    '/anna/AppData/Local/enamnd_xl/enamnd.log'
    """
    home = Path(environment.get("USERPROFILE") or Path.home())
    data = home / "AppData"
    return Profile(
        home,
        Path(environment.get("APPDATA") or data / "Roaming"),
        Path(environment.get("LOCALAPPDATA") or data / "Local"),
    )
