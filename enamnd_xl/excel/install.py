"""Putting the add-in in place for the user, and taking it away again."""

import os
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

from enamnd_xl.errors import InputError, WorkbookError
from enamnd_xl.excel.profile import PROJECT, Profile

ADD_IN, TEMPLATE = f"{PROJECT}.xlam", "enamnd_mall.xlsm"
INTERPRETER = "INTERPRETER_WIN"
"""The setting that tells the add-in which Python to start, by xlwings' own name for it."""

ANSI = "mbcs" if sys.platform == "win32" else "cp1252"
"""How VBA reads a text file: in the code page of the machine."""


def find_shipped(name: str) -> Path:
    """Find a file that is shipped with the program: the add-in or the template.

    Raises:
        WorkbookError: it is not there.
    """
    beside = Path(__file__).resolve().parents[2] / "templates" / name  # where the project itself lies
    if beside.is_file():
        return beside
    try:
        installed = [Path(str(file.locate())) for file in distribution("enamnd-xl").files or () if file.name == name]
    except PackageNotFoundError:
        installed = []
    for path in installed:
        if path.is_file():
            return path
    raise WorkbookError(
        f"Filen {name} saknas i installationen.", "Installera om: pip install --force-reinstall enamnd-xl"
    )


def find_interpreter(executable: str = sys.executable) -> Path:
    """Give the Python that the add-in is to start: this one, without a window of its own where there is such a one."""
    python = Path(executable)
    silent = python.with_name(python.name.lower().replace("python", "pythonw", 1))
    return silent if silent.is_file() else python


def find_library(interpreter: Path) -> Path | None:
    """Find the library by which Excel talks to Python; xlwings puts it beside Python, or beside its environment."""
    name = f"xlwings64-{version('xlwings')}.dll"
    return next((folder / name for folder in interpreter.parents[:2] if (folder / name).is_file()), None)


def install(profile: Profile, interpreter: Path, add_in: Path) -> Iterator[str]:
    """Put the add-in where Excel opens it, and tell it which Python to start.

    Args:
        profile: the user's folders.
        interpreter: the Python to start.
        add_in: the add-in that is shipped.

    Returns:
        A sentence for each thing that is done, as it is done.

    Raises:
        WorkbookError: a file cannot be written.
    """
    _copy(add_in, profile.add_in)
    yield f"Tillägget ligger i {profile.add_in}."
    write_setting(profile.configuration, INTERPRETER, str(interpreter))
    yield f"Det startar {interpreter}, enligt {profile.configuration}."


def uninstall(profile: Profile) -> Iterator[str]:
    """Take away what install put in place, and the log.

    Returns:
        A sentence for each thing that is taken away.

    Raises:
        WorkbookError: a file cannot be removed.
    """
    for path in (profile.add_in, profile.configuration.parent, profile.log.parent):
        if path.exists():
            try:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            except OSError as cause:
                raise _is_open(path) from cause
            yield f"Borttaget: {path}."


def read_setting(file: Path, name: str) -> str | None:
    """Read a setting from xlwings' configuration; None when it is not set.

    Args:
        file: the configuration.
        name: the setting.
    """
    return _settings(file).get(name)


def write_setting(file: Path, name: str, value: str) -> None:
    """Write a setting in xlwings' configuration, the others as they are.

    Raises:
        WorkbookError: it cannot be written.
        InputError: the value has a character that Excel cannot read there.
    """
    settings = _settings(file) | {name: value}
    text = "".join(f'"{key}","{setting}"\r\n' for key, setting in settings.items())
    try:
        data = text.encode(ANSI, "strict")
    except UnicodeEncodeError as cause:
        raise InputError(
            f"Sökvägen {value} har tecken som Excel inte kan läsa.",
            "Installera Python i en mapp vars namn har bokstäverna i det svenska alfabetet, till exempel C:\\Python.",
        ) from cause
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    except OSError as cause:
        raise _is_open(file) from cause


def _settings(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    lines = file.read_bytes().decode(ANSI, "replace").splitlines()
    pairs = (line.partition(",") for line in lines if line.strip())
    return {key.strip().strip('"'): value.strip().strip('"') for key, _, value in pairs}


def _copy(source: Path, target: Path) -> None:
    """Copy beside the target and then put in its place, so that Excel never meets half a file."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, draft)
        os.replace(draft, target)
    except OSError as cause:
        draft.unlink(missing_ok=True)
        raise _is_open(target) from cause


def _is_open(path: Path) -> WorkbookError:
    return WorkbookError(f"{path} går inte att ändra.", "Stäng alla Excelfönster och kör kommandot igen.")
