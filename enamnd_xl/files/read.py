"""Reading a workbook from a file, with the fast reader or the reference reader."""

from pathlib import Path
from typing import Literal, TypeAlias

from enamnd_xl.errors import ReadError
from enamnd_xl.files.package import Kind, classify, open_package
from enamnd_xl.files.reading import Reading
from enamnd_xl.files.structure import read_structure

Reader: TypeAlias = Literal["snabb", "openpyxl"]


def read(path: str | Path, reader: Reader = "snabb", *, spare_plain: bool = False) -> Reading:
    """Read a workbook.

    Nothing in it is executed, and no link in it is followed.

    Args:
        path: the file.
        reader: "snabb", or "openpyxl" for the reference reader; both give the same snapshot.
        spare_plain: whether the engine need not be made ready to recalculate a book of nothing but plain formulas
            (see are_plain), which can most often be proved right without it.

    Returns:
        The snapshot, and what could not be read.

    Raises:
        ReadError: the file cannot be read; the message says what it is and what to do.
    """
    file = Path(path)
    kind = classify(file)
    if kind is not Kind.OOXML:
        if reader == "openpyxl":
            raise ReadError(
                f"{file.name} är av typen .{kind.value}, som openpyxl inte läser.",
                "Läs den utan --lasare openpyxl, eller spara den som .xlsx.",
            )
        from enamnd_xl.files.values_only import read_values

        return read_values(file, kind)
    with open_package(file) as package:
        structure = read_structure(package)
        if reader == "openpyxl":
            from enamnd_xl.files.reference import read_reference

            reading = read_reference(file)
            if [sheet.name for sheet in reading.snapshot.sheets] != [sheet.name for sheet in structure.sheets]:
                raise ReadError(
                    f"{file.name}: openpyxl ser inte alla blad, till exempel för att boken är sparad som Strict.",
                    "Läs den utan --lasare openpyxl.",
                )
            return reading
        from enamnd_xl.files.fast import read_fast

        return read_fast(package, structure, spare_plain)
