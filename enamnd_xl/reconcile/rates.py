"""What headings say of figures that follow from others: amounts for one of something, changes, nets."""

from functools import lru_cache

from enamnd_xl.reconcile.terms import Terms

_UNITS = (
    "invånare inv capita inhabitant einwohner elev brukare styck st timme tim ärende "
    "plats dygn kvm m2 m² barn person hushåll resa km"
)
_RATE = Terms(
    "styckpris snittpris genomsnittspris",
    phrases=(
        "à pris",
        "a pris",
        "unit price",
        *(f"{by} {unit}" for by in ("per", "kr", "pro") for unit in _UNITS.split()),
    ),
)
_OF_RATES = ("pris", "price", "per", "kr", "pro")  # what each of those has in it, and few other labels
_GROWTH = Terms("change", pieces=("ändring", "endring", "ökning", "minskning", "utveckling"))
_NET = Terms("net", beginnings=("netto",))
_OPENING = Terms("ib ing", beginnings=("ingående", "opening"), phrases=("vid årets början", "vid årets ingång"))
_CLOSING = Terms("ub utg", beginnings=("utgående", "closing"), phrases=("vid årets slut", "vid årets utgång"))
_BEGINNINGS = frozenset("UuCcVv")  # of those; tried first, for it tells most headings at once


@lru_cache(maxsize=50_000)
def is_rate(heading: str) -> bool:
    """Tell whether a heading speaks of amounts for one of something: they are never added.

    >>> [is_rate(heading) for heading in ("Kr/inv", "Kostnad per invånare", "À-pris", "Belopp per kommun")]
    [True, True, True, False]
    """
    folded = heading.casefold()
    return any(map(folded.__contains__, _OF_RATES)) and _RATE.are_in(heading)


def is_growth(heading: str) -> bool:
    """Tell whether a heading speaks of what has changed from one time to another.

    >>> is_growth("Förändring 24-25, %"), is_growth("Ökning"), is_growth("Avvikelse %")
    (True, True, False)
    """
    return _GROWTH.are_in(heading)


def is_net(heading: str) -> bool:
    """Tell whether a heading speaks of a net, which in municipal tables is as often cost less revenue.

    >>> is_net("Netto"), is_net("Nettokostnad, tkr"), is_net("Resultat")
    (True, True, False)
    """
    return "net" in heading.casefold() and _NET.are_in(heading)  # the first: in few, and told at once


@lru_cache(maxsize=50_000)
def is_per_cent(heading: str) -> bool:
    """Tell whether a heading says that its figures are per cent; a share of something may be an amount as well.

    >>> [is_per_cent(heading) for heading in ("Förbrukat %", "Förändring i procent", "Andel", "Kommunens andel, kr")]
    [True, True, False, False]
    """
    return "%" in heading or "procent" in (folded := heading.casefold()) or "percent" in folded


def is_opening(heading: str) -> bool:
    """Tell whether a heading speaks of what there was before the changes beside it.

    >>> is_opening("Ing balans"), is_opening("IB 2025"), is_opening("Ändring")
    (True, True, False)
    """
    return _OPENING.begin(heading)


def is_closing(heading: str) -> bool:
    """Tell whether a heading speaks of what there is after the changes beside it.

    >>> is_closing("Utgående anskaffningsvärde"), is_closing("Closing balance"), is_closing("Utfall")
    (True, True, False)
    """
    return heading[:1] in _BEGINNINGS and _CLOSING.begin(heading)
