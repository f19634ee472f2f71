"""Norrbottens e-nämnd 2025: the parameters of its living workbook.

A rule is "härledd" when it gives every published amount of its column, to the krona, from few and round parameters;
what no rule explains is a list. Amounts come from the published tables, so that nothing is typed twice.
"""

from datetime import date
from decimal import Decimal

from enamnd_xl.allocation.item import Basis, Key
from enamnd_xl.books.living.norrbotten_2025_year import FOLLOW_UP, PUBLISHED_YEAR
from enamnd_xl.books.living.parameters import (
    AmountList,
    AreaSheet,
    Board,
    Charge,
    ItemRule,
    Member,
    Population,
    Published,
    PublishedColumn,
    PublishedRowTotals,
    PublishedService,
)
from enamnd_xl.books.living.words import Ground
from enamnd_xl.books.published import year_2022, year_2025
from enamnd_xl.books.published.table import column_of, total_of
from enamnd_xl.money import Direction

_BASE, _RESCUE, _ARCHIVE = "Grundfinansiering", "Räddningstjänsten verksamhetssystem", "E-arkiv"
_DEVELOPER, _PLATFORM = "Verksamhetsutvecklare e-tjänster", "E-tjänsteplattform"
_REGIONAL, _CONSULTING, _LICENCE = "Regional förvaltning", "Konsulting", "Pulsen Combine Nyttjandelicens"
_S_BASE, _S_PLATFORM, _S_RESCUE, _S_SOCIAL, _S_ARCHIVE = column_of(year_2025.BUDGET, 1)

_YEARS = (2017, 2018, 2019, 2020, 2025)
# Source: Statistics Sweden, population on 31 December, as published by Regionfakta Norrbotten
_POPULATIONS = (
    (2506, "Arjeplog", 2_821, 2_794, 2_785, 2_718, 2_578),
    (2505, "Arvidsjaur", 6_440, 6_334, 6_220, 6_145, 6_029),
    (2582, "Boden", 28_181, 28_064, 28_080, 28_060, 28_652),
    (2523, "Gällivare", 17_825, 17_630, 17_529, 17_462, 17_110),
    (2583, "Haparanda", 9_805, 9_785, 9_685, 9_601, 9_044),
    (2510, "Jokkmokk", 5_081, 5_001, 4_923, 4_851, 4_676),
    (2514, "Kalix", 16_169, 16_058, 15_886, 15_812, 15_272),
    (2584, "Kiruna", 23_116, 22_992, 22_867, 22_664, 22_379),
    (2580, "Luleå", 77_470, 77_832, 78_105, 78_549, 80_321),
    (2521, "Pajala", 6_101, 6_039, 6_052, 5_966, 5_686),
    (2581, "Piteå", 42_184, 42_116, 42_281, 42_226, 42_203),
    (2560, "Älvsbyn", 8_274, 8_140, 8_066, 8_054, 7_846),
    (2513, "Överkalix", 3_367, 3_302, 3_315, 3_289, 3_151),
    (2518, "Övertorneå", 4_461, 4_410, 4_299, 4_217, 3_996),
)


def _end_of(year: int) -> date:
    return date(year, 12, 31)


_REPORT_2022, _BUDGET_2025 = "Verksamhetsberättelse 2022", "Budget 2025, 2024-11-28"

