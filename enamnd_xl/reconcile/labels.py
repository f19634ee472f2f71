"""What labels and headings say: totals, measures, years, units; in Swedish, Norwegian/Danish, English and German.

Words are evidence beside figures and formulas, never a condition: a table without a word in it is checked too.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from itertools import zip_longest

from enamnd_xl.reconcile.terms import Terms, words_of

_ENDINGS = frozenset({"n", "en", "t", "et", "s", "ns", "ens", "ts", "ets", "na", "erna", "arna"})
_SHORTEST_NAME = 3  # letters; shorter words are abbreviations that begin many names
TOTAL = "∑"  # the key of every total, whatever it is called
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TOTAL = Terms(
    "summa delsumma slutsumma totalsumma årssumma radsumma kolumnsumma sum summe zusammen insgesamt samtliga "
    "sammanlagt tillsammans altogether ialt s:a",
    beginnings=("gesamt",),
    phrases=("in all", "alla kommuner", "hela länet", "i alt"),
)
_LONGEST_TOTAL = len("totalerna")  # not "totalitarian"
_MEAN = Terms("snitt average averages avg mean means median", beginnings=("medel", "genomsnitt", "durchschnitt"))
_ORDER = Terms("median min max minimum maximum lägst högst lägsta högsta lowest highest percentil kvartil")
_CODE = Terms("kod kommunkod nr nummer id konto kontonummer code number no diarienummer ärendenr account")
_THOUSANDS = Terms(
    "tkr kkr tsek thousand thousands",
    beginnings=("tusental",),
    phrases=tuple(
        f"{many} {kronor}"
        for many in ("tusen", "1 000 tal", "1 000 tals", "1000 tal", "1000 tals")
        for kronor in ("kr", "kronor")
    ),
)
_MILLIONS = Terms("mkr mnkr msek million millions", phrases=("miljoner kr", "miljoner kronor"))
UNITS: Mapping[int, str] = {1: "kr", 1_000: "tkr", 1_000_000: "mkr", 1_000_000_000: "mdkr"}
"""How many kronor -> what so many are called."""
_KRONOR = frozenset(("kr", "kronor", "sek"))
_POWERS = frozenset(("k", "t", "m", "mn", "bn"))  # SEK m
_UNIT_WORDS = frozenset(("tkr", "kkr", "tsek", "mkr", "mnkr", "msek", "mdkr"))
_QUANTITY = Terms(
    "st styck kvm m2 m³ km kwh mwh tim timmar dagar volym yta pris index",
    beginnings=("antal", "folkmängd", "befolkning", "invånar", "årsarb", "procent", "nyckeltal", "faktor", "plats"),
)
_ACCUMULATED = Terms(
    "ack ytd",
    beginnings=("ackum", "accum", "akkum", "kumul", "cumul", "löpande"),
    phrases=("year to date", "hittills i år"),
)
_BILLIONS = Terms("mdkr mdr mrd miljarder milliarden billion billions")


_INCOME = Terms(pieces=("avgift", "bidrag", "finansiering", "anslag"))


class Measure(StrEnum):
    """What kind of amount a heading speaks of; figures of two kinds are never expected to be equal."""

    BUDGET = "budget"
    ACTUAL = "utfall"
    FORECAST = "prognos"
    DEVIATION = "avvikelse"
    REVENUE = "intäkter"
    COST = "kostnader"
    SHARE = "andel"
    RESULT = "resultat"


_MEASURES: dict[Measure, Terms] = {
    Measure.BUDGET: Terms("plan planerat soll", pieces=("budget",)),
    Measure.ACTUAL: Terms("actual actuals outcome ist", pieces=("utfall", "bokslut", "regnskap", "redovisat")),
    Measure.FORECAST: Terms(pieces=("prognos", "forecast", "helårsbedömning")),
    Measure.DEVIATION: Terms(
        "diff",
        pieces=("avvik", "differens", "skillnad", "deviation", "variance", "difference", "abweichung", "differenz"),
    ),
    Measure.REVENUE: Terms(pieces=("intäkt", "revenue", "income", "erträg", "erlös", "inntekt", "indtægt")),
    Measure.COST: Terms(
        "cost costs", pieces=("kostnad", "expens", "expend", "aufwand", "aufwendungen", "kosten", "udgift", "utgift")
    ),
    Measure.SHARE: Terms("share anteil ratio kvot", beginnings=("andel",), pieces=("procent", "%", "percent")),
    Measure.RESULT: Terms(
        "result netto net", pieces=("resultat", "ergebnis", "överskott", "surplus", "underskott", "deficit")
    ),
}

_STAGES = {
    "förslag": Terms(
        "utkast draft entwurf", beginnings=("prelimin", "proposal"), pieces=("förslag",), phrases=("ej beslutad",)
    ),
    "ursprunglig": Terms("original", beginnings=("ursprung",)),
    "beslutad": Terms("antagen antagna final approved", beginnings=("beslutad", "fastställ", "slutlig")),
    "reviderad": Terms("revised", beginnings=("revider",)),
}
"""A version of a budget or a forecast -> the words for it."""

_MONTHS = {
    name: month
    for month, names in {
        "jan": "jan januari januar january",
        "feb": "feb februari februar february",
        "mar": "mar mars march",
        "apr": "apr april",
        "maj": "maj mai may",
        "jun": "jun juni june",
        "jul": "jul juli july",
        "aug": "aug augusti august",
        "sep": "sep sept september",
        "okt": "okt oktober oct october",
        "nov": "nov november",
        "dec": "dec december desember dez dezember",
    }.items()
    for name in names.split()
}
_PARTS_OF_YEAR = {"q": "q", "kv": "q", "kvartal": "q", "t": "t", "tertial": "t", "h": "h", "halvår": "h"}
"""A word for a part of the year that has a number -> the part's letter."""
_HOW_MANY = {"q": "1234", "t": "123", "h": "12"}
_OF_A_PIVOT = ("sum of ", "summa av ")  # how a pivot table begins what it calls a value
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


