"""An inferred rule in words, and as the keys that `enamnd harled --format json` promises."""

from collections.abc import Sequence
from fractions import Fraction

from enamnd_xl.allocation.inference.interval import Interval
from enamnd_xl.allocation.inference.model import Inference, Rule
from enamnd_xl.money import Direction, Exact, exact, format_kr, format_number

_WHOLE = {
    Fraction("0.01"): "hela ören",
    Fraction(1): "hela kronor",
    Fraction(10): "hela tiotal",
    Fraction(100): "hela hundratal",
    Fraction(1000): "hela tusental",
    Fraction(10000): "hela tiotusental",
}
_MONTHS = 12
_USUAL_INDEX = Interval(Fraction(4, 5), Fraction(5, 4))  # a factor in it is said as a percentage


def explain(found: Inference) -> str:
    """Say what was found, in Swedish, as a colleague would.

    Args:
        found: what infer gave.

    Returns:
        One to a few sentences: the rule, whom it holds for, what its parameters may be, what speaks against it.

    >>> from enamnd_xl.allocation.inference import infer
    >>> explain(infer({"A": 76100, "B": 76100, "C": 76100, "D": None})).replace("\\u00a0", " ").split(". ")[0]
    '76 100 kr per kommun, lika för alla; D står utanför'
    """
    if found.rule is Rule.UNKNOWN:
        return " ".join(["Ingen regel kan härledas.", *found.notes])
    sentences = [
        f"{_rule(found)}{_rounding(found)}{_indexing(found)}{_outside(found)}.",
        _holds(found),
        *_ranges(found),
    ]
    if found.rule is Rule.EQUAL and found.exact:
        sentences.append(
            "Det går inte att skilja från ett fast belopp per kommun eller från en uppräkning av ett lika belopp."
        )
    if found.alternatives:
        sentences.append(f"Lika bra stämmer {listed(found.alternatives)}.")
    return " ".join([*sentences, *found.notes])


def as_json(found: Inference) -> dict[str, object]:
    """Give what was found as the keys of the JSON contract, without the sheet and heading that the caller knows.

    Args:
        found: what infer gave.

    Returns:
        Plain numbers, texts, lists and None. The ends of faktor are rounded inwards, so that both reproduce the
        column. A column that is an indexed list has a key more among its parameters: uppräkning.

    >>> from enamnd_xl.allocation.inference import infer
    >>> as_json(infer({"A": 76100, "B": 76100, "C": 76100}))["rule"]
    'rakt'
    """
    share = found.proposed_share
    parameters: dict[str, object] = {
        "andel_rakt": None if share is None else _number(share),
        "folkmangd_ar": found.year,
        "faktor": None if found.factor is None else [_number(end) for end in found.factor.shown()],
        "underlag": found.source,
        "avrundning": None if found.unit is None else _number(found.unit),
        "riktning": None if found.direction is None else found.direction.value,
    }
    if found.index is not None:
        parameters["uppräkning"] = _number(found.index.roundest())
    return {
        "rule": found.rule.value,
        "exact": found.exact,
        "parameters": parameters,
        "outside": list(found.outside),
        "largest_residual": None if found.largest_residual is None else _number(found.largest_residual),
        "misfits": list(found.misfits),
        "alternatives": len(found.alternatives),
    }


