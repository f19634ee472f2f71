"""The tables of 2022, as Norrbottens e-nämnd published them in its annual report for 2022.

Every amount stands as it was published, also where the table does not add up; only spelling is tidied.
"""

from datetime import date

from enamnd_xl.books.published.table import Block, PublishedTable
from enamnd_xl.books.spec import Kind

_REPORT = "Norrbottens e-nämnd, verksamhetsberättelse 2022"

OUTCOME = PublishedTable(
    sheet="Utfall mot budget",
    title="Utfall jämfört med budget 2022",
    unit="kr",
    kinds=(Kind.TEXT, Kind.KR, Kind.KR, Kind.KR),
    blocks=(
        Block(
            headings=(("Post", "INTÄKTER", "KOSTNADER", "AVVIKELSE"),),
            rows=(
                ("Grundbelopp", 2_002_600, 1_821_105, 181_495),
                ("E-tjänsteplattform", 1_046_900, 1_042_175, 4_725),
                ("Räddningstjänsten", 858_700, 843_922, 14_778),
                ("E-arkiv", 313_000, 263_196, 49_804),
                ("SOC ECO-system", 2_652_134, 2_651_267, 867),
                ("Projekt Elevhälsan", 490_000, 434_125, 55_875),
                ("Projekt HR", 368_800, 318_550, 50_250),
                ("Projekt LMS, e-utbildning", 220_000, 166_750, 53_250),
                ("Projekt DCBD", 54_001, 198_300, -144_299),
            ),
            total=("SUMMA", 8_006_135, 7_739_390, 266_745),
        ),
    ),
    source=_REPORT,
    notes=(
        "För räkenskapsåret 2022 visar Norrbottens e-nämnd ett positivt resultat på 266 745 kr.",
        "Överskottet på 266 745 kr balanseras mot kommande år enligt samverkansavtal, och hanteras inom ramen för "
        "Luleå kommuns verksamhet.",
    ),
    widths=(38.0, 16.0, 16.0, 16.0),
)

DEVIATIONS = PublishedTable(
    sheet="Avvikelser",
    title="Avvikelser 2022, kommenterade",
    unit="kr",
    kinds=(Kind.TEXT, Kind.KR, Kind.TEXT),
    blocks=(
        Block(
            headings=(("Post", "Avvikelse", "Kommentar"),),
            rows=(
                (
                    "Grundfinansiering och e-kontor",
                    181_495,
                    "Lägre kostnader gällande grundfinansiering och e-kontor på grund av vakant tjänst samordnare.",
                ),
                ("Projekt Elevhälsan", 55_875, "Vissa upplupna kostnader gällande projekt"),
                ("Projekt HR", 50_250, "Vissa upplupna kostnader gällande projekt"),
                ("Projekt LMS", 53_250, "Vissa upplupna kostnader gällande projekt"),
                ("Projekt DCBD", -144_280, "Projektkostnaden hanteras inom ramen för grundbeloppet."),
            ),
        ),
    ),
    source=_REPORT,
    widths=(30.0, 14.0, 44.0),
)

BASE_FUNDING = PublishedTable(
    sheet="Grundfinansiering",
    title="Översikt grundfinansiering 2022",
    unit="Årsavgifter för 2022, kr",
    kinds=(Kind.TEXT, Kind.KR, Kind.KR),
    blocks=(
        Block(
            headings=(("Kommun", "Grundfinansiering", "Verksamhetsutvecklare e-tjänster"),),
            rows=(
                ("Arjeplog", 76_100, 40_000),
                ("Arvidsjaur", 76_100, 46_200),
                ("Boden", 76_100, 85_200),
                ("Gällivare", 76_100, 66_300),
                ("Haparanda", 76_100, 52_300),
                ("Jokkmokk", 76_100, 43_800),
                ("Kalix", 76_100, 63_400),
                ("Kiruna", 76_100, 75_900),
                ("Luleå", 76_100, 174_500),
                ("Pajala", 76_100, 45_900),
                ("Piteå", 76_100, 110_500),
                ("Älvsbyn", 76_100, 49_500),
                ("Överkalix", 76_100, 41_000),
                ("Övertorneå", 76_100, 42_700),
            ),
            total=("Summa", 1_065_400, 937_200),
        ),
    ),
    source=_REPORT,
    notes=(
        "Grundbeloppet innefattar nämndadministration, sekreterarskap, utskick och samordning, inklusive "
        "tjänsteperson e-samordnare. Grundbeloppet fördelas rakt på ingående kommuner. För 2022 blev beloppet "
        "76 100 kr per kommun.",
        "E-kontorsbeloppet avser gemensamma anställda resurser inom ramen för e-nämnden och innefattar "
        "tjänsteperson verksamhetsutvecklare e-tjänster. Beloppet fördelas enligt beslutad modell, en del rakt "
        "fördelat och en del per invånare.",
    ),
    widths=(34.0, 24.0, 24.0),
)

