"""Formulas (4xx): what is right today and hard to trust tomorrow."""

from collections.abc import Iterator

from enamnd_xl.reconcile.faults.habits import explain_external, explain_volatile
from enamnd_xl.reconcile.finding import Finding
from enamnd_xl.reconcile.registry import rule
from enamnd_xl.reconcile.workpaper import Workpaper


@rule(
    "EN411",
    "flyktig-funktion",
    checks="Vilka funktioner som ger ett annat värde varje gång boken räknas om, som SLUMP, IDAG och FÖRSKJUTNING.",
    why="Ett belopp som ändrar sig självt går inte att stämma av, och ingen kan säga vad som gällde vid beslutet.",
    example="B2 är =SLUMP.MELLAN(1;100).",
    remedy="Skriv in värdet eller datumet, eller använd en vanlig referens.",
)
def check_volatile(work: Workpaper) -> Iterator[Finding]:
    """Find functions that give another value each time."""
    yield from explain_volatile(work.book)


@rule(
    "EN412",
    "extern-länk",
    checks="Vilka andra arbetsböcker som boken hämtar värden från.",
    why="Den andra boken kan ha ändrats eller flyttats, och den som får boken kan inte följa beloppet.",
    example="B7 är ='[Bokslut 2024.xlsx]Resultat'!C12.",
    remedy="Klistra in värdena med källa och datum, eller lägg underlaget som ett blad i boken.",
)
def check_external(work: Workpaper) -> Iterator[Finding]:
    """Find links to other workbooks."""
    yield from explain_external(work.book)
