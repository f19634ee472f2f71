"""A key with an equal part: some of the cost in equal shares, the rest by inhabitants or another quantity."""

from collections.abc import Sequence

from enamnd_xl.allocation.checked import ratio, whole_weights
from enamnd_xl.errors import InputError
from enamnd_xl.money import Exact, format_number


def mix(quantities: Sequence[Exact], equal_share: Exact = 0, times: Sequence[Exact] | None = None) -> list[int]:
    """Give weights of which a stated part is equal and the rest follows quantities.

    Args:
        quantities: one a member: inhabitants, GB, an earlier year's amounts; none below zero.
        equal_share: the part that is shared equally, 0 to 1.
        times: the part of the year that each member takes part in, 0 to 1; None is all of it for all.

    Returns:
        Whole numbers in the exact proportions of the members' shares.

    Raises:
        InputError: nobody is in, the equal part is not between 0 and 1, a quantity is negative, or the quantities sum
            to zero although something is to be shared by them.

    >>> mix([100, 300]), mix([100, 300], 1)
    ([100, 300], [1, 1])
    >>> from fractions import Fraction
    >>> mix([100, 300], Fraction(1, 2))  # 1/4 + 1/8 against 1/4 + 3/8
    [600, 1000]
    """
    equal, of = ratio(equal_share, "Andelen rakt")
    if not 0 <= equal <= of:
        raise InputError(f"Andelen rakt är {format_number(equal_share)}.", "Den ska vara från 0 till 1 (0 till 100 %).")
    presence = [1] * len(quantities) if times is None else whole_weights(times)
    if not any(presence):
        raise InputError("Ingen medlem är med.", "Minst en medlem måste vara med.")
    amounts = [weight * time for weight, time in zip(whole_weights(quantities), presence, strict=True)]
    if equal == of:
        return presence
    if not any(amounts):
        raise InputError("Nyckeln summerar till noll.", "Minst en medlem måste ha ett tal som är större än noll.")
    if equal == 0:
        return amounts
    present, whole = sum(presence), sum(amounts)
    return [equal * whole * time + (of - equal) * present * own for time, own in zip(presence, amounts, strict=True)]