@lru_cache(maxsize=50_000)
def normalise(label: str) -> str:
    """Give a label without what does not tell one thing from another: case, punctuation, spacing, footnote marks.

    >>> normalise("  E-arkiv *) "), normalise("SUMMA  Intäkter:")
    ('e-arkiv', 'summa intäkter')
    """
    return " ".join(_WORD.findall(label.casefold()))


@lru_cache(maxsize=50_000)
def is_total(label: str) -> bool:
    """Tell whether a label speaks of a total.

    A pivot table calls each of its values the sum of a column, and none of them a total.

    >>> [is_total(x) for x in ("Summa intäkter", "Totalt", "Gesamtsumme", "Summary of costs", "Luleå")]
    [True, True, True, False, False]
    >>> is_total("Summa av Belopp"), is_total("Total Sum of Revenue")
    (False, True)
    """
    if not (_TOTAL.are_in(label) or ("total" in label.casefold() and any(map(_is_called_total, words_of(label))))):
        return False
    return not label.casefold().startswith(_OF_A_PIVOT)


def _is_called_total(word: str) -> bool:
    """Tell whether a word is a form of total, subtotal or grand total."""
    bare = word.removeprefix("sub").removeprefix("grand")
    return bare.startswith("total") and len(bare) <= _LONGEST_TOTAL


@lru_cache(maxsize=50_000)
def key(label: str) -> str:
    """Give the text by which a row or column is known across sheets; totals of all kinds share one.

    >>> key("SUMMA INTÄKTER") == key("Totalt"), key("E-arkiv*")
    (True, 'e-arkiv')
    """
    return TOTAL if is_total(label) else normalise(label)


def is_mean(label: str) -> bool:
    """Tell whether a label speaks of a mean or a median.

    >>> is_mean("Medelvärde"), is_mean("Median"), is_mean("Mediala insatser")
    (True, True, False)
    """
    return _MEAN.are_in(label)


def is_order_statistic(label: str) -> bool:
    """Tell whether a label speaks of a median, the highest or the lowest: such figures neither add up nor subtract.

    >>> [is_order_statistic(label) for label in ("Median", "Högsta värde", "Medelvärde", "Högskolan")]
    [True, True, False, False]
    """
    return _ORDER.are_in(label)


def is_code(heading: str) -> bool:
    """Tell whether a heading names codes: figures that are never added.

    >>> is_code("Kommunkod"), is_code("Kommun")
    (True, False)
    """
    return _CODE.are_in(heading)


@lru_cache(maxsize=50_000)
def is_accumulated(heading: str) -> bool:
    """Tell whether a heading speaks of amounts that grow line by line.

    >>> is_accumulated("Ackumulerat utfall"), is_accumulated("Utfall ack."), is_accumulated("Utfall")
    (True, True, False)
    """
    return _ACCUMULATED.are_in(heading)


def more_is_better(label: str) -> bool:
    """Tell whether a line is of income, or a result: more than was budgeted is then to the good.

    >>> [more_is_better(label) for label in ("Medlemsavgifter", "Årets resultat", "Nettokostnad", "Personal")]
    [True, True, False, False]
    """
    found = measures(label)
    return Measure.COST not in found and (bool(found & {Measure.REVENUE, Measure.RESULT}) or _INCOME.are_in(label))


