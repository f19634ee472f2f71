"""What is missing for the add-in to work on this machine, and what to do about it."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from enamnd_xl.excel.install import INTERPRETER, find_library, find_shipped, read_setting
from enamnd_xl.excel.profile import Profile

Registry = Callable[[str, str], object]
"""Gives a value in the registry by its key and name, None when it is not there."""

_OFFICE = r"Software\{}Microsoft\Office\16.0\Excel"  # 16.0 is every Excel from 2016 on
_OWN, _POLICY = _OFFICE.format(""), _OFFICE.format("Policies\\")
_OLDEST = (3, 11)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Args:
        is_good: whether it is as it should be.
        found: what was found, Swedish.
        remedy: what to do, when it is not good.
    """

    is_good: bool
    found: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{'OK ' if self.is_good else 'FEL'}  {self.found}" + ("" if self.is_good else f"\n     {self.remedy}")


@dataclass(frozen=True, slots=True)
class Machine:
    """What is looked at.

    Args:
        profile: the user's folders.
        registry: the registry.
        interpreter: the Python that runs.
        platform: as sys.platform names it.
        python: its version.
        environment: the environment variables.
        has_module: whether Python finds a module.
    """

    profile: Profile
    registry: Registry
    interpreter: Path
    platform: str = sys.platform
    python: tuple[int, int] = sys.version_info[:2]
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    has_module: Callable[[str], bool] = lambda name: find_spec(name) is not None


def diagnose(machine: Machine, book: str | None = None) -> Iterator[Check]:
    """Look at everything that the add-in needs.

    Args:
        machine: what is looked at.
        book: a workbook's path or address, when it is about one.
    """
    yield _system(machine)
    yield _excel(machine)
    yield _python(machine)
    yield _pywin32(machine)
    yield _library(machine)
    yield _add_in(machine)
    yield _setting(machine)
    yield from _policies(machine)
    if book is not None:
        yield _place(machine, book)


def read_registry(key: str, name: str) -> object:
    """Read the registry of Windows: the user's own part, then the machine's."""
    if sys.platform != "win32":
        return None
    import winreg

    for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CLASSES_ROOT):
        try:
            with winreg.OpenKey(root, key) as opened:
                value: object = winreg.QueryValueEx(opened, name)[0]
                return value
        except OSError:
            continue
    return None


def _system(machine: Machine) -> Check:
    return Check(
        machine.platform == "win32",
        f"Operativsystem: {'Windows' if machine.platform == 'win32' else machine.platform}",
        "Knappar och funktioner i Excel kräver Windows. Kommandona, som enamnd kontrollera, fungerar här också.",
    )


def _excel(machine: Machine) -> Check:
    name = str(machine.registry(r"Excel.Application\CurVer", "") or "")
    number = name.rpartition(".")[2]
    return Check(
        number.isdecimal() and int(number) >= 16,
        f"Excel: {f'version {number}.0' if number else 'hittades inte'}",
        "Installera Excel 2016 eller senare för Windows (inte enbart Excel på webben).",
    )


def _python(machine: Machine) -> Check:
    return Check(
        machine.python >= _OLDEST,
        f"Python: {machine.python[0]}.{machine.python[1]} i {machine.interpreter}",
        "Installera Python 3.11 eller senare från python.org, och sedan enamnd-xl i den.",
    )


def _pywin32(machine: Machine) -> Check:
    found = machine.has_module("pythoncom")
    return Check(found, f"pywin32: {'finns' if found else 'saknas'}", "Kör: python -m pip install --upgrade pywin32")


def _library(machine: Machine) -> Check:
    library = find_library(machine.interpreter)
    return Check(
        library is not None,
        f"xlwings bibliotek för Excel: {library or 'saknas bredvid Python'}",
        "Kör: python -m pip install --force-reinstall xlwings. Installera inte med --user; använd en virtuell miljö.",
    )


def _add_in(machine: Machine) -> Check:
    add_in = machine.profile.add_in
    if not add_in.is_file():
        return Check(False, f"Tillägget saknas i {add_in.parent}", "Kör: enamnd installera")
    is_current = add_in.read_bytes() == find_shipped(add_in.name).read_bytes()
    return Check(
        is_current,
        f"Tillägget: {add_in}{'' if is_current else ' är av en annan version än programmet'}",
        "Stäng Excel och kör: enamnd installera",
    )


def _setting(machine: Machine) -> Check:
    chosen = read_setting(machine.profile.configuration, INTERPRETER)
    if chosen is None:
        return Check(False, f"Inställningen {INTERPRETER} saknas", "Kör: enamnd installera")
    return Check(Path(chosen).is_file(), f"Tillägget startar {chosen}", "Den filen finns inte. Kör: enamnd installera")


def _policies(machine: Machine) -> Iterator[Check]:
    """Look for the settings by which an organisation stops add-ins. Source: Office's administrative templates."""
    ask_it = "Be IT tillåta tillägget, eller använd mallen enamnd_mall.xlsm eller kommandona, som inte är tillägg."
    found = False
    for key in (f"{_POLICY}\\Security", f"{_OWN}\\Security"):
        for name, values, told in _STOPPING:
            if machine.registry(key, name) in values:
                found = True
                yield Check(False, told, ask_it)
    if machine.registry(f"{_POLICY}\\Security\\Trusted Locations", "AllLocationsDisabled") == 1:
        found = True
        yield Check(False, "Betrodda platser är avstängda", ask_it)
    if not found:
        yield Check(True, "Ingen regel hos organisationen som stoppar tillägg eller makron")


_STOPPING = (
    ("DisableAllAddins", (1,), "Alla tillägg är avstängda"),
    ("RequireAddinSig", (1,), "Bara signerade tillägg är tillåtna, och vårt är inte signerat"),
    ("VBAWarnings", (4,), "Alla makron är avstängda"),
    ("VBAWarnings", (3,), "Bara signerade makron är tillåtna, och våra är inte signerade"),
)


def _place(machine: Machine, book: str) -> Check:
    if book.lower().startswith(("http:", "https:")):
        roots = [machine.environment.get(name, "") for name in ("OneDriveCommercial", "OneDrive")]
        return Check(
            False,
            f"{book} ligger på SharePoint eller OneDrive",
            "Synkronisera mappen så att boken finns på datorn också"
            + (f", under {next(root for root in roots if root)}." if any(roots) else " (knappen Synkronisera)."),
        )
    found = Path(book).is_file()
    return Check(found, f"{book} {'finns på datorn' if found else 'finns inte'}", "Kontrollera sökvägen.")
