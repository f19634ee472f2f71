"""The tables of 2025, as Norrbottens e-nämnd published them in its papers of December 2025.

Every amount stands as it was published, also where the table does not add up; only spelling is tidied.
"""

from enamnd_xl.books.published.table import Block, PublishedTable
from enamnd_xl.books.spec import Kind

_PAPERS = "Norrbottens e-nämnd, handlingar december 2025"
_REPORT = f"{_PAPERS}, ekonomisk rapport per sista oktober, ärende 2025/14-2.2.0.1"
_BUDGET = f"{_PAPERS}, budget 2025, 2024-11-28"

BUDGET = PublishedTable(
    sheet="Budget",
    title="Budget 2025",
    unit="kr",
    kinds=(Kind.TEXT, Kind.KR),
    blocks=(
        Block(
            headings=(("INTÄKTER", "Budget 2025"),),
            rows=(
                ("Grundfinansiering", 1_199_800),
                ("E-tjänsteplattform Verksamhetssystem", 2_627_172),
                ("Räddningstjänsten Verksamhetssystem", 767_700),
                ("Socialtjänsten Verksamhetssystem", 12_841_816),
                ("E-arkiv", 313_000),
            ),
            total=("SUMMA INTÄKTER", 17_714_288),
        ),
        Block(
            headings=(("KOSTNADER", "Budget 2025"),),
            rows=(
                ("Grundfinansiering", 1_199_800),
                ("E-tjänsteplattform Verksamhetssystem", 2_627_172),
                ("Räddningstjänsten Verksamhetssystem", 767_700),
                ("Socialtjänsten Verksamhetssystem", 12_841_816),
                ("E-arkiv", 313_000),
            ),
            total=("SUMMA KOSTNADER", 17_714_288),
        ),
        Block(headings=(), rows=(), total=("RÖRELSERESULTAT", 0)),
    ),
    source=_BUDGET,
    notes=(
        "Uppräkning enligt samverkansavtalet.",
        "Transaktionskostnader för inloggning, BankID, signering, Freja, SMS tillkommer. "
        "Faktureras respektive kommun i slutet av året.",
        "Datacenter Norrbotten: det gemensamma alternativet Datacenter Norrbotten ingår inte i budgeten då det "
        "faktureras direkt från leverantören till respektive kommun.",
    ),
    widths=(46.0, 24.0),
)

BASE_FUNDING = PublishedTable(
    sheet="Grundfinansiering",
    title="Grundfinansiering 2025",
    unit="Årskostnader, kr",
    kinds=(Kind.TEXT, Kind.KR),
    blocks=(
        Block(
            headings=(("Kommun", "Grundfinansiering"),),
            rows=(
                ("Arjeplog", 85_700),
                ("Arvidsjaur", 85_700),
                ("Boden", 85_700),
                ("Gällivare", 85_700),
                ("Haparanda", 85_700),
                ("Jokkmokk", 85_700),
                ("Kalix", 85_700),
                ("Kiruna", 85_700),
                ("Luleå", 85_700),
                ("Pajala", 85_700),
                ("Piteå", 85_700),
                ("Älvsbyn", 85_700),
                ("Överkalix", 85_700),
                ("Övertorneå", 85_700),
            ),
            total=("Summa", 1_199_800),
        ),
    ),
    source=_BUDGET,
    notes=(
        "Grundfinansiering av Norrbottens e-nämnd: nämndsadministration och samordnare (tjänsteperson).",
        "Uppräkning enligt samverkansavtalet.",
    ),
    widths=(46.0, 24.0),
)

