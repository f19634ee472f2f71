"""Formulas (4xx): what breaks a line of copied formulas, and sums whose range is wrong."""

from collections.abc import Iterator

from enamnd_xl.reconcile.finding import Finding, Place
from enamnd_xl.reconcile.registry import rule
from enamnd_xl.reconcile.workpaper import Workpaper


@rule(
    "EN401",
    "inskriven-summa",
    checks="Att en summa är en formel där grannarna i samma rad eller kolumn har en summaformel.",
    why="En inskriven summa ser rätt ut men följer inte med när en post ändras.",
    example="B16 och D16 är =SUMMA(...), men i C16 står 18 200 inskrivet; posterna blir 18 000.",
    remedy="Skriv tillbaka formeln som föreslås.",
)
@rule(
    "EN402",
    "summa-missar-cell",
    checks="Att en summas område tar med alla rader och kolumner som hör dit.",
    why="När en rad läggs till sist i en tabell följer summans område inte med, och beloppet faller bort.",
    example="B16 är =SUMMA(B2:B14), men raden 15 är också en post.",
    remedy="Utvidga området så att alla poster är med.",
)
@rule(
    "EN403",
    "summa-räknar-för-mycket",
    checks="Att en summa inte räknar någon cell två gånger, till exempel en delsumma tillsammans med dess poster.",
    why="Dubbelräkning gör totalen för hög, och felet är svårt att se i en lång kolumn.",
    example="B20 är =SUMMA(B2:B19) fast B9 är delsumman av B2:B8.",
    remedy="Summera antingen posterna eller delsummorna, eller använd DELSUMMA överallt.",
)
@rule(
    "EN404",
    "formel-räknar-med-sig-själv",
    checks="Att ingen formel har sin egen cell i sitt område.",
    why="En cirkelreferens ger 0 eller ett värde som beror på hur ofta boken har räknats om.",
    example="B16 är =SUMMA(B2:B16).",
    remedy="Ändra området så att det slutar före formelns egen cell.",
)
@rule(
    "EN405",
    "tal-bland-formler",
    checks="Att det inte står ett inskrivet tal mitt i en rad eller kolumn av likadana formler.",
    why="Talet följer inte med när underlaget ändras, och ingen ser att just den cellen inte räknas.",
    example="D2:D15 är =B-C på varje rad, men i D7 står 4 725 inskrivet.",
    remedy="Skriv tillbaka formeln, eller märk ut att talet är en medveten avvikelse.",
)
@rule(
    "EN406",
    "formel-olik-grannarna",
    checks="Att en formel är uppbyggd som grannarna på båda sidor i samma rad eller kolumn.",
    why="En ensam avvikande formel är oftast ett misstag vid kopiering: fel tecken eller en flyttad referens.",
    example="D7 är =B7+C7 medan alla andra rader är =B-C.",
    remedy="Kopiera formeln från en granne, eller förklara undantaget i en kommentar.",
)
@rule(
    "EN407",
    "referens-till-text-eller-tom-cell",
    checks="Att formler räknar med celler som har tal, när kopiorna av samma formel gör det.",
    why="En tom cell räknas som 0 utan att det syns; det händer när ett dollartecken saknas vid kopiering.",
    example="C2 är =B2*E1 och C3 är =B3*E2, där E2 är tom: E1 skulle ha varit E$1.",
    remedy="Lås referensen med dollartecken, eller peka om länken till cellen med beloppet.",
)
@rule(
    "EN408",
    "fel-nyckelår",
    checks="Att en formel hämtar invånarantal, nycklar och belopp från samma år som grannarna och som rubriken säger.",
    why="En fördelning på ett annat års folkmängd ger beloppen till fel kommuner, och summan stämmer ändå.",
    example="Alla kommuner räknas på invånare 2020, men Kalix rad hämtar kolumnen 2018.",
    remedy="Peka om referensen till rätt års kolumn; formeln att klistra in står i förslaget.",
)
@rule(
    "EN413",
    "tal-i-formel",
    checks="Att inget belopp är inskrivet i en formel, som =SUMMA(B2:B6)+35200.",
    why="Beloppet syns inte i tabellen, går inte att följa och följer inte med till nästa år.",
    example="B16 är =SUMMA(B2:B15)+35200.",
    remedy="Lägg beloppet på en egen rad med en etikett, och låt summan ta med raden.",
)
@rule(
    "EN414",
    "sökområde-följer-med",
    checks="Att området som LETARAD, PASSA, RANG, SUMMA.OM och liknande letar i står still när formeln kopieras nedåt.",
    why="Utan dollartecken flyttas området en rad för varje kopia, och de sista raderna letar i en halv tabell.",
    example="F4 är =LETARAD(B4;A4:C9;3;FALSKT) och F5 =LETARAD(B5;A5:C10;3;FALSKT): raden 4 hittas inte längre.",
    remedy="Lås områdets rader med dollartecken, som A$4:C$9, och kopiera formeln på nytt.",
)
@rule(
    "EN415",
    "summa-av-kvoter",
    checks="Att en total av kvoter, som kr per invånare eller förbrukat i procent, är kvoten av totalerna bredvid och "
    "inte kvoternas summa eller medelvärde.",
    why="Summan säger ingenting, och i medelvärdet väger en liten post lika tungt som en stor.",
    example="D2:D15 är kostnad per invånare, B/C; D16 är =SUMMA(D2:D15) men ska vara =B16/C16.",
    remedy="Kopiera kvotens formel till totalen.",
)
@rule(
    "EN510",
    "länk-till-fel-rad",
    checks="Att en länk till ett annat blad hämtar den rad, kolumn eller det blad som den egna etiketten säger.",
    why="Två förväxlade länkar ger varandras belopp; totalen stämmer, så felet syns inte.",
    example="Raden Boden hämtar 'Underlag'!B7, som är Gällivare, och raden Gällivare hämtar Bodens.",
    remedy="Peka om länken till den rad som har samma etikett.",
)
def check_formulas(work: Workpaper) -> Iterator[Finding]:
    """Find formulas and typed numbers that are not what their line and their range ask for."""
    if not any(sheet.formulas for sheet in work.snapshot.sheets):
        return
    from enamnd_xl.reconcile.faults.detectors import DETECTORS  # here, for they take longer to load than to run

    book = work.book
    explained: set[Place | None] = set()
    for detect in DETECTORS:
        for finding in detect(book):
            if finding.place not in explained:
                explained.add(finding.place)
                explained.update(one.place for one in finding.consequences)
                yield finding
