"""The order in which rules are tried, and which of those that fit is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from enamnd_xl.allocation.inference.candidates import Candidate, Way, candidates, left_out_at_most
from enamnd_xl.allocation.inference.granularity import Reading, indexed_reading, plain_reading
from enamnd_xl.allocation.inference.model import Base, Rule
from enamnd_xl.allocation.inference.proposal import CLEARLY, Proposal, propose

_FAMILIES = list(Rule)


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that fits, with the parameters to propose."""

    candidate: Candidate
    proposal: Proposal

    @property
    def rule(self) -> Rule:
        """The family: a base with an equal part besides; a mix when it is inhabitants, and both parts are shares."""
        family = self.candidate.base.rule
        if self.candidate.parameters == 1:
            return family
        is_mix = family is Rule.PER_INHABITANT and self.proposal.equal_share is not None
        return Rule.MIX if is_mix else Rule.OTHER


def simplest(amounts: Sequence[Fraction], bases: Sequence[Base]) -> list[Found]:
    """Give the simplest rule that gives every amount, else the one that leaves fewest out; then those that do as well.

    Args:
        amounts: one a member, kr, none zero.
        bases: what to measure them against.

    Returns:
        Rules with no more parameters and no more members left out than the first; none when chance explains them all.
    """
    plain = plain_reading(amounts)
    found = _fitting([plain], bases, 1)
    if not found or _are_chance_ratios(found):
        indexed = indexed_reading(amounts)
        read = [plain] if indexed is None else [plain, indexed]
        found = found or _fitting(read[1:], bases, 1)
        if not found or _are_chance_ratios(found):
            found = _preferred(found, _fitting(read, bases, 2))
            found = _with_one_slip(amounts, bases, found) or found
    return _as_good(found or _leaving_out(amounts, bases))


def _fitting(read: Sequence[Reading], bases: Sequence[Base], parameters: int) -> list[Found]:
    """Give the rules that give every amount, in the first reading in which any does, simplest first."""
    tried = (_proposed(candidates(reading, bases, parameters, 0)) for reading in read)
    return next((sorted(found, key=_simplicity) for found in tried if found), [])


def _with_one_slip(amounts: Sequence[Fraction], bases: Sequence[Base], found: list[Found]) -> list[Found]:
    """Give the round factors that leave one member out, where an equal part would only hide that one amount is off.

    A second parameter takes up a slip of a unit or two; but then neither parameter is round, and the factor alone is.
    """
    if not found or found[0].candidate.parameters == 1 or not left_out_at_most(len(amounts)):
        return []
    limit = found[0].proposal.surprise + CLEARLY
    near = _proposed(candidates(plain_reading(amounts, 1), bases, 1, 1))
    return sorted((f for f in near if f.proposal.surprise > limit), key=_simplicity)


def _leaving_out(amounts: Sequence[Fraction], bases: Sequence[Base]) -> list[Found]:
    most = left_out_at_most(len(amounts))
    if not most:
        return []
    indexed = indexed_reading(amounts, 1)
    read = [plain_reading(amounts, most)] if indexed is None else [plain_reading(amounts, most), indexed]
    tried = [c for reading in read for count in (1, 2) for c in candidates(reading, bases, count, most)]
    tried.sort(key=lambda c: len(c.misfits))
    by_count = (_proposed(list(same)) for _, same in groupby(tried, key=lambda c: len(c.misfits)))
    found = sorted(next((f for f in by_count if f), []), key=lambda f: (-round(f.candidate.bits), *_simplicity(f)))
    one = [f for f in found if f.candidate.parameters == 1]
    return _preferred(one, [f for f in found if f.candidate.parameters == 2])


def _proposed(tried: Sequence[Candidate]) -> list[Found]:
    return [Found(candidate, proposal) for candidate in tried if (proposal := propose(candidate)) is not None]


def _preferred(one: list[Found], two: list[Found]) -> list[Found]:
    """Put rules with one parameter before those with two, but a round mix before a ratio that nobody decided."""
    if not one:
        return two
    if not _are_chance_ratios(one):
        return one
    limit = max(f.proposal.surprise for f in one) + CLEARLY
    return [*(f for f in two if f.rule is Rule.MIX and f.proposal.surprise > limit), *one]


def _are_chance_ratios(found: Sequence[Found]) -> bool:
    """Say whether all that fits is a column beside this one times a factor that nobody decided.

    Two lists made by the same key stand in a fixed ratio to each other, but neither comes from the other.
    """
    return all(f.candidate.base.beside and f.proposal.surprise < CLEARLY for f in found)


def _simplicity(found: Found) -> tuple[object, ...]:
    """Order rules that do as well: by family, by how round what was found is, and by the year nearest to now."""
    candidate, proposal = found.candidate, found.proposal
    return (
        _FAMILIES.index(found.rule),
        candidate.way is Way.SPREAD,
        -round(proposal.surprise, 1) if candidate.parameters == 2 else _digits(proposal.proposed_factor),
        -proposal.surprise,
        candidate.unit,
        -(candidate.base.year or 0),
    )


def _digits(value: Fraction) -> int:
    return len(f"{float(value):.10g}".replace(".", "").strip("-0"))


def _as_good(found: Sequence[Found]) -> list[Found]:
    """Keep, of an ordered list, the first and those that do as well with another base.

    A line through another column is no rival to a rule: every column made by the same key has one.
    """
    if not found:
        return []
    first = found[0]
    kept = {(first.candidate.base.name, first.candidate.base.year): first}
    for other in found[1:]:
        as_few = other.candidate.parameters <= first.candidate.parameters
        as_true = len(other.candidate.misfits) <= len(first.candidate.misfits)
        if as_few and as_true and (other.rule is not Rule.OTHER or first.rule is Rule.OTHER):
            kept.setdefault((other.candidate.base.name, other.candidate.base.year), other)
    return list(kept.values())
