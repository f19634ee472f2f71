"""What labels and headings say: totals, measures, years, units; in Swedish, Norwegian/Danish, English and German.

Words are evidence beside figures and formulas, never a condition: a table without a word in it is checked too.
"""

import re
from enum import StrEnum
from functools import lru_cache

_ENDINGS = frozenset({"n", "en", "t", "et", "s", "ns", "ens", "ts", "ets", "na", "erna", "arna"})
_SHORTEST_NAME = 3  # letters; shorter words are abbreviations that begin many names
TOTAL = "∑"  # the key of every total, whatever it is called
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TOTAL = re.compile(
    r"\b(?:(?:del|slut|total|års|rad|kolumn)?summa|(?:sub|grand)?[ -]?total\w{0,4}|sum|summe|zusammen|insgesamt|"
    r"gesamt\w*|samtliga|sammanlagt|tillsammans|s:a|in all|altogether|alla kommuner|hela länet|i alt|ialt)\b"
)
_OF_WHICH = re.compile(r"^\W*(?:varav|därav|of which|herav|heraf|davon)\b")
_CODE = re.compile(r"\b(?:kod|kommunkod|nr|nummer|id|konto|kontonummer|code|number|no|diarienummer|ärendenr|account)\b")
_THOUSANDS = re.compile(
    r"\b(?:tkr|kkr|tsek|tusental\w*(?: kronor| kr)?|1\s?000[- ]tals? kr\w*|thousands?|tusen kr\w*)\b"
)
_MILLIONS = re.compile(r"\b(?:mkr|mnkr|msek|miljoner kr\w*|millions?)\b")


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


_MEASURES: dict[Measure, re.Pattern[str]] = {
    Measure.BUDGET: re.compile(r"budget\w*|\bplan(?:erat)?\b|\bsoll\b"),
    Measure.ACTUAL: re.compile(r"utfall\w*|bokslut\w*|\bactuals?\b|\boutcome\b|\bist\b|regnskap|redovisat"),
    Measure.FORECAST: re.compile(r"prognos\w*|forecast\w*|helårsbedömning"),
    Measure.DEVIATION: re.compile(
        r"avvik\w*|differens\w*|\bdiff\b|skillnad\w*|deviation|variance|difference|abweichung|differenz"
    ),
    Measure.REVENUE: re.compile(r"intäkt\w*|revenues?|income|erträge?|erlöse?|inntekt\w*|indtægt\w*"),
    Measure.COST: re.compile(r"kostnad\w*|\bcosts?\b|expen[sd]\w*|aufwand|aufwendungen|kosten|udgift\w*|utgift\w*"),
    Measure.SHARE: re.compile(r"\bandel\w*|procent\w*|%|\bshare\b|percent\w*|\banteil\b|\bratio\b|\bkvot\b"),
    Measure.RESULT: re.compile(
        r"resultat\w*|\bresult\b|\bnetto\b|\bnet\b|ergebnis|överskott|surplus|underskott|deficit"
    ),
}

_MONTHS = re.compile(
    r"\b(jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)(?:uari|ruary|uary|ruari|s|il|i|y|e|ust[i]?|tember|ober|ember)?\b"
)
_QUARTERS = re.compile(r"\b(?:q[1-4]|kvartal [1-4]|tertial [1-3]|t[1-3])\b")


@lru_cache(maxsize=8192)
def normalise(label: str) -> str:
    """Give a label without what does not tell one thing from another: case, punctuation, spacing, footnote marks.

    >>> normalise("  E-arkiv *) "), normalise("SUMMA  Intäkter:")
    ('e-arkiv', 'summa intäkter')
    """
    return " ".join(_WORD.findall(label.casefold()))


@lru_cache(maxsize=8192)
def is_total(label: str) -> bool:
    """Tell whether a label speaks of a total.

    >>> [is_total(x) for x in ("Summa intäkter", "Totalt", "Gesamtsumme", "Summary of costs", "Luleå")]
    [True, True, True, False, False]
    """
    return bool(_TOTAL.search(label.casefold()))


@lru_cache(maxsize=8192)
def key(label: str) -> str:
    """Give the text by which a row or column is known across sheets; totals of all kinds share one.

    >>> key("SUMMA INTÄKTER") == key("Totalt"), key("E-arkiv*")
    (True, 'e-arkiv')
    """
    return TOTAL if is_total(label) else normalise(label)


def is_of_which(label: str) -> bool:
    """Tell whether a label names a part that is shown beside its whole.

    >>> is_of_which("  varav projekt")
    True
    """
    return bool(_OF_WHICH.search(label.casefold()))


def is_code(heading: str) -> bool:
    """Tell whether a heading names codes: figures that are never added.

    >>> is_code("Kommunkod"), is_code("Kommun")
    (True, False)
    """
    return bool(_CODE.search(heading.casefold()))


@lru_cache(maxsize=8192)
def measures(text: str) -> frozenset[Measure]:
    """Give the kinds of amount that a text speaks of.

    >>> sorted(measures("Intäkter budget 2025"))
    [<Measure.BUDGET: 'budget'>, <Measure.REVENUE: 'intäkter'>]
    """
    folded = text.casefold()
    return frozenset(measure for measure, pattern in _MEASURES.items() if pattern.search(folded))


@lru_cache(maxsize=8192)
def years(text: str) -> frozenset[int]:
    """Give the years a text names.

    >>> years("Utfall per 2025-10-31")
    frozenset({2025})
    """
    return frozenset(map(int, _YEAR.findall(text)))


@lru_cache(maxsize=8192)
def periods(text: str) -> frozenset[str]:
    """Give the parts of a year a text names.

    >>> sorted(periods("Utfall jan-okt"))
    ['jan', 'okt']
    """
    folded = text.casefold()
    return frozenset(_MONTHS.findall(folded)) | frozenset(_QUARTERS.findall(folded))


def scale(text: str) -> int | None:
    """Give how many kronor one unit is, when a text says so.

    >>> scale("Belopp i tkr"), scale("Mkr"), scale("Belopp")
    (1000, 1000000, None)
    """
    folded = text.casefold()
    if _THOUSANDS.search(folded):
        return 1_000
    return 1_000_000 if _MILLIONS.search(folded) else None


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
