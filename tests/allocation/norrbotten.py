"""The fourteen municipalities, their inhabitants, and amounts that their joint board has published."""

from datetime import date

from enamnd_xl.allocation.item import Member

# Code, name, inhabitants on 31 December 2017, 2019 and 2020. Source: Statistics Sweden.
_ROWS = [
    ("2506", "Arjeplog", 2821, 2785, 2718),
    ("2505", "Arvidsjaur", 6440, 6220, 6145),
    ("2582", "Boden", 28181, 28080, 28060),
    ("2523", "Gällivare", 17825, 17529, 17462),
    ("2583", "Haparanda", 9805, 9685, 9601),
    ("2510", "Jokkmokk", 5081, 4923, 4851),
    ("2514", "Kalix", 16169, 15886, 15812),
    ("2584", "Kiruna", 23116, 22867, 22664),
    ("2580", "Luleå", 77470, 78105, 78549),
    ("2521", "Pajala", 6101, 6052, 5966),
    ("2581", "Piteå", 42184, 42281, 42226),
    ("2560", "Älvsbyn", 8274, 8066, 8054),
    ("2513", "Överkalix", 3367, 3315, 3289),
    ("2518", "Övertorneå", 4461, 4299, 4217),
]
END_OF_2017, END_OF_2019, END_OF_2020 = date(2017, 12, 31), date(2019, 12, 31), date(2020, 12, 31)
MEMBERS = [
    Member(code, name, dict(zip((END_OF_2017, END_OF_2019, END_OF_2020), people, strict=True)))
    for code, name, *people in _ROWS
]
ARVIDSJAUR = "2505"

# Amounts in the order of the members, kr. Source: verksamhetsberättelse 2022; budget 2025, dated 2024-11-28.
E_TJANSTEPLATTFORM_2022 = (
    48200, 54600, 92800, 75400, 60600, 52100, 72000, 83300, 178600, 54100, 117100, 57700, 49100, 51300,
)  # fmt: skip
E_TJANSTEPLATTFORM_2025 = (
    72300, 81900, 139200, 113100, 90900, 78150, 108000, 124950, 267900, 81150, 175650, 86550, 73650, 76950,
)  # fmt: skip
RADDNINGSTJANST_2022 = (
    25800, 30200, 67700, 44400, 45200, 39300, 67500, 50900, 149600, 40600, 74000, 32300, 37200, 27800,
)  # fmt: skip
RADDNINGSTJANST_2025 = (
    27100, 31700, 70900, 46500, 47400, 41200, 70700, 53300, 156700, 42600, 77500, 33900, 39000, 29200,
)  # fmt: skip
E_ARKIV = (
    4000, None, 36000, 23000, 13000, 7000, 21000, 29000, 97000, 8000, 53000, 11000, 5000, 6000,
)  # fmt: skip
VERKSAMHETSUTVECKLARE_2022 = (
    40000, 46200, 85200, 66300, 52300, 43800, 63400, 75900, 174500, 45900, 110500, 49500, 41000, 42700,
)  # fmt: skip
VERKSAMHETSUTVECKLARE_2025 = (
    41922, 49572, 98226, 74766, 57324, 46716, 71094, 86598, 209508, 49164, 129846, 53652, 43146, 45288,
)  # fmt: skip
REGIONAL_FORVALTNING_2025 = (
    128319, 149723, 286625, 220449, 171334, 141658, 210109, 252916, 601891, 148689, 375135, 161718, 131938, 137729,
)  # fmt: skip
KONSULTING_2025 = (
    33793, 39410, 75390, 57995, 45063, 37310, 55300, 66535, 158253, 39130, 98665, 42595, 34720, 36225,
)  # fmt: skip
PULSEN_COMBINE_2025 = (
    366500, 427600, 818400, 629400, 489200, 404500, 600000, 722100, 1718700, 424400, 1071000, 461600, 376600, 393200,
)  # fmt: skip
