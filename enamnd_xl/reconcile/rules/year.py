"""The board's own rules (6xx): the year as it goes. Forecasts, comments, revised budgets and surpluses.

The tables are known by their headings, whichever sheet they stand on.
"""

from collections.abc import Iterator

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.labels import normalise
from enamnd_xl.reconcile.precision import rounding_allowance, shown
from enamnd_xl.reconcile.registry import rule
from enamnd_xl.reconcile.wording import PLAIN
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.snapshot import Sheet, is_number


class _Line:
    """A row of a table, its cells looked up by what their headings begin with."""

    def __init__(self, block: Block, row: int) -> None:
        self.block = block
        self.row = row

    def cell(self, heading: str) -> Cell | None:
        for column, text in self.block.headings.items():
            if normalise(text) == heading:
                return self.row, column
        return None

    def number(self, heading: str) -> float | None:
        cell = self.cell(heading)
        value = self.block.sheet.value(cell) if cell else None
        return value if is_number(value) else None

    def written(self, heading: str, number: float) -> str:
        """Write an amount as those under a heading are."""
        cell = self.cell(heading)
        return (self.block.notation(cell) if cell else PLAIN).one(number)

    def text(self, heading: str) -> str:
        cell = self.cell(heading)
        value = self.block.sheet.value(cell) if cell else None
        return value.strip() if isinstance(value, str) else ""

    def finding(
        self,
        code: str,
        severity: Severity,
        heading: str,
        message: str,
        hint: str,
        found: float | None = None,
        expected: float | None = None,
    ) -> Finding:
        return Finding(
            code=code,
            severity=severity,
            sheet=self.block.sheet.name,
            cell=self.cell(heading),
            message=f"{self.name}: {message}",
            hint=hint,
            found=None if found is None else shown(found),
            expected=None if expected is None else shown(expected),
            difference=None if found is None or expected is None else shown(found - expected),
        )

    @property
    def name(self) -> str:
        return self.block.label(self.row) or f"rad {self.row}"


def _lines(work: Workpaper, *headings: str) -> Iterator[_Line]:
    """Go through the rows, totals left out, of the tables that have all these headings."""
    for blocks in work.blocks.values():
        for block in blocks:
            if set(headings) <= {normalise(text) for text in block.headings.values()}:
                yield from (_Line(block, row) for row in block.detail_rows)


@rule(
    "EN607",
    "prognos-följer-inte-metoden",
    checks="Att en prognos är den som radens metod ger: budget kvar, takt, budget kvar justerad eller angiven.",
    why="En prognos som skrivs över på raden ser ut att följa metoden fast den inte gör det.",
    example="Metoden är budget kvar, utfallet 731 280 och budgeten kvar 127 950, men prognosen är 791 294.",
    remedy="Återställ formeln, eller välj metoden angiven och skriv beloppet under Angiven prognos.",
)
def check_forecasts(work: Workpaper) -> Iterator[Finding]:
    """Compare each forecast with what its method gives."""
    for line in _lines(work, "prognos", "metod", "utfall", "budget kvar"):
        found, expected = line.number("prognos"), _forecast(line)
        if found is None or expected is None or abs(found - expected) <= rounding_allowance(2):
            continue
        method = line.text("metod")
        yield line.finding(
            "EN607",
            Severity.FEL,
            "prognos",
            f"prognosen är {line.written('prognos', found)}, men metoden {method} ger "
            f"{line.written('prognos', expected)}.",
            "Återställ formeln, eller välj metoden angiven och skriv beloppet under Angiven prognos.",
            found,
            expected,
        )


def _forecast(line: _Line) -> float | None:
    """Work out what a row's method gives; None when the row does not say enough."""
    method = normalise(line.text("metod"))
    if method == "angiven":
        return line.number("angiven prognos")
    outcome, left = line.number("utfall"), line.number("budget kvar")
    if outcome is None or left is None:
        return None
    if method == "budget kvar":
        return outcome + left
    if method == "budget kvar justerad":
        return outcome + left + (line.number("känd ändring") or 0)
    base = line.number("utgångspunkt")
    if method == "takt" and base is not None and base != left:
        return float(round(outcome * base / (base - left)))
    return None


@rule(
    "EN608",
    "väsentlig-avvikelse-utan-kommentar",
    checks="Att en avvikelse som är större än bokens gräns, i kronor eller som andel av budgeten, har en kommentar.",
    why="Nämnden ska få veta varför, inte bara hur mycket.",
    example="Gränsen är 50 000 kr. Räddningstjänsten avviker med −91 530 kr, men rutan för kommentar är tom.",
    remedy="Skriv en kommentar på raden, eller ändra gränsen om den är fel.",
)
def check_comments(work: Workpaper) -> Iterator[Finding]:
    """Find material deviations without a comment, where the workbook says what is material."""
    for line in _lines(work, "avvikelse", "kommentar"):
        deviation = line.number("avvikelse")
        if deviation is None or line.text("kommentar"):
            continue
        limit = _limit(line)
        if limit is not None and abs(deviation) > limit:
            yield line.finding(
                "EN608",
                Severity.VARNING,
                "kommentar",
                f"avvikelsen {line.written('avvikelse', deviation)} är större än gränsen "
                f"{line.written('avvikelse', limit)} men saknar kommentar.",
                "Skriv en kommentar på raden, eller ändra gränsen om den är fel.",
            )