def listed(names: Sequence[str]) -> str:
    """Write names as a sentence lists them.

    >>> listed(["Boden", "Kalix", "Luleå"])
    'Boden, Kalix och Luleå'
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} och {names[-1]}"


def _number(value: Exact) -> int | float:
    whole = exact(value)
    return whole.numerator if whole.denominator == 1 else float(whole)


def _rule(found: Inference) -> str:
    factor = found.proposed_factor or Fraction(0)
    if found.rule is Rule.EQUAL:
        if found.total_kr is not None:
            return f"{format_kr(found.total_kr)} delat lika"
        return f"{format_kr(factor)} per kommun, lika för alla"
    if found.rule is Rule.PER_INHABITANT:
        if found.total_kr is not None:
            return f"{format_kr(found.total_kr)} fördelat per invånare den 31 december {found.year}"
        return f"{_kr(factor)} per invånare den 31 december {found.year}"
    if found.rule is Rule.MIX:
        return _mix(found, factor)
    return _of_column(found, factor)


def _mix(found: Inference, factor: Fraction) -> str:
    day = f"den 31 december {found.year}"
    if found.total_kr is None or found.proposed_share is None:
        return f"{_kr(found.equal_part_kr or Fraction(0))} per kommun och {_kr(factor)} per invånare {day}"
    share = found.proposed_share
    parts = f"{_percent(share)} lika och {_percent(1 - share)} per invånare {day}"
    return f"{format_kr(found.total_kr)} fördelat {parts}"


def _of_column(found: Inference, factor: Fraction) -> str:
    source, plus = f"”{found.source}”", found.equal_part_kr
    if found.rule is Rule.OTHER and plus is None:
        return f"{source[1:2].upper()}{source[2:-1]}"
    if plus is not None:
        times = source if factor == 1 else f"{source} gånger {format_number(factor)}"
        return f"{times} {'minus' if plus < 0 else 'plus'} {_kr(abs(plus))} per kommun"
    if factor == 1:
        return f"Samma belopp som {source}"
    if factor in _USUAL_INDEX:
        return f"{source} {_indexed(factor)}"
    return f"{source} gånger {format_number(factor)}"


def _indexed(factor: Fraction) -> str:
    way = "uppräknat" if factor > 1 else "nedräknat"
    return f"{way} med {_percent(abs(factor - 1))} (gånger {format_number(factor)})"


def _rounding(found: Inference) -> str:
    unit = exact(found.unit or 1)
    if unit < min(_WHOLE):
        return ", utan avrundning"
    is_copy = found.source is not None and found.year is None and found.proposed_factor == 1
    if (found.rule is Rule.EQUAL and not found.sum_exact) or (is_copy and found.equal_part_kr is None):
        return ""
    whole = _WHOLE.get(unit, f"jämna {format_kr(unit)}")
    if found.sum_exact:
        return f", utjämnat till {whole} så att summan stämmer"
    return f", avrundat {'uppåt' if found.direction is Direction.UP else 'närmast'} till {whole}"


def _indexing(found: Inference) -> str:
    if found.index is None:
        return ""
    index = found.index.roundest()
    if index == _MONTHS:
        return " per månad, gånger 12"
    return f", därefter {_indexed(index)}" if index in _USUAL_INDEX else f", därefter gånger {format_number(index)}"


def _outside(found: Inference) -> str:
    return f"; {listed(found.outside)} står utanför" if found.outside else ""


def _holds(found: Inference) -> str:
    n = len(found.members)
    if found.exact:
        return f"Stämmer för alla {n} kommuner."
    most = " som mest" if len(found.misfits) > 1 else ""
    by = f" med{most} {format_kr(found.largest_residual)}" if found.largest_residual else ""
    return f"Stämmer för {n - len(found.misfits)} av {n} kommuner; {listed(found.misfits)} avviker{by}."


def _ranges(found: Inference) -> list[str]:
    if found.factor is None or found.rule is Rule.EQUAL or found.factor.low == found.factor.high:
        return []
    low, high = (format_number(end) for end in found.factor.shown())
    if found.rule is Rule.PER_INHABITANT:
        return [f"Beloppet kan vara mellan {low} och {high} kr per invånare."]
    if found.rule is not Rule.MIX or found.equal_share is None:
        return [f"Faktorn kan vara mellan {low} och {high}."]
    least, most = (format_number(end * 100) for end in found.equal_share.shown())
    return [
        f"Den lika andelen kan vara mellan {least} och {most} % och resten mellan {low} och {high} kr per invånare."
    ]


def _kr(amount: Fraction) -> str:
    """Write an amount a head, with as many decimals as it has and the two that öre take."""
    decimals = len(format_number(amount).partition(",")[2])
    return f"{format_number(amount, max(decimals, 2) if decimals else 0)}\u00a0kr"


def _percent(share: Fraction) -> str:
    return f"{format_number(share * 100)}\u00a0%"