_ITEMS = (
    ItemRule(
        name=_BASE,
        service=_S_BASE,
        key=Key.EQUAL,
        amount=1_199_800,
        basis=Basis.TOTAL,
        unit=100,
        ground=Ground.DECIDED,
        decision="Grundbeloppet fördelas rakt på ingående kommuner (verksamhetsberättelse 2022). "
        "Beloppet: budget 2025, 2024-11-28.",
    ),
    ItemRule(
        name=_RESCUE,
        service=_S_RESCUE,
        key=Key.FACTOR,
        amount=Decimal("1.047"),
        list_name=f"{_RESCUE} 2022",
        unit=100,
        direction=Direction.UP,
        ground=Ground.DERIVED,
        decision="Indexuppräknad enligt avtal (budget 2025). 2022 års belopp gånger 1,047, uppåt till 100 kr, ger alla "
        "publicerade belopp (1,0468–1,0471 går).",
    ),
    ItemRule(
        name=_ARCHIVE,
        service=_S_ARCHIVE,
        key=Key.POPULATION,
        amount=Decimal("1.25"),
        basis=Basis.PRICE,
        key_date=_end_of(2017),
        unit=1_000,
        direction=Direction.UP,
        outside=("Arvidsjaur",),
        ground=Ground.DERIVED,
        decision="Arvidsjaur står utanför (budget 2025). 1,25 kr per invånare, uppåt till 1 000 kr, ger alla "
        "publicerade belopp (1,242–1,252 kr går; bara folkmängden 2017).",
    ),
    ItemRule(
        name=_DEVELOPER,
        service=_S_PLATFORM,
        key=Key.MIX,
        amount=1_035_400,
        basis=Basis.PARTS,
        equal_share=Decimal("0.4732"),
        key_date=_end_of(2019),
        unit=100,
        direction=Direction.UP,
        uplift=Decimal("0.02"),
        ground=Ground.DERIVED,
        decision="En del rakt och en del per invånare (verksamhetsberättelse 2022); uppräkning enligt "
        "samverkansavtalet (budget 2025). 35 000 kr rakt och 2,181 kr per invånare, uppåt till 100 kr, plus 2 %, ger "
        "alla publicerade belopp.",
    ),
    ItemRule(
        name=_PLATFORM,
        service=_S_PLATFORM,
        key=Key.FACTOR,
        amount=Decimal("1.5"),
        list_name=f"{_PLATFORM} 2022",
        ground=Ground.DERIVED,
        decision="2022 års belopp gånger 1,5 ger alla publicerade belopp.",
    ),
    ItemRule(
        name=_REGIONAL,
        service=_S_SOCIAL,
        key=Key.MIX,
        amount=3_015_100,
        basis=Basis.PARTS,
        equal_share=Decimal("0.5"),
        key_date=_end_of(2020),
        unit=100,
        direction=Direction.UP,
        uplift=Decimal("0.034"),
        ground=Ground.DERIVED,
        decision="Hälften rakt och hälften per invånare, uppåt till 100 kr, plus 3,4 %, ger alla publicerade belopp "
        "(3 015 041–3 015 158 kr går).",
    ),
    ItemRule(
        name=_CONSULTING,
        service=_S_SOCIAL,
        key=Key.LIST,
        list_name=f"{_CONSULTING} 2025",
        ground=Ground.LIST,
        decision="Regeln är inte känd; de publicerade beloppen i budget 2025 är parametern.",
    ),
    ItemRule(
        name=_LICENCE,
        service=_S_SOCIAL,
        key=Key.MIX,
        amount=8_902_400,
        basis=Basis.PARTS,
        equal_share=Decimal("0.5"),
        key_date=_end_of(2020),
        unit=100,
        direction=Direction.UP,
        ground=Ground.DERIVED,
        decision="Hälften rakt och hälften per invånare, uppåt till 100 kr, ger alla publicerade belopp "
        "(8 902 286–8 902 463 kr går).",
    ),
)

_LISTS = (
    AmountList(_BASE, 2022, column_of(year_2022.BASE_FUNDING, 1), _REPORT_2022),
    AmountList(_RESCUE, 2022, column_of(year_2022.SHARED_SERVICES, 2), _REPORT_2022),
    AmountList(_ARCHIVE, 2022, column_of(year_2022.SHARED_SERVICES, 3), _REPORT_2022),
    AmountList(_DEVELOPER, 2022, column_of(year_2022.BASE_FUNDING, 2), _REPORT_2022),
    AmountList(_PLATFORM, 2022, column_of(year_2022.SHARED_SERVICES, 1), _REPORT_2022),
    AmountList(_CONSULTING, 2025, column_of(year_2025.SOCIAL_SERVICES, 2), _BUDGET_2025),
)

_AREAS = (
    AreaSheet("Grundfinansiering", "Grundfinansiering", (_BASE,), year_2025.BASE_FUNDING.notes),
    AreaSheet(
        "Räddningstjänsten och e-arkiv",
        "Räddningstjänsten och e-arkiv, gemensamma tjänster",
        (_RESCUE, _ARCHIVE),
        year_2025.RESCUE_AND_ARCHIVE.notes,
    ),
    AreaSheet(
        "E-tjänsteplattformen",
        "E-tjänsteplattformen, gemensamma alternativ",
        (_DEVELOPER, _PLATFORM),
        year_2025.E_SERVICES.notes,
    ),
    AreaSheet(
        "Socialtjänsten",
        "Socialtjänsten, gemensamma alternativ",
        (_REGIONAL, _CONSULTING, _LICENCE),
        year_2025.SOCIAL_SERVICES.notes,
        row_total=True,
    ),
)

