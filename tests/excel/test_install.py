"""Installing, looking for what is missing, and taking away again, in a user's folders of ours."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from enamnd_xl.errors import InputError, WorkbookError
from enamnd_xl.excel.diagnose import Machine, diagnose
from enamnd_xl.excel.install import (
    ADD_IN,
    INTERPRETER,
    TEMPLATE,
    find_interpreter,
    find_library,
    find_shipped,
    install,
    read_setting,
    uninstall,
    write_setting,
)
from enamnd_xl.excel.profile import Profile, find_profile


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    home = tmp_path / "Users" / "Åsa Öberg"
    return find_profile({"USERPROFILE": str(home)})


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """A Python in an environment of its own, with the library that xlwings puts there."""
    import xlwings

    scripts = tmp_path / "Program å" / "venv" / "Scripts"
    scripts.mkdir(parents=True)
    for name in ("python.exe", "pythonw.exe"):
        (scripts / name).touch()
    (scripts.parent / f"xlwings64-{xlwings.__version__}.dll").touch()
    return find_interpreter(str(scripts / "python.exe"))


def machine(profile: Profile, interpreter: Path, **changes: Any) -> Machine:
    """A machine where all is as it should be, but for the changes."""
    registry: dict[tuple[str, str], object] = {(r"Excel.Application\CurVer", ""): "Excel.Application.16"}
    registry |= changes.pop("registry", {})
    good: dict[str, Any] = {"platform": "win32", "python": (3, 12), "environment": {}, "has_module": lambda _: True}
    return Machine(profile, lambda key, name: registry.get((key, name)), interpreter, **(good | changes))


def faults(machine: Machine, book: str | None = None) -> list[str]:
    return [check.found for check in diagnose(machine, book) if not check.is_good]


def test_install_puts_the_add_in_where_excel_opens_it_and_names_the_python(profile: Profile, python: Path) -> None:
    told = list(install(profile, python, find_shipped(ADD_IN)))
    assert profile.add_in.read_bytes() == find_shipped(ADD_IN).read_bytes()
    assert profile.add_in.parent.name == "XLSTART"
    assert profile.configuration.read_bytes().decode("cp1252") == f'"{INTERPRETER}","{python}"\r\n'
    assert python.name == "pythonw.exe"
    assert told == [
        f"Tillägget ligger i {profile.add_in}.",
        f"Det startar {python}, enligt {profile.configuration}.",
    ]
    assert faults(machine(profile, python)) == []


def test_install_twice_is_install_once(profile: Profile, python: Path) -> None:
    list(install(profile, python, find_shipped(ADD_IN)))
    once = profile.configuration.read_bytes()
    list(install(profile, python, find_shipped(ADD_IN)))
    assert profile.configuration.read_bytes() == once
    assert sorted(path.name for path in profile.startup.iterdir()) == [ADD_IN]


def test_other_settings_are_left_as_they_are(profile: Profile) -> None:
    write_setting(profile.configuration, "SHOW CONSOLE", "True")
    write_setting(profile.configuration, INTERPRETER, r"C:\gammal\python.exe")
    write_setting(profile.configuration, INTERPRETER, r"C:\ny\python.exe")
    assert read_setting(profile.configuration, "SHOW CONSOLE") == "True"
    assert read_setting(profile.configuration, INTERPRETER) == r"C:\ny\python.exe"


def test_uninstall_takes_away_what_install_put_there(profile: Profile, python: Path) -> None:
    other = profile.startup / "egen.xlsb"
    list(install(profile, python, find_shipped(ADD_IN)))
    other.touch()
    profile.log.parent.mkdir(parents=True)
    profile.log.touch()
    told = list(uninstall(profile))
    assert len(told) == 3
    assert [path for path in (profile.add_in, profile.configuration.parent, profile.log.parent) if path.exists()] == []
    assert other.exists()
    assert list(uninstall(profile)) == []


def test_an_add_in_that_excel_has_open_is_told(profile: Profile, python: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def is_open(*_: object) -> None:
        raise PermissionError(13, "Åtkomst nekad")

    monkeypatch.setattr("os.replace", is_open)
    with pytest.raises(WorkbookError, match="Stäng alla Excelfönster"):
        list(install(profile, python, find_shipped(ADD_IN)))
    assert list(profile.startup.iterdir()) == []


def test_a_path_that_vba_cannot_read_is_told(profile: Profile) -> None:
    with pytest.raises(InputError, match="tecken som Excel inte kan läsa"):
        write_setting(profile.configuration, INTERPRETER, "C:\\Κώστας\\python.exe")


def test_the_template_is_shipped_too() -> None:
    assert find_shipped(TEMPLATE).stat().st_size > 10_000
    with pytest.raises(WorkbookError, match=r"saknas\.xlsm saknas i installationen"):
        find_shipped("saknas.xlsm")


_SECURITY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
FAULTS: dict[str, tuple[Callable[[Profile, Path], Machine], str]] = {
    "not Windows": (lambda p, i: machine(p, i, platform="linux"), "Operativsystem: linux"),
    "no Excel": (
        lambda p, i: machine(p, i, registry={(r"Excel.Application\CurVer", ""): None}),
        "Excel: hittades inte",
    ),
    "an Excel that is too old": (
        lambda p, i: machine(p, i, registry={(r"Excel.Application\CurVer", ""): "Excel.Application.15"}),
        "Excel: version 15.0",
    ),
    "a Python that is too old": (lambda p, i: machine(p, i, python=(3, 10)), "Python: 3.10 i"),
    "no pywin32": (lambda p, i: machine(p, i, has_module=lambda _: False), "pywin32: saknas"),
    "add-ins forbidden": (
        lambda p, i: machine(p, i, registry={(_SECURITY, "DisableAllAddins"): 1}),
        "Alla tillägg är avstängda",
    ),
    "signed only": (
        lambda p, i: machine(p, i, registry={(_SECURITY, "VBAWarnings"): 3}),
        "Bara signerade makron är tillåtna",
    ),
    "macros off by the user": (
        lambda p, i: machine(p, i, registry={(r"Software\Microsoft\Office\16.0\Excel\Security", "VBAWarnings"): 4}),
        "Alla makron är avstängda",
    ),
    "trusted locations off": (
        lambda p, i: machine(p, i, registry={(_SECURITY + r"\Trusted Locations", "AllLocationsDisabled"): 1}),
        "Betrodda platser är avstängda",
    ),
}


@pytest.mark.parametrize("make, found", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_found_and_nothing_else(
    make: Callable[[Profile, Path], Machine], found: str, profile: Profile, python: Path
) -> None:
    list(install(profile, python, find_shipped(ADD_IN)))
    (fault,) = faults(make(profile, python))
    assert fault.startswith(found)


def test_a_machine_without_the_add_in_lacks_it_and_its_setting(profile: Profile, python: Path) -> None:
    assert faults(machine(profile, python)) == [
        f"Tillägget saknas i {profile.startup}",
        f"Inställningen {INTERPRETER} saknas",
    ]


def test_an_old_add_in_and_a_python_that_was_moved_are_found(profile: Profile, python: Path) -> None:
    list(install(profile, python, find_shipped(ADD_IN)))
    profile.add_in.write_bytes(b"gammal")
    python.unlink()
    assert faults(machine(profile, python)) == [
        f"Tillägget: {profile.add_in} är av en annan version än programmet",
        f"Tillägget startar {python}",
    ]


def test_a_library_that_is_not_beside_python_is_missed(tmp_path: Path, profile: Profile) -> None:
    assert find_library(tmp_path / "a" / "b" / "python.exe") is None


@pytest.mark.parametrize(
    "book, found",
    [
        ("https://kommun.sharepoint.com/sites/enamnd/bok.xlsx", "ligger på SharePoint eller OneDrive"),
        ("/finns/inte.xlsx", "finns inte"),
    ],
)
def test_a_book_that_python_cannot_reach_is_told(book: str, found: str, profile: Profile, python: Path) -> None:
    list(install(profile, python, find_shipped(ADD_IN)))
    (fault,) = faults(machine(profile, python), book)
    assert found in fault
