"""The sums of a workbook, as `enamnd summor` tells them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from enamnd_xl.reconcile.sums import Sum
from enamnd_xl.reconcile.wording import amount, name_cells
from enamnd_xl.workbook.address import to_a1

VERSION = 1  # of the JSON form


@dataclass(frozen=True, slots=True)
class SumsOfFile:
    """The sums of one file by sheet; reason says why when the file could not be read."""

    path: str
    sums: Mapping[str, tuple[Sum, ...]] = field(default_factory=dict)
    reason: str | None = None


def sums_to_dict(files: Sequence[SumsOfFile]) -> dict[str, Any]:
    """Give the JSON form, as docs/json.md describes it."""
    return {
        "version": VERSION,
        "files": [
            {
                "path": file.path,
                "reason": file.reason,
                "sheets": [{"sheet": name, "sums": [_sum(one) for one in sums]} for name, sums in file.sums.items()],
            }
            for file in files
        ],
    }


def _sum(found: Sum) -> dict[str, Any]:
    return {
        "total": to_a1(found.total),
        "operands": [to_a1(cell) for cell in found.operands],
        "axis": found.axis,
        "source": found.source,
        "difference": found.difference,
    }


def write_sums(files: Sequence[SumsOfFile]) -> str:
    """Write the sums as text, a line each."""
    return "\n".join(line for file in files for line in _file(file))


def _file(file: SumsOfFile) -> Iterator[str]:
    if file.reason:
        yield f"{file.path}: kunde inte läsas. {file.reason}"
        return
    yield f"{file.path}: {sum(map(len, file.sums.values()))} summor"
    for sheet, sums in file.sums.items():
        if sums:
            yield f"  {sheet}"
        for found in sums:
            wrong = f"  (skiljer {amount(found.difference)})" if found.difference else ""
            yield f"    {to_a1(found.total)} = {name_cells(found.operands)}  ({found.source}){wrong}"