def _limit(line: _Line) -> float | None:
    """Give the lowest amount that is material on a row, None when the sheet states no limit."""
    kr, share = _limits(line.block.sheet)
    budget = next((n for h in ("budgeterade kostnader", "budget", "utgångspunkt") if (n := line.number(h))), None)
    limits = [kr, share * abs(budget) if share is not None and budget is not None else None]
    return min((limit for limit in limits if limit is not None), default=None)


def _limits(sheet: Sheet) -> tuple[float | None, float | None]:
    """Find the limits a sheet states, in rows that begin "Mer än": one in kronor, one as a share."""
    kr = share = None
    for row, line in enumerate(sheet.rows, 1):
        label = line[0] if line else None
        if isinstance(label, str) and normalise(label).startswith("mer än"):
            number = next((value for value in line[1:] if is_number(value)), None)
            if number is not None and ("andel" in label.casefold() or "%" in sheet.number_formats.get((row, 2), "")):
                share = number
            elif number is not None:
                kr = number
    return kr, share


@rule(
    "EN609",
    "reviderad-budget-utan-skäl",
    checks="Att budgeten i uppföljningen är den beslutade, eller en revidering som har ett skäl.",
    why="Ändras budgeten utan beslut går avvikelsen inte att jämföra med det som nämnden har beslutat.",
    example="Den beslutade budgeten är 1 199 800 och den reviderade 1 708 800, men inget skäl är angivet.",
    remedy="Skriv vilket beslut revideringen vilar på, eller ta bort den.",
)
def check_revisions(work: Workpaper) -> Iterator[Finding]:
    """Find revised budgets without a reason, and rows that start from neither the decided nor the revised budget."""
    for line in _lines(work, "reviderad budget", "utgångspunkt"):
        revised, base = line.number("reviderad budget"), line.number("utgångspunkt")
        decided = _decided(line)
        if revised is not None and not line.text("skäl"):
            yield line.finding(
                "EN609",
                Severity.VARNING,
                "reviderad budget",
                f"budgeten är reviderad till {line.written('reviderad budget', revised)}, men inget skäl är angivet.",
                "Skriv vilket beslut revideringen vilar på, eller ta bort den.",
                revised,
            )
        wanted = revised if revised is not None else decided
        if base is not None and wanted is not None and abs(base - wanted) > rounding_allowance(1):
            yield line.finding(
                "EN609",
                Severity.FEL,
                "utgångspunkt",
                f"utgångspunkten är {line.written('utgångspunkt', base)}, men den "
                f"{'beslutade' if revised is None else 'reviderade'} budgeten är "
                f"{line.written('utgångspunkt', wanted)}.",
                "Återställ formeln, eller fyll i Reviderad budget och skälet.",
                base,
                wanted,
            )


def _decided(line: _Line) -> float | None:
    names = ("budgeterade kostnader", "budgeterade intäkter", "beslutad budget", "budget")
    return next((number for name in names if (number := line.number(name)) is not None), None)


def declared_revisions(work: Workpaper) -> set[Place]:
    """Give the cells of rows whose budget is revised with a reason: they differ from the decided one on purpose."""
    return {
        Place(line.block.sheet.name, cell)
        for line in _lines(work, "reviderad budget", "utgångspunkt")
        if line.number("reviderad budget") is not None and line.text("skäl")
        for heading in ("reviderad budget", "utgångspunkt")
        if (cell := line.cell(heading))
    }


@rule(
    "EN610",
    "överskott-inte-rätt-fört",
    checks="Att ingående överskott är förra årets utgående, och utgående är ingående plus resultat minus använt.",
    why="Överskottet är kommunernas pengar; det ska gå att följa år för år.",
    example="2022 slutar med 266 745, men 2023 börjar med 267 645.",
    remedy="Hämta ingående från raden ovanför, och räkna utgående med en formel.",
)
def check_surplus(work: Workpaper) -> Iterator[Finding]:
    """Compare the surplus carried forward with last year's."""
    before: _Line | None = None
    for line in _lines(work, "ingående", "utgående", "resultat"):
        opening, closing, result = (line.number(name) for name in ("ingående", "utgående", "resultat"))
        if before and before.block is line.block:
            yield from _differs(line, "ingående", opening, before.number("utgående"), f"{before.name} slutar med")
        if closing is not None and result is not None:
            total = (opening or 0) + result - (line.number("använt") or 0)
            yield from _differs(line, "utgående", closing, total, "ingående plus resultat minus använt är")
        before = line


def _differs(line: _Line, heading: str, found: float | None, expected: float | None, why: str) -> Iterator[Finding]:
    if found is not None and expected is not None and abs(found - expected) > rounding_allowance(1) / 2:
        yield line.finding(
            "EN610",
            Severity.FEL,
            heading,
            f"{heading} är {line.written(heading, found)}, men {why} {line.written(heading, expected)}.",
            "Hämta ingående från raden ovanför, och räkna utgående med en formel.",
            found,
            expected,
        )