_SAME = "Lika till kronan."
_PUBLISHED_COLUMNS = (
    PublishedColumn(_BASE, column_of(year_2025.BASE_FUNDING, 1), total_of(year_2025.BASE_FUNDING, 1), _SAME),
    PublishedColumn(
        _RESCUE, column_of(year_2025.RESCUE_AND_ARCHIVE, 1), total_of(year_2025.RESCUE_AND_ARCHIVE, 1), _SAME
    ),
    PublishedColumn(
        _ARCHIVE, column_of(year_2025.RESCUE_AND_ARCHIVE, 2), total_of(year_2025.RESCUE_AND_ARCHIVE, 2), _SAME
    ),
    PublishedColumn(_DEVELOPER, column_of(year_2025.E_SERVICES, 1), total_of(year_2025.E_SERVICES, 1), _SAME),
    PublishedColumn(_PLATFORM, column_of(year_2025.E_SERVICES, 2), total_of(year_2025.E_SERVICES, 2), _SAME),
    PublishedColumn(
        _REGIONAL,
        column_of(year_2025.SOCIAL_SERVICES, 1),
        total_of(year_2025.SOCIAL_SERVICES, 1),
        "Kommunernas belopp är lika. Den publicerade summan är uppräknad och avrundad för sig "
        "(3 015 700 kr plus 3,4 %) och är 1 kr större än sina delar.",
    ),
    PublishedColumn(
        _CONSULTING,
        column_of(year_2025.SOCIAL_SERVICES, 2),
        total_of(year_2025.SOCIAL_SERVICES, 2),
        "Den publicerade listan är parametern, så kommunernas belopp är lika. Den publicerade summan är 1 kr mindre än "
        "sina delar (avrundning).",
    ),
    PublishedColumn(_LICENCE, column_of(year_2025.SOCIAL_SERVICES, 3), total_of(year_2025.SOCIAL_SERVICES, 3), _SAME),
)

_REVENUES, _COSTS = column_of(year_2025.BUDGET, 1), column_of(year_2025.BUDGET, 1, block=1)
_WHY_REVENUE = {
    _S_SOCIAL: "De beräknade intäkterna är summan av kommunernas belopp. De publicerade är 1 kr mindre, eftersom "
    "Haparandas publicerade radsumma är 1 kr mindre än sina delar.",
}
_WHY_SUM = "Den publicerade summan är 35 200 kr mindre än sina egna rader."

BOARD = Board(
    name="Norrbottens e-nämnd",
    year=2025,
    population_date=_end_of(2025),
    members=tuple(Member(code, name, dict(zip(_YEARS, counts, strict=True))) for code, name, *counts in _POPULATIONS),
    populations=tuple(Population(year, _end_of(year), "SCB, enligt Regionfakta Norrbotten") for year in _YEARS),
    items=_ITEMS,
    lists=_LISTS,
    costs=_COSTS,
    charges=(
        Charge("E-arkiv, engångskostnad vid uppstart", 40_000, "kr per anslutning", _BUDGET_2025),
        Charge("E-arkiv, lagring och backup", 84, "kr per GB och år", _BUDGET_2025),
    ),
    areas=_AREAS,
    follow_up=FOLLOW_UP,
    published=Published(
        columns=_PUBLISHED_COLUMNS,
        budget=(
            *(
                PublishedService(name, _REVENUES[name], cost, _WHY_REVENUE.get(name, _SAME), _SAME)
                for name, cost in _COSTS.items()
            ),
            PublishedService(
                "SUMMA",
                total_of(year_2025.BUDGET, 1),
                total_of(year_2025.BUDGET, 1, block=1),
                f"{_WHY_SUM} Till det kommer 1 kr för Haparandas radsumma i Socialtjänsten.",
                _WHY_SUM,
            ),
        ),
        row_totals=PublishedRowTotals(
            _S_SOCIAL,
            column_of(year_2025.SOCIAL_SERVICES, 4),
            {"Haparanda": "Den publicerade radsumman är 1 kr mindre än sina delar (avrundning)."},
        ),
        year=PUBLISHED_YEAR,
        source="Norrbottens e-nämnd, handlingar december 2025, budget 2025, 2024-11-28",
    ),
    source="Norrbottens e-nämnd, handlingar december 2025 och verksamhetsberättelse 2022",
)
