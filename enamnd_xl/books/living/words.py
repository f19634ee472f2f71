"""The words of the living workbook: its sheets, tables, columns and choices, so that readers find things by name.

A reader never looks at a fixed address: it finds the table by its name, the column by its heading, the row by the
member or the cost item. The words for keys, and for what an amount is, are those of ``enamnd_xl.allocation.item``.
"""

from enum import StrEnum


class Tab(StrEnum):
    """The sheets that every living workbook has."""

    START = "Start"
    MEMBERS = "Kommuner"
    ITEMS = "Tjänster"
    LISTS = "Listor"
    ALLOCATION = "Fördelning"
    BUDGET = "Budget"
    MEMBER_PAGE = "Kommunblad"
    CHANGE = "Förändring"
    INVOICING = "Fakturaunderlag"
    ACCOUNTS = "Kontering"
    OUTCOME = "Utfall"
    PHASING = "Periodisering"
    FOLLOW_UP = "Uppföljning"
    FORECAST = "Prognos"
    SURPLUS = "Överskott"
    PUBLISHED = "Publicerat"
    CALCULATION = "Beräkning"


class TableName(StrEnum):
    """The Excel tables."""

    MEMBERS = "tblKommuner"
    POPULATIONS = "tblFolkmangd"
    ITEMS = "tblTjanster"
    COSTS = "tblKostnader"
    CHARGES = "tblAvgifter"
    LISTS = "tblListor"
    CALCULATION = "tblBerakning"
    ACCOUNTS = "tblKontering"
    OUTCOME = "tblUtfall"
    PHASING = "tblPeriodisering"
    FOLLOW_UP = "tblUppfoljning"
    REVENUE_FORECAST = "tblPrognosIntakter"
    COST_FORECAST = "tblPrognosKostnader"
    SURPLUS = "tblOverskott"


class Ground(StrEnum):
    """What a cost item's rule rests on, column Grund."""

    DECIDED = "beslutad"
    DERIVED = "härledd"
    LIST = "publicerad lista"
    PROPOSED = "förslag"


class Column(StrEnum):
    """The headings, by which columns are found."""

    CODE = "Kommunkod"
    MEMBER = "Kommun"
    IS_MEMBER = "Medlem"
    POPULATION = "Folkmängd"  # followed by a year
    YEAR = "År"
    POPULATION_COLUMN = "Kolumn"
    DATE = "Datum"
    SOURCE = "Källa"
    ITEM = "Delpost"
    SERVICE = "Tjänst"
    KEY = "Nyckel"
    BASIS = "Beloppet är"
    AMOUNT = "Belopp"
    EQUAL_SHARE = "Andel rakt"
    KEY_DATE = "Nyckeldatum"
    LIST = "Lista"
    UNIT = "Avrundning"
    DIRECTION = "Riktning"
    OUTSIDE = "Utanför"
    EARLIER_UPLIFT = "Tidigare uppräkning"
    UPLIFT = "Uppräkning"
    GROUND = "Grund"
    DECISION = "Beslut och källa"
    TAKES_PART = "Deltar"
    ALLOCATED = "Fördelat"
    CONTROL = "Kontroll"
    COST = "Kostnadsbudget"
    CHARGE = "Avgift"
    CHARGE_UNIT = "Enhet"
    ACCOUNT = "Konto"
    DIMENSION = "Dimension"
    OBJECT = "Objekt"
    POST = "Post"  # a service, or another item that outcome is booked on
    KIND = "Slag"
    PERIOD = "Period"
    REVENUE = "Intäkter"
    EXPENSE = "Kostnader"
    BUDGETED_REVENUE = "Budgeterade intäkter"
    BUDGETED_EXPENSE = "Budgeterade kostnader"
    DEVIATION = "Avvikelse"
    COMMENT = "Kommentar"
    REVISED = "Reviderad budget"
    REASON = "Skäl"
    METHOD = "Metod"
    CHANGE = "Känd ändring"
    TYPED = "Angiven prognos"
    FORECAST = "Prognos"
    OPENING = "Ingående"
    RESULT = "Resultat"
    USED = "Använt"
    CLOSING = "Utgående"


SUM = "SUMMA"
BARS = "Sämre ◂ ▸ Bättre"
"""The heading of a column that shows deviations as bars."""

YES, NO = "ja", "nej"
DISAGREES = "stämmer inte"
BUDGET_YEAR, COMPARED_YEAR, POPULATION_DATE, CHOSEN_MEMBER, CHOSEN_MONTH, MONTHS_TO_DATE = (
    "Budgetår",
    "Jämförelseår",
    "Folkmängdsdatum",
    "Vald_kommun",
    "Vald_månad",
    "Antal_månader",
)
MATERIAL_KR, MATERIAL_SHARE = "Väsentlig_kr", "Väsentlig_andel"
HOMELESS, FORECAST_RESULT = "Utfall_utan_tjänst", "Prognos_resultat"
"""Names of single cells, and of what stands in the outcome without a service."""