RESCUE_AND_ARCHIVE = PublishedTable(
    sheet="Räddningstjänsten och e-arkiv",
    title="Räddningstjänsten och e-arkiv, gemensamma tjänster 2025",
    unit="Årskostnader, kr",
    kinds=(Kind.TEXT, Kind.KR, Kind.KR),
    blocks=(
        Block(
            headings=(("Kommun", "Räddningstjänsten verksamhetssystem", "E-arkiv"),),
            rows=(
                ("Arjeplog", 27_100, 4_000),
                ("Arvidsjaur", 31_700, None),
                ("Boden", 70_900, 36_000),
                ("Gällivare", 46_500, 23_000),
                ("Haparanda", 47_400, 13_000),
                ("Jokkmokk", 41_200, 7_000),
                ("Kalix", 70_700, 21_000),
                ("Kiruna", 53_300, 29_000),
                ("Luleå", 156_700, 97_000),
                ("Pajala", 42_600, 8_000),
                ("Piteå", 77_500, 53_000),
                ("Älvsbyn", 33_900, 11_000),
                ("Överkalix", 39_000, 5_000),
                ("Övertorneå", 29_200, 6_000),
            ),
            total=("Summa", 767_700, 313_000),
        ),
    ),
    source=_BUDGET,
    notes=(
        "Räddningstjänsten verksamhetssystem: förvaltningskostnader tillkommer. Indexuppräknad enligt avtal.",
        "E-arkiv: 40 000 kr i engångskostnad tillkommer vid uppstart. Lagring och backup tillkommer med "
        "84 kr/GB/år. Arvidsjaur står utanför.",
    ),
    widths=(34.0, 24.0, 24.0),
)

E_SERVICES = PublishedTable(
    sheet="E-tjänsteplattformen",
    title="E-tjänsteplattformen, gemensamma alternativ 2025",
    unit="Årskostnader, kr",
    kinds=(Kind.TEXT, Kind.KR, Kind.KR),
    blocks=(
        Block(
            headings=(("Kommun", "Verksamhetsutvecklare e-tjänster", "E-tjänsteplattform"),),
            rows=(
                ("Arjeplog", 41_922, 72_300),
                ("Arvidsjaur", 49_572, 81_900),
                ("Boden", 98_226, 139_200),
                ("Gällivare", 74_766, 113_100),
                ("Haparanda", 57_324, 90_900),
                ("Jokkmokk", 46_716, 78_150),
                ("Kalix", 71_094, 108_000),
                ("Kiruna", 86_598, 124_950),
                ("Luleå", 209_508, 267_900),
                ("Pajala", 49_164, 81_150),
                ("Piteå", 129_846, 175_650),
                ("Älvsbyn", 53_652, 86_550),
                ("Överkalix", 43_146, 73_650),
                ("Övertorneå", 45_288, 76_950),
            ),
            total=("Summa", 1_056_822, 1_570_350),
        ),
    ),
    source=_BUDGET,
    notes=(
        "Gemensam verksamhetsutvecklare e-tjänster: uppräkning enligt samverkansavtalet.",
        "Transaktionskostnader för BankID tillkommer, beräkna 1 500–2 500 kr/år per kommun.",
    ),
    widths=(34.0, 24.0, 24.0),
)

SOCIAL_SERVICES = PublishedTable(
    sheet="Socialtjänsten",
    title="Socialtjänsten, gemensamma alternativ 2025",
    unit="Årskostnader, kr",
    kinds=(Kind.TEXT, Kind.KR, Kind.KR, Kind.KR, Kind.KR),
    blocks=(
        Block(
            headings=(("Kommun", "Regional förvaltning", "Konsulting", "Pulsen Combine Nyttjandelicens", ""),),
            rows=(
                ("Arjeplog", 128_319, 33_793, 366_500, 528_612),
                ("Arvidsjaur", 149_723, 39_410, 427_600, 616_733),
                ("Boden", 286_625, 75_390, 818_400, 1_180_415),
                ("Gällivare", 220_449, 57_995, 629_400, 907_844),
                ("Haparanda", 171_334, 45_063, 489_200, 705_596),
                ("Jokkmokk", 141_658, 37_310, 404_500, 583_468),
                ("Kalix", 210_109, 55_300, 600_000, 865_409),
                ("Kiruna", 252_916, 66_535, 722_100, 1_041_551),
                ("Luleå", 601_891, 158_253, 1_718_700, 2_478_844),
                ("Pajala", 148_689, 39_130, 424_400, 612_219),
                ("Piteå", 375_135, 98_665, 1_071_000, 1_544_800),
                ("Älvsbyn", 161_718, 42_595, 461_600, 665_913),
                ("Överkalix", 131_938, 34_720, 376_600, 543_258),
                ("Övertorneå", 137_729, 36_225, 393_200, 567_154),
            ),
            total=("Summa", 3_118_234, 820_383, 8_903_200, 12_841_816),
        ),
    ),
    source=_BUDGET,
    widths=(24.0, 17.0, 17.0, 17.0, 17.0),
)