SHARED_SERVICES = PublishedTable(
    sheet="Gemensamma alternativ",
    title="Översikt kostnader för gemensamma alternativ och tjänster 2022",
    unit="Årsavgifter för 2022, kr",
    kinds=(Kind.TEXT, Kind.KR, Kind.KR, Kind.KR),
    blocks=(
        Block(
            headings=(("Kommun", "E-tjänsteplattform", "Räddningstjänsten verksamhetssystem", "E-arkiv"),),
            rows=(
                ("Arjeplog", 48_200, 25_800, 4_000),
                ("Arvidsjaur", 54_600, 30_200, None),
                ("Boden", 92_800, 67_700, 36_000),
                ("Gällivare", 75_400, 44_400, 23_000),
                ("Haparanda", 60_600, 45_200, 13_000),
                ("Jokkmokk", 52_100, 39_300, 7_000),
                ("Kalix", 72_000, 67_500, 21_000),
                ("Kiruna", 83_300, 50_900, 29_000),
                ("Luleå", 178_600, 149_600, 97_000),
                ("Pajala", 54_100, 40_600, 8_000),
                ("Piteå", 117_100, 74_000, 53_000),
                ("Älvsbyn", 57_700, 32_300, 11_000),
                ("Överkalix", 49_100, 37_200, 5_000),
                ("Övertorneå", 51_300, 27_800, 6_000),
            ),
            total=("Summa", 1_046_900, 732_500, 313_000),
        ),
    ),
    source=_REPORT,
    notes=(
        "Verksamhetssystem Räddningstjänsten inkluderar engångskostnader, samt löpande kostnader gällande nya "
        "funktioner för vissa kommuner.",
    ),
    widths=(28.0, 20.0, 24.0, 16.0),
)

DATA_CENTRE = PublishedTable(
    sheet="Datacenter",
    title="Datacenter Norrbotten 2022",
    unit="Årsavgifter för 2022, kr",
    kinds=(Kind.TEXT, Kind.KR, Kind.KR),
    blocks=(
        Block(
            headings=(("Kommun", "Datacenter Grundfunktion", "Datacenter Kapacitet nyttjande"),),
            rows=(
                ("Arjeplog", 50_400, None),
                ("Arvidsjaur", None, None),
                ("Boden", 110_400, None),
                ("Gällivare", 85_200, None),
                ("Haparanda", 67_200, None),
                ("Jokkmokk", 55_200, None),
                ("Kalix", 81_600, None),
                ("Kiruna", 98_400, None),
                ("Luleå", 230_400, None),
                ("Pajala", 57_600, None),
                ("Piteå", 145_200, None),
                ("Älvsbyn", 62_400, None),
                ("Överkalix", 51_600, None),
                ("Övertorneå", 54_000, None),
            ),
            total=(None, 1_149_600, None),
        ),
    ),
    source=_REPORT,
    notes=(
        "Delar av kostnaderna baseras på att nyttjandet justeras löpande, varav kostnaderna faktureras respektive "
        "kommun direkt från leverantören.",
    ),
    widths=(34.0, 24.0, 24.0),
)

