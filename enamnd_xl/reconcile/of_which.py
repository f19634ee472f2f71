"""Parts that are shown beside their whole, as of which pensions: they are counted with it, and not once more."""

from collections.abc import Sequence
from functools import lru_cache

from enamnd_xl.reconcile.terms import Terms
from enamnd_xl.workbook.snapshot import Value, is_number

_WORDS = ("varav", "därav", "herav", "heraf", "hvorav", "hvoraf", "derav", "davon")
_PHRASE = "of which"
_OF_WHICH = Terms(" ".join(_WORDS), phrases=(_PHRASE,))


@lru_cache(maxsize=8192)
def is_of_which(label: str) -> bool:
    """Tell whether a label names a part that is shown beside its whole.

    >>> is_of_which("  varav projekt")
    True
    """
    return _OF_WHICH.begin(label)


def find_of_which(names: Sequence[str]) -> dict[int, int]:
    """Find the names of such parts, and which name their whole has: the nearest before them.

    >>> find_of_which(["Personal", "varav pension", "varav semester", "Hyra"])
    {1: 0, 2: 0}
    """
    if not any(map("\n".join(names).casefold().__contains__, (*_WORDS, _PHRASE))):
        return {}
    found: dict[int, int] = {}
    whole: int | None = None
    for at, name in enumerate(names):
        if not is_of_which(name):
            whole = at
        elif whole is not None:
            found[at] = whole
    return found


def may_be_parts(whole: Value, parts: Sequence[Value]) -> bool:
    """Tell whether figures can be parts of another: all have its sign, and together they are no larger.

    >>> may_be_parts(-500, [-300, None]), may_be_parts(500, [300, 400]), may_be_parts(None, [300])
    (True, False, False)
    """
    given = [one for one in parts if is_number(one)]
    if not is_number(whole) or len(given) < sum(one is not None for one in parts):
        return False
    return all(one * whole >= 0 for one in given) and abs(sum(given)) <= abs(whole)
