"""What could not be checked (9xx): said plainly, so that it is never taken for what adds up."""

from collections.abc import Iterator

from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.registry import declare, rule
from enamnd_xl.reconcile.wording import name_cells
from enamnd_xl.reconcile.workpaper import Workpaper

declare(
    "EN901",
    "del-av-filen-oläst",
    checks="Att hela arbetsboken gick att läsa.",
    why="Det som inte har lästs har inte heller stämts av.",
    example="Ett blad är skadat i filen; de andra bladen är avstämda.",
    remedy="Öppna boken i Excel, låt Excel reparera den och spara den på nytt.",
)
declare(
    "EN903",
    "regel-kunde-inte-köras",
    checks="Att varje regel gick att köra på arbetsboken.",
    why="En regel som har stannat på ett programfel har inte prövat boken.",
    example="Regeln EN301 stannade på ett oväntat fel.",
    remedy="Felet är programmets, inte bokens: anmäl det gärna, med boken om den får lämnas ut.",
)


@rule(
    "EN902",
    "formel-kunde-inte-räknas-om",
    checks="Att alla formler gick att räkna om; annars används värdet som är sparat i filen.",
    why="Ett sparat värde kan vara gammalt. Det som inte har räknats om är inte kontrollerat.",
    example="Formeln i D4 använder LAMBDA, som inte kan räknas om utan Excel.",
    remedy="Räkna om boken i Excel (Ctrl+Alt+F9) och spara den, eller byt funktionen mot en vanligare.",
)
def check_recalculated(work: Workpaper) -> Iterator[Finding]:
    """Tell which formulas could not be recalculated, one finding a sheet and reason."""
    for sheet, cells in work.unchecked.items():
        reasons: dict[str, list[tuple[int, int]]] = {}
        for cell, reason in cells.items():
            reasons.setdefault(reason, []).append(cell)
        for reason, place in reasons.items():
            kept = "De sparade värdena" if len(place) > 1 else "Det sparade värdet"
            yield Finding(
                code="EN902",
                severity=Severity.INFO,
                sheet=sheet,
                cell=min(place),
                message=f"Kunde inte räkna om {name_cells(place)}: {reason} {kept} används, utan kontroll.",
                hint="Räkna om boken i Excel (Ctrl+Alt+F9) och spara den.",
                related=tuple(Place(sheet, cell) for cell in sorted(place)),
            )