@lru_cache(maxsize=50_000)
def measures(text: str) -> frozenset[Measure]:
    """Give the kinds of amount that a text speaks of.

    >>> sorted(measures("Intäkter budget 2025"))
    [<Measure.BUDGET: 'budget'>, <Measure.REVENUE: 'intäkter'>]
    """
    return frozenset(measure for measure, terms in _MEASURES.items() if terms.are_in(text))


@lru_cache(maxsize=50_000)
def stages(text: str) -> frozenset[str]:
    """Give the versions of a figure that a text speaks of.

    >>> stages("Preliminär budget 2026"), stages("Reviderad budget"), stages("Budget")
    (frozenset({'förslag'}), frozenset({'reviderad'}), frozenset())
    """
    return frozenset(stage for stage, terms in _STAGES.items() if terms.are_in(text))


@lru_cache(maxsize=50_000)
def years(text: str) -> frozenset[int]:
    """Give the years a text names.

    >>> years("Utfall per 2025-10-31")
    frozenset({2025})
    """
    return frozenset(map(int, _YEAR.findall(text)))


@lru_cache(maxsize=50_000)
def periods(text: str) -> frozenset[str]:
    """Give the parts of a year a text names: months, quarters, thirds, halves, or the whole.

    >>> sorted(periods("Utfall jan-okt")), sorted(periods("Kvartal 1")), sorted(periods("Q1")), periods("T2")
    (['jan', 'okt'], ['q1'], ['q1'], frozenset({'t2'}))
    >>> sorted(periods("Tertial I")), sorted(periods("Första halvåret")), periods("Prognos helår"), periods("Kv")
    (['t1'], ['h1'], frozenset({'helår'}), frozenset())
    """
    words = words_of(text)
    found = {_MONTHS[word] for word in words if word in _MONTHS}
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        part, number = _PARTS_OF_YEAR.get(word), _ROMAN.get(following, following)
        if part is None and word[:-1] in _PARTS_OF_YEAR:  # Q1, kv1
            part, number = _PARTS_OF_YEAR[word[:-1]], word[-1]
        if part and len(number) == 1 and number in _HOW_MANY[part]:
            found.add(f"{part}{number}")
        elif word in ("helår", "helåret"):
            found.add("helår")
        elif following.startswith("halvår") and word in ("första", "andra"):
            found.add("h1" if word == "första" else "h2")
    return frozenset(found)


def scale(text: str) -> int | None:
    """Give how many kronor one unit is, when a text says so.

    >>> scale("Belopp i tkr"), scale("1 000-tals kronor"), scale("Mkr"), scale("Belopp")
    (1000, 1000, 1000000, None)
    """
    if _THOUSANDS.are_in(text):
        return 1_000
    if _MILLIONS.are_in(text):
        return 1_000_000
    return 1_000_000_000 if _BILLIONS.are_in(text) else None


def unit_of(text: str) -> str:
    """Give the word for the unit of amounts, as a text says it; an empty text when it says none.

    >>> [unit_of(text) for text in ("Sammandrag, mnkr", "I tusental kronor", "Budget 2025, kr", "Över 50 000 kr")]
    ['mnkr', 'tkr', 'kr', '']
    """
    words = words_of(text)
    if said := next((word for word in words if word in _UNIT_WORDS), ""):
        return said
    at = next((number for number, word in enumerate(words) if word in _KRONOR), None)
    if at is None:
        return ""
    before = words[at - 1] if at else ""
    if (before.isdigit() and not _YEAR.fullmatch(before)) or not _POWERS.isdisjoint(words[at + 1 : at + 2]):
        return ""
    return UNITS[scale(text) or 1]


def is_quantity(text: str) -> bool:
    """Tell whether a text speaks of something else than amounts: how many there are, or how large a part.

    >>> [is_quantity(text) for text in ("Antal platser", "Folkmängd", "Årsarbetare", "Nettokostnad")]
    [True, True, True, False]
    """
    return _QUANTITY.are_in(text) or Measure.SHARE in measures(text)


def same_thing(one: str, other: str) -> bool:
    """Tell whether two normalised labels may name the same thing: one begins as the other does in full.

    The definite form and the genitive make no difference.

    >>> same_thing("projekt lms", "projekt lms e-utbildning"), same_thing("e-arkiv", "arkiv")
    (True, False)
    >>> same_thing("e-tjänsteplattformen", "e-tjänsteplattform verksamhetssystem")
    True
    """
    if one == other:
        return True
    short, long = sorted((one.split(), other.split()), key=len)
    if not short or len(short[0]) < _SHORTEST_NAME:
        return False
    return all(map(_same_word, short, long))


def _same_word(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (long.startswith(short) and long[len(short) :] in _ENDINGS)