BOARD_ATTENDANCE = PublishedTable(
    sheet="Närvaro nämnd",
    title="Närvaro vid nämndsammanträden 2022",
    unit="Antal deltagande kommuner och andel av alla ingående kommuner",
    kinds=(Kind.DATE, Kind.COUNT, Kind.COUNT, Kind.PERCENT),
    blocks=(
        Block(
            headings=(("Datum", "Deltagande kommuner", "Av", "Andel"),),
            rows=(
                (date(2022, 3, 16), 9, 14, 0.64),
                (date(2022, 6, 22), 10, 14, 0.71),
                (date(2022, 10, 12), 7, 14, 0.50),
                (date(2022, 12, 14), 9, 14, 0.64),
            ),
            total=("Helåret", None, None, 0.62),
        ),
    ),
    source=_REPORT,
    notes=("Målet är att minst 75 % av nämndens ledamöter deltar. Målet är inte uppnått.",),
    widths=(24.0, 20.0, 12.0, 14.0),
)

WORKING_GROUP_ATTENDANCE = PublishedTable(
    sheet="Närvaro beredningsgrupp",
    title="Närvaro vid beredningsgruppens möten 2022",
    unit="Antal deltagande kommuner och andel av alla ingående kommuner",
    kinds=(Kind.DATE, Kind.COUNT, Kind.COUNT, Kind.PERCENT),
    blocks=(
        Block(
            headings=(("Datum", "Deltagande kommuner", "Av", "Andel"),),
            rows=(
                (date(2022, 1, 26), 11, 14, 0.79),
                (date(2022, 2, 23), 13, 14, 0.93),
                (date(2022, 3, 23), 10, 14, 0.71),
                (date(2022, 4, 27), 14, 14, 1.00),
                (date(2022, 5, 25), 11, 14, 0.78),
                (date(2022, 6, 20), 8, 14, 0.57),
                (date(2022, 8, 24), None, None, "Inställt"),
                (date(2022, 9, 27), 9, 14, 0.64),
                (date(2022, 10, 26), 9, 14, 0.64),
                (date(2022, 11, 23), 10, 14, 0.71),
                (date(2021, 12, 21), 10, 14, 0.71),
            ),
            total=("Helåret", None, None, 0.75),
        ),
    ),
    source=_REPORT,
    notes=(
        "Minst 75 % av de ingående kommunerna ska ha medverkat vid alla beredningsgruppsmöten. Indikatorn är uppfylld.",
    ),
    widths=(24.0, 20.0, 12.0, 14.0),
)

INTERNAL_CONTROL = PublishedTable(
    sheet="Internkontroll",
    title="Kontrollplan, intern kontroll 2022",
    unit="Sannolikhet och konsekvens 1–4, riskvärde",
    kinds=(Kind.TEXT, Kind.COUNT, Kind.COUNT, Kind.COUNT, Kind.TEXT),
    blocks=(
        Block(
            headings=(("Kontrollmoment", "Sannolikhet", "Konsekvens", "Riskvärde", "Beslut"),),
            rows=(
                (
                    "Kontrollera att projekt följer plan för tid, mål och budget",
                    3,
                    3,
                    9,
                    "Hanteras via internkontroll",
                ),
                (
                    "Befintliga leverantörsavtal efterlevs ej och följs inte upp",
                    2,
                    4,
                    8,
                    "Hanteras via internkontroll",
                ),
                ("Samverkan sker inte i enlighet med samverkansavtalet", 2, 4, 8, "Accepteras"),
                (
                    "Reglementet är inte ändamålsenligt utifrån de behov som kommunerna har av samverkan i den "
                    "gemensamma nämnden",
                    3,
                    2,
                    6,
                    "Accepteras",
                ),
                ("Korruption (obligatoriskt riskområde 2026)", 4, 3, 12, None),
            ),
        ),
    ),
    source=f"{_REPORT}; den sista raden ur handlingar december 2025, obligatoriskt riskområde 2026",
    widths=(46.0, 13.0, 13.0, 13.0, 28.0),
)

TABLES = (
    OUTCOME,
    DEVIATIONS,
    BASE_FUNDING,
    SHARED_SERVICES,
    DATA_CENTRE,
    BOARD_ATTENDANCE,
    WORKING_GROUP_ATTENDANCE,
    INTERNAL_CONTROL,
)