OUTCOME = PublishedTable(
    sheet="Utfall jan-okt",
    title="Utfall per sista oktober 2025",
    unit="Intäkter och kostnader januari–oktober, kr",
    kinds=(Kind.TEXT, Kind.KR, Kind.KR, Kind.KR),
    blocks=(
        Block(
            headings=(("Tjänst", "INTÄKTER", "KOSTNADER", "AVVIKELSE"), ("", "jan-okt", "jan-okt", "")),
            rows=(
                ("Grundfinansiering", 999_833, 1_164_732, -164_899),
                ("E-tjänsteplattform Verksamhetssystem", 1_753_102, 1_688_440, 64_662),
                ("Räddningstjänsten Verksamhetssystem", 639_750, 731_280, -91_530),
                ("Socialtjänsten Verksamhetssystem", 10_348_611, 10_013_146, 335_465),
                ("E-arkiv", 260_833, 255_891, 4_943),
            ),
            total=("SUMMA", 14_002_129, 13_853_489, 148_641),
        ),
    ),
    source=_REPORT,
    notes=(
        "Uppdaterad 2025-11-26",
        "Nämnden visar ett överskott med 148 tkr per sista oktober 2025.",
        "Avvikelser:",
        "Grundfinansiering: upplupna projektkostnader.",
        "Verksamhetssystem Räddningstjänsten: upplupna intäkter gällande avrop av utökad funktionalitet.",
        "Verksamhetssystem Socialtjänsten: upplupna konsultkostnader.",
    ),
    widths=(38.0, 16.0, 16.0, 16.0),
)

FORECAST = PublishedTable(
    sheet="Prognos",
    title="Prognos helår 2025",
    unit="kr",
    kinds=(Kind.TEXT, Kind.KR, Kind.KR, Kind.KR),
    blocks=(
        Block(
            headings=(("Tjänst", "Budget 2025", "Prognos 2025", "Avvikelse"),),
            rows=(
                ("Grundfinansiering", 1_708_800, 1_611_821, 96_979),
                ("E-tjänsteplattform Verksamhetssystem", 2_627_172, 2_627_172, 0),
                ("Räddningstjänsten Verksamhetssystem", 767_700, 791_294, -23_594),
                ("Socialtjänsten Verksamhetssystem", 12_841_817, 12_808_546, 33_271),
                ("E-arkiv", 313_000, 313_000, 0),
            ),
            total=("SUMMA", 18_258_489, 18_151_832, 106_657),
        ),
    ),
    source=_REPORT,
    notes=("Uppdaterad 2025-09-12", "Prognosen för helåret 2025 visar på ett överskott på 100 tkr."),
    widths=(38.0, 16.0, 16.0, 16.0),
)

MEMBERS = PublishedTable(
    sheet="Anslutning",
    title="Anslutning till gemensamma alternativ 2025",
    unit="Antal kommuner",
    kinds=(Kind.TEXT, Kind.COUNT, Kind.COUNT, Kind.YEAR),
    blocks=(
        Block(
            headings=(("Gemensamt alternativ", "Anslutna kommuner", "Av", "I drift sedan"),),
            rows=(
                ("Verksamhetssystem Elevhälsan", 13, 14, 2024),
                ("Verksamhetssystem Socialtjänsten", 14, 14, 2023),
                ("Datacenter Norrbotten", 10, 14, 2020),
                ("E-tjänsteplattformen", 14, 14, 2017),
                ("Gemensamt E-arkiv", 4, 14, 2019),
                ("Handslaget: Välfärdsteknik", 12, 14, None),
                ("Handslaget: Identitet och Behörighet", 12, 14, None),
                ("Handslaget: Digital Post", 10, 14, None),
                ("Handslaget: SDK", 12, 14, None),
            ),
        ),
    ),
    source=f"{_PAPERS}, information om aktuellt och pågående, 2025-12-02, ärende 2025/13-2.2.0.1",
    notes=(
        "Verksamhetssystem Socialtjänsten: alla kommuner är i drift från 2 maj 2024.",
        "Datacenter Norrbotten: 10 av 14 kommuner nyttjar helt eller delvis det gemensamma alternativet.",
        "Handslaget: antal kommuner i länet som är anmälda till initiativet.",
    ),
    widths=(42.0, 14.0, 10.0, 14.0),
)

TABLES = (BUDGET, BASE_FUNDING, RESCUE_AND_ARCHIVE, E_SERVICES, SOCIAL_SERVICES, OUTCOME, FORECAST, MEMBERS)
