"""Sums within a sheet (3xx): a row that was copied and stands twice."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.faults.words import make_finding
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.labels import is_total
from enamnd_xl.reconcile.registry import rule
from enamnd_xl.reconcile.sums import Sum
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import to_a1

_FEWEST_ROWS = 4  # a shorter table says too little of how its rows are called
_MOST_ROWS = 500  # what has more is a journal, where the same is bought twice
_FEWEST_AMOUNTS = 2  # different ones: a single amount is the same in two rows by chance


@rule(
    "EN309",
    "rad-står-två-gånger",
    checks="Att ingen rad står två gånger, under varandra med samma namn och samma belopp, där namnen annars är olika.",
    why="En rad som har kopierats räknas dubbelt, eller får summan att inte vara summan av det som syns.",
    example="Raderna 8 och 9 heter båda Licenser och har samma belopp varje månad; summan räknar bara den ena.",
    remedy="Ta bort den ena raden, eller skriv i namnet vad som skiljer dem åt.",
)
def check_repeated_rows(work: Workpaper) -> Iterator[Finding]:
    """Find the row of a table that stands twice."""
    for name, blocks in work.blocks.items():
        for block in blocks:
            if row := _repeated(block):
                yield from _findings(work.sums[name], block, row)


def _repeated(block: Block) -> int | None:
    """Give the second of two rows that are alike, where there is one such row in the table."""
    rows = block.detail_rows
    if not _FEWEST_ROWS <= len(rows) <= _MOST_ROWS:
        return None
    labels = block.labels
    again = [b for a, b in pairwise(rows) if b == a + 1 and b in labels and labels[b] == labels.get(a)]
    names = [labels[row] for row in rows if row in labels]
    if len(again) != 1 or len(set(names)) < len(names) - 1:
        return None
    (row,) = again
    amounts, before = ([block.figure(at, column) for column in block.columns] for at in (row, row - 1))
    texts = [block.sheet.value(block.label_cell(at)) for at in (row, row - 1)]  # with their indents
    are_alike = texts[0] == texts[1] and amounts == before and len({kr for kr in amounts if kr}) >= _FEWEST_AMOUNTS
    return row if are_alike and not is_total(labels[row]) else None


def _findings(sums: Sequence[Sum], block: Block, row: int) -> Iterator[Finding]:
    """Tell of a row that stands twice, unless it is the only one of a group that is called as it is."""
    label = block.label(row)
    message = f"{label} står två gånger, på raderna {row - 1} och {row}, med samma belopp."
    severity, related = Severity.VARNING, [block.label_cell(row - 1)]
    if total := _total_of(sums, block, row):
        counted = {at for at, _ in total.operands}
        left_out = {at for at in block.detail_rows if min(counted) <= at <= max(*counted, row)} - counted
        if not counted.issuperset((row - 1, row)):
            if not left_out <= {row - 1, row}:
                return
            severity = Severity.FEL
        times = "bara den ena" if severity is Severity.FEL else "båda"
        message += f" Summan i {to_a1(total.total)} räknar {times}."
        related.append(total.total)
    hint = "Ta bort den ena raden, eller skriv i namnet vad som skiljer dem åt."
    place = Place(block.sheet.name, block.label_cell(row))
    yield make_finding("EN309", severity, place, message, hint, found=label, related=related)


def _total_of(sums: Sequence[Sum], block: Block, row: int) -> Sum | None:
    """Give the first total of a column that counts either of two rows."""
    cells = [(at, column) for column in block.columns for at in (row - 1, row)]
    return next((one for one in sums if one.axis == "kolumn" and any(cell in one.operands for cell in cells)), None)
