"""Which rule made a column of amounts: the simplest that gives every amount, else the one that gives all but a few."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from enamnd_xl.allocation.inference.candidates import Candidate, left_out_at_most
from enamnd_xl.allocation.inference.fitting import smallest_deviation
from enamnd_xl.allocation.inference.granularity import finest_unit
from enamnd_xl.allocation.inference.model import Amounts, Base, Evidence, Inference, Rule, as_fraction
from enamnd_xl.allocation.inference.proposal import Proposal
from enamnd_xl.allocation.inference.search import Found, simplest
from enamnd_xl.allocation.inference.sums import find_sum
from enamnd_xl.allocation.inference.wording import listed
from enamnd_xl.money import format_kr, format_number, round_to, to_amount

_FEWEST_MEMBERS = 3
_PERHAPS_BY_PEOPLE = (
    "Det kan bero på att båda kolumnerna följer samma nyckel, till exempel folkmängden, som saknas i underlaget."
)
_NEAR = 20  # a deviation of at most a twentieth of the mean amount is worth looking into


def infer(amounts: Amounts, evidence: Evidence | None = None, year: int | None = None) -> Inference:
    """Find the rule behind a column of amounts, with every parameter value that reproduces it.

    The rules are tried in order of simplicity: equal; kr an inhabitant; another column times a factor; an equal part
    and kr an inhabitant; an equal part and another column times a factor. A rule with fewer parameters comes before
    one with more, and any rule that gives every amount before one that does not. A rule that chance could well have
    fitted is not said at all.

    Args:
        amounts: by member, kr; None or zero for a member that stands outside.
        evidence: populations and other columns by member; not the column itself.
        year: the year the column is for; populations and columns of later years are then not used.

    Returns:
        The rule, or `Rule.UNKNOWN` with notes that say what is missing.

    >>> heads = {"A": 2821, "B": 28181, "C": 17825, "D": 9805, "E": 5081, "F": 16169}
    >>> fees = {"A": 4000, "B": 36000, "C": 23000, "D": 13000, "E": 7000, "F": 21000, "G": None}
    >>> found = infer(fees, Evidence(populations={2017: heads}))
    >>> found.rule.value, found.year, float(found.proposed_factor), found.direction.value, found.outside
    ('invånare', 2017, 1.25, 'uppåt', ('G',))
    """
    evidence = evidence or Evidence()
    read = {member: as_fraction(amount) for member, amount in amounts.items()}
    part = {member: amount for member, amount in read.items() if amount}
    outside = tuple(member for member, amount in read.items() if not amount)
    if len(part) < _FEWEST_MEMBERS:
        return Inference(Rule.UNKNOWN, members=tuple(part), outside=outside, notes=(_too_few(read, part),))
    bases, notes = _bases(tuple(part), evidence, year)
    found = simplest(tuple(part.values()), bases)
    if not found or found[0].candidate.misfits:
        summed = find_sum(part, evidence.columns, year)
        if summed is not None:
            return replace(summed, outside=outside)
    if not found:
        notes = [*_why_unknown(part, bases), *_nearest(part, bases), *notes]
        return Inference(Rule.UNKNOWN, members=tuple(part), outside=outside, notes=tuple(notes))
    if found[0].candidate.base.beside and not any(base.rule is Rule.PER_INHABITANT for base in bases):
        notes = [*notes, _PERHAPS_BY_PEOPLE]
    return _tell(part, outside, found, notes)


def _too_few(read: dict[str, Fraction | None], part: dict[str, Fraction]) -> str:
    if not part:
        return "Alla belopp är noll eller tomma, så det finns inget att härleda."
    number = "en medlem" if len(part) == 1 else f"{len(part)} medlemmar"
    needed = f"Det behövs minst {_FEWEST_MEMBERS} för att skilja en regel från en slump."
    return f"Bara {number} av {len(read)} har belopp. {needed}"


def _why_unknown(part: dict[str, Fraction], bases: Sequence[Base]) -> list[str]:
    if not any(b.rule is not Rule.EQUAL for b in bases):
        return ["Det finns varken folkmängd eller andra kolumner att pröva mot."]
    if len(part) - left_out_at_most(len(part)) <= _FEWEST_MEMBERS + 1:
        return [f"Med belopp för bara {len(part)} medlemmar passar så många regler att ingen kan pekas ut."]
    return []


def _nearest(part: dict[str, Fraction], bases: Sequence[Base]) -> list[str]:
    """Say which mix with inhabitants comes nearest, when it comes near enough to be worth looking into."""
    amounts = tuple(part.values())
    near: list[tuple[Fraction, Fraction, str]] = []
    for base in bases:
        points = [(x, amount) for x, amount in zip(base.values, amounts, strict=True) if x is not None]
        if base.rule is Rule.PER_INHABITANT and len(points) > _FEWEST_MEMBERS + 1:
            near.append((*smallest_deviation(points), base.name))
    mean = abs(sum(amounts, Fraction(0))) / len(amounts)
    close = [n for n in near if n[0] * _NEAR <= mean]
    if not close:
        return []
    deviation, slope, name = min(close)
    if not round(deviation):
        return [
            f"En lika del och omkring {format_number(slope, 2)} kr per invånare ({name}) ger beloppen, "
            "men så få eller så grova belopp träffar slumpen också."
        ]
    return [
        f"Närmast kommer en lika del och omkring {format_number(slope, 2)} kr per invånare ({name}), "
        f"men då avviker beloppen med upp till {format_kr(round(deviation))}."
    ]


def _bases(members: tuple[str, ...], evidence: Evidence, year: int | None) -> tuple[list[Base], list[str]]:
    """Give what to measure against, in order of simplicity, and a sentence on each population that lacks members."""
    bases = [Base(Rule.EQUAL, "lika", (Fraction(1),) * len(members))]
    for when, heads in sorted(evidence.populations.items(), reverse=True):
        counts = (as_fraction(heads.get(m)) for m in members)
        values = tuple(c if c is not None and c > 0 else None for c in counts)
        bases.append(Base(Rule.PER_INHABITANT, f"folkmängd 31 december {when}", values, when))
    for column in evidence.columns:
        values = tuple(as_fraction(column.amounts.get(m)) for m in members)
        beside = column.beside or (year is not None and column.year == year)
        bases.append(Base(Rule.FACTOR, str(column), values, column.year, beside))
    most = left_out_at_most(len(members))
    past = [b for b in bases if year is None or b.year is None or b.year <= year]
    notes = [note for b in past if b.rule is Rule.PER_INHABITANT for note in _missing(b, members)]
    return [b for b in past if sum(v is None for v in b.values) <= most], notes


def _missing(base: Base, members: tuple[str, ...]) -> list[str]:
    missing = [member for member, value in zip(members, base.values, strict=True) if value is None]
    return [f"{base.name[:1].upper()}{base.name[1:]} saknas för {listed(missing)}."] if missing else []


def _tell(part: dict[str, Fraction], outside: tuple[str, ...], found: list[Found], notes: list[str]) -> Inference:
    candidate, proposal = found[0].candidate, found[0].proposal
    members = tuple(part)
    misfits = tuple(members[i] for i in sorted(candidate.misfits))
    base = candidate.base
    return Inference(
        found[0].rule,
        exact=not misfits,
        members=members,
        factor=proposal.factor,
        proposed_factor=proposal.proposed_factor,
        equal_part_kr=proposal.equal_part_kr,
        equal_share=proposal.equal_share,
        proposed_share=proposal.proposed_share,
        total_kr=proposal.total_kr,
        year=base.year if base.rule is Rule.PER_INHABITANT else None,
        source=None if base.rule is Rule.EQUAL else base.name,
        unit=to_amount(candidate.unit),
        direction=proposal.direction,
        sum_exact=proposal.sum_exact,
        index=candidate.reading.index,
        outside=outside,
        misfits=misfits,
        largest_residual=_largest_residual(tuple(part.values()), candidate, proposal),
        alternatives=tuple(other.candidate.base.name for other in found[1:]),
        notes=tuple(dict.fromkeys((*_other_misfits(members, candidate), *_missing(base, members), *notes))),
    )


def _largest_residual(amounts: tuple[Fraction, ...], candidate: Candidate, proposal: Proposal) -> int | Decimal:
    index = candidate.reading.index.roundest() if candidate.reading.index else Fraction(1)
    finest = to_amount(finest_unit(amounts))
    residuals: list[Fraction] = [Fraction(0)]
    for i in candidate.misfits:
        x = candidate.base.values[i]
        if x is not None:
            given = index * Fraction(round_to(proposal.amount(x), candidate.unit, proposal.direction))
            residuals.append(abs(Fraction(round_to(amounts[i] - given, finest))))
    return to_amount(max(residuals))


def _other_misfits(members: tuple[str, ...], candidate: Candidate) -> list[str]:
    others = [f.left_out for f in candidate.fits[1:]]
    if not others:
        return []
    said = [listed([members[i] for i in sorted(left_out)]) for left_out in others]
    return [f"Det kan lika gärna vara {' eller '.join(said)} som avviker."]
